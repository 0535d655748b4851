"""The roster as an index: every declared name, and what can be derived from it without guessing."""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import Unit
from ..patterns import regex
from ..values.traditional import to_simplified
from .words import GENERIC_ENDINGS, OFFICE_ENDS, PARTY_END, SCHOOL_NAMES

FULL, PARTY, SHORT, FORMER, DERIVED = range(5)

_ASIDE = regex(r"[(（\[【〔].*?[)）\]】〕]")
#: Groups that have branches in every unit; no unit can be told by them.
_GROUPS = frozenset("学生 教师 教工 教职工 离退休 本科生 研究生 师生".split())
#: 校团委 is 团委 as well; 校长办公室 and 校友办 begin with another word.
_OF_THE_SCHOOL = regex("校(?![长友史园医区刊报庆办企地外内董产])")
_OF_THE_PARTY = regex("党委[^办委]{3,}[部处]")
_BRANCH_END = regex("(?<!总)支部(?:委员会)?$")
_MARK = regex(r"[^\w]|_", re.UNICODE)


class Name(NamedTuple):
    """One name of one unit; ``how`` is FULL, PARTY, SHORT, FORMER or DERIVED."""

    unit: Unit
    facet: str
    how: int
    written: str


class Hit(NamedTuple):
    """What a stretch of text names: one unit, or several (``units``) that share the name."""

    units: tuple[Unit, ...]
    facet: str
    how: int
    written: str

    @property
    def unit(self) -> Unit | None:
        """The unit, None where there are several."""
        return self.units[0] if len(self.units) == 1 else None


def plain(name: str) -> str:
    """Return a name as the index keeps it: half width, simplified, without blanks and marks."""
    folded = to_simplified(unicodedata.normalize("NFKC", name))
    return _MARK.sub("", folded).lower()


def _writings(name: str) -> Iterable[str]:
    """Yield the ways one declared name is written: 学生工作部（处） is 学生工作部 and 学生工作处 too."""
    yield plain(name)
    parts = _ASIDE.sub(lambda m: m[0].replace("、", ""), name).split("、")
    for part in parts if len(parts) > 1 else ():
        if len(plain(part)) > 2 or plain(part).endswith(("校", "会", "委")):
            yield from _writings(part)
    asides = _ASIDE.findall(name)
    if not asides:
        return
    base = plain(_ASIDE.sub("", name))
    if base:
        yield base
    tail = plain(name[name.index(asides[0]) + len(asides[0]) :])
    for inner in map(plain, asides[0].split("、")):
        if tail:  # 党委（校长）办公室: 校长 alone is no name of it
            yield inner + tail
            continue
        if base and len(inner) == 1 and inner in OFFICE_ENDS and base[-1] in OFFICE_ENDS:
            yield base[:-1] + inner
        elif len(inner) > 1:
            yield inner


def _derived(name: str) -> Iterable[str]:
    """Yield the spelling with 办 for 办公室 and the reverse; these two never differ in meaning."""
    if name.endswith("办公室") and len(name) > 4:
        yield name[:-2]
    elif name.endswith("办") and len(name) > 1:
        yield name + "公室"
    if len(name) > 3 and _OF_THE_SCHOOL.match(name):
        yield name[1:]
    if _OF_THE_PARTY.fullmatch(name):
        yield name[2:]
    if name == "纪委":
        yield "纪律检查委员会"
    if name == "共青团":
        yield from (f"{name}{school}委员会" for school in SCHOOL_NAMES)


def letters(name: str) -> str:
    """Return the characters of a name in one order, 和 and 及 as 与."""
    return "".join(sorted(name.replace("和", "与").replace("及", "与")))


def stem_of(name: str) -> str:
    """Return the part of a name before its generic ending (信息工程学院 -> 信息工程)."""
    for ending in GENERIC_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


def side_of(name: str) -> str:
    """Return admin, party (党委, 党总支) or branch (直属党支部) for the kind of body a name ends with."""
    if not PARTY_END.search(name):
        return "admin"
    return "branch" if _BRANCH_END.search(name) else "party"


def party_type(text: str) -> str:
    """Return 总支, 支部, 党委 or "" for the kind of Party organisation a text ends with."""
    for kind in ("总支", "支部", "党委"):
        if kind in text[-8:]:
            return kind
    return ""


class Misspelt(NamedTuple):
    """Names by what is left of them where a character is wrong or lost, and by their characters.

    ``by_gap`` is keyed by a name with one character taken out, ``\0`` in its place, and tells that place.
    """

    by_gap: dict[str, list[tuple[str, int]]]
    by_loss: dict[str, list[str]]
    #: Names with 与, by the characters they are made of: 合作与交流, 交流与合作.
    by_letters: dict[str, list[str]]

    @staticmethod
    def of(names: Iterable[str]) -> Misspelt:
        """Return the index of all names."""
        by_gap: dict[str, list[tuple[str, int]]] = {}
        by_loss: dict[str, list[str]] = {}
        by_letters: dict[str, list[str]] = {}
        for writing in names:
            if len(writing) < 3:
                continue
            if len(writing) > 5 and any(c in writing for c in "与和及"):
                by_letters.setdefault(letters(writing), []).append(writing)
            for place in range(len(writing)):
                key = f"{writing[:place]}\0{writing[place + 1 :]}"
                by_gap.setdefault(key, []).append((writing, place))
                if len(writing) > 4:
                    lost = writing[:place] + writing[place + 1 :]
                    by_loss.setdefault(lost, []).append(writing)
        return Misspelt(by_gap, by_loss, by_letters)


