"""Merged areas, and the order of rows: what every reader does with its cells at the end."""

from __future__ import annotations

from itertools import pairwise

from .book import Cell
from .grid_limits import Budget

Area = tuple[int, int, int, int]
Rows = dict[int, dict[int, Cell]]


def hide_covered(rows: Rows, merged: list[Area], budget: Budget) -> int:
    """Remove the cells that `merged` areas cover, all but the top-left ones; return how many.

    Only rows that hold something are looked at, so an area as large as the sheet costs nothing.
    """
    covered = 0
    for top, left, bottom, right in merged:
        budget.tick()
        if bottom - top < len(rows):
            there = [row for row in range(top, bottom + 1) if row in rows]
        else:
            there = [row for row in rows if top <= row <= bottom]
        for row in there:
            cells = rows[row]
            if right - left < len(cells):
                columns = [c for c in range(left, right + 1) if c in cells]
            else:
                columns = [c for c in cells if left <= c <= right]
            for column in columns:
                if row != top or column != left:
                    del cells[column]
                    covered += 1
            if not cells:
                del rows[row]
    return covered


def in_order(rows: Rows) -> Rows:
    """Return `rows` ascending by row and column; the same object where they are already."""
    if any(a > b for a, b in pairwise(rows)):
        rows = {row: rows[row] for row in sorted(rows)}
    for row, cells in rows.items():
        if any(a > b for a, b in pairwise(cells)):
            rows[row] = {column: cells[column] for column in sorted(cells)}
    return rows
