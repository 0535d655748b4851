"""The outline of a written plan: 一、（一）1.（1）and, inside paragraphs, 一是 二是.

Every piece of the text gets the clause by which an office cites it (三（三）一是).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..patterns import regex

_NUMERAL = "[一二三四五六七八九十]{1,3}"
#: Shape of the mark, rank in the outline; the mark is what stands in group 1.
_MARKS = (
    (regex(rf"(第{_NUMERAL}(?:章|部分))[\s、：:]*"), 1),
    (regex(rf"({_NUMERAL})[、．.]\s*"), 2),
    (regex(rf"([（(]{_NUMERAL}[）)])[、．.]?\s*"), 3),
    (regex(rf"(第{_NUMERAL}条)[\s、：:]*"), 3),
    (regex(r"(\d{1,2})(?:[．、]|\.(?!\d))\s*"), 4),
    (regex(r"([（(]\d{1,2}[）)])[、．.]?\s*"), 5),
    (regex(r"([①-⑳])\s*"), 6),
)  # fmt: skip
_ANNEX = regex(r"附\s*件\s*[0-9一二三四五六七八九十]*\s*[:：]?")
_ENUMERATED = regex(r"(?:^|(?<=[。；;，,：:！\n]))\s*([一二三四五六七八九十])是(?=[^，。否不])")
_ORDER = "一二三四五六七八九十"
_LONGEST_TITLE = 45
_LONGEST_LEAD = 30
_LONGEST_STOPPED = 12
#: Lines at the end of a document that belong to no section.
_TAIL = regex(
    r"[（(]此页无正文[）)]|(?:主题词|主送|抄送|抄报)[:：].*|.{2,30}\s*20\d\d年\d{1,2}月\d{1,2}日印发|附\s*件\s*[:：].*"
)


@dataclass(slots=True)
class Section:
    """A numbered section: ``rank`` 1..6 from the outside in, its title without mark, its own paragraphs."""

    rank: int
    mark: str
    title: str
    clause: str
    paragraphs: list[str] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    parent: Section | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The section's own paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    def walk(self) -> Iterator[Section]:
        """Yield the section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """A written plan: what stands before the first section, the sections, rows of its tables."""

    head: list[str]
    sections: list[Section]
    rows: list[list[str]]

    def walk(self) -> Iterator[Section]:
        """Yield every section in the order of the text."""
        for section in self.sections:
            yield from section.walk()


class Piece(NamedTuple):
    """A part of a section's text under one clause; ``lead`` is the paragraph text before 一是."""

    clause: str
    mark: str
    text: str
    lead: str = ""


def read_outline(paragraphs: Sequence[str]) -> Outline:
    """Return the outline of `paragraphs` (rows of tables have tabs)."""
    outline = Outline([], [], [])
    open_sections: list[Section] = []
    prefix = ""
    for paragraph in paragraphs:
        if "\t" in paragraph:
            outline.rows.append([c.strip() for c in paragraph.split("\t")])
            continue
        found = _mark(paragraph)
        if found is None:
            if _ANNEX.fullmatch(paragraph):
                prefix, open_sections = _ANNEX.sub("附件", paragraph) or "附件", []
            elif not outline.sections:
                outline.head.append(paragraph)
            elif open_sections and not _TAIL.fullmatch(paragraph):
                open_sections[-1].paragraphs.append(paragraph)
            continue
        rank, mark, rest = found
        while open_sections and open_sections[-1].rank >= rank:
            open_sections.pop()
        section = _section(rank, mark, rest, open_sections[-1] if open_sections else None, prefix)
        (open_sections[-1].children if open_sections else outline.sections).append(section)
        open_sections.append(section)
    _drop_signature(outline)
    return outline


def _mark(paragraph: str) -> tuple[int, str, str] | None:
    for pattern, rank in _MARKS:
        match = pattern.match(paragraph)
        if match and len(paragraph) > match.end():
            return rank, match[1], paragraph[match.end() :]
    return None


def _section(rank: int, mark: str, rest: str, parent: Section | None, prefix: str) -> Section:
    title, body = _title_and_body(rest)
    shown = mark.replace("(", "（").replace(")", "）")
    clause = (parent.clause if parent else prefix) + shown
    return Section(rank, mark, title, clause, [body] if body else [], parent=parent)


def _title_and_body(text: str) -> tuple[str, str]:
    """Part a section's first paragraph into its title and what runs on behind it."""
    sentence, stop, rest = text.partition("。")
    if rest.strip() and len(sentence) <= _LONGEST_LEAD:
        return sentence.strip(), rest.strip()
    lead, _, behind = text.partition("：")
    if behind.strip() and len(lead) <= _LONGEST_LEAD and "，" not in lead:
        return lead.strip(), behind.strip()
    if not rest.strip() and len(sentence) <= (_LONGEST_STOPPED if stop else _LONGEST_TITLE):
        return sentence.strip().rstrip("：:"), ""
    return "", text.strip()


def _drop_signature(outline: Outline) -> None:
    """Take the signature (issuer and day) off the last section."""
    last = next(iter(list(outline.walk())[-1:]), None)
    while last is not None and last.paragraphs:
        if len(last.paragraphs[-1]) <= 30 and not re.search(r"[。；：:，]", last.paragraphs[-1]):
            last.paragraphs.pop()
        else:
            break


def pieces(section: Section) -> list[Piece]:
    """Return a section's own text cut at 一是, 二是 ...; one piece where it has none."""
    text = section.text
    starts: list[tuple[int, int, str]] = []
    for match in _ENUMERATED.finditer(text):
        wanted = _ORDER[len(starts)] if len(starts) < len(_ORDER) else ""
        if match[1] == wanted or (match[1] == "一" and len(starts) > 1):
            starts.append((match.start(), match.end(), f"{match[1]}是"))
    if len(starts) < 2:
        return [Piece(section.clause, "", text)] if text else []
    lead = text[: starts[0][0]].strip()
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    return [
        Piece(section.clause + mark, mark, text[begin:end].strip(), lead)
        for (_, begin, mark), end in zip(starts, ends, strict=True)
    ]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its mark; quotations are not cut."""
    found: list[str] = []
    start = depth = 0
    for place, mark in enumerate(text):
        if mark in "“《（(":
            depth += 1
        elif mark in "”》）)":
            depth = max(0, depth - 1)
        elif mark == "\n" or (mark in "。；！;" and not depth):
            found.append(text[start : place + 1].strip())
            start, depth = place + 1, 0
    found.append(text[start:].strip())
    return [s for s in found if s]
