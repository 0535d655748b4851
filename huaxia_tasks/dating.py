"""The day that a cell of a list names, read within the frame of its plan.

Units leave the year out.  A day without a year belongs to the year in which it falls into the plan:
in December 收集时间 6月8日 is last June and no day to come, and 5月30日前 was due in May.  Only what fits
no year of the plan is read by the day of writing alone.  A deadline that comes again and again is
due on its next day from today on, whenever it was written down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .deadlines import parse_deadline
from .model import Due, DueKind, Plan
from .watched_day import plain_day

_DATED = (DueKind.BY_DATE, DueKind.RANGE)
#: In a plan of more years than this nothing follows from its frame.
_MOST_YEARS = 3
#: How a derivation names a year that was handed over: no title bears that of the plan.
_BY_TITLE = "按表题的"


def day_in_plan(
    said: str | int | float | date,
    plan: Plan,
    *,
    written: date,
    today: date,
    sheet_year: int | None = None,
    is_past: bool = False,
) -> Due:
    """Return what a cell says.

    `written` is the day on which the workbook was written, `sheet_year` the year in its title;
    `is_past` for days that have been (收集时间, 完成时间): these are never put into a coming year.
    """
    calendar = plan.calendar

    def read(year: int | None, day: date = written) -> Due:
        return parse_deadline(said, written=day, sheet_year=year, calendar=calendar)

    if not isinstance(said, str):
        return read(sheet_year)
    years = range(plan.start.year, (plan.due or plan.start).year + 1)
    if sheet_year is not None and len(years) <= _MOST_YEARS and sheet_year not in years:
        sheet_year = None  # the title of an old form, filled in anew
    if sheet_year is None:
        due = _in_a_year_of(plan, read)
        if due is not None and _BY_TITLE in due.why:
            due = replace(due, why=due.why.replace(_BY_TITLE, "按方案的"))
        if due is None:
            due = _in_the_past(read, today) if is_past else read(None)
    else:
        due = read(sheet_year)
    if due.kind is DueKind.RECURRING and due.due is not None and due.due < today:
        return read(sheet_year, plain_day(today))
    return due


def _in_a_year_of(plan: Plan, read: Callable[[int | None], Due]) -> Due | None:
    """Return the day in the first year of the plan that puts it inside the plan, None where none does.

    What is no day at all (长期坚持, 学期末, 6月31日) is returned as it is read.
    """
    last = plan.due or plan.start
    years = range(plan.start.year, last.year + 1)
    due: Due | None = None
    for year in years if len(years) <= _MOST_YEARS else ():
        due = read(year)
        if due.due is not None and due.kind in _DATED and plan.start <= due.due <= last:
            return due
    return due if due is not None and due.kind not in _DATED else None


def _in_the_past(read: Callable[[int | None], Due], today: date) -> Due:
    """Return the last such day that has been; of this year where none has."""
    for year in (today.year, today.year - 1):
        due = read(year)
        if due.due is None or due.due <= today:
            return due
    return read(today.year)
