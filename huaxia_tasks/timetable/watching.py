"""值守: stays, and every half minute looks whether something is due.

``schedule`` is a mere alarm clock here, with one job.  It keeps nothing and trusts the clock: when
wall clock and monotonic clock move apart, the job is registered again, or it would keep still until
the clock comes back to where it was.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..errors import HuaxiaError, LockedError, PlanError
from ..lock import one_at_a_time
from ..model import Plan
from ..occasions import local
from ..office import Office
from ..watchbook import beat, folder_of
from .child import Start, Stop, start
from .running import LIMIT, gist, plan_of, run_due

TICK_SECONDS = 30
_LONGEST_SLEEP = 60.0
_APART = 60.0
_RESIDENT = "值守"


@dataclass(slots=True)
class _PlanKeeper:
    """Reads the plan again only when its file changed; a plan being edited is replaced by the last good one."""

    signature: tuple[object, ...] = ()
    plan: Plan | None = None
    trouble: str = ""

    def __call__(self, office: Office) -> Plan:
        found = tuple(_signature(p) for p in (*office.plans, office.words))
        if self.plan is not None and found == self.signature:
            return self.plan
        try:
            self.plan, self.trouble = plan_of(office), ""
        except PlanError as error:
            if self.plan is None:
                raise
            self.trouble = f"方案读不出来，仍按上次的办：{error}"
        self.signature = found
        return self.plan


def _signature(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (path.name, 0, 0)
    return (path.name, stat.st_mtime_ns, stat.st_size)


@dataclass(slots=True)
class _Watch:
    """The resident round: what it needs, and what it said last."""

    office: Office
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    launch: Start
    limit: timedelta
    stop: Stop
    say: Callable[[str], None]
    plans: _PlanKeeper = field(default_factory=_PlanKeeper)
    said: str = ""
    wall: datetime | None = None
    steady: float = 0.0

    def tick(self) -> None:
        """Do whatever is due; nothing that goes wrong leaves this function."""
        try:
            done = run_due(
                self.office, now=self.now, launch=self.launch, limit=self.limit, plan=self.plans,
                stop=self.stop,
            )  # fmt: skip
            if done.ran:
                for line in done.lines[:-1]:
                    self.say(line)
            self._tell_once("；".join([*done.troubles, *filter(None, [self.plans.trouble])]))
        except LockedError:
            pass  # a round of the system's timer is under way
        except HuaxiaError as error:
            self._tell_once(str(error))
        except (Exception, SystemExit) as fault:
            self._tell_once(f"值守内部出错（{type(fault).__name__}）：{fault}", fault)

    def _tell_once(self, text: str, fault: BaseException | None = None) -> None:
        """Say what is wrong when it begins to be wrong, not every half minute."""
        if text and gist(text) != gist(self.said):
            self.say(text)
            if fault is not None:
                self.say("".join(traceback.format_exception(fault)))
        if text:
            with contextlib.suppress(Exception):
                beat(self.office, local(self.now()), trouble=text)
        self.said = text

    def clock_jumped(self) -> bool:
        """Whether wall clock and monotonic clock moved apart since the last look."""
        wall, steady = local(self.now()), self.monotonic()
        before, self.wall = self.wall, wall
        elapsed, self.steady = steady - self.steady, steady
        if before is None:
            return False
        return abs((wall - before).total_seconds() - elapsed) > _APART


def watch(
    office: Office,
    *,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
    say: Callable[[str], None],
    stop: Stop,
    launch: Start = start,
    limit: timedelta = LIMIT,
) -> int:
    """Stay until `stop` is set, and do whatever falls due.  Raises LockedError where one stays already."""
    import schedule

    place = folder_of(office) / _RESIDENT
    place.parent.mkdir(mode=0o750, exist_ok=True)
    place.mkdir(exist_ok=True)
    with one_at_a_time(place, now=now):
        watcher = _Watch(office, now, monotonic, launch, limit, stop, say)
        alarm = schedule.Scheduler()
        watcher.clock_jumped()
        watcher.tick()
        _set(alarm, watcher)
        while not stop.is_set():
            if stop.wait(_pause(alarm)):
                break
            if watcher.clock_jumped():
                say("本机时间有跳变（改过时间或休眠过），重新计时。")
                _set(alarm, watcher)
                watcher.tick()
            alarm.run_pending()
    return 0


def _set(alarm: Any, watcher: _Watch) -> None:
    alarm.clear()
    alarm.every(TICK_SECONDS).seconds.do(watcher.tick)


def _pause(alarm: Any) -> float:
    """Return how long to sleep: at most a minute, since a sleeping machine's clock stands still."""
    idle = alarm.idle_seconds
    return min(max(0.0, _LONGEST_SLEEP if idle is None else idle), _LONGEST_SLEEP)
