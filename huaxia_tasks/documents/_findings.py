"""Which findings are errors to mend, and which have a place of their own in papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import CellRef, Finding, Level, ListKind, UnitView

#: Findings that have a section of their own, or say the same as one: never counted as errors.
NOT_ERRORS = frozenset(
    {
        "overdue",
        "not-submitted",
        "unreadable-file",
        "unfinished-without-reason",
        "immediate-not-done",
    }
)
#: Findings on work that should be finished and is not.
PUT_OFF = frozenset({"overdue", "unfinished-without-reason", "immediate-not-done"})
ABSENT = ("not-submitted", "unreadable-file")


def placed(findings: Iterable[Finding], view: UnitView) -> list[Finding]:
    """Return findings, those about no cell with the sheet on which the unit can mend them.

    A duty that no row takes up, a matter left out: the unit looks for them in its 任务清单, else in the
    first list that it handed in.
    """
    tables = [
        (t.kind is not ListKind.TASKS, s.file, t.sheet) for s in view.submissions for t in s.tables
    ]
    if not tables:
        return list(findings)
    _, file, sheet = min(tables, key=lambda t: t[0])
    return [
        replace(f, ref=CellRef(file, sheet)) if f.ref is None and f.rule not in NOT_ERRORS else f
        for f in findings
    ]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a unit must mend in its lists."""
    return [f for f in findings if f.level is Level.ERROR and f.rule not in NOT_ERRORS]


def doubts(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a unit is asked to look at."""
    return [f for f in findings if f.level is Level.WARNING and f.rule not in NOT_ERRORS]
