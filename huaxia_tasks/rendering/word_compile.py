"""Turns a template into sources that jinja renders, once per template.

docxtpl's own preprocessing rewrites paragraph, row and cell tags; before it the tags are put
together and the XML is tidied, after it every tag begins a line of its own, so that whatever goes
wrong in line n can be told by the n-th tag's paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import TemplateError
from ..patterns import regex
from . import seal
from .word_compiled import Compiled, Source, TagPlace
from .word_contents import check_contents
from .word_lint import ReadTag, check_attributes, lint_part
from .word_names import Checker
from .word_package import (
    RELS,
    BrokenXml,
    W,
    WordFile,
    content_types,
    damaged,
    open_word,
    parse,
    strip,
    to_bytes,
)
from .word_places import Place, Report
from .word_tags import LINE, SHIELDS, Paragraph, paragraphs
from .word_tidy import bare, flatten, save_section, tidy

if TYPE_CHECKING:
    from lxml.etree import _Element

CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_REL = f"{RELS}/metadata/core-properties"

_TAG = regex(r"(\{[{%]-?)(\s*)" + LINE + r"(.*?)([%}]\})", re.DOTALL)
_ANY_TAG = regex(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class Reading(NamedTuple):
    """A template taken apart and checked."""

    word: WordFile
    roots: dict[str, _Element]
    tags: dict[str, list[ReadTag]]


def read_template(
    data: bytes,
    report: Report,
    fields: frozenset[str] = frozenset(),
    sample: Mapping[str, object] | None = None,
    *,
    names: bool = False,
) -> Reading:
    """Take a template apart and report what is wrong with it.

    With `names`, unknown and unused names are looked for in `fields` and `sample`.  Raises
    TemplateError where the bytes are no usable Word file.
    """
    try:
        return _read(data, report, fields, sample or {}, names)
    except BrokenXml as broken:
        raise damaged(f"模板《{report.file}》") from broken


def _read(
    data: bytes,
    report: Report,
    fields: frozenset[str],
    sample: Mapping[str, object],
    names: bool,
) -> Reading:
    word = open_word(data, report.file)
    roots: dict[str, _Element] = {}
    texts: dict[str, list[Paragraph]] = {}
    for part in word.labels:
        roots[part] = _root(word, part, report.file)
        flatten(roots[part])
        texts[part] = list(paragraphs(roots[part], word.labels[part]))
    places = {p.element: p.place for part in texts.values() for p in part}
    tags = {}
    for part, found in texts.items():
        tags[part] = lint_part(roots[part], found, report, fields)
        check_attributes(roots[part], word.labels[part], report)
    if names:
        checker = Checker(report, fields, sample)
        for read in tags.values():
            checker.check(read)
        checker.report_unused()
    check_contents(word, roots, places, report)
    return Reading(word, roots, tags)


def _root(word: WordFile, part: str, name: str) -> _Element:
    try:
        root = parse(word.parts[part])
    except BrokenXml as broken:
        raise TemplateError(
            f"{word.labels[part]}的内容已损坏",
            f"模板《{name}》",
            "请从备份中恢复，或另存为 *.docx。",
        ) from broken
    if root.nsmap.get("w") != W[1:-1]:
        remedy = "请用 Word 或 WPS 打开后另存为 *.docx。"
        raise TemplateError("不是 Word 或 WPS 存出的格式", f"模板《{name}》", remedy)
    return root


def compile_template(data: bytes, name: str) -> Compiled:
    """Compile a template.  Raises TemplateError naming the first place that is wrong."""
    report = Report(name)
    reading = read_template(data, report)
    if report.errors:
        raise report.errors[0].error(len(report.errors) - 1)
    return build(reading, report)


def build(reading: Reading, report: Report) -> Compiled:
    """Build the sources from a template without errors.  Raises TemplateError where it cannot."""
    try:
        return _build(reading, report)
    except BrokenXml as broken:
        raise damaged(f"模板《{report.file}》") from broken


def _build(reading: Reading, report: Report) -> Compiled:
    word = reading.word
    sources, charts = [], []
    strip(word)
    for part, root in reading.roots.items():
        tidy(root)
        read = [r.tag for r in reading.tags[part]]
        charts += [tag.chart for tag in read if tag.chart]
        for tag in read:
            save_section(tag)
        if read:
            lines = [
                TagPlace(t.place.where, t.place.quote, t.raw) for t in read if LINE in t.source()
            ]
            source = Source(part, _source(root), tuple(lines))
            _check_source(source, word.labels[part], report)
            sources.append(source)
            del word.parts[part]
        else:
            word.parts[part] = bare(to_bytes(root))
    fixed = _fixed_parts(word, [source.part for source in sources])
    return Compiled(tuple(sources), tuple(fixed), tuple(charts), word.main)


def _source(root: _Element) -> str:
    """Return a part as jinja source by docxtpl's preprocessing, one line a tag."""
    import warnings
    from io import BytesIO

    from lxml import etree

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from docxtpl.template import DocxTemplate

    text = etree.tostring(root, encoding="unicode")
    compiler: Any = DocxTemplate(BytesIO())
    patched: str = compiler.patch_xml(text)

    def begin_line(match: re.Match[str]) -> str:
        inner = match.group(3)
        for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            inner = inner.replace(entity, char)
        return f"{match.group(1)}\n{inner}{match.group(4)}"

    source = _TAG.sub(begin_line, patched)
    for char, shield in SHIELDS.items():
        source = source.replace(shield, f"&#{ord(char)};")
    return source


def _check_source(source: Source, label: str, report: Report) -> None:
    """Make sure that the source is whole XML once its tags are taken away."""
    try:
        parse(_ANY_TAG.sub("", source.text).encode())
    except BrokenXml as broken:
        cause = f"{label}里的控制语句拆散了表格或段落"
        remedy = "请检查 {%p、{%tr、{%tc 标记是否各自单独占一段、一行、一格。"
        report.error("structure", Place(label), cause, remedy)
        raise report.errors[-1].error() from broken


def _fixed_parts(word: WordFile, rendered: Iterable[str]) -> list[seal.Member]:
    """Return all parts that are the same in every paper, with the list of all parts in front."""
    word.parts["_rels/.rels"] = _with_core(word.parts["_rels/.rels"])
    types = {part: word.types[part] for part in rendered} | {CORE: _CORE_TYPE}
    word.parts["[Content_Types].xml"] = content_types(word, types)
    return seal.ordered(seal.member(name, data) for name, data in word.parts.items())


def _with_core(rels: bytes) -> bytes:
    from lxml import etree

    root = parse(rels)
    taken = {str(e.get("Id")) for e in root}
    number = next(n for n in range(1, 10_000) if f"rId{n}" not in taken)
    etree.SubElement(
        root, f"{{{RELS}}}Relationship", Id=f"rId{number}", Type=_CORE_REL, Target=CORE
    )
    return to_bytes(root)
