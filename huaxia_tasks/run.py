"""The verbs behind the command line and the public Python: look, check, decide, draft, run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import field
from datetime import date, datetime

from .checking import check_office, check_view
from .drafting import Drafts, Draftsman, documents
from .errors import TemplateError
from .hands import ALONE, Hands
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
from .records import slotted
from .register_notes import register_notes
from .reminders import consider
from .tally import count


@slotted(frozen=False)
class Result:
    """What a verb found and wrote; ``exit_code`` follows the contract.

    ``looked`` gives what was looked at, without rows where these are not kept.  ``steady`` where the
    same would come out as long as no file looks different.
    """

    plan: Plan
    today: date
    looked: Callable[[], Snapshot]
    findings: Sequence[Finding] = ()
    tally: Tally = field(default_factory=Tally)
    papers: tuple[Paper, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    broken: tuple[TemplateError, ...] = ()
    unread: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)
    steady: bool = False
    _snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What was looked at."""
        if self._snapshot is None:
            self._snapshot = self.looked()
        return self._snapshot

    @property
    def open_settings(self) -> tuple[OpenSetting, ...]:
        """What the plan leaves open and the office has not filled in."""
        return self.plan.open_settings

    @property
    def exit_code(self) -> int:
        """0 nothing to say, 1 findings, 2 a broken template, 3 some inputs could not be read."""
        if self.broken:
            return 2
        if self.unread:
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
    return result_of(decide(look(office, today)))


def check_swept(
    office: Office, today: date, *, verify: bool = False, hands: Hands = ALONE
) -> Result:
    """Look and check without keeping all rows in memory; write nothing."""
    from .swept_run import run_swept

    return run_swept(office, today, papers=False, verify=verify, hands=hands)


def run_folder(
    office: Office,
    today: date,
    *,
    dry_run: bool = False,
    now: Callable[[], datetime] | None = None,
    verify: bool = False,
    hands: Hands = ALONE,
    then: Callable[[Result], None] = lambda result: None,
) -> Result:
    """Look, decide and draft; with a clock, keep what units handed in as the measure for next time.

    What was found out on earlier runs and still holds is taken over; with `verify` the content of
    every file is looked at.  `then` is told the outcome before another run may begin.  Raises
    LockedError where another run is at work.
    """
    from .lock import one_at_a_time
    from .swept_run import run_swept

    keeps = now is not None and not dry_run
    with one_at_a_time(office.root, now=now) if now and keeps else nullcontext():
        result = run_swept(
            office, today, dry_run=dry_run, now=now if keeps else None, verify=verify, hands=hands
        )
        then(result)
    return result


def result_of(briefing: Briefing, drafts: Drafts | None = None) -> Result:
    """Return what a verb came to."""
    snapshot, findings = briefing.snapshot, briefing.findings
    made = drafts or Drafts()
    waits = any(s.waits for view in snapshot.views for s in view.submissions)
    return Result(
        snapshot.plan,
        snapshot.today,
        lambda: snapshot,
        findings,
        briefing.tally,
        tuple(made.papers),
        tuple(made.files),
        (*snapshot.notes, *briefing.notes, *made.notes),
        tuple(made.broken),
        unread=waits or any(f.rule == "unreadable-file" for f in findings),
        levels=Counter(f.level.value for f in findings),
    )
