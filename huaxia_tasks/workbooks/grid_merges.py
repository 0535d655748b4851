"""Merged areas, and the order of rows: what every reader does with its cells at the end."""

from __future__ import annotations

from itertools import pairwise

from .book import Cell
from .grid_limits import Budget

Area = tuple[int, int, int, int]
Rows = dict[int, dict[int, Cell]]


def hide_covered(rows: Rows, merged: list[Area], budget: Budget) -> tuple[tuple[int, int], ...]:
    """Remove the cells that `merged` areas cover, all but the top-left ones.

    Returns the places (row, column) of those that do not say what the top-left one shows.
    Only rows that hold something are looked at, so an area as large as the sheet costs nothing.
    """
    covered: list[tuple[int, int]] = []
    for top, left, bottom, right in merged:
        budget.tick()
        if bottom - top < len(rows):
            there = [row for row in range(top, bottom + 1) if row in rows]
        else:
            there = [row for row in rows if top <= row <= bottom]
        shown = _text(rows.get(top, {}).get(left)) if there else ""
        for row in there:
            cells = rows[row]
            if right - left < len(cells):
                columns = [c for c in range(left, right + 1) if c in cells]
            else:
                columns = [c for c in cells if left <= c <= right]
            for column in columns:
                if row == top and column == left:
                    continue
                if _text(cells.pop(column)) not in ("", shown):
                    covered.append((row, column))
            if not cells:
                del rows[row]
    return tuple(covered)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""


def in_order(rows: Rows) -> Rows:
    """Return `rows` ascending by row and column; the same object where they are already."""
    if any(a > b for a, b in pairwise(rows)):
        rows = {row: rows[row] for row in sorted(rows)}
    for row, cells in rows.items():
        if any(a > b for a, b in pairwise(cells)):
            rows[row] = {column: cells[column] for column in sorted(cells)}
    return rows
