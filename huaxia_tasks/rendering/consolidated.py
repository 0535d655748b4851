"""汇总表: all units' rows in one workbook, written unit by unit in bounded memory.

Each unit adds a finished stretch to every growing sheet (`Fragments`); the sheets are put together
from these when all have come, without deflating anything again.  An unchanged unit's fragments may
be kept and added as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ..model import Finding, Level, ListKind, Plan, Tally, UnitView
from .consolidated_charts import chart_parts
from .consolidated_notes import FINDINGS, FORMAT, RowNotes
from .consolidated_overview import CHART_SHEET, SHEET, as_of, overview
from .consolidated_rows import (
    GROWING,
    MATTERS,
    Fragments,
    Layout,
    PhaseCount,
)
from .consolidated_sheets import (
    HEAD_ROW,
    SheetEntry,
    sheet_head,
    sheet_part,
    sheet_tail,
    workbook_parts,
)
from .consolidated_styles import styles_xml
from .seal import member
from .zip_stream import Joined, ZipStream, last_piece, piece

__all__ = [
    "FORMAT",
    "Consolidated",
    "Fragments",
    "Layout",
    "RowNotes",
    "consolidate",
    "list_fragment",
]

_CHART_INDEX, _FIRST_GROWING = 2, 3


def list_fragment(view: UnitView, findings: Sequence[Finding]) -> Fragments:
    """Return what one unit adds to the workbook; a pure function, fit to be kept by digest.

    With many units make one `Layout` of the plan and call its ``fragments`` instead.
    """
    return Layout(view.plan).fragments(view, findings)


class Consolidated:
    """Writes one workbook: `add` the units in roster order, then `close`.

    As a context manager it gives its temporary files back whatever happens; nothing is written to
    `target` before `close`.
    """

    def __init__(self, target: BinaryIO | Path, plan: Plan, today: date) -> None:
        self._target, self._plan, self._today = target, plan, today
        self.layout = Layout(plan)
        self._sheets = {name: Joined() for name in GROWING}
        self._phases: list[PhaseCount] = []
        #: How many findings of no unit there are of each level.
        self._beside: Counter[Level] = Counter()

    def add(self, view: UnitView, findings: Sequence[Finding]) -> Fragments:
        """Add a unit with its own findings; return what was added, to be kept."""
        made = self.layout.fragments(view, findings)
        self.add_fragments(made)
        return made

    def add_fragments(self, made: Fragments) -> None:
        """Add what an earlier `add` of the same layout returned."""
        for name, one in made.pieces.items():
            self._sheets[name].append(one)
        self._phases += made.phases

    def add_findings(self, findings: Sequence[Finding]) -> None:
        """Add findings of no unit (files that nobody could be found for, gaps of the plan) to 检查结果."""
        self._beside.update(f.level for f in findings)
        if findings:
            self._sheets[FINDINGS].append(self.layout.findings_piece(findings))

    def close(self, tally: Tally) -> None:
        """Write the workbook to the target."""
        if isinstance(self._target, Path):
            with self._target.open("wb") as file:
                self._write(file, tally)
        else:
            self._write(self._target, tally)
        self.discard()

    def discard(self) -> None:
        """Give the temporary files back."""
        for sheet in self._sheets.values():
            sheet.close()

    def __enter__(self) -> Consolidated:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    def _write(self, file: BinaryIO, tally: Tally) -> None:
        plan, stream = self._plan, ZipStream(file)
        made = overview(plan, self._today, tally, self._phases, self._beside)
        chart_sheet, drawn = chart_parts(made, tally)
        entries = self._entries(made.unit_head)
        charts = sum(part.name.startswith("xl/charts/chart") for part in drawn)
        title = f"{plan.title}四张清单汇总表"
        for part in (
            *workbook_parts(entries, title, plan.office, self._today, charts, _CHART_INDEX),
            member("xl/styles.xml", styles_xml().encode()),
            member(sheet_part(1), made.xml.encode()),
            member(sheet_part(_CHART_INDEX), chart_sheet.encode()),
            *drawn,
        ):
            stream.add(part)
        for index, (name, joined) in enumerate(self._sheets.items(), start=_FIRST_GROWING):
            self._write_sheet(stream, sheet_part(index), name, joined)
        stream.close()

    def _entries(self, unit_head: int) -> list[SheetEntry]:
        growing = [
            SheetEntry(name, len(self.layout.columns(name)), joined.rows, HEAD_ROW)
            for name, joined in self._sheets.items()
        ]
        return [SheetEntry(SHEET, title_rows=unit_head), SheetEntry(CHART_SHEET), *growing]

    def _write_sheet(self, stream: ZipStream, part: str, name: str, joined: Joined) -> None:
        columns, rows = self.layout.columns(name), joined.rows
        note = f"{as_of(self._plan, self._today)}共{rows}{_COUNTED.get(name, '行')}。"
        frozen = 2 if name != FINDINGS else 1
        head = sheet_head(_TITLES.get(name, f"{name}（各单位汇总）"), note, columns, rows, frozen)
        tail = sheet_tail(columns, rows, self._plan.number)
        stream.add_joined(part, piece(head), joined, last_piece(tail))


_TITLES = {MATTERS: "事项总表（一事一行）", FINDINGS: "检查结果"}
_COUNTED = {MATTERS: "项", FINDINGS: "处", **{kind.value: "行" for kind in ListKind}}


def consolidate(
    target: BinaryIO | Path,
    plan: Plan,
    today: date,
    units: Iterable[tuple[UnitView, Sequence[Finding]]],
    tally: Tally,
) -> None:
    """Write the whole workbook at once."""
    with Consolidated(target, plan, today) as book:
        for view, findings in units:
            book.add(view, findings)
        book.close(tally)
