"""How rows become matters: by numbers in any writing, by words, side by side, in parts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from matter_cases import DONE, PLANNED, TASKS, joined, told, view_of
from submission_books import PLAN, Formula, sheet

from huaxia_tasks.changes import remember
from huaxia_tasks.checking import check_view


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


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["1|无|"], 0),
        (["|本单位暂无此类问题|"], 0),
        (["1|/|"], 1),
        (["1||", "2||"], 1),
    ],
)
def test_a_list_that_says_in_words_that_there_is_nothing_was_handed_in(rows, expected):
    due = date(2022, 6, 20)
    lists = tuple(
        replace(spec, due=due) if spec.kind.value == "问题清单" else spec for spec in PLAN.lists
    )
    view = view_of(
        sheet("问题清单", ["序号|问题描述|收集方式", *rows]),
        sheet("任务清单", [TASKS, "1|R01|修缮教室|商学院|7月29日"]),
        plan=replace(PLANNED, lists=lists),
    )
    assert len([t for t in told(view) if t.startswith("not-submitted")]) == expected


def test_lists_side_by_side_are_not_joined_by_their_lines():
    view = view_of(
        sheet(
            "Sheet1",
            [
                "问题清单||||任务清单|||",
                "序号|问题描述|收集方式||序号|工作任务|牵头单位|完成时限",
                "1|教室没有插座|谈||1|更换教室灯管|商学院|7月29日",
                "2|教室灯管昏暗|谈||2|加装教室插座|商学院|7月29日",
            ],
        )
    )
    assert joined(view) == ["更换教室灯管: 问4 任3", "加装教室插座: 问3 任4"]


def test_rows_with_nothing_but_a_running_number_are_joined_by_the_others_numbers():
    tasks = sheet(
        "任务清单", ["任务编号|工作任务|牵头单位", "1|修缮教室|商学院", "2|采购图书|商学院"]
    )
    done = sheet("完成清单", ["编号|完成状态|进展情况", "1|已完成|灯管已换", "2|推进中|书单已列"])
    view = view_of(tasks, done)
    assert joined(view) == ["修缮教室: 任2 完2", "采购图书: 任3 完3"]
    assert not any("task" in line for line in told(view))


def test_a_number_given_twice_is_told_once_and_wordless_rows_go_to_each_in_turn():
    view = view_of(
        sheet(
            "任务清单",
            [TASKS, "1|R1|修缮教室|商学院|7月29日", "2|R1|开放机房|商学院|7月29日"],
        ),
        sheet("完成清单", [DONE, "1|R1|推进中", "2|R1|推进中"]),
    )
    assert joined(view) == ["修缮教室: 任2 完2", "开放机房: 任3 完3"]
    assert told(view) == ["number-duplicated 任务清单 B3"]


def test_a_task_entered_twice_shares_what_other_lists_say_of_it():
    row = "1|R1|修缮教室|商学院|7月29日"
    view = view_of(
        sheet("任务清单", [TASKS, row, "2|R2|开放机房|商学院|7月29日"]),
        sheet("补充任务清单", [TASKS, row]),
        sheet("完成清单", [DONE, "1|R1|推进中", "2|R2|推进中"]),
    )
    assert joined(view) == ["修缮教室: 任2 完2", "开放机房: 任3 完3", "修缮教室: 任2 完2"]
    assert told(view) == ["number-duplicated 补充任务清单 B2"]


def _many(count: int) -> list[str]:
    """Return as many tasks of invented words, no two alike."""
    return [
        "".join(chr(0x4E00 + (i * 37 + k * 911) % 5000) for k in range(10)) for i in range(count)
    ]


def test_many_rows_without_numbers_are_joined_by_their_words_in_reasonable_time():
    words = _many(600)
    tasks = [f"{i}||{w}|商学院|7月29日" for i, w in enumerate(words, 1)]
    done = [f"{i}|{w}（续）|推进中" for i, w in enumerate(reversed(words), 1)]
    begin = time.process_time()
    view = view_of(
        sheet("任务清单", [TASKS, *tasks]), sheet("完成清单", ["序号|工作任务|完成状态", *done])
    )
    assert time.process_time() - begin < 5  # every row against every other took 20
    assert len(view.matters) == 600
    assert all(
        m.completion and m.completion.text("task") == f"{m.title}（续）" for m in view.matters
    )
    past = remember(view.matters, (), date(2022, 6, 14))
    moved = view_of(sheet("任务清单", [TASKS, *reversed(tasks)]), past=past)
    assert {m.title: m.id for m in moved.matters} == {m.title: m.id for m in view.matters}


def test_a_second_list_without_the_columns_of_source_is_asked_for_them():
    view = view_of(
        sheet("问题清单", ["序号|问题编号|问题描述|收集方式", "1|W01|教室破旧|谈"]),
        sheet("问题清单2", ["序号|问题编号|问题描述", "1|W02|机房常关"]),
    )
    assert "problem-without-source 问题清单2 " in [t.replace("None", "") for t in told(view)]
