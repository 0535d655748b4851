"""Short names that only their neighbours explain, and what an unknown piece may have been cut from."""

from __future__ import annotations

import re
from dataclasses import replace

from ..model import Unit, UnitMatch
from ..patterns import regex
from ..values.blanks import is_placeholder
from ..values.person_names import is_person_name
from .found import Found
from .nearness import resembling
from .roster import Roster, plain
from .words import GENERIC_ENDINGS, KIND_OF_ALL, NON_UNITS, PARTY_TAIL

GENERIC = regex(
    r"(?:学院|部门|中心|办公室|课部|教学部|[处部办室院系馆科所会校区、,，/／或及和与\s])+"
)


#: Ends of the names that a word for their kind stands for.
_ENDS_OF_KIND = {
    "学院": ("学院", "院"),
    "院系": ("学院", "院", "系"),
    "单位": ("学院", "院", "部", "处", "办公室", "办", "中心", "馆"),
}
_ENDS_OF_OFFICES = ("部", "处", "办公室", "办", "中心", "室", "馆")


def share_endings(found: list[Found], roster: Roster, whole: str = "") -> list[Found]:
    """Resolve 组织、宣传、统战部: the last name's ending holds for the short ones before it.

    So does the kind that stands behind the last of them (土建、生药两学院; 组织、宣传等部门).
    """
    result = list(found)
    endings: tuple[str, ...] = ()
    for index in range(len(result) - 1, -1, -1):
        one = result[index]
        kind = KIND_OF_ALL.match(whole, one.span[1])
        if kind:
            endings = _ENDS_OF_KIND.get(kind["kind"], _ENDS_OF_OFFICES)
        if not kind and one.match.unit is not None and one.match.status in ("exact", "alias"):
            bare = plain(one.match.text)
            own = next((e for e in GENERIC_ENDINGS if bare.endswith(e)), "")
            endings = (own,) if own else endings
        elif one.match.status in ("unknown", "ambiguous") and endings and not one.foreign:
            result[index] = _with_ending(one, endings, roster)
        if result[index].before not in ("、", ",", "", "/") and index:
            endings = ()
    return _share_forward(result, roster)


def _with_ending(one: Found, endings: tuple[str, ...], roster: Roster) -> Found:
    """Return a piece read with one of the ends that can only mean one unit, else as it is."""
    bare = plain(one.match.text)
    if bare in NON_UNITS:
        return one
    hits = [h for e in endings if e and (h := roster.named(bare + e)) and h.facet == "admin"]
    if not hits or any(h.unit is None or h.unit is not hits[0].unit for h in hits):
        return one
    note = f"按“{hits[0].written}”理解"
    match = UnitMatch("alias", hits[0].unit, "admin", (), (note,), one.match.text)
    return replace(one, match=match, soft=False)


def _share_forward(found: list[Found], roster: Roster) -> list[Found]:
    """Resolve 土建 in 信工院、智造院、土建 where nothing else can be meant by it."""
    colleges = False
    for index, one in enumerate(found):
        if one.match.unit is not None:
            colleges = bool(re.search(r"学?院$", plain(one.match.text)))
            continue
        last = found[index - 1] if index else None
        if one.match.status != "unknown" or last is None or last.match.unit is None or one.foreign:
            continue
        bare = plain(one.match.text)
        if not colleges or one.soft or bare in NON_UNITS or len(bare) > 6:
            continue
        units, _ = _cut_from(bare, roster)
        hit = roster.named(bare + "学院") or roster.named(bare + "院")
        if hit is not None and hit.unit is not None and units == (hit.unit,):
            note = f"按“{hit.written}”理解"
            match = UnitMatch("alias", hit.unit, hit.facet, (), (note,), one.match.text)
            found[index] = replace(one, match=match)
    return found


def suggested(match: UnitMatch, roster: Roster) -> UnitMatch:
    """Return an unknown piece with the units it may have been cut from: several, ambiguous."""
    bare = plain(match.text)
    if len(bare) < 2 or len(bare) > 12 or bare in NON_UNITS or is_placeholder(match.text):
        return match
    if is_person_name(bare) or GENERIC.fullmatch(bare):
        return match
    both = _two_in_one(bare, roster)
    if both:
        note = f"像是{'、'.join(u.name for u in both)}的合称，请分开写"
        return replace(match, status="ambiguous", candidates=both, warnings=(*match.warnings, note))
    units, is_short = _cut_from(bare, roster)
    units = units or resembling(bare, roster)
    if not units:
        return match
    note = f"可能是：{'、'.join(u.name for u in units[:4])}"
    status = "ambiguous" if is_short and len(units) > 1 else "unknown"
    return replace(match, status=status, candidates=units, warnings=(*match.warnings, note))


def _two_in_one(bare: str, roster: Roster) -> tuple[Unit, ...]:
    """Return the two units whose names are run together under one ending (组织统战部)."""
    for ending in ("办公室", "学院", "中心", "部", "处", "办"):
        stem = bare.removesuffix(ending)
        if stem == bare:
            continue
        for place in range(2, len(stem) - 1):
            first, second = (roster.named(s + ending) for s in (stem[:place], stem[place:]))
            if first and second and first.unit and second.unit and first.unit != second.unit:
                return first.unit, second.unit
    return ()


def _cut_from(bare: str, roster: Roster) -> tuple[tuple[Unit, ...], bool]:
    """Return the units that `bare` may stand for, and whether it is the beginning of their names.

    国际 is cut from several names and says which too little; 教育学院 or 国际部 is a name of its own that
    merely resembles some.
    """
    begun, alike = roster.begun_by(bare), roster.ended_by(bare)
    if begun:
        return begun, True
    if not alike and not PARTY_TAIL.fullmatch(bare):
        for ending in ("办公室", "学院", "中心", "部", "处", "办", "科", "室", "院"):
            stem = bare.removesuffix(ending)
            if stem != bare and len(stem) > 1 and stem in roster.stems:
                return roster.stems[stem], False
    return alike, False
