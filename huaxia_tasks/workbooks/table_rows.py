"""The filled rows of a table: every cell with its text, its stored value and its place.

A merged cell counts for each row it covers and keeps the place of its top-left cell.  同上 takes the
value above and keeps its own place.  Rows that hold nothing of their own but a number, only strokes,
or the example of our own form are no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import CellRef, ListKind, Row, Value
from ..patterns import regex
from .book import Cell
from .headings_ticks import is_ticked
from .shared_cells import give_each_its_own, shared_by_people
from .sheet_view import SheetView, clean
from .table_columns import ANCHORS, DAY, Column, Columns

_DITTO_MARKS = "同上 （同上） (同上) 同前 同上。 〃 ″ 〞 \" '' 〃〃 ″″ ” \uff02"
_DITTO = frozenset(_DITTO_MARKS.split()) | {"同 上"}
_STROKE_MARKS = "/ ／ \\ - — －－ —— － ―― -- --- 无 暂无 没有 （无） (无) 无。 . 、 … …… ... ...... \u2015 \u2215"
_STROKES = frozenset(_STROKE_MARKS.split())
_WHAT = r"(?:问题|任务|内容|情况|事项|诉求|意见建议|意见|建议|数据)"
_NOTHING = regex(
    r"(?:经?(?:认真|全面|逐项)?(?:梳理|排查|摸排|走访|调研|自查|核查|研究)(?:了解)?[,，、]?)?"
    r"(?:截[至止]?(?:\d{1,2}月(?:\d{1,2}日)?)?|[本我][单位院部门校期次月周季度]*|\d{1,2}月份?|[上下]半年|[,，])*"
    r"(?:目前|暂时|现在?)?[,，]?"
    rf"(?:[暂均]?无(?:此类|相关|新增|新的|其他|需要?(?:解决|整改|上报|报送|填报)的?|报送|上报|填报|师生反映的?)*{_WHAT}?(?:清单)?"
    rf"|(?:[暂均]?未|[暂均]?没有?)(?:再?收集|征集|发现|收到|接到|反映|梳理|排查|摸排)[到出]?"
    rf"(?:此类|相关|新增|新的|其他|师生反映的?)*{_WHAT}*"
    rf"|[暂均]?没有(?:此类|相关|新增|新的|其他|需要?(?:解决|整改|上报|报送|填报)的?|师生反映的?)*(?:{_WHAT}|$)"
    r"|零(?:报告|报送|问题|诉求))(?:[(（]零报告[)）])?[。.]?"
)
#: What clerks draw lines with between rows.
_LINE = frozenset("-—–―_=*~·…")
_NONE_WORDS = frozenset("无未没零")
_BAD = ("formula", "error")
#: Kinds of cells whose text, where they have one that is not 同上, says all.
_USUAL = frozenset({"text", "date", "number", "percent", "time", "bool"})
_WEAK = frozenset({"seq", "unit", "item_id"})
_PREFILLED = frozenset({"lead_unit", "category", "phase", "immediate", "item_id"})
_RUNNING = regex(r"\d{1,4}(?:\.0)?")


@dataclass(slots=True)
class Place:
    """Where rows are read from."""

    view: SheetView
    file: str
    sheet: str


@dataclass(slots=True)
class Record:
    """One row of a table read by fields.

    ``bad`` names the fields that are formulas without result or error values; ``lost`` are such
    cells, with their source, among several columns that make one field.
    """

    number: int
    values: dict[str, Value]
    bad: list[str]
    lost: list[tuple[str, Value]] = field(default_factory=list)

    def owns(self, key: str) -> bool:
        """Whether a field is filled in this very row, not by a merge from above."""
        value = self.values[key]
        return value.row == self.number and bool(value.text or value.kind in _BAD)

    def owned(self) -> set[str]:
        """Return the fields that are filled in this very row."""
        return {key for key in self.values if self.owns(key)}


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table.  ``records`` are those read so far, for 同上."""

    place: Place
    columns: Mapping[str, Column]
    records: list[Record] = field(default_factory=list)
    _order: list[tuple[str, int, CellRef]] = field(default_factory=list)
    _parts: dict[str, list[CellRef]] = field(default_factory=dict)
    _shared: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        file, sheet = self.place.file, self.place.sheet
        for key, column in self.columns.items():
            at = CellRef(file, sheet, 0, column.first, column.heading)
            self._order.append((key, column.first, at))
            if column.joiner:
                headed = zip(column.columns, column.headings, strict=True)
                self._parts[key] = [CellRef(file, sheet, 0, c, heading) for c, heading in headed]
        self._shared = shared_by_people(self.columns)

    def read(self, row: int) -> Record:
        """Return the row with every field of the table, filled or empty."""
        record = self._read(row)
        for names in self._shared:
            give_each_its_own(record.values, names, self.columns)
        return record

    def _read(self, row: int) -> Record:
        values: dict[str, Value] = {}
        record = Record(row, values, [])
        if self._parts or row in self.place.view.covered:
            self._read_joined(record)
            self.records.append(record)
            return record
        get, tidy = self.place.view.sheet.rows[row].get, self.place.view.tidy
        for key, number, at in self._order:
            if (cell := get(number)) is None:
                values[key] = Value(None, "", at, "empty", row)
                continue
            kind = cell.kind
            if (text := tidy(cell.text)) and kind in _USUAL and text not in _DITTO:
                values[key] = Value(cell.raw, text, at, kind, row)
            else:
                values[key] = self._own(record, key, at, cell)
        self.records.append(record)
        return record

    def _read_joined(self, record: Record) -> None:
        """Read a row where a field stands in several columns or a merge covers cells."""
        row, values = record.number, record.values
        get = self.place.view.sheet.rows[row].get
        covered = self.place.view.covered.get(row, ())
        for key, number, at in self._order:
            if key in self._parts:
                values[key] = self._joined(record, key)
            elif number in covered:
                values[key] = self._from_merge(row, key, at)
            elif (cell := get(number)) is None:
                values[key] = Value(None, "", at, "empty", row)
            else:
                values[key] = self._own(record, key, at, cell)

    def _own(self, record: Record, key: str, at: CellRef, cell: Cell) -> Value:
        if cell.kind in _BAD:
            record.bad.append(key)
        return self._unusual(record.number, key, at, cell)

    def _unusual(self, row: int, key: str, at: CellRef, cell: Cell) -> Value:
        """Return a value that may be no plain text: 同上, a picture, blank, an error."""
        kind, raw, text = cell.kind, cell.raw, clean(cell.text)
        if text in _DITTO:
            upper = next((r.values[key] for r in reversed(self.records) if r.owns(key)), None)
            if upper is not None:
                text, raw, kind = upper.text, upper.raw, upper.kind
        elif kind == "picture":
            text, kind = text or "图片", "text"
        elif not text and kind not in _BAD:
            raw, kind = None, "empty"
        return Value(raw, text, at, kind, row)

    def _from_merge(self, row: int, key: str, at: CellRef) -> Value:
        """Return what shows through a merge: only its first column counts."""
        top, left = self.place.view.origin(row, at.column)
        cell = self.place.view.sheet.at(top, left) if left == at.column else None
        if cell is None:
            return Value(None, "", at, "empty", row)
        return self._unusual(top, key, at, cell)

    def _joined(self, record: Record, key: str) -> Value:
        """Return what stands in several columns as one value, at the place of the first filled."""
        row, column, places = record.number, self.columns[key], self._parts[key]
        read = [self._from_merge(row, key, at) for at in places]
        found = [value for value in read if value.kind != "empty"]
        if column.joiner == DAY:
            return _day(column, found) if found else Value(None, "", places[0], "empty", row)
        if column.answers:
            found = [_answer(value, column) for value in found if is_ticked(value.text)]
        record.lost += [(key, value) for value in found if value.kind in _BAD]
        if not found:
            return Value(None, "", places[0], "empty", row)
        if len(found) == 1:
            return found[0]
        first = next((v for v in found if v.row == row), found[0])
        text = column.joiner.join(dict.fromkeys(v.text for v in found if v.text))
        return Value(text, text, first.at, "text", first.row)


