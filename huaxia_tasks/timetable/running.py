"""One round: starts whatever is due now, keeps what became of it, and leaves a sign of life."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from ..lock import one_at_a_time
from ..looking import set_up
from ..model import Plan
from ..occasions import local
from ..office import Office
from ..watchbook import (
    Book,
    Due,
    beat,
    begun,
    believe,
    clock_trouble,
    due_runs,
    ended,
    folder_of,
    is_passed_over,
    next_due,
    passed_over,
    put_off,
    read_book,
    write_book,
)
from .child import Ran, Start, Stop, start

LIMIT = timedelta(hours=1)
_BUSY_WAIT = timedelta(minutes=2)
_SAVE_EVERY = timedelta(minutes=10)
#: Exit codes with which a verb has done what it could; 4: another run is at work.
_DONE = frozenset({0, 1, 3, 5})
_BUSY, _FAULT, _WRONG = 4, 70, 2
_GRAVITY = (0, 1, 4, 3, 5, 2, 70)


@dataclass(slots=True)
class Round:
    """What a round did: lines to be shown, and the exit code that says the worst of it."""

    exit_code: int = 0
    lines: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    ran: int = 0

    def worsen(self, code: int) -> None:
        """Keep the worse of two exit codes."""
        known = code if code in _GRAVITY else _FAULT
        self.exit_code = max(self.exit_code, known, key=_GRAVITY.index)


def plan_of(office: Office) -> Plan:
    """Return the office's plan as it is now.  Raises PlanError saying what to mend."""
    return set_up(office).plan


def run_due(
    office: Office,
    *,
    now: Callable[[], datetime],
    launch: Start = start,
    limit: timedelta = LIMIT,
    accept_clock: bool = False,
    pretend: bool = False,
    plan: Callable[[Office], Plan] = plan_of,
    stop: Stop | None = None,
) -> Round:
    """Do once whatever is due now.

    With `pretend` the time is not the real one, and runs are told the day.  Raises LockedError where
    another round is under way, PlanError where the plan cannot be read.
    """
    folder_of(office).mkdir(mode=0o750, exist_ok=True)
    with one_at_a_time(folder_of(office), now=now):
        clerk = _Clerk(office, now, launch, limit, pretend, stop or Event())
        if not clerk.believes_the_clock(accept_clock):
            return clerk.round
        clerk.work(plan(office))
        return clerk.round


