"""What can begin at one place of an item: a unit with what hangs on it, a collective word, a filler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Unit
from ..patterns import regex
from . import collective
from .collective import Collective
from .kinds import is_outside, kind_at
from .nearness import nearest
from .pieces import LINE, Item
from .roster import DERIVED, FORMER, FULL, PARTY, Hit, Roster, party_type
from .stretches import crossed, lists_another, named_at, restarts
from .words import (
    ADMIN_TAIL,
    BRANCH_OF_PARTY,
    BRANCH_TAIL,
    CONNECTIVE,
    INNER_TAIL,
    INSIDE_A_COLLEGE,
    INSIDE_A_LEAGUE,
    INSTITUTIONAL,
    LEAGUES,
    NEVER_INSIDE,
    NUMBERING,
    PARTY_END,
    PARTY_TAIL,
    ROLE_TAIL,
    SCHOOL_NAMES,
)

_PREFIX = regex(
    "(?:中国共产党|中共)?(?:"
    + "|".join(sorted(SCHOOL_NAMES, key=len, reverse=True))
    + ")的?|委员会|党委|中国共产党|中共|原来的|原|本"
)
#: The head of an office, written over the end of its name (教务处长).
_HEAD = regex(r"[院处部馆]长(?![期远效久])")
_MAX_NEAR = 16
_OFFICE = regex("[部处科室办]$")


class Phrase(NamedTuple):
    """A stretch of an item and its meaning.

    ``kind`` is unit | collective | filler | connective | person | unknown; ``end`` is exclusive;
    ``cost`` orders readings (lower is better); ``status`` and ``facet`` as in UnitMatch.
    """

    kind: str
    start: int
    end: int
    cost: float
    hit: Hit | None = None
    status: str = ""
    facet: str = ""
    warnings: tuple[str, ...] = ()
    group: Collective | None = None
    must_end: bool = False
    units: tuple[Unit, ...] = ()


def collectives_at(
    item: Item, start: int, roster: Roster, own: Mapping[str, Collective]
) -> Iterator[Phrase]:
    """Yield the collective words that begin at `start`; the office's own words come first."""
    for word in own:
        if item.chars.startswith(word, start):
            meaning = own[word]
            end = start + len(word)
            ours = dict(collective.at(item.chars, start))
            for further, said in ours.items():  # what the word itself says of side and post stays
                if further >= end and end in ours and not said.bare:
                    said = said._replace(members=meaning.members)
                    yield Phrase("collective", start, further, 2.5, facet=said.facet, group=said)
            yield Phrase("collective", start, end, 2.6, facet=meaning.facet, group=meaning)
    known: set[int] = set()
    for begin, _, note in prefixes(item, start):
        if note is not None and begin != start:
            continue
        for end, meaning in collective.at(item.chars, begin):
            if item.chars[start:end] in roster.names or restarts(item, start, end):
                continue
            if any(start < g < end and item.chars[start:g] in roster.names for g in item.gaps):
                continue  # 机关党委, and 相关部门 in the next line
            gap = item.gaps.get(end - len(meaning.rest)) if meaning.rest else None
            if gap == LINE or (gap and meaning.rest in roster.names):
                continue  # 各职能部门, and 团委 in the next line
            known.add(end)
            cost = 5.0 + crossed(item, start, end) + (1.0 if meaning.rest else 0.0)
            yield Phrase(
                "collective", start, end, cost, facet=meaning.facet, group=meaning,
                must_end=meaning.bare,
            )  # fmt: skip
    for end, meaning in kind_at(item.chars, start, roster):
        if end not in known:
            cost = 5.0 + crossed(item, start, end)
            yield Phrase(
                "collective", start, end, cost, facet=meaning.facet, group=meaning, must_end=True
            )


