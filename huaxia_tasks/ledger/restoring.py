"""A lost ledger is restored: from the newest sound backup, the records in 发出, the witnesses.

What cannot be known is never taken for not done: deliveries that may have happened since the
backup are in doubt, and a number that nothing accounts for is kept as 作废.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from ..errors import LedgerError
from ..placing import MARK, flush_folder, write_flushed
from . import backups, manifests, soundness, witness
from .afar import tell_afar, with_afar
from .chain import canonical
from .files import LedgerFiles
from .outbox import mark, waiting
from .reading import papers
from .store import Ledger

VOID = "台账恢复：这个编号用过，但没有找到文书"


def restore(
    files: LedgerFiles, *, now: Callable[[], datetime], host: str | None = None
) -> list[str]:
    """Restore the ledger and return in Chinese what was done.  A sound ledger is left as it is.

    The new ledger is made beside the old one; stopped at any moment, it can be done again.
    """
    said: list[str] = []
    if not soundness.is_absent(files):
        try:
            soundness.open_sound(files)[0].close()
            return ["台账完好，不需要恢复。"]
        except LedgerError as error:
            said.append(f"原台账不能用：{error.what}。")
    heard = _heard(files)
    work = _workplace(files)
    _from_backup(files, work, said)
    with Ledger(work, now=now, host=host, is_ours=False) as ledger:
        before = {(p.plan, p.key) for p in papers(ledger.db)}
        with ledger.change("restore", {"seen": heard.witness.events if heard.witness else 0}):
            _bring_back(ledger, files.issued, said)
        _doubt_deliveries(ledger, said)
        _fill_holes(ledger, heard.witness, now().date(), said)
        after = {(p.plan, p.key) for p in papers(ledger.db)}
    _put_aside(files, now(), said)
    os.replace(work.ledger, files.ledger)
    flush_folder(files.ledger.parent)
    left = witness.hear(work.witnesses).witness
    assert left is not None
    for path in files.witnesses:
        witness.write(path, left)
    tell_afar(files, left)
    for path in work.witnesses:
        path.unlink(missing_ok=True)
    with Ledger(files, now=now, host=host, is_ours=False) as ledger:
        backups.back_up(ledger)
    said.append(f"恢复完成：台账现有文书{len(after)}件，其中这次补登{len(after - before)}件。")
    return said


def _heard(files: LedgerFiles) -> witness.Testimony:
    """Return what the witnesses say, the one outside the office among them."""
    said = witness.hear(files.witnesses)
    return with_afar(said, files, said.witness.ledger if said.witness else "")


def _workplace(files: LedgerFiles) -> LedgerFiles:
    """Return where the new ledger is made, cleared: nothing there is held against a backup."""
    beside = files.ledger.with_name(f"{MARK}恢复.db")
    work = LedgerFiles(
        beside, beside.with_suffix(".none"), files.backups, (beside.with_suffix(".json"),)
    )
    for path in (work.ledger, work.journal, *work.witnesses):
        path.unlink(missing_ok=True)
    return work


def _put_aside(files: LedgerFiles, at: datetime, said: list[str]) -> None:
    """Keep what is there of the old ledger; nothing of it is thrown away."""
    for path in (files.ledger, files.journal):
        if path.exists():
            files.backups.mkdir(parents=True, exist_ok=True)
            kept = _free(files.backups / f"损坏_{at:%Y%m%d_%H%M%S}_{path.name}")
            os.replace(path, kept)
            said.append(f"原文件留存为“归档/台账备份/{kept.name}”。")


def _free(path: Path) -> Path:
    free, again = path, 1
    while free.exists():
        again += 1
        free = path.with_name(f"{path.name}.{again}")
    return free


def _from_backup(files: LedgerFiles, work: LedgerFiles, said: list[str]) -> None:
    for path in backups.kept(files):
        if backups.fault_of(path):
            said.append(f"备份《{path.name}》不可用，改用更早的一份。")
            continue
        write_flushed(work.ledger, path.read_bytes(), private=True)
        said.append(f"采用备份《{path.name}》。")
        return
    said.append("没有可用的备份，由“发出”文件夹里的登记重建。")


def _bring_back(ledger: Ledger, issued: Path, said: list[str]) -> None:
    """Enter every issued paper that the backup does not know, from the record beside it."""
    known = {(p.plan, p.key): p for p in papers(ledger.db)}
    damaged = []
    for path in manifests.paths(issued):
        found = manifests.read(path)
        if found is None:
            damaged.append(path.stem)
            continue
        old = known.get((found.paper.plan, found.paper.key))
        if old is not None and old.state != "reserved":
            continue
        try:
            _enter(ledger, found, old.input if old else "")
        except sqlite3.IntegrityError:
            said.append(f"《{path.stem}》的编号与台账里另一件文书相同，没有补登，请人工核对。")
    if damaged:
        said.append(f"这些登记卡损坏，没有用上：{'、'.join(damaged)}。")


def _enter(ledger: Ledger, found: manifests.Manifest, known_input: str) -> None:
    paper = found.paper
    row = {
        name: getattr(paper, name)
        for name in ("plan", "key", "kind", "unit", "step", "year", "n", "number", "title", "why",
                     "path", "sha256", "note")
    }  # fmt: skip
    row |= {
        "topics": canonical(list(paper.topics)), "day": paper.day.isoformat(),
        "series": paper.series or None, "state": paper.state, "input": known_input,
    }  # fmt: skip
    ledger.put("paper", row)
    for o in found.occasions:
        due = o.due.isoformat() if o.due else ""
        step = {"plan": o.plan or paper.plan, "topic": o.topic, "step": o.step, "due": due,
                "paper": paper.key, "how": o.how}  # fmt: skip
        ledger.put("step", step)
    if known_input:
        return
    for d in found.deliveries:
        ledger.put(
            "outbox",
            {
                "key": d.key, "plan": d.plan, "paper": d.paper, "channel": d.channel,
                "address": d.address, "unit": d.unit, "state": "in_doubt", "tries": d.tries,
                "next_try": "", "message_id": d.message_id, "parcel": "",
                "detail": "台账恢复，不知道是否已经送到", "at": d.at,
            },
        )  # fmt: skip


def _doubt_deliveries(ledger: Ledger, said: list[str]) -> None:
    """What the backup has as still to be sent may have been sent since."""
    open_ones = waiting(ledger, "queued", "sending")
    mark(
        ledger,
        open_ones,
        "in_doubt",
        {d.key: "台账恢复，不知道是否已经送到" for d in open_ones},
    )
    doubtful = waiting(ledger, "in_doubt")
    if doubtful:
        said.append(f"有{len(doubtful)}次投递待确认：请核实单位是否收到，再确认或重发。")


def _fill_holes(ledger: Ledger, seen: witness.Witness | None, today: date, said: list[str]) -> None:
    """Keep every number up to the witness's as 作废 that no paper accounts for."""
    holes = list(_holes(ledger, seen))
    if not holes:
        return
    with ledger.change("void", {"numbers": [f"{s}|{y}|{n}" for s, y, n in holes]}):
        for series, year, n in holes:
            ledger.put("paper", _hole(series, year, n, today))
    named = "、".join(f"{s}〔{y}〕{n}号" for s, y, n in holes)
    said.append(f"下列编号用过但找不到文书，登记为作废，不再使用：{named}。")


