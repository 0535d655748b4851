"""Finds the tags in a template's paragraphs, however Word or WPS has cut them into runs.

``{{ 单位名称 }}`` prints, ``{% if %}`` and ``{% for %}`` decide and repeat, ``{# #}`` is a remark.
``{%p``, ``{%tr`` and ``{%tc`` take their paragraph, row or cell with them (docxtpl's syntax).
A tag is moved whole into the run that holds its first word, so the value looks as that word does;
smart quotes, non-breaking and full-width blanks inside it become plain ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..patterns import regex
from .word_language import ATTRIBUTE, CHARTS
from .word_package import W
from .word_places import Place

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Stands where a line begins in the source of the compiled template: one line a tag, so that an
#: error in line n belongs to the n-th tag.  A noncharacter: no text can hold it.
LINE = "\ufdd0"

#: Stand for braces that are plain text until docxtpl is done: it looks for pairs of braces
#: across paragraphs and would drop what lies between.
SHIELDS = {"{": "\ufdd2", "}": "\ufdd3"}
_SHIELD = str.maketrans(SHIELDS)

#: A paragraph that a chart takes the place of.
CHART = regex(r"\[\[\s*图表\s*[:：]\s*([^\[\]{}'\"\\\n]+?)\s*\]\]")

#: A paragraph with so many broken tags is not read further.
MAX_UNCLOSED = 20

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = regex(r"\{\{|\{%|\{#")
_LEVEL = regex(r"\s*(p|tr|tc|r)\s+")
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "\u3000": " ", "\t": " ", "\n": " "}
    | {chr(code): " " for code in range(0x2000, 0x200B)}
)
#: Tags of docxtpl that shape a cell: merge, span, background.
CELL_TAGS = ("vm", "hm", "colspan", "cellbg")


@dataclass(slots=True)
class Tag:
    """One tag.  ``kind`` is ``{{``, ``{%`` or ``{#``; ``inner`` its text without the marks.

    ``level`` is "", p, tr, tc or r; ``word`` the first word of a ``{%`` tag (for, if, endfor).
    ``raw`` is what stands in the template; ``home`` the element that now holds the tag;
    ``chart`` the name of the chart that goes here (``[[图表:完成情况]]``).
    """

    kind: str
    inner: str
    level: str
    raw: str
    place: Place
    paragraph: _Element
    dashes: tuple[str, str] = ("", "")
    home: _Element | None = None
    chart: str = ""

    @property
    def word(self) -> str:
        """The first word of a ``{%`` tag."""
        return self.inner.split(None, 1)[0] if self.kind == "{%" and self.inner else ""

    @property
    def is_cell_tag(self) -> bool:
        """Whether this shapes a table cell instead of deciding or repeating."""
        return self.word in CELL_TAGS

    def source(self) -> str:
        """Return the tag as docxtpl wants it, with the mark of its line."""
        if self.kind == "{#":
            return f"{{#{self.level} - #}}" if self.level in ("p", "tr", "tc") else ""
        level = f"{self.level} " if self.level and self.level != "r" else ""
        if self.is_cell_tag:
            value = (
                f"{self.inner}|{ATTRIBUTE}" if self.word in ("colspan", "cellbg") else self.inner
            )
            return f"{{% {value} %}}"
        left, right = self.dashes
        return f"{self.kind}{left}{level}{LINE}{self.inner} {right}{_CLOSERS[self.kind]}"


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its element, place, whole text, tags and the text between the tags."""

    element: _Element
    place: Place
    text: str
    tags: list[Tag] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    element: _Element
    text: str


def paragraphs(root: _Element, label: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part in document order, their tags put together.

    The tree is changed: every tag stands whole in one ``w:t``.
    """
    counter = _Counter(label)
    for element in list(root.iter(f"{W}p")):
        pieces = list(_pieces(element))
        text = "".join(piece.text for piece in pieces)
        place = counter.place(element, text)
        paragraph = Paragraph(element, place, text)
        if chart := CHART.fullmatch(text.strip()):
            _make_room(paragraph, chart.group(1))
        elif "{" in text or "}" in text:
            _read_tags(paragraph, pieces)
        else:
            paragraph.between.append(text)
        yield paragraph


def shielded(text: str) -> str:
    """Return `text` with its braces taken out of docxtpl's sight."""
    return text.translate(_SHIELD)


def _make_room(paragraph: Paragraph, name: str) -> None:
    """Leave only the paragraph's properties and a tag that prints the chart `name`."""
    element = paragraph.element
    for child in list(element):
        if child.tag != f"{W}pPr":
            element.remove(child)
    inner = f"{CHARTS}['{name}']"
    tag = Tag("{{", inner, "", paragraph.text, paragraph.place, element, home=element, chart=name)
    if len(element):
        element[-1].tail = tag.source()
    else:
        element.text = tag.source()
    paragraph.tags.append(tag)


def _pieces(paragraph: _Element) -> Iterator[_Piece]:
    """Yield what makes the paragraph's text; text boxes inside are paragraphs of their own."""
    for child in paragraph:
        tag = child.tag
        if tag == f"{W}t":
            yield _Piece(child, child.text or "")
        elif tag == f"{W}tab":
            yield _Piece(child, "\t")
        elif tag in (f"{W}br", f"{W}cr"):
            yield _Piece(child, "\n")
        elif tag == f"{W}noBreakHyphen":
            yield _Piece(child, "-")
        elif tag not in (f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}txbxContent"):
            yield from _pieces(child)


def _read_tags(paragraph: Paragraph, pieces: list[_Piece]) -> None:
    text = paragraph.text
    owner = [i for i, piece in enumerate(pieces) for _ in piece.text]
    new: list[list[str]] = [[] for _ in pieces]
    touched = {i for i, piece in enumerate(pieces) if "{" in piece.text or "}" in piece.text}
    at = 0
    for start, end in _spans(paragraph):
        _copy(text, at, start, owner, new)
        raw = text[start:end]
        tag = _tag(raw, paragraph)
        paragraph.tags.append(tag)
        home = _home(text, start, end, owner, pieces)
        new[home].append(tag.source())
        tag.home = pieces[home].element
        touched.update(owner[start:end])
        touched.add(home)
        at = end
    _copy(text, at, len(text), owner, new)
    for i in sorted(touched):
        _put(pieces[i], "".join(new[i]))


def _copy(text: str, start: int, end: int, owner: list[int], new: list[list[str]]) -> None:
    for i in range(start, end):
        char = text[i]
        new[owner[i]].append(SHIELDS.get(char, char))


def _put(piece: _Piece, text: str) -> None:
    element = piece.element
    if element.tag == f"{W}t":
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    elif not text:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _home(text: str, start: int, end: int, owner: list[int], pieces: list[_Piece]) -> int:
    """Return the piece that holds the tag's first word; a level (p, tr) is no word."""
    level = _LEVEL.match(text, start + 2)
    begin = level.end() if level else start + 2
    for i in range(begin, end - 2):
        if not text[i].isspace() and text[i] not in "-+":
            if pieces[owner[i]].element.tag == f"{W}t":
                return owner[i]
            break
    return owner[start]


def _spans(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Return (start, end) of every complete tag; what does not close goes to ``unclosed``."""
    text, found, at = paragraph.text, list[tuple[int, int]](), 0
    while (opener := _OPENER.search(text, at)) and len(paragraph.unclosed) < MAX_UNCLOSED:
        start = opener.start()
        following = _OPENER.search(text, start + 2)
        stop = following.start() if following else len(text)
        closer = text.find(_CLOSERS[opener.group()], start + 2)
        if closer < 0 or (closer > stop and opener.group() != "{#"):
            paragraph.unclosed.append(text[start:stop])
            paragraph.between.append(text[at:start])
            at = stop
            continue
        end = closer + 2
        # {{ {…} }}} or {{{单位}}}: the brace too many belongs to the tag that it spoils.
        while end < len(text) and text[end] == "}" and opener.group() == "{{":
            end += 1
        paragraph.between.append(text[at:start])
        found.append((start, end))
        at = end
    paragraph.between.append(text[at:])
    return found


def _tag(raw: str, paragraph: Paragraph) -> Tag:
    kind, inner = raw[:2], raw[2:-2].translate(_PLAIN)
    left = inner[0] if inner[:1] in ("-", "+") and kind == "{%" else ""
    inner = inner[len(left) :]
    right = "-" if inner.endswith("-") and kind == "{%" else ""
    inner = inner.removesuffix(right) if right else inner
    level = ""
    match = _LEVEL.match(inner)
    if match and (kind != "{{" or match.start(1) == 0):
        level, inner = match.group(1), inner[match.end() :]
    return Tag(kind, inner.strip(), level, raw, paragraph.place, paragraph.element, (left, right))


class _Counter:
    """Counts paragraphs, tables, rows and cells as a person would: empty paragraphs are not seen."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._seen = 0
        self._tables: dict[_Element, int] = {}
        self._numbers: dict[_Element, int] = {}

    def place(self, paragraph: _Element, text: str) -> Place:
        """Return the place of `paragraph`, whose text is `text`."""
        cell = _above(paragraph, f"{W}tc")
        box = _above(paragraph, f"{W}txbxContent")
        if box is not None and (cell is None or _is_above(cell, box)):
            return Place(f"{self._label}的文本框里", text)
        if cell is None:
            self._seen += bool(text.strip())
            return Place(f"{self._label}第{max(self._seen, 1)}段", text)
        row, table = _above(cell, f"{W}tr"), _above(cell, f"{W}tbl")
        if row is None or table is None:
            return Place(f"{self._label}的表格里", text)
        number = self._tables.setdefault(table, len(self._tables) + 1)
        at_row, at_cell = self._number(row, f"{W}tr"), self._number(cell, f"{W}tc")
        label = "" if self._label == "正文" else self._label
        return Place(f"{label}第{number}个表格第{at_row}行第{at_cell}格", text)

    def _number(self, element: _Element, tag: str) -> int:
        """Return which of its kind an element is, counting from the last one that was counted."""
        if element not in self._numbers:
            number = 1
            for before in element.itersiblings(tag, preceding=True):
                number += self._numbers.get(before, 1)
                if before in self._numbers:
                    break
            self._numbers[element] = number
        return self._numbers[element]


def _above(element: _Element, tag: str) -> _Element | None:
    return next(element.iterancestors(tag), None)


def _is_above(upper: _Element, lower: _Element) -> bool:
    return any(e is upper for e in lower.iterancestors())
