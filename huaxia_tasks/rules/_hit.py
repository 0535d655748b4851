"""What a check yields, and the look-ups that several checks share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..model import CellRef, ListKind, Matter, TaskRow, UnitView
from ..wording import day, shorten

#: Order in which the rows of one matter are asked to mend a thing they share.
MEND_ORDER = (ListKind.TASKS, ListKind.DUTIES, ListKind.COMPLETIONS, ListKind.PROBLEMS)


@dataclass(frozen=True, slots=True)
class DaysSince:
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
    return "" if "".join(text.split()) == said else f"（即{said}）"


def example_day(view: UnitView, matter: Matter | None = None) -> str:
    """Return a day that would be right in a cell: the last one of the matter's phase, else of the plan."""
    phase = matter.phase if matter is not None else None
    return day(phase.due if phase is not None else view.plan.due or view.plan.issued)


def _title(row: TaskRow, matter: Matter | str | None) -> str:
    """Return what the matter is called: 完成清单 often has no task of its own, only progress."""
    own = row.text("task") or row.text("problem")
    return own or (matter.title if isinstance(matter, Matter) else row.title)


RowKey = tuple[ListKind, str, str, int]


def row_key(row: TaskRow) -> RowKey:
    """Return what tells a row from every other one of the unit."""
    read = row.row
    return read.kind, read.file, read.sheet, read.number


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """How the rows of one view belong to matters: found out once, asked by many checks."""

    view: UnitView
    ids: dict[RowKey, str]
    in_mend_order: tuple[tuple[Matter, list[TaskRow]], ...]
    alone: tuple[TaskRow, ...]
    by_matter: dict[str, list[tuple[Matter | None, list[TaskRow]]]]
    distinct: dict[str, list[tuple[Matter | None, TaskRow, tuple[CellRef, ...]]]]


_LAST: list[_Joined] = []
_PLACES = {kind: place for place, kind in enumerate(MEND_ORDER)}


def _joined(view: UnitView) -> _Joined:
    if not _LAST or _LAST[0].view is not view:
        ids = {row_key(r): m.id for m in view.matters for r in m.rows}
        ordered = tuple(
            (m, sorted(m.rows, key=lambda r: _PLACES[r.row.kind])) for m in view.matters
        )
        alone = tuple(r for r in view.rows if row_key(r) not in ids)
        _LAST[:] = [_Joined(view, ids, ordered, alone, {}, {})]
    return _LAST[0]


def matter_ids(view: UnitView) -> Mapping[RowKey, str]:
    """Return the matter's id for every row that was joined to one."""
    return _joined(view).ids


def cells_by_matter(
    view: UnitView, field_key: str
) -> Sequence[tuple[Matter | None, list[TaskRow]]]:
    """Return, per matter, its rows with something in `field_key`, those to mend first in front.

    Rows that belong to no matter come singly, with None.
    """
    joined = _joined(view)
    found = joined.by_matter.get(field_key)
    if found is None:
        found = []
        for matter, rows in joined.in_mend_order:
            filled = [r for r in rows if r.row.get(field_key) is not None]
            if filled:
                found.append((matter, filled))
        found += [(None, [r]) for r in joined.alone if r.row.get(field_key) is not None]
        joined.by_matter[field_key] = found
    return found


def distinct_cells(
    view: UnitView, field_key: str
) -> Sequence[tuple[Matter | None, TaskRow, tuple[CellRef, ...]]]:
    """Return each different text of a field once per matter, with the other cells that repeat it.

    One cause, one finding: a wrong word copied from 任务清单 to 责任清单 is one thing to mend.
    """
    joined = _joined(view)
    found = joined.distinct.get(field_key)
    if found is None:
        found = [
            (matter, same[0], tuple(r.row.ref(field_key) for r in same[1:]))
            for matter, rows in cells_by_matter(view, field_key)
            for same in _by_text(rows, field_key)
        ]
        joined.distinct[field_key] = found
    return found


def _by_text(rows: list[TaskRow], field_key: str) -> Iterable[list[TaskRow]]:
    """Return rows that say the same, but for blanks, together."""
    first = rows[0].text(field_key)
    if all(row.text(field_key) == first for row in rows):
        return (rows,)
    by_text: dict[str, list[TaskRow]] = {}
    for row in rows:
        by_text.setdefault("".join(row.text(field_key).split()), []).append(row)
    return by_text.values()
