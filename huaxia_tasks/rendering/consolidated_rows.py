"""What one unit adds to each sheet of the consolidated workbook.

All here is a pure function of the unit's view and findings, so what was made once can be kept and
used again: lists change with the unit's workbook, matters and findings with the day too.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..model import (
    CellRef,
    ColumnSpec,
    Finding,
    Level,
    Light,
    ListKind,
    Matter,
    Plan,
    Row,
    Status,
    UnitView,
)
from ..wording import LIGHTS, STATES, shorten
from .consolidated_cells import (
    BLANK,
    SIMPLE_CLOSE,
    SIMPLE_OPEN,
    date_cell,
    lines_of,
    most_lines,
    number_cell,
    row_xml,
    simple_cell,
    text_cell,
    value_cell,
)
from .consolidated_notes import FINDINGS, LEVELS, RowNotes
from .forms_columns import DATE_FIELDS, TEXT_FIELDS
from .marks import LEVEL_WORDS
from .sheet_text import are_simple, fit_widths, text_lines
from .zip_stream import Piece, piece

MATTERS = "事项总表"
#: The sheets that grow with the units, in the workbook's order.
GROWING = (MATTERS, *(kind.value for kind in ListKind), FINDINGS)

Column = tuple[str, float]
MATTER_COLUMNS: tuple[Column, ...] = (
    ("事项编号", 10), ("单位", 14), ("事项", 26), ("牵头单位", 13), ("配合单位", 14), ("所属阶段", 10),
    ("完成时限", 11), ("应完成日", 11), ("状态", 9), ("预警", 7), ("剩余天数", 7), ("完成日", 11),
    ("进度", 7), ("进展情况", 24), ("未完成原因", 15), ("下一步措施", 15), ("责任人", 9), ("标注", 12),
)  # fmt: skip
FINDING_COLUMNS: tuple[Column, ...] = (
    ("单位", 14), ("要求", 8), ("谁来改", 8), ("文件", 18), ("表", 11), ("单元格", 8), ("现填内容", 16),
    ("问题", 42), ("怎么改", 36), ("事项编号", 10),
)  # fmt: skip
_LIST_BEFORE: tuple[Column, ...] = (("报送单位", 14), ("事项编号", 10))
_LIST_AFTER: tuple[Column, ...] = (("其他栏目", 12), ("标注", 28), ("出处", 16))
#: Characters that the plan's own columns share on a page beside these.
_LIST_ROOM = 115.0
#: The widths of the columns whose texts may take more than a line, in the order of these texts.
_MATTER_ROOMS = tuple(
    dict(MATTER_COLUMNS)[column]
    for column in ("单位", "事项", "牵头单位", "配合单位", "所属阶段", "完成时限", "进展情况",
                   "未完成原因", "下一步措施", "责任人", "标注")
)  # fmt: skip
_FINDING_ROOMS = tuple(
    dict(FINDING_COLUMNS)[column] for column in ("单位", "文件", "表", "现填内容", "问题", "怎么改")
)
_OTHER_WIDTH, _NOTE_WIDTH, _PLACE_WIDTH = (width for _, width in _LIST_AFTER)
_AUDIENCES = {"unit": "单位", "office": "办公室"}
_CENTRED = DATE_FIELDS | TEXT_FIELDS | {"seq", "method", "group", "status", "immediate", "phase"}


#: What a row of 事项总表 takes from the rows of its matter.
MATTER_TEXTS = ("progress", "reason", "next_step", "person")


def matter_texts(matter: Matter) -> tuple[str, ...]:
    """Return what stands in these fields, each from the first row that has it."""
    rows = matter.rows
    return tuple(next((t for row in rows if (t := row.text(key))), "") for key in MATTER_TEXTS)


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """Counts of one unit's matters of one phase (``no`` 0: of none)."""

    no: int
    matters: int = 0
    done: int = 0
    base: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Fragments:
    """What one unit adds: a piece for each growing sheet, and its counts by phase."""

    pieces: Mapping[str, Piece] = field(default_factory=dict)
    phases: tuple[PhaseCount, ...] = ()

    def pack(self) -> bytes:
        """Return the fragments as bytes to be kept; `unpack` reads them (same Python version)."""
        phases = [(p.no, p.matters, p.done, p.base, p.overdue) for p in self.phases]
        return marshal.dumps(({k: tuple(v) for k, v in self.pieces.items()}, phases), 4)

    @staticmethod
    def unpack(data: bytes) -> Fragments:
        """Return what `pack` made.  Only for bytes that this program kept itself."""
        pieces, phases = marshal.loads(data)
        return Fragments(
            {name: Piece(*one) for name, one in pieces.items()},
            tuple(PhaseCount(*one) for one in phases),
        )


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list; ``open`` begins a plain cell of it, ``half`` is half its width."""

    field: str
    heading: str
    width: float
    half: float
    as_text: bool
    look: str
    open: str


def _list_columns(specs: Sequence[ColumnSpec]) -> tuple[ListColumn, ...]:
    wanted = [max(spec.width, min(2 * len(spec.heading) + 1.5, 11)) for spec in specs]
    found = []
    for spec, width in zip(specs, fit_widths(wanted, _LIST_ROOM, 11), strict=True):
        look = "centre" if spec.field in _CENTRED else "text"
        as_text = spec.field in TEXT_FIELDS
        opening = SIMPLE_OPEN[look]
        found.append(
            ListColumn(spec.field, spec.heading, width, width / 2 - 1, as_text, look, opening)
        )
    return tuple(found)


class Layout:
    """The columns of all growing sheets for one plan, and how a unit's rows are written in them."""

    def __init__(self, plan: Plan) -> None:
        self._names = {unit.id: unit.name for unit in plan.units}
        self._lists = {spec.kind: _list_columns(spec.columns) for spec in plan.lists}

    def columns(self, sheet: str) -> tuple[Column, ...]:
        """Return heading and width of a growing sheet's columns."""
        if sheet == MATTERS:
            return MATTER_COLUMNS
        if sheet == FINDINGS:
            return FINDING_COLUMNS
        own = self._lists.get(ListKind(sheet), ())
        return (*_LIST_BEFORE, *((c.heading, c.width) for c in own), *_LIST_AFTER)

    def fragments(
        self,
        view: UnitView,
        findings: Sequence[Finding],
        standing: Mapping[str, Piece] | None = None,
    ) -> Fragments:
        """Return what a unit adds to all sheets; of `findings` only its own are taken.

        `standing` are lists that were made before and are as they were.
        """
        own = [f for f in findings if f.unit == view.unit.id]
        notes = RowNotes(view, own)
        pieces = dict(standing or {})
        for kind in ListKind:
            if kind.value not in pieces:
                pieces[kind.value] = self.list_piece(view, notes, kind)
        pieces[MATTERS] = self.matters_piece(view, own)
        pieces[FINDINGS] = self.findings_piece(own)
        return Fragments(pieces, count_phases(view.matters))

    # The four lists

    def list_piece(self, view: UnitView, notes: RowNotes, kind: ListKind) -> Piece:
        """Return a unit's rows of one list; depends on the rows and on what `notes` say of them."""
        rows = [row.row for row in view.rows_of(kind)]
        if not rows:
            return Piece(b"", 0, 0, 0)
        writer = _ListRows(self._lists.get(kind, ()), view.unit.name, notes)
        return piece("".join(map(writer.row, rows)), len(rows))

    # Matters and findings

    def matters_piece(
        self,
        view: UnitView,
        findings: Iterable[Finding],
        texts: Sequence[tuple[str, ...]] | None = None,
    ) -> Piece:
        """Return the rows of 事项总表; depends on the day too.

        `texts` gives, for matters without their rows, what `matter_texts` returned with them.
        """
        if not view.matters:
            return Piece(b"", 0, 0, 0)
        counts: dict[str, list[Level]] = {}
        for finding in findings:
            if finding.matter is not None:
                counts.setdefault(finding.matter, []).append(finding.level)
        own = texts if texts is not None else [matter_texts(m) for m in view.matters]
        name = view.unit.name
        rows = [
            self._matter_row(m, name, counts.get(m.id, ()), dict(zip(MATTER_TEXTS, t, strict=True)))
            for m, t in zip(view.matters, own, strict=True)
        ]
        return piece("".join(rows), len(rows))

    def _matter_row(
        self, matter: Matter, unit: str, levels: Sequence[Level], texts: Mapping[str, str]
    ) -> str:
        due, light = matter.due, matter.light
        late = f"light-{light}"
        names = self._names
        lead = names.get(matter.lead, matter.lead) if matter.lead else ""
        others = "、".join(names.get(u, u) for u in matter.co_units)
        note, fill = _counted(levels), min(levels, key=LEVELS.index, default="")
        phase, due_text = matter.phase.name if matter.phase else "", due.text if due else ""
        strange = (matter.id, unit, matter.title, lead, others, phase, due_text, *texts.values())
        cell = simple_cell if are_simple(strange) else text_cell
        cells = (
            cell(matter.id, look="centre"),
            cell(unit),
            cell(matter.title),
            cell(lead),
            cell(others),
            cell(phase, look="centre"),
            cell(due_text, look="centre"),
            date_cell(matter.due_day),
            simple_cell(STATES[matter.state], look="centre"),
            simple_cell(LIGHTS[light], late, "centre"),
            number_cell(matter.days_left if matter.is_open else None),
            date_cell(matter.done_on),
            number_cell(matter.progress, look="percent"),
            cell(texts["progress"]),
            cell(texts["reason"]),
            cell(texts["next_step"]),
            cell(texts["person"], look="centre"),
            simple_cell(note, fill),
        )
        told = (unit, matter.title, lead, others, phase, due_text, *texts.values(), note)
        return row_xml(cells, most_lines(told, _MATTER_ROOMS))

    def findings_piece(self, findings: Sequence[Finding]) -> Piece:
        """Return the rows of 检查结果 in the order given."""
        return piece("".join(map(self._finding_row, findings)), len(findings))

    def _finding_row(self, finding: Finding) -> str:
        ref = finding.ref or CellRef("")
        unit = self._names.get(finding.unit, finding.unit) if finding.unit else "（未识别）"
        address = ref.address or (f"第{ref.row}行" if ref.row else "")
        value = shorten(finding.value or "", 200)
        file = ref.file.rpartition("/")[2]
        cells = (
            text_cell(unit),
            text_cell(LEVEL_WORDS[finding.level], finding.level, "centre"),
            text_cell(_AUDIENCES[finding.tells], look="centre"),
            text_cell(file),
            text_cell(ref.sheet, look="centre"),
            text_cell(address, look="centre"),
            text_cell(value),
            text_cell(finding.message),
            text_cell(finding.remedy),
            text_cell(finding.matter or "", look="centre"),
        )
        told = (unit, file, ref.sheet, value, finding.message, finding.remedy)
        return row_xml(cells, most_lines(told, _FINDING_ROOMS))


