"""A unit's workbook becomes a submission: which lists, whose, of when, what is wrong."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from submission_books import (
    PLAN,
    UNITS,
    C,
    D,
    P,
    T,
    gaps,
    only,
    picture,
    read,
    rules,
    sheet,
    texts,
)

from huaxia_tasks.model import ListKind, Plan, Unit, UnitMatch
from huaxia_tasks.units import match_units
from huaxia_tasks.workbooks.book import Book, Unreadable
from huaxia_tasks.workbooks.submission import read_submission, unreadable_submission
from huaxia_tasks.workbooks.words import Words

HEAD = "序号|工作任务|牵头单位|完成时限"
ROW = "1|甲|商学院|6月底"

# ---------------------------------------------------------------- which list

P_HEAD, P_ROW = "序号|问题描述|收集方式|反映群体", "1|灯坏|谈|学生"
T_HEAD, T_ROW = (
    "序号|工作任务|工作措施|牵头单位|配合单位|完成时限",
    "1|换灯|买灯|后勤处|教务处|6月底",
)
D_HEAD, D_ROW = "序号|工作任务|责任领导|牵头单位|责任人|联系电话", "1|换灯|王一|后勤处|张三|139"
C_HEAD, C_ROW = (
    "序号|工作任务|牵头单位|完成时限|完成状态|进展情况",
    "1|换灯|后勤处|6月底|已完成|已换",
)
LISTS = {P: (P_HEAD, P_ROW), T: (T_HEAD, T_ROW), D: (D_HEAD, D_ROW), C: (C_HEAD, C_ROW)}


@pytest.mark.parametrize("kind", list(ListKind), ids=lambda k: k.value)
def test_headings_alone_tell_the_list(kind: ListKind) -> None:
    assert only(read(sheet("Sheet1", LISTS[kind]))).kind is kind


def test_four_nameless_sheets_are_the_four_lists() -> None:
    sheets = [sheet(f"Sheet{i}", LISTS[k]) for i, k in enumerate(ListKind, start=1)]
    submission = read(*sheets)
    assert [t.kind for t in submission.tables] == list(ListKind)
    assert rules(submission) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("效果清单", C),
        ("成效清单", C),
        ("2.任务清单", T),
        ("商学院问题清单", P),
        ("责任分解表", D),
        ("問題清單", P),
        ("任务完成情况表", C),
    ],
)
def test_the_sheets_name_tells_the_list(name: str, kind: ListKind) -> None:
    head = "序号|工作任务|牵头单位|完成时限|备注" if kind is not P else "序号|问题|备注"
    assert only(read(sheet(name, [head, "1|甲|商学院|6月底|"]))).kind is kind


def test_the_title_tells_the_list_of_a_nameless_sheet() -> None:
    rows = ["商学院“下基层”实践活动责任清单", "序号|工作任务|责任单位|完成时限", ROW]
    assert only(read(sheet("Sheet1", rows))).kind is D


def test_the_title_nearest_to_the_heading_counts() -> None:
    rows = [
        "问题清单、任务清单、责任清单、完成清单",
        "完成清单",
        "序号|工作任务|责任单位|备注",
        "1|甲|商学院|",
    ]
    assert only(read(sheet("Sheet1", rows))).kind is C


def test_the_file_name_tells_the_list_where_nothing_else_does() -> None:
    rows = ["序号|工作任务|责任单位|备注", "1|甲|商学院|"]
    assert only(read(sheet("Sheet1", rows), file="报送/商学院/责任清单.xlsx")).kind is D


def test_headings_outweigh_a_sheets_name_that_is_clearly_wrong() -> None:
    rows = ["序号|问题描述|收集时间|收集方式|反映群体", "1|灯坏|6月1日|谈|学生"]
    table = only(read(sheet("任务清单", rows)))
    assert table.kind is P
    assert "不符" in table.why


def test_a_named_list_with_some_foreign_columns_stays_that_list() -> None:
    rows = ["序号|问题描述|整改措施|责任单位|完成时限", "1|灯坏|换灯|后勤处|6月底"]
    assert [t.kind for t in read(sheet("问题清单", rows)).tables] == [P]
    rows = ["序号|工作任务|牵头单位|责任人|联系电话|完成时限", "1|甲|商学院|张三|139|6月底"]
    assert [t.kind for t in read(sheet("任务清单", rows)).tables] == [T]


WHOLE = "序号|问题描述|整改措施|责任单位|责任人|完成时限|完成状态"


@pytest.mark.parametrize(
    "name", ["Sheet1", "台账", "整改清单", "“四张清单”总表", "一览表", "问题清单"]
)
def test_one_wide_table_is_all_four_lists(name: str) -> None:
    submission = read(sheet(name, [WHOLE, "1|灯坏|换灯|后勤处|张三|6月底|已完成"]))
    assert picture(submission) == [
        f"问题清单 {name} 1",
        "2 seq=1 problem=灯坏 lead_unit=后勤处",
        f"任务清单 {name} 1",
        "2 seq=1 problem=灯坏 task=换灯 lead_unit=后勤处 deadline=6月底",
        f"责任清单 {name} 1",
        "2 seq=1 task=换灯 lead_unit=后勤处 person=张三 deadline=6月底",
        f"完成清单 {name} 1",
        "2 seq=1 task=换灯 lead_unit=后勤处 deadline=6月底 status=已完成",
    ]
    assert rules(submission) == []


def test_a_problem_over_three_tasks_is_one_problem_and_belongs_to_all_three() -> None:
    rows = [
        WHOLE,
        "1|灯坏|换灯|后勤处|张三|6月底|已完成",
        "|||||7月底|推进中",
        "||查灯|教务处|李四|8月底|未启动",
        "2|门坏|换门|后勤处|张三|9月底|",
    ]
    merged = "A2:A4 B2:B4 C2:C3 D2:D3 E2:E3"
    assert picture(read(sheet("总表", rows, merged=merged))) == [
        "问题清单 总表 1",
        "2 seq=1 problem=灯坏 lead_unit=后勤处",
        "5 seq=2 problem=门坏 lead_unit=后勤处",
        "任务清单 总表 1",
        "2 seq=1 problem=灯坏 task=换灯 lead_unit=后勤处 deadline=6月底",
        "3 seq=1@A2 problem=灯坏@B2 task=换灯@C2 lead_unit=后勤处@D2 deadline=7月底",
        "4 seq=1@A2 problem=灯坏@B2 task=查灯 lead_unit=教务处 deadline=8月底",
        "5 seq=2 problem=门坏 task=换门 lead_unit=后勤处 deadline=9月底",
        "责任清单 总表 1",
        "2 seq=1 task=换灯 lead_unit=后勤处 person=张三 deadline=6月底",
        "3 seq=1@A2 task=换灯@C2 lead_unit=后勤处@D2 person=张三@E2 deadline=7月底",
        "4 seq=1@A2 task=查灯 lead_unit=教务处 person=李四 deadline=8月底",
        "5 seq=2 task=换门 lead_unit=后勤处 person=张三 deadline=9月底",
        "完成清单 总表 1",
        "2 seq=1 task=换灯 lead_unit=后勤处 deadline=6月底 status=已完成",
        "3 seq=1@A2 task=换灯@C2 lead_unit=后勤处@D2 deadline=7月底 status=推进中",
        "4 seq=1@A2 task=查灯 lead_unit=教务处 deadline=8月底 status=未启动",
        "5 seq=2 task=换门 lead_unit=后勤处 deadline=9月底",
    ]


def test_a_problem_without_a_task_yet_is_a_problem_only() -> None:
    rows = [WHOLE, "1|灯坏|换灯|后勤处|张三|6月底|已完成", "2|门坏"]
    submission = read(sheet("总表", rows))
    assert {t.kind: [r.number for r in t.rows] for t in submission.tables} == {
        P: [2, 3],
        T: [2],
        D: [2],
        C: [2],
    }


def test_group_headings_give_each_list_its_own_columns() -> None:
    rows = [
        "序号|问题清单||任务清单||||责任清单||完成清单||",
        "|编号|问题|编号|任务|牵头单位|完成时间|责任人|电话|状态|完成时间|备注",
        "1|W1|灯坏|R1|换灯|后勤处|6月底|张三|139|已完成|6月3日|好",
        "|||R2|查灯|教务处|7月底|李四|138|推进中||",
    ]
    merged = "A1:A2 B1:C1 D1:G1 H1:I1 J1:L1 A3:A4 B3:B4 C3:C4"
    assert picture(read(sheet("总表", rows, merged=merged))) == [
        "问题清单 总表 1",
        "3 seq=1 item_id=W1 problem=灯坏",
        "任务清单 总表 1",
        "3 seq=1 item_id=R1 task=换灯 lead_unit=后勤处 deadline=6月底 problem_id=W1 problem=灯坏",
        "4 seq=1@A3 item_id=R2 task=查灯 lead_unit=教务处 deadline=7月底 problem_id=W1@B3 problem=灯坏@C3",
        "责任清单 总表 1",
        "3 seq=1 person=张三 phone=139 problem_id=W1 item_id=R1 task=换灯 lead_unit=后勤处 deadline=6月底",
        "4 seq=1@A3 person=李四 phone=138 problem_id=W1@B3 item_id=R2 task=查灯 lead_unit=教务处 deadline=7月底",
        "完成清单 总表 1",
        "3 seq=1 status=已完成 done_date=6月3日 remark=好 problem_id=W1 item_id=R1 task=换灯 lead_unit=后勤处 deadline=6月底",
        "4 seq=1@A3 status=推进中 problem_id=W1@B3 item_id=R2 task=查灯 lead_unit=教务处 deadline=7月底",
    ]


def test_the_names_of_the_lists_may_be_the_headings_themselves() -> None:
    rows = ["序号|问题清单|任务清单|责任清单|完成清单|完成时限", "1|灯坏|换灯|后勤处|已换|6月底"]
    submission = read(sheet("四张清单", rows))
    assert [t.kind for t in submission.tables] == [P, T, C]
    assert texts(submission.tables[1]) == [
        {"seq": "1", "problem": "灯坏", "task": "换灯", "lead_unit": "后勤处", "deadline": "6月底"}
    ]


def test_lists_beside_the_named_one_give_way_to_those_named_elsewhere() -> None:
    rows = [WHOLE, "1|灯坏|换灯|后勤处|张三|6月底|已完成"]
    implied = [t.implied for t in read(sheet("问题清单", rows)).tables]
    assert implied == [False, True, True, True]
    assert not any(t.implied for t in read(sheet("总表", rows)).tables)


def test_a_title_of_two_lists_gives_two_lists() -> None:
    rows = ["任务责任清单", "序号|工作任务|牵头单位|责任人|完成时限", "1|甲|商学院|张三|6月底"]
    assert [t.kind for t in read(sheet("Sheet1", rows)).tables] == [T, D]


def test_problem_and_task_numbers_of_a_wide_table_stay_apart() -> None:
    rows = [
        "问题编号|问题描述|任务编号|工作任务|责任单位|完成时限|完成状态",
        "W1|灯坏|R1|换灯|后勤处|6月底|已完成",
    ]
    problem, task, done = read(sheet("总表", rows)).tables
    assert texts(problem)[0]["item_id"] == "W1"
    assert (texts(task)[0]["item_id"], texts(task)[0]["problem_id"]) == ("R1", "W1")
    assert (texts(done)[0]["item_id"], texts(done)[0]["problem_id"]) == ("R1", "W1")


def test_a_nameless_completion_list_with_tasks_is_no_task_list() -> None:
    rows = ["序号|工作任务|责任单位|完成时限|完成情况|佐证材料", "1|甲|商学院|6月底|已完成|照片"]
    assert [t.kind for t in read(sheet("Sheet1", rows)).tables] == [C]


def test_a_missing_column_of_a_wide_table_is_told_once() -> None:
    rows = ["序号|问题描述|工作任务|责任人|完成时限|完成状态", "1|灯坏|换灯|张三|6月底|已完成"]
    submission = read(sheet("总表", rows))
    assert len(submission.tables) == 4
    assert gaps(submission, "missing-column") == [{"清单": "任务清单", "栏目": "牵头单位"}]


# ---------------------------------------------------------------- whose


def unit_of(
    *rows: str, file: str = "报送/清单.xlsx", name: str = "任务清单", **more: object
) -> str | None:
    """Return the unit of a workbook of one sheet."""
    return read(sheet(name, [*rows, HEAD, ROW]), file=file, **more).unit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：外国语学院",
        "填报单位: 外国语学院（盖章）",
        "填报单位（盖章）：外国语学院",
        "报送单位：外语学院      报送时间：2022年6月28日",
        "单位（公章）：外国语学院党总支　　联系人：张三",
        "填报单位：|外国语学院",
        "填报单位||外国语学院",
        "填报部门：外国语学院",
        "填表单位：武汉华夏理工学院外国语学院",
        "单位名称：外国语学院",
        "填报单位 外国语学院",
        "填报单位（盖章）外国语学院",
        "填报单位外国语学院",
        "责任单位：外国语学院",
        "学院：外院",
        "外国语学院任务清单",
        "武汉华夏理工学院外国语学院任务清单",
        "外国语学院“下基层 察民情 解民忧 暖民心”实践活动任务清单",
        "2022年外国语学院任务清单",
        "附件2：外国语学院任务清单",
        "任务清单（外国语学院）",
        "任务清单——外国语学院",
        "外国语学院党总支任务清单",
        "外院任务清单",
    ],
)
def test_lines_above_the_table_name_the_unit(line: str) -> None:
    assert unit_of(line) == "U03"


@pytest.mark.parametrize(
    "file",
    [
        "报送/外国语学院/清单.xlsx",
        "报送/外国语学院/6月/清单.xlsx",
        "报送/03外国语学院/清单.xlsx",
        "报送/外语学院/清单.xlsx",
        "报送/外国语学院.xlsx",
        "报送/外国语学院四张清单（最终版）.xlsx",
        "报送/四张清单-外语学院.xlsx",
        "报送/任务清单外国语学院.xlsx",
        "报送/20220628外国语学院任务清单.xlsx",
        "报送/外国语学院张老师报.xlsx",
        "报送/附件2：任务清单（外国语学院党总支）.xlsx",
        "报送/【外院】任务清单.xlsx",
    ],
)
def test_folder_and_file_name_the_unit(file: str) -> None:
    assert unit_of(file=file) == "U03"


def test_the_sheets_name_names_the_unit() -> None:
    assert unit_of("任务清单", name="外国语学院") == "U03"


def test_sheets_named_after_several_units_do_not_say_whose_the_file_is() -> None:
    sheets = [sheet(name, ["任务清单", HEAD, ROW]) for name in ("商学院", "外国语学院")]
    assert read(*sheets, file="报送/学工部/汇总.xlsx").unit == "U06"


def test_our_own_form_names_the_unit_by_its_property() -> None:
    submission = read(
        sheet("任务清单", [HEAD, ROW]),
        file="报送/a.xlsx",
        properties={"huaxia_unit": "U03", "huaxia_plan": "17"},
    )
    assert submission.unit == "U03"
    assert submission.properties["huaxia_plan"] == "17"
    assert submission.unit_why == "文件是下发给外国语学院的表"


def test_the_line_below_the_table_names_the_unit() -> None:
    rows = [HEAD, ROW, "填报单位（盖章）：外国语学院||2022年6月28日"]
    assert read(sheet("任务清单", rows), file="报送/a.xlsx").unit == "U03"


def test_the_folder_of_the_roster_counts() -> None:
    units = tuple(replace(u, folder="waiyuan") if u.id == "U03" else u for u in UNITS)
    plan = replace(PLAN, units=units)
    assert read(sheet("任务清单", [HEAD, ROW]), file="报送/waiyuan/a.xlsx", plan=plan).unit == "U03"


def test_all_places_that_agree_are_told() -> None:
    submission = read(
        sheet("任务清单", ["填报单位：商学院", HEAD, ROW]), file="报送/商学院/商学院任务清单.xlsx"
    )
    assert submission.unit == "U02"
    assert submission.unit_why == (
        "文件放在文件夹“商学院”；“任务清单”A1“填报单位”写的是“商学院”；文件名是《商学院任务清单.xlsx》"
    )


@pytest.mark.parametrize(
    ("line", "file", "properties", "said"),
    [
        (
            "填报单位：商学院",
            "报送/外国语学院/清单.xlsx",
            {},
            "文件放在文件夹“外国语学院”，而“任务清单”A1“填报单位”写的是“商学院”，两处不一致。",
        ),
        (
            "商学院任务清单",
            "报送/外国语学院.xlsx",
            {},
            "文件名是《外国语学院.xlsx》，而“任务清单”A1的标题写的是“商学院”，两处不一致。",
        ),
        (
            "填报单位：商学院",
            "报送/清单.xlsx",
            {"huaxia_unit": "U03"},
            "文件是下发给外国语学院的表，而“任务清单”A1“填报单位”写的是“商学院”，两处不一致。",
        ),
        (
            "填报单位：计算机学院",
            "报送/清单.xlsx",
            {},
            "“任务清单”A1“填报单位”写的是“计算机学院”，单位名单里没有这个单位。",
        ),
        (
            "填报单位：计算机学院",
            "报送/商学院/清单.xlsx",
            {},
            "“任务清单”A1“填报单位”写的是“计算机学院”，单位名单里没有这个单位，文件放在文件夹“商学院”。",
        ),
        (
            "填报单位：武汉理工大学信息工程学院",
            "报送/清单.xlsx",
            {},
            "“任务清单”A1“填报单位”写的是“武汉理工大学信息工程学院”，单位名单里没有这个单位。",
        ),
        (
            "",
            "报送/清单.xlsx",
            {},
            "工作簿里没有填写“填报单位”，文件名和文件夹名里也没有名单上的单位。",
        ),
    ],
)
def test_where_places_disagree_nobody_is_believed(
    line: str, file: str, properties: dict[str, str], said: str
) -> None:
    submission = read(sheet("任务清单", [line, HEAD, ROW]), file=file, properties=properties)
    assert submission.unit is None
    assert gaps(submission, "unknown-unit") == [{"原因": said}]


def test_two_sheets_of_different_units_are_told_with_the_cell() -> None:
    submission = read(
        sheet("任务清单", ["填报单位：商学院", HEAD, ROW]),
        sheet("问题清单", ["填报单位：外国语学院", P_HEAD, P_ROW]),
        file="报送/清单.xlsx",
    )
    assert submission.unit is None
    (trouble,) = [t for t in submission.troubles if t.rule == "unknown-unit"]
    assert trouble.ref.address == "A1"


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：",
        "填报单位：________",
        "填报单位：（盖章）",
        "填报单位：XX学院",
        "填报单位：×××学院（部门）",
        "填报单位：本单位",
        "单位：万元",
        "单位：项",
        "填报单位：武汉华夏理工学院",
        "图书馆占座问题和后勤服务任务清单",
        "关于图书馆占座问题的任务清单",
    ],
)
def test_a_blank_a_topic_or_the_school_itself_names_no_unit(line: str) -> None:
    assert unit_of(line, file="报送/商学院/清单.xlsx") == "U02"


def test_the_unit_of_one_task_does_not_outweigh_the_folder() -> None:
    assert unit_of("责任单位：教务部", file="报送/商学院/清单.xlsx") == "U02"


def test_a_short_name_in_a_title_may_be_its_topic() -> None:
    assert unit_of("后勤任务清单", file="报送/商学院/清单.xlsx") == "U02"
    assert unit_of("后勤任务清单") == "U05"


def test_an_inner_office_of_a_unit_is_that_unit() -> None:
    assert unit_of("填报单位：商学院学工办") == "U02"


def test_a_file_sent_to_another_unit_is_the_senders() -> None:
    rows = ["填报单位：商学院", HEAD, ROW]
    assert read(sheet("任务清单", rows), file="报送/商学院报学生工作部.xlsx").unit == "U02"


def test_a_column_of_units_says_whose_the_file_is_only_where_nothing_else_does() -> None:
    rows = ["序号|填报单位|工作任务|牵头单位|完成时限", "1|外国语学院|甲|教务处|6月底"]
    assert read(sheet("任务清单", rows), file="报送/商学院/a.xlsx").unit == "U02"
    assert read(sheet("任务清单", rows), file="报送/a.xlsx").unit == "U03"
    rows.append("2|商学院|乙|教务处|6月底")
    several = read(sheet("任务清单", rows), file="报送/a.xlsx")
    assert several.unit is None
    assert gaps(several, "unknown-unit")[0]["原因"].endswith("请按单位分开报送。")
    rows = ["序号|单位|工作任务|牵头单位|完成时限", "1|外国语学院|甲|教务处|6月底"]
    assert read(sheet("任务清单", rows), file="报送/a.xlsx").unit is None


def test_the_matcher_is_asked_for_what_no_name_explains() -> None:
    def stand_in(text: str, units: tuple[Unit, ...]) -> tuple[UnitMatch, ...]:
        return (UnitMatch("close", units[0]),) if text == "信工學院" else ()

    book = Book("xlsx", (sheet("任务清单", ["填报单位：信工學院", HEAD, ROW]),))
    submission = read_submission(
        book, file="报送/a.xlsx", digest="", plan=PLAN, words=Words.builtin(), match_units=stand_in
    )
    assert submission.unit == "U01"


def test_aliases_of_the_word_list_name_units() -> None:
    words = Words.builtin()
    words = Words(words.fields, words.statuses, {"商学院": ("经管学院",)}, words.collectives)
    rows = ["填报单位：经管学院", HEAD, ROW]
    assert read(sheet("任务清单", rows), file="报送/a.xlsx", words=words).unit == "U02"


# ---------------------------------------------------------------- of when


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("填报时间：2022年6月28日", date(2022, 6, 28)),
        ("填报单位：商学院   填报日期：2022.6.28", date(2022, 6, 28)),
        ("报送时间：2022/06/28", date(2022, 6, 28)),
        ("填表日期：20220628", date(2022, 6, 28)),
        ("填报时间：二〇二二年六月二十八日", date(2022, 6, 28)),
        ("填报时间|2022-06-28", date(2022, 6, 28)),
        ("填报时间2022年6月28日", date(2022, 6, 28)),
        ("填报单位：商学院|填报日期 2022年6月28日", date(2022, 6, 28)),
        ("（截至2022年6月28日）", date(2022, 6, 28)),
        ("请于2022年6月30日前报送", None),
        ("2022年6月28日", date(2022, 6, 28)),
        ("（2022年6月28日）", date(2022, 6, 28)),
        ("填报时间：  年  月  日", None),
        ("填报时间：2022年6月", None),
        ("填报时间：2022年6月31日", None),
        ("填报时间：6月28日", None),
        ("截止时间：2022年6月30日", None),
        ("", None),
    ],
)
def test_the_day_of_writing(line: str, written: date | None) -> None:
    assert read(sheet("任务清单", [line, HEAD, ROW])).written == written


def test_the_day_of_writing_may_be_a_date_cell_or_stand_below() -> None:
    rows = [["填报时间：", None, date(2022, 6, 28)], HEAD, ROW]
    assert read(sheet("任务清单", rows)).written == date(2022, 6, 28)
    assert read(sheet("任务清单", [HEAD, ROW, "填表日期：2022年6月28日"])).written == date(
        2022, 6, 28
    )


def test_a_day_without_year_takes_the_year_of_the_title() -> None:
    rows = ["2022年度任务清单", "填报时间：6月28日", HEAD, ROW]
    assert read(sheet("任务清单", rows)).written == date(2022, 6, 28)


def test_of_several_days_the_latest_counts() -> None:
    submission = read(
        sheet("任务清单", ["填报时间：2022年6月1日", HEAD, ROW]),
        sheet("问题清单", ["填报时间：2022年6月28日", P_HEAD, P_ROW]),
    )
    assert submission.written == date(2022, 6, 28)


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("2022年度任务清单", 2022),
        ("商学院2022年任务清单", 2022),
        ("二〇二二年任务清单", 2022),
        ("任务清单（武华党〔2022〕17号）", 2022),
        ("落实武华党〔2022〕17号2023年任务清单", 2023),
        ("2022—2023学年任务清单", None),
        ("2022-2023学年第一学期任务清单", None),
        ("任务清单", None),
        ("2021年、2022年任务清单", None),
        ("填报时间：2021年6月28日", None),
        ("2023年任务清单|请于2022年12月30日前报送", 2023),
    ],
)
def test_the_year_of_the_title(line: str, year: int | None) -> None:
    assert read(sheet("任务清单", [line, HEAD, ROW])).sheet_year == year


def test_the_year_may_stand_in_the_sheets_or_the_files_name() -> None:
    assert read(sheet("2022年任务清单", [HEAD, ROW])).sheet_year == 2022
    assert read(sheet("任务清单", [HEAD, ROW]), file="报送/商学院2022年.xlsx").sheet_year == 2022


def test_titles_of_different_years_give_none() -> None:
    submission = read(
        sheet("任务清单", ["2021年任务清单", HEAD, ROW]),
        sheet("问题清单", ["2022年问题清单", P_HEAD, P_ROW]),
    )
    assert submission.sheet_year is None


# ---------------------------------------------------------------- the whole


def test_the_same_book_gives_the_same_submission() -> None:
    def once() -> object:
        return read(sheet("任务清单", ["商学院", HEAD, ROW]), sheet("问题清单", [P_HEAD, P_ROW]))

    assert once() == once()


def test_a_submission_travels_between_processes() -> None:
    submission = read(sheet("任务清单", [HEAD, ROW]), sheet("总表", [WHOLE, "1|a|b|c|d|e|f"]))
    assert pickle.loads(pickle.dumps(submission)) == submission


def test_the_files_own_time_is_that_of_the_book_or_of_the_disk() -> None:
    stamp, later = datetime(2022, 6, 28, tzinfo=UTC), datetime(2022, 7, 1, tzinfo=UTC)
    assert read(sheet("任务清单", [HEAD, ROW]), modified=stamp).modified == stamp
    book = Book("xlsx", (sheet("任务清单", [HEAD, ROW]),))
    submission = read_submission(
        book,
        file="a.xlsx",
        digest="d",
        plan=PLAN,
        words=Words.builtin(),
        match_units=match_units,
        modified=later,
    )
    assert (submission.modified, submission.digest, submission.file) == (later, "d", "a.xlsx")


def test_an_unreadable_file_is_told_and_its_unit_known_by_its_place() -> None:
    reason = Unreadable("encrypted", "有打开密码。请取消密码后另存再报。", "EncryptionInfo")
    submission = unreadable_submission(
        reason,
        file="报送/外国语学院/清单.xlsx",
        digest="d",
        plan=PLAN,
        words=Words.builtin(),
        match_units=match_units,
    )
    assert (submission.unit, submission.readable) == ("U03", False)
    assert gaps(submission, "unreadable-file") == [
        {"原因": "有打开密码。", "办法": "请取消密码后另存再报。"}
    ]


def test_a_plan_that_asks_for_no_list_still_reads_everything() -> None:
    bare = Plan("x", "某活动", "", "", date(2022, 1, 1))
    submission = read(sheet("任务清单", [HEAD, ROW]), plan=bare)
    assert texts(only(submission)) == [
        {"seq": "1", "task": "甲", "lead_unit": "商学院", "deadline": "6月底"}
    ]
    assert rules(submission) == ["unknown-unit"]


def test_a_heading_of_a_list_in_two_tables_is_told_once() -> None:
    head = "序号|工作任务|颜色|牵头单位"
    rows = ["（一）教学方面", head, "1|甲|红|商学院", "", "（二）生活方面", head, "1|乙|绿|商学院"]
    submission = read(sheet("任务清单", rows))
    assert rules(submission).count("unknown-heading") == 1
    assert rules(submission).count("missing-column") == 1


ONE = ["序号|工作任务|牵头单位|完成时限", "1|甲|商学院|6月底", "2|乙|商学院|7月底"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("任务清单（续）", ["3|丙|教务部|6月底", "4|丁|教务部|7月底"]),
        ("Sheet2", ["续表", "|丙|教务部|6月底", "|丁|教务部|7月底"]),
        ("Sheet2", ["3|丙|教务部|6月底", "4|丁|教务部|7月底"]),
    ],
)
def test_a_sheet_without_headings_goes_on_with_the_one_before(name, rows) -> None:
    submission = read(sheet("任务清单", ONE), sheet(name, rows))
    read_rows = [r for t in submission.tables for r in t.rows]
    assert [r.text("task") for r in read_rows] == ["甲", "乙", "丙", "丁"]
    assert read_rows[-1].ref("task").sheet == name
    assert rules(submission) == []


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("责任清单（续）", ["3|丙|教务部|6月底", "4|丁|教务部|7月底"]),
        ("后续工作", ["1|丙|教务部|6月底", "2|丁|教务部|7月底"]),
        ("通讯录", ["3|张三|教务部|科长|12345"]),
        ("统计", ["3|10"]),
    ],
)
def test_a_sheet_of_something_else_does_not_go_on(name, rows) -> None:
    submission = read(sheet("任务清单", ONE), sheet(name, rows))
    assert sum(len(t.rows) for t in submission.tables) == 2


def test_every_gap_is_a_text() -> None:
    submission = read(
        sheet("任务清单", ["序号|工作任务|颜色|牵头单位", "1|甲|红|商学院"], hidden_rows=(2,)),
        file="报送/a.xlsx",
    )
    assert sorted(rules(submission)) == [
        "hidden-content",
        "missing-column",
        "unknown-heading",
        "unknown-unit",
    ]
    for trouble in submission.troubles:
        assert all(isinstance(v, str) for v in trouble.gaps.values())
        json.dumps(dict(trouble.gaps))
