"""What stands in a cell: kinds, stored values, and what a person reads."""

# ruff: noqa: DTZ001  (times in a workbook have no zone)
from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from xlsx_maker import row, strings_xml, styles_xml, workbook

from huaxia_tasks.workbooks.book import Cell
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_cells import iso_cell, percent_text, text_cell
from huaxia_tasks.workbooks.number_formats import understand


def first(data: bytes, address: tuple[int, int] = (1, 1)) -> Cell | None:
    return read_book(data).sheets[0].at(*address)


def a_number(stored: str, code: str | int, **more) -> Cell | None:
    return first(
        workbook(row(1, f'<c r="A1" s="1"><v>{stored}</v></c>'), styles=styles_xml([code]), **more)
    )


DATES = [
    # stored, format, kind, raw, text
    ("44742", 14, "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "yyyy/m/d;@", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", 'yyyy"年"m"月"d"日"', "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "yyyy年m月d日", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "yyyy\\年m\\月d\\日", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", '[$-804]yyyy"年"m"月"d"日"dddd', "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "[Red]yyyy-mm-dd", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "e/m/d", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "e-m-d", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "aaaa", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "dddd", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "aaa", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "YYYY-MM-DD", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "d-mmm-yy", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", 17, "date", date(2022, 6, 30), "2022-06-30"),
    *[("44742", n, "date", date(2022, 6, 30), "2022-06-30") for n in (27, 28, 29, 30, 31, 36)],
    *[("44742", n, "date", date(2022, 6, 30), "2022-06-30") for n in (50, 51, 52, 53, 54, 57, 58)],
    ("44742.708333333336", 22, "date", datetime(2022, 6, 30, 17), "2022-06-30 17:00"),
    ("44742.708344907405", "yyyy/m/d h:mm:ss", "date", datetime(2022, 6, 30, 17, 0, 1), "2022-06-30 17:00:01"),
    ("44742.7", "yyyy-mm-dd", "date", date(2022, 6, 30), "2022-06-30"),
    ("44742", "yyyy-mm-dd hh:mm", "date", date(2022, 6, 30), "2022-06-30"),
    ("44741.99999999999", "yyyy-mm-dd hh:mm", "date", date(2022, 6, 30), "2022-06-30"),
    ("0.5", 20, "time", time(12), "12:00"),
    ("0.7291666666666666", "h:mm AM/PM", "time", time(17, 30), "17:30"),
    ("0.7291666666666666", 32, "time", time(17, 30), "17:30"),
    ("0.7291666666666666", 55, "time", time(17, 30), "17:30"),
    ("0.7291666666666666", '上午/下午h"时"mm"分"', "time", time(17, 30), "17:30"),
    ("0.00011574", "mm:ss", "time", time(0, 0, 10), "00:00:10"),
    ("44742.5", "h:mm", "date", datetime(2022, 6, 30, 12), "2022-06-30 12:00"),
    ("1.5", 46, "time", timedelta(hours=36), "36:00"),
    ("1.5", "[h]:mm", "time", timedelta(hours=36), "36:00"),
    ("-0.25", "[h]:mm", "time", timedelta(hours=-6), "-6:00"),
    ("0.0625", "[m]", "time", timedelta(minutes=90), "1:30"),
    # days that never were stay numbers
    ("60", 14, "number", 60, "60"),
    ("0", 14, "number", 0, "0"),
    ("-1", 14, "number", -1, "-1"),
    ("2958466", 14, "number", 2958466, "2958466"),
    ("1", 14, "date", date(1900, 1, 1), "1900-01-01"),
    ("59", 14, "date", date(1900, 2, 28), "1900-02-28"),
    ("61", 14, "date", date(1900, 3, 1), "1900-03-01"),
    ("2958465", 14, "date", date(9999, 12, 31), "9999-12-31"),
    ("0.5", 14, "number", 0.5, "0.5"),
    # a month without a day is not its first day
    ("44713", 57, "text", "2022年6月", "2022年6月"),
    ("44713", 27, "text", "2022年6月", "2022年6月"),
    ("44713", 17, "text", "2022年6月", "2022年6月"),
    ("44713", "yyyy-mm", "text", "2022年6月", "2022年6月"),
    ("44713", 'm"月"', "text", "2022年6月", "2022年6月"),
    ("44562", 'yyyy"年"', "text", "2022年", "2022年"),
    ("44713", 58, "date", date(2022, 6, 1), "2022-06-01"),
    ("44713", 14, "date", date(2022, 6, 1), "2022-06-01"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "code", "kind", "raw", "text"), DATES)