_LEFT_OUT = frozenset({Status.LONG_TERM, Status.SUSPENDED})


class _ListRows:
    """Writes the rows of one list of one unit."""

    def __init__(self, columns: Sequence[ListColumn], unit: str, notes: RowNotes) -> None:
        self._columns, self._notes = columns, notes
        self._names = [column.field for column in columns]
        self._fields = frozenset(self._names)
        self._unit = text_cell(unit)
        self._places: dict[tuple[str, str], _Places] = {}

    def row(self, row: Row) -> str:
        """Return one row."""
        levels, note, worst = self._notes.of(row)
        cells = [self._unit, _id_cell(self._notes.matter(row))]
        lines = self._fill(cells, row, levels)
        if other := _other_columns(row, self._fields):
            cells.append(text_cell(other))
            lines = max(lines, lines_of(other, _OTHER_WIDTH))
        else:
            cells.append(BLANK)
        if note:
            cells.append(text_cell(note, worst or ""))
            lines = max(lines, lines_of(note, _NOTE_WIDTH))
        else:
            cells.append(BLANK)
        places = self._places.get((row.file, row.sheet))
        if places is None:
            places = self._places[row.file, row.sheet] = _Places.of(row.file, row.sheet)
        place, needed = places.cell(row.number)
        cells.append(place)
        return row_xml(cells, max(lines, needed))

    def _fill(self, cells: list[str], row: Row, levels: Mapping[int, Level]) -> int:
        """Add the cells of the plan's columns; return how many lines of text they take."""
        lines, add, get = 1, cells.append, row.cells.get
        values = [get(field) for field in self._names]
        simple = not levels and are_simple([v.text for v in values if v is not None])
        for column, value in zip(self._columns, values, strict=True):
            if value is None or not (text := value.text):
                add(BLANK)
                continue
            if simple and (value.kind == "text" or column.as_text):
                add(f"{column.open}{text}{SIMPLE_CLOSE}")
            else:
                level = levels.get(value.ref.column) if levels else None
                add(value_cell(value, level, as_text=column.as_text, look=column.look))
            if len(text) > column.half and (needed := text_lines(text, column.width)) > lines:
                lines = needed
        return lines


