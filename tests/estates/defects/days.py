"""Defects of 完成时限."""

from __future__ import annotations

from datetime import date, timedelta

from ..truth import Deadline
from .case import Case, defect, is_done, open_and_due_later, place


@defect
def deadline_is_empty(case: Case) -> bool:
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.deadline(i, "")
    case.change(i, due=Deadline(""))
    case.tell("deadline-missing", f"T{i}", "deadline")
    return True


@defect
def deadline_is_no_day(case: Case) -> bool:
    i = place(case, open_and_due_later)
    if i is None:
        return False
    wrong = case.rng.choice(
        ("6月31日", "2022年2月30日", "13月底前", "2022-06-31", "见附件", "—", "待定", "9月31日前")
    )
    case.deadline(i, wrong)
    case.change(i, due=Deadline("invalid"))
    case.tell("deadline-invalid", f"T{i}", "deadline")
    return True


@defect
def deadline_has_two_readings(case: Case) -> bool:
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.deadline(
        i, case.rng.choice(("学期末", "6-12个月", "开学前", "第10周", "规划阶段", "放假前"))
    )
    case.change(i, due=Deadline("ambiguous"))
    case.tell("deadline-ambiguous", f"T{i}", "deadline")
    return True


@defect
def deadline_after_its_phase(case: Case) -> bool:
    if not case.has("T", "phase"):
        return False
    i = place(case, lambda c, n: open_and_due_later(c, n) and c.truth.matters[n].phase < 4)
    if i is None:
        return False
    phase = case.world.phases[case.truth.matters[i].phase - 1]
    day = phase.due + timedelta(days=case.rng.randrange(1, 20))
    while not case.world.is_workday(day):
        day += timedelta(days=1)
    case.deadline(i, case.hand.day(day))
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-after-phase", f"T{i}", "deadline")
    return True


@defect
def deadline_after_the_plan(case: Case) -> bool:
    if case.has("T", "phase"):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    day = date(case.world.year + 1, 3, 15)
    case.deadline(i, f"{day.year}年3月15日")
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-after-phase", f"T{i}", "deadline")
    return True


@defect
def deadline_before_its_problem(case: Case) -> bool:
    i = place(case, is_done)
    if i is None:
        return False
    day = date(case.world.year - 1, 10, case.rng.randrange(11, 15))
    case.deadline(i, f"{day.year}年{day.month}月{day.day}日")
    case.change(i, due=Deadline("by_date", day))
    case.tell("deadline-before-start", f"T{i}", "deadline")
    return True


@defect
def immediately_but_not_yet(case: Case) -> bool:
    if "C" not in case.letters or not case.has("P", "collected_on"):
        return False
    i = place(
        case,
        lambda c, n: (
            open_and_due_later(c, n)
            and c.world.workdays_between(c.truth.matters[n].collected, c.today) > 6
        ),
    )
    if i is None:
        return False
    case.deadline(i, case.rng.choice(("立行立改", "即知即改", "立即整改")))
    case.change(i, due=Deadline("immediate"))
    case.state(i, "in_progress", "推进中")
    case.tell("immediate-not-done", f"T{i}", "deadline")
    return True
