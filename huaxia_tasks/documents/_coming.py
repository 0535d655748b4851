"""Lists that are due soon and not there yet: one sentence, friendly, before their day."""

from __future__ import annotations

from .. import wording
from ..model import Reminder, Snapshot
from ..reminders.topics import lists_in


def coming_lists(snapshot: Snapshot, reminder: Reminder) -> str:
    """Return until when which lists are asked for, "" where the reminder speaks of none to come."""
    by_day: dict[str, list[str]] = {}
    for kind in lists_in(reminder.topics):
        spec = snapshot.plan.list_spec(kind)
        if spec is not None and spec.due is not None and spec.due >= reminder.day:
            day = wording.short_day(spec.due, reminder.day)
            last = snapshot.plan.calendar.last_workday_until(spec.due)
            if last < spec.due:
                day += f"（最后一个工作日为{wording.short_day(last, reminder.day)}）"
            by_day.setdefault(day, []).append(kind.value)
    if not by_day:
        return ""
    parts = [f"{wording.join_and(names)}请于{day}前报送" for day, names in by_day.items()]
    return f"你单位的{'，'.join(parts)}。"
