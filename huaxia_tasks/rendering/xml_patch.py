"""Small changes to XML that somebody else wrote, byte by byte, leaving all else as it stands.

Start tags can be found exactly by their bytes, because ``<`` may stand neither in text nor in
attribute values: only comments, CDATA and processing instructions can hide one, and these are
blanked (same length) in a copy that is searched while the original is changed.  Documents in other
encodings than UTF-8 or with a document type are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from ..patterns import regex
from .package import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_HIDDEN = regex(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.S)
_ENCODING = regex(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
#: No ``<`` in values, as XML demands: so the search of a broken document ends at the next tag.
ATTRIBUTES = rb"([^<>\"'/]*(?:\"[^\"<]*\"[^<>\"'/]*|'[^'<]*'[^<>\"'/]*)*)"
_ANY_TAG = regex(rb"<(/?)([\w.:-]+)" + ATTRIBUTES + rb"(/?)>")
_ATTRIBUTE = regex(rb"([\w.:-]{1,64})\s*=\s*(\"[^\"]*\"|'[^']*')")
_ENTITY = regex(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Tag(NamedTuple):
    """A start tag: where it begins and ends (behind ``>``), its name, attributes, and ``/>``."""

    start: int
    end: int
    name: bytes
    attributes: bytes
    empty: bool

    def get(self, name: str) -> str | None:
        """Return an attribute's value, or None."""
        return attribute(self.attributes, name)


def masked(xml: bytes) -> bytes:
    """Return a copy of equal length in which every ``<`` opens or closes an element."""
    if b"\0" in xml[:4]:
        raise Refused("not UTF-8")
    encoding = _ENCODING.match(xml)
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refused("not UTF-8")
    # To look for a single byte costs a tenth of looking for two.
    if (b"!" in xml and b"<!" in xml) or (xml.count(b"?") > 2 and xml.count(b"<?") > 1):
        if b"<!DOCTYPE" in xml:
            raise Refused("document type")
        require_well_formed(xml)  # every comment is closed: the search below is short
        return _HIDDEN.sub(lambda m: b" " * len(m[0]), xml)
    behind = xml.find(b"?>") + 2 if b"<?" in xml else 0
    return b" " * behind + xml[behind:]


def root_prefix(clean: bytes, local: str, namespace: str = MAIN) -> bytes:
    """Return the prefix (``b"x:"`` or nothing) of the root element, which must be `local`.

    Raises Refused where the root is another element or of another namespace (Strict Open XML).
    """
    root = _ANY_TAG.search(clean)
    if root is None or root[1]:
        raise Refused(f"no {local}")
    prefix, colon, name = root[2].rpartition(b":")
    declared = attribute(root[3], "xmlns:" + prefix.decode() if colon else "xmlns")
    if name != local.encode() or declared != namespace:
        raise Refused(f"root is {root[2]!r} of {declared!r}")
    return prefix + colon


