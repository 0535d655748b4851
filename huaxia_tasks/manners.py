"""How the office behaves towards units: on which days, at which hours, how many papers.

What may not go out now is held back with the reason and goes out on the next day that allows it; it
is never lost, because what is due follows from plan, today and history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, Protocol, TypeVar

from .errors import CalendarError
from .model import History, Plan, Sent
from .occasions import ZONE, local
from .wording import day as in_words
from .wording import short_day, weekday

#: Answers to what a unit sent: they ask nothing new and count for no ceiling.
ANSWERS = frozenset({"receipt"})
#: 督办通知单 of one unit and day leave together under one cover: one paper.
BUNDLE = frozenset({"supervision-slip", "supervision-cover"})
#: Never without a person, whatever the ladder says.
BY_PERSON_ONLY = frozenset({"circular"})
_FARTHEST_DAYS = 90


class AnyPaper(Protocol):
    """What manners look at: a paper, a draft or a reminder to come."""

    @property
    def kind(self) -> str:
        """The key of the document kind."""

    @property
    def unit(self) -> str | None:
        """To which unit it goes; None where it goes to no single one."""

    @property
    def key(self) -> str:
        """A stable name."""


P = TypeVar("P", bound=AnyPaper)


@dataclass(frozen=True, slots=True)
class HeldBack(Generic[P]):
    """A paper that may not go out now, why, and when it may at the earliest (None: unknown)."""

    paper: P
    reason: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict(Generic[P]):
    """Which papers may go out now, in the order given, and which later."""

    now: tuple[P, ...]
    later: tuple[HeldBack[P], ...]


# --------------------------------------------------------------------------- days


def quiet_day(day: date, plan: Plan) -> str:
    """Return why nothing goes out on `day`, "" where it may."""
    manners, calendar = plan.manners, plan.calendar
    if manners.workdays_only and not calendar.is_workday(day):
        festival = calendar.days_off.get(day, "")
        what = f"{festival}放假" if festival else "休息日"
        return f"{in_words(day)}（{weekday(day)}）是{what}，文书只在工作日发出"
    if manners.not_on_eve_of_break and calendar.is_eve_of_break(day):
        return f"{in_words(day)}是放假前最后一个工作日，不发文书"
    return ""


def provisional(day: date, plan: Plan) -> str:
    """Return a note where the answer for `day` rests on a year without a notice, "" otherwise."""
    if not plan.calendar.is_provisional(day):
        return ""
    year = day.year if day.year not in plan.calendar.known_years else day.year + 1
    return f"{year}年放假安排尚未公布，{in_words(day)}前后的工作日按周末和法定节日暂定。"


def papers_on(unit: str, first: date, last: date, history: History) -> set[tuple[date, str]]:
    """Return the papers that went to `unit` from `first` to `last`, a bundle as one."""
    return {
        (s.issued_on, _group(s.kind, s.key))
        for s in history.sent
        if s.unit == unit and first <= s.issued_on <= last and _counts(s)
    }


def _counts(sent: Sent) -> bool:
    return sent.kind not in ANSWERS and sent.state != "void"


def _group(kind: str, key: str) -> str:
    return "督办" if kind in BUNDLE else key


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def full(unit: str, day: date, plan: Plan, history: History, more: int = 0) -> str:
    """Return why `unit` gets no further paper on `day`, "" where there is room.

    `more` are papers about to go out that are not in the history yet.
    """
    manners, name = plan.manners, plan.unit_name(unit)
    today = len(papers_on(unit, day, day, history)) + more
    if today >= manners.per_unit_per_day:
        if not manners.per_unit_per_day:
            return "方案“提醒”表设定每单位每个工作日0件，不发文书"
        return f"{short_day(day, day)}给{name}的文书已有{today}件，每单位每个工作日最多{manners.per_unit_per_day}件"
    monday, sunday = week_of(day)
    this_week = len(papers_on(unit, monday, sunday, history)) + more
    if this_week >= manners.per_unit_per_week:
        if not manners.per_unit_per_week:
            return "方案“提醒”表设定每单位每周0件，不发文书"
        return f"本周（{short_day(monday, day)}至{short_day(sunday, day)}）给{name}的文书已有{this_week}件，每单位每周最多{manners.per_unit_per_week}件"
    return ""


def has_bundle(unit: str, day: date, history: History) -> bool:
    """Whether slips went to `unit` on `day`: further ones of that day belong to the same bundle."""
    return (day, "督办") in papers_on(unit, day, day, history)


def next_day(unit: str, after: date, plan: Plan, history: History, more: int = 0) -> date | None:
    """Return the first day after `after` on which `unit` may get a paper, None where none is near.

    `more` are papers that go out on the day `after` itself.
    """
    monday, _ = week_of(after)
    for n in range(1, _FARTHEST_DAYS):
        day = after + timedelta(days=n)
        try:
            if quiet_day(day, plan):
                continue
        except CalendarError:
            return None
        same_week = week_of(day)[0] == monday
        if not _full_week(unit, day, plan, history, more if same_week else 0):
            return day
    return None


def _full_week(unit: str, day: date, plan: Plan, history: History, more: int) -> bool:
    if not plan.manners.per_unit_per_day:
        return True
    monday, sunday = week_of(day)
    return len(papers_on(unit, monday, sunday, history)) + more >= plan.manners.per_unit_per_week


# --------------------------------------------------------------------------- the moment of issuing


def allowed(papers: Sequence[P], history: History, when: datetime, plan: Plan) -> Verdict[P]:
    """Return which of `papers` may go out at `when`; per unit the gravest first.

    `when` without a time zone is taken as the office's local time.
    """
    moment = local(when)
    reason = _quiet_moment(moment, plan)
    if reason:
        return Verdict(
            (), tuple(HeldBack(p, reason, _opening(p, moment, plan, history)) for p in papers)
        )
    going: dict[str, set[str]] = {}
    later: dict[int, HeldBack[P]] = {}
    for i in sorted(range(len(papers)), key=lambda i: (-gravity(papers[i].kind, plan), i)):
        paper = papers[i]
        why = _too_many(paper, moment.date(), plan, history, going)
        if why:
            later[i] = HeldBack(paper, why, _opening(paper, moment, plan, history, going))
    now = tuple(p for i, p in enumerate(papers) if i not in later)
    return Verdict(now, tuple(later[i] for i in sorted(later)))


def _quiet_moment(moment: datetime, plan: Plan) -> str:
    reason = quiet_day(moment.date(), plan)
    if reason:
        return reason
    first, last = plan.manners.from_time, plan.manners.to_time
    if first <= moment.time() <= last:
        return ""
    return f"现在是{_clock(moment.time())}，文书只在{_clock(first)}至{_clock(last)}之间发出"


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"


def _too_many(
    paper: AnyPaper, day: date, plan: Plan, history: History, going: dict[str, set[str]]
) -> str:
    """Return why one more paper is too many; enter it in `going` where it is not."""
    if not paper.unit or paper.kind in ANSWERS:
        return ""
    own = going.setdefault(paper.unit, set())
    group = _group(paper.kind, paper.key)
    is_part = group in own or (paper.kind in BUNDLE and has_bundle(paper.unit, day, history))
    why = "" if is_part else full(paper.unit, day, plan, history, len(own))
    if not why and not is_part:
        own.add(group)
    return why


def _opening(
    paper: AnyPaper,
    moment: datetime,
    plan: Plan,
    history: History,
    going: dict[str, set[str]] | None = None,
) -> datetime | None:
    opens = datetime.combine(moment.date(), plan.manners.from_time, ZONE)
    if going is None and moment < opens and not quiet_day(moment.date(), plan):
        return opens
    unit = paper.unit or ""
    day = next_day(unit, moment.date(), plan, history, len((going or {}).get(unit, ())))
    return datetime.combine(day, plan.manners.from_time, ZONE) if day else None


def gravity(kind: str, plan: Plan) -> int:
    """Return how grave a kind of paper is: its place on the ladder, 0 where it stands on none."""
    if kind == "supervision-cover":
        kind = "supervision-slip"
    steps = sorted(plan.ladder, key=lambda s: (s.workdays, s.no))
    return max((i for i, s in enumerate(steps, 1) if s.document == kind), default=0)


def may_go_alone(kind: str, step: int, plan: Plan) -> bool:
    """Whether a paper of the ladder may go out without a person: 可自动发出, never a 通报."""
    if kind in BY_PERSON_ONLY:
        return False
    if kind == "supervision-cover":
        kind = "supervision-slip"
    return any(s.automatic and s.document == kind and s.no == step for s in plan.ladder)


def reasons(later: Iterable[HeldBack[P]], plan: Plan) -> list[str]:
    """Return one line per reason: what waits, why, until when."""
    by_reason: dict[tuple[str, datetime | None], list[HeldBack[P]]] = {}
    for held in later:
        by_reason.setdefault((held.reason, held.until), []).append(held)
    return [
        f"{why}。{len(held)}件文书{_until(until)}。" for (why, until), held in by_reason.items()
    ]


def _until(until: datetime | None) -> str:
    if until is None:
        return "留待以后发出"
    return f"最早{in_words(until.date())} {_clock(until.time())}发出"
