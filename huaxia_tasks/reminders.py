"""Decides which step of the ladder falls due for whom today.  A pure function of its arguments.

Steps before the due day count back from the last working day on or before it; steps after it count
on from the day itself.  Each step happens once per matter: what the ledger has issued is never
repeated, and a step that a later one overtakes is superseded, not caught up.  督办 comes only after
催办: a unit that was never urged is urged first, however late the matter is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .model import (
    Audience,
    Finding,
    History,
    LadderStep,
    Level,
    Matter,
    Plan,
    Reminder,
    Sent,
    Status,
    UnitView,
)

#: Findings that are urged by themselves or through their matter, not as errors to mend.
_NOT_TO_MEND = frozenset(
    {
        "overdue",
        "not-submitted",
        "unreadable-file",
        "unfinished-without-reason",
        "immediate-not-done",
    }
)
_QUIET = (Status.SUSPENDED, Status.LONG_TERM)


def step_day(step: LadderStep, due: date, plan: Plan) -> date:
    """Return the day on which a step falls due for something due on `due`."""
    calendar = plan.calendar
    if step.workdays < 0:
        return calendar.workdays_after(calendar.last_workday_until(due), step.workdays)
    return calendar.workdays_after(due, step.workdays)


def remind(
    views: Sequence[UnitView],
    findings: Mapping[str, Sequence[Finding]],
    plan: Plan,
    today: date,
    history: History,
) -> tuple[Reminder, ...]:
    """Return what falls due today, at most one reminder per unit and kind of paper, in roster order.

    `findings` are those of each unit by its id.
    """
    steps = sorted(plan.ladder, key=lambda s: s.workdays)
    if not steps:
        return ()
    by_lead: dict[str, list[Matter]] = {}
    for view in views:
        for matter in view.matters:
            by_lead.setdefault(matter.lead or matter.unit, []).append(matter)
    result: list[Reminder] = []
    for unit in plan.units:
        sent = history.sent_to(unit.id)
        result += _for_unit(
            unit.id, by_lead.get(unit.id, []), findings.get(unit.id, ()), steps, plan, today, sent
        )
    return tuple(result)


def _for_unit(
    unit: str,
    matters: Iterable[Matter],
    findings: Sequence[Finding],
    steps: Sequence[LadderStep],
    plan: Plan,
    today: date,
    sent: Sequence[Sent],
) -> list[Reminder]:
    chosen: dict[int, list[Matter]] = {}
    over: dict[int, set[int]] = {}
    for matter in matters:
        step, superseded = _step_for(matter, steps, plan, today, sent)
        if step is not None:
            chosen.setdefault(step.no, []).append(matter)
            over.setdefault(step.no, set()).update(superseded)
    urging = next((s for s in steps if s.workdays > 0), None)
    topics = _topics(unit, findings, sent)
    if urging is not None and topics:
        chosen.setdefault(urging.no, [])
    by_no = {s.no: s for s in steps}
    reminders = [
        Reminder(
            unit=unit,
            step=by_no[no],
            matters=tuple(found),
            day=today,
            earlier=_earlier(found, sent),
            superseded=tuple(sorted(over.get(no, ()))),
            topics=topics if urging is not None and no == urging.no else (),
        )
        for no, found in sorted(chosen.items())
    ]
    return _merged(reminders)


def _step_for(
    matter: Matter,
    steps: Sequence[LadderStep],
    plan: Plan,
    today: date,
    sent: Sequence[Sent],
) -> tuple[LadderStep | None, tuple[int, ...]]:
    """Return the one step that falls due for a matter, and the steps it supersedes."""
    if not matter.is_open or matter.state in _QUIET or matter.due_day is None:
        return None, ()
    about = [s for s in sent if matter.id in s.matters]
    done = max((_rank(s.step, steps) for s in about), default=-1)
    due = [
        s for i, s in enumerate(steps) if i > done and step_day(s, matter.due_day, plan) <= today
    ]
    if not due:
        return None, ()
    chosen = due[-1]
    first_after = next((s for s in steps if s.workdays > 0), None)
    if first_after is not None and chosen.workdays > first_after.workdays:
        urged = [s for s in about if s.step == first_after.no]
        if not urged:
            chosen = first_after
        else:
            pause = chosen.workdays - first_after.workdays
            earliest = plan.calendar.workdays_after(urged[-1].issued_on, pause)
            if today < earliest:
                return None, ()
    if chosen.workdays < 0 and matter.due_day < today:
        return None, ()
    overtaken = tuple(s.no for s in due if s.workdays < chosen.workdays)
    return chosen, overtaken


def _rank(no: int, steps: Sequence[LadderStep]) -> int:
    return next((i for i, s in enumerate(steps) if s.no == no), -1)


def _topics(unit: str, findings: Sequence[Finding], sent: Sequence[Sent]) -> tuple[str, ...]:
    """Return what is urged beside matters and was not urged already, by stable names."""
    told = {m for s in sent for m in s.matters}
    topics = [
        f"{unit}-未报送:{f.value or (f.ref and f.ref.file) or ''}"
        for f in findings
        if f.rule in ("not-submitted", "unreadable-file") and f.tells is Audience.UNIT
    ]
    errors = sorted(
        f.key
        for f in findings
        if f.level is Level.ERROR and f.tells is Audience.UNIT and f.rule not in _NOT_TO_MEND
    )
    if errors:
        digest = hashlib.sha256("\n".join(errors).encode()).hexdigest()[:12]
        topics.append(f"{unit}-更正:{digest}")
    return tuple(t for t in topics if t not in told)


def _earlier(matters: Sequence[Matter], sent: Sequence[Sent]) -> tuple[Sent, ...]:
    ids = {m.id for m in matters}
    return tuple(s for s in sent if ids & set(s.matters))


def _merged(reminders: Sequence[Reminder]) -> list[Reminder]:
    """Let the urging notice carry the matters that are only due soon: one paper, not two."""
    urging = next((r for r in reminders if r.step.document == "urging-notice"), None)
    letter = next((r for r in reminders if r.step.document == "reminder-letter"), None)
    if urging is None or letter is None:
        return list(reminders)
    both = Reminder(
        unit=urging.unit,
        step=urging.step,
        matters=(*urging.matters, *letter.matters),
        day=urging.day,
        earlier=urging.earlier,
        superseded=tuple(sorted({*urging.superseded, *letter.superseded})),
        topics=urging.topics,
    )
    return [both if r is urging else r for r in reminders if r is not letter]
