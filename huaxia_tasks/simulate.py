"""A campaign played day by day: what would go out if every paper were issued on the day it is due.

Pure: deciding is handed in as a function of the day and of the history that grew so far; nothing is
numbered, written or delivered.  `breaches` holds the result against what reminders promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from .manners import papers_on, quiet_day, week_of
from .matters import is_overdue
from .model import History, LadderStep, Matter, Plan, Reminder, Sent
from .registry import REGISTRY
from .reminders import Considered, Ladder
from .wording import short_day

Decide = Callable[[date, History], Considered]


class PlayedDay(NamedTuple):
    """One day of the play: what was decided, and the papers that went out."""

    day: date
    considered: Considered
    sent: tuple[Sent, ...]


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both inclusive."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def play(
    days: Iterable[date], decide: Decide, history: History | None = None
) -> Iterator[PlayedDay]:
    """Yield each of `days` with what goes out on it; each day sees what went out before."""
    past = history or History()
    for day in days:
        considered = decide(day, past)
        sent = tuple(s for r in considered.reminders for s in sent_of(r))
        past = replace(past, sent=(*past.sent, *sent), last_run=day)
        yield PlayedDay(day, considered, sent)


def sent_of(reminder: Reminder) -> tuple[Sent, ...]:
    """Return the papers of a reminder as the ledger would remember them."""
    entry = REGISTRY.documents.get(reminder.step.document)
    kind, no, day = reminder.step.document, reminder.step.no, reminder.day
    if kind == "supervision-slip" or (entry is not None and entry.per == "matter"):
        return tuple(
            Sent(
                key=f"{kind}|{reminder.unit}|{no}|{use.topic}|{day}",
                kind=kind,
                unit=reminder.unit,
                number="",
                issued_on=day,
                step=no,
                matters=(use.topic,),
                steps={use.topic: use.step},
                dues={use.topic: use.due} if use.due else {},
            )
            for use in reminder.uses
        )
    return (
        Sent(
            key=f"{reminder.key}|{day}",
            kind=kind,
            unit=reminder.unit,
            number="",
            issued_on=day,
            step=no,
            matters=(*(m.id for m in reminder.matters), *reminder.topics),
            steps={u.topic: u.step for u in reminder.uses},
            dues={u.topic: u.due for u in reminder.uses if u.due},
        ),
    )


# --------------------------------------------------------------------------- what was promised


def breaches(played: Sequence[PlayedDay], plan: Plan) -> list[str]:
    """Return every promise that a play broke, in words; none where all were kept.

    No step twice for the same thing and day, nothing on rest days and eves of breaks, no ceiling
    broken, 督办 only after 催办.
    """
    return [*broken_in_all(played, plan), *broken_on_ladder(played, plan)]


def broken_in_all(played: Sequence[PlayedDay], plan: Plan) -> list[str]:
    """Return the broken promises that hold whatever the plan; `plan` is the newest."""
    return [*_twice(played), *_on_quiet_days(played, plan), *_over_ceilings(played, plan)]


def broken_on_ladder(played: Sequence[PlayedDay], plan: Plan) -> list[str]:
    """Return the broken promises about the ladder of one plan; see `of_plan`."""
    return list(_too_grave(played, plan))


def of_plan(played: Iterable[PlayedDay], plan: Plan) -> list[PlayedDay]:
    """Return the days with the parts of the papers that are about one of several plans."""

    def own(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
        return tuple(p for r in reminders for p in r.by_plan if p.plan == plan.key)

    found = []
    for day in played:
        held = (
            h._replace(reminder=part) for h in day.considered.held for part in own([h.reminder])
        )
        considered = day.considered._replace(
            reminders=own(day.considered.reminders), held=tuple(held)
        )
        found.append(day._replace(considered=considered))
    return found


def _twice(played: Sequence[PlayedDay]) -> Iterator[str]:
    seen: Counter[tuple[str, int, date | None]] = Counter()
    for day in played:
        for reminder in day.considered.reminders:
            seen.update((u.topic, u.step, u.due) for u in reminder.uses)
    for (topic, step, _), times in seen.items():
        if times > 1:
            yield f"{topic}的第{step}步发了{times}次"


def _on_quiet_days(played: Sequence[PlayedDay], plan: Plan) -> Iterator[str]:
    for day in played:
        if day.sent and (reason := quiet_day(day.day, plan)):
            yield f"{reason}，却发了{len(day.sent)}件"


def _over_ceilings(played: Sequence[PlayedDay], plan: Plan) -> Iterator[str]:
    manners = plan.manners
    history = History(sent=tuple(s for d in played for s in d.sent))
    for unit, day in sorted({(s.unit, s.issued_on) for s in history.sent}):
        count = len(papers_on(unit, day, day, history))
        if count > manners.per_unit_per_day:
            yield f"{short_day(day, day)}给{plan.unit_name(unit)}发了{count}件"
        monday, sunday = week_of(day)
        week = len(papers_on(unit, monday, sunday, history))
        if week > manners.per_unit_per_week:
            yield f"{short_day(monday, day)}这一周给{plan.unit_name(unit)}发了{week}件"


def _too_grave(played: Sequence[PlayedDay], plan: Plan) -> Iterator[str]:
    ladder = Ladder(plan)
    reached: dict[tuple[str, date | None], int] = {}
    for day in played:
        for reminder in day.considered.reminders:
            for use in reminder.uses:
                grade = _grade(use.step, ladder)
                if grade > 1 + reached.get((use.topic, use.due), 0):
                    yield f"{use.topic}没有经过前一级就到了第{use.step}步"
                reached[use.topic, use.due] = max(grade, reached.get((use.topic, use.due), 0))


def _grade(no: int, ladder: Ladder) -> int:
    step = next((s for s in ladder.steps if s.no == no), None)
    return ladder.grade(step) if step is not None else 0


def lost(played: Sequence[PlayedDay], matters: Iterable[Matter], plan: Plan) -> list[str]:
    """Return the steps of matters that fell due and are neither sent, superseded nor waiting.

    `matters` are those that stayed open throughout.  A step waits while the manners hold it back, or
    until the paper below it has had its time.
    """
    if not played:
        return []
    ladder, last = Ladder(plan), played[-1].day
    told: dict[str, dict[int, date]] = {}
    for day in played:
        for reminder in day.considered.reminders:
            for use in reminder.uses:
                for no in (use.step, *use.superseded):
                    told.setdefault(use.topic, {})[no] = day.day
    held = {u.topic for h in played[-1].considered.held for u in h.reminder.uses}
    return [
        f"{matter.id}的“{step.name}”应在{short_day(day, last)}"
        for matter in matters
        if matter.due_day is not None and matter.id not in held
        for step, day in zip(ladder.steps, ladder.days(matter.due_day), strict=True)
        if day <= last
        and step.no not in told.get(matter.id, {})
        and not _may_still_come(step, matter, told.get(matter.id, {}), ladder, last)
    ]


def _may_still_come(
    step: LadderStep, matter: Matter, told: Mapping[int, date], ladder: Ladder, last: date
) -> bool:
    """Whether a step is not lost: a 提醒 gives way to 催办, a graver paper waits for the one below."""
    calendar = ladder.plan.calendar
    if step.workdays <= 0:
        return not is_overdue(matter, last) or last < _urged_on(matter, ladder)
    below = [s for s in ladder.steps if 0 < s.workdays < step.workdays and s.no in told]
    if not below:
        return False
    latest = max(below, key=lambda s: told[s.no])
    apart = max(1, step.workdays - latest.workdays)
    return last < calendar.workdays_after(told[latest.no], apart)


def _urged_on(matter: Matter, ladder: Ladder) -> date:
    """Return the day of the first step after the due day."""
    days = ladder.days(matter.due_day) if matter.due_day else ()
    after = [d for s, d in zip(ladder.steps, days, strict=True) if s.workdays > 0]
    return min(after, default=date.max)
