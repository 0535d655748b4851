"""The rows of one list with what joining lists wants to know of them, each found out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from .model import ListKind, TaskRow
from .parts import first_parts
from .references import Number, number_of


class Entries:
    """The rows of one list, in the order in which they stand."""

    def __init__(self, rows: Iterable[TaskRow] = ()) -> None:
        self.rows = tuple(rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def own_numbers(self) -> list[Number]:
        """The number that each row bears, () where it has none."""
        return [number_of(r, "item_id") for r in self.rows]

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers by which other lists point at rows: where none has one, its 序号."""
        own = self.own_numbers
        return own if any(own) else [number_of(r, "seq") for r in self.rows]

    @cached_property
    def firsts(self) -> list[int]:
        """Of every row the position of the first part of its entry: its own for most."""
        return first_parts(self.rows, self.own_numbers)

    @cached_property
    def has_parts(self) -> bool:
        """Whether an entry consists of several rows."""
        return len(set(self.firsts)) < len(self.firsts)

    @cached_property
    def sheets(self) -> frozenset[tuple[str, str]]:
        """The file and sheet of every row."""
        return frozenset([(r.row.file, r.row.sheet) for r in self.rows])

    @cached_property
    def places(self) -> dict[tuple[str, str, int], int]:
        """On which line which row stands."""
        return {place_of(r): j for j, r in enumerate(self.rows)}


def place_of(row: TaskRow) -> tuple[str, str, int]:
    """Return the file, sheet and line of a row."""
    return row.row.file, row.row.sheet, row.row.number


def by_list(rows: Iterable[TaskRow]) -> dict[ListKind, Entries]:
    """Return the rows of every list."""
    found: dict[ListKind, list[TaskRow]] = {kind: [] for kind in ListKind}
    for row in rows:
        found[row.row.kind].append(row)
    return {kind: Entries(own) for kind, own in found.items()}
