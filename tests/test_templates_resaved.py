"""Our own templates, saved anew by another word processor: the papers stand on the page as before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from page_reading import Pages, to_pdf
from paper_samples import ROOT, rendered
from test_documents_golden import PAPERS

from huaxia_tasks.rendering.templates import check_template
from huaxia_tasks.rendering.word import render

pytestmark = pytest.mark.office

SHOWN = ("情况通报", "催办通知-红头用印", "函", "清单-内部版")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the templates as LibreOffice writes them."""
    place = tmp_path_factory.mktemp("resaved")
    names = {PAPERS[name]().template for name in SHOWN}
    command = ["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless"]
    command += ["--convert-to", "docx:Office Open XML Text", "--outdir", str(place)]
    command += [str(ROOT / "templates" / name) for name in sorted(names)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return place


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, tuple[Pages, Pages]]:
    """Each paper from our template, and from the one saved anew."""
    papers = {}
    for name in SHOWN:
        document = PAPERS[name]()
        papers[f"own-{name}"] = rendered(document)
        again = (folder / document.template).read_bytes()
        papers[f"again-{name}"] = render(document, again, validate="full")
    (folder / "pdf").mkdir()
    found = to_pdf(papers, folder / "pdf")
    return {name: (found[f"own-{name}"], found[f"again-{name}"]) for name in SHOWN}


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_found_wrong_with_it(folder: Path, name: str) -> None:
    document = PAPERS[name]()
    again = (folder / document.template).read_bytes()
    found = check_template(
        again, document.template, frozenset(document.fields), dict(document.fields)
    )
    assert [p.message for p in found if p.level == "error"] == []


@pytest.mark.parametrize("name", SHOWN)
def test_its_paper_has_the_same_lines_at_the_same_places(
    pages: dict[str, tuple[Pages, Pages]], name: str
) -> None:
    own, again = pages[name]
    assert len(again.sizes) == len(own.sizes)
    assert [line.text for line in again.lines] == [line.text for line in own.lines]
    for mine, theirs in zip(own.lines, again.lines, strict=True):
        assert theirs.page == mine.page
        assert abs(theirs.top - mine.top) < 1, mine.text
        assert abs(theirs.left - mine.left) < 1, mine.text
