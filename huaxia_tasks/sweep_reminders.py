"""The reminders of a run, unit by unit: what was decided before from the same things is taken over.

What a unit is reminded of follows from its own lists and from the matters that it leads in those of
others, from what was sent to it, and from the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from .briefs import day_for_steps, extra_key, lead_of, unpack_matter, view_without_rows
from .cache import digest
from .errors import CalendarError
from .model import Briefing, Matter, Reminder, Unit
from .reminders import Considered, Considering, ForUnit, Held, Known, Ladder, all_units
from .sweep import Sweep
from .unit_work import Collector, Made

_RECORD = "*reminders"
_UNITS_AT_ONCE = 100
#: A step of so many working days before a due day lies at most so many days before it.
_DAYS_A_WORKDAY, _LONGEST_BREAK_DAYS = 3, 40


class _Kept(NamedTuple):
    """What was decided for a unit and made of it.

    ``held`` has for each reminder that does not go the place of its plan and of its step in the ladder,
    the reason, the first day on which it may go, and whether it waits behind another.  ``made`` are the
    papers, first those that go.
    """

    key: bytes
    going: int
    held: tuple[tuple[int, int, str, int | None, bool], ...]
    made: tuple[Any, ...]
    notes: tuple[str, ...]
    silent: str


class Reminding:
    """Decides what is due and makes the papers of it; without `papers` it only decides.

    `sweeps` are those of all plans, the newest first: a unit gets one paper for all of them.
    """

    def __init__(self, sweeps: Sequence[Sweep], *, papers: bool) -> None:
        self._sweeps, self._sweep, self._papers = sweeps, sweeps[0], papers
        bench = self._sweep.bench
        self._plans, self._today = [s.bench.plan for s in sweeps], bench.today
        self._considering = Considering(self._plans, bench.today, self._sweep.history)
        self._horizons = [horizon(Ladder(plan), bench.today) for plan in self._plans]
        self._led = [self._by_lead(s, h) for s, h in zip(sweeps, self._horizons, strict=True)]
        self._before: dict[str, Any] = self._sweep.shelves.units.load(_RECORD) or {}
        self._now: dict[str, _Kept] = {}

    def run(self) -> Considered:
        """Decide for all units; return what is told of it, without the reminders themselves."""
        waiting: dict[str, Sequence[Reminder]] = {}
        for unit in all_units(self._plans):
            key = self._key(unit)
            kept = self._still(unit, key)
            if kept is None:
                kept, waiting[unit.id] = self._decide(unit, key)
            self._now[unit.id] = kept
            if len(waiting) == _UNITS_AT_ONCE:
                self._draft(waiting)
                waiting = {}
        self._draft(waiting)
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

    def _by_lead(self, sweep: Sweep, last: int) -> dict[str, list[str]]:
        """Return for each unit those in whose lists it leads a matter that a step may come for."""
        led: dict[str, list[str]] = {}
        for unit, line in sweep.lines.items():
            head = line.head
            if any(day <= last for day in head.due_days):
                for lead in head.leads:
                    led.setdefault(lead, []).append(unit)
        return led

    def _key(self, unit: Unit) -> bytes:
        sent = self._sweep.history.sent_to(unit.id)
        told = [
            (
                sweep.bench.base,
                [(other, sweep.lines[other].head.key) for other in led.get(unit.id, ())],
                sweep.lines[unit.id].head.key if unit.id in sweep.lines else b"",
                extra_key(sweep.findings.extra(unit.id)),
            )
            for sweep, led in zip(self._sweeps, self._led, strict=True)
        ]
        return digest(told, self._papers, self._today.toordinal(), repr(sent) if sent else "")

    def _still(self, unit: Unit, key: bytes) -> _Kept | None:
        before = self._before.get(unit.id)
        if before is None or before[0] != key:
            return None
        kept = _Kept(*before)
        there = all(self._sweep.day.has(n, c) for made in kept.made for n, c, _ in made[0])
        return kept if there else None

    def _decide(self, unit: Unit, key: bytes) -> tuple[_Kept, Sequence[Reminder]]:
        """Return what is decided for a unit, without its papers, and what these are to be made of."""
        known = [self._known(unit, place) for place in range(len(self._sweeps))]
        due = self._considering.of_unit(unit, known)
        drafts = (*due.reminders, *(h.reminder for h in due.held if not h.waits))
        held = tuple(
            (*self._place(h.reminder), h.reason, _number(h.until), h.waits) for h in due.held
        )
        return _Kept(key, len(due.reminders), held, (), tuple(due.notes), due.silent), drafts

    def _draft(self, waiting: Mapping[str, Sequence[Reminder]]) -> None:
        """Make the papers of some units.

        First all rows are fetched, then all papers made: doing one thing many times in a row takes a
        processor less time than going from one to the other.
        """
        if not self._papers:
            return
        whole = [(unit, [self._with_rows(r) for r in own]) for unit, own in waiting.items()]
        for unit, reminders in whole:
            made = tuple(map(self._paper, reminders))
            self._now[unit] = self._now[unit]._replace(made=made)

    def _known(self, unit: Unit, place: int) -> Known | None:
        """Return what one plan knows of a unit; None where the unit is not on its roster."""
        sweep, plan = self._sweeps[place], self._plans[place]
        if unit.id not in sweep.lines:
            return None
        view = view_without_rows(sweep.brief(unit.id), unit, plan, self._today, ())
        return Known(self._matters(unit, place), view, sweep.findings.of(unit.id))

    def _matters(self, unit: Unit, place: int) -> list[Matter]:
        """Return the matters that the unit leads and a step may come for, in roster order."""
        sweep, plan = self._sweeps[place], self._plans[place]
        return [
            unpack_matter(m, other, plan, self._today)
            for other in self._led[place].get(unit.id, ())
            for m in sweep.brief(other).matters
            if lead_of(m, other) == unit.id
            and (day := day_for_steps(m)) is not None
            and day <= self._horizons[place]
        ]

    def _place(self, reminder: Reminder) -> tuple[int, int]:
        """Return the place of a reminder's plan, and that of its step in the ladder of this plan."""
        return next(
            (n, plan.ladder.index(reminder.step))
            for n, plan in enumerate(self._plans)
            if reminder.step in plan.ladder
        )

    def _paper(self, reminder: Reminder) -> Made:
        sweep = self._sweep
        desk = Collector(sweep.bench, sweep.findings)
        if len(self._sweeps) > 1:
            desk.briefing = replace(
                desk.briefing,
                beside=tuple(Briefing(s.bench.snapshot, s.findings) for s in self._sweeps[1:]),
            )
        desk.reminders([reminder])
        return sweep.made_by(desk)

    def _with_rows(self, reminder: Reminder) -> Reminder:
        if reminder.parts:
            parts = tuple(map(self._with_rows, reminder.parts))
            matters = tuple(m for p in parts for m in p.matters)
            return replace(reminder, matters=matters, parts=parts)
        sweep = next((s for s in self._sweeps if s.bench.plan.key == reminder.plan), self._sweep)
        return replace(reminder, matters=tuple(sweep.with_rows(reminder.matters)))

    def _told(self, unit: str, kept: _Kept) -> ForUnit:
        held = [
            Held(
                Reminder(unit, self._plans[plan].ladder[place], (), self._today),
                reason,
                _day(until),
                waits,
            )
            for plan, place, reason, until, waits in kept.held
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
