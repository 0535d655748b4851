"""Which units a cell names.

A cell may name several, by their name or a declared short name, with labels, numbering, persons and
the school's own name round them.  A name counts only where the whole piece is explained by it, so
that 武汉理工大学信息工程学院 or 宣传部门 never passes for a unit of ours; where two readings are possible
both are reported and none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Unit, UnitMatch
from .collective import Collective, declared
from .reading import read_cell
from .roster import plain, roster_of

__all__ = ["match_units", "named_units"]

_REMEMBERED = 4096
_LONGEST_REMEMBERED = 200


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
    学院, 部门, 党组织; a leading ``-`` takes one out.  Never raises, whatever the text.
    """
    if not text or not str(text).strip():
        return ()
    text = str(text)
    roster = roster_of(units)
    key = (text, tuple(collectives.items()) if collectives else ())
    if len(text) <= _LONGEST_REMEMBERED:
        known = roster.answers.get(key)
        if known is not None:
            return known
    answer = read_cell(text, roster, _own_words(collectives, roster.units))
    if len(text) <= _LONGEST_REMEMBERED:
        if len(roster.answers) >= _REMEMBERED:
            roster.answers.clear()
        roster.answers[key] = answer
    return answer


def _own_words(
    collectives: Mapping[str, tuple[str, ...]] | None, units: Sequence[Unit]
) -> dict[str, Collective]:
    if not collectives:
        return {}
    roster = roster_of(units)
    named = {n: h.unit for n, h in roster.names.items() if h.unit is not None}
    return {plain(w): declared(w, v, units, named) for w, v in collectives.items() if plain(w)}


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