@dataclass(slots=True)
class Roster:
    """All names of one roster, by their plain writing."""

    units: tuple[Unit, ...]
    names: dict[str, Hit] = field(default_factory=dict)
    stems: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    longest: int = 2
    initials: dict[str, tuple[int, ...]] = field(default_factory=dict)
    misspelt: Misspelt | None = None
    #: Beginnings and ends of declared names; made when a stranger is first met.
    beginnings: dict[str, dict[str, Unit]] = field(default_factory=dict)
    ends: dict[str, dict[str, Unit]] = field(default_factory=dict)
    #: Units by the ends of their full names; made when a word for a kind of them is first met.
    kinds: dict[str, list[Unit]] = field(default_factory=dict)

    def named(self, text: str) -> Hit | None:
        """Return what exactly this plain text names, or None."""
        return self.names.get(text)

    def misspellings(self) -> Misspelt:
        """Return the index of names by what is left of them; made when the first one is looked for."""
        if self.misspelt is None:
            self.misspelt = Misspelt.of(self.names)
        return self.misspelt

    def begun_by(self, text: str) -> tuple[Unit, ...]:
        """Return the units with a longer declared name that begins with `text`."""
        self._cut_names()
        return tuple(self.beginnings.get(text, {}).values())

    def ended_by(self, text: str) -> tuple[Unit, ...]:
        """Return the units with a declared name that ends with `text`, and with none it begins."""
        self._cut_names()
        return () if text in self.beginnings else tuple(self.ends.get(text, {}).values())

    def _cut_names(self) -> None:
        if self.beginnings or not self.names:
            return
        for name, hit in self.names.items():
            if hit.facet != "admin" or hit.how == DERIVED:
                continue
            for place in range(1, len(name)):
                head, tail = name[:place], name[place:]
                self.beginnings.setdefault(head, {}).update((u.id, u) for u in hit.units)
                self.ends.setdefault(tail, {}).update((u.id, u) for u in hit.units)


def _collect(units: Sequence[Unit]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)

    def add(unit: Unit, name: str, facet: str, how: int) -> None:
        for number, writing in enumerate(_writings(name)):
            if not writing:
                continue
            found[writing].append(Name(unit, facet, how if number == 0 or how else SHORT, name))
            if facet == "admin":
                for other in _derived(writing):
                    found[other].append(Name(unit, facet, DERIVED, name))

    for unit in units:
        side = side_of(unit.name)
        add(unit, unit.name, "party" if side == "admin" and unit.kind == "party" else side, FULL)
        for short in unit.short_names:
            add(unit, short, side_of(short), SHORT)
        if unit.party:
            side = side_of(unit.party)
            add(unit, unit.party, "party" if side == "admin" else side, PARTY)
        for former in unit.former_names:
            add(unit, former, "admin", FORMER)
    return found


def _settle(names: list[Name]) -> Hit:
    """Keep the strongest kind of name; equal strength of several units stays undecided."""
    # A unit's own name beats another unit's short name; a short name two units share is nobody's.
    how = min(n.how for n in names)
    strongest = [n for n in names if n.how == how]
    units = tuple({n.unit.id: n.unit for n in strongest}.values())
    return Hit(units, strongest[0].facet, how, strongest[0].written)


def _stems(units: Sequence[Unit]) -> dict[str, tuple[Unit, ...]]:
    """Return stems under which a unit's Party organisation is spoken of (信工党总支, 机关支部)."""
    found: dict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in units:
        writings = [*_writings(unit.name), *(w for s in unit.short_names for w in _writings(s))]
        stems = {stem_of(w) for w in writings}
        for party in (unit.party or "", unit.name):
            match = PARTY_END.search(plain(party))
            if match:
                stems.add(plain(party)[: match.start()])
                stems.add(stem_of(plain(party)[: match.start()]))
        for stem in stems:
            if len(stem) > 1 and stem not in _GROUPS:
                found[stem][unit.id] = unit
    return {stem: tuple(owners.values()) for stem, owners in found.items()}


def build(units: Sequence[Unit]) -> Roster:
    """Return the index of a roster."""
    roster = Roster(tuple(units))
    for writing, names in _collect(units).items():
        if len(writing) > 1 or names[0].how == FULL:
            roster.names[writing] = _settle(names)
    roster.stems = _stems(units)
    roster.longest = max((len(w) for w in roster.names), default=2)
    lengths: dict[str, set[int]] = defaultdict(set)
    for writing in roster.names:
        lengths[writing[0]].add(len(writing))
    roster.initials = {c: tuple(sorted(s, reverse=True)) for c, s in lengths.items()}
    return roster


_RECENT: list[Roster] = []
_KEPT = 8


def roster_of(units: Sequence[Unit]) -> Roster:
    """Return the index of `units`, built once for each of the last few rosters seen.

    Comparing takes one look per unit where the objects are the same ones.
    """
    wanted = tuple(units)
    for roster in _RECENT:
        if roster.units == wanted:
            return roster
    roster = build(wanted)
    _RECENT.insert(0, roster)
    del _RECENT[_KEPT:]
    return roster
