"""Rows of tables that are higher than a page may break, all others stay whole.

Word breaks a row marked 不跨页断行 where no page can hold it; LibreOffice cuts its text off at the
page's foot.  So such a row loses the mark.  Heights are estimated for text of 12 pt in lines of 17 pt.
"""

from __future__ import annotations

import re

from ..patterns import regex

#: What a landscape page holds under a repeated heading row, in points.
_PAGE_POINTS = 400.0
_SIZE, _LINE, _MARGINS = 12.0, 17.0, 5.0
#: Characters with which a row can be too high in the narrowest useful column.
_FEW = 80

_MARK = "<w:cantSplit/>"
_END = "</w:tr>"
_CELL = regex(r'<w:tcW w:w="(\d+)"[^>]*>(.*?)</w:tc>', re.DOTALL)
_TEXT = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LONG = regex(rf"<w:t(?: [^>]*)?>[^<]{{{_FEW},}}</w:t>")


def free_tall_rows(text: str) -> str:
    """Return the part with the mark taken off rows that no page holds."""
    if _MARK not in text or not _LONG.search(text):
        return text
    return _END.join(_freed(piece) for piece in text.split(_END))


def _freed(piece: str) -> str:
    """Return the text up to a row's end with the mark taken off that row where it is too high."""
    start = max(piece.rfind("<w:tr>"), piece.rfind("<w:tr "))
    if start < 0 or _MARK not in piece[start:] or not _LONG.search(piece, start):
        return piece
    row = piece[start:]
    return piece[:start] + row.replace(_MARK, "", 1) if _height(row) > _PAGE_POINTS else piece


def _height(row: str) -> float:
    """Return the height of a row in points, that of its highest cell."""
    return max(
        (_cell_height(int(c.group(1)) / 20, c.group(2)) for c in _CELL.finditer(row)), default=0
    )


def _cell_height(width: float, cell: str) -> float:
    fits = max(1.0, (width - _MARGINS) // _SIZE)
    lines = 0
    for paragraph in cell.split("</w:p>"):
        words = "".join(_TEXT.findall(paragraph))
        wide = sum(0.5 if c < "\u2000" else 1.0 for c in words)
        lines += paragraph.count("<w:br/>") + int(-(-wide // fits))
    return lines * _LINE
