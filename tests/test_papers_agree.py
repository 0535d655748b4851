"""What the papers of one day say of one unit agrees: receipt, reminder, circular, returned workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from paper_samples import a_briefing, a_finding, a_matter, a_plan, a_reminder, a_view

from huaxia_tasks.documents._copies import copy_text
from huaxia_tasks.documents.circular import circular, good_names
from huaxia_tasks.documents.receipt import receipt
from huaxia_tasks.documents.reminder_letter import reminder_letter
from huaxia_tasks.documents.supervision_slip import supervision_slip
from huaxia_tasks.documents.urging_notice import urging_notice
from huaxia_tasks.model import Briefing, Finding, Level, Status, UnitTally

EVE = date(2022, 6, 29)
PUT_OFF = "有{n}项任务应办结而尚未办结（已标注）：办结后更新完成清单再报送；一时不能办结的，请写明原因和下一步措施。"


def of_matter(rule: str, cell: str, matter: str = "U01-001") -> Finding:
    level = Level.ERROR if rule == "overdue" else Level.WARNING
    return a_finding(rule, cell=cell, matter=matter, level=level)


def said(briefing: Briefing) -> dict[str, object]:
    document = receipt(briefing, briefing.snapshot.views[0])
    assert document is not None
    return dict(document.fields)


@pytest.mark.parametrize(
    ("findings", "count"),
    [
        ([of_matter("overdue", "完成清单!E4")], 1),
        (
            [
                of_matter("overdue", "完成清单!E4"),
                of_matter("unfinished-without-reason", "完成清单!I4"),
            ],
            1,
        ),
        ([of_matter("immediate-not-done", "任务清单!J6", "U01-003")], 1),
        (
            [
                of_matter("overdue", "完成清单!E4"),
                of_matter("immediate-not-done", "任务清单!J6", "U01-003"),
            ],
            2,
        ),
    ],
)
def test_what_is_marked_in_the_returned_workbook_is_spoken_of(
    findings: list[Finding], count: int
) -> None:
    fields = said(a_briefing([a_matter()], findings))
    assert fields["存疑句"] == "没有发现需要更正的问题。"
    assert fields["结尾"] == PUT_OFF.format(n=count)


def test_beside_mistakes_work_that_is_put_off_is_spoken_of_too() -> None:
    wrong = a_finding("deadline-invalid", cell="任务清单!J4")
    assert said(a_briefing([a_matter()], [wrong]))["结尾"] == ""
    late = of_matter("overdue", "完成清单!E4")
    closing = said(a_briefing([a_matter()], [wrong, late]))["结尾"]
    assert closing == "另有1项任务应办结而未办结，也已标注，请据实更新。"


def test_a_receipt_and_a_reminder_ask_for_the_same_lists_by_the_same_hour() -> None:
    plan = a_plan(报送截止时刻="17:00")
    briefing = a_briefing([a_matter(due=date(2022, 7, 20))], plan=plan, day=EVE)
    fields = said(briefing)
    asked = "问题清单和责任清单请于6月30日17:00前报送。"
    assert fields["缺少句"] == f"尚未收到的{asked}"
    assert fields["结尾"] == "已经报送的不必重复报送。"
    lists = [f"U01-未报送:{kind}" for kind in ("问题清单", "责任清单")]
    letter = reminder_letter(briefing, a_reminder([], day=EVE, topics=lists))
    assert letter is not None
    assert letter.fields["另请"] == [f"你单位的{asked}"]


def test_after_the_day_a_receipt_names_what_is_lacking_once() -> None:
    fields = said(a_briefing([a_matter()], [a_finding("not-submitted", value="责任清单")]))
    assert fields["缺少句"] == "尚未收到责任清单。"


@pytest.mark.parametrize(("day", "words"), [(29, "将于6月30日到期"), (30, "于6月30日到期")])
def test_what_is_due_today_is_not_told_as_still_to_come(day: int, words: str) -> None:
    today = date(2022, 6, day)
    for due in ([date(2022, 6, 30)], [date(2022, 6, 30)] * 2):
        matters = [a_matter(i, due=d, state=Status.IN_PROGRESS) for i, d in enumerate(due, start=1)]
        letter = reminder_letter(a_briefing(matters, day=today), a_reminder(matters, day=today))
        assert letter is not None
        opening = str(letter.fields["开头"])
        assert words in opening
        assert ("将于" in opening) is (day == 29)


def test_a_unit_that_puts_off_what_was_to_be_done_at_once_is_not_praised() -> None:
    done = a_matter(1, state=Status.DONE, done_on=date(2022, 6, 20))
    others = [a_view(a_plan(), "U02", [a_matter(1, unit="U02", lead="U02", state=Status.DONE)])]
    late = of_matter("immediate-not-done", "任务清单!J6")
    praised = a_briefing([done], others=others)
    assert good_names(praised) == ["信息工程学院", "商学院"]
    assert isinstance(praised.tally.units[0], UnitTally)
    assert good_names(a_briefing([done], [late], others=others)) == ["商学院"]


def test_units_whose_day_is_still_to_come_are_told_it_beside_those_that_must_send_again() -> None:
    views = [a_view(a_plan(), "U02", state="unreadable"), a_view(a_plan(), "U03", state="missing")]
    paper = circular(a_briefing([a_matter()], others=views, day=EVE))
    assert paper is not None
    text = "".join(f"{d['题']}{d['文']}" for d in paper.fields["要求"])  # type: ignore[attr-defined]
    assert "报送文件无法读取的单位，请于7月4日前补报。尚未报送的单位，请按期报送：" in text
    assert "完成清单于6月30日前报送。" in text


def test_a_claim_that_was_found_untrue_is_said_to_be_so() -> None:
    why = ("核实结论为“不属实”，不作完成计算",)
    matters = [a_matter(i, state=Status.IN_PROGRESS, why=why) for i in (1, 2)]
    one = urging_notice(a_briefing(matters[:1]), a_reminder(matters[:1]))
    two = urging_notice(a_briefing(matters), a_reminder(matters))
    slip = supervision_slip(a_briefing(matters), a_reminder(matters, step=3), matters[0])
    assert one is not None
    assert two is not None
    assert slip is not None
    said = "（所报完成情况经核实不属实）"
    assert f"尚未办结{said}。" in str(one.fields["逾期句"])
    assert all(said in str(item) for item in two.fields["逾期列举"])  # type: ignore[attr-defined]
    assert f"台账状态为“推进中”{said}。" in str(slip.fields["时限句"])
    plain = urging_notice(a_briefing([a_matter()]), a_reminder([a_matter()]))
    assert plain is not None
    assert "核实" not in str(plain.fields["逾期句"])


@pytest.mark.parametrize(
    ("everybody", "step", "said"),
    [
        ("校领导", ("分管校领导",), "校领导"),
        ("校领导，纪委办公室", ("分管校领导", "党委组织部"), "校领导，纪委办公室，党委组织部"),
        ("纪委办公室", ("分管校领导",), "纪委办公室，分管校领导"),
        ("", ("分管校领导",), "分管校领导"),
    ],
)
def test_who_is_among_the_leaders_gets_one_copy(
    everybody: str, step: tuple[str, ...], said: str
) -> None:
    plan = a_plan(抄送=everybody)
    reminder = a_reminder([a_matter()], step=3)
    rung = replace(reminder.step, copy_to=step)
    assert copy_text(a_briefing([], plan=plan).snapshot, rung) == said
