"""Defects of the chain 问题 → 任务 → 责任 → 完成."""

from __future__ import annotations

from datetime import timedelta

from ..cells import Content
from ..lines import Line
from ..manifest import Expect
from .case import Case, defect, open_and_due_later, place


@defect
def problem_nobody_takes_up(case: Case) -> bool:
    if case.wide or "P" not in case.letters or case.lists.numbering.way in ("shared", "none"):
        return False
    if any(e.field == "problem_id" for e in case.expected):
        return False
    n = len(case.lists.lines["P"]) + 1
    topic = case.truth.topics_left.pop()
    cells = dict.fromkeys(case.lists.fields["P"]) | {
        "seq": n,
        "problem": topic.problem,
        "method": "问",
        "group": "其他" if case.no_voice else "学生",
        "collected_on": case.hand.day(case.truth.matters[0].collected),
        "category": topic.category,
        "scope": topic.scope,
        "item_id": case.lists.numbering.problem(n + 20),
        "lead_unit": case.truth.unit.name,
    }
    line = Line(
        "P_extra", "P", None, {k: v for k, v in cells.items() if k in case.lists.fields["P"]}
    )
    line.own |= set(line.cells)
    case.lists.lines["P"].append(line)
    case.tell("problem-without-task", "P_extra", "problem")
    return True


@defect
def task_nobody_answers_for(case: Case) -> bool:
    if case.wide or "D" not in case.letters or len(case.truth.matters) < 3:
        return False
    i = place(case)
    if i is None or case.line("D", i).hidden:
        return False
    names = (f"D{i}", f"D{i}h")
    case.lists.lines["D"] = [x for x in case.lists.lines["D"] if x.key not in names]
    case.expected.append(Expect("task-without-responsibility", ("cell", f"T{i}", "task"), "task"))
    return True


@defect
def completion_of_nothing(case: Case) -> bool:
    if case.wide or "C" not in case.letters or not case.has("C", "task"):
        return False
    topic = case.truth.topics_left.pop()
    cells: dict[str, Content] = {
        "seq": len(case.lists.lines["C"]) + 1,
        "task": topic.task,
        "lead_unit": case.truth.unit.name,
        "deadline": "10月底前",
        "status": "推进中",
        "progress": f"{topic.progress}，另附说明{case.rng.randrange(10**6)}",
    }
    line = Line("C_extra", "C", None, {k: cells.get(k) for k in case.lists.fields["C"]})
    line.own |= set(line.cells)
    case.lists.lines["C"].append(line)
    case.tell("completion-without-task", "C_extra", "task")
    return True


@defect
def number_of_nothing(case: Case) -> bool:
    """A number in 完成清单 that no task bears; its words say which task is meant."""
    if case.wide or not case.numbered or not case.has("C", "task"):
        return False
    i = place(case)
    if i is None:
        return False
    case.line("C", i).set("item_id", case.lists.numbering.task(i + 61))
    case.tell("task-number-unknown", f"C{i}", "item_id")
    return True


@defect
def problem_number_of_nothing(case: Case) -> bool:
    if case.wide or not case.numbered or "P" not in case.letters:
        return False
    if any(x.matter is None for x in case.lists.lines["P"]):
        return False  # nobody could tell which problem is meant
    i = place(case)
    if i is None:
        return False
    case.line("T", i).set("problem_id", case.lists.numbering.problem(i + 61))
    case.tell("task-number-unknown", f"T{i}", "problem_id")
    return True


@defect
def days_differ(case: Case) -> bool:
    if case.wide or not case.has("D", "deadline"):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    day = case.truth.matters[i].due.day
    assert day is not None
    other = day + timedelta(days=5)
    case.line("D", i).set("deadline", f"{other.year}年{other.month}月{other.day}日")
    case.tell("lists-disagree", f"D{i}", "deadline")
    return True


@defect
def leads_differ(case: Case) -> bool:
    if case.wide or not case.has("D", "lead_unit"):
        return False
    if case.habits.joint_lead or case.habits.collective_help:
        return False
    i = place(case)
    if i is None:
        return False
    m = case.truth.matters[i]
    other = case.rng.choice([u for u in case.world.units if u.id != m.lead and u.id not in m.cos])
    case.line("D", i).set("lead_unit", other.name)
    case.tell("lists-disagree", f"D{i}", "lead_unit")
    return True
