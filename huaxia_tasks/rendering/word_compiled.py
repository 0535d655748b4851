"""A template when it is compiled: what stays the same in every paper, and the sources that jinja renders.

As bytes it is a package of its own, for a cache on disk and for what is shipped.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from . import seal
from .word_places import Place

#: Raise this when the sources made from the same template change: old caches are left alone.
ENGINE = 1


class TagPlace(NamedTuple):
    """Where the tag of one line stands: place, quoted paragraph and the tag as typed."""

    where: str
    quote: str
    raw: str

    @property
    def place(self) -> Place:
        """The place for a message."""
        return Place(self.where, self.quote)


class Source(NamedTuple):
    """A part as jinja source; line n+1 begins inside the n-th tag."""

    part: str
    text: str
    tags: tuple[TagPlace, ...]


class Compiled(NamedTuple):
    """A template ready to be rendered: sources, and all other parts as they go into a paper."""

    sources: tuple[Source, ...]
    fixed: tuple[seal.Member, ...]
    charts: tuple[str, ...] = ()
    main: str = "word/document.xml"


def dump(compiled: Compiled) -> bytes:
    """Return a compiled template as bytes, for a cache on disk."""
    about: dict[str, Any] = {
        "engine": ENGINE,
        "charts": compiled.charts,
        "main": compiled.main,
        "tags": {s.part: [(t.where, t.quote, t.raw) for t in s.tags] for s in compiled.sources},
    }
    parts = [seal.member("about.json", json.dumps(about, ensure_ascii=False).encode())]
    parts += [seal.member(f"source/{s.part}", s.text.encode()) for s in compiled.sources]
    parts += [
        seal.Member(f"fixed/{m.name}", m.data, m.size, m.crc, m.method) for m in compiled.fixed
    ]
    return seal.pack(parts)


def restore(data: bytes) -> Compiled:
    """Return what `dump` wrote.  Raises ValueError (or BadZipFile, KeyError) where it is damaged."""
    members = {m.name: m for m in seal.members(data)}
    about = json.loads(members["about.json"].content())
    if about["engine"] != ENGINE:
        raise ValueError("made by another version")
    sources = tuple(
        Source(
            part, members[f"source/{part}"].content().decode(), tuple(TagPlace(*t) for t in tags)
        )
        for part, tags in about["tags"].items()
    )
    fixed = tuple(
        seal.Member(m.name.removeprefix("fixed/"), m.data, m.size, m.crc, m.method)
        for m in members.values()
        if m.name.startswith("fixed/")
    )
    return Compiled(sources, fixed, tuple(about["charts"]), about["main"])
