"""Words for the kinds of units that one roster has (各附属医院, 各学部, 各研究院)."""

from __future__ import annotations

from ..model import Unit
from ..patterns import regex
from .collective import OUTSIDE_KINDS, Collective
from .roster import Roster, plain

_EACH = regex(
    "(?:全校|我校|学校|本校|全院)?(?:各个?(?:相关|有关)?|所有(?:的)?|全体|相关|有关|其他|其它|其余)"
)
_BEGINNINGS = frozenset("全我学本各所相有其")
_LONGEST = 7
_OUTSIDE_ENDS = ("医院", "公司", "中学", "小学", "学校", "幼儿园")


def kind_at(text: str, start: int, roster: Roster) -> list[tuple[int, Collective]]:
    """Return the words for a kind of units that begin at `start` with 各, each with its end."""
    each = _EACH.match(text, start) if text[start] in _BEGINNINGS else None
    if each is None:
        return []
    found = []
    begin = each.end()
    for end in range(begin + 2, min(len(text), begin + _LONGEST) + 1):
        units = of_kind(text[begin:end], roster)
        if units:
            vague = any(w in each.group() for w in ("相关", "有关"))
            others = "其" in each.group()
            found.append((end, Collective("kind", vague=vague, others=others, members=units)))
    return found


def of_kind(noun: str, roster: Roster) -> tuple[Unit, ...]:
    """Return the units whose names end with a noun, () where there are less than two.

    附属医院 means 附属口腔医院 too.
    """
    if not roster.kinds:
        _index(roster)
    units = roster.kinds.get(noun, ())
    return tuple(units) if len(units) > 1 and noun not in roster.names else ()


def _index(roster: Roster) -> None:
    for unit in roster.units:
        name = plain(unit.name)
        written = (name, *(plain(s) for s in unit.short_names if len(s) > 3))
        ends = {w[-n:] for w in written for n in range(2, _LONGEST + 1) if n <= len(w)}
        if "附属" in name:
            ends |= {f"附属{name[-size:]}" for size in (2, 3) if size < len(name)}
        if unit.kind in OUTSIDE_KINDS or "附属" in name:
            ends |= {"附属单位", "附属机构"}
        for end in ends:
            roster.kinds.setdefault(end, []).append(unit)


def is_outside(unit: Unit) -> bool:
    """Whether a unit is a house of its own, with offices like the school's (附属医院, 附属中学)."""
    return unit.kind in OUTSIDE_KINDS or unit.name.endswith(_OUTSIDE_ENDS)
