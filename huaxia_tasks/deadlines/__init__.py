"""Understands 完成时限: from a cell's text, number or date to the day by which a thing is due.

A small grammar of our own: a cell is cleaned, phrases are found in it (``phrases/``, one family a
file), each is settled against the day of writing and the calendar, and the whole gives one ``Due``.
Nothing is guessed in silence: what has two readings is ambiguous, what is no day is invalid.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import SupportsFloat

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

#: The day of the plan 武华党〔2022〕17号, which the first lists were written for.
WRITTEN = date(2022, 5, 29)
_clean = lru_cache(maxsize=4096)(clean)


def parse_deadline(
    text: str | int | float | date | datetime | time | timedelta | SupportsFloat | None,
    written: date = WRITTEN,
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
    if isinstance(text, date) and text == text:
        return finish(judge_date(text, frame), frame, text.isoformat()[:10])
    if not isinstance(text, str):
        number = _number(text)
        verdict = None if number is None else judge_number(number, frame, date1904=date1904)
        return finish(verdict or _nothing(), frame, _plain(text if number is None else number))
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
    year = None if sheet_year is None else int(sheet_year)
    return Frame(day, year, calendar or _standard())


@lru_cache(maxsize=1)
def _standard() -> WorkCalendar:
    return WorkCalendar.standard()


def _nothing() -> Verdict:
    return Verdict(DueKind.INVALID, "没有填写完成时限")


def _number(value: object) -> int | float | None:
    """Return a number of whatever type (Decimal, those of numpy), None for what is none."""
    if isinstance(value, int | float):
        return value
    try:
        return float(value) if isinstance(value, SupportsFloat) else None
    except (ArithmeticError, TypeError, ValueError):
        return None


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int) and abs(value) > 10**20:
        return "一个很大的数"
    return "" if value is None else _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= 500 else text[:500]
