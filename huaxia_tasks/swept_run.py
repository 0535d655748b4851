"""A whole run or check by way of the sweep: set up, go over the units, draft, keep what was found out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from .accepting import accept_snapshot
from .cache import Shelves, digest
from .day_folder import DayFolder
from .drafting import documents
from .hands import ALONE, Hands
from .kept_setup import kept_set_up
from .ledger import LedgerFiles, last_digests, read_history
from .looking import Setup, unit_digest
from .model import History, Snapshot, Submission
from .office import Office, starter
from .run import Result
from .stamp import program_mark
from .sweep import Sweep
from .sweep_papers import draft_swept
from .sweep_reminders import Reminding
from .unit_work import Bench

_UNITS_AT_ONCE = 200


def run_swept(
    office: Office,
    today: date,
    *,
    dry_run: bool = False,
    papers: bool = True,
    now: Callable[[], datetime] | None = None,
    verify: bool = False,
    hands: Hands = ALONE,
) -> Result:
    """Look, decide and, with `papers`, draft; `dry_run` writes nothing.

    With a clock what units handed in is kept as the measure for next time; the caller holds the lock.
    """
    program, writes = program_mark(), papers and not dry_run
    setup = kept_set_up(office, program, writable=writes)
    mark = digest(program, _templates(office))
    shelves = Shelves(office.cache, mark, writable=writes)
    try:
        bench = Bench(setup, today, mark, dry_run=not writes, papers=papers)
        day = DayFolder(office, office.output(today), shelves.units, dry_run=not writes)
        sweep = Sweep(bench, shelves, mark, day, verify=verify)
        blank = not office.ledger.exists() and _history(setup, {}, today) == History()
        with hands:
            sweep.run(lambda files: _history(setup, files, today), hands=hands, blank=blank)
        reminding = Reminding(sweep, papers=papers)
        due = reminding.run()
        result = Result(
            setup.plan,
            today,
            sweep.snapshot,
            sweep.findings,
            sweep.tally,
            notes=(*sweep.notes, *due.told(setup.plan)),
            unread=bool(sweep.findings.unread) or sweep.waits,
            levels=sweep.findings.levels,
            steady=sweep.is_steady,
        )
        if papers:
            drafts = draft_swept(sweep, reminding)
            result.papers, result.files = tuple(drafts.papers), tuple(drafts.files)
            result.notes += tuple(drafts.notes)
            result.broken = tuple(drafts.broken)
            result.steady = result.steady and not sweep.day.notes
        if now is not None:
            taken_down = tuple(_accept(sweep, now))
            result.notes += taken_down
            result.steady = result.steady and not taken_down
        if writes:
            sweep.save()
        return result
    except BaseException:
        shelves.close()
        raise


def _history(setup: Setup, files: Mapping[str, Sequence[Submission]], today: date) -> History:
    digests = {unit: unit_digest(own) for unit, own in files.items()}
    return read_history(setup.office.ledger, setup.plan.key, digests, today)


def _templates(office: Office) -> list[tuple[str, bytes]]:
    """Return what names the templates that papers are made with."""
    found = []
    for entry in documents().values():
        own = office.templates / entry.template
        path = own if own.is_file() else starter("templates") / entry.template
        found.append((entry.template, digest(path.read_bytes()) if path.is_file() else b""))
    return found


def _accept(sweep: Sweep, now: Callable[[], datetime]) -> list[str]:
    """Keep what units handed in since the last run, a few units at a time."""
    bench = sweep.bench
    office, plan = bench.setup.office, bench.plan
    if not office.is_demo and bench.today != now().date():
        return []
    known = last_digests(LedgerFiles.of(office.root), plan.key)
    fresh = [
        unit
        for unit, line in sweep.lines.items()
        if line.case.submissions and known.get(unit) != sweep.handed_in(unit)
    ]
    notes: list[str] = []
    for first in range(0, len(fresh), _UNITS_AT_ONCE):
        views = tuple(sweep.view(unit) for unit in fresh[first : first + _UNITS_AT_ONCE])
        snapshot = Snapshot(plan, bench.today, views, history=sweep.history)
        notes += accept_snapshot(office, snapshot, now=now)
    return notes
