"""One paper for all plans: what is due for a unit under several plans is put together by kind of paper.

A 催办通知 of one plan carries the 工作提醒函 of another, as it does within one plan.  A merged paper is
kept under the first plan of those it speaks of; its step is the gravest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..model import Plan, Reminder
from .unit import CARRIED, CARRIER


class Due(NamedTuple):
    """The papers that are due for one unit under one plan."""

    plan: Plan
    reminders: Sequence[Reminder]


def merged(due: Sequence[Due]) -> list[Reminder]:
    """Return the papers of one unit over all plans, the gravest first; plans keep their order."""
    by_kind: dict[str, list[Reminder]] = {}
    for one in due:
        for reminder in one.reminders:
            own = replace(reminder, plan=one.plan.key)
            by_kind.setdefault(reminder.step.document, []).append(own)
    if CARRIER in by_kind and CARRIED in by_kind:
        by_kind[CARRIER] += by_kind.pop(CARRIED)
        order = [one.plan.key for one in due]
        by_kind[CARRIER].sort(key=lambda r: order.index(r.plan))
    papers = [_one(parts) for parts in by_kind.values()]
    return sorted(papers, key=lambda r: (-r.step.workdays, r.step.no))


def _one(parts: Sequence[Reminder]) -> Reminder:
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return replace(
        first,
        step=max((p.step for p in parts), key=lambda s: s.workdays),
        matters=tuple(m for p in parts for m in p.matters),
        earlier=tuple({(s.key, s.issued_on): s for p in parts for s in p.earlier}.values()),
        superseded=tuple(sorted({n for p in parts for n in p.superseded})),
        topics=tuple(t for p in parts for t in p.topics),
        uses=tuple(u for p in parts for u in p.uses),
        parts=tuple(parts),
    )
