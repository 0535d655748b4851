"""From cells to meaning: deadlines, units, states and names of every row of a submission.

Pure: the same submission, plan and day give the same rows.  What cannot be understood stays
visible (``Due.kind`` invalid, ``UnitMatch.status`` unknown ...) for the rules to speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, timezone
from functools import cache

from .dating import day_in_plan
from .model import (
    Due,
    DueKind,
    PersonName,
    Plan,
    Row,
    Status,
    StatusReading,
    Submission,
    TaskRow,
    Unit,
    UnitMatch,
    Value,
)
from .patterns import regex
from .unit_cells import UnitCells
from .values.persons import read_persons
from .values.status import read_status
from .watched_day import Span, WatchedDay, plain_day, unwatched

_DAY_IN_STATE = regex(
    r"(?<![\d.])(?:20\d\d[年./-])?(?:1[0-2]|0?[1-9])[月./-](?:3[01]|[12]\d|0?[1-9])[日号]?(?![\d.%年月/-])"
)
_YES, _NO = frozenset("是√☑✓Yy"), frozenset("否×✗Nn")
_QUESTIONS = (
    (("挂起", "暂停"), Status.SUSPENDED),
    (("超期", "逾期"), Status.OVERDUE),
    (("延期",), Status.EXTENDED),
)
_DATED = ("deadline", "done_date", "extend_to", "collected_on", "start")
_PAST = ("done_date", "collected_on")


@dataclass(frozen=True, eq=False)
class OfficeWords:
    """The office's own words for states and for groups of units, from the word list."""

    statuses: Mapping[str, Status] = field(default_factory=dict)
    collectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


BUILTIN_WORDS = OfficeWords()
#: A file of one morning bears the day before in Greenwich.
_CHINA = timezone(timedelta(hours=8))


def settle(
    submission: Submission, plan: Plan, today: date, words: OfficeWords = BUILTIN_WORDS
) -> tuple[TaskRow, ...]:
    """Return every row of `submission` understood, in the order in which they stand.

    Words without a year are read against the day on which the workbook says it was written, else
    against the plan's day of issue where that lies before `today`, else against `today`.
    """
    rows = (row for table in submission.tables for row in table.rows)
    return settle_rows(rows, submission, plan, today, words)


def settle_rows(
    rows: Iterable[Row],
    submission: Submission,
    plan: Plan,
    today: date,
    words: OfficeWords = BUILTIN_WORDS,
) -> tuple[TaskRow, ...]:
    """Return some rows of `submission` understood."""
    written = submission.written or plain_day(min(plan.issued, today))
    unit = submission.unit or ""
    reader = _DayReader(_memory_of(plan), written, today, submission.sheet_year)
    own = next((u for u in plan.units if u.id == unit), None)
    return tuple(map(_RowReader(plan, unit, reader, words, own).read, rows))


def _handed_in(submission: Submission, plan: Plan, today: date) -> date:
    at = submission.modified
    if at is not None and at.tzinfo is not None:
        at = at.astimezone(_CHINA)
    day = at.date() if at is not None else today
    return day if plan.issued <= day <= today else today


@dataclass(slots=True)
class _Memory:
    """Days that cells of one plan named lately: the same ones stand in several lists and rows."""

    plan: Plan
    dues: dict[tuple[object, ...], tuple[Due, Span]] = field(default_factory=dict)


_MOST_DUES = 4096
_MEMORIES: list[_Memory] = []


def _memory_of(plan: Plan) -> _Memory:
    for memory in _MEMORIES:
        if memory.plan is plan:
            if len(memory.dues) > _MOST_DUES:
                memory.dues.clear()
            return memory
    _MEMORIES.insert(0, _Memory(plan))
    del _MEMORIES[2:]
    return _MEMORIES[0]


