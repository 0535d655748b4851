"""A unit on another day: only checks that may say something else are run again.

Of each check is kept on which days it says the same.  Where the rows are read as they were, the
others need not be asked; lists of which nothing else is said stand in 汇总表 as they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .briefs import Findings
from .checking import Told, check_closely
from .model import Finding, ListKind, UnitView
from .packing import unpack_finding
from .watched_day import ALWAYS, Span, WatchedDay, unwatched

#: First and last day, by number, on which the rows are read so ("") and each check says the same.
#: A check that is not named says it always.
Spans = tuple[tuple[str, int, int], ...]
_ROWS = ""


class Before(NamedTuple):
    """What was found out of a unit on another day; ``pieces`` are its part of 汇总表."""

    findings: Findings
    spans: Spans
    pieces: bytes | None


def pack_spans(reading: Span, told: Iterable[Told]) -> Spans:
    """Return for how long rows are read so and checks say so, as plain values."""
    spans = ((_ROWS, reading), *((one.rule, one.span) for one in told))
    return tuple(
        (rule, span.since.toordinal(), span.until.toordinal())
        for rule, span in spans
        if span != ALWAYS
    )


def check_again(view: UnitView, day: WatchedDay, before: Before | None) -> list[Told]:
    """Return what every check says of a unit, as `check_closely` does; `day` is the view's ``today``."""
    spans = {rule: _span(*days) for rule, *days in before.spans} if before is not None else {}
    today = unwatched(day)
    if before is None or not spans.get(_ROWS, ALWAYS).holds_on(today):
        return check_closely(view, day)
    stale = {rule for rule, span in spans.items() if not span.holds_on(today)}
    told = check_closely(view, day, stale) if stale else []
    found = dict(before.findings)
    for rule in (found.keys() | spans.keys()) - stale - {_ROWS}:
        findings = tuple(map(unpack_finding, found.get(rule, ())))
        told.append(Told(rule, findings, spans.get(rule, ALWAYS)))
    return told


def _span(since: int, until: int) -> Span:
    return Span(date.fromordinal(since), date.fromordinal(until))


def same_lists(
    view: UnitView, before: Sequence[Finding], now: Sequence[Finding]
) -> tuple[ListKind, ...]:
    """Return the lists of whose rows is said now what was said before."""
    then, today = _by_sheet(before), _by_sheet(now)
    return tuple(
        kind
        for kind in ListKind
        if all(
            then.get(sheet) == today.get(sheet)
            for sheet in {(row.row.file, row.row.sheet) for row in view.rows_of(kind)}
        )
    )


def _by_sheet(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        for ref in (finding.ref, *finding.more_refs):
            if ref is not None and ref.row:
                found.setdefault((ref.file, ref.sheet), []).append(finding)
    return found
