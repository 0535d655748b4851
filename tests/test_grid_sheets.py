"""Sheets, rows, merges, what is hidden: whatever way the file was written."""

# ruff: noqa: DTZ001  (times in a workbook have no zone)
from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_maker import (
    HEAD,
    LINKS,
    MAIN,
    STRICT,
    link,
    parts,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
    workbook,
    zipped,
)

from huaxia_tasks.workbooks import grid_xlsx_sheet
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_limits import Budget
from huaxia_tasks.workbooks.grid_xlsx_plain import NotCanonical
from huaxia_tasks.workbooks.grid_zip import Package


def texts(data: bytes) -> dict[tuple[int, int], str]:
    sheet = read_book(data).sheets[0]
    return {(r, c): cell.text for r, cells in sheet.rows.items() for c, cell in cells.items()}


def t(address: str, text: str, more: str = "") -> str:
    return f'<c r="{address}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


ROWS = [
    ("in order", row(1, t("A1", "甲"), t("C1", "丙")), {(1, 1): "甲", (1, 3): "丙"}),
    ("rows out of order", row(2, t("A2", "乙")) + row(1, t("A1", "甲")), {(1, 1): "甲", (2, 1): "乙"}),
    ("cells out of order", row(1, t("B1", "乙"), t("A1", "甲")), {(1, 1): "甲", (1, 2): "乙"}),
    ("no row numbers", "<row><c t='inlineStr'><is><t>甲</t></is></c></row><row><c><v>2</v></c></row>", {(1, 1): "甲", (2, 1): "2"}),
    ("no addresses", '<row r="3"><c><v>1</v></c><c/><c><v>3</v></c></row>', {(3, 1): "1", (3, 3): "3"}),
    ("address after none", '<row r="3"><c r="D3"><v>1</v></c><c><v>2</v></c></row>', {(3, 4): "1", (3, 5): "2"}),
    ("one row twice", row(1, t("A1", "甲")) + row(1, t("B1", "乙")), {(1, 1): "甲", (1, 2): "乙"}),
    ("cell twice, last wins", row(1, t("A1", "甲"), t("A1", "乙")), {(1, 1): "乙"}),
    ("lower case", '<row r="1"><c r="b1"><v>2</v></c></row>', {(1, 2): "2"}),
    ("two letters", row(1, t("AB1", "甲")), {(1, 28): "甲"}),
    ("three letters", row(1, t("XFD1", "甲")), {(1, 16384): "甲"}),
    ("last row", row(1_048_576, t("A1048576", "甲")), {(1_048_576, 1): "甲"}),
    ("comments between", f"<!-- x -->{row(1, t('A1', '甲'))}<!-- y -->", {(1, 1): "甲"}),
    ("indented", "\n  <row r='1'>\n    <c r='A1' t='inlineStr'>\n <is>\n <t>甲</t>\n </is>\n </c>\n  </row>\n", {(1, 1): "甲"}),
    ("attributes in another order", '<row spans="1:2" r="1"><c t="inlineStr" s="0" r="A1"><is><t>甲</t></is></c></row>', {(1, 1): "甲"}),
    ("cell of another row", '<row r="1"><c r="A2"><v>5</v></c></row>', {(2, 1): "5"}),
    ("blank cells around", row(2, '<c r="A2" s="1"/><c r="B2" s="1"/>', t("C2", "丙"), '<c r="D2" s="1"></c>'), {(2, 3): "丙"}),
    ("blank rows around", '<row r="1" ht="20"/><row r="2"></row>' + row(3, t("A3", "甲")) + '<row r="4" spans="1:14"/>', {(3, 1): "甲"}),
    ("hidden in single quotes", "<row r=\"1\" hidden='1'>" + t("A1", "甲") + "</row>", {(1, 1): "甲"}),
    ("other elements in a row", row(1, "<x/>", t("A1", "甲"), "<y><c/></y>"), {(1, 1): "甲"}),
    ("shared text between", row(1, '<c r="A1" t="s"><v>0</v></c>', t("B1", "乙"), '<c r="C1" t="s"><v>0</v></c>'), {(1, 1): "共", (1, 2): "乙", (1, 3): "共"}),
    ("references", row(1, t("A1", "A&amp;B"), t("B1", "&#30002;"), t("C1", "  "), t("D1", "&#32;&#160;")), {(1, 1): "A&B", (1, 2): "甲"}),
    ("row of references to blanks", row(1, t("A1", "&#32;")) + row(2, t("A2", "甲")), {(2, 1): "甲"}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows_and_cells_are_found_however_they_are_written(data, expected):
    found = workbook(data, strings=strings_xml("<t>共</t>"), styles=styles_xml([]))
    assert texts(found) == expected
    assert list(texts(found)) == sorted(expected)


def test_a_wrong_dimension_is_not_believed():
    data = row(1, t("A1", "甲")) + row(20, t("Z20", "乙"))
    for wrong in ("A1", "A1:XFD1048576", "A0:AZ99", "", "甲"):
        found = workbook(data, before=f'<dimension ref="{wrong}"/>')
        assert texts(found) == {(1, 1): "甲", (20, 26): "乙"}


def test_a_cell_written_twice_is_noted():
    book = read_book(workbook(row(1, t("A1", "甲"), t("A1", "乙"))))
    assert "写了两次" in book.notes[0]


def test_every_prefix_and_the_strict_namespace_are_read():
    plain = sheet_xml(
        row(1, t("A1", "甲")), after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    strict = plain.replace(MAIN, STRICT).replace(
        LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    for xml in (plain, prefixed, strict):
        sheet = read_book(zipped(parts({"表": xml}))).sheets[0]
        assert sheet.text(1, 1) == "甲"
        assert sheet.merged == ((1, 1, 1, 2),)


def test_a_part_in_utf_16_is_read():
    xml = sheet_xml(row(1, t("A1", "甲"))).replace("UTF-8", "UTF-16")
    sheet = read_book(zipped(parts({"表": xml.encode("utf-16")}))).sheets[0]  # type: ignore[dict-item]
    assert sheet.text(1, 1) == "甲"


def test_a_package_with_backslashes_and_other_case_is_read():
    content = {
        k.replace("/", "\\").upper(): v
        for k, v in parts({"表": sheet_xml(row(1, t("A1", "甲")))}).items()
    }
    assert read_book(zipped(content)).sheets[0].text(1, 1) == "甲"


def test_a_package_behind_other_bytes_and_with_a_comment_is_read():
    data = workbook(row(1, t("A1", "甲")))
    assert read_book(data + b"").sheets[0].text(1, 1) == "甲"
    import zipfile

    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as package:
        package.comment = b"by a gateway"
    assert read_book(target.getvalue()).sheets[0].text(1, 1) == "甲"


def test_the_workbook_part_may_have_any_name_and_links_any_form():
    content = parts({"表": sheet_xml(row(1, t("A1", "甲")))})
    content["xl/main.xml"] = content.pop("xl/workbook.xml")
    content["xl/_rels/main.xml.rels"] = str(content.pop("xl/_rels/workbook.xml.rels")).replace(
        "worksheets/sheet1.xml", "/xl/./other/../worksheets/sheet1.xml"
    )
    content["_rels/.rels"] = str(content["_rels/.rels"]).replace("xl/workbook.xml", "/xl/main.xml")
    assert read_book(zipped(content)).sheets[0].text(1, 1) == "甲"


# Merges -----------------------------------------------------------------------------------------


def merged(*areas: str) -> str:
    inside = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{inside}</mergeCells>"


def test_what_lies_under_a_merged_area_is_left_out_and_noted():
    data = row(1, t("A1", "甲"), t("B1", "乙"), t("C1", "丙")) + row(
        2, t("A2", "丁"), t("D2", "戊")
    )
    book = read_book(workbook(data, after=merged("A1:C2")))
    assert texts(workbook(data, after=merged("A1:C2"))) == {(1, 1): "甲", (2, 4): "戊"}
    assert book.sheets[0].merged == ((1, 1, 2, 3),)
    assert "3 个单元格" in book.notes[0]


def test_merged_areas_without_text_under_them_are_not_noted():
    assert read_book(workbook(row(1, t("A1", "甲")), after=merged("A1:C2"))).notes == ()


@pytest.mark.parametrize(
    ("area", "found"),
    [
        ("B2:A1", ((1, 1, 2, 2),)),
        ("$A$1:$B$2", ((1, 1, 2, 2),)),
        ("A:B", ((1, 1, 1_048_576, 2),)),
        ("1:2", ((1, 1, 2, 16_384),)),
        ("A1:XFD1048576", ((1, 1, 1_048_576, 16_384),)),
        ("A1", ()),
        ("", ()),
        ("甲", ()),
        ("A0:B9", ()),
        ("A1:ZZZ9", ()),
    ],
)
def test_the_areas_of_merges_are_understood(area, found):
    sheet = read_book(workbook(row(1, t("A1", "甲")), after=merged(area))).sheets[0]
    assert sheet.merged == found
    assert sheet.text(1, 1) == "甲"


# Hidden -----------------------------------------------------------------------------------------


def test_hidden_and_filtered_rows_and_columns_are_known():
    data = (
        row(1, t("A1", "甲"))
        + row(2, t("A2", "乙"), more=' hidden="1"')
        + row(3, more=' hidden="1"')
        + row(4, t("A4", "丁"), more=' hidden="false"')
        + row(5, t("A5", "戊"), more=' hidden="true" ht="0" customHeight="1"')
    )
    columns = (
        '<cols><col min="2" max="4" width="9" hidden="1"/><col min="4" max="5" hidden="true"/>'
        '<col min="7" max="7" width="0" customWidth="1"/><col min="9" max="99999" width="5"/></cols>'
    )
    for found in (workbook(data, before=columns), workbook("<!-- -->" + data, before=columns)):
        sheet = read_book(found).sheets[0]
        assert sheet.hidden_rows == {2, 5}
        assert sheet.hidden_columns == {2, 3, 4, 5, 7}


def test_hidden_sheets_are_read_and_marked_and_charts_left_out():
    content = parts(
        {name: sheet_xml(row(1, t("A1", name))) for name in ("一", "二", "三")},
        states={"二": "hidden", "三": "veryHidden"},
        book_links=link("rC", "chartsheet", "chartsheets/sheet1.xml"),
    )
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="图" sheetId="9" r:id="rC"/></sheets>'
    )
    book = read_book(zipped(content))
    assert [(s.name, s.hidden, s.text(1, 1)) for s in book.sheets] == [
        ("一", False, "一"), ("二", True, "二"), ("三", True, "三"),
    ]  # fmt: skip


def test_two_sheets_of_one_name_are_both_there():
    content = parts(
        {"表": sheet_xml(row(1, t("A1", "甲"))), "表2": sheet_xml(row(1, t("A1", "乙")))}
    )
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace("表2", "表")
    assert [s.text(1, 1) for s in read_book(zipped(content)).sheets] == ["甲", "乙"]


# About the workbook -----------------------------------------------------------------------------

CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>清单</dc:title>'
    "<dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy>"
    "<dcterms:modified>2022-06-20T08:30:00Z</dcterms:modified></cp:coreProperties>"
)
CUSTOM = (
    f'{HEAD}<Properties xmlns="p" xmlns:vt="v"><property fmtid="{{D5}}" pid="2" name="unit">'
    '<vt:lpwstr>U01</vt:lpwstr></property><property pid="3" name="期次"><vt:lpwstr> 2022-06 </vt:lpwstr>'
    '</property><property pid="4" name="n"><vt:i4>5</vt:i4></property></Properties>'
)
ROOT = link("r2", "core-properties", "docProps/core.xml") + link(
    "r3", "custom-properties", "docProps/custom.xml"
)


def with_properties(core: str = CORE, custom: str = CUSTOM) -> bytes:
    return workbook(
        row(1, t("A1", "甲")),
        root_links=ROOT,
        extra={"docProps/core.xml": core, "docProps/custom.xml": custom},
    )


def test_properties_and_the_time_of_the_last_change_are_read():
    book = read_book(with_properties())
    assert book.properties == {
        "title": "清单", "creator": "张三", "lastModifiedBy": "李四",
        "unit": "U01", "期次": "2022-06", "n": "5",
    }  # fmt: skip
    assert book.modified == datetime(2022, 6, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("core", ["", "<x", f"{HEAD}<cp:coreProperties xmlns:cp='c'/>", "\x00\x01"])
def test_broken_properties_do_not_spoil_a_workbook(core):
    book = read_book(with_properties(core=core))
    assert book.sheets[0].text(1, 1) == "甲"
    assert book.properties["unit"] == "U01"


@pytest.mark.parametrize("when", ["2022", "2022-13-45T00:00:00Z", "昨天", ""])
def test_an_odd_time_of_change_is_no_time(when):
    assert read_book(with_properties(CORE.replace("2022-06-20T08:30:00Z", when))).modified is None


def test_comments_macros_links_and_the_name_of_the_part_are_known():
    rels = f'{HEAD}<Relationships xmlns="r">{link("r1", "comments", "../comments1.xml")}</Relationships>'
    content = parts(
        {"一": sheet_xml(row(1, t("A1", "甲"))), "二": sheet_xml(row(1, t("A1", "乙")))},
        extra={"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/vbaProject.bin": b"x"},
        book_links=link("rX", "externalLink", "externalLinks/externalLink1.xml"),
    )
    book = read_book(zipped(content))
    assert [s.has_comments for s in book.sheets] == [True, False]
    assert [s.part for s in book.sheets] == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    assert any("宏" in note for note in book.notes)
    assert any("链接" in note for note in book.notes)
    assert book.format == "xlsx"


# The pattern and the parser say the same -----------------------------------------------------------


def both_ways(data: bytes) -> tuple[object, object]:
    quick = read_book(data)
    with pytest.MonkeyPatch.context() as patch:

        def never(*_: object) -> None:
            raise NotCanonical("not tried")

        patch.setattr(grid_xlsx_sheet, "_read_quickly", never)
        return quick, read_book(data)


@pytest.mark.parametrize("data", [r[1] for r in ROWS], ids=[r[0] for r in ROWS])
def test_pattern_and_parser_agree_on_every_way_of_writing(data):
    quick, full = both_ways(workbook(data, strings=strings_xml("<t>共</t>")))
    assert quick == full


@st.composite
def canonical_rows(draw: st.DrawFn) -> str:
    """Rows as office programs write them, with all kinds of cells."""
    words = st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\ufdd0"),
        max_size=8,
    )  # fmt: skip
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    result = ""
    number = 0
    for _ in range(draw(st.integers(0, 5))):
        number += draw(st.integers(1, 3))
        cells, column = [], 0
        for _ in range(draw(st.integers(0, 5))):
            column += draw(st.integers(1, 30))
            name = openpyxl.utils.get_column_letter(column) + str(number)
            style = draw(st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"']))
            text = draw(words).translate(escape)
            figure = draw(st.sampled_from(["5", "44742", "0.5", "-1", "1E5", "007", ""]))
            cells.append(
                draw(
                    st.sampled_from(
                        [
                            f'<c r="{name}"{style} t="inlineStr"><is><t>{text}</t></is></c>',
                            f'<c r="{name}"{style} t="str"><f>X</f><v>{text}</v></c>',
                            f'<c r="{name}"{style}><v>{figure}</v></c>',
                            f'<c r="{name}"{style}><f>A&amp;B</f><v>{figure}</v></c>',
                            f'<c r="{name}"{style} t="b"><v>1</v></c>',
                            f'<c r="{name}"{style} t="e"><v>#N/A</v></c>',
                            f'<c r="{name}"{style} t="s"><v>0</v></c>',
                            f'<c r="{name}"{style}/>',
                            f'<c r="{name}"{style}></c>',
                            f'<c r="{name}"{style}><f>X</f></c>',
                        ]
                    )
                )
            )
        hidden = draw(st.sampled_from(["", ' hidden="1"', ' hidden="0" ht="15"']))
        result += f'<row r="{number}"{hidden}>{"".join(cells)}</row>'
    return result


@settings(max_examples=150, deadline=None)
@given(canonical_rows(), st.sampled_from(["", "A1:C3", "B1:AZ9"]))
def test_pattern_and_parser_agree_on_anything_canonical(data, area):
    found = workbook(
        data,
        after=merged(area) if area else "",
        strings=strings_xml("<t>共</t>"),
        styles=styles_xml([14, 9, "000"]),
    )
    quick, full = both_ways(found)
    assert quick == full


@settings(max_examples=100, deadline=None)
@given(canonical_rows(), st.integers(1, 400))
def test_the_pattern_does_not_mind_where_a_piece_ends(data, size):
    package = zipped(parts({"表": sheet_xml(data)}, strings=strings_xml("<t>共</t>")))
    whole = read_book(package)
    with pytest.MonkeyPatch.context() as patch:
        real = Package.pieces

        def in_small_pieces(self: Package, name: str):
            content = b"".join(real(self, name))
            yield from (content[i : i + size] for i in range(0, len(content), size))

        patch.setattr(Package, "pieces", in_small_pieces)
        assert read_book(package) == whole


def test_sheets_written_by_libraries_take_the_quick_way():
    for data in (by_excel(), by_openpyxl(), by_xlsxwriter()):
        with pytest.MonkeyPatch.context() as patch:

            def never(*_: object) -> None:
                raise AssertionError("the parser was needed")

            patch.setattr(grid_xlsx_sheet, "_read_fully", never)
            patch.setattr("huaxia_tasks.workbooks.grid_xlsx_texts._texts_fully", never)
            assert read_book(data).sheets


def as_excel_writes(part: str) -> str:
    """The little habits of Excel: CR LF behind the declaration, extensions, spans, heights."""
    return part.replace("?>\n", "?>\r\n", 1)


EXCEL_ROWS = (
    '<row r="1" spans="1:4" ht="20.25" customHeight="1" x14ac:dyDescent="0.2" thickBot="1">'
    '<c r="A1" s="2" t="s"><v>0</v></c><c r="B1" s="2"/><c r="C1" s="2"/></row>'
    '<row r="2" spans="1:4" x14ac:dyDescent="0.2"><c r="A2"><f>ROW()</f><v>2</v></c>'
    '<c r="B2" s="1"><v>44742</v></c><c r="C2" t="str"><f t="shared" ref="C2:C3" si="0">A2&amp;"项"</f>'
    '<v>2项</v></c></row><row r="3" spans="1:4"><c r="A3"><f t="shared" ca="1" si="1"/><v>3</v></c>'
    '<c r="C3" t="str"><f t="shared" si="0"/><v>3项</v></c></row>'
)
EXCEL_BEFORE = (
    '<sheetPr filterMode="1"><tabColor rgb="FFFF0000"/></sheetPr><dimension ref="A1:D3"/><sheetViews>'
    '<sheetView tabSelected="1" workbookViewId="0"><selection activeCell="A1"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="14.25" x14ac:dyDescent="0.2"/><cols><col min="1" max="1" width="9"/></cols>'
)
EXCEL_AFTER = (
    '<autoFilter ref="A1:C3"/><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    '<phoneticPr fontId="1" type="noConversion"/><pageMargins left="0.7" right="0.7"/><extLst><ext uri="x">'
    '<x14:cols xmlns:x14="x"><x14:col min="1" max="9" hidden="1"/><x14:mergeCell ref="A2:C3"/></x14:cols>'
    "</ext></extLst>"
)


def by_excel() -> bytes:
    sheet = sheet_xml(EXCEL_ROWS, EXCEL_BEFORE, EXCEL_AFTER).replace(
        "<worksheet ", '<worksheet xmlns:x14ac="a" '
    )
    content = parts(
        {"任务清单": as_excel_writes(sheet)},
        styles=as_excel_writes(styles_xml([14, 9])),
        strings=as_excel_writes(
            strings_xml(
                '<t>标题</t><phoneticPr fontId="1" type="noConversion"/>',
                "<r><t>一</t></r><r><rPr><sz val='9'/><rFont val='宋体'/></rPr><t>半</t></r>"
                '<phoneticPr fontId="1" type="noConversion"/>',
            )
        ),
        date1904=True,
    )
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace(
        "</workbook>",
        '<extLst><ext uri="x" xmlns:x15="y"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>',
    )
    return zipped(content)


def test_extensions_of_excel_are_not_taken_for_the_elements_they_resemble():
    book = read_book(by_excel())
    sheet = book.sheets[0]
    assert book.date1904
    assert sheet.merged == ((1, 1, 1, 3),)
    assert sheet.hidden_columns == frozenset()
    assert sheet.text(2, 2) == "2026-07-01"
    assert sheet.text(3, 3) == "3项"
    quick, full = both_ways(by_excel())
    assert quick == full


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 30):
        sheet.append([number, f"第{number}项 & <b>", 0.5, datetime(2022, 6, number), True, "=1+1"])
        sheet.cell(number, 3).number_format = "0%"
    sheet.merge_cells("H1:J2")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def by_xlsxwriter() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("清单")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold, plain = book.add_format({"bold": True}), book.add_format()
    for number in range(30):
        sheet.write_row(number, 0, [number, f"第{number}项 & <b>", " 前后有空格 ", "换\n行"])
        sheet.write_datetime(number, 4, datetime(2022, 6, 30), day)
        sheet.write_rich_string(number, 5, plain, "一半", bold, "粗体")
        sheet.write_formula(number, 6, "=A1", None, 7)
        sheet.write_boolean(number, 7, True)
    sheet.write_comment(1, 1, "批注")
    sheet.merge_range("J1:K2", "合并")
    book.close()
    return target.getvalue()


def test_a_package_is_read_with_one_budget():
    budget = Budget()
    Package(by_openpyxl(), budget).read("xl/workbook.xml")
    assert budget.bytes_left < budget.limits.xml_bytes
