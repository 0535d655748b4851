"""The work on one unit, from its files to its papers; a function of what it is given, fit for any process.

A unit whose files, plan, decisions and past are those of the last time is not worked on again.  On
another day only what the day changes is made anew, unless one of its checks says something else now.
"""

from __future__ import annotations

import marshal
import pickle
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from .accepting import acceptance_of
from .briefs import (
    Brief,
    Findings,
    Head,
    all_matters,
    day_for_steps,
    extra_key,
    lead_of,
    marks_rows,
    pack_findings,
    pack_matter,
    pack_paper,
    span_of,
    unpack_findings,
    view_without_rows,
)
from .cache import digest
from .cases import Case
from .checking import gather, in_order, sort_findings
from .documents.receipt import answered
from .drafting import Draftsman, Templates, documents
from .ledger import Acceptance
from .looking import Setup, digest_of, unit_digest
from .model import (
    Audience,
    Briefing,
    Finding,
    History,
    ListKind,
    Plan,
    Snapshot,
    Submission,
    UnitTally,
    UnitView,
)
from .packing import FORMAT, Packed, pack_trouble, unpack_submission
from .rechecking import Before, Spans, check_again, pack_spans, same_lists
from .rendering.consolidated import FORMAT as BOOK_FORMAT
from .rendering.consolidated import Fragments, Layout
from .rendering.consolidated_notes import FINDINGS
from .rendering.consolidated_rows import MATTERS, matter_texts
from .rendering.consolidated_rows import count_phases as count_lights
from .rendering.zip_stream import Piece
from .tally import count_phases, count_view, counts
from .watched_day import WatchedDay

_FORMAT = 4
_COUNTS: Callable[[UnitTally], tuple[Any, ...]] = attrgetter(*(f.name for f in fields(UnitTally)))
_NUMBERS = {kind: number for number, kind in enumerate(ListKind)}


class Bench:
    """What the work on all units shares.

    `mark` names the program and its templates; without `papers` units are only looked at and checked;
    with `accepts` what is found is to be kept as the measure for the next submissions.
    """

    def __init__(
        self,
        setup: Setup,
        today: date,
        mark: bytes,
        *,
        dry_run: bool = False,
        papers: bool = True,
        accepts: bool = False,
    ) -> None:
        self.setup, self.today, self.dry_run, self.papers = setup, today, dry_run, papers
        self.accepts = accepts
        self.plan: Plan = setup.plan
        self.snapshot = Snapshot(setup.plan, today, office=str(setup.office.root))
        self.base = digest(
            _FORMAT, FORMAT, BOOK_FORMAT, mark, setup.plan.digest, setup.words.digest
        )
        self.templates = Templates(setup.office, cache=not dry_run)
        self.mark = mark

    def packed(self, *, far: bool) -> bytes:
        """Return this bench for other processes; `far` ones cannot look into the office."""
        for entry in documents().values():
            if entry.kind == "receipt":
                self.templates.get(entry.template, [])
        kinds = {"dry_run": self.dry_run or far, "papers": self.papers, "accepts": self.accepts}
        facts = (self.setup, self.today, self.mark, kinds)
        return pickle.dumps((facts, self.templates.read), 5)

    @cached_property
    def layout(self) -> Layout:
        """The columns of the consolidated workbook."""
        return Layout(self.plan)


#: The bench that another process was given last.
_given: tuple[bytes, Bench] | None = None


def _bench(shared: Bench | bytes) -> Bench:
    global _given
    if isinstance(shared, Bench):
        return shared
    if _given is None or _given[0] != shared:
        (setup, today, mark, kinds), templates = pickle.loads(shared)
        bench = Bench(setup, today, mark, **kinds)
        bench.templates.read.update(templates)
        _given = (shared, bench)
    return _given[1]


class Job(NamedTuple):
    """Work on one unit for any process.

    ``packed`` has what its files say, None for one that stands whole in the case; ``before`` what was
    found out of the same case on another day.
    """

    case: Case
    key: bytes
    packed: Sequence[bytes | None]
    before: Before | None = None


