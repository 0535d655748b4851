"""The drafts of a run: the papers of its units, the circular, 汇总表.

What was drafted before from the same things, and lies in the folder of the day as it was, is not made
again.  The outcome is that of `run.draft`, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence

from .briefs import day_for_steps, unpack_matter, unpack_paper, view_without_rows
from .drafting import Drafts, documents
from .errors import TemplateError
from .matters import is_overdue
from .model import Briefing, Snapshot, UnitView
from .rendering.consolidated import Consolidated
from .sweep import Sweep
from .sweep_reminders import Reminding
from .unit_work import Collector, Made


class _Desk:
    """Puts the drafts together in their order; a broken template stops its own kind from there on."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep, self.drafts = sweep, Drafts()
        self._stopped: set[str] = set()

    def take(self, one: Made) -> None:
        """Take what was made for one unit, but for papers whose template was stopped before."""
        kinds = documents()
        made, packed, notes, broken = one
        papers = [unpack_paper(p) for p in packed]
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


def draft_swept(sweeps: Sequence[Sweep], reminding: Reminding) -> Drafts:
    """Make every draft of the day, remove what no longer holds, and return what there is.

    `sweeps` are those of all plans, the newest first; they share the folder of the day.
    """
    day = sweeps[0].day
    desk = _Desk(sweeps[0])
    for made in reminding.made():
        desk.take(made)
    for sweep in sweeps:
        for line in sweep.lines.values():
            head = line.head
            desk.take((head.made, head.papers, head.notes, head.broken))
        desk.take(_circular(sweep))
        desk.take((_consolidated(sweep), (), (), ()))
    desk.drafts.notes += day.notes
    desk.drafts.refuse(day.refused)
    day.finish(desk.drafts.digests)
    return desk.drafts


def _circular(sweep: Sweep) -> Made:
    entry = documents().get("circular")
    desk = Collector(sweep.bench, sweep.findings)
    if entry is not None:
        late = _what_is_late(sweep)
        briefing = Briefing(late, sweep.findings, tally=sweep.tally, traced=False)
        desk.paper(entry, entry.compose(briefing))
    return sweep.made_by(desk)


def _what_is_late(sweep: Sweep) -> Snapshot:
    """Return what was looked at as far as it is overdue, with the cells of its rows."""
    plan, today = sweep.bench.plan, sweep.bench.today
    now = today.toordinal()
    views: list[UnitView] = []
    for unit, line in sweep.lines.items():
        if not any(day < now for day in line.head.due_days):
            continue
        brief, own = sweep.brief(unit), line.case.unit
        passed = [m for m in brief.matters if (day_for_steps(m) or now) < now]
        matters = [unpack_matter(m, unit, plan, today) for m in passed]
        overdue = [m for m in matters if is_overdue(m, today)]
        late = sweep.with_rows(overdue, understood=False)
        views.append(view_without_rows(brief, own, plan, today, late))
    return sweep.snapshot_of(views)


def _consolidated(sweep: Sweep) -> tuple[tuple[str, str, bool]]:
    """Write 汇总表 and return its name, its SHA-256, and that it is no paper."""
    bench, day = sweep.bench, sweep.day
    name = f"{bench.plan.marked('汇总表')}.xlsx"
    with day.large(name) as target:
        book = Consolidated(target, bench.plan, bench.today)
        for unit in sweep.lines:
            book.add_fragments(sweep.fragments(unit))
        book.add_findings(sweep.findings.of_no_unit())
        book.close(sweep.tally)
    return ((name, day.content_of(name), False),)
