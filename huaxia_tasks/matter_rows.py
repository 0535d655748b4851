"""Single matters with their rows, from what is kept of a file: not all of its rows are read for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .briefs import Brief, unpack_matter
from .cases import Case
from .model import Matter, TaskRow
from .packing import unpack_rows, unpack_submission
from .settle import settle_rows
from .unit_work import Bench


def matters_with_rows(
    bench: Bench,
    case: Case,
    brief: Brief,
    packed: Any,
    wanted: Sequence[int],
    *,
    understood: bool = True,
) -> list[Matter]:
    """Return the matters at the positions `wanted` with their rows.

    `packed` is what is kept of the unit's only file, None where it has several: then `case` has to
    hold them.  Rows that need not be `understood` may have their cells alone.
    """
    if packed is None or not brief.whole:
        view = case.view(bench.setup, bench.today)
        return [view.matters[i] for i in wanted]
    places = [p for i in wanted for p in brief.matters[i][2] if p >= 0]
    rows = _rows_at(bench, case, packed, places, understood=understood)
    found = []
    for i in wanted:
        four = [rows[p] if p >= 0 else None for p in brief.matters[i][2]]
        bare = brief.matters[i]
        found.append(
            unpack_matter(bare, case.unit.id, bench.plan, bench.today, case.decisions, four)
        )
    return found


def _rows_at(
    bench: Bench, case: Case, packed: Any, positions: Sequence[int], *, understood: bool
) -> dict[int, TaskRow]:
    """Return the rows of a file by their position in it."""
    submission = unpack_submission(packed, rows=False)
    found: dict[int, TaskRow] = {}
    first = 0
    for table in packed[3]:
        size = len(table[10])
        own = sorted({p for p in positions if first <= p < first + size})
        rows = unpack_rows(submission.file, table, [p - first for p in own])
        words = bench.setup.office_words
        read = (
            settle_rows(rows, submission, bench.plan, bench.today, words)
            if understood
            else [TaskRow(row, case.unit.id) for row in rows]
        )
        found.update(zip(own, read, strict=True))
        first += size
    return found
