"""What the lines of 登记.xlsx about one matter come to, taken together.

Lines count in the order of the days on which they were decided, whatever row they stand in: a pause
that was approved ends with the next line that refuses or lifts it, a verdict on the spot with the next
one.  An extension counts only where it was asked for by the day that stood then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .model import Decision, Duty, Status
from .wording import day

#: Verdicts of a check on the spot that take a claim of completion back.
_REOPENED = {"不属实": Status.IN_PROGRESS, "部分属实": Status.PARTLY_DONE}
_ENDING = {"撤销": "登记同意撤销，不再办理", "合并": "登记同意并入另一事项"}


#: Conclusions by which an earlier decision of the same kind is taken back.
TAKEN_BACK = ("撤销", "撤回", "收回", "取消", "作废", "恢复", "恢复办理", "解除", "解除暂停")


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the lines that stand, by the day of their decision, without those that were taken back.

    Lines without a day come first, those of one day as they stand in the register.
    """
    standing: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: d.decided_on or date.min):
        if decision.verdict in TAKEN_BACK and decision.verdict != decision.kind:
            standing = [d for d in standing if d.kind != decision.kind]
        else:
            standing.append(decision)
    return standing


def is_for(decision: Decision, unit: str) -> bool:
    """Whether a line about a matter of `unit` names no other unit: 认领 names the one that takes it up."""
    return decision.kind == "认领" or decision.unit in ("", unit)


def claims(decisions: Iterable[Decision], duties: Iterable[Duty]) -> tuple[Decision, ...]:
    """Return the lines by which a unit takes up a duty of the plan: they concern all that have it."""
    lines = [d for d in decisions if d.kind == "认领"]
    names = {n for duty in duties for n in (duty.id, duty.clause)} if lines else ()
    return tuple(d for d in lines if d.matter in names)


class Extended(NamedTuple):
    """The day that counts after all extensions, the sentences that say so, and the late ones."""

    due: date | None
    why: tuple[str, ...]
    late: tuple[Decision, ...]


def extended(due: date | None, decisions: Sequence[Decision]) -> Extended:
    """Return the latest approved extension that was asked for in time, else `due` itself."""
    why: tuple[str, ...] = ()
    late = []
    for decision in in_order(decisions):
        if decision.kind != "延期" or not decision.approved or decision.new_due is None:
            continue
        asked = decision.asked_on or decision.decided_on
        if due is not None and asked is not None and asked > due:
            why = (f"登记的延期于{day(asked)}提出，晚于时限{day(due)}，不作数",)
            late.append(decision)
            continue
        if due is None or decision.new_due > due:
            due = decision.new_due
            why = (f"登记同意延期至{day(due)}",)
    return Extended(due, why, tuple(late))


def decided_state(
    decisions: Sequence[Decision],
) -> tuple[Status, float | None, tuple[str, ...]] | None:
    """Return the state that the register gives a matter, with progress and reason; None for none."""
    lifted = False
    for decision in reversed(in_order(decisions)):
        kind, verdict = decision.kind, decision.verdict
        if kind == "核实" and verdict in _REOPENED:
            return _REOPENED[verdict], None, (f"核实结论为“{verdict}”，不作完成计算",)
        if kind == "暂停" and decision.approved and not lifted:
            return Status.SUSPENDED, None, ("登记同意暂停",)
        if kind == "暂停" and verdict:
            lifted = True  # refused after it was approved: the later line counts
        elif decision.approved and kind in ("销号", "核实"):
            return Status.CLOSED, 1.0, (f"登记已{kind}",)
        elif decision.approved and kind in _ENDING:
            return Status.REJECTED, None, (_ENDING[kind],)
    return None
