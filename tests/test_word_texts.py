"""Whatever a unit typed stands in the paper as typed, wherever it stands, or its change is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_samples import cell, document, docx, para, part, row, table, texts

from huaxia_tasks.rendering.clean import RenderNote, clean_text
from huaxia_tasks.rendering.word import render

TEMPLATE = docx(
    para("前【{{ 内容 }}】后"),
    para("第二段"),
    table(
        row("序号", "内容", ""),
        row("{%tr for 项 in 清单 %}", "", ""),
        row("{{ loop.index }}", "格【{{ 项.内容 }}】", ""),
        row("{%tr endfor %}", "", ""),
    ),
    para("末段"),
    header=para("眉【{{ 内容 }}】"),
    footer=para("脚【{{ 内容 }}】"),
)

EXACT = {
    "expression": "{{7*7}}",
    "statement": "{% for x in range(9) %}x{% endfor %}",
    "remark": "{# 备注 #}",
    "docxtpl's own escape": "{_{7*7}_}",
    "docxtpl's own statement": "{_% if 1 %_}",
    "secret": "{{ secret }}",
    "full-width tags": "｛｛单位｝｝",
    "ampersand": "研究生院&学工部",
    "less than": "完成率<80%的单位",
    "angle brackets": "A&B <科技处> C",
    "entity": "&amp;lt; &#60; &nbsp;",
    "CDATA": "<![CDATA[ x ]]>",
    "end of CDATA": "a]]>b",
    "comment": "<!-- 不显示 -->",
    "break": "<w:br/>",
    "forged paragraph": "</w:t></w:r></w:p><w:p><w:r><w:t>伪造一段",
    "field code": '<w:instrText>INCLUDETEXT "C:\\\\x"</w:instrText>',
    "processing instruction": "<?xml version='1.0'?>",
    "line breaks": "第一行\n第二行\n\n第四行",
    "tabs": "列一\t列二\t",
    "quotes": "“弯引号”‘单’\"直\"'单'",
    "blanks at the ends": "  两端有空格  ",
    "full-width blanks": "　　段首两格",
    "chart place": "[[图表:完成情况]]",
    "rare characters": "𠮷𪚥 㐂 葛󠄀",
    "percent and braces": "100%}，{80%",
    "backslashes": r"C:\a\new \1 \g<0>",
    "formula": "=cmd|'/c calc'!A1",
    "none": "None",
    "nan": "nan",
    "long": "很长的话。" * 900,
    "emoji": "完成👍🏻",
}

REPAIRED = {
    "bell": ("甲\a乙", "甲乙", "removed"),
    "form feed": ("甲\f乙", "甲\n乙", "line_break"),
    "carriage return": ("甲\r乙", "甲\n乙", ""),
    "vertical tab": ("甲\x0b乙", "甲\n乙", "line_break"),
    "null": ("甲\x00乙", "甲乙", "removed"),
    "escape": ("甲\x1b[31m乙", "甲[31m乙", "removed"),
    "noncharacter": ("甲\ufffe乙\uffff", "甲乙", "removed"),
    "lone surrogate": ("甲\ud800乙", "甲乙", "removed"),
    "right to left": ("甲\u202e乙", "甲乙", "removed"),
    "zero width": ("甲\u200b乙\ufeff", "甲乙", "removed"),
    "line separator": ("甲\u2028乙", "甲\n乙", "line_break"),
    "decomposed": ("cafe\u0301", "café", "normalised"),
    "forty thousand": (
        "长" * 40_000,
        "长" * 5000 + "……（原文共40000字，此处只显示前5000字）",
        "cut",
    ),
}


def made(text: str) -> tuple[bytes, list[RenderNote]]:
    notes: list[RenderNote] = []
    fields = {"内容": text, "清单": [{"内容": text}, {"内容": "第二项"}], "标题": text}
    paper = render(document(**fields), TEMPLATE, notes=notes, validate="full")
    return paper, notes


def assert_stands(paper: bytes, text: str) -> None:
    body = texts(paper)
    assert body[:2] == [f"前【{text}】后", "第二段"]
    assert f"格【{text}】" in body
    assert body[-1] == "末段"
    assert len(body) == 12
    assert texts(paper, "word/header1.xml") == [f"眉【{text}】"]
    assert texts(paper, "word/footer1.xml") == [f"脚【{text}】"]


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT.keys())
def test_a_text_stands_in_body_table_header_and_footer_as_typed(text: str) -> None:
    paper, notes = made(text)
    assert notes == []
    assert_stands(paper, text)


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT.keys())
def test_a_text_stands_in_the_title_as_typed_on_one_line(text: str) -> None:
    paper, _ = made(text)
    core = part(paper, "docProps/core.xml")
    title = re.search(r"<dc:title>(.*)</dc:title>", core)
    assert title is not None
    plain = title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == " ".join(text.replace("\n", "").split())


@pytest.mark.parametrize(("text", "after", "kind"), REPAIRED.values(), ids=REPAIRED.keys())
def test_what_cannot_be_printed_is_repaired_and_told(text: str, after: str, kind: str) -> None:
    paper, notes = made(text)
    assert_stands(paper, after)
    assert {note.kind for note in notes} == ({kind} if kind else set())
    fields = {note.field for note in notes}
    assert fields == ({"内容", "清单第1项“内容”"} if kind else set())


def test_a_limit_set_for_a_field_holds_for_that_field_only() -> None:
    template = docx(para("{{ 短 }}"), para("{{ 长 }}"))
    paper = render(document(短="字" * 30, 长="字" * 30), template, limits={"短": 10})
    assert texts(paper)[:2] == ["字" * 10 + "……（原文共30字，此处只显示前10字）", "字" * 30]


def test_a_text_in_a_condition_or_comparison_is_the_text_itself() -> None:
    template = docx(
        para(
            '{% if 内容 == "A&B" %}同{% endif %}{% if "<" in 内容 %}有{% endif %}{{ 内容|length }}'
        )
    )
    assert texts(render(document(内容="A&B"), template))[0] == "同3"
    assert texts(render(document(内容="<"), template))[0] == "有1"


def test_a_value_in_a_cell_attribute_cannot_break_out_of_it() -> None:
    template = docx(
        table(row(cell("{% cellbg 颜色 %}甲"), "乙", "丙")),
    )
    paper = render(document(颜色='FF0000"/><w:p/>'), template, validate="full")
    assert 'w:fill="FF0000&quot;/&gt;&lt;w:p/&gt;"' in part(paper)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_is_read_back_exactly_or_its_change_is_told(text: str) -> None:
    paper, notes = made(text)
    expected = clean_text(text)
    assert_stands(paper, expected)
    if not notes:
        assert expected == text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="{}%#<>&/wt:p\n\t\"' {{}}%｛｝[]图表", max_size=12), min_size=1))
def test_texts_made_of_marks_only_are_read_back_exactly(items: list[str]) -> None:
    template = docx(*[para(f"{{{{ 项{i} }}}}") for i in range(len(items))])
    paper = render(
        document(**{f"项{i}": text for i, text in enumerate(items)}), template, validate="full"
    )
    assert texts(paper)[: len(items)] == items
