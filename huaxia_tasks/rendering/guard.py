"""Looks once more at finished bytes: does anything in any part of a paper tell what must stay inside?

Every part is searched: body, tables, headers, notes, comments, properties, hidden sheets, cached values
of charts, embedded workbooks.  A number that the editor split over several runs is put together first.
What counts as personal is the caller's to say.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol
from xml.parsers import expat

from ..patterns import regex


class Found(Protocol):
    """What a finder tells of one place: its kind and the words with the telling part hidden."""

    @property
    def kind(self) -> str:
        """The kind in Chinese (手机号)."""
        ...

    @property
    def masked(self) -> str:
        """The words, fit for a message."""
        ...


Finder = Callable[[str], Iterable[Found]]


class Leak(NamedTuple):
    """Something in a finished file: the part it stands in, its kind, and the masked words."""

    part: str
    kind: str
    masked: str


#: Elements inside a paragraph or a shared string: their text runs on.
_RUNS = (
    "/wordprocessingml/",
    "/spreadsheetml/",
    "/drawingml/2006/main",
    "/officeDocument/2006/math",
)
_ENDS_A_TEXT = frozenset(
    {"p", "si", "is", "c", "v", "f", "comment", "text", "author", "definedName", "row"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Values of attributes that nobody reads: names of things in the package, colours, sizes.
_NOT_WORDS = regex(
    r"[{]?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}[}]?|https?://schemas\.\S*|urn:\S*"
)
_SHORTEST = 4
_LONG_NUMBER = regex(rb"(?<![0-9A-Za-z])[0-9]{11,19}[Xx]?(?![0-9A-Za-z])")
_LONG_NUMBER_WIDE = regex(rb"(?:[0-9]\x00){11,19}")
_DEEPEST = 3


def leaks(data: bytes, find: Finder) -> tuple[Leak, ...]:
    """Return what `find` finds in a finished .docx or .xlsx, each once, part by part."""
    found: dict[Leak, None] = {}
    for part, text in texts(data):
        for one in find(text):
            found[Leak(part, one.kind, one.masked)] = None
    return tuple(found)


def texts(data: bytes, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (part, text) for every text of a package: paragraphs, cells, properties, attributes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            part = prefix + info.filename
            yield part, info.filename.rsplit("/", 1)[-1]
            content = package.read(info)
            if content[:4] == b"PK\x03\x04" and depth < _DEEPEST:
                yield from texts(content, f"{part}!", depth + 1)
            elif info.filename.lower().endswith((".xml", ".rels", ".vml")):
                yield from ((part, text) for text in _of_xml(content))
            else:
                yield from ((part, text) for text in _of_bytes(content))


def _of_bytes(content: bytes) -> Iterator[str]:
    for match in _LONG_NUMBER.finditer(content):
        yield match.group().decode("ascii")
    for match in _LONG_NUMBER_WIDE.finditer(content):
        yield match.group().decode("utf-16-le")


def _of_xml(content: bytes) -> list[str]:
    reader = _Reader()
    try:
        reader.read(content)
    except expat.ExpatError:
        # Not well-formed: nothing may hide behind that.
        return [*reader.texts, content.decode("utf-8", "replace")]
    return reader.texts


class _Reader:
    """Collects the texts of one XML part in the order in which they stand."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        parser.CommentHandler = self.texts.append
        parser.Parse(content, True)
        self._flush()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        for value in attributes.values():
            if len(value) >= _SHORTEST and not _NOT_WORDS.fullmatch(value):
                self.texts.append(value)
        self._pieces.append(_BREAKS.get(name.rpartition("}")[2], ""))

    def _end(self, name: str) -> None:
        space, _, local = name.rpartition("}")
        if local in _ENDS_A_TEXT or not any(run in space for run in _RUNS):
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text:
            self.texts.append(text)
