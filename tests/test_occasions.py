"""Nominal times: what the plan's words for run times mean between two moments."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import a_plan
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.errors import CalendarError
from huaxia_tasks.occasions import ZONE, last_slot, local, next_slot, slots
from huaxia_tasks.workbooks.plan_when import parse_when

PLAN = a_plan()


def when(words: str):
    found = parse_when(words)
    assert found is not None, words
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def listed(words: str, after: str, until: str) -> list[str]:
    return [f"{s:%Y-%m-%d %H:%M}" for s in slots(when(words), PLAN, at(after), at(until))]


SLOTS = [
    ("每个工作日 8:30", "2022-06-30", "2022-07-04 12:00",
     ["2022-06-30 08:30", "2022-07-01 08:30", "2022-07-04 08:30"]),
    # 国庆节 1 to 7 October, the week-end after it is made up
    ("每个工作日 8:30", "2022-09-30", "2022-10-10 09:00",
     ["2022-09-30 08:30", "2022-10-08 08:30", "2022-10-09 08:30", "2022-10-10 08:30"]),
    ("每天 23:30", "2022-12-30", "2023-01-01", ["2022-12-30 23:30", "2022-12-31 23:30"]),
    ("每周五 15:00", "2022-06-20", "2022-07-05", ["2022-06-24 15:00", "2022-07-01 15:00"]),
    ("每周一、周四 9:00", "2022-06-26", "2022-07-01", ["2022-06-27 09:00", "2022-06-30 09:00"]),
    ("每月25日 9:00", "2022-06-01", "2022-08-01", ["2022-06-25 09:00", "2022-07-25 09:00"]),
    # 每月31日 is the last day of a short month
    ("每月31日 9:00", "2022-01-15", "2022-05-15",
     ["2022-01-31 09:00", "2022-02-28 09:00", "2022-03-31 09:00", "2022-04-30 09:00"]),
    ("每月30日、31日 9:00", "2024-02-01", "2024-05-01",
     ["2024-02-29 09:00", "2024-03-30 09:00", "2024-03-31 09:00", "2024-04-30 09:00"]),
    ("每月29日 9:00", "2028-02-01", "2028-03-01", ["2028-02-29 09:00"]),
    ("每月29日 9:00", "2027-02-01", "2027-03-01", ["2027-02-28 09:00"]),
    ("每月底 17:00", "2022-11-15", "2023-02-01",
     ["2022-11-30 17:00", "2022-12-31 17:00", "2023-01-31 17:00"]),
    ("每月第1个工作日 9:00", "2022-09-15", "2022-11-15", ["2022-10-08 09:00", "2022-11-01 09:00"]),
    ("每月最后一个工作日 9:00", "2022-11-15", "2023-02-01",
     ["2022-11-30 09:00", "2022-12-30 09:00", "2023-01-31 09:00"]),
    # most months have fewer
    ("每月第23个工作日 9:00", "2022-01-01", "2022-12-31", ["2022-03-31 09:00", "2022-08-31 09:00"]),
    ("每季度末 17:00", "2022-05-01", "2022-12-01", ["2022-06-30 17:00", "2022-09-30 17:00"]),
    # phases end on 31 May, 30 June, 31 October, 31 December (a rest day; 30 December is the last)
    ("阶段结束前5个工作日 9:00", "2022-05-01", "2023-01-31",
     ["2022-05-24 09:00", "2022-06-23 09:00", "2022-10-24 09:00", "2022-12-23 09:00"]),
    ("阶段结束后2个工作日 9:00", "2022-05-01", "2023-01-31",
     ["2022-06-02 09:00", "2022-07-04 09:00", "2022-11-02 09:00", "2023-01-04 09:00"]),
    ("阶段结束当天 9:00", "2022-12-01", "2023-01-31", ["2022-12-30 09:00"]),
    # the first phase begins on a Saturday
    ("阶段开始当天 9:00", "2022-05-01", "2022-07-31",
     ["2022-05-23 09:00", "2022-06-01 09:00", "2022-07-01 09:00"]),
    ("阶段开始前1个工作日", "2022-05-01", "2022-06-15", ["2022-05-20 08:30", "2022-05-31 08:30"]),
    ("每6小时", "2022-06-28 01:00", "2022-06-29 00:00",
     ["2022-06-28 06:00", "2022-06-28 12:00", "2022-06-28 18:00", "2022-06-29 00:00"]),
    ("每1小时", "2022-12-31 22:30", "2023-01-01 01:00",
     ["2022-12-31 23:00", "2023-01-01 00:00", "2023-01-01 01:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "after", "until", "expected"), SLOTS)
def test_words_mean_these_times(words, after, until, expected):
    assert listed(words, after, until) == expected


def test_the_moment_after_is_left_out_and_the_last_one_is_in():
    assert listed("每天 8:30", "2022-06-28 08:30", "2022-06-29 08:30") == ["2022-06-29 08:30"]
    assert listed("每天 8:30", "2022-06-28 08:29:59", "2022-06-28 08:29:59") == []
    assert listed("每天 8:30", "2022-06-29", "2022-06-28") == []


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=8))])
def test_times_are_those_of_the_office_whatever_zone_the_machine_is_in(zone):
    after = at("2022-06-27 23:00").astimezone(zone)
    until = at("2022-06-28 23:00").astimezone(zone)
    [slot] = slots(when("每天 9:00"), PLAN, after, until)
    assert slot.astimezone(UTC) == datetime(2022, 6, 28, 1, 0, tzinfo=UTC)


def test_a_moment_without_a_zone_is_the_offices_own():
    naive = datetime(2022, 6, 28, 9)  # noqa: DTZ001
    assert local(naive) == at("2022-06-28 09:00")


NEXT = [
    ("每个工作日 8:30", "2022-09-30 08:30", "2022-10-08 08:30"),
    ("每月25日 9:00", "2022-06-25 09:00", "2022-07-25 09:00"),
    ("阶段结束后2个工作日 9:00", "2022-07-04 09:00", "2022-11-02 09:00"),
    ("阶段结束后2个工作日 9:00", "2023-01-04 09:00", None),
]


@pytest.mark.parametrize(("words", "after", "expected"), NEXT)
def test_the_next_time(words, after, expected):
    found = next_slot(when(words), PLAN, at(after))
    assert found == (at(expected) if expected else None)


LAST = [
    ("每个工作日 8:30", "2022-10-07 23:00", "2022-09-30 08:30"),
    ("每个工作日 8:30", "2022-10-08 08:30", "2022-10-08 08:30"),
    ("每月25日 9:00", "2022-07-24", "2022-06-25 09:00"),
    ("阶段结束后2个工作日 9:00", "2022-06-01", None),
    ("每6小时", "2022-06-28 05:59", "2022-06-28 00:00"),
]


@pytest.mark.parametrize(("words", "until", "expected"), LAST)
def test_the_last_time(words, until, expected):
    found = last_slot(when(words), PLAN, at(until))
    assert found == (at(expected) if expected else None)


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search():
    off = {date(2022, 6, 1) + timedelta(days=n): "停" for n in range(200)}
    plan = replace(PLAN, calendar=replace(PLAN.calendar, days_off=off))
    with pytest.raises(CalendarError):
        list(slots(when("阶段结束前5个工作日"), plan, at("2022-07-01"), at("2022-11-01")))


WORDS = ["每个工作日 8:30", "每天 9:00", "每周五 15:00", "每月31日", "每月第3个工作日", "每3小时",
         "阶段结束前5个工作日", "每月底 17:00"]  # fmt: skip


@given(
    st.sampled_from(WORDS),
    st.integers(0, 700 * 24),
    st.lists(st.integers(0, 60 * 24), min_size=1, max_size=6),
)
def test_cutting_a_span_into_pieces_gives_the_same_times_each_once(words, start, cuts):
    first = at("2022-01-01") + timedelta(hours=start)
    edges = [first, *(first + timedelta(hours=c) for c in sorted(cuts))]
    whole = list(slots(when(words), PLAN, edges[0], edges[-1]))
    pieces = [s for a, b in itertools.pairwise(edges) for s in slots(when(words), PLAN, a, b)]
    assert pieces == whole
    assert whole == sorted(set(whole))
