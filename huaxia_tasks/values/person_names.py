"""What can be the name of a person, and what only looks like one."""

# ruff: noqa: RUF001 -- marks that look alike are the matter of this file

from __future__ import annotations

from functools import lru_cache

from ..patterns import regex
from .foreign_names import is_foreign_name
from .name_words import (
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    GIVEN_ENDINGS,
    NAME_BEGINNINGS,
    NEVER_INSIDE,
    NEVER_LAST,
    NOT_NAMES,
    PARTS_OF_NAMES,
    SURNAMES,
    TITLES,
)
from .traditional import to_simplified

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff〇"
TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
#: What no name begins with.
_NO_BEGINNINGS = NOT_NAMES - NAME_BEGINNINGS - {"于是"}
ONLY_HAN = regex(rf"[{HAN}]+")
MINORITY = regex(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
TITLE_BEHIND = regex(rf"(?:{TITLE})+$")
#: 武大, 华师, 安农大: schools by their short names.
_SHORT_FOR_A_SCHOOL = regex(
    rf"[{HAN}][科理工农师财医药林矿电交民体政]?大|(?:华东?|安|武|南|江|河|云|贵|宁|苏|石|温|黑)[师科农工理政医财]|解放军"
)
#: Surnames that make no other word with 处, 科, 总 and the like (张处, 李科, 王总).
_ADDRESSED_SHORT = COMMON_SURNAMES - frozenset("何高文金石向任常江方施白汤万孔")


@lru_cache(maxsize=8192)
def is_person_name(text: str) -> bool:
    """Whether `text` alone can be the bare name of a person (张三, 欧阳修, 买买提·艾力)."""
    if MINORITY.fullmatch(text) or is_foreign_name(text):
        return True
    text = to_simplified(text)
    if not ONLY_HAN.fullmatch(text) or not 2 <= len(text) <= 7:
        return False
    if _is_made_of_parts(text):
        return True
    if len(text) > 4:
        return False
    compound = text[:2] in COMPOUND_SURNAMES and len(text) > 2
    given = text[2:] if compound else text[1:]
    if not compound and (text[0] not in SURNAMES or len(given) > 2):
        return len(text) == 4 and _is_double_surname(text)
    if is_school(text):
        return False
    if text in NOT_NAMES or (not compound and text[:2] in _NO_BEGINNINGS):
        return False
    if _never_ends_a_name(given) or any(c in NEVER_INSIDE for c in given):
        return False
    return not (given in ("某", "某某") or TITLE_BEHIND.search(text))


def is_school(text: str) -> bool:
    """Whether `text` is the short name of a university (武大, 华师, 安农大)."""
    return _SHORT_FOR_A_SCHOOL.fullmatch(text) is not None


def _is_made_of_parts(text: str) -> bool:
    """Whether a name consists of words that names without a surname are made of (扎西多吉)."""
    sizes = (4, 3, 2)
    first = next((n for n in sizes if len(text) > n and text[:n] in PARTS_OF_NAMES), 0)
    if not first:
        return len(text) > 2 and text in PARTS_OF_NAMES
    rest = text[first:]
    return rest in PARTS_OF_NAMES or _is_made_of_parts(rest)


def _never_ends_a_name(given: str) -> bool:
    if given[-1] in NEVER_LAST:
        return given[-2:-1] not in GIVEN_ENDINGS.get(given[-1], ())
    return False


def _is_double_surname(text: str) -> bool:
    """Whether a name of four characters carries the surnames of both parents (张杨若曦)."""
    if text[0] not in COMMON_SURNAMES or text[1] not in COMMON_SURNAMES:
        return False
    given = text[2:]
    if TITLE_BEHIND.search(given):
        return False  # 李任主任
    return not _never_ends_a_name(given) and not any(c in NEVER_INSIDE for c in given)


def is_surname_with_title(text: str) -> bool:
    """Whether this is a surname with a title (王老师, 欧阳处长)."""
    match = TITLE_BEHIND.search(text)
    if match is None:
        return len(text) == 2 and text[1] in "处科总工导局" and text[0] in _ADDRESSED_SHORT
    head = to_simplified(text[: match.start()])
    return head in COMPOUND_SURNAMES or (len(head) == 1 and head in SURNAMES)
