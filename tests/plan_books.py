"""Workbooks for tests of the office's own sheets: from a file, changed cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from huaxia_tasks.workbooks.book import Book, Cell, Sheet

SHEETS = Path(__file__).resolve().parents[1] / "sheets"
STARTER = SHEETS / "计划" / "武华党〔2022〕17号.xlsx"


def to_cell(value: object) -> Cell:
    """Return a cell as the grid reader gives it."""
    if isinstance(value, bool):
        return Cell("bool", value, "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        text = value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
        return Cell("date", value, text)
    if isinstance(value, date):
        return Cell("date", value, value.isoformat())
    if isinstance(value, time):
        return Cell("time", value, value.strftime("%H:%M"))
    if isinstance(value, int | float):
        return Cell("number", value, f"{value:g}")
    text = str(value)
    if text.startswith("="):
        return Cell("formula", None, "")
    return Cell("text", text, text)


def to_book(workbook: Workbook) -> Book:
    """Return an openpyxl workbook as a book."""
    sheets = []
    for ws in workbook.worksheets:
        rows: dict[int, dict[int, Cell]] = {}
        for line in ws.iter_rows():
            for cell in line:
                if cell.value is not None and str(cell.value).strip():
                    rows.setdefault(cell.row, {})[cell.column] = to_cell(cell.value)
        sheets.append(Sheet(ws.title, rows))
    return Book("xlsx", tuple(sheets))


def book_of(path: Path, change: Callable[[Workbook], object] | None = None) -> Book:
    """Return the workbook at `path` as a book, after `change` had its way with it."""
    workbook = openpyxl.load_workbook(path)
    if change is not None:
        change(workbook)
    return to_book(workbook)


def sheet_book(**sheets: list[list[object]]) -> Book:
    """Return a book of sheets given as rows of cells, None for an empty one."""
    made = []
    for name, lines in sheets.items():
        rows = {
            r: {c: to_cell(v) for c, v in enumerate(line, 1) if v is not None}
            for r, line in enumerate(lines, 1)
        }
        made.append(Sheet(name, {r: cells for r, cells in rows.items() if cells}))
    return Book("xlsx", tuple(made))
