"""Cards and tables turned on their side: labels stand beside their values, every cell keeps its place."""

from __future__ import annotations

from submission_books import gaps, read, rules, sheet

CARD = ["任务编号|{n}|完成时限|6月底", "工作任务|{task}", "牵头单位|商学院|配合单位|教务部"]


def card(number: str, task: str) -> list[str]:
    return [line.format(n=number, task=task) for line in CARD]


def cells(submission) -> list[str]:
    """Return every filled cell read: list, sheet and row, field=text@address."""
    return [
        f"{table.kind.value} {row.sheet} {row.number}: "
        + " ".join(f"{k}={v.text}@{v.ref.address}" for k, v in row.cells.items() if v.is_filled)
        for table in submission.tables
        for row in table.rows
    ]


def test_a_card_on_each_sheet_is_a_row_each():
    submission = read(sheet("甲", card("R1", "修教室")), sheet("乙", card("R2", "开机房")))
    assert cells(submission) == [
        "任务清单 甲 1: item_id=R1@B1 deadline=6月底@D1 task=修教室@B2 lead_unit=商学院@B3 co_units=教务部@D3",
        "任务清单 乙 1: item_id=R2@B1 deadline=6月底@D1 task=开机房@B2 lead_unit=商学院@B3 co_units=教务部@D3",
    ]
    assert submission.troubles == ()


def test_cards_under_each_other_begin_where_the_first_label_comes_again():
    rows = ["商学院任务清单", "", *card("R1", "修教室"), "", "事项二", *card("R2", "开机房")]
    submission = read(sheet("任务清单", rows))
    assert [line.partition(" deadline")[0] for line in cells(submission)] == [
        "任务清单 任务清单 3: item_id=R1@B3",
        "任务清单 任务清单 8: item_id=R2@B8",
    ]


def test_a_table_turned_on_its_side_is_a_row_for_each_column():
    rows = [
        "商学院任务清单",
        "序号|1|2",
        "工作任务|修教室|开机房",
        "牵头单位|商学院|",
        "完成时限|6月底|7月底",
    ]
    submission = read(sheet("Sheet1", rows, merged="B4:C4"))
    assert cells(submission) == [
        "任务清单 Sheet1 2: seq=1@B2 task=修教室@B3 lead_unit=商学院@B4 deadline=6月底@B5",
        "任务清单 Sheet1 3: seq=2@C2 task=开机房@C3 lead_unit=商学院@B4 deadline=7月底@C5",
    ]


def test_labels_on_two_levels_are_the_lower_ones():
    rows = ["序号||1|2", "任务内容|工作任务|甲|乙", "|工作措施|丙|丁", "完成时限||6月底|7月底"]
    submission = read(sheet("任务清单", rows, merged="A1:B1 A2:A3 A4:B4"))
    assert cells(submission)[1] == (
        "任务清单 任务清单 4: seq=2@D1 task=乙@D2 measure=丁@D3 deadline=7月底@D4"
    )
    assert rules(submission) == ["missing-column"]


def test_sections_who_filled_it_in_and_blank_values_belong_to_no_matter():
    rows = ["填报单位|商学院|填报日期|2022年6月25日", "一、任务", *card("R1", "修教室")]
    rows += ["二、责任", "责任人||联系电话|", "填表人|李四|审核人|王五"]
    submission = read(sheet("事项卡", rows), file="报送/a.xlsx")
    assert submission.unit == "U02"
    assert submission.written is not None
    assert {t.kind.value for t in submission.tables} <= {"任务清单", "责任清单"}
    assert "李四" not in "".join(cells(submission))


def test_labels_without_one_value_each_are_not_guessed():
    rows = ["任务编号|R1|甲|完成时限|6月底", "工作任务|修教室|乙|牵头单位|商学院"]
    submission = read(sheet("任务清单", [*rows, "工作措施|丙", "配合单位|丁"]))
    assert submission.tables == ()
    (said,) = gaps(submission, "missing-column")
    assert said["说明"].startswith("工作表“任务清单”的栏目名和内容左右并列")


def test_a_form_about_something_else_is_no_card():
    rows = [
        "商学院培训申请表",
        "姓名|李四|性别|女",
        "部门|商学院|职务|科员",
        "联系电话|87654321|备注|无",
    ]
    submission = read(sheet("申请表", rows))
    assert submission.tables == ()
    (said,) = gaps(submission, "missing-column")
    assert said["说明"].startswith("这份文件里没有找到")


def test_a_table_whose_cells_repeat_words_of_headings_stays_a_table():
    rows = [
        "序号|工作任务|牵头单位|完成时限",
        "1|备注|商学院|6月底",
        "2|措施|商学院|6月底",
        "3|问题|商学院|6月底",
    ]
    (table,) = read(sheet("任务清单", rows)).tables
    assert [row.text("task") for row in table.rows] == ["备注", "措施", "问题"]


def test_an_error_among_the_values_of_a_card_is_told_where_it_stands():
    from submission_books import Error

    rows = ["任务编号|R1|R2|R3|R4", "工作任务|甲|乙|丙|丁", "牵头单位|商学院|商学院|商学院|商学院"]
    bad = ["完成时限", *[Error("#REF!")] * 4]
    submission = read(sheet("任务清单", [*rows, bad]))
    (trouble,) = [t for t in submission.troubles if t.rule == "formula-without-value"][:1]
    assert trouble.ref.address == "B4"
    assert trouble.gaps["说明"] == "本列共4个单元格如此（B4、C4、D4、E4等）"
