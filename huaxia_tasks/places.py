"""Which of several like places or groups a text names: 3栋, 十一号楼, 第二食堂, 302室, 软工2班.

维修1栋屋面防水 and 维修2栋屋面防水 share nearly every word and are two matters all the same.
"""

from __future__ import annotations

from functools import lru_cache

from .deadlines.numerals import number
from .patterns import regex

_NUMBER = r"(?:[0-9０-９]{1,4}|[一二三四五六七八九十]{1,3}|[A-Ha-h](?![A-Za-z]))"
_PLACE = regex(
    rf"(?<![0-9０-９.年月日第A-Za-z])第?({_NUMBER}(?:[#＃号]?[、,，和及与至到~～—-]第?{_NUMBER})*)[#＃]?"
    r"(号楼|号公寓|号宿舍|号食堂|号教学楼|号实验楼|号门|栋|幢|教学楼|宿舍楼|公寓|舍|食堂|校区|餐厅|层|楼|室|寝室|教室|班)"
)
_EACH = regex(_NUMBER)
_SPAN = regex(r"[至到~～—-]")
#: Words for one kind of place: 3号楼, 3栋 and 3幢 may be one.
_KINDS = {
    **dict.fromkeys(("号楼", "栋", "幢", "号公寓", "公寓", "号宿舍", "宿舍楼", "舍"), "楼栋"),
    **dict.fromkeys(("号教学楼", "教学楼"), "教学楼"),
    **dict.fromkeys(("号食堂", "食堂", "餐厅"), "食堂"),
    **dict.fromkeys(("层", "楼"), "层"),
    **dict.fromkeys(("室", "寝室", "教室"), "室"),
}


@lru_cache(maxsize=4096)
def places_in(text: str) -> dict[str, frozenset[str]]:
    """Return the numbers of places and groups that a text names, by kind."""
    found: dict[str, set[str]] = {}
    for numbers, kind in _PLACE.findall(text[:400]):
        named = [_figure(n) for n in _EACH.findall(numbers)]
        if len(named) == 2 and _SPAN.search(numbers) and all(n.isdecimal() for n in named):
            first, last = map(int, named)
            named = [str(n) for n in range(first, min(last, first + 50) + 1)]
        found.setdefault(_KINDS.get(kind, kind), set()).update(named)
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def are_apart(one: str, other: str) -> bool:
    """Whether two texts name different ones of a kind of place, so that they cannot be of one matter."""
    first = places_in(one)
    if not first:
        return False
    second = places_in(other)
    return any(
        kind in second and numbers.isdisjoint(second[kind]) for kind, numbers in first.items()
    )


def _figure(text: str) -> str:
    """Return 十二, １２ and 012 as "12", a letter as a capital."""
    value = number(text)
    return text.upper() if value is None else str(value)
