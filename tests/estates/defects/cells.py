"""Defects of single cells and columns."""

from __future__ import annotations

from ..cells import Formula
from ..layout import Extra
from ..manifest import Expect
from ..truth import Deadline
from .case import Case, defect, open_and_due_later, place


@defect
def status_is_empty(case: Case) -> bool:
    """An open matter whose needed 完成状态 is empty, or holds a stand-in."""
    i = place(case, open_and_due_later) if "C" in case.letters else None
    if i is None or case.habits.updates:
        return False
    # Something else must stand in the row, or it would be no row at all.
    if not case.wide and not (case.has("C", "task") or case.has("C", "progress")):
        return False
    if not case.has("C", "task"):
        case.line("C", i).set("progress", f"{case.truth.matters[i].topic.progress}，第{i}批")
    case.state(i, "not_started", case.rng.choice(("无", "/", "—", "待定")))
    if case.rng.random() < 0.6:
        case.line("C", i).set("status", "")
    case.tell("required-empty", f"C{i}", "status")
    return True


@defect
def problem_is_empty(case: Case) -> bool:
    if case.wide or "P" not in case.letters or case.lists.numbering.way == "none":
        return False
    i = place(case)
    if i is None:
        return False
    case.line("P", i).set("problem", "")
    case.tell("required-empty", f"P{i}", "problem")
    return True


@defect
def method_not_allowed(case: Case) -> bool:
    if not case.has("P", "method"):
        return False
    i = place(case)
    if i is None:
        return False
    case.line("P", i).set("method", case.rng.choice(("电话回访", "问卷星", "邮件")))
    case.tell("value-not-allowed", f"P{i}", "method")
    return True


@defect
def number_twice(case: Case) -> bool:
    """One task bears the number of another; the other lists have them right."""
    if case.wide or not case.numbered or "T" not in case.letters:
        return False
    if not all(case.has(x, "task") for x in "DC" if x in case.letters):
        return False
    i = place(case, lambda c, n: n > 0 and n - 1 not in c.taken)
    if i is None:
        return False
    case.line("T", i).set("item_id", case.line("T", i - 1).cells["item_id"])
    case.taken.add(i - 1)
    case.tell("number-duplicated", f"T{i}", "item_id")
    return True


@defect
def phone_too_short(case: Case) -> bool:
    if not case.has("D", "phone"):
        return False
    i = place(case)
    if i is None:
        return False
    wrong = case.rng.choice(("1390000050", "027-878", "139000005012", "027-8888888x", "一三九零零"))
    case.line("D", i).set("phone", wrong)
    case.tell("phone-invalid", f"D{i}", "phone")
    return True


@defect
def status_says_nothing(case: Case) -> bool:
    i = place(case, open_and_due_later) if "C" in case.letters else None
    if i is None:
        return False
    case.state(
        i, "not_started", case.rng.choice(("请领导定夺", "按上级要求办", "张主任知道", "材料一份"))
    )
    case.tell("status-unreadable", f"C{i}", "status")
    return True


@defect
def phone_in_public(case: Case) -> bool:
    if not case.has("T", "measure"):
        return False
    i = place(case)
    if i is None:
        return False
    case.line("T", i).set(
        "measure",
        f"{case.truth.matters[i].topic.measure}，联系13812345{case.rng.randrange(100, 999)}",
    )
    case.expected.append(Expect("personal-data", ("cell", f"T{i}", "measure"), "measure"))
    return True


@defect
def column_of_its_own(case: Case) -> bool:
    from ..headings import FOREIGN

    letter = "T" if case.wide else case.rng.choice([x for x in case.letters if x in "TDC"])
    heading = case.rng.choice(FOREIGN)
    lines = case.lists.lines[letter]
    case.extras[letter] = Extra(heading, {x.key: f"值{n}" for n, x in enumerate(lines)})
    case.expected.append(Expect("unknown-heading", ("head", letter, "extra")))
    return True


@defect
def row_is_hidden(case: Case) -> bool:
    if case.wide or case.hand.csv:
        return False
    letter = case.rng.choice(case.letters)
    lines = [
        x for x in case.lists.lines[letter] if x.matter is not None and x.matter not in case.taken
    ]
    if not lines:
        return False
    chosen = case.rng.choice(lines)
    chosen.hidden = True
    case.no_merge = True
    case.expected.append(Expect("hidden-content", ("row", chosen.key)))
    return True


@defect
def formula_has_no_result(case: Case) -> bool:
    if case.hand.csv or case.no_formulas or not case.has("C", "progress"):
        return False
    i = place(case)
    if i is None:
        return False
    case.line("C", i).set("progress", Formula("CONCATENATE(A1,A2)"))
    case.tell("formula-without-value", f"C{i}", "progress")
    return True


@defect
def needed_column_missing(case: Case) -> bool:
    """任务清单 has no 完成时限; in the other lists it may stand."""
    if case.wide or case.taken or "T" not in case.letters:
        return False
    if any(not m.is_open or m.due.kind != "by_date" for m in case.truth.matters):
        return False
    case.lists.fields["T"].discard("deadline")
    for letter in "DC":
        case.lists.fields.get(letter, set()).discard("deadline")
    for i in range(len(case.truth.matters)):
        case.taken.add(i)
        case.change(i, due=Deadline(""))
    case.expected.append(Expect("missing-column", ("table", "T"), "deadline"))
    return True


@defect
def problems_from_nowhere(case: Case) -> bool:
    fields = case.lists.fields.get("P", set())
    if case.wide or not {"method", "group", "collected_on"} & fields or "origin" in fields:
        return False
    i = place(case)
    if i is None:
        return False
    line = case.line("P", i)
    present = [k for k in ("method", "group", "collected_on") if k in fields]
    for key in present:
        line.set(key, case.rng.choice(("", "", "/")))
    if case.truth.matters[i].group.startswith("学生") and i == 0:
        for n, m in enumerate(case.truth.matters):
            if n != i and m.problem_of is None and case.has("P", "group"):
                case.line("P", n).set("group", "学生")
                break
    case.tell("problem-without-source", f"P{i}", present[0])
    return True


@defect
def no_voice_of_students(case: Case) -> bool:
    if (
        not case.has("P", "group")
        or case.taken
        or any(x.key == "P_extra" for x in case.lists.lines["P"])
    ):
        return False
    first = None
    for n, m in enumerate(case.truth.matters):
        if m.problem_of is None:
            case.line("P", n).set("group", "其他")
            first = n if first is None else first
        case.taken.add(n)
    assert first is not None
    case.no_voice = True
    case.tell("no-student-voice", f"P{first}", "group")
    return True
