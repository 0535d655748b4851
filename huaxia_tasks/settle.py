"""From cells to meaning: deadlines, units, states and names of every row of a submission.

Pure: the same submission, plan and day give the same rows.  What cannot be understood stays
visible (``Due.kind`` invalid, ``UnitMatch.status`` unknown ...) for the rules to speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .dating import day_in_plan
from .model import (
    Due,
    DueKind,
    PersonName,
    Phase,
    Plan,
    Row,
    Status,
    StatusReading,
    Submission,
    TaskRow,
    UnitMatch,
    Value,
)
from .patterns import regex
from .unit_cells import UnitCells
from .values.persons import read_persons
from .values.status import read_status
from .watched_day import ALWAYS, Span, WatchedDay, plain_day, unwatched

_DAY_IN_STATE = regex(
    r"(?<![\d.])(?:20\d\d[年./-])?(?:1[0-2]|0?[1-9])[月./-](?:3[01]|[12]\d|0?[1-9])[日号]?(?![\d.%年月/-])"
)
_YES, _NO = frozenset("是√☑✓Yy"), frozenset("否×✗Nn")
_QUESTIONS = (
    (("挂起", "暂停"), Status.SUSPENDED),
    (("超期", "逾期"), Status.OVERDUE),
    (("延期",), Status.EXTENDED),
)
#: Kinds of cells in which nothing stands that could be read.
_SAYS_NOTHING = frozenset(("empty", "error", "formula"))


@dataclass(frozen=True, eq=False)
class OfficeWords:
    """The office's own words for states and for groups of units, from the word list."""

    statuses: Mapping[str, Status] = field(default_factory=dict)
    collectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


BUILTIN_WORDS = OfficeWords()
#: What is said of a unit that was understood.
_CERTAIN = frozenset(("exact", "alias", "close"))


def settle(
    submission: Submission, plan: Plan, today: date, words: OfficeWords = BUILTIN_WORDS
) -> tuple[TaskRow, ...]:
    """Return every row of `submission` understood, in the order in which they stand.

    Words without a year are read against the day on which the workbook says it was written, else
    against the plan's day of issue where that lies before `today`, else against `today`.
    """
    rows = [row for table in submission.tables for row in table.rows]
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
    memory = _memory_of(plan)
    days = _DayReader(memory, written, today, submission.sheet_year)
    return tuple(map(_RowReader(memory, submission.unit or "", days, words).read, rows))


#: What a cell of a plan says by what stands in it, and for how long it says so.
_Dues = dict[object, tuple[Due, Span]]


@dataclass(slots=True)
class _Memory:
    """Days and phases that cells of one plan named lately: the same stand in many lists and rows."""

    plan: Plan
    phase_named: Callable[[str], Phase | None]
    dues: dict[tuple[object, ...], _Dues] = field(default_factory=dict)

    def of(self, written: date, sheet_year: int | None, *, is_past: bool) -> _Dues:
        """Return what such cells said so far in workbooks of one day and year."""
        return self.dues.setdefault((written, sheet_year, is_past), {})


_MOST_DUES, _MOST_PHASES = 4096, 256
_MEMORIES: list[_Memory] = []


def _memory_of(plan: Plan) -> _Memory:
    for memory in _MEMORIES:
        if memory.plan is plan:
            if sum(map(len, memory.dues.values())) + len(memory.dues) > _MOST_DUES:
                memory.dues.clear()
            return memory
    _MEMORIES.insert(0, _Memory(plan, lru_cache(maxsize=_MOST_PHASES)(plan.phase_named)))
    del _MEMORIES[2:]
    return _MEMORIES[0]


