"""Tables on the sheets of the office's own workbooks, found by their headings.

Notes may stand above a table, columns may stand in any order, further columns may be added, blank
rows are passed over.  A wrong cell is complained of with its place and a right example; all
complaints of a workbook are told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from ..errors import PlanError
from ..model import CellRef, column_letters
from ..patterns import regex
from .book import Book, Cell, Sheet

_SPLIT = regex(r"[、，,；;\n／/]+")
_BRACKETS = regex(r"[（(\[【].*?[）)\]】]")
_YES = frozenset({"是", "√", "✓", "对", "有", "启用", "开", "开启", "1", "TRUE", "Y", "YES"})
_NO = frozenset({"否", "×", "✗", "X", "无", "停用", "关", "关闭", "不", "0", "FALSE", "N", "NO"})
_DAY = regex(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_EIGHT = regex(r"(\d{4})(\d{2})(\d{2})")
_CLOCK = regex(r"(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?")
_INTEGER = regex(r"([+-]?\d+)(?:\.0+)?")
#: A cell at the end of a place.
_CELL = regex(r"(?<![A-Z])([A-Z]{1,3})([1-9]\d{0,6})$")


class PlanTroubles(PlanError):
    """Several cells of a plan workbook are wrong; ``all`` holds each as an error of its own."""

    def __init__(self, troubles: Sequence[PlanError]) -> None:
        self.all = tuple(troubles)
        first, *others = _alike_together(troubles)
        more = "".join(f"\n（{n}）{t}" for n, t in enumerate(others, start=2))
        todo = f"{first.todo}\n还有 {len(others)} 处需要一并修改：{more}" if others else first.todo
        super().__init__(first.what, first.where, todo)


def _alike_together(troubles: Iterable[PlanError]) -> list[PlanError]:
    """Return one error for cells of a sheet of which the same is said, naming all of them."""
    alike: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for trouble in troubles:
        cell = _CELL.search(trouble.where)
        key = (trouble.what, trouble.todo, trouble.where[: cell.start()] if cell else trouble.where)
        places = alike.setdefault(key, [])
        if cell:
            places.append((cell[1], int(cell[2])))
    return [
        PlanError(what, f"{where}{_cells(places)}", todo)
        for (what, todo, where), places in alike.items()
    ]


def _cells(places: Iterable[tuple[str, int]]) -> str:
    """Return cells in order, those under each other as one stretch: A4、A11至A21."""
    runs: list[tuple[str, int, int]] = []
    for column, row in sorted(places, key=lambda place: (len(place[0]), *place)):
        if runs and runs[-1][0] == column and row in (runs[-1][2], runs[-1][2] + 1):
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return "、".join(f"{c}{a}" if a == b else f"{c}{a}至{c}{b}" for c, a, b in runs)


class Column(NamedTuple):
    """A column that a table may have; ``needed`` ones must be there (their cells may be empty)."""

    key: str
    heading: str
    synonyms: tuple[str, ...] = ()
    needed: bool = False


class TableSpec(NamedTuple):
    """What to look for on a sheet; ``title`` tells one table of a sheet from another.

    An ``optional`` table may be missing as a whole; one heading of it makes it a table.
    """

    sheet: str
    columns: tuple[Column, ...]
    title: str = ""
    optional: bool = False

    def named(self) -> dict[str, Column]:
        """Return the columns by normalised heading."""
        return {plain(t): c for c in self.columns for t in (c.heading, *c.synonyms)}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a heading without blanks, marks and bracketed remarks, in half width."""
    half = unicodedata.normalize("NFKC", text)
    bare = _BRACKETS.sub("", half)
    return re.sub(r"[\s:：*＊]+", "", bare or half)


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a cell, split at 、，；/ and line breaks."""
    return tuple(part.strip() for part in _SPLIT.split(text) if part.strip())


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like `word`, "" where none does."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


@dataclass(slots=True)
class Desk:
    """One workbook on the desk: its sheets, and what was found wrong in it so far and where."""

    book: Book
    file: str
    troubles: list[PlanError] = field(default_factory=list)
    places: list[CellRef] = field(default_factory=list)

    def complain(self, place: str, what: str, todo: str, ref: CellRef | None = None) -> None:
        """Note something wrong at `place` (a sheet, or a sheet and cell)."""
        name = self.file.rsplit("/", 1)[-1]
        if any(
            what == t.what and ref == p for t, p in zip(self.troubles, self.places, strict=True)
        ):
            return
        self.troubles.append(PlanError(what, f"《{name}》{place}" if name else place, todo))
        self.places.append(ref or CellRef(self.file))

    def sheet(self, name: str, *, needed: bool = True) -> Sheet | None:
        """Return the sheet of this name; complain where a needed one is not there."""
        wanted = plain(name)
        alike = [s for s in self.book.sheets if plain(s.name) == wanted]
        if alike:
            return next((s for s in alike if s.name.strip() == name), alike[0])
        likely = [s.name for s in self.book.sheets if wanted in plain(s.name)]
        if likely:
            self.complain(
                "", f"没有名为“{name}”的工作表，只有“{likely[0]}”", f"请把它改名为“{name}”。"
            )
        elif needed:
            todo = f"请从空白方案工作簿复制“{name}”工作表过来；没有内容可以只留表头。"
            self.complain("", f"缺少工作表“{name}”", todo)
        return None

    def table(self, spec: TableSpec, *, needed: bool = True) -> list[Line]:
        """Return the filled rows of the only table of a sheet."""
        return self.tables(spec, needed=needed)[0]

    def tables(self, *specs: TableSpec, needed: bool = True) -> list[list[Line]]:
        """Return the filled rows of each of several tables that stand on one sheet."""
        sheet = self.sheet(specs[0].sheet, needed=needed)
        if sheet is None:
            return [[] for _ in specs]
        heads = [self._head(sheet, spec) for spec in specs]
        starts = sorted(h[0] for h in heads if h)
        return [self._lines(sheet, head, starts) if head else [] for head in heads]

    def _head(self, sheet: Sheet, spec: TableSpec) -> tuple[int, dict[str, int]] | None:
        """Find the heading row of a table: row number and key -> column."""
        named, best = spec.named(), (0, 0)
        for number in sorted(sheet.rows):
            keys = {
                named[p].key for c in sheet.rows[number].values() if (p := plain(c.text)) in named
            }
            if len(keys) > best[0]:
                best = (len(keys), number)
        place = f"“{sheet.name}”"
        if spec.optional and not best[0]:
            return None
        if best[0] < min(2, len(spec.columns)):
            wanted = "、".join(c.heading for c in spec.columns if c.needed)
            what = f"找不到{spec.title or '表格'}的表头"
            self.complain(place, what, f"请在这张工作表留一行表头，写明：{wanted}。")
            return None
        columns = self._columns(sheet, best[1], spec)
        complete = all(c.key in columns for c in spec.columns if c.needed)
        return (best[1], columns) if complete else None

    def _columns(self, sheet: Sheet, row: int, spec: TableSpec) -> dict[str, int]:
        named = spec.named()
        columns: dict[str, int] = {}
        for number, cell in sorted(sheet.rows[row].items()):
            column = named.get(plain(cell.text))
            if column is None:
                continue
            if column.key in columns:
                place = f"“{sheet.name}”{column_letters(number)}{row}"
                self.complain(place, f"“{cell.text}”一列出现了两次", "请删去或改名其中一列。")
                continue
            columns[column.key] = number
        for column in spec.columns:
            if column.needed and column.key not in columns:
                todo = f"请在第{row}行表头加上“{column.heading}”一列。"
                self.complain(f"“{sheet.name}”第{row}行", f"缺少“{column.heading}”一列", todo)
        return columns

    def _lines(
        self, sheet: Sheet, head: tuple[int, dict[str, int]], starts: list[int]
    ) -> list[Line]:
        row, columns = head
        end = next((s for s in starts if s > row), max(sheet.rows, default=row) + 1)
        numbers = [n for n in sorted(sheet.rows) if row < n < end]
        if end in starts:  # a title or note right above the next table is not a row of this one
            while numbers and sum(bool(c.text) for c in sheet.rows[numbers[-1]].values()) <= 1:
                numbers.pop()
        lines = [Line(self, sheet.name, n, columns, sheet.rows[n]) for n in numbers]
        return [line for line in lines if line.is_filled]


@dataclass(slots=True)
class Line:
    """A filled row of a table; every reading of a cell complains of what it cannot be."""

    desk: Desk
    sheet: str
    row: int
    columns: dict[str, int]
    cells: dict[int, Cell]

    @property
    def is_filled(self) -> bool:
        """Whether a known column holds something, and the row is no footnote (注：...)."""
        filled = [self.cells[c] for c in self.columns.values() if c in self.cells]
        texts = [c.text for c in filled if c.text or c.kind == "formula"]
        return bool(texts) and not (len(texts) == 1 and re.match(r"[注※]\d*[:：]?", texts[0]))

    def address(self, key: str) -> str:
        """Return the cell's address (``E5``), or the row's where there is no such column."""
        column = self.columns.get(key)
        return f"{column_letters(column)}{self.row}" if column else f"第{self.row}行"

    def complain(self, key: str, what: str, todo: str) -> None:
        """Complain of the cell of column `key`."""
        ref = CellRef(self.desk.file, self.sheet, self.row, self.columns.get(key, 0))
        self.desk.complain(f"“{self.sheet}”{self.address(key)}", what, todo, ref)

    def cell(self, key: str) -> Cell | None:
        """Return the cell; a formula without a result and an error value are complained of."""
        cell = self.cells.get(self.columns.get(key, 0))
        if cell is not None and cell.kind in ("formula", "error"):
            what = "公式没有结果" if cell.kind == "formula" else f"这里是错误值 {cell.text}"
            self.complain(key, what, "请直接填写内容，不用公式。")
            return None
        return cell

    def text(self, key: str) -> str:
        """Return the cell's text, "" where it is empty or there is no such column."""
        cell = self.cell(key)
        return cell.text.strip() if cell is not None else ""

    def need(self, key: str, name: str, example: str = "") -> str:
        """Return the cell's text; complain where it is empty."""
        text = self.text(key)
        cell = self.cells.get(self.columns.get(key, 0))
        told = cell is not None and cell.kind in ("formula", "error")
        if not text and key in self.columns and not told:
            hint = f"，例如“{example}”" if example else ""
            self.complain(key, f"“{name}”没有填写", f"请填写{name}{hint}。")
        return text

    def names(self, key: str) -> tuple[str, ...]:
        """Return the names in the cell."""
        return split_names(self.text(key))

    def flag(self, key: str, default: bool) -> bool:
        """Return 是 / 否 as a truth value, `default` where the cell is empty."""
        cell = self.cell(key)
        if cell is None or not cell.text.strip():
            return default
        if isinstance(cell.raw, bool):
            return cell.raw
        word = unicodedata.normalize("NFKC", cell.text).strip().upper()
        if word in _YES or word in _NO:
            return word in _YES
        self.complain(key, f"“{cell.text}”看不出是或否", "请填“是”或“否”。")
        return default

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where the cell is empty."""
        text = unicodedata.normalize("NFKC", self.text(key)).replace("−", "-").replace("–", "-")
        if not text:
            return None
        found = _INTEGER.fullmatch(text.replace(" ", ""))
        if found is None:
            self.complain(key, f"“{text}”不是整数", "请只写数字，例如 5。")
            return None
        return int(found[1])

    def number(self, key: str) -> float | None:
        """Return a number, None where the cell is empty; 30% gives 0.3."""
        cell = self.cell(key)
        if cell is None or not cell.text.strip():
            return None
        if isinstance(cell.raw, int | float) and not isinstance(cell.raw, bool):
            return float(cell.raw)
        text = unicodedata.normalize("NFKC", cell.text).strip()
        try:
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            self.complain(key, f"“{cell.text}”不是数字", "请只写数字，例如 5 或 0.3。")
            return None

    def day(self, key: str) -> date | None:
        """Return a date: a date cell, 2022-06-30, 2022年6月30日, 20220630 or a serial number."""
        cell = self.cell(key)
        if cell is None or not cell.text.strip():
            return None
        found = read_day(cell, self.desk.book.date1904)
        if found is None:
            todo = "请写成 2022-06-30 或 2022年6月30日 的样子。"
            self.complain(key, f"“{cell.text}”不是有效日期", todo)
        return found

    def clock(self, key: str, default: time) -> time:
        """Return a time of day, `default` where the cell is empty."""
        cell = self.cell(key)
        if cell is None or not cell.text.strip():
            return default
        found = read_clock(cell)
        if found is None:
            self.complain(key, f"“{cell.text}”不是一天里的时刻", "请写成 8:30 的样子。")
        return found or default


def read_day(cell: Cell, date1904: bool = False) -> date | None:
    """Return the date that a cell holds, None where it holds none."""
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    if isinstance(cell.raw, date):
        return cell.raw
    if isinstance(cell.raw, int | float) and 20000 <= cell.raw < 73050:
        epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        return epoch + timedelta(days=int(cell.raw))
    text = unicodedata.normalize("NFKC", cell.text).strip()
    found = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_clock(cell: Cell) -> time | None:
    """Return the time of day that a cell holds, None where it holds none."""
    if isinstance(cell.raw, datetime):
        return cell.raw.time().replace(second=0, microsecond=0)
    if isinstance(cell.raw, time):
        return cell.raw.replace(second=0, microsecond=0)
    if isinstance(cell.raw, float) and 0 <= cell.raw < 1:
        minutes = round(cell.raw * 1440)
        return time(minutes // 60 % 24, minutes % 60)
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", cell.text).strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))
