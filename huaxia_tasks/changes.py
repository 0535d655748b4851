"""What differs between a unit's matters now and those of its last accepted submission."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from .decided import in_order
from .identity import has_problem
from .model import (
    CellRef,
    Change,
    Decision,
    DueKind,
    ListKind,
    Matter,
    PastMatter,
    Status,
    TaskRow,
    Value,
)
from .proofs import PROOFS, told_apart
from .references import number_text
from .settle import day_of, first_day_of
from .values.numbers import same_id

_DONE = {s.value for s in Status if s.is_done}


def compare(
    matters: Sequence[Matter],
    past: Sequence[PastMatter],
    decisions: Sequence[Decision],
    handed_in: Collection[ListKind] = tuple(ListKind),
) -> tuple[Change, ...]:
    """Return the changes of weight that nobody decided: moved days, changed leads, rows gone, undone.

    A matter that is not in this submission is ``row-vanished`` only where the unit handed in a list
    that it stood in; otherwise the missing list is told, not every row of it.
    """
    return tuple(_compare(matters, past, decisions, handed_in))


def _compare(
    matters: Sequence[Matter],
    past: Sequence[PastMatter],
    decisions: Sequence[Decision],
    handed_in: Collection[ListKind],
) -> Iterator[Change]:
    now = {m.id: m for m in matters}
    told = any(m.completion is not None for m in matters)
    for old in past:
        matter = now.get(old.id)
        about = in_order(d for d in decisions if _is_about(d, old))
        # A verdict on the spot decides whatever it says: 不属实 opens the matter again.
        decided = {d.kind for d in about if d.approved or (d.kind == "核实" and d.verdict)}
        if matter is None:
            closed = old.state in _DONE or old.state == "rejected"
            stood_in = {name.partition(".")[0] for name in old.texts}
            if any(has_problem(m, old) for m in matters):
                stood_in.discard(ListKind.PROBLEMS.value)  # its problem still stands there
            asked = any(not old.texts or kind.value in stood_in for kind in handed_in)
            if asked and not closed and not decided & {"销号", "撤销", "合并"}:
                yield Change("row-vanished", old.id, old.unit, old.title, "")
            continue
        yield from _moved(matter, old, decided, told)


def _is_about(decision: Decision, old: PastMatter) -> bool:
    return decision.matter == old.id or same_id(decision.matter, old.number)


def _moved(matter: Matter, old: PastMatter, decided: set[str], told: bool) -> Iterator[Change]:
    """Yield what changed of one matter; `told` whether 完成清单 is there at all to say what is done."""
    due = day_of(matter.due)
    measured = _measure(old.due, matter)
    if measured is not None and due is not None and due > measured and "延期" not in decided:
        ref = _ref(matter, "deadline")
        yield Change(
            "deadline-moved", matter.id, matter.unit, measured.isoformat(), due.isoformat(), ref
        )
    if old.due is not None and _is_endless(matter) and "延期" not in decided:
        cell = next((r.text("deadline") for r in matter.rows if r.due is matter.due), "")
        yield Change(
            "deadline-moved",
            matter.id,
            matter.unit,
            old.due.isoformat(),
            cell or "长期坚持",
            _ref(matter, "deadline"),
        )
    if old.lead and matter.lead and old.lead not in _leads(matter) and "认领" not in decided:
        yield Change(
            "lead-changed", matter.id, matter.unit, old.lead, matter.lead, _ref(matter, "lead_unit")
        )
    # A state that cannot be read is told as such; nobody has taken the completion back.
    undone = told and old.state in _DONE and matter.is_open and not matter.unread
    if undone and "核实" not in decided:
        yield Change(
            "done-undone",
            matter.id,
            matter.unit,
            old.state,
            matter.state.value,
            _ref(matter, "status"),
        )


def _is_endless(matter: Matter) -> bool:
    """Whether a matter is now to go on for ever: no way out of a day that was given."""
    return matter.due is not None and matter.due.kind is DueKind.ONGOING


def _measure(due: date | None, matter: Matter) -> date | None:
    """Return a former day as a measure: None where it was no possible one, and was to be mended.

    The next day of what comes again and again moves by itself.  A day before the problem was collected is a slip of the pen (2021 for 2022); units are asked to
    put it right, and must not be asked to put it back.
    """
    if matter.due is not None and matter.due.kind is DueKind.RECURRING:
        return None
    if due is None or matter.problem is None:
        return due
    collected = day_of(matter.problem.collected_on)
    return None if collected is not None and due < collected else due


def _leads(matter: Matter) -> tuple[str, ...]:
    """Return the units in the cell that the lead is taken from; one is meant."""
    for row in (matter.task, matter.duty, matter.completion, matter.problem):
        found = tuple(m.unit.id for m in row.leads if m.unit is not None) if row else ()
        if matter.lead in found:
            return found
    return (matter.lead,) if matter.lead else ()


def _ref(matter: Matter, field_key: str) -> CellRef | None:
    for row in (matter.completion, matter.task, matter.duty, matter.problem):
        if row is not None and row.row.get(field_key) is not None:
            return row.row.ref(field_key)
    first = next(iter(matter.rows), None)
    return first.row.ref(field_key) if first is not None else None


def remember(
    matters: Sequence[Matter],
    past: Sequence[PastMatter],
    today: date,
    evidence: Mapping[str, int] | None = None,
) -> tuple[PastMatter, ...]:
    """Return what the ledger is to keep of this submission, as the measure for the next one.

    A day that moved or a lead that changed without a decision keeps its former value, so that the
    change stays visible until somebody decides; a matter that vanished is kept as ``vanished``.  What
    units are asked to mend (two leads, a day before its problem was known, done on a day to come) is no
    measure.
    """
    before = {p.id: p for p in past}
    now = {m.id for m in matters}
    kept = [_keep(m, before.get(m.id), today, evidence or {}) for m in matters]
    gone = [replace(p, state=p.state if p.state in _DONE else "vanished") for p in past]
    return (*kept, *(p for p in gone if p.id not in now))


def _keep(
    matter: Matter, old: PastMatter | None, today: date, evidence: Mapping[str, int]
) -> PastMatter:
    texts = {f"{r.kind.value}.{name}": v.text for r in matter.rows for name, v in _texts(r)}
    if evidence and matter.completion and (files := told_apart(matter.completion, evidence)):
        texts[PROOFS] = files
    decided = {d.kind for d in in_order(matter.decisions) if d.approved}
    due = _measure(matter.due_day, matter)
    before = _measure(old.due, matter) if old is not None else None
    if before is not None and due is not None and due > before:
        due = due if "延期" in decided else before
    if due is None and old is not None and _is_endless(matter):
        due = None if "延期" in decided else old.due
    lead = matter.lead if len(set(_leads(matter))) == 1 else None
    if old is not None and old.lead:
        lead = lead if "认领" in decided else old.lead
    base = matter.task or matter.completion or matter.duty or matter.problem
    unchanged = (
        old.unchanged_since or old.accepted_on if old is not None and old.texts == texts else today
    )
    return PastMatter(
        id=matter.id,
        unit=matter.unit,
        title=matter.title,
        number=number_text(base, "item_id") if base is not None else "",
        lead=lead,
        due=due,
        state=_state(matter, today).value,
        accepted_on=today,
        texts=texts,
        unchanged_since=unchanged,
    )


def _state(matter: Matter, today: date) -> Status:
    """Return the state as a measure: done on a day to come is not done yet."""
    row = matter.completion
    first = first_day_of(row.done_on) if row is not None else None
    early = matter.done_on is not None and first is not None and first > today
    return Status.IN_PROGRESS if early else matter.state


def _texts(row: TaskRow) -> Iterator[tuple[str, Value]]:
    for name in ("task", "problem", "measure", "progress", "status", "reason", "next_step"):
        value = row.row.get(name)
        if value is not None and row.kind is not ListKind.DUTIES:
            yield name, value