class Done(NamedTuple):
    """What the work on a unit came to.

    ``brief``, ``findings`` with their ``spans`` and ``gathered`` (what checks of all units want to know
    of it) are None where they are as they were.  ``pieces`` are its part of 汇总表, ``files`` are
    to be written, each with its SHA-256.  ``acceptance`` is what is to be kept in the ledger of files
    that are new, where that was asked for and may be.
    """

    head: Head
    brief: Brief | None
    findings: Findings | None
    spans: Spans | None
    gathered: Mapping[str, Any] | None
    pieces: bytes
    files: list[tuple[str, bytes, str]]
    acceptance: Acceptance | None = None


#: Files with their SHA-256 and whether they are papers, the papers, notes, and stopped templates.
Made = tuple[
    tuple[tuple[str, str, bool], ...],
    tuple[Packed, ...],
    tuple[str, ...],
    tuple[tuple[str, str, str, str], ...],
]


class Collector(Draftsman):
    """Makes files and keeps them in memory."""

    def __init__(self, bench: Bench, findings: Sequence[Finding], case: Case | None = None) -> None:
        snapshot = bench.snapshot
        if case is not None and case.sent:
            snapshot = replace(snapshot, history=History(case.sent))
        briefing = Briefing(snapshot, findings)
        office, templates = bench.setup.office, bench.templates.anew()
        super().__init__(office, briefing, dry_run=bench.dry_run, templates=templates)
        #: Name, content and its SHA-256.
        self.made: list[tuple[str, bytes, str]] = []
        self._contents = case.contents if case is not None else {}

    def _write(self, name: str, data: bytes) -> None:
        content = self.drafts.digests[name] = digest_of(data)
        self.made.append((name, data, content))

    def _content(self, file: str) -> bytes:
        return self._contents.get(file) or super()._content(file)

    def facts(self) -> Made:
        """Return what was made, without its content."""
        made = tuple((name, content, True) for name, _, content in self.made)
        papers = tuple(map(pack_paper, self.drafts.papers))
        return made, papers, tuple(self.drafts.notes), self.broken()

    def broken(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return the templates that were stopped, with the words of the reason."""
        return tuple((t, e.what, e.where, e.todo) for t, e in self.templates.stopped.items())


def work(
    bench: Bench,
    case: Case,
    key: bytes,
    extra: Sequence[Finding] = (),
    before: Before | None = None,
) -> Done:
    """Look at a unit, check it, and make all that concerns it alone.

    `extra` are findings about it that only show when all units are compared, `before` is what was
    found out of the same case on another day.
    """
    watched = WatchedDay.of(bench.today)
    view = case.view(bench.setup, watched)
    reading = watched.span
    told = check_again(view, watched, before)
    watched.forget()
    gathered = gather(view)
    own = in_order(told)
    findings = (*own, *extra)
    since, until = span_of(told, reading.and_also(watched.span))
    desk = Collector(bench, findings, case)
    pieces = b""
    if bench.papers:
        desk.returned(view, [f for f in findings if f.tells is Audience.UNIT])
        _receipt(desk, view)
        texts = [matter_texts(m) for m in view.matters]
        made = bench.layout.fragments(view, findings, _standing(view, before, findings), texts)
        pieces = marshal.dumps((made.pack(), texts), 4)
    brief = _brief(bench, case, view)
    waiting = [m for m in brief.matters if day_for_steps(m) is not None]
    head = Head(
        key=key,
        since=since,
        until=until,
        handed_in=unit_digest(view.submissions),
        levels=dict(Counter(f.level.value for f in own)),
        unread=sum(f.rule == "unreadable-file" for f in own),
        waits=any(s.waits for s in view.submissions),
        steady=all(s.readable or s.digest for s in view.submissions),
        leads=tuple(dict.fromkeys(lead_of(m, view.unit.id) for m in waiting)),
        due_days=tuple(d for m in waiting if (d := day_for_steps(m)) is not None),
        phases=count_phases(bench.plan, view.matters),
        extra=extra_key(extra),
        **_dated(bench, case, view, own, desk),
    )
    spans = pack_spans(reading, told)
    fresh = bench.accepts and before is None
    kept = acceptance_of(view, bench.today) if fresh else None
    return Done(head, brief, pack_findings(told), spans, gathered, pieces, desk.made, kept)


def _standing(
    view: UnitView, before: Before | None, findings: Sequence[Finding]
) -> Mapping[str, Piece]:
    """Return the lists in 汇总表 of which is said what was said before."""
    if before is None or not before.pieces:
        return {}
    pieces = Fragments.unpack(marshal.loads(before.pieces)[0]).pieces
    same = same_lists(view, sort_findings(unpack_findings(before.findings)), findings)
    return {kind.value: pieces[kind.value] for kind in same}


def _brief(bench: Bench, case: Case, view: UnitView) -> Brief:
    positions = {id(row): i for i, row in enumerate(view.rows)}
    return Brief(
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
        # By their places among all of the unit: those that are still to come are no part of the view.
        matters=tuple(pack_matter(m, bench.plan, positions, case.decisions) for m in view.matters),
    )


def work_there(shared: Bench | bytes, job: Job) -> Done:
    """Do a job; fit for any process."""
    bench, case = _bench(shared), job.case
    files = tuple(
        one if packed is None else unpack_submission(marshal.loads(packed))
        for one, packed in zip(case.submissions, job.packed, strict=True)
    )
    unit = bench.plan.unit(case.unit.id) or case.unit
    case = replace(case, unit=unit, submissions=files)
    return work(bench, case, job.key, before=job.before)


class Known(NamedTuple):
    """All that is kept of a unit."""

    head: Head
    brief: Brief
    findings: Findings
    pieces: bytes | None


def work_on_another_day(bench: Bench, case: Case, known: Known, before: Path) -> Done | None:
    """Return what a unit comes to on another day on which its checks say the same.

    `before` is the folder of the last day, from which workbooks to be returned are taken over.  None
    where the unit has to be worked on anew.
    """
    plan, today, head, pieces = bench.plan, bench.today, known.head, known.pieces
    unit = case.unit
    if not head.holds_on(today) or marks_rows(head.extra) or head.broken:
        return None
    returned = _taken_over(head, before) if bench.papers else []
    if returned is None or (bench.papers and not pieces):
        return None
    matters = all_matters(known.brief, unit, plan, today)
    view = view_without_rows(known.brief, unit, plan, today, matters)
    findings = sort_findings(unpack_findings(known.findings))
    desk = Collector(bench, findings, case)
    if bench.papers and pieces:
        for name, data in returned:
            desk.write(name, data)
        _receipt(desk, view)
        packed, texts = marshal.loads(pieces)
        old = Fragments.unpack(packed)
        rows = bench.layout.matters_piece(view, findings, texts)
        made = Fragments({**old.pieces, MATTERS: rows}, count_lights(matters))
        pieces = marshal.dumps((made.pack(), texts), 4)
    dated = head._replace(**_dated(bench, case, view, findings, desk))
    return Done(dated, None, None, None, None, pieces or b"", desk.made)


def with_extra(bench: Bench, known: Known, extra: Sequence[Finding]) -> Done | None:
    """Return what a unit comes to with other findings from comparing units than it was made with.

    None where these stand in its rows, so that it has to be worked on anew.
    """
    key, head = extra_key(extra), known.head
    if marks_rows(head.extra) or marks_rows(key) or not known.pieces:
        return None
    packed, texts = marshal.loads(known.pieces)
    old = Fragments.unpack(packed)
    findings = (*sort_findings(unpack_findings(known.findings)), *extra)
    told = bench.layout.findings_piece(findings)
    made = Fragments({**old.pieces, FINDINGS: told}, old.phases)
    pieces = marshal.dumps((made.pack(), texts), 4)
    return Done(head._replace(extra=key), None, None, None, None, pieces, [])


def _dated(
    bench: Bench, case: Case, view: UnitView, findings: Sequence[Finding], desk: Collector
) -> dict[str, Any]:
    """Return the part of a head that holds for the day."""
    papers = {p.path for p in desk.drafts.papers}
    folder = bench.setup.office.relative(desk.folder)
    tally = count_view(view, findings) if counts(view) else None
    return {
        "day": bench.today.toordinal(),
        "answered": answered(desk.briefing.snapshot.history, case.unit, bench.today),
        "tally": _COUNTS(tally) if tally is not None else None,
        "made": tuple(
            (name, content, f"{folder}/{name}" in papers) for name, _, content in desk.made
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


def _taken_over(head: Head, before: Path) -> list[tuple[str, bytes]] | None:
    """Return the workbooks to be returned as they were made before; None where one is not there."""
    found = []
    for name, content, is_paper in head.made:
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
