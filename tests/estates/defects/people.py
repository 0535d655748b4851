"""Defects of who leads, helps and answers for a task."""

from __future__ import annotations

from .case import Case, defect, place


@defect
def unit_of_nowhere(case: Case) -> bool:
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    name = case.rng.choice(
        ("航空航天学院", "武汉大学信息管理学院", "综合科", "师资科研处", "第三产业办公室")
    )
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set("lead_unit", name)
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("unit-unknown", f"T{i}", "lead_unit")
    return True


@defect
def lead_is_empty(case: Case) -> bool:
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    content = case.rng.choice(("", "", "/", "待定"))
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set("lead_unit", content)
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("no-lead", f"T{i}", "lead_unit")
    return True


@defect
def two_units_lead(case: Case) -> bool:
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    other = case.rng.choice([u for u in case.world.units if u.id != m.lead and u.id not in m.cos])
    case.forced["T", "lead_unit"] = "牵头单位"
    case.line("T", i).set("lead_unit", f"{case.world.unit(m.lead).name}、{other.name}")
    case.change(i, cos=(other.id, *m.cos))
    case.tell("two-leads", f"T{i}", "lead_unit")
    return True


@defect
def everybody_leads(case: Case) -> bool:
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    case.forced["T", "lead_unit"] = "牵头单位"
    for letter in "TDC":
        if case.has(letter, "lead_unit"):
            case.line(letter, i).set(
                "lead_unit",
                case.rng.choice(("各学院", "各相关部门", "各职能部门"))
                if letter == "T"
                else case.line("T", i).cells["lead_unit"],
            )
    case.change(i, lead="" if not case.has("P", "lead_unit") or case.wide else case.truth.unit.id)
    case.tell("collective-lead", f"T{i}", "lead_unit")
    return True


@defect
def lead_helps_itself(case: Case) -> bool:
    if not case.has("T", "co_units"):
        return False
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    own = case.world.unit(m.lead)
    names = [case.hand.unit_name(case.world.unit(c), "name") for c in m.cos]
    name = own.party if own.party and case.rng.random() < 0.3 else own.name
    text = "、".join([*names, name])
    for letter in "TD":
        if case.has(letter, "co_units"):
            case.line(letter, i).set("co_units", text)
    case.tell("lead-is-co-unit", f"T{i}", "co_units")
    return True


@defect
def nobody_responsible(case: Case) -> bool:
    if "D" not in case.letters:
        return False
    i = place(case)
    if i is None:
        return False
    content = case.rng.choice(("", "/", "待定", "各科室负责人"))
    line = case.line("D", i)
    if (
        not content
        and not case.wide
        and not (case.has("D", "task") or case.has("D", "leader") or case.has("D", "handler"))
    ):
        content = "待定"
    line.set("person", content)
    if case.has("D", "handler"):
        line.set("handler", "")
    case.tell("no-person", f"D{i}", "person")
    return True


@defect
def leader_of_others(case: Case) -> bool:
    """责任领导 is in charge of other units; where the plan's people are real ones."""
    if not case.world.leaders_count or not case.has("D", "leader"):
        return False
    i = place(case, lambda c, n: c.truth.matters[n].lead == c.truth.unit.id)
    own = case.world.leaders.get(case.truth.unit.id)
    others = sorted(set(case.world.leaders.values()) - {own})
    if i is None or own is None or not others:
        return False
    case.line("D", i).set("leader", case.rng.choice(others))
    case.tell("leader-not-in-charge", f"D{i}", "leader")
    return True
