"""An office with several plans, looked at whole: a snapshot and a briefing for each, reminders over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .looking import Setup
from .model import Briefing, Snapshot
from .plans import chosen, may_rest
from .register_notes import register_notes
from .reminders import Side, consider_all
from .run import by_unit, check_plan, snapshot_of
from .sorting import sort_files
from .tally import count


def look_at_all(setups: Sequence[Setup], today: date, wanted: str = "") -> Snapshot:
    """Return the snapshot of the newest plan, or of the one `wanted`, with the others beside it.

    A plan at rest is left out unless it is wanted.
    """
    plans = [s.plan for s in setups]
    first = chosen(plans, wanted)
    found = sort_files(setups)
    seen = [
        one
        for setup in setups
        for one in [snapshot_of(setup, today, found.inboxes[setup.plan.key])]
        if setup.plan in (first, plans[0]) or not _rests(one)
    ]
    views = [view for one in seen for view in one.views]
    register = register_notes(setups[0], views, [one.history for one in seen])
    main = next(one for one in seen if one.plan is first)
    beside = tuple(one for one in seen if one is not main)
    resting = tuple({p.key for p in plans} - {one.plan.key for one in seen})
    notes = (*main.notes, *found.notes, *register)
    return replace(main, notes=notes, beside=beside, resting=tuple(sorted(resting)))


def _rests(snapshot: Snapshot) -> bool:
    """Whether the plan ended long ago and nothing under it can be urged any more."""
    return may_rest(snapshot.plan, snapshot.today) and not any(
        m.can_be_urged for m in snapshot.matters
    )


def decide_on_all(snapshot: Snapshot) -> Briefing:
    """Return what follows from a snapshot with others beside it; its reminders are merged over all."""
    every = sorted(snapshot.of_all_plans, key=lambda s: (s.plan.issued, s.plan.key), reverse=True)
    findings = {s.plan.key: tuple(check_plan(s)) for s in every}
    sides = [Side(s.plan, s.views, by_unit(findings[s.plan.key])) for s in every]
    due = consider_all(sides, snapshot.today, snapshot.history)
    main, *beside = (
        Briefing(s, findings[s.plan.key], tally=count(s, findings[s.plan.key]))
        for s in snapshot.of_all_plans
    )
    return replace(
        main,
        reminders=due.drafts,
        notes=due.told(*(s.plan for s in every)),
        beside=tuple(beside),
    )
