"""What of the lists may be shown to everybody: whole cells withheld, small groups blurred, a last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from .. import wording
from ..deadlines import parse_deadline
from ..model import Snapshot
from ..patterns import regex
from ..privacy import DEFAULT_MINIMUM, find_personal_data, hide_small_counts
from ._office import setting, whole

_SPAN = regex(
    r"(?:不少于|公[示开]期?(?:限)?为?)?\s*([0-9一二三四五六七八九十百两半]+\s*(?:个?工作日|个?自然日|天|日|周|个星期|个?月|年))"
)


class PublicEye(NamedTuple):
    """Looks at cells as the public edition does.

    ``minimum`` is the smallest group of students whose number is told (公开最小计数), ``student_number``
    the shape of the school's own numbers (学号格式).
    """

    minimum: int
    student_number: str

    def shown(self, text: str, heading: str) -> str | None:
        """Return what the public sees of a cell, None where it holds personal data."""
        if find_personal_data(text, heading=heading, student_number=self.student_number):
            return None
        return hide_small_counts(text, self.minimum)


def public_eye(snapshot: Snapshot) -> PublicEye:
    """Return how the office of a snapshot publishes."""
    minimum = max(1, whole(snapshot, "公开最小计数", DEFAULT_MINIMUM))
    return PublicEye(minimum, setting(snapshot, "学号格式"))


def removal_day(snapshot: Snapshot, day: date) -> date | None:
    """Return the last day on which a list published on `day` may be seen; None where nobody set it.

    公开期限 may be a number of days, working days, weeks or months, or a day itself.
    """
    period = setting(snapshot, "公开期限")
    if not period:
        return None
    span = _SPAN.fullmatch(period.removesuffix("内").strip())
    words = f"{span.group(1)}内" if span else period
    last = parse_deadline(words, written=day, calendar=snapshot.plan.calendar).due
    return last if last is not None and last >= day else None


def until_sentence(snapshot: Snapshot, day: date) -> str:
    """Return how long the list is public and that it is taken down then."""
    period, last = setting(snapshot, "公开期限"), removal_day(snapshot, day)
    contact = "欢迎师生员工提出意见建议。"
    if last is None:
        return (f"公开期限为{period}。" if period else "") + contact
    after = wording.short_day(last + timedelta(days=1), day)
    return f"公开期限自{wording.day(day)}至{wording.short_day(last, day)}，{after}撤下。{contact}"
