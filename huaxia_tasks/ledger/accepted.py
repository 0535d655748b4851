"""What units' submissions said, kept as the measure for the next ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..model import PastMatter
from .chain import canonical
from .store import Ledger


class Acceptance(NamedTuple):
    """A unit's submission to be kept: ``digest`` names all its files, ``files`` are (path, digest).

    ``body`` is what it said, from `body_of`.
    """

    unit: str
    digest: str
    body: bytes
    files: tuple[tuple[str, str], ...] = ()


def body_of(matters: Iterable[PastMatter]) -> bytes:
    """Return matters as the ledger keeps them; `unpacked` gives them back."""
    return canonical([_packed(m) for m in matters]).encode()


def accept(ledger: Ledger, plan: str, day: date, kept: Iterable[Acceptance]) -> tuple[str, ...]:
    """Keep what is new, in one transaction; return the units whose submissions were not known."""
    news: list[tuple[int, Acceptance]] = []
    for one in kept:
        last = ledger.db.execute(
            "SELECT seq, digest FROM accepted WHERE plan=? AND unit=? ORDER BY seq DESC LIMIT 1",
            (plan, one.unit),
        ).fetchone()
        if last is None or last[1] != one.digest:
            news.append((last[0] + 1 if last else 1, one))
    if news:
        with ledger.change("accept", {"plan": plan, "units": [n.unit for _, n in news]}):
            for seq, one in news:
                _put(ledger, plan, day, seq, one)
    return tuple(n.unit for _, n in news)


def _put(ledger: Ledger, plan: str, day: date, seq: int, one: Acceptance) -> None:
    row = {
        "plan": plan, "unit": one.unit, "seq": seq, "digest": one.digest, "day": day.isoformat(),
        "body": ledger.keep(one.body), "files": canonical([list(f) for f in one.files]),
    }  # fmt: skip
    ledger.put("accepted", row)


def _packed(matter: PastMatter) -> Mapping[str, object]:
    return {
        "id": matter.id, "title": matter.title, "number": matter.number, "lead": matter.lead,
        "due": matter.due.isoformat() if matter.due else None, "state": matter.state,
        "accepted_on": matter.accepted_on.isoformat(), "texts": dict(matter.texts),
        "since": matter.unchanged_since.isoformat() if matter.unchanged_since else None,
    }  # fmt: skip


def unpacked(unit: str, body: bytes) -> Sequence[PastMatter]:
    """Return the matters that were kept of a unit's submission."""
    return [
        PastMatter(
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
        for item in json.loads(body)
    ]