@dataclass(frozen=True, slots=True)
class _Places:
    """The cells that tell from which row of a sheet a row comes."""

    before: str
    simple: bool

    @staticmethod
    def of(file: str, sheet: str) -> _Places:
        before = f"{file.rpartition('/')[2]} {sheet} 第"
        return _Places(before, are_simple((f"{before}1行",)))

    def cell(self, number: int) -> tuple[str, int]:
        """Return the cell and how many lines it takes."""
        place = f"{self.before}{number}行"
        return (simple_cell if self.simple else text_cell)(place), lines_of(place, _PLACE_WIDTH)


@lru_cache(maxsize=256)
def _id_cell(text: str) -> str:
    return text_cell(text, look="centre")


def _other_columns(row: Row, fields: frozenset[str]) -> str:
    """Return what stands in columns that the plan does not have, as ``栏目：内容`` lines."""
    found = [v for key, v in row.cells.items() if key not in fields and v.text]
    if not found and not row.extra:
        return ""
    lines = [
        f"{v.ref.heading}：{v.text}" if v.ref.heading else v.text
        for v in (*found, *row.extra)
        if v.is_filled
    ]
    return "\n".join(lines)


def _counted(levels: Sequence[Level]) -> str:
    parts = [f"{LEVEL_WORDS[one]}{n}处" for one in LEVELS if (n := levels.count(one))]
    return "、".join(parts)


def count_phases(matters: Iterable[Matter]) -> tuple[PhaseCount, ...]:
    """Return the counts of matters by phase; those of no phase under 0."""
    found: dict[int, list[int]] = {}
    for matter in matters:
        counts = found.setdefault(matter.phase.no if matter.phase else 0, [0, 0, 0, 0])
        counts[0] += 1
        counts[1] += matter.state.is_done
        counts[2] += matter.state not in _LEFT_OUT
        counts[3] += matter.light is Light.RED
    return tuple(PhaseCount(no, *counts) for no, counts in sorted(found.items()))
