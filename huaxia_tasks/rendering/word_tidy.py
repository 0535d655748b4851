"""Makes a template's XML plain before it is compiled: no blanks, no traces of editing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .word_expressions import OPENING
from .word_package import TINY, W, parse
from .word_tags import SHIELDS, Tag, shielded

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOISE = [
    f"{W}{tag}"
    for tag in ("proofErr", "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd")
]
_IDLE_BOOKMARKS = ("_GoBack", "_Hlk", "OLE_LINK")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def flatten(root: _Element) -> None:
    """Drop blanks between elements, remarks, and line breaks in text: they carry no meaning."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in root.iter():
        if element.tail is not None and not element.tail.strip():
            element.tail = None
        text = element.text
        if text is None:
            continue
        if element.tag == f"{W}t":
            element.text = re.sub("[\r\n\t]", " ", text)
        elif text.strip():
            element.text = shielded(re.sub("[\r\n\t]", " ", text))
        else:
            element.text = None


def save_section(tag: Tag) -> None:
    """Give the section break in a paragraph tag's paragraph a paragraph of its own.

    Programs move it there when they save; it would go with the tag's paragraph.  It stays outside
    of the loop or condition: before its opening, behind its end.
    """
    section = tag.paragraph.find(f"{W}pPr/{W}sectPr") if tag.level == "p" else None
    if section is None:
        return
    own = parse(TINY)
    own[0].append(section)
    if tag.word in OPENING:
        tag.paragraph.addprevious(own)
    else:
        tag.paragraph.addnext(own)


def bare(content: bytes) -> bytes:
    """Return a part without tags with its braces as they were."""
    for char, shield in SHIELDS.items():
        content = content.replace(shield.encode(), char.encode())
    return content


def tidy(root: _Element) -> None:
    """Take out the traces of editing: proofing marks, revision ids, idle bookmarks, comments."""
    for element in list(root.iter(*_NOISE, f"{W}bookmarkStart", f"{W}commentReference")):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == f"{W}bookmarkStart":
            if not str(element.get(f"{W}name", "")).startswith(_IDLE_BOOKMARKS):
                continue
            ends = root.iter(f"{W}bookmarkEnd")
            number = element.get(f"{W}id")
            for end in [e for e in ends if e.get(f"{W}id") == number][:1]:
                _drop(end)
        _drop(element)
    for element in [e for e in root.iter() if str(e.tag).endswith("PrChange")]:
        _drop(element)
    for element in root.iter():
        for key in list(element.attrib):
            name = str(key)
            if name.startswith((f"{W}rsid", f"{_W14}paraId", f"{_W14}textId")):
                del element.attrib[key]


def _drop(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
