"""How rows become matters: by numbers in any writing, by words, side by side, in parts; and their days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from submission_books import PLAN, Formula, read, sheet

from huaxia_tasks.changes import compare, remember
from huaxia_tasks.checking import check_view
from huaxia_tasks.dating import day_in_plan
from huaxia_tasks.examining import view_unit
from huaxia_tasks.model import DueKind, Phase, UnitView

TODAY = date(2022, 6, 28)
PHASES = (Phase(1, "全面开展阶段", "12月底前", date(2022, 5, 21), date(2022, 12, 31)),)
PLANNED = replace(PLAN, phases=PHASES, school="武汉华夏理工学院")
UNIT = next(u for u in PLAN.units if u.name == "商学院")


def view_of(*sheets, today: date = TODAY, plan=PLANNED, **more) -> UnitView:
    submission = read(*sheets, plan=plan)
    return view_unit(plan, UNIT, [submission], today, **more)


def told(view: UnitView) -> list[str]:
    """The findings as ``rule sheet cell``."""
    found = check_view(view)
    return [
        f"{f.rule} {f.ref.sheet if f.ref else ''} {f.ref.address if f.ref else ''}" for f in found
    ]


def joined(view: UnitView) -> list[str]:
    """Each matter as its title with the rows that belong to it."""
    return [
        f"{m.title}: {' '.join(r.kind.value[0] + str(r.row.number) for r in m.rows)}"
        for m in view.matters
    ]


TASKS = "序号|任务编号|工作任务|牵头单位|完成时限"
DONE = "序号|任务编号|完成状态"


@pytest.mark.parametrize(
    ("task", "other"),
    [("001", "1"), ("R-01", "r1"), ("（1）", "①"), ("R０１", "R01"), ("2022－3", "2022-3")],
)
def test_one_number_in_two_writings_joins_rows(task, other):
    view = view_of(
        sheet("任务清单", [TASKS, f"1|{task}|修缮教室|商学院|7月29日"]),
        sheet("完成清单", [DONE, f"1|{other}|推进中"]),
    )
    assert joined(view) == ["修缮教室: 任2 完2"]
    assert told(view) == []


@pytest.mark.parametrize(("task", "other"), [("1.1", "1.10"), ("2-1", "21"), ("R01", "W01")])
def test_other_numbers_do_not(task, other):
    view = view_of(
        sheet(
            "任务清单",
            [TASKS, f"1|{task}|修缮教室|商学院|7月29日", "2|R77|开放机房|商学院|7月29日"],
        ),
        sheet("完成清单", ["序号|任务编号|工作任务|完成状态", f"9|{other}|修缮教室|推进中"]),
    )
    assert [t for t in told(view) if t.startswith("task-number")] == [
        "task-number-unknown 完成清单 B2"
    ]


def test_a_number_of_the_problem_stands_for_the_only_task_that_works_it_off():
    view = view_of(
        sheet(
            "问题清单",
            ["序号|问题编号|问题描述|收集方式", "1|W01|教室破旧|谈", "2|W02|机房常关|谈"],
        ),
        sheet(
            "任务清单",
            [
                "序号|任务编号|对应问题编号|工作任务|牵头单位|完成时限",
                "1|R01|W01|粉刷墙面|商学院|7月29日",
                "2|R02|W02|延长开放|商学院|7月29日",
            ],
        ),
        sheet("完成清单", ["序号|问题编号|完成状态", "1|W02|推进中", "2|W01|推进中"]),
    )
    assert joined(view) == ["粉刷墙面: 问2 任2 完3", "延长开放: 问3 任3 完2"]
    assert told(view) == []


def test_one_number_for_a_matter_in_all_lists_joins_problems_without_a_column_that_points_at_them():
    view = view_of(
        sheet(
            "问题清单",
            ["序号|事项编号|问题描述|收集方式", "1|SX-1|冬天太冷|谈", "2|SX-2|没有插座|谈"],
        ),
        sheet(
            "任务清单", [TASKS, "1|SX-2|加装电源|商学院|7月29日", "2|SX-1|检修暖气|商学院|7月29日"]
        ),
    )
    assert joined(view) == ["加装电源: 问3 任2", "检修暖气: 问2 任3"]
    assert told(view) == []


def test_lists_that_run_side_by_side_join_rows_without_a_word_in_common():
    view = view_of(
        sheet(
            "问题清单",
            [
                "序号|问题描述|收集方式",
                "1|教室灯光昏暗|谈",
                "2|不知道找谁倾诉|谈",
                "3|机房开放时间短|谈",
            ],
        ),
        sheet(
            "任务清单",
            [
                "序号|工作任务|牵头单位|完成时限",
                "1|更换教室灯光|商学院|7月29日",
                "2|设心理咨询点|商学院|7月29日",
                "3|延长机房开放时间|商学院|7月29日",
            ],
        ),
    )
    assert joined(view)[1] == "设心理咨询点: 问3 任3"
    assert told(view) == []


def test_a_problem_without_a_task_is_still_told_where_the_lists_do_not_run_side_by_side():
    view = view_of(
        sheet("问题清单", ["序号|问题描述|收集方式", "1|不知道找谁倾诉|谈", "2|教室灯光昏暗|谈"]),
        sheet("任务清单", ["序号|工作任务|牵头单位|完成时限", "1|更换教室灯光|商学院|7月29日"]),
    )
    assert told(view) == ["problem-without-task 问题清单 B2"]


# ------------------------------------------------------------------ rows that go on

MEASURES = "序号|任务编号|工作任务|工作措施|牵头单位|完成时限"


@pytest.mark.parametrize("merged", ["A2:A3 B2:B3 C2:C3 E2:E3 F2:F3", ""])
def test_a_row_that_only_adds_a_measure_belongs_to_the_task_above(merged):
    view = view_of(
        sheet(
            "任务清单",
            [
                MEASURES,
                "1|R01|修缮教室|更换灯具|商学院|7月29日",
                "|||粉刷墙面||",
                "2|R02|开放机房|排班|商学院|7月29日",
            ],
            merged=merged,
        ),
        sheet("完成清单", [DONE, "1|R01|推进中", "2|R02|推进中"]),
    )
    assert joined(view) == ["修缮教室: 任2 完2", "开放机房: 任4 完3"]
    assert view.matters[0].task.text("measure") == "更换灯具；粉刷墙面"
    assert told(view) == []


@pytest.mark.parametrize("merged", ["A2:A3 B2:B3 C2:C3", ""])
def test_parts_with_leads_and_days_of_their_own_share_what_is_said_of_their_number(merged):
    view = view_of(
        sheet(
            "任务清单",
            [MEASURES, "1|R01|修缮教室|更换灯具|商学院|7月29日", "|||粉刷墙面|后勤处|8月31日"],
            merged=merged,
        ),
        sheet("责任清单", ["序号|任务编号|牵头单位|责任人|完成时限", "1|R01|商学院|张三|7月29日"]),
        sheet("完成清单", [DONE, "1|R01|推进中"]),
    )
    assert joined(view) == ["修缮教室: 任2 责2 完2", "修缮教室: 任3 责2 完2"]
    assert [m.lead for m in view.matters] == ["U02", "U05"]
    assert told(view) == []


def test_a_task_with_a_number_of_its_own_and_no_words_is_asked_for_them():
    view = view_of(
        sheet(
            "任务清单",
            [MEASURES, "1|R01|修缮教室|更换灯具|商学院|7月29日", "2|R02||粉刷|商学院|7月29日"],
        )
    )
    assert told(view) == ["required-empty 任务清单 C3"]


def test_a_formula_without_a_result_among_joined_columns_is_told():
    view = view_of(
        sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|7月29日"]),
        sheet(
            "完成清单",
            [
                "序号|任务编号|完成状态|5月进展情况|6月进展情况",
                [1, "R01", "推进中", "已换灯", Formula("A1")],
            ],
        ),
    )
    submission = view.submissions[0]
    assert [t.ref.address for t in submission.troubles] == ["E2"]


# ------------------------------------------------------------------ days

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
        ("已同意延期至7月15日", False),
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


def test_a_state_that_cannot_be_read_takes_nothing_back():
    first = view_of(PAST, sheet("完成清单", [DONE, "1|R01|已完成"]))
    past = remember(first.matters, (), TODAY)
    second = view_of(PAST, sheet("完成清单", [DONE, "1|R01|请领导定夺"]), past=past)
    assert second.changes == ()
    third = view_of(PAST, sheet("完成清单", [DONE, "1|R01|推进中"]), past=past)
    assert [c.kind for c in compare(third.matters, past, ())] == ["done-undone"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("W01、W02", "W03"), ["甲: 问2 任2", "乙: 问4 任3"]),
        (("W01-W02", "问题W03"), ["甲: 问2 任2", "乙: 问4 任3"]),
        (("w1～2", "W3"), ["甲: 问2 任2", "乙: 问4 任3"]),
        (("教室破旧", "没有插座"), ["甲: 问2 任2", "乙: 问4 任3", "机房常关: 问3"]),
    ],
)
def test_a_task_may_point_at_several_problems_or_at_their_words(cells, expected):
    problems = ["1|W01|教室破旧|谈", "2|W02|机房常关|谈", "3|W03|没有插座|谈"]
    head = "序号|对应问题编号|工作任务|牵头单位|完成时限"
    tasks = [
        f"{n}|{c}|{t}|商学院|7月29日" for n, (c, t) in enumerate(zip(cells, "甲乙", strict=True))
    ]
    view = view_of(
        sheet("问题清单", ["序号|问题编号|问题描述|收集方式", *problems]),
        sheet("任务清单", [head, *tasks]),
    )
    assert joined(view) == expected
    assert [t for t in told(view) if "number" in t] == []


def test_running_numbers_are_pointed_at_where_a_list_has_no_others():
    view = view_of(
        sheet("问题清单", ["序号|问题描述|收集方式", "1|教室破旧|谈", "2|机房常关|谈"]),
        sheet(
            "任务清单",
            [
                "序号|对应问题序号|工作任务|牵头单位|完成时限",
                "1|2|甲|商学院|7月29日",
                "2|1|乙|商学院|7月29日",
            ],
        ),
    )
    assert joined(view) == ["甲: 问3 任2", "乙: 问2 任3"]


def test_one_row_of_completion_may_speak_of_several_tasks():
    view = view_of(
        sheet("任务清单", [TASKS, "1|R01|甲|商学院|7月29日", "2|R02|乙|商学院|7月29日"]),
        sheet("完成清单", [DONE, "1|R01、R02|推进中"]),
    )
    assert joined(view) == ["甲: 任2 完2", "乙: 任3 完2"]
    assert told(view) == []


def test_a_number_that_belongs_to_another_task_is_said_to():
    view = view_of(
        sheet(
            "任务清单", [TASKS, "1|R01|修缮教室|商学院|7月29日", "2|R02|开放机房|商学院|7月29日"]
        ),
        sheet("完成清单", ["序号|任务编号|工作任务|完成状态", "1|R02|修缮教室|推进中"]),
    )
    (finding,) = check_view(view)
    assert (
        finding.message
        == "“完成清单”里的任务编号“R02”在任务清单里是另一项“开放机房”，与本行的内容不符。"
    )
