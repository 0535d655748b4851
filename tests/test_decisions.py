"""登记.xlsx: decisions read line by line; a line that cannot be used is told and stops nothing."""

from __future__ import annotations

from datetime import date

import pytest
from plan_books import SHEETS, book_of, sheet_book

from huaxia_tasks.model import Unit
from huaxia_tasks.workbooks.decisions import RULE, read_decisions

HEADS = ["类型", "事项编号", "单位", "申请日期", "决定日期", "结论", "新时限", "批准人", "说明"]
UNITS = (
    Unit("U01", "信息工程学院", "college", ("信工院",)),
    Unit("U26", "后勤保障部", "department", ("后勤处",)),
)


def read(*lines: list[object], units: tuple[Unit, ...] = UNITS):
    return read_decisions(sheet_book(登记=[["登记"], [], HEADS, *lines]), units=units)


def test_the_shipped_register_is_empty_and_complains_of_nothing():
    assert read_decisions(book_of(SHEETS / "登记.xlsx")) == ((), ())


def test_an_approved_extension():
    (decision,), troubles = read(
        [
            "延期",
            "U01-003",
            "信工院",
            date(2022, 6, 20),
            "2022年6月22日",
            "同意",
            "2022-07-15",
            "方知行",
            "等设备",
        ]
    )
    assert not troubles
    assert (decision.kind, decision.matter, decision.unit) == ("延期", "U01-003", "U01")
    assert decision.approved
    assert (decision.asked_on, decision.decided_on) == (date(2022, 6, 20), date(2022, 6, 22))
    assert decision.new_due == date(2022, 7, 15)
    assert (decision.by, decision.note) == ("方知行", "等设备")
    assert (decision.ref.sheet, decision.ref.address) == ("登记", "B4")


@pytest.mark.parametrize(
    ("verdict", "approved"),
    [
        ("同意", True),
        ("属实", True),
        ("√", True),
        ("不同意", False),
        ("部分属实", False),
        ("不属实", False),
        ("退回", False),
    ],
)
def test_a_verdict_approves_or_refuses(verdict, approved):
    (decision,), troubles = read(["核实", "U01-003", "信工院", None, "2022-06-22", verdict])
    assert (decision.approved, decision.verdict, troubles) == (approved, verdict, ())


def test_what_is_asked_and_not_yet_decided_is_no_trouble_and_approves_nothing():
    (decision,), troubles = read(
        ["延期", "U01-003", "信工院", "2022-06-20", None, None, "2022-07-15"]
    )
    assert not troubles
    assert not decision.approved
    assert (decision.decided_on, decision.verdict) == (None, "")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("延期申请", "延期"),
        ("抽查核实", "核实"),
        ("挂起", "暂停"),
        ("并案", "合并"),
        ("销号", "销号"),
    ],
)
def test_other_words_for_a_kind(word, kind):
    (decision,), _ = read([word, "U26-1", "后勤处", None, "2022-06-22", "同意", "2022-07-01"])
    assert (decision.kind, decision.matter, decision.unit) == (kind, "U26-001", "U26")


def test_the_unit_follows_from_our_own_number_and_a_units_own_number_is_kept():
    decisions, troubles = read(
        ["销号", "u26－7", None, None, "2022-06-22", "同意"],
        ["销号", "R-07", "后勤处", None, "2022-06-22", "同意"],
    )
    assert not troubles
    assert [(d.matter, d.unit) for d in decisions] == [("U26-007", "U26"), ("R-07", "U26")]


def test_without_a_roster_the_units_text_is_kept():
    (decision,), _ = read(["销号", "R1", "某单位", None, "2022-06-22", "同意"], units=())
    assert decision.unit == "某单位"


