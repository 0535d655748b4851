"""Checks of who is responsible: one lead that exists, named people, the leader in charge."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import (
    Audience,
    CellRef,
    Level,
    ListKind,
    Matter,
    Plan,
    TaskRow,
    Unit,
    UnitMatch,
    UnitView,
)
from ..registry import rule
from ..settle import known_ids
from ..values.blanks import is_placeholder
from ..wording import join, shorten
from ._hit import Hit, distinct_cells, once, strike

_SURE = ("exact", "alias", "close")


@rule(
    "unit-unknown",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的{栏目}“{名称}”{原因}。",
    asks="请在{单元格}填写学校单位的全称，例如“{例子}”{另写}。",
)
def unit_unknown(view: UnitView) -> Iterator[Hit]:
    """Yield lead and co-operating units that are no unit of the plan, or could be two."""
    if _statuses(view).isdisjoint(("unknown", "ambiguous")):
        return
    for field_key, heading in (("lead_unit", "牵头单位"), ("co_units", "配合单位")):
        for matter, row, others in distinct_cells(view, field_key):
            match = _unsure(row, field_key)
            if match is None or is_placeholder(row.text(field_key)):
                continue
            if row.kind is ListKind.PROBLEMS and matter is not None and matter.task is not None:
                continue
            yield strike(
                row,
                field_key,
                matter,
                others,
                栏目=heading,
                名称=match.text or row.text(field_key),
                原因=_why(match),
                例子=_example(view, match, field_key, matter),
                另写=_ELSEWHERE if field_key == "co_units" else "",
            )


@once
def _statuses(view: UnitView) -> set[str]:
    """Return how the units that any row names were understood."""
    return {m.status for r in view.rows for named in (r.leads, r.co_units) for m in named}


def _unsure(row: TaskRow, field_key: str) -> UnitMatch | None:
    """Return the first unit named in a cell that is none of the plan's, or could be two."""
    for match in _matches(row, field_key):
        if match.status in ("unknown", "ambiguous"):
            return match
    return None


def _matches(row: TaskRow, field_key: str) -> tuple[UnitMatch, ...]:
    if field_key == "lead_unit":
        # The first of several 责任单位 leads and the others co-operate: all stand in this cell.
        own = row.row.get("co_units")
        return row.leads if own is not None else (*row.leads, *row.co_units)
    return row.co_units


def _why(match: UnitMatch) -> str:
    if match.status == "ambiguous":
        return f"可能是{'或'.join(u.name for u in match.candidates)}，不能确定"
    near = join(u.name for u in match.candidates[:3])
    return "不在本方案的单位名录里" + (f"（相近的有：{near}）" if near else "")


#: Whom no roster knows may still help.
_ELSEWHERE = "；校外单位和单位内设机构请写到备注"


def _example(view: UnitView, match: UnitMatch, field_key: str, matter: Matter | None) -> str:
    """Return a unit that would be right here: one that was likely meant, else one that may help."""
    if match.candidates:
        return match.candidates[0].name
    if field_key == "lead_unit":
        return view.unit.name
    taken = {view.unit.id, matter.lead if matter is not None else None}
    for units in (_offices(view.plan), view.plan.units):
        helper = next((u for u in units if u.id not in taken), None)
        if helper is not None:
            return helper.name
    return view.unit.name


@once
def _offices(plan: Plan) -> list[Unit]:
    """Return the units that are most likely to help others."""
    return [u for u in plan.units if u.kind not in ("college", "学院") and u.name != plan.office]


def _lead_rows(view: UnitView) -> Iterator[TaskRow]:
    """Yield the rows that must name a lead: tasks; without a 任务清单 the 责任清单."""
    kind = ListKind.TASKS if view.has_list(ListKind.TASKS) else ListKind.DUTIES
    yield from view.rows_of(kind)


@rule(
    "no-lead",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”没有牵头单位。",
    asks="请在{单元格}填写一个牵头单位，例如“{单位}”。",
)
def no_lead(view: UnitView) -> Iterator[Hit]:
    """Yield tasks whose lead is empty or a placeholder."""
    for row in _lead_rows(view):
        value = row.row.cells.get("lead_unit")
        if value is None or value.kind in ("error", "formula"):
            continue
        if not value.is_filled or is_placeholder(value.text):
            yield strike(row, "lead_unit")


@rule(
    "two-leads",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”有{个数}个牵头单位：{名单}。一项任务只能有一个牵头单位。",
    asks="请在{单元格}只保留一个牵头单位，其余的移到“配合单位”。",
)
def two_leads(view: UnitView) -> Iterator[Hit]:
    """Yield tasks with more than one lead where one is meant."""
    if max([len(row.leads) for row in view.rows], default=0) < 2:
        return
    for matter, row, others in distinct_cells(view, "lead_unit"):
        if len(row.leads) < 2 or row.kind is ListKind.PROBLEMS or _is_collective(row):
            continue
        ids = known_ids(row.leads)
        if len(ids) > 1:
            names = join(view.plan.unit_name(i) for i in ids)
            yield strike(row, "lead_unit", matter, others, 个数=str(len(ids)), 名单=names)


