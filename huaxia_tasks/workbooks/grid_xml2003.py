"""Reader of Excel 2003 XML tables, which web systems and old programs name .xls."""

from __future__ import annotations

from . import grid_refusals as refuse
from .book import Book, Cell, Sheet
from .grid_cells import (
    Convert,
    bool_cell,
    error_cell,
    formula_cell,
    iso_cell,
    long_numbers,
    lost_places,
    number_converter,
    text_cell,
)
from .grid_limits import Budget
from .grid_merges import hide_covered, in_order
from .grid_xml import Attributes, in_pieces, plain, walk
from .number_formats import GENERAL, Format, understand

_NAMED = {
    "percent": "0%", "short date": "yyyy/m/d", "medium date": "d-mmm-yy", "long date": "yyyy/m/d",
    "general date": "yyyy/m/d h:mm", "short time": "h:mm", "medium time": "h:mm",
    "long time": "h:mm:ss", "general number": "General", "fixed": "0.00", "standard": "#,##0.00",
    "scientific": "0.00E+00", "currency": "#,##0.00", "euro currency": "#,##0.00",
}  # fmt: skip


def read_xml_2003(data: bytes, budget: Budget) -> Book:
    """Read a SpreadsheetML workbook."""
    budget.spend_bytes(len(data))
    content = _Content(budget)
    walk(in_pieces(data), budget, "xml", content.start, content.end, content.text)
    if not content.sheets:
        raise refuse.no_sheets()
    return Book("xml", tuple(content.sheets), content.about, notes=tuple(content.notes))


class _Content:
    """Handlers that build sheets from ``Worksheet`` elements."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.sheets: list[Sheet] = []
        self.notes: list[str] = []
        self.about: dict[str, str] = {}
        self._formats: dict[str, Format] = {}
        self._style = ""
        self._sheet: Sheet | None = None
        self._merged: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = self._columns = self._span = 0
        self._is_hidden = False
        self._cell: Attributes | None = None
        self._type: str | None = None
        self._parts: list[str] | None = None
        self._path: list[str] = []

    def start(self, name: str, attributes: Attributes, depth: int) -> None:
        del self._path[depth - 1 :]
        self._path.append(name)
        about = plain(attributes)
        if name == "Style":
            self._style = about.get("ID", "")
        elif name == "NumberFormat" and self._sheet is None:
            code = about.get("Format", "")
            if len(self._formats) < self._budget.limits.formats:
                self._formats[self._style] = understand(_NAMED.get(code.lower(), code))
        elif name == "Worksheet":
            self._open_sheet(about)
        elif self._sheet is None:
            if "DocumentProperties" in self._path and depth == 3:
                self._parts = []
        elif name == "Column":
            self._open_column(about)
        elif name == "Row":
            self._row = min(_index(about, self._row), self._budget.limits.rows)
            self._span = min(_number(about, "Span"), self._budget.limits.rows)
            self._column = 0
            self._is_hidden = about.get("Hidden") == "1"
        elif name == "Cell":
            self._cell, self._type, self._parts = about, None, []
            self._column = _index(about, self._column)
        elif name == "Data" and self._cell is not None and "Comment" not in self._path:
            self._type, self._parts = about.get("Type", "String"), []
        elif name == "Comment":
            self._sheet.has_comments = True
        elif name == "Visible" and "WorksheetOptions" in self._path:
            self._parts = []

    def text(self, value: str) -> None:
        if self._parts is not None and "Comment" not in self._path:
            self._budget.spend_text(len(value))
            self._parts.append(value)

    def end(self, name: str, depth: int) -> None:
        text = "".join(self._parts or ())
        if self._sheet is None:
            if depth == 3 and "DocumentProperties" in self._path and text.strip():
                key = {"Title": "title", "Author": "creator", "LastAuthor": "lastModifiedBy"}
                if name in key:
                    self.about[key[name]] = text.strip()
                self._parts = None
        elif name == "Cell" and self._cell is not None:
            self._close_cell(self._cell, text if self._type else "")
            self._cell = self._parts = None
        elif name == "Visible":
            self._sheet.hidden = text.strip() in ("SheetHidden", "SheetVeryHidden")
            self._parts = None
        elif name == "Row":
            self._row += self._span
        elif name == "Worksheet":
            self._close_sheet(self._sheet)
            self._sheet = None
        del self._path[depth - 1 :]

    def _open_sheet(self, about: Attributes) -> None:
        if len(self.sheets) >= self._budget.limits.sheets:
            raise refuse.too_large("工作表过多")
        self._sheet = Sheet(about.get("Name", ""))
        self._row = self._columns = self._span = 0
        self._merged, self._hidden_rows, self._hidden_columns = [], set(), set()

    def _open_column(self, about: Attributes) -> None:
        first = _index(about, self._columns)
        self._columns = min(first + _number(about, "Span"), self._budget.limits.columns)
        if about.get("Hidden") == "1":
            self._hidden_columns.update(range(first, self._columns + 1))

    def _close_cell(self, about: Attributes, text: str) -> None:
        across, down = _number(about, "MergeAcross"), _number(about, "MergeDown")
        row, column = self._row, self._column
        if across or down:
            if len(self._merged) >= self._budget.limits.merges:
                raise refuse.too_large("合并单元格过多")
            self._merged.append((row, column, row + down, column + across))
        cell: Cell | None = None
        if text:
            cell = self._converter(about)(text)
        elif "Formula" in about and self._type is None:
            cell = formula_cell(about["Formula"])
        self._column += across
        if cell is None or self._sheet is None:
            return
        if not 1 <= column <= self._budget.limits.columns or row < 1:
            raise refuse.unsafe(f"cell at {row}, {column}")
        self._budget.spend_cells(1)
        self._sheet.rows.setdefault(row, {})[column] = cell
        if self._is_hidden:
            self._hidden_rows.add(row)

    def _converter(self, about: Attributes) -> Convert:
        form = self._formats.get(about.get("StyleID", ""), GENERAL)
        if self._type == "Number":
            return number_converter(form)
        if self._type == "DateTime":
            shows = form.sections[0].shows if form.kind == "date" else "dmy"
            return lambda text: iso_cell(text, shows)
        return {"Boolean": bool_cell, "Error": error_cell}.get(self._type or "", text_cell)

    def _close_sheet(self, sheet: Sheet) -> None:
        sheet.rows = in_order(sheet.rows)
        covered = hide_covered(sheet.rows, self._merged, self._budget)
        if covered:
            self.notes.append(
                f"工作表“{sheet.name}”有 {len(covered)} 个单元格被合并单元格盖住，没有采用"
            )
        sheet.lost_digits = lost_places(sheet.rows)
        self.notes.extend(long_numbers(sheet.name, sheet.lost_digits))
        sheet.merged, sheet.covered = tuple(self._merged), covered
        sheet.hidden_rows = frozenset(self._hidden_rows)
        sheet.hidden_columns = frozenset(self._hidden_columns)
        self.sheets.append(sheet)


def _number(about: Attributes, key: str) -> int:
    text = about.get(key, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _index(about: Attributes, last: int) -> int:
    """Return where a row or cell stands: at its ss:Index, else behind the last one."""
    return _number(about, "Index") or last + 1