@pytest.mark.parametrize(
    ("line", "address", "says", "todo"),
    [
        (
            ["延长时间", "U01-1", "信工院", None, "2022-06-22", "同意", "2022-07-01"],
            "A4",
            "没有“延长时间”",
            "延期",
        ),
        ([None, "U01-1", "信工院", None, "2022-06-22", "同意"], "A4", "没有填写", "延期"),
        (["销号", None, "信工院", None, "2022-06-22", "同意"], "B4", "没有填写", "U01-003"),
        (
            ["销号", "U01-1", "信工学院院", None, "2022-06-22", "同意"],
            "C4",
            "不是“单位”表中的单位",
            "信工院",
        ),
        (["销号", "U01-1", "信工院", None, "6月31日", "同意"], "E4", "不是有效日期", "2022-06-30"),
        (["销号", "U01-1", "信工院", None, None, "同意"], "E4", "没有写决定日期", "决定日期"),
        (["销号", "U01-1", "信工院", None, "2022-06-22", None], "F4", "没有写结论", "同意"),
        (["销号", "U01-1", "信工院", None, "2022-06-22", "研究研究"], "F4", "看不出", "不同意"),
        (
            ["延期", "U01-1", "信工院", "2022-06-01", "2022-06-22", "同意"],
            "G4",
            "没有写新时限",
            "新时限",
        ),
        (
            ["延期", "U01-1", "信工院", "2022-06-23", "2022-06-22", "同意", "2022-07-01"],
            "E4",
            "早于申请日期",
            "核对",
        ),
        (["销号", "U01-1", "信工院", None, "=TODAY()", "同意"], "E4", "公式没有结果", "不用公式"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_others_count(line, address, says, todo):
    decisions, troubles = read(line, ["销号", "U26-2", "后勤处", None, "2022-06-22", "同意"])
    assert [d.matter for d in decisions] == ["U26-002"]
    trouble = troubles[0]
    assert (trouble.rule, trouble.ref.address, trouble.ref.sheet) == (RULE, address, "登记")
    assert says in trouble.gaps["说明"]
    assert todo in trouble.gaps["办法"]


def test_sheets_named_after_a_kind_need_no_column_for_it():
    book = sheet_book(
        说明=[["怎样填"]],
        延期=[HEADS[1:], ["U01-1", "信工院", "2022-06-01", "2022-06-02", "同意", "2022-07-01"]],
        销号=[HEADS[1:], ["U26-2", "后勤处", None, "2022-06-22", "同意"]],
    )
    decisions, troubles = read_decisions(book, units=UNITS)
    assert not troubles
    assert [(d.kind, d.matter) for d in decisions] == [("延期", "U01-001"), ("销号", "U26-002")]


def test_a_register_without_its_headings_is_told_not_fatal():
    decisions, troubles = read_decisions(sheet_book(登记=[["延期", "U01-003"]]), file="登记.xlsx")
    assert decisions == ()
    assert "表头" in troubles[0].gaps["说明"]
    decisions, troubles = read_decisions(sheet_book(Sheet1=[]), file="登记.xlsx")
    assert "登记" in troubles[0].gaps["说明"]


def test_a_register_copied_into_a_new_workbook_counts_whatever_its_sheet_is_called():
    line = ["销号", "U26-2", "后勤处", None, "2022-06-22", "同意"]
    decisions, troubles = read_decisions(sheet_book(Sheet1=[HEADS, line]), units=UNITS)
    assert [d.matter for d in decisions] == ["U26-002"]
    assert not troubles


@pytest.mark.parametrize(
    "verdict", ["同意延期", "同意延期至7月15日", "同意，请抓紧办理", "批准延期", "准予延期"]
)
def test_a_verdict_with_more_words_is_understood(verdict):
    (decision,), troubles = read(
        ["延期", "U01-003", "信工院", "2022-06-20", "2022-06-22", verdict, "2022-07-15"]
    )
    assert not troubles
    assert decision.approved


@pytest.mark.parametrize("verdict", ["同意与否待定", "同意但不延期", "再议", "批准手续未办"])
def test_a_verdict_that_is_none_is_asked_for(verdict):
    decisions, troubles = read(
        ["延期", "U01-003", "信工院", "2022-06-20", "2022-06-22", verdict, "2022-07-15"]
    )
    assert (decisions, len(troubles)) == ((), 1)


@pytest.mark.parametrize(
    ("decided", "due", "expected"),
    [
        ("2022-06-22", "7月15日", date(2022, 7, 15)),
        ("2022-06-22", "7.15", date(2022, 7, 15)),
        ("2022-06-22", "7月15日前", date(2022, 7, 15)),
        ("2022-12-22", "1月15日", date(2023, 1, 15)),
    ],
)
def test_a_day_without_a_year_goes_by_another_day_of_its_line(decided, due, expected):
    (decision,), troubles = read(["延期", "U01-003", "信工院", "", decided, "同意", due])
    assert not troubles
    assert decision.new_due == expected


@pytest.mark.parametrize(("decided", "due"), [("2022-06-22", "6月31日"), ("6月22日", "7月15日")])
def test_a_day_that_nothing_makes_certain_is_asked_for(decided, due):
    decisions, troubles = read(["延期", "U01-003", "信工院", "", decided, "同意", due])
    assert decisions == ()
    assert troubles
