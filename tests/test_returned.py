"""退回: a unit's own workbook comes back with its problem cells coloured and explained."""

from __future__ import annotations

import random
import re
import time
import warnings
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returned_samples import (
    MAIN,
    OFFICE,
    PACKAGE,
    STYLES,
    by_hand,
    by_openpyxl,
    by_xlsxwriter,
    changed,
    package,
    parts,
    sheet_xml,
    text_cell,
)

from huaxia_tasks.model import Audience, CellRef, Finding, Level
from huaxia_tasks.rendering.package import kept_if_small
from huaxia_tasks.rendering.returned import SUMMARY_SHEET, Mark, mark, marks_of

ERROR, WARNING, INFO = Level.ERROR, Level.WARNING, Level.INFO
RED, YELLOW, BLUE = "FFFFC8CE", "FFFFEB9B", "FFDDEBF6"


def a_mark(
    place: str, level: Level = ERROR, *, sheet: str = "任务清单", text: str = "“11月底”有误。"
) -> Mark:
    row, column = openpyxl.utils.cell.coordinate_to_tuple(place)
    return Mark(sheet, row, column, text, level, "请改为6月30日以前。")


def opened(data: bytes | None) -> Any:
    assert data is not None
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported")
        return openpyxl.load_workbook(BytesIO(data))


def colour(book: Any, place: str, sheet: str = "任务清单") -> str | None:
    fill = book[sheet][place].fill
    return fill.fgColor.rgb if fill.fill_type else None


def values(book: Any) -> dict[str, dict[str, Any]]:
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
        if sheet.title != SUMMARY_SHEET
    }


def summary_rows(book: Any) -> list[list[Any]]:
    sheet = book[SUMMARY_SHEET]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]


# What comes back


def test_problem_cells_are_coloured_by_level_and_explained():
    marks = [a_mark("E5"), a_mark("D6", WARNING), a_mark("C7", INFO)]
    book = opened(mark(by_openpyxl(), marks))
    assert [colour(book, at) for at in ("E5", "D6", "C7", "C6")] == [RED, YELLOW, BLUE, None]
    assert book["任务清单"]["E5"].comment.text == (
        "【须改】问题1：“11月底”有误。\n怎么改：请改为6月30日以前。"
    )
    assert book["任务清单"]["E5"].comment.author == "党政办公室"
    assert book["任务清单"]["C7"].comment.text.startswith("【提示】问题3：")


def test_a_marked_cell_keeps_its_number_format_font_border_and_alignment():
    before = opened(by_openpyxl())["任务清单"]["E5"]
    after = opened(mark(by_openpyxl(), [a_mark("E5")]))["任务清单"]["E5"]
    assert after.number_format == before.number_format == "yyyy-mm-dd"
    assert (after.font.b, after.border.left.style) == (True, "thin")
    assert after.alignment.wrap_text == before.alignment.wrap_text
    assert after.value == before.value


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter])
def test_nothing_else_in_the_workbook_changes(make: Any):
    data = make()
    marked = mark(data, [a_mark("C3"), a_mark("E5", WARNING)])
    assert marked is not None
    assert values(opened(marked)) == values(opened(data))
    before, after = parts(data), parts(marked)
    assert before.keys() <= after.keys()
    touched = {name for name in before if before[name] != after[name]}
    assert {n.rpartition("/")[2] for n in touched} <= {
        "[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml",
        "sheet1.xml", "sheet2.xml", "sheet1.xml.rels",
    }  # fmt: skip


def test_parts_that_are_not_touched_keep_their_deflated_bytes():
    data = by_openpyxl()
    marked = mark(data, [a_mark("C3")])
    assert marked is not None
    with zipfile.ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo("xl/theme/theme1.xml")
        start = info.header_offset + 30 + len(info.filename)
        assert data[start : start + info.compress_size] in marked


