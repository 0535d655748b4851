"""Forms for units: filled in as far as is known, safe to fill in, and the same bytes every time."""

from __future__ import annotations

import re
import subprocess
import warnings
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from written_samples import UNITS, a_plan, a_row, a_submission

from huaxia_tasks.model import ColumnSpec, Level, ListKind, ListSpec, Unit
from huaxia_tasks.rendering.clean import clean_text
from huaxia_tasks.rendering.forms import rebuild, write_form
from huaxia_tasks.rendering.forms_guide import _pages
from huaxia_tasks.rendering.marks import SUMMARY_SHEET, Mark
from huaxia_tasks.rendering.returned import mark

PLAN, UNIT = a_plan(), UNITS[0]
FOUR = list(ListKind)
TASKS, COMPLETIONS = ListKind.TASKS, ListKind.COMPLETIONS


def opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported")
        return openpyxl.load_workbook(BytesIO(data))


def a_form(*kinds: ListKind, **more: Any) -> Any:
    return opened(write_form(PLAN, UNIT, kinds=kinds or FOUR, **more))


def known(**cells: str) -> dict[ListKind, list[dict[str, str]]]:
    return {TASKS: [cells]}


# What a unit gets


def test_a_form_has_a_sheet_for_each_list_and_the_instructions_first():
    book = a_form()
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"] == [
        "填写说明", "问题清单", "任务清单", "责任清单", "完成清单",
    ]  # fmt: skip
    assert book.active.title == "问题清单"
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == ["问题清单"]


def test_only_the_lists_asked_of_the_unit_are_there():
    book = a_form(TASKS, ListKind.DUTIES)
    assert [s.title for s in book.worksheets][:3] == ["填写说明", "任务清单", "责任清单"]
    plain = opened(write_form(replace(PLAN, lists=()), UNIT, kinds=FOUR))
    assert plain.sheetnames == ["填写说明"]


def test_a_list_begins_with_title_unit_and_headings_in_the_plans_order():
    sheet = a_form()["任务清单"]
    assert sheet["A1"].value == "任务清单"
    assert sheet["A2"].value == "填报单位：信息工程学院"
    spec = PLAN.list_spec(TASKS)
    assert spec is not None
    assert [c.value for c in sheet[3]] == [c.heading for c in spec.columns]
    assert {str(m) for m in sheet.merged_cells.ranges} == {"A1:K1", "A2:F2", "G2:K2"}


def test_the_workbook_says_whose_it_is_whatever_the_file_is_called():
    found = {p.name: p.value for p in a_form().custom_doc_props.props}
    assert found == {"huaxia_unit": "U01", "huaxia_plan": "2022-17", "huaxia_form": "1"}
    assert a_form().properties.created == datetime(2022, 5, 29)  # noqa: DTZ001


def test_what_is_known_is_filled_in():
    sheet = a_form(
        rows=known(
            seq="1",
            item_id="001",
            task="延长热水供应",
            lead_unit="后勤保障部",
            deadline="2022-06-30",
        )
    )["任务清单"]
    assert (sheet["A4"].value, sheet["B4"].value, sheet["D4"].value) == (1, "001", "延长热水供应")
    assert sheet["J4"].value == datetime(2022, 6, 30)  # noqa: DTZ001
    assert sheet["J4"].number_format == "yyyy-mm-dd"
    assert [c.value for c in sheet[5]] == [None] * 11


@pytest.mark.parametrize("text", ["6月底前", "2022-02-30", "长期坚持", "2022-06-30 前"])
def test_deadlines_in_words_stay_words(text: str):
    assert a_form(rows=known(deadline=text))["任务清单"]["J4"].value == text


def test_a_few_lines_of_the_instructions_get_no_page_of_their_own():
    assert a_form()["填写说明"].page_setup.fitToHeight == 2
    assert [_pages(high) for high in (300, 640, 700, 1265, 1400)] == [0, 1, 0, 2, 0]


