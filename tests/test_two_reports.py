"""A unit reports twice: its matters keep their ids, and only what nobody decided is told."""

from __future__ import annotations

from datetime import date

import pytest
from matter_cases import view_of
from submission_books import sheet

from huaxia_tasks.changes import remember
from huaxia_tasks.checking import check_view

ABOUT = ("deadline-moved", "lead-changed", "row-vanished", "done-undone")
TASKS = [
    ("R1", "延长学生公寓热水供应时间", "商学院", "7月29日"),
    ("R2", "东区食堂增开四个打餐窗口", "商学院", "7月15日"),
    ("R3", "更换教学楼全部饮水机滤芯", "商学院", "9月30日"),
    ("R4", "在西区增设快递代取点", "教务部", "10月31日"),
]
NAMES = [task for _, task, _, _ in TASKS]
REWORDED = [
    "学生公寓延长供应热水的时间",
    "东区食堂打餐窗口增加四个",
    "教学楼饮水机滤芯全部更换",
    "西区增设快递代取点一处",
]
HEADS = "序号|任务编号|工作任务|牵头单位|完成时限"


def table(rows: list[tuple[str, str, str, str]]) -> list[str]:
    return [HEADS, *(f"{i}|{'|'.join(row)}" for i, row in enumerate(rows, 1))]


def numbered(rows, numbers):
    return [(n, *row[1:]) for n, row in zip(numbers, rows, strict=True)]


def named(rows, names):
    return [(row[0], name, *row[2:]) for row, name in zip(rows, names, strict=True)]


def turned(rows) -> list[str]:
    columns = ("任务编号", "工作任务", "牵头单位", "完成时限")
    return ["|".join((head, *(row[i] for row in rows))) for i, head in enumerate(columns)]


def cards(rows) -> list[str]:
    return [
        line
        for number, task, lead, day in rows
        for line in (
            f"任务编号|{number}|完成时限|{day}",
            f"工作任务|{task}",
            f"牵头单位|{lead}",
            "",
        )
    ]


NONE = ["", "", "", ""]
CASES = [
    ("the same again", TASKS, table(TASKS), NAMES),
    ("rows moved", TASKS, table(TASKS[::-1]), NAMES),
    ("renumbered crosswise", TASKS, table(numbered(TASKS, ["R2", "R3", "R4", "R1"])), NAMES),
    ("reworded", TASKS, table(named(TASKS, REWORDED)), REWORDED),
    (
        "reworded and moved, without numbers",
        numbered(TASKS, NONE),
        table(numbered(named(TASKS, REWORDED), NONE)[::-1]),
        REWORDED,
    ),
    ("days and leads in other words", TASKS, table([
        (*TASKS[0][:2], "商院", "2022.7.29前"), (*TASKS[1][:2], "商学院", "2022年7月15日前"),
        (*TASKS[2][:2], "商学院", "9月底"), (*TASKS[3][:2], "教务处", "10月底前完成"),
    ]), NAMES),
    ("turned on its side", TASKS, turned(TASKS), NAMES),
    ("a card each", TASKS, cards(TASKS), NAMES),
    ("a new one first", TASKS, table([("R9", "开展校园流浪猫管理", "商学院", "9月1日"), *TASKS]), NAMES),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "second", "names"), CASES, ids=[c[0] for c in CASES])
def test_matters_keep_their_ids_and_nothing_is_told(name, first, second, names):
    before = view_of(sheet("任务清单", table(first)))
    past = remember(before.matters, (), date(2022, 6, 14))
    after = view_of(sheet("任务清单", second), past=past)
    ids = {m.title: m.id for m in after.matters}
    assert [ids[n] for n in names] == [m.id for m in before.matters]
    assert len(set(ids.values())) == len(after.matters)
    assert [f.rule for f in check_view(after) if f.rule in ABOUT] == []


CHANGED = [
    ("a later day", [(*TASKS[0][:3], "8月30日"), *TASKS[1:]], ["deadline-moved U02-001"]),
    ("an earlier day", [(*TASKS[0][:3], "7月1日"), *TASKS[1:]], []),
    ("another lead", [(*TASKS[0][:2], "教务部", "7月29日"), *TASKS[1:]], ["lead-changed U02-001"]),
    ("one gone", TASKS[:2] + TASKS[3:], ["row-vanished U02-003"]),
    (
        "one gone and the others counted anew",
        numbered(TASKS[:2] + TASKS[3:], ["R1", "R2", "R3"]),
        ["row-vanished U02-003"],
    ),
    (
        "two become one",
        named(TASKS[:3], [*NAMES[:2], f"{NAMES[2]}；{NAMES[3]}"]),
        ["row-vanished U02-004"],
    ),
    (
        "one becomes two",
        [*named(TASKS, [NAMES[0], "东区食堂增开两个打餐窗口", *NAMES[2:]]),
         ("R5", "东区食堂再增开两个打餐窗口", "商学院", "7月15日")],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "second", "told"), CHANGED, ids=[c[0] for c in CHANGED])
def test_what_nobody_decided_is_told_and_nothing_else(name, second, told):
    before = view_of(sheet("任务清单", table(TASKS)))
    past = remember(before.matters, (), date(2022, 6, 14))
    after = view_of(sheet("任务清单", table(second)), past=past)
    found = [f"{f.rule} {f.matter}" for f in check_view(after) if f.rule in ABOUT]
    assert found == told
