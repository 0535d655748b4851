"""Which of several plans a workbook answers; what nothing tells is left to a stated rule, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import HEADINGS, a_plan
from plan_books import sheet_book

from huaxia_tasks.model import ColumnSpec, ListKind, ListSpec, Phase, Unit
from huaxia_tasks.workbooks.which_plan import which_plan

FIRST = a_plan(
    key="武华党〔2022〕17号",
    title="武汉华夏理工学院关于党员干部“下基层 察民情 解民忧 暖民心”实践活动的实施方案",
    file="计划/武华党〔2022〕17号.xlsx",
)
SECOND = a_plan(
    key="武华党〔2023〕3号",
    number="武华党〔2023〕3号",
    title="武汉华夏理工学院“作风建设提升年”重点任务实施方案",
    issued=date(2023, 2, 20),
    phases=(
        Phase(1, "查摆整改阶段", "4月底前", date(2023, 2, 20), date(2023, 4, 30)),
        Phase(2, "建章立制阶段", "11月底前", date(2023, 5, 1), date(2023, 11, 30)),
    ),
    lists=(
        ListSpec(
            ListKind.TASKS,
            columns=tuple(
                ColumnSpec(f, h)
                for f, h in (
                    ("seq", "序号"),
                    ("task", "重点任务"),
                    ("lead_unit", "责任部门"),
                    ("deadline", "办结时限"),
                )
            ),
        ),
    ),
)
PLANS = (SECOND, FIRST)
#: Headings that neither plan has in its forms.
LIST = ["序号", "要办的事", "谁来办", "什么时候办完"]
ROWS = [["1", "修缮教室", "商学院", "6月底前"]]


def told(file="商学院.xlsx", title=None, rows=None, sheet="Sheet1", saved=None, properties=None):
    lines = [*([[title]] if title else []), *(rows or [LIST, *ROWS])]
    book = replace(sheet_book(**{sheet: lines}), properties=properties or {})
    return which_plan(book, file, PLANS, saved)


def name(belonging):
    return belonging.plan.number if belonging.plan else ""


def test_our_own_form_says_it():
    assert name(told(properties={"huaxia_plan": SECOND.key})) == SECOND.number


def test_a_form_of_a_plan_that_is_over_says_nothing():
    assert name(told(properties={"huaxia_plan": "武华党〔2019〕1号"})) == ""


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("武华党〔2023〕3号任务清单", SECOND.number),
        ("（武华党[2023]3号）重点任务清单", SECOND.number),
        ("武华党【2023】03号 任务清单", SECOND.number),
        ("武华党 ( 2022 ) 17 号 问题清单", FIRST.number),
        ("根据2022年17号文件填报", FIRST.number),
        ("“作风建设提升年”任务清单", SECOND.number),
        ("作风建设提升年重点任务落实情况表", SECOND.number),
        ("商学院“下基层、察民情、解民忧、暖民心”实践活动任务清单", FIRST.number),
        ("下基层察民情解民忧暖民心实践活动任务清单", FIRST.number),
        ("商学院任务清单", ""),
        ("实施方案任务清单", ""),
        ("武华党〔2023〕33号任务清单", ""),
        ("武华党〔2023〕3号和武华党〔2022〕17号汇总表", ""),
    ],
)
def test_number_or_title_in_the_title_line(title, number):
    assert name(told(title=title)) == number


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("武华党〔2023〕3号/商学院.xlsx", SECOND.number),
        ("商学院/武华党2022-17号 任务清单.xlsx", FIRST.number),
        ("作风建设/商学院.xlsx", SECOND.number),
        ("商学院_作风建设提升年.xlsx", SECOND.number),
        ("商学院/任务清单.xlsx", ""),
        ("商学院_任务清单_20230305.xlsx", ""),
    ],
)
def test_number_or_title_in_the_name_of_file_or_folder(file, number):
    assert name(told(file=file)) == number


def test_what_the_sheet_says_outranks_the_folder_and_the_doubt_is_told():
    found = told(file="武华党〔2022〕17号/商学院.xlsx", title="武华党〔2023〕3号任务清单")

    assert name(found) == SECOND.number
    assert "文件夹名“武华党〔2022〕17号”写的是武华党〔2022〕17号" in found.doubt


def test_a_form_with_the_title_of_another_plan_is_doubted():
    found = told(title="武华党〔2023〕3号任务清单", properties={"huaxia_plan": FIRST.key})

    assert name(found) == FIRST.number
    assert SECOND.number in found.doubt


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["序号", "重点任务", "责任部门", "办结时限"], *ROWS], SECOND.number),
        ([[*LIST, "阶段"], ["1", "修缮教室", "商学院", "6月底前", "查摆整改"]], SECOND.number),
        ([LIST, ["1", "修缮教室", "商学院", "2023年9月30日"]], SECOND.number),
        ([LIST, ["1", "修缮教室", "商学院", date(2022, 8, 1)]], FIRST.number),
        ([LIST, ["1", "修缮教室", "商学院", "9月30日"]], ""),
        ([["序号", "重点任务", "谁来办", "什么时候办完"], *ROWS], ""),
        ([["序号", "工作任务", "牵头单位", "完成时限"], *ROWS], FIRST.number),
    ],
)
def test_headings_phases_and_days_that_only_one_plan_has(rows, number):
    assert name(told(rows=rows)) == number


def test_lists_that_only_one_plan_asks_for():
    assert name(told(sheet="责任清单")) == FIRST.number
    assert name(told(sheet="任务清单")) == ""


def test_what_speaks_for_two_plans_decides_nothing():
    rows = [
        ["序号", "重点任务", "办结时限", "所属阶段"],
        ["1", "修缮教室", "2022年9月1日", "动员部署"],
    ]

    assert name(told(rows=rows)) == ""


def test_a_file_saved_before_a_plan_was_issued_does_not_answer_it():
    assert name(told(saved=datetime(2022, 6, 20, tzinfo=UTC))) == FIRST.number
    assert name(told(saved=datetime(2023, 3, 20, tzinfo=UTC))) == ""


def test_a_file_that_cannot_be_read_is_told_by_its_name():
    assert name(which_plan(None, "武华党〔2023〕3号/坏的.xlsx", PLANS)) == SECOND.number
    assert name(which_plan(None, "坏的.xlsx", PLANS)) == ""


def test_a_unit_named_in_a_title_names_no_plan():
    plans = (
        replace(SECOND, title="教务部“课堂质量年”方案", units=(Unit("U04", "教务部课堂"),)),
        FIRST,
    )

    assert which_plan(sheet_book(Sheet1=[["教务部任务清单"], LIST]), "x.xlsx", plans).plan is None


def test_the_headings_of_the_starter_fit_every_plan_that_has_them():
    headings = [h for _, h, *_ in HEADINGS[ListKind.TASKS]]
    twin = replace(FIRST, key="乙", number="武华党〔2022〕18号", title="“课堂质量年”方案")

    assert which_plan(sheet_book(任务清单=[headings]), "x.xlsx", (twin, FIRST)).plan is None


def test_a_unit_that_only_one_plan_has():
    newer = replace(SECOND, units=(*SECOND.units, Unit("U09", "体育学院", "college", ("体院",))))
    plans = (newer, FIRST)

    for file, title in (("体院.xlsx", None), ("a.xlsx", "填报单位：体育学院")):
        lines = [*([[title]] if title else []), LIST, *ROWS]
        assert which_plan(sheet_book(Sheet1=lines), file, plans).plan is newer