class _DayReader:
    """Reads the cells of one workbook that name days."""

    def __init__(self, memory: _Memory, written: date, today: date, sheet_year: int | None) -> None:
        self._plan, self._today = memory.plan, today
        self._written, self._sheet_year = written, sheet_year
        self._dues = {p: memory.of(written, sheet_year, is_past=p) for p in (False, True)}
        #: What cells of this workbook were found to say; `today` has heeded for how long.
        self._heeded: dict[bool, dict[object, Due]] = {False: {}, True: {}}

    def read(self, value: Value | None, is_past: bool = False) -> Due | None:
        """Return what a cell says, None where nothing readable stands in it."""
        if value is None or value.kind in _SAYS_NOTHING or not value.text:
            return None
        said = value.raw
        key: object = said
        if not isinstance(said, date):
            if value.kind == "number" and isinstance(said, int | float):
                key = (said, said.__class__)  # 1, 1.0 and True are equal, and not read alike
            else:
                key = said = value.text
        heeded = self._heeded[is_past]
        due = heeded.get(key)
        if due is None:
            due = heeded[key] = self._read(said, key, is_past=is_past)
        return due

    def _read(self, said: str | float | date, key: object, *, is_past: bool) -> Due:
        dues, today = self._dues[is_past], unwatched(self._today)
        due, span = dues.get(key, (None, ALWAYS))
        if due is None or not span.holds_on(today):
            watched = WatchedDay.of(today)
            due = day_in_plan(
                said,
                self._plan,
                written=self._written,
                today=watched,
                sheet_year=self._sheet_year,
                is_past=is_past,
            )
            span = watched.span
            dues[key] = (due, span)
        if isinstance(self._today, WatchedDay):
            self._today.heed(span)
        return due


class _RowReader:
    """Reads the rows of one workbook: what stands in many of them is understood once."""

    def __init__(self, memory: _Memory, unit: str, days: _DayReader, words: OfficeWords) -> None:
        plan = memory.plan
        self._unit, self._day, self._words = unit, days.read, words.statuses or None
        self._units = UnitCells(plan, plan.unit(unit), words.collectives).of
        self._phase_named = memory.phase_named
        self._states: dict[tuple[object, ...], StatusReading] = {}

    def read(self, row: Row) -> TaskRow:
        """Return a row understood."""
        get, day = row.cells.get, self._day
        leads, co_units = self._units(row)
        state, phase = get("status"), get("phase")
        status = self._status(state) if state is not None else None
        done_on = day(get("done_date"), True)
        if done_on is None and state is not None:
            done_on = self._done_on(state, status)
        return TaskRow(
            row,
            self._unit,
            day(get("deadline")),
            status,
            leads,
            co_units,
            _persons(get("person")),
            _persons(get("handler")),
            _persons(get("leader")),
            done_on,
            day(get("extend_to")),
            day(get("collected_on"), True),
            day(get("start")),
            self._phase_named(phase.text) if phase is not None and phase.is_filled else None,
        )

    def _status(self, value: Value) -> StatusReading | None:
        if value.kind in _SAYS_NOTHING or not value.text:
            return None
        # A raw 1 and a raw True are equal, and not read alike.
        key = (value.text, value.kind, value.raw.__class__, value.raw, value.at.heading)
        known = self._states.get(key)
        if known is None:
            reading = read_status(value.raw, value.text, value.kind, self._words)
            known = self._states[key] = _answer(reading, value)
        return known

    def _done_on(self, value: Value, status: StatusReading | None) -> Due | None:
        """Return the day of a cell like 已完成（6月18日）, where no column gives one."""
        if status is None or status.status is None or not status.status.is_done:
            return None
        found = _DAY_IN_STATE.findall(value.text)
        if len(found) != 1:
            return None
        due = self._day(Value(found[0], found[0], value.ref), True)
        return due if day_of(due) is not None else None


def _persons(value: Value | None) -> tuple[PersonName, ...]:
    if value is None or value.kind == "empty" or not value.text:
        return ()
    return read_persons(value.text)


def _answer(reading: StatusReading, value: Value) -> StatusReading:
    """Read 是 and 否 by the question in the heading: 是否挂起, 是否超期 ask of no completion."""
    heading, text = value.at.heading, value.text.strip()
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


def first_day_of(due: Due | None) -> date | None:
    """Return the first day that a cell may mean (6月 -> 6月1日), None where it names none for certain."""
    last = day_of(due)
    return due.start if due is not None and last is not None and due.start is not None else last


def known_ids(matches: Iterable[UnitMatch]) -> tuple[str, ...]:
    """Return the ids of the units that were understood for certain, each once, in order."""
    ids: list[str] = []
    for match in matches:
        if match.status == "collective":
            ids += [u.id for u in match.candidates]
        elif match.unit is not None and match.status in _CERTAIN:
            ids.append(match.unit.id)
    return tuple(dict.fromkeys(ids) if len(ids) > 1 else ids)
