"""One workbook in our form: formats, the sheets of the lists, hidden dropdown ranges.

Headings are protected without a password, cells below them are free: rows may be inserted,
deleted and sorted.  Nothing in it is newer than Excel 2010 and WPS know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from ..model import Level, ListSpec, Plan, Unit, column_letters
from ..patterns import regex
from .forms_columns import FormColumn
from .forms_looks import FONT, LOOKS
from .marks import LEVEL_COLOURS
from .returned_notes import box_size
from .seal import member, members, pack
from .sheet_text import cell_text, fit_widths, looks_like_formula, serial, sheet_link, text_lines

Content = str | int | float | date | None

FORM_VERSION = "1"
#: Rows (from 0) of a list's sheet: title, 填报单位, headings; then data.
TITLE_ROW, UNIT_ROW, HEAD_ROW = 0, 1, 2
FIRST_ROW = 3
#: The fewest and the most bordered empty rows below what is filled in, and how far dropdowns reach.
FEWEST_BLANK_ROWS, MOST_BLANK_ROWS, LAST_DROPDOWN_ROW = 8, 30, 999
OPTIONS_SHEET = "选项"
_DROPDOWN_LIMIT = 255
#: Characters that fit an A4 page across at a scale that can still be read.
_PAGE_WIDTH = 150.0
_LINE_HEIGHT, _ROW_HEIGHT, _MAX_ROW_HEIGHT = 14.5, 21.0, 409.0
_TITLE_HEIGHT, _UNIT_HEIGHT, _HEAD_HEIGHT = 32, 22, 32
#: Points that an A4 page has across and down between the margins, and of a character's width.
_PAGE_ACROSS, _PAGE_DOWN, _CHARACTER = 780.0, 490.0, 5.6
_FIXED_ROW = regex(rb'<row r="(\d+)"[^>]*>')
_FREE_COLUMN = regex(rb'(<col min="\d+" max=")\d+("[^>]*/></cols>)')

#: Everything that people may do on a protected sheet: only headings are kept as they are.
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort",
    "autofilter", "insert_hyperlinks", "objects", "scenarios", "select_locked_cells",
    "select_unlocked_cells",
)  # fmt: skip


class Percent(float):
    """A number that was written as a percentage."""


@dataclass(slots=True)
class FormList:
    """One list on its way into a form: columns, rows of cells, comments by (row, column) from 0."""

    spec: ListSpec
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[Content]] = ()
    notes: dict[tuple[int, int], tuple[str, Level]] = field(default_factory=dict)


class FormBook:
    """Builds one workbook in memory; `close` returns its bytes."""

    def __init__(self, plan: Plan, unit: Unit) -> None:
        import xlsxwriter

        self.plan, self.unit = plan, unit
        self._out = BytesIO()
        options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
        self.book = xlsxwriter.Workbook(self._out, options)
        made = datetime(plan.issued.year, plan.issued.month, plan.issued.day)  # noqa: DTZ001
        self.book.set_properties({"title": plan.title, "author": plan.office, "created": made})
        for name, value in (
            ("huaxia_unit", unit.id), ("huaxia_plan", plan.key), ("huaxia_form", FORM_VERSION)
        ):  # fmt: skip
            self.book.set_custom_property(name, value, "text")
        self._formats: dict[tuple[str, ...], Any] = {}
        self._ranges: dict[tuple[str, ...], str] = {}

    # Formats

    def format(self, look: str, level: Level | None = None, *, quoted: bool = False) -> Any:
        """Return a cell format; `quoted` keeps text such as =1 text when somebody edits it."""
        key = (look, level or "", "quoted" if quoted else "")
        if key not in self._formats:
            properties = dict(LOOKS[look])
            if level is not None:
                properties |= {"bg_color": f"#{LEVEL_COLOURS[level]}"}
            if quoted:
                properties |= {"quote_prefix": True}
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def write(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: Content,
        look: str,
        level: Level | None = None,
    ) -> None:
        """Write one cell; text never becomes a formula, a link or a number."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.format(look, level))
        elif isinstance(value, str):
            text = cell_text(value)
            chosen = self.format(look, level, quoted=looks_like_formula(text))
            sheet.write_string(row, column, text, chosen)
        elif isinstance(value, date):
            sheet.write_number(row, column, serial(value), self.format("date", level))
        else:
            chosen = "percent" if isinstance(value, Percent) else "number"
            sheet.write_number(row, column, value, self.format(chosen, level))

    def link(self, sheet: Any, row: int, column: int, place: str, text: str) -> None:
        """Write a link to a place in this workbook."""
        sheet.write_url(row, column, place, self.format("link"), text)

    # Sheets

    def add_list(self, one: FormList) -> Any:
        """Add the sheet of one list."""
        columns, rows, name = one.columns, one.rows, one.spec.kind.value
        sheet = self.book.add_worksheet(name)
        last = max(len(columns) - 1, 1)
        widths = self._heading(sheet, name, columns, last)
        for n, row in enumerate(rows):
            for c, (column, value) in enumerate(zip(columns, row, strict=True)):
                text, level = one.notes.get((n, c), ("", None))
                self.write(sheet, FIRST_ROW + n, c, value, column.look, level)
                if text:
                    self.comment(sheet, FIRST_ROW + n, c, text)
        heights = [row_height(row, widths) for row in rows]
        for n, height in enumerate(heights, FIRST_ROW):
            sheet.set_row(n, height)
        end = FIRST_ROW + len(rows)
        for n in range(end, end + blank_rows(sum(heights), widths)):
            sheet.set_row(n, _ROW_HEIGHT)
            for c, column in enumerate(columns):
                sheet.write_blank(n, c, None, self.format(column.look))
        for c, column in enumerate(columns):
            self._validate(sheet, c, column)
        self._page(sheet, columns, last)
        return sheet

    def _heading(
        self, sheet: Any, name: str, columns: Sequence[FormColumn], last: int
    ) -> list[float]:
        """Write what stands above the rows; return the columns' widths."""
        widths = fit_widths([c.width for c in columns], _PAGE_WIDTH)
        for c, (column, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(c, c, width, self.format(f"{column.look}_free"))
        sheet.set_column(len(columns), len(columns), 9, self.format("free"))
        sheet.set_row(TITLE_ROW, _TITLE_HEIGHT)
        sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, name, self.format("title"))
        sheet.set_row(UNIT_ROW, _UNIT_HEIGHT)
        middle = max(last // 2, 0)
        _stretch(
            sheet,
            UNIT_ROW,
            0,
            middle,
            f"填报单位：{cell_text(self.unit.name)}",
            self.format("line"),
        )
        _stretch(
            sheet, UNIT_ROW, middle + 1, last, "填报时间：    年  月  日", self.format("line_free")
        )
        sheet.set_row(HEAD_ROW, _HEAD_HEIGHT)
        for c, column in enumerate(columns):
            look = "head_needed" if column.needed else "head"
            sheet.write_string(HEAD_ROW, c, cell_text(column.heading), self.format(look))
        return widths

    def _validate(self, sheet: Any, c: int, column: FormColumn) -> None:
        title, text = column.prompt
        rule: dict[str, Any] = {"input_title": title, "input_message": text, "validate": "any"}
        if column.choices:
            rule |= {"validate": "list", "source": self._source(column.choices)}
            rule |= {
                "error_type": "warning",
                "error_title": "不在可选内容里",
                "error_message": "请从下拉列表中选择；确实需要填写别的内容，请点“是”。",
            }
            if column.field in ("lead_unit", "method", "group"):
                rule |= {"show_error": False}
        sheet.data_validation(FIRST_ROW, c, LAST_DROPDOWN_ROW, c, rule)

    def _source(self, choices: tuple[str, ...]) -> list[str] | str:
        """Return the dropdown's words, or a range of the hidden sheet where they are too long."""
        safe = all("," not in word and word == cell_text(word) for word in choices)
        if safe and len(",".join(choices)) <= _DROPDOWN_LIMIT - 5:
            return list(choices)
        if choices not in self._ranges:
            column = column_letters(len(self._ranges) + 1)
            place = f"${column}$1:${column}${len(choices)}"
            self._ranges[choices] = "=" + sheet_link(OPTIONS_SHEET, place)
        return self._ranges[choices]

    def _page(self, sheet: Any, columns: Sequence[FormColumn], last: int) -> None:
        fixed = sum(1 for c in columns[:2] if c.field in ("seq", "item_id"))
        sheet.freeze_panes(FIRST_ROW, fixed)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(f'&L&"{FONT}"&9&A&R&"{FONT}"&9第 &P 页 共 &N 页')
        sheet.protect("", dict.fromkeys(_ALLOWED, True))
        sheet.ignore_errors(
            {"number_stored_as_text": f"A{FIRST_ROW + 1}:{column_letters(last + 1)}9999"}
        )

    def comment(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Put a comment on a cell, its box as large as the text needs."""
        width, height = box_size(text)
        sheet.write_comment(
            row, column, cell_text(text),
            {"author": self.plan.office, "width": width, "height": height, "font_name": FONT,
             "font_size": 9},
        )  # fmt: skip

    def close(self) -> bytes:
        """Write the hidden ranges and return the workbook."""
        if self._ranges:
            sheet = self.book.add_worksheet(OPTIONS_SHEET)
            for c, choices in enumerate(self._ranges):
                for r, word in enumerate(choices):
                    sheet.write_string(r, c, cell_text(word))
            sheet.hide()
        self.book.close()
        return _loosened(self._out.getvalue())


def _loosened(package: bytes) -> bytes:
    """Return the workbook with rows that grow with their text and free columns to the very end.

    XlsxWriter fixes every height that it is told, and asks as long for 16,384 free columns as for
    the whole rest; rows can only be deleted where all their cells are free.
    """
    parts = []
    for part in members(package):
        if part.name.startswith("xl/worksheets/sheet"):
            xml = part.content()
            if b"<sheetProtection" in xml and _FREE_COLUMN.search(xml):
                xml = _FREE_COLUMN.sub(rb"\g<1>16384\g<2>", xml)
                xml = _FIXED_ROW.sub(_grown, xml)
                part = member(part.name, xml)
        parts.append(part)
    return pack(parts)


def _grown(row: re.Match[bytes]) -> bytes:
    return row[0] if int(row[1]) <= FIRST_ROW else row[0].replace(b' customHeight="1"', b"")


def blank_rows(filled: float, widths: Sequence[float]) -> int:
    """Return how many empty rows fill the first page below rows of so many points in all."""
    scale = min(1.0, _PAGE_ACROSS / (_CHARACTER * (sum(widths) or 1)))
    left = _PAGE_DOWN / scale - _TITLE_HEIGHT - _UNIT_HEIGHT - _HEAD_HEIGHT - filled
    return min(max(int(left / _ROW_HEIGHT), FEWEST_BLANK_ROWS), MOST_BLANK_ROWS)


def row_height(row: Sequence[Content], widths: Sequence[float]) -> float:
    """Return the height in points at which the longest text of a row can be read."""
    lines = max(
        (
            text_lines(value, width)
            for value, width in zip(row, widths, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )
    return min(max(_LINE_HEIGHT * lines + 5, _ROW_HEIGHT), _MAX_ROW_HEIGHT)


def _stretch(sheet: Any, row: int, first: int, last: int, text: str, look: Any) -> None:
    """Write a text over several columns of a row."""
    if last > first:
        sheet.merge_range(row, first, row, last, text, look)
    else:
        sheet.write_string(row, first, text, look)
