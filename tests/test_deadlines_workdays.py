"""Working days by the notices of days off; what happens beyond them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huaxia_tasks.errors import CalendarError
from huaxia_tasks.model import WorkCalendar
from huaxia_tasks.model.festivals import lunar_day, qingming, statutory_festivals

CALENDAR = WorkCalendar.standard()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2022-06-03", False),
        ("2022-06-04", False),
        ("2022-06-06", True),
        ("2022-10-08", True),  # a make-up Saturday
        ("2022-12-31", False),
        ("2026-02-28", True),
        ("2027-01-01", False),
        ("2027-02-05", False),  # by the law alone: New Year's Eve of the lunar year
        ("2027-02-09", True),
        ("2027-06-09", False),
    ],
)
def test_days_off_and_make_up_days_count(day: str, works: bool) -> None:
    assert CALENDAR.is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        ("2022-12-31", False),
        ("2025-12-31", False),
        ("2026-12-31", True),  # may stand in the notice for 2027
        ("2026-12-30", False),
        ("2027-01-01", True),
        ("2021-12-31", True),
    ],
)
def test_a_years_calendar_needs_two_notices(day: str, provisional: bool) -> None:
    assert CALENDAR.is_provisional(date.fromisoformat(day)) is provisional


def test_the_last_days_of_december_are_open_where_new_year_is_a_tuesday() -> None:
    of_2018 = WorkCalendar(known_years=frozenset({2018}))  # 1 January 2019 was a Tuesday
    assert of_2018.is_provisional(date(2018, 12, 29))
    assert of_2018.is_provisional(date(2018, 12, 31))
    assert not of_2018.is_provisional(date(2018, 12, 28))


def test_day_one_is_the_first_working_day_after() -> None:
    assert CALENDAR.workdays_after(date(2022, 6, 2), 1) == date(2022, 6, 6)
    assert CALENDAR.workdays_after(date(2022, 6, 6), -1) == date(2022, 6, 2)
    assert CALENDAR.workdays_after(date(2022, 10, 1), 1) == date(2022, 10, 8)
    assert CALENDAR.workdays_after(date(2022, 6, 4), 0) == date(2022, 6, 4)


def test_the_eve_of_a_break_is_the_last_working_day_before_it() -> None:
    assert CALENDAR.is_eve_of_break(date(2022, 6, 2))
    assert CALENDAR.is_eve_of_break(date(2022, 9, 30))
    assert CALENDAR.is_eve_of_break(date(2022, 9, 9))
    assert not CALENDAR.is_eve_of_break(date(2022, 6, 10))  # a mere week-end
    assert not CALENDAR.is_eve_of_break(date(2022, 6, 3))
    assert CALENDAR.is_eve_of_break(date(2023, 12, 29))  # week-end, then 1 January
    assert CALENDAR.is_eve_of_break(date(2026, 12, 31))  # by the law alone


def test_a_break_is_found_around_its_festival() -> None:
    assert CALENDAR.break_around(date(2023, 1, 1)) == (date(2022, 12, 31), date(2023, 1, 2))
    assert CALENDAR.break_around(date(2022, 9, 10)) == (date(2022, 9, 10), date(2022, 9, 12))
    assert CALENDAR.break_around(date(2027, 2, 6)) == (date(2027, 2, 5), date(2027, 2, 8))
    assert CALENDAR.break_around(date(2022, 9, 1)) is None


def test_a_damaged_calendar_ends_in_a_clear_error_not_in_a_loop() -> None:
    first = date(2022, 1, 1)
    always_off = WorkCalendar({first + timedelta(days=n): "停课" for n in range(3000)})
    with pytest.raises(CalendarError, match="连续60天没有工作日"):
        always_off.workdays_after(first, 5)
    with pytest.raises(CalendarError, match="连续60天没有工作日"):
        always_off.last_workday_until(date(2026, 1, 1))
    with pytest.raises(CalendarError, match="太长"):
        CALENDAR.workdays_after(first, 10**9)
    with pytest.raises(CalendarError, match="历法范围"):
        CALENDAR.workdays_after(date(9999, 12, 20), 100)


def test_working_days_between_two_days_count_both_ways() -> None:
    assert CALENDAR.workdays_between(date(2022, 6, 2), date(2022, 6, 6)) == 1
    assert CALENDAR.workdays_between(date(2022, 6, 6), date(2022, 6, 2)) == -1
    assert CALENDAR.workdays_between(date(2022, 6, 6), date(2022, 6, 6)) == 0


@pytest.mark.parametrize(
    ("year", "month", "day", "solar"),
    [
        (1990, 1, 1, "1990-01-27"),
        (2006, 5, 5, "2006-05-31"),
        (2009, 12, 30, "2010-02-13"),
        (2022, 1, 1, "2022-02-01"),
        (2022, 8, 15, "2022-09-10"),
        (2023, 5, 5, "2023-06-22"),
        (2023, 8, 15, "2023-09-29"),
        (2025, 8, 15, "2025-10-06"),
        (2026, 1, 1, "2026-02-17"),
        (2026, 5, 5, "2026-06-19"),
        (2027, 1, 15, "2027-02-20"),
        (2033, 12, 1, "2034-01-20"),
    ],
)
def test_lunar_days_fall_where_the_almanac_has_them(
    year: int, month: int, day: int, solar: str
) -> None:
    assert lunar_day(year, month, day) == date.fromisoformat(solar)


def test_beyond_the_almanac_nothing_is_known() -> None:
    assert lunar_day(1989, 1, 1) is None
    assert lunar_day(2057, 1, 1) is None
    assert lunar_day(2022, 13, 1) is None
    assert lunar_day(2022, 4, 1, leap=True) is None
    assert lunar_day(2023, 2, 1, leap=True) == date(2023, 3, 22)


def test_the_statutory_days_lie_inside_the_published_breaks() -> None:
    for year in (2022, 2023, 2024, 2025, 2026):
        for day, name in statutory_festivals(year).items():
            if name == "春节" and year < 2025:
                continue  # New Year's Eve is statutory since 2025
            if name == "劳动节" and year < 2025:
                continue
            assert not CALENDAR.is_workday(day), (day, name)


def test_qingming_is_where_the_notices_have_it() -> None:
    assert [qingming(y).day for y in (2022, 2023, 2024, 2025, 2026)] == [5, 5, 4, 4, 5]
