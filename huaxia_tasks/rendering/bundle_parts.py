"""Brings the parts of several Word files together: each once, every reference pointing right."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .word_package import RELS, WordFile, parse, relationships, target_of, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Parts that a file has once; the first paper's are used, others are merged into them.
ONCE = ("styles", "settings", "fontTable", "theme", "webSettings", "numbering")

Links = tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Target:
    """The file that grows: its parts, and which imported part has which contents."""

    word: WordFile
    root: _Element
    links: _Element
    known: dict[tuple[bytes, Links], str] = field(default_factory=dict)
    linked: dict[tuple[str, str], str] = field(default_factory=dict)

    @staticmethod
    def around(word: WordFile, root: _Element) -> Target:
        """Return a target that grows from the first paper; only its single parts are linked."""
        links = parse(word.parts[word.rels_of(word.main)])
        for link in list(links):
            if str(link.get("Type")).rpartition("/")[2] not in ONCE:
                links.remove(link)
        return Target(word, root, links)

    def free_name(self, name: str) -> str:
        """Return `name`, or one like it that is not taken."""
        stem, end = posixpath.splitext(name)
        number = 1
        while name in self.word.parts:
            number += 1
            name = f"{stem}_{number}{end}"
        return name

    def link(self, kind: str, target: str, external: bool) -> str:
        """Return the id of a relationship of the document, a new one where there is none."""
        from lxml import etree

        key = (kind, target)
        if key not in self.linked:
            new = f"rIdBundle{len(self.linked) + 1}"
            link = etree.SubElement(
                self.links, f"{{{RELS}}}Relationship", Id=new, Type=kind, Target=target
            )
            if external:
                link.set("TargetMode", "External")
            self.linked[key] = new
        return self.linked[key]


def side_part(word: WordFile, kind: str) -> str | None:
    """Return the name of the document's part of this kind (styles, numbering, settings)."""
    for found, to, external, _ in relationships(word.parts.get(word.rels_of(word.main))):
        if found == kind and not external:
            name = target_of(word.main, to)
            return name if name in word.parts else None
    return None


def adopt(target: Target, word: WordFile, kind: str) -> None:
    """Take over a single part (styles, lists) that the target has not got at all."""
    part = side_part(word, kind)
    if part is not None and side_part(target.word, kind) is None:
        name = _bring(target, word, part)
        target.link(f"{_R[1:-1]}/{kind}", f"/{name}", False)
        rels = target.word.rels_of(target.word.main)
        target.word.parts[rels] = to_bytes(target.links)


def bring_parts(target: Target, word: WordFile, body: _Element, *, again: bool) -> None:
    """Bring the parts that a body refers to, and point its references at them."""
    wanted = {
        str(value)
        for element in body.iter()
        for key, value in element.attrib.items()
        if str(key).startswith(_R)
    }
    new: dict[str, str] = {}
    for link in parse(word.parts[word.rels_of(word.main)]).iter(f"{{{RELS}}}Relationship"):
        number, kind = str(link.get("Id")), str(link.get("Type"))
        if number not in wanted or kind.rpartition("/")[2] in ONCE:
            continue
        to, external = str(link.get("Target")), link.get("TargetMode") == "External"
        if not external:
            part = target_of(word.main, to)
            to = f"/{_bring(target, word, part) if again else part}"
            if not again:
                _remember(target, word, part)
        new[number] = target.link(kind, to, external)
    for element in body.iter():
        for key, value in element.attrib.items():
            if str(key).startswith(_R) and str(value) in new:
                element.set(str(key), new[str(value)])


def _signature(content: bytes, links: list[tuple[str, str, str]]) -> tuple[bytes, Links]:
    return content, tuple(sorted(links))


def _remember(target: Target, word: WordFile, part: str) -> None:
    """Note a part of the first paper, so that the same part of others is not stored again."""
    links = []
    for kind, to, external, number in relationships(word.parts.get(word.rels_of(part))):
        if not external:
            inner = target_of(part, to)
            _remember(target, word, inner)
            to = f"/{inner}"
        links.append((number, kind, to))
    target.known.setdefault(_signature(word.parts.get(part, b""), links), part)


def _bring(target: Target, word: WordFile, part: str) -> str:
    """Bring a part with everything it refers to; return its name in the target."""
    content = word.parts.get(part, b"")
    rels = word.parts.get(word.rels_of(part))
    links: list[tuple[str, str, str]] = []
    root = parse(rels) if rels else None
    for link in root.iter(f"{{{RELS}}}Relationship") if root is not None else ():
        to = str(link.get("Target"))
        if link.get("TargetMode") != "External":
            to = f"/{_bring(target, word, target_of(part, to))}"
            link.set("Target", to)
        links.append((str(link.get("Id")), str(link.get("Type")).rpartition("/")[2], to))
    key = _signature(content, links)
    if key not in target.known:
        name = target.free_name(part)
        target.word.parts[name] = content
        target.word.types[name] = word.types.get(part, "")
        if root is not None:
            target.word.parts[target.word.rels_of(name)] = to_bytes(root)
        target.known[key] = name
    return target.known[key]
