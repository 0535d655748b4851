"""A whole run or check by way of the sweep: set up, go over the units, draft, keep what was found out.

Where an office has several plans there is a sweep for each, with shelves of its own; all put their
drafts into one folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from .accepting import hindrance, keep
from .cache import Shelves, digest
from .day_folder import DayFolder
from .drafting import documents
from .hands import ALONE, Hands
from .kept_setup import kept_set_ups
from .ledger import Ledger, LedgerFiles, last_digests, read_history
from .looking import Setup, unit_digest
from .model import History, Submission
from .office import Office, starter
from .plans import may_rest
from .register_notes import register_notes
from .run import Result
from .stamp import program_mark
from .sweep import Sweep
from .sweep_papers import draft_swept
from .sweep_reminders import Reminding
from .unit_work import Bench
from .workbooks.inbox import Inbox

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
    setups = kept_set_ups(office, program, writable=writes)
    mark = digest(program, _templates(office))
    clock = now().date() if now is not None else None
    sweeping = _Sweeping(
        office, today, mark, papers=papers, writes=writes, verify=verify, clock=clock
    )
    try:
        with hands:
            sweeps, notes = sweeping.run(setups, hands)
        reminding = Reminding(sweeps, papers=papers)
        due = reminding.run()
        plans = [s.bench.plan for s in sweeps]
        first, *others = (_result(sweep, today) for sweep in sweeps)
        result = first
        result.beside = tuple(others)
        result.notes = (*(n for s in sweeps for n in s.notes), *notes, *due.told(*plans))
        result.steady = all(s.is_steady for s in sweeps)
        if papers:
            drafts = draft_swept(sweeps, reminding)
            result.papers, result.files = tuple(drafts.papers), tuple(drafts.files)
            result.notes += tuple(drafts.notes)
            result.broken, result.refused = tuple(drafts.broken), tuple(drafts.refused)
            day = sweeps[0].day
            result.steady = result.steady and day.is_finished and not day.notes
        if now is not None:
            taken_down = tuple(line for sweep in sweeps for line in _accept(sweep, now))
            result.notes += taken_down
            result.steady = result.steady and not taken_down
        if writes:
            for sweep in sweeps:
                sweep.save()
        return result
    except BaseException:
        sweeping.close()
        raise


def _result(sweep: Sweep, today: date) -> Result:
    return Result(
        sweep.bench.plan,
        today,
        sweep.snapshot,
        sweep.findings,
        sweep.tally,
        unread=bool(sweep.findings.unread) or sweep.waits,
        levels=sweep.findings.levels,
    )


class _Sweeping:
    """Goes over all units under each plan."""

    def __init__(
        self,
        office: Office,
        today: date,
        mark: bytes,
        *,
        papers: bool,
        writes: bool,
        verify: bool,
        clock: date | None,
    ) -> None:
        self._office, self._today, self._mark, self._clock = office, today, mark, clock
        self._papers, self._writes, self._verify = papers, writes, verify
        self._opened: list[Shelves] = []
        self._day: DayFolder | None = None

    def run(self, setups: Sequence[Setup], hands: Hands) -> tuple[list[Sweep], list[str]]:
        """Return a sweep for each plan that is not at rest, and notes on what concerns all of them."""
        inboxes: Mapping[str, Inbox] = {}
        notes: list[str] = []
        if len(setups) > 1:
            from .sorting import shelf_of, sort_files

            shelf = shelf_of(self._office, self._mark, writable=self._writes)
            found = sort_files(setups, shelf, verify=self._verify)
            shelf.close()
            inboxes, notes = found.inboxes, found.notes
        sweeps: list[Sweep] = []
        for setup in setups:
            inbox = inboxes.get(setup.plan.key)
            if sweeps and self._rests(setup, inbox, hands):
                continue
            sweeps.append(self._sweep(setup, inbox, hands, beside=bool(sweeps)))
        if len(setups) > 1:
            notes += _about_register(setups[0], sweeps)
        return sweeps, notes

    def _sweep(self, setup: Setup, inbox: Inbox | None, hands: Hands, *, beside: bool) -> Sweep:
        folder = self._office.cache / _folder(setup) if beside else self._office.cache
        shelves = self._shelves(folder, writable=self._writes)
        bench = Bench(
            setup,
            self._today,
            self._mark,
            dry_run=not self._writes,
            papers=self._papers,
            accepts=self._accepts(setup),
        )
        if self._day is None:
            path = self._office.output(self._today)
            self._day = DayFolder(self._office, path, shelves.units, dry_run=not self._writes)
        sweep = Sweep(bench, shelves, self._mark, self._day, verify=self._verify, inbox=inbox)
        return self._over_all(sweep, setup, hands)

    def _accepts(self, setup: Setup) -> bool:
        """Whether what is found is to be kept as the measure for the next submissions."""
        if self._clock is None:
            return False
        return not hindrance(self._office, setup.plan, self._today, self._clock)

    def _rests(self, setup: Setup, inbox: Inbox | None, hands: Hands) -> bool:
        """Whether a plan ended long ago and nothing under it can be urged any more."""
        if not may_rest(setup.plan, self._today):
            return False
        shelves = self._shelves(self._office.cache / _folder(setup), writable=False)
        bench = Bench(setup, self._today, self._mark, dry_run=True, papers=False)
        day = DayFolder(self._office, self._office.output(self._today), shelves.units, dry_run=True)
        sweep = Sweep(bench, shelves, self._mark, day, verify=self._verify, inbox=inbox)
        self._over_all(sweep, setup, hands)
        rests = not any(line.head.due_days for line in sweep.lines.values())
        shelves.close()
        return rests

    def _over_all(self, sweep: Sweep, setup: Setup, hands: Hands) -> Sweep:
        today, ledger = self._today, self._office.ledger
        blank = not ledger.exists() and _history(setup, {}, today) == History()
        sweep.run(lambda files: _history(setup, files, today), hands=hands, blank=blank)
        return sweep

    def _shelves(self, folder: Path, *, writable: bool) -> Shelves:
        shelves = Shelves(folder, self._mark, writable=writable)
        self._opened.append(shelves)
        return shelves

    def close(self) -> None:
        """Let go of all files."""
        for shelves in self._opened:
            shelves.close()


def _folder(setup: Setup) -> str:
    """Return the name of the folder for what was found out under a plan that is not the newest."""
    return f"plan-{digest(setup.plan.key).hex()[:12]}"


def _about_register(setup: Setup, sweeps: Sequence[Sweep]) -> Iterator[str]:
    views = [v for s in sweeps for v in s.with_decisions()] if setup.register else []
    return register_notes(setup, views, [s.history for s in sweeps])


def _history(setup: Setup, files: Mapping[str, Sequence[Submission]], today: date) -> History:
    digests = {unit: unit_digest(own) for unit, own in files.items()}
    return read_history(
        setup.office.ledger, setup.plan.key, digests, today, tags=setup.tags_in_ledger
    )


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
    office, plan, today = sweep.bench.setup.office, sweep.bench.plan, sweep.bench.today
    files = LedgerFiles.of(office.root)
    known = last_digests(files, plan.key)
    fresh = [
        unit
        for unit, line in sweep.lines.items()
        if line.case.submissions and known.get(unit) != line.head.handed_in
    ]
    if fresh and not sweep.bench.accepts:
        return [hindrance(office, plan, today, now().date())]
    notes: list[str] = []
    for first in range(0, len(fresh), _UNITS_AT_ONCE):
        found = [sweep.acceptance(unit) for unit in fresh[first : first + _UNITS_AT_ONCE]]
        if whole := [one for one in found if one is not None]:
            with Ledger(files, now=now) as ledger:
                notes += keep(ledger, office, plan, today, whole)
    return notes
