# ruff: noqa: DTZ001  (times in a workbook have no zone)
"""What a file is told by its content: tables as text, as web page, as XML; and what is no table."""

from __future__ import annotations

import contextlib
import gzip
import time
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_maker import parts, row, sheet_xml, workbook, zipped

from huaxia_tasks.workbooks.book import Book, Cell, Unreadable
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_text import NOTE_BIG5


def rows(book: Book, sheet: int = 0) -> dict[int, list[str]]:
    return {
        r: [book.sheets[sheet].text(r, c) for c in range(1, max(cells) + 1)]
        for r, cells in book.sheets[sheet].rows.items()
    }


def refused(data: bytes, name: str = "清单.xlsx") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_book(data, name)
    assert caught.value.message.endswith("。")
    return caught.value


# Text ---------------------------------------------------------------------------------------------

TABLE = "序号,工作任务,完成时限,状态\r\n1,推进一站式学生社区建设，收集意见,6月底前,已完成\r\n2,“访企拓岗”专项行动,2022-06-30,80%\r\n"
READ = {
    1: ["序号", "工作任务", "完成时限", "状态"],
    2: ["1", "推进一站式学生社区建设，收集意见", "6月底前", "已完成"],
    3: ["2", "“访企拓岗”专项行动", "2022-06-30", "80%"],
}
ENCODINGS = {
    "UTF-8": TABLE.encode(),
    "UTF-8 with mark": TABLE.encode("utf-8-sig"),
    "GB18030": TABLE.encode("gb18030"),
    "GBK": TABLE.encode("gbk"),
    "UTF-16 little with mark": b"\xff\xfe" + TABLE.encode("utf-16-le"),
    "UTF-16 big with mark": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "UTF-16 little": TABLE.encode("utf-16-le"),
    "UTF-16 big": TABLE.encode("utf-16-be"),
    "UTF-32 with mark": TABLE.encode("utf-32"),
    "only line feeds": TABLE.replace("\r\n", "\n").encode(),
    "only carriage returns": TABLE.replace("\r\n", "\r").encode("gb18030"),
    "no line end at the end": TABLE.rstrip().encode(),
    "old end mark": TABLE.encode("gb18030") + b"\x1a",
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_table_of_text_is_read_in_any_encoding(name):
    book = read_book(ENCODINGS[name], "报送/信息工程学院.csv")
    assert rows(book) == READ
    assert book.format == "csv"
    assert book.sheets[0].name == "信息工程学院"
    assert all(
        cell.kind == "text" for cells in book.sheets[0].rows.values() for cell in cells.values()
    )


SEPARATORS = {
    "comma": ",",
    "tab": "\t",
    "semicolon": ";",
    "full-width comma": "，",
    "full-width semicolon": "；",
    "bar": "|",
}


@pytest.mark.parametrize("name", SEPARATORS)
@pytest.mark.parametrize(
    "title", ["", "武汉华夏理工学院任务清单\n", "任务清单，填报单位：信息工程学院\n\n"]
)
def test_the_separator_is_found_by_the_columns_it_makes(name, title):
    cells = [
        ["序号", "任务", "时限"],
        ["1", "走访座谈", "6月"],
        ["2", "", "7月"],
        ["3", "社区", ""],
    ]
    text = title + "\n".join(SEPARATORS[name].join(line) for line in cells)
    found = [
        r[:3] for r in rows(read_book(text.encode(), "x.csv")).values() if len(r) > 2 or "社区" in r
    ]
    assert [[*r, ""][:3] for r in found][-4:] == cells


def test_commas_inside_texts_do_not_mislead():
    text = "序号\t任务\t时限\n" + "".join(
        f"{i}\t走访,座谈,收集,意见\t6月，7月，8月\n" for i in range(9)
    )
    assert rows(read_book(text.encode(), "x.csv"))[5] == [
        "3",
        "走访,座谈,收集,意见",
        "6月，7月，8月",
    ]


def test_a_separator_named_in_the_first_line_is_used():
    assert rows(read_book(b"sep=;\r\na,b;c\r\nd,e;f\r\n")) == {
        1: ["a,b", "c"],
        2: ["d,e", "f"],
    }


def test_quotes_line_breaks_and_identity_numbers_survive():
    text = '序号,任务,编号\n1,"一,二\n三","=""001"""\n2,"他说""好""",="002"\n3,=1+1,0012\n'
    assert rows(read_book(text.encode("gb18030"))) == {
        1: ["序号", "任务", "编号"], 2: ["1", "一,二\n三", "001"],
        3: ["2", '他说"好"', "002"], 4: ["3", "=1+1", "0012"],
    }  # fmt: skip


def test_text_that_cannot_be_trusted_is_refused():
    whole = TABLE.encode()
    half = (
        "序号,任务\n1,推进一站式学生社区建设\n2,走访座谈收集意见\n".encode()
        + "3,就业工作\n".encode("gbk")
    )
    assert refused(half).reason == "encoding"
    assert refused(whole[: whole.index("推".encode()) + 1]).reason == "damaged"
    assert refused(b"\xff\xfe" + TABLE.encode("utf-16-le")[:-1]).reason == "damaged"
    error = refused('序号,任务\n1,"没有闭合\n2,社区\n'.encode())
    assert (error.reason, "双引号" in error.message) == ("damaged", True)
    assert refused('序号,任务\n1,"一站式"社区\n'.encode()).reason == "damaged"
    assert refused("这是一段说明文字。\n没有任何分列。\n".encode()).reason == "not-a-workbook"
    assert refused(b"x" * 300_000).reason == "not-a-workbook"
    assert refused(bytes(range(256)) * 40).reason == "secured"
    assert refused(TABLE.encode() + bytes(5_000) + b"x").reason == "placeholder"


def test_traditional_text_in_big5_is_not_read_as_rubbish():
    table = "序號,工作任務,完成時限\r\n1,推進學生社區建設與訪談,六月底前\r\n2,聯繫企業拓展就業崗位,七月\r\n"
    book = read_book(table.encode("cp950"))
    assert rows(book)[2] == ["1", "推進學生社區建設與訪談", "六月底前"]
    assert book.notes == (NOTE_BIG5,)
    assert read_book(table.encode("gb18030")).notes == ()
    assert rows(read_book(table.encode("gb18030")))[2] == [
        "1",
        "推進學生社區建設與訪談",
        "六月底前",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text('推进一站式学生社区建设，。,;"0129 年月日', max_size=8), min_size=3, max_size=3
        ),
        min_size=3,
        max_size=8,
    ),
    st.sampled_from(["utf-8", "gb18030", "utf-8-sig"]),
)
def test_what_csv_writes_is_read_back(table, encoding):
    import csv
    import io

    table = [["序号", "任务", "时限"], ["1", "社区", "6月"], *table]
    target = io.StringIO()
    csv.writer(target).writerows(table)
    sheet = read_book(target.getvalue().encode(encoding)).sheets[0]
    for r, values in enumerate(table, 1):
        for c, value in enumerate(values, 1):
            wanted = value if value.strip() else ""
            assert sheet.text(r, c) == wanted


