"""Words for many units at once (各学院, 校属各单位), and whom they mean in a roster."""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model import Unit
from ..patterns import regex
from .words import ROLE_TAIL

# fmt: off
COLLEGE_KINDS = frozenset("college academic school 学院 二级学院 院系 系部 教学单位 二级教学单位 二级教学部门 教学院部 教学院系 教学部 课部 系 院".split())
DEPARTMENT_KINDS = frozenset(
    "department dept office 部门 职能部门 机关 机关部门 处室 职能处室 党政部门 党群部门 行政部门 直属单位 教辅单位 业务单位 部处 附属单位".split()
)
#: What belongs to the school and is no office of it: 机关各部门 does not mean a hospital.
OUTSIDE_KINDS = frozenset("affiliate affiliated company enterprise hospital 附属学校 附属医院 企业 公司".split())
PARTY_KINDS = frozenset("party 党组织 党总支 直属党支部 二级党组织 党委".split())

_QUANTIFIER = regex(
    r"(?:全校|全院(?=各|所有)|院内(?=各)|校内|校属|校直|学校|我校|本校|院属|各个|各级|各有关|各相关|各|相关|有关|涉及的|涉及|所有|全体|全部|其他|其它|其余|另外|部分|多个|若干|直属|所属|下属|对口"
    r"|\d{1,3}个|[一二三四五六七八九十两]{1,3}个|的)+"
)
_KIND = regex(
    r"(?:二级|教学|教辅|科研|职能|机关|行政|党政|党群|党务|党委(?=[各相有部处机职])|校级|院级|基层|管理|业务|服务|责任|配合|牵头|归口|校属|各|有关|相关)+"
)
_NOUN = regex(
    r"(?P<all>学院部门|院系部门|部门学院|学院处室|院部处室|院系处室|院部处|院处室|部门单位|单位部门|单位)"
    r"|(?P<party>党总支(?:和|及|与)?(?:各)?直属(?:党)?支部|总支(?:和|及|与)?(?:各)?直属支部|党委(?:和|及|与)?党总支|直属党支部|直属支部|党总支|总支|党组织|分?党委)"
    r"|(?P<branch>(?:教职工|教工|教师|学生|师生)?(?:党支部|支部|党小组))"
    r"|(?P<college>学院系部|学院部系|学院部|学院系|学院|院系部|院系|系院|院部|系部|教学院部|教学部|课部|院|系)"
    r"|(?P<dept>职能部处|职能处室|(?:部门|处室|部处)、?中心|部门|处室|部处|部室|科室|机关|办公室|部|处)"
)
_TAIL = regex(
    rf"(?P<party>党总支(?:和|及|与)?直属党支部|党总支|总支|直属党支部|党组织|党委)"
    rf"|(?P<branch>(?:教职工|教工|教师|学生|师生)?(?:党支部|支部))|(?P<inner>(?:学工|教务|教学|综合|党政|行政|党建|就业|科研)办(?:公室)?|办公室|团委|团总支|教研室|分?工会|学生会|资料室|实验室|实验中心|心理辅导站|辅导站|系|专业)|(?P<role>{ROLE_TAIL.pattern})"
)
_ALWAYS = frozenset(
    "二级学院 二级单位 教学单位 二级教学单位 二级教学部门 教学院部 教学院系 教学系部 教学院 教学部门 教辅单位 教辅部门 科研部门 职能部门 职能处室 职能单位 机关部门 机关处室 机关单位 行政部门 行政处室 党政部门 党群部门 "
    "党务部门 党委部门 机关部处 行政部处 党政部处 管理部门 业务部门 服务部门 基层单位 基层党组织 二级党组织 党总支直属党支部 基层党支部 院系部门 学院部门 教学学院 职能科室 机关科室 机关职能部门".split()
)
_BARE = frozenset("学院 部门 部处 院系 处室 党总支 直属党支部 党支部 党组织".split())
# fmt: on


