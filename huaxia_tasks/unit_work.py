"""The work on one unit, from its files to its papers; a function of what it is given, fit for any process.

A unit whose files, plan, decisions and past are those of the last time is not worked on again.  On
another day only what the day changes is made anew, unless one of its checks says something else now.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from .briefs import (
    Brief,
    all_matters,
    findings_in,
    pack_matter,
    pack_paper,
    pack_told,
    unpack_matter,
    view_without_rows,
)
from .cache import digest
from .cases import Case
from .checking import check_closely, gather, in_order, sort_findings
from .drafting import Draftsman, Templates, documents
from .looking import Setup, digest_of
from .model import (
    Audience,
    Briefing,
    Finding,
    ListKind,
    Matter,
    Plan,
    Snapshot,
    Submission,
    TaskRow,
    Unit,
    UnitView,
)
from .packing import FORMAT, pack_finding, pack_trouble, unpack_rows, unpack_submission
from .rendering.consolidated import FORMAT as BOOK_FORMAT
from .rendering.consolidated import Fragments, Layout
from .rendering.consolidated_notes import FINDINGS
from .rendering.consolidated_rows import MATTERS, count_phases, matter_texts
from .settle import settle_rows
from .tally import count_view, counts
from .watched_day import WatchedDay

_FORMAT = 1
_NUMBERS = {kind: number for number, kind in enumerate(ListKind)}


class Bench:
    """What the work on all units shares.

    `mark` names the program and its templates; without `papers` units are only looked at and checked.
    """

    def __init__(
        self, setup: Setup, today: date, mark: bytes, *, dry_run: bool = False, papers: bool = True
    ) -> None:
        self.setup, self.today, self.dry_run, self.papers = setup, today, dry_run, papers
        self.plan: Plan = setup.plan
        self.snapshot = Snapshot(setup.plan, today, office=str(setup.office.root))
        self.base = digest(
            _FORMAT, FORMAT, BOOK_FORMAT, mark, setup.plan.digest, setup.words.digest
        )
        self.templates = Templates(setup.office, cache=not dry_run)

    @cached_property
    def layout(self) -> Layout:
        """The columns of the consolidated workbook."""
        return Layout(self.plan)


class Done(NamedTuple):
    """What the work on a unit came to: its brief, its part of 汇总表, and files to be written."""

    brief: Brief
    pieces: bytes
    files: list[tuple[str, bytes]]


class Collector(Draftsman):
    """Makes files and keeps them in memory."""

    def __init__(self, bench: Bench, findings: Sequence[Finding], case: Case | None = None) -> None:
        briefing = Briefing(bench.snapshot, findings)
        office, templates = bench.setup.office, bench.templates.anew()
        super().__init__(office, briefing, dry_run=bench.dry_run, templates=templates)
        self.made: list[tuple[str, bytes]] = []
        self._contents = case.contents if case is not None else {}

    def _write(self, name: str, data: bytes) -> None:
        self.made.append((name, data))

    def _content(self, file: str) -> bytes:
        return self._contents.get(file) or super()._content(file)

    def broken(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return the templates that were stopped, with the words of the reason."""
        return tuple((t, e.what, e.where, e.todo) for t, e in self.templates.stopped.items())


def work(bench: Bench, case: Case, key: bytes, extra: Sequence[Finding] = ()) -> Done:
    """Look at a unit, check it, and make all that concerns it alone.

    `extra` are findings about it that only show when all units are compared.
    """
    watched = WatchedDay.of(bench.today)
    view = case.view(bench.setup, watched)
    reading = watched.span
    told = check_closely(view, watched)
    own = in_order(told)
    findings = (*own, *extra)
    desk = Collector(bench, findings, case)
    pieces = b""
    if bench.papers:
        desk.returned(view, [f for f in findings if f.tells is Audience.UNIT])
        _receipt(desk, view)
        made = bench.layout.fragments(view, findings)
        pieces = marshal.dumps((made.pack(), [matter_texts(m) for m in view.matters]), 4)
    positions = {id(row): i for i, row in enumerate(view.rows)}
    brief = Brief(
        key=key,
        state=view.state,
        whole=_is_whole(case.submissions, view.submissions),
        files=tuple(
            (s.file, s.digest, s.readable, tuple(map(pack_trouble, s.troubles)))
            for s in view.submissions
        ),
        lists=tuple(view.row_count(kind) for kind in ListKind),
        tables=tuple(
            (place, table.sheet, _NUMBERS[table.kind])
            for place, submission in enumerate(view.submissions)
            for table in submission.tables
        ),
        matters=tuple(pack_matter(m, bench.plan, positions, view.decisions) for m in view.matters),
        told=pack_told(told, reading),
        gathered=gather(view),
        extra=extra_key(extra),
        **_dated(bench, view, own, desk),
    )
    return Done(brief, pieces, desk.made)


