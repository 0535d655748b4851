"""Checks of 完成时限: there, possible, certain, within its phase, after its start, on a working day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ..matters import is_overdue
from ..model import Audience, DueKind, Level, ListKind, Matter, TaskRow, UnitView
from ..patterns import regex
from ..registry import rule
from ..settle import day_of, first_day_of
from ..wording import day, shorten, stated, weekday
from ._hit import DaysSince, Hit, distinct_cells, example_day, once, read_as, strike
from .submission import owed


@rule(
    "deadline-missing",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”没有填写完成时限。",
    asks="请在{单元格}填写完成时限，例如 {例子}。",
)
def deadline_missing(view: UnitView) -> Iterator[Hit]:
    """Yield every task whose 完成时限 is empty (an unreadable formula is another finding)."""
    for row in view.rows_of(ListKind.TASKS):
        value = row.row.cells.get("deadline")
        if value is not None and value.kind == "empty":
            yield strike(row, "deadline", 例子=_example(view, row))


@rule(
    "deadline-invalid",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的完成时限“{值}”不是能用的日期：{原因}",
    asks="请把{单元格}改为确切的日期，例如 {例子}；长期工作请写“长期坚持”。",
)
def deadline_invalid(view: UnitView) -> Iterator[Hit]:
    """Yield every deadline that is no day or no deadline at all."""
    yield from _of_kind(view, DueKind.INVALID)


@rule(
    "deadline-ambiguous",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”的完成时限“{值}”不能确定是哪一天：{原因}",
    asks="请把{单元格}改为确切的日期，例如 {例子}。",
)
def deadline_ambiguous(view: UnitView) -> Iterator[Hit]:
    """Yield every deadline that has two readings or wants a calendar that is not there."""
    yield from _of_kind(view, DueKind.AMBIGUOUS)


def _example(view: UnitView, row: TaskRow) -> str:
    """Return a day for the row of a task, also as an office says it: 2022年10月31日，或“10月底前”.

    A phase may end on a rest day; the example is the last working day before it.
    """
    matter = next((m for m in view.matters if m.task is row), None)
    phase = matter.phase if matter is not None else None
    last = phase.due if phase is not None else view.plan.due or view.plan.issued
    workday = view.plan.calendar.last_workday_until(last)
    ends = (last + timedelta(days=1)).day == 1 and workday == last
    return day(workday) + (f"，或“{last.month}月底前”" if ends else "")


@once
def _kinds(view: UnitView) -> set[DueKind]:
    """Return of what kinds the deadlines of all rows are."""
    return {row.due.kind for row in view.rows if row.due is not None}


_IMMEDIATE, _RECURRING = DueKind.IMMEDIATE, DueKind.RECURRING
#: The message quotes the cell itself.
_QUOTED_FIRST = regex(r"^“.*?”：(?=.)", re.DOTALL)


def _of_kind(view: UnitView, kind: DueKind) -> Iterator[Hit]:
    if kind not in _kinds(view):
        return
    for matter, row, others in distinct_cells(view, "deadline"):
        if row.due is not None and row.due.kind is kind:
            reason = _QUOTED_FIRST.sub("", row.due.why)
            example = example_day(view, matter)
            yield strike(row, "deadline", matter, others, 原因=reason, 例子=example)


@once
def _dated(view: UnitView) -> Sequence[tuple[Matter, TaskRow, date]]:
    """Return matters with a certain day, and the row that states it."""
    found = []
    for matter in view.matters:
        due, day_due = matter.due, day_of(matter.due)
        if due is None or day_due is None or due.kind is _RECURRING:
            continue
        for row in (matter.task, matter.duty, matter.completion, matter.problem):
            if row is not None and (row.due is due or row.due == due):
                found.append((matter, row, day_due))
                break
    return found


@rule(
    "deadline-after-phase",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的完成时限“{值}”{读作}晚于{阶段}的截止日{截止日}。",
    asks="请把{单元格}的时限调整到{截止日}或以前；确需延后的，请改填所属阶段或说明理由。",
)
def deadline_after_phase(view: UnitView) -> Iterator[Hit]:
    """Yield every deadline later than its phase, or than the plan where no phase is named."""
    for matter, row, due in _dated(view):
        end = _last_day(view, matter)
        if end is not None and due > end:
            name = f"“{matter.phase.name}”" if matter.phase else "本方案"
            read = {"日期": day(due), "读作": read_as(row.text("deadline"), due)}
            yield strike(row, "deadline", matter, (), **read, 阶段=name, 截止日=day(end))


def _last_day(view: UnitView, matter: Matter) -> date | None:
    return matter.phase.due if matter.phase else view.plan.due


@rule(
    "deadline-before-start",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的完成时限“{值}”{读作}早于{起点}。",
    asks="请核对{单元格}的时限，年份、月份是否写错；例如 {例子}。",
)
def deadline_before_start(view: UnitView) -> Iterator[Hit]:
    """Yield every deadline before its own start, its problem's collection or the plan."""
    begins = view.plan.start
    for matter, row, due in _dated(view):
        early = _start(matter, row, begins, due)
        if early is not None:
            start, named = early
            read = {"日期": day(due), "读作": read_as(row.text("deadline"), due)}
            example = example_day(view, matter)
            since = f"{named}{day(start)}"
            yield strike(row, "deadline", matter, (), **read, 起点=since, 例子=example)