# Web pages ----------------------------------------------------------------------------------------

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td {mso-number-format:"\\@"} <table></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>任务清单</x:Name>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body>
<table border=1><tr><th colspan="3">任务清单</th></tr>
<TR><td>序号<td rowspan=2>工作<b>任务</b><br/>及措施<td>时限
<tr style="display:none"><td x:num>1</td><td>&lt;6月&gt;&nbsp;&#24213;&amp;前</td></tr>
<tr><td>  </td><td title="a > b">  二
  三 </td><td>x</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_named_xls_is_read_with_its_spans(encoding):
    page = PAGE if encoding == "gb18030" else PAGE.replace("gb2312", encoding.removesuffix("-sig"))
    book = read_book(page.encode(encoding), "导出.xls")
    sheet = book.sheets[0]
    assert book.format == "html"
    assert sheet.name == "任务清单"
    assert rows(book) == {
        1: ["任务清单"],
        2: ["序号", "工作任务\n及措施", "时限"],
        3: ["1", "", "<6月> 底&前"],
        4: ["", "二 三", "x"],
    }
    assert sheet.merged == ((1, 1, 1, 3), (2, 2, 3, 2))
    assert sheet.hidden_rows == {3}


def test_a_page_may_declare_the_wrong_encoding():
    assert rows(read_book(PAGE.encode(), "x.xls"))[1] == ["任务清单"]


