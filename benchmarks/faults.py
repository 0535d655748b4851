"""The promises of issuing at full size: kills, no room, I/O errors, no share, many at once, a lost ledger.

    python benchmarks/faults.py              # everything, an hour or so
    python benchmarks/faults.py kill random  # some of it; --quick takes a tenth of each

Each part prints one line: what was done, how often, and how often something happened that must not.
With a C compiler (cc) the calls are counted at the border to the system, else in Python.  Small disks
need root (tmpfs).
"""

from __future__ import annotations

import argparse
import email
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import fault_driver  # noqa: E402
from fault_driver import Bench, outcome  # noqa: E402
from faults_long import days, speed  # noqa: E402
from faults_report import LISTS_DUE, report, size  # noqa: E402
from loopback import MailServer  # noqa: E402
from small_office import NAMES, TASKS, TODAY, Clock, hand_in, small_office  # noqa: E402

from huaxia_tasks.errors import LedgerError  # noqa: E402
from huaxia_tasks.issuing import Order, issue  # noqa: E402
from huaxia_tasks.ledger import LedgerFiles, read_all, restore  # noqa: E402
from huaxia_tasks.office import Office  # noqa: E402

# --------------------------------------------------------------------------- the driver's scenarios


def said_by(driver: str, name: str, shim: Path | None, *given: str | Path) -> dict[str, Any] | None:
    """Run a driver in a process of its own; return what it says, None where it failed."""
    environment = dict(os.environ)
    if shim is not None:
        environment |= {"LD_PRELOAD": str(shim), "HUAXIA_SHIM": str(shim)}
    command = [sys.executable, str(ROOT / "tests" / driver), *map(str, given)]
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    if not done.stdout:
        print(f"{name:<34} failed: {done.stderr.decode()[-500:]}")
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    for note in said["notes"]:
        print("    ", note)
    return said


def driven(place: Path, name: str, scenario: str, shim: Path | None) -> bool:
    """Run one scenario of the driver in a process of its own."""
    began = time.monotonic()
    said = said_by(
        "fault_driver.py", name, shim, place / "样板", place / "办公室", *scenario.split()
    )
    if said is None:
        return False
    where = "system calls" if shim is not None else "calls"
    told = f"{said['runs']} runs of {said['papers']} papers, {said['calls']} {where}"
    return report(name, told, said["wrong"], began)


def drafts(place: Path, quick: bool, shim: Path | None) -> bool:
    """Hurt ``huaxia run`` and ``forms``, and what they keep; the next run shows none of it."""
    good, step = True, 10 if quick else 1
    plans = [
        (state, how, size(200, quick, 10) if how in ("random", "flip", "cut") else step)
        for state in ("first", "changed", "next-day", "forms")
        for how in ("kill", "full", "eio", "random", "flip", "cut")
        if state != "forms" or how not in ("flip", "cut")
    ]
    for state, how, count in plans:
        began = time.monotonic()
        for name in ("办公室", "备好"):
            shutil.rmtree(place / "起草" / name, ignore_errors=True)
        (place / "起草").mkdir(exist_ok=True)
        name = f"run, {state}, {how}"
        cut = shim if how in ("kill", "full", "eio") else None
        paths = (place / "样板", place / "起草" / "办公室")
        said = said_by("run_driver.py", name, cut, *paths, state, how, str(count))
        if said is None:
            return False
        told = f"{said['runs']} runs of {said['files']} files, {said['calls']} calls"
        good = report(name, told, said["wrong"], began) and good
    return good


def build_shim(place: Path) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    target = place / "shim.so"
    source = HERE / "faults_shim.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"], check=True
    )
    return target


# --------------------------------------------------------------------------- small disks


def disks(place: Path, quick: bool) -> bool:
    """24 sizes of a small disk: never exit 0 with something missing, and room gives the reference."""
    began, wrong, codes = time.monotonic(), Counter[str](), Counter[int]()
    bench = Bench(place / "样板", place / "盘" / "办公室")
    need = sum(p.stat().st_size for p in (place / "盘").rglob("*") if p.is_file())
    base = sum(p.stat().st_size for p in (place / "样板").rglob("*") if p.is_file())
    shutil.rmtree(place / "盘")
    for n in range(size(24, quick, 4)):
        step = (need * 2 - base) // size(24, quick, 4)
        disk = place / "盘"
        disk.mkdir()
        limit = (base + (1 << 20) + n * step) // 4096 * 4096
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={limit}", "tmpfs", str(disk)],
            check=False, capture_output=True,
        )  # fmt: skip
        if mount.returncode:
            disk.rmdir()
            return report("small disks", "skipped: tmpfs needs root", {}, began)
        try:
            shutil.copytree(place / "样板", disk / "办公室")
            code = bench.child()
            codes[code] += 1
            if code == 0 and outcome(bench.work) != bench.reference:
                wrong["exit 0 with something missing"] += 1
            bench.check_visible(n)
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            bench.check_recovered(n)
        finally:
            subprocess.run(["umount", str(disk)], check=True)
            disk.rmdir()
    return report(
        "small disks",
        f"{sum(codes.values())} sizes, exit codes {dict(codes)}",
        wrong + bench.wrong,
        began,
    )


# --------------------------------------------------------------------------- mail


