"""The alarm clock under stress: rounds that race each other, and rounds that are killed.

    python benchmarks/rounds.py [--races 20] [--kills 500] [--folder FOLDER]

Each race starts eight ``run-due`` at once; one does the work, the others end with exit code 4.  Each
kill ends a ``run-due`` at a random moment of a working day; the next round takes the day's run up.
Measured on two cores: 10 races in 80 s, 60 kills in 140 s.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

JOB = "每日检查和起草"


def huaxia(*words: str) -> subprocess.Popen[bytes]:
    """Start a verb."""
    command = [sys.executable, "-m", "huaxia_tasks", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def demo(root: Path) -> None:
    """Lay out a fresh office for practice."""
    shutil.rmtree(root, ignore_errors=True)
    huaxia("demo", str(root), "--quiet").communicate()


def race(root: Path, rounds: int) -> int:
    """Return in how many of the races not exactly one round did the work."""
    codes: collections.Counter[int] = collections.Counter()
    wrong = 0
    for _ in range(rounds):
        demo(root)
        words = ("run-due", "--office", str(root), "--now", "2022-06-28 9:00")
        started = [huaxia(*words) for _ in range(8)]
        said = [process.communicate()[0].decode() for process in started]
        codes.update(process.returncode for process in started)
        wrong += sum("已办" in text for text in said) != 1
    print(f"races {rounds}, exit codes {dict(codes)}, races without exactly one worker: {wrong}")
    return wrong


def settled(root: Path) -> str:
    """Return until when the daily job is settled, "" where nothing is known."""
    try:
        data = json.loads((root / ".值守" / "状态.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return str(data["jobs"].get(JOB, {}).get("settled", ""))


def killed(root: Path, kills: int, seed: int = 7) -> int:
    """Return on how many days the run was lost for good, although it was started again."""
    chance = random.Random(seed)
    demo(root)
    moment, done, days, lost = datetime(2022, 6, 13, 8, 31), 0, 0, 0  # noqa: DTZ001 - office time
    while done < kills:
        at = moment
        for attempt in range(8):
            process = huaxia("run-due", "--office", str(root), "--now", f"{at:%Y-%m-%d %H:%M}")
            if attempt < 2 and done < kills:
                time.sleep(chance.uniform(0.05, 1.1))
                if process.poll() is None:
                    process.kill()
                    done += 1
            process.communicate()
            if settled(root).startswith(f"{at:%Y-%m-%d}"):
                break
            at += timedelta(minutes=70)
        else:
            lost += 1
        days += 1
        moment += timedelta(days=3 if moment.weekday() == 4 else 1)
    left = len(list(root.rglob(".tmp-*")))
    print(f"kills {done} over {days} working days, runs lost: {lost}, temporary files left: {left}")
    return lost


def main() -> int:
    """Run both; the exit code says whether a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=20)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = (given.folder or Path(folder)) / "办公室"
        return int(bool(race(root, given.races) + killed(root, given.kills)))


if __name__ == "__main__":
    sys.exit(main())
