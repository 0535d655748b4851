"""Cell formats of the consolidated workbook, by fixed numbers.

The rows of a unit are written, deflated and kept long before the workbook is put together, so the
formats have the same numbers always: a format is a way to show a value and a fill.
"""

from __future__ import annotations

from ..model import Light
from .marks import LEVEL_COLOURS
from .xml_patch import MAIN

FONT = "宋体"
_GREY = "FFA6A6A6"

#: Fills by name; the first two are what Excel wants there.
FILLS: dict[str, str | None] = {
    "": None,
    "gray125": None,
    **{str(level): colour for level, colour in LEVEL_COLOURS.items()},
    f"light-{Light.GREEN}": "C6EFCE",
    f"light-{Light.YELLOW}": "FFE699",
    f"light-{Light.RED}": "F8B4B4",
    f"light-{Light.GREY}": "E7E6E6",
    "head": "DCE6F1",
    "total": "F2F2F2",
}
_FILL_IDS = {name: i for i, name in enumerate(FILLS)}

#: Number formats beside Excel's own (49 text, 1 whole number).
_DATE, _PERCENT = 164, 165
#: Ways to show a value: number format, alignment, font, border, quote prefix.
_VALUE_LOOKS = {
    "text": (0, "left", 0, True, False),
    "quoted": (0, "left", 0, True, True),
    "centre": (0, "center", 0, True, False),
    "number": (0, "center", 0, True, False),
    "date": (_DATE, "center", 0, True, False),
    "percent": (_PERCENT, "center", 0, True, False),
}
_VALUE_FILLS = [name for name in FILLS if name not in ("gray125", "head", "total")]
#: Further formats: look, fill, font, border.
_OTHERS = {
    "title": (0, "center", "", 1, False),
    "note": (0, "left", "", 0, False),
    "part": (0, "left", "", 2, False),
    "head": (0, "center", "head", 3, True),
    "total_text": (0, "center", "total", 3, True),
    "total_percent": (_PERCENT, "center", "total", 3, True),
}
_FONTS = ((10, False), (16, True), (12, True), (10, True))


def _number_styles() -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    values = {
        (look, fill): 1 + i * len(_VALUE_FILLS) + j
        for i, look in enumerate(_VALUE_LOOKS)
        for j, fill in enumerate(_VALUE_FILLS)
    }
    others = {name: 1 + len(values) + i for i, name in enumerate(_OTHERS)}
    return values, others


#: (way to show, fill) -> number of the format; and the further formats by name.
STYLES, NAMED = _number_styles()


def styles_xml() -> str:
    """Return ``xl/styles.xml``."""
    formats = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
    for number, align, font, border, quoted in _VALUE_LOOKS.values():
        formats += (_xf(number, align, fill, font, border, quoted) for fill in _VALUE_FILLS)
    for number, align, fill, font, border in _OTHERS.values():
        formats.append(_xf(number, align, fill, font, border, False))
    fonts = "".join(
        f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="{FONT}"/><charset val="134"/></font>'
        for size, bold in _FONTS
    )
    sides = "".join(
        f'<{side} style="thin"><color rgb="{_GREY}"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
        f'<numFmts count="2"><numFmt numFmtId="{_DATE}" formatCode="yyyy\\-mm\\-dd"/>'
        f'<numFmt numFmtId="{_PERCENT}" formatCode="0.0%"/></numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        f'<fills count="{len(FILLS)}">{"".join(map(_fill, FILLS.items()))}</fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{sides}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        '<dxfs count="0"/><tableStyles count="0"/></styleSheet>'
    )


def _xf(number: int, align: str, fill: str, font: int, border: bool, quoted: bool) -> str:
    quote = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{_FILL_IDS[fill]}" '
        f'borderId="{int(border)}" xfId="0"{quote} applyNumberFormat="1" applyFont="1" '
        'applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{align}" vertical="center" wrapText="1"/></xf>'
    )


def _fill(item: tuple[str, str | None]) -> str:
    name, colour = item
    if colour is None:
        return f'<fill><patternFill patternType="{name or "none"}"/></fill>'
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )
