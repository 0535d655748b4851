"""The alarm clock: rounds that start what is due, and the resident watch, under clocks that do anything."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time as real_time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import schedule
from builders import a_plan

from huaxia_tasks.errors import LockedError, PlanError
from huaxia_tasks.lock import one_at_a_time
from huaxia_tasks.model import Job
from huaxia_tasks.occasions import ZONE
from huaxia_tasks.office import Office, lay_out
from huaxia_tasks.timetable import run_due, watch
from huaxia_tasks.timetable.child import Ran, start
from huaxia_tasks.watchbook import Book, JobRecord, folder_of, heartbeat, read_book, write_book

DAILY = Job("每日检查", "run", "每个工作日 8:30")
WEEKLY = Job("每周汇总", "summary", "每周五 15:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Clock:
    """A clock set by hand; what waits on it moves it."""

    def __init__(self, moment: str) -> None:
        self.wall, self.steady = at(moment), 0.0

    def __call__(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def sleep(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


class Launcher:
    """Stands in for the child process; `ends` tells with which code each verb ends."""

    def __init__(self, clock: Clock, **ends: Ran | BaseException) -> None:
        self.clock, self.ends, self.calls = clock, ends, []

    def __call__(self, arguments, limit, beat, stop) -> Ran:
        self.calls.append(tuple(arguments))
        beat()
        self.clock.sleep(20)
        end = self.ends.get(arguments[0], Ran(0))
        if isinstance(end, BaseException):
            raise end
        return end

    @property
    def verbs(self) -> list[str]:
        return [c[0] for c in self.calls]


@pytest.fixture
def office(tmp_path):
    (tmp_path / "计划").mkdir()
    (tmp_path / "报送").mkdir()
    return Office(tmp_path)


def a_round(office, clock, launcher, *jobs, **options):
    plan = a_plan(jobs=jobs or (DAILY,))
    return run_due(office, now=clock, launch=launcher, plan=lambda _: plan, **options)


# --------------------------------------------------------------------------- one round


def test_what_is_due_is_started_once(office):
    clock = Clock("2022-06-28 08:31")
    launcher = Launcher(clock)
    first = a_round(office, clock, launcher)
    again = a_round(office, clock, launcher)
    assert launcher.calls == [("run", "--office", str(office.root), "--quiet")]
    assert (first.ran, again.ran) == (1, 0)
    assert first.lines == [
        "“每日检查”已办（06-28 08:30 的一次）。",
        "下一次：2022-06-29 08:30 每日检查",
    ]
    assert again.lines[0] == "现在没有到点的事。"


ENDS = [
    (Ran(0), 0, ""),
    (Ran(1), 1, ""),  # findings are no failure
    (Ran(3), 3, ""),
    (Ran(5), 5, ""),
    (Ran(2, "方案“单位”表B7：……"), 2, "方案“单位”表B7：……"),
    (Ran(70, "程序内部出错"), 70, "程序内部出错"),
    (Ran(-9), 70, "运行被系统中断（信号9）。"),
    (Ran(99), 70, "退出码99。"),
    (Ran(None), 70, "运行超过60分钟，已停止。"),
]


@pytest.mark.parametrize(("end", "code", "trouble"), ENDS)
def test_how_a_run_ends_is_told(office, end, code, trouble):
    clock = Clock("2022-06-28 08:31")
    done = a_round(office, clock, Launcher(clock, run=end))
    assert done.exit_code == code
    assert done.troubles == ([f"“每日检查”没有办成：{trouble}"] if trouble else [])
    assert read_book(office).jobs["每日检查"].failed == trouble


def test_a_failing_job_stops_no_other_and_is_tried_again_later(office):
    clock = Clock("2022-07-01 15:01")
    launcher = Launcher(clock, run=Ran(70, "坏"))
    done = a_round(office, clock, launcher, DAILY, WEEKLY)
    assert launcher.verbs == ["run", "summary"]
    assert (done.exit_code, done.ran) == (70, 2)
    clock.sleep(300)
    a_round(office, clock, launcher, DAILY, WEEKLY)
    assert launcher.verbs == ["run", "summary", "run"]


def test_after_one_failure_the_later_times_of_the_same_job_wait_their_turn(office):
    job = replace(DAILY, catch_up="逐次补", limit=5)
    settled = at("2022-06-27 08:30")
    write_book(office, Book(settled, {job.name: JobRecord(settled)}))
    clock = Clock("2022-06-30 12:00")
    launcher = Launcher(clock, run=Ran(70, "坏"))
    a_round(office, clock, launcher, job)
    assert [c[-1] for c in launcher.calls] == ["2022-06-28"]
    launcher.ends.clear()
    clock.sleep(600)
    a_round(office, clock, launcher, job)
    assert [c[4:] for c in launcher.calls[1:]] == [
        ("--today", "2022-06-28"), ("--today", "2022-06-29"), (),
    ]  # fmt: skip


def test_issuing_goes_by_itself_only_and_never_as_of_a_past_day(office):
    job = Job("发出", "issue", "每个工作日 9:30", "逐次补", 5)
    settled = at("2022-06-27 09:30")
    write_book(office, Book(settled, {job.name: JobRecord(settled)}))
    clock = Clock("2022-06-29 12:00")
    launcher = Launcher(clock)
    a_round(office, clock, launcher, job)
    assert set(launcher.calls) == {("issue", "--office", str(office.root), "--quiet", "--auto")}


def test_another_run_at_work_is_no_failure(office):
    clock = Clock("2022-06-28 08:31")
    launcher = Launcher(clock, run=Ran(4))
    for _ in range(5):
        done = a_round(office, clock, launcher)
        clock.sleep(130)
    assert done.exit_code == 4
    assert done.troubles == []
    launcher.ends.clear()
    assert a_round(office, clock, launcher).ran == 1


def test_two_rounds_at_once_are_one(office):
    clock = Clock("2022-06-28 08:31")
    launcher = Launcher(clock)
    folder_of(office).mkdir()
    with one_at_a_time(folder_of(office), now=clock), pytest.raises(LockedError) as told:
        a_round(office, clock, launcher)
    assert told.value.exit_code == 4
    assert launcher.calls == []


def test_a_round_that_dies_leaves_a_run_that_is_taken_up_again(office):
    clock = Clock("2022-06-28 08:31")
    launcher = Launcher(clock, run=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        a_round(office, clock, launcher)
    launcher.ends.clear()
    assert a_round(office, clock, launcher).ran == 0
    clock.sleep(300)
    assert a_round(office, clock, launcher).ran == 1


def test_a_round_told_to_stop_begins_nothing_more(office):
    clock, stop = Clock("2022-07-01 15:01"), threading.Event()

    def launcher(arguments, limit, beat, stop) -> Ran:
        stop.set()
        return Ran(None, stopped=True)

    done = a_round(office, clock, launcher, DAILY, WEEKLY, stop=stop)
    assert done.ran == 0
    assert read_book(office).jobs["每日检查"].failed == ""


def test_a_round_leaves_a_sign_of_life_with_the_next_time(office):
    clock = Clock("2022-06-28 09:00")
    a_round(office, clock, Launcher(clock))
    assert heartbeat(office) == {
        "at": "2022-06-28T09:00:20+08:00",
        "next": "2022-06-29T08:30:00+08:00",
        "job": "每日检查",
        "failing": [],
    }


def test_a_pretended_time_is_passed_on(office):
    clock = Clock("2022-06-28 09:00")
    launcher = Launcher(clock)
    a_round(office, clock, launcher, pretend=True)
    assert launcher.calls[0][-2:] == ("--today", "2022-06-28")


def test_a_broken_plan_is_told_by_a_round(office):
    def broken(_):
        raise PlanError("读不出来")

    with pytest.raises(PlanError):
        run_due(office, now=Clock("2022-06-28 09:00"), launch=Launcher, plan=broken)


WILD = [
    ("2022-06-28 08:00", 0),  # half an hour back is a correction
    ("2022-05-28 09:00", 2),
    ("2032-06-28 09:00", 2),
]


@pytest.mark.parametrize(("moment", "code"), WILD)
def test_a_wild_clock_runs_nothing_and_is_told_once_in_the_log(office, moment, code):
    write_book(
        office, Book(at("2022-06-28 08:31"), {"每日检查": JobRecord(at("2022-06-28 08:30"))})
    )
    clock = Clock(moment)
    launcher = Launcher(clock)
    os.utime(office.inbox, (0, 0))
    for _ in range(3):
        done = a_round(office, clock, launcher)
        clock.sleep(60)
    assert done.exit_code == code
    assert launcher.calls == []
    assert len(read_book(office).log) == (1 if code else 0)
    if code:
        assert "请先核对本机的日期和时间" in done.troubles[0]


def test_the_first_right_day_after_a_wild_clock_is_served_as_usual(office):
    clock = Clock("2022-06-28 08:31")
    launcher = Launcher(clock)
    a_round(office, clock, launcher)
    for moment in ("2032-01-05 09:00", "2022-05-02 09:00"):
        clock.wall = at(moment)
        a_round(office, clock, launcher)
    clock.wall = at("2022-06-29 08:30")
    assert a_round(office, clock, launcher).ran == 1


def test_a_person_may_vouch_for_the_clock(office):
    write_book(
        office, Book(at("2022-06-28 08:31"), {"每日检查": JobRecord(at("2022-06-28 08:30"))})
    )
    clock = Clock("2024-03-04 09:00")
    launcher = Launcher(clock)
    assert a_round(office, clock, launcher, accept_clock=True).ran == 1
    assert a_round(office, clock, launcher).exit_code == 0


def test_new_files_of_units_vouch_for_a_long_absence(office):
    write_book(
        office, Book(at("2022-06-28 08:31"), {"每日检查": JobRecord(at("2022-06-28 08:30"))})
    )
    clock = Clock("2022-09-28 09:00")
    path = office.inbox / "商学院.xlsx"
    path.write_bytes(b"x")
    moment = at("2022-09-20 10:00").timestamp()
    os.utime(path, (moment, moment))
    assert a_round(office, clock, Launcher(clock)).ran == 1


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_times_are_the_offices_whatever_zone_the_machine_is_in(office, zone):
    from zoneinfo import ZoneInfo

    moment = datetime(2022, 6, 28, 0, 31, tzinfo=UTC).astimezone(ZoneInfo(zone))
    clock = Clock("2022-06-28 00:00")
    clock.wall = moment
    assert (
        a_round(office, clock, Launcher(clock)).lines[0] == "“每日检查”已办（06-28 08:30 的一次）。"
    )


# --------------------------------------------------------------------------- the resident watch


class Sleeper:
    """An event whose waiting moves the clock, and ends the watch at a moment; may also play tricks.

    Each wait moves the clock by `step` seconds at least, so that days pass quickly.
    """

    def __init__(self, clock: Clock, until: str, tricks=(), step: float = 900.0) -> None:
        self.clock, self.tricks, self.step = clock, dict(tricks), step
        self.waits: list[float] = []
        self.ended = False
        self.seconds = (at(until) - clock.wall).total_seconds()

    def is_set(self) -> bool:
        return self.ended

    def set(self) -> None:
        self.ended = True

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        self.clock.sleep(max(timeout or 0.0, self.step))
        for moment in [m for m in self.tricks if self.clock.steady >= m]:
            self.clock.wall = at(self.tricks.pop(moment))
        self.ended = self.ended or self.clock.steady >= self.seconds
        return self.ended


@pytest.fixture
def watched(office, monkeypatch):
    """Watch an office under a clock of its own; `schedule` sees the same clock."""

    def go(clock, sleeper, launcher, *jobs, plan=None):
        local = SimpleNamespace(now=lambda *_: clock.wall.replace(tzinfo=None))
        shim = SimpleNamespace(datetime=local, timedelta=timedelta)
        monkeypatch.setattr(schedule, "datetime", shim)
        chosen = a_plan(jobs=jobs or (DAILY,))
        monkeypatch.setattr("huaxia_tasks.timetable.watching.plan_of", plan or (lambda _: chosen))
        said: list[str] = []
        code = watch(
            office, now=clock, monotonic=clock.monotonic, say=said.append, stop=sleeper,
            launch=launcher,
        )  # fmt: skip
        return code, said

    return go


def test_a_watch_runs_each_job_at_its_time(watched):
    clock = Clock("2022-06-27 00:00")
    launcher = Launcher(clock)
    code, said = watched(clock, Sleeper(clock, "2022-07-04 00:00"), launcher, DAILY, WEEKLY)
    assert code == 0
    assert launcher.verbs == ["run"] * 5 + ["summary"]
    assert len(said) == 6


def test_a_watch_sleeps_a_minute_at_most_and_looks_every_half_minute(watched):
    clock = Clock("2022-06-27 00:00")
    sleeper = Sleeper(clock, "2022-06-27 01:00", step=1.0)
    watched(clock, sleeper, Launcher(clock))
    assert 0 < max(sleeper.waits) <= 60
    assert 100 <= len(sleeper.waits) <= 250


def test_nothing_that_goes_wrong_ends_the_watch(watched):
    clock = Clock("2022-06-27 08:00")
    for wrong in (RuntimeError("坏"), SystemExit(3), MemoryError()):
        launcher = Launcher(clock, run=wrong)
        until = f"{clock.wall + timedelta(minutes=40):%Y-%m-%d %H:%M}"
        code, _ = watched(clock, Sleeper(clock, until), launcher)
        assert code == 0


def test_a_fault_is_said_when_it_begins_not_every_half_minute(watched):
    clock = Clock("2022-06-27 08:00")

    def broken(_):
        raise PlanError("读不出来", "计划/方案.xlsx")

    _, said = watched(clock, Sleeper(clock, "2022-06-27 10:00"), Launcher(clock), plan=broken)
    assert said == ["计划/方案.xlsx：读不出来。"]


JUMPS = {
    "an hour back": ("2022-06-28 09:00", "2022-06-28 08:00"),
    "thirty days back": ("2022-06-28 09:00", "2022-05-29 09:00"),
    "ten years ahead": ("2022-06-28 09:00", "2032-06-28 09:00"),
}


@pytest.mark.parametrize(("when", "to"), JUMPS.values(), ids=JUMPS.keys())
def test_a_clock_that_jumps_and_comes_home_costs_no_run_and_adds_none(watched, office, when, to):
    clock = Clock("2022-06-27 00:00")
    jump = (at(when) - clock.wall).total_seconds()
    home = jump + 6 * 3600
    os.utime(office.inbox, (0, 0))
    tricks = {jump: to, home: f"{at(when) + timedelta(hours=6):%Y-%m-%d %H:%M}"}
    sleeper = Sleeper(clock, "2022-07-01 12:00", tricks)
    launcher = Launcher(clock)
    code, said = watched(clock, sleeper, launcher)
    assert code == 0
    # Monday to Friday 08:30, each once; nothing during the jump
    assert launcher.verbs == ["run"] * 5
    assert any("跳变" in line for line in said)


def test_a_machine_that_slept_for_days_makes_up_for_it_once(watched):
    clock = Clock("2022-06-27 00:00")
    launcher = Launcher(clock)
    tricks = {10 * 3600.0: "2022-07-13 10:00"}  # the monotonic clock stood still meanwhile
    sleeper = Sleeper(clock, "2022-06-28 00:00", tricks)
    watched(clock, sleeper, launcher)
    assert launcher.verbs == ["run", "run"]


def test_a_second_watch_of_the_same_office_is_refused(watched, office):
    clock = Clock("2022-06-27 00:00")
    place = folder_of(office) / "值守"
    place.mkdir(parents=True)
    with one_at_a_time(place, now=clock), pytest.raises(LockedError):
        watched(clock, Sleeper(clock, "2022-06-27 01:00"), Launcher(clock))


def test_a_round_of_the_system_timer_beside_the_watch_does_not_double_anything(watched, office):
    clock = Clock("2022-06-28 08:00")
    launcher = Launcher(clock)
    sleeper = Sleeper(clock, "2022-06-28 09:00")
    wait = sleeper.wait

    def wait_and_run(timeout=None):
        a_round(office, clock, launcher)
        return wait(timeout)

    sleeper.wait = wait_and_run
    watched(clock, sleeper, launcher)
    assert launcher.verbs == ["run"]


def test_a_plan_that_is_being_saved_is_replaced_by_the_last_good_one(watched, office):
    (office.root / "计划" / "a.xlsx").write_bytes(b"1")
    clock = Clock("2022-06-27 08:00")
    launcher, state = Launcher(clock), {"calls": 0}

    def plan(_):
        state["calls"] += 1
        if state["calls"] > 1:
            raise PlanError("读不出来")
        (office.root / "计划" / "a.xlsx").write_bytes(b"22")
        return a_plan(jobs=(DAILY,))

    _, said = watched(clock, Sleeper(clock, "2022-06-28 12:00"), launcher, plan=plan)
    assert launcher.verbs == ["run", "run"]
    assert [s for s in said if "仍按上次的办" in s] != []
    assert state["calls"] == 2


def test_half_a_year_leaves_no_growth_behind(watched, office):
    clock = Clock("2022-06-01 00:00")
    sleeper = Sleeper(clock, "2022-11-28 00:00", step=14400.0)
    handles = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    launcher = Launcher(clock)
    watched(clock, sleeper, launcher)
    days = [at("2022-06-01").date() + timedelta(days=n) for n in range(180)]
    assert len(launcher.calls) == sum(a_plan().calendar.is_workday(d) for d in days)
    files = {p.name: p.stat().st_size for p in folder_of(office).rglob("*") if p.is_file()}
    assert sum(files.values()) < 40_000
    assert len(files) <= 4
    if handles:
        assert len(os.listdir("/proc/self/fd")) == handles


# --------------------------------------------------------------------------- real processes


def test_a_child_runs_a_verb_and_its_last_words_are_kept(tmp_path):
    ran = start(
        ["check", "--office", str(tmp_path / "无")], timedelta(seconds=60), list, threading.Event()
    )
    assert ran.code == 2
    assert "不是办公室文件夹" in ran.words


def test_a_child_that_hangs_is_ended_with_all_that_it_started(tmp_path):
    office = lay_out(tmp_path / "办公室", demo=True)
    began = real_time.monotonic()
    ran = start(
        ["watch", "--office", str(office.root)], timedelta(seconds=1.5), list, threading.Event()
    )
    assert ran.code is None
    assert real_time.monotonic() - began < 20


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_watch_ends_cleanly_when_it_is_told_to(tmp_path):
    office = lay_out(tmp_path / "办公室", demo=True)
    command = [sys.executable, "-m", "huaxia_tasks", "watch", "--office", str(office.root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    try:
        assert "值守开始" in process.stdout.readline().decode()
        process.send_signal(signal.SIGTERM)
        said = process.stdout.read().decode()
        assert process.wait(timeout=30) == 0
        assert said.strip().endswith("值守结束。")
    finally:
        process.stdout.close()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
