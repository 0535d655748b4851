"""One look at all units in bounded memory: what is known is taken over, only the rest is worked on.

Units come one by one; of each only its head is kept in mind, everything else lies on a shelf.  Checks
that compare units are made from what was gathered of each.  The outcome is that of `run.look` and
`run.check`.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from .accepting import acceptance_of
from .briefs import Brief, Head, all_matters, extra_key, unpack_matter, view_without_rows
from .briefs import Findings as PackedFindings
from .cache import Shelf, Shelves, digest
from .cases import Case, Cases
from .checking import check_view, judge_office
from .day_folder import DayFolder
from .documents.receipt import answered
from .hands import ALONE, Hands
from .intake import Intake, read_there
from .kept_findings import Findings
from .kept_units import KeptUnits, Line
from .ledger import Acceptance
from .looking import Gathered, stray_view
from .matter_rows import matters_with_rows
from .model import (
    Finding,
    History,
    Level,
    Matter,
    Snapshot,
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
    Collector,
    Done,
    Job,
    Made,
    with_extra,
    work,
    work_on_another_day,
    work_there,
)
from .workbooks.inbox import Found, Inbox


class Sweep:
    """The look at all units.  `run` goes over them; afterwards the rest can be asked for."""

    def __init__(
        self,
        bench: Bench,
        shelves: Shelves,
        mark: bytes,
        day: DayFolder,
        *,
        verify: bool = False,
        inbox: Inbox | None = None,
    ) -> None:
        self.bench, self.shelves, self.day = bench, shelves, day
        self.intake = Intake(bench.setup, shelves.files, mark, verify=verify, inbox=inbox)
        self.lines: dict[str, Line] = {}
        self.history = History()
        self.notes: tuple[str, ...] = ()
        self.strays: tuple[Submission, ...] = ()
        self.findings = Findings(self, (), ())
        self.kept = KeptUnits(shelves)
        #: What this run would keep in the ledger of the units that it worked on.
        self._acceptances = Shelf(None, "acceptances", mark)
        self._last_packed: tuple[str, Any] = ("", None)

    def run(
        self,
        read_history: Callable[[Mapping[str, Sequence[Submission]]], History],
        *,
        hands: Hands = ALONE,
        blank: bool = False,
    ) -> None:
        """Go over all units; `read_history` is given what each one handed in.

        With `blank` nothing was ever issued or accepted.
        """
        setup, cases = self.bench.setup, Cases(self.bench.setup)
        gathered = self.intake.gather(
            lambda asked: hands.map(read_there, setup, asked),
            partial(self._begin, cases, set()) if blank and hands.alone else None,
        )
        self.notes = tuple(gathered.notes)
        self.history = read_history(gathered.by_unit)
        shared = self.bench if hands.alone else self.bench.packed(far=hands.far)
        steps = self._steps(cases.all(gathered, self.history), far=hands.far)
        for (case, key, head), done in hands.map(work_there, shared, steps):
            self.lines[case.unit.id] = self._line(case, key, head, done)
        self._compare(self._check_strays(gathered))
        if not setup.is_one_of_several:
            views = self.with_decisions() if setup.decisions else ()
            self.notes += tuple(register_notes(setup, views, [self.history]))

    # ----------------------------------------------------------------- units

    def _begin(self, cases: Cases, begun: set[str], found: Found, submission: Submission) -> None:
        """Work on a unit while its rows are at hand; what is made holds where this is its only file."""
        unit = self.bench.plan.unit(submission.unit or "")
        if unit is None or unit.id in begun:
            return
        begun.add(unit.id)
        case = cases.of(unit, (submission,), History(), {})
        key, head = self._key(case), self.kept.head(unit.id)
        if head is None or head.key != key:
            self._keep(unit.id, work(self.bench, case, key))

    def _steps(
        self, cases: Iterable[Case], *, far: bool
    ) -> Iterator[tuple[tuple[Case, bytes, Head | None], Job | None]]:
        """Yield every unit with the name of its case and what is known of it, and what is to be done."""
        for case in cases:
            unit, key = case.unit.id, self._key(case)
            last = self.kept.head(unit)
            if last is not None and last.key != key:
                last = None
            head = self._on_this_day(case, last) if last is not None else None
            job = self._job(case, key, last, far=far) if head is None else None
            yield (case, key, head), job

    def _on_this_day(self, case: Case, head: Head) -> Head | None:
        """Return what is known of a unit as it is today; None where it has to be worked on."""
        unit, today = case.unit, self.bench.today
        got = answered(History(case.sent), unit, today) if case.sent else ()
        if head.day == today.toordinal() and head.answered == got:
            return head if not self.bench.papers or self._is_there(unit.id, head) else None
        if not head.holds_on(today):
            return None
        before = self.day.other_day(date.fromordinal(head.day).isoformat())
        known = self.kept.known(unit.id, head)
        done = work_on_another_day(self.bench, case, known, before) if known is not None else None
        if done is None:
            return None
        self._keep(unit.id, done)
        return done.head

    def _job(self, case: Case, key: bytes, last: Head | None, *, far: bool) -> Job:
        packed = [self.intake.packed(s) for s in case.submissions]
        contents = self._contents(case) if far and self.bench.papers else {}
        before = self.kept.before(case.unit.id, last) if last is not None and not far else None
        return Job(replace(case, contents=contents), key, packed, before)

    def _contents(self, case: Case) -> dict[str, bytes]:
        found = {}
        for submission in case.submissions:
            with contextlib.suppress(OSError):
                path = self.bench.setup.office.root / submission.file
                found[submission.file] = path.read_bytes()
        return found

    def _line(self, case: Case, key: bytes, head: Head | None, done: Done | None) -> Line:
        if done is not None:
            self._keep(case.unit.id, done)
            head = done.head
        assert head is not None
        return Line(case, key, head, UnitTally(*head.tally) if head.tally is not None else None)

    def _work(self, case: Case, key: bytes, extra: Sequence[Finding] = ()) -> Done:
        return work(self.bench, self._with_rows(case), key, extra)

    def _with_rows(self, case: Case) -> Case:
        return replace(case, submissions=tuple(map(self.intake.whole, case.submissions)))

    def _key(self, case: Case) -> bytes:
        """Return what names everything but the day that a unit's head is made from."""
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

    # ----------------------------------------------------------------- what is kept

    def _is_there(self, unit: str, head: Head) -> bool:
        made = all(self.day.has(name, content) for name, content, _ in head.made)
        return made and self.kept.has_pieces(unit)

    def _keep(self, unit: str, done: Done) -> None:
        for name, data, content in done.files:
            self.day.put(name, data, content)
        self.kept.put(unit, done)
        if done.acceptance is not None:
            self._acceptances.store(unit, tuple(done.acceptance))
        elif done.brief is not None and unit in self._acceptances:
            self._acceptances.store(unit, None)

    def made_by(self, desk: Collector) -> Made:
        """Put into the folder what was made at a desk, and return the facts."""
        for name, data, content in desk.made:
            self.day.put(name, data, content)
        return desk.facts()

    def _again(self, unit: str) -> None:
        """Work on a unit once more: a shelf was damaged meanwhile."""
        line = self.lines[unit]
        done = self._work(line.case, line.key, self.findings.extra(unit))
        self._keep(unit, done)
        line.head = done.head

    def brief(self, unit: str) -> Brief:
        """Return the brief of a unit of the plan."""
        brief = self.kept.brief(unit)
        if brief is None:
            self._again(unit)
            brief = self.kept.brief(unit)
        assert brief is not None
        return brief

    def kept_findings(self, unit: str) -> PackedFindings:
        """Return what the checks of one unit alone found, in no order."""
        found = self.kept.findings(unit)
        if found is None:
            self._again(unit)
            found = self.kept.findings(unit)
        return found or ()

    def _gathered(self, unit: str, rule: str) -> Any:
        """Return what a check of all units wants to know of one."""
        if (found := self.kept.gathered(unit, rule)) is None:
            self._again(unit)
            found = self.kept.gathered(unit, rule)
        return found or ()

    def fragments(self, unit: str) -> Fragments:
        """Return what a unit adds to 汇总表."""
        if (found := self.kept.fragments(unit)) is None:
            self._again(unit)
            found = self.kept.fragments(unit)
        assert found is not None
        return found

    def save(self) -> None:
        """Make what was found out last."""
        self.intake.save()
        self.kept.save(self.lines.keys())
        self.shelves.save()

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
            return ((x.case.unit, self._gathered(u, rule)) for u, x in self.lines.items())

        office = judge_office(self.bench.plan, self.bench.today, parts)
        self.findings = Findings(self, strays, office)
        for unit, line in self.lines.items():
            extra = self.findings.extra(unit)
            if extra_key(extra) != line.head.extra:
                known = self.kept.known(unit, line.head)
                done = with_extra(self.bench, known, extra) if known is not None else None
                line.head = self._line(
                    line.case, line.key, None, done or self._work(line.case, line.key, extra)
                ).head
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
        return strays and all(line.head.steady for line in self.lines.values())

    @property
    def waits(self) -> bool:
        """Whether there are files that could not be looked at this time."""
        return any(line.head.waits for line in self.lines.values())

    @cached_property
    def tally(self) -> Tally:
        """The counts over all units that are counted."""
        lines = self.lines.values()
        return total(
            (x.tally for x in lines if x.tally is not None), [x.head.phases for x in lines]
        )

    # ----------------------------------------------------------------- views and matters

    def with_decisions(self) -> list[UnitView]:
        """Return all units with those of their matters that the register speaks of."""
        plan, today = self.bench.plan, self.bench.today
        found = []
        for unit, line in self.lines.items():
            brief, own = self.brief(unit), line.case.decisions
            decided = [unpack_matter(m, unit, plan, today, own) for m in brief.matters if m[-1]]
            found.append(view_without_rows(brief, line.case.unit, plan, today, decided))
        return found

    def view(self, unit: str) -> UnitView:
        """Return everything known of a unit, with its rows."""
        return self._with_rows(self.lines[unit].case).view(self.bench.setup, self.bench.today)

    def view_without_rows(self, unit: str) -> UnitView:
        """Return everything known of a unit but its rows."""
        brief, own = self.brief(unit), self.lines[unit].case.unit
        matters = all_matters(brief, own, self.bench.plan, self.bench.today)
        return view_without_rows(brief, own, self.bench.plan, self.bench.today, matters)

    def acceptance(self, unit: str) -> Acceptance | None:
        """Return what is to be kept of a unit in the ledger, None where it may not be."""
        if unit in self._acceptances:
            found = self._acceptances.load(unit)
            return Acceptance(*found) if found is not None else None
        return acceptance_of(self.view(unit), self.bench.today)

    def snapshot(self) -> Snapshot:
        """Return what was looked at, without rows."""
        return self.snapshot_of(self.view_without_rows(unit) for unit in self.lines)

    def snapshot_of(self, views: Iterable[UnitView]) -> Snapshot:
        """Return what was looked at as far as these units go."""
        return replace(
            self.bench.snapshot,
            views=tuple(views),
            strays=self.strays,
            history=self.history,
            notes=self.notes,
        )

    def with_rows(self, matters: Sequence[Matter], *, understood: bool = True) -> list[Matter]:
        """Return these matters with their rows, in order; see `matters_with_rows`."""
        by_unit: dict[str, list[str]] = {}
        for matter in matters:
            by_unit.setdefault(matter.unit, []).append(matter.id)
        found: dict[str, Matter] = {}
        for unit, ids in by_unit.items():
            found |= self._with_rows_of(unit, ids, understood)
        return [found[m.id] for m in matters]

    def _with_rows_of(self, unit: str, ids: Sequence[str], understood: bool) -> dict[str, Matter]:
        brief, case = self.brief(unit), self.lines[unit].case
        positions = {m[0]: i for i, m in enumerate(brief.matters)}
        packed = self._packed(case.submissions[0].file) if brief.whole else None
        if packed is None:
            case = self._with_rows(case)
        wanted = [positions[own_id] for own_id in ids]
        found = matters_with_rows(self.bench, case, brief, packed, wanted, understood=understood)
        return {m.id: m for m in found}

    def _packed(self, file: str) -> Any:
        """Return what is kept of a file; that of the last one asked for is still in mind."""
        if self._last_packed[0] != file:
            self._last_packed = (file, self.shelves.files.load(file))
        return self._last_packed[1]