#: Ends of names that are no office's, where the office gives a kind of its own making.
_NO_OFFICES = ("学部", "研究院", "研究所", "学堂", "书院")


class Collective(NamedTuple):
    """A collective word: whom it means (``scope``), as which side, and what narrows it.

    ``scope`` is all | college | dept | party | committee | general | direct | politics, several of
    them joined by +; ``facet`` admin | party | branch; ``others`` where it says 其他; ``vague`` where it says 相关 or 有关; ``rest`` names an
    inner office or a post behind it; ``bare`` where nothing but the noun says so (学院), which counts
    only where it stands alone.
    """

    scope: str
    facet: str = "admin"
    others: bool = False
    vague: bool = False
    rest: str = ""
    members: tuple[Unit, ...] | None = None
    bare: bool = False


def at(text: str, start: int) -> list[tuple[int, Collective]]:
    """Return the collective words that begin at `start`, each with its end."""
    quantifier = _QUANTIFIER.match(text, start)
    after = {start}
    if quantifier:
        after.add(quantifier.end())
    found: dict[int, Collective] = {}
    for place in sorted(after):
        kind = _KIND.match(text, place)
        for begin in sorted({place, kind.end() if kind else place}):
            noun = _NOUN.match(text, begin)
            if noun is None:
                continue
            lead = text[start:place]
            middle = text[place:begin]
            told = bool(lead) or any(w in middle for w in ("各", "相关", "有关"))
            bare = not told and middle + noun.group() not in _ALWAYS
            if bare and (middle or noun.group() not in _BARE):
                continue
            short = noun.group() in ("部", "处", "院", "系", "办公室")
            if short and "各" not in lead + middle and middle + noun.group() not in _ALWAYS:
                continue
            if noun.group() in ("党委", "机关") and not lead.endswith("各"):
                continue
            word = _meaning(lead, middle, noun, bare)
            found.setdefault(noun.end(), word)
            if bare:
                continue
            for end, longer in _with_tail(text, noun.end(), word):
                found.setdefault(end, longer)
    return list(found.items())


def _meaning(lead: str, middle: str, noun: re.Match[str], bare: bool) -> Collective:
    scope = noun.lastgroup or "all"
    facet = "admin"
    if scope == "branch":
        scope, facet = "party", "branch"
    elif scope == "party":
        facet = "party"
        if noun.group() in ("直属党支部", "直属支部"):
            scope, facet = "direct", "branch"
        elif noun.group() != "党组织":
            kinds = {"committee": "党委", "general": "总支", "direct": "直属"}
            scope = "+".join(k for k, word in kinds.items() if word in noun.group())
    elif "教学" in middle and scope in ("all", "dept"):
        scope = "college"
    elif any(w in middle for w in ("党群", "党务", "党委")) and scope in ("all", "dept"):
        scope = "politics"
    elif scope == "all" and any(w in middle for w in ("机关", "职能", "行政", "教辅", "党政")):
        scope = "dept"
    vague = any(w in lead + middle for w in ("相关", "有关", "涉及", "部分", "若干", "对口"))
    others = any(w in lead for w in ("其他", "其它", "其余", "另外"))
    return Collective(scope, facet, others, vague, bare=bare)


def _with_tail(text: str, end: int, word: Collective) -> list[tuple[int, Collective]]:
    tail = _TAIL.match(text, end)
    if tail is None or not tail.group():
        return []
    if tail.lastgroup in ("party", "branch"):
        if word.facet != "admin":
            return []
        side = Collective(word.scope, tail.lastgroup, word.others, word.vague)
        role = ROLE_TAIL.match(text, tail.end())
        if role is None or not role.group():
            return [(tail.end(), side)]
        return [(tail.end(), side), (role.end(), side._replace(rest=role.group()))]
    longer = Collective(word.scope, word.facet, word.others, word.vague, tail.group())
    return [(tail.end(), longer)]