def test_the_first_sheet_lists_everything_with_links():
    marks = [
        a_mark("E5"),
        Mark("任务清单", 6, 0, "这一行没有编号。", WARNING, "请补编号。"),
        Mark("责任清单", 0, 0, "表头不全。", ERROR),
        Mark("", 0, 0, "缺完成清单。", ERROR, "请补报。"),
    ]
    book = opened(mark(by_openpyxl(), marks, unit="计算机学院"))
    assert book.sheetnames[0] == SUMMARY_SHEET
    assert book.active.title == SUMMARY_SHEET
    sheet = book[SUMMARY_SHEET]
    assert sheet["A1"].value == "计算机学院报送材料退回说明"
    assert sheet["A2"].value == "共4处：须改3处，请核对1处"
    assert summary_rows(book) == [
        [1, "任务清单", "E5", "须改", "“11月底”有误。", "请改为6月30日以前。"],
        [2, "任务清单", "第6行", "请核对", "这一行没有编号。", "请补编号。"],
        [3, "责任清单", "整张表", "须改", "表头不全。", None],
        [4, "整个文件", "—", "须改", "缺完成清单。", "请补报。"],
    ]
    links = {at: sheet[at].hyperlink.location for at in ("C5", "C6")}
    assert links == {"C5": "'任务清单'!E5", "C6": "'任务清单'!A6"}
    assert sheet["C7"].hyperlink is None


def test_only_the_first_sheet_is_selected_so_that_nobody_types_into_two():
    book = opened(mark(by_xlsxwriter(), [a_mark("C3")]))
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == [SUMMARY_SHEET]


def test_names_that_belong_to_a_sheet_move_with_it():
    data = by_openpyxl()
    before, after = opened(data), opened(mark(data, [a_mark("C5")]))
    assert after["任务清单"].print_title_rows == before["任务清单"].print_title_rows == "$3:$3"
    assert after["任务清单"].auto_filter.ref == "A3:E8"
    assert (
        opened(mark(by_xlsxwriter(), [a_mark("C3")]))["附件's"].print_area == "'附件''s'!$A$1:$B$3"
    )


def test_several_marks_of_one_cell_share_one_comment_and_the_worst_colour():
    marks = [a_mark("E5", WARNING, text="甲。"), a_mark("E5", ERROR, text="乙。")]
    book = opened(mark(by_openpyxl(), marks))
    assert colour(book, "E5") == RED
    assert book["任务清单"]["E5"].comment.text.count("怎么改") == 2
    assert "【须改】问题2：乙。" in book["任务清单"]["E5"].comment.text


def test_a_mark_inside_merged_cells_goes_to_the_cell_that_is_seen():
    book = opened(mark(by_openpyxl(), [a_mark("C1")]))
    assert colour(book, "A1") == RED
    assert book["任务清单"]["A1"].comment is not None


def test_a_cell_that_is_not_there_is_made_in_the_format_of_its_place():
    columns = '<cols><col min="5" max="5" width="20" style="1"/></cols>'
    body = f'<row r="2" s="2" spans="1:2">{text_cell("甲", "B2")}</row><row r="4"/>'
    data = by_hand(sheet_xml(body, before=f'<dimension ref="B2"/>{columns}'))
    marks = [a_mark(at) for at in ("A2", "E2", "E3", "B4", "E9", "C1")]
    marked = mark(data, marks)
    book = opened(marked)
    assert {colour(book, m.address) for m in marks} == {RED}
    sheet = book["任务清单"]
    assert (sheet["A2"].number_format, sheet["E3"].number_format) == ("@", "mm-dd-yy")
    assert sheet["B4"].number_format == "General"
    assert [row[0].row for row in sheet.iter_rows()] == list(range(1, 10))
    xml = parts(marked or b"")["xl/worksheets/sheet1.xml"].decode()
    assert "spans" not in xml
    assert "<dimension" not in xml
    numbers = [int(n) for n in re.findall(r'<row r="(\d+)"', xml)]
    assert numbers == sorted(numbers)