def test_examples_stand_on_the_instructions_only():
    book = a_form()
    for kind in FOUR:
        sheet = book[kind.value]
        assert all(c.value is None for row in sheet.iter_rows(min_row=4) for c in row)
    guide = [[c.value for c in row] for row in book["填写说明"].iter_rows(min_row=4)]
    assert ["工作任务", "必填", "写要做成什么事，一行写一件。", "延长学生公寓热水供应时间"] in guide
    assert len(guide) == sum(len(s.columns) + 1 for s in PLAN.lists)


def test_the_instructions_name_the_plan_and_the_day():
    text = a_form()["填写说明"]["A2"].value
    assert "《党员干部“下基层 察民情 解民忧 暖民心”实践活动实施方案》（武华党〔2022〕17号）" in text
    assert "请于2022年6月30日前报送（含当日）。" in text
    timed = replace(PLAN, settings={**PLAN.settings, "报送截止时刻": "17:00"})
    text = opened(write_form(timed, UNIT, kinds=FOUR))["填写说明"]["A2"].value
    assert "请于2022年6月30日17:00前报送。" in text
    undated = replace(PLAN, lists=tuple(replace(s, due=None) for s in PLAN.lists))
    assert (
        "报送（含当日）"
        not in opened(write_form(undated, UNIT, kinds=FOUR))["填写说明"]["A2"].value
    )
    mixed = replace(PLAN, lists=(PLAN.lists[0], replace(PLAN.lists[1], due=date(2022, 7, 5))))
    text = opened(write_form(mixed, UNIT, kinds=FOUR))["填写说明"]["A2"].value
    assert (
        "请于问题清单2022年6月30日前报送（含当日），任务清单2022年7月5日前报送（含当日）。" in text
    )


# Safe to fill in


def test_headings_are_protected_and_everything_below_is_free():
    data = write_form(PLAN, UNIT, kinds=FOUR)
    sheet = opened(data)["任务清单"]
    protection = sheet.protection
    assert (protection.sheet, protection.password) == (True, None)
    allowed = ("insertRows", "deleteRows", "sort", "autoFilter", "formatCells", "formatRows")
    assert not any(getattr(protection, name) for name in allowed)  # False: not kept from doing it
    assert all(sheet.cell(3, c).protection.locked for c in range(1, 12))
    assert sheet["A1"].protection.locked
    assert not any(c.protection.locked for row in sheet["A4:K20"] for c in row)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet3.xml").decode()
    assert re.search(r'<col min="12" max="16384"[^>]*style="\d+"', xml)
    assert xml.index('max="16384"') < xml.index("<sheetData")


def test_rows_grow_with_their_text_and_start_high_enough_to_be_read():
    data = write_form(PLAN, UNIT, kinds=[TASKS], rows=known(measure="供水时间延长。" * 20))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml))
    assert 'customHeight="1"' in rows["3"]
    assert 'customHeight="1"' not in rows["4"]
    height = re.search(r' ht="([\d.]+)"', rows["4"])
    assert height is not None
    assert float(height[1]) > 100


@pytest.mark.parametrize("filled", [0, 7, 30])
def test_empty_rows_fill_the_page_and_do_not_begin_another(filled: int):
    rows = {TASKS: [{"task": "延长供水时间", "measure": "调整锅炉班次。" * 4}] * filled}
    sheet = a_form(TASKS, rows=rows)["任务清单"]
    height = sum(sheet.row_dimensions[n].height or 15 for n in range(1, sheet.max_row + 1))
    across = sum(sheet.column_dimensions[c].width * 5.6 for c in "ABCDEFGHIJKL")
    page = 508 * max(across / 780, 1)
    empty = sheet.max_row - 3 - filled
    assert empty >= 8
    assert filled == 30 or page * 0.75 < height < page


def rules(sheet: Any) -> dict[str, Any]:
    return {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}


