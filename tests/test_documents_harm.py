"""Whatever units type, in every field of every kind at once: the paper opens and says it, or its change is told."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from paper_samples import ROOT
from test_documents_golden import PAPERS
from test_word_texts import EXACT

from huaxia_tasks.rendering.clean import RenderNote
from huaxia_tasks.rendering.word import render

TEXTS = {
    **{name: EXACT[name] for name in ("expression", "statement", "forged paragraph", "field code", "chart place", "rare characters")},
    "a loop's end": "{%tr endfor %}",
    "unprintable": "甲\x00\x0b\x1b乙\ud800\ufffe丙",
    "turned round": "甲\u202e乙\u200b",
    "page breaks": "甲\f乙\a丙\r丁",
    "forty thousand": "字" * 40_000,
    "a long Latin word": "W" * 3000,
}  # fmt: skip


def everywhere(value: object, text: str) -> object:
    """A field with every text in it replaced, lists and rows included."""
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, list):
        return [everywhere(one, text) for one in value]
    if isinstance(value, dict):
        return {k: one if k == "形式" else everywhere(one, text) for k, one in value.items()}
    return value


@pytest.mark.parametrize("name", PAPERS)
def test_no_text_harms_any_kind_of_paper(name: str) -> None:
    document = PAPERS[name]()
    template = (ROOT / "templates" / document.template).read_bytes()
    for label, text in TEXTS.items():
        notes: list[RenderNote] = []
        fields = everywhere(dict(document.fields), text)
        assert isinstance(fields, dict)
        paper = render(replace(document, fields=fields), template, validate="full", notes=notes)
        docx.Document(io.BytesIO(paper))
        names = zipfile.ZipFile(io.BytesIO(paper)).namelist()
        assert len(names) == len(set(names))
        changed = label in ("unprintable", "turned round", "page breaks", "forty thousand")
        assert bool(notes) == changed, (label, notes)
