"""Plays the days of a campaign against what was read once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ..checking import check_view
from ..documents._composed import composed
from ..drafting import documents
from ..errors import UsageError
from ..looking import Gathered, Setup, gather, set_ups, unit_digest, views
from ..manners import may_go_alone, week_of
from ..model import (
    Briefing,
    Document,
    DueKind,
    Finding,
    History,
    Job,
    Matter,
    Plan,
    Reminder,
    Snapshot,
    UnitView,
)
from ..occasions import ZONE, slots
from ..office import Office
from ..plans import may_rest
from ..reminders import Considered, Side, consider_all, recipients
from ..simulate import (
    PlayedDay,
    breaches,
    broken_in_all,
    broken_on_ladder,
    days_between,
    lost,
    of_plan,
    play,
)
from ..sorting import sort_files
from ..workbooks.plan_when import parse_when

_LONGEST_DAYS = 3660


class PlayedPaper(NamedTuple):
    """A paper that would go out: when, to whom, what it is and what it speaks of."""

    day: date
    unit: str
    unit_name: str
    kind: str
    paper: str
    title: str
    step: str
    spoken: tuple[str, ...]
    dues: tuple[date, ...]
    to: tuple[str, ...]
    copy: tuple[str, ...]
    alone: bool
    superseded: tuple[str, ...]


class PlayedHold(NamedTuple):
    """A paper that was due on a day and held back, with the reason."""

    day: date
    unit_name: str
    step: str
    reason: str
    until: date | None


class PlayedRun(NamedTuple):
    """A nominal time of one of the plan's jobs."""

    at: datetime
    job: str
    verb: str


class Rehearsal(NamedTuple):
    """A campaign as it would go; ``breaches`` is empty where every promise was kept."""

    plan: Plan
    first: date
    last: date
    papers: tuple[PlayedPaper, ...]
    held: tuple[PlayedHold, ...]
    runs: tuple[PlayedRun, ...]
    notes: tuple[str, ...]
    breaches: tuple[str, ...]


def rehearse(
    office: Office,
    first: date | None = None,
    last: date | None = None,
    *,
    off: Sequence[tuple[date, date]] = (),
) -> Rehearsal:
    """Play from `first` to `last`, by default from the plan's day of issue to its end.

    `off` are spans of days on which the machine stands still.  Raises UsageError where the days make
    no sense.
    """
    setups = set_ups(office)
    setup, plan = setups[0], setups[0].plan
    start, end = first or plan.issued, last or plan.due or plan.issued
    if end < start:
        raise UsageError(f"“{end}”早于“{start}”", todo="请把 --from 写成较早的一天。")
    if (end - start).days > _LONGEST_DAYS:
        raise UsageError("预演的时间太长", todo="请写十年以内的起止日期。")
    if len(setups) == 1:
        stages = [_Stage(setup, gather(setup))]
    else:
        found = sort_files(setups)
        stages = [_Stage(s, gather(s, found.inboxes[s.plan.key])) for s in setups]
        stages = [s for s in stages if s is stages[0] or not s.rests_on(start)]
    theatre = _Theatre(stages)
    runs = tuple(r for r in _runs(plan, start, end) if not _is_off(r.at.date(), off))
    days = _days_played(plan, runs, start, end, off)
    history = _history(theatre, start)
    played = list(play(days, theatre.decide, history))
    return Rehearsal(
        plan,
        start,
        end,
        tuple(p for day in played for r in day.considered.reminders for p in theatre.papers(r)),
        tuple(h for day in played for h in _holds(day, plan)),
        runs,
        tuple(dict.fromkeys(n for day in played for n in day.considered.notes)),
        (*_broken(played, stages), *theatre.empty),
    )


def _broken(played: Sequence[PlayedDay], stages: Sequence[_Stage]) -> Iterator[str]:
    """Yield every promise that was broken: on each plan's own ladder, and over all plans."""
    plans = [s.setup.plan for s in stages]
    if len(plans) == 1:
        yield from breaches(played, plans[0])
        yield from lost(played, stages[0].constant, plans[0])
        return
    yield from broken_in_all(played, plans[0])
    for stage, plan in zip(stages, plans, strict=True):
        own = of_plan(played, plan)
        yield from broken_on_ladder(own, plan)
        yield from lost(own, stage.constant, plan)


