"""Writes a unit's lists the way units write them, and records where each defect came to stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from demo_rows import LISTS, Cell, Row, Told, Unit

from huaxia_tasks.model import column_letters

Columns = Sequence[tuple[str, str]]
_DATED = {"deadline", "done_date", "collected_on", "extend_to"}
_MADE = datetime(2022, 6, 22, 16, 0, 0)  # noqa: DTZ001  (XlsxWriter wants it naive)


@dataclass(frozen=True)
class Place:
    """Where a defect stands: unit, file, sheet, cell (as a person sees it), field, and what is told."""

    rule: str
    unit: str
    file: str
    sheet: str
    cell: str
    field: str
    note: str


@dataclass(frozen=True)
class Table:
    """One table of a workbook: its list (P T D C, or W for all on one row), headings, adornments."""

    letter: str
    columns: Columns
    sheet: str
    title: str = ""
    line: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    merge: tuple[str, ...] = ()
    repeat_after: int = 0
    blank_after: int = 0
    footer: tuple[str, ...] = ()
    dates: str = "real"
    told: tuple[str, Told] | None = None


@dataclass
class Workbook:
    """One file of a unit: where it lies, its tables, and what it shows beside them."""

    path: str
    tables: tuple[Table, ...]
    cover: tuple[str, ...] = ()
    places: list[Place] = field(default_factory=list)


def rows_of(unit: Unit, letter: str) -> list[Row]:
    """Return the rows of a list; W joins the four lists of a matter in one row."""
    if letter != "W":
        return unit.lists[letter]
    joined = []
    for number in range(len(unit.lists["T"])):
        row = Row({})
        for one in "PTDC":
            part = unit.lists[one][number]
            row.fields.update({k: v for k, v in part.fields.items() if v})
            row.cells.update(part.cells)
        joined.append(row)
    return joined


def shown(cell: Cell, key: str, style: str) -> str | int | date | None:
    """Return what the unit typed: ISO days become real dates, serial numbers or text."""
    if cell.value is None or key not in _DATED or cell.value[:2] != "20":
        return (
            int(cell.value) if key == "seq" and cell.value and cell.value.isdigit() else cell.value
        )
    day = date.fromisoformat(cell.value)
    words = {
        "real": day,
        "serial": (day - date(1899, 12, 30)).days,
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "dots": f"{day.year}.{day.month}.{day.day}",
        "slashes": f"{day.year}/{day.month}/{day.day}",
        "short": f"{day.month}月{day.day}日" + ("前" if key == "deadline" else ""),
    }
    plain = style == "short" and day.year != 2022
    return words["chinese" if plain else style]


def write(unit: Unit, workbook: Workbook, root: Path) -> list[Place]:
    """Write one workbook under `root` and return where its defects stand."""
    path = root / workbook.path
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"created": _MADE, "author": ""})
    pen = _Pen(unit, workbook, book)
    if workbook.cover:
        sheet = book.add_worksheet("封面")
        for row, text in enumerate(workbook.cover):
            sheet.write_string(row + 2, 1, text, pen.formats["plain"])
    for table in workbook.tables:
        pen.table(table)
    book.close()
    return workbook.places


class _Pen:
    """Writes the tables of one workbook, several on a sheet under each other."""

    def __init__(self, unit: Unit, workbook: Workbook, book: Any) -> None:
        self.unit, self.workbook, self.book = unit, workbook, book
        self.sheets: dict[str, tuple[Any, int]] = {}
        edge = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体"}
        self.formats = {
            "plain": book.add_format({"font_name": "宋体"}),
            "title": book.add_format(
                {"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"}
            ),
            "head": book.add_format(edge | {"bold": True, "align": "center"}),
            "cell": book.add_format(edge),
            "date": book.add_format(edge | {"num_format": 'yyyy"年"m"月"d"日"'}),
        }

    def table(self, table: Table) -> None:
        """Write title, unit line, headings, rows and footer of one table."""
        if table.sheet not in self.sheets:
            self.sheets[table.sheet] = (self.book.add_worksheet(table.sheet), 0)
        sheet, top = self.sheets[table.sheet]
        last = len(table.columns) - 1
        if table.title:
            sheet.merge_range(top, 0, top, last, table.title, self.formats["title"])
            top += 1
        if table.line:
            sheet.write_string(top, 0, table.line, self.formats["plain"])
            top += 1
        if table.told is not None:  # a finding of the table or of one of its headings
            key, told = table.told
            keys = [k for k, _ in table.columns]
            at = f"{column_letters(keys.index(key) + 1)}{top + 1}" if key in keys else ""
            self._tell(told, table, at, key if key not in keys else "")
        top = self._head(sheet, table, top)
        for column, (key, heading) in enumerate(table.columns):
            wide = 34 if key in ("problem", "task", "measure", "progress") else 14
            sheet.set_column(column, column, max(wide, 2 * len(heading) + 2))
        top = self._rows(sheet, table, top)
        for text in table.footer:
            sheet.write_string(top, 0, text, self.formats["plain"])
            top += 1
        self.sheets[table.sheet] = (sheet, top + 1)

    def _head(self, sheet: Any, table: Table, top: int) -> int:
        if not table.groups:
            for column, (_, heading) in enumerate(table.columns):
                sheet.write_string(top, column, heading, self.formats["head"])
            return top + 1
        column = 0
        for name, width in table.groups:  # two lines: a group over several, or one merged down
            heads = [h for _, h in table.columns[column : column + width]]
            if width == 1:
                sheet.merge_range(top, column, top + 1, column, heads[0], self.formats["head"])
            else:
                right = column + width - 1
                sheet.merge_range(top, column, top, right, name, self.formats["head"])
                for offset, heading in enumerate(heads):
                    sheet.write_string(top + 1, column + offset, heading, self.formats["head"])
            column += width
        return top + 2

    def _rows(self, sheet: Any, table: Table, top: int) -> int:
        rows = rows_of(self.unit, table.letter)
        starts: dict[str, int] = {}
        for index, row in enumerate(rows):
            if table.repeat_after and index == table.repeat_after:
                top = self._head(sheet, table, top)
                starts = {}
            if table.blank_after and index == table.blank_after:
                top += 1
                starts = {}
            for column, (key, _) in enumerate(table.columns):
                self._cell(sheet, table, top, column, key, row)
            for key in table.merge:
                self._merge(sheet, table, key, rows, index, top, starts)
            if row.hidden:
                sheet.set_row(top, None, None, {"hidden": True})
            top += 1
        return top

    def _cell(self, sheet: Any, table: Table, top: int, column: int, key: str, row: Row) -> None:
        cell = row.get(key)
        value = shown(cell, key, table.dates)
        for told in cell.told:
            self._tell(told, table, f"{column_letters(column + 1)}{top + 1}", key)
        if cell.kind == "formula":
            sheet.write_formula(top, column, f"={cell.value}", self.formats["cell"], "")
        elif value is None:
            sheet.write_blank(top, column, None, self.formats["cell"])
        elif isinstance(value, date):
            sheet.write_datetime(top, column, value, self.formats["date"])
        elif isinstance(value, int):
            sheet.write_number(top, column, value, self.formats["cell"])
        else:
            sheet.write_string(top, column, value, self.formats["cell"])

    def _tell(self, told: Told, table: Table, address: str, key: str) -> None:
        file = f"报送/{self.workbook.path}"
        place = Place(told.rule, self.unit.id, file, table.sheet, address, key, told.note)
        self.workbook.places.append(place)

    def _merge(
        self,
        sheet: Any,
        table: Table,
        key: str,
        rows: list[Row],
        index: int,
        top: int,
        starts: dict[str, int],
    ) -> None:
        """Merge a run of equal cells of one column, as people do with 类别."""
        column = [k for k, _ in table.columns].index(key)
        text = rows[index].get(key).value
        starts.setdefault(key, top)
        after = rows[index + 1].get(key).value if index + 1 < len(rows) else None
        broken = index + 1 in (table.repeat_after, table.blank_after)
        if text == after and not broken:
            return
        if starts[key] < top:
            sheet.merge_range(starts[key], column, top, column, text, self.formats["cell"])
        starts.pop(key)


def write_csv(unit: Unit, table: Table, path: Path, encoding: str = "gbk") -> None:
    """Write one table as .csv the way a spreadsheet on a Chinese desktop saves it."""
    text = io.StringIO()
    pen = csv.writer(text, lineterminator="\r\n")
    if table.title:
        pen.writerow([table.title])
    if table.line:
        pen.writerow([table.line])
    pen.writerow([heading for _, heading in table.columns])
    for row in rows_of(unit, table.letter):
        pen.writerow([_csv_text(shown(row.get(k), k, table.dates)) for k, _ in table.columns])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))


def _csv_text(value: str | int | date | None) -> str:
    return "" if value is None else str(value)


assert set(LISTS) == set("PTDC")
