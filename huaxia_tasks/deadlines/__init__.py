"""Understands 完成时限: from a cell's text, number or date to the day by which a thing is due.

A small grammar of our own: a cell is cleaned, phrases are found in it (``phrases/``, one family a
file), each is settled against the day of writing and the calendar, and the whole gives one ``Due``.
Nothing is guessed in silence: what has two readings is ambiguous, what is no day is invalid.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ..model import Due, DueKind, WorkCalendar
from .cleaning import clean
from .extensions import find_extension
from .notices import missing_festivals, read_notice, read_notice_calendar
from .number_cells import judge_date, judge_number
from .pieces import Frame
from .reading import read
from .verdicts import Verdict, finish

__all__ = [
    "find_dates_in_text",
    "missing_festivals",
    "parse_deadline",
    "read_notice",
    "read_notice_calendar",
]

_clean = lru_cache(maxsize=4096)(clean)


def parse_deadline(
    text: str | int | float | date | datetime | time | timedelta | None,
    written: date,
    sheet_year: int | None = None,
    calendar: WorkCalendar | None = None,
    date1904: bool = False,
) -> Due:
    """Return what the content of a deadline cell means; never raises for whatever it holds.

    `written` is the day on which the sheet was written or is read, `sheet_year` the year in its
    title; `calendar` has public holidays and the school's anchors (the shipped notices without).
    `date1904` tells that the workbook counts its days from 1904.
    """
    frame = _frame(written, sheet_year, calendar)
    if isinstance(text, date):
        return finish(judge_date(text, frame), frame, text.isoformat()[:10])
    if isinstance(text, int | float):
        verdict = judge_number(text, frame, date1904=date1904)
        return finish(verdict or _nothing(), frame, _plain(text))
    if not isinstance(text, str):
        return finish(_nothing(), frame, "" if text is None else str(text))
    if not text.strip():
        return finish(_nothing(), frame, "")
    cleaned = _clean(text)
    verdict = judge_number(cleaned.text, frame, date1904=date1904)
    if verdict is not None:
        return finish(verdict, frame, _short(text))
    return read(cleaned, frame, _short(text))


def find_dates_in_text(
    text: str | None,
    written: date,
    sheet_year: int | None = None,
    calendar: WorkCalendar | None = None,
) -> Due | None:
    """Return the day to which a remark extends a deadline (延期至7月15日), else None.

    Only words of extension followed by a certain day count; 不同意延期至… does not.
    """
    phrase = find_extension(text) if text else None
    if phrase is None:
        return None
    due = read(phrase, _frame(written, sheet_year, calendar), phrase.text)
    return due if due.kind in (DueKind.BY_DATE, DueKind.RANGE) else None


def _frame(written: date, sheet_year: int | None, calendar: WorkCalendar | None) -> Frame:
    day = written.date() if isinstance(written, datetime) else written
    return Frame(day, sheet_year, calendar or _standard())


@lru_cache(maxsize=1)
def _standard() -> WorkCalendar:
    return WorkCalendar.standard()


def _nothing() -> Verdict:
    return Verdict(DueKind.INVALID, "没有填写完成时限")


def _plain(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= 500 else text[:500]
