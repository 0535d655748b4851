"""The watch book: each nominal time once, missed ones by the job's own rule, failures and clocks told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import a_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from huaxia_tasks.model import Job
from huaxia_tasks.occasions import ZONE
from huaxia_tasks.office import Office
from huaxia_tasks.watchbook import (
    Book,
    JobRecord,
    beat,
    begun,
    believe,
    clock_trouble,
    due_runs,
    ended,
    heartbeat,
    is_passed_over,
    late_jobs,
    next_due,
    passed_over,
    put_off,
    read_book,
    standing,
    write_book,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def a_job(when="每个工作日 8:30", catch_up="补一次", limit=1, name="每日检查", verb="run", on=True):
    return Job(name, verb, when, catch_up, limit, on)


def plan_with(*jobs: Job):
    return a_plan(jobs=jobs or (a_job(),))


def since(moment: str, *names: str) -> Book:
    """A book in which everything up to `moment` is settled."""
    settled = at(moment)
    return Book(settled, {name: JobRecord(settled) for name in names or ("每日检查",)})


def due(plan, book, moment):
    found, lost = due_runs(plan, book, at(moment))
    assert lost == ()
    return [
        (f"{d.slot:%m-%d %H:%M}", f"{d.as_of:%m-%d}" if d.as_of else "", len(d.passed))
        for d in found
        if not is_passed_over(d)
    ]


# --------------------------------------------------------------------------- what is due

DUE = [
    ("2022-06-28 08:29", []),
    ("2022-06-28 08:30", [("06-28 08:30", "", 0)]),
    ("2022-06-28 17:00", [("06-28 08:30", "", 0)]),
    ("2022-06-29 07:00", [("06-28 08:30", "", 0)]),
    ("2022-06-30 09:00", [("06-30 08:30", "", 2)]),  # one run makes up for all
    ("2022-10-06 09:00", [("09-30 08:30", "", 67)]),
]


@pytest.mark.parametrize(("moment", "expected"), DUE)
def test_a_missed_job_is_made_up_for_once(moment, expected):
    assert due(plan_with(), since("2022-06-27 08:30"), moment) == expected


def test_the_first_time_only_todays_times_count():
    assert due(plan_with(), Book(), "2022-06-28 12:00") == [("06-28 08:30", "", 0)]
    assert due(plan_with(), Book(), "2022-06-28 08:00") == []
    assert due(plan_with(), Book(), "2022-06-26 12:00") == []  # a Sunday


NOT_MADE_UP = [
    ("2022-06-28 08:30", [("06-28 08:30", "", 0)]),
    ("2022-06-28 09:00", [("06-28 08:30", "", 0)]),
    ("2022-06-28 09:01", []),  # more than half an hour late is missed
    ("2022-06-30 08:35", [("06-30 08:30", "", 2)]),
]


@pytest.mark.parametrize(("moment", "expected"), NOT_MADE_UP)
def test_a_job_that_is_not_made_up_for_runs_punctually_or_not_at_all(moment, expected):
    plan = plan_with(a_job(catch_up="不补"))
    assert due(plan, since("2022-06-27 08:30"), moment) == expected


ONE_BY_ONE = [
    (0, "2022-06-30 12:00", []),
    (1, "2022-06-30 12:00", [("06-30 08:30", "", 2)]),
    (2, "2022-06-30 12:00", [("06-29 08:30", "06-29", 1), ("06-30 08:30", "", 0)]),
    (9, "2022-06-30 12:00",
     [("06-28 08:30", "06-28", 0), ("06-29 08:30", "06-29", 0), ("06-30 08:30", "", 0)]),
    # the punctual one is no catching up and does not count for the limit
    (1, "2022-06-30 08:40", [("06-29 08:30", "06-29", 1), ("06-30 08:30", "", 0)]),
    (0, "2022-06-30 08:40", [("06-30 08:30", "", 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "moment", "expected"), ONE_BY_ONE)
def test_a_job_made_up_for_one_by_one_runs_as_of_each_day_up_to_a_limit(limit, moment, expected):
    plan = plan_with(a_job(catch_up="逐次补", limit=limit))
    assert due(plan, since("2022-06-27 08:30"), moment) == expected


def test_what_is_passed_over_is_settled_counted_and_told():
    plan, book = plan_with(a_job(catch_up="不补")), since("2022-06-27 08:30")
    [run], _ = due_runs(plan, book, at("2022-06-30 12:00"))
    assert is_passed_over(run)
    passed_over(book, run, at("2022-06-30 12:00"))
    assert due_runs(plan, book, at("2022-06-30 12:00"))[0] == []
    assert book.jobs["每日检查"].passed_over == 3
    assert "有3次没有补" in book.log[-1]


def test_jobs_come_in_the_order_of_their_times_and_those_switched_off_not_at_all():
    plan = plan_with(
        a_job("每天 10:00", name="乙"),
        a_job("每天 9:00", name="甲"),
        a_job("每天 8:00", name="丙", on=False),
    )
    found, _ = due_runs(plan, Book(), at("2022-06-28 12:00"))
    assert [d.job.name for d in found] == ["甲", "乙"]


def test_a_job_that_cannot_be_placed_is_told_and_stops_no_other():
    plan = plan_with(a_job("阶段结束前5个工作日", name="甲"), a_job("每天 8:00", name="乙"))
    days = {at("2022-05-01").date() + timedelta(days=n): "停" for n in range(300)}
    plan = replace(plan, calendar=replace(plan.calendar, days_off=days))
    found, lost = due_runs(plan, Book(), at("2022-06-28 12:00"))
    assert [d.job.name for d in found] == ["乙"]
    assert "“甲”排不出时间" in lost[0]


def test_years_of_absence_are_one_run_and_no_flood():
    plan = plan_with(a_job("每1小时"), a_job("每天 8:00", "逐次补", 3, "逐日"))
    book = since("2012-01-01 00:00", "每日检查", "逐日")
    found, _ = due_runs(plan, book, at("2022-06-28 12:00"))
    assert len(found) == 4


# --------------------------------------------------------------------------- what became of it


def run_of(plan, book, moment):
    return due_runs(plan, book, at(moment))[0][0]


def test_a_good_end_settles_the_time():
    plan, book = plan_with(), since("2022-06-27 08:30")
    run = run_of(plan, book, "2022-06-28 08:31")
    begun(book, run, at("2022-06-28 08:31"))
    ended(book, run, at("2022-06-28 08:33"), 1)
    assert due(plan, book, "2022-06-28 23:00") == []
    assert due(plan, book, "2022-06-29 08:30") == [("06-29 08:30", "", 0)]
    assert book.jobs["每日检查"].code == 1


def test_a_run_that_was_killed_is_tried_again_but_not_at_once():
    plan, book = plan_with(), since("2022-06-27 08:30")
    begun(book, run_of(plan, book, "2022-06-28 08:31"), at("2022-06-28 08:31"))
    assert due(plan, book, "2022-06-28 08:35") == []
    assert due(plan, book, "2022-06-28 08:36") == [("06-28 08:30", "", 0)]


def test_a_failing_run_is_tried_a_few_times_with_growing_waits_then_given_up():
    plan, book, moment = plan_with(), since("2022-06-27 08:30"), at("2022-06-28 08:30")
    waits = []
    for _ in range(4):
        [run], _ = due_runs(plan, book, moment)
        begun(book, run, moment)
        ended(book, run, moment, 70, "程序内部出错。")
        after = book.jobs["每日检查"].next_try
        waits.append((after - moment).total_seconds() / 60 if after else None)
        moment = after or moment
    assert waits == [5, 20, 60, None]
    assert due(plan, book, "2022-06-28 20:00") == []
    assert due(plan, book, "2022-06-29 08:30") == [("06-29 08:30", "", 0)]
    assert "不再重试" in book.log[-1]


def test_a_newer_time_begins_its_tries_anew():
    plan, book = plan_with(), since("2022-06-27 08:30")
    run = run_of(plan, book, "2022-06-28 08:30")
    begun(book, run, at("2022-06-28 08:30"))
    ended(book, run, at("2022-06-28 08:30"), 70, "坏")
    later = run_of(plan, book, "2022-06-29 08:30")
    begun(book, later, at("2022-06-29 08:30"))
    assert book.jobs["每日检查"].tries == 1


def test_a_run_that_found_another_at_work_has_not_failed():
    plan, book = plan_with(), since("2022-06-27 08:30")
    for moment in ("2022-06-28 08:30", "2022-06-28 08:32", "2022-06-28 08:34") * 3:
        for run in due_runs(plan, book, at(moment))[0]:
            begun(book, run, at(moment))
            put_off(book, run, at(moment), timedelta(minutes=2))
    record = book.jobs["每日检查"]
    assert (record.tries, record.failed) == (0, "")
    assert due(plan, book, "2022-06-28 09:00") == [("06-28 08:30", "", 0)]


def test_the_log_keeps_the_newest_lines():
    book = Book()
    for n in range(500):
        book.note(at("2022-06-28 08:30"), f"第{n}行")
    assert len(book.log) == 200
    assert book.log[-1].endswith("第499行")


# --------------------------------------------------------------------------- files


def test_a_book_written_is_read_back(tmp_path):
    office = Office(tmp_path)
    plan, book = plan_with(), since("2022-06-27 08:30")
    run = run_of(plan, book, "2022-06-28 08:31")
    begun(book, run, at("2022-06-28 08:31"))
    ended(book, run, at("2022-06-28 08:33"), 70, "坏")
    write_book(office, book)
    assert read_book(office) == book


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"jobs": {"a": {}}, "last_seen": null, "log": []}', "\x00" * 9]
)
def test_a_damaged_book_is_put_aside_and_begun_anew(tmp_path, text):
    office = Office(tmp_path)
    write_book(office, Book())
    path = tmp_path / ".值守" / "状态.json"
    path.write_text(text, encoding="utf-8")
    book = read_book(office)
    assert book.jobs == {}
    assert "损坏" in book.log[0]
    assert path.with_suffix(".坏").read_text(encoding="utf-8") == text
    assert due(plan_with(), book, "2022-06-28 12:00") == [("06-28 08:30", "", 0)]


def test_a_sign_of_life_is_read_from_outside(tmp_path):
    office = Office(tmp_path)
    assert heartbeat(office) == {}
    beat(office, at("2022-06-28 08:30"), next="2022-06-29T08:30:00+08:00")
    assert heartbeat(office)["at"] == "2022-06-28T08:30:00+08:00"
    (tmp_path / ".值守" / "心跳.json").write_text("[", encoding="utf-8")
    assert heartbeat(office) == {}


def test_times_are_kept_with_their_offset(tmp_path):
    office = Office(tmp_path)
    write_book(office, since("2022-06-27 08:30"))
    data = json.loads((tmp_path / ".值守" / "状态.json").read_text(encoding="utf-8"))
    assert data["last_seen"] == "2022-06-27T08:30:00+08:00"


# --------------------------------------------------------------------------- clock

CLOCK = [
    # last seen, now, newest file, believed
    (None, "2022-06-28 08:30", None, True),
    ("2022-06-28 08:30", "2022-06-28 08:30", None, True),
    ("2022-06-28 08:30", "2022-06-28 05:31", None, True),  # a small correction
    ("2022-06-28 08:30", "2022-06-28 05:29", None, False),
    ("2022-06-28 08:30", "2022-05-28 08:30", None, False),
    ("2022-06-28 08:30", "2022-08-12 08:29", None, True),  # 45 days off
    ("2022-06-28 08:30", "2022-08-13 08:31", None, False),
    ("2022-06-28 08:30", "2032-06-28 08:30", "2022-06-28 10:00", False),
    ("2022-06-28 08:30", "2022-09-28 08:30", "2022-09-01 10:00", True),  # the units moved along
]


@pytest.mark.parametrize(("seen", "now", "newest", "believed"), CLOCK)
def test_a_wild_clock_is_not_believed(seen, now, newest, believed):
    book = Book(at(seen) if seen else None)
    trouble = clock_trouble(book, at(now), at(newest) if newest else None)
    assert (trouble == "") is believed


def test_a_person_who_vouches_for_the_clock_undoes_what_was_settled_ahead_of_it():
    plan, book = plan_with(), since("2022-07-20 08:30")
    believe(book, at("2022-06-28 08:00"))
    assert clock_trouble(book, at("2022-06-28 08:00")) == ""
    assert due(plan, book, "2022-06-28 08:30") == [("06-28 08:30", "", 0)]


# --------------------------------------------------------------------------- standing


def standing_of(tmp_path, plan, book, moment):
    office = Office(tmp_path)
    write_book(office, book)
    return [(s.level, s.says) for s in standing(office, plan, at(moment))]


def test_a_watch_that_never_ran_is_told(tmp_path):
    [found] = standing(Office(tmp_path), plan_with(), at("2022-06-28 09:00"))
    assert (found.level, found.says) == ("warning", "还没有定时运行过")


def test_a_plan_without_jobs_is_told(tmp_path):
    plan = plan_with(a_job(on=False))
    assert standing_of(tmp_path, plan, Book(), "2022-06-28 09:00")[0][0] == "warning"


def test_a_watch_in_order_names_what_comes_next(tmp_path):
    found = standing_of(tmp_path, plan_with(), since("2022-06-28 08:30"), "2022-06-28 09:00")
    assert found == [("ok", "定时运行正常，下一次6月29日 08:30每日检查")]


LATE = [
    ("2022-06-29 08:31", False),
    ("2022-06-29 09:30", True),
    ("2022-07-02 12:00", True),
]


@pytest.mark.parametrize(("moment", "late"), LATE)
def test_a_time_that_passed_without_a_run_is_late_after_an_hour(tmp_path, moment, late):
    book = since("2022-06-28 08:30")
    assert bool(late_jobs(plan_with(), book, at(moment))) is late
    found = standing_of(tmp_path, plan_with(), book, moment)
    assert any("超期未运行" in says for _, says in found) is late


def test_over_a_week_end_nothing_is_late():
    assert late_jobs(plan_with(), since("2022-07-01 08:30"), at("2022-07-03 23:00")) == ()


def test_a_failure_and_a_wild_clock_are_told(tmp_path):
    book = since("2022-06-28 08:30")
    book.jobs["每日检查"] = book.jobs["每日检查"]._replace(failed="方案读不出来。")
    found = standing_of(tmp_path, plan_with(), book, "2022-06-28 09:00")
    assert found == [("error", "“每日检查”最近一次没有办成：方案读不出来。")]
    found = standing_of(tmp_path, plan_with(), since("2022-06-28 08:30"), "2022-06-01 09:00")
    assert "比上次运行" in found[0][1]


def test_the_next_time_may_be_that_of_another_try():
    plan, book = plan_with(), since("2022-06-27 08:30")
    run = run_of(plan, book, "2022-06-28 08:30")
    begun(book, run, at("2022-06-28 08:30"))
    ended(book, run, at("2022-06-28 08:30"), 70, "坏")
    found = next_due(plan, book, at("2022-06-28 08:31"))
    assert found is not None
    assert found[0] == at("2022-06-28 08:35")


# --------------------------------------------------------------------------- at random


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 60 * 30), min_size=1, max_size=60),
    st.sampled_from(["补一次", "不补", "逐次补"]),
    st.sampled_from(["每天 8:30", "每个工作日 8:30", "每6小时", "每周五 15:00"]),
    st.integers(0, 4),
)
def test_however_the_machine_wakes_and_sleeps_no_time_is_run_twice(gaps, catch_up, words, limit):
    plan = plan_with(a_job(words, catch_up, limit))
    book, moment, done = Book(), at("2022-06-20 00:00"), []
    for gap in gaps:
        moment += timedelta(minutes=gap)
        for run in due_runs(plan, book, moment)[0]:
            if is_passed_over(run):
                passed_over(book, run, moment)
                continue
            begun(book, run, moment)
            ended(book, run, moment, 0)
            done.append(run.slot)
        assert due_runs(plan, book, moment)[0] == []
    assert len(done) == len(set(done))
    assert done == sorted(done)
