"""事项: what the four lists say together, what was decided and what the past knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .cells import CellRef
from .plan import Phase, Plan, Unit
from .submission import Submission, TaskRow
from .understood import Due
from .vocabulary import Light, ListKind, Status

#: States in which nothing is left to be done.
_OVER = frozenset({*(s for s in Status if s.is_done), Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of 登记.xlsx: what a person decided.

    ``kind`` is 延期, 核实, 暂停, 认领, 销号 or another word of that sheet; ``approved`` False where it
    was refused or is still open (then ``verdict`` is "").  ``verdict`` is the word of column 结论,
    ``plan`` that of column 方案, which an office with several plans may add.
    """

    kind: str
    matter: str
    unit: str
    approved: bool
    decided_on: date | None
    new_due: date | None = None
    asked_on: date | None = None
    by: str = ""
    note: str = ""
    ref: CellRef | None = None
    verdict: str = ""
    plan: str = ""


@dataclass(slots=True)
class Matter:
    """事项: problem, task, responsibility and completion joined, with one stable id.

    Never changed once its state was found; not frozen, like `TaskRow`, since a run makes so many.

    ``due`` is the deadline as read; ``due_day`` the day that counts: an approved extension's, else
    that of ``due``.  ``days_left`` counts calendar days from today to ``due_day``.  ``why`` tells
    how the rows were joined and the state was found, one sentence each.  ``unread``: the lists do
    not tell where it stands, so that it is not called late.
    """

    id: str
    unit: str
    title: str
    problem: TaskRow | None = None
    task: TaskRow | None = None
    duty: TaskRow | None = None
    completion: TaskRow | None = None
    lead: str | None = None
    co_units: tuple[str, ...] = ()
    phase: Phase | None = None
    due: Due | None = None
    state: Status = Status.NOT_STARTED
    done_on: date | None = None
    light: Light = Light.GREY
    days_left: int | None = None
    progress: float | None = None
    decisions: tuple[Decision, ...] = ()
    why: tuple[str, ...] = ()
    plan: str = ""
    due_day: date | None = None
    unread: bool = False

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The rows joined, in the order of the four lists."""
        four = (self.problem, self.task, self.duty, self.completion)
        return tuple([r for r in four if r is not None])

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in _OVER

    @property
    def can_be_urged(self) -> bool:
        """Whether a reminder may come for it on some day: open, not paused or standing, with a day."""
        waits = self.state in (Status.SUSPENDED, Status.LONG_TERM)
        return self.is_open and not waits and self.due_day is not None


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between this submission of a matter and the last accepted one."""

    kind: str
    matter: str
    unit: str
    before: str
    after: str
    ref: CellRef | None = None


