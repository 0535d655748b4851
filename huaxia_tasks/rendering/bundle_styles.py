"""Merges the styles and lists of a paper into those of a bundle, under new names where they differ."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from .bundle_parts import Target, adopt, side_part
from .word_package import W, WordFile, parse, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element


def bring_styles(target: Target, word: WordFile, body: _Element, n: int) -> None:
    """Add the styles of a paper that the target lacks; those that differ get a new name."""
    adopt(target, word, "styles")
    mine, theirs = side_part(target.word, "styles"), side_part(word, "styles")
    if mine is None or theirs is None or target.word.parts[mine] == word.parts[theirs]:
        return
    whole, other = parse(target.word.parts[mine]), parse(word.parts[theirs])
    have = {str(s.get(f"{W}styleId")): s for s in whole.iter(f"{W}style")}
    renamed: dict[str, str] = {}
    added: list[_Element] = []
    for style in other.iter(f"{W}style"):
        number = str(style.get(f"{W}styleId"))
        if number in have and _canonical(have[number]) == _canonical(style):
            continue
        new = copy.deepcopy(style)
        if number in have:
            renamed[number] = f"{number}_{n + 1}"
            new.set(f"{W}styleId", renamed[number])
            title = new.find(f"{W}name")
            if title is not None:
                title.set(f"{W}val", f"{title.get(f'{W}val')} {n + 1}")
            if new.get(f"{W}default"):
                del new.attrib[f"{W}default"]
                _name_default(body, str(style.get(f"{W}type")), renamed[number])
        added.append(new)
    for element in [e for new in added for e in new.iter()] + list(body.iter()):
        name = str(element.tag).rpartition("}")[2]
        if name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            value = str(element.get(f"{W}val"))
            element.set(f"{W}val", renamed.get(value, value))
    for new in added:
        whole.append(new)
    target.word.parts[mine] = to_bytes(whole)


def _canonical(element: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(element, method="c14n", exclusive=True)


def _name_default(body: _Element, kind: str, style: str) -> None:
    """Give paragraphs (or tables) without a style the renamed default style of their paper."""
    holder, props, tag = {
        "paragraph": ("p", "pPr", "pStyle"),
        "table": ("tbl", "tblPr", "tblStyle"),
    }.get(kind, ("", "", ""))
    if not holder:
        return
    for element in body.iter(f"{W}{holder}"):
        properties = element.find(f"{W}{props}")
        if properties is None:
            properties = element.makeelement(f"{W}{props}")
            element.insert(0, properties)
        if properties.find(f"{W}{tag}") is None:
            name = properties.makeelement(f"{W}{tag}")
            name.set(f"{W}val", style)
            properties.insert(0, name)


def bring_numbering(target: Target, word: WordFile, body: _Element) -> None:
    """Add the lists of a paper under new numbers, so that each paper counts from one."""
    theirs = side_part(word, "numbering")
    uses = list(body.iter(f"{W}numId"))
    mine = side_part(target.word, "numbering")
    if theirs is None or not uses:
        return
    if mine is None:
        adopt(target, word, "numbering")
        return
    whole, other = parse(target.word.parts[mine]), parse(word.parts[theirs])
    shift = 1 + max(
        int(str(e.get(f"{W}{key}")))
        for tag, key in (("abstractNum", "abstractNumId"), ("num", "numId"))
        for e in [*whole.iter(f"{W}{tag}"), *other.iter(f"{W}{tag}")]
    )
    last = whole.findall(f"{W}abstractNum")
    at = list(whole).index(last[-1]) + 1 if last else 0
    for abstract in other.findall(f"{W}abstractNum"):
        new = copy.deepcopy(abstract)
        _shift(new, "abstractNumId", shift)
        nsid = new.find(f"{W}nsid")
        if nsid is not None:
            nsid.set(f"{W}val", f"{(int(str(nsid.get(f'{W}val')), 16) + shift) % 2**32:08X}")
        whole.insert(at, new)
        at += 1
    for number in other.findall(f"{W}num"):
        new = copy.deepcopy(number)
        _shift(new, "numId", shift)
        inner = new.find(f"{W}abstractNumId")
        if inner is not None:
            _shift(inner, "val", shift)
        whole.append(new)
    for use in uses:
        if use.get(f"{W}val") != "0":
            _shift(use, "val", shift)
    target.word.parts[mine] = to_bytes(whole)


def _shift(element: _Element, key: str, by: int) -> None:
    element.set(f"{W}{key}", str(int(str(element.get(f"{W}{key}"))) + by))
