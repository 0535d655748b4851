"""Papers for tests of the ledger, without an office around it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huaxia_tasks.ledger import (
    Ledger,
    LedgerFiles,
    NewDelivery,
    NewPaper,
    Occasion,
    PaperRow,
    issued,
    mark,
    record,
    reserve,
    waiting,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2022, 6, 28, 12, 0, tzinfo=ZONE)
PLAN = "武华党〔2022〕17号"


def now() -> datetime:
    return NOON


def a_paper(n: int, **changes: Any) -> NewPaper:
    """Return an urging notice about matter `n` to one of nine units."""
    unit = f"U{n % 9 + 1:02d}"
    settings: dict[str, Any] = {
        "plan": PLAN,
        "key": f"urging-notice|{unit}|2|M{n}",
        "kind": "urging-notice",
        "unit": unit,
        "step": 2,
        "day": date(2022, 6, 28),
        "title": "关于抓紧办结逾期事项的催办通知",
        "input": lambda number: {"document": {"number": number, "正文": f"事项{n}"}},
        "path": lambda number: f"发出/2022/{number or n}_{unit}.docx",
        "series": "催办",
        "pattern": "催办〔{year}〕{n}号",
        "why": "超期催办",
        "topics": (f"M{n}",),
        "occasions": (
            Occasion(f"M{n}", 1, date(2022, 6, 20), "superseded"),
            Occasion(f"M{n}", 2, date(2022, 6, 20)),
        ),
        "deliveries": (NewDelivery("共享文件夹", unit, unit, {"title": "催办"}),),
    }
    return NewPaper(**{**settings, **changes})


def open_ledger(root: Path, **settings: Any) -> Ledger:
    return Ledger(LedgerFiles.of(root), **{"now": now, "host": "本机", **settings})


def issue_all(ledger: Ledger, papers: list[NewPaper]) -> tuple[PaperRow, ...]:
    """Reserve, place and deliver papers as issuing does; the files hold their number."""
    reserved = reserve(ledger, papers).papers
    for paper in reserved:
        path = ledger.files.issued.parent / paper.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(paper.number, encoding="utf-8")
        record(ledger, paper, paper.path, "0" * 64)
    issued(ledger, [(p, p.path, "0" * 64) for p in reserved])
    due = waiting(ledger, "queued")
    mark(ledger, due, "sending")
    mark(ledger, due, "sent")
    return reserved