def test_an_empty_sheet_can_be_marked():
    data = by_hand(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')
    assert colour(opened(mark(data, [a_mark("B2"), a_mark("A1")])), "B2") == RED


# Workbooks made in odd ways


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("prefixes", by_hand(sheet_xml(
            f'<x:row r="5">{text_cell("甲", "E5", p="x:")}</x:row>', p="x:"))),
        ("no r attributes", by_hand(sheet_xml(
            "<row/>" * 4 + "<row>" + "<c/>" * 4 + text_cell("甲") + "<c/></row>"))),
        ("rows out of order", by_hand(sheet_xml(
            f'<row r="9"/><row r="5">{text_cell("甲", "E5")}<c r="A5"/></row>'))),
        ("absolute target", by_hand(
            sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>'),
            sheet_part="xl/worksheets/sheet1.xml", sheet_target="/xl/worksheets/sheet1.xml")),
        ("odd path", by_hand(
            sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>'),
            sheet_part="data/tab.xml", sheet_target="../data/tab.xml")),
        ("comments and CDATA that look like cells", by_hand(sheet_xml(
            '<!-- <row r="5"><c r="E5" s="99"/></row> --><row r="5"><c r="D5" t="inlineStr"><is><t>'
            '<![CDATA[<c r="E5" s="99">]]></t></is></c>' + text_cell("甲", "E5") + "</row>"))),
        ("single quotes and blanks", by_hand(sheet_xml(
            "<row\n r = '5' ><c r = 'E5'\n s = '1' t='inlineStr' ><is><t>甲</t></is></c ></row >"))),
        ("> in attributes", by_hand(sheet_xml(
            f'<row r="5">{text_cell("甲", "E5")}</row>',
            after='<dataValidations count="1"><dataValidation prompt="<legacyDrawing>" sqref="A1"/>'
            "</dataValidations>".replace("<legacyDrawing>", "a > b / 'c'")))),
        ("byte order mark", by_hand("\ufeff" + sheet_xml(
            f'<row r="5">{text_cell("甲", "E5")}</row>'))),
        ("small letters", by_hand(sheet_xml(f'<row r="5">{text_cell("甲", "e5")}</row>'))),
    ],
)  # fmt: skip
def test_odd_workbooks_are_marked_too(name: str, data: bytes):
    book = opened(mark(data, [a_mark("E5")]))
    cell = book["任务清单"]["E5"]
    assert (colour(book, "E5"), cell.value, bool(cell.comment)) == (RED, "甲", True)


def test_part_names_are_found_without_case_and_with_escapes():
    data = by_hand(
        sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>'),
        sheet_part="data/表 1.xml", sheet_target="../Data/%E8%A1%A8%201.xml",
    )  # fmt: skip
    made = parts(mark(data, [a_mark("E5")]) or b"")
    assert b"legacyDrawing" in made["data/表 1.xml"]
    assert b"../xl/comments1.xml" in made["data/_rels/表 1.xml.rels"]


