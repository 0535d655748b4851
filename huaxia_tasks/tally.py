"""Counts: per unit and over all, with what a rate leaves out kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .matters import is_overdue
from .model import (
    DueKind,
    Finding,
    Level,
    Matter,
    Phase,
    Plan,
    Snapshot,
    Status,
    Tally,
    UnitTally,
    UnitView,
)

if TYPE_CHECKING:
    import pandas

_LEFT_OUT = (Status.LONG_TERM, Status.SUSPENDED)
_PARTLY = (Status.PARTLY_DONE,)
_WORKING = (Status.IN_PROGRESS, Status.AHEAD, Status.SLOW, Status.EXTENDED)


def count_view(view: UnitView, findings: Iterable[Finding] = ()) -> UnitTally:
    """Return the counts of one unit; `findings` are its own."""
    states = [m.state for m in view.matters]
    levels = [f.level for f in findings if f.unit == view.unit.id]
    return UnitTally(
        unit=view.unit.id,
        name=view.unit.name,
        state=view.state,
        matters=len(states),
        done=sum(s.is_done for s in states),
        done_late=states.count(Status.DONE_LATE),
        partly=sum(s in _PARTLY for s in states),
        in_progress=sum(s in _WORKING for s in states),
        not_started=states.count(Status.NOT_STARTED),
        overdue=sum(is_overdue(m, view.today) for m in view.matters),
        suspended=states.count(Status.SUSPENDED),
        long_term=states.count(Status.LONG_TERM),
        undated=sum(is_undated(m) for m in view.matters),
        errors=levels.count(Level.ERROR),
        warnings=levels.count(Level.WARNING),
        waits=view.state == "unreadable" and _only_waits(view),
    )


def _only_waits(view: UnitView) -> bool:
    """Whether all that could not be read of a unit was just being saved or copied."""
    unread = [s for s in view.submissions if not s.readable]
    return bool(unread) and all(s.waits for s in unread)


def is_undated(matter: Matter) -> bool:
    """Whether an open matter has no day by mistake: neither 长期坚持 nor 立行立改 means to have one."""
    meant = matter.due is not None and matter.due.kind in (DueKind.ONGOING, DueKind.IMMEDIATE)
    return (
        matter.due_day is None
        and matter.is_open
        and matter.state is not Status.LONG_TERM
        and not meant
    )


Phases = tuple[tuple[int, int], ...]


def total(units: Iterable[UnitTally], phases: Iterable[Phases] = ()) -> Tally:
    """Return the counts over all units, and over what `count_phases` returned for them."""
    counted = tuple(units)
    states = [u.state for u in counted]
    return Tally(
        counted,
        received=states.count("received"),
        missing=states.count("missing"),
        unreadable=states.count("unreadable"),
        phases=tuple(
            (sum(done for done, _ in own), sum(base for _, base in own))
            for own in zip(*phases, strict=True)
        ),
    )


def of_phase(matters: Iterable[Matter], phase: Phase) -> list[Matter]:
    """Return the matters of a phase: named for it, or due within it where none is named."""
    return [
        m
        for m in matters
        if (m.phase is not None and m.phase.no == phase.no)
        or (m.phase is None and m.due_day is not None and phase.start <= m.due_day <= phase.due)
    ]


def to_finish(matters: Iterable[Matter]) -> list[Matter]:
    """Return the matters that a rate counts: without 长期坚持 and 暂停."""
    return [m for m in matters if m.state not in _LEFT_OUT]


def count_phases(plan: Plan, matters: Sequence[Matter]) -> Phases:
    """Return for each phase of the plan how many of its matters are done, and are to be done."""
    counted = to_finish(matters)
    return tuple(
        (sum(m.state.is_done for m in own), len(own))
        for own in (of_phase(counted, phase) for phase in plan.phases)
    )


def count(snapshot: Snapshot, findings: Iterable[Finding] = ()) -> Tally:
    """Return the counts of a snapshot."""
    by_unit: dict[str | None, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit, []).append(finding)
    return total(
        (count_view(v, by_unit.get(v.unit.id, ())) for v in snapshot.views if counts(v)),
        [count_phases(snapshot.plan, v.matters) for v in snapshot.views],
    )


def counts(view: UnitView) -> bool:
    """Whether a unit is counted: it is asked for a list, or handed something in."""
    asked = any(s.is_asked_of(view.unit.id) for s in view.plan.lists)
    return asked or view.state != "missing"


def to_frame(snapshot: Snapshot) -> pandas.DataFrame:
    """Return one row per matter; ids and numbers stay text, empty values are None."""
    import pandas

    columns = [
        "id",
        "unit",
        "title",
        "lead",
        "co_units",
        "phase",
        "deadline",
        "kind",
        "due",
        "start",
        "state",
        "done_on",
        "light",
        "days_left",
        "progress",
    ]
    rows: list[tuple[object, ...]] = [
        (
            m.id,
            m.unit,
            m.title,
            m.lead,
            "、".join(m.co_units),
            m.phase.name if m.phase else None,
            m.due.text if m.due else None,
            m.due.kind.value if m.due else None,
            m.due_day,
            m.due.start if m.due else None,
            m.state.value,
            m.done_on,
            m.light.value,
            m.days_left,
            m.progress,
        )
        for own in snapshot.of_all_plans
        for m in own.matters
    ]
    if snapshot.beside:
        columns.append("plan")
        plans = [own.plan.key for own in snapshot.of_all_plans for _ in own.matters]
        rows = [(*row, plan) for row, plan in zip(rows, plans, strict=True)]
    return pandas.DataFrame(rows, columns=columns, dtype=object)
