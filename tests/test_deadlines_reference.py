"""The plain rules of years, months, weeks and lengths of time, against a second reckoning."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from huaxia_tasks.deadlines import parse_deadline
from huaxia_tasks.model import WorkCalendar

CALENDAR = WorkCalendar.standard()
WRITTEN = [
    date(2022, 5, 29),
    date(2022, 12, 31),
    date(2023, 8, 31),
    date(2024, 2, 29),
    date(2026, 11, 24),
]
NUMERALS = "零一二三四五六七八九十"
WEEKDAYS = "一二三四五六日"


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _in_chinese(n: int) -> str:
    tens, ones = divmod(n, 10)
    if n <= 10:
        return NUMERALS[n]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def _without_year(written: date, sheet_year: int | None, of: Callable[[int], date]) -> date:
    """Return the day of the sheet's year, else of this one unless more than half a year back."""
    day = of(sheet_year or written.year)
    too_far_back = sheet_year is None and day < _months_on(written, -6)
    return of(written.year + 1) if too_far_back else day


def _months(written: date, year: int | None) -> Iterator[tuple[str, date]]:
    for month in range(1, 13):
        end = _without_year(written, year, lambda y, m=month: _end(y, m))  # type: ignore[misc]
        for name in (str(month), _in_chinese(month)):
            yield f"{name}月底前", end
            yield f"{name}月完成", end
            yield f"{name}月下旬", end
        for day in (1, 10, 20, 28):
            due = _without_year(written, year, lambda y, m=month, d=day: date(y, m, d))  # type: ignore[misc]
            yield f"{month}月{day}日前", due
            yield f"{_in_chinese(month)}月{_in_chinese(day)}日", due
            yield f"{month}.{day}前", due
            yield f"{month}月{day}日（星期{WEEKDAYS[due.weekday()]}）前", due
    for quarter in range(1, 5):
        end = _without_year(written, year, lambda y, q=quarter: _end(y, 3 * q))  # type: ignore[misc]
        yield f"第{NUMERALS[quarter]}季度", end
        yield f"Q{quarter}", end
    yield "年底前", _without_year(written, year, lambda y: date(y, 12, 31))
    yield "上半年", _without_year(written, year, lambda y: date(y, 6, 30))


def _from_writing(written: date) -> Iterator[tuple[str, date]]:
    for n in (1, 2, 3, 5, 10, 15, 30, 60):
        yield f"{n}天内", written + timedelta(days=n)
        yield f"{_in_chinese(n)}日内", written + timedelta(days=n)
        yield f"{n}个月内", _months_on(written, n)
        day, left = written, n
        while left:
            day += timedelta(days=1)
            left -= CALENDAR.is_workday(day)
        yield f"{n}个工作日内办结", day
    monday = written - timedelta(days=written.weekday())
    for i, name in enumerate(WEEKDAYS):
        day = monday + timedelta(days=i)
        yield f"本周{name}", day
        yield f"下星期{name}前", day + timedelta(days=7)
        coming = day if day >= written else day + timedelta(days=7)
        yield f"周{name}前", coming
        yield f"每周{name}", coming
    for n in range(1, 29):
        day = written.replace(day=n)
        coming = day if day >= written else _months_on(day, 1)
        yield f"{n}日前", coming
        yield f"每月{n}日前", coming


@pytest.mark.parametrize("written", WRITTEN, ids=str)
@pytest.mark.parametrize("years_on", [None, 0, 1])
def test_a_day_without_a_year_falls_where_a_second_reckoning_puts_it(
    written: date, years_on: int | None
) -> None:
    year = None if years_on is None else written.year + years_on
    wrong = [
        (text, due, found)
        for text, due in _months(written, year)
        if (found := parse_deadline(text, written, sheet_year=year, calendar=CALENDAR).due) != due
    ]
    assert wrong == []


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_what_is_counted_from_the_day_of_writing_agrees_with_a_second_reckoning(
    written: date,
) -> None:
    wrong = [
        (text, due, found)
        for text, due in _from_writing(written)
        if (found := parse_deadline(text, written, calendar=CALENDAR).due) != due
    ]
    assert wrong == []


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_a_span_whose_second_end_comes_first_runs_into_the_next_year(written: date) -> None:
    for first in range(1, 13):
        for last in range(1, 13):
            if first == last:
                continue
            due = parse_deadline(f"{first}月-{last}月", written, calendar=CALENDAR)
            begun = _without_year(written, None, lambda y, m=first: _end(y, m)).year  # type: ignore[misc]
            assert due.start == date(begun, first, 1)
            assert due.due == _end(begun + (last < first), last)
