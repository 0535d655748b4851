"""Lists that are due soon and not there yet: one sentence, friendly, before their day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .. import wording
from ..model import ListKind, Reminder, Snapshot
from ..reminders.topics import lists_in
from ._office import by_hour


def coming_lists(snapshot: Snapshot, reminder: Reminder) -> str:
    """Return until when which lists are asked for, "" where the reminder speaks of none to come."""
    parts = asked_by(snapshot, lists_in(reminder.topics), reminder.day)
    return f"你单位的{'，'.join(parts)}。" if parts else ""


def asked_by(snapshot: Snapshot, kinds: Iterable[ListKind], today: date) -> list[str]:
    """Return 问题清单和任务清单请于6月30日前报送, one for each day that is still to come."""
    by_day: dict[str, list[str]] = {}
    for kind in kinds:
        spec = snapshot.plan.list_spec(kind)
        if spec is not None and spec.due is not None and spec.due >= today:
            day = wording.short_day(spec.due, today)
            last = snapshot.plan.calendar.last_workday_until(spec.due)
            if last < spec.due:
                day += f"（最后一个工作日为{wording.short_day(last, today)}）"
            by_day.setdefault(day, []).append(kind.value)
    hour = by_hour(snapshot)
    return [f"{wording.join_and(names)}请于{day}{hour}报送" for day, names in by_day.items()]
