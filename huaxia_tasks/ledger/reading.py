"""What the ledger knows, read without changing it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import History, PastMatter, Sent

if TYPE_CHECKING:
    from .store import Outgoing, PaperRow


def read_history(
    path: Path, plan: str, digests: Mapping[str, str] | None = None, until: date | None = None
) -> History:
    """Return what was issued and accepted under `plan`; an empty history where there is no ledger.

    `digests` maps units to the digest of what they have handed in now: the measure is what was
    accepted before that, so that looking twice gives the same.  `until` leaves out what came later.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return History()
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
    try:
        sent = tuple(
            Sent(p.key, p.kind, p.unit, p.number, p.day, p.step, p.matters, p.state, p.path)
            for p in papers(db)
            if p.plan == plan and (until is None or p.day <= until)
        )
        return History(sent=sent, matters=tuple(_accepted(db, plan, digests or {}, until)))
    finally:
        db.close()


def _accepted(
    db: sqlite3.Connection, plan: str, digests: Mapping[str, str], until: date | None
) -> Iterator[PastMatter]:
    latest: dict[str, str] = {}
    for unit, digest, day, body in db.execute(
        "SELECT unit, digest, day, body FROM accepted WHERE plan=? ORDER BY unit, seq", (plan,)
    ):
        if digests.get(unit) == digest or (until is not None and day > until.isoformat()):
            continue
        latest[unit] = body
    for unit, body in latest.items():
        for item in json.loads(body):
            yield _unpacked(unit, item)


def _unpacked(unit: str, item: Mapping[str, Any]) -> PastMatter:
    return PastMatter(
        id=item["id"],
        unit=unit,
        title=item["title"],
        number=item["number"],
        lead=item["lead"],
        due=date.fromisoformat(item["due"]) if item["due"] else None,
        state=item["state"],
        accepted_on=date.fromisoformat(item["accepted_on"]),
        texts=item["texts"],
        unchanged_since=date.fromisoformat(item["since"]) if item["since"] else None,
    )


def papers(db: sqlite3.Connection) -> Iterator[PaperRow]:
    """Yield every paper, in the order of day and number."""
    from .store import TABLES, PaperRow

    columns = ", ".join(TABLES["paper"])
    for row in db.execute(f"SELECT {columns} FROM paper ORDER BY day, series, n, key"):
        (
            key,
            plan,
            kind,
            unit,
            step,
            matters,
            day,
            series,
            year,
            n,
            number,
            state,
            path,
            sha,
            text,
        ) = row
        yield PaperRow(
            key, plan, kind, unit, step, tuple(json.loads(matters)), date.fromisoformat(day),
            "" if series.startswith("-") else series, year, n, number, state, path, sha,
            json.loads(text),
        )  # fmt: skip


def outgoing(db: sqlite3.Connection) -> Iterator[Outgoing]:
    """Yield every delivery."""
    from .store import TABLES, Outgoing

    columns = ", ".join(TABLES["outbox"])
    for row in db.execute(f"SELECT {columns} FROM outbox ORDER BY key"):
        yield Outgoing(*row)
