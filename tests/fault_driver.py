"""Kills and hurts runs of issuing on purpose, and checks what is left: a program of its own.

    python tests/fault_driver.py OFFICE WORK kill EVERY [OFFSET]     before every EVERY-th state-changing call
    python tests/fault_driver.py OFFICE WORK random COUNT SEED       at random moments, recoveries too
    python tests/fault_driver.py OFFICE WORK full EVERY [OFFSET]     no room from the n-th call on
    python tests/fault_driver.py OFFICE WORK eio EVERY [OFFSET]      one I/O error at the n-th call
    python tests/fault_driver.py OFFICE WORK cut COUNT SEED          the share goes away at random moments
    python tests/fault_driver.py OFFICE WORK together COUNT          so many runs at once

Prints one JSON object with counts of everything that must not happen.  Each run is a forked child, so
that kills are real.  Calls are counted in Python (files, SQLite statements), or, where the library
named by HUAXIA_SHIM is preloaded, at the border to the system.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from small_office import TODAY, Clock  # noqa: E402

from huaxia_tasks.issuing import Order, issue  # noqa: E402
from huaxia_tasks.ledger import LedgerFiles, read_all, tables  # noqa: E402
from huaxia_tasks.office import Office  # noqa: E402

_NOT_COMPARED = (".编号见证.json", ".运行锁", "台账.db")
_CODES = {
    "ok": 0,
    "LedgerError": 12,
    "OSError": 13,
    "ShareError": 14,
    "LockedError": 15,
    "HuaxiaError": 16,
}


# --------------------------------------------------------------------------- faults in Python


class Faults:
    """Counts state-changing calls and strikes at the n-th: kill, no room from there on, one error."""

    def __init__(self) -> None:
        self.count, self.at, self.how = 0, 0, ""

    def hit(self) -> None:
        self.count += 1
        if not self.at or self.count < self.at:
            return
        if self.how == "kill" and self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.how == "eio" and self.count == self.at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


FAULTS = Faults()


def _wrap(name: str, when: Callable[..., bool] = lambda *_, **__: True) -> None:
    original = getattr(os, name)

    def wrapped(*args: object, **kwargs: object) -> object:
        if when(*args, **kwargs):
            FAULTS.hit()
        return original(*args, **kwargs)

    setattr(os, name, wrapped)


class _Counting(sqlite3.Connection):
    """A connection whose writing statements count; errors look as SQLite's own do."""

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
        verb = sql.split(None, 1)[0].upper()
        if verb in ("BEGIN", "INSERT", "UPDATE", "COMMIT", "VACUUM", "CREATE"):
            try:
                FAULTS.hit()
            except OSError as error:
                broken = sqlite3.OperationalError(f"disk I/O error ({error.errno})")
                full = error.errno == errno.ENOSPC
                broken.sqlite_errorcode = sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_IOERR
                raise broken from None
        result = super().execute(sql, *args)
        if verb == "COMMIT":
            FAULTS.hit()
        return result


def arm_in_python() -> None:
    """Let the calls of the product count."""
    for name in ("fsync", "replace", "rename", "link", "unlink", "mkdir", "ftruncate"):
        _wrap(name)
    _wrap("open", lambda path, flags, *_, **__: bool(flags & os.O_CREAT))
    connect = sqlite3.connect

    def counting(*args: object, **kwargs: object) -> sqlite3.Connection:
        return connect(*args, **{"factory": _Counting, **kwargs})  # type: ignore[call-overload]

    tables.sqlite3.connect = counting  # type: ignore[assignment]


# --------------------------------------------------------------------------- faults at the system's border


def shim() -> ctypes.CDLL | None:
    """Return the preloaded library that counts system calls, None where there is none."""
    path = os.environ.get("HUAXIA_SHIM")
    return ctypes.CDLL(path) if path else None


SHIM = shim()
_HOWS = {"": 0, "kill": 1, "full": 2, "eio": 3}


def arm(at: int, how: str) -> None:
    """Strike at the n-th call from now; 0 only counts."""
    if SHIM is not None:
        SHIM.huaxia_arm(at, _HOWS[how])
    else:
        FAULTS.count, FAULTS.at, FAULTS.how = 0, at, how


