"""People who stand beside units in a unit cell: names, titles, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import regex
from ..values.name_words import COMMON_SURNAMES, COMPOUND_SURNAMES, SURNAMES, TITLES
from ..values.person_names import is_person_name
from .phrases import Phrase
from .pieces import Item
from .stretches import crossed
from .words import CONNECTIVE, DIGITS

_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_LAST_OF_TITLES = frozenset(t[-1] for t in TITLES)
_ONE_TITLE = regex(rf"(?:{_TITLE})")
_TITLES = regex(rf"(?:{_TITLE})+")
_TITLED = regex(rf"(.{{1,4}}?)(?:{_TITLE})+")
#: Two or three characters with a title or a telephone number behind: 保卫处安然老师.
_SURELY_A_PERSON = regex(rf"[\u4e00-\u9fff]{{2,3}}(?:(?:{_TITLE})|\d{{7}})")


def person_at(item: Item, start: int) -> Iterator[Phrase]:
    """Yield a person, a post or a telephone number that begins at `start`."""
    text = item.chars
    digits = DIGITS.match(text, start)
    if digits:
        yield Phrase("person", start, digits.end(), 2.0)
    title = _ONE_TITLE.match(text, start)
    begin = title.end() if title else start
    apart = start == 0 or start in item.gaps or title is not None
    compound = text[begin : begin + 2] in COMPOUND_SURNAMES
    told = compound or _SURELY_A_PERSON.match(text, begin) is not None
    surnames = SURNAMES if apart or told else COMMON_SURNAMES
    if not compound and text[begin : begin + 1] not in surnames:
        return
    if CONNECTIVE.match(text, begin):
        return
    if text[begin + 1 : begin + 2] == "某":
        yield Phrase("person", start, begin + 2 + (text[begin + 2 : begin + 3] == "某"), 6.5)
    for size in (4, 3, 2):
        if is_person_name(text[begin : begin + size]) and len(text) >= begin + size:
            end = begin + size
            behind = _titles(item, end)
            if behind:
                yield Phrase("person", start, behind.end(), 6.0 + 0.1 * (behind.end() - start))
            yield Phrase(
                "person", start, end, 6.5 + 0.2 * (end - start) + crossed(item, start, end) / 4
            )
    for size in (2, 1):
        head = text[begin : begin + size]
        if head in COMPOUND_SURNAMES or (size == 1 and head in SURNAMES):
            behind = _titles(item, begin + size)
            if behind:
                yield Phrase("person", start, behind.end(), 6.0)


def _titles(item: Item, start: int) -> re.Match[str] | None:
    """Return the posts behind a name, up to a gap (王建国老师, and 教师教育学院 behind a blank)."""
    gaps = [gap for gap in item.gaps if gap > start]
    return _TITLES.match(item.chars, start, min(gaps, default=len(item.chars)))


def is_titled_person(text: str) -> bool:
    """Whether `text` is a person's name or surname with a title behind it (高山老师, 王处长)."""
    titled = _TITLED.fullmatch(text) if text[-1:] in _LAST_OF_TITLES else None
    if titled is None:
        return False
    return is_person_name(titled[1]) or titled[1] in COMPOUND_SURNAMES or titled[1] in SURNAMES
