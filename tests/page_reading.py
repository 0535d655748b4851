"""Reads finished pages: where each line of text and each rule stands, in millimetres.

Word files become PDF through LibreOffice; positions come from pypdfium2.  The top of a glyph is that
of its em box (0.859 em above the baseline), as for 仿宋_GB2312.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from metric_fonts import write_fonts

MM = 25.4 / 72
ABOVE, BELOW = 0.859, 0.141
_WIDE = (0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026)


@dataclass(frozen=True)
class Glyph:
    char: str
    x: float
    base: float
    size: float

    @property
    def advance(self) -> float:
        wide = ord(self.char) >= 0x2E80 or ord(self.char) in _WIDE
        return self.size * MM * (1.0 if wide else 0.5)


@dataclass
class Line:
    """A line of text: glyphs from left to right, blanks left out."""

    page: int
    glyphs: list[Glyph]

    @property
    def text(self) -> str:
        return "".join(g.char for g in self.glyphs)

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return self.glyphs[-1].x + self.glyphs[-1].advance

    @property
    def top(self) -> float:
        return self.glyphs[0].base - ABOVE * self.size * MM

    @property
    def bottom(self) -> float:
        return self.glyphs[0].base + BELOW * self.size * MM


@dataclass(frozen=True)
class Rule:
    page: int
    left: float
    right: float
    y: float
    red: bool

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass
class Pages:
    """All pages of a paper."""

    sizes: list[tuple[float, float]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def line(self, text: str) -> Line:
        """The first line that holds `text`."""
        return next(line for line in self.lines if text in line.text)

    def exactly(self, text: str) -> Line:
        """The first line that is `text`."""
        return next(line for line in self.lines if line.text == text)

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]


def to_pdf(papers: Mapping[str, bytes], folder: Path) -> dict[str, Pages]:
    """Convert all papers in one call of LibreOffice and read their pages."""
    for name, content in papers.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        "soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder),
        *(str(folder / f"{name}.docx") for name in papers),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    fonts = write_fonts(folder / "fonts")
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, timeout=240, stdout=quiet, stderr=quiet, env=environment)
    return {name: read(folder / f"{name}.pdf") for name in papers}


def read(path: Path) -> Pages:
    """Return the lines and rules of a PDF."""
    import pypdfium2 as pdfium

    pages = Pages()
    document = pdfium.PdfDocument(path)
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        pages.sizes.append((width * MM, height * MM))
        pages.lines += _lines(page, number, height)
        pages.rules += _rules(page, number, height)
    document.close()
    return pages


def _lines(page: object, number: int, height: float) -> list[Line]:
    import pypdfium2.raw as raw

    text = page.get_textpage()  # type: ignore[attr-defined]
    rows: dict[int, list[Glyph]] = defaultdict(list)
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, i))
        if not char.strip() or char in "\u3000\ufffe":
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        size = raw.FPDFText_GetFontSize(text, i)
        rows[round((height - y.value) * 2)].append(
            Glyph(char, x.value * MM, (height - y.value) * MM, size)
        )
    merged: list[list[Glyph]] = []
    last = -9
    for key in sorted(rows):
        if key - last <= 2:
            merged[-1] += rows[key]
        else:
            merged.append(rows[key])
        last = key
    return [Line(number, sorted(row, key=lambda g: g.x)) for row in merged]


def _rules(page: object, number: int, height: float) -> list[Rule]:
    import pypdfium2.raw as raw

    found = []
    stroke = ctypes.c_float()
    channels = [ctypes.c_uint() for _ in range(4)]
    for item in page.get_objects():  # type: ignore[attr-defined]
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = item.get_bounds()
        if raw.FPDFPageObj_GetStrokeWidth(item, stroke):
            left, right = left + stroke.value / 2, right - stroke.value / 2
        if right - left < 60 or top - bottom > 6:
            continue
        colours = []
        for get in (raw.FPDFPageObj_GetStrokeColor, raw.FPDFPageObj_GetFillColor):
            if get(item, *channels):
                colours.append(tuple(c.value for c in channels[:3]))
        red = any(r > 150 and g < 90 and b < 90 for r, g, b in colours)
        found.append(Rule(number, left * MM, right * MM, (height - (top + bottom) / 2) * MM, red))
    return found