def _day(column: Column, parts: list[Value]) -> Value:
    """Return the day whose year, month and day stand in columns of their own."""
    words = (column.answers[column.columns.index(v.at.column)] for v in parts)
    text = "".join(v.text.removesuffix(w) + w for v, w in zip(parts, words, strict=True))
    return Value(text, text, parts[0].at, "text", parts[0].row)


def _answer(tick: Value, column: Column) -> Value:
    """Return what a tick says: the heading of its column."""
    said = column.answers[column.columns.index(tick.at.column)]
    return Value(tick.raw, said, tick.at, "text", tick.row)


class Sources:
    """The columns of a table for all its lists, each read once.

    ``columns`` maps a source's name to its column; ``of_kind`` a list's fields to these names (the
    same field may stand in different columns for different lists).  ``content`` are the sources
    that make a row a row, ``number`` those of the matter's number.
    """

    __slots__ = ("columns", "content", "number", "of_kind")

    def __init__(self, by_kind: Mapping[ListKind, Columns]) -> None:
        self.columns: dict[str, Column] = {}
        self.of_kind: dict[ListKind, dict[str, str]] = {}
        for kind, columns in by_kind.items():
            self.of_kind[kind] = {k: self._name(k, c) for k, c in columns.by_field.items()}
        names = self.columns.items()
        self.content = tuple(n for n, c in names if c.field not in _WEAK)
        self.number = tuple(n for n, c in names if c.field == "item_id")

    def _name(self, key: str, column: Column) -> str:
        for name in (key, column.field, *(f"{key}#{n}" for n in range(2, 9))):
            if self.columns.setdefault(name, column) == column:
                return name
        return key