def test_every_table_of_a_page_is_a_sheet_also_a_nested_one():
    book = read_book(
        "<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table><table><tr><td>后</table>".encode()
    )
    assert [(s.name, s.text(1, 1)) for s in book.sheets] == [
        ("表格1", "外"),
        ("表格2", "内"),
        ("表格3", "后"),
    ]


@pytest.mark.parametrize(
    "behind", ["<tr><td>2</td><td>修", "<tr><td>2</td><td", "<tr><td>2</td><td>"]
)
def test_a_page_cut_off_within_a_row_is_refused(behind):
    page = "<html><table><tr><td>序号</td><td>工作任务</td></tr><tr><td>1</td><td>换灯</td></tr>"
    assert refused((page + behind).encode()).reason == "damaged"
    assert len(rows(read_book((page + behind + "</td></tr></table></html>").encode()))) >= 2
    assert (
        len(
            rows(
                read_book((page + behind + ("" if behind[-1] == ">" else ">") + "</html>").encode())
            )
        )
        >= 2
    )
    assert len(rows(read_book(page.encode()))) == 2


def test_a_page_without_a_table_is_no_workbook():
    error = refused("<!DOCTYPE html><html><body>请登录</body></html>".encode())
    assert error.reason == "not-a-workbook"
    assert "登录页" in error.message


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<" * 300_000, "<table>" + '<a "' * 100_000, "<table>" + "<!--" * 100_000,
        "<table>" + "<td colspan=9999 rowspan=99999>x" * 30, "<table>" * 30, "<table><tr><td>" + "&" * 300_000,
        "<table><script>" + "</scrip" * 100_000, "<table>" * 3 + "</table>" * 300_000,
    ],
)  # fmt: skip
def test_a_page_made_to_hurt_ends_soon(page):
    begin = time.process_time()
    with contextlib.suppress(Unreadable):
        read_book(page.encode())
    assert time.process_time() - begin < 3


# Excel 2003 XML -----------------------------------------------------------------------------------

XML = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>张三</Author><Title>清单</Title></DocumentProperties>
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="z"><NumberFormat ss:Format="000"/></Style>
<Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>
<Worksheet ss:Name="任务清单"><Table><Column ss:Hidden="1" ss:Span="1"/><Column/>
<Row><Cell ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">右</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Index="4"><Data ss:Type="Number">5</Data></Cell></Row>
<Row ss:Index="5"><Cell ss:StyleID="p"><Data ss:Type="Number">0.8</Data></Cell><Cell ss:StyleID="z"><Data ss:Type="Number">7</Data></Cell>
<Cell><Data ss:Type="DateTime">2022-06-30T00:00:00.000</Data></Cell><Cell ss:StyleID="m"><Data ss:Type="DateTime">2022-06-01T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=A1"/>
<Cell ss:Formula="=A1"><Data ss:Type="String"></Data></Cell>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>体</ss:Data><Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_an_excel_2003_xml_table_is_read():
    book = read_book(XML.encode(), "导出.xls")
    sheet, other = book.sheets
    assert book.format == "xml"
    assert book.properties == {"creator": "张三", "title": "清单"}
    assert sheet.merged == ((1, 1, 2, 3),)
    assert sheet.text(1, 1) == "标题"
    assert sheet.text(1, 4) == "右"
    assert sheet.at(2, 4) == Cell("number", 5, "5")
    assert [sheet.at(5, c) for c in range(1, 10)] == [
        Cell("percent", 0.8, "80%"), Cell("number", 7, "007"),
        Cell("date", date(2022, 6, 30), "2022-06-30"), Cell("text", "2022年6月", "2022年6月"),
        Cell("bool", True, "TRUE"), Cell("error", "#N/A", "#N/A"), Cell("formula", None, ""), None,
        Cell("text", "粗体", "粗体"),
    ]  # fmt: skip
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {1, 2}
    assert (sheet.hidden, other.hidden) == (False, True)
    assert sheet.has_comments


