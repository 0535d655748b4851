"""What a check yields, and the look-ups that several checks share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from ..model import CellRef, ListKind, Matter, Plan, TaskRow, UnitView
from ..wording import day, shorten


class DaysSince(NamedTuple):
    """A gap that counts the days since `day`, only where the wording shows it.

    What a wording does not say need not be said anew every day.
    """

    day: date
    today: date

    def __format__(self, spec: str) -> str:
        return format(str((self.today - self.day).days), spec)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a check strikes.

    ``gaps`` fill the Chinese gaps of its wording: texts, or what formats itself when it is asked.
    Without a ``matter`` it is that of the row where the cell stands; "" where no one matter is meant.
    """

    ref: CellRef | None
    field: str | None = None
    value: str | None = None
    matter: str | None = None
    gaps: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    more_refs: tuple[CellRef, ...] = ()


def strike(
    row: TaskRow,
    field_key: str,
    matter: Matter | str | None = None,
    more_refs: Iterable[CellRef] = (),
    **gaps: Any,
) -> Hit:
    """Return a hit on a field of `row`; the cell's text is its value."""
    value = row.row.get(field_key)
    return Hit(
        ref=row.row.ref(field_key),
        field=field_key,
        value=value.text if value is not None else None,
        matter=matter.id if isinstance(matter, Matter) else matter,
        gaps={"事项": shorten(_title(row, matter), 40) or "本行", **gaps},
        more_refs=tuple(more_refs),
    )


def read_as(text: str, read: date) -> str:
    """Return （即2022年6月30日）, "" where the cell says just that."""
    said = day(read)
    plain = "".join(text.split())
    return "" if plain in (said, read.isoformat()) else f"（即{said}）"


def example_day(view: UnitView, matter: Matter | None = None) -> str:
    """Return a day that would be right in a cell: the last working day of the matter's phase, else of the plan."""
    phase = matter.phase if matter is not None else None
    last = phase.due if phase is not None else view.plan.due or view.plan.issued
    return day(view.plan.calendar.last_workday_until(last))


def _title(row: TaskRow, matter: Matter | str | None) -> str:
    """Return what the matter is called: 完成清单 often has no task of its own, only progress."""
    own = row.text("task") or row.text("problem")
    return own or (matter.title if isinstance(matter, Matter) else row.title)


RowKey = tuple[ListKind, str, str, int]


def row_key(row: TaskRow) -> RowKey:
    """Return what tells a row from every other one of the unit."""
    read = row.row
    return read.kind, read.file, read.sheet, read.number


def fills(row: TaskRow, field_key: str) -> bool:
    """Whether anything stands in a field of `row`."""
    value = row.row.cells.get(field_key)
    return value is not None and value.kind != "empty" and bool(value.text)


def is_answered(row: TaskRow) -> bool:
    """Whether 备注 says that those who raised a problem were given an answer."""
    return any(w in row.text("remark") for w in ("答复", "回复", "解释", "已解决", "已办"))


# --------------------------------------------------------------------------- asked once, by many

_Look = TypeVar("_Look", bound=Callable[..., Any])


class _Memory:
    """What look-ups found of the one thing that they were asked about last."""

    def __init__(self) -> None:
        self.of: object = None
        self.found: dict[Any, Any] = {}


def once(look: _Look) -> _Look:
    """Make a look-up once for a view (or a plan) and all that is asked with it.

    It may not ask for the view's day: that is noted for the check that asks.
    """
    memory = _Memory()

    def ask(of: UnitView | Plan, *what: Any) -> Any:
        if memory.of is not of:
            memory.of, memory.found = of, {}
        if what not in memory.found:
            memory.found[what] = look(of, *what)
        return memory.found[what]

    return cast(_Look, ask)


@once
def matter_ids(view: UnitView) -> Mapping[int, str]:
    """Return the matter's id for every row (by its identity) that was joined to one."""
    return {id(row): matter.id for matter in view.matters for row in matter.rows}


@once
def matters_by_place(view: UnitView) -> Mapping[tuple[str, str, int], str | None]:
    """Return the matter's id for every row (file, sheet, number) joined to one; None where to several."""
    found: dict[tuple[str, str, int], str | None] = {}
    for matter in view.matters:
        for row in matter.rows:
            place = row.row.file, row.row.sheet, row.row.number
            found[place] = matter.id if found.get(place, matter.id) == matter.id else None
    return found


@once
def matters_by_completion(view: UnitView) -> Mapping[int, Matter]:
    """Return the matter for every row of 完成清单 (by its identity) that was joined to one."""
    return {id(m.completion): m for m in view.matters if m.completion is not None}


@once
def distinct_cells(
    view: UnitView, field_key: str
) -> Sequence[tuple[Matter | None, TaskRow, tuple[CellRef, ...]]]:
    """Return each different text of a field once per matter, with the other cells that repeat it.

    The rows to mend first are in front; rows that belong to no matter come singly, with None.
    One cause, one finding: a wrong word copied from 任务清单 to 责任清单 is one thing to mend.
    """
    found: list[tuple[Matter | None, TaskRow, tuple[CellRef, ...]]] = []
    for matter in view.matters:
        # In the order in which they are asked to mend a thing they share.
        four = (matter.task, matter.duty, matter.completion, matter.problem)
        filled = [row for row in four if row is not None and fills(row, field_key)]
        for same in _by_text(filled, field_key):
            found.append((matter, same[0], tuple(row.row.ref(field_key) for row in same[1:])))
    joined = matter_ids(view)
    alone = (row for row in view.rows if id(row) not in joined)
    found += [(None, row, ()) for row in alone if fills(row, field_key)]
    return found


def _by_text(rows: list[TaskRow], field_key: str) -> Iterable[list[TaskRow]]:
    """Return rows that say the same, but for blanks, together."""
    texts = {row.text(field_key) for row in rows}
    if len(texts) <= 1:
        return (rows,) if rows else ()
    by_text: dict[str, list[TaskRow]] = {}
    for row in rows:
        by_text.setdefault("".join(row.text(field_key).split()), []).append(row)
    return by_text.values()