def _holes(ledger: Ledger, seen: witness.Witness | None) -> Iterator[tuple[str, int, int]]:
    used: dict[tuple[str, int], set[int]] = {}
    for series, year, n in ledger.db.execute(
        "SELECT series, year, n FROM paper WHERE n IS NOT NULL"
    ):
        used.setdefault((series, year), set()).add(n)
    tops = {key: max(own) for key, own in used.items()}
    for name, top in (seen.numbers if seen else {}).items():
        series, _, year = name.rpartition("|")
        key = (series, int(year))
        tops[key] = max(top, tops.get(key, 0))
    for (series, year), top in sorted(tops.items()):
        own = used.get((series, year), set())
        first = min(own, default=1)
        for n in range(first, top + 1):
            if n not in own:
                yield series, year, n


def _hole(series: str, year: int, n: int, today: date) -> dict[str, object]:
    return {
        "plan": "", "key": f"作废|{series}|{year}|{n}", "kind": "", "unit": "", "step": 0,
        "topics": "[]", "day": min(today, date(year, 12, 31)).isoformat(), "series": series,
        "year": year, "n": n, "number": f"{series}〔{year}〕{n}号", "title": "（作废）", "why": "",
        "state": "void", "path": "", "sha256": "", "input": "", "note": VOID,
    }  # fmt: skip


def take_over(files: LedgerFiles, *, now: Callable[[], datetime], host: str | None = None) -> str:
    """Make this machine the ledger's owner and return in Chinese what was done."""
    with Ledger(files, now=now, host=host, is_ours=False) as ledger:
        before, after = ledger.fact("host"), ledger.host
        if before == after:
            return f"台账已经属于本机（{after}）。"
        with ledger.change("takeover", {"from": before, "to": after}):
            ledger.put("meta", {"name": "host", "value": after})
        return f"台账已由“{before}”改为本机“{after}”使用。请确认原来那台机器不再运行本程序。"
