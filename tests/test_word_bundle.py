"""All papers of a run lie in one file: each on its own pages, with its own numbers and marks."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from word_samples import STYLES, document, docx, para, part, run, table, texts
from word_samples import row as table_row

from huaxia_tasks.rendering import seal
from huaxia_tasks.rendering.charts import ChartData, Series, add_chart
from huaxia_tasks.rendering.word import render
from huaxia_tasks.rendering.word_bundle import bundle
from huaxia_tasks.rendering.word_package import W, parse, relationships
from huaxia_tasks.rendering.word_validate import validate_paper

PAGE_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>/</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def paper(name: str, *more: str, **options: str) -> bytes:
    options = {"footer": PAGE_FIELD} | options
    return render(document(单位=name), docx(para("致：{{ 单位 }}"), *more, **options))  # type: ignore[arg-type]


def sections(data: bytes) -> list[tuple[str, str]]:
    root = parse(part(data).encode())
    found = []
    for section in root.iter(f"{W}sectPr"):
        kind, numbers = section.find(f"{W}type"), section.find(f"{W}pgNumType")
        found.append(
            (
                "" if kind is None else str(kind.get(f"{W}val")),
                "" if numbers is None else str(numbers.get(f"{W}start")),
            )
        )
    return found


def test_papers_stand_one_after_the_other_each_in_its_section() -> None:
    whole = bundle([paper("甲"), paper("乙"), paper("丙")])
    assert texts(whole) == ["致：甲", "致：乙", "致：丙"]
    assert sections(whole) == [("", "1"), ("oddPage", "1"), ("oddPage", "1")]
    assert sections(bundle([paper("甲"), paper("乙")], duplex=False))[1] == ("nextPage", "1")
    validate_paper(whole, "合订", ["甲", "乙", "丙"])


def test_the_same_papers_give_the_same_bytes() -> None:
    papers = [paper("甲"), paper("乙")]
    assert bundle(papers) == bundle(papers)


def test_one_paper_is_a_bundle_too_and_none_is_a_fault() -> None:
    assert texts(bundle([paper("甲")])) == ["致：甲"]
    with pytest.raises(ValueError, match="nothing"):
        bundle([])


def test_a_footer_that_is_the_same_is_stored_once() -> None:
    names = zipfile.ZipFile(BytesIO(bundle([paper("甲"), paper("乙"), paper("丙")]))).namelist()
    assert [n for n in names if "footer" in n] == ["word/footer1.xml"]
    assert len(names) == len(set(names))


def test_footers_that_differ_stay_with_their_papers() -> None:
    papers = [paper(n, footer=para(f"{n}的页脚")) for n in "甲乙"]
    whole = bundle(papers)
    links = {
        i: t for _, t, _, i in relationships(part(whole, "word/_rels/document.xml.rels").encode())
    }
    footers = re.findall(r'<w:footerReference [^>]*r:id="([^"]+)"', part(whole))
    shown = [texts(whole, links[number].lstrip("/")) for number in footers]
    assert shown == [["甲的页脚"], ["乙的页脚"]]


def test_a_paper_without_a_header_does_not_inherit_one() -> None:
    whole = bundle([paper("甲", header=para("密")), paper("乙")])
    assert part(whole).count("<w:headerReference") == 2
    assert texts(whole, "word/headerBlank.xml") == [""]


def test_the_total_of_pages_counts_the_paper_not_the_bundle() -> None:
    whole = bundle([paper("甲"), paper("乙")])
    assert " SECTIONPAGES " in part(whole, "word/footer1.xml")


def test_a_paper_that_ends_with_a_table_gets_no_page_more() -> None:
    last = table(table_row("甲", "乙", "丙"))
    whole = bundle([paper("甲", last), paper("乙")])
    root = parse(part(whole).encode())
    holders = [s.getparent().getparent() for s in root.iter(f"{W}sectPr")][:-1]
    assert 'w:line="20"' in str(part(whole))
    assert [h.tag for h in holders] == [f"{W}p"]
    assert texts(whole)[:5] == ["致：甲", "甲", "乙", "丙", ""]


def test_a_paper_of_several_sections_keeps_them() -> None:
    landscape = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    whole = bundle([paper("甲", landscape, para("附表")), paper("乙", landscape, para("附表"))])
    assert sections(whole) == [("", "1"), ("", ""), ("oddPage", "1"), ("", "")]


def test_charts_and_their_workbooks_come_along_without_clash() -> None:
    chart = ChartData("完成", ("一", "二"), (Series("数", (1, 2)),))
    papers = [
        add_chart(docx(para(n), para("[[图表:完成]]")), "[[图表:完成]]", chart) for n in "甲乙"
    ]
    other = ChartData("别的", ("一", "二"), (Series("数", (3, 4)),))
    papers.append(add_chart(docx(para("丙"), para("[[图表:完成]]")), "[[图表:完成]]", other))
    whole = bundle(papers)
    names = zipfile.ZipFile(BytesIO(whole)).namelist()
    assert sorted(n for n in names if n.endswith(".xlsx")) == [
        "word/embeddings/chart1.xlsx",
        "word/embeddings/chart1_2.xlsx",
    ]
    assert "/word/embeddings/chart1_2.xlsx" in part(whole, "word/charts/_rels/chart1_2.xml.rels")
    assert part(whole).count("<c:chart ") == 3
    assert re.findall(r'docPr id="(\d)"', part(whole)) == ["1", "2", "3"]


def test_styles_that_differ_are_kept_apart() -> None:
    bigger = STYLES.replace('<w:sz w:val="32"/>', '<w:sz w:val="44"/>')
    whole = bundle([paper("甲"), paper("乙", styles=bigger), paper("丙")])
    styles = part(whole, "word/styles.xml")
    assert '<w:sz w:val="32"/>' in styles
    assert '<w:sz w:val="44"/>' in styles
    assert styles.count('w:default="1"') == 1
    assert re.findall(r'<w:pStyle w:val="([^"]+)"', part(whole)) == ["a_2"]


def test_lists_count_from_one_in_every_paper() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    numbering = (
        f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="0A"/>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    base = docx(
        para("一"), item, more={"word/numbering.xml": numbering},
        rels=f'<Relationship Id="rIdN" Type="{rel}" Target="numbering.xml"/>',
    )  # fmt: skip
    parts = {m.name: m for m in seal.members(base)}
    types = parts["[Content_Types].xml"].content().decode()
    types = types.replace(
        "</Types>", f'<Override PartName="/word/numbering.xml" ContentType="{kind}"/></Types>'
    )
    parts["[Content_Types].xml"] = seal.member("[Content_Types].xml", types.encode())
    one = seal.pack(list(parts.values()))
    whole = bundle([one, one, one])
    numbers = re.findall(r'<w:numId w:val="(\d+)"', part(whole))
    assert len(set(numbers)) == 3
    lists = part(whole, "word/numbering.xml")
    assert all(f'<w:num w:numId="{n}"' in lists for n in numbers)
    assert lists.rindex("<w:abstractNum ") < lists.index("<w:num ")
    assert len(set(re.findall(r'abstractNumId="(\d+)"', lists))) == 3


def test_bookmarks_of_one_name_stand_once() -> None:
    mark = (
        '<w:p><w:bookmarkStart w:id="0" w:name="依据"/>'
        + run("x")
        + '<w:bookmarkEnd w:id="0"/></w:p>'
    )
    whole = part(bundle([docx(mark), docx(mark)]))
    assert whole.count("bookmarkStart") == whole.count("bookmarkEnd") == 1


def test_the_bundle_s_title_can_be_set() -> None:
    whole = bundle([paper("甲"), paper("乙")], title="6月<合订>")
    assert "<dc:title>6月&lt;合订&gt;</dc:title>" in part(whole, "docProps/core.xml")


@pytest.mark.office
def test_pages_of_a_bundle_are_numbered_per_paper(tmp_path: Path) -> None:
    papers = [paper("甲", BREAK, para("甲二")), paper("乙"), paper("丙", BREAK, para("丙二"))]
    (tmp_path / "a.docx").write_bytes(bundle(papers, duplex=False))
    office = shutil.which("soffice") or "libreoffice"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", "pdf", "a.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    import pypdfium2

    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert [(p.split()[0], p.split()[-1].split("/")[0]) for p in pages] == [
        ("致：甲", "1"), ("甲二", "2"), ("致：乙", "1"), ("致：丙", "1"), ("丙二", "2"),
    ]  # fmt: skip