@rule(
    "collective-lead",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的牵头单位“{值}”是统称，落不到一个单位。",
    asks="请在{单元格}写明一个牵头单位，例如“{单位}”；其他单位写到“配合单位”。",
)
def collective_lead(view: UnitView) -> Iterator[Hit]:
    """Yield tasks led by 各学院, 相关部门 and the like."""
    if "collective" not in _statuses(view):
        return
    for matter, row, others in distinct_cells(view, "lead_unit"):
        if _is_collective(row) and row.kind is not ListKind.PROBLEMS:
            yield strike(row, "lead_unit", matter, others)


def _is_collective(row: TaskRow) -> bool:
    """Whether a row is led by units that are not named one by one."""
    return "collective" in [match.status for match in row.leads]


@rule(
    "lead-is-co-unit",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”的牵头单位{名称}同时又写在配合单位里。",
    asks="请把{单元格}中的“{名称}”去掉。",
)
def lead_is_co_unit(view: UnitView) -> Iterator[Hit]:
    """Yield tasks whose lead stands among their co-operating units.

    Collectives do not count, nor do offices inside the unit (商学院团委 beside 商学院).
    """
    helping = {m.unit.id for row in view.rows for m in row.co_units if m.unit is not None}
    leading = {m.unit.id for row in view.rows for m in row.leads if m.unit is not None}
    if helping.isdisjoint(leading) and helping.isdisjoint([m.lead for m in view.matters]):
        return
    for matter, row, others in distinct_cells(view, "co_units"):
        co_units = {m.unit.id for m in row.co_units if m.unit is not None and _is_named(m)}
        if not co_units:
            continue
        one = known_ids(m for m in row.leads if m.status != "collective")
        leads = one or ((matter.lead,) if matter and matter.lead and not row.leads else ())
        for lead in leads[:1]:
            if lead in co_units:
                yield strike(row, "co_units", matter, others, 名称=view.plan.unit_name(lead))


def _is_named(match: UnitMatch) -> bool:
    """Whether a cell names the unit itself, by a name of its own or misspelt, and no office in it."""
    unit = match.unit
    if unit is None or match.status not in _SURE:
        return False
    if match.status != "alias":
        return True
    names = (unit.name, *unit.short_names, *unit.former_names, unit.party or "")
    bare = "".join(match.text.split())
    return any("".join(name.split()) == bare for name in names)


@rule(
    "no-person",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”没有落实到具体责任人{现状}。",
    asks="请在{单元格}填写责任人姓名，例如“张三”。",
)
def no_person(view: UnitView) -> Iterator[Hit]:
    """Yield responsibilities without a named person: 责任人, and without such a column 经办人.

    A 责任清单 without any column for people is one finding at its first row.
    """
    rows = view.rows_of(ListKind.DUTIES)
    if rows and not any(r.has("person") or r.has("handler") for r in rows):
        first = rows[0]
        yield Hit(
            ref=first.row.ref("person"),
            field="person",
            gaps={"事项": "责任清单", "现状": "（全表没有“责任人”一栏）"},
        )
        return
    for row in rows:
        field_key = "person" if row.has("person") else "handler"
        if not row.has(field_key):
            continue
        value = row.row.cells[field_key]
        if value.kind in ("error", "formula"):
            continue
        blank = not value.is_filled or is_placeholder(value.text)
        # Words that are read as no name may be one all the same where somebody is named beside them.
        if not row.persons and (blank or not row.handlers):
            state = f"（现填“{_turned(value.text)}”）" if not is_placeholder(value.text) else ""
            yield strike(row, field_key, 现状=state)


def _turned(text: str) -> str:
    """Return a cell's text for quotation: short, its own quotation marks turned."""
    return shorten(text).replace("“", "‘").replace("”", "’")


@rule(
    "leader-not-in-charge",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”的责任领导是{姓名}，而方案中分管{分管单位}的是{应为}。",
    asks="请核对{单元格}；分管有调整的，请告知{办公室}更新方案的“人员”表。",
)
def leader_not_in_charge(view: UnitView) -> Iterator[Hit]:
    """Yield leaders who are not in charge of the lead unit, where the plan names who is.

    One leader named for one unit on many rows is one thing to mend.
    """
    if not any(row.leaders for row in view.rows):
        return
    wrong: dict[tuple[str, str], list[tuple[Matter | None, TaskRow, tuple[CellRef, ...]]]] = {}
    for matter, row, others in distinct_cells(view, "leader"):
        if not row.leaders:
            continue
        own = known_ids(m for m in row.leads if m.status != "collective")
        # A lead that differs here from the task's is told by lists-disagree.
        leads = (matter.lead,) if matter and matter.lead else own
        if len(leads) != 1:
            continue
        in_charge = _in_charge(view.plan).get(leads[0])
        if in_charge and not {p.name for p in row.leaders} & set(in_charge):
            named = join(p.name for p in row.leaders)
            wrong.setdefault((named, leads[0]), []).append((matter, row, others))
    for (named, lead), places in wrong.items():
        matter, row, others = places[0]
        more = [r for _, other, refs in places[1:] for r in (other.row.ref("leader"), *refs)]
        yield strike(
            row,
            "leader",
            matter,
            (*others, *more),
            姓名=named,
            分管单位=view.plan.unit_name(lead),
            应为=join(_in_charge(view.plan)[lead]),
            办公室=view.plan.office,
        )


@once
def _in_charge(plan: Plan) -> dict[str, list[str]]:
    """Return who is in charge of each unit."""
    names: dict[str, list[str]] = {}
    for person in plan.people:
        for unit in dict.fromkeys(person.in_charge_of if not person.example else ()):
            names.setdefault(unit, []).append(person.name)
    return names
