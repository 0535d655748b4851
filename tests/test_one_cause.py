"""One cause, one finding: what another finding tells already, or what nobody need mend, is not told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import TODAY, a_chain, a_plan, a_row, a_view, findings_of, good, rule_ids
from matter_cases import TASKS, view_of
from submission_books import sheet

from huaxia_tasks.changes import remember
from huaxia_tasks.checking import check_view
from huaxia_tasks.decided import claims
from huaxia_tasks.model import Decision, Duty, ListKind, RuleSetting
from huaxia_tasks.rendering.marks import marks_of

P, T, D, C = ListKind
AFTER = date(2022, 7, 4)


def loose_problem(**fields: object):
    return good(P, 5, item_id="W02", problem="食堂窗口排队时间长", **fields)


# ------------------------------------------------------------------ lists that did not come in time


def test_matters_that_a_missing_completion_list_leaves_open_are_not_told_one_by_one():
    due = {"deadline": "2022年6月20日"}
    rows = [r for r in a_chain(tasks=due, duties=due) if r.kind is not C]
    assert rule_ids(a_view(*rows)) == ["overdue"]  # its day is still to come
    assert rule_ids(a_view(*rows, today=AFTER)) == ["not-submitted"]


def test_a_matter_without_a_row_in_the_completion_list_is_overdue():
    due = {"deadline": "2022年6月20日"}
    second = {"item_id": "R02", "task": "开放实验室", "problem_id": ""}
    rows = [
        *a_chain(),
        good(T, 5, **second, **due),
        good(D, 5, item_id="R02", task="开放实验室", **due),
    ]
    assert rule_ids(a_view(*rows, today=AFTER)) == ["overdue"]


def test_requests_wait_for_an_answer_only_while_the_task_list_may_still_come():
    rows = [r for r in a_chain(problems={"collected_on": "2022年6月1日"}) if r.kind is P]
    assert rule_ids(a_view(*rows)) == ["request-unanswered"]
    late = rule_ids(a_view(*rows, today=AFTER))
    assert set(late) == {"not-submitted"}


# ------------------------------------------------------------------ problems that no task is to follow


@pytest.mark.parametrize(
    "remark",
    [
        "并入W01一并解决",
        "已并入问题1",
        "经研究不予立项",
        "转为意见建议",
        "并案处理",
        "与W01合并办理",
        "归并到第3项",
    ],
)
def test_a_problem_that_was_merged_or_not_taken_up_needs_no_task(remark):
    assert rule_ids(a_view(*a_chain(), loose_problem(remark=remark))) == []


@pytest.mark.parametrize(
    "remark",
    [
        "",
        "学生代表提出",
        "拟并入W01",
        "建议并入W01",
        "能否并入W01请办公室定",
        "合并后的两个食堂都有",
        "与学生一起座谈时提出",
        "已转后勤保障部",
        "意见箱收到",
        "不能并入W01",
    ],
)
def test_other_remarks_do_not_stand_for_a_task(remark):
    assert rule_ids(a_view(*a_chain(), loose_problem(remark=remark))) == ["problem-without-task"]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [("", ["problem-without-task"]), ("否", ["problem-without-task"]), ("是", []), ("可以", [])],
)
def test_an_answer_closes_a_problem_where_the_office_decided_so(decided, expected):
    plan = a_plan(settings={"能否以解释说明办结": decided})
    view = a_view(*a_chain(), loose_problem(remark="6月10日已当面答复学生"), plan=plan)
    assert rule_ids(view) == expected


# ------------------------------------------------------------------ numbers


def second_matter(**duty: object):
    words = {"item_id": "R02", "task": "开放周末实验室"}
    return [good(T, 5, **words, problem_id=""), good(D, 5, **{**words, **duty})]


def test_a_number_given_twice_is_told_once_with_the_one_that_was_meant():
    view = a_view(*a_chain(), *second_matter(item_id="R01"))
    (found,) = check_view(view)
    assert found.rule == "number-duplicated"
    assert "“R02”" in found.remedy


def test_of_two_rows_with_one_number_that_with_other_words_is_told():
    words = {"item_id": "R02", "task": "开放周末实验室"}
    rows = [r for r in a_chain(completions={"item_id": "R02"}) if r.kind is not P]
    second = [*second_matter(), good(C, 5, **words, progress="周末已开放两次")]
    (found,) = [
        f for f in check_view(a_view(*rows, *second)) if f.ref and f.ref.sheet == "完成清单"
    ]
    assert (found.rule, found.ref.row) == ("number-duplicated", 4)
    assert "“R01”" in found.remedy


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        ("已全部完成，通过验收", ["status-contradicts"]),
        ("已全部完成，并已投入使用。", ["status-contradicts"]),
        ("已完成前期调研，通过验收后开工", []),
        ("已完成，待验收", []),
        ("已全部完成报名，开课时间另定", []),
    ],
)
def test_work_that_is_done_and_accepted_has_begun(progress, expected):
    rows = a_chain(completions={"status": "未启动", "progress": progress})
    assert rule_ids(a_view(*rows)) == expected


def test_a_number_that_is_nowhere_is_told_as_unknown():
    assert rule_ids(a_view(*a_chain(), *second_matter(item_id="R09"))) == ["task-number-unknown"]


# ------------------------------------------------------------------ months and parts of months


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("6月", []),
        ("6月下旬", []),
        ("6月底", ["done-in-future"]),
        ("7月", ["done-in-future"]),
        ("6月29日", ["done-in-future"]),
    ],
)
def test_a_month_that_has_begun_is_no_day_to_come(done, expected):
    claim = {"status": "已完成", "done_date": done, "proof": "现场照片"}
    assert rule_ids(a_view(*a_chain(completions=claim))) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [("9月", []), ("9月16日", ["deadline-before-start"]), ("9月下旬", ["deadline-before-start"])],
)
def test_a_month_begins_on_its_first_day(start, expected):
    due = {"deadline": "9月15日"}
    rows = a_chain(tasks={**due, "start": start}, duties=due, completions=due)
    assert rule_ids(a_view(*rows)) == expected


def test_a_month_of_completion_is_not_late_while_it_may_have_been_in_time():
    due = {"deadline": "2022年6月17日"}
    claim = {**due, "status": "已完成", "done_date": "6月", "proof": "现场照片"}
    view = a_view(*a_chain(tasks=due, duties=due, completions=claim))
    assert view.matters[0].state.value == "done"


# ------------------------------------------------------------------ people


@pytest.mark.parametrize("blank", ["", "/", "无", "待定"])
def test_somebody_who_handles_a_matter_does_not_answer_for_it(blank):
    rows = [r for r in a_chain() if r.kind is not D]
    duty = good(D, person=blank, handler="李小四")
    (found,) = check_view(a_view(*rows, duty))
    assert (found.rule, found.ref.address) == ("no-person", "F4")


def test_without_a_column_for_the_responsible_person_a_handler_will_do():
    rows = [r for r in a_chain() if r.kind is not D]
    fields = {
        "item_id": "R01",
        "task": "增加自习室座位",
        "lead_unit": "商学院",
        "deadline": "10月底",
    }
    assert rule_ids(a_view(*rows, a_row(D, handler="李小四", **fields))) == []


@pytest.mark.parametrize("name", ["王致和", "项永和", "李玉和"])
def test_a_name_may_end_in_a_word_that_joins_others(name):
    assert rule_ids(a_view(*a_chain(duties={"person": name}))) == []


# ------------------------------------------------------------------ what changed


def kept(rows, day: date = date(2022, 6, 20)):
    return remember(a_view(*rows, today=day).matters, (), day)


def test_a_day_that_moved_in_every_list_is_put_back_in_every_list():
    past = kept(a_chain())
    later = {"deadline": "11月底"}
    view = a_view(*a_chain(tasks=later, duties=later, completions=later), past=past)
    (found,) = check_view(view)
    assert (found.ref.sheet, [r.sheet for r in found.more_refs]) == (
        "任务清单",
        ["责任清单", "完成清单"],
    )
    assert "“责任清单”" in found.remedy
    assert "“完成清单”" in found.remedy


def test_a_day_that_moved_in_the_only_list_sent_is_put_back_there():
    past = kept(a_chain())
    (found,) = findings_of("deadline-moved", a_view(good(C, deadline="11月底"), past=past))
    assert (found.ref.sheet, found.more_refs) == ("完成清单", ())
    assert "一并" not in found.remedy


def test_an_extension_that_was_taken_back_grants_nothing():
    asked = a_chain(completions={"extend_to": "11月18日"})
    granted = Decision(
        "延期", "U02-001", "U02", True, date(2022, 6, 22), date(2022, 11, 18), TODAY, verdict="同意"
    )
    taken = Decision("延期", "U02-001", "U02", False, date(2022, 6, 24), verdict="收回")
    assert rule_ids(a_view(*asked, decisions=[granted])) == []
    assert rule_ids(a_view(*asked, decisions=[granted, taken])) == ["extension-not-approved"]
    later = {"deadline": "11月18日"}
    moved = a_chain(tasks=later, duties=later, completions=later)
    past = kept(a_chain())
    assert rule_ids(a_view(*moved, past=past, decisions=[granted])) == []
    assert rule_ids(a_view(*moved, past=past, decisions=[granted, taken])) == ["deadline-moved"]


# ------------------------------------------------------------------ standing still


def standing(deadline: str, day: date, phase: str = "", **completion: object):
    """What is told on `day` of a matter that says the same as fifty days before."""
    due = {"deadline": deadline}
    rows = a_chain(tasks={**due, "phase": phase}, duties=due, completions={**due, **completion})
    plan = a_plan(settings={"报送周期天数": "7"})
    before = day - timedelta(days=50)
    past = remember(a_view(*rows, plan=plan, today=before).matters, (), before)
    return rule_ids(a_view(*rows, plan=plan, today=day, past=past))


def test_a_matter_without_movement_is_told():
    assert standing("10月底", date(2022, 8, 10)) == ["stale"]
    assert standing("10月底", date(2022, 8, 10), status="未启动", progress="尚未开始") == ["stale"]


def test_what_is_paused_or_has_not_begun_by_plan_does_not_stand_still():
    why = {"reason": "场地封闭", "next_step": "解封后继续"}
    assert standing("10月底", date(2022, 8, 10), status="暂停", **why) == []
    waiting = {"status": "未启动", "progress": "尚未开始"}
    assert standing("12月20日", date(2022, 8, 10), "巩固提升阶段", **waiting) == []
    assert standing("12月20日", date(2022, 11, 10), "巩固提升阶段", **waiting) == ["stale"]


# ------------------------------------------------------------------ duties taken up by others


def test_a_duty_that_another_unit_took_up_is_asked_of_nobody_else():
    duty = Duty(
        "D22",
        "三（四）二是",
        "强化微后勤平台",
        "后勤",
        ("U02",),
        keywords=("微后勤",),
        claimable=True,
    )
    plan = a_plan(duties=(duty,))
    for number in ("D22", "三（四）二是"):
        claimed = Decision("认领", number, "U05", True, date(2022, 6, 20), verdict="同意")
        assert rule_ids(a_view(*a_chain(), plan=plan, decisions=[claimed])) == []
    refused = Decision("认领", "D22", "U05", False, date(2022, 6, 20), verdict="不同意")
    assert rule_ids(a_view(*a_chain(), plan=plan, decisions=[refused])) == ["duty-unclaimed"]
    later = Decision("认领", "D22", "U05", True, date(2022, 6, 30), verdict="同意")
    assert rule_ids(a_view(*a_chain(), plan=plan, decisions=[later])) == ["duty-unclaimed"]
    matter = Decision("认领", "U05-001", "U05", True, date(2022, 6, 20), verdict="同意")
    assert claims([matter, claimed], [duty]) == (claimed,)


# ------------------------------------------------------------------ the form with its column cut out


def test_a_task_list_with_measures_and_goals_but_no_task_lacks_its_column():
    head = "序号|任务编号|工作措施|工作目标|牵头单位|完成时限"
    view = view_of(sheet("任务清单", [head, "1|R01|逐层换灯|楼道明亮|商学院|7月29日"]))
    assert [f.rule for f in check_view(view)] == ["missing-column"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("序号|存在问题|整改目标|整改措施|责任单位|整改时限", "1|灯坏|明亮|换灯|商学院|7月29日"),
        ("序号|整改措施|责任单位|整改时限", "1|换灯|商学院|7月29日"),
        (TASKS, "1|R01|换灯|商学院|7月29日"),
    ],
)
def test_a_list_in_which_measures_are_the_tasks_lacks_nothing(head, line):
    assert [f.rule for f in check_view(view_of(sheet("任务清单", [head, line])))] == []


@pytest.mark.parametrize("said", ["“谈”", "《查》", "梳、研。", "问、谈；"])
def test_marks_around_a_choice_change_nothing(said):
    assert rule_ids(a_view(*a_chain(problems={"method": said}))) == []


@pytest.mark.parametrize("said", ["“热线”", "谈、网络。"])
def test_marks_make_no_choice_of_another_word(said):
    assert rule_ids(a_view(*a_chain(problems={"method": said}))) == ["value-not-allowed"]


@pytest.mark.parametrize(
    ("phase", "deadline", "expected"),
    [
        ("全面开展阶段", "7月10日", ["deadline-after-phase"]),
        ("持续深化阶段", "7月10日", ["deadline-on-rest-day"]),
        ("", "2023年1月8日", ["deadline-after-phase"]),
        ("持续深化阶段", "7月11日", []),
    ],
)
def test_a_day_that_has_to_be_changed_is_not_told_to_be_a_rest_day(phase, deadline, expected):
    due = {"deadline": deadline}
    rows = a_chain(tasks={**due, "phase": phase}, duties=due, completions=due)
    assert rule_ids(a_view(*rows)) == expected


def test_where_the_office_does_not_ask_for_phases_a_rest_day_is_told():
    due = {"deadline": "7月10日"}
    rows = a_chain(tasks={**due, "phase": "全面开展阶段"}, duties=due, completions=due)
    plan = a_plan(rules={"deadline-after-phase": RuleSetting("deadline-after-phase", on=False)})
    assert rule_ids(a_view(*rows, plan=plan)) == ["deadline-on-rest-day"]


def test_a_task_with_a_number_given_twice_is_told_the_one_that_its_other_rows_have():
    words = {"task": "开放周末实验室"}
    rows = [good(T, 5, item_id="R01", problem_id="", **words), good(D, 5, item_id="R02", **words)]
    (found,) = check_view(a_view(*a_chain(), *rows))
    assert (found.rule, found.ref.sheet) == ("number-duplicated", "任务清单")
    assert "“R02”" in found.remedy


# ------------------------------------------------------------------ advice that can be followed


@pytest.mark.parametrize(
    ("deadline", "example"), [("2022年6月20日", "2022年6月20日"), ("10月底", "2022年5月29日")]
)
def test_an_example_of_a_day_of_completion_is_no_day_to_come(deadline, example):
    due = {"deadline": deadline}
    claim = {**due, "status": "已完成", "proof": "现场照片"}
    (found,) = check_view(a_view(*a_chain(tasks=due, duties=due, completions=claim)))
    assert found.remedy.endswith(f"例如 {example}。")


def test_after_the_day_nobody_is_sent_to_ask_for_an_extension():
    due = {"deadline": "2022年6月20日"}
    rows = a_chain(tasks=due, duties=due, completions=due)
    (found,) = findings_of("overdue", a_view(*rows))
    assert "延期" not in found.remedy


@pytest.mark.parametrize("number", ["139-1234-567", "13912345 67"])
def test_a_mobile_with_a_digit_too_few_is_told_so(number):
    (found,) = check_view(a_view(*a_chain(duties={"phone": number})))
    assert "手机号应为11位，现为10位" in found.message


def test_a_further_cell_of_one_mistake_says_which_cell_goes_with_it():
    wrong = {"lead_unit": "远洋渔业学院"}
    rows = a_chain(tasks=wrong, duties=wrong, completions=wrong)
    (found,) = findings_of("unit-unknown", a_view(*rows))
    first, *further = marks_of([found], "报送/商学院.xlsx")
    assert "一并" not in first.remedy
    assert [m.remedy.endswith("本格与“任务清单”F4一并核对。") for m in further] == [True, True]
