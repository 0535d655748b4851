"""Puts the papers of a run into one Word file for the printer.

Every paper starts a new section, on a front side where printing is double-sided, with page
numbers from 1 and its own headers and footers.  Parts that are alike (the same footer, the same
picture) are stored once; styles and lists that differ are kept apart under new names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..patterns import regex
from . import seal
from .bundle_parts import Target, bring_parts, side_part
from .bundle_sections import (
    Inherited,
    close_section,
    even_like_default,
    start_section,
)
from .bundle_styles import bring_numbering, bring_styles
from .word_package import W, WordFile, content_types, open_word, parse, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_PAGES = regex(rb"(?<![A-Z])NUMPAGES\b")


def bundle(papers: Sequence[bytes], *, title: str = "", duplex: bool = True) -> bytes:
    """Return all `papers` (.docx bytes, in order) in one .docx.

    `duplex`: each paper starts on an odd page, so that double-sided printing parts them.  `title`
    is the file's title, else that of the first paper.  The total of pages in a header or footer
    counts the paper, not the bundle.  Raises ValueError where there is no paper.
    """
    if not papers:
        raise ValueError("nothing to bundle")
    files = [open_word(paper, f"第{n}份") for n, paper in enumerate(papers, start=1)]
    roots = [parse(word.parts[word.main]) for word in files]
    target = Target.around(files[0], _common_root(roots))
    body = target.root[0]
    odd_even = [_has_even(word) for word in files]
    inherited, names = Inherited(target), set[str]()
    for n, (word, root) in enumerate(zip(files, roots, strict=True)):
        own = root.find(f"{W}body")
        if own is None:
            continue
        sections = list(own.iter(f"{W}sectPr"))
        if not sections:
            sections = [_plain_section(own)]
        if len(sections) == 1:
            _count_own_pages(word, own)
        if n:
            bring_styles(target, word, own, n)
            bring_numbering(target, word, own)
        bring_parts(target, word, own, again=bool(n))
        start_section(sections[0], ("oddPage" if duplex else "nextPage") if n else "")
        if any(odd_even) and not odd_even[n]:
            even_like_default(sections)
        inherited.cut_off(sections)
        _own_bookmarks(own, names)
        if n < len(files) - 1:
            close_section(own)
        body.extend(list(own))
    _renumber(body)
    return _close(target, any(odd_even), title)


def _common_root(roots: Sequence[_Element]) -> _Element:
    """Return an empty document that knows the namespaces of all."""
    from lxml import etree

    spaces: dict[Any, str] = {}
    ignorable: list[str] = []
    for root in roots:
        for prefix, space in root.nsmap.items():
            spaces.setdefault(prefix, space)
        ignorable += str(root.get(_MC_IGNORABLE, "")).split()
    whole = etree.Element(f"{W}document", nsmap=spaces)
    if ignorable:
        whole.set(_MC_IGNORABLE, " ".join(dict.fromkeys(ignorable)))
    etree.SubElement(whole, f"{W}body")
    return whole


def _has_even(word: WordFile) -> bool:
    name = side_part(word, "settings")
    if name is None:
        return False
    switch = parse(word.parts[name]).find(f"{W}evenAndOddHeaders")
    return switch is not None and str(switch.get(f"{W}val", "1")) not in ("0", "false", "off")


def _plain_section(body: _Element) -> _Element:
    section = body.makeelement(f"{W}sectPr")
    body.append(section)
    return section


def _count_own_pages(word: WordFile, body: _Element) -> None:
    """Let “共N页” count the pages of the paper's own section."""
    for part in word.labels:
        if part != word.main:
            word.parts[part] = _PAGES.sub(b"SECTIONPAGES", word.parts[part])
    for element in body.iter(f"{W}instrText"):
        element.text = _PAGES.sub(b"SECTIONPAGES", (element.text or "").encode()).decode()


def _own_bookmarks(body: _Element, names: set[str]) -> None:
    """Drop bookmarks whose name an earlier paper has; Word keeps only one of a name."""
    own = set[str]()
    for start in list(body.iter(f"{W}bookmarkStart")):
        name = str(start.get(f"{W}name"))
        if name in names:
            number, parent = start.get(f"{W}id"), start.getparent()
            ends = [e for e in body.iter(f"{W}bookmarkEnd") if e.get(f"{W}id") == number]
            for element, holder in [(start, parent), *((e, e.getparent()) for e in ends[:1])]:
                if holder is not None:
                    holder.remove(element)
        own.add(name)
    names |= own


def _renumber(body: _Element) -> None:
    """Give drawings and bookmarks numbers that are unique in the bundle."""
    for number, shape in enumerate(body.iter(f"{_WP}docPr"), start=1):
        shape.set("id", str(number))
    current: dict[str, str] = {}
    for number, mark in enumerate(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"), start=1):
        old = str(mark.get(f"{W}id"))
        if mark.tag == f"{W}bookmarkStart":
            current[old] = str(number)
        mark.set(f"{W}id", current.get(old, str(number)))


def _close(target: Target, odd_even: bool, title: str) -> bytes:
    word = target.word
    word.parts[word.main] = to_bytes(target.root)
    word.parts[word.rels_of(word.main)] = to_bytes(target.links)
    settings = side_part(word, "settings")
    if odd_even and settings is not None and not _has_even(word):
        root = parse(word.parts[settings])
        root.insert(0, root.makeelement(f"{W}evenAndOddHeaders"))
        word.parts[settings] = to_bytes(root)
    core = word.parts.get("docProps/core.xml")
    if title and core:
        plain = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        found = re.compile(r"<dc:title>.*?</dc:title>|<dc:title/>", re.DOTALL)
        text = found.sub(lambda _: f"<dc:title>{plain}</dc:title>", core.decode(), count=1)
        word.parts["docProps/core.xml"] = text.encode()
    word.parts["[Content_Types].xml"] = content_types(word)
    return seal.pack(
        seal.ordered(seal.member(name, content) for name, content in word.parts.items())
    )
