"""Sign-off, numbers and drafts: what is computed for the foot of a paper."""

from __future__ import annotations

from datetime import date

import pytest
from paper_samples import a_briefing, a_matter, a_plan, a_reminder, formal

from huaxia_tasks.documents._numbers import draft_number, is_formal, numbered, series_of
from huaxia_tasks.documents._signoff import BLANK, date_width, is_long, sign_off
from huaxia_tasks.documents.urging_notice import urging_notice

DAY = date(2022, 7, 5)


def blanks(line: str) -> int:
    return len(line) - len(line.lstrip(BLANK))


@pytest.mark.parametrize(
    "name", ["校办", "党政办公室", "学校党委办公室", "武汉华夏理工学院党政办公室"]
)
def test_the_date_begins_two_characters_after_the_name(name: str) -> None:
    signature, dated = sign_off(name, DAY, sealed=False)
    assert blanks(dated) - blanks(signature) == 2


def test_a_long_name_ends_two_characters_from_the_edge() -> None:
    signature, _ = sign_off("武汉华夏理工学院党政办公室", DAY, sealed=False)
    assert len(signature) == 26


def test_a_short_name_moves_left_so_that_the_date_ends_two_characters_from_the_edge() -> None:
    _, dated = sign_off("校办", DAY, sealed=False)
    assert abs(blanks(dated) + date_width("2022年7月5日") - 26) <= 0.5


def test_a_very_long_name_is_broken_by_meaning() -> None:
    name = "武汉华夏理工学院党员干部下基层察民情解民忧暖民心实践活动领导小组办公室"
    signature, _ = sign_off(name, DAY, sealed=False)
    lines = signature.split("\n")
    assert len(lines) == 2
    assert "".join(line.lstrip(BLANK) for line in lines) == name
    assert len({blanks(line) for line in lines}) == 1


def test_under_a_seal_nothing_is_padded() -> None:
    assert sign_off("党政办公室", DAY, sealed=True) == ("党政办公室", "2022年7月5日")


@pytest.mark.parametrize(("length", "long"), [(5, False), (15, False), (16, True), (20, False)])
def test_a_name_of_sixteen_takes_the_axis_further_left(length: int, long: bool) -> None:
    assert is_long("甲" * length) is long


def test_a_date_is_wider_by_the_gaps_between_digits_and_characters() -> None:
    assert date_width("2022年7月5日") == 7.25
    assert date_width("2022年12月28日") == 8.25


def test_a_series_is_found_by_the_paper_s_name() -> None:
    plan = a_plan()
    series = series_of(plan, "supervision-slip", "督办通知单")
    assert series is not None
    assert series.name == "督办"
    assert series_of(plan, "bulletin", "工作简报") is None


def test_a_draft_shows_an_open_number() -> None:
    assert draft_number(a_plan(), "circular", "情况通报", 2022) == "武华党办〔2022〕　　号"
    assert draft_number(a_plan(), "bulletin", "工作简报", 2022) == ""


def test_an_internal_series_is_no_document_number() -> None:
    assert is_formal(a_plan(), "circular", "情况通报")
    assert not is_formal(a_plan(), "urging-notice", "催办通知")


def test_a_red_letterhead_needs_the_setting_and_a_document_number() -> None:
    matter = a_matter()
    cases = [
        (a_plan(), False),
        (a_plan(允许红头="是"), False),
        (formal(a_plan()), False),
        (formal(a_plan(允许红头="否")), False),
        (formal(a_plan(允许红头="是")), True),
    ]
    for plan, red in cases:
        notice = urging_notice(a_briefing([matter], plan=plan), a_reminder([matter]))
        assert notice is not None
        assert notice.fields["红头"] is red


def test_issuing_fills_in_number_and_dates() -> None:
    matter = a_matter()
    draft = urging_notice(a_briefing([matter]), a_reminder([matter]))
    assert draft is not None
    issued = numbered(draft, "催办〔2022〕9号", date(2022, 12, 28))
    assert issued.fields["发文字号"] == "催办〔2022〕9号"
    assert issued.fields["成文日期"] == issued.fields["印发日期"] == "2022年12月28日"
    assert str(issued.fields["日期行"]).endswith("2022年12月28日")
    assert draft.fields["成文日期"] == "2022年7月5日"
    assert issued.key == draft.key
