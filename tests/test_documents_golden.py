"""Each kind of paper, word for word: read these texts like letters before accepting a change.

``UPDATE_GOLDEN=1 pytest tests/test_documents_golden.py`` writes them anew.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_samples import (
    DAY,
    GOLDEN,
    a_briefing,
    a_finding,
    a_matter,
    a_plan,
    a_reminder,
    a_row,
    a_sent,
    a_view,
    as_text,
    formal,
    rendered,
)

from huaxia_tasks.drafting import documents
from huaxia_tasks.model import Document, Level, ListKind, Status, UnitView

MEASURE = "将供水时间由22时延长至23时30分；在公寓门厅公示供水时间和报修电话"
RESULT = "自6月20日起执行新的供水时间，三周内没有收到新的反映"


def compose(kind: str, *arguments: object) -> Document:
    document = documents()[kind].compose(*arguments)
    assert isinstance(document, Document)
    return document


def full_matter(**changes: object) -> object:
    """A matter on which every list says something."""
    matter = a_matter(
        1,
        task={
            "measure": MEASURE,
            "goal": "晚课学生回到宿舍后都能用上热水",
            "co_units": "学生工作部",
        },
        completion={"progress": RESULT, "proof": "供水时间调整通知.pdf", "done_date": "6月20日"},
        co_units=("U05",),
    )
    problem = a_row(
        ListKind.PROBLEMS, 4, "U01", method="谈", group="学生", problem="晚课后回到宿舍已没有热水"
    )
    return replace(matter, problem=problem, **changes)


def all_units() -> tuple[UnitView, ...]:
    """Five further units: good, late with reasons, missing, unreadable, standing work."""
    plan = a_plan()
    done = full_matter(state=Status.DONE, done_on=date(2022, 6, 20), id="U02-001", lead="U02")
    late = [
        a_matter(i, unit="U03", days=i, completion={"reason": reason})
        for i, reason in enumerate(("经费预算未批复", "需后勤部门配合", ""), 1)
    ]
    return (
        a_view(plan, "U02", [done]),
        a_view(plan, "U03", late),
        a_view(plan, "U04", state="missing"),
        a_view(plan, "U05", state="unreadable"),
        a_view(plan, "U06", [a_matter(1, unit="U06", state=Status.LONG_TERM)]),
    )


def errors(count: int) -> list[object]:
    return [
        a_finding(
            "deadline-invalid",
            cell=f"任务清单!J{i + 4}",
            message=f"“开设学业辅导工作坊”的完成时限“6月31日”没有这一天（第{i}处）。",
            remedy="请改为真实的日期，例如 2022年6月30日。",
        )
        for i in range(1, count + 1)
    ]


def one_late() -> Document:
    matter = a_matter(1)
    return compose("urging-notice", a_briefing([matter]), a_reminder([matter]))


def three_late_and_more() -> Document:
    matters = [a_matter(i, days=6 - i) for i in (1, 2, 3)]
    soon = a_matter(6, days=-3)
    findings = [
        *errors(2),
        a_finding("phone-invalid", level=Level.WARNING, cell="责任清单!G5"),
        a_finding("not-submitted", value="问题清单、责任清单"),
    ]
    return compose(
        "urging-notice",
        a_briefing([*matters, soon], findings),
        a_reminder([*matters, soon], earlier=[a_sent()]),
    )


def many_late_formal() -> Document:
    plan = formal(a_plan(允许红头="是", 用印="是", 抄送="校领导，党委组织部、纪委办公室"))
    matters = [a_matter(i, days=i) for i in range(1, 7)]
    return compose("urging-notice", a_briefing(matters, plan=plan), a_reminder(matters))


def only_missing() -> Document:
    findings = [a_finding("not-submitted", value="问题清单、任务清单、责任清单、完成清单")]
    return compose("urging-notice", a_briefing([], findings), a_reminder([]))


def reminder_of_one() -> Document:
    matter = a_matter(1, days=-3)
    return compose("reminder-letter", a_briefing([matter]), a_reminder([matter], step=1))


def reminder_of_many() -> Document:
    soon = [a_matter(i, days=-i, completion={"progress": ""}) for i in range(1, 6)]
    late = a_matter(6, days=2)
    return compose(
        "reminder-letter",
        a_briefing([*soon, late], errors(1)),
        a_reminder([*soon, late], step=1),
    )


def the_circular() -> Document:
    matters = [a_matter(1), a_matter(2, days=-30), full_matter(state=Status.DONE, id="U01-003")]
    return compose("circular", a_briefing(matters, errors(2), others=all_units()))


def the_bulletin() -> Document:
    return compose("bulletin", a_briefing([a_matter(1)], others=all_units()))


def the_summary() -> Document:
    matters = [replace(m, phase=a_plan().phases[1]) for m in (full_matter(), a_matter(2, days=4))]
    return compose("phase-summary", a_briefing(matters, others=all_units()))


def the_slip() -> Document:
    matter = full_matter(phase=a_plan().phases[1])
    sent = a_sent("urging-notice", "催办〔2022〕8号", date(2022, 6, 28))
    return compose(
        "supervision-slip",
        a_briefing([matter]),
        a_reminder([matter], step=3, earlier=[sent]),
        matter,
    )


def the_cover() -> Document:
    matters = [a_matter(i, days=i) for i in (1, 2, 3)]
    return compose("supervision-cover", a_briefing(matters), a_reminder(matters, step=3))


def the_extension() -> Document:
    matter = a_matter(
        1,
        days=-4,
        completion={"reason": "设备采购流标", "next_step": "重新招标", "extend_to": "8月31日"},
    )
    return compose("extension-form", a_briefing([matter]), None, matter)


def the_closing() -> Document:
    matter = full_matter(state=Status.DONE, done_on=date(2022, 6, 20))
    return compose("closing-form", a_briefing([matter]), None, matter)


DRAW = {"抽查编号": "2022-01", "抽查种子": "20220705", "抽查日期": "7月12日上午"}


def the_spotcheck() -> Document:
    matters = [a_matter(1), full_matter(state=Status.DONE)]
    return compose("spotcheck-notice", a_briefing(matters, settings=DRAW), a_reminder(matters))


def the_record() -> Document:
    matter = full_matter(state=Status.DONE)
    return compose("spotcheck-record", a_briefing([matter], settings=DRAW), None, matter)


def the_collection() -> Document:
    return compose("collection-notice", a_briefing(day=date(2022, 6, 1)))


def receipt_with_errors() -> Document:
    matters = [full_matter(), a_matter(2)]
    findings = [*errors(3), a_finding("not-submitted", value="责任清单")]
    briefing = a_briefing(matters, findings)
    return compose("receipt", briefing, briefing.snapshot.views[0])


def receipt_without_errors() -> Document:
    briefing = a_briefing([full_matter(), a_matter(2)])
    return compose("receipt", briefing, briefing.snapshot.views[0])


def public_edition() -> Document:
    return compose("public-list", a_briefing([full_matter()], others=all_units()[:1]))


def internal_edition() -> Document:
    return compose("internal-list", a_briefing([full_matter()], others=all_units()[:1]))


def the_letter() -> Document:
    words = {
        "函件主送": "某某科技有限公司",
        "函件事由": "商请支持“访企拓岗”专项行动",
        "函件正文": "为创造更多实习和就业机会，我校拟派员到贵公司走访。\n请贵公司安排座谈，介绍用人需求",
        "函件答复": "7月20日",
    }
    return compose("letter", a_briefing(settings=words))


def the_minutes() -> Document:
    words = {"会议日期": "2022年7月5日", "会议地点": "行政楼301会议室", "出席": "各单位负责人"}
    matters = [a_matter(1), a_matter(2)]
    return compose("minutes", a_briefing(matters, others=all_units(), settings=words))


PAPERS: dict[str, Callable[[], Document]] = {
    "催办通知-一项": one_late,
    "催办通知-三项及其他": three_late_and_more,
    "催办通知-红头用印": many_late_formal,
    "催办通知-未报送": only_missing,
    "工作提醒函-一项": reminder_of_one,
    "工作提醒函-多项": reminder_of_many,
    "情况通报": the_circular,
    "工作简报": the_bulletin,
    "阶段总结": the_summary,
    "督办通知单": the_slip,
    "督办件交办清单": the_cover,
    "延期申请表": the_extension,
    "销号审批表": the_closing,
    "抽查通知": the_spotcheck,
    "抽查核实记录表": the_record,
    "关于报送清单的通知": the_collection,
    "清单接收回执-有问题": receipt_with_errors,
    "清单接收回执-无问题": receipt_without_errors,
    "清单-公开版": public_edition,
    "清单-内部版": internal_edition,
    "函": the_letter,
    "纪要": the_minutes,
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_says_what_was_approved(name: str) -> None:
    text = as_text(rendered(PAPERS[name]()))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_kind_has_a_golden_text() -> None:
    assert {PAPERS[name]().kind for name in PAPERS} == set(documents())


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert rendered(three_late_and_more()) == rendered(three_late_and_more())
    assert DAY.year == 2022


@pytest.mark.parametrize("name", PAPERS)
def test_the_properties_of_a_paper_give_its_title_on_one_line(name: str) -> None:
    document = PAPERS[name]()
    with zipfile.ZipFile(io.BytesIO(rendered(document))) as archive:
        core = archive.read("docProps/core.xml").decode()
    title = re.findall(r"<dc:title>([^\n↵]*)</dc:title>", core)
    assert title == [str(document.fields["标题"]).replace("\n", "")]
    assert len(title[0]) >= 3


@pytest.mark.parametrize("name", PAPERS)
def test_the_properties_of_a_draft_name_the_office(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(PAPERS[name]()))) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert re.search(r"<dc:creator>[^<]+</dc:creator>", core)
