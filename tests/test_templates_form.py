"""The starter templates: named styles only, fixed tables, known tags, the same bytes every time."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from paper_samples import ROOT
from test_documents_golden import PAPERS

from huaxia_tasks.drafting import documents
from huaxia_tasks.rendering.templates import check_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = sorted((ROOT / "templates").glob("*.docx"))

pytestmark = pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)


@cache
def parts(path: Path) -> dict[str, etree._Element]:
    """The XML parts that hold text, by name."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if re.match(r"word/(document|footer\d*|header\d*|styles|settings)\.xml$", name)
        }


def texts(path: Path) -> Iterator[etree._Element]:
    for name, root in parts(path).items():
        if not name.endswith(("styles.xml", "settings.xml")):
            yield root


def style_ids(path: Path) -> set[str]:
    return {s.get(f"{W}styleId") for s in parts(path)["word/styles.xml"].iter(f"{W}style")}


def test_it_belongs_to_a_kind_of_paper(path: Path) -> None:
    assert path.name in {entry.template for entry in documents().values()}


def test_every_paragraph_names_a_style_that_is_there(path: Path) -> None:
    known = style_ids(path)
    for root in texts(path):
        for paragraph in root.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            assert style is not None
            assert style.get(f"{W}val") in known


def test_nothing_is_formatted_beside_the_styles(path: Path) -> None:
    for root in texts(path):
        for properties in root.iter(f"{W}pPr"):
            assert {etree.QName(e).localname for e in properties} <= {"pStyle", "sectPr"}
        for properties in root.iter(f"{W}rPr"):
            assert {etree.QName(e).localname for e in properties} <= {"rStyle", "rFonts"}
            fonts = properties.find(f"{W}rFonts")
            assert fonts is None or list(fonts.attrib) == [f"{W}hint"]


def test_text_with_quotes_or_dashes_is_drawn_in_the_chinese_font(path: Path) -> None:
    for root in texts(path):
        for run in root.iter(f"{W}r"):
            if re.search("[“”‘’—…·]", "".join(t.text or "" for t in run.findall(f"{W}t"))):
                assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"


def test_style_names_are_those_of_an_office(path: Path) -> None:
    names = [
        s.find(f"{W}name").get(f"{W}val")
        for s in parts(path)["word/styles.xml"].iter(f"{W}style")
        if s.get(f"{W}customStyle") == "1"
    ]
    assert len(names) == len(set(names))
    assert all(re.search("[\u4e00-\u9fff]", name) for name in names)


def test_exact_line_spacing_is_off_the_grid_and_the_order_is_that_of_the_schema(path: Path) -> None:
    order = [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs",
        "snapToGrid", "spacing", "ind", "jc", "outlineLvl",
    ]  # fmt: skip
    for properties in parts(path)["word/styles.xml"].iter(f"{W}pPr"):
        names = [etree.QName(e).localname for e in properties]
        assert names == sorted(names, key=order.index)
        spacing = properties.find(f"{W}spacing")
        if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
            assert properties.find(f"{W}snapToGrid").get(f"{W}val") == "0"


def test_tables_have_fixed_widths_and_rows_that_stay_whole(path: Path) -> None:
    for root in texts(path):
        for table in root.iter(f"{W}tbl"):
            widths = [int(c.get(f"{W}w")) for c in table.find(f"{W}tblGrid")]
            assert sum(widths) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) in (8845, 12756)
            assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
            for row in table.iter(f"{W}tr"):
                assert row.find(f"{W}trPr/{W}cantSplit") is not None
                cells = [int(c.get(f"{W}w")) for c in row.iter(f"{W}tcW")]
                assert sum(cells) == sum(widths)


def test_a_table_that_grows_repeats_its_heading(path: Path) -> None:
    for root in texts(path):
        for table in root.iter(f"{W}tbl"):
            words = "".join(t.text or "" for t in table.iter(f"{W}t"))
            if "{%tr for" in words:
                first = table.find(f"{W}tr")
                assert first.find(f"{W}trPr/{W}tblHeader") is not None


def test_the_page_is_that_of_the_standard(path: Path) -> None:
    section = next(parts(path)["word/document.xml"].iter(f"{W}sectPr"))
    margins = section.find(f"{W}pgMar")
    assert [margins.get(f"{W}{side}") for side in ("top", "bottom", "left", "right")] == [
        "2098", "1984", "1587", "1474",
    ]  # fmt: skip
    assert section.find(f"{W}docGrid").get(f"{W}linePitch") == "578"
    assert parts(path)["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None


def test_the_check_of_templates_finds_nothing_wrong(path: Path) -> None:
    for name, make in PAPERS.items():
        document = make()
        if document.template == path.name:
            entry = documents()[document.kind]
            found = check_template(path.read_bytes(), path.name, entry.fields, document.fields)
            assert [p for p in found if p.code != "unused-field"] == [], name


def test_declared_fields_are_those_that_are_filled(path: Path) -> None:
    for make in PAPERS.values():
        document = make()
        if document.template == path.name:
            assert set(document.fields) == documents()[document.kind].fields


def test_word_s_own_library_opens_it(path: Path) -> None:
    import docx

    assert docx.Document(io.BytesIO(path.read_bytes())).paragraphs


def test_the_script_makes_the_same_file(path: Path, tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_templates.py"
    if path == TEMPLATES[0]:
        subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
        for template in TEMPLATES:
            assert (tmp_path / template.name).read_bytes() == template.read_bytes()
        assert {p.name for p in tmp_path.glob("*.docx")} == {t.name for t in TEMPLATES}
