"""What the checks make of how people say things: states against progress, phases, choices, two lists at odds."""

from __future__ import annotations

from datetime import date

import pytest
from builders import a_chain, a_plan, a_view, findings_of, good, rule_ids

from huaxia_tasks.model import ListKind

P, T, D, C = ListKind
DONE = {"status": "已完成", "done_date": "2022年6月20日", "proof": "会议纪要", "next_step": ""}


@pytest.mark.parametrize(
    ("status", "progress", "told"),
    [
        ("未启动", "现场已施工，完成80%", True),
        ("未启动", "计划8月启动", False),
        ("推进中", "已于6月20日全部办结", True),
        ("推进中", "6月20日已全部完成", True),
        ("推进中", "计划6月30日完成", False),
        ("推进中", "6月30日前全部完成", False),
        ("推进中", "已完成招标，正在施工", False),
        ("推进中", "前期摸底已全部完成，下一步采购", False),
        ("未启动", "已完成整改（保卫处）", True),
        ("已完成", "还没有开始（等经费）", True),
        ("部分完成", "完成60%", False),
        ("已完成", "目前完成60%，余下8月做", True),
        ("已完成", "已完成约80％", True),
        ("已完成", "正在招标", True),
        ("已完成", "尚未完成验收，等待经费", True),
        ("已完成", "目前仍未开工", True),
        ("已完成", "正在使用，师生反映良好", False),
        ("已完成", "完成率由60%提高到100%", False),
        ("已完成", "满意率达到95%", False),
        ("已完成", "完成80%以上的问卷回收即达标，现回收率96%", False),
        ("已完成", "原先未开放的3间教室现已全部开放", False),
        ("已完成", "整改后未发现新的问题", False),
        ("已完成", "5月：完成50%；6月：完成100%", False),
    ],
)
def test_state_and_progress_are_compared_by_what_is_said_of_the_whole(status, progress, told):
    claim = DONE if status == "已完成" else {}
    rows = a_chain(completions={**claim, "status": status, "progress": progress})
    assert ("status-contradicts" in rule_ids(a_view(*rows))) is told


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("第二阶段", 2), ("第2阶段", 2), ("二", 2), ("2", 2), ("（二）", 2), ("二、全面开展阶段", 2),
        ("全面 开展", 2), ("全面开展阶段（6月底前）", 2), ("第三阶段：持续深化", 3), ("全面", None),
        ("第九阶段", None), ("各阶段", None), ("", None), ("全程", None),
    ],
)  # fmt: skip
def test_a_phase_is_named_by_number_or_name(said, number):
    from huaxia_tasks.model import Phase

    days = [date(2022, m, 1) for m in (5, 6, 7)]
    names = ("动员部署阶段", "全面开展阶段", "持续深化阶段")
    phases = tuple(
        Phase(i, name, "", day, day)
        for i, (name, day) in enumerate(zip(names, days, strict=True), 1)
    )
    found = a_plan(phases=phases).phase_named(said)
    assert (found.no if found else None) == number


@pytest.mark.parametrize("group", ["学 生", "教　师", "学生 、教师"])
def test_blanks_within_a_choice_do_not_matter(group):
    assert "value-not-allowed" not in rule_ids(a_view(*a_chain(problems={"group": group})))


@pytest.mark.parametrize(("group", "told"), [("家长", True), ("其他", True), ("教师、家长", False)])
def test_only_students_and_staff_are_a_voice_of_their_own(group, told):
    assert ("no-student-voice" in rule_ids(a_view(*a_chain(problems={"group": group})))) is told


def test_a_day_before_the_plan_is_told_though_the_problem_was_collected_before_it():
    early = {"deadline": "2022年4月29日"}
    rows = a_chain(
        problems={"collected_on": "2022年4月20日"},
        tasks=early,
        duties=early,
        completions={**early, **DONE},
    )
    found = findings_of("deadline-before-start", a_view(*rows))
    assert ["本方案的开始日" in f.message for f in found] == [True]