def test_the_drawing_of_comments_stands_where_the_schema_wants_it():
    after = (
        '<sheetProtection sheet="1"/><customSheetViews><customSheetView guid="{0}"><extLst/>'
        '</customSheetView></customSheetViews><conditionalFormatting sqref="A1"><cfRule '
        'type="expression" priority="1"><formula>1</formula><extLst/></cfRule>'
        '</conditionalFormatting><drawing r:id="rId9"/><tableParts count="0"/><extLst/>'
    )
    data = by_hand(sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>', after=after))
    xml = parts(mark(data, [a_mark("E5")]) or b"")["xl/worksheets/sheet1.xml"].decode()
    assert xml.index("<drawing") < xml.index("<legacyDrawing") < xml.index("<tableParts")
    assert xml.count("<legacyDrawing") == 1


def test_a_sheet_whose_root_declares_other_prefixes_gets_resolvable_ones():
    book = (
        f'<x:workbook xmlns:x="{MAIN}"><x:bookViews><x:workbookView firstSheet="1" activeTab="1"/>'
        '</x:bookViews><x:sheets><x:sheet name="别的" sheetId="3" '
        f'd4p1:id="rId1" xmlns:d4p1="{OFFICE}"/><x:sheet name="任务清单" sheetId="4" d4p1:id="rId1" '
        f'xmlns:d4p1="{OFFICE}"/></x:sheets><x:definedNames><x:definedName name="_xlnm.Print_Area" '
        "localSheetId='1'>任务清单!$A$1</x:definedName></x:definedNames></x:workbook>"
    )
    data = by_hand(sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>'), book=book)
    marked = mark(data, [a_mark("E5")])
    text = parts(marked or b"")["xl/workbook.xml"].decode()
    assert 'localSheetId="2"' in text
    assert 'activeTab="0"' in text
    assert opened(marked).sheetnames == [SUMMARY_SHEET, "别的", "任务清单"]


# Workbooks that already have comments or drawings


def commented(author: str = "张三", place: str = "E5") -> bytes:
    book = openpyxl.load_workbook(BytesIO(by_openpyxl()))
    book["任务清单"][place].comment = openpyxl.comments.Comment("自己的批注", author)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_comments_of_the_unit_stay_and_ours_are_added():
    book = opened(mark(commented(), [a_mark("C6")]))
    assert book["任务清单"]["E5"].comment.text == "自己的批注"
    assert book["任务清单"]["E5"].comment.author == "张三"
    assert "问题1" in book["任务清单"]["C6"].comment.text
    assert book["任务清单"]["C6"].comment.author == "党政办公室"


def test_a_cell_that_the_unit_commented_itself_keeps_its_comment_and_gets_the_colour():
    book = opened(mark(commented(), [a_mark("E5")]))
    assert (book["任务清单"]["E5"].comment.text, colour(book, "E5")) == ("自己的批注", RED)
    assert summary_rows(book)[0][2] == "E5"


def test_a_second_return_replaces_the_marks_of_the_first():
    first = mark(
        by_openpyxl(), [a_mark("E5"), a_mark("D6", WARNING), a_mark("A4", sheet="完成清单")]
    )
    assert first is not None
    second = mark(first, [a_mark("D6", INFO, text="新问题。")])
    book = opened(second)
    assert book.sheetnames.count(SUMMARY_SHEET) == 1
    assert [colour(book, at) for at in ("E5", "D6")] == [None, BLUE]
    assert colour(book, "A4", "完成清单") is None
    assert book["任务清单"]["E5"].comment is None
    assert book["完成清单"]["A4"].comment is None
    assert book["任务清单"]["D6"].comment.text.startswith("【提示】问题1：新问题。")
    assert len(summary_rows(book)) == 1
    assert values(book) == values(opened(by_openpyxl()))


def test_a_return_saved_again_by_another_program_can_be_returned_again():
    first = mark(by_openpyxl(), [a_mark("E5"), a_mark("D6", WARNING)])
    saved = BytesIO()
    opened(first).save(saved)
    book = opened(mark(saved.getvalue(), [a_mark("D6", INFO)]))
    assert [colour(book, at) for at in ("E5", "D6")] == [None, BLUE]
    assert book["任务清单"]["E5"].comment is None
    assert book["任务清单"]["D6"].comment.text.startswith("【提示】问题1")
    assert book.sheetnames.count(SUMMARY_SHEET) == 1


def test_a_form_control_drawing_is_kept_and_extended():
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:'
        'excel"><v:shape id="_x0000_s2049"><br><x:ClientData ObjectType="Checkbox"/></v:shape></xml>'
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" '
        'Target="../drawings/v.vml"/></Relationships>'
    )
    data = by_hand(
        sheet_xml(
            f'<row r="5">{text_cell("甲", "E5")}</row>', after='<legacyDrawing r:id="rId1"/>'
        ),
        more={"xl/drawings/v.vml": vml, "xl/worksheets/_rels/sheet1.xml.rels": rels},
        types='<Default Extension="VML" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
    )
    made = parts(mark(data, [a_mark("E5")]) or b"")
    drawing = made["xl/drawings/v.vml"].decode()
    assert "Checkbox" in drawing
    assert "_x0000_s2050" in drawing
    assert drawing.count('ObjectType="Note"') == 1
    assert made["xl/worksheets/sheet1.xml"].count(b"legacyDrawing") == 1
    assert made["[Content_Types].xml"].lower().count(b'extension="vml"') == 1
    assert b"comments1.xml" in made["xl/worksheets/_rels/sheet1.xml.rels"]


# Workbooks that are refused: the caller writes one in our form


def with_part(name: str, content: bytes = b"x") -> bytes:
    return package({**parts(by_openpyxl()), name: content})


GOOD = sheet_xml(f'<row r="5">{text_cell("甲", "E5")}</row>')


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old .xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        ("csv", "序号,任务\n1,甲".encode("gb18030")),
        ("nothing", b""),
        ("cut off", by_openpyxl()[:-300]),
        ("a zip that is no workbook", package({"a.txt": "甲"})),
        ("a Word file", package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})),
        ("macros", with_part("xl/vbaProject.bin")),
        ("signature", with_part("_xmlsignatures/origin.sigs")),
        ("strict", by_hand(GOOD.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"))),
        ("UTF-16 sheet", by_hand(GOOD, more={"xl/worksheets/sheet1.xml": GOOD.replace("UTF-8", "UTF-16").encode("utf-16")})),
        ("GBK sheet", by_hand(GOOD, more={"xl/worksheets/sheet1.xml": GOOD.replace("UTF-8", "GBK").encode("gbk")})),
        ("document type", by_hand('<!DOCTYPE worksheet [<!ENTITY a "b">]>' + GOOD.partition("?>")[2])),
        ("not well-formed", by_hand(GOOD.replace("</sheetData>", "</sheetData><a>"))),
        ("a row twice", by_hand(sheet_xml('<row r="5"><c r="E5"/></row><row r="5"/>'))),
        ("a format that is not there", by_hand(sheet_xml('<row r="5"><c r="E5" s="9"/></row>'))),
        ("a format that is no number", by_hand(sheet_xml('<row r="5"><c r="E5" s="-1"/></row>'))),
        ("a sheet that is not there", by_hand(GOOD, sheet_target="worksheets/sheet9.xml")),
        ("no styles", by_hand(GOOD, styles="<a/>")),
        ("styles without fills", by_hand(GOOD, styles=STYLES.replace("fills", "stuffs"))),
        ("address beyond the sheet", by_hand(sheet_xml('<row r="5"><c r="XFE5"/></row>'))),
        ("unbound prefix", by_hand(sheet_xml('<row r="5"><c r="E5"><q:v/></c></row>'))),
        ("two parts of one name", with_part("XL/Styles.xml")),
        ("damaged part", by_openpyxl().replace(b"PK\x03\x04", b"PK\x03\x05", 3)),
    ],
)  # fmt: skip
def test_what_cannot_be_patched_safely_is_refused(name: str, data: bytes):
    assert mark(data, [a_mark("E5")]) is None


