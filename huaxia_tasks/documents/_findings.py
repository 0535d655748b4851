"""Which findings are errors to mend, and which have a place of their own in papers."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Finding, Level

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
ABSENT = ("not-submitted", "unreadable-file")


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a unit must mend in its lists."""
    return [f for f in findings if f.level is Level.ERROR and f.rule not in NOT_ERRORS]


def doubts(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a unit is asked to look at."""
    return [f for f in findings if f.level is Level.WARNING and f.rule not in NOT_ERRORS]
