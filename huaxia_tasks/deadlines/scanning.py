"""Finds the phrases in a cleaned text: leftmost first, the longest of those that begin there."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..patterns import regex
from ..registry import REGISTRY, PhraseEntry, open_door
from .pieces import Piece
from .plain import PHRASES, is_plain


@lru_cache(maxsize=2)
def _grammar(*, plain: bool) -> tuple[tuple[re.Pattern[str], PhraseEntry], ...]:
    """Return the phrases with their patterns: all of them, or those of plain days."""
    open_door("deadlines.phrases")
    entries = sorted(REGISTRY.phrases.values(), key=lambda entry: entry.order)
    return tuple((_compiled(e.pattern), e) for e in entries if not plain or e.id in PHRASES)


_compiled = lru_cache(maxsize=None)(regex)


@lru_cache(maxsize=4096)
def scan(text: str) -> tuple[Piece, ...]:
    """Return the pieces of `text` in order, none overlapping."""
    grammar = _grammar(plain=is_plain(text))
    found = [
        None if e.needs and not any(map(text.__contains__, e.needs)) else pattern.search(text)
        for pattern, e in grammar
    ]
    pieces: list[Piece] = []
    while True:
        best = _leftmost_longest(found)
        if best is None:
            return tuple(pieces)
        match = found[best]
        assert match is not None
        piece = grammar[best][1].read(match) if match.end() > match.start() else None
        if piece is None:
            found[best] = grammar[best][0].search(text, match.start() + 1)
            continue
        pieces.append(replace(piece, begin=match.start(), end=match.end(), text=match[0]))
        for i, other in enumerate(found):
            if other is not None and other.start() < match.end():
                found[i] = grammar[i][0].search(text, match.end())


def _leftmost_longest(found: list[re.Match[str] | None]) -> int | None:
    best, begin, end = None, 0, 0
    for i, match in enumerate(found):
        if match is None:
            continue
        if best is None or match.start() < begin or (match.start() == begin and match.end() > end):
            best, begin, end = i, match.start(), match.end()
    return best
