"""Which units a row of a list names, and which of them leads: from its cells to units.

A unit calls itself 本单位 or 我院, and one cell may say both who leads and who helps
(商学院牵头，教务部配合).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from .model import Plan, Row, Unit, UnitMatch, Value
from .patterns import regex
from .units import match_units

Collectives = Mapping[str, tuple[str, ...]]
_Matches = tuple[UnitMatch, ...]
_T = TypeVar("_T")
#: Kinds of cells in which nothing stands that could be read.
_SAYS_NOTHING = frozenset(("empty", "error", "formula"))
#: Different cells of one unit's lists that are kept in mind.
_MOST_KNOWN = 4096

#: Headings under which the first of several units leads and the others co-operate (V09).
_FIRST_LEADS = ("责任单位", "责任部门", "承办单位", "承办部门", "实施单位")
_LEADS, _HELPS = "牵头|主办|主责|负责", "配合|协助|协办|参与"
_OFFICE = "(?:单位|部门|学院|处室|方)?"
_HELPING = regex(f"{_HELPS}|会同|共同|联合|合作|一起")
_HELPING_IN_CELL = regex(f"{_HELPS}|会同")
_LABEL = regex(rf"(?:(?P<leads>{_LEADS}|责任)|(?P<helps>{_HELPS})){_OFFICE}[:：]|(?P<with>会同)")
#: Where the list has no place for the units that help, 备注 may name them (配合单位：后勤处).
_HELPERS_IN_REMARK = regex(
    rf"(?:{_HELPS}){_OFFICE}(?:(?:[:：]|为)([^。；;\n]+)|[（(]([^（）()]+)[）)])"
)
#: So may a plain statement (由后勤处配合, 会同学工处开展); a wish or a denial states nothing.
_STATED_IN_REMARK = regex(
    rf"(?:另|并|同时)?(?:由|会同|联合|与|和)?(?P<who>[^，。；;]{{2,60}}?)(?:已|正在?|现已)?(?:共同|一起|联合|予以)?(?:{_HELPS})"
    r"(?:完成|落实|实施|开展|推进|办理|工作|做好)?|(?:由[^与和同，]{2,20}?)?(?:会同|联合|(?=[^，。；;]*(?:共同|联合|一起|合作)[^，。；;]{0,4}$)[与和同])(?P<with>[^，。；;]{2,60}?)(?:共同|一起|联合|合作)?"
    r"(?:完成|落实|实施|开展|推进|办理)?"
)
_NOT_STATED = regex("[请需望拟不无未非]|建议|申请|是否")
_ASIDE = regex(r"[（(]([^（）()]*)[）)]")
_ROLE_ALONE = regex(rf"({_LEADS}|{_HELPS}){_OFFICE}")
_CLAUSES = regex(r"[，,；;。\n]+")
_TURN = regex(r"(?<=牵头|主办)(?=\s*[^\W_])(?!单位|部门|方|学院)")
#: What stands behind 本, 我 or alone before an office that every college has.
_OWN_ENDS = ("学院", "院", "部", "处", "中心", "馆", "办公室", "办", "系")
_OFFICES_INSIDE = "党总支|党委|党支部|团委|团总支|工会|办公室|办"
_OF_ITSELF = frozenset("本我院自")
_OWN_UNIT = regex(r"(?<![^\W_])(?:[本我](?:单位|部门)|自己(?=$|\W))")
_OWN_OFFICE = regex(rf"(?<![^\W_])院(?=(?:{_OFFICES_INSIDE})(?:$|[\W_]))")


class UnitCells:
    """Reads which units the rows of one unit's lists name: the same words stand in many of them.

    `own` is the unit whose lists these are, None where it is none of the plan.
    """

    def __init__(self, plan: Plan, own: Unit | None, collectives: Collectives) -> None:
        self._plan, self._own, self._collectives = plan, own, collectives or None
        self._leading: dict[str, tuple[_Matches, _Matches]] = {}
        self._helping: dict[str, _Matches] = {}

    def of(self, row: Row) -> tuple[_Matches, _Matches]:
        """Return the units that lead and those that help."""
        get = row.cells.get
        leading, helping = _said(get("lead_unit")), _said(get("co_units"))
        both = self._leading.get(leading)
        if both is None:
            both = _keep(self._leading, leading, self._read(leading))
        leads, helps = both
        if helping:
            more = self._helping.get(helping)
            if more is None:
                more = _keep(self._helping, helping, self._match(self._with_names(helping)))
            helps = (*helps, *more)
        if not helps:
            if len(leads) > 1:
                return _first_leads(row, leads)
            if remark := _said(get("remark")):
                return leads, self._named_in_remark(remark, leads)
        return leads, helps

    def _read(self, leading: str) -> tuple[_Matches, _Matches]:
        """Return the units that lead and those that help by what one cell says."""
        lead_text, help_text = share_roles(self._with_names(leading))
        return self._match(lead_text), self._match(help_text)

    def _named_in_remark(self, remark: str, leads: _Matches) -> _Matches:
        remark = self._with_names(remark)
        said = _HELPERS_IN_REMARK.search(remark)
        found = self._match(said[1] or said[2]) if said else self._stated(remark)
        leading = {m.unit for m in leads}
        return tuple(m for m in found if m.unit is not None and m.unit not in leading)

    def _stated(self, remark: str) -> _Matches:
        """Return the units that a clause says help, where it names nothing else."""
        found: list[UnitMatch] = []
        for clause in _CLAUSES.split(remark) if _HELPING.search(remark) else ():
            said = _STATED_IN_REMARK.fullmatch(clause.strip())
            if said is None or _NOT_STATED.search(clause):
                continue
            named = self._match(said["who"] or said["with"])
            if all(m.unit is not None for m in named):
                found.extend(named)
        return tuple(found)

    def _match(self, text: str) -> _Matches:
        return match_units(text, self._plan.units, self._collectives) if text.strip() else ()

    def _with_names(self, text: str) -> str:
        text = _without_school(text, self._plan.school)
        return name_itself(text, self._own.name) if self._own is not None else text


def _keep(known: dict[str, _T], text: str, found: _T) -> _T:
    if len(known) < _MOST_KNOWN:
        known[text] = found
    return found


def _said(value: Value | None) -> str:
    """Return what a cell says, "" where nothing readable stands in it."""
    return "" if value is None or value.kind in _SAYS_NOTHING else value.text


def _without_school(text: str, school: str) -> str:
    """Return a cell without the school's own name in front of its units; the name alone stays."""
    if not school or school not in text:
        return text
    return re.sub(rf"{re.escape(school)}\s?(?=[\w（(])", "", text)


