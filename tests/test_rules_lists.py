"""The checks of cells, deadlines, responsibility and completion: what they say, and when they keep still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import (
    TODAY,
    a_chain,
    a_plan,
    a_row,
    a_view,
    findings_of,
    good,
    rule_ids,
)

from huaxia_tasks.model import Decision, Level, ListKind, Person, RuleSetting, Value

P, T, D, C = ListKind


def test_a_faultless_chain_is_left_in_peace():
    assert rule_ids(a_view(*a_chain())) == []


# --------------------------------------------------------------------------- form


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"problems": {"problem": ""}}, "F4"),
        ({"tasks": {"task": "/"}}, "D4"),
        ({"completions": {"status": ""}}, "F4"),
    ],
)
def test_a_needed_cell_left_empty_is_named(changes, cell):
    found = findings_of("required-empty", a_view(*a_chain(**changes)))
    assert [f.ref.address for f in found] == [cell]
    assert "没有填写" in found[0].message


def test_an_empty_deadline_is_told_by_its_own_rule_only():
    assert rule_ids(a_view(*a_chain(tasks={"deadline": ""}))) == ["deadline-missing"]


def test_an_empty_lead_is_told_by_its_own_rule_only():
    assert rule_ids(a_view(*a_chain(tasks={"lead_unit": ""}))) == ["no-lead"]


def test_a_choice_outside_the_plan_is_doubtful():
    found = findings_of("value-not-allowed", a_view(*a_chain(problems={"method": "猜"})))
    assert [f.message for f in found] == ["“收集方式”里的“猜”不在方案规定的范围内。"]
    assert "问、谈、查、梳、研" in found[0].remedy


@pytest.mark.parametrize("method", ["问", "问、谈", "问/查", "谈（座谈会）", "问谈查", "研 梳", ""])
def test_choices_are_read_as_people_write_them(method):
    view = a_view(*a_chain(problems={"method": method}))
    assert findings_of("value-not-allowed", view) == []


def test_a_number_used_twice_is_told_once_with_the_first_row():
    rows = [*a_chain(), good(T, 5, item_id="R01", task="开放实验室", problem_id="")]
    found = findings_of("number-duplicated", a_view(*rows))
    assert [(f.ref.address, f.value) for f in found] == [("B5", "R01")]
    assert "第4行" in found[0].message


def test_two_persons_for_one_task_may_share_its_number():
    rows = [*a_chain(), good(D, 5, person="李四")]
    assert findings_of("number-duplicated", a_view(*rows)) == []


@pytest.mark.parametrize("phone", ["1380013800", "138001380000", "1.38E+10"])
def test_a_phone_that_cannot_be_one_is_doubtful(phone):
    view = a_view(*a_chain(duties={"phone": phone}))
    assert [f.field for f in findings_of("phone-invalid", view)] == ["phone"]


@pytest.mark.parametrize("phone", ["13800138000", "027-87654321", "8001", "", "138 0013 8000"])
def test_possible_phones_are_left_in_peace(phone):
    assert findings_of("phone-invalid", a_view(*a_chain(duties={"phone": phone}))) == []


# --------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize("text", ["6月31日", "2022年2月29日", "13月底", "见附件"])
def test_a_day_that_does_not_exist_is_an_error(text):
    view = a_view(
        *a_chain(tasks={"deadline": text}, duties={"deadline": ""}, completions={"deadline": ""})
    )
    found = findings_of("deadline-invalid", view)
    assert [(f.ref.address, f.value, f.level) for f in found] == [("J4", text, Level.ERROR)]


def test_a_wrong_deadline_copied_to_three_lists_is_one_finding():
    wrong = {"deadline": "6月31日"}
    found = findings_of(
        "deadline-invalid", a_view(*a_chain(tasks=wrong, duties=wrong, completions=wrong))
    )
    assert len(found) == 1
    assert [r.sheet for r in found[0].more_refs] == ["责任清单", "完成清单"]


def test_a_deadline_that_wants_the_school_calendar_is_asked_for():
    view = a_view(
        *a_chain(
            tasks={"deadline": "学期末"}, duties={"deadline": ""}, completions={"deadline": ""}
        )
    )
    assert [f.level for f in findings_of("deadline-ambiguous", view)] == [Level.WARNING]


@pytest.mark.parametrize(
    ("deadline", "phase", "fires"),
    [
        ("2022年12月31日", "", False),
        ("2023年1月1日", "", True),
        ("6月30日", "全面开展阶段", False),
        ("7月1日", "全面开展阶段", True),
        ("7月1日", "第三阶段", False),
        ("长期坚持", "全面开展阶段", False),
        ("每月25日前", "全面开展阶段", False),
    ],
)
def test_a_deadline_may_not_outlast_its_phase(deadline, phase, fires):
    tasks = {"deadline": deadline, "phase": phase}
    view = a_view(*a_chain(tasks=tasks, duties={"deadline": ""}, completions={"deadline": ""}))
    assert bool(findings_of("deadline-after-phase", view)) is fires


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({"tasks": {"deadline": "2022年5月1日"}}, True),
        ({"tasks": {"deadline": "2022年6月1日"}}, True),
        ({"tasks": {"deadline": "2022年6月2日"}}, False),
        ({"tasks": {"deadline": "2022年6月20日", "start": "2022年6月21日"}}, True),
        ({"tasks": {"deadline": "2022年6月21日", "start": "2022年6月21日"}}, False),
    ],
)
def test_a_deadline_may_not_lie_before_its_start(changes, fires):
    changes = {**changes, "duties": {"deadline": ""}, "completions": {"deadline": ""}}
    assert bool(findings_of("deadline-before-start", a_view(*a_chain(**changes)))) is fires


def test_a_deadline_on_a_rest_day_names_the_last_working_day():
    last = {"deadline": "12月31日"}
    found = findings_of(
        "deadline-on-rest-day", a_view(*a_chain(tasks=last, duties=last, completions=last))
    )
    assert [f.level for f in found] == [Level.INFO]
    assert "最后一个工作日是2022年12月30日" in found[0].message


def overdue_view(today, **completion):
    late = {"deadline": "2022年6月15日"}
    return a_view(
        *a_chain(tasks=late, duties=late, completions={**late, **completion}), today=today
    )


@pytest.mark.parametrize(
    ("today", "fires"), [(date(2022, 6, 15), False), (date(2022, 6, 16), True)]
)
def test_a_matter_is_overdue_from_the_day_after_its_due_day(today, fires):
    assert bool(findings_of("overdue", overdue_view(today))) is fires


@pytest.mark.parametrize("status", ["已完成", "暂停", "长期坚持", "不予立项", "已销号"])
def test_what_is_settled_or_standing_is_never_overdue(status):
    assert findings_of("overdue", overdue_view(TODAY, status=status)) == []


@pytest.mark.parametrize("status", ["推进中", "80%", "基本完成", "部分完成", "未启动"])
def test_what_is_almost_done_is_overdue_all_the_same(status):
    assert len(findings_of("overdue", overdue_view(TODAY, status=status))) == 1


def extension(**changes):
    given = {
        "kind": "延期", "matter": "U02-001", "unit": "U02", "approved": True,
        "decided_on": date(2022, 6, 14), "new_due": date(2022, 7, 15), "asked_on": date(2022, 6, 13),
    }  # fmt: skip
    return Decision(**{**given, **changes})


def late_rows():
    late = {"deadline": "2022年6月15日"}
    return a_chain(tasks=late, duties=late, completions=late)


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        ({}, False),
        ({"approved": False}, True),
        ({"asked_on": date(2022, 6, 15)}, False),
        ({"asked_on": date(2022, 6, 16), "decided_on": date(2022, 6, 16)}, True),
        ({"new_due": date(2022, 6, 20)}, True),
        ({"matter": "U02-002"}, True),
    ],
)
def test_only_an_extension_asked_for_in_time_and_approved_counts(changes, fires):
    view = a_view(*late_rows(), decisions=[extension(**changes)])
    assert bool(findings_of("overdue", view)) is fires


def test_what_is_to_be_mended_at_once_is_asked_for_after_five_working_days():
    now = {"deadline": "立行立改"}
    chain = a_chain(tasks=now, duties=now, completions=now)
    assert findings_of("immediate-not-done", a_view(*chain, today=date(2022, 6, 10))) == []
    assert len(findings_of("immediate-not-done", a_view(*chain, today=date(2022, 6, 13)))) == 1


def test_the_number_of_working_days_is_a_setting():
    plan = a_plan(rules={"immediate-not-done": RuleSetting("immediate-not-done", threshold=30)})
    now = {"deadline": "立行立改"}
    view = a_view(*a_chain(tasks=now, duties=now, completions=now), plan=plan)
    assert findings_of("immediate-not-done", view) == []


# --------------------------------------------------------------------------- responsibility


@pytest.mark.parametrize("lead", ["信工程学苑", "武汉理工大学商学院", "国际"])
def test_a_lead_that_is_no_unit_of_the_plan_is_an_error(lead):
    view = a_view(
        *a_chain(tasks={"lead_unit": lead}, duties={"lead_unit": ""}, completions={"lead_unit": ""})
    )
    found = findings_of("unit-unknown", view)
    assert [f.ref.address for f in found] == ["F4"]
    assert rule_ids(view) == ["unit-unknown"]


def test_a_wrong_co_unit_is_named():
    found = findings_of(
        "unit-unknown", a_view(*a_chain(tasks={"co_units": "后勤保障部、洪山区教育局"}))
    )
    assert "洪山区教育局" in found[0].message


def test_a_collective_lead_is_an_error_but_a_collective_co_unit_is_not():
    same = {"lead_unit": "各学院"}
    view = a_view(*a_chain(tasks=same, duties=same, completions=same))
    assert rule_ids(view) == ["collective-lead"]
    assert rule_ids(a_view(*a_chain(tasks={"co_units": "各学院"}))) == []


def test_two_leads_are_one_too_many():
    view = a_view(*a_chain(tasks={"lead_unit": "商学院、教务部"}))
    found = findings_of("two-leads", view)
    assert "商学院、教务部" in found[0].message


def test_under_the_heading_responsible_unit_the_first_one_leads():
    row = good(T, lead_unit="商学院、教务部", co_units="")
    cell = row.cells["lead_unit"]
    renamed = Value(cell.raw, cell.text, cell.ref._replace(heading="责任单位"), cell.kind)
    row = replace(
        row, cells={k: v for k, v in row.cells.items() if k != "co_units"} | {"lead_unit": renamed}
    )
    _, _, duty, completion = a_chain()
    view = a_view(good(P), row, duty, completion)
    assert findings_of("two-leads", view) == []
    assert view.matters[0].lead == "U02"
    assert view.matters[0].co_units == ("U04",)


def test_a_lead_among_its_co_units_is_doubtful():
    found = findings_of("lead-is-co-unit", a_view(*a_chain(tasks={"co_units": "商院、后勤处"})))
    assert [f.ref.address for f in found] == ["G4"]


@pytest.mark.parametrize("person", ["", "待定", "各班班主任", "商学院"])
def test_a_responsibility_without_a_name_is_an_error(person):
    assert len(findings_of("no-person", a_view(*a_chain(duties={"person": person})))) == 1


@pytest.mark.parametrize("person", ["张三", "张  三", "张三、李四", "张三（处长）", "欧阳修"])
def test_a_named_person_is_enough(person):
    assert findings_of("no-person", a_view(*a_chain(duties={"person": person}))) == []


def test_the_leader_must_be_the_one_in_charge_of_the_lead_unit():
    wrong = a_view(*a_chain(duties={"leader": "王校长"}))
    assert "李校长" in findings_of("leader-not-in-charge", wrong)[0].message
    assert findings_of("leader-not-in-charge", a_view(*a_chain(duties={"leader": "李校长"}))) == []


def test_invented_example_leaders_do_not_count():
    plan = a_plan(people=(Person("李校长", "分管校领导", in_charge_of=("U02",), example=True),))
    view = a_view(*a_chain(duties={"leader": "王校长"}), plan=plan)
    assert findings_of("leader-not-in-charge", view) == []


# --------------------------------------------------------------------------- completion

DONE = {"status": "已完成", "done_date": "2022年6月20日", "proof": "会议纪要.pdf"}


def done(**changes):
    return a_view(*a_chain(completions={**DONE, **changes}))


def test_a_well_kept_completion_is_left_in_peace():
    assert rule_ids(done()) == []


def test_a_finished_task_without_a_date_is_asked_for_one():
    found = findings_of("done-without-date", done(done_date=""))
    assert [f.message for f in found] == ["“增加自习室座位”已填“已完成”，但没有填写实际完成时间。"]
    assert "H4" in found[0].remedy


def test_a_finished_task_without_proof_is_asked_for_it():
    assert rule_ids(done(proof="无")) == ["done-without-proof"]


def test_a_list_without_such_columns_is_not_asked_for_them():
    row = a_row(C, item_id="R01", task="增加自习室座位", status="已完成")
    assert rule_ids(a_view(*a_chain()[:3], row)) == []


def test_a_task_in_progress_needs_neither_date_nor_proof():
    assert rule_ids(a_view(*a_chain(completions={"status": "推进中"}))) == []


def test_completion_in_the_future_cannot_stand():
    assert rule_ids(done(done_date="2022年6月29日")) == ["done-in-future"]
    assert rule_ids(done(done_date="2022年6月28日")) == []


def test_proof_that_is_named_must_be_there():
    chain = a_chain(completions=DONE)
    assert rule_ids(a_view(*chain, evidence={})) == ["proof-missing"]
    assert rule_ids(a_view(*chain, evidence={"会议纪要.PDF": 20})) == []
    empty = a_view(*chain, evidence={"会议纪要.pdf": 0})
    assert "空文件" in findings_of("proof-missing", empty)[0].message


def test_an_office_without_evidence_folders_is_not_asked_for_files():
    assert rule_ids(a_view(*a_chain(completions=DONE), evidence=None)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "已完成", "progress": "尚未完成，正在协调"},
        {"status": "推进中", "progress": "已完成"},
        {"status": "推进中", "done_date": "2022年6月20日"},
        {"status": "未启动", "done_date": "2022年6月20日"},
    ],
)
def test_a_state_that_its_neighbours_deny_is_doubtful(changes):
    view = a_view(*a_chain(completions={**DONE, **changes}))
    assert "status-contradicts" in rule_ids(view)


@pytest.mark.parametrize("status", ["看情况", "呵呵", "甲乙丙"])
def test_a_state_that_no_word_explains_is_asked_about(status):
    assert rule_ids(a_view(*a_chain(completions={"status": status}))) == ["status-unreadable"]


@pytest.mark.parametrize(
    "status", ["√", "80%", "0.8", "是", "基本完成", "完成80%（余下7月做）", "正在积极推进"]
)
def test_states_are_read_as_people_write_them(status):
    view = a_view(*a_chain(completions={**DONE, "status": status, "done_date": DONE["done_date"]}))
    assert "status-unreadable" not in rule_ids(view)


def test_what_is_late_without_a_reason_is_asked_for_one():
    assert "unfinished-without-reason" in rule_ids(overdue_view(TODAY))
    told = overdue_view(TODAY, reason="设备采购流标", next_step="7月重新招标")
    assert "unfinished-without-reason" not in rule_ids(told)


def test_a_pause_needs_a_reason():
    assert rule_ids(a_view(*a_chain(completions={"status": "暂停"}))) == [
        "unfinished-without-reason"
    ]
    assert rule_ids(a_view(*a_chain(completions={"status": "暂停", "reason": "等待批复"}))) == []


def test_a_wish_for_more_time_is_no_approval():
    chain = a_chain(completions={"extend_to": "2022年11月30日"})
    assert rule_ids(a_view(*chain)) == ["extension-not-approved"]
    granted = extension(new_due=date(2022, 11, 30), asked_on=date(2022, 6, 20))
    assert rule_ids(a_view(*chain, decisions=[granted])) == []
