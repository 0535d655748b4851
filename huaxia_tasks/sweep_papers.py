"""The drafts of a run from the briefs of its units: reminders, the circular, 汇总表.

What was drafted before from the same things, and lies in the folder of the day as it was, is not made
again.  The outcome is that of `run.draft`, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .briefs import pack_paper, unpack_paper
from .cache import digest
from .drafting import Drafts, documents
from .errors import TemplateError
from .kept_findings import FindingsByUnit
from .looking import digest_of
from .matters import is_overdue
from .model import Briefing, Paper, Reminder, Snapshot
from .reminders import consider
from .rendering.consolidated import Consolidated
from .sweep import Sweep
from .unit_work import Collector

_BOOK = "汇总表.xlsx"


def decide_swept(sweep: Sweep) -> Briefing:
    """Return what follows from all units: findings, reminders that fall due, counts."""
    bench = sweep.bench
    snapshot = sweep.snapshot(only_due=True)
    by_unit = FindingsByUnit(sweep.findings, sweep.lines)
    due = consider(snapshot.views, by_unit, bench.plan, bench.today, sweep.history)
    return Briefing(snapshot, sweep.findings, due.drafts, sweep.tally, due.told(bench.plan))


class _Desk:
    """Puts the drafts together in their order; a broken template stops its own kind from there on."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep, self.drafts = sweep, Drafts()
        self._stopped: set[str] = set()

    def take(
        self,
        made: Sequence[tuple[str, str, bool]],
        papers: Sequence[Paper],
        notes: Sequence[str],
        broken: Iterable[tuple[str, str, str, str]],
    ) -> None:
        """Take what was made for one unit, but for papers whose template was stopped before."""
        kinds = documents()
        gone = {p.path for p in papers if kinds[p.kind].template in self._stopped}
        folder = self.sweep.bench.setup.office.relative(self.sweep.day.path)
        for name, content, _ in made:
            if f"{folder}/{name}" not in gone:
                self.drafts.files.append(name)
                self.drafts.digests[name] = content
        self.drafts.papers += [p for p in papers if p.path not in gone]
        self.drafts.notes += notes
        for template, *words in broken:
            if template not in self._stopped:
                self._stopped.add(template)
                self.drafts.broken.append(TemplateError(*words))


def draft_swept(sweep: Sweep, briefing: Briefing) -> Drafts:
    """Make every draft of the day, remove what no longer holds, and return what there is."""
    desk = _Desk(sweep)
    for reminder in briefing.reminders:
        desk.take(*_reminder(sweep, reminder))
    for unit in sweep.lines:
        brief = sweep.brief(unit)
        papers = [unpack_paper(p) for p in brief.papers]
        desk.take(brief.made, papers, brief.notes, brief.broken)
    desk.take(*_circular(sweep, briefing))
    desk.take(((_BOOK, _consolidated(sweep), False),), (), (), ())
    desk.drafts.notes += sweep.day.notes
    sweep.day.finish(desk.drafts.digests)
    return desk.drafts


Made = tuple[
    Sequence[tuple[str, str, bool]],
    Sequence[Paper],
    Sequence[str],
    Iterable[tuple[str, str, str, str]],
]


def _made_by(sweep: Sweep, desk: Collector) -> Made:
    """Write what was made and return the facts."""
    for name, data in desk.made:
        sweep.day.put(name, data)
    made = tuple((name, digest_of(data), True) for name, data in desk.made)
    return made, tuple(desk.drafts.papers), tuple(desk.drafts.notes), desk.broken()


def _reminder(sweep: Sweep, reminder: Reminder) -> Made:
    """Return the papers of a reminder, those of the last time where nothing of it has changed."""
    place = f"r/{reminder.unit}/{reminder.step.no}"
    key = digest(
        sweep.bench.base,
        repr(replace(reminder, matters=())),
        [(m.id, sweep.lines[m.unit].key) for m in reminder.matters],
        sweep.brief(reminder.unit).told,
        sweep.findings.extra_key(reminder.unit),
    )
    kept = sweep.shelves.units.load(place)
    if kept is not None and kept[0] == key and all(sweep.day.has(n, c) for n, c, _ in kept[1]):
        return kept[1], [unpack_paper(p) for p in kept[2]], kept[3], kept[4]
    desk = Collector(sweep.bench, sweep.findings)
    desk.reminders([replace(reminder, matters=tuple(sweep.with_rows(reminder.matters)))])
    made, papers, notes, broken = _made_by(sweep, desk)
    packed = tuple(pack_paper(p) for p in papers)
    sweep.shelves.units.store(place, (key, made, packed, notes, broken))
    return made, papers, notes, broken


def _circular(sweep: Sweep, briefing: Briefing) -> Made:
    entry = documents().get("circular")
    desk = Collector(sweep.bench, sweep.findings)
    if entry is not None:
        snapshot = _with_late_rows(sweep, briefing.snapshot)
        desk.paper(entry, entry.compose(replace(briefing, snapshot=snapshot)))
    return _made_by(sweep, desk)


def _with_late_rows(sweep: Sweep, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with the rows of the matters that are overdue."""
    late = [m for m in snapshot.matters if is_overdue(m, snapshot.today)]
    whole = {m.id: m for m in sweep.with_rows(late)}
    views = tuple(
        replace(view, matters=tuple(whole.get(m.id, m) for m in view.matters))
        if any(m.id in whole for m in view.matters)
        else view
        for view in snapshot.views
    )
    return replace(snapshot, views=views)


def _consolidated(sweep: Sweep) -> str:
    """Write 汇总表 and return its SHA-256."""
    bench, day = sweep.bench, sweep.day
    with day.large(_BOOK) as target:
        book = Consolidated(target, bench.plan, bench.today)
        for unit in sweep.lines:
            book.add_fragments(sweep.fragments(unit))
        book.close(sweep.tally)
    return day.content_of(_BOOK)
