"""Matches in the making, and how several become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..model import UnitMatch
from .collective import Collective
from .phrases import Phrase
from .roster import Hit, plain


@dataclass(slots=True)
class Found:
    """A match in the making: `word` is its collective meaning, `span` its offsets in the cell.

    ``soft`` marks a verb that stands alone between separators (组织、宣传、统战部): a name only where a
    name behind it lends its ending.
    """

    match: UnitMatch
    span: tuple[int, int]
    word: Collective | None = None
    before: str = ""
    foreign: bool = False
    soft: bool = False


def match_of(phrase: Phrase, text: str) -> UnitMatch:
    hit: Hit = phrase.hit  # type: ignore[assignment]
    warnings = tuple(w for w in phrase.warnings if w)
    if hit.unit is None:
        names = "、".join(u.name for u in hit.units[:4])
        return UnitMatch(
            "ambiguous", None, phrase.facet, hit.units, (*warnings, f"可能是：{names}"), text
        )
    if phrase.status == "close":
        warnings = (*warnings, f"按“{hit.unit.name}”理解，请核实")
    return UnitMatch(phrase.status, hit.unit, phrase.facet, (), warnings, text)


def noted(one: Found, warning: str) -> Found:
    return replace(one, match=replace(one.match, warnings=(*one.match.warnings, warning)))


def names_the_unit_of(one: Found, owner: Found) -> bool:
    if one.match.unit is not None:
        return one.match.unit is owner.match.unit
    return owner.match.unit in one.match.candidates


def could_be_either(left: Found, right: Found) -> bool:
    sure = [f.match.unit is not None or f.match.status == "ambiguous" for f in (left, right)]
    return all(sure) and left.match.unit is not right.match.unit


def either(left: Found, right: Found, text: str, warning: str) -> Found:
    """Return one undecided match for 甲或乙."""
    span = (left.span[0], right.span[1])
    units = {}
    for one in (left, right):
        for unit in (one.match.unit, *one.match.candidates):
            if unit is not None:
                units[unit.id] = unit
    match = UnitMatch(
        "ambiguous", None, left.match.facet, tuple(units.values()), (warning,),
        text[span[0] : span[1]],
    )  # fmt: skip
    return Found(match, span, before=left.before)


#: Kinds of Party organisations that collective words name apart.
_PARTY_SCOPES = frozenset(("committee", "general", "direct"))


def join_party_words(found: list[Found]) -> list[Found]:
    """Make one collective of 各党委、党总支、直属党支部, which is one expression."""
    result: list[Found] = []
    for one in found:
        last = result[-1] if result else None
        scopes = (
            [*last.word.scope.split("+"), one.word.scope] if last and last.word and one.word else []
        )
        apart = len(set(scopes)) == len(scopes) > 1 and _PARTY_SCOPES.issuperset(scopes)
        if last is not None and last.word is not None and apart:
            text = last.match.text + "、" + one.match.text
            word = last.word._replace(scope="+".join(scopes), facet="party")
            both_sides = replace(last.match, text=text, facet="party")
            result[-1] = Found(both_sides, last.span, word, last.before)
            continue
        result.append(one)
    return result


def join_parted_names(found: list[Found], whole: str) -> list[Found]:
    """Make one exact match of a name that has a 、 in it, which parts units elsewhere."""
    result: list[Found] = []
    for one in found:
        unit = one.match.unit
        if result and unit is not None and "、" in unit.name:
            first = len(result)
            while first and result[first - 1].match.unit is unit:
                first -= 1
            if first < len(result) and _make_one_name(result[first:], one, whole):
                last = result[first]
                text = whole[last.span[0] : one.span[1]].strip()
                side = replace(one.match, text=text)
                if one.match.facet == "admin":
                    side = replace(last.match, status="exact", text=text, warnings=())
                result[first:] = [replace(last, match=side, span=(last.span[0], one.span[1]))]
                continue
        result.append(one)
    return result


def _make_one_name(parts: list[Found], one: Found, whole: str) -> bool:
    """Whether pieces are the full name of a unit, behind which a side of it may stand."""
    unit = one.match.unit
    text, name = plain(whole[parts[0].span[0] : one.span[1]]), plain(unit.name if unit else "")
    if one.match.facet == "admin":
        return text == name
    return text.startswith(name) and all(p.match.facet == "admin" for p in parts)


def once_each(matches: Iterable[UnitMatch]) -> tuple[UnitMatch, ...]:
    kept: dict[object, UnitMatch] = {}
    for match in matches:
        key: object
        if match.unit is not None:
            key = (match.unit.id, match.facet)
        elif match.status == "unknown":
            key = ("unknown", match.text)
        else:
            key = (match.status, match.facet, tuple(u.id for u in match.candidates))
        kept.setdefault(key, match)
    return tuple(kept.values())
