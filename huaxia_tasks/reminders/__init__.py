"""Decides which step of the ladder falls due for whom today.  Pure functions of their arguments.

Each step happens once per matter and due day: what the ledger has issued is never repeated, and a
step that a later one overtakes is superseded, not caught up.  A unit gets one paper: the 催办通知
carries what is merely due soon; where two kinds are due, the graver goes and the other waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import CalendarError
from ..manners import BUNDLE, full, has_bundle, next_day, provisional, quiet_day
from ..model import Finding, History, Matter, Plan, Reminder, Sent, Unit, UnitView
from ..wording import join, short_day
from .ladder import BY_PERSON, Ladder, step_day
from .merging import Due, merged
from .persons import Recipient, Recipients, recipients
from .topics import list_topic, lists_in
from .unit import Desk, by_lead

__all__ = [
    "BY_PERSON",
    "Considered",
    "Considering",
    "ForUnit",
    "Held",
    "Known",
    "Ladder",
    "Recipient",
    "Recipients",
    "Side",
    "all_units",
    "consider",
    "consider_all",
    "list_topic",
    "lists_in",
    "recipients",
    "remind",
    "step_day",
]


class Held(NamedTuple):
    """A reminder that is due and does not go today, why, and the first day on which it may.

    ``waits`` behind a graver paper to the same unit; the others wait for the day only.
    """

    reminder: Reminder
    reason: str
    until: date | None
    waits: bool = False


class Considered(NamedTuple):
    """What goes today, what is held back, and what the office should know."""

    reminders: tuple[Reminder, ...] = ()
    held: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def drafts(self) -> tuple[Reminder, ...]:
        """What a run drafts: what goes, and what only waits for its day, so that a person can decide.

        A unit has no more papers here than it may get on one day.
        """
        return (*self.reminders, *(h.reminder for h in self.held if not h.waits))

    def told(self, *plans: Plan) -> tuple[str, ...]:
        """Return the notes, and one line for each reason why something is held back."""
        unit_names = {u.id: u.name for u in all_units(plans)}
        by_reason: dict[tuple[str, date | None], list[Held]] = {}
        for held in self.held:
            by_reason.setdefault((held.reason, held.until), []).append(held)
        lines = []
        for (reason, until), own in by_reason.items():
            names = join(
                f"{unit_names.get(h.reminder.unit, h.reminder.unit)}的{h.reminder.step.name}"
                for h in own[:3]
            )
            what = names if len(own) <= 3 else f"{names}等{len(own)}件"
            day = f"最早{short_day(until, own[0].reminder.day)}发出" if until else "留待以后"
            lines.append(f"{reason}；{what}{day}。")
        return (*self.notes, *lines)


def remind(
    views: Sequence[UnitView],
    findings: Mapping[str, Sequence[Finding]],
    plan: Plan,
    today: date,
    history: History,
) -> tuple[Reminder, ...]:
    """Return what goes today, in roster order.  `findings` are those of each unit by its id."""
    return consider(views, findings, plan, today, history).reminders


def consider(
    views: Sequence[UnitView],
    findings: Mapping[str, Sequence[Finding]],
    plan: Plan,
    today: date,
    history: History,
) -> Considered:
    """Return what goes today, and what is due but held back by the manners, with the reasons."""
    return consider_all([Side(plan, views, findings)], today, history)


class Side(NamedTuple):
    """What one plan brings to deciding: `findings` are those of each unit by its id."""

    plan: Plan
    views: Sequence[UnitView]
    findings: Mapping[str, Sequence[Finding]]


def consider_all(sides: Sequence[Side], today: date, history: History) -> Considered:
    """Return the same over all plans, the newest first; a unit gets one paper for all of them."""
    considering = Considering([s.plan for s in sides], today, history)
    matters = [by_lead(s.views) for s in sides]
    view_of = [{v.unit.id: v for v in s.views} for s in sides]

    def known(unit: str) -> Iterator[Known | None]:
        for i, side in enumerate(sides):
            own = side.plan.unit(unit)
            led, view = matters[i].get(unit, ()), view_of[i].get(unit)
            yield Known(led, view, side.findings.get(unit, ())) if own is not None else None

    return considering.together(
        considering.of_unit(unit, list(known(unit.id)))
        for unit in all_units([s.plan for s in sides])
    )


def all_units(plans: Iterable[Plan]) -> list[Unit]:
    """Return the units of all plans: those of the first in roster order, then those only others have."""
    found: dict[str, Unit] = {}
    for plan in plans:
        for unit in plan.units:
            found.setdefault(unit.id, unit)
    return list(found.values())


class ForUnit(NamedTuple):
    """The same for one unit; ``silent`` names it where it was urged in vain."""

    reminders: Sequence[Reminder] = ()
    held: Sequence[Held] = ()
    notes: Sequence[str] = ()
    silent: str = ""


class Known(NamedTuple):
    """What is known of a unit under one plan: the matters that it leads, of whatever unit, and its own."""

    matters: Sequence[Matter]
    view: UnitView | None
    findings: Sequence[Finding]


class Considering:
    """Decides unit by unit what is due on one day, under all plans of the office, the newest first."""

    def __init__(self, plans: Sequence[Plan], today: date, history: History) -> None:
        self._plans, self._today = plans, today
        self._ladders = [Ladder(p) for p in plans]
        self._past = _by_unit(history)
        has_steps = any(ladder.steps for ladder in self._ladders)
        self._quiet, self._note = _quiet(today, plans[0]) if has_steps else ("", "")

    def of_unit(self, unit: Unit, known: Sequence[Known | None]) -> ForUnit:
        """Return what is due for a unit of which so much is `known` under each plan, None for nothing."""
        sent = self._past.get(unit.id, History())
        due: list[Due] = []
        notes: list[str] = []
        lists: list[str] = []
        for plan, ladder, one in zip(self._plans, self._ladders, known, strict=True):
            if one is None or not ladder.steps:
                continue
            desk = Desk(ladder, unit.id, self._today, sent.sent)
            due.append(Due(plan, desk.decide(one.matters, one.view, one.findings)))
            notes += _for_a_person(desk, one.matters)
            if one.view is not None:
                lists += desk.urged_in_vain(one.view, one.findings)
        papers = merged(due) if len(self._plans) > 1 else [r for d in due for r in d.reminders]
        ready, held = _split(papers, self._quiet, self._plans[0], self._today, sent)
        silent = f"{unit.name}（{join(dict.fromkeys(lists))}）" if lists else ""
        return ForUnit(ready, held, notes, silent)

    def together(self, units: Iterable[ForUnit]) -> Considered:
        """Return what is due for all units, in their order."""
        going: list[Reminder] = []
        held: list[Held] = []
        notes = [self._note] if self._note else []
        silent: list[str] = []
        for one in units:
            going += one.reminders
            held += one.held
            notes += one.notes
            if one.silent:
                silent.append(one.silent)
        if silent:
            notes.append(f"催办后仍未报送，请电话联系：{_together(silent)}。")
        return Considered(tuple(going), tuple(held), tuple(notes))


def _together(silent: Iterable[str]) -> str:
    """Return 甲、乙（问题清单）；丙（完成清单）: units that owe the same lists are named together."""
    units: dict[str, list[str]] = {}
    for text in silent:
        name, _, lists = text.rpartition("（")
        units.setdefault(lists, []).append(name)
    return "；".join(f"{join(names)}（{lists}" for lists, names in units.items())


def _by_unit(history: History) -> dict[str, History]:
    """Return what went to each unit, oldest first: most questions are about one unit."""
    found: dict[str, list[Sent]] = {}
    for paper in history.sent:
        found.setdefault(paper.unit, []).append(paper)
    return {unit: History(sent=tuple(papers)) for unit, papers in found.items()}


def _quiet(today: date, plan: Plan) -> tuple[str, str]:
    """Return why nothing goes today ("" where it may), and a note on a year without a notice."""
    try:
        return quiet_day(today, plan), provisional(today, plan)
    except CalendarError as error:
        return str(error), ""


def _split(
    due: Sequence[Reminder], quiet: str, plan: Plan, today: date, history: History
) -> tuple[list[Reminder], list[Held]]:
    ready: list[Reminder] = []
    held: list[Held] = []
    for place, reminder in enumerate(due):
        kind, unit = reminder.step.document, reminder.unit
        is_part = kind in BUNDLE and has_bundle(unit, today, history)
        reason = quiet or ("" if is_part else full(unit, today, plan, history, len(ready)))
        if not reason:
            ready.append(reminder)
            continue
        until = next_day(unit, today, plan, history, len(ready))
        waits = place >= max(1, plan.manners.per_unit_per_day)
        held.append(Held(reminder, reason, until, waits))
    return ready, held


def _for_a_person(desk: Desk, matters: Sequence[Matter]) -> Iterator[str]:
    withdrawn = desk.withdrawn(matters)
    if withdrawn:
        yield f"{join(withdrawn)}的文书已作废，程序不再自动往下走，请由人决定怎样办理。"
