"""The parts of the fault kit that take long: half a year in one process, and a large ledger."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from faults_report import LISTS_DUE, report, size
from ledger_papers import open_ledger
from small_office import NAMES, ZONE, Clock, hand_in, small_office

from huaxia_tasks.errors import HuaxiaError
from huaxia_tasks.issuing import Order, issue
from huaxia_tasks.ledger import LedgerFiles


def days(place: Path, quick: bool) -> bool:
    """180 days in one process, after 120 in which its bounded caches fill: memory, handles, leftovers."""
    began, wrong = time.monotonic(), Counter[str]()
    tasks = [(f"任务{n}", f"{6 + n // 5}月{5 + 5 * (n % 5)}日") for n in range(24)]
    office = small_office(place / "长跑", tasks=tasks, lists_due=LISTS_DUE)
    clock = Clock(datetime(2022, 6, 1, 9, 30, tzinfo=ZONE))
    warm = 120
    total = warm + size(180, quick, 60)
    memory: list[int] = []
    handles: list[int] = []
    papers = 0
    for n in range(total):
        if n % 7 == 3:
            done = {f"任务{k}": "6月1日" for k in range(n // 8)}
            hand_in(office, NAMES[n % 4], tasks, done)
        try:
            papers += len(
                issue(office, clock.at.date(), Order(accept_share=True), now=clock).papers
            )
        except HuaxiaError as error:
            wrong[str(error)[:60]] += 1
        clock.at += timedelta(days=1)
        gc.collect()
        memory.append(_resident())
        handles.append(len(os.listdir("/proc/self/fd")))
    growth = (sum(memory[-10:]) - sum(memory[warm : warm + 10])) / 10 / (total - warm - 10)
    if growth > 20:
        wrong[f"memory grows {growth:.0f} KiB a day"] += 1
    if handles[-1] > handles[warm]:
        wrong["handles grow"] += 1
    left = list(office.root.rglob(".tmp-*"))
    if left:
        wrong["temporary files left"] += len(left)
    kept = office.ledger.stat().st_size // 1024
    whole = f"{memory[0] // 1024}-{max(memory) // 1024} MiB"
    told = (
        f"{total - warm} days, {papers} papers, {growth:+.1f} KiB/day, {whole}, ledger {kept} KiB"
    )
    return report("long run", told, wrong, began)


def _resident() -> int:
    """Return the memory of this process in KiB."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(ln for ln in text.splitlines() if ln.startswith("VmRSS"))
    return int(line.split()[1])


# --------------------------------------------------------------------------- speed


def speed(place: Path, quick: bool) -> bool:
    """Opening and reading a ledger of a few thousand papers."""
    from ledger_papers import PLAN, a_paper, issue_all

    from huaxia_tasks.ledger import read_history

    began = time.monotonic()
    root = place / "大台账"
    root.mkdir()
    count = size(3000, quick)
    with open_ledger(root) as big:
        for start in range(0, count, 60):
            papers = [a_paper(n, contents={"模板": b"x" * 20000}) for n in range(start, start + 60)]
            issue_all(big, papers)
    t0 = time.monotonic()
    open_ledger(root).close()
    opened = time.monotonic() - t0
    for witness in LedgerFiles.of(root).witnesses:
        witness.unlink()
    t0 = time.monotonic()
    read_history(root / "台账.db", PLAN)
    deep = time.monotonic() - t0
    open_ledger(root).close()
    t0 = time.monotonic()
    read_history(root / "台账.db", PLAN)
    read = time.monotonic() - t0
    told = f"{count} papers: open {opened * 1000:.0f} ms, history {read * 1000:.0f} ms, checked to the last row {deep * 1000:.0f} ms"
    wrong = {} if opened < 0.1 else {"slow": 1}
    return report("speed", told, wrong, began)