def is_row(
    record: Record, kinds: tuple[ListKind, ...], sources: Sources, examples: Mapping[str, str]
) -> bool:
    """Whether a row says anything of its own."""
    values, number = record.values, record.number
    for key in sources.content:
        value = values[key]
        if value.row != number or not (value.text or value.kind in _BAD):
            continue
        text = value.text
        if not _says_nothing(text):
            other = not examples or examples.get(sources.columns[key].field) != text
            return other or not _is_own_example(record, sources, examples)
    if not any(record.owns(key) for key in sources.number):
        return False
    return _number_is_enough(record, kinds) or _shows_more(record, kinds, sources)


def _shows_more(record: Record, kinds: tuple[ListKind, ...], sources: Sources) -> bool:
    """Whether a numbered row of a late list shows what a merge from above says (one 责任人 for three)."""
    late = len(kinds) == 1 and kinds[0] in (ListKind.DUTIES, ListKind.COMPLETIONS)
    return late and any(
        record.values[key].is_filled
        and sources.columns[key].field not in _PREFILLED
        and not _says_nothing(record.values[key].text)
        for key in sources.content
    )


def _says_nothing(text: str) -> bool:
    """Whether a text is a stroke, 无, or 本月无问题."""
    return text in _STROKES or says_nothing(text) or (text[:1] in _LINE and set(text) <= _LINE)


def says_nothing(text: str) -> bool:
    """Whether a text says in words that there is nothing: 无, 本月无问题."""
    return not _NONE_WORDS.isdisjoint(text[:20]) and bool(_NOTHING.fullmatch(text))


def says_none(record: Record, sources: Sources) -> bool:
    """Whether a row says in words that there is nothing (无, 本单位暂无此类问题)."""
    texts = (record.values[key].text for key in sources.content if record.owns(key))
    return any(not _NONE_WORDS.isdisjoint(text) for text in texts if _says_nothing(text))


def _is_own_example(record: Record, sources: Sources, examples: Mapping[str, str]) -> bool:
    """Whether a row holds nothing but the example texts of our own form, two at least."""
    seen = 0
    for key in sources.content:
        if record.owns(key):
            if examples.get(sources.columns[key].field) != record.values[key].text:
                return False
            seen += 1
    return seen > 1


def _number_is_enough(record: Record, kinds: tuple[ListKind, ...]) -> bool:
    """Whether 任务编号 alone makes a row: in 责任清单 and 完成清单 it stands for the task."""
    late = len(kinds) == 1 and kinds[0] in (ListKind.DUTIES, ListKind.COMPLETIONS)
    text = record.values["item_id"].text if late else ""
    return bool(text) and text not in _STROKES and not _RUNNING.fullmatch(text)


def is_hollow(record: Record, sources: Sources) -> bool:
    """Whether a row's own cells are nothing but formulas without result and error values."""
    for key in (*sources.content, *sources.number):
        if record.values[key].kind not in _BAD and record.owns(key):
            return False
    return True


def is_prefilled(record: Record, sources: Sources) -> bool:
    """Whether a row holds only what forms are handed out with (单位, 类别, 阶段)."""
    return all(
        sources.columns[key].field in _PREFILLED for key in sources.content if record.owns(key)
    )


def belongs_to(record: Record, kind: ListKind, sources: Sources) -> bool:
    """Whether a row that is several lists at once begins a row of this list."""
    if _owns(record, kind, sources):
        return True
    late = kind in (ListKind.DUTIES, ListKind.COMPLETIONS)
    return late and ListKind.TASKS in sources.of_kind and _owns(record, ListKind.TASKS, sources)


def _owns(record: Record, kind: ListKind, sources: Sources) -> bool:
    keys = sources.of_kind[kind]
    return any(record.owns(keys[f]) for f in ANCHORS[kind] if f in keys)


def make_row(
    record: Record,
    kind: ListKind,
    keys: Mapping[str, str] | None,
    place: Place,
    extra: tuple[Value, ...],
) -> Row:
    """Return the row of one list; `keys` maps its fields to those of the record, None: all."""
    hidden = place.view.sheet.hidden or record.number in place.view.sheet.hidden_rows
    cells: Mapping[str, Value] = record.values
    if keys is not None:
        cells = {key: record.values[source] for key, source in keys.items()}
    return Row(kind, place.file, place.sheet, record.number, cells, hidden, extra)