def test_choices_are_dropdowns_and_long_ones_a_range_on_a_hidden_sheet():
    units = (*UNITS, *(Unit(f"V{n}", f"第{n}附属实验中心") for n in range(20)))
    book = opened(write_form(a_plan(units), UNIT, kinds=FOUR))
    problems, tasks = rules(book["问题清单"]), rules(book["任务清单"])
    assert problems["D4"].formula1 == '"问,谈,查,梳,研"'
    assert str(problems["D4"].sqref) == "D4:D1000"
    assert tasks["G4"].formula1 == "'选项'!$A$1:$A$46"
    assert tasks["G4"].showErrorMessage is not True
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["A"]] == [u.name for u in units]
    assert rules(book["完成清单"])["E4"].formula1.startswith('"未启动,推进中')
    for kind in FOUR:
        for rule in rules(book[kind.value]).values():
            assert len(rule.formula1 or "") <= 255
            assert len(rule.prompt) <= 255
            assert rule.promptTitle in ("必填", "选填")


def test_a_choice_with_a_comma_is_not_split():
    spec = ListSpec(TASKS, columns=(ColumnSpec("category", "类别", choices=("甲,乙", "丙")),))
    book = opened(write_form(replace(PLAN, lists=(spec,)), UNIT, kinds=FOUR))
    assert rules(book["任务清单"])["A4"].formula1 == "'选项'!$A$1:$A$2"
    assert [c.value for c in book["选项"]["A"]] == ["甲,乙", "丙"]


def test_numbers_and_phones_are_cells_of_text():
    book = a_form()
    assert book["任务清单"]["B9"].number_format == "@"
    assert book["责任清单"]["G9"].number_format == "@"
    assert book["任务清单"]["J9"].number_format == "yyyy-mm-dd"


def test_a_page_is_A4_across_with_headings_on_each():
    sheet = a_form()["完成清单"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    widths = sum(sheet.column_dimensions[c].width for c in "ABCDEFGHIJKL")
    assert widths < 175


def test_a_plan_of_one_column_still_makes_a_form():
    spec = ListSpec(TASKS, columns=(ColumnSpec("task", "工作任务", True),))
    sheet = opened(write_form(replace(PLAN, lists=(spec,)), UNIT, kinds=FOUR))["任务清单"]
    assert (sheet["A2"].value, sheet["A3"].value) == ("填报单位：信息工程学院", "工作任务")


def test_the_same_input_gives_the_same_bytes():
    assert write_form(PLAN, UNIT, kinds=FOUR) == write_form(PLAN, UNIT, kinds=FOUR)


# Strangers' text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1+1}", "+86 27", "-5", "@SUM", "http://a.cn/x", "internal:A1", "file://x", "001",
     "1E5", "TRUE", "=HYPERLINK(\"x\")", "甲&乙<丙>\"丁\"'戊'", "第一行\n第二行", " 前后空格 "],
)  # fmt: skip
def test_text_stays_the_text_it_was(text: str):
    data = write_form(PLAN, UNIT, kinds=[TASKS], rows=known(task=text, item_id=text))
    sheet = opened(data)["任务清单"]
    assert [sheet[at].value for at in ("B4", "D4")] == [text, text]
    assert [sheet[at].data_type for at in ("B4", "D4")] == ["s", "s"]
    assert sheet["D4"].hyperlink is None
    assert sheet["D4"].quotePrefix == (text[0] in "=+-@")
    cells = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("任务清单").to_python()
    assert cells[3][3].strip() == text.strip()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_filled_in(text: str):
    data = write_form(PLAN, UNIT, kinds=[TASKS], rows=known(task=text))
    wanted = clean_text(text, limit=10**9)
    written = opened(data)["任务清单"]["D4"].value or ""
    assert unescaped(written) == wanted