def tags(clean: bytes, name: bytes, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """Yield the start tags of one element name (with its prefix) in document order."""
    stop = len(clean) if end is None else end
    for found in _tag_pattern(name).finditer(clean, start, stop):
        yield Tag(found.start(), found.end(), name, found[1], bool(found[2]))


def first(clean: bytes, name: bytes, start: int = 0, end: int | None = None) -> Tag | None:
    """Return the first start tag of this name, or None."""
    return next(tags(clean, name, start, end), None)


@lru_cache(maxsize=256)
def _tag_pattern(name: bytes) -> re.Pattern[bytes]:
    return element(name, b"<" + re.escape(name) + rb"(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")


def element(name: bytes, pattern: bytes) -> re.Pattern[bytes]:
    """Return an expression about elements of a name; without a prefix it is the program's own."""
    return re.compile(pattern) if b":" in name else regex(pattern)


def end_tag(clean: bytes, tag: Tag) -> tuple[int, int]:
    """Return where the end tag of `tag` begins and ends; no element of its name nests in it."""
    name = b"</" + tag.name
    start = clean.find(name, tag.end)
    if start >= 0 and clean.startswith(b">", start + len(name)):  # as nearly everybody writes it
        return start, start + len(name) + 1
    found = _end_pattern(tag.name).search(clean, tag.end)
    if found is None:
        raise Refused(f"{tag.name!r} is not closed")
    return found.start(), found.end()


@lru_cache(maxsize=256)
def _end_pattern(name: bytes) -> re.Pattern[bytes]:
    return re.compile(b"</" + re.escape(name) + rb"\s*>")


def children(clean: bytes, start: int) -> Iterator[Tag]:
    """Yield the start tags at the depth of `start` until their parent ends."""
    depth = 0
    for found in _ANY_TAG.finditer(clean, start):
        if found[1]:
            depth -= 1
            if depth < 0:
                return
            continue
        if depth == 0:
            yield Tag(found.start(), found.end(), found[2], found[3], bool(found[4]))
        if not found[4]:
            depth += 1


def attribute(attributes: bytes, name: str) -> str | None:
    """Return the value of an attribute of a tag, entities resolved, or None."""
    wanted = name.encode()
    if wanted not in attributes:
        return None
    if b"'" not in attributes and b"&" not in attributes:
        # As programs write them; behind an even number of quotes nothing is inside of a value.
        begin = attributes.find(b' %s="' % wanted)
        if begin >= 0 and not attributes.count(b'"', 0, begin) & 1:
            begin += len(wanted) + 3
            return attributes[begin : attributes.index(b'"', begin)].decode()
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1] == wanted:
            value = found[2][1:-1].decode()
            return _ENTITY.sub(_resolve, value) if "&" in value else value
    return None


def _resolve(entity: re.Match[str]) -> str:
    if entity[1] or entity[2]:
        return chr(int(entity[1], 16) if entity[1] else int(entity[2]))
    if entity[3] not in _NAMED:
        raise Refused(f"entity {entity[3]}")
    return _NAMED[entity[3]]


class Edits:
    """Changes to one document, collected by position and applied at once."""

    def __init__(self, xml: bytes, clean: bytes) -> None:
        self.xml, self.clean = xml, clean
        self._edits: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put `new` in the place of a stretch; changes at one place keep their order."""
        self._edits.append((start, end, len(self._edits), new))

    def set(self, tag: Tag, name: str, value: str | None) -> None:
        """Set an attribute of a start tag, or take it away where `value` is None."""
        wanted = name.encode()
        at = tag.start + 1 + len(tag.name)
        for found in _ATTRIBUTE.finditer(tag.attributes):
            if found[1] == wanted:
                new = b"" if value is None else wanted + b'="' + value.encode() + b'"'
                self.replace(at + found.start(), at + found.end(), new)
                return
        if value is not None:
            self.replace(at, at, b" " + wanted + b'="' + value.encode() + b'"')

    def append(self, tag: Tag, child: bytes) -> None:
        """Add a last child to an element, opening it where it was written as ``<x/>``."""
        if tag.empty:
            slash = self.xml.rindex(b"/", tag.start, tag.end)
            self.replace(slash, tag.end, b">" + child + b"</" + tag.name + b">")
        else:
            at, _ = end_tag(self.clean, tag)
            self.replace(at, at, child)

    def apply(self) -> bytes:
        """Return the changed document."""
        pieces: list[bytes] = []
        at = 0
        for start, end, _, new in sorted(self._edits, key=lambda e: (e[0], e[1], e[2])):
            if start < at:
                raise Refused("changes overlap")
            pieces += (self.xml[at:start], new)
            at = end
        pieces.append(self.xml[at:])
        return b"".join(pieces)


def require_well_formed(xml: bytes) -> None:
    """Raise ``expat.ExpatError`` where a document (its namespaces included) is not well-formed."""
    expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
