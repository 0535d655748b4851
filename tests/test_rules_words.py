"""What findings say: short whatever stands in the cell, the right example for this cell, no number of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import PHASES, TODAY, a_chain, a_plan, a_view, findings_of

from huaxia_tasks.changes import remember
from huaxia_tasks.checking import check_view
from huaxia_tasks.model import ListKind, RuleSetting

NASTY = (
    "长" * 200, "a" * 5000, "甲\n乙\n丙", "他说“好”，“不行”", "《a》{值}{{7*7}}", "<w:br/>", "=1+1", "6月31日", "2022-13-45",
    "13800138000", "110105194912310021", "1101051949\u200b12310021", "\u202e反向", "商学院、教务处、火星学院", "；；", "0",
)  # fmt: skip
FIELDS = {
    "problems": ("problem", "method", "group", "collected_on", "lead_unit", "item_id"),
    "tasks": ("task", "lead_unit", "co_units", "deadline", "phase", "problem_id", "item_id"),
    "duties": ("leader", "lead_unit", "person", "phone", "deadline", "item_id"),
    "completions": ("status", "progress", "done_date", "proof", "reason", "extend_to", "lead_unit", "remark"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FIELDS)
def test_a_message_stays_short_and_on_one_line_whatever_stands_in_the_cell(kind):
    for field in FIELDS[kind]:
        for text in NASTY:
            for finding in check_view(a_view(*a_chain(**{kind: {field: text}}))):
                said = finding.message + finding.remedy
                assert "\n" not in said
                assert len(finding.message) < 170
                assert len(finding.remedy) < 170
                assert not set(said) & set("\u200b\u202e")
                assert "““" not in said
                assert "””" not in said
                assert finding.message[-1] == finding.remedy[-1] == "。"


@pytest.mark.parametrize("kind", FIELDS)
def test_no_finding_repeats_an_identity_number_or_a_mobile(kind):
    for field in FIELDS[kind]:
        for text in ("110105194912310021", "13800138000", "138001380001"):
            for finding in check_view(a_view(*a_chain(**{kind: {field: text}}))):
                if len(text) < 12 or finding.rule == "phone-invalid" or len(text) == 18:
                    assert text not in f"{finding.message}{finding.remedy}{finding.value}", finding


def the_one(rule, **changes):
    (finding,) = findings_of(rule, a_view(*a_chain(**changes)))
    return finding


def test_a_wrong_phone_is_told_by_its_length_and_hidden():
    finding = the_one("phone-invalid", duties={"phone": "1390000260"})
    assert finding.message == "联系电话“139****60”有误：手机号应为11位，现为10位。"
    assert finding.remedy == "请在“责任清单”G4填写11位手机号，或“区号-号码”，例如 027-81420000。"
    assert finding.value == "139****60"


def test_a_date_written_out_is_not_read_back():
    finding = the_one("deadline-before-start", tasks={"deadline": "2021年6月28日"})
    assert "“2021年6月28日”早于" in finding.message
    finding = the_one("deadline-before-start", tasks={"deadline": "2021.6.28"})
    assert "“2021.6.28”（即2021年6月28日）早于" in finding.message


@pytest.mark.parametrize(
    ("phase", "example"),
    [("", "2022年12月30日"), ("持续深化阶段", "2022年10月31日，或“10月底前”")],
)
def test_the_example_of_a_deadline_lies_in_the_phase_of_the_task(phase, example):
    finding = the_one("deadline-missing", tasks={"deadline": "", "phase": phase})
    assert finding.remedy == f"请在“任务清单”J4填写完成时限，例如 {example}。"


def test_examples_are_of_the_plan_in_hand():
    plan = replace(
        a_plan(),
        issued=date(2031, 3, 3),
        phases=tuple(
            replace(p, start=p.start.replace(year=2031), due=p.due.replace(year=2031))
            for p in PHASES
        ),
    )
    view = a_view(*a_chain(tasks={"deadline": "6月31日"}), plan=plan, today=date(2031, 6, 28))
    for finding in check_view(view):
        assert "2022" not in finding.remedy


def test_a_helper_is_not_advised_to_be_the_unit_itself():
    finding = the_one("unit-unknown", tasks={"co_units": "火星学院"})
    assert "例如“教务部”；校外单位和单位内设机构请写到备注。" in finding.remedy
    finding = the_one("unit-unknown", tasks={"lead_unit": "火星学院"})
    assert finding.remedy.endswith("例如“商学院”。")


def test_an_overdue_matter_is_said_to_be_what_its_unit_says():
    view = a_view(*a_chain(tasks={"deadline": "6月20日"}, duties={"deadline": "6月20日"}, completions={"deadline": "6月20日"}))  # fmt: skip
    (finding,) = findings_of("overdue", view)
    assert finding.message == "“增加自习室座位”应于2022年6月20日前完成，已过时限，目前为“推进中”。"


def test_nobody_is_sent_to_apply_before_a_day_that_is_over():
    late = {"deadline": "6月20日"}
    rows = a_chain(tasks=late, duties=late, completions={**late, "extend_to": "7月20日"})
    (finding,) = findings_of("extension-not-approved", a_view(*rows))
    assert "以前报" not in finding.remedy
    rows = a_chain(completions={"extend_to": "11月20日"})
    (finding,) = findings_of("extension-not-approved", a_view(*rows, today=TODAY))
    assert "在原时限以前报" in finding.remedy


def test_what_must_not_be_hinted_at_is_only_named():
    finding = the_one("personal-data", tasks={"measure": "困难学生张伟由辅导员每周谈话"})
    assert finding.message == "“工作措施”一栏要公开，里面有困难或重点学生的个人情况。"
    assert ListKind.TASKS.value in finding.remedy


def test_lists_made_to_agree_on_the_later_day_have_moved_the_deadline():
    later, sooner = "2022年7月22日", "2022年7月15日"
    first = a_view(*a_chain(tasks={"deadline": sooner}, duties={"deadline": later}, completions={"deadline": sooner}))  # fmt: skip
    assert [f.rule for f in check_view(first)] == ["lists-disagree"]
    past = remember(first.matters, first.past, TODAY)
    for day, rules in ((later, ["deadline-moved"]), (sooner, [])):
        one = {"deadline": day}
        mended = a_view(*a_chain(tasks=one, duties=one, completions=one), past=past)
        assert [f.rule for f in check_view(mended)] == rules


def test_a_count_of_days_may_stand_in_quotation_marks():
    says = RuleSetting("not-submitted", says="{单位}已迟“{天数}”天（{没有}）")
    plan = a_plan(rules={"not-submitted": says})
    (finding,) = findings_of("not-submitted", a_view(plan=plan, today=date(2022, 7, 3)))
    assert finding.message == "商学院已迟“3”天（……）。"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("extend_to", "2022年7月31日", "申请延期到“2022年7月31日”"),
        ("status", "延期办理", "填的是“延期办理”"),
        ("status", "要求顺延", "填的是“要求顺延”"),
        ("remark", "申请延期至7月底", "申请延期到“7月底”"),
    ],
)
def test_only_a_day_is_said_to_be_asked_for(field, text, said):
    finding = the_one("extension-not-approved", completions={field: text})
    assert finding.message.startswith(f"“增加自习室座位”{said}，但登记里")


@pytest.mark.parametrize(
    ("kind", "field", "rule"),
    [
        ("tasks", "deadline", "deadline-missing"),
        ("tasks", "lead_unit", "no-lead"),
        ("duties", "person", "no-person"),
        ("completions", "status", "required-empty"),
    ],
)
def test_an_empty_cell_of_a_joined_row_is_part_of_its_matters_story(kind, field, rule):
    view = a_view(*a_chain(**{kind: {field: ""}}))
    (finding,) = findings_of(rule, view)
    assert [finding.matter] == [matter.id for matter in view.matters]
