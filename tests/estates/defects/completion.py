"""Defects of what is claimed to be done, or not to be."""

from __future__ import annotations

from datetime import timedelta

from ..truth import Deadline
from .case import Case, defect, is_done, open_and_due_later, place


@defect
def status_against_progress(case: Case) -> bool:
    if not case.has("C", "progress"):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.state(i, "not_started", "未启动")
    case.line("C", i).set("progress", case.rng.choice(("已全部完成", "全部完成。", "已完成")))
    case.tell("status-contradicts", f"C{i}", "status")
    return True


@defect
def status_against_day(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.state(i, "in_progress", "推进中")
    case.line("C", i).set("done_date", case.hand.day(case.truth.written))
    case.tell("status-contradicts", f"C{i}", "status")
    return True


def _spoil_due(case: Case, reason: bool) -> int | None:
    """Make an open matter past due, with or without a reason; return its position."""
    if "C" not in case.letters or not (case.has("C", "reason") or case.has("C", "next_step")):
        return None
    earliest = case.world.start + timedelta(days=12)
    i = place(
        case,
        lambda c, n: (
            open_and_due_later(c, n) and c.truth.matters[n].collected <= c.today - timedelta(days=6)
        ),
    )
    if i is None:
        return None
    m = case.truth.matters[i]
    day = case.world.workday_until(case.today - timedelta(days=case.rng.randrange(1, 4)))
    day = max(day, m.collected, earliest)
    if not case.world.is_workday(day) or day >= case.today:
        return None
    case.deadline(i, f"{day.year}年{day.month}月{day.day}日")
    case.change(i, due=Deadline("by_date", day))
    line = case.line("C", i)
    case.state(i, "in_progress", "推进中")
    line.set("reason", "设备没有到货，施工单位人手不足" if reason else "")
    line.set("next_step", "每天与厂家对接一次" if reason else "")
    line.set("progress", f"{m.topic.progress}，编{case.rng.randrange(10**7)}号")
    for key in ("reason", "next_step", "progress"):
        if key not in case.lists.fields["C"]:
            line.cells.pop(key, None)
    case.tell("overdue", f"C{i}", "status")
    return i


@defect
def past_due_with_reason(case: Case) -> bool:
    return _spoil_due(case, True) is not None


@defect
def past_due_without_reason(case: Case) -> bool:
    i = _spoil_due(case, False)
    if i is None:
        return False
    key = "reason" if case.has("C", "reason") else "next_step"
    case.tell("unfinished-without-reason", f"C{i}", key)
    return True


@defect
def paused_without_reason(case: Case) -> bool:
    if not (case.has("C", "reason") or case.has("C", "next_step")):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.state(i, "suspended", "暂停")
    line = case.line("C", i)
    for key in ("reason", "next_step"):
        if case.has("C", key):
            line.set(key, case.rng.choice(("", "无", "/")))
    if case.has("C", "progress"):
        line.set("progress", f"{case.truth.matters[i].topic.progress}，{case.rng.randrange(10**6)}")
    case.tell(
        "unfinished-without-reason", f"C{i}", "reason" if case.has("C", "reason") else "next_step"
    )
    return True


@defect
def done_without_a_day(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = place(case, is_done)
    if i is None:
        return False
    case.line("C", i).set("done_date", case.rng.choice(("", "/", "—", "无")))
    case.change(i, done=None)
    case.tell("done-without-date", f"C{i}", "done_date")
    return True


@defect
def done_without_proof(case: Case) -> bool:
    if not case.has("C", "proof"):
        return False
    i = place(case, is_done)
    if i is None:
        return False
    case.line("C", i).set("proof", case.rng.choice(("", "无", "/")))
    case.tell("done-without-proof", f"C{i}", "proof")
    return True


@defect
def done_tomorrow(case: Case) -> bool:
    if not case.has("C", "done_date"):
        return False
    i = place(case, is_done)
    if i is None:
        return False
    day = case.today + timedelta(days=case.rng.randrange(3, 30))
    case.line("C", i).set("done_date", f"{day.year}年{day.month}月{day.day}日")
    case.change(i, done=day)
    case.tell("done-in-future", f"C{i}", "done_date")
    return True


@defect
def more_time_wanted(case: Case) -> bool:
    if not case.has("C", "extend_to"):
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    day = case.truth.matters[i].due.day
    assert day is not None
    case.line("C", i).set("extend_to", case.hand.day(day + timedelta(days=30)))
    case.tell("extension-not-approved", f"C{i}", "extend_to")
    return True


@defect
def more_time_wanted_in_words(case: Case) -> bool:
    if "C" not in case.letters:
        return False
    i = place(case, open_and_due_later)
    if i is None:
        return False
    case.state(i, "extended", case.rng.choice(("要求顺延", "要求推迟", "申请延期")))
    case.tell("extension-not-approved", f"C{i}", "status")
    return True


@defect
def proof_is_no_file(case: Case) -> bool:
    """A proof that is not in 佐证, or is an empty file there."""
    if not case.habits.evidence or not case.has("C", "proof"):
        return False
    i = place(case, is_done)
    if i is None:
        return False
    if case.rng.random() < 0.5:
        case.empty_proofs.add(case.truth.matters[i].number)
    else:
        case.line("C", i).set("proof", "会议纪要和现场照片：没有放进来.docx")
    case.tell("proof-missing", f"C{i}", "proof")
    return True
