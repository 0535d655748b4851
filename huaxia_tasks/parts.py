"""Parts of one entry: rows that stand under one merged number or one merged task.

Each part is a row with a lead or a day of its own; they share what other lists say of the number.
So do rows that were entered twice, with one number and the same words (a list copied to another
sheet).
"""

from __future__ import annotations

from collections.abc import Sequence

from .model import TaskRow
from .references import Number


def first_parts(rows: Sequence[TaskRow], numbers: Sequence[Number]) -> list[int]:
    """Return for every row the position of the first part of its entry: its own for most.

    `numbers` are those that the rows bear themselves.
    """
    firsts = list(range(len(rows)))
    seen: dict[tuple[str, str, int, int], int] = {}
    said: dict[tuple[Number, str], int] = {}
    told = set(filter(None, numbers))
    repeated = len(told) < len(numbers) - numbers.count(())
    for position, row in enumerate(rows):
        value = row.row.get("item_id") or row.row.get("task")
        if value is None:
            continue
        at = value.at
        first = seen.setdefault((at.file, at.sheet, value.row, at.column), position)
        if repeated and first == position and numbers[position]:
            words = "".join(row.text("task").split())
            if words:
                first = said.setdefault((numbers[position], words), position)
        firsts[position] = first
    return firsts


def spread(firsts: Sequence[int], targets: Sequence[int]) -> list[int]:
    """Return where rows go that all point at the first part of an entry, one to each part in turn.

    `targets` are first parts.  Rows are spread only where there are as many as parts.
    """
    if len(set(firsts)) == len(firsts):
        return list(targets)  # no entry has several parts
    members: dict[int, list[int]] = {}
    for position, first in enumerate(firsts):
        members.setdefault(first, []).append(position)
    spread_over = list(targets)
    for first in set(targets):
        parts = members.get(first, [])
        pointing = [i for i, target in enumerate(targets) if target == first]
        if 1 < len(parts) == len(pointing):
            for i, part in zip(pointing, parts, strict=True):
                spread_over[i] = part
    return spread_over
