"""The verbs behind the command line and the public Python: look, check, decide, draft, run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime

from .checking import check_office, check_view
from .drafting import Drafts, Draftsman, documents
from .errors import TemplateError
from .hands import ALONE, Hands
from .looking import Setup, gather, set_ups, stray_view, unit_digest, views
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
from .office import Office, office_at
from .plans import chosen
from .register_notes import register_notes
from .reminders import consider
from .tally import count
from .workbooks.inbox import Inbox


@dataclass(slots=True)
class Result:
    """What a verb found and wrote; ``exit_code`` follows the contract.

    ``looked`` gives what was looked at, without rows where these are not kept.  ``steady`` where the
    same would come out as long as no file looks different.  ``beside`` has what was found under each of
    the office's other plans; papers, files and notes of all plans stand with the newest.
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
    refused: tuple[str, ...] = ()
    unread: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)
    steady: bool = False
    beside: tuple[Result, ...] = ()
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
        """0 nothing to say, 1 findings, 2 a broken template, 3 unread inputs, 5 a file not renewed."""
        if self.broken:
            return 2
        if self.refused:
            return 5
        if any(r.unread for r in self.of_all_plans):
            return 3
        return 1 if any(r.findings for r in self.of_all_plans) else 0

    @property
    def of_all_plans(self) -> tuple[Result, ...]:
        """The results under all plans, this one first."""
        return (self, *self.beside)


def check(snapshot: Snapshot) -> list[Finding]:
    """Return all findings of a snapshot: unit by unit in roster order, then what only all units show.

    Those under other plans come after them.
    """
    return [f for own in snapshot.of_all_plans for f in check_plan(own)]


def check_plan(snapshot: Snapshot) -> list[Finding]:
    """Return all findings under the plan of a snapshot alone."""
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


def look(office: Office | str | os.PathLike[str], today: date, plan: str = "") -> Snapshot:
    """Return everything a run on `today` looks at.  `office` is a folder or an Office.

    Where it has several plans this is the snapshot of the newest, or of the `plan` named, with those of
    the others beside it.
    """
    setups, today = set_ups(office_at(office)), whole_day(today)
    chosen([s.plan for s in setups], plan)  # a name that fits none is refused
    if len(setups) > 1:
        from .several import look_at_all

        return look_at_all(setups, today, plan)
    return snapshot_of(setups[0], today)


def whole_day(moment: date) -> date:
    """Return the day of a date or a moment; TypeError for anything else, such as a text."""
    if not isinstance(moment, date):
        raise TypeError(f"a day is a datetime.date, not {moment!r}")
    return moment.date() if isinstance(moment, datetime) else moment


def snapshot_of(setup: Setup, today: date, inbox: Inbox | None = None) -> Snapshot:
    """Return what a run on `today` looks at for one plan; `inbox` are its files where there are others."""
    from .ledger import read_history

    gathered = gather(setup, inbox)
    digests = {unit: unit_digest(found) for unit, found in gathered.by_unit.items()}
    key, ledger = setup.plan.key, setup.office.ledger
    history = read_history(ledger, key, digests, today, tags=setup.tags_in_ledger)
    stray = stray_view(setup, gathered, today)
    looked = tuple(views(setup, gathered, today, history))
    register = () if setup.is_one_of_several else register_notes(setup, looked, [history])
    return Snapshot(
        plan=setup.plan,
        today=today,
        views=looked,
        strays=stray.submissions if stray else (),
        history=history,
        office=str(setup.office.root),
        notes=(*gathered.notes, *register),
    )


def decide(snapshot: Snapshot) -> Briefing:
    """Return what follows from a snapshot: findings, reminders that fall due, counts."""
    if snapshot.beside:
        from .several import decide_on_all

        return decide_on_all(snapshot)
    findings = tuple(check_plan(snapshot))
    plan = snapshot.plan
    due = consider(snapshot.views, by_unit(findings), plan, snapshot.today, snapshot.history)
    tally = count(snapshot, findings)
    return Briefing(snapshot, findings, due.drafts, tally, due.told(plan))


def by_unit(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """Return findings by the unit that they are about, "" for none."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.unit or "", []).append(finding)
    return found


def draft(
    office: Office | str | os.PathLike[str], briefing: Briefing, *, dry_run: bool = False
) -> Drafts:
    """Write every draft of a briefing into 输出/<日期>/ and remove what no longer holds.

    `office` is a folder or an Office; with `dry_run` nothing is written.
    """
    desk = Draftsman(office_at(office), briefing, dry_run=dry_run)
    desk.reminders(briefing.reminders)
    for own in briefing.of_all_plans:
        its = desk if own is briefing else desk.beside(own)
        _draft_plan(its, own)
    return desk.done(whole=True)


def _draft_plan(desk: Draftsman, briefing: Briefing) -> None:
    """Write what is about one plan alone: workbooks to be returned, receipts, 通报, 汇总表."""
    kinds, findings = documents(), by_unit(briefing.findings)
    for view in briefing.snapshot.views:
        own = [f for f in findings.get(view.unit.id, []) if f.tells is Audience.UNIT]
        desk.returned(view, own)
        if "receipt" in kinds and view.submissions:
            desk.paper(kinds["receipt"], kinds["receipt"].compose(briefing, view))
    if "circular" in kinds:
        desk.paper(kinds["circular"], kinds["circular"].compose(briefing))
    desk.write(f"{desk.plan.marked('汇总表')}.xlsx", _consolidated(briefing))


def _consolidated(briefing: Briefing) -> bytes:
    from io import BytesIO

    from .rendering.consolidated import Consolidated

    target = BytesIO()
    book = Consolidated(target, briefing.snapshot.plan, briefing.snapshot.today)
    findings = by_unit(briefing.findings)
    for view in briefing.snapshot.views:
        book.add(view, findings.get(view.unit.id, []))
    book.add_findings(findings.get("", []))
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
    made = drafts or Drafts()
    result = _result(briefing)
    result.beside = tuple(map(_result, briefing.beside))
    result.papers, result.files = tuple(made.papers), tuple(made.files)
    notes = (n for b in briefing.of_all_plans for n in b.snapshot.notes)
    result.notes = (*notes, *briefing.notes, *made.notes)
    result.broken, result.refused = tuple(made.broken), tuple(made.refused)
    return result


def _result(briefing: Briefing) -> Result:
    snapshot, findings = briefing.snapshot, briefing.findings
    waits = any(s.waits for view in snapshot.views for s in view.submissions)
    return Result(
        snapshot.plan,
        snapshot.today,
        lambda: snapshot,
        findings,
        briefing.tally,
        unread=waits or any(f.rule == "unreadable-file" for f in findings),
        levels=Counter(f.level.value for f in findings),
    )
