"""Cutting a unit cell into items at its separators, with every character's place remembered.

Blanks, line breaks and dashes do not cut: names are broken by them as often as they are parted.
They stay as *gaps*, where a name may begin or end.
"""

# ruff: noqa: RUF001 -- marks that look alike are the matter of this file

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from ..values.traditional import SIMPLIFIED_OF

BLANK, LINE, DASH = 1, 2, 3
_LONGEST_ASIDE = 400

_HARD = frozenset("、,;。\\|+&?·…")
_OPEN = dict(zip("([{〔【「『<〈［《", ")]}〕】」』>〉］》", strict=True))
_CLOSE = frozenset(_OPEN.values())
_QUOTES = frozenset("\"'“”‘’″′`^~")
_DASHES = frozenset("-—–―‐‑‒−_→>=")
_SAME = str.maketrans(
    {"，": ",", "；": ";", "：": ":", "？": "?", "｡": "。", "•": "·", "・": "·", "‧": "·"}
)


@dataclass(slots=True)
class Aside:
    """What stands in brackets before character `index` of its item; `start` is its offset."""

    index: int
    content: str
    start: int


@dataclass(slots=True)
class Item:
    """A stretch between separators.

    ``chars`` is in half width, simplified, without blanks; ``typed`` the same before Traditional
    characters were replaced; ``at`` the offset of each in the cell.  ``gaps`` maps the index before
    which something was left out to BLANK, LINE or DASH.  ``before`` is the separator in front.
    """

    before: str = ""
    chars: str = ""
    typed: str = ""
    at: list[int] = field(default_factory=list)
    gaps: dict[int, int] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    doubted: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the cell of characters `start` to `end` (exclusive)."""
        return self.at[start], self.at[end - 1] + 1


def lengthened(item: Item, ending: str) -> Item:
    """Return an item with an ending that only the next one carries; its offsets stay."""
    last = item.at[-1:] * len(ending)
    return replace(item, chars=item.chars + ending, typed=item.typed + ending, at=[*item.at, *last])


class _Cutter:
    """Walks once through a text and collects items."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.items: list[Item] = []
        self.item = Item()
        self.letters: list[str] = []
        self.typed: list[str] = []

    def close(self, separator: str) -> None:
        item = self.item
        item.chars = "".join(self.letters)
        item.typed = "".join(self.typed)
        item.gaps.pop(len(item.chars), None)
        item.gaps.pop(0, None)
        if item.chars or item.asides:
            self.items.append(item)
            self.item = Item(before=separator)
        elif not item.before or separator in "\n,、;":
            self.item = Item(before=item.before or separator)
        self.letters, self.typed = [], []

    def gap(self, kind: int) -> None:
        place = len(self.letters)
        self.item.gaps[place] = max(kind, self.item.gaps.get(place, 0))

    def take(self, character: str, position: int) -> None:
        for plain in unicodedata.normalize("NFKC", character):
            if plain.isspace():
                self.gap(BLANK)
                continue
            self.letters.append(SIMPLIFIED_OF.get(plain, plain).lower()[:1])
            self.typed.append(plain)
            self.item.at.append(self.offset + position)

    def bracket(self, position: int) -> int:
        """Take the bracket at `position` as an aside; return where to go on."""
        closing = _OPEN[_half(self.text[position])]
        opening = _half(self.text[position])
        depth, end = 1, position + 1
        limit = min(len(self.text), position + _LONGEST_ASIDE)
        while end < limit and depth:
            mark = _half(self.text[end])
            depth += (mark == opening) - (mark == closing)
            end += 1
        if depth:  # never closed: it ends where the next item begins
            end = position + 1
            while end < limit and _half(self.text[end]) not in "、,;\n":
                end += 1
            content, resume = self.text[position + 1 : end], end
        else:
            content, resume = self.text[position + 1 : end - 1], end
        self.item.asides.append(Aside(len(self.letters), content, self.offset + position + 1))
        return resume

    def run(self) -> list[Item]:
        position = 0
        while position < len(self.text):
            character = self.text[position]
            mark = _half(character)
            if mark in _OPEN:
                position = self.bracket(position)
                continue
            self.one(character, mark, position)
            position += 1
        self.close("")
        return self.items

    def one(self, character: str, mark: str, position: int) -> None:
        if "\u4e00" <= character <= "\u9fff":
            self.letters.append(SIMPLIFIED_OF.get(character, character))
            self.typed.append(character)
            self.item.at.append(self.offset + position)
            return
        category = unicodedata.category(character)
        if mark in "\r\n\u2028\u2029\v\f":
            self.gap(LINE)
        elif mark.isspace() or mark in ".*#!@$":
            self.gap(BLANK)
        elif mark == "?":
            self.item.doubted = True
            self.close(mark)
        elif mark in _HARD or mark in "/:":
            self.close(mark)
        elif mark in _DASHES:
            self.gap(DASH)
        elif category in ("Cf", "Cc", "Cs", "Co", "Cn") or mark in _QUOTES:
            return
        elif category in ("No", "Nl", "So", "Sk", "Sm", "Po", "Pf", "Pi") or mark in _CLOSE:
            self.gap(BLANK)
        else:
            self.take(character, position)


def _half(character: str) -> str:
    """Return a punctuation mark in half width; other characters as they are."""
    if character < "\u3000" or "\u4e00" <= character <= "\u9fff":
        return character.translate(_SAME)
    plain = unicodedata.normalize("NFKC", character)
    return plain.translate(_SAME) if len(plain) == 1 else character


def cut(text: str, offset: int = 0) -> list[Item]:
    """Return the items of a cell; `offset` is where `text` begins in the whole cell."""
    return _Cutter(text, offset).run()