def name_itself(text: str, name: str) -> str:
    """Return a cell with a unit's words for itself (本单位, 我院, 院团委) made its name."""
    if _OF_ITSELF.isdisjoint(text):
        return text

    def own(_: re.Match[str]) -> str:
        return name

    text = _OWN_UNIT.sub(own, text)
    if ends := _ends_of(name):
        text = _own_kind(ends).sub(own, text)
    if name.endswith("院"):
        text = _OWN_OFFICE.sub(own, text)
        if f"{name}办" in text:
            text = re.sub(rf"(?<={re.escape(name)})办(?=$|[\W_])", "办公室", text)
    return text


@lru_cache(maxsize=64)
def _ends_of(name: str) -> str:
    return "|".join(e for e in _OWN_ENDS if name.endswith(e))


@lru_cache(maxsize=64)
def _own_kind(ends: str) -> re.Pattern[str]:
    """Return what finds 本院, 我处 and the like; `ends` are those of the unit's own name."""
    behind = rf"(?=$|[\W_]|{_OFFICES_INSIDE}|{_LEADS}|{_HELPS}|各|相关|内|全体)"
    return re.compile(rf"(?<![^\W_])[本我](?:{ends}){behind}")


def share_roles(text: str) -> tuple[str, str]:
    """Return what a cell says of who leads and who helps; all leads where it does not tell them apart."""
    if not _HELPING_IN_CELL.search(text):
        return text, ""
    asides: list[str] = []

    def aside(match: re.Match[str]) -> str:
        inner = match[1].strip(" ：:")
        if role := _ROLE_ALONE.fullmatch(inner):
            return role[1]
        if _HELPING_IN_CELL.search(inner):
            asides.append(inner)
            return ""
        return match[0]

    bare = _ASIDE.sub(aside, text)
    parts = _by_labels(bare) or _by_clauses(bare)
    leads = "、".join(part for part, helps in parts if not helps)
    helps = "、".join((*(part for part, helps in parts if helps), *asides))
    return (leads, helps) if leads.strip() and helps.strip() else (text, "")


def _by_labels(text: str) -> list[tuple[str, bool]]:
    """Return the stretches behind 牵头：, 配合： and 会同 with whether they help; none without such."""
    labels = list(_LABEL.finditer(text))
    if not any(m["helps"] or m["with"] for m in labels):
        return []
    ends = [*(m.start() for m in labels[1:]), len(text)]
    parts = [(text[: labels[0].start()], False)]
    parts += [(text[m.end() : end], not m["leads"]) for m, end in zip(labels, ends, strict=True)]
    return [(part, helps) for part, helps in parts if part.strip(" 、，,；;")]


def _by_clauses(text: str) -> list[tuple[str, bool]]:
    """Return the stretches that end in 牵头 or 配合 with whether they help."""
    parts: list[tuple[str, bool]] = []
    for clause in (c for part in _CLAUSES.split(text) for c in _TURN.split(part)):
        waiting: list[str] = []
        for item in filter(None, clause.split("、")):
            waiting.append(item)
            if re.search(f"{_LEADS}|{_HELPS}", item):
                parts.append(("、".join(waiting), bool(re.search(_HELPS, item))))
                waiting = []
        if waiting:
            parts.append(("、".join(waiting), bool(parts) and parts[-1][1]))
    return parts


def _first_leads(row: Row, leads: _Matches) -> tuple[_Matches, _Matches]:
    heading = row.cells["lead_unit"].at.heading
    if any(word in heading for word in _FIRST_LEADS) and "牵头" not in heading:
        return leads[:1], leads[1:]
    return leads, ()
