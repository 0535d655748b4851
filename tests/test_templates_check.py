"""A broken template is told by paragraph or cell, with the cause and what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from word_samples import (
    LOOP_TABLE,
    NS,
    STYLES,
    cell,
    document,
    docx,
    escape,
    para,
    row,
    run,
    table,
    texts,
)

from huaxia_tasks.errors import TemplateError
from huaxia_tasks.rendering import seal
from huaxia_tasks.rendering.templates import TemplateProblem, check_template
from huaxia_tasks.rendering.word import render

FIELDS = frozenset({"单位名称", "发文字号", "事项列表", "完成时限", "联系人"})
SAMPLE: dict[str, object] = {
    "单位名称": "计算机学院",
    "发文字号": "武华党〔2022〕17号",
    "完成时限": "2022年6月30日",
    "联系人": None,
    "事项列表": [{"序号": 1, "名称": "师资建设", "完成时限": "6月底前"}],
}


def errors(template: bytes, **options: object) -> list[TemplateProblem]:
    found = check_template(template, "催办通知.docx", **options)  # type: ignore[arg-type]
    return [problem for problem in found if problem.level == "error"]


def codes(template: bytes, level: str, **options: object) -> set[str]:
    found = check_template(template, "催办通知.docx", **options)  # type: ignore[arg-type]
    return {problem.code for problem in found if problem.level == level}


#: The breakages tried for the reliability notes, and more: text, code, words of the message.
BROKEN = [
    ("致：{{ 单位名称 }", "unclosed", "}}"),
    ("致：{{ 单位名称", "unclosed", "没有结尾"),
    ("{% if 联系人 }有{% endif %}", "unclosed", "不完整"),
    ("致：{{{单位名称}}}", "extra-brace", "{{ 单位名称 }}"),
    ("致：{{ 单位 名称 }}", "space-in-name", "单位名称"),
    ("致：{{ 5月任务 }}", "digit-first", "以数字开头"),
    ("致：{{ 单位（名称） }}", "fullwidth-mark", "（"),
    ("致：{{ 单位名称，联系人 }}", "fullwidth-mark", "，"),
    ("致：{{ 单位名称\uff5ctrim }}", "fullwidth-mark", "\uff5c"),
    ("致：{{ 单位名称|大写 }}", "unknown-filter", "大写"),
    ("致：{{ 单位名称|trm }}", "unknown-filter", "trim"),
    ("{%tr for 项 in 事项列表 %}", "outside-table", "表格"),
    ("{%tc if 联系人 %}", "outside-table", "表格"),
    ("致：{{ 单位\u200b名称 }}", "zero-width", "U+200B"),
    ("致：{\u200b{ 单位名称 }}", "zero-width", "U+200B"),
    ("致：｛｛单位名称｝｝", "fullwidth-brace", "{{单位名称}}"),
    ("致：{{单位名称｝｝", "fullwidth-brace", "全角"),
    ("｛％ if 联系人 ％｝有｛％ endif ％｝", "fullwidth-brace", "全角"),
    ("{％ if 联系人 ％}有", "fullwidth-brace", "全角"),
    ("致：{ 单位名称 }", "single-brace", "{{ 单位名称 }}"),
    ("致：{单位名称}", "single-brace", "只有一层"),
    ("致：{ { 单位名称 } }", "spaced-brace", "空格"),
    ("{ % if 联系人 % }", "spaced-brace", "空格"),
    ("致：单位名称 }}", "stray-close", "开头"),
    ("致：{{ 发文-字号 }}", "hyphen-in-name", "发文字号"),
    ("致：{{ ＡＢ名称 }}", "fullwidth-letter", "AB名称"),
    ("致：{{ }}", "empty-tag", "空的"),
    ("致：{{ 单位名程 }}", "unknown-tag", "单位名称"),
    ("致：{{ 单位 }}", "unknown-tag", "单位名称"),
    ("致：{{ 单位名称.简称 }}", "unknown-tag", "点号"),
    ("{% if 联系人 %}有", "unbalanced", "endif"),
    ("有{% endif %}", "unbalanced", "前面没有"),
    ("{% if 联系人 %}有{% endfor %}{% endif %}", "unbalanced", "对不上"),
    ("{% else %}", "unbalanced", "if"),
    ("{% for 项 in 事项列表 %}{{ 项.名称 }}", "unbalanced", "endfor"),
    ("{% fro 项 in 事项列表 %}{% endfor %}", "bad-statement", "for"),
    ("{% for 项 of 事项列表 %}{% endfor %}", "bad-statement", "循环"),
    ("{% for 事项列表 %}{% endfor %}", "bad-statement", "循环"),
    ("{% if %}有{% endif %}", "bad-statement", "条件"),
    ("{% if 联系人 %}有{% end if %}", "bad-statement", "endif"),
    ("{% if 联系人 %}有{% else if 单位名称 %}无{% endif %}", "bad-statement", "elif"),
    ("{%p if 联系人 %}正文也在这里{%p endif %}", "text-lost", "丢失"),
    ("{{p 单位名称 }}", "print-level", "不能带"),
    ("{% include '别的.docx' %}", "bad-statement", "include"),
    ("{% macro 甲() %}{% endmacro %}", "bad-statement", "macro"),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "not-allowed", "不允许"),
    ("{{ 单位名称.replace('a', 'b') }}", "not-allowed", "函数"),
    ("{{ _secret }}", "not-allowed", "_secret"),
    ("{{ 单位名称|attr('x') }}", "unknown-filter", "attr"),
    ("{{ 2 ** 9 }}", "not-allowed", "Pow"),
    ("见[[图表:完成情况]]。", "chart-place", "单独成段"),
]


@pytest.mark.parametrize(("text", "code", "word"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_breakage_is_named_with_its_paragraph_cause_and_cure(
    text: str, code: str, word: str
) -> None:
    template = docx(para("第一段"), para(text))
    found = errors(template, fields=FIELDS, sample=SAMPLE)
    assert code in [problem.code for problem in found]
    problem = next(p for p in found if p.code == code)
    assert problem.place.where == "正文第2段"
    assert problem.place.quote == text
    assert word in problem.cause + problem.remedy
    assert problem.message.startswith("模板《催办通知.docx》正文第2段")
    assert problem.remedy


@pytest.mark.parametrize(("text", "code", "word"), BROKEN, ids=[b[0] for b in BROKEN])
def test_no_paper_comes_out_of_a_broken_template(text: str, code: str, word: str) -> None:
    template = docx(para("第一段"), para(text))
    with pytest.raises(TemplateError) as caught:
        render(document("催办通知.docx", **SAMPLE), template)
    assert "《催办通知.docx》" in str(caught.value)
    assert "正文第2段" in str(caught.value)


def test_a_breakage_in_a_table_is_named_by_row_and_cell() -> None:
    template = docx(
        para("一"), table(row("序号", "事项", "时限"), row("1", "甲", "{{ 完成 时限 }}"))
    )
    (problem,) = errors(template, fields=FIELDS)
    assert problem.place.where == "第1个表格第2行第3格"


@pytest.mark.parametrize(("side", "label"), [("header", "页眉"), ("footer", "页脚")])
def test_a_breakage_in_header_or_footer_is_named_there(side: str, label: str) -> None:
    template = docx(para("一"), **{side: para("{{ 单位 名称 }}")})  # type: ignore[arg-type]
    (problem,) = errors(template)
    assert problem.place.where == f"{label}第1段"


def test_a_breakage_in_a_text_box_is_named_there() -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{para('{{ 单位 名称 }}')}</w:txbxContent></w:pict></w:r></w:p>"
    (problem,) = errors(docx(box))
    assert problem.place.where == "正文的文本框里"


def test_several_breakages_are_all_told_at_once() -> None:
    template = docx(para("{{ 甲 乙 }}"), para("｛｛丙｝｝"), para("{{ 丁 }"))
    assert [p.place.where for p in errors(template)] == ["正文第1段", "正文第2段", "正文第3段"]


WORKS = [
    "致：{{ 单位名称 }}",
    "致：{{单位名称}}",
    "致：{{\xa0单位名称\xa0}}",
    "致：{{　单位名称　}}",
    "{% if 联系人 == “张三” %}是{% else %}否{% endif %}",
    "{% if 联系人 is defined and not 联系人 %}无{% elif 单位名称 %}有{% endif %}",
    "{{ 联系人|default('无') }}",
    "{{ 联系人|默认('无') }}",
    "{% for 项 in 事项列表 %}{{ loop.index }}.{{ 项.名称 }}{% if not loop.last %}；{% endif %}{% endfor %}",
    "{% for 项 in 事项列表|sort(attribute='名称') if 项.序号 > 0 %}{{ 项.名称 }}{% endfor %}",
    "{{ 事项列表|map(attribute='名称')|join('、') }}",
    "{{ 事项列表|length }}项",
    "{% set 份数 = 2 %}{{ 份数 + 1 }}",
    "{# 给同事的话 #}正文",
    "{{ '有' if 联系人 else '无' }}",
    "{%r if 联系人 %}有{%r endif %}",
    "（一）100%、50％，{一半",
    "{% for i in range(3) %}{{ i }}{% endfor %}",
]


@pytest.mark.parametrize("text", WORKS)
def test_sound_tags_raise_no_alarm(text: str) -> None:
    template = docx(para(text))
    assert errors(template, fields=FIELDS, sample=SAMPLE) == []


def test_names_inside_a_list_are_compared_with_the_sample() -> None:
    template = docx(para("{% for 项 in 事项列表 %}{{ 项.完成期限 }}{% endfor %}"))
    (problem,) = errors(template, fields=FIELDS, sample=SAMPLE)
    assert problem.code == "unknown-tag"
    assert "“完成时限”" in problem.remedy


def test_names_inside_a_list_are_compared_with_declared_names_too() -> None:
    fields = frozenset({"事项列表", "事项列表.名称", "事项列表.时限"})
    template = docx(para("{% for 项 in 事项列表 %}{{ 项.名称 }}{{ 项.期限 }}{% endfor %}"))
    (problem,) = errors(template, fields=fields)
    assert "“时限”" in problem.remedy


def test_a_field_that_is_not_used_is_mentioned_not_blamed() -> None:
    found = check_template(docx(para("{{ 单位名称 }}")), "甲.docx", FIELDS)
    assert [(p.level, p.code) for p in found] == [("info", "unused-field")]
    assert "联系人" in found[0].message


def test_a_sound_template_with_a_table_raises_nothing() -> None:
    template = docx(para("致{{ 单位名称 }}"), LOOP_TABLE, para("{{ 联系人|默认('') }}"))
    sample = SAMPLE
    found = check_template(template, "甲.docx", frozenset(SAMPLE), sample)
    assert [p.code for p in found] == ["unused-field"]


def test_the_sample_is_tried_with_empty_lists_too() -> None:
    template = docx(para("{{ 事项列表[0].名称 }}"))
    (problem,) = errors(template, fields=FIELDS, sample=SAMPLE)
    assert problem.code == "render"
    assert "正文第1段" in problem.message


def test_a_loop_whose_ends_stand_in_different_cells_is_refused() -> None:
    template = docx(table(row("{% for 项 in 事项列表 %}", "{{ 项.名称 }}{% endfor %}", "")))
    (problem,) = errors(template)
    assert problem.code == "unbalanced"
    assert problem.place.where == "第1个表格第1行第2格"


def test_a_paragraph_loop_over_the_edge_of_a_table_is_refused() -> None:
    template = docx(para("{%p for 项 in 事项列表 %}"), table(row(cell("{%p endfor %}"), "", "")))
    assert [p.code for p in errors(template)] == ["unbalanced"]


def test_ends_of_different_kinds_are_refused() -> None:
    template = docx(para("{%p if 联系人 %}"), para("有"), para("{% endif %}"))
    (problem,) = errors(template)
    assert problem.code == "unbalanced"
    assert "{%p endif %}" in problem.remedy


def test_a_row_tag_that_shares_its_row_would_lose_text() -> None:
    template = docx(
        table(row("{%tr for 项 in 事项列表 %}", "{{ 项.名称 }}", ""), row("{%tr endfor %}", "", ""))
    )
    (problem,) = errors(template)
    assert problem.code == "text-lost"


def test_a_tag_in_a_field_code_is_refused() -> None:
    code = '<w:p><w:r><w:instrText>HYPERLINK "{{ 单位名称 }}"</w:instrText></w:r></w:p>'
    assert [p.code for p in errors(docx(code))] == ["tag-in-field"]


def test_a_tag_in_a_picture_s_description_is_refused() -> None:
    shape = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{{ 单位名称 }}"/></wp:inline></w:drawing></w:r></w:p>'
    assert [p.code for p in errors(docx(shape))] == ["tag-in-attribute"]


def test_a_section_break_in_a_middle_tag_s_paragraph_would_be_lost() -> None:
    middle = para("{%p else %}", properties="<w:sectPr/>")
    template = docx(para("{%p if 联系人 %}"), middle, para("{%p endif %}"))
    assert [p.code for p in errors(template)] == ["text-lost"]


TRACKED = f'<w:p><w:ins w:id="1" w:author="李某">{run("新增的话")}</w:ins></w:p>'
DELETED = (
    '<w:p><w:del w:id="2" w:author="李某"><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p>'
)


@pytest.mark.parametrize(("body", "quote"), [(TRACKED, "新增的话"), (DELETED, "")])
def test_tracked_changes_keep_a_template_from_being_used(body: str, quote: str) -> None:
    (problem,) = errors(docx(para("一"), body))
    assert problem.code == "tracked-change"
    assert problem.place.quote == quote
    assert "接受" in problem.remedy


def test_comments_are_mentioned_and_left_behind() -> None:
    body = (
        '<w:p><w:commentRangeStart w:id="0"/>'
        + run("正文")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    rels = '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>'
    comments = f'<w:comments {NS}><w:comment w:id="0" w:author="王某">{para("内部意见")}</w:comment></w:comments>'
    template = docx(body, rels=rels, more={"word/comments.xml": comments})
    assert "comment" in codes(template, "warning")
    paper = render(document(), template, validate="full")
    assert "内部意见".encode() not in whole(paper)
    assert "王某".encode() not in whole(paper)
    assert b"comment" not in whole(paper).lower()


def whole(paper: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(paper)) as archive:
        return b"".join(n.encode() + archive.read(n) for n in archive.namelist())


def test_author_names_are_mentioned_and_left_behind() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>赵某</dc:creator>'
        "<cp:lastModifiedBy>钱某</cp:lastModifiedBy></cp:coreProperties>"
    )
    template = docx(para("一"), core=core)
    assert "author" in codes(template, "info")
    assert "赵某".encode() not in whole(render(document(), template))


def link(kind: str, target: str, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}"{mode}/>'
    )


def test_a_linked_picture_keeps_a_template_from_being_used() -> None:
    template = docx(para("一"), rels=link("image", "http://example.com/a.png"))
    (problem,) = errors(template)
    assert problem.code == "external-link"
    assert "http://example.com/a.png" in problem.message


def test_an_attached_template_is_mentioned_and_left_behind() -> None:
    settings = f'<w:settings {NS}><w:attachedTemplate r:id="rId1"/><w:rsids/><w:trackRevisions/></w:settings>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + link("attachedTemplate", "file:///C:/secret/Normal.dotm")
        + "</Relationships>"
    )
    template = docx(
        para("一"),
        rels=link("settings", "settings.xml", external=False),
        more={"word/settings.xml": settings, "word/_rels/settings.xml.rels": rels},
    )
    assert "attached-template" in codes(template, "warning")
    paper = whole(render(document(), template))
    assert b"attachedTemplate" not in paper
    assert b"secret" not in paper
    assert b"trackRevisions" not in paper


def test_fields_that_fetch_other_files_are_refused() -> None:
    body = '<w:p><w:r><w:instrText> INCLUDETEXT "C:\\x.docx" </w:instrText></w:r></w:p>'
    assert [p.code for p in errors(docx(body))] == ["external-link"]


def test_fonts_outside_the_list_are_mentioned_once_each() -> None:
    properties = '<w:rFonts w:eastAsia="微软雅黑" w:ascii="Arial"/>'
    template = docx(f"<w:p>{run('甲', properties)}{run('乙', properties)}</w:p>")
    found = [p for p in check_template(template, "甲.docx") if p.code == "font"]
    assert [("微软雅黑" in p.cause, "Arial" in p.cause) for p in found] == [
        (False, True),
        (True, False),
    ]
    assert found[0].place.quote == "甲乙"


def test_a_font_in_a_style_is_named_by_its_style() -> None:
    styles = STYLES.replace("仿宋_GB2312", "微软雅黑")
    (problem,) = check_template(docx(para("一"), styles=styles), "甲.docx")
    assert problem.place.where == "样式“Normal”"


def test_fonts_of_styles_that_nothing_uses_are_not_mentioned() -> None:
    unused = '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Heading"/><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr></w:style></w:styles>'
    styles = STYLES.replace("</w:styles>", unused)
    assert check_template(docx(para("一"), styles=styles), "甲.docx") == ()
    using = docx(para("一", properties='<w:pStyle w:val="b"/>'), styles=styles)
    assert codes(using, "warning") == {"font"}


def test_a_table_without_column_widths_is_mentioned() -> None:
    bare = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>" + row("甲") + "</w:tbl>"
    assert "table-width" in codes(docx(bare), "warning")


def test_a_loop_table_without_repeated_header_or_whole_rows_is_mentioned() -> None:
    plain = table(
        row("序号", "", ""),
        row("{%tr for 项 in 事项列表 %}", "", ""),
        row("{{ 项 }}", "", ""),
        row("{%tr endfor %}", "", ""),
    )
    assert codes(docx(plain), "info") == {"table-header", "table-split"}
    assert codes(docx(LOOP_TABLE), "info") == set()


GOOD = docx(para("一"))


def rezipped(change: dict[str, bytes]) -> bytes:
    parts = {m.name: m for m in seal.members(GOOD)}
    for name, content in change.items():
        parts[name] = seal.member(name, content)
    return seal.pack(list(parts.values()))


def encrypted_entry() -> bytes:
    data = bytearray(GOOD)
    data[6] |= 1
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    return bytes(data)


UNUSABLE = [
    (b"", "空文件"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Word"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    (b"{\\rtf1\\ansi}", "RTF"),
    (b"%PDF-1.7", "PDF"),
    (b"<html><body>", "网页"),
    ("致：{{ 单位名称 }}".encode("gbk"), "不是 Word 文档"),
    (GOOD[:300], "损坏"),
    (GOOD[:-30], "损坏"),
    (GOOD.replace(GOOD[60:80], b"\0" * 20, 1), "损坏"),
    (encrypted_entry(), "损坏"),
    (seal.pack([seal.member("a.txt", b"x")]), "压缩包"),
    (seal.pack([seal.member("mimetype", b"application/vnd.oasis.opendocument.text")]), "odt"),
    (rezipped({"_rels/.rels": b"<Relationships xmlns='x'/>"}), "没有 Word 正文"),
    (rezipped({"word/vbaProject.bin": b"x"}), "宏"),
    (rezipped({"word/document.xml": b"<w:document"}), "损坏"),
    (rezipped({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "损坏"),
    (rezipped({"word/document.xml": b"<x xmlns='http://purl.oclc.org/ooxml/'/>"}), "严格"),
    (rezipped({"word/document.xml": b"<x/>"}), "另存为"),
    (rezipped({"word/big.bin": b"\0" * 32_000_000}), "过大"),
]


@pytest.mark.parametrize(
    ("data", "word"), UNUSABLE, ids=[u[1] + str(i) for i, u in enumerate(UNUSABLE)]
)
def test_what_is_no_word_template_is_told_by_its_kind(data: bytes, word: str) -> None:
    (problem,) = errors(data)
    assert word in problem.message
    assert problem.remedy
    with pytest.raises(TemplateError, match="催办通知"):
        render(document("催办通知.docx"), data)


def test_a_spreadsheet_is_no_template() -> None:
    types = (
        seal.members(GOOD)[0]
        .content()
        .replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
    )
    (problem,) = errors(rezipped({"[Content_Types].xml": types}))
    assert "表格" in problem.message


def test_a_dotx_gives_an_ordinary_document() -> None:
    types = seal.members(GOOD)[0].content().replace(b"document.main", b"template.main")
    paper = render(document(), rezipped({"[Content_Types].xml": types}), validate="full")
    assert b"template.main" not in whole(paper)
    assert b"wordprocessingml.document.main" in whole(paper)
    assert texts(paper)[0] == "一"


DEEP = [para("{%p if 联系人 %}")] * 13 + [para("x")] + [para("{%p endif %}")] * 13
TOO_MUCH = [
    (docx(para("{{ " + "(" * 180 + "1" + ")" * 180 + " }}")), "bad-expression"),
    (docx(para("{{ " + "甲+" * 300 + "1 }}")), "too-long"),
    (docx(*DEEP), "too-deep"),
    (docx(*[para(*["{{ 甲 }}"] * 100)] * 51), "too-many"),
    (docx(para("{" * 20_000)), "unclosed"),
    (docx(*[para("{{")] * 2000), "unclosed"),
]


@pytest.mark.parametrize(("template", "code"), TOO_MUCH, ids=[t[1] for t in TOO_MUCH])
def test_a_template_that_is_too_much_is_refused_soon(template: bytes, code: str) -> None:
    found = errors(template)
    assert code in {problem.code for problem in found}
    assert len(found) <= 300
    with pytest.raises(TemplateError):
        render(document("催办通知.docx"), template)


def test_messages_read_well() -> None:
    template = docx(para("致：{{ 单位 名称 }}"))
    (problem,) = errors(template, fields=FIELDS)
    assert problem.message == (
        "模板《催办通知.docx》正文第1段（“致：{{ 单位 名称 }}”）："
        "标记“{{ 单位 名称 }}”里的名称中间有空格（“单位 名称”）。名称里不能有空格，请改为“单位名称”。"
    )
    assert escape("<") == "&lt;"
