"""On which day a matter is due, whether its state can be read, and what changed since the last report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from matter_cases import DONE, PLANNED, TASKS, TODAY, told, view_of
from submission_books import PLAN, Formula, sheet

from huaxia_tasks.changes import compare, remember
from huaxia_tasks.checking import check_office, check_view
from huaxia_tasks.dating import day_in_plan
from huaxia_tasks.model import DueKind, Phase, Snapshot

WRITTEN = date(2022, 12, 20)


@pytest.mark.parametrize(
    ("said", "is_past", "expected"),
    [
        ("6月8日", True, date(2022, 6, 8)),
        ("5月30日前", False, date(2022, 5, 30)),
        ("3月10日", True, date(2022, 3, 10)),
        ("12月25日", False, date(2022, 12, 25)),
        ("2023年1月15日", False, date(2023, 1, 15)),
        ("6月底前", False, date(2022, 6, 30)),
    ],
)
def test_a_day_without_a_year_belongs_to_the_plan(said, is_past, expected):
    due = day_in_plan(said, PLANNED, written=WRITTEN, today=WRITTEN, is_past=is_past)
    assert due.due == expected


@pytest.mark.parametrize(
    ("said", "expected"), [("3月1日", date(2023, 3, 1)), ("10月底", date(2022, 10, 31))]
)
def test_a_plan_over_the_turn_of_the_year_has_each_day_once(said, expected):
    phases = (Phase(1, "一", "", date(2022, 9, 1), date(2023, 6, 30)),)
    due = day_in_plan(said, replace(PLAN, phases=phases), written=date(2022, 9, 5), today=TODAY)
    assert due.due == expected


def test_a_title_of_another_year_is_an_old_form():
    due = day_in_plan("6月30日", PLANNED, written=TODAY, today=TODAY, sheet_year=2021)
    assert due.due == date(2022, 6, 30)


def test_what_comes_again_is_due_on_its_next_day_and_never_overdue():
    due = day_in_plan("每月25日前", PLANNED, written=date(2022, 5, 29), today=TODAY)
    assert (due.kind, due.due) == (DueKind.RECURRING, date(2022, 7, 25))


# ------------------------------------------------------------------ states that cannot be read

PAST = sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|6月20日"])


@pytest.mark.parametrize(
    ("heading", "row", "expected"),
    [
        (DONE, [1, "R01", "请领导定夺"], "status-unreadable 完成清单 C2"),
        (DONE, [1, "R01", Formula("A1")], "formula-without-value 完成清单 C2"),
        ("序号|任务编号|进展情况", [1, "R01", "正在与厂家商定"], "missing-column 完成清单 None"),
        (DONE + "|备注", [1, "R01", "", "已完成"], "required-empty 完成清单 C2"),
        (DONE, [1, "R01", "推进中"], "overdue 完成清单 C2"),
        (DONE, [1, "R01", "×"], "overdue 完成清单 C2"),
    ],
)
def test_only_a_state_that_can_be_read_makes_a_matter_overdue(heading, row, expected):
    assert told(view_of(PAST, sheet("完成清单", [heading, row]))) == [expected]


def test_an_empty_state_beside_a_remark_that_speaks_of_one_quotes_it():
    view = view_of(PAST, sheet("完成清单", [DONE + "|备注", [1, "R01", "", "已完成，待验收"]]))
    assert "已完成，待验收" in check_view(view)[0].remedy


@pytest.mark.parametrize(
    ("remark", "is_told"),
    [
        ("申请延期至7月15日", True),
        ("因供货原因，拟延期到8月底", True),
        ("已同意延期至7月15日", True),  # said to be granted, and no decision tells of it
        ("不申请延期", False),
        ("会议延期召开", False),
        ("已报后勤处", False),
    ],
)
def test_a_wish_for_more_time_in_a_remark_is_heard(remark, is_told):
    view = view_of(
        sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|6月30日"]),
        sheet("完成清单", [DONE + "|备注", [1, "R01", "推进中", remark]]),
    )
    assert told(view) == (["extension-not-approved 完成清单 D2"] if is_told else [])


# ------------------------------------------------------------------ from one report to the next


def test_a_problem_that_nobody_had_taken_up_keeps_its_id_when_its_task_comes():
    problems = sheet("问题清单", ["序号|问题编号|问题描述|收集方式", "1|W01|没有插座|谈"])
    head = "序号|任务编号|对应问题编号|工作任务|牵头单位|完成时限"
    other = "1|R01|W09|检修暖气|商学院|7月29日"
    first = view_of(problems, sheet("任务清单", [head, other.replace("W09", "")]))
    past = remember(first.matters, (), TODAY)
    both = [head, other.replace("W09", ""), "2|R02|W01|加装电源|商学院|7月29日"]
    second = view_of(problems, sheet("任务清单", both), past=past)
    ids = {m.title: m.id for m in second.matters}
    assert ids["加装电源"] == {m.title: m.id for m in first.matters}["没有插座"]
    assert second.changes == ()


def test_a_list_that_did_not_come_makes_no_matter_vanish():
    first = view_of(PAST, today=date(2022, 6, 10))
    past = remember(first.matters, (), TODAY)
    only = sheet("问题清单", ["序号|问题描述|收集方式", "1|没有插座|谈"])
    assert [c.kind for c in view_of(only, past=past).changes] == []
    gone = sheet("任务清单", [TASKS, "1|R05|采购图书|商学院|7月29日"])
    assert [c.kind for c in view_of(gone, past=past).changes] == ["row-vanished"]


def test_a_problem_whose_tasks_did_not_come_this_time_keeps_its_id():
    problems = sheet("问题清单", ["序号|问题编号|问题描述|收集方式", "1|W01|校车班次少|谈"])
    head = "序号|任务编号|对应问题编号|工作任务|牵头单位|完成时限"
    rows = ["1|R01|W01|加开早班车|商学院|7月29日", "2|R02|W01|校车站加装雨棚|商学院|7月29日"]
    first = view_of(problems, sheet("任务清单", [head, *rows]))
    past = remember(first.matters, (), TODAY)
    alone = view_of(problems, past=past)
    assert alone.matters[0].id in {m.id for m in first.matters}
    assert alone.changes == ()
    one_less = view_of(problems, sheet("任务清单", [head, rows[0]]), past=past)
    assert [(c.kind, c.before) for c in one_less.changes] == [("row-vanished", "校车站加装雨棚")]


def test_a_state_that_cannot_be_read_takes_nothing_back():
    first = view_of(PAST, sheet("完成清单", [DONE, "1|R01|已完成"]))
    past = remember(first.matters, (), TODAY)
    second = view_of(PAST, sheet("完成清单", [DONE, "1|R01|请领导定夺"]), past=past)
    assert second.changes == ()
    third = view_of(PAST, sheet("完成清单", [DONE, "1|R01|推进中"]), past=past)
    assert [c.kind for c in compare(third.matters, past, ())] == ["done-undone"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("已组织三次座谈会，收集意见二十条", ["copied-text"]),
        ("已组织四次座谈会，收集意见三十条", []),
    ],
)
def test_progress_copied_from_the_last_report_is_told_to_the_office(now, expected):
    before = "已组织三次座谈会，收集意见二十条"
    head = DONE + "|进展情况"
    task = sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|7月29日"])
    first = view_of(task, sheet("完成清单", [head, f"1|R01|推进中|{before}"]))
    past = remember(first.matters, (), TODAY - timedelta(days=7))
    second = view_of(task, sheet("完成清单", [head, f"1|R01|推进中|{now}"]), past=past)
    found = check_office(Snapshot(PLANNED, TODAY, (second,)))
    assert [f.rule for f in found] == expected


@pytest.mark.parametrize(("days", "expected"), [(0, []), (2, []), (4, []), (5, ["copied-text"])])
def test_a_list_sent_again_to_put_it_right_is_no_copy_of_the_last_report(days, expected):
    words = "已组织三次座谈会，收集意见二十条"
    head = DONE + "|进展情况"
    task = sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|7月29日"])
    told = sheet("完成清单", [head, f"1|R01|推进中|{words}"])
    past = remember(view_of(task, told).matters, (), TODAY - timedelta(days=days))
    found = check_office(Snapshot(PLANNED, TODAY, (view_of(task, told, past=past),)))
    assert [f.rule for f in found] == expected