def _history(theatre: _Theatre, start: date) -> History:
    """Return what was really issued before the first day played."""
    from ..ledger import read_history

    setup, gathered = theatre.stages[0].setup, theatre.stages[0].gathered
    digests = {unit: unit_digest(found) for unit, found in gathered.by_unit.items()}
    until = start - timedelta(days=1)
    return read_history(
        setup.office.ledger, setup.plan.key, digests, until, tags=setup.tags_in_ledger
    )


def _is_off(day: date, off: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in off)


def _runs(plan: Plan, start: date, end: date) -> Iterator[PlayedRun]:
    after = datetime.combine(start, time(0), ZONE) - timedelta(seconds=1)
    until = datetime.combine(end, time(23, 59), ZONE)
    found = [
        PlayedRun(slot, job.name, job.verb)
        for job in plan.jobs
        if job.on
        for slot in _slots(job, plan, after, until)
    ]
    yield from sorted(found, key=lambda r: (r.at, r.job))


def _slots(job: Job, plan: Plan, after: datetime, until: datetime) -> Iterator[datetime]:
    when = parse_when(job.when)
    return slots(when, plan, after, until) if when is not None else iter(())


def _days_played(
    plan: Plan,
    runs: Sequence[PlayedRun],
    start: date,
    end: date,
    off: Sequence[tuple[date, date]],
) -> Iterator[date]:
    """Yield the days on which papers are drafted: those of the jobs 运行 and 发出, else all working days."""
    drafting: Collection[date] = {r.at.date() for r in runs if r.verb in ("run", "issue")}
    has_job = any(j.on and j.verb in ("run", "issue") for j in plan.jobs)
    for day in days_between(start, end):
        if _is_off(day, off):
            continue
        if day in drafting if has_job else plan.calendar.is_workday(day):
            yield day


def _holds(day: PlayedDay, plan: Plan) -> Iterator[PlayedHold]:
    for held in day.considered.held:
        name = plan.unit_name(held.reminder.unit)
        yield PlayedHold(day.day, name, held.reminder.step.name, held.reason, held.until)


class _Stage:
    """One plan of the office as it was read, and what follows from it on any day."""

    def __init__(self, setup: Setup, gathered: Gathered) -> None:
        self.setup, self.gathered = setup, gathered
        self._views: tuple[UnitView, ...] = ()
        self._fresh_until = date.min
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._checked_on: dict[str, date] = {}
        self._named: dict[str, frozenset[date]] = {}

    def rests_on(self, day: date) -> bool:
        """Whether the plan ended long before `day` and nothing under it can be urged any more."""
        plan = self.setup.plan
        return may_rest(plan, day) and not any(
            m.can_be_urged for v in self._views_on(day, History()) for m in v.matters
        )

    def side(self, day: date, history: History) -> Side:
        """Return what the plan brings to deciding on `day`."""
        seen = self._views_on(day, history)
        return Side(self.setup.plan, seen, {v.unit.id: self._checked(v) for v in seen})

    def _checked(self, view: UnitView) -> tuple[Finding, ...]:
        """Return the findings of a unit, found anew on days that may change them, and every week."""
        unit, day = view.unit.id, view.today
        last = self._checked_on.get(unit)
        if last is None:
            self._named[unit] = _days_named(view)
        elif week_of(last) == week_of(day) and not any(last < d <= day for d in self._named[unit]):
            return self._findings[unit]
        self._checked_on[unit], self._findings[unit] = day, check_view(view)
        return self._findings[unit]

    def _views_on(self, day: date, history: History) -> tuple[UnitView, ...]:
        """Return the views of a day; the rows are understood anew only when they may mean something else."""
        if day >= self._fresh_until:
            decided = tuple(
                d for d in self.setup.decisions if d.decided_on is None or d.decided_on <= day
            )
            setup = replace(self.setup, decisions=decided)
            self._views = tuple(views(setup, self.gathered, day, history))
            self._fresh_until = self._next_change(day)
            self._checked_on.clear()
        return tuple(replace(v, today=day) for v in self._views)

    def _next_change(self, day: date) -> date:
        """Return the next day on which views change by themselves.

        A decision takes effect, a recurring day is over, or, to be safe, a month begins.
        """
        month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        decided = [d.decided_on for d in self.setup.decisions if d.decided_on is not None]
        recurring = [
            m.due_day + timedelta(days=1)
            for v in self._views
            for m in v.matters
            if m.due_day is not None and _recurs(m)
        ]
        return min(d for d in (month, *decided, *recurring) if d > day)

    @property
    def constant(self) -> list[Matter]:
        """The matters whose day stays the same over the play."""
        return [
            m for v in self._views for m in v.matters if m.is_open and not _recurs(m)
            and not m.decisions
        ]  # fmt: skip


