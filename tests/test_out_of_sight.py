"""What nobody sees in a workbook, or reading could not see, is told: covered texts, macros, shifted lines."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from builders import a_chain, a_view, findings_of
from submission_books import PLAN, WORDS
from test_grid_legacy import an_xlsb, at, wide
from test_grid_sheets import merged, t
from xls_writer import XlsSheet, write_xls
from xlsx_maker import link, parts, row, sheet_xml, workbook, zipped

from huaxia_tasks.units import match_units
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.submission import read_submission

HEADS = ("序号", "工作任务", "牵头单位", "完成时限")
ROWS = [
    HEADS,
    ("1", "建立谈心谈话制度", "商学院", "6月底前"),
    ("2", "走访企业", "教务部", "12月底"),
]


def told(data: bytes, file: str = "报送/商学院/任务清单.xlsx") -> list[dict[str, str]]:
    """The gaps of every trouble of the rule about what is hidden."""
    submission = read_submission(
        read_book(data, file),
        file=file,
        digest="d",
        plan=PLAN,
        words=WORDS,
        match_units=match_units,
    )
    return [dict(t.gaps) for t in submission.troubles if t.rule == "hidden-content"]


def a_list(area: str, rows: list[tuple[str, ...]] = ROWS) -> bytes:
    written = "".join(
        row(n, *(t(f"{'ABCD'[c]}{n}", text) for c, text in enumerate(texts) if text))
        for n, texts in enumerate(rows, 1)
    )
    return workbook(written, after=merged(area) if area else "")


def test_texts_under_merged_cells_of_a_list_are_told_with_their_places():
    (gaps,) = told(a_list("C2:C3"))
    assert gaps["说明"] == "工作表“表”有1个单元格的内容被合并单元格盖住了（C3）"
    assert "没有采用" in gaps["处理"]


@pytest.mark.parametrize(
    ("area", "rows"),
    [
        ("", ROWS),
        ("C2:C3", [*ROWS[:2], ("2", "走访企业", "商学院", "12月底")]),
        ("C2:C3", [*ROWS[:2], ("2", "走访企业", " 商学院 ", "12月底")]),
        ("C2:C3", [*ROWS[:2], ("2", "走访企业", "", "12月底")]),
        ("A1:D1", [("任务清单", "旧标题"), *ROWS]),
    ],
    ids=["no merge", "the same text", "the same but for blanks", "nothing under it", "a title"],
)
def test_a_merged_area_that_hides_nothing_of_a_list_is_not_told(area, rows):
    assert told(a_list(area, rows)) == []


def test_covered_texts_of_an_old_workbook_are_told_too():
    data = write_xls([XlsSheet("任务清单", ROWS, merged=[(2, 3, 3, 3)])])
    assert "C3" in told(data)[0]["说明"]


def test_a_workbook_with_macros_is_told_and_read():
    content = parts(
        {"任务清单": sheet_xml("".join(row(n, *(t(f"{'ABCD'[c]}{n}", x) for c, x in enumerate(r))) for n, r in enumerate(ROWS, 1)))},
        book_links=link("rV", "vbaProject", "vbaProject.bin"),
        extra={"xl/vbaProject.bin": b"x"},
    )  # fmt: skip
    (gaps,) = told(zipped(content))
    assert "宏" in gaps["说明"]
    assert "没有运行" in gaps["处理"]


def test_of_a_binary_workbook_it_is_told_what_cannot_be_read():
    cells = [(6, at(c) + wide(text)) for c, text in enumerate(HEADS)]
    cells.append((0, struct.pack("<IIHBBBI", 3, 0, 300, 0, 0, 0, 0)))
    cells += [(6, at(c) + wide(text)) for c, text in enumerate(ROWS[1])]
    (gaps,) = told(an_xlsb(*cells))
    assert "合并单元格、错误值" in gaps["说明"]
    assert ".xlsx" in gaps["办法"]


def a_text(*lines: str) -> list[str]:
    found = told("\n".join(lines).encode("gb18030"), "报送/商学院/任务清单.csv")
    return [gaps["说明"] for gaps in found]


def test_a_line_of_text_that_a_bare_comma_shifts_is_told():
    (said,) = a_text(
        "任务清单",
        "序号,工作任务,牵头单位,完成时限",
        "1,走访企业,拓展岗位,商学院,6月30日",
        "2,建立谈心谈话制度,商学院,12月底",
        "3,完善学生社区,商学院,12月底",
    )
    assert "有1行比表头多出几列（第3行）" in said


@pytest.mark.parametrize(
    "lines",
    [
        ("序号,工作任务,牵头单位,完成时限,备注", "1,走访企业,商学院,6月30日", "2,谈心,商学院,12月底,急", "3,社区,商学院,12月底"),
        ("任务清单,,,,", "填报单位：,商学院,,,", "序号,工作任务,牵头单位,完成时限,备注", "1,走访企业,商学院,6月30日,", "2,谈心,商学院,12月底,急"),
        ('序号,工作任务,牵头单位,完成时限', '1,"走访企业,拓展岗位",商学院,6月30日', "2,谈心,商学院,12月底"),
        ("序号,工作任务,牵头单位,完成时限", "1,走访企业,商学院"),
    ],
    ids=["remarks left out", "title and unit", "quoted comma", "shorter"],
)  # fmt: skip
def test_lines_within_the_heading_are_not_told(lines):
    assert a_text(*lines) == []


def test_what_is_told_reads_as_one_sentence_each_and_hidden_rows_as_before():
    rows = a_chain()
    view = a_view(*rows)
    (submission,) = view.submissions[:1]
    base = read_submission(
        read_book(a_list("C2:C3")), file=submission.file, digest="d", plan=PLAN, words=WORDS, match_units=match_units
    )  # fmt: skip
    troubles = [x for x in base.troubles if x.rule == "hidden-content"]
    troubles.append(replace(troubles[0], gaps={"说明": "“任务清单”有2行被隐藏"}))
    found = findings_of("hidden-content", a_view(*rows, troubles=troubles))
    said = [f.message + f.remedy for f in found]
    assert any("C3" in s and "没有采用。请取消" in s for s in said)
    assert any("有2行被隐藏；隐藏的内容已照常读取。请确认" in s for s in said)
