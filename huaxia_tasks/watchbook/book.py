"""The watch book and its files: what became of each job, a log, and a sign of life."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..occasions import local
from ..office import Office, put

FOLDER = ".值守"
_STATE, _HEARTBEAT = "状态.json", "心跳.json"
_LOG_LINES = 200


class JobRecord(NamedTuple):
    """What became of a job.

    All nominal times up to `settled` are done with: run, passed over or given up.  `slot` is the time
    tried last, `ended` when that run ended, `code` its exit code; `passed_over` counts times not run.
    """

    settled: datetime
    slot: datetime | None = None
    ended: datetime | None = None
    code: int | None = None
    tries: int = 0
    next_try: datetime | None = None
    passed_over: int = 0
    failed: str = ""


@dataclass(slots=True)
class Book:
    """The watch book of an office; `last_seen` is the latest time at which anything ran."""

    last_seen: datetime | None = None
    jobs: dict[str, JobRecord] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    def note(self, at: datetime, text: str) -> None:
        """Add a line to the log, which keeps the newest."""
        self.log = [*self.log, f"{at:%Y-%m-%d %H:%M} {text}"][-_LOG_LINES:]


def folder_of(office: Office) -> Path:
    """Return where the watch keeps its files."""
    return office.root / FOLDER


def read_book(office: Office) -> Book:
    """Return the watch book; a damaged one is put aside, so that it is begun anew and can be looked at."""
    path = folder_of(office) / _STATE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        jobs = {str(name): _record(job) for name, job in data["jobs"].items()}
        return Book(_moment(data["last_seen"]), jobs, [str(line) for line in data["log"]])
    except FileNotFoundError:
        return Book()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".坏"))
        return Book(log=["值守记录损坏，已另存为“状态.坏”并重新开始。"])


def write_book(office: Office, book: Book) -> None:
    """Write the watch book, whole or not at all."""
    jobs = {
        name: {
            "settled": _text(r.settled),
            "slot": _text(r.slot),
            "ended": _text(r.ended),
            "code": r.code,
            "tries": r.tries,
            "next_try": _text(r.next_try),
            "passed_over": r.passed_over,
            "failed": r.failed,
        }
        for name, r in book.jobs.items()
    }
    data = {"last_seen": _text(book.last_seen), "jobs": jobs, "log": book.log}
    put(folder_of(office) / _STATE, _json(data))


def beat(office: Office, at: datetime, **told: object) -> None:
    """Leave a sign of life: when, and what else is worth knowing from outside."""
    with contextlib.suppress(OSError):
        put(folder_of(office) / _HEARTBEAT, _json({"at": _text(at), **told}))


def heartbeat(office: Office) -> Mapping[str, Any]:
    """Return the last sign of life, {} where there is none."""
    try:
        data = json.loads((folder_of(office) / _HEARTBEAT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _json(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _text(at: datetime | None) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None


def _moment(text: str | None) -> datetime | None:
    return local(datetime.fromisoformat(text)) if text else None


def _record(data: Mapping[str, Any]) -> JobRecord:
    settled = _moment(data["settled"])
    if settled is None:
        raise ValueError("settled is missing")
    return JobRecord(
        settled,
        _moment(data["slot"]),
        _moment(data["ended"]),
        data["code"],
        int(data["tries"]),
        _moment(data["next_try"]),
        int(data["passed_over"]),
        str(data["failed"]),
    )


def clock_words(at: datetime) -> str:
    """Return ``2022年6月28日 8:30``."""
    return f"{at.year}年{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"
