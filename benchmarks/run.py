"""The speed of a run, measured against a plain peer and a bare interpreter, pair by pair.

    python benchmarks/run.py [--units 60] [--rounds 5] [--shared] [--no-peer | --peer-seconds X]
                             [--keep FOLDER]

Each round runs, one whole process after the other, on one estate of N units:

    bare        an interpreter that does nothing
    help        ``huaxia --help``
    peer        ``peer.py``: pandas, openpyxl, docxtpl, the way anybody would write it
    cold        ``huaxia run`` with no cache, no outputs, no ledger
    unchanged   the same again
    changed     the same after one cell of one unit's workbook was changed
    next day    the day after, no workbook changed

What is told is the median over the rounds: CPU seconds (user and system, the process and what it
started), wall seconds, peak memory, and the medians of the ratios to the peer and to the bare
interpreter of the same round.  Only ratios compare from machine to machine.  The floor (``floor.py``)
is what a cold run cannot do without.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DAY, NEXT_DAY = "2022-06-28", "2022-06-29"
#: What a run leaves in an office.
LEFT = (".缓存", "输出", "发出", "归档", "台账.db", "台账.db-journal", "台账.db-wal")
#: The order of the table; a run of ours ends with 0, or 1 or 3 where something is to be mended.
ROWS = ("bare", "help", "peer", "cold", "unchanged", "changed", "next day")
#: Files that were changed a moment ago are not relied on, so a round waits so long before it begins.
SETTLED_S = 2.2

#: Starts a process and measures it.  Small, because the peak of a process counts for what it starts.
PARENT = """
import json, os, sys, time
began = time.monotonic()
quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - began
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024]))
"""


class Cost(NamedTuple):
    """What a process took: CPU and wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    peak: float


def measured(*command: str) -> Cost:
    """Run a process to its end.  Raises SystemExit where it fails."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    parent = [sys.executable, "-S", "-c", PARENT, sys.executable, *command]
    done = subprocess.run(parent, env=environment, cwd=ROOT, capture_output=True, check=True)
    code, *cost = json.loads(done.stdout)
    if code not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)}: exit code {code}\n{done.stderr.decode()}")
    return Cost(*cost)


def change_a_cell(office: Path, number: int) -> None:
    """Change one cell of one unit's workbook, as somebody would who opens and saves it."""
    import openpyxl

    paths = sorted((office / "报送").glob("*.xlsx"))
    path = paths[number % len(paths)]
    book = openpyxl.load_workbook(path)
    book["完成清单"].cell(5, 8, f"已完成第{number + 1}批，其余正在办理。")
    book.save(path)


def clear(office: Path) -> None:
    """Take away what runs left, and wait until the files that came in can be relied on."""
    for name in LEFT:
        path = office / name
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
    newest = max(path.stat().st_ctime for path in (office / "报送").iterdir())
    time.sleep(max(0.0, newest + SETTLED_S - time.time()))


class Bench:
    """An estate, and the ways to go over it."""

    def __init__(self, folder: Path, units: int, *, shared: bool) -> None:
        self.office, self._made = folder / "办公室", folder / "peer"
        self._template = folder / "notice.docx"
        if not (self.office / "缺陷.csv").exists():
            command = [sys.executable, str(HERE / "estate.py"), str(self.office)]
            command += ["--units", str(units), *(["--shared"] if shared else [])]
            subprocess.run(command, check=True)
        script = f"import peer; peer.make_template({str(self._template)!r})"
        subprocess.run([sys.executable, "-c", script], cwd=HERE, check=True)

    def run(self, day: str) -> Cost:
        """Run ours for a day."""
        command = ("-m", "huaxia_tasks", "run", "--office", str(self.office), "--today", day, "-q")
        return measured(*command)

    def peer(self) -> Cost:
        """Run the peer."""
        shutil.rmtree(self._made, ignore_errors=True)
        template = ("--template", str(self._template))
        return measured(str(HERE / "peer.py"), str(self.office), str(self._made), *template)

    def floor(self) -> float:
        """Return the CPU seconds of the floor, after a run of `DAY`."""
        command = [sys.executable, str(HERE / "floor.py"), str(self.office), DAY]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        return float(done.stdout.split()[-1])

    def round(self, number: int, peer: Callable[[], Cost | None]) -> dict[str, Cost]:
        """Run everything once."""
        costs = {"bare": measured("-c", "pass"), "help": measured("-m", "huaxia_tasks", "--help")}
        if (cost := peer()) is not None:
            costs["peer"] = cost
        clear(self.office)
        costs["cold"] = self.run(DAY)
        costs["unchanged"] = self.run(DAY)
        change_a_cell(self.office, number)
        costs["changed"] = self.run(DAY)
        costs["next day"] = self.run(NEXT_DAY)
        return costs


def table(rounds: list[dict[str, Cost]], units: int, floor: float | None) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{'':10} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'/ peer':>9} {'/ bare':>7} {'ms/unit':>8}"

    def middle(values: list[float]) -> float:
        return statistics.median(values)

    for name in ROWS:
        own = [costs[name] for costs in rounds if name in costs]
        if not own:
            continue
        cpu = middle([cost.cpu for cost in own])
        wall, peak = middle([cost.wall for cost in own]), middle([cost.peak for cost in own])
        to_bare = middle([costs[name].cpu / costs["bare"].cpu for costs in rounds if name in costs])
        pairs = [c[name].cpu / c["peer"].cpu for c in rounds if name in c and "peer" in c]
        to_peer = f"{middle(pairs):9.5f}" if pairs else f"{'':>9}"
        per_unit = f"{cpu / units * 1000:8.2f}" if name not in ("bare", "help") else ""
        yield f"{name:10} {cpu:8.3f} {wall:8.3f} {peak:8.1f} {to_peer} {to_bare:7.1f} {per_unit}"
    if floor is not None:
        cold = middle([costs["cold"].cpu for costs in rounds])
        yield f"{'floor':10} {floor:8.3f} (cold is {cold / floor:.1f} times the floor)"


@contextmanager
def place(kept: Path | None) -> Iterator[Path]:
    """Give a folder for the estate."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> int:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shared", action="store_true", help="shared strings, as Excel writes")
    parser.add_argument("--no-peer", action="store_true", help="leave the peer out")
    parser.add_argument("--peer-seconds", type=float, help="CPU seconds of the peer, known before")
    parser.add_argument("--keep", type=Path, help="folder in which the estate stays")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "huaxia_tasks", quiet=1)
    known = Cost(given.peer_seconds, 0.0, 0.0) if given.peer_seconds else None
    with place(given.keep) as folder:
        bench = Bench(folder, given.units, shared=given.shared)
        peer = (lambda: known) if known or given.no_peer else bench.peer
        rounds, floors = [], []
        for number in range(given.rounds):
            rounds.append(bench.round(number, peer))
            floors.append(bench.floor())
            print(f"round {number + 1} of {given.rounds}", file=sys.stderr)
    print(f"{given.units} units, {given.rounds} rounds, medians; load {os.getloadavg()[0]:.1f}")
    for line in table(rounds, given.units, statistics.median(floors)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