# --------------------------------------------------------------------------- two lists at odds


def test_two_lists_that_agree_against_the_third_are_one_thing_to_mend():
    later = {"deadline": "2022年11月30日"}
    (found,) = findings_of("lists-disagree", a_view(*a_chain(duties=later, completions=later)))
    assert found.message.startswith("“增加自习室座位”的完成时限前后不一致")
    assert "责任清单、完成清单写的是“2022年11月30日”" in found.message
    assert [r.sheet for r in found.more_refs] == ["任务清单", "完成清单"]


def test_the_matter_is_named_by_its_task_and_never_by_its_place_or_progress():
    wordless = {"task": "", "deadline": "2022年11月30日"}
    for changes in ({"duties": wordless}, {"completions": wordless}):
        (found,) = findings_of("lists-disagree", a_view(*a_chain(**changes)))
        assert "“增加自习室座位”" in found.message


@pytest.mark.parametrize(
    ("task", "completion", "told"),
    [
        ("2022年10月31日", "长期坚持", True),
        ("长期坚持", "2022年10月31日", True),
        ("2022年10月底前，并长期坚持", "长期坚持", False),
        ("长期坚持", "常态化推进", False),
        ("立行立改", "2022年10月31日", False),
        ("10月底", "2022.10.31", False),
    ],
)
def test_a_day_and_for_ever_are_no_agreement(task, completion, told):
    rows = a_chain(
        tasks={"deadline": task}, duties={"deadline": ""}, completions={"deadline": completion}
    )
    assert ("lists-disagree" in rule_ids(a_view(*rows))) is told


# --------------------------------------------------------------------------- numbers


def test_an_empty_number_is_no_wrong_number():
    rows = [
        *a_chain(),
        good(P, 5, item_id="", problem="食堂窗口排队时间长"),
        good(T, 5, item_id="R02", problem_id="", task="增设食堂取餐窗口"),
        good(D, 5, item_id="R02", task=""),
        good(C, 5, item_id="R02", task=""),
    ]
    assert "task-number-unknown" not in rule_ids(a_view(*rows))


def test_one_number_on_two_tasks_is_told_as_that_and_not_as_a_missing_responsibility():
    rows = [*a_chain(), good(T, 5, item_id="R01", problem_id="W01", task="开放体育馆")]
    found = rule_ids(a_view(*rows))
    assert "number-duplicated" in found
    assert "task-without-responsibility" not in found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lead_unit": "信息工程学院"}, True),
        ({"deadline": "2022年9月30日"}, True),
        ({"progress": "又谈了两次"}, False),
    ],
)
def test_a_number_given_twice_in_the_list_of_completion(changes, told):
    rows = [
        *a_chain(completions={"task": ""}),
        good(C, 5, **{"item_id": "R01", "task": "", **changes}),
    ]
    assert ("number-duplicated" in rule_ids(a_view(*rows))) is told


def test_a_problem_whose_task_may_only_be_unmarked_is_asked_about():
    rows = [
        *a_chain(),
        good(P, 5, item_id="W02", problem="夜里回寝室没有热水"),
        good(T, 5, item_id="R02", problem_id="", task="清理官网失效栏目"),
        good(D, 5, item_id="R02", task=""),
        good(C, 5, item_id="R02", task=""),
    ]
    (found,) = findings_of("problem-without-task", a_view(*rows))
    assert "看不出由哪一项任务解决" in found.message
    assert "“对应问题编号”栏填写“W02”" in found.remedy


# --------------------------------------------------------------------------- proofs


def test_enumerated_proofs_are_found_under_their_own_names():
    from dataclasses import replace

    named = {**DONE, "proof": "1.验收单.pdf 2、测试报告.pdf ③照片.jpg"}
    view = replace(
        a_view(*a_chain(completions=named)),
        evidence={"验收单.pdf": 9, "测试报告.pdf": 9, "照片.jpg": 9},
    )
    assert "proof-missing" not in rule_ids(view)
