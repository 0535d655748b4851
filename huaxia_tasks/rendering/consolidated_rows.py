"""What one unit adds to each sheet of the consolidated workbook.

All here is a pure function of the unit's view and findings, so what was made once can be kept and
used again: lists change with the unit's workbook, matters and findings with the day too.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import (
    Audience,
    CellRef,
    Finding,
    Level,
    Light,
    ListKind,
    Matter,
    Plan,
    Status,
    UnitView,
    Value,
)
from ..wording import LIGHTS, STATES, shorten
from .consolidated_cells import BLANK, date_cell, most_lines, number_cell, row_open, simple_cell
from .consolidated_forms import MADE, TextRows
from .consolidated_lists import Column, ListLayout
from .consolidated_notes import FINDINGS, LEVELS, RowNotes
from .marks import LEVEL_WORDS
from .sheet_text import room_for_text
from .zip_stream import Piece, piece

MATTERS = "事项总表"
#: The sheets that grow with the units, in the workbook's order.
GROWING = (MATTERS, *(kind.value for kind in ListKind), FINDINGS)

MATTER_COLUMNS: tuple[Column, ...] = (
    ("事项编号", 10), ("单位", 14), ("事项", 26), ("牵头单位", 13), ("配合单位", 14), ("所属阶段", 10),
    ("完成时限", 11), ("应完成日", 11), ("状态", 9), ("预警", 7), ("剩余天数", 7), ("完成日", 11),
    ("进度", 7), ("进展情况", 24), ("未完成原因", 15), ("下一步措施", 15), ("责任人", 9), ("标注", 12),
)  # fmt: skip
FINDING_COLUMNS: tuple[Column, ...] = (
    ("单位", 14), ("要求", 8), ("谁来改", 8), ("文件", 18), ("表", 11), ("单元格", 8), ("现填内容", 16),
    ("问题", 42), ("怎么改", 36), ("事项编号", 10),
)  # fmt: skip
#: The looks of the columns of text (the others come finished).
_MATTER_LOOKS = (
    "centre", "text", "text", "text", "text", "centre", "centre", MADE, MADE, MADE, MADE, MADE, MADE,
    "text", "text", "text", "centre", MADE,
)  # fmt: skip
_FINDING_LOOKS = (
    "text", MADE, MADE, "text", "centre", "centre", "text", "text", "text", "centre",
)  # fmt: skip
#: The rooms of the columns whose texts may take more than a line, in the order of these texts.
_MATTER_ROOMS = tuple(
    room_for_text(dict(MATTER_COLUMNS)[column])
    for column in ("单位", "事项", "牵头单位", "配合单位", "所属阶段", "完成时限", "进展情况",
                   "未完成原因", "下一步措施", "责任人", "标注")
)  # fmt: skip
_FINDING_ROOMS = tuple(
    room_for_text(dict(FINDING_COLUMNS)[column])
    for column in ("单位", "文件", "表", "现填内容", "问题", "怎么改")
)
_LEVEL_CELLS = {one: simple_cell(LEVEL_WORDS[one], one, "centre") for one in Level}
_AUDIENCE_CELLS = {
    Audience.UNIT: simple_cell("单位", look="centre"),
    Audience.OFFICE: simple_cell("办公室", look="centre"),
}
_STATE_CELLS = {one: simple_cell(STATES[one], look="centre") for one in Status}
_LIGHT_CELLS = {one: simple_cell(LIGHTS[one], f"light-{one}", "centre") for one in Light}


#: What a row of 事项总表 takes from the rows of its matter.
MATTER_TEXTS = ("progress", "reason", "next_step", "person")


def matter_texts(matter: Matter) -> tuple[str, ...]:
    """Return what stands in these fields, each from the first row that has it."""
    rows = [row.row.cells for row in matter.rows]
    return tuple([_first_text(rows, key) for key in MATTER_TEXTS])


def _first_text(rows: Sequence[Mapping[str, Value]], key: str) -> str:
    for cells in rows:
        value = cells.get(key)
        if value is not None and value.text:
            return value.text
    return ""


class PhaseCount(NamedTuple):
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


class Layout:
    """The columns of all growing sheets for one plan, and how a unit's rows are written in them."""

    def __init__(self, plan: Plan) -> None:
        self._names = {unit.id: unit.name for unit in plan.units}
        self._lists = {kind: ListLayout(()) for kind in ListKind}
        self._lists |= {spec.kind: ListLayout(spec.columns) for spec in plan.lists}
        self._matters, self._findings = TextRows(_MATTER_LOOKS), TextRows(_FINDING_LOOKS)

    def columns(self, sheet: str) -> tuple[Column, ...]:
        """Return heading and width of a growing sheet's columns."""
        if sheet == MATTERS:
            return MATTER_COLUMNS
        if sheet == FINDINGS:
            return FINDING_COLUMNS
        return self._lists[ListKind(sheet)].columns

    def fragments(
        self,
        view: UnitView,
        findings: Sequence[Finding],
        standing: Mapping[str, Piece] | None = None,
        texts: Sequence[tuple[str, ...]] | None = None,
    ) -> Fragments:
        """Return what a unit adds to all sheets; of `findings` only its own are taken.

        `standing` are lists that were made before and are as they were, `texts` the `matter_texts`
        where somebody has them already.
        """
        own = [f for f in findings if f.unit == view.unit.id]
        notes = RowNotes(view, own)
        pieces = dict(standing or {})
        for kind in ListKind:
            if kind.value not in pieces:
                pieces[kind.value] = self.list_piece(view, notes, kind)
        pieces[MATTERS] = self.matters_piece(view, own, texts)
        pieces[FINDINGS] = self.findings_piece(own)
        return Fragments(pieces, count_phases(view.matters))

    # The four lists

    def list_piece(self, view: UnitView, notes: RowNotes, kind: ListKind) -> Piece:
        """Return a unit's rows of one list; depends on the rows and on what `notes` say of them."""
        rows = [row.row for row in view.rows_of(kind)]
        if not rows:
            return Piece(b"", 0, 0, 0)
        return piece("".join(self._lists[kind].rows(rows, view.unit.name, notes)), len(rows))

    # Matters and findings

    def matters_piece(
        self,
        view: UnitView,
        findings: Iterable[Finding],
        texts: Sequence[tuple[str, ...]] | None = None,
    ) -> Piece:
        """Return the rows of 事项总表; depends on the day too.

        `texts` gives what `matter_texts` returns; matters without their rows cannot tell.
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
            self._matter_row(m, name, counts.get(m.id, ()), t)
            for m, t in zip(view.matters, own, strict=True)
        ]
        return piece("".join(rows), len(rows))

    def _matter_row(
        self, matter: Matter, unit: str, levels: Sequence[Level], texts: tuple[str, ...]
    ) -> str:
        names, due = self._names, matter.due
        lead = names.get(matter.lead, matter.lead) if matter.lead else ""
        others = "、".join([names.get(u, u) for u in matter.co_units]) if matter.co_units else ""
        phase, due_text = matter.phase.name if matter.phase else "", due.text if due else ""
        note, noted = "", BLANK
        if levels:
            note = _counted(levels)
            noted = simple_cell(note, min(levels, key=LEVELS.index))
        own = (unit, matter.title, lead, others, phase, due_text)
        parts = (
            matter.id,
            *own,
            date_cell(matter.due_day),
            _STATE_CELLS[matter.state],
            _LIGHT_CELLS[matter.light],
            number_cell(matter.days_left if matter.is_open else None),
            date_cell(matter.done_on),
            number_cell(matter.progress, look="percent"),
            *texts,
            noted,
        )
        told = (*own, *texts, note)
        cells = self._matters.cells(parts, (matter.id, *told))
        return f"{row_open(most_lines(told, _MATTER_ROOMS))}{cells}</row>"

    def findings_piece(self, findings: Sequence[Finding]) -> Piece:
        """Return the rows of 检查结果 in the order given."""
        return piece("".join(map(self._finding_row, findings)), len(findings))

    def _finding_row(self, finding: Finding) -> str:
        ref = finding.ref or CellRef("")
        nobody = "（未识别）" if ref.file else "（不分单位）"
        unit = self._names.get(finding.unit, finding.unit) if finding.unit else nobody
        address = ref.address or (f"第{ref.row}行" if ref.row else "")
        value = shorten(finding.value or "", 200)
        file = ref.file.rpartition("/")[2]
        told = (unit, file, ref.sheet, value, finding.message, finding.remedy)
        parts = (
            unit, _LEVEL_CELLS[finding.level], _AUDIENCE_CELLS[finding.tells], file, ref.sheet,
            address, value, finding.message, finding.remedy, finding.matter or "",
        )  # fmt: skip
        cells = self._findings.cells(parts, (*told, address, parts[-1]))
        return f"{row_open(most_lines(told, _FINDING_ROOMS))}{cells}</row>"


def _counted(levels: Sequence[Level]) -> str:
    parts = [f"{LEVEL_WORDS[one]}{n}处" for one in LEVELS if (n := levels.count(one))]
    return "、".join(parts)


_LEFT_OUT = frozenset({Status.LONG_TERM, Status.SUSPENDED})


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
