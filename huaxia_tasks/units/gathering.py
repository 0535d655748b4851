"""From the phrases of one item to the units, groups and strangers that it names."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import UnitMatch
from ..patterns import regex
from . import collective
from .found import Found, could_be_either, either, match_of, noted
from .judging import (
    ONE_OFFICE,
    could_end_an_office,
    doubt_of,
    is_end_of_an_office,
    is_office,
    own_side,
)
from .phrases import Phrase
from .pieces import Aside, Item
from .words import TASK_VERB, is_foreign

_NO_NAME = regex(r"[\s\W\d_a-zA-Z]*")
_NUMBER_OF_A_PHONE = regex(r"(?:联系|办公)?(?:电话|手机|方式|座机)(?:号码?)?(?:为|是)?\d{4,}")
_SAYS_NOTHING = ("filler", "number", "person")
_LONGEST_SOFT = 8


@dataclass(slots=True)
class Gatherer:
    """Takes the phrases of one item in order; ``text`` is the whole cell.

    ``places`` are the ends of what was found, in characters of the item; ``doubt`` is why the next
    find and the last may be one office, ``does`` where the object of a verb begins (教务处负责教学),
    ``its`` whether 及其 stands before the next.
    """

    item: Item
    text: str
    fresh: list[Found] = field(default_factory=list)
    places: list[tuple[int, Found]] = field(default_factory=list)
    doubt: str = ""
    does: int = -1
    its: bool = False

    def take(self, phrase: Phrase) -> None:
        """Take one phrase."""
        item, fresh = self.item, self.fresh
        if phrase.kind == "filler" and fresh and TASK_VERB.search(item.chars, 0, phrase.end):
            self.does = phrase.end
        if phrase.kind in _SAYS_NOTHING:
            return
        chars = item.chars[phrase.start : phrase.end]
        if phrase.kind == "unknown" and phrase.start == self.does and not is_office(chars):
            fresh[-1] = noted(fresh[-1], f"“{chars}”不是单位，未采用")
            return
        if phrase.kind == "connective":
            self.its = chars == "及其"
            named = bool(self.places) and self.places[-1][0] == phrase.start
            self.doubt = doubt_of(item, phrase, fresh[-1] if fresh and named else None)
            return
        one = self.one(phrase)
        if one is not None:
            self.add(phrase, one)

    def add(self, phrase: Phrase, one: Found) -> None:
        """Add what a phrase means, together with what stands before it where both are one."""
        fresh, doubt = self.fresh, self.doubt
        self.doubt = ""
        if self.its and fresh:
            one, self.its = own_side(fresh[-1], one), False
        if self.places and self.places[-1][0] == phrase.start and not doubt:
            one = self.glued(phrase, fresh[-1], one)
        maybe_one = doubt.startswith(ONE_OFFICE)
        if maybe_one and fresh and is_end_of_an_office(one):
            fresh[-1] = self.another_office(fresh[-1], one)
        elif (
            doubt
            and fresh
            and could_be_either(fresh[-1], one)
            and (not maybe_one or could_end_an_office(one))
        ):
            fresh[-1] = either(fresh[-1], one, self.text, doubt)
        else:
            fresh.append(one)
        self.places.append((phrase.end, fresh[-1]))

    def finish(self) -> None:
        """Keep a short item that says nothing: a name behind it may lend its ending (组织、宣传部)."""
        item = self.item
        if self.fresh or not item.chars or len(item.chars) > _LONGEST_SOFT or item.asides:
            return
        span = item.span(0, len(item.chars))
        word = UnitMatch("unknown", None, text=self.text[span[0] : span[1]])
        self.fresh.append(Found(word, span, before=item.before, soft=True))

    def one(self, phrase: Phrase) -> Found | None:
        """Return what one phrase means, None where it says nothing of units."""
        item = self.item
        span = item.span(phrase.start, phrase.end)
        text = self.text[span[0] : span[1]].strip()
        if phrase.kind == "collective" and phrase.group is not None:
            warnings = (f"“{phrase.group.rest}”按其单位理解",) if phrase.group.rest else ()
            match = UnitMatch("collective", None, phrase.group.facet, (), warnings, text)
            return Found(match, span, phrase.group, item.before)
        if phrase.kind == "unit" and phrase.hit is not None:
            return Found(match_of(phrase, text), span, before=item.before)
        chars = item.chars[phrase.start : phrase.end]
        if not chars or (_NO_NAME.fullmatch(chars) and len(chars) < 3):
            return None
        if _NUMBER_OF_A_PHONE.fullmatch(chars) and self.item.before:
            return None
        match = UnitMatch("unknown", None, text=text)
        return Found(match, span, before=item.before, foreign=is_foreign(chars))

    def another_office(self, left: Found, right: Found) -> Found:
        """Return the stranger that both pieces name together (后勤与基建管理部)."""
        span = (left.span[0], right.span[1])
        match = UnitMatch("unknown", None, text=self.text[span[0] : span[1]])
        return Found(match, span, before=left.before)

    def glued(self, phrase: Phrase, last: Found, one: Found) -> Found:
        """Note on an office straight behind a college that it is taken for another unit."""
        left, right = last.match.unit, one.match.unit
        gap = phrase.start in self.item.gaps
        if left is not None and left.name.endswith("学部") and one.word is not None and not gap:
            return self.of_a_faculty(last, one) if one.word.scope == "college" else one
        if left is None or right is None or gap or phrase.facet != "admin":
            return one
        if not collective.is_college(left) or collective.is_college(right):
            return one
        return noted(one, f"与“{last.match.text}”之间没有分隔，按两个单位理解")

    def of_a_faculty(self, last: Found, one: Found) -> Found:
        """Return a stranger for 工学部各学院: the roster does not tell whose colleges are whose."""
        self.fresh.pop()
        span = (last.span[0], one.span[1])
        note = f"单位表中没有“{last.match.text}”所属单位的名单，请逐个写明"
        match = UnitMatch("unknown", None, "", (), (note,), self.text[span[0] : span[1]])
        return Found(match, span, before=last.before, foreign=True)

    def owner(self, aside: Aside) -> Found | None:
        """Return what a bracket hangs on: the find that ends at or before it, else the one round it."""
        before = [f for end, f in self.places if end <= aside.index]
        if before:
            return before[-1]
        if aside.index == 0 or not self.places:
            return None
        return self.places[0][1]
