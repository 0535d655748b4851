"""The quick readers and the parser say the same of any sheet, sound or broken."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_grid_sheets import EXCEL_AFTER, EXCEL_BEFORE, EXCEL_ROWS, merged, t
from xlsx_maker import parts, row, sheet_xml, strings_xml, styles_xml, zipped

from huaxia_tasks.workbooks import grid_xlsx_sheet, grid_xlsx_texts
from huaxia_tasks.workbooks.book import Book, Unreadable
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_cells import number_converter
from huaxia_tasks.workbooks.grid_xlsx_plain import NotCanonical
from huaxia_tasks.workbooks.grid_xlsx_values import SHORT_TEXTS
from huaxia_tasks.workbooks.number_formats import GENERAL

LISTED = (
    "".join(
        row(
            n,
            f'<c r="A{n}" s="4"><v>{n}</v></c><c r="B{n}" s="1"><v>4474{n}</v></c>',
            t(f"C{n}", f"第{n}项 A&amp;B &lt;甲&gt;&#30002;&#x4e59;", ' s="4"'),
            f'<c r="D{n}" t="s"><v>{n % 3}</v></c><c r="E{n}" s="4"/><c r="F{n}" s="4"/>',
            f'<c r="G{n}" t="inlineStr"><is><t xml:space="preserve"> 乙 </t></is></c>',
            f'<c r="H{n}"><f>A{n}+1</f><v>5</v></c><c r="I{n}" t="str"><f t="shared" si="0"/><v>丙</v></c>',
            f'<c r="J{n}" s="2" t="n"><v>0.8</v></c><c r="K{n}" t="b"><v>1</v></c><c r="L{n}"></c>',
            f'<c r="M{n}" t="inlineStr"><is><t></t></is></c><c r="N{n}" s="4"><v/></c><c r="O{n}" s="4" />',
            more=' ht="28" customHeight="1"' if n % 2 else ' hidden="1" spans="1:14"',
        )
        for n in range(1, 8)
    )
    + '<row r="9" ht="20"/><row r="10" spans="1:4" /><row r="11" s="1"></row>'
)
SHEETS = {
    "listed": sheet_xml(LISTED, after=merged("A1:B1")),
    "excel": sheet_xml(EXCEL_ROWS, EXCEL_BEFORE, EXCEL_AFTER),
    "hidden columns": sheet_xml(
        row(1, t("A1", "甲")), '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>'
    ),
    "empty": sheet_xml("").replace("<sheetData></sheetData>", "<sheetData/>"),
}  # fmt: skip
STRINGS = strings_xml(
    "<t>共</t>", "<t>A&amp;B</t>", '<t xml:space="preserve"> 丁 </t><phoneticPr fontId="1"/>',
    '<r><rPr><b/><sz val="9"/><color theme="1" tint="0.5"/></rPr><t>一</t></r><r><t>半</t></r>',
)  # fmt: skip
SNIPPETS = [
    "<", ">", "&", '"', "'", "/", " ", "]]>", "&amp;", "&#0;", "&#xD800;", "&#65534;", "&x;", "&#50;", "\ufffe",
    "\uffff", "\ud800", "\t", "\n", "\r", "\x01", "=", "</row>", '<row r="3">', '<row r="1"/>', '<row r="99"/>',
    '<row r="1048577"/>', '<c r="B2"><v>5</v></c>', '<c r="A1" s="4"/>', "</c>", "<v>", "</v>", "<v/>", "<f>",
    "<is><t>", "</t></is>", "<!-- -->", "<x/>", "<x>", "</x>", ' s="2"', ' t="inlineStr"', ' t="s"', ' hidden="1"',
    ' r="A9"', " a='1'", ' x:b="1"', "</sheetData>", "<sheetData>", "<sheetData/>", "_x000D_", "<si/>", "<r><t>x</t></r>",
    "<rPh><t>x</t></rPh>", "</sst>", "<![CDATA[x]]>", "<?p?>", "0", "A", "甲", "</worksheet>", "<mergeCell ref='A1:C3'/>",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.floats(0, 0.9999), st.integers(0, 12), st.sampled_from(SNIPPETS)), max_size=3
)


def changed(text: str, changes: list[tuple[float, int, str]]) -> bytes:
    for place, length, snippet in changes:
        at = int(place * len(text))
        text = text[:at] + snippet + text[at + length :]
    return text.encode("utf-8", "surrogatepass")


def outcome(data: bytes) -> Book | str:
    try:
        return read_book(data)
    except Unreadable as error:
        return error.reason


def both_ways(sheet: bytes, strings: bytes) -> tuple[Book | str, Book | str]:
    content = parts({"表": ""}, styles=styles_xml([14, 9, "000"]), strings="")
    content["xl/worksheets/sheet1.xml"], content["xl/sharedStrings.xml"] = sheet, strings
    data = zipped(content)
    quick = outcome(data)

    def never(*_: object) -> None:
        raise NotCanonical("not tried")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid_xlsx_sheet, "_read_quickly", never)
        patch.setattr(grid_xlsx_texts, "_texts_quickly", never)
        return quick, outcome(data)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(SHEETS)), CHANGES)
def test_a_sheet_changed_anywhere_is_read_or_refused_alike(name, changes):
    quick, full = both_ways(changed(SHEETS[name], changes), STRINGS.encode())
    assert quick == full


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANGES)
def test_texts_changed_anywhere_are_read_or_refused_alike(changes):
    quick, full = both_ways(SHEETS["listed"].encode(), changed(STRINGS, changes))
    assert quick == full


GOOD = row(1, t("A1", "甲"))
BROKEN = {
    "end of a text section": row(1, t("A1", "x]]>y")),
    "no character": row(1, t("A1", "甲\uffff")),
    "a closed cell closed again": row(1, '<c r="A1" s="4" /></c>'),
    "a closed cell with a value": row(1, '<c r="A1" s="4"/><v>5</v></c>'),
    "an attribute twice": row(1, '<c r="A1" s="4" s="5"><v>5</v></c>'),
    "an attribute of a row twice": row(1, t("A1", "甲"), more=' ht="1" ht="2"'),
    "an attribute of an empty row twice": GOOD + '<row r="2" ht="1" ht="2"/>',
    "an attribute without quotes": row(1, t("A1", "甲"), more=" ht=28"),
    "no end of a row": '<row r="1"><row r="2"></row>',
    "two ends of a row": GOOD + "</row>",
    "a row in a row": '<row r="1"><row r="2"/></row>',
    "a reference cut off": row(1, t("A1", "A&amp")),
    "a reference to no character": row(1, t("A1", "&#65535;")),
    "an unknown reference in a formula": row(1, '<c r="A1"><f>A&x;</f><v>5</v></c>'),
    "an unknown reference in an attribute": row(1, t("A1", "甲"), more=' ht="&x;"'),
    "a tag cut off": row(1, '<c r="A1" s="4"<c r="B1" s="4"/>'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_xml_is_never_taken_for_a_sheet(name):
    quick, full = both_ways(sheet_xml(BROKEN[name]).encode(), STRINGS.encode())
    assert full != "甲"
    assert quick == full


def test_a_broken_font_name_in_a_shared_text_is_seen():
    inside = '<r><rPr><rFont val="宋\ud800"/></rPr><t>一</t></r>'
    strings = strings_xml(inside).encode("utf-8", "surrogatepass")
    assert both_ways(sheet_xml(GOOD).encode(), strings) == ("damaged", "damaged")


def test_what_is_remembered_between_workbooks_is_bounded():
    rows = "".join(
        row(n, t(f"A{n}", f"第{n}项"), f'<c r="B{n}"><v>{n}.5</v></c>') for n in range(1, 9_000)
    )
    assert isinstance(outcome(zipped(parts({"表": sheet_xml(rows)}))), Book)
    assert 0 < len(SHORT_TEXTS) <= 4_000
    assert 0 < len(number_converter(GENERAL, False).__self__) <= 2_000  # type: ignore[attr-defined]


def test_rows_without_anything_cost_little():
    empty = "".join(f'<row r="{n}" ht="20"/>' for n in range(990_000, 1_048_577))
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(990_000, 1_048_577))
    for rows in (empty, blank):
        book = outcome(zipped(parts({"表": sheet_xml(GOOD + rows)})))
        assert isinstance(book, Book)
        assert book.sheets[0].rows.keys() == {1}
