"""Charts are Word's own: editable, with their figures inside, the same bytes every time."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from word_samples import document, docx, para, part, texts

from huaxia_tasks.errors import TemplateError
from huaxia_tasks.rendering.charts import ChartData, Series, add_chart
from huaxia_tasks.rendering.clean import RenderNote
from huaxia_tasks.rendering.word import render
from huaxia_tasks.rendering.word_package import parse
from huaxia_tasks.rendering.word_validate import validate_paper

CHART = ChartData(
    "各单位完成情况",
    ("计算机学院", "A&B <学院>", "教务处"),
    (Series("已完成", (5, 3, 0)), Series("未完成", (1, None, 2.5))),
    unit="项",
)
DATA = {
    "标题": "完成情况",
    "单位": "项",
    "类别": ["甲学院", "乙学院"],
    "系列": [{"名称": "已完成", "数值": [5, 3]}, {"名称": "未完成", "数值": [1, None]}],
}
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def charted(chart: ChartData = CHART) -> bytes:
    template = docx(
        para("前"), para("[[图表:完成情况]]", properties='<w:jc w:val="center"/>'), para("后")
    )
    return add_chart(template, "[[图表:完成情况]]", chart)


def test_the_placeholder_becomes_a_drawing_and_its_neighbours_stay() -> None:
    paper = charted()
    assert texts(paper) == ["前", "", "后"]
    xml = part(paper)
    assert "[[图表" not in xml
    assert '<w:jc w:val="center"/>' in xml
    assert 'r:id="rIdHuaxiaChart1"' in xml
    assert "charts/chart1.xml" in part(paper, "word/_rels/document.xml.rels")
    assert "drawingml.chart+xml" in part(paper, "[Content_Types].xml")
    validate_paper(paper, "图", [])


def test_the_chart_holds_its_values_and_names() -> None:
    root = parse(part(charted(), "word/charts/chart1.xml").encode())
    names = [p.findtext(f"{C}v") for p in root.iter(f"{C}pt")]
    assert names[:5] == ["已完成", "计算机学院", "A&B <学院>", "教务处", "5"]
    assert root.find(f".//{C}barDir").get("val") == "col"  # type: ignore[union-attr]
    text = part(charted(), "word/charts/chart1.xml")
    assert "各单位完成情况（单位：项）" in text
    assert 'a:ea typeface="仿宋_GB2312"' in text
    assert 'autoUpdate val="0"' in text


def test_the_workbook_inside_holds_the_same_figures() -> None:
    import openpyxl

    with zipfile.ZipFile(BytesIO(charted())) as archive:
        book = openpyxl.load_workbook(BytesIO(archive.read("word/embeddings/chart1.xlsx")))
    assert [list(r) for r in book["数据"].iter_rows(values_only=True)] == [
        [None, "已完成", "未完成"],
        ["计算机学院", 5, 1],
        ["A&B <学院>", 3, None],
        ["教务处", 0, 2.5],
    ]


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    import openpyxl

    chart = ChartData("", ("=1+1", "http://a.cn"), (Series("=cmd|x", (1, 2)),))
    with zipfile.ZipFile(BytesIO(charted(chart))) as archive:
        book = openpyxl.load_workbook(BytesIO(archive.read("word/embeddings/chart1.xlsx")))
    sheet = book["数据"]
    assert [sheet["B1"].data_type, sheet["A2"].data_type] == ["s", "s"]
    assert sheet["A3"].hyperlink is None


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert charted() == charted()


@pytest.mark.parametrize("kind", ["bar", "column"])
@pytest.mark.parametrize("stacked", [True, False])
def test_every_form_is_whole_xml(kind: str, stacked: bool) -> None:
    chart = ChartData("率", ("一",), (Series("甲", (0.5,)),), kind, stacked, percent=True)
    root = parse(part(charted(chart), "word/charts/chart1.xml").encode())
    assert root.find(f".//{C}grouping").get("val") == ("stacked" if stacked else "clustered")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "typed", ["[[图表:完成情况]]", "[[图表：完成情况]]", "[[ 图表 : 完成情况 ]]"]
)
def test_a_template_s_place_is_filled_while_rendering(typed: str) -> None:
    template = docx(para("前"), para(typed), para("{{ 话 }}"))
    fields = {"话": "[[图表:完成情况]]", "图表": {"完成情况": DATA}}
    paper = render(document(**fields), template, validate="full")
    assert texts(paper) == ["前", "", "[[图表:完成情况]]"]
    assert part(paper).count("<c:chart ") == 1
    assert paper == render(document(**fields), template)


def test_a_place_without_figures_is_named_and_an_empty_chart_leaves_its_place_empty() -> None:
    template = docx(para("[[图表:完成情况]]"))
    with pytest.raises(TemplateError, match="“完成情况”的图表数据"):
        render(document(), template)
    empty = {"图表": {"完成情况": {"类别": [], "系列": []}}}
    paper = render(document(**empty), template, validate="full")
    assert texts(paper) == [""]
    assert "chart" not in part(paper, "word/_rels/document.xml.rels")


def test_what_is_taken_out_of_a_chart_s_names_is_told() -> None:
    notes: list[RenderNote] = []
    data = DATA | {"类别": ["甲\u202e学院", "乙学院"]}
    paper = render(document(图表={"完成": data}), docx(para("[[图表:完成]]")), notes=notes)
    assert [(n.field, n.kind) for n in notes] == [("图表“完成”", "removed")]
    assert "甲学院" in part(paper, "word/charts/chart1.xml")


def test_two_charts_get_numbers_of_their_own() -> None:
    template = docx(para("[[图表:甲]]"), para("[[图表:乙]]"))
    paper = render(
        document(图表={"甲": DATA, "乙": DATA | {"形式": "条形"}}), template, validate="full"
    )
    assert 'barDir val="col"' in part(paper, "word/charts/chart1.xml")
    assert 'barDir val="bar"' in part(paper, "word/charts/chart2.xml")
    again = add_chart(
        add_chart(docx(para("[[图表:甲]]"), para("[[图表:乙]]")), "[[图表:甲]]", CHART),
        "[[图表:乙]]",
        CHART,
    )
    validate_paper(again, "图", [])
    assert "word/charts/chart2.xml" in zipfile.ZipFile(BytesIO(again)).namelist()


def test_a_missing_place_is_told() -> None:
    with pytest.raises(TemplateError, match="没有单独成段"):
        add_chart(docx(para("x")), "[[图表:甲]]", CHART)


def test_python_docx_can_open_a_paper_with_a_chart() -> None:
    from docx import Document

    assert [p.text for p in Document(BytesIO(charted())).paragraphs] == ["前", "", "后"]


@pytest.mark.office
def test_another_program_draws_the_chart(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(charted())
    office = shutil.which("soffice") or "libreoffice"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", "pdf", "a.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    import pypdfium2

    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    shown = pdf[0].get_textpage().get_text_range()
    for word in ("各单位完成情况", "计算机学院", "教务处", "已完成", "未完成", "2.5"):
        assert word in shown
    pixels = pdf[0].render(scale=1, grayscale=True).to_numpy()
    assert (pixels < 120).sum() > 3000  # the dark bars, not only letters


def height_cm(paper: bytes) -> float:
    found = parse(part(paper).encode()).find(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert found is not None
    return int(found.get("cy", "0")) / 360_000


def lying(*names: str) -> bytes:
    return charted(
        ChartData("图", names, (Series("已完成", (1,) * len(names)),), kind="bar", stacked=True)
    )


def test_long_names_get_room_for_two_lines_each() -> None:
    short = height_cm(lying("商学院（1/2）", "图书馆（1/2）"))
    long = height_cm(lying("商学院（1/2）", "马克思主义学院（思想政治理论课教学部）（1/2）"))
    assert long - short >= 0.6


def test_a_chart_leaves_room_for_the_heading_of_its_page() -> None:
    assert (
        height_cm(lying(*(f"第{i}研究所（信息化建设与管理中心）（1/2）" for i in range(20)))) <= 18
    )


def test_every_name_of_an_axis_is_shown() -> None:
    with zipfile.ZipFile(BytesIO(lying("甲", "乙"))) as archive:
        chart = parse(archive.read("word/charts/chart1.xml"))
    assert [e.get("val") for e in chart.iter(f"{C}tickLblSkip")] == ["1"]
