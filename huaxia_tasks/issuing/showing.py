"""What would be issued, with the numbers that would be given and whom it would go to."""

from __future__ import annotations

from collections.abc import Sequence

from ..ledger import LedgerFiles, fill, read_all
from .addressing import Way
from .issue import Planned
from .preparing import Prepared


def shown(files: LedgerFiles, ready: Sequence[Prepared], on: Sequence[Way]) -> list[Planned]:
    """Return the papers in order, numbered as they would be now; nothing is written."""
    last: dict[tuple[str, int], int] = {}
    for told in read_all(files):
        row = told.paper
        if row.n is not None:
            last[row.series, row.year] = max(row.n, last.get((row.series, row.year), 0))
    planned = []
    for one in ready:
        paper, number = one.paper, ""
        if paper.series:
            key = (paper.series, paper.day.year)
            last[key] = last[key] + 1 if key in last else paper.first
            number = fill(paper.pattern, paper.day.year, last[key])
        to = tuple((d.channel, d.address) for d in paper.deliveries)
        planned.append(Planned(one.draft, number, paper.path(number), to))
    run = tuple((w.entry.name, "全部") for w in on if w.entry.per == "run")
    if run and planned:
        first = planned[0]
        planned[0] = Planned(first.draft, first.number, first.path, (*first.deliveries, *run))
    return planned
