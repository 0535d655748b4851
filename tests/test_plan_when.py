"""The words of sheet 运行时间: how offices write them, and what is no time at all."""

from __future__ import annotations

from datetime import time

import pytest

from huaxia_tasks.workbooks.plan_when import parse_when

DAYS = [
    ("每个工作日", "workday", ()),
    ("每工作日", "workday", ()),
    ("工作日", "workday", ()),
    ("每天", "day", ()),
    ("每日", "day", ()),
    ("每周五", "weekday", (4,)),
    ("每星期五", "weekday", (4,)),
    ("周五", "weekday", (4,)),
    ("每逢周五", "weekday", (4,)),
    ("每周星期五", "weekday", (4,)),
    ("每周日", "weekday", (6,)),
    ("每周天", "weekday", (6,)),
    ("每周一、周四", "weekday", (0, 3)),
    ("每周四、一", "weekday", (0, 3)),
    ("每周一和周四", "weekday", (0, 3)),
    ("每周一至周五", "weekday", (0, 1, 2, 3, 4)),
    ("每周一到周五", "weekday", (0, 1, 2, 3, 4)),
    ("每周一三五", "weekday", (0, 2, 4)),
    ("每月25日", "monthday", (25,)),
    ("每月25号", "monthday", (25,)),
    ("每月二十五日", "monthday", (25,)),
    ("每月十日、二十日", "monthday", (10, 20)),
    ("每个月1、15日", "monthday", (1, 15)),
    ("每月1日和15日", "monthday", (1, 15)),
    ("每月31日", "monthday", (31,)),
    ("每月底", "month_end", ()),
    ("每月末", "month_end", ()),
    ("每月最后一天", "month_end", ()),
    ("月底", "month_end", ()),
    ("每季度末", "month_end", (3, 6, 9, 12)),
    ("每月最后一个工作日", "month_workday", (-1,)),
    ("每月最后1个工作日", "month_workday", (-1,)),
    ("每月第一个工作日", "month_workday", (1,)),
    ("每月第3个工作日", "month_workday", (3,)),
    ("每月第三个工作日", "month_workday", (3,)),
    ("每月倒数第二个工作日", "month_workday", (-2,)),
    ("每月首个工作日", "month_workday", (1,)),
    ("阶段结束前5个工作日", "phase", (-5,)),
    ("阶段结束前五个工作日", "phase", (-5,)),
    ("各阶段截止前5个工作日", "phase", (-5,)),
    ("每个阶段结束后2个工作日", "phase", (2,)),
    ("阶段结束后第2个工作日", "phase", (2,)),
    ("阶段结束当天", "phase", (0,)),
    ("阶段开始当日", "phase", (0,)),
    ("每2小时", "hours", (2,)),
    ("每两小时", "hours", (2,)),
    ("每隔4个小时", "hours", (4,)),
    ("每小时", "hours", (1,)),
]
TIMES = [
    ("", time(8, 30)),
    (" 8:30", time(8, 30)),
    ("8：30", time(8, 30)),
    (" ８：３０", time(8, 30)),
    ("，9点", time(9, 0)),
    ("上午9点", time(9, 0)),
    ("早上8点半", time(8, 30)),
    ("下午3点", time(15, 0)),
    ("下午三点半", time(15, 30)),
    ("15时", time(15, 0)),
    ("15点30分", time(15, 30)),
    ("的17:00", time(17, 0)),
    ("晚上8点", time(20, 0)),
    ("中午12点", time(12, 0)),
    (" 0:00", time(0, 0)),
    (" 23:59", time(23, 59)),
]


@pytest.mark.parametrize(("words", "kind", "numbers"), DAYS)
def test_days_are_understood(words, kind, numbers):
    found = parse_when(words)
    assert found is not None
    assert (found.kind, found.numbers, found.at) == (kind, numbers, time(8, 30))


@pytest.mark.parametrize(("words", "at"), TIMES)
@pytest.mark.parametrize(
    "day", ["每个工作日", "每周五", "每月25日", "阶段结束前5个工作日", "每月底"]
)
def test_times_of_day_are_understood_behind_every_kind_of_day(day, words, at):
    found = parse_when(f"{day}{words}")
    assert found is not None
    assert found.at == at
    assert found.kind == parse_when(day).kind  # type: ignore[union-attr]


def test_beginnings_and_ends_of_phases_are_told_apart():
    assert parse_when("阶段开始前1个工作日").anchor == "开始"  # type: ignore[union-attr]
    assert parse_when("阶段截止前1个工作日").anchor == "截止"  # type: ignore[union-attr]


NONE = [
    "", "随时", "定期", "适时", "每两周", "隔周周五", "每周", "每月", "每月32日", "每月0日",
    "每个工作日 25:00", "每个工作日 8:75", "每月第0个工作日", "每月第30个工作日", "每周八",
    "每0小时", "8:30", "每周五至周一", "阶段中期", "阶段结束前", "每个工作日8:30、14:00", "每月一二日",
]  # fmt: skip


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_time_is_none(words):
    assert parse_when(words) is None