class _Clerk:
    """Works off one round."""

    def __init__(
        self,
        office: Office,
        now: Callable[[], datetime],
        launch: Start,
        limit: timedelta,
        pretend: bool,
        stop: Stop,
    ) -> None:
        self.office, self.launch, self.limit = office, launch, limit
        self.pretend, self.stop, self._clock = pretend, stop, now
        self.book: Book = read_book(office)
        self.round = Round()

    def now(self) -> datetime:
        """Return the time where the office is."""
        return local(self._clock())

    def believes_the_clock(self, accept: bool) -> bool:
        """Whether the clock may be believed; a wild one is told, and nothing runs."""
        at = self.now()
        if accept:
            believe(self.book, at)
        # Only where the clock is far ahead are the files looked at, for the newest one.
        trouble = clock_trouble(self.book, at)
        if trouble and clock_trouble(self.book, at, at) == "":
            trouble = clock_trouble(self.book, at, newest_file(self.office))
        if not trouble:
            return True
        said = f"{trouble}，这次不运行。请先核对本机的日期和时间；确认无误的，加 --accept-clock 再运行一次。"
        if not any(gist(said) in gist(line) for line in self.book.log[-3:]):
            self.book.note(at, said)
            write_book(self.office, self.book)
        beat(self.office, at, trouble=said)
        self.round.troubles.append(said)
        self.round.worsen(_WRONG)
        return False

    def work(self, plan: Plan) -> None:
        """Run what is due, each job for itself: one that fails stops no other."""
        at = self.now()
        due, lost = due_runs(plan, self.book, at)
        for said in lost:
            self.round.troubles.append(said)
            self.round.worsen(_WRONG)
        failed: set[str] = set()
        for one in due:
            if self.stop.is_set():
                break
            if one.job.name not in failed and not self._do(one):
                failed.add(one.job.name)
        self._finish(plan, bool(due))

    def _do(self, due: Due) -> bool:
        """Run one job for one of its times; False where it did not come to a good end."""
        at = self.now()
        if is_passed_over(due):
            passed_over(self.book, due, at)
            self.round.lines.append(f"“{due.job.name}”错过了{len(due.passed)}次，按方案不补。")
            self._save(at)
            return True
        begun(self.book, due, at)
        self._save(at)
        ran = self.launch(self._arguments(due), self.limit, self._sign(due, at), self.stop)
        after = self.now()
        if ran.code == _BUSY or ran.stopped:
            put_off(self.book, due, after, _BUSY_WAIT)
            if ran.code == _BUSY:
                self.round.lines.append(f"“{due.job.name}”：另一次运行正在进行，过一会儿再办。")
                self.round.worsen(_BUSY)
            self._save(after)
            return False
        trouble = self._trouble(due, ran)
        ended(self.book, due, after, _FAULT if ran.code is None else ran.code, trouble)
        self.round.ran += 1
        if trouble:
            self.round.troubles.append(f"“{due.job.name}”没有办成：{trouble}")
            self.round.worsen(_WRONG if ran.code == _WRONG else _FAULT)
        else:
            missed = f"，此前错过{len(due.passed)}次" if due.passed else ""
            self.round.lines.append(
                f"“{due.job.name}”已办（{due.slot:%m-%d %H:%M} 的一次{missed}）。"
            )
            self.round.worsen(ran.code or 0)
        self._save(after)
        return not trouble

    def _arguments(self, due: Due) -> list[str]:
        verb = due.job.verb
        arguments = [verb, "--office", str(self.office.root), "--quiet"]
        if verb == "issue":
            arguments.append("--auto")
        day = self.now().date() if self.pretend else None
        if verb != "issue" or self.pretend:
            day = due.as_of or day
        return [*arguments, "--today", day.isoformat()] if day else arguments

    def _trouble(self, due: Due, ran: Ran) -> str:
        """Return in words why a run is no good end, "" where it is."""
        if ran.code is None:
            minutes = int(self.limit.total_seconds() // 60)
            return f"运行超过{minutes}分钟，已停止。"
        if ran.code in _DONE or (due.job.verb == "doctor" and ran.code == _WRONG):
            return ""
        if ran.code < 0:
            return f"运行被系统中断（信号{-ran.code}）。"
        return ran.words or f"退出码{ran.code}。"

    def _sign(self, due: Due, since: datetime) -> Callable[[], None]:
        def sign() -> None:
            beat(self.office, self.now(), running=due.job.name, since=f"{since:%Y-%m-%d %H:%M:%S}")

        return sign

    def _save(self, at: datetime) -> None:
        self.book.last_seen = max(filter(None, (self.book.last_seen, at)))
        write_book(self.office, self.book)

    def _finish(self, plan: Plan, worked: bool) -> None:
        at, seen = self.now(), self.book.last_seen
        if not worked and (seen is None or at - seen >= _SAVE_EVERY):
            self._save(at)
        coming = next_due(plan, self.book, at)
        told = (
            {"next": coming[0].isoformat(timespec="seconds"), "job": coming[1].name}
            if coming
            else {}
        )
        failing = [name for name, record in self.book.jobs.items() if record.failed]
        beat(self.office, at, **told, failing=failing)
        if not worked:
            self.round.lines.append("现在没有到点的事。")
        if coming:
            self.round.lines.append(f"下一次：{coming[0]:%Y-%m-%d %H:%M} {coming[1].name}")


def gist(text: str) -> str:
    """Return a text without its figures: the same trouble a minute later is the same."""
    return re.sub(r"\d+", "", text)


def newest_file(office: Office) -> datetime | None:
    """Return the time of the newest file that people put here, None where there is none."""
    people: Iterable[Path] = (*office.plans, office.words, office.decisions, *_inbox(office))
    times = []
    for path in people:
        try:
            times.append(path.lstat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _inbox(office: Office) -> Iterable[Path]:
    try:
        yield from (p for p in office.inbox.rglob("*") if not p.name.startswith("."))
    except OSError:
        return
