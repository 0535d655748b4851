"""Deliveries, as the ledger sees them: each try is marked before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ..errors import LedgerError
from .reading import outgoing
from .store import Ledger
from .tables import TABLES, Outgoing


def waiting(ledger: Ledger, *states: str) -> tuple[Outgoing, ...]:
    """Return the deliveries in these states, in the order of papers and channels."""
    return tuple(o for o in outgoing(ledger.db) if not states or o.state in states)


def is_due(delivery: Outgoing, now: datetime) -> bool:
    """Whether a queued delivery may be tried now."""
    return delivery.state == "queued" and (
        not delivery.next_try or datetime.fromisoformat(delivery.next_try) <= now
    )


def parcel_of(ledger: Ledger, delivery: Outgoing) -> Mapping[str, object]:
    """Return what sending needs beside the papers."""
    found: Mapping[str, object] = json.loads(ledger.content(delivery.parcel))
    return found


def mark(
    ledger: Ledger,
    deliveries: Sequence[Outgoing],
    state: str,
    details: Mapping[str, str] | None = None,
    next_tries: Mapping[str, str] | None = None,
) -> None:
    """Record one state for `deliveries`; ``sending`` counts a try.  Details and waits are by key."""
    if not deliveries:
        return
    details, next_tries = details or {}, next_tries or {}
    at = ledger.now().isoformat(timespec="seconds")
    told = {"state": state, "deliveries": [d.key for d in deliveries]}
    with ledger.change("delivery", told):
        for delivery in deliveries:
            row = _row(ledger, delivery.key)
            row |= {
                "state": state, "detail": details.get(delivery.key, ""), "at": at,
                "next_try": next_tries.get(delivery.key, ""),
                "tries": int(str(row["tries"])) + (state == "sending"),
            }  # fmt: skip
            ledger.put("outbox", row)


def _row(ledger: Ledger, key: str) -> dict[str, object]:
    columns = TABLES["outbox"]
    row = ledger.db.execute(
        f"SELECT {', '.join(columns)} FROM outbox WHERE key=?", (key,)
    ).fetchone()
    if row is None:
        raise LedgerError(f"台账里没有这次投递：{key}", str(ledger.files.ledger))
    return dict(zip(columns, row, strict=True))


def doubt(ledger: Ledger, channels_that_repeat: Iterable[str]) -> tuple[Outgoing, ...]:
    """Settle what a dead run left under way and return what nobody can know.

    A channel that may repeat (the same file to the same place) tries again; any other delivery is
    in doubt: it may have arrived.
    """
    under_way = waiting(ledger, "sending")
    again = [d for d in under_way if d.channel in set(channels_that_repeat)]
    unknown = [d for d in under_way if d not in again]
    mark(ledger, again, "queued")
    mark(ledger, unknown, "in_doubt", {d.key: "上次运行中断，不知道是否已经送到" for d in unknown})
    return tuple(unknown)