@pytest.mark.parametrize(
    "kind",
    ["ms-excel.sheet.macroEnabled", "openxmlformats-officedocument.spreadsheetml.template"],
)
def test_a_macro_workbook_without_macros_and_a_template_come_back_as_plain_workbooks(kind: str):
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    data = package(
        {
            n: c.replace(plain, f"application/vnd.{kind}.main+xml".encode())
            for n, c in parts(by_openpyxl()).items()
        }
    )
    marked = mark(data, [a_mark("E5")])
    assert colour(opened(marked), "E5") == RED
    assert plain in parts(marked or b"")["[Content_Types].xml"]


def test_an_unused_sheet_of_broken_xml_does_not_matter():
    data = changed(by_openpyxl(), sheet4=("</worksheet>", ""))
    assert mark(data, [a_mark("E5")]) is not None


def test_nor_does_one_whose_rows_and_cells_are_broken_when_the_workbook_is_returned_again():
    """A second return looks at every sheet for marks of the first."""
    broken = changed(
        by_openpyxl(), sheet4=("<sheetData", "<sheetData><row <c r='A1'</sheetData><x")
    )
    first = mark(broken, [a_mark("E5")])
    assert first is not None
    assert mark(first, [a_mark("D6", WARNING)]) is not None


# Text, bytes, speed


def test_large_parts_of_strangers_are_not_kept_in_mind():
    asked = []

    @kept_if_small
    def size(part: bytes, more: int) -> int:
        asked.append(part)
        return len(part) + more

    small, large = b"x" * 100, b"x" * 1_000_000
    assert [size(part, 1) for part in (small, small, large, large)] == [
        101,
        101,
        1_000_001,
        1_000_001,
    ]
    assert asked == [small, large, large]


def test_the_same_input_gives_the_same_bytes():
    marks = [a_mark("E5"), a_mark("D6", WARNING)]
    book = by_xlsxwriter()  # two of them may bear two seconds
    assert mark(book, marks) == mark(book, marks)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(list(Level)))
