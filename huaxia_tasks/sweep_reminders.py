"""The reminders of a run, unit by unit: what was decided before from the same things is taken over.

What a unit is reminded of follows from its own lists and from the matters that it leads in those of
others, from what was sent to it, and from the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from .briefs import day_for_steps, lead_of, unpack_matter, view_without_rows
from .cache import digest
from .errors import CalendarError
from .model import Matter, Reminder, Unit
from .reminders import Considered, Considering, ForUnit, Held, Ladder
from .sweep import Sweep
from .unit_work import Collector, Made, extra_key

_RECORD = "*reminders"
#: A step of so many working days before a due day lies at most so many days before it.
_DAYS_A_WORKDAY, _LONGEST_BREAK_DAYS = 3, 40


class _Kept(NamedTuple):
    """What was decided for a unit and made of it.

    ``held`` has for each reminder that does not go the place of its step in the ladder, the reason,
    the first day on which it may go, and whether it waits behind another.  ``made`` are the papers, first those that go.
    """

    key: bytes
    going: int
    held: tuple[tuple[int, str, int | None, bool], ...]
    made: tuple[Any, ...]
    notes: tuple[str, ...]
    silent: str


class Reminding:
    """Decides what is due and makes the papers of it; without `papers` it only decides."""

    def __init__(self, sweep: Sweep, *, papers: bool) -> None:
        self._sweep, self._papers = sweep, papers
        bench = sweep.bench
        self._plan, self._today = bench.plan, bench.today
        self._considering = Considering(bench.plan, bench.today, sweep.history)
        self._horizon = horizon(Ladder(bench.plan), bench.today)
        self._led = self._by_lead()
        self._before: dict[str, Any] = sweep.shelves.units.load(_RECORD) or {}
        self._now: dict[str, _Kept] = {}

    def run(self) -> Considered:
        """Decide for all units; return what is told of it, without the reminders themselves."""
        for unit, line in self._sweep.lines.items():
            key = self._key(line.case.unit)
            kept = self._still(unit, key)
            self._now[unit] = kept or self._decide(line.case.unit, key)
        if self._papers and self._now != self._before:
            record = {unit: tuple(kept) for unit, kept in self._now.items()}
            self._sweep.shelves.units.store(_RECORD, record)
        return self._considering.together(self._told(u, kept) for u, kept in self._now.items())

    def made(self) -> Iterator[Made]:
        """Yield what was made: first for all that goes, then for what only waits for its day."""
        for kept in self._now.values():
            yield from kept.made[: kept.going]
        for kept in self._now.values():
            yield from kept.made[kept.going :]

    # ----------------------------------------------------------------- one unit

    def _by_lead(self) -> dict[str, list[str]]:
        """Return for each unit those in whose lists it leads a matter that a step may come for."""
        led: dict[str, list[str]] = {}
        for unit, line in self._sweep.lines.items():
            head = line.head
            if any(day <= self._horizon for day in head.due_days):
                for lead in head.leads:
                    led.setdefault(lead, []).append(unit)
        return led

    def _key(self, unit: Unit) -> bytes:
        sweep, lines = self._sweep, self._sweep.lines
        sent = sweep.history.sent_to(unit.id)
        return digest(
            sweep.bench.base,
            self._papers,
            self._today.toordinal(),
            [(other, lines[other].head.key) for other in self._led.get(unit.id, ())],
            lines[unit.id].head.key,
            extra_key(sweep.findings.extra(unit.id)),
            repr(sent) if sent else "",
        )

    def _still(self, unit: str, key: bytes) -> _Kept | None:
        before = self._before.get(unit)
        if before is None or before[0] != key:
            return None
        kept = _Kept(*before)
        there = all(self._sweep.day.has(n, c) for made in kept.made for n, c, _ in made[0])
        return kept if there else None

    def _decide(self, unit: Unit, key: bytes) -> _Kept:
        sweep, plan, today = self._sweep, self._plan, self._today
        view = view_without_rows(sweep.brief(unit.id), unit, plan, today, ())
        findings = sweep.findings.of(unit.id)
        due = self._considering.of_unit(unit, self._matters(unit), view, findings)
        drafts = (*due.reminders, *(h.reminder for h in due.held if not h.waits))
        return _Kept(
            key,
            len(due.reminders),
            tuple(
                (plan.ladder.index(h.reminder.step), h.reason, _number(h.until), h.waits)
                for h in due.held
            ),
            tuple(map(self._paper, drafts)) if self._papers else (),
            tuple(due.notes),
            due.silent,
        )

    def _matters(self, unit: Unit) -> list[Matter]:
        """Return the matters that the unit leads and a step may come for, in roster order."""
        return [
            unpack_matter(m, other, self._plan, self._today)
            for other in self._led.get(unit.id, ())
            for m in self._sweep.brief(other).matters
            if lead_of(m, other) == unit.id
            and (day := day_for_steps(m)) is not None
            and day <= self._horizon
        ]

    def _paper(self, reminder: Reminder) -> Made:
        sweep = self._sweep
        desk = Collector(sweep.bench, sweep.findings)
        desk.reminders([replace(reminder, matters=tuple(sweep.with_rows(reminder.matters)))])
        return sweep.made_by(desk)

    def _told(self, unit: str, kept: _Kept) -> ForUnit:
        steps = self._plan.ladder
        held = [
            Held(Reminder(unit, steps[place], (), self._today), reason, _day(until), waits)
            for place, reason, until, waits in kept.held
        ]
        return ForUnit((), held, kept.notes, kept.silent)


def horizon(ladder: Ladder, today: date) -> int:
    """Return the last due day, by number, for which a step of the ladder has come on `today`."""
    ahead = max((-step.workdays for step in ladder.steps), default=0)
    last = today + timedelta(days=max(ahead, 0) * _DAYS_A_WORKDAY + _LONGEST_BREAK_DAYS)
    day = last
    try:
        while ladder.steps and day > today and min(ladder.days(day)) > today:
            day -= timedelta(days=1)
    except CalendarError:
        return last.toordinal()
    return day.toordinal()


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)
