"""One look at all units in bounded memory: what is known is taken over, only the rest is worked on.

Units come one by one; of each only its brief is kept, on a shelf.  Checks that compare units, and the
reminders, which go to the unit that leads a matter, are made from the briefs.  The outcome is that of
`run.look` and `run.decide`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from .briefs import Brief, all_matters, findings_in, unpack_matter, view_without_rows
from .cache import Shelves, digest
from .cases import Case, cases
from .checking import check_view, judge_office, sort_findings
from .day_folder import DayFolder
from .intake import Intake
from .kept_findings import Findings
from .looking import Gathered, digest_of, stray_view
from .model import (
    Finding,
    History,
    Level,
    Matter,
    Snapshot,
    Status,
    Submission,
    Tally,
    Unit,
    UnitTally,
    UnitView,
)
from .register_notes import register_notes
from .rendering.consolidated import Fragments
from .tally import total
from .unit_work import (
    Bench,
    Done,
    extra_key,
    matters_with_rows,
    with_extra,
    work,
    work_on_another_day,
)

_QUIET = {Status.SUSPENDED.value, Status.LONG_TERM.value}
_CLOSED = {s.value for s in Status if s.is_done or s is Status.REJECTED}
#: A step of so many working days before a due day lies at most so many days before it.
_DAYS_A_WORKDAY, _LONGEST_BREAK_DAYS = 3, 40


@dataclass(slots=True)
class Line:
    """What a run keeps in mind of one unit; its brief lies on the shelf."""

    case: Case
    key: bytes
    tally: UnitTally | None
    gathered: Mapping[str, Any]
    extra: bytes
    levels: Counter[str]
    unread: int
    waits: bool
    steady: bool


class Sweep:
    """The look at all units.  `run` goes over them; afterwards the rest can be asked for."""

    def __init__(
        self, bench: Bench, shelves: Shelves, mark: bytes, day: DayFolder, *, verify: bool = False
    ) -> None:
        self.bench, self.shelves, self.day = bench, shelves, day
        self.intake = Intake(bench.setup, shelves.files, mark, verify=verify)
        self.lines: dict[str, Line] = {}
        self.history = History()
        self.notes: tuple[str, ...] = ()
        self.strays: tuple[Submission, ...] = ()
        self.findings = Findings(self, (), ())

    def run(self, read_history: Callable[[Mapping[str, Sequence[Submission]]], History]) -> None:
        """Go over all units; `read_history` is given what each one handed in."""
        gathered = self.intake.gather()
        self.notes = tuple(gathered.notes)
        self.history = read_history(gathered.by_unit)
        for case in cases(self.bench.setup, gathered, self.history):
            self.lines[case.unit.id] = self._line(case)
        self._compare(self._check_strays(gathered))
        views = self._with_decisions() if self.bench.setup.decisions else ()
        self.notes += tuple(register_notes(self.bench.setup, views, self.history))

    # ----------------------------------------------------------------- units

    def _line(self, case: Case) -> Line:
        unit, key = case.unit, self._key(case)
        brief = self._kept(unit.id)
        done: Done | None = None
        if brief is None or brief.key != key:
            done = self._work(case, key)
        elif brief.day != self.bench.today.toordinal():
            before = self.day.other_day(date.fromordinal(brief.day).isoformat())
            pieces = self.shelves.pieces.get(unit.id)
            done = work_on_another_day(self.bench, unit, brief, pieces, before)
            done = done or self._work(case, key)
        elif self.bench.papers and not self._is_there(unit.id, brief):
            done = self._work(case, key)
        if done is not None:
            self._keep(unit.id, done)
            brief = done.brief
        assert brief is not None
        levels = Counter(f[1] for _, _, _, found in brief.told for f in found)
        unread = sum(len(found) for rule, _, _, found in brief.told if rule == "unreadable-file")
        tally = UnitTally(*brief.tally) if brief.tally is not None else None
        waits = any(not (readable or troubles) for _, _, readable, troubles in brief.files)
        steady = all(readable or content for _, content, readable, _ in brief.files)
        return Line(case, key, tally, brief.gathered, brief.extra, levels, unread, waits, steady)

    def _work(self, case: Case, key: bytes, extra: Sequence[Finding] = ()) -> Done:
        return work(self.bench, self._with_rows(case), key, extra)

    def _with_rows(self, case: Case) -> Case:
        return replace(case, submissions=tuple(map(self.intake.whole, case.submissions)))

    def _keep(self, unit: str, done: Done) -> None:
        for name, data in done.files:
            self.day.put(name, data)
        self.shelves.units.store(f"u/{unit}", tuple(done.brief))
        self.shelves.pieces.put(unit, done.pieces)

    def _is_there(self, unit: str, brief: Brief) -> bool:
        return all(self.day.has(name, content) for name, content, _ in brief.made) and (
            unit in self.shelves.pieces
        )

    def _key(self, case: Case) -> bytes:
        """Return what names everything but the day that a unit's brief is made from."""
        several = len(case.submissions) > 1
        evidence = None if case.evidence is None else sorted(case.evidence.items())
        return digest(
            self.bench.base,
            case.unit.id,
            [self.intake.key(s) for s in case.submissions],
            sorted(case.copies.items()),
            sorted(case.accepted.items()) if several else (),
            repr(case.decisions) if case.decisions else "",
            repr(case.past) if case.past else "",
            evidence,
        )

    def _kept(self, unit: str) -> Brief | None:
        loaded = self.shelves.units.load(f"u/{unit}")
        return Brief(*loaded) if loaded is not None else None

    def brief(self, unit: str) -> Brief:
        """Return the brief of a unit of the plan."""
        brief = self._kept(unit)
        if brief is None:  # the shelf was damaged meanwhile
            line = self.lines[unit]
            done = self._work(line.case, line.key, self.findings.extra(unit))
            self._keep(unit, done)
            brief = done.brief
        return brief

    def view(self, unit: str) -> UnitView:
        """Return everything known of a unit, with its rows."""
        return self._with_rows(self.lines[unit].case).view(self.bench.setup, self.bench.today)

    def handed_in(self, unit: str) -> str:
        """Return one name for all that counts of a unit's files."""
        contents = {content for _, content, *_ in self.brief(unit).files}
        return digest_of("\n".join(sorted(contents)).encode())

    def save(self) -> None:
        """Make everything that was found out last."""
        self.intake.save()
        self.shelves.save()

    def fragments(self, unit: str) -> Fragments:
        """Return what a unit adds to 汇总表."""
        pieces = self.shelves.pieces.load(unit)
        if pieces is None:  # the shelf was damaged meanwhile
            line = self.lines[unit]
            self._keep(unit, self._work(line.case, line.key, self.findings.extra(unit)))
            pieces = self.shelves.pieces.load(unit)
        return Fragments.unpack(pieces[0])

    def own_findings(self, unit: str) -> tuple[Finding, ...]:
        """Return what the checks of one unit alone found."""
        return sort_findings(findings_in(self.brief(unit))) if unit in self.lines else ()

    # ----------------------------------------------------------------- all units together

    def _check_strays(self, gathered: Gathered) -> tuple[Finding, ...]:
        gathered.strays = list(map(self.intake.whole, gathered.strays))
        stray = stray_view(self.bench.setup, gathered, self.bench.today)
        if stray is None:
            return ()
        self.strays = stray.submissions
        return check_view(stray)

    def _compare(self, strays: Sequence[Finding]) -> None:
        """Run the checks that compare units, and put what they found with the units concerned."""

        def parts(rule: str) -> Iterator[tuple[Unit, Any]]:
            return ((x.case.unit, x.gathered.get(rule, ())) for x in self.lines.values())

        office = judge_office(self.bench.plan, self.bench.today, parts)
        self.findings = Findings(self, strays, office)
        for unit, line in self.lines.items():
            line.gathered = {}
            extra = self.findings.extra(unit)
            if extra_key(extra) != line.extra:
                brief, pieces = self.brief(unit), self.shelves.pieces.get(unit)
                done = with_extra(self.bench, brief, pieces, extra)
                self._keep(unit, done or self._work(line.case, line.key, extra))
            if extra and line.tally is not None:
                levels = Counter(f.level for f in extra)
                line.tally = replace(
                    line.tally,
                    errors=line.tally.errors + levels[Level.ERROR],
                    warnings=line.tally.warnings + levels[Level.WARNING],
                )

    @property
    def is_steady(self) -> bool:
        """Whether all files could be looked into: another time none would say something else."""
        strays = all(s.readable or s.digest for s in self.strays)
        return strays and all(line.steady for line in self.lines.values())

    @cached_property
    def tally(self) -> Tally:
        """The counts over all units that are counted."""
        return total(x.tally for x in self.lines.values() if x.tally is not None)

    def _with_decisions(self) -> list[UnitView]:
        """Return all units with those of their matters that the register speaks of."""
        plan, today = self.bench.plan, self.bench.today
        found = []
        for unit, line in self.lines.items():
            brief, own = self.brief(unit), line.case.decisions
            decided = [unpack_matter(m, unit, plan, today, own) for m in brief.matters if m[-1]]
            found.append(view_without_rows(brief, line.case.unit, plan, today, decided))
        return found

    def snapshot(self, *, only_due: bool = False) -> Snapshot:
        """Return what was looked at, without rows.

        With `only_due` there are only the matters that a step of the ladder could be due for.
        """
        horizon = self._horizon() if only_due else None
        return Snapshot(
            plan=self.bench.plan,
            today=self.bench.today,
            views=tuple(self._view(unit, horizon) for unit in self.lines),
            strays=self.strays,
            history=self.history,
            office=self.bench.snapshot.office,
            notes=self.notes,
        )

    def _view(self, unit_id: str, horizon: int | None) -> UnitView:
        brief, unit = self.brief(unit_id), self.lines[unit_id].case.unit
        plan, today = self.bench.plan, self.bench.today
        if horizon is None:
            matters: Sequence[Matter] = all_matters(brief, unit, plan, today)
        else:
            matters = [
                unpack_matter(m, unit.id, plan, today)
                for m in brief.matters
                if _may_be_due(m, horizon)
            ]
        return view_without_rows(brief, unit, plan, today, matters)

    def _horizon(self) -> int:
        """Return the last due day, by number, for which a step of the ladder may have come."""
        ahead = max((-step.workdays for step in self.bench.plan.ladder), default=0)
        days = max(ahead, 0) * _DAYS_A_WORKDAY + _LONGEST_BREAK_DAYS
        return (self.bench.today + timedelta(days=days)).toordinal()

    def with_rows(self, matters: Sequence[Matter]) -> list[Matter]:
        """Return these matters with their rows, in order."""
        by_unit: dict[str, list[str]] = {}
        for matter in matters:
            by_unit.setdefault(matter.unit, []).append(matter.id)
        found: dict[str, Matter] = {}
        for unit, ids in by_unit.items():
            found |= self._with_rows_of(unit, ids)
        return [found[m.id] for m in matters]

    def _with_rows_of(self, unit: str, ids: Sequence[str]) -> dict[str, Matter]:
        brief, case = self.brief(unit), self.lines[unit].case
        positions = {m[0]: i for i, m in enumerate(brief.matters)}
        packed = self.shelves.files.load(case.submissions[0].file) if brief.whole else None
        if packed is None:
            case = self._with_rows(case)
        wanted = [positions[own_id] for own_id in ids]
        return {m.id: m for m in matters_with_rows(self.bench, case, brief, packed, wanted)}


def _may_be_due(packed: Any, horizon: int) -> bool:
    """Whether a step of the ladder may be due for a matter, by its state and due day."""
    state, due_day = packed[7], packed[10]
    return (
        due_day is not None and due_day <= horizon and state not in _CLOSED and state not in _QUIET
    )
