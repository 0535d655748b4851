"""How the watch stands: whether the clock can be believed, which jobs are late, which fail."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import NamedTuple

from ..errors import CalendarError
from ..model import Job, Plan
from ..occasions import last_slot, local
from ..office import Office
from ..wording import short_day
from .book import Book, heartbeat, read_book
from .book import clock_words as _time
from .due import jobs_on, next_due

_LATE = timedelta(hours=1)
_BACK, _FORWARD = timedelta(hours=3), timedelta(days=45)


class Standing(NamedTuple):
    """How the watch stands, for ``doctor`` and covers: ``level`` is ok | warning | error."""

    level: str
    says: str
    todo: str = ""


def clock_trouble(book: Book, now: datetime, newest: datetime | None = None) -> str:
    """Return why the clock is not believed, "" where it is.

    Less than three hours back is a correction.  More than 45 days ahead is believed only where the
    newest file of the units (`newest`) is of these days too.
    """
    seen, now = book.last_seen, local(now)
    if seen is None:
        return ""
    if now < seen - _BACK:
        return f"本机时间（{_time(now)}）比上次运行（{_time(local(seen))}）还早"
    if now > seen + _FORWARD and (newest is None or newest < now - _FORWARD):
        days = (now - seen).days
        return f"本机时间（{_time(now)}）比上次运行（{_time(local(seen))}）晚了{days}天，而近期没有新的报送"
    return ""


def believe(book: Book, now: datetime) -> None:
    """Take the clock as right because a person says so; what was settled ahead of it is not."""
    if not clock_trouble(book, now):
        return
    now = local(now)
    book.last_seen = now
    for name, record in book.jobs.items():
        again = record.next_try if record.next_try and record.next_try <= now else None
        book.jobs[name] = record._replace(settled=min(record.settled, now), next_try=again)
    book.note(now, "已由人确认本机时间无误。")


def late_jobs(plan: Plan, book: Book, now: datetime) -> tuple[tuple[Job, datetime], ...]:
    """Return the jobs whose latest time passed an hour ago or more without a run, with that time."""
    late = []
    for job, when in jobs_on(plan):
        record = book.jobs.get(job.name)
        with contextlib.suppress(CalendarError):
            slot = last_slot(when, plan, local(now) - _LATE)
            if record is not None and slot is not None and slot > record.settled:
                late.append((job, slot))
    return tuple(late)


def standing(office: Office, plan: Plan, now: datetime) -> tuple[Standing, ...]:
    """Return how the watch stands: never begun, late (超期未运行), failing, or well."""
    book = read_book(office)
    if not any(True for _ in jobs_on(plan)):
        return (
            Standing("warning", "方案“运行时间”表没有启用任何事项", "需要定时运行的，请启用。"),
        )
    if not book.jobs and not heartbeat(office):
        todo = "用 huaxia schedule --install 安装，或让 huaxia watch 常驻运行。"
        return (Standing("warning", "还没有定时运行过", todo),)
    found = []
    trouble = clock_trouble(book, now)
    if trouble:
        found.append(Standing("error", trouble, "请核对本机的日期和时间。"))
    for job, slot in late_jobs(plan, book, now):
        says = f"“{job.name}”超期未运行：应在{_time(slot)}运行，至今没有"
        found.append(
            Standing("error", says, "请检查定时任务是否还在，或运行 huaxia run-due 补办。")
        )
    for name, record in book.jobs.items():
        if record.failed and any(job.name == name for job, _ in jobs_on(plan)):
            found.append(Standing("error", f"“{name}”最近一次没有办成：{record.failed}"))
    if found:
        return tuple(found)
    coming = next_due(plan, book, local(now))
    after = (
        f"，下一次{short_day(coming[0].date(), now.date())} {coming[0]:%H:%M}{coming[1].name}"
        if coming
        else ""
    )
    return (Standing("ok", f"定时运行正常{after}"),)
