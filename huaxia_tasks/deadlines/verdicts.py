"""What a deadline cell turned out to be, before and after the calendar has been asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..errors import CalendarError
from ..model import Due, DueKind
from ..wording import shorten
from .pieces import Frame


@dataclass(slots=True)
class Verdict:
    """A deadline in the making; becomes a ``Due`` when the calendar has been asked."""

    kind: DueKind
    why: str
    due: date | None = None
    start: date | None = None
    warnings: list[str] = field(default_factory=list)
    stages: tuple[date, ...] = ()
    then: str = ""
    provisional: bool = False


def finish(verdict: Verdict, frame: Frame, text: str) -> Due:
    """Return the verdict as a ``Due`` with the last working day on or before."""
    quoted = shorten(text, 24)
    why = f"“{quoted}”：{verdict.why}。" if quoted else f"{verdict.why}。"
    if verdict.due is None:
        return Due(
            verdict.kind, None, verdict.start, why, text, tuple(verdict.warnings), (), verdict.then
        )
    last, provisional = verdict.due, verdict.provisional
    unknown = [verdict.due] if provisional else []
    try:
        last = frame.calendar.last_workday_until(verdict.due)
        unknown += [d for d in (verdict.due, last) if frame.calendar.is_provisional(d)]
    except CalendarError:
        unknown.append(verdict.due)
    if unknown:
        provisional, year = True, unknown[0].year
        if year in frame.calendar.known_years:
            year += 1
        why = (
            f"{why.removesuffix('。')}（{year}年放假安排尚未公布或尚未填入，"
            "工作日暂按周末和法定节日推算）。"
        )
    return Due(
        verdict.kind,
        verdict.due,
        verdict.start,
        why,
        text,
        tuple(dict.fromkeys(verdict.warnings)),
        verdict.stages,
        verdict.then,
        last,
        provisional,
    )