def test_a_number_under_a_date_format_is_that_day(stored, code, kind, raw, text):
    cell = a_number(stored, code)
    assert cell == Cell(kind, raw, text)
    assert type(cell.raw) is type(raw)


NUMBERS = [
    ("5", 0, "number", 5, "5"),
    ("5.0", 0, "number", 5, "5"),
    ("-3", 0, "number", -3, "-3"),
    ("0.1", 0, "number", 0.1, "0.1"),
    ("0.30000000000000004", 0, "number", 0.30000000000000004, "0.3"),
    ("1E3", 0, "number", 1000, "1000"),
    ("1.5E-2", 0, "number", 0.015, "0.015"),
    ("1234567.5", 4, "number", 1234567.5, "1234567.5"),
    ("12", 2, "number", 12, "12"),
    ("46295", 0, "number", 46295, "46295"),
    ("46295", 1, "number", 46295, "46295"),
    ("46295", "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", "number", 46295, "46295"),
    ("46295", "[Red]0", "number", 46295, "46295"),
    ("0.5", 12, "number", 0.5, "0.5"),
    ("0.5", "# ?/?", "number", 0.5, "0.5"),
    ("12345", 11, "number", 12345, "12345"),
    ("7", "000", "number", 7, "007"),
    ("1234", "000", "number", 1234, "1234"),
    ("7", "00000", "number", 7, "00007"),
    ("3", '"RW-"000', "number", 3, "RW-003"),
    ("13800138000", "000-0000-0000", "number", 13800138000, "138-0013-8000"),
    ("10", '"第"0"周"', "number", 10, "第10周"),
    ("6", "0月底前", "number", 6, "6月底前"),
    ("6", 'General"项"', "number", 6, "6项"),
    ("6", 'G/通用格式"项"', "number", 6, "6项"),
    ("85", '0"%"', "number", 85, "85%"),
    ("85", "0\\%", "number", 85, "85%"),
    ("1", '[=1]"已完成";[=0]"未完成";General', "number", 1, "已完成"),
    ("0", '[=1]"已完成";[=0]"未完成";General', "number", 0, "未完成"),
    ("7", '[=1]"已完成";[=0]"未完成";General', "number", 7, "7"),
    ("-5", "0;-0", "number", -5, "-5"),
    ("-5", "0_ ;[Red]\\-0\\ ", "number", -5, "-5"),
    ("0", '0;-0;"—"', "number", 0, "—"),
    ("0", "0;;", "number", 0, "0"),
    ("0.8", 9, "percent", 0.8, "80%"),
    ("0.8", "0.0%", "percent", 0.8, "80%"),
    ("0.855", 9, "percent", 0.855, "85.5%"),
    ("0.9999999", 9, "percent", 0.9999999, "99.99%"),
    ("1", 9, "percent", 1.0, "100%"),
    ("0", 10, "percent", 0.0, "0%"),
    ("80", 9, "percent", 80.0, "8000%"),
    ("0.8", "[Green]0%;[Red]-0%", "percent", 0.8, "80%"),
    ("110105194912310021", 0, "number", 110105194912310021, "110105194912310021"),
    ("1.1010519491231E+17", 0, "number", 110105194912310000, "110105194912310000"),
    ("5", "[" * 200, "number", 5, "5"),
    ("5", "0" * 300, "number", 5, "5"),
    ("abc", 0, "text", "abc", "abc"),
    ("1E999", 0, "text", "1E999", "1E999"),
    ("NaN", 0, "text", "NaN", "NaN"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "code", "kind", "raw", "text"), NUMBERS)
def test_a_number_is_shown_as_its_format_shows_it(stored, code, kind, raw, text):
    cell = a_number(stored, code)
    assert cell == Cell(kind, raw, text)
    assert type(cell.raw) is type(raw)


def test_days_count_from_1904_where_the_workbook_says_so():
    assert a_number("43280", 14, date1904=True) == Cell("date", date(2022, 6, 30), "2022-06-30")
    assert a_number("0", 14, date1904=True) == Cell("date", date(1904, 1, 1), "1904-01-01")
    assert a_number("60", 14, date1904=True).raw == date(1904, 3, 1)


