"""From decided headings to the columns of each list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import ListKind
from ..patterns import regex
from .headings_ambiguous import Beside, decide_headings
from .headings_block import Head
from .headings_ticks import ticked

PROBLEMS, TASKS, DUTIES, COMPLETIONS = ListKind

#: Fields whose further columns are joined to the first, with what stands between.
JOINED = {
    **dict.fromkeys(
        ("problem", "task", "goal", "measure", "progress", "reason", "next_step"), "；"
    ),
    **dict.fromkeys(("remark", "proof", "co_matter", "origin", "scope"), "；"),
    **dict.fromkeys(("co_units", "person", "handler", "leader", "phone"), "、"),
}
#: A day over several columns, and the joiner that marks such a column.
DAY, DAY_PARTS = "年月日", ("年月日", "年月", "月日")
#: What each list takes from a row that is several lists at once.
_MONTH = regex(r"(?<!\d)(1[0-2]|[1-9])月")
_MOST_MONTHS = 3
_SHARED = frozenset({"seq", "item_id", "remark", "unit"})
_OF_LIST: dict[ListKind, frozenset[str]] = {
    PROBLEMS: _SHARED
    | {"problem", "category", "method", "group", "collected_on", "scope", "origin", "immediate"}
    | {"measure_tag", "lead_unit"},
    TASKS: _SHARED
    | {"problem_id", "problem", "category", "task", "measure", "goal", "lead_unit", "co_units"}
    | {"phase", "deadline", "start", "period", "funds", "measure_tag"},
    DUTIES: _SHARED
    | {"problem_id", "task", "leader", "person", "handler", "phone", "lead_unit", "co_units"}
    | {"co_matter", "deadline"},
    COMPLETIONS: _SHARED
    | {"problem_id", "task", "lead_unit", "deadline", "status", "progress", "done_date", "reason"}
    | {"next_step", "extend_to", "proof", "verifier"},
}
#: What a list with columns under its own name does not take from the others.
_OWN_ONLY: dict[ListKind, frozenset[str]] = {
    PROBLEMS: frozenset({"remark", "lead_unit", "item_id"}),
    **dict.fromkeys((TASKS, DUTIES, COMPLETIONS), frozenset({"remark"})),
}
#: Fields that begin a row of a list when several lists share the rows of a table.
ANCHORS: dict[ListKind, frozenset[str]] = {
    PROBLEMS: frozenset({"problem", "method", "group", "collected_on"}),
    TASKS: frozenset({"task", "measure", "goal", "lead_unit", "co_units", "deadline", "phase"}),
    DUTIES: frozenset({"leader", "person", "handler", "phone", "co_matter"}),
    COMPLETIONS: _OF_LIST[COMPLETIONS] - _OF_LIST[TASKS],
}


class Column(NamedTuple):
    """A field's place: its first column and heading; several columns are joined with ``joiner``.

    ``answers`` are what a tick in each of the columns says.
    """

    field: str
    columns: tuple[int, ...]
    headings: tuple[str, ...]
    joiner: str = ""
    first: int = 0
    heading: str = ""
    answers: tuple[str, ...] = ()


@dataclass(slots=True)
class Columns:
    """The columns of a table for one list, and the headings that were not used.

    ``unused`` maps a column to why: "" where no field explains it, else a sentence.
    ``open_fields`` are the fields that an undecided heading may be.
    """

    by_field: dict[str, Column] = field(default_factory=dict)
    unused: dict[int, str] = field(default_factory=dict)
    open_fields: frozenset[str] = frozenset()


def columns_of(beside: Beside) -> dict[ListKind, Columns]:
    """Return the columns of every list that a table is.

    Columns under a heading that names a list belong to that list alone; what it lacks it takes
    from the others.
    """
    grouped = {k for head in beside.heads for k in head.lists}
    if len(beside.kinds) < 2:
        return {kind: _assemble(beside) for kind in beside.kinds}
    if len(grouped) < 2:
        together = _assemble(beside)
        return {kind: _part(together, kind, beside.kinds) for kind in beside.kinds}
    own = {kind: _own(beside, kind) for kind in beside.kinds}
    apart = {kind: _assemble(part) for kind, part in own.items()}
    beside.looked = any(part.looked for part in own.values())
    return {kind: _part(_borrow(apart, kind), kind, beside.kinds) for kind in apart}


def _borrow(apart: Mapping[ListKind, Columns], kind: ListKind) -> Columns:
    """Return a list's own columns with those that it lacks from the others.

    The problem's number is no number of a task, it points at the problem.
    """
    own = apart[kind]
    by_field = dict(own.by_field)
    number = apart[PROBLEMS].by_field.get("item_id") if PROBLEMS in apart else None
    if number and kind is not PROBLEMS:
        by_field.setdefault("problem_id", number)
    for other, columns in apart.items():
        for key, column in columns.by_field.items():
            if key in _OF_LIST[kind] - _OWN_ONLY[kind] and (
                key != "item_id" or other is not PROBLEMS
            ):
                by_field.setdefault(key, column)
    return Columns(by_field, own.unused, own.open_fields)


def _own(beside: Beside, kind: ListKind) -> Beside:
    heads = [h for h in beside.heads if not h.lists or kind in h.lists]
    return Beside(beside.view, heads, beside.rows, (kind,), beside.index, beside.day)


def _assemble(beside: Beside) -> Columns:
    columns = Columns()
    for field_key, answers in ticked(beside).items():
        columns.by_field[field_key] = _ticked_column(field_key, answers)
        beside.heads = [h for h in beside.heads if h not in answers]
        beside.keys |= {h.column: field_key for h in answers}
    keys = decide_headings(beside)
    by_key: dict[str, list[Head]] = {}
    undecided: set[str] = set()
    for head in beside.heads:
        key = keys[head.column]
        if key is not None:
            by_key.setdefault(key, []).append(head)
        elif len(head.heading.keys) > 1:
            undecided |= set(head.heading.keys)
            columns.unused[head.column] = "有两种理解，请改为更明确的写法"
        elif not head.heading.keys:
            columns.unused[head.column] = ""
    for key, heads in by_key.items():
        if key not in columns.by_field:
            _take(columns, key, heads)
    for head in beside.heads:
        if head.heading.also and keys[head.column] in head.heading.keys:
            for key in head.heading.also:
                further = column_at(key, (head.column, *head.more), (head.text,), "、")
                columns.by_field.setdefault(key, further)
    columns.open_fields = frozenset(undecided)
    return columns


def _ticked_column(key: str, heads: Sequence[Head]) -> Column:
    numbers, answers = (h.column for h in heads), tuple(h.texts[-1] for h in heads)
    texts = tuple(h.text for h in heads)
    return Column(key, tuple(numbers), texts, "、", heads[0].column, texts[0], answers)


def _take(columns: Columns, key: str, heads: list[Head]) -> None:
    """Enter a field with its column, or with all of them where they can be joined."""
    if len(heads) > 1 and "".join(h.texts[-1].strip() for h in heads) in DAY_PARTS:
        columns.by_field[key] = _ticked_column(key, heads)._replace(joiner=DAY)
        return
    current = [h for h in heads if not h.heading.past] or heads
    joiner = JOINED.get(key, "")
    if not joiner:
        best = min(current, key=lambda h: (h.heading.rank, -_month_of(h.text)))
        for head in heads:
            if head is not best and key not in ("seq", "unit") and not head.heading.past:
                columns.unused[head.column] = f"与“{best.text}”是同一栏目，只采用了“{best.text}”"
        current = [best]
    numbers = tuple(c for h in current for c in (h.column, *h.more))
    texts = tuple(h.text for h in current for _ in (h.column, *h.more))
    columns.by_field[key] = column_at(key, numbers, texts, joiner or "、")


def _month_of(text: str) -> int:
    """Return the last month that a heading names (6月底完成状态), 0 for none: of two the later counts."""
    months = [int(m) for m in _MONTH.findall(text)]
    return months[-1] if months and len(months) < _MOST_MONTHS else 0


def column_at(key: str, numbers: tuple[int, ...], texts: tuple[str, ...], joiner: str) -> Column:
    """Return the column of a field; the joiner counts where there are several."""
    joined = joiner if len(numbers) > 1 else ""
    return Column(key, numbers, texts, joined, numbers[0], texts[0])


def _part(columns: Columns, kind: ListKind, kinds: tuple[ListKind, ...]) -> Columns:
    """Return what one list of `kinds` takes from a row that is all of them at once.

    What none of them has (责任人 where no 责任清单 is among them) is the task's.
    """
    known = frozenset().union(*(_OF_LIST[k] for k in kinds))
    takes_rest = kind is (TASKS if TASKS in kinds else kinds[-1])
    mine = {
        key: column
        for key, column in columns.by_field.items()
        if key in _OF_LIST[kind] or (key not in known and takes_rest)
    }
    if kind is PROBLEMS and "problem_id" in columns.by_field:
        mine["item_id"] = columns.by_field["problem_id"]
    return Columns(mine, columns.unused, columns.open_fields)