def counted() -> int:
    """Return how many calls there were since."""
    return int(SHIM.huaxia_count()) if SHIM is not None else FAULTS.count


# --------------------------------------------------------------------------- runs


class Bench:
    """An office to be hurt, what it should become, and what went wrong."""

    def __init__(self, pattern: Path, work: Path) -> None:
        self.pattern, self.work = pattern, work
        self.wrong: Counter[str] = Counter()
        self.notes: list[str] = []
        self.runs = 0
        if SHIM is None:
            arm_in_python()
        self._fresh()
        self._warm_up()
        self.calls = self.child(count=True)
        self.reference = outcome(work)
        self.papers = len(read_all(LedgerFiles.of(work)))

    def _fresh(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.pattern, self.work)

    def _warm_up(self) -> None:
        """Load everything before children are forked, as one of them would."""
        issue(Office(self.work), TODAY, Order(dry_run=True), now=Clock())

    def start(self, at: int = 0, how: str = "", say: int = -1) -> int:
        """Fork a run of issuing and return its process id."""
        self.runs += 1
        process = os.fork()
        if process:
            return process
        code = 99
        try:
            arm(at, how)
            result = issue(Office(self.work), TODAY, now=Clock())
            number = counted()
            arm(0, "")
            if say >= 0:
                os.write(say, str(number).encode())
            code = _CODES["ok"] + result.exit_code
        except BaseException as error:
            arm(0, "")
            names = [c.__name__ for c in type(error).__mro__]
            code = next((_CODES[n] for n in names if n in _CODES), 99)
            if code == 99:
                sys.stderr.write(f"{type(error).__name__}: {error}"[:300] + "\n")
        finally:
            os._exit(code)
        return 0

    def child(self, at: int = 0, how: str = "", *, count: bool = False) -> int:
        """Run to the end; return the exit code (-9 where killed), or the count of calls."""
        ready, say = os.pipe()
        process = self.start(at, how, say)
        os.close(say)
        said = os.read(ready, 100)
        os.close(ready)
        _, status = os.waitpid(process, 0)
        return int(said or 0) if count else os.waitstatus_to_exitcode(status)

    # ----------------------------------------------------------------- checks

    def complain(self, what: str, where: object) -> None:
        self.wrong[what] += 1
        if len(self.notes) < 20:
            self.notes.append(f"{what}: {where}")

    def check_visible(self, where: object) -> None:
        """At any moment every visible paper is whole."""
        for path in (self.work / "发出").rglob("*"):
            if (
                path.is_file()
                and not path.name.startswith(".")
                and path.suffix in (".docx", ".xlsx")
            ):
                try:
                    if zipfile.ZipFile(path).testzip() is not None:
                        raise ValueError
                except (ValueError, OSError, zipfile.BadZipFile):
                    self.complain("half-written file visible", (where, path.name))

    def check_recovered(self, where: object, *, last: int = 0) -> None:
        """One further run gives the reference, and one more changes nothing."""
        code = self.child()
        if code != last:
            self.complain("recovery ends wrongly", (where, code))
        now = outcome(self.work)
        if now != self.reference:
            told = read_all(LedgerFiles.of(self.work))
            numbers = sorted((t.paper.series, t.paper.year, t.paper.n) for t in told)
            lost = len(told) < self.papers
            doubled = len(told) > self.papers
            self.complain("lost" if lost else "doubled" if doubled else "differs", (where, numbers))
        self.child()
        if outcome(self.work) != now:
            self.complain("a further run changes something", where)
        left = list((self.work / "发出").rglob(".tmp-*"))
        if left:
            self.complain("temporary files left", (where, left[0].name))

    # ----------------------------------------------------------------- scenarios

    def kill(self, every: int, offset: int = 1) -> None:
        for at in range(offset, self.calls + 1, every):
            self._fresh()
            if self.child(at, "kill") != -signal.SIGKILL:
                self.complain("not killed", at)
            self.check_visible(at)
            self.check_recovered(at)

    def hurt(self, how: str, every: int, offset: int = 1) -> None:
        for at in range(offset, self.calls + 1, every):
            self._fresh()
            code = self.child(at, how)
            self.check_visible(at)
            if code == 0 and outcome(self.work) != self.reference:
                self.complain("exit 0 with something missing", at)
            if code == 99:
                self.complain("unforeseen fault", at)
            self.check_recovered(at)

    def at_random(self, count: int, seed: int) -> None:
        draw = random.Random(seed)
        began = time.monotonic()
        self._fresh()
        self.child()
        whole = time.monotonic() - began
        for n in range(count):
            self._fresh()
            while True:
                process = self.start()
                time.sleep(draw.random() * whole)
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
                self.check_visible(n)
                if draw.random() > 0.3:
                    break
            self.check_recovered(n)

    def cut(self, count: int, seed: int) -> None:
        """The share goes away at random moments, plainly or leaving an empty mount point."""
        draw = random.Random(seed)
        inbox, away = self.work / "报送", self.work.with_name("拔掉")
        began = time.monotonic()
        self._fresh()
        self.child()
        whole = time.monotonic() - began
        allowed = set(self.reference)
        for n in range(count):
            self._fresh()
            self.before_cut()
            process = self.start()
            time.sleep(draw.random() * whole)
            os.rename(inbox, away)
            if n % 2:
                inbox.mkdir()
            _, status = os.waitpid(process, 0)
            code = os.waitstatus_to_exitcode(status)
            if code not in (0, 1, 3, 5, _CODES["ShareError"]):
                self.complain("ends wrongly", (n, code))
            if set(outcome(self.work)) - allowed:
                self.complain("conclusion drawn without the share", n)
            if self.child() in (0, 99):
                self.complain("a run without the share ends well", n)
            if set(outcome(self.work)) - allowed:
                self.complain("conclusion drawn without the share", n)
            if n % 2:
                shutil.rmtree(inbox)
            os.rename(away, inbox)
            self.check_recovered(n)

    def before_cut(self) -> None:
        """An earlier look, from which the units' files are known."""
        from huaxia_tasks.run import run_folder

        process = os.fork()
        if not process:
            run_folder(Office(self.work), TODAY, now=Clock())
            os._exit(0)
        os.waitpid(process, 0)
        shutil.rmtree(self.work / "输出")
        (self.work / "输出").mkdir()

    def together(self, count: int) -> None:
        for n in range(count):
            self._fresh()
            processes = [self.start() for _ in range(8)]
            codes = Counter(os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]) for p in processes)
            if set(codes) - {0, _CODES["LockedError"]} or not codes[0]:
                self.complain("ends wrongly", (n, dict(codes)))
            self.check_recovered(n)


