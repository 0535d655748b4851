"""Where rows of tables break: what a template cannot say, as it depends on the rows themselves.

Word breaks a row marked 不跨页断行 where no page can hold it; LibreOffice cuts its text off at the
page's foot.  So such a row loses the mark.  Heights are estimated for text of 12 pt in lines of 17 pt.
The last rows before a box at the foot of the page (版记) stay with it: it never stands on a page alone.
"""

from __future__ import annotations

import re

from ..patterns import regex

#: What a landscape page holds under a repeated heading row, in points.
_PAGE_POINTS = 400.0
_SIZE, _LINE, _MARGINS = 12.0, 17.0, 5.0
#: Characters with which a row can be too high in the narrowest useful column.
_FEW = 80
#: Marks that begin no line and take the character before them along; marks that end none.
_NOT_FIRST, _NOT_LAST = (
    frozenset("、，。：；！？》”’）〕〉】…—·%℃,.:;!?)]"),
    frozenset("《“‘（〔〈【(["),
)
#: From this share of a page on the marks are counted too: in a narrow column they make a tenth more lines.
_NEAR = 0.75

_MARK = "<w:cantSplit/>"
_END = "</w:tr>"
_CELL = regex(r'<w:tcW w:w="(\d+)"[^>]*>(.*?)</w:tc>', re.DOTALL)
#: The start of a paragraph's properties that say nothing of what it is kept with.
_PROPERTIES = regex(r"(<w:pPr>(?:<w:pStyle [^>]*/>(?!<w:keepNext)|(?!<w:pStyle|<w:keepNext)))")
_FOOT = 'relativeFrom="margin"><wp:align>bottom</wp:align>'
_TABLE_END = "</w:tbl>"
_TEXT = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LONG = regex(rf"<w:t(?: [^>]*)?>[^<]{{{_FEW},}}</w:t>")


def free_tall_rows(text: str) -> str:
    """Return the part with the mark taken off rows that no page holds."""
    if _MARK not in text:
        return text
    out, done = [], 0
    for long in _LONG.finditer(text):
        at = long.start()
        end = text.find(_END, at)
        if at < done or end < 0:
            continue
        begin = max(done, text.rfind(_END, done, at))
        start = max(text.rfind("<w:tr>", begin, end), text.rfind("<w:tr ", begin, end))
        if not 0 <= start <= at:
            continue
        row = text[start:end]
        if _MARK in row and _height(row) > _PAGE_POINTS:
            out += [text[done:start], row.replace(_MARK, "", 1)]
            done = end
    return "".join(out) + text[done:] if out else text


def tie_last_rows(text: str) -> str:
    """Return the part with the last two rows of a table kept with the box at the foot behind it."""
    if _FOOT not in text:
        return text
    out, at = [], 0
    while (end := text.find(_TABLE_END, at)) >= 0:
        behind = end + len(_TABLE_END)
        box = text.find(_FOOT, behind)
        if text.startswith("<w:p", behind) and 0 <= box < _first(text, "</w:p>", behind):
            begin, last = _last_rows(text, at, end)
            out += [text[at:begin], _PROPERTIES.sub(r"\1<w:keepNext/>", text[begin:last])]
            at = last
        out.append(text[at:behind])
        at = behind
    out.append(text[at:])
    return "".join(out)


def _last_rows(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the last two rows of a table begin, and where the last one ends."""
    ends = [end]
    while len(ends) < 4 and (found := text.rfind(_END, start, ends[-1])) >= 0:
        ends.append(found)
    if len(ends) == 1:
        return start, start
    return (ends[3] if len(ends) == 4 else start), ends[1]


def _first(text: str, piece: str, start: int) -> int:
    found = text.find(piece, start)
    return found if found >= 0 else len(text)


def _height(row: str) -> float:
    """Return the height of a row in points, that of its highest cell."""
    return max(
        (_cell_height(int(c.group(1)) / 20, c.group(2)) for c in _CELL.finditer(row)), default=0
    )


def _cell_height(width: float, cell: str) -> float:
    fits = max(1.0, (width - _MARGINS) // _SIZE)
    lines = exact = 0
    for paragraph in cell.split("</w:p>"):
        words = "".join(_TEXT.findall(paragraph))
        wide = sum(0.5 if c < "\u2000" else 1.0 for c in words)
        lines += paragraph.count("<w:br/>") + int(-(-wide // fits))
    if lines * _LINE < _PAGE_POINTS * _NEAR:
        return lines * _LINE
    for paragraph in cell.split("</w:p>"):
        words = "".join(_TEXT.findall(paragraph))
        exact += paragraph.count("<w:br/>") + _broken(words, fits)
    return max(lines, exact) * _LINE


def _broken(words: str, fits: float) -> int:
    """Return the lines of `words` where marks that may not begin or end a line do not."""
    lines, start, wide, at = int(bool(words)), 0, 0.0, 0
    while at < len(words):
        wide += 0.5 if words[at] < "\u2000" else 1.0
        if wide > fits and at > start:
            cut = at
            while cut > start + 1 and (words[cut] in _NOT_FIRST or words[cut - 1] in _NOT_LAST):
                cut -= 1
            lines, start, wide, at = lines + 1, cut, 0.0, cut
            continue
        at += 1
    return lines