def mail(place: Path, quick: bool) -> bool:
    """Kill runs that send mail: no letter twice, none lost without being shown as in doubt."""
    began, wrong = time.monotonic(), Counter[str]()
    emails = {name: f"u{n}@example.edu.cn" for n, name in enumerate(NAMES, 1)}
    doubtful = kills = 0
    with MailServer() as server:
        given = {
            "服务器": "127.0.0.1",
            "端口": str(server.port),
            "加密": "无",
            "发件地址": "dzb@example.edu.cn",
        }
        pattern = small_office(place / "邮件样板", channels={"电子邮件": given}, emails=emails)
        bench = Bench(pattern.root, place / "邮件")
        server.letters.clear()
        draw = random.Random(5)
        points = range(1, bench.calls + 1, 10 if quick else 1)
        for at in points:
            bench._fresh()
            kills += bench.child(at, "kill") == -signal.SIGKILL
            while draw.random() < 0.3:
                kills += bench.child(draw.randrange(1, bench.calls), "kill") == -signal.SIGKILL
            bench.child()
            bench.child()
            arrived = Counter(email.message_from_bytes(b)["Message-ID"] for _, b in server.letters)
            states = {
                d.address: d.state
                for t in read_all(LedgerFiles.of(bench.work))
                for d in t.deliveries
            }
            to = Counter(a for a, _ in server.letters)
            for address in emails.values():
                in_doubt = states.get(address) == "in_doubt"
                doubtful += in_doubt
                if to[address] > 1:
                    wrong["letter twice"] += 1
                if not to[address] and not in_doubt:
                    wrong["letter lost"] += 1
            if len(arrived) != sum(arrived.values()):
                wrong["Message-ID twice"] += 1
            server.letters.clear()
    return report(
        "mail, killed before each call",
        f"{kills} kills, {doubtful} letters in doubt",
        wrong + bench.wrong,
        began,
    )


# --------------------------------------------------------------------------- the ledger


def ledger(place: Path, quick: bool) -> bool:
    """Damage the ledger in many ways; refuse, restore, go on with the next number."""
    import test_ledger

    began, wrong = time.monotonic(), Counter[str]()
    office = small_office(place / "台账样板", tasks=TASKS[1:])
    clock = Clock()
    issue(office, TODAY, Order(keys=("U01", "U02")), now=clock)
    shutil.copyfile(office.ledger, office.root / "早先.db")
    issue(office, TODAY, Order(keys=("U03", "U04")), now=clock)
    before = [t.paper.number for t in read_all(LedgerFiles.of(office.root))]
    whole = office.ledger.read_bytes()
    draw = random.Random(3)
    marks = (
        b"reminder-letter",
        b"sent",
        "提醒〔2022〕".encode(),
        b"U01-00",
        b"2022-06-",
        b"issued",
    )
    spots = [i for m in marks for i in test_ledger._places(whole, m)]

    def flip(files: LedgerFiles) -> None:
        data = bytearray(whole)
        data[draw.choice(spots)] ^= 1 << draw.randrange(8)
        files.ledger.write_bytes(bytes(data))

    ways: list[Callable[[LedgerFiles], None]] = [*test_ledger.DAMAGES, *[flip] * size(100, quick)]
    ways = [w for w in ways if w.__name__ not in ("one_row_less", "a_row_put_in")]
    work = place / "台账"
    for damage in ways:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(os.environ["HUAXIA_STATE"], ignore_errors=True)
        shutil.copytree(office.root, work)
        damaged = Office(work)
        damage(LedgerFiles.of(work))
        try:
            issue(damaged, TODAY, now=clock)
            wrong[f"not refused: {damage.__name__}"] += 1
        except LedgerError:
            pass
        restore(LedgerFiles.of(work), now=clock)
        again = issue(damaged, TODAY, now=clock)
        hand_in(damaged, NAMES[0], [*TASKS[1:], ("新任务", "7月1日")])
        new = issue(damaged, TODAY, Order(at_once=True), now=clock)
        told = [t.paper.number for t in read_all(LedgerFiles.of(work)) if t.paper.state == "issued"]
        if (
            again.papers
            or len(told) != len(set(told))
            or [n for n in told if n in before] != before
        ):
            wrong[f"issued again: {damage.__name__}"] += 1
        if any(p.number in before for p in new.papers):
            wrong["number used again"] += 1
    return report("ledger damaged, restored", f"{len(ways)} damages", wrong, began)


# --------------------------------------------------------------------------- all


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    quick = given.quick
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        place = Path(folder)
        os.environ["HUAXIA_STATE"] = str(place / "本机")
        small_office(place / "样板", lists_due=LISTS_DUE)
        shim = build_shim(place)
        step = 10 if quick else 1
        parts: dict[str, Callable[[], bool]] = {
            "kill": lambda: driven(place, "killed before each call", f"kill {step}", shim),
            "random": lambda: driven(
                place, "killed at random", f"random {size(500, quick)} 1", None
            ),
            "full": lambda: driven(place, "disk full from each call on", f"full {step}", shim),
            "eio": lambda: driven(place, "one I/O error at each call", f"eio {step}", shim),
            "disks": lambda: disks(place, quick),
            "cut": lambda: driven(place, "share cut", f"cut {size(20, quick, 4)} 1", None),
            "together": lambda: driven(
                place, "8 runs at once", f"together {size(20, quick)}", None
            ),
            "mail": lambda: mail(place, quick),
            "ledger": lambda: ledger(place, quick),
            "days": lambda: days(place, quick),
            "speed": lambda: speed(place, quick),
            "run": lambda: drafts(place, quick, shim),
        }
        chosen = given.parts or list(parts)
        good = [parts[name]() for name in chosen]
    assert fault_driver.SHIM is None
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