def test_an_excel_2003_xml_table_with_entities_or_cut_off_is_refused():
    evil = XML.replace("<?mso", '<!DOCTYPE x [<!ENTITY a "b">]><?mso')
    assert refused(evil.encode()).reason == "unsafe"
    assert refused(XML[:900].encode()).reason == "damaged"
    assert refused(XML.replace('ss:Index="4"', 'ss:Index="99999"').encode()).reason == "unsafe"


# OpenDocument -------------------------------------------------------------------------------------

NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="t" xmlns:text="x" xmlns:calcext="c" xmlns:style="s"'


def ods(inside: str, extra: dict[str, str] | None = None) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name="表">{inside}</table:table></office:spreadsheet></office:body></office:document-content>',
            **(extra or {}),
        }
    )


def cell(attributes: str, shown: str = "", more: str = "") -> str:
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {attributes}>{paragraph}{more}</table:table-cell>"


ODS_CELLS = [
    (cell('office:value-type="string"', "甲"), Cell("text", "甲", "甲")),
    (cell('office:value-type="string"', "甲</text:p><text:p>乙"), Cell("text", "甲\n乙", "甲\n乙")),
    (cell('office:value-type="string"', '甲<text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>丁<text:span>戊</text:span>'), Cell("text", "甲  乙\t丙\n丁戊", "甲  乙\t丙\n丁戊")),
    (cell('office:value-type="string"', "\n   甲\n   乙\n  "), Cell("text", "甲 乙", "甲 乙")),
    (cell('office:value-type="float" office:value="5"', "5"), Cell("number", 5, "5")),
    (cell('office:value-type="float" office:value="7"', "007"), Cell("number", 7, "007")),
    (cell('office:value-type="float" office:value="10"', "第10周"), Cell("number", 10, "第10周")),
    (cell('office:value-type="float" office:value="1"', "TRUE"), Cell("bool", True, "TRUE")),
    (cell('office:value-type="float" office:value="1234.5"', "1,234.50"), Cell("number", 1234.5, "1234.5")),
    (cell('office:value-type="percentage" office:value="0.8"', "80%"), Cell("percent", 0.8, "80%")),
    (cell('office:value-type="date" office:date-value="2022-06-30"', "2022年6月30日"), Cell("date", date(2022, 6, 30), "2022-06-30")),
    (cell('office:value-type="date" office:date-value="2022-06-30T17:00:00"', "x"), Cell("date", datetime(2022, 6, 30, 17), "2022-06-30 17:00")),
    (cell('office:value-type="date" office:date-value="2022-06-01"', "2022年6月"), Cell("text", "2022年6月", "2022年6月")),
    (cell('office:value-type="boolean" office:boolean-value="true"', "TRUE"), Cell("bool", True, "TRUE")),
    (cell('office:value-type="string" calcext:value-type="error"', "#N/A"), Cell("error", "#N/A", "#N/A")),
    (cell('table:formula="of:=A1"'), Cell("formula", None, "")),
    (cell('office:value-type="string"', "甲", "<office:annotation><text:p>批注</text:p></office:annotation>"), Cell("text", "甲", "甲")),
    (cell(""), None),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "expected"), ODS_CELLS)
