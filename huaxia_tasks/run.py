"""The verbs behind the command line and the public Python: look, check, decide, draft, run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .checking import check_office, check_view
from .drafting import Drafts, Draftsman, documents
from .errors import TemplateError
from .looking import Setup, gather, set_up, stray_view, unit_digest, views
from .model import (
    Audience,
    Briefing,
    Finding,
    OpenSetting,
    Paper,
    Plan,
    Snapshot,
    Tally,
    UnitView,
)
from .office import Office, tidy
from .register_notes import register_notes
from .reminders import consider
from .tally import count


@dataclass(slots=True)
class Result:
    """What a verb found and wrote; ``exit_code`` follows the contract."""

    plan: Plan
    today: date
    snapshot: Snapshot
    findings: tuple[Finding, ...] = ()
    tally: Tally = field(default_factory=Tally)
    papers: tuple[Paper, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    broken: tuple[TemplateError, ...] = ()

    @property
    def open_settings(self) -> tuple[OpenSetting, ...]:
        """What the plan leaves open and the office has not filled in."""
        return self.plan.open_settings

    @property
    def unreadable(self) -> tuple[Finding, ...]:
        """The findings of inputs that could not be read."""
        return tuple(f for f in self.findings if f.rule == "unreadable-file")

    @property
    def exit_code(self) -> int:
        """0 nothing to say, 1 findings, 2 a broken template, 3 some inputs could not be read."""
        if self.broken:
            return 2
        if self.unreadable or any(s.waits for v in self.snapshot.views for s in v.submissions):
            return 3
        return 1 if self.findings else 0


def check(snapshot: Snapshot) -> list[Finding]:
    """Return all findings of a snapshot: unit by unit in roster order, then what only all units show."""
    found: list[Finding] = []
    if snapshot.strays:
        from .model import Unit

        stray = UnitView(
            snapshot.plan, Unit("", ""), snapshot.today, "received", submissions=snapshot.strays
        )
        found += check_view(stray)
    for view in snapshot.views:
        found += check_view(view)
    found += check_office(snapshot)
    return found


def look(office: Office | str, today: date) -> Snapshot:
    """Return everything a run on `today` looks at.  `office` is a folder or an Office."""
    from pathlib import Path

    from .office import find_office

    found = office if isinstance(office, Office) else find_office(Path.cwd(), Path(office))
    return _snapshot(set_up(found), today)


def _snapshot(setup: Setup, today: date) -> Snapshot:
    from .ledger import read_history

    gathered = gather(setup)
    digests = {unit: unit_digest(found) for unit, found in gathered.by_unit.items()}
    history = read_history(setup.office.ledger, setup.plan.key, digests, today)
    stray = stray_view(setup, gathered, today)
    looked = tuple(views(setup, gathered, today, history))
    return Snapshot(
        plan=setup.plan,
        today=today,
        views=looked,
        strays=stray.submissions if stray else (),
        history=history,
        office=str(setup.office.root),
        notes=(*gathered.notes, *register_notes(setup, looked, history)),
    )


def decide(snapshot: Snapshot) -> Briefing:
    """Return what follows from a snapshot: findings, reminders that fall due, counts."""
    findings = tuple(check(snapshot))
    plan = snapshot.plan
    due = consider(snapshot.views, _by_unit(findings), plan, snapshot.today, snapshot.history)
    tally = count(snapshot, findings)
    return Briefing(snapshot, findings, due.drafts, tally, due.told(plan))


def _by_unit(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    by_unit: dict[str, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit or "", []).append(finding)
    return by_unit


def draft(office: Office, briefing: Briefing, *, dry_run: bool = False) -> Drafts:
    """Write every draft of a briefing into 输出/<日期>/ and remove what no longer holds."""
    desk = Draftsman(office, briefing, dry_run=dry_run)
    kinds = documents()
    desk.reminders(briefing.reminders)
    by_unit = _by_unit(briefing.findings)
    for view in briefing.snapshot.views:
        own = [f for f in by_unit.get(view.unit.id, []) if f.tells is Audience.UNIT]
        desk.returned(view, own)
        if "receipt" in kinds and view.submissions:
            desk.paper(kinds["receipt"], kinds["receipt"].compose(briefing, view))
    if "circular" in kinds:
        desk.paper(kinds["circular"], kinds["circular"].compose(briefing))
    desk.write("汇总表.xlsx", _consolidated(briefing))
    if not dry_run:
        tidy(desk.folder, desk.drafts.digests)
    return desk.drafts


def _consolidated(briefing: Briefing) -> bytes:
    from io import BytesIO

    from .rendering.consolidated import Consolidated

    target = BytesIO()
    book = Consolidated(target, briefing.snapshot.plan, briefing.snapshot.today)
    by_unit = _by_unit(briefing.findings)
    for view in briefing.snapshot.views:
        book.add(view, by_unit.get(view.unit.id, []))
    book.close(briefing.tally)
    return target.getvalue()


def check_folder(office: Office, today: date) -> Result:
    """Look and check; write nothing."""
    briefing = decide(look(office, today))
    return _result(briefing)


def run_folder(
    office: Office,
    today: date,
    *,
    dry_run: bool = False,
    now: Callable[[], datetime] | None = None,
) -> Result:
    """Look, decide and draft; with a clock, keep what units handed in as the measure for next time.

    Raises LockedError where another run is at work.
    """
    if dry_run or now is None:
        return _run(office, today, dry_run)
    from .accepting import accept_snapshot
    from .lock import one_at_a_time

    with one_at_a_time(office.root, now=now):
        result = _run(office, today, dry_run)
        result.notes = (*result.notes, *accept_snapshot(office, result.snapshot, now=now))
        return result


def _run(office: Office, today: date, dry_run: bool) -> Result:
    briefing = decide(look(office, today))
    drafts = draft(office, briefing, dry_run=dry_run)
    result = _result(briefing)
    result.papers = tuple(drafts.papers)
    result.files = tuple(drafts.files)
    result.notes = (*result.notes, *drafts.notes)
    result.broken = tuple(drafts.broken)
    return result


def _result(briefing: Briefing) -> Result:
    snapshot = briefing.snapshot
    return Result(
        snapshot.plan,
        snapshot.today,
        snapshot,
        tuple(briefing.findings),
        briefing.tally,
        notes=(*snapshot.notes, *briefing.notes),
    )