def is_college(unit: Unit) -> bool:
    """Whether the unit teaches; an unknown kind is told by the name."""
    if unit.kind in COLLEGE_KINDS:
        return True
    if unit.kind in DEPARTMENT_KINDS or unit.kind in PARTY_KINDS:
        return False
    return unit.name.endswith(("学院", "系", "课部", "教学部"))


def members(word: Collective, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units of a roster that a collective word means."""
    if word.members is not None:
        with_party = tuple(u for u in word.members if u.party)
        return word.members if word.facet == "admin" or not with_party else with_party
    chosen = [u for scope in word.scope.split("+") for u in units if _belongs(u, scope)]
    if not chosen and "committee" in word.scope:
        chosen = [u for u in units if _belongs(u, "party")]
    if not chosen and "general" in word.scope:
        chosen = [u for u in units if _belongs(u, "party") and not _belongs(u, "direct")]
    if "+" in word.scope:
        chosen = [u for u in units if u in chosen]
    if word.facet != "admin" and word.scope in ("college", "dept", "all"):
        chosen = [u for u in chosen if u.party]
    if word.scope == "politics" and not chosen:
        chosen = [u for u in units if _belongs(u, "dept")]
    return tuple(chosen)


def _belongs(unit: Unit, scope: str) -> bool:
    if scope == "all":
        return unit.kind not in PARTY_KINDS
    if scope == "college":
        return is_college(unit)
    if scope == "dept":
        if unit.kind not in DEPARTMENT_KINDS and unit.name.endswith(_NO_OFFICES):
            return False
        return not is_college(unit) and unit.kind not in PARTY_KINDS | OUTSIDE_KINDS
    if scope == "politics":
        return _belongs(unit, "dept") and (
            unit.name.startswith(("党", "纪")) or unit.name.endswith(("团委", "工会"))
        )
    party = unit.party or (unit.name if unit.kind in PARTY_KINDS else "")
    if scope == "direct":
        return party.endswith(("直属党支部", "直属支部"))
    if scope == "general":
        return "总支" in party[-8:]
    if scope == "committee":
        return party.endswith(("党委", "委员会")) and "支" not in party[-8:]
    return bool(party)


class Groups(NamedTuple):
    """A roster's units by kind and by name, for words that an office declares itself."""

    units: Sequence[Unit]
    by_kind: Mapping[str, list[Unit]]
    by_name: Mapping[str, Unit]

    @staticmethod
    def of(units: Sequence[Unit], named: Mapping[str, Unit]) -> Groups:
        """Return the groups of a roster; `named` are units by further names."""
        by_kind: dict[str, list[Unit]] = {}
        own: dict[str, Unit] = {}
        for unit in units:
            by_kind.setdefault(unit.kind, []).append(unit)
            for name in (unit.id, unit.name):
                own.setdefault(name, unit)
        return Groups(units, by_kind, {**named, **own})

    def meant(self, wanted: str) -> list[Unit]:
        """Return the units of one word: a scope, a kind, an id or a name."""
        if wanted in ("*", "all", "全部", "全校"):
            return [u for u in self.units if _belongs(u, "all")]
        if wanted in ("学院", "college"):
            return [u for u in self.units if is_college(u)]
        if wanted in ("部门", "department", "dept"):
            return [u for u in self.units if _belongs(u, "dept")]
        if wanted in ("党组织", "party"):
            return [u for u in self.units if _belongs(u, "party")]
        if wanted in self.by_kind:
            return self.by_kind[wanted]
        return [self.by_name[wanted]] if wanted in self.by_name else []


def declared(values: Sequence[str], groups: Groups) -> Collective:
    """Return the collective word of an office's own dictionary.

    `values` are unit ids, names, kinds, or one of 全部 学院 部门 党组织; a leading - takes one out.
    """
    chosen: dict[str, Unit] = {}
    for value in values:
        taken_out = value.strip().startswith(("-", "－"))
        for unit in groups.meant(value.strip().lstrip("-－")):
            if taken_out:
                chosen.pop(unit.id, None)
            else:
                chosen[unit.id] = unit
    return Collective("declared", members=tuple(chosen.values()))
