"""Writes the starter workbooks: titles, notes, tables with headings, dropdowns, print settings.

One look for all of them, and the same bytes every time: the workbook's dates are fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

Content = str | int | float | date | time | None
FONT = "宋体"
_MADE = datetime(2022, 5, 29, 9, 0, 0)  # noqa: DTZ001  (XlsxWriter wants it naive)
_DROPDOWN_LIMIT = 255


@dataclass(frozen=True)
class Head:
    """A column: heading, width in characters, dropdown words or a range, kind of its cells.

    ``kind`` is text | center | date | clock | number | derived (grey: computed, may stay blank)
    | input (yellow: the office fills it in).
    """

    heading: str
    width: float
    kind: str = "text"
    choices: tuple[str, ...] = ()
    choice_range: str = ""


class SheetMaker:
    """Builds one workbook; ``add_table`` may be called several times for a sheet."""

    def __init__(self, path: Path, title: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        self.book.set_properties({"title": title, "author": "", "created": _MADE})
        self.formats: dict[str, Any] = {}
        base = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
        cell = base | {"border": 1, "border_color": "#9AA5B1", "text_wrap": True}
        center = cell | {"align": "center"}
        for name, look in {
            "title": base | {"bold": True, "font_size": 16, "font_name": "黑体"},
            "part": base | {"bold": True, "font_size": 12, "font_name": "黑体"},
            "note": base | {"text_wrap": True, "font_color": "#44546A", "valign": "top"},
            "head": center | {"bold": True, "bg_color": "#DCE6F1", "font_name": "黑体"},
            "text": cell,
            "center": center,
            "number": center,
            "date": center | {"num_format": "yyyy-mm-dd"},
            "clock": center | {"num_format": "h:mm"},
            "derived": center | {"font_color": "#7F7F7F", "num_format": "yyyy-mm-dd"},
            "derived_text": cell | {"font_color": "#7F7F7F"},
            "input": cell | {"bg_color": "#FFF8DC"},
            "input_date": center | {"bg_color": "#FFF8DC", "num_format": "yyyy-mm-dd"},
        }.items():
            self.formats[name] = self.book.add_format(look)
        self.rows: dict[str, int] = {}
        self.sheets: dict[str, Any] = {}

    def add_sheet(
        self, name: str, title: str, note: str, widths: Sequence[float], *, one_page: bool = False
    ) -> Any:
        """Start a sheet with its title and a note; `widths` are the columns' widths."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        last = len(widths) - 1
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self.formats["title"])
        self.sheets[name], self.rows[name] = sheet, 1
        self.add_note(name, note, last, sum(widths))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer('&L&"宋体"&9&A&R&"宋体"&9第 &P 页 共 &N 页')
        return sheet

    def add_note(self, name: str, note: str, last: int, width: float) -> None:
        """Write a note over the columns 0..`last`; the row is as high as its lines need."""
        row = self.rows[name]
        lines = sum(1 + int(_width(part) // max(width * 0.94, 1)) for part in note.split("\n"))
        self.sheets[name].set_row(row, 15.5 * lines + 3)
        if last:
            self.sheets[name].merge_range(row, 0, row, last, note, self.formats["note"])
        else:
            self.sheets[name].write_string(row, 0, note, self.formats["note"])
        self.rows[name] = row + 1

    def add_part(self, name: str, title: str) -> None:
        """Leave a blank row and write the heading of a further part of the sheet."""
        row = self.rows[name] + 1
        self.sheets[name].set_row(row, 22)
        self.sheets[name].write_string(row, 0, title, self.formats["part"])
        self.rows[name] = row + 1

    def add_table(
        self,
        name: str,
        heads: Sequence[Head],
        rows: Sequence[Sequence[Content]],
        *,
        blank_rows: int = 5,
        freeze: bool = True,
        first_column: int = 0,
        top: int | None = None,
    ) -> tuple[int, int]:
        """Write a table with `blank_rows` empty lines below; return first and last data row.

        Rows count from 0.  With `top` the table stands beside another one, at that row.
        """
        sheet, row = self.sheets[name], self.rows[name] if top is None else top
        sheet.set_row(row, 24)
        for offset, head in enumerate(heads):
            sheet.write_string(row, first_column + offset, head.heading, self.formats["head"])
        if freeze:
            sheet.freeze_panes(row + 1, 0)
            sheet.repeat_rows(row)
        first = row + 1
        last = row + len(rows) + blank_rows
        for number in range(first, last + 1):
            values = rows[number - first] if number - first < len(rows) else [None] * len(heads)
            for offset, (head, value) in enumerate(zip(heads, values, strict=True)):
                self._write(sheet, number, first_column + offset, head, value)
            if top is None:
                self._height(sheet, number, heads, values)
        for offset, head in enumerate(heads):
            self._dropdown(sheet, first, last, first_column + offset, head)
        if top is None:
            self.rows[name] = last + 1
        return first, last

    def _write(self, sheet: Any, row: int, column: int, head: Head, value: Content) -> None:
        look = head.kind
        if head.kind == "derived" and isinstance(value, str) and len(value) > 12:
            look = "derived_text"
        if isinstance(value, date) and head.kind in ("input", "text"):
            look = "input_date" if head.kind == "input" else "date"
        chosen = self.formats[look]
        if value is None or value == "":
            sheet.write_blank(row, column, None, chosen)
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是" if value else "否", chosen)
        elif isinstance(value, date | time):
            sheet.write_datetime(row, column, value, chosen)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, chosen)
        else:
            sheet.write_string(row, column, value, chosen)

    def _height(
        self, sheet: Any, row: int, heads: Sequence[Head], values: Sequence[Content]
    ) -> None:
        lines = 1
        for head, value in zip(heads, values, strict=True):
            text = str(value or "")
            wanted = sum(
                1 + int(max(_width(p) - 0.5, 0) // max(head.width - 2.4, 1))
                for p in text.split("\n")
            )
            lines = max(lines, wanted)
        sheet.set_row(row, max(20, 15 * lines + 4))

    def _dropdown(self, sheet: Any, first: int, last: int, column: int, head: Head) -> None:
        if head.choice_range:
            source: object = f"={head.choice_range}"
        elif head.choices and len(",".join(head.choices)) <= _DROPDOWN_LIMIT:
            source = list(head.choices)
        else:
            return
        sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "请核对",
                "error_message": "填写的内容不在下拉选项里，确认要这样填吗？",
            },
        )

    def close(self) -> None:
        """Write the file."""
        self.book.close()


def _width(text: str) -> float:
    """Return a text's width in half-width characters."""
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…·" else 1 for c in text)
