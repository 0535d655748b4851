"""Sections of a bundle: where a paper starts, its page numbers, headers and footers of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .bundle_parts import Target
from .word_package import TINY, W, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Children of w:sectPr that stand before the one to be put in (ECMA-376, CT_SectPr).
_BEFORE_TYPE = ("headerReference", "footerReference", "footnotePr", "endnotePr")
_BEFORE_NUMBERS = (*_BEFORE_TYPE, "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")


def close_section(body: _Element) -> None:
    """Move the last section's settings into its last paragraph, so that others may follow.

    A table at the end gets a paragraph of one point after it: a new page of its own it is not.
    """
    section = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
    if section is None:
        return
    body.remove(section)
    last = body[-1] if len(body) else None
    if last is None or last.tag != f"{W}p" or last.find(f"{W}pPr/{W}sectPr") is not None:
        last = parse(TINY)
        body.append(last)
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = last.makeelement(f"{W}pPr")
        last.insert(0, properties)
    properties.append(section)


def start_section(section: _Element, kind: str) -> None:
    """Let a section begin as `kind` ("" leaves it) with page number 1."""
    if kind:
        for old in section.findall(f"{W}type"):
            section.remove(old)
        _insert(section, "type", _BEFORE_TYPE).set(f"{W}val", kind)
    numbers = section.find(f"{W}pgNumType")
    if numbers is None:
        numbers = _insert(section, "pgNumType", _BEFORE_NUMBERS)
    numbers.set(f"{W}start", "1")


def _insert(section: _Element, tag: str, before: Iterable[str]) -> _Element:
    new = section.makeelement(f"{W}{tag}")
    names = {f"{W}{name}" for name in before}
    section.insert(sum(1 for child in section if child.tag in names), new)
    return new


def _references(section: _Element) -> dict[tuple[str, str], str]:
    """Return the relationship of every header and footer: (header or footer, type) -> id."""
    return {
        (side, str(e.get(f"{W}type", "default"))): str(e.get(f"{_R}id"))
        for side in ("header", "footer")
        for e in section.findall(f"{W}{side}Reference")
    }


def _refer(section: _Element, side: str, kind: str, number: str) -> None:
    new = section.makeelement(f"{W}{side}Reference")
    new.set(f"{W}type", kind)
    new.set(f"{_R}id", number)
    section.insert(0, new)


def even_like_default(sections: Sequence[_Element]) -> None:
    """Where odd and even pages differ in another paper: here they are alike."""
    for section in sections:
        known = _references(section)
        for side in ("header", "footer"):
            default = known.get((side, "default"))
            if default and (side, "even") not in known:
                _refer(section, side, "even", default)


class Inherited:
    """Keeps a paper from inheriting the headers and footers of the paper before it."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: set[tuple[str, str]] = set()
        self._blank: dict[str, str] = {}

    def cut_off(self, sections: Sequence[_Element]) -> None:
        """Give the first section a blank header or footer wherever an earlier paper has one."""
        known = _references(sections[0])
        for side, kind in sorted(self._seen - set(known)):
            _refer(sections[0], side, kind, self._blank_part(side))
        for section in sections:
            self._seen |= set(_references(section))

    def _blank_part(self, side: str) -> str:
        if side not in self._blank:
            tag = {"header": "hdr", "footer": "ftr"}[side]
            name = self._target.free_name(f"word/{side}Blank.xml")
            word = self._target.word
            word.parts[name] = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} '
                f'xmlns:w="{W[1:-1]}"><w:p/></w:{tag}>'
            ).encode()
            word.types[name] = f"{_TYPE}.{side}+xml"
            self._blank[side] = self._target.link(f"{_REL}/{side}", f"/{name}", False)
        return self._blank[side]