def test_each_kind_of_cell_of_an_open_document_is_understood(xml, expected):
    book = read_book(ods(f"\n <table:table-row>\n {xml}\n </table:table-row>\n"))
    assert book.sheets[0].at(1, 1) == expected
    assert book.sheets[0].has_comments == ("annotation" in xml)


def test_repeated_rows_and_columns_and_spans_of_an_open_document_are_placed_right():
    one = '<table:table-cell office:value-type="string"{0}><text:p>{1}</text:p></table:table-cell>'
    inside = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        "<table:table-header-rows><table:table-row>"
        + one.format(' table:number-columns-spanned="2" table:number-rows-spanned="2"', "标题")
        + '<table:covered-table-cell/><table:table-cell table:number-columns-repeated="3"/>'
        + one.format(' table:number-columns-repeated="2"', "右")
        + "</table:table-row></table:table-header-rows>"
        + '<table:table-row table:number-rows-repeated="3"/>'
        + f'<table:table-row table:number-rows-repeated="2" table:visibility="filter">{one.format("", "重")}'
        + f"<table:table-cell/>{one.format('', '列')}</table:table-row>"
        + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_book(ods(inside)).sheets[0]
    assert {r: {c: x.text for c, x in cells.items()} for r, cells in sheet.rows.items()} == {
        1: {1: "标题", 6: "右", 7: "右"}, 5: {1: "重", 3: "列"}, 6: {1: "重", 3: "列"},
    }  # fmt: skip
    assert sheet.merged == ((1, 1, 2, 2),)
    assert sheet.hidden_rows == {5, 6}
    assert sheet.hidden_columns == {3}


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (f'<table:table-row table:number-rows-repeated="4294967296">{ODS_CELLS[0][0]}</table:table-row>', "too-large"),
        (f'<table:table-row>{cell("""table:number-columns-repeated="99999" office:value-type="string" """, "x")}</table:table-row>', "too-large"),
        (f'<table:table-row table:number-rows-repeated="1000">{cell("""table:number-columns-repeated="16000" office:value-type="string" """, "x")}</table:table-row>', "too-large"),
        ("<table:table-row>" + cell('office:value-type="string"', '<text:s text:c="2000000000"/>' * 40_000) + "</table:table-row>", "too-large"),
        ("<a>" * 500, "unsafe"),
        ("<table:table-row>", "damaged"),
    ],
)  # fmt: skip
def test_an_open_document_made_to_hurt_is_refused(inside, reason):
    assert refused(ods(inside)).reason == reason


def test_an_encrypted_open_document_is_refused_as_such():
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert refused(ods("", {"META-INF/manifest.xml": manifest})).reason == "encrypted"


# What is no table ---------------------------------------------------------------------------------

