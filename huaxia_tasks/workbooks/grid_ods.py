"""Reader of OpenDocument spreadsheets (.ods, .fods), with the same bounds as for .xlsx.

Own, because libraries lose merges, error values and hidden rows here, refuse indented XML, and
build every repeated blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Book, Cell, Sheet, Unreadable
from .grid_cells import (
    bool_cell,
    error_cell,
    formula_cell,
    iso_cell,
    long_numbers,
    lost_places,
    percent_text,
    plain_number,
    text_cell,
)
from .grid_limits import Budget
from .grid_merges import hide_covered
from .grid_xlsx_parts import moment
from .grid_xml import Attributes, elements, in_pieces, walk
from .grid_zip import Package

_SKIPPED = frozenset(
    {
        *("annotation", "shapes", "frame", "custom-shape", "rect", "line", "forms"),
        *("tracked-changes", "dde-links", "named-expressions", "database-ranges", "scenario"),
        *("content-validations", "label-ranges", "data-pilot-tables", "consolidation"),
    }
)
_HIDDEN = ("collapse", "filter")
_MONTH = regex(r"\d{4}年\d{1,2}月")
_SHOWN = regex(r"0\d+|.*[\u4e00-\u9fff].*", re.DOTALL)
_BLANKS = regex(r"[ \t\r\n]+")
_META = frozenset({"title", "initial-creator", "creator", "date", "user-defined"})


def read_ods(package: Package, budget: Budget) -> Book:
    """Read an .ods package."""
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise refuse.encrypted("encryption-data in manifest")
    content = _Content(budget)
    walk(
        package.pieces("content.xml"),
        budget,
        "content.xml",
        content.start,
        content.end,
        content.text,
    )
    about: dict[str, str] = {}
    modified = None
    if "meta.xml" in package:
        try:
            about, modified = _meta(package.pieces("meta.xml"), budget)
        except Unreadable as error:
            if error.reason != "damaged":
                raise
    return content.book(about, modified)


def read_flat_ods(data: bytes, budget: Budget) -> Book:
    """Read a spreadsheet written as one XML file."""
    budget.spend_bytes(len(data))
    content = _Content(budget)
    walk(in_pieces(data), budget, "fods", content.start, content.end, content.text)
    about, modified = _meta(in_pieces(data), budget)
    return content.book(about, modified)


def _meta(pieces: Iterable[bytes], budget: Budget) -> tuple[dict[str, str], datetime | None]:
    names = {"initial-creator": "creator", "creator": "lastModifiedBy", "title": "title"}
    found: dict[str, str] = {}
    modified = None
    for element in elements(pieces, _META, budget, "meta.xml", most=1_000_000):
        text = element.text.strip()
        if element.name == "date":
            modified = modified or moment(text)
        elif element.name == "user-defined":
            if name := element.attributes.get("meta:name"):
                found[name] = text
        elif text:
            found.setdefault(names[element.name], text)
    return found, modified


class _Content:
    """Handlers that build sheets from ``table:table`` elements."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._sheets: list[Sheet] = []
        self._notes: list[str] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._skip = 0
        self._sheet: Sheet | None = None
        self._merged: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._row = self._column = self._columns = 0
        self._row_attributes: Attributes = {}
        self._cells: dict[int, Cell] = {}
        self._cell: Attributes | None = None
        self._is_covered = False
        self._paragraphs: list[str] = []
        self._parts: list[str] | None = None

    # Events

    def start(self, name: str, attributes: Attributes, depth: int) -> None:
        if self._skip:
            return
        if name in _SKIPPED:
            if name == "annotation" and self._sheet is not None:
                self._sheet.has_comments = True
            self._skip = depth
        elif self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name == "table":
            self._open_sheet(attributes)
        elif self._sheet is None:
            if name == "style":
                self._style = attributes.get("style:name", "")
            elif name == "table-properties" and attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
        elif name == "table-column":
            count = _count(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN and len(self._hidden_columns) < 16_384:
                self._hidden_columns.append((self._columns + 1, self._columns + count))
            self._columns += count
        elif name == "table-row":
            self._row_attributes, self._cells, self._column = attributes, {}, 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._is_covered = attributes, name[0] == "c"
            self._paragraphs = []

    def _start_in_cell(self, name: str, attributes: Attributes) -> None:
        if name in ("p", "h"):
            self._parts = []
        elif self._parts is not None:
            if name == "s":
                blanks = min(_count(attributes, "text:c"), 1000)
                self._budget.spend_text(blanks)
                self._parts.append(" " * blanks)
            elif name == "tab":
                self._parts.append("\t")
            elif name == "line-break":
                self._parts.append("\n")

    def text(self, value: str) -> None:
        if self._parts is not None and not self._skip:
            self._budget.spend_text(len(value))
            self._parts.append(_BLANKS.sub(" ", value))

    def end(self, name: str, depth: int) -> None:
        if self._skip:
            if depth == self._skip:
                self._skip = 0
        elif self._cell is not None:
            if name in ("p", "h") and self._parts is not None:
                self._paragraphs.append("".join(self._parts).strip(" "))
                self._parts = None
            elif name in ("table-cell", "covered-table-cell"):
                self._close_cell(self._cell)
                self._cell = None
        elif name == "table-row":
            self._close_row()
        elif name == "table" and self._sheet is not None:
            self._close_sheet(self._sheet)
            self._sheet = None

    # Building

    def _open_sheet(self, attributes: Attributes) -> None:
        if len(self._sheets) >= self._budget.limits.sheets:
            raise refuse.too_large("工作表过多")
        hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self._sheet = Sheet(attributes.get("table:name", ""), hidden=hidden)
        self._row = self._columns = 0
        self._merged, self._hidden_rows, self._hidden_columns = [], set(), []

    def _close_cell(self, attributes: Attributes) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        first = self._column + 1
        self._column += count
        cell = None if self._is_covered else self._read(attributes)
        if cell is not None:
            if self._column > self._budget.limits.columns:
                raise refuse.too_large("列过多", f"{self._column} columns")
            self._budget.spend_cells(count)
            for column in range(first, first + count):
                self._cells[column] = cell
        width = _count(attributes, "table:number-columns-spanned")
        height = _count(attributes, "table:number-rows-spanned")
        if width * height > 1:
            if len(self._merged) >= self._budget.limits.merges:
                raise refuse.too_large("合并单元格过多")
            row = self._row + 1
            self._merged.append((row, first, row + height - 1, first + width - 1))

    def _read(self, about: Attributes) -> Cell | None:
        shown = "\n".join(self._paragraphs)
        kind = about.get("office:value-type", "")
        if about.get("calcext:value-type") == "error":
            return error_cell(shown)
        if kind in ("float", "currency"):
            if shown in ("TRUE", "FALSE"):  # LibreOffice writes booleans as numbers
                return bool_cell(shown)
            cell = plain_number(about.get("office:value", ""))
            if cell is not None and cell.kind == "number" and _SHOWN.fullmatch(shown.strip()):
                return Cell("number", cell.raw, shown.strip())
            return cell
        if kind == "percentage":
            number = plain_number(about.get("office:value", ""))
            if number is None or not isinstance(number.raw, int | float):
                return text_cell(shown)
            return Cell("percent", float(number.raw), percent_text(float(number.raw)))
        if kind == "date":
            shows = "my" if _MONTH.fullmatch(shown.strip()) else "dmy"
            return iso_cell(about.get("office:date-value", ""), shows)
        if kind == "time":
            return iso_cell(about.get("office:time-value", ""))
        if kind == "boolean":
            return bool_cell(about.get("office:boolean-value", ""))
        if not kind and not self._paragraphs and "table:formula" in about:
            return formula_cell(about["table:formula"])
        return text_cell(shown or about.get("office:string-value", ""))

    def _close_row(self) -> None:
        count = _count(self._row_attributes, "table:number-rows-repeated")
        first = self._row + 1
        self._row += count
        if not self._cells or self._sheet is None:
            return
        if self._row > self._budget.limits.rows:
            raise refuse.too_large("行过多", f"{self._row} rows")
        self._budget.spend_cells(len(self._cells) * (count - 1))
        hidden = self._row_attributes.get("table:visibility") in _HIDDEN
        for row in range(first, first + count):
            self._sheet.rows[row] = self._cells if row == first else dict(self._cells)
            if hidden:
                self._hidden_rows.add(row)

    def _close_sheet(self, sheet: Sheet) -> None:
        covered = hide_covered(sheet.rows, self._merged, self._budget)
        if covered:
            self._notes.append(
                f"工作表“{sheet.name}”有 {len(covered)} 个单元格被合并单元格盖住，没有采用"
            )
        sheet.merged, sheet.covered = tuple(self._merged), covered
        sheet.hidden_rows = frozenset(self._hidden_rows & sheet.rows.keys())
        used = {column for cells in sheet.rows.values() for column in cells}
        sheet.hidden_columns = frozenset(
            c for c in used if any(first <= c <= last for first, last in self._hidden_columns)
        )
        sheet.lost_digits = lost_places(sheet.rows)
        self._notes.extend(long_numbers(sheet.name, sheet.lost_digits))
        self._sheets.append(sheet)

    def book(self, about: dict[str, str], modified: datetime | None) -> Book:
        """Return what was read."""
        if not self._sheets:
            raise refuse.no_sheets()
        return Book("ods", tuple(self._sheets), about, False, tuple(self._notes), modified)


def _count(attributes: Attributes, key: str) -> int:
    """Return a repetition or span: 1 where there is none or it is no sensible number."""
    text = attributes.get(key, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 12 else 1
