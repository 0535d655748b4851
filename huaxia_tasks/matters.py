"""事项: joins the four lists of a unit into matters and finds out where each one stands.

A matter begins with a task; a problem that no task takes up is a matter too.  Where a unit sent no
任务清单, its 完成清单 (else 责任清单) is the beginning.  An id is given once and kept over submissions
by number and words, whatever rows move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .decided import Extended, decided_state, extended, is_for
from .entries import Entries, by_list
from .identity import name_matters
from .linking import Links, link_tasks
from .linking_problems import link_problems, numbers_of_problems
from .model import (
    Decision,
    DueKind,
    Light,
    ListKind,
    Matter,
    PastMatter,
    Plan,
    Status,
    StatusReading,
    TaskRow,
    Unit,
    UnitMatch,
)
from .references import number_of
from .settle import day_of, first_day_of, known_ids
from .values.blanks import is_placeholder
from .values.numbers import number_key
from .values.remarks import scan_remark
from .values.titles import on_one_line, without_number
from .watched_day import unwatched
from .wording import day as in_words

_KEPT_STATES = (Status.SUSPENDED, Status.REJECTED, Status.LONG_TERM, Status.CLOSED)


class Joined(NamedTuple):
    """The matters of a unit, the rows that belong to none, and those whose number does not exist."""

    matters: tuple[Matter, ...]
    loose: tuple[TaskRow, ...]
    unknown_numbers: tuple[TaskRow, ...]


def join(
    plan: Plan,
    unit: Unit,
    rows: Sequence[TaskRow],
    today: date,
    decisions: Sequence[Decision] = (),
    past: Sequence[PastMatter] = (),
) -> Joined:
    """Return the matters of `unit`, in the order of its 任务清单, each with its state on `today`."""
    lists = by_list(rows)
    tasks, problems = lists[ListKind.TASKS], lists[ListKind.PROBLEMS]
    duties, completions = lists[ListKind.DUTIES], lists[ListKind.COMPLETIONS]
    base = next((own for own in (tasks, completions) if own.rows), duties)
    to_problems = link_problems(base, problems)
    known = numbers_of_problems(base, problems, to_problems)
    of_duties = link_tasks(duties, base, known) if base is not duties else Links()
    of_completions = link_tasks(completions, base, known) if base is not completions else Links()
    drafts = [_Draft.of(row) for row in base.rows]
    for position, link in to_problems.joined.items():
        drafts[position].problem = problems.rows[link.target]
        drafts[position].why.append(f"问题清单：{link.why}")
    loose = _attach(drafts, duties, of_duties)
    loose += _attach(drafts, completions, of_completions)
    if base.has_parts:
        _share_among_parts(drafts, base)
    taken = to_problems.taken
    drafts += [_Draft.of(p) for j, p in enumerate(problems.rows) if j not in taken]
    matters = [_complete(d, unit, plan) for d in drafts]
    ids = name_matters(matters, plan.own(unit.id), past)
    day = unwatched(today)  # how many days are left is made anew on every day
    before = {p.id: p.due for p in past}
    for matter, own_id in zip(matters, ids, strict=True):
        matter.id = own_id
        _stand(matter, plan, day, decisions, before.get(own_id))
    linked = ((tasks, to_problems), (duties, of_duties), (completions, of_completions))
    unknown = [o.rows[i] for o, links in linked for i in sorted(links.bad_numbers) if tasks.rows]
    return Joined(tuple(matters), tuple(loose), tuple(unknown))


_PLACES = {
    ListKind.PROBLEMS: "problem",
    ListKind.TASKS: "task",
    ListKind.DUTIES: "duty",
    ListKind.COMPLETIONS: "completion",
}


@dataclass(slots=True)
class _Draft:
    """A matter in the making: at most one row of each list, and why they were joined."""

    title: str
    problem: TaskRow | None = None
    task: TaskRow | None = None
    duty: TaskRow | None = None
    completion: TaskRow | None = None
    why: list[str] = field(default_factory=list)

    @staticmethod
    def of(row: TaskRow) -> _Draft:
        draft = _Draft(row.title)
        setattr(draft, _PLACES[row.row.kind], row)
        return draft


def _attach(drafts: list[_Draft], own: Entries, links: Links) -> list[TaskRow]:
    """Put rows of 责任清单 or 完成清单 into their matters; return those that belong to none.

    Where two rows speak of one matter, the later one that says more counts for 完成清单 and the first
    one for 责任清单.
    """
    rows = own.rows
    for position in sorted(links.joined):
        link, row = links.joined[position], rows[position]
        kind = row.row.kind
        place = _PLACES[kind]
        for target in (link.target, *link.more):
            draft = drafts[target]
            known = getattr(draft, place) is not None
            if known and (kind is ListKind.DUTIES or not row.row.get("status")):
                continue
            setattr(draft, place, row)
            draft.why.append(f"{kind}：{link.why}")
    return [rows[position] for position in sorted(links.loose)]


def _share_among_parts(drafts: list[_Draft], base: Entries) -> None:
    """Let the parts of one entry share the row of 责任清单 and of 完成清单 that bears its number."""
    for position, first in enumerate(base.firsts):
        if first == position:
            continue
        part, whole = drafts[position], drafts[first]
        duty, completion = part.duty or whole.duty, part.completion or whole.completion
        if (duty, completion) != (part.duty, part.completion):
            part.duty, part.completion = duty, completion
            part.why.append("与上一行同属一项，共用责任和完成情况")


def _complete(draft: _Draft, unit: Unit, plan: Plan) -> Matter:
    """Return what the rows say together: title, units, phase, deadline."""
    problem, task, duty, completion = draft.problem, draft.task, draft.duty, draft.completion
    title, due, phase = "", None, None
    leads: tuple[str, ...] = ()
    co_units: tuple[str, ...] = ()
    for row in (task, duty, completion, problem):
        if row is None:
            continue
        title = title or row.text("task")
        leads = leads or _certain_ids(row.leads)
        if row is not problem:
            co_units = co_units or _certain_ids(row.co_units)
        if due is None:
            due = row.due
        if phase is None:
            phase = row.phase
    if not title:
        told = (r.text("problem") for r in (task, duty, completion, problem) if r is not None)
        title = next(filter(None, told), draft.title)
    lead = leads[0] if leads else None
    return Matter(
        id="",
        unit=unit.id,
        title=without_number(on_one_line(title)),
        problem=problem,
        task=task,
        duty=duty,
        completion=completion,
        lead=lead,
        co_units=tuple([u for u in (*leads[1:], *co_units) if u != lead]),
        due=due,
        phase=phase,
        why=tuple(draft.why),
        plan=plan.key,
    )


def _certain_ids(matches: Sequence[UnitMatch]) -> tuple[str, ...]:
    return known_ids([m for m in matches if m.status != "collective"]) if matches else ()


# --------------------------------------------------------------------------- state


def _stand(
    matter: Matter, plan: Plan, today: date, decisions: Sequence[Decision], before: date | None
) -> None:
    """Find out where a matter stands that was just joined and named."""
    own = tuple(
        [
            d
            for d in decisions
            if (d.matter == matter.id and is_for(d, matter.unit))
            or (d.unit == matter.unit and _is_number_of(matter, d.matter))
        ]
    )
    counts = counted_day(matter, own, before)
    due_day = counts.due
    done = matter.completion.done_on if matter.completion else None
    done_on = day_of(done)
    state, progress, why = _state(matter, own, due_day, first_day_of(done))
    unread = not own and not _is_told(matter)
    matter.decisions, matter.due_day, matter.unread = own, due_day, unread
    matter.done_on = done_on if state.is_done else None
    matter.state, matter.progress = state, progress
    matter.days_left = (due_day - today).days if due_day is not None else None
    matter.light = light_of(state, due_day, plan, today, unread=unread)
    matter.why += (*counts.why, *why)


def _is_number_of(matter: Matter, number: str) -> bool:
    key = number_key(number)
    return bool(key) and key in {number_of(r, "item_id") for r in matter.rows}


def counted_day(matter: Matter, decisions: Sequence[Decision], before: date | None) -> Extended:
    """Return the day that counts: the latest approved extension asked for in time, else the due.

    A day put back since the last accepted submission (`before`) does not count by itself: only a
    decision moves it.
    """
    due = day_of(matter.due)
    recurs = matter.due is not None and matter.due.kind is DueKind.RECURRING
    why: tuple[str, ...] = ()
    if before is not None and due is not None and due > before and not recurs:
        why = (f"上次报的时限是{in_words(before)}，没有同意延期的登记，仍以它为准",)
        due = before
    counts = extended(due, decisions)
    return counts._replace(why=counts.why or why)


def _state(
    matter: Matter,
    decisions: Sequence[Decision],
    due_day: date | None,
    done_on: date | None,
) -> tuple[Status, float | None, tuple[str, ...]]:
    decided = decided_state(decisions)
    if decided is not None:
        return decided
    reading = matter.completion.status if matter.completion else None
    progress = reading.progress if reading else None
    claim = _claim(reading)
    ongoing = matter.due is not None and matter.due.kind is DueKind.ONGOING
    if ongoing and claim not in _KEPT_STATES:
        return Status.LONG_TERM, progress, ("时限为长期，不计入完成率",)
    comes_again = matter.due is not None and matter.due.kind is DueKind.RECURRING
    late = due_day and done_on and done_on > due_day and not comes_again
    if claim in (Status.DONE, Status.DONE_UNVERIFIED) and late and due_day:
        return Status.DONE_LATE, progress, (f"完成时间晚于时限{in_words(due_day)}",)
    return claim, progress, ()


def _claim(reading: StatusReading | None) -> Status:
    if reading is None:
        return Status.NOT_STARTED
    if reading.status in (None, Status.OVERDUE, Status.IMMEDIATE, Status.NO_TIMETABLE):
        return Status.IN_PROGRESS if reading.status or reading.progress else Status.NOT_STARTED
    return reading.status or Status.NOT_STARTED


def light_of(
    state: Status, due_day: date | None, plan: Plan, today: date, *, unread: bool = False
) -> Light:
    """Return the light of a matter in this state and due on this day, as it shows on `today`."""
    if state.is_done or state is Status.REJECTED:
        return Light.GREEN
    if state in (Status.SUSPENDED, Status.LONG_TERM) or due_day is None:
        return Light.GREY
    if due_day < today:
        return Light.GREY if unread else Light.RED
    days, yellow = (due_day - today).days, plan.manners.yellow_days
    # There are never more working days than days: most need no calendar.
    if days <= yellow:
        return Light.YELLOW
    if days > 60:
        return Light.GREEN
    return Light.YELLOW if _workdays(plan, today, due_day) <= yellow else Light.GREEN


_COUNTED: list[tuple[Plan, date, dict[date, int]]] = []


def _workdays(plan: Plan, today: date, day: date) -> int:
    """Return the working days from `today` to `day`, counted once for each day."""
    if not _COUNTED or _COUNTED[0][0] is not plan or _COUNTED[0][1] != today:
        _COUNTED[:] = [(plan, today, {})]
    counts = _COUNTED[0][2]
    if day not in counts:
        counts[day] = plan.calendar.workdays_between(today, day)
    return counts[day]


def is_overdue(matter: Matter, today: date) -> bool:
    """Whether the matter is past its due day, not done, not paused and not standing work.

    A state that cannot be read is not taken for “not done”: that it cannot be read is told instead.
    """
    return (
        matter.is_open
        and matter.state not in (Status.SUSPENDED, Status.LONG_TERM)
        and matter.due_day is not None
        and matter.due_day < today
        and not matter.unread
    )


def _is_told(matter: Matter) -> bool:
    """Whether the lists tell where the matter stands; True where there is no row of completion.

    Not known: no column for the state, a formula without result, words that nothing explains, and
    an empty cell beside a 备注 that says it is done.
    """
    row = matter.completion
    if row is None:
        return True
    value = row.row.cells.get("status")
    if value is None or value.kind in ("error", "formula"):
        return False
    if row.status is not None and (row.status.status or row.status.progress is not None):
        return True
    if value.is_filled and not is_placeholder(value.text):
        return False
    if row.row.get("remark") is None:
        return True
    said = scan_remark(row.text("remark"), matter=matter.title).status
    return said is None or said.status is None or not said.status.is_done
