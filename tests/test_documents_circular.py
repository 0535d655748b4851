"""The 情况通报 and what it shares: nothing said before its day, grammar of none, one and many, no names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from paper_samples import DAY, UNITS, a_briefing, a_finding, a_matter, a_plan, a_view

from huaxia_tasks.documents._shortcomings import problems, shortcomings
from huaxia_tasks.documents.circular import (
    MOST_LINES,
    circular,
    left_out,
    listed_units,
    overall,
    unit_row,
)
from huaxia_tasks.model import Due, DueKind, Status, Submission, Tally, UnitTally, UnitView
from huaxia_tasks.tally import count_view


def of_units(*units: UnitTally) -> Tally:
    states = [u.state for u in units]
    return Tally(
        units, states.count("received"), states.count("missing"), states.count("unreadable")
    )


def received(**counts: int) -> UnitTally:
    return UnitTally("U01", "信息工程学院", "received", **counts)


def missing(unit: str = "U02") -> UnitTally:
    return UnitTally(unit, "商学院", "missing")


def weak_points(matters=(), findings=(), *, tally=None, day=DAY, plan=None):
    briefing = a_briefing(matters, findings, day=day, plan=plan)
    if tally is not None:
        briefing = replace(briefing, tally=tally)
    return problems(shortcomings(briefing), briefing.snapshot)


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (of_units(received()), "应报送清单的单位共1个，已报送。目前台账中尚无事项。"),
        (of_units(missing(), missing("U03")), "应报送清单的单位共2个，目前均未报送。目前台账中尚无事项。"),
        (
            of_units(received(matters=3, done=3), received(matters=1, done=1)),
            "应报送清单的单位共2个，均已报送。列入台账的事项共4项，均已完成。完成率（4/4）为100%。没有逾期未办结的事项。",
        ),
        (
            of_units(received(matters=2, in_progress=2), missing()),
            "应报送清单的单位共2个，已报送1个，报送率（1/2）为50%；未报送1个。"
            "列入台账的事项共2项，均在推进中。完成率（0/2）为0%。没有逾期未办结的事项。",
        ),
        (
            of_units(received(matters=1, not_started=1, overdue=1, undated=0)),
            "应报送清单的单位共1个，已报送。列入台账的事项共1项，其中未启动1项。完成率（0/1）为0%。已过完成时限尚未办结的有1项。",
        ),
        (
            of_units(received(matters=2, long_term=2)),
            "应报送清单的单位共1个，已报送。列入台账的事项共2项，均为长期坚持事项。没有逾期未办结的事项。",
        ),
    ],
)  # fmt: skip
def test_counts_of_none_one_and_all_read_like_sentences(tally, said):
    assert "".join(overall(tally)) == said


def test_a_file_that_is_just_being_saved_is_not_called_unreadable():
    plan = a_plan()
    busy = Submission("报送/U02.xlsx", "", "U02", readable=False)
    view = UnitView(plan, UNITS[1], DAY, "unreadable", (busy,))
    unit = count_view(view)
    assert unit.waits
    assert unit_row(unit)["报送"] == "待读取"
    said = overall(of_units(received(), unit))[0]
    assert "报送文件正在保存、待读取1个" in said
    assert "无法读取" not in said
    assert weak_points(tally=of_units(received(), unit)) == []


def test_done_immediate_and_standing_matters_lack_no_day():
    plan = a_plan()
    undated = {"due_day": None, "due": None}
    matters = [
        a_matter(1, state=Status.DONE, **undated),
        replace(a_matter(2), due_day=None, due=Due(DueKind.IMMEDIATE, None)),
        replace(a_matter(3), due_day=None, due=Due(DueKind.ONGOING, None)),
        replace(a_matter(4), due_day=None, due=None),
    ]
    assert count_view(a_view(plan, "U01", matters)).undated == 1


# ---------------------------------------------------------------- weak points


def test_nothing_is_said_against_units_whose_day_is_still_to_come():
    tally = of_units(received(matters=1, in_progress=1), missing())
    assert weak_points(tally=tally, day=date(2022, 6, 20)) == []
    assert weak_points(tally=tally, day=date(2022, 7, 1)) == [
        "清单报送不够及时。有1个单位没有按时报送清单。"
    ]
    briefing = replace(a_briefing(day=date(2022, 6, 20)), tally=tally)
    demands = circular(briefing).fields["要求"]
    assert demands[0]["文"] == (
        "尚未报送的单位，请按期报送：问题清单、任务清单、责任清单和完成清单于6月30日前报送。"
    )


def test_a_unit_that_sent_only_part_is_counted_apart():
    findings = [a_finding("not-submitted", value="责任清单")]
    tally = of_units(received(matters=1, in_progress=1), missing())
    assert weak_points([], findings, tally=tally) == [
        "清单报送不够及时。有1个单位没有按时报送清单，1个单位只报送了部分清单。"
    ]


@pytest.mark.parametrize(
    ("days", "reasons", "said"),
    [
        ([5], [""], "个别事项未按期办结。有1个单位的1个事项超过完成时限5天。尚未说明原因。"),
        ([5], ["流标"], "个别事项未按期办结。有1个单位的1个事项超过完成时限5天。单位说明的原因是采购招标程序未完成。"),
        ([5], ["师生意见不一"], "个别事项未按期办结。有1个单位的1个事项超过完成时限5天。单位说明的原因是“师生意见不一”。"),
        ([5], ["后勤处不配合张三"], "个别事项未按期办结。有1个单位的1个事项超过完成时限5天。单位说明的原因是需要有关方面协调配合。"),
        ([5, 5], ["", ""], "部分事项未按期办结。有1个单位的2个事项超过完成时限，均超过5天。均未说明原因。"),
        (
            [5, 9, 2],
            ["到货晚", "商学院不同意", "专家意见不一"],
            "部分事项未按期办结。有1个单位的3个事项超过完成时限，最长超过9天。从单位说明的原因看，供货未到位的1项，其他原因的2项（“专家意见不一”等）。",
        ),
    ],
)  # fmt: skip
def test_overdue_matters_are_told_in_number_with_their_reasons(days, reasons, said):
    matters = [
        a_matter(i, days=d, completion={"reason": r})
        for i, (d, r) in enumerate(zip(days, reasons, strict=True), 1)
    ]
    assert weak_points(matters) == [said]


def test_the_whole_paper_names_no_unit_where_it_speaks_of_weak_points():
    matters = [a_matter(1, completion={"reason": "商学院没有配合，张老师出差"})]
    findings = [a_finding("deadline-missing"), a_finding("deadline-missing")]
    said = weak_points(matters, findings)
    assert len(said) == 2
    assert said[1] == "二是清单填写不够规范。有1个单位报送的清单有2处需要更正，已退回并逐处标注。"
    assert not any(u.name in text for text in said for u in UNITS)


# ---------------------------------------------------------------- very many units


def many(count: int, late: int) -> Tally:
    """So many units, of which the last ones have something overdue."""
    return of_units(
        *(
            UnitTally(f"U{n}", f"第{n}支部", "received", overdue=int(n >= count - late))
            for n in range(count)
        )
    )


def test_a_table_lists_every_unit_as_long_as_anybody_would_read_it():
    tally = many(MOST_LINES, 3)
    assert listed_units(tally) == list(tally.units)
    assert left_out(tally, ()) == ""


def test_of_very_many_units_those_with_something_to_do_are_listed_and_the_rest_is_said():
    tally = many(MOST_LINES + 500, 700)
    listed = listed_units(tally)
    assert len(listed) == MOST_LINES
    assert sum(u.overdue for u in listed) == 700
    assert listed == [u for u in tally.units if u in listed]
    assert left_out(tally, range(MOST_LINES + 1)) == (
        "单位共1500个，本表列1000个，先列未报送和有逾期事项的，其余见汇总表。"
        "逾期事项共1001项，附件2列1000项，其余见汇总表。"
    )


def test_more_late_units_than_lines_still_fill_the_table_only():
    assert len(listed_units(many(3 * MOST_LINES, 2 * MOST_LINES))) == MOST_LINES
