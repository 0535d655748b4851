"""Which units a cell names.

A cell may name several, by their name or a declared short name, with labels, numbering, persons and
the school's own name round them.  A name counts only where the whole piece is explained by it, so
that 武汉理工大学信息工程学院 or 宣传部门 never passes for a unit of ours; where two readings are possible
both are reported and none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..model import Unit, UnitMatch
from .collective import Collective, Groups, declared
from .reading import read_cell
from .roster import Roster, plain, roster_of

__all__ = ["match_units", "named_units"]

_REMEMBERED = 4096
_LONGEST_REMEMBERED = 200
#: A list of every unit of a large school fits in; what is longer is prose, or meant to do harm.
_LONGEST = 2000
_CUT = f"单元格内容太长，只读了前{_LONGEST}个字"


def match_units(
    text: str,
    units: Sequence[Unit],
    collectives: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[UnitMatch, ...]:
    """Return every unit named in `text`, in order, each unit and facet once; () for a blank cell.

    ``status``: exact (full name), alias (short name, inner office, post), close (a misspelling or
    Traditional characters, with a warning), ambiguous (``candidates``, never chosen), collective
    (``candidates`` are the units it means), unknown (``candidates`` may hold one suggestion).
    `collectives` adds the office's own collective words: word -> unit ids, names, kinds, or 全部,
    学院, 部门, 党组织; a leading ``-`` takes one out.  ``facet``: admin, party (党委, 党总支), branch
    (党支部, 直属党支部).  Of a cell of more than 2,000 characters the beginning is read, with a warning.
    Never raises, whatever the text.
    """
    if not text or not str(text).strip():
        return ()
    text = str(text)
    desk = _desk_of(units, collectives)
    if len(text) > _LONGEST:
        return _beginning(text, desk)
    if len(text) > _LONGEST_REMEMBERED:
        return read_cell(text, desk.roster, desk.own)
    known = desk.answers.get(text)
    if known is None:
        known = read_cell(text, desk.roster, desk.own)
        if len(desk.answers) >= _REMEMBERED:
            desk.answers.clear()
        desk.answers[text] = known
    return known


def _beginning(text: str, desk: _Desk) -> tuple[UnitMatch, ...]:
    """Read the beginning of an overlong cell, up to the last separator in it, and say so."""
    head = text.lstrip()[:_LONGEST]
    end = max((head.rfind(mark) for mark in "、，,；;。\n"), default=-1)
    found = read_cell(head[:end] if end > 0 else head, desk.roster, desk.own)
    return tuple(
        replace(m, text=m.text[:_LONGEST_REMEMBERED], warnings=(*m.warnings, _CUT)) for m in found
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """A roster with an office's collective words, and the cells read with them.

    Holding on to the objects themselves makes sure that "the same object" means the same content.
    """

    units: Sequence[Unit]
    collectives: Mapping[str, tuple[str, ...]] | None
    roster: Roster
    own: Mapping[str, Collective]
    answers: dict[str, tuple[UnitMatch, ...]] = field(default_factory=dict)


_DESKS: list[_Desk] = []
_DESKS_KEPT = 4


def _desk_of(units: Sequence[Unit], collectives: Mapping[str, tuple[str, ...]] | None) -> _Desk:
    """Return the desk for these very objects; only unchangeable rosters are told by identity."""
    for desk in _DESKS:
        if desk.units is units and desk.collectives is collectives:
            return desk
    roster = roster_of(units)
    for desk in _DESKS:
        if desk.roster is roster and desk.collectives is collectives:
            return desk
    frozen = units if isinstance(units, tuple) else roster.units
    desk = _Desk(frozen, collectives, roster, _OwnWords(collectives or {}, roster))
    _DESKS.insert(0, desk)
    del _DESKS[_DESKS_KEPT:]
    return desk


class _OwnWords(Mapping[str, Collective]):
    """The office's own collective words; which units one means is worked out when it is met."""

    def __init__(self, words: Mapping[str, tuple[str, ...]], roster: Roster) -> None:
        self._words = {plain(word): told for word, told in words.items() if plain(word)}
        self._roster = roster
        self._known: dict[str, Collective] = {}

    def __getitem__(self, word: str) -> Collective:
        """Return what a word means."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = declared(self._words[word], self._groups)
        return known

    def __iter__(self) -> Iterator[str]:
        """Yield the words."""
        return iter(self._words)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._words)

    @cached_property
    def _groups(self) -> Groups:
        named = {n: h.unit for n, h in self._roster.names.items() if h.unit is not None}
        return Groups.of(self._roster.units, named)


def named_units(matches: Iterable[UnitMatch]) -> tuple[Unit, ...]:
    """Return the units that matches stand for, collective words expanded, each once, in order.

    Ambiguous and unknown matches stand for none.
    """
    found: dict[str, Unit] = {}
    for match in matches:
        if match.unit is not None:
            found.setdefault(match.unit.id, match.unit)
        elif match.status == "collective":
            for unit in match.candidates:
                found.setdefault(unit.id, unit)
    return tuple(found.values())