class _DayReader:
    """Reads the cells of one workbook that name days."""

    def __init__(self, memory: _Memory, written: date, today: date, sheet_year: int | None) -> None:
        self._memory, self._today = memory, today
        self._written, self._sheet_year = written, sheet_year
        #: What cells of this workbook were found to say; `today` has heeded for how long.
        self._heeded: dict[tuple[object, ...], Due] = {}

    def read(self, value: Value | None, *, is_past: bool) -> Due | None:
        """Return what a cell says, None where nothing readable stands in it."""
        if value is None or not value.text or value.kind in ("empty", "error", "formula"):
            return None
        raw = value.raw
        is_raw = isinstance(raw, date) or (value.kind == "number" and isinstance(raw, int | float))
        said = raw if is_raw else value.text
        key = (said, said.__class__, is_past)
        due = self._heeded.get(key)
        if due is None:
            due = self._heeded[key] = self._read(said, is_past=is_past)  # type: ignore[arg-type]
        return due

    def _read(self, said: str | float | date, *, is_past: bool) -> Due:
        key = (type(said), said, self._written, self._sheet_year, is_past)
        today = unwatched(self._today)
        known = self._memory.dues.get(key)
        if known is None or not known[1].holds_on(today):
            watched = WatchedDay.of(today)
            due = day_in_plan(
                said,
                self._memory.plan,
                written=self._written,
                today=watched,
                sheet_year=self._sheet_year,
                is_past=is_past,
            )
            known = self._memory.dues[key] = (due, watched.span)
        if isinstance(self._today, WatchedDay):
            self._today.heed(known[1])
        return known[0]


class _RowReader:
    """Reads the rows of one workbook: what stands in many of them is understood once."""

    def __init__(
        self, plan: Plan, unit: str, days: _DayReader, words: OfficeWords, own: Unit | None
    ) -> None:
        self._unit, self._days, self._words = unit, days, words
        self._units = UnitCells(plan, own, words.collectives)
        self._phase_named = cache(plan.phase_named)

    def read(self, row: Row) -> TaskRow:
        """Return a row understood."""
        get, days = row.cells.get, self._days
        dated = {f: days.read(get(f), is_past=f in _PAST) for f in _DATED if f in row.cells}
        leads, co_units = self._units.of(row)
        status = _status(row, self._words)
        phase = row.get("phase")
        return TaskRow(
            row=row,
            unit=self._unit,
            due=dated.get("deadline"),
            status=status,
            leads=leads,
            co_units=co_units,
            persons=_persons(row, "person"),
            handlers=_persons(row, "handler"),
            leaders=_persons(row, "leader"),
            done_on=dated.get("done_date") or _done_on(row, status, days),
            extend_to=dated.get("extend_to"),
            collected_on=dated.get("collected_on"),
            starts_on=dated.get("start"),
            phase=self._phase_named(phase.text) if phase is not None else None,
        )


def _persons(row: Row, field_key: str) -> tuple[PersonName, ...]:
    value = row.get(field_key)
    return read_persons(value.text) if value is not None else ()


def _status(row: Row, words: OfficeWords) -> StatusReading | None:
    value = row.get("status")
    if value is None or value.kind in ("error", "formula"):
        return None
    reading = read_status(value.raw, value.text, value.kind, words.statuses or None)
    return _answer(reading, value)


def _done_on(row: Row, status: StatusReading | None, days: _DayReader) -> Due | None:
    """Return the day of a cell like 已完成（6月18日）, where no column gives one."""
    value = row.get("status")
    if value is None or status is None or status.status is None or not status.status.is_done:
        return None
    found = _DAY_IN_STATE.findall(value.text)
    if len(found) != 1:
        return None
    due = days.read(replace(value, raw=found[0], text=found[0], kind="text"), is_past=True)
    return due if day_of(due) is not None else None


def _answer(reading: StatusReading, value: Value) -> StatusReading:
    """Read 是 and 否 by the question in the heading: 是否挂起, 是否超期 ask of no completion."""
    heading, text = value.ref.heading, value.text.strip()
    if text not in _YES and text not in _NO:
        return reading
    asked = next((s for words, s in _QUESTIONS if any(w in heading for w in words)), None)
    if asked is None:
        return reading
    return StatusReading(asked if text in _YES else Status.IN_PROGRESS)


def day_of(due: Due | None) -> date | None:
    """Return the day a cell names, None where it names none for certain."""
    if due is None or due.kind in (DueKind.INVALID, DueKind.AMBIGUOUS):
        return None
    return due.due


def known_ids(matches: Iterable[UnitMatch]) -> tuple[str, ...]:
    """Return the ids of the units that were understood for certain, each once, in order."""
    ids: dict[str, None] = {}
    for match in matches:
        if match.status == "collective":
            ids.update(dict.fromkeys(u.id for u in match.candidates))
        elif match.unit is not None and match.status in ("exact", "alias", "close"):
            ids[match.unit.id] = None
    return tuple(ids)