def prefixes(item: Item, start: int) -> Iterator[tuple[int, float, str | None]]:
    """Yield (where the name begins, cost, note): the school's own name may stand before a unit."""
    yield start, 0.0, None
    place, cost, note = start, 0.0, None
    for _ in range(3):
        match = _PREFIX.match(item.chars, place)
        if match is None:
            return
        word = match.group()
        if word.startswith("原"):
            note = "按原名称理解"
        elif word in ("党委", "本"):
            note = note or ""
        place, cost = match.end(), cost + 0.1
        yield place, cost, note


def units_at(item: Item, start: int, roster: Roster, near: bool) -> Iterator[Phrase]:
    """Yield every unit phrase that begins at `start`; misspelt names only where `near`."""
    for begin, cost, note in prefixes(item, start):
        party_side = item.chars[start:begin].endswith("党委")
        longest = 0
        for end, hit, how in _names(item, begin, roster, near):
            if party_side and item.chars[end - 1] not in "部室处办":
                continue
            warnings = tuple(w for w in (note, how) if w)
            base = _Base(item, roster, start, end, cost + _cost(hit, bool(how)), hit, warnings)
            longest = max(longest, end)
            yield from base.phrases(bool(how), note is not None, whole=end == longest)
        for end, units in _stems(item, begin, roster):
            yield from _by_stem(item, start, end, units, cost, roster)


def _cost(hit: Hit, misspelt: bool) -> float:
    if misspelt:
        return 15.0
    return {FULL: 3.0, PARTY: 3.0, FORMER: 3.5, DERIVED: 3.6}.get(hit.how, 3.2)


def _names(item: Item, begin: int, roster: Roster, near: bool) -> Iterator[tuple[int, Hit, str]]:
    text = item.chars
    for size in roster.initials.get(text[begin : begin + 1], ()):
        hit = roster.names.get(text[begin : begin + size])
        if hit is not None and begin + size <= len(text):
            yield begin + size, hit, ""
    if not near:
        return
    for size in range(min(len(text) - begin, roster.longest + 1, _MAX_NEAR), 2, -1):
        piece = text[begin : begin + size]
        if piece in roster.names or _is_parted(item, begin, begin + size):
            continue
        if size < 4 and not _begins_apart(item, begin):
            continue
        found = nearest(piece, roster)
        if found is not None:
            yield begin + size, found[0], found[1]


def _begins_apart(item: Item, begin: int) -> bool:
    """Whether a name may begin here: 同济医院 is no list that a connective opens."""
    if begin == 0 or begin in item.gaps:
        return True
    before = item.chars[begin - 1]
    return before in INSTITUTIONAL or (begin > 1 and CONNECTIVE.match(before) is not None)


def _is_parted(item: Item, start: int, end: int) -> bool:
    """Whether a line ends or a bracket stands inside: no place for a mistake besides."""
    lines = any(kind == LINE and start < i < end for i, kind in item.gaps.items())
    return lines or any(start < a.index < end for a in item.asides)


def _stems(item: Item, begin: int, roster: Roster) -> Iterator[tuple[int, tuple[Unit, ...]]]:
    for size in range(2, min(9, len(item.chars) - begin)):
        units = roster.stems.get(item.chars[begin : begin + size])
        if units:
            yield begin + size, units


def _by_stem(
    item: Item,
    start: int,
    end: int,
    units: tuple[Unit, ...],
    cost: float,
    roster: Roster,
) -> Iterator[Phrase]:
    """Yield the Party organisation named by a stem only (信工党总支)."""
    text = item.chars
    registered = tuple(u for u in units if u.party) or units
    for pattern, facet in ((PARTY_TAIL, "party"), (BRANCH_TAIL, "branch")):
        tail = pattern.match(text, end)
        if tail is None or restarts(item, start, tail.end()):
            continue
        if lists_another(item, end, tail.end(), roster):
            continue
        said = party_type(tail.group())
        # Every office may have a plain branch; of the other bodies the roster tells whose they are.
        plain_branch = said == "支部" and "直属" not in tail.group()
        with_party = units if plain_branch else registered
        if facet == "party" and not any(said == party_type(u.party or u.name) for u in with_party):
            continue
        real = "branch" if said == "支部" else facet
        hit = Hit(with_party, real, DERIVED, text[start : tail.end()])
        status = "alias" if len(with_party) == 1 else "ambiguous"
        yield Phrase(
            "unit", start, tail.end(), cost + 6.5 + crossed(item, start, tail.end()), hit, status,
            real, ("单位表中没有这个简称，按字面理解",) if len(with_party) == 1 else (),
        )  # fmt: skip