@dataclass(frozen=True, slots=True)
class PastMatter:
    """A matter as the ledger remembers it from the last accepted submission.

    ``texts`` holds the field texts of each list's row (``任务清单.task`` -> text).
    """

    id: str
    unit: str
    title: str
    number: str
    lead: str | None
    due: date | None
    state: str
    accepted_on: date
    texts: Mapping[str, str] = field(default_factory=dict)
    unchanged_since: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper that went out, as the ledger remembers it.

    ``steps`` tells which step of the ladder it was for each matter (a 催办通知 may carry matters that
    are only due soon), ``dues`` for which due day; both may lack a matter.
    """

    key: str
    kind: str
    unit: str
    number: str
    issued_on: date
    step: int
    matters: tuple[str, ...] = ()
    state: str = "issued"
    path: str = ""
    steps: Mapping[str, int] = field(default_factory=dict)
    dues: Mapping[str, date] = field(default_factory=dict)
    plan: str = ""

    def step_for(self, matter: str) -> int:
        """Return the step of the ladder that this paper was for one matter."""
        return self.steps.get(matter, self.step)


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger knows, read once.

    ``accepted``: digest of a unit's file -> in which of the unit's submissions it was first accepted.
    """

    sent: tuple[Sent, ...] = ()
    matters: tuple[PastMatter, ...] = ()
    last_run: date | None = None
    accepted: Mapping[str, int] = field(default_factory=dict)
    _index: dict[str, dict[str, list[int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def sent_to(self, unit: str) -> tuple[Sent, ...]:
        """Return the papers that went to `unit`, oldest first."""
        return tuple(self.sent[i] for i in self._of("sent", unit))

    def past_matters(self, unit: str) -> tuple[PastMatter, ...]:
        """Return the matters last accepted from `unit`."""
        return tuple(self.matters[i] for i in self._of("matters", unit))

    def _of(self, name: str, unit: str) -> list[int]:
        if name not in self._index:
            places: dict[str, list[int]] = {}
            for i, one in enumerate(getattr(self, name)):
                places.setdefault(one.unit, []).append(i)
            self._index[name] = places
        return self._index[name].get(unit, [])


@dataclass(frozen=True, slots=True)
class UnitView:
    """Everything known of one unit for one plan: what the rules of a unit look at.

    ``state`` is received | missing | unreadable.  ``loose`` are rows of 责任清单 and 完成清单 that belong to no
    matter, ``unknown_numbers`` rows whose 任务编号 or 对应问题编号 does not exist.  ``evidence`` maps the names of
    the unit's files under 佐证/ to their sizes in bytes; None where the office keeps no such folder.
    ``lists`` counts the rows of each list in a view that was made without its rows.
    """

    plan: Plan
    unit: Unit
    today: date
    state: str
    submissions: tuple[Submission, ...] = ()
    rows: tuple[TaskRow, ...] = ()
    matters: tuple[Matter, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: tuple[Decision, ...] = ()
    past: tuple[PastMatter, ...] = ()
    loose: tuple[TaskRow, ...] = ()
    unknown_numbers: tuple[TaskRow, ...] = ()
    evidence: Mapping[str, int] | None = None
    lists: Mapping[ListKind, int] | None = None
    _by_list: dict[ListKind, tuple[TaskRow, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def rows_of(self, kind: ListKind) -> tuple[TaskRow, ...]:
        """Return the rows of one list, in the order in which they stand."""
        if not self._by_list:
            found: dict[ListKind, list[TaskRow]] = {each: [] for each in ListKind}
            for row in self.rows:
                found[row.row.kind].append(row)
            self._by_list.update((each, tuple(rows)) for each, rows in found.items())
        return self._by_list[kind]

    def row_count(self, kind: ListKind) -> int:
        """Return how many rows of one list the unit handed in."""
        if self.lists is not None:
            return self.lists.get(kind, 0)
        return len(self.rows_of(kind))

    def has_list(self, kind: ListKind) -> bool:
        """Whether the unit handed in this list with at least one row."""
        if self.lists is not None:
            return self.lists.get(kind, 0) > 0
        return bool(self.rows_of(kind))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a run looked at, frozen: the same snapshot gives the same papers.

    ``plan`` is the newest; ``beside`` has what was looked at for each of the office's other plans, but
    for those ``resting``, by key.
    """

    plan: Plan
    today: date
    views: tuple[UnitView, ...] = ()
    strays: tuple[Submission, ...] = ()
    history: History = field(default_factory=History)
    office: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    beside: tuple[Snapshot, ...] = ()
    resting: tuple[str, ...] = ()

    @property
    def of_all_plans(self) -> tuple[Snapshot, ...]:
        """This snapshot and those of the other plans."""
        return (self, *self.beside)

    @property
    def matters(self) -> tuple[Matter, ...]:
        """All matters of the plan, unit by unit in roster order."""
        return tuple(m for v in self.views for m in v.matters)

    def rows(self, kind: ListKind) -> Iterator[TaskRow]:
        """Yield the rows of one list over all units."""
        for view in self.views:
            yield from view.rows_of(kind)

    def to_frame(self) -> object:
        """Return a ``pandas.DataFrame`` with one row per matter.

        Columns: id, unit, title, lead, co_units, phase, deadline, kind, due, state, done_on, light,
        days_left, progress; where several plans run, those of all of them and the column plan.  Empty
        values are None, never NaN turned from text.
        """
        from ..tally import to_frame

        return to_frame(self)