OTHERS = [
    ("PDF", b"%PDF-1.7\n", "not-a-workbook", "PDF"),
    ("PNG", b"\x89PNG\r\n\x1a\n" + bytes(20), "not-a-workbook", "图片"),
    ("JPEG", b"\xff\xd8\xff\xe0" + bytes(20), "not-a-workbook", "图片"),
    ("BMP", b"BM\x36\x00\x00\x00\x00\x00\x00\x00" + b"x" * 20, "not-a-workbook", "图片"),
    ("HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(20), "not-a-workbook", "图片"),
    ("RTF", b"{\\rtf1\\ansi", "not-a-workbook", "RTF"),
    ("Word", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "not-a-workbook", "Word"),
    ("PowerPoint", zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "not-a-workbook", "PowerPoint"),
    ("OFD", zipped({"OFD.xml": ""}), "not-a-workbook", "OFD"),
    ("Numbers", zipped({"Index/Document.iwa": "", "Metadata/x": ""}), "other-format", "Numbers"),
    ("odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not-a-workbook", "文字文档"),
    ("zip", zipped({"清单.xlsx": workbook(row(1))}), "archive", "ZIP"),
    ("rar", b"Rar!\x1a\x07\x00" + bytes(20), "archive", "RAR"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "archive", "7z"),
    ("gz", gzip.compress(b"x"), "archive", "GZ"),
    ("mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "other-format", "mht"),
    ("mht of Blink", b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://oa/\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n<table>", "other-format", "mht"),
    ("mht of WPS", b"MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary=x\n\n", "other-format", "mht"),
    ("letter", b"Received: from a\r\n\tby b\r\nFrom: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\na,b\r\nc,d\r\n", "not-a-workbook", "附件"),
    ("SYLK", b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"a"\r\nC;Y1;X2;K"b"\r\nE\r\n', "other-format", "SYLK"),
    ("DIF", b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n', "other-format", "DIF"),
    ("XML", b'<?xml version="1.0"?><root><a/></root>', "other-format", "XML"),
    ("shortcut", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(40), "not-a-workbook", "快捷方式"),
    ("link", b"[InternetShortcut]\r\nURL=https://example.invalid/", "not-a-workbook", "链接"),
    ("program", b"MZ\x90\x00" + bytes(40), "not-a-workbook", "程序"),
    ("secured", b"\x62\x14\x23\x65\x00E-SafeNet\x00LOCK" + bytes(300), "secured", "解密"),
    ("secured too", b"%TSD-Header-###%" + bytes(300), "secured", "解密"),
    ("noise", bytes((i * 7919 + i * i) % 256 for i in range(5000)), "secured", "解密"),
    ("Mac fork", b"\x00\x05\x16\x07\x00\x02" + bytes(60), "not-a-workbook", "苹果"),
    ("SQLite", b"SQLite format 3\x00" + bytes(60), "not-a-workbook", "数据库"),
    ("owner mark", b"\x06" + b"zhang " * 9 + b"\x03\x00" + "张三丰".encode("utf-16-le") + b" \x00" * 51, "secured", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason", "word"), [o[1:] for o in OTHERS], ids=[o[0] for o in OTHERS]
)
def test_what_is_no_table_is_named_and_says_what_to_do(data, reason, word):
    for name in ("清单.xlsx", "清单.xls", ""):
        error = refused(data, name)
        assert error.reason == reason
        assert word in error.message
        assert "。" in error.message


@pytest.mark.parametrize(
    "text",
    [
        "ID;Project;Date\n1;修灯;6月\n2;刷墙;7月\n",
        "ID;P;C\n1;2;3\nC;a;b\n",
        "TABLE,b\n0,1\n1,2\n",
        "From: a,To: b\n1,2\nSubject: c,Date: d\n",
        "序号,任务\nFrom: 教务处,To: 学工部\nSubject: 一,Date: 二\n",
        "Date,Subject,From\n6月1日,修灯,师生\n",
    ],
)
def test_a_table_that_only_begins_like_something_else_is_a_table(text):
    (sheet,) = read_book(text.encode(), "清单.csv").sheets
    assert len(sheet.rows) == 3 or text.count("\n") < 3


def test_the_name_never_decides():
    modern = workbook(row(1, '<c r="A1"><v>1</v></c>'))
    for name in ("清单.xls", "清单.csv", "清单.docx", "清单", "清单.et", ""):
        assert read_book(modern, name).format == "xlsx"
        assert read_book(TABLE.encode(), name).format == "csv"
        assert read_book(PAGE.encode("gb18030"), name).format == "html"


def test_macro_workbooks_and_templates_are_read_and_marked():
    content = parts(
        {"表": sheet_xml(row(1, '<c r="A1"><v>1</v></c>'))}, extra={"xl/vbaProject.bin": b"\xd0"}
    )
    book = read_book(zipped(content), "清单.xlsm")
    assert book.sheets[0].text(1, 1) == "1"
    assert book.notes == ("含有宏（VBA），宏没有运行",)
