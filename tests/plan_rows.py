"""Rows of a plan's workbook replaced by others: how tests make a second plan of the starter."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet


def refill(sheet: Worksheet, first: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Replace the rows below the heading that begins with `first`, up to the next blank row."""
    top = next(c.row for c in sheet["A"] if c.value == first)
    row = top + 1
    while any(sheet.cell(row, c).value not in (None, "") for c in (1, 2)):
        for column in range(1, 20):
            if not isinstance(sheet.cell(row, column), MergedCell):
                sheet.cell(row, column).value = None
        row += 1
    for offset, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(top + offset, column).value = value or None