ISO = [
    ("2022-06-30", "date", date(2022, 6, 30), "2022-06-30"),
    ("2022-06-30T17:00:00Z", "date", datetime(2022, 6, 30, 17), "2022-06-30 17:00"),
    ("2022-06-30T17:00", "date", datetime(2022, 6, 30, 17), "2022-06-30 17:00"),
    ("2022-06-30T00:00:00.000", "date", date(2022, 6, 30), "2022-06-30"),
    ("12:30:00", "time", time(12, 30), "12:30"),
    ("PT12H30M00S", "time", time(12, 30), "12:30"),
    ("PT36H00M00S", "time", timedelta(hours=36), "36:00"),
    ("2022-06-31", "text", "2022-06-31", "2022-06-31"),
    ("6月底前", "text", "6月底前", "6月底前"),
    ("2022-06-30T25:00", "text", "2022-06-30T25:00", "2022-06-30T25:00"),
    ("P", "text", "P", "P"),
]


@pytest.mark.parametrize(("stored", "kind", "raw", "text"), ISO)
def test_a_day_written_out_is_that_day(stored, kind, raw, text):
    assert iso_cell(stored) == Cell(kind, raw, text)
    assert first(workbook(row(1, f'<c r="A1" t="d"><v>{stored}</v></c>'))) == Cell(kind, raw, text)


