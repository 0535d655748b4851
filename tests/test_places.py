"""Like places are told apart: 1栋 is not 11栋, and 维修1栋屋面防水 not 维修2栋屋面防水."""

from __future__ import annotations

from datetime import date

import pytest
from builders import a_chain, a_view, findings_of, good, rule_ids

from huaxia_tasks.changes import remember
from huaxia_tasks.model import ListKind
from huaxia_tasks.places import are_apart, places_in

P, T, D, C = ListKind


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("维修1栋屋面", "维修2栋屋面", True),
        ("维修1栋屋面", "维修11栋屋面", True),
        ("维修一号楼屋面", "维修1栋屋面", False),
        ("维修十一号楼", "维修11号楼", False),
        ("维修１２栋", "维修十二栋", False),
        ("第二食堂改造", "二食堂改造", False),
        ("第一食堂改造", "第二食堂改造", True),
        ("1、2栋热水", "2栋热水", False),
        ("1-3栋热水", "2栋热水", False),
        ("1-3栋热水", "4栋热水", True),
        ("1栋、2栋和3栋热水", "5栋热水", True),
        ("软工1班教室", "软工2班教室", True),
        ("302室漏水", "303室漏水", True),
        ("A栋电梯", "B栋电梯", True),
        ("维修1栋屋面", "维修屋面", False),
        ("3栋2层漏水", "3栋漏水", False),
        ("2022年3月完成", "2022年4月完成", False),
        ("增设3处座位", "增设5处座位", False),
        ("一楼大厅", "1层大厅", False),
        ("", "1栋", False),
    ],
)
def test_places_of_one_kind_are_compared_by_number(one, other, apart):
    assert are_apart(one, other) is apart
    assert are_apart(other, one) is apart


def test_numbers_are_kept_by_the_kind_of_place():
    assert places_in("十二号楼302室与1-3层") == {
        "楼栋": frozenset({"12"}),
        "室": frozenset({"302"}),
        "层": frozenset({"1", "2", "3"}),
    }


BLANK = {"item_id": "", "problem_id": "", "seq": ""}


def _matters(*blocks: str, completed: tuple[str, ...] = ()):
    rows = []
    for i, block in enumerate(blocks, 4):
        rows.append(good(P, i, **BLANK, problem=f"{block}漏水"))
        rows.append(good(T, i, **BLANK, task=f"维修{block}屋面防水", measure="", goal=""))
        rows.append(good(D, i, **BLANK, task=f"维修{block}屋面防水"))
    for i, block in enumerate(completed or blocks, 4):
        rows.append(good(C, i, **BLANK, task=f"维修{block}屋面防水"))
    return rows


def test_without_numbers_each_block_has_its_own_problem_task_and_completion():
    blocks = ("1栋", "2栋", "3栋", "11栋", "十二号楼")
    view = a_view(*_matters(*blocks))
    found = {m.title: m.problem.text("problem") if m.problem else None for m in view.matters}
    assert found == {f"维修{b}屋面防水": f"{b}漏水" for b in blocks}
    assert "problem-without-task" not in rule_ids(view)


def test_what_was_done_for_another_block_is_not_taken_for_this_one():
    view = a_view(*_matters("1栋", "2栋", completed=("1栋", "7栋")))
    done = {m.title: m.completion is not None for m in view.matters}
    assert done == {"维修1栋屋面防水": True, "维修2栋屋面防水": False}
    assert "completion-without-task" in rule_ids(view)


def test_a_block_that_comes_for_another_is_a_new_matter():
    past = remember(a_view(*_matters("1栋", "2栋")).matters, (), date(2022, 6, 15))
    view = a_view(*_matters("1栋", "5栋"), past=past)
    old = {p.title: p.id for p in past}
    new = {m.title: m.id for m in view.matters}
    assert new["维修1栋屋面防水"] == old["维修1栋屋面防水"]
    assert new["维修5栋屋面防水"] not in old.values()
    assert "row-vanished" in rule_ids(view)


def _listed(problems: list[str], tasks: list[str]):
    rows = [good(P, i, **BLANK, problem=p) for i, p in enumerate(problems, 4)]
    for i, task in enumerate(tasks, 4):
        rows.append(good(T, i, **BLANK, task=task, measure="", goal=""))
        rows += [good(D, i, **BLANK, task=task), good(C, i, **BLANK, task=task)]
    return a_view(*rows)


PROBLEMS = ["图书馆座位紧张", "锅炉房资质证书过期", "学生外出实习保险未买", "寒暑假留校吃饭难"]


def test_a_word_that_only_one_problem_and_one_task_have_joins_them():
    tasks = ["统一购买实习责任险", "办理锅炉操作人员复审", "增加图书馆座位"]
    view = _listed(PROBLEMS[:3], tasks)
    found = {m.title: m.problem.text("problem") if m.problem else None for m in view.matters}
    assert found == dict(zip(tasks, [PROBLEMS[2], PROBLEMS[1], PROBLEMS[0]], strict=True))
    assert any("请核对" in why for m in view.matters for why in m.why)


def test_what_only_everyday_words_have_in_common_is_asked_about_not_joined():
    tasks = ["统一购买实习责任险", "办理锅炉操作人员复审", "增加图书馆座位", "保留值班窗口"]
    (found,) = findings_of("problem-without-task", _listed(PROBLEMS, tasks))
    assert found.value == PROBLEMS[3]
    assert "看不出由哪一项任务解决" in found.message


def test_a_proof_named_before_the_matter_was_done_proves_nothing():
    from dataclasses import replace

    held = {"照片.jpg": 120}
    before = a_view(*a_chain(completions={"proof": "照片.jpg"}))
    past = remember(before.matters, (), date(2022, 6, 15), held)
    done = {
        "status": "已完成",
        "done_date": "2022年6月20日",
        "proof": "照片.jpg",
        "progress": "装好了",
    }
    now = replace(a_view(*a_chain(completions=done), past=past), evidence=held)
    assert ["与上次没有办完时报的相同" in f.message for f in findings_of("proof-missing", now)] == [
        True
    ]
    assert findings_of("proof-missing", replace(now, evidence={"照片.jpg": 380})) == []
    kept = remember(now.matters, past, date(2022, 6, 22), held)
    again = replace(a_view(*a_chain(completions=done), past=kept), evidence=held)
    assert findings_of("proof-missing", again) == []
