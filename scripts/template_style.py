"""Styles of the starter templates, after GB/T 9704-2012.

Margins of convention A; 28 characters by 22 lines through a line grid of 578 twips and characters
condensed by 5 twips.  Every paragraph of a template names one of these styles.  Lengths are twips
(1/20 pt) unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT_WIDTH = 8845
CHAR = 315
#: 22 lines fit up to 579 twips; one less, so that no rounding of a word processor loses a line and a
#: page that gave its last line to the next one does not look full.
LINE = 578

FONTS = {
    "仿宋_GB2312": "仿宋",
    "方正小标宋简体": "宋体",
    "黑体": "SimHei",
    "楷体_GB2312": "楷体",
    "宋体": "SimSun",
}


@dataclass(frozen=True)
class Style:
    """A paragraph style: id, the name staff see, font, size in half-points, paragraph XML."""

    id: str
    name: str
    font: str = ""
    half_points: int = 0
    ppr: str = ""
    rpr: str = ""
    based_on: str = "Normal"
    follow: str = ""
    condensed: bool = True


def exact(twips: int, before: int = 0, after: int = 0) -> str:
    """Return exact line spacing off the grid (LibreOffice snaps it otherwise)."""
    return (
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:after="{after}" '
        f'w:line="{twips}" w:lineRule="exact"/>'
    )


def first_line(chars: int = 2) -> str:
    """Return a first-line indent in characters, in both ways of writing it."""
    return f'<w:ind w:firstLineChars="{chars * 100}" w:firstLine="{chars * CHAR}"/>'


KEEP = "<w:keepNext/>"
WHOLE = "<w:keepLines/>"