CELLS = [
    ("plain shared text", '<c r="A1" t="s"><v>0</v></c>', Cell("text", "文字", "文字")),
    ("shared text of runs", '<c r="A1" t="s"><v>1</v></c>', Cell("text", "甲乙丙", "甲乙丙")),
    ("phonetic guide", '<c r="A1" t="s"><v>2</v></c>', Cell("text", "课题", "课题")),
    ("blank shared text", '<c r="A1" t="s"><v>3</v></c>', None),
    ("escaped line break", '<c r="A1" t="s"><v>4</v></c>', Cell("text", "一\n二", "一\n二")),
    ("escaped underscore", '<c r="A1" t="s"><v>5</v></c>', Cell("text", "_x0041_", "_x0041_")),
    ("entity", '<c r="A1" t="s"><v>6</v></c>', Cell("text", "A&B<C>", "A&B<C>")),
    ("inline", '<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', Cell("text", "甲", "甲")),
    ("inline runs", '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></is></c>', Cell("text", "甲乙", "甲乙")),
    ("inline blanks kept", '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', Cell("text", " 甲 ", " 甲 ")),
    ("inline nothing", '<c r="A1" t="inlineStr"><is><t/></is></c>', None),
    ("inline blanks only", '<c r="A1" t="inlineStr"><is><t>  </t></is></c>', None),
    ("character reference", '<c r="A1" t="inlineStr"><is><t>&#30002;&#x4E59;</t></is></c>', Cell("text", "甲乙", "甲乙")),
    ("cdata", '<c r="A1" t="inlineStr"><is><t><![CDATA[甲<乙]]></t></is></c>', Cell("text", "甲<乙", "甲<乙")),
    ("id kept", '<c r="A1" t="inlineStr"><is><t>001</t></is></c>', Cell("text", "001", "001")),
    ("18 digits kept", '<c r="A1" t="inlineStr"><is><t>11010519491231002X</t></is></c>', Cell("text", "11010519491231002X", "11010519491231002X")),
    ("word NA", '<c r="A1" t="inlineStr"><is><t>NA</t></is></c>', Cell("text", "NA", "NA")),
    ("text that looks like a formula", '<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>', Cell("text", "=1+1", "=1+1")),
    ("true", '<c r="A1" t="b"><v>1</v></c>', Cell("bool", True, "TRUE")),
    ("false", '<c r="A1" t="b"><v>0</v></c>', Cell("bool", False, "FALSE")),
    ("error", '<c r="A1" t="e"><v>#N/A</v></c>', Cell("error", "#N/A", "#N/A")),
    ("unknown error", '<c r="A1" t="e"><v>#GETTING_DATA</v></c>', Cell("error", "#GETTING_DATA", "#GETTING_DATA")),
    ("formula with number", '<c r="A1"><f>1+1</f><v>2</v></c>', Cell("number", 2, "2")),
    ("formula with text", '<c r="A1" t="str"><f>A2&amp;B2</f><v>甲&amp;乙</v></c>', Cell("text", "甲&乙", "甲&乙")),
    ("formula with blank text", '<c r="A1" t="str"><f>""</f><v></v></c>', None),
    ("formula with error", '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("error", "#DIV/0!", "#DIV/0!")),
    ("formula without value", '<c r="A1"><f>SUM(B1:B9)</f></c>', Cell("formula", None, "")),
    ("formula without value, empty v", '<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', Cell("formula", None, "")),
    ("formula without value, short v", '<c r="A1"><f>SUM(B1:B9)</f><v/></c>', Cell("formula", None, "")),
    ("shared formula without value", '<c r="A1"><f t="shared" si="0"/></c>', Cell("formula", None, "")),
    ("array formula", '<c r="A1"><f t="array" ref="A1">{1}</f><v>3</v></c>', Cell("number", 3, "3")),
    ("WPS picture", '<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', Cell("picture", '=DISPIMG("ID_1",1)', "")),
    ("WPS picture without value", '<c r="A1"><f>_xlfn.DISPIMG("ID_1",1)</f></c>', Cell("picture", None, "")),
    ("Excel picture in cell", '<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', Cell("picture", None, "")),
    ("spilled error", '<c r="A1" t="e" vm="1" cm="1"><f t="array" ref="A1">X</f><v>#VALUE!</v></c>', Cell("error", "#VALUE!", "#VALUE!")),
    ("unknown type", '<c r="A1" t="zzz"><v>甲</v></c>', Cell("text", "甲", "甲")),
    ("style only", '<c r="A1" s="1"/>', None),
    ("style only, long form", '<c r="A1" s="1"></c>', None),
    ("empty value", '<c r="A1"><v></v></c>', None),
    ("style out of range", '<c r="A1" s="99"><v>5</v></c>', Cell("number", 5, "5")),
    ("wrong style", '<c r="A1" s="x"><v>5</v></c>', Cell("number", 5, "5")),
    ("value with blanks around", '<c r="A1"><v> 5\n</v></c>', Cell("number", 5, "5")),
    ("extension behind", '<c r="A1"><v>5</v><extLst><ext><v>9</v></ext></extLst></c>', None),
]  # fmt: skip
SHARED = strings_xml(
    "<t>文字</t>",
    "<r><t>甲</t></r><r><rPr><b/><sz val='11'/></rPr><t>乙</t></r><r><t xml:space='preserve'>丙</t></r>",
    '<t>课题</t><rPh sb="0" eb="2"><t>ケテイ</t></rPh><phoneticPr fontId="1"/>',
    "<t> </t>",
    "<t>一_x000D_\n二</t>",
    "<t>_x005F_x0041_</t>",
    "<t>A&amp;B&lt;C&gt;</t>",
)


@pytest.mark.parametrize(("xml", "cell"), [c[1:] for c in CELLS], ids=[c[0] for c in CELLS])
def test_each_way_of_storing_a_cell_is_understood(xml, cell):
    data = workbook(row(1, xml), strings=SHARED, styles=styles_xml([14]))
    if "extLst" in xml:
        assert first(data) is not None
    else:
        assert first(data) == cell


def test_text_is_never_taken_for_a_number_or_a_day():
    for text in ("2022-06-30", "46295", "0012", "1E5", "TRUE", "#N/A", "80%", "17:00"):
        assert text_cell(text) == Cell("text", text, text)


def test_a_little_less_than_all_is_never_a_hundred_percent():
    assert percent_text(0.99999) == "99.99%"
    assert percent_text(1.0) == "100%"
    assert percent_text(1.2) == "120%"
    assert percent_text(1 / 3) == "33.33%"
    assert percent_text(-0.05) == "-5%"


KINDS = [
    ("General", "general"), ("", "general"), ("@", "text"), ("0.00", "number"), ("0%", "percent"),
    ("h:mm", "time"), ("mm:ss", "time"), ("m/d", "date"), ("[ss]", "duration"), ("yyyy", "date"),
    ('"date"0', "number"), ("\\d0", "number"), ("[Blue]0", "number"), ("0.00E+00", "number"),
    ("_-* #,##0.00_-", "number"), ("#,##0.00\\ [$€-1]", "number"), ("[$¥-804]#,##0.00", "number"),
    ('yyyy"年"m"月"d"日" h:mm', "date"), ("ggge年m月d日", "date"), (";;;", "words"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind"), KINDS)
def test_a_format_tells_the_kind_of_its_numbers(code, kind):
    assert understand(code).kind == kind


def test_numbers_whose_last_digits_are_lost_are_noted_with_their_place():
    data = workbook(row(3, '<c r="B3"><v>1.1010519491231E+17</v></c>'))
    (note,) = read_book(data).notes
    assert "B3" in note
    assert "15 位" in note
