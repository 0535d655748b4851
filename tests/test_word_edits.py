"""A clerk who edits a template in Word or WPS changes the paper, and breaks nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from word_samples import LOOP_TABLE, cell, document, docx, para, part, row, run, table, texts

from huaxia_tasks.errors import TemplateError
from huaxia_tasks.rendering.templates import check_template
from huaxia_tasks.rendering.word import render

FIELDS: dict[str, object] = {
    "单位名称": "教务处",
    "事项列表": [{"序号": n, "名称": f"事项{n}", "完成时限": "6月底前"} for n in (1, 2)],
}


def body(*elements: str) -> list[str]:
    paper = render(document(**FIELDS), docx(*elements), validate="full")
    return texts(paper)


CUTS = {
    "every character a run": [*"致：{{ 单位名称 }}。"],
    "braces apart": ["致：{", "{ 单位名称 }", "}。"],
    "name apart": ["致：{{ 单", "位", "名称 }}。"],
    "mark and blank apart": ["致：{{", " ", "单位名称", " ", "}}。"],
}


@pytest.mark.parametrize("pieces", CUTS.values(), ids=CUTS.keys())
def test_a_tag_cut_into_runs_still_works(pieces: list[str]) -> None:
    assert body(para(*pieces)) == ["致：教务处。"]


def test_proofing_marks_revision_ids_and_bookmarks_inside_a_tag_do_no_harm() -> None:
    paragraph = (
        '<w:p w:rsidR="00A1"><w:r w:rsidRPr="00B2"><w:t>致：{{ 单</w:t></w:r>'
        '<w:proofErr w:type="gramStart"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        '<w:bookmarkEnd w:id="0"/><w:r><w:lastRenderedPageBreak/><w:t>位名称 }</w:t></w:r>'
        '<w:proofErr w:type="gramEnd"/><w:r><w:t>}。</w:t></w:r></w:p>'
    )
    assert body(paragraph) == ["致：教务处。"]


def test_a_tag_over_a_link_a_content_control_or_a_smart_tag_still_works() -> None:
    paragraph = (
        f"<w:p>{run('致：{{ ')}<w:hyperlink w:anchor='x'>{run('单位')}</w:hyperlink>"
        f"<w:smartTag>{run('名')}</w:smartTag><w:sdt><w:sdtContent>{run('称')}</w:sdtContent></w:sdt>"
        f"{run(' }}。')}</w:p>"
    )
    assert body(paragraph) == ["致：教务处。"]


@pytest.mark.parametrize("blank", ["\xa0", "\u3000", "\u2003", "  "])
def test_other_kinds_of_blanks_inside_a_tag_still_work(blank: str) -> None:
    assert body(para(f"{{{{{blank}单位名称{blank}}}}}")) == ["教务处"]


def test_a_line_break_or_tab_inside_a_tag_still_works() -> None:
    paragraph = "<w:p><w:r><w:t>{{</w:t><w:br/><w:t>单位名称</w:t><w:tab/></w:r><w:r><w:t>}}</w:t></w:r></w:p>"
    assert body(paragraph) == ["教务处"]


def test_smart_quotes_in_a_condition_still_work() -> None:
    assert body(para("{% if 单位名称 == “教务处” %}对{% endif %}")) == ["对"]
    assert body(para("{% if 单位名称 != ‘教务处’ %}错{% else %}对{% endif %}")) == ["对"]


def test_blanks_before_the_paragraph_or_row_mark_still_work() -> None:
    assert body(para("{% p if 单位名称 %}"), para("有"), para("{% p endif %}")) == ["有"]
    rows = [
        row("{% tr for 项 in 事项列表 %}", "", ""),
        row("{{ 项.名称 }}", "", ""),
        row("{%  tr  endfor %}", "", ""),
    ]
    assert body(table(*rows)) == ["事项1", "", "", "事项2", "", ""]


def test_the_value_takes_the_look_of_the_name_inside_the_braces() -> None:
    bold = "<w:b/>"
    paragraph = f"<w:p>{run('致：{{ ')}{run('单位名称', bold)}{run(' }}。')}</w:p>"
    xml = part(render(document(**FIELDS), docx(paragraph)))
    assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">教务处</w:t></w:r>' in xml
    assert '<w:t xml:space="preserve">致：</w:t>' in xml


def test_a_changed_sentence_heading_font_and_column_order_just_show() -> None:
    swapped = table(
        row("时限", "事项内容", "号"),
        row("{%tr for 事项 in 事项列表 %}", "", ""),
        row("{{ 事项.完成时限 }}", "{{ 事项.名称 }}", "{{ 事项.序号 }}"),
        row("{%tr endfor %}", "", ""),
    )
    font = '<w:rFonts w:eastAsia="楷体_GB2312"/>'
    paper = render(
        document(**FIELDS), docx(f"<w:p>{run('请{{ 单位名称 }}抓紧。', font)}</w:p>", swapped)
    )
    assert texts(paper)[:7] == ["请教务处抓紧。", "时限", "事项内容", "号", "6月底前", "事项1", "1"]
    assert 'w:eastAsia="楷体_GB2312"' in part(paper)


def test_a_tag_deleted_by_the_clerk_simply_leaves_its_value_out() -> None:
    assert body(para("致：各单位")) == ["致：各单位"]


def test_text_boxes_are_filled_in_both_their_forms() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc="
        '"http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        f"<w:drawing><w:txbxContent>{para('印发：{{ 单位', '名称 }}')}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{para('印发：{{ 单位名称 }}')}</w:txbxContent></w:pict>"
        f"</mc:Fallback></mc:AlternateContent></w:r>{run('后{{ 单位名称 }}')}</w:p>"
    )
    assert body(box) == ["后教务处", "印发：教务处", "印发：教务处"]


def test_an_error_behind_a_text_box_is_named_by_its_own_paragraph() -> None:
    box = (
        f"<w:p><w:r><w:pict><w:txbxContent>{para('{{ 单位名称 }}')}</w:txbxContent></w:pict></w:r>"
        f"{run('后{{ 没有这个 }}')}</w:p>"
    )
    with pytest.raises(TemplateError, match=re.escape("后{{ 没有这个 }}")):
        body(para("{{ 单位名称 }}"), box)


def test_loops_inside_one_paragraph_and_over_paragraphs_both_work() -> None:
    assert body(para("{% for 项 in 事项列表 %}{{ 项.名称 }}、{% endfor %}等")) == [
        "事项1、事项2、等"
    ]
    over = [
        para("{%p for 项 in 事项列表 %}"),
        para("{{ 项.序号 }}.{{ 项.名称 }}"),
        para("{%p endfor %}"),
    ]
    assert body(*over) == ["1.事项1", "2.事项2"]
    plain = [para("{% for 项 in 事项列表 %}"), para("{{ 项.名称 }}"), para("{% endfor %}")]
    assert [text for text in body(*plain) if text] == ["事项1", "事项2"]


def test_nested_loops_and_conditions_in_a_table_work() -> None:
    rows = [
        row("{%tr for 项 in 事项列表 %}", "", ""),
        row("{%tr if 项.序号 == 2 %}", "", ""),
        row(cell("{% for i in range(2) %}{{ 项.名称 }};{% endfor %}"), "", ""),
        row("{%tr endif %}", "", ""),
        row("{%tr endfor %}", "", ""),
    ]
    assert body(table(*rows)) == ["事项2;事项2;", "", ""]


def test_merged_cells_in_a_loop_work() -> None:
    rows = [
        row("{%tr for 项 in 事项列表 %}", "", ""),
        row("{% vm %}同上", "{{ 项.名称 }}", ""),
        row("{%tr endfor %}", "", ""),
    ]
    template = docx(table(*rows))
    assert [p.code for p in check_template(template, "甲.docx") if p.level == "error"] == []
    xml = part(render(document(**FIELDS), template))
    assert xml.count('w:val="restart"') == 1
    assert xml.count('w:val="continue"') == 1


def test_a_section_break_that_slid_into_a_tag_s_paragraph_is_kept() -> None:
    size = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    start = para("{%p if 单位名称 %}", properties=size.replace("16838", "11"))
    end = para("{%p endif %}", properties=size)
    for fields in (FIELDS, FIELDS | {"单位名称": ""}):
        xml = part(render(document(**fields), docx(start, para("有"), end), validate="full"))
        assert [w in xml for w in ('w:w="11"', 'w:w="16838"')] == [True, True]
        assert xml.count("<w:sectPr") == 3


@pytest.mark.office
def test_a_template_saved_anew_by_another_program_still_works(tmp_path: Path) -> None:
    template = docx(
        para("致：{{ 单位", "名称 }}"), LOOP_TABLE, para("{%p if 单位名称 %}"), para("有"), para("{%p endif %}"),
        header=para("{{ 单位名称 }}"),
    )  # fmt: skip
    (tmp_path / "a.docx").write_bytes(template)
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for source, kind in (("a.docx", "odt"), ("a.odt", "docx")):
        subprocess.run(
            [office, profile, "--headless", "--convert-to", kind, source],
            cwd=tmp_path, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    again = (tmp_path / "a.docx").read_bytes()
    assert again != template
    found = check_template(again, "甲.docx", frozenset(FIELDS), FIELDS)
    assert [p.message for p in found if p.level == "error"] == []
    paper = render(document(**FIELDS), again, validate="full")
    assert [t for t in texts(paper) if t] == [
        *(
            "致：教务处",
            "序号",
            "事项",
            "完成时限",
            "1",
            "事项1",
            "6月底前",
            "2",
            "事项2",
            "6月底前",
            "有",
        ),
    ]
