"""Sheets beside the lists whose rows look like matters and whose headings nobody knows.

They are not read, and that is told: somebody may have put tasks there.  Sums, rosters, choices for
dropdown lists and directions look otherwise and stay unmentioned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import CellRef, Trouble
from ..patterns import regex
from .book import Cell
from .lines import is_note, is_signature
from .tables import SheetTables
from .whose import UnitFinder

_FEWEST_CELLS = 3
_FEWEST_ROWS = 2
_LOOKED_AT = 60
_LONGEST_NAME = 24
#: Words that say what is to be done or is wrong; shorter ones are names and answers.
_WORDS = regex(r"[\u4e00-\u9fff]")
_FEWEST_WORDS = 6
_DAY = regex(
    r"\d{1,2}月|[一二三四五六七八九十]月|月底|年底|\d[./-]\d{1,2}|学期|长期|立行立改|季度|即知即改"
)


def unread_sheets(
    file: str, sheets: Sequence[SheetTables], read: set[str], finder: UnitFinder
) -> Iterator[Trouble]:
    """Yield the sheets, none of those in `read`, that hold rows like matters without a known heading."""
    for sheet in sheets:
        view = sheet.view
        if view.sheet.name in read or sheet.is_cards or view.sheet.hidden:
            continue
        rows = [view.filled(n) for n in view.numbers[:_LOOKED_AT]]
        alike = [row for row in rows if _is_like_a_matter(row, finder)]
        if len(alike) < _FEWEST_ROWS:
            continue
        name = view.sheet.name
        said = f"工作表“{name}”有像事项的内容（{len(alike)}行），但表头对不上任何栏目，没有采用"
        todo = (
            f"如果这些行也是要报的事项，请把工作表“{name}”的表头改成下发的写法，或在《词典.xlsx》“栏目”表里补上它的写法；"
            "不是要报的内容，可以不管。"
        )
        gaps = {
            "栏目": name,
            "说明": "",
            "行数": str(len(alike)),
            "情况": f"{said}。",
            "办法": todo,
        }
        yield Trouble("unknown-heading", CellRef(file, name), gaps, value=name)


def _is_like_a_matter(row: list[tuple[int, Cell]], finder: UnitFinder) -> bool:
    """Whether a row holds some words, and a unit or a day beside them."""
    if len(row) < _FEWEST_CELLS or is_note(row[0][1].text) or is_signature(row):
        return False
    words, other = False, False
    for _, cell in row:
        text = cell.text.strip()
        if cell.kind == "date" or (len(text) <= _LONGEST_NAME and _names(text, finder)):
            other = True
        elif cell.kind == "text" and len(_WORDS.findall(text)) >= _FEWEST_WORDS:
            words = True
    return words and other


def _names(text: str, finder: UnitFinder) -> bool:
    return bool(_DAY.search(text) or finder.in_label(text)) if text else False
