"""Kills and hurts runs of ``huaxia run`` and ``forms`` on purpose: a program of its own.

    python tests/run_driver.py OFFICE WORK STATE HOW EVERY [OFFSET]

STATE: first (nothing kept), changed (kept, then one workbook changed, one gone), next-day, forms.
HOW: kill, full, eio (at every EVERY-th state-changing call), random or term (EVERY times, OFFSET the
seed), flip (a byte of a file under .缓存 changed, EVERY times), cut (such a file cut short).

Whatever happened, the next run must write and say what an office says that kept nothing.  Prints one
JSON object with counts of everything that must not happen.  Calls are counted as in `fault_driver`.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from fault_driver import SHIM, arm, arm_in_python, counted
from small_office import NAMES, TODAY, Clock, hand_in

from huaxia_tasks.__main__ import main as huaxia
from huaxia_tasks.cli import options
from huaxia_tasks.office import Office
from huaxia_tasks.registry import open_door

_MADE = {"forms": "下发"}
_SAID = ("说.txt", "错.txt", "果.json")
Outcome = dict[str, bytes]


class Bench:
    """An office in one state, what a run should make of it, and what went wrong."""

    def __init__(self, pattern: Path, work: Path, state: str) -> None:
        self.pattern, self.work, self.state = pattern, work, state
        self.ready = work.with_name("备好")
        self.day = TODAY + timedelta(days=1) if state == "next-day" else TODAY
        self.wrong: Counter[str] = Counter()
        self.notes: list[str] = []
        self.runs = self.calls = 0
        self._heard: list[int] = []
        if SHIM is None:
            arm_in_python()
        self._warm_up()
        self._get_ready()
        self._fresh()
        shutil.rmtree(work / ".缓存", ignore_errors=True)
        self.code = self.child()
        self.reference = self.outcome()
        self._fresh()
        self.calls = self.child(count=True)
        self.check("without any fault")

    def _warm_up(self) -> None:
        """Load every module before children are forked, as one of them would."""
        for name in (
            "cli.working",
            "cli.setup",
            "sweep_papers",
            "drafting",
            "handing",
            "unit_work",
        ):
            importlib.import_module(f"huaxia_tasks.{name}")
        for name in ("docxtpl", "docx", "jinja2", "openpyxl", "xlsxwriter", "xlrd"):
            importlib.import_module(name)
        open_door("documents")

    def _get_ready(self) -> None:
        """Bring the office into its state once, in a folder that is copied for each run."""
        shutil.copytree(self.pattern, self.work)
        if self.state in ("changed", "next-day"):
            self.child(day=TODAY)
        if self.state == "changed":
            office = Office(self.work)
            hand_in(office, NAMES[0], [("整改教室照明", "2022年6月20日"), ("新增书架", "7月底前")])
            for path in [p for p in office.inbox.rglob("*.xlsx") if NAMES[1] in p.name]:
                path.unlink()
        shutil.copytree(self.work, self.ready)

    def _fresh(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.ready, self.work)

    # ----------------------------------------------------------------- runs

    def start(self, at: int = 0, how: str = "", say: int = -1, day: object = None) -> int:
        """Fork a run and return its process id."""
        self.runs += 1
        self._hang_up()
        pipes = [os.pipe(), os.pipe()]  # not files: a full disk is not to reach what a run says
        process = os.fork()
        if process:
            for _, written in pipes:
                os.close(written)
            self._heard = [read for read, _ in pipes]
            return process
        code = 99
        try:
            for stream, (_, written) in zip((1, 2), pipes, strict=True):
                os.dup2(written, stream)
            if how == "term":
                signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.argv = self._words(day or self.day)
            arm(at, how if how != "term" else "")
            huaxia()
        except SystemExit as leave:
            code = leave.code if isinstance(leave.code, int) else 98
        finally:
            number = counted()
            arm(0, "")
            if say >= 0:
                os.write(say, str(number).encode())
            with suppress(OSError):
                sys.stdout.flush()
            os._exit(code)
        return 0

    def _hang_up(self) -> None:
        for read in self._heard:
            os.close(read)
        self._heard = []

    def _listen(self) -> None:
        """Keep what a run said that has ended."""
        for read, name in zip(self._heard, _SAID, strict=False):
            said = b"".join(iter(lambda read=read: os.read(read, 65536), b""))
            self.work.with_name(name).write_bytes(said)
        self._hang_up()

    def _words(self, day: object) -> list[str]:
        verb = "forms" if self.state == "forms" else "run"
        told = str(self.work.with_name(_SAID[2]))
        return ["huaxia", verb, "--office", str(self.work), "--today", str(day), "--json", told]

    def child(self, at: int = 0, how: str = "", *, count: bool = False, day: object = None) -> int:
        """Run to the end; return the exit code (negative where killed), or the count of calls."""
        ready, say = os.pipe()
        process = self.start(at, how, say, day)
        os.close(say)
        said = os.read(ready, 100)
        os.close(ready)
        self._listen()
        _, status = os.waitpid(process, 0)
        return int(said or 0) if count else os.waitstatus_to_exitcode(status)

    def outcome(self) -> Outcome:
        """Return every file of the day by name, and what the run said."""
        made = self.work / _MADE.get(self.state, f"输出/{self.day.isoformat()}")
        found = {str(p.relative_to(made)): p.read_bytes() for p in made.rglob("*") if p.is_file()}
        for name in _SAID:
            with suppress(FileNotFoundError):
                found[name] = self.work.with_name(name).read_bytes()
        return found

    # ----------------------------------------------------------------- checks

    def complain(self, what: str, where: object) -> None:
        self.wrong[what] += 1
        if len(self.notes) < 20:
            self.notes.append(f"{what}: {where}")

    def check_visible(self, where: object) -> None:
        """At any moment every visible file is whole."""
        for path in (self.work / "输出").rglob("*"):
            if path.suffix in (".docx", ".xlsx") and not path.name.startswith("."):
                try:
                    if zipfile.ZipFile(path).testzip() is not None:
                        raise ValueError
                except (ValueError, OSError, zipfile.BadZipFile):
                    self.complain("half-written file visible", (where, path.name))

    def check(self, where: object) -> None:
        """One further run gives the reference, and one more changes nothing."""
        for again in ("", ", once more"):
            code = self.child()
            if code != self.code:
                said = self.work.with_name(_SAID[1]).read_text(encoding="utf-8", errors="replace")
                self.complain(f"ends wrongly{again}", (where, code, said[-300:]))
            now = self.outcome()
            if now != self.reference:
                names = {*now, *self.reference}
                differ = [n for n in sorted(names) if now.get(n) != self.reference.get(n)]
                self.complain(f"differs{again}", (where, differ[:4]))
        # What issuing left under 发出 and 归档 the next change of the ledger takes away.
        places = (self.work / n for n in ("输出", "下发", ".缓存"))
        left = [p.name for place in places for p in place.rglob(".tmp-*")]
        if left:
            self.complain("temporary files left", (where, left[0]))

    # ----------------------------------------------------------------- scenarios

    def hurt(self, how: str, every: int, offset: int = 1) -> None:
        for at in range(offset, self.calls + 1, every):
            self._fresh()
            code = self.child(at, how)
            if how == "kill" and code != -signal.SIGKILL:
                self.complain("not killed", at)
            if how != "kill":
                said = self.work.with_name(_SAID[1]).read_text(encoding="utf-8", errors="replace")
                if code == self.code and self.outcome() != self.reference:
                    self.complain("ends well with something missing", at)
                if code in (70, 98, 99) or "Traceback" in said:
                    self.complain("unforeseen fault", (at, code, said[-300:]))
            self.check_visible(at)
            self.check(at)

    def at_random(self, how: str, count: int, seed: int = 1) -> None:
        draw = random.Random(seed)
        began = time.monotonic()
        self._fresh()
        self.child()
        whole = time.monotonic() - began
        for n in range(count):
            self._fresh()
            while True:
                process = self.start(how=how)
                time.sleep(draw.random() * whole)
                os.kill(process, signal.SIGINT if how == "term" else signal.SIGKILL)
                os.waitpid(process, 0)
                self.check_visible(n)
                if draw.random() > 0.3:
                    break
            self.check(n)

    def damage(self, how: str, count: int, seed: int = 1) -> None:
        draw = random.Random(seed)
        self._fresh()
        self.child()
        shutil.rmtree(self.ready)
        shutil.copytree(self.work, self.ready)
        for n in range(count):
            self._fresh()
            kept = sorted(p for p in (self.work / ".缓存").rglob("*") if p.stat().st_size)
            path = draw.choice(kept)
            data = bytearray(path.read_bytes())
            at = draw.randrange(len(data))
            if how == "flip":
                data[at] ^= 1 << draw.randrange(8)
            else:
                del data[at:]
            about = path.stat()
            path.write_bytes(bytes(data))
            os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
            if n % 3 == 0:
                (self.work / "输出" / self.day.isoformat() / "汇总表.xlsx").unlink(missing_ok=True)
            self.check((path.name, at))


def run(bench: Bench, how: str, every: int, offset: int) -> None:
    if how in ("random", "term"):
        bench.at_random("" if how == "random" else how, every, offset)
    elif how in ("flip", "cut"):
        bench.damage(how, every, offset)
    else:
        bench.hurt(how, every, offset)


def main(arguments: list[str]) -> int:
    pattern, work, state, how = Path(arguments[0]), Path(arguments[1]), *arguments[2:4]
    options.clock = Clock()
    every, offset = int(arguments[4]), int(arguments[5]) if len(arguments) > 5 else 1
    bench = Bench(pattern, work, state)
    run(bench, how, every, offset)
    said = {
        "runs": bench.runs,
        "calls": bench.calls,
        "files": len(bench.reference) - len(_SAID),
        "wrong": dict(bench.wrong),
        "notes": bench.notes,
    }
    print(json.dumps(said, ensure_ascii=False))
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