def outcome(root: Path) -> dict[str, str]:
    """Return every visible file under 发出 with its digest, and the ledger's papers and deliveries."""
    found = {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted((root / "发出").rglob("*"))
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(root).parts)
    }
    if (root / "台账.db").exists():
        for told in read_all(LedgerFiles.of(root)):
            states = Counter((d.channel, d.state) for d in told.deliveries)
            steps = sorted((o.topic, o.step, o.how) for o in told.occasions)
            found[told.paper.number] = f"{told.paper.state} {told.paper.sha256} {states} {steps}"
    return found


@contextmanager
def told(bench: Bench) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(
        json.dumps(
            {
                "calls": bench.calls,
                "runs": bench.runs,
                "papers": bench.papers,
                "seconds": round(time.monotonic() - began, 1),
                "wrong": dict(bench.wrong),
                "notes": bench.notes,
            },
            ensure_ascii=False,
        )
    )


def main(arguments: list[str]) -> int:
    office, work, verb, *rest = arguments
    numbers = [int(r) for r in rest]
    bench = Bench(Path(office), Path(work))
    scenarios: dict[str, Callable[..., None]] = {
        "kill": bench.kill,
        "full": lambda *n: bench.hurt("full", *n),
        "eio": lambda *n: bench.hurt("eio", *n),
        "random": bench.at_random,
        "cut": bench.cut,
        "together": bench.together,
    }
    with told(bench):
        scenarios[verb](*numbers)
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
