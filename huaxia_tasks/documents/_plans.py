"""One letter about several plans: whose words, which plan they are about, grouped by plan.

A letter about one plan is a letter with one part, in which no plan needs to be named twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..model import Briefing, Finding, Matter, Plan, Reminder
from ..wording import join_and
from ._letter import basis


class Part(NamedTuple):
    """What a letter says about one plan."""

    briefing: Briefing
    reminder: Reminder

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.briefing.snapshot.plan

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the unit has to mend under this plan."""
        return self.briefing.findings_for(self.reminder.unit)


def parts_of(briefing: Briefing, reminder: Reminder) -> tuple[Part, ...]:
    """Return the parts of a reminder, in the order of its plans."""
    return tuple(Part(briefing.of_plan(r.plan), r) for r in reminder.by_plan)


def basis_of(parts: Sequence[Part]) -> str:
    """Return the plans that a letter rests on: 《甲方案》（文号）和《乙方案》（文号）."""
    return join_and(basis(p.plan) for p in parts)


def said_of(parts: Sequence[Part], says: Callable[[Part], str]) -> str:
    """Return what is said of each plan, one after the other; of several each names its plan."""
    if len(parts) == 1:
        return says(parts[0])
    said = ((p, says(p)) for p in parts)
    return "".join(f"{_about([p.plan])}{text}" for p, text in said if text)


def about(matters: Iterable[Matter], parts: Sequence[Part]) -> str:
    """Return how a sentence on matters begins: which plans it is about; "" in a letter about one."""
    keys = {m.plan for m in matters} if len(parts) > 1 else set()
    return _about([p.plan for p in parts if p.plan.key in keys])


def about_plan(part: Part, parts: Sequence[Part]) -> str:
    """Return how a paragraph about one part begins; "" in a letter with one."""
    return _about([part.plan]) if len(parts) > 1 else ""


def _about(plans: Sequence[Plan]) -> str:
    names = join_and(f"{p.label}方案" if p.number else p.label for p in plans)
    return f"在落实{names}方面，" if names else ""


def label_of(matter: Matter, parts: Sequence[Part]) -> str:
    """Return the short name of a matter's plan, "" where the letter is about one plan."""
    if len(parts) == 1:
        return ""
    return next((p.plan.label for p in parts if p.plan.key == matter.plan), "")


def labelled(matter: Matter, parts: Sequence[Part]) -> str:
    """Return what stands before a matter in an enumeration or a table over several plans: （文号）."""
    label = label_of(matter, parts)
    return f"（{label}）" if label else ""


def with_plans(
    rows: Sequence[Mapping[str, object]], matters: Iterable[Matter], parts: Sequence[Part]
) -> list[dict[str, object]]:
    """Return table rows of matters, in which each names its plan where there are several."""
    return [
        {**row, "任务": f"{labelled(matter, parts)}{row['任务']}"}
        for row, matter in zip(rows, matters, strict=True)
    ]