@dataclass(slots=True)
class _Base:
    """A name found, and the phrases it makes with what follows it."""

    item: Item
    roster: Roster
    start: int
    end: int
    cost: float
    hit: Hit
    warnings: tuple[str, ...]

    def phrases(self, misspelt: bool, prefixed: bool, whole: bool) -> Iterator[Phrase]:
        item, hit = self.item, self.hit
        status = "exact" if hit.how in (FULL, PARTY) and not prefixed else "alias"
        if misspelt:
            status = "close"
        elif item.chars[self.start : self.end] != item.typed[self.start : self.end].lower():
            status = "close"
            typed = item.typed[self.start : self.end]
            if typed == hit.written:
                status = "exact" if hit.how in (FULL, PARTY) else "alias"
            else:
                self.warnings = (*self.warnings, "按简体字理解")
        if hit.unit is None:
            status = "ambiguous"
        yield self.make(self.end, 0.0, status, hit.facet)
        side = hit.facet == "admin" and ADMIN_TAIL.match(item.chars, self.end)
        if side and hit.unit is not None and self.end not in item.gaps:
            yield self.make(side.end(), 0.5, "alias" if status == "exact" else status, "admin")
        if hit.facet == "admin" or PARTY_END.search(hit.written):
            yield from self.party_tails(status)
        if hit.facet != "admin" or hit.unit is None:
            yield from self.roles(self.end, status, hit.facet)
            return
        last = item.chars[self.end - 1]
        if whole and last in INSTITUTIONAL:
            yield from self.inner_tails("alias" if status == "exact" else status)
            yield from self.roles(self.end, "alias" if status == "exact" else status, hit.facet)

    def make(self, end: int, cost: float, status: str, facet: str, warning: str = "") -> Phrase:
        broken = crossed(self.item, self.start, end)
        warnings = (*self.warnings, warning) if warning else self.warnings
        return Phrase(
            "unit", self.start, end, self.cost + cost + broken, self.hit, status, facet, warnings
        )

    def party_tails(self, status: str) -> Iterator[Phrase]:
        item, unit = self.item, self.hit.unit
        text = item.chars
        apart = self.end in self.item.gaps
        if apart and (text.startswith("各", self.end) or named_at(text, self.end, self.roster)):
            return
        number = NUMBERING.match(text, self.end) if apart else None
        if number and number.end() in self.item.gaps:
            return  # 1. 商学院 2. 机关第二党支部
        tail = PARTY_TAIL.match(text, self.end)
        if tail and self.hit.facet == "admin" and unit is not None:
            facet, warning = self.party_facet(tail.group(), unit)
            kept = "alias" if status == "exact" else status
            yield self.make(tail.end(), 0.5, kept, facet, warning)
            yield from self.roles(tail.end(), kept, facet)
        branch = BRANCH_TAIL.match(text, self.end)
        if branch and lists_another(item, self.end, branch.end(), self.roster):
            branch = None  # 学生处 质监中心教工第二党支部
        if branch and restarts(self.item, self.start, branch.end()):
            branch = None
        if branch and branch.end() > self.end and not (tail and tail.end() == branch.end()):
            yield self.make(branch.end(), 0.6, status, "branch")
            yield from self.roles(branch.end(), status, "branch")
        if self.hit.facet == "party":
            branch = BRANCH_OF_PARTY.match(text, self.end)
            broken = branch and any(self.end <= g < branch.end() for g in self.item.gaps)
            if branch and not broken and not CONNECTIVE.match(branch.group()):
                yield self.make(branch.end(), 3.3, status, "branch")

    def party_facet(self, tail: str, unit: Unit) -> tuple[str, str]:
        """Return the side and a note where the roster knows the organisation by another name."""
        registered, said = party_type(unit.party or ""), party_type(tail)
        side = "branch" if said == "支部" else "party"
        if said == "支部" and "直属" not in tail and registered != "支部":
            return side, ""
        if not unit.party:
            return side, "单位表中没有登记该单位的党组织"
        if said and registered and said != registered:
            return side, f"单位表中登记为“{unit.party}”"
        return side, ""

    def roles(self, end: int, status: str, facet: str) -> Iterator[Phrase]:
        text = self.item.chars
        if end == self.end and _HEAD.match(text, end - 1):
            word = text[end - 1 : end + 1]
            yield self.make(end + 1, 2.0, status, facet, f"“{word}”是人员，按其单位理解")
        match = ROLE_TAIL.match(text, end)
        if match and match.group():
            word = text[end : match.end()]
            yield self.make(match.end(), 2.0, status, facet, f"“{word}”是人员，按其单位理解")

    def inner_tails(self, status: str) -> Iterator[Phrase]:
        text = self.item.chars
        unit = self.hit.unit
        if unit is None:
            return
        seen: set[int] = set()
        for size in range(min(14, len(text) - self.end), 0, -1):
            end = self.end + size
            word = text[self.end : end]
            if end in seen:
                continue
            cost = self.inner_cost(word, unit)
            if cost is None:
                continue
            seen.add(end)
            note = f"“{word}”按{unit.name}内设机构理解"
            yield self.make(end, cost, status, self.hit.facet, note)
            yield from self.roles(end, status, self.hit.facet)

    def holds_a_name(self, word: str) -> bool:
        """Whether another unit's name stands in `word`: then it is a list, no inner office."""
        names = self.roster.names
        for first in range(len(word) - 1):
            for last in range(first + 2, len(word) + 1):
                part = word[first:last]
                at_edge = first == 0 or last == len(word)
                if (len(part) > 2 or at_edge) and part in names and part not in INSIDE_A_COLLEGE:
                    return True
        return False

    def inner_cost(self, word: str, unit: Unit) -> float | None:
        """Return the cost of reading `word` as an inner office, None where it cannot be one."""
        name = self.item.chars[self.start : self.end]
        further = 0.0
        teaches = collective.is_college(unit) or unit.name.endswith("学部")
        inside = range(self.end + 1, self.end + len(word))
        if any(place in self.item.gaps for place in inside):
            return None
        if self.end in self.item.gaps:
            if word in INSIDE_A_COLLEGE or self.item.gaps[self.end] == LINE:
                return None
            further = 14.0
        elif is_outside(unit) and word in self.roster.names and _OFFICE.search(word):
            return 1.0  # 第一附属医院教务处
        elif (teaches and word in INSIDE_A_COLLEGE) or (
            name.endswith(LEAGUES) and word in INSIDE_A_LEAGUE
        ):
            return 1.0
        if not INNER_TAIL.fullmatch(word) or CONNECTIVE.match(word) or word[0] in "附校":
            return None
        league = next((e for e in LEAGUES if word.startswith(e)), "")
        if league and word[len(league) :] in INSIDE_A_LEAGUE:
            return 1.0  # 团委学生会宣传部
        if NEVER_INSIDE.search(word) or self.holds_a_name(word):
            return None
        if word[0].isdigit() and word.lstrip("0123456789") in self.roster.names:
            return None  # 1教务处2学工处3团委
        if len(word) < 2 or word.startswith(("学系", "学会", "业协会")):
            return None
        return 4.0 + further + 0.05 * len(word)
