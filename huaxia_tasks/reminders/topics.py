"""What is urged beside matters: lists not handed in, files that cannot be read, errors to mend.

A list has the ladder of its own day, up to 催办.  Errors are told with every receipt; they are urged
once the list they stand in is as late as a matter that is urged, each error once, whatever row it
moves to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..model import Audience, Finding, Level, ListKind, Plan, UnitView

#: Findings that are urged by themselves or through their matter, not as errors to mend.
_NOT_TO_MEND = frozenset(
    {
        "overdue",
        "not-submitted",
        "unreadable-file",
        "unfinished-without-reason",
        "immediate-not-done",
    }
)
_LIST, _ERROR, _FILE = "未报送", "更正", "读不出"


class Owed(NamedTuple):
    """A list that a unit owes and has not handed in; ``late`` where a finding says so."""

    topic: str
    kind: ListKind
    due: date
    late: bool


class Flaw(NamedTuple):
    """Something to be mended: an error of a list or a file that cannot be read.

    ``due`` is the day of the list it belongs to, None where the plan names none.
    """

    topic: str
    due: date | None


def owed_lists(view: UnitView, findings: Sequence[Finding]) -> tuple[Owed, ...]:
    """Return the lists that the plan asks of the unit by a day and that are not there."""
    setting = view.plan.rules.get("not-submitted")
    waits = view.state == "unreadable" or any(s.waits for s in view.submissions)
    if (setting is not None and not setting.on) or waits:
        return ()
    told = "、".join(f.value or "" for f in findings if f.rule == "not-submitted")
    return tuple(
        Owed(
            list_topic(view.plan.own(view.unit.id), spec.kind),
            spec.kind,
            spec.due,
            spec.kind.value in told,
        )
        for spec in view.plan.lists
        if spec.due is not None and spec.is_asked_of(view.unit.id) and not view.has_list(spec.kind)
    )


def flaws(view: UnitView, findings: Iterable[Finding]) -> tuple[Flaw, ...]:
    """Return what the unit has to mend, each once."""
    found: dict[str, Flaw] = {}
    days = _days(view.plan, view.unit.id)
    first = min(days.values(), default=None)
    own = view.plan.own(view.unit.id)
    for finding in findings:
        if finding.tells is not Audience.UNIT:
            continue
        if finding.rule == "unreadable-file":
            file = finding.ref.file if finding.ref else finding.value or ""
            topic, due = f"{own}-{_FILE}:{_short(file)}", first
        elif finding.level is Level.ERROR and finding.rule not in _NOT_TO_MEND:
            topic = f"{own}-{_ERROR}:{_short(_cause(finding))}"
            due = days.get(_kind_of(finding, view), first)
        else:
            continue
        found.setdefault(topic, Flaw(topic, due))
    return tuple(found.values())


def list_topic(own: str, kind: ListKind) -> str:
    """Return the name under which a list that is not there is spoken of; `own` as of `Plan.own`."""
    return f"{own}-{_LIST}:{kind.value}"


def lists_in(topics: Iterable[str]) -> tuple[ListKind, ...]:
    """Return the lists that are among `topics`, in the order of the four lists."""
    names = {t.partition(f"-{_LIST}:")[2].partition("·")[0] for t in topics}
    return tuple(kind for kind in ListKind if kind.value in names)


def is_flaw(topic: str) -> bool:
    """Whether a topic is an error to mend or a file that cannot be read."""
    return f"-{_ERROR}:" in topic or f"-{_FILE}:" in topic


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _cause(finding: Finding) -> str:
    """Return a name of an error that stays when rows and columns move."""
    sheet = finding.ref.sheet if finding.ref else ""
    where = finding.matter or f"{sheet}|{finding.value or ''}"
    return f"{finding.rule}|{where}|{finding.field or ''}"


def _days(plan: Plan, unit: str) -> dict[ListKind | None, date]:
    return {s.kind: s.due for s in plan.lists if s.due is not None and s.is_asked_of(unit)}


def _kind_of(finding: Finding, view: UnitView) -> ListKind | None:
    if finding.ref is None:
        return None
    for submission in view.submissions:
        for table in submission.tables:
            if submission.file == finding.ref.file and table.sheet == finding.ref.sheet:
                return table.kind
    return None
