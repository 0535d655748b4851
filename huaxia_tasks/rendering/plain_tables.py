"""Plain tables as a workbook: a title, headings, rows; ready to sort, filter and print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from . import seal
from .sheet_text import cell_text, looks_like_formula, serial, sheet_name, text_width

_WIDEST = 60
_BORDER = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter", "text_wrap": True}
_LOOKS = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "head": {**_BORDER, "bold": True, "align": "center", "bg_color": "#DCE6F1"},
    "text": {**_BORDER, "align": "left"},
    "quoted": {**_BORDER, "align": "left", "quote_prefix": True},
    "number": {**_BORDER, "align": "center"},
    "date": {**_BORDER, "align": "center", "num_format": "yyyy-mm-dd"},
}


class TableSheet(NamedTuple):
    """One sheet: its name and title, the headings, the rows (text, whole numbers, dates, None)."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[str | int | date | None]]


def write_tables(sheets: Sequence[TableSheet], *, title: str, author: str, day: date) -> bytes:
    """Return a workbook of plain tables; `day` is its date, so that the same rows give the same bytes."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook's dates have no zone
    book.set_properties({"title": title, "author": author, "created": made})
    formats = {
        name: book.add_format({"font_name": "宋体", "font_size": 10, **look})
        for name, look in _LOOKS.items()
    }
    names: list[str] = []
    for one in sheets:
        names.append(sheet_name(one.name, names))
        _write(book.add_worksheet(names[-1]), one, formats)
    book.close()
    return seal.seal(out.getvalue(), day)


def _write(sheet: Any, one: TableSheet, formats: dict[str, Any]) -> None:
    last = len(one.heads) - 1
    if last:
        sheet.merge_range(0, 0, 0, last, one.title, formats["title"])
    else:
        sheet.write_string(0, 0, one.title, formats["title"])
    sheet.set_row(0, 30)
    for column, head in enumerate(one.heads):
        sheet.write_string(1, column, head, formats["head"])
        sheet.set_column(column, column, _width(one, column))
    for number, row in enumerate(one.rows, 2):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, formats)
    sheet.freeze_panes(2, 0)
    if one.rows:
        sheet.autofilter(1, 0, 1 + len(one.rows), last)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _width(one: TableSheet, column: int) -> float:
    texts = [one.heads[column], *(str(row[column] or "") for row in one.rows[:500])]
    return min(max(text_width(t) for t in texts) + 2, _WIDEST)


def _cell(
    sheet: Any, row: int, column: int, value: str | int | date | None, formats: dict[str, Any]
) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(value, str):
        text = cell_text(value)
        look = "quoted" if looks_like_formula(text) else "text"
        sheet.write_string(row, column, text, formats[look])
    elif isinstance(value, date):
        sheet.write_number(row, column, serial(value), formats["date"])
    else:
        sheet.write_number(row, column, value, formats["number"])
