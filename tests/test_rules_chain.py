"""The checks of the chain, of submissions, of the past and of the campaign's own ideas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import TODAY, a_chain, a_plan, a_view, findings_of, good, rule_ids

from huaxia_tasks.changes import remember
from huaxia_tasks.checking import check_office, check_view, rules
from huaxia_tasks.model import (
    CellRef,
    Decision,
    Duty,
    Level,
    Liaison,
    ListKind,
    Measure,
    RuleSetting,
    Snapshot,
    Trouble,
)

P, T, D, C = ListKind
AFTER = date(2022, 7, 4)


# --------------------------------------------------------------------------- chain


def test_a_problem_that_no_task_takes_up_is_told():
    rows = [*a_chain(), good(P, 5, item_id="W02", problem="食堂窗口排队时间长")]
    found = findings_of("problem-without-task", a_view(*rows))
    assert [(f.ref.address, f.matter) for f in found] == [("F5", "U02-002")]


def test_one_problem_may_have_several_tasks():
    rows = [
        *a_chain(),
        good(T, 5, item_id="R02", task="延长图书馆开放时间", problem_id="W01"),
        good(D, 5, item_id="R02", task="延长图书馆开放时间"),
    ]
    assert rule_ids(a_view(*rows)) == []


def test_a_task_without_responsibility_is_told():
    rows = [*a_chain(), good(T, 5, item_id="R02", task="开放实验室", problem_id="")]
    assert [f.ref.address for f in findings_of("task-without-responsibility", a_view(*rows))] == [
        "D5"
    ]


def test_without_numbers_the_words_join_the_lists():
    blank = {"item_id": "", "problem_id": "", "seq": ""}
    rows = a_chain(problems=blank, tasks=blank, duties=blank, completions=blank)
    view = a_view(*rows)
    assert rule_ids(view) == []
    assert len(view.matters) == 1
    assert len(view.matters[0].rows) == 4


def test_a_completion_of_something_else_is_told():
    rows = [*a_chain(), good(C, 5, item_id="", task="举办校友返校日活动")]
    found = findings_of("completion-without-task", a_view(*rows))
    assert [f.ref.address for f in found] == ["C5"]


def test_a_number_that_points_to_nothing_is_told_and_the_words_still_join():
    view = a_view(*a_chain(completions={"item_id": "R09"}))
    assert rule_ids(view) == ["task-number-unknown"]
    assert view.matters[0].completion is not None


def test_numbers_written_in_two_ways_are_one():
    assert (
        rule_ids(a_view(*a_chain(duties={"item_id": "r０１"}, completions={"item_id": " R01"})))
        == []
    )


def test_lists_that_give_two_days_for_one_matter_disagree():
    found = findings_of("lists-disagree", a_view(*a_chain(duties={"deadline": "9月底"})))
    assert [(f.field, f.ref.sheet) for f in found] == [("deadline", "责任清单")]
    assert "2022年10月31日" in found[0].message


def test_one_day_written_in_two_ways_agrees():
    assert (
        rule_ids(
            a_view(
                *a_chain(duties={"deadline": "2022.10.31"}, completions={"deadline": "10月底前"})
            )
        )
        == []
    )


def test_lists_that_name_two_leads_disagree():
    found = findings_of("lists-disagree", a_view(*a_chain(duties={"lead_unit": "教务部"})))
    assert [f.field for f in found] == ["lead_unit"]


def test_without_a_task_list_the_chain_is_not_judged():
    view = a_view(good(P), good(C))
    assert {"problem-without-task", "completion-without-task"} & set(rule_ids(view)) == set()


# --------------------------------------------------------------------------- submission


def test_a_unit_that_sent_nothing_is_one_finding_and_only_after_the_day():
    assert rule_ids(a_view(today=date(2022, 6, 30))) == []
    found = check_view(a_view(today=date(2022, 7, 1)))
    assert [f.rule for f in found] == ["not-submitted"]
    assert "问题清单、任务清单、责任清单、完成清单" in found[0].message


def test_each_list_that_is_missing_is_told():
    found = findings_of("not-submitted", a_view(*a_chain()[:2], today=AFTER))
    assert [f.value for f in found] == ["责任清单", "完成清单"]


def test_a_file_that_cannot_be_read_is_not_told_twice():
    trouble = Trouble(
        "unreadable-file",
        CellRef("报送/商学院.xlsx"),
        {"原因": "文件有打开密码。", "办法": "请取消密码。"},
    )
    view = a_view(troubles=[trouble], today=AFTER)
    view = replace(view, state="unreadable")
    assert rule_ids(view) == ["unreadable-file"]


@pytest.mark.parametrize(
    ("rule_id", "gaps"),
    [
        ("missing-column", {"清单": "任务清单", "栏目": "完成时限"}),
        ("unknown-heading", {"栏目": "心情", "行数": "3", "说明": ""}),
        ("hidden-content", {"说明": "“任务清单”有2行被隐藏"}),
        ("duplicate-submission", {"说明": "两份文件都报了“任务清单”"}),
    ],
)
def test_what_reading_found_is_worded_without_gaps(rule_id, gaps):
    trouble = Trouble(rule_id, CellRef("报送/商学院.xlsx", "任务清单", 3, 2), gaps)
    found = findings_of(rule_id, a_view(*a_chain(), troubles=[trouble]))
    assert len(found) == 1
    assert "……" not in found[0].message + found[0].remedy


# --------------------------------------------------------------------------- the past


def past_of(rows, **changes):
    before = a_view(*rows, today=date(2022, 6, 20))
    kept = remember(before.matters, (), date(2022, 6, 20))
    return [replace(p, **changes) for p in kept]


def test_a_deadline_put_back_without_a_decision_is_told():
    past = past_of(a_chain())
    later = {"deadline": "11月底"}
    rows = a_chain(tasks=later, duties=later, completions=later)
    assert rule_ids(a_view(*rows, past=past)) == ["deadline-moved"]
    granted = Decision("延期", "U02-001", "U02", True, TODAY, date(2022, 11, 30), TODAY)
    assert rule_ids(a_view(*rows, past=past, decisions=[granted])) == []


def test_a_deadline_drawn_forward_is_welcome():
    past = past_of(a_chain())
    sooner = {"deadline": "9月底"}
    assert (
        rule_ids(a_view(*a_chain(tasks=sooner, duties=sooner, completions=sooner), past=past)) == []
    )


def test_a_moved_deadline_stays_told_until_somebody_decides():
    past = past_of(a_chain())
    later = {"deadline": "11月底"}
    rows = a_chain(tasks=later, duties=later, completions=later)
    second = remember(a_view(*rows, past=past).matters, past, TODAY)
    assert rule_ids(a_view(*rows, past=second, today=date(2022, 6, 29))) == ["deadline-moved"]


def test_a_changed_lead_is_told():
    past = past_of(a_chain())
    other = {"lead_unit": "教务部"}
    rows = a_chain(tasks=other, duties=other, completions=other)
    assert rule_ids(a_view(*rows, past=past)) == ["lead-changed"]


@pytest.mark.parametrize(
    ("wrong", "mended"),
    [
        ({"lead_unit": "教务部、信息工程学院"}, {"lead_unit": "信息工程学院"}),
        ({"deadline": "2021年10月31日"}, {"deadline": "2022年10月31日"}),
        ({"deadline": "6月31日"}, {"deadline": "10月底"}),
    ],
)
def test_what_a_unit_was_asked_to_mend_is_no_measure_for_the_mended_list(wrong, mended):
    past = past_of(a_chain(tasks=wrong, duties=wrong, completions=wrong))
    rows = a_chain(tasks=mended, duties=mended, completions=mended)
    assert rule_ids(a_view(*rows, past=past)) == []
    again = remember(a_view(*rows, past=past).matters, past, TODAY)
    assert rule_ids(a_view(*rows, past=again)) == []


def test_a_row_that_is_gone_is_told_unless_it_was_done():
    second = good(T, 5, item_id="R02", task="开放实验室", problem_id="")
    duty = good(D, 5, item_id="R02", task="开放实验室")
    past = past_of([*a_chain(), second, duty])
    assert rule_ids(a_view(*a_chain(), past=past)) == ["row-vanished"]
    done = [replace(p, state="done") for p in past]
    assert "row-vanished" not in rule_ids(a_view(*a_chain(), past=done))


def test_done_and_open_again_is_told():
    past = past_of(a_chain(), state="done")
    assert rule_ids(a_view(*a_chain(), past=past)) == ["done-undone"]


def test_nothing_is_undone_where_no_list_says_what_is_done():
    past = past_of(a_chain(), state="done")
    without = [row for row in a_chain() if row.kind is not C]
    assert "done-undone" not in rule_ids(a_view(*without, past=past))


def test_ids_stay_with_the_matter_whatever_rows_move():
    first = a_chain()
    second = (
        good(T, 5, seq="2", item_id="R02", task="开放实验室", problem_id=""),
        good(D, 5, seq="2", item_id="R02", task="开放实验室"),
    )
    past = past_of([*first, *second])
    moved = [
        good(T, 4, seq="1", item_id="", task="开放实验室（周末）", problem_id=""),
        good(T, 5, seq="2", item_id="", task="增加自习室座位", problem_id=""),
    ]
    view = a_view(*moved, past=past)
    assert [(m.title, m.id) for m in view.matters] == [
        ("开放实验室（周末）", "U02-002"),
        ("增加自习室座位", "U02-001"),
    ]


def test_a_new_matter_never_takes_the_id_of_one_that_is_gone():
    past = past_of(a_chain())
    view = a_view(good(T, item_id="R07", task="建设心理辅导站", problem_id=""), past=past)
    assert [m.id for m in view.matters] == ["U02-002"]


def test_nothing_is_stale_where_the_office_set_no_period():
    past = past_of(a_chain(), unchanged_since=date(2022, 1, 1))
    assert findings_of("stale", a_view(*a_chain(), past=past)) == []
    plan = a_plan(settings={"报送周期天数": "7"})
    assert len(findings_of("stale", a_view(*a_chain(), past=past, plan=plan))) == 1


# --------------------------------------------------------------------------- the campaign


def test_a_problem_from_nowhere_is_doubtful():
    nowhere = {"method": "", "group": "", "collected_on": ""}
    assert "problem-without-source" in rule_ids(a_view(*a_chain(problems=nowhere)))
    assert rule_ids(a_view(*a_chain(problems={**nowhere, "method": "谈", "group": "学生"}))) == []


def test_a_list_without_one_voice_of_students_or_staff_is_doubtful():
    view = a_view(*a_chain(problems={"group": "其他"}))
    assert [(f.rule, f.matter) for f in check_view(view)] == [("no-student-voice", None)]
    rows = [
        *a_chain(problems={"group": "其他"}),
        good(P, 5, item_id="W02", problem="自习室座位少，考研学生多"),
    ]
    assert "no-student-voice" not in rule_ids(a_view(*rows))


def test_a_duty_given_to_the_unit_by_name_must_be_taken_up():
    duty = Duty(
        "D1",
        "三（四）二是",
        "建立后勤保障人员联系楼栋机制",
        units=("U02",),
        keywords=("联系楼栋",),
        claimable=True,
    )
    plan = a_plan(duties=(duty,))
    assert rule_ids(a_view(*a_chain(), plan=plan)) == ["duty-unclaimed"]
    covered = a_chain(tasks={"measure": "后勤人员联系楼栋，每周走访"})
    assert rule_ids(a_view(*covered, plan=plan)) == []


def test_an_outcome_without_an_item_is_told_after_its_phase_only():
    plan = a_plan(measures=(Measure("一是", ("思想解惑促成长",)),))
    view = a_view(*a_chain(tasks={"phase": "全面开展阶段", "deadline": "6月30日"}), plan=plan)
    during = Snapshot(plan, date(2022, 6, 30), (view,))
    assert check_office(during) == ()
    after = replace(during, today=date(2022, 7, 1))
    assert [f.rule for f in check_office(after)] == ["measure-uncovered"]


def test_places_without_a_contact_are_told():
    plan = a_plan(liaisons=(Liaison("", "联系楼栋", "2栋"), Liaison("张三", "联系楼栋", "1栋")))
    found = check_office(Snapshot(plan, TODAY))
    assert [f.message for f in found] == ["联系点表里“2栋”没有联系人。"]


def test_words_copied_from_another_unit_are_told_to_the_office():
    text = "已组织三次座谈会，收集意见二十条并逐条答复"
    one = a_view(*a_chain(completions={"progress": text}))
    other_unit = a_plan().unit("U03")
    two = replace(one, unit=other_unit)
    found = check_office(Snapshot(a_plan(), TODAY, (one, two)))
    assert [(f.rule, f.unit) for f in found] == [("copied-text", "U03")]
    alone = check_office(Snapshot(a_plan(), TODAY, (one,)))
    assert alone == ()


@pytest.mark.parametrize(
    "text",
    [
        "联系学生李明同学（身份证110105194912310021）",
        "电话13800138000",
        "学号2020110234",
        "资助贫困学生李明同学",
    ],
)
def test_personal_data_in_a_public_column_is_an_error_and_never_repeated(text):
    found = findings_of("personal-data", a_view(*a_chain(tasks={"measure": text})))
    assert len(found) == 1
    assert found[0].level is Level.ERROR
    assert found[0].value is None
    for secret in ("110105194912310021", "13800138000", "2020110234"):
        assert secret not in found[0].message + found[0].remedy


def test_a_phone_in_the_phone_column_is_where_it_belongs():
    assert findings_of("personal-data", a_view(*a_chain(duties={"phone": "13800138000"}))) == []


# --------------------------------------------------------------------------- the engine


def test_the_office_can_turn_a_rule_off_and_word_it_anew():
    off = a_plan(rules={"no-person": RuleSetting("no-person", on=False)})
    chain = a_chain(duties={"person": ""})
    assert rule_ids(a_view(*chain, plan=off)) == []
    worded = a_plan(
        rules={"no-person": RuleSetting("no-person", level=Level.INFO, says="{事项}：谁负责？")}
    )
    found = findings_of("no-person", a_view(*chain, plan=worded))
    assert [(f.level, f.message) for f in found] == [(Level.INFO, "增加自习室座位：谁负责？")]


def test_a_broken_rule_does_not_stop_the_others(monkeypatch, caplog):
    def broken(view):
        raise ZeroDivisionError

    entry = rules()["no-lead"]
    monkeypatch.setitem(rules(), "no-lead", entry._replace(check=broken))
    assert rule_ids(a_view(*a_chain(duties={"person": ""}))) == ["no-person"]
    assert "no-lead" in caplog.text


def test_every_rule_of_the_contract_is_there():
    wanted = [
        "unreadable-file",
        "unknown-unit",
        "duplicate-submission",
        "not-submitted",
        "missing-column",
        "unknown-heading",
        "formula-without-value",
        "hidden-content",
        "required-empty",
        "value-not-allowed",
        "number-duplicated",
        "phone-invalid",
        "deadline-missing",
        "deadline-invalid",
        "deadline-ambiguous",
        "deadline-after-phase",
        "deadline-before-start",
        "deadline-on-rest-day",
        "status-unreadable",
        "status-contradicts",
        "unit-unknown",
        "no-lead",
        "two-leads",
        "collective-lead",
        "lead-is-co-unit",
        "no-person",
        "leader-not-in-charge",
        "problem-without-task",
        "task-without-responsibility",
        "completion-without-task",
        "task-number-unknown",
        "lists-disagree",
        "overdue",
        "done-without-date",
        "done-without-proof",
        "done-in-future",
        "proof-missing",
        "unfinished-without-reason",
        "immediate-not-done",
        "extension-not-approved",
        "deadline-moved",
        "lead-changed",
        "row-vanished",
        "done-undone",
        "copied-text",
        "stale",
        "problem-without-source",
        "no-student-voice",
        "duty-unclaimed",
        "measure-uncovered",
        "liaison-gap",
        "request-unanswered",
        "personal-data",
    ]
    assert sorted(rules()) == sorted(wanted)


def test_every_rule_says_what_to_do_in_chinese():
    for entry in rules().values():
        assert entry.says
        assert entry.asks
        assert entry.doc, f"{entry.id} has no docstring"


def test_a_day_put_back_without_a_decision_does_not_stop_the_reminders():
    early = {"deadline": "2022年6月24日"}
    past = past_of(a_chain(tasks=early, duties=early, completions=early))
    later = {"deadline": "2022年9月30日"}
    rows = a_chain(tasks=later, duties=later, completions=later)
    view = a_view(*rows, past=past)
    assert view.matters[0].due_day == date(2022, 6, 24)
    assert "overdue" in rule_ids(view)
    granted = Decision(
        "延期", "U02-001", "U02", True, date(2022, 6, 23), date(2022, 9, 30), date(2022, 6, 22)
    )
    assert a_view(*rows, past=past, decisions=[granted]).matters[0].due_day == date(2022, 9, 30)


def test_a_decision_counts_from_its_own_day_on():
    late = {"deadline": "2022年6月24日"}
    rows = a_chain(tasks=late, duties=late, completions=late)
    paused = Decision("暂停", "U02-001", "U02", True, date(2022, 6, 29))
    assert "overdue" in rule_ids(a_view(*rows, decisions=[paused]))
    assert "overdue" not in rule_ids(a_view(*rows, decisions=[paused], today=date(2022, 6, 29)))


def test_one_wrong_phone_or_leader_on_many_rows_is_one_thing_to_mend():
    second = [
        good(T, 5, item_id="R02", task="开放实验室", problem_id=""),
        good(D, 5, item_id="R02", task="开放实验室", phone="1380013800", leader="王校长"),
    ]
    view = a_view(*a_chain(duties={"phone": "1380013800", "leader": "王校长"}), *second)
    assert sorted(rule_ids(view)) == ["leader-not-in-charge", "phone-invalid"]
    for finding in check_view(view):
        assert [r.row for r in (finding.ref, *finding.more_refs)] == [4, 5]


def test_a_moved_deadline_is_marked_in_every_list_that_says_it_and_has_no_second_word():
    past = past_of(a_chain())
    later = {"deadline": "2022年11月27日"}  # a Sunday
    rows = a_chain(tasks=later, duties=later, completions=later)
    view = a_view(*rows, past=past)
    assert rule_ids(view) == ["deadline-moved"]
    (finding,) = findings_of("deadline-moved", view)
    sheets = {ref.sheet for ref in (finding.ref, *finding.more_refs)}
    assert sheets == {"任务清单", "责任清单", "完成清单"}
