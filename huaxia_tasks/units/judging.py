"""Questions asked of what was read: is it an office, only an ending, another name, one unit or two."""

from __future__ import annotations

from dataclasses import replace

from ..model import UnitMatch
from ..patterns import regex
from . import collective
from .endings import GENERIC
from .found import Found
from .phrases import Phrase
from .pieces import Item
from .roster import plain
from .words import INSTITUTIONAL, SCHOOL_NAMES, is_foreign, looks_like_an_institution

_OFFICE_END = regex(r"..(?:[部处办室科]|办公室|中心)$")
ONE_OFFICE = "像是一个单位的名称"


def doubt_of(item: Item, connective: Phrase, left: Found | None) -> str:
    """Return why what a connective joins may be one unit or the other, "" where it joins two.

    甲或乙 is a choice; 后勤与资产管理处 may be the name of one office that the roster does not know.
    """
    word = item.chars[connective.start : connective.end]
    if word.startswith("或"):
        return "写了两个单位并用“或”连接，请明确是哪一个"
    if word not in ("与", "及") or {connective.start, connective.end} & item.gaps.keys():
        return ""
    if any(a.index == connective.start for a in item.asides):
        return ""
    if left is None or left.match.status == "exact":
        return ""
    unit = left.match.unit if left.match.facet == "admin" else None
    short = item.chars[connective.start - 1] not in INSTITUTIONAL
    if unit is not None and short and not collective.is_college(unit):
        return f"{ONE_OFFICE}，也可能是两个单位，请用顿号分开写"
    return ""


def is_end_of_an_office(one: Found) -> bool:
    """Whether a stranger's piece can only be the end of a name (基建管理部)."""
    bare = plain(one.match.text)
    return one.match.status == "unknown" and not one.foreign and bool(_OFFICE_END.search(bare))


def is_office(chars: str) -> bool:
    return looks_like_an_institution(chars) or is_foreign(chars)


def could_end_an_office(one: Found) -> bool:
    """Whether a name could be the end of an office's longer name (后勤与资产管理处)."""
    unit = one.match.unit
    if unit is None:
        return True
    declared = one.match.facet != "admin" and not one.match.warnings
    return not declared and not collective.is_college(unit)


def is_only_an_ending(one: Found) -> bool:
    """Whether a piece is the other ending of the name before it (学生工作部/处, 各教学院、部)."""
    bare = plain(one.match.text)
    return one.match.status == "unknown" and len(bare) < 4 and bool(GENERIC.fullmatch(bare))


def of_offices(before: Found, ending: Found) -> list[Found]:
    """Return the offices that an ending behind a word for the colleges means (各院、部、处)."""
    word = before.word
    if word is None or word.scope != "college" or word.facet != "admin":
        return []
    if plain(ending.match.text) not in ("处", "室", "处室", "科室"):
        return []
    match = UnitMatch("collective", None, "admin", (), (), ending.match.text)
    return [replace(ending, match=match, word=word._replace(scope="dept"), soft=False)]


def is_another_name(one: Found, owner: Found) -> bool:
    """Whether a bracket only says what the bodies may be called besides (各学院党委（党总支）)."""
    if one.word is None or owner.word is None or not one.word.bare:
        return False
    sides = "admin" not in (one.word.facet, owner.word.facet)
    return sides and owner.word.scope in ("college", "dept", "all", "party")


def is_a_side(one: Found) -> bool:
    """Whether a bracket behind a unit names its Party side only (马克思主义学院（直属党支部）)."""
    return one.word is not None and one.word.bare and one.word.facet != "admin"


def own_side(owner: Found, one: Found) -> Found:
    """Return the Party side of a unit for words that mean its own (商学院及其党总支)."""
    unit = owner.match.unit
    if unit is None or one.word is None or not one.word.bare or one.word.facet == "admin":
        return one
    match = UnitMatch("alias", unit, one.word.facet, (), (), one.match.text)
    return replace(one, match=match, word=None)


def is_own_school(one: Found) -> bool:
    return one.match.status == "unknown" and plain(one.match.text) in SCHOOL_NAMES