class _Theatre:
    """All plans of the office together."""

    def __init__(self, stages: Sequence[_Stage]) -> None:
        self.stages = stages
        self.empty: list[str] = []
        self._briefing: Briefing | None = None

    def decide(self, day: date, history: History) -> Considered:
        """Return what falls due on `day`."""
        sides = [stage.side(day, history) for stage in self.stages]
        office = str(self.stages[0].setup.office.root)
        first, *others = (
            Briefing(
                Snapshot(side.plan, day, tuple(side.views), history=history, office=office),
                tuple(f for own in side.findings.values() for f in own),
            )
            for side in sides
        )
        considered = consider_all(sides, day, history)
        self._briefing = replace(first, beside=tuple(others), reminders=considered.reminders)
        return considered

    def papers(self, reminder: Reminder) -> Iterator[PlayedPaper]:
        """Yield the papers that one reminder makes, composed as a run would."""
        assert self._briefing is not None
        briefing = replace(
            _on_day(self._briefing, reminder.day),
            beside=tuple(_on_day(b, reminder.day) for b in self._briefing.beside),
        )
        if reminder.step.document not in documents():
            self.empty.append(f"没有“{reminder.step.document}”这种文书")
        for one in composed(briefing, reminder):
            own = next((p for p in reminder.parts if one.matter and p.plan == one.plan), reminder)
            plan = briefing.of_plan(one.plan).snapshot.plan
            yield from self._paper(own, plan, one.document, one.matter)

    def _paper(
        self,
        reminder: Reminder,
        plan: Plan,
        document: Document | None,
        matter: Matter | None,
    ) -> Iterator[PlayedPaper]:
        step = reminder.step
        name = plan.unit_name(reminder.unit)
        if document is None:
            self.empty.append(f"{reminder.day}给{name}的{step.name}没有可写的内容")
            return
        uses = [u for u in reminder.uses if matter is None or u.topic == matter.id]
        who = recipients(reminder, plan)
        names = {s.no: s.name for s in plan.ladder}
        title = str(document.fields.get("文件标题", document.name))
        yield PlayedPaper(
            day=reminder.day,
            unit=reminder.unit,
            unit_name=name,
            kind=document.kind,
            paper=document.name,
            title=f"{title}：{matter.title}" if matter is not None else title,
            step=step.name,
            spoken=tuple(u.topic for u in uses),
            dues=tuple(sorted({u.due for u in uses if u.due})),
            to=tuple(r.name for r in who.to),
            copy=tuple(r.name for r in who.copy),
            alone=may_go_alone(document.kind, step.no, plan),
            superseded=tuple(
                dict.fromkeys(names.get(n, str(n)) for u in uses for n in u.superseded)
            ),
        )


def _on_day(briefing: Briefing, day: date) -> Briefing:
    return replace(briefing, snapshot=replace(briefing.snapshot, today=day))


def _days_named(view: UnitView) -> frozenset[date]:
    """Return the days on which a check may come to another result: those named anywhere, and the next."""
    dues = (
        d for r in view.rows for d in (r.due, r.done_on, r.extend_to, r.collected_on, r.starts_on)
    )
    days = {x for d in dues if d is not None for x in (d.due, d.start, *d.stages)}
    days |= {m.due_day for m in view.matters} | {s.due for s in view.plan.lists}
    days |= {x for p in view.plan.phases for x in (p.start, p.due)}
    days |= {x for d in view.decisions for x in (d.decided_on, d.new_due, d.asked_on)}
    named = {d for d in days if d is not None and d < date.max}
    return frozenset(named | {d + timedelta(days=1) for d in named})


def _recurs(matter: Matter) -> bool:
    return matter.due is not None and matter.due.kind is DueKind.RECURRING