def work_on_another_day(
    bench: Bench,
    unit: Unit,
    brief: Brief,
    pieces: bytes | None,
    before: Path,
) -> Done | None:
    """Return what a unit comes to on another day on which its checks say the same.

    `before` is the folder of the last day, from which workbooks to be returned are taken over.  None
    where the unit has to be worked on anew.
    """
    plan, today = bench.plan, bench.today
    if not brief.holds_on(today) or brief.extra[:1] == _IN_ROWS or brief.broken:
        return None
    returned = _taken_over(brief, before) if bench.papers else []
    if returned is None or (bench.papers and not pieces):
        return None
    matters = all_matters(brief, unit, plan, today)
    view = view_without_rows(brief, unit, plan, today, matters)
    findings = sort_findings(findings_in(brief))
    desk = Collector(bench, findings)
    if bench.papers and pieces:
        for name, data in returned:
            desk.write(name, data)
        _receipt(desk, view)
        packed, texts = marshal.loads(pieces)
        old = Fragments.unpack(packed)
        rows = bench.layout.matters_piece(view, findings, texts)
        made = Fragments({**old.pieces, MATTERS: rows}, count_phases(matters))
        pieces = marshal.dumps((made.pack(), texts), 4)
    return Done(brief._replace(**_dated(bench, view, findings, desk)), pieces or b"", desk.made)


def with_extra(
    bench: Bench, brief: Brief, pieces: bytes | None, extra: Sequence[Finding]
) -> Done | None:
    """Return what a unit comes to with other findings from comparing units than it was made with.

    None where these stand in its rows, so that it has to be worked on anew.
    """
    key = extra_key(extra)
    if _IN_ROWS in (brief.extra[:1], key[:1]) or not pieces:
        return None
    packed, texts = marshal.loads(pieces)
    old = Fragments.unpack(packed)
    findings = (*sort_findings(findings_in(brief)), *extra)
    told = bench.layout.findings_piece(findings)
    made = Fragments({**old.pieces, FINDINGS: told}, old.phases)
    return Done(brief._replace(extra=key), marshal.dumps((made.pack(), texts), 4), [])


#: How the key of findings begins that mark rows, matters or papers of the unit.
_IN_ROWS, _BESIDE = b"x", b"c"


def extra_key(extra: Sequence[Finding]) -> bytes:
    """Return what names findings that came from comparing units, b"" where there are none."""
    if not extra:
        return b""
    beside = all(f.ref is None and f.matter is None and f.tells is Audience.OFFICE for f in extra)
    return (_BESIDE if beside else _IN_ROWS) + digest([pack_finding(f) for f in extra])


def _dated(
    bench: Bench, view: UnitView, findings: Sequence[Finding], desk: Collector
) -> dict[str, Any]:
    """Return the part of a brief that holds for the day."""
    papers = {p.path for p in desk.drafts.papers}
    folder = bench.setup.office.relative(desk.folder)
    tally = count_view(view, findings) if counts(view) else None
    return {
        "day": bench.today.toordinal(),
        "tally": astuple(tally) if tally is not None else None,
        "made": tuple(
            (name, digest_of(data), f"{folder}/{name}" in papers) for name, data in desk.made
        ),
        "papers": tuple(pack_paper(p) for p in desk.drafts.papers),
        "notes": tuple(desk.drafts.notes),
        "broken": desk.broken(),
    }


def _receipt(desk: Collector, view: UnitView) -> None:
    entry = documents().get("receipt")
    if entry is not None and view.submissions:
        desk.paper(entry, entry.compose(desk.briefing, view))


def _is_whole(given: Sequence[Submission], chosen: Sequence[Submission]) -> bool:
    """Whether the rows of a unit are just those of its only file."""
    return len(given) == 1 == len(chosen) and len(given[0].tables) == len(chosen[0].tables)


def _taken_over(brief: Brief, before: Path) -> list[tuple[str, bytes]] | None:
    """Return the workbooks to be returned as they were made before; None where one is not there."""
    found = []
    for name, content, is_paper in brief.made:
        if is_paper:
            continue
        try:
            data = (before / name).read_bytes()
        except OSError:
            return None
        if digest_of(data) != content:
            return None
        found.append((name, data))
    return found


# --------------------------------------------------------------------------- matters with their rows


def matters_with_rows(
    bench: Bench, case: Case, brief: Brief, packed: Any, wanted: Sequence[int]
) -> list[Matter]:
    """Return the matters at the positions `wanted` with their rows.

    `packed` is what is kept of the unit's only file, None where it has several: then `case` has to
    hold them.
    """
    if packed is None or not brief.whole:
        view = case.view(bench.setup, bench.today)
        return [view.matters[i] for i in wanted]
    rows = _rows_at(bench, packed, [p for i in wanted for p in brief.matters[i][2] if p >= 0])
    found = []
    for i in wanted:
        four = [rows[p] if p >= 0 else None for p in brief.matters[i][2]]
        bare = brief.matters[i]
        found.append(
            unpack_matter(bare, case.unit.id, bench.plan, bench.today, case.decisions, four)
        )
    return found


def _rows_at(bench: Bench, packed: Any, positions: Sequence[int]) -> dict[int, TaskRow]:
    """Return the rows of a file by their position in it."""
    submission = unpack_submission(packed, rows=False)
    found: dict[int, TaskRow] = {}
    first = 0
    for table in packed[3]:
        size = len(table[10])
        own = sorted({p for p in positions if first <= p < first + size})
        rows = unpack_rows(submission.file, table, [p - first for p in own])
        words = bench.setup.office_words
        understood = settle_rows(rows, submission, bench.plan, bench.today, words)
        found.update(zip(own, understood, strict=True))
        first += size
    return found
