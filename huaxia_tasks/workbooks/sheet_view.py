"""A sheet as a person sees it: a merged cell shows its top-left content and hides the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from .book import Cell, Sheet

#: More covered cells than any real sheet has; further merges are then left out of account.
_MOST_COVERED = 300_000


class SheetView:
    """Cells of a sheet with its merges worked out, for the rows that hold anything.

    ``covered`` maps row -> column -> top-left (row, column) of the merge that covers this cell;
    the top-left cell itself is not in it.  ``spans`` maps a top-left cell to its last row and
    column.  ``numbers`` are the rows that hold something, ascending.
    """

    __slots__ = ("covered", "numbers", "sheet", "spans")

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.numbers = sorted(sheet.rows)
        self.covered: dict[int, dict[int, tuple[int, int]]] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        if sheet.merged and self.numbers:
            self._work_out_merges()

    def _work_out_merges(self) -> None:
        last_column = max((max(cells) for cells in self.sheet.rows.values() if cells), default=0)
        left = _MOST_COVERED
        for top, first, bottom, last in self.sheet.merged:
            if first > last_column:
                continue
            self.spans.setdefault((top, first), (bottom, last))
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
