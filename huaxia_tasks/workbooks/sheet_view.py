"""A sheet as a person sees it: a merged cell shows its top-left content and hides the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from ..patterns import regex
from .book import Cell, Sheet

#: More covered cells than any real sheet has; further merges are then left out of account.
_MOST_COVERED = 300_000
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 8203, 65279, 8288))
#: What `clean` leaves within a text although nothing is printed for it.
_BLANKS = "\n\u3000\u00a0"


def clean(text: str) -> str:
    """Return `text` without control characters and outer blanks, line ends as one newline."""
    if text.isprintable():
        return text.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


#: What may stand before 例 or 示 in a text that is marked as an example.
_BEFORE_EXAMPLE = regex(r"\s*[（(【\[]?\s*(?:填\s*[写报])?\s*[示样范举]?\s*")


def _may_show_examples(texts: str) -> bool:
    """Whether one of the texts, put one behind the other with | between, may be marked as an example."""
    for word in "例示":
        at = texts.find(word)
        while at >= 0:
            if _BEFORE_EXAMPLE.fullmatch(texts, texts.rfind("|", 0, at) + 1, at):
                return True
            at = texts.find(word, at + 1)
    return False


class SheetView:
    """Cells of a sheet with its merges worked out, for the rows that hold anything.

    ``covered`` maps row -> column -> top-left (row, column) of the merge that covers this cell;
    the top-left cell itself is not in it.  ``spans`` maps a top-left cell to its last row and
    column.  ``numbers`` are the rows that hold something, ascending.  ``tidy`` cleans the text of a
    cell as `clean` does; ``may_show_examples`` where a text of the sheet may be marked as an example.
    ``merging`` are the rows in which merges begin.
    """

    __slots__ = ("covered", "may_show_examples", "merging", "numbers", "sheet", "spans", "tidy")

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.numbers = sorted(sheet.rows)
        self.covered: dict[int, dict[int, tuple[int, int]]] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.merging: set[int] = set()
        if sheet.merged and self.numbers:
            self._work_out_merges()
        text = "|".join([cell.text for cells in sheet.rows.values() for cell in cells.values()])
        self.may_show_examples = _may_show_examples(text)
        for harmless in _BLANKS:
            text = text.replace(harmless, "")
        self.tidy: Callable[[str], str] = str.strip if text.isprintable() else clean

    def _work_out_merges(self) -> None:
        rows, left = self.sheet.rows, _MOST_COVERED
        last_column, is_exact = 0, False
        for top, first, bottom, last in self.sheet.merged:
            if last > last_column and not is_exact:
                last_column, is_exact = last, not any(last in cells for cells in rows.values())
                if is_exact:
                    last_column = max(map(max, filter(None, rows.values())), default=0)
            if first > last_column:
                continue
            self.spans.setdefault((top, first), (bottom, last))
            self.merging.add(top)
            columns = range(first, min(last, last_column) + 1)
            start, end = bisect_left(self.numbers, top), bisect_right(self.numbers, bottom)
            left -= (end - start) * len(columns)
            if left < 0:
                return
            for row in self.numbers[start:end]:
                covered = self.covered.setdefault(row, {})
                for column in columns:
                    if (row, column) != (top, first):
                        covered.setdefault(column, (top, first))

    def visible(self, row: int) -> dict[int, Cell]:
        """Return the row's own cells, without those that a merge covers; not in column order."""
        cells = self.sheet.rows.get(row)
        if not cells:
            return {}
        covered = self.covered.get(row)
        if not covered:
            return cells
        return {c: cell for c, cell in cells.items() if c not in covered}

    def filled(self, row: int) -> list[tuple[int, Cell]]:
        """Return the row's own cells that show something, from left to right."""
        cells = self.visible(row)
        return [(c, cells[c]) for c in sorted(cells) if cells[c].text.strip()]

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose content shows here: itself, or the top-left one of its merge."""
        covered = self.covered.get(row)
        return covered.get(column, (row, column)) if covered else (row, column)

    def width(self, row: int, column: int) -> int:
        """Return how many columns the cell at its top-left corner spans."""
        span = self.spans.get((row, column))
        return span[1] - column + 1 if span else 1

    def depth(self, row: int, column: int) -> int:
        """Return how many rows the cell at its top-left corner spans."""
        span = self.spans.get((row, column))
        return span[0] - row + 1 if span else 1
