"""A document and a template make a paper: the same every time, mended, proven, and quickly."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from word_samples import LOOP_TABLE, NS, cell, document, docx, para, part, row, run, table, texts

from huaxia_tasks.errors import TemplateError
from huaxia_tasks.rendering.word import forget, render

ROWS = [{"序号": n, "名称": f"事项{n}", "完成时限": "6月底前"} for n in range(1, 4)]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget()


def body(template: bytes, **fields: object) -> list[str]:
    return texts(render(document(**fields), template, validate="full"))


def test_tags_are_filled_in_body_table_header_and_footer() -> None:
    template = docx(
        para("致：{{ 单位 }}"),
        LOOP_TABLE,
        header=para("{{ 单位 }}·眉"),
        footer=para("{{ 单位 }}·脚"),
    )
    paper = render(document(单位="教务处", 事项列表=ROWS), template, validate="full")
    assert texts(paper) == [
        *("致：教务处", "序号", "事项", "完成时限"),
        *("1", "事项1", "6月底前", "2", "事项2", "6月底前", "3", "事项3", "6月底前"),
    ]
    assert texts(paper, "word/header1.xml") == ["教务处·眉"]
    assert texts(paper, "word/footer1.xml") == ["教务处·脚"]


def test_footnotes_are_filled_too() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    base = docx(para("正文"), rels=f'<Relationship Id="rIdF" Type="{rel}" Target="footnotes.xml"/>')
    from huaxia_tasks.rendering import seal

    parts = {m.name: m for m in seal.members(base)}
    types = parts["[Content_Types].xml"].content().decode()
    types = types.replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    )
    parts["[Content_Types].xml"] = seal.member("[Content_Types].xml", types.encode())
    notes = f'<w:footnotes {NS}><w:footnote w:id="1">{para("依据{{ 文号 }}")}</w:footnote></w:footnotes>'
    parts["word/footnotes.xml"] = seal.member("word/footnotes.xml", notes.encode())
    paper = render(document(文号="〔2022〕17号"), seal.pack(list(parts.values())), validate="full")
    assert texts(paper, "word/footnotes.xml") == ["依据〔2022〕17号"]


def test_the_same_document_gives_the_same_bytes_also_from_another_process() -> None:
    template = docx(para("{{ 单位 }}"), LOOP_TABLE)
    first = render(document(单位="甲", 事项列表=ROWS), template)
    forget()
    assert render(document(单位="甲", 事项列表=ROWS), template) == first
    program = (
        "import sys,hashlib,json;sys.path[:0]=json.loads(sys.argv[1]);import test_word_render as t;"
        "from word_samples import *;"
        "p=t.render(document(单位='甲',事项列表=t.ROWS),docx(para('{{ 单位 }}'),LOOP_TABLE));"
        "print(hashlib.sha256(p).hexdigest())"
    )
    out = subprocess.run(
        [sys.executable, "-c", program, json.dumps(sys.path)], capture_output=True, check=True
    )
    import hashlib

    assert out.stdout.decode().strip() == hashlib.sha256(first).hexdigest()


def test_no_clock_stands_in_a_paper() -> None:
    paper = render(document(单位="甲"), docx(para("{{ 单位 }}")))
    with zipfile.ZipFile(BytesIO(paper)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "dcterms" not in part(paper, "docProps/core.xml").replace("xmlns:dcterms", "")


def test_properties_are_title_office_and_the_paper_s_own_date() -> None:
    fields = {"文件标题": "关于<督办>&通知", "署名": "党政办公室", "成文日期": "2022年5月29日"}
    core = part(render(document(**fields), docx(para("一"))), "docProps/core.xml")
    assert "<dc:title>关于&lt;督办&gt;&amp;通知</dc:title>" in core
    assert "<dc:creator>党政办公室</dc:creator>" in core
    assert core.count("2022-05-29T00:00:00Z") == 2
    paper = render(document(), docx(para("一")), office="校办", day=date(2026, 1, 2))
    core = part(paper, "docProps/core.xml")
    assert "<dc:title>测试文书</dc:title><dc:creator>校办</dc:creator>" in core
    assert core.count("2026-01-02T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        ("{{ 人 }}", {"人": None}, ["“人”没有可填的内容", "正文第2段", "{{ 人 }}"]),
        ("{{ 数 }}", {"数": float("nan")}, ["“数”没有可填的内容"]),
        ("共{{ 数 }}", {"数": float("inf")}, ["没有可填的内容"]),
        ("{{ 人 ~ '等' }}", {"人": None}, ["“人”没有可填的内容"]),
        ("{{ [人]|join('、') }}", {"人": None}, ["“人”没有可填的内容"]),
        (
            "{% for 项 in 列表 %}{{ 项.名 }}{% endfor %}",
            {"列表": [{"名": "甲"}, {"名": None}]},
            ["列表第2项“名”没有可填的内容"],
        ),
        ("{% for 项 in 列表 %}{% endfor %}", {"列表": None}, ["“列表”没有可填的内容"]),
        ("{{ 单位名程 }}", {"单位名称": "甲"}, ["“单位名程”不存在", "是否为“单位名称”？"]),
        (
            "{% for 项 in 列表 %}{{ 项.期限 }}{% endfor %}",
            {"列表": [{"时限": "甲"}]},
            ["“期限”不存在", "是否为“时限”？"],
        ),
        ("{% if 不知道 %}{% endif %}", {}, ["“不知道”不存在"]),
        ("{% for 项 in 不知道 %}{% endfor %}", {}, ["“不知道”不存在"]),
        ("{{ 列表 }}", {"列表": [1]}, ["一组内容", "for"]),
        ("{{ 名 + 1 }}", {"名": "甲"}, ["不能计算"]),
        ("{% if 名 > 1 %}{% endif %}", {"名": "甲"}, ["不能用于这里的数据"]),
        ("{{ 1 / 数 }}", {"数": 0}, ["不能用于这里的数据"]),
        ("{% for 字 in 名 %}{% endfor %}", {"名": "甲"}, ["不是一组内容"]),
    ],
)
def test_what_cannot_be_printed_is_named_with_its_place(
    text: str, fields: dict[str, object], words: list[str]
) -> None:
    with pytest.raises(TemplateError) as caught:
        render(document("催办.docx", **fields), docx(para("一"), para(text)))
    for word in ["《催办.docx》", "正文第2段", *words]:
        assert word in str(caught.value)


def test_none_in_a_condition_is_simply_false() -> None:
    template = docx(
        para(
            "{% if 人 %}有{% else %}无{% endif %}{% if 人 is none %}空{% endif %}{{ 人|default('—') }}"
        )
    )
    assert body(template, 人=None) == ["无空—"]


def test_numbers_dates_and_truths_are_printed_as_a_person_writes_them() -> None:
    template = docx(para("{{ 甲 }}，{{ 乙 }}，{{ 丙 }}，{{ 丁 }}，{{ 戊 }}"))
    fields = {"甲": 3.0, "乙": 0.5, "丙": date(2022, 6, 30), "丁": True, "戊": -7}
    assert body(template, **fields) == ["3，0.5，2022年6月30日，是，-7"]


def test_a_value_that_no_template_can_take_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError, match="事项"):
        render(document(事项=object()), docx(para("{{ 事项 }}")))


def test_chinese_and_english_keys_are_looked_up_in_the_data_only() -> None:
    template = docx(para("{{ 项.items }}{{ 项.名称 }}{{ 项['键 一'] }}"))
    assert body(template, 项={"items": "甲", "名称": "乙", "键 一": "丙"}) == ["甲乙丙"]


#: Loops and texts that would never end or never fit.
ENDLESS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}",
    "{% set a = 'x' * 1000000000 %}{{ a }}",
    "{{ 'x' ~ 'y'|center(1000000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 999999999999999 * 999999999999999 }}",
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = a + a %}" * 40 + "{{ a|length }}",
    "{% set a = 'xx' %}" + "{% set a = a|replace('x', 'xxxxxxxxxx') %}" * 20 + "{{ a }}",
    "{% set a = 'x,' %}" + "{% set a = [a, a, a, a]|join %}" * 20 + "{{ a }}",
    "{% for 项 in 列表 recursive %}{{ loop(列表) }}{% endfor %}",
]


@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
def test_a_template_without_end_is_stopped_and_named(text: str) -> None:
    with pytest.raises(TemplateError, match="正文第1段"):
        render(document(列表=ROWS), docx(para(text)))


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 项.__class__ }}",
    "{{ 项|attr('__class__') }}",
    "{{ 项|map(attribute='__class__')|list }}",
    "{{ [项]|map(attribute='__class__')|join }}",
    "{{ [项]|sum(attribute='__class__') }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ 项.update({'a': 1}) }}",
    "{{ 列.append(1) }}",
    "{{ '{0.__class__}'.format(项) }}",
    "{{ lipsum() }}",
    "{{ namespace() }}",
    "{% import 'os' as x %}",
    "{% extends 'x' %}",
    "{{ __state }}",
    "{{ __charts['x'] }}",
    "{{ '<b>'|safe }}",
    "{{ 项|tojson }}",
    "{% autoescape false %}{{ 名 }}{% endautoescape %}",
    "{{ loop.cycle.__globals__ }}",
    "{{ range.__init__ }}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_cannot_reach_beyond_its_data(text: str) -> None:
    with pytest.raises(TemplateError):
        render(document(项={"a": "b"}, 列=[1], 名="<b>"), docx(para(text)))


def test_a_cell_paragraph_row_or_table_emptied_by_a_condition_is_mended() -> None:
    template = docx(
        table(
            row(cell("{%p if 有 %}", "内容", "{%p endif %}"), "乙", ""),
            row("{%tr if 有 %}", "", ""),
            row("丙", "", ""),
            row("{%tr endif %}", "", ""),
        ),
        table(row("{%tr for 项 in 列 %}"), row("{{ 项 }}"), row("{%tr endfor %}"), columns=1),
        para("后"),
        header=para("{%p if 有 %}") + para("眉") + para("{%p endif %}"),
    )
    paper = render(document(有=False, 列=[]), template, validate="full")
    assert texts(paper) == ["", "乙", "", "后"]
    assert part(paper).count("<w:tbl>") == 1
    assert texts(paper, "word/header1.xml") == [""]
    assert body(template, 有=True, 列=["丁"]) == ["内容", "乙", "", "丙", "", "", "丁", "后"]


def test_a_nested_table_at_the_end_of_a_cell_gets_its_paragraph() -> None:
    inner = table(row("内", "", ""))
    template = docx(
        table(
            row(
                f"<w:tc><w:tcPr/>{inner}{para('{%p if 有 %}')}{para('x')}{para('{%p endif %}')}</w:tc>",
                "",
                "",
            )
        )
    )
    assert body(template, 有=False) == ["内", "", "", "", "", ""]


def test_repeated_columns_get_as_many_grid_columns() -> None:
    template = docx(
        table(row("名称", "{%tc for 月 in 月份 %}", "{{ 月 }}", "{%tc endfor %}"), columns=4)
    )
    paper = render(document(月份=["5月", "6月"]), template, validate="full")
    assert texts(paper) == ["名称", "5月", "6月"]
    assert part(paper).count("<w:gridCol") == 3
    assert part(render(document(月份=list("12345")), template)).count("<w:gridCol") == 6


def test_drawings_repeated_in_a_loop_get_numbers_of_their_own() -> None:
    shape = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="章"/></wp:inline></w:drawing></w:r></w:p>'
    template = docx(para("{%p for i in range(3) %}"), shape, para("{%p endfor %}"))
    xml = part(render(document(), template))
    assert [f'docPr id="{n}"' in xml for n in (1, 2, 3)] == [True] * 3


def test_docxtpl_itself_would_have_made_the_same_text() -> None:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    template = docx(
        para("致：{{ 单位 }}"),
        LOOP_TABLE,
        para("{%p if 单位 %}"),
        para("有单位"),
        para("{%p endif %}"),
        table(row("{% colspan 2 %}甲", "乙"), columns=3),
    )
    fields: dict[str, Any] = {"单位": "教务处\n二", "事项列表": ROWS}
    theirs = DocxTemplate(BytesIO(template))
    theirs.render(fields, Environment(), autoescape=True)
    target = BytesIO()
    theirs.save(target)
    assert texts(render(document(**fields), template)) == texts(target.getvalue())


def test_a_compiled_template_is_kept_in_a_folder_and_used_again(tmp_path: Path) -> None:
    template = docx(para("{{ 单位 }}"), LOOP_TABLE, footer=para("{{ 单位 }}"))
    fields = {"单位": "甲", "事项列表": ROWS}
    first = render(document(**fields), template, cache=tmp_path / "缓存")
    (kept,) = (tmp_path / "缓存").iterdir()
    forget()
    assert render(document(**fields), template, cache=tmp_path / "缓存") == first
    kept.write_bytes(kept.read_bytes()[:-40])
    forget()
    assert render(document(**fields), template, cache=tmp_path / "缓存") == first
    kept.write_bytes(b"")
    forget()
    assert render(document(**fields), template, cache=tmp_path / "缓存") == first
    with pytest.raises(TemplateError, match="正文第1段"):
        render(document(事项列表=ROWS), template, cache=tmp_path / "缓存")


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert render(document(甲="乙"), docx(para("{{ 甲 }}")), cache=tmp_path / "file")


def test_with_a_warm_cache_no_document_library_is_loaded(tmp_path: Path) -> None:
    template = docx(para("{{ 单位 }}"))
    render(document(单位="甲"), template, cache=tmp_path)
    (tmp_path / "t.docx").write_bytes(template)
    program = (
        "import sys,json;from pathlib import Path;sys.path[:0]=json.loads(sys.argv[1]);"
        "from huaxia_tasks.model import Document, Edition;"
        "from huaxia_tasks.rendering.word import render;c=Path(sys.argv[2]);"
        "render(Document('k','n','t.docx',None,Edition.INTERNAL,'k',{'单位':'甲'}),"
        "(c/'t.docx').read_bytes(),cache=c);"
        "print([m for m in ('docx','docxtpl','lxml','pandas','numpy','xlsxwriter') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", program, json.dumps(sys.path), str(tmp_path)],
        capture_output=True,
        check=True,
    )
    assert out.stdout.decode().strip() == "[]"


def test_a_rendered_paper_holds_no_trace_of_editing() -> None:
    edited = (
        '<w:p w:rsidR="00AB" w14:paraId="1234ABCD"><w:bookmarkStart w:id="9" w:name="_GoBack"/>'
        '<w:bookmarkEnd w:id="9"/><w:proofErr w:type="spellStart"/>' + run("{{ 单位 }}") + "</w:p>"
    )
    xml = part(render(document(单位="甲"), docx(edited)))
    for trace in ("rsid", "paraId", "_GoBack", "proofErr"):
        assert trace not in xml


def test_a_template_without_tags_is_simply_copied() -> None:
    assert body(docx(para("此件无标记"))) == ["此件无标记"]


def test_two_names_for_one_broken_template_are_told_apart() -> None:
    template = docx(para("{{ 甲 }"))
    for name in ("一.docx", "二.docx"):
        with pytest.raises(TemplateError, match=name):
            render(document(name), template)
