"""Fills a blank plan workbook: its own sheets, headings and looks stay the only home of the layout.

Rows are given by the headings that people see.  A value goes under its heading, wherever that column
stands; rows beyond the prepared ones look like the last prepared one.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .seal import seal

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Content = str | int | date | None
_NOTE_WIDTH = 44.0
_DATES = "yyyy-mm-dd"


class Filling(NamedTuple):
    """Rows for one table of a sheet.

    ``heading`` is one that only this table has; ``by`` names the column by whose text a row that
    is there already is found (then only its other cells are filled).  ``added`` are headings that the
    blank table has not: they become columns at its right end.
    """

    sheet: str
    heading: str
    rows: tuple[Mapping[str, Content], ...]
    by: str = ""
    added: tuple[str, ...] = ()


def fill_plan(blank: bytes, fillings: Sequence[Filling], *, title: str, day: date) -> bytes:
    """Return the blank workbook with the rows filled in; the same input gives the same bytes."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(blank))
    for filling in fillings:
        _fill(book[filling.sheet], filling)
    book.properties.title = title
    book.active = book.sheetnames.index("基本信息")
    target = io.BytesIO()
    book.save(target)
    return seal(target.getvalue(), day)


def _fill(sheet: Worksheet, filling: Filling) -> None:
    head = _head_row(sheet, filling.heading)
    columns = {str(c.value): int(c.column) for c in sheet[head] if c.value}
    for name in filling.added:
        columns[name] = _add_column(sheet, head, max(columns.values()), name)
    free = head + 1
    for row in filling.rows:
        place = _row_with(sheet, head, columns[filling.by], row[filling.by]) if filling.by else 0
        if not place:
            free = _free_row(sheet, free, head, max(columns.values()))
            place = free
        for name, value in row.items():
            if (
                name in columns and value not in (None, "") and name != filling.by
            ) or not filling.by:
                _put(sheet, place, columns.get(name, 0), value)
            elif name == filling.by and sheet.cell(place, columns[name]).value in (None, ""):
                _put(sheet, place, columns[name], value)
        _fit_height(sheet, place, columns.values())


def _head_row(sheet: Worksheet, heading: str) -> int:
    for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
        for cell in row:
            if cell.value == heading:
                return int(cell.row or 0)
    raise ValueError(f"sheet {sheet.title} has no heading {heading}")


def _row_with(sheet: Worksheet, head: int, column: int, text: Content) -> int:
    """Return the row below `head` that holds `text` in a column, 0 where none does."""
    for row in range(head + 1, sheet.max_row + 1):
        if sheet.cell(row, column).value == text:
            return row
    return 0


def _free_row(sheet: Worksheet, first: int, head: int, last_column: int) -> int:
    """Return the next row of a table without text; one is added below where all are taken."""
    row = first
    while any(sheet.cell(row, c).value not in (None, "") for c in range(1, last_column + 1)):
        row += 1
    if not sheet.cell(row, 1).has_style or not sheet.cell(row, 1).border.left.style:
        for column in range(1, last_column + 1):
            _look_like(sheet.cell(row, column), sheet.cell(max(row - 1, head + 1), column))
    return row


def _add_column(sheet: Worksheet, head: int, last: int, name: str) -> int:
    """Add a column at the right end of a table that looks like the last one."""
    from openpyxl.utils import get_column_letter

    row = head
    while sheet.cell(row, last).border.left.style:
        _look_like(sheet.cell(row, last + 1), sheet.cell(row, 3 if row > head else last))
        row += 1
    sheet.cell(head, last + 1).value = name
    sheet.column_dimensions[get_column_letter(last + 1)].width = _NOTE_WIDTH
    return last + 1


def _look_like(cell: Cell | MergedCell, pattern: Cell | MergedCell) -> None:
    for trait in ("font", "border", "fill", "number_format", "protection", "alignment"):
        setattr(cell, trait, copy(getattr(pattern, trait)))


def _put(sheet: Worksheet, row: int, column: int, value: Content) -> None:
    if not column or value in (None, ""):
        return
    cell = sheet.cell(row, column)
    if isinstance(value, str) and value.startswith("="):
        cell.value, cell.data_type = value, "s"
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = _DATES


def _fit_height(sheet: Worksheet, row: int, columns: object) -> None:
    """Make a row as high as its fullest cell needs."""
    from openpyxl.utils import get_column_letter

    lines = 1
    for column in columns:  # type: ignore[attr-defined]
        text = str(sheet.cell(row, column).value or "")
        width = sheet.column_dimensions[get_column_letter(column)].width or 13.0
        wanted = sum(
            1 + int(max(_width(p) - 0.5, 0) // max(width - 2.4, 1)) for p in text.split("\n")
        )
        lines = max(lines, wanted)
    sheet.row_dimensions[row].height = max(20, 15 * lines + 4)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text)
