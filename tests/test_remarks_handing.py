"""What remarks that give work away, count a step for the whole, or stand beside a day that has passed do."""

from __future__ import annotations

from datetime import date

import pytest
from builders import a_chain, a_plan, a_view, findings_of

from huaxia_tasks.model import Decision, Status
from huaxia_tasks.values.handing_over import handed_to
from huaxia_tasks.values.remarks import scan_remark

LATE = date(2022, 12, 1)
OPEN = {"status": "推进中", "done_date": "", "proof": "", "progress": "正在协调"}


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("改由后勤处负责", "后勤处"),
        ("移交保卫处", "保卫处"),
        ("该事项已移交后勤处办理", "后勤处"),
        ("不属于本单位职责，建议由后勤处牵头", "后勤处"),
        ("牵头单位变更为学工处", "学工处"),
        ("经学校研究，现划转教务处", "教务处"),
        ("已转交给信息办处理", "信息办"),
        ("现由后勤处接办", "后勤处"),
    ],
)
def test_a_remark_that_gives_the_matter_away_tells_to_whom(remark, words):
    assert handed_to(remark)[0] == words


@pytest.mark.parametrize(
    "remark",
    ["", "由后勤处牵头", "由后勤处配合", "设备已移交后勤处", "材料已交党政办", "未移交保卫处", "完成时间调整到7月", "费用由财务处支付",
     "原由学工处负责", "设备由资产处采购", "是否改由后勤处负责", "由张三负责", "更换为节能灯"],
)  # fmt: skip
def test_other_talk_gives_nothing_away(remark):
    assert handed_to(remark) == ("", "")


def test_a_matter_given_away_in_a_remark_is_told_once_with_both_cells():
    view = a_view(*a_chain(tasks={"remark": "改由教务处负责"}, completions=OPEN))
    (found,) = findings_of("lists-disagree", view)
    assert "备注写的是“改由教务处负责”" in found.message
    assert found.field == "remark"


@pytest.mark.parametrize(
    "remark", ["改由商学院负责", "改由张三负责", "移交档案室", "改由武汉大学负责"]
)
def test_what_goes_to_itself_or_to_no_unit_of_the_plan_is_silent(remark):
    assert not findings_of("lists-disagree", a_view(*a_chain(tasks={"remark": remark})))


def test_a_finished_matter_and_one_that_a_person_decided_on_are_silent():
    done = a_view(*a_chain(tasks={"remark": "改由教务处负责"}, completions={"status": "已完成"}))
    assert not findings_of("lists-disagree", done)
    taken = Decision("认领", "U02-001", "U02", approved=True, decided_on=date(2022, 6, 20))
    view = a_view(*a_chain(tasks={"remark": "改由教务处负责"}, completions=OPEN), decisions=[taken])
    assert not findings_of("lists-disagree", view)


@pytest.mark.parametrize(
    ("remark", "matter", "status"),
    [
        ("已完成问卷发放", "提高食堂饭菜质量", Status.PARTLY_DONE),
        ("已完成问卷发放", "面向毕业生发放就业问卷", Status.DONE),
        ("已完成信息采集", "完成毕业生信息采集", Status.DONE),
        ("已完成热水器更换", "", Status.DONE),
        ("已完成名单公示", "评选资助对象", Status.PARTLY_DONE),
        ("已完成名单公示", "资助名单公示", Status.DONE),
        ("已完成名单公示，问题已解决", "提高食堂饭菜质量", Status.DONE),
        ("已完成问卷发放，问题已解决", "提高食堂饭菜质量", Status.PARTLY_DONE),
        ("已完成全部任务", "提高食堂饭菜质量", Status.DONE),
        ("已完成", "提高食堂饭菜质量", Status.DONE),
        ("资金已落实", "改造澡堂", Status.IN_PROGRESS),
    ],
)
def test_a_step_completed_is_not_the_matter(remark, matter, status):
    assert scan_remark(remark, matter=matter).status.status is status


def test_a_step_in_a_remark_does_not_hide_that_the_day_has_passed():
    said = {**OPEN, "status": "", "remark": "已完成问卷发放", "progress": ""}
    view = a_view(*a_chain(completions=said), today=LATE)
    assert findings_of("overdue", view)
    view = a_view(*a_chain(completions={**said, "remark": "已完成"}), today=LATE)
    assert not findings_of("overdue", view)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"status": "长期坚持", "progress": "持续开展"}, 1),
        ({"status": "常态化", "progress": "持续开展"}, 1),
        ({"status": "已完成并长期坚持", "progress": ""}, 0),
        ({"status": "长期坚持", "progress": "已建立制度，持续开展"}, 0),
        ({"status": "长期坚持", "progress": "持续开展", "done_date": "2022-10-20"}, 0),
    ],
)
def test_standing_work_beside_a_day_that_has_passed_is_asked_about(changes, count):
    view = a_view(*a_chain(completions={"done_date": "", "proof": "", **changes}), today=LATE)
    assert len(findings_of("status-contradicts", view)) == count


@pytest.mark.parametrize("deadline", ["长期坚持", "2022年6月底前，并长期坚持", "2022年12月底前"])
def test_standing_work_by_its_deadline_or_before_its_day_is_plain(deadline):
    lists = {n: {"deadline": deadline} for n in ("tasks", "duties")}
    said = {"status": "长期坚持", "progress": "持续", "done_date": "", "proof": ""}
    view = a_view(*a_chain(**lists, completions={**said, "deadline": deadline}), today=LATE)
    assert not findings_of("status-contradicts", view)


def test_an_extension_that_a_remark_calls_approved_has_to_be_in_the_register():
    said = {**OPEN, "remark": "经学校同意，延期至11月30日"}
    view = a_view(*a_chain(completions=said), plan=a_plan())
    (found,) = findings_of("extension-not-approved", view)
    assert "经学校同意" in found.message
    granted = Decision("延期", "U02-001", "U02", True, date(2022, 6, 20), date(2022, 11, 30))
    view = a_view(*a_chain(completions=said), decisions=[granted])
    assert not findings_of("extension-not-approved", view)


def test_how_long_is_no_day():
    view = a_view(*a_chain(completions={**OPEN, "remark": "需再延10天"}))
    (found,) = findings_of("extension-not-approved", view)
    assert "申请延期“10天”" in found.message
