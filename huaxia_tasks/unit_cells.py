"""Which units a row of a list names, and which of them leads: from its cells to units.

A unit calls itself 本单位 or 我院, and one cell may say both who leads and who helps
(商学院牵头，教务部配合).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .model import Plan, Row, Unit, UnitMatch, Value
from .patterns import regex
from .units import match_units

Collectives = Mapping[str, tuple[str, ...]]

#: Headings under which the first of several units leads and the others co-operate (V09).
_FIRST_LEADS = ("责任单位", "责任部门", "承办单位", "承办部门", "实施单位")
_LEADS, _HELPS = "牵头|主办|主责|负责", "配合|协助|协办|参与"
_OFFICE = "(?:单位|部门|学院|处室|方)?"
_HELPING = regex(f"{_HELPS}|会同")
_LABEL = regex(rf"(?:(?P<leads>{_LEADS}|责任)|(?P<helps>{_HELPS})){_OFFICE}[:：]|(?P<with>会同)")
#: Where the list has no place for the units that help, 备注 may name them (配合单位：后勤处).
_HELPERS_IN_REMARK = regex(rf"(?:{_HELPS}){_OFFICE}(?:[:：]|为)([^。；;\n]+)")
_ASIDE = regex(r"[（(]([^（）()]*)[）)]")
_ROLE_ALONE = regex(rf"({_LEADS}|{_HELPS}){_OFFICE}")
_CLAUSES = regex(r"[，,；;。\n]+")
_TURN = regex(r"(?<=牵头|主办)(?=\s*[^\W_])(?!单位|部门|方|学院)")
#: What stands behind 本, 我 or alone before an office that every college has.
_OWN_ENDS = ("学院", "院", "部", "处", "中心", "馆", "办公室", "办", "系")
_OFFICES_INSIDE = "党总支|党委|党支部|团委|团总支|工会|办公室|办"


def row_units(
    row: Row, plan: Plan, own: Unit | None, collectives: Collectives
) -> tuple[tuple[UnitMatch, ...], tuple[UnitMatch, ...]]:
    """Return the units that lead and those that help."""

    def read(text: str) -> tuple[UnitMatch, ...]:
        return match_units(text, plan.units, collectives or None) if text.strip() else ()

    lead_text, help_text = share_roles(_text(row.get("lead_unit"), plan, own))
    leads, more = read(lead_text), read(help_text)
    helps = (*more, *read(_text(row.get("co_units"), plan, own)))
    if len(leads) > 1 and not helps:
        return _first_leads(row, leads)
    if not helps and (said := _HELPERS_IN_REMARK.search(_text(row.get("remark"), plan, own))):
        leading = {m.unit for m in leads}
        helps = tuple(m for m in read(said[1]) if m.unit is not None and m.unit not in leading)
    return leads, helps


def _text(value: Value | None, plan: Plan, own: Unit | None) -> str:
    if value is None or value.kind in ("error", "formula"):
        return ""
    text = _without_school(value.text, plan.school)
    return name_itself(text, own.name) if own is not None else text


def _without_school(text: str, school: str) -> str:
    """Return a cell without the school's own name in front of its units; the name alone stays."""
    if not school or school not in text:
        return text
    return re.sub(rf"{re.escape(school)}\s?(?=[\w（(])", "", text)


def name_itself(text: str, name: str) -> str:
    """Return a cell with a unit's words for itself (本单位, 我院, 院团委) made its name."""
    if not any(mark in text for mark in "本我院自"):
        return text
    ends = "|".join(e for e in _OWN_ENDS if name.endswith(e))
    text = re.sub(r"(?<![^\W_])(?:[本我](?:单位|部门)|自己(?=$|\W))", name, text)
    if ends:
        behind = rf"(?=$|[\W_]|{_OFFICES_INSIDE}|{_LEADS}|{_HELPS}|各|相关|内|全体)"
        text = re.sub(rf"(?<![^\W_])[本我](?:{ends}){behind}", name, text)
    if name.endswith("院"):
        text = re.sub(rf"(?<![^\W_])院(?=(?:{_OFFICES_INSIDE})(?:$|[\W_]))", name, text)
        text = re.sub(rf"(?<={re.escape(name)})办(?=$|[\W_])", "办公室", text)
    return text


def share_roles(text: str) -> tuple[str, str]:
    """Return what a cell says of who leads and who helps; all leads where it does not tell them apart."""
    if not _HELPING.search(text):
        return text, ""
    asides: list[str] = []

    def aside(match: re.Match[str]) -> str:
        inner = match[1].strip(" ：:")
        if role := _ROLE_ALONE.fullmatch(inner):
            return role[1]
        if _HELPING.search(inner):
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


def _first_leads(
    row: Row, leads: tuple[UnitMatch, ...]
) -> tuple[tuple[UnitMatch, ...], tuple[UnitMatch, ...]]:
    heading = row.cells["lead_unit"].ref.heading
    if any(word in heading for word in _FIRST_LEADS) and "牵头" not in heading:
        return leads[:1], leads[1:]
    return leads, ()
