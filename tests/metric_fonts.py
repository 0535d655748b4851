"""Fonts of plain boxes with the widths of the office fonts, so that pages do not depend on what is installed.

A full-width character is 1 em wide, an ASCII one half an em; ascent and descent are those of
仿宋_GB2312.  Names are those that the templates ask for.
"""

from __future__ import annotations

from pathlib import Path

FAMILIES = ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体")
_EM = 256
_ASCENT, _DESCENT = 220, 36
_RANGES = (
    (0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070), (0x2100, 0x2300), (0x2460, 0x2700),
    (0x3000, 0x3100), (0x3200, 0x3400), (0x4E00, 0xA000), (0xFE30, 0xFE50), (0xFF00, 0xFFF0),
)  # fmt: skip


def write_fonts(folder: Path) -> Path:
    """Write the fonts and a fontconfig file that adds them; return the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, family in enumerate(FAMILIES):
        _font(family, number, folder / f"{number}.ttf")
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return config


def _font(family: str, number: int, path: Path) -> None:
    from fontTools.fontBuilder import FontBuilder

    codes = [code for start, end in _RANGES for code in range(start, end)]
    names = {code: f"uni{code:04X}" for code in codes}
    order = [".notdef", *names.values()]
    half = {code for code in codes if code < 0x180 and code not in (0xB7, 0xD7, 0xB0, 0xB1)}
    wide, narrow, none = _box(_EM), _box(_EM // 2), _box(0)
    boxes = {names[code]: narrow if code in half else wide for code in codes}
    boxes |= {".notdef": none, names[0x20]: none, names[0xA0]: none, names[0x3000]: none}
    widths = {names[code]: (_EM // 2 if code in half else _EM, 0) for code in codes}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(boxes)
    builder.setupHorizontalMetrics({".notdef": (_EM, 0), **widths})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=-_DESCENT, lineGap=0)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "psName": f"Metric{number}"}
    )
    builder.setupOS2(
        sTypoAscender=_ASCENT, sTypoDescender=-_DESCENT, sTypoLineGap=0, usWinAscent=_ASCENT,
        usWinDescent=_DESCENT, ulCodePageRange1=(1 << 18) | 1, fsSelection=0x40,
    )  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    builder.save(path)


def _box(width: int) -> object:
    """Return a glyph that is a box (an empty one where `width` is 0): pdfium drops empty glyphs."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    if width:
        pen.moveTo((16, -20))
        for point in ((16, _ASCENT - 30), (width - 16, _ASCENT - 30), (width - 16, -20)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()