def unescaped(text: str) -> str:
    """openpyxl leaves the codes of a workbook's text as they stand."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def test_a_text_that_is_too_long_is_cut_with_a_mark():
    data = write_form(
        PLAN, UNIT, kinds=[TASKS], rows=known(task="长" * 40_000, measure="😀" * 20_000)
    )
    sheet = opened(data)["任务清单"]
    assert sheet["D4"].value.endswith("……（原文过长，以下略）")
    assert len(sheet["D4"].value) == 32_767
    assert len(sheet["E4"].value.encode("utf-16-le")) // 2 <= 32_767


def test_a_units_odd_name_cannot_break_the_form():
    unit = Unit("U99", "甲&乙\x07<院>")
    assert (
        opened(write_form(PLAN, unit, kinds=[TASKS]))["任务清单"]["A2"].value
        == "填报单位：甲&乙<院>"
    )


# Marks, and submissions that cannot be marked themselves


def test_marks_colour_and_explain_cells_of_the_form():
    marks = [Mark("任务清单", 4, 10, "晚于所属阶段。", Level.ERROR, "请改为6月30日以前。")]
    sheet = a_form(rows=known(deadline="11月底"), marks=marks)["任务清单"]
    assert sheet["J4"].fill.fgColor.rgb == "FFFFC8CE"
    assert sheet["J4"].comment.text == "【须改】问题1：晚于所属阶段。\n怎么改：请改为6月30日以前。"


def submitted() -> Any:
    return a_submission(
        a_row(
            TASKS,
            4,
            {"seq": 1, "item_id": "001", "task": "=延长热水", "deadline": date(2022, 6, 30)},
        ),
        a_row(
            TASKS,
            9,
            {"seq": 2, "task": "晚自习", "deadline": "11月底"},
            extra={"金额": 1.5, "自评": "好"},
        ),
        a_row(COMPLETIONS, 4, {"status": 0.8, "progress": "在办", "lead_unit": "后勤"}),
    )


def test_a_rebuilt_workbook_carries_everything_over():
    book = opened(rebuild(PLAN, UNIT, submitted(), []))
    sheet = book["任务清单"]
    assert [c.value for c in sheet[3]][-2:] == ["金额", "自评"]
    first, second = ([c.value for c in sheet[n]] for n in (4, 5))
    assert (first[0], first[1], first[3], first[9]) == (
        1,
        "001",
        "=延长热水",
        datetime(2022, 6, 30),  # noqa: DTZ001
    )
    assert sheet["D4"].data_type == "s"
    assert (second[0], second[3], second[9], second[-2:]) == (2, "晚自习", "11月底", [1.5, "好"])
    assert book["完成清单"]["E4"].value == 0.8
    assert "责任清单" not in book.sheetnames
    assert SUMMARY_SHEET not in book.sheetnames


def test_marks_of_the_units_file_go_to_the_same_cells_of_the_rebuilt_one():
    marks = [
        Mark("任务清单", 9, 10, "“11月底”晚于所属阶段。", Level.ERROR, "请改。"),
        Mark("任务清单", 9, 0, "没有对应问题。", Level.WARNING),
        Mark("任务清单", 9, 10, "与另一处同。", Level.INFO, listed=False),
        Mark("", 0, 0, "缺责任清单。", Level.ERROR, "请补报。"),
        Mark("任务清单", 99, 3, "没有这一格。", Level.ERROR),
    ]
    book = opened(rebuild(PLAN, UNIT, submitted(), marks))
    assert book.sheetnames[:2] == [SUMMARY_SHEET, "填写说明"]
    assert book.active.title == SUMMARY_SHEET
    cell = book["任务清单"]["J5"]
    assert cell.fill.fgColor.rgb == "FFFFC8CE"
    assert cell.comment.text.startswith(
        "【须改】问题1：“11月底”晚于所属阶段。（原文件 任务清单 J9）\n怎么改：请改。\n【提示】与另一处同。"
    )
    assert (
        book["任务清单"]["A5"].comment.text
        == "【请核对】问题2：没有对应问题。（原文件 任务清单 第9行）"
    )
    rows = [[c.value for c in row] for row in book[SUMMARY_SHEET].iter_rows(min_row=5)]
    assert rows == [
        [1, "任务清单", "J5", "任务清单 J9", "须改", "“11月底”晚于所属阶段。", "请改。"],
        [2, "任务清单", "A5", "任务清单 第9行", "请核对", "没有对应问题。", None],
        [3, "整个文件", "—", "—", "须改", "缺责任清单。", "请补报。"],
        [4, "任务清单", "—", "任务清单 C99", "须改", "没有这一格。", None],
    ]
    assert book[SUMMARY_SHEET]["C5"].hyperlink.location == "'任务清单'!J5"


def test_a_list_that_the_plan_does_not_know_is_carried_over_by_its_own_headings():
    bare = replace(PLAN, lists=())
    sheet = opened(rebuild(bare, UNIT, submitted(), []))["任务清单"]
    headings = [c.value for c in sheet[3]]
    assert {"序号", "任务编号", "工作任务", "完成时限", "金额", "自评"} <= set(headings)


@pytest.mark.parametrize("again", [True, False])
def test_what_a_unit_hands_in_on_our_form_can_be_marked_in_place(again: bool):
    marks = [Mark("任务清单", 4, 10, "晚于所属阶段。", Level.ERROR, "请改。")]
    data = (
        rebuild(PLAN, UNIT, submitted(), [Mark("任务清单", 9, 10, "旧。", Level.ERROR)])
        if again
        else write_form(PLAN, UNIT, kinds=FOUR)
    )
    marked = mark(data, marks, unit=UNIT.name)
    assert marked is not None
    book = opened(marked)
    assert book.sheetnames.count(SUMMARY_SHEET) == 1
    assert "问题1：晚于" in book["任务清单"]["J4"].comment.text
    assert book["任务清单"]["J5"].comment is None
    assert book["任务清单"]["J5"].fill.fill_type is None
    assert book["任务清单"]["J4"].number_format == "yyyy-mm-dd"
    assert book["任务清单"].protection.sheet


@pytest.mark.office
def test_another_office_program_shows_what_was_written(tmp_path: Path):
    (tmp_path / "表.xlsx").write_bytes(
        write_form(
            PLAN, UNIT, kinds=[TASKS], rows=known(item_id="001", task="=1+1", deadline="2022-06-30")
        )
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "表.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (written,) = tmp_path.glob("*.csv")
    lines = written.read_text("utf-8").splitlines()
    assert lines[1].startswith("填报单位：信息工程学院")
    assert lines[3] == ",001,,=1+1,,,,,,2022-06-30,"


# Read again by the program itself


def read_again(data: bytes) -> Any:
    from huaxia_tasks.units import match_units
    from huaxia_tasks.workbooks.grid import read_book
    from huaxia_tasks.workbooks.submission import read_submission
    from huaxia_tasks.workbooks.words import Words

    return read_submission(
        read_book(data, "随便什么名字.xlsx"), file="报送/随便什么名字.xlsx", digest="d", plan=PLAN,
        words=Words.builtin(), match_units=match_units,
    )  # fmt: skip


def lists_of(submission: Any) -> list[tuple[str, str, int]]:
    return [(t.kind.value, t.sheet, len(t.rows)) for t in submission.tables]


def test_an_empty_form_is_read_as_four_empty_lists_of_its_unit_and_nothing_else():
    read = read_again(write_form(PLAN, UNIT, kinds=FOUR))
    assert read.unit == "U01"
    assert lists_of(read) == [(k.value, k.value, 0) for k in FOUR]
    assert read.troubles == ()


def test_a_filled_form_its_return_and_its_rebuilt_copy_are_read_alike():
    rows = {
        TASKS: [
            {"seq": "1", "item_id": "001", "task": "延长热水供应", "lead_unit": "后勤保障部",
             "deadline": "2022-06-30"},
            {"seq": "2", "task": "晚自习增加教室", "lead_unit": "教务处", "deadline": "6月底前"},
        ],
        COMPLETIONS: [{"seq": "1", "item_id": "001", "status": "已完成", "progress": "已办"}],
    }  # fmt: skip
    marks = [
        Mark("任务清单", n, c, "哪里都不对。", Level.ERROR, "请改。")
        for n in (4, 5)
        for c in (2, 4, 7)
    ]
    first = write_form(PLAN, UNIT, kinds=FOUR, rows=rows)
    copies = [
        first,
        mark(first, marks, unit=UNIT.name),
        rebuild(PLAN, UNIT, read_again(first), marks),
    ]
    seen = []
    for copy in copies:
        assert copy is not None
        read = read_again(copy)
        assert (read.unit, read.troubles) == ("U01", ())
        seen.append(
            [
                [{k: v.text for k, v in row.cells.items()} for row in table.rows]
                for table in read.tables
            ]
        )
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][1][0]["deadline"] == "2022-06-30"
