"""Matters, units and plans for tests of reminders: only what deciding looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from builders import a_plan

from huaxia_tasks.model import (
    Audience,
    Due,
    DueKind,
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
from huaxia_tasks.reminders import Considered, consider
from huaxia_tasks.simulate import sent_of


def a_quiet_plan(**changes: Any) -> Plan:
    """A plan that asks for no lists: only matters are reminded of."""
    return a_plan(**{"lists": (), **changes})


def a_matter(
    due: date | None,
    *,
    number: int = 1,
    unit: str = "U02",
    lead: str | None = None,
    state: Status = Status.IN_PROGRESS,
    extended_to: date | None = None,
    kind: DueKind = DueKind.BY_DATE,
) -> Matter:
    """A matter due on `due`, or put off to `extended_to` by a decision."""
    return Matter(
        id=f"{unit}-{number:03d}",
        unit=unit,
        title=f"事项{number}",
        lead=lead or unit,
        due=Due(kind, due) if due else None,
        due_day=extended_to or due,
        state=state,
    )


def views_of(matters: Iterable[Matter], plan: Plan, today: date) -> list[UnitView]:
    """One view per unit of the plan, with the matters that it reports."""
    own = list(matters)
    return [
        UnitView(plan, u, today, "received", matters=tuple(m for m in own if m.unit == u.id))
        for u in plan.units
    ]


def on(
    today: date | str,
    *matters: Matter,
    sent: Sequence[Sent] = (),
    plan: Plan | None = None,
    findings: Mapping[str, Sequence[Finding]] | None = None,
) -> Considered:
    """What is decided on a day."""
    day = date.fromisoformat(today) if isinstance(today, str) else today
    chosen = plan or a_quiet_plan()
    views = views_of(matters, chosen, day)
    return consider(views, findings or {}, chosen, day, History(sent=tuple(sent)))


def told(considered: Considered) -> list[tuple[str, str, tuple[str, ...]]]:
    """The reminders that go: (unit, kind of paper, what it speaks of)."""
    return [
        (r.unit, r.step.document, (*(m.id for m in r.matters), *r.topics))
        for r in considered.reminders
    ]


def waiting(considered: Considered) -> list[tuple[str, str, str, date | None]]:
    """What is held back: (unit, kind of paper, reason, until)."""
    return [(h.reminder.unit, h.reminder.step.document, h.reason, h.until) for h in considered.held]


def issued(*reminders: Reminder) -> list[Sent]:
    """The reminders as the ledger remembers them once they went out."""
    return [s for r in reminders for s in sent_of(r)]


def a_paper(
    kind: str, day: str, *topics: str, unit: str = "U02", step: int = 0, state: str = "issued"
) -> Sent:
    """A paper that went out, without what newer ledgers record of each matter."""
    numbers = {"reminder-letter": 1, "urging-notice": 2, "supervision-slip": 3}
    no = step or numbers.get(kind, 0)
    key = f"{kind}|{unit}|{no}|{','.join(topics)}|{day}"
    return Sent(key, kind, unit, "", date.fromisoformat(day), no, topics, state)


def an_error(rule: str = "deadline-missing", unit: str = "U02", **changes: Any) -> Finding:
    """An error that the unit can mend."""
    finding = Finding(rule, Level.ERROR, Audience.UNIT, unit, "没有填写完成时限。", "请填写。")
    return replace(finding, **changes)


def steps(*spec: tuple[int, str]) -> tuple[LadderStep, ...]:
    """A ladder from (working days, kind of paper)."""
    return tuple(
        LadderStep(no, f"第{no}步", days, document) for no, (days, document) in enumerate(spec, 1)
    )
