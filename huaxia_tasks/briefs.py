"""A unit in brief: all that a run needs of it once its rows have been looked at.

Plain tuples, so that it can be kept between runs and sent between processes.  From it come a view
without rows, the matters as they stand on any day, the findings and the files that were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .cache import digest
from .checking import Told
from .matters import light_of
from .model import (
    Audience,
    Decision,
    Finding,
    ListKind,
    Matter,
    Paper,
    Plan,
    Status,
    Submission,
    Table,
    TaskRow,
    Unit,
    UnitView,
)
from .packing import (
    Packed,
    pack_day,
    pack_due,
    pack_finding,
    unpack_day,
    unpack_due,
    unpack_finding,
    unpack_trouble,
)
from .tally import Phases
from .watched_day import Span

_LISTS = tuple(ListKind)
_STATES = {state.value: state for state in Status}


class Brief(NamedTuple):
    """What is kept of one unit, whatever the day.

    ``files`` have path, digest, whether they could be read, and their troubles; ``whole`` where all
    rows of its only file count; ``lists`` and ``tables`` count rows and place tables.
    """

    state: str
    whole: bool
    files: tuple[tuple[str, str, bool, tuple[Packed, ...]], ...]
    lists: tuple[int, ...]
    tables: tuple[tuple[int, str, int], ...]
    matters: tuple[Packed, ...]


#: What the checks of a unit found, rule by rule.
Findings = tuple[tuple[str, tuple[Packed, ...]], ...]


class Head(NamedTuple):
    """What a run keeps in mind of each unit.

    ``key`` names everything but the day that it was made from; on the days ``since`` to ``until`` its
    checks say the same.  ``handed_in`` names all that counts of its files.  ``extra`` names the
    findings about it that came from comparing units.
    ``leads`` are the units that lead its open matters, ``due_days`` the days of those that a step may
    come for.  As on ``day``: the keys of the receipts that it had got before, the counts, the files
    ``made`` (name, SHA-256, whether a paper), the papers, what is to be told.
    """

    key: bytes
    since: int
    until: int
    handed_in: str
    levels: Mapping[str, int]
    unread: int
    waits: bool
    steady: bool
    leads: tuple[str, ...]
    due_days: tuple[int, ...]
    phases: Phases
    day: int
    answered: tuple[str, ...]
    extra: bytes
    tally: tuple[Any, ...] | None
    made: tuple[tuple[str, str, bool], ...]
    papers: tuple[Packed, ...]
    notes: tuple[str, ...]
    broken: tuple[tuple[str, str, str, str], ...]

    def holds_on(self, today: date) -> bool:
        """Whether all checks say on `today` what they said."""
        return self.since <= today.toordinal() <= self.until


#: How the key of findings begins that mark rows, matters or papers of the unit.
_IN_ROWS, _BESIDE = b"x", b"c"


def marks_rows(key: bytes) -> bool:
    """Whether findings of this key mark rows, matters or papers of the unit."""
    return key[:1] == _IN_ROWS


def extra_key(extra: Sequence[Finding]) -> bytes:
    """Return what names findings that came from comparing units, b"" where there are none."""
    if not extra:
        return b""
    beside = all(f.ref is None and f.matter is None and f.tells is Audience.OFFICE for f in extra)
    return (_BESIDE if beside else _IN_ROWS) + digest([pack_finding(f) for f in extra])


# --------------------------------------------------------------------------- steps of the ladder

_QUIET = {Status.SUSPENDED.value, Status.LONG_TERM.value}
_CLOSED = {s.value for s in Status if s.is_done or s is Status.REJECTED}


def day_for_steps(packed: Packed) -> int | None:
    """Return the due day of a matter by which a step may come for it, None where none can."""
    state, due_day = packed[7], packed[10]
    return None if state in _CLOSED or state in _QUIET else due_day


def lead_of(packed: Packed, unit: str) -> str:
    """Return the unit that is reminded of a matter of `unit`."""
    return packed[3] or unit


# --------------------------------------------------------------------------- matters


def pack_matter(
    matter: Matter, plan: Plan, rows: Mapping[int, int], decisions: Sequence[Decision]
) -> Packed:
    """Return a matter without its rows.

    `rows` gives the position of a row by its identity, `decisions` are those of the unit.
    """
    four = (matter.problem, matter.task, matter.duty, matter.completion)
    places = [rows[id(r)] if r is not None else -1 for r in four]
    phase = next((i for i, p in enumerate(plan.phases) if p is matter.phase), -1)
    own = [i for i, d in enumerate(decisions) if any(d is x for x in matter.decisions)]
    return (
        matter.id,
        matter.title,
        tuple(places),
        matter.lead,
        matter.co_units,
        phase,
        pack_due(matter.due),
        matter.state.value,
        pack_day(matter.done_on),
        matter.progress,
        pack_day(matter.due_day),
        matter.why,
        matter.unread,
        tuple(own),
    )


def unpack_matter(
    packed: Packed,
    unit: str,
    plan: Plan,
    today: date,
    decisions: Sequence[Decision] = (),
    rows: Sequence[TaskRow | None] = (None, None, None, None),
) -> Matter:
    """Return a matter as it stands on `today`, with its `rows` where these are given.

    `decisions` are those of the unit; without them it has none.
    """
    (
        own_id, title, _, lead, co_units, phase, due, state, done_on, progress, due_day, why, unread,
        decided,
    ) = packed  # fmt: skip
    day, status = unpack_day(due_day), _STATES[state]
    problem, task, duty, completion = rows
    return Matter(
        id=own_id,
        unit=unit,
        title=title,
        problem=problem,
        task=task,
        duty=duty,
        completion=completion,
        lead=lead,
        co_units=co_units,
        phase=plan.phases[phase] if phase >= 0 else None,
        due=unpack_due(due),
        state=status,
        done_on=unpack_day(done_on),
        light=light_of(status, day, plan, today, unread=unread),
        days_left=(day - today).days if day is not None else None,
        progress=progress,
        decisions=tuple(decisions[i] for i in decided) if decisions else (),
        why=why,
        plan=plan.key,
        due_day=day,
        unread=unread,
    )


# --------------------------------------------------------------------------- views


def view_without_rows(
    brief: Brief, unit: Unit, plan: Plan, today: date, matters: Sequence[Matter]
) -> UnitView:
    """Return the view of a unit without its rows."""
    tables: dict[int, list[Table]] = {}
    for place, sheet, kind in brief.tables:
        tables.setdefault(place, []).append(Table(_LISTS[kind], sheet, 0, {}, {}, ()))
    submissions = tuple(
        Submission(
            file,
            content,
            unit.id,
            tuple(tables.get(place, ())),
            tuple(map(unpack_trouble, troubles)),
            readable=readable,
        )
        for place, (file, content, readable, troubles) in enumerate(brief.files)
    )
    return UnitView(
        plan=plan,
        unit=unit,
        today=today,
        state=brief.state,
        submissions=submissions,
        matters=tuple(matters),
        lists=dict(zip(_LISTS, brief.lists, strict=True)),
    )


def all_matters(brief: Brief, unit: Unit, plan: Plan, today: date) -> tuple[Matter, ...]:
    """Return all matters of a unit without their rows."""
    return tuple(unpack_matter(m, unit.id, plan, today) for m in brief.matters)


# --------------------------------------------------------------------------- findings and papers


def span_of(told: Iterable[Told], reading: Span) -> tuple[int, int]:
    """Return the first and the last day on which all checks say so and the rows are read so."""
    spans = [reading, *(one.span for one in told)]
    return max(s.since for s in spans).toordinal(), min(s.until for s in spans).toordinal()


def pack_findings(told: Iterable[Told]) -> Findings:
    """Return what checks found."""
    return tuple(
        (one.rule, tuple(pack_finding(f) for f in one.findings)) for one in told if one.findings
    )


def unpack_findings(found: Findings) -> list[Finding]:
    """Return what all checks found of a unit, in no order."""
    return [unpack_finding(f) for _, own in found for f in own]


def pack_paper(paper: Paper) -> Packed:
    """Return a paper as plain values."""
    p = paper
    return (p.key, p.kind, p.unit, p.path, p.state, p.sha256, p.number, p.step, p.matters, p.plan)


def unpack_paper(packed: Packed) -> Paper:
    """Return the paper."""
    return Paper(*packed)