def test_any_text_can_be_said(text: str, level: Level):
    book = opened(mark(by_hand(GOOD), [Mark("任务清单", 5, 5, text, level, text)], unit=text))
    assert colour(book, "E5") in (RED, YELLOW, BLUE)
    assert book["任务清单"]["E5"].comment.text.startswith("【")


def test_text_that_looks_like_a_formula_or_markup_stays_text():
    text = "=1+1 & <b>“甲”</b> _x0041_ \x07"
    book = opened(mark(by_hand(GOOD), [a_mark("E5", text=text)]))
    cell = book[SUMMARY_SHEET]["E5"]
    assert cell.data_type == "s" or cell.data_type == "inlineStr"
    assert cell.value in ("=1+1 & <b>“甲”</b> _x0041_ ", "=1+1 & <b>“甲”</b> _x005F_x0041_ ")


def test_findings_become_marks_of_their_file_only():
    ref = CellRef("报送/甲.xlsx", "任务清单", 5, 2, "任务编号")
    twin = CellRef("报送/甲.xlsx", "任务清单", 6, 2, "任务编号")
    finding = Finding(
        "number-duplicated", ERROR, Audience.UNIT, "U01", "编号重复", "请改其中一个", ref,
        more_refs=(ref, twin, CellRef("报送/乙.xlsx", "任务清单", 9, 2)),
    )  # fmt: skip
    marks = marks_of([finding], "报送/甲.xlsx")
    assert [(m.address, m.listed, m.text) for m in marks] == [
        ("B5", True, "编号重复。"),
        ("B6", False, "编号重复。"),
    ]
    assert marks_of([finding], "报送/丙.xlsx") == []
    book = opened(mark(by_openpyxl(), marks))
    assert [colour(book, at) for at in ("B5", "B6")] == [RED, RED]
    assert len(summary_rows(book)) == 1


def test_marking_costs_a_few_milliseconds_not_those_of_a_library():
    data, marks = by_openpyxl(), [a_mark(at) for at in ("E5", "D6", "C7", "B8", "A4")]
    mark(data, marks)

    def cost(work: Any, times: int) -> float:
        start = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - start) / times

    ours = cost(lambda: mark(data, marks), 20)
    theirs = cost(lambda: openpyxl.load_workbook(BytesIO(data)).save(BytesIO()), 3)
    assert ours < theirs / 3


SPRINKLES = (
    b"<", b">", b'"', b' s="99999"', b"<!--", b'<c r="E5"/>', b'<row r="5"/>', b"<?x?>", b"&lt;",
    b"<![CDATA[", b"\xff", b'r="ZZZ9"', b"/>", b' xmlns="x"', b"99999999999", b"<!DOCTYPE x>",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_part_never_stops_the_run_and_never_changes_a_value(seed: int):
    dice, marks = random.Random(seed), [a_mark("E5"), a_mark("J40", INFO), a_mark("A1", WARNING)]
    whole = by_xlsxwriter() if seed % 2 else by_openpyxl()
    if seed > 3:
        whole = mark(whole, marks) or b""
    for _ in range(25):
        found = parts(whole)
        name = dice.choice([n for n in found if not n.endswith((".png", "theme1.xml"))])
        part = bytearray(found[name])
        at = dice.randrange(len(part))
        if dice.random() < 0.5:
            del part[at : at + dice.randint(1, 30)]
        else:
            part[at:at] = dice.choice(SPRINKLES)
        data = package({**found, name: bytes(part)})
        marked = mark(data, marks)
        if marked is None:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                before = openpyxl.load_workbook(BytesIO(data))
            except Exception:  # openpyxl cannot read what was damaged: nothing to compare
                continue
            assert values(openpyxl.load_workbook(BytesIO(marked))) == values(before)


@pytest.mark.parametrize(
    "body",
    ['<row "' * 100_000, "<!--" * 100_000, "<?" * 100_000, "<row " + "a" * 400_000 + ">",
     '<row x="' + "'" * 400_000 + '"/>'],
)  # fmt: skip
def test_a_hostile_sheet_takes_no_time(body: str):
    data = by_hand(sheet_xml(body))
    start = time.process_time()
    mark(data, [a_mark("E5")])
    assert time.process_time() - start < 2