def _start(matter: Matter, row: TaskRow, begins: date, due: date) -> tuple[date, str] | None:
    """Return the day that `due` lies before, and what day that is; `begins` is the plan's."""
    collected = (
        matter.problem.collected_on
        if matter.problem is not None and matter.problem is not row
        else None
    )
    starts = (
        (first_day_of(row.starts_on), "本行的开始时间"),
        (first_day_of(collected), "问题的收集时间"),
        (begins, "本方案的开始日"),
    )
    return next(((start, named) for start, named in starts if start and due < start), None)


@rule(
    "deadline-on-rest-day",
    level=Level.INFO,
    tells=Audience.UNIT,
    says="“{事项}”的完成时限“{值}”{读作}是休息日（{星期}），最后一个工作日是{工作日}。",
    asks="时限不变，请在{工作日}（含当日）以前完成。{说明}",
)
def deadline_on_rest_day(view: UnitView) -> Iterator[Hit]:
    """Yield every dated deadline on a rest day; the day itself is kept.

    A day that has to be changed for another reason is none: it does not stay.
    """
    calendar = view.plan.calendar
    for matter, row, due in _dated(view):
        if (
            not calendar.is_workday(due)
            and matter.is_open
            and not _is_to_change(view, matter, row, due)
        ):
            last = calendar.last_workday_until(due)
            note = (
                f"{due.year}年放假安排尚未公布，以公布为准。"
                if calendar.is_provisional(due)
                else ""
            )
            yield strike(
                row,
                "deadline",
                matter,
                日期=day(due),
                读作=read_as(row.text("deadline"), due),
                星期=weekday(due),
                工作日=day(last),
                说明=note,
            )


def _is_to_change(view: UnitView, matter: Matter, row: TaskRow, due: date) -> bool:
    """Whether a day is told to be too late for its phase, too early for its start, or put back."""
    end = _last_day(view, matter)
    late = end is not None and due > end and _asks(view, "deadline-after-phase")
    early = _start(matter, row, view.plan.start, due) is not None
    moved = any(c.kind == "deadline-moved" and c.matter == matter.id for c in view.changes)
    return (
        late
        or (early and _asks(view, "deadline-before-start"))
        or (moved and _asks(view, "deadline-moved"))
    )


def _asks(view: UnitView, rule_id: str) -> bool:
    setting = view.plan.rules.get(rule_id)
    return setting is None or setting.on


@rule(
    "immediate-not-done",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”要求立行立改，已过去{天数}个工作日，仍未完成。",
    asks="请尽快办结并在完成清单中填写完成状态；一时办不完的，请写明原因和计划完成的日期。",
    threshold=5,
)
def immediate_not_done(view: UnitView, workdays: float) -> Iterator[Hit]:
    """Yield matters to be mended at once that are still open after the plan's working days."""
    if _IMMEDIATE not in _kinds(view):
        return
    for matter in view.matters:
        due = matter.due
        if due is None or due.kind is not _IMMEDIATE or not matter.is_open:
            continue
        if matter.due_day is not None or matter.state.value in ("suspended", "long_term"):
            continue
        since = _asked_on(view, matter)
        passed = view.plan.calendar.workdays_between(since, view.today)
        own = (matter.task, matter.duty, matter.completion, matter.problem)
        row = next(r for r in own if r is not None and r.due == due)
        if passed > workdays:
            yield strike(row, "deadline", matter, 天数=str(passed))


def _asked_on(view: UnitView, matter: Matter) -> date:
    collected = day_of(matter.problem.collected_on) if matter.problem else None
    written = next((s.written for s in view.submissions if s.written), None)
    return collected or written or view.plan.issued


@rule(
    "overdue",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”应于{日期}前完成，已过时限，目前为“{状态}”。",
    asks="已经完成的，请在完成清单填写完成状态、完成时间和佐证材料；没有完成的，请写明原因、下一步措施和计划完成的日期。",
)
def overdue(view: UnitView) -> Iterator[Hit]:
    """Yield every matter past its due day, not done, without an approved extension.

    Where the whole 完成清单 did not come in time, that is told, not every matter that it leaves open.
    """
    today = view.today
    untold = not view.has_list(ListKind.COMPLETIONS) and ListKind.COMPLETIONS in owed(view)
    for matter in view.matters:
        if matter.due_day is None or not is_overdue(matter, today):
            continue
        if untold and matter.completion is None:
            continue
        row = matter.completion or matter.task or matter.rows[0]
        place = "status" if matter.completion is not None else "deadline"
        yield strike(
            row,
            place,
            matter,
            事项=shorten(matter.title, 40),
            日期=day(matter.due_day),
            天数=DaysSince(matter.due_day, today),
            状态=stated(matter),
        )
