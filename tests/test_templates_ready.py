"""What is shipped for the starter templates is what compiling them comes to; a changed one is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_samples import document, docx, para, texts

from huaxia_tasks.rendering import seal, word_programs
from huaxia_tasks.rendering.word import forget, render
from huaxia_tasks.rendering.word_programs import SHIPPED, file_for, for_shipping, shipped

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NAMES = sorted(path.name for path in TEMPLATES.glob("*.docx"))
REMEDY = "run scripts/make_templates.py, and commit huaxia_tasks/rendering/ready/ too"


def _contents(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package, and of the package in it, inflated."""
    found = {part.name: part.content() for part in seal.members(package)}
    inner = found.pop("compiled")
    return found | {f"compiled/{name}": part for name, part in _inner(inner).items()}


def _inner(package: bytes) -> dict[str, bytes]:
    return {part.name: part.content() for part in seal.members(package)}


@pytest.mark.parametrize("name", NAMES)
def test_every_starter_template_is_shipped_compiled(name: str):
    again = for_shipping((TEMPLATES / name).read_bytes(), name)
    assert _contents((SHIPPED / file_for(name)).read_bytes()) == _contents(again), REMEDY


def test_nothing_else_is_shipped():
    assert sorted(path.name for path in SHIPPED.iterdir()) == sorted(map(file_for, NAMES)), REMEDY


@pytest.fixture
def nothing_compiled(monkeypatch: pytest.MonkeyPatch):
    """Fail where a template is compiled."""
    forget()
    monkeypatch.setattr(
        "huaxia_tasks.rendering.word_compile.compile_template",
        lambda data, name: pytest.fail(f"{name} was compiled"),
    )


@pytest.mark.usefixtures("nothing_compiled")
@pytest.mark.parametrize("name", NAMES)
def test_a_starter_template_is_not_compiled(name: str):
    ready = shipped((TEMPLATES / name).read_bytes(), name)
    assert ready is not None
    assert ready.names
    assert [source.part for source, _ in ready.programs] == [s.part for s in ready.compiled.sources]


def test_a_changed_template_is_compiled():
    changed = docx(para("{{ 单位 }}已改"))
    assert shipped(changed, NAMES[0]) is None
    forget()
    paper = render(document(NAMES[0], 单位="党政办公室"), changed)
    assert texts(paper) == ["党政办公室已改"]
    forget()


def test_an_unknown_template_is_none_of_ours():
    assert shipped(b"", "没有的.docx") is None
    assert shipped(b"", "../../ready/函.docx") is None


def test_programs_of_another_jinja_are_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(word_programs, "_jinja", lambda: "another")
    assert shipped((TEMPLATES / NAMES[0]).read_bytes(), NAMES[0]) is None
