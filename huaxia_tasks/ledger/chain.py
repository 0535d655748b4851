"""Seals and the chain of events: how a changed bit, a cut tail or a foreign file is noticed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(table: str, values: Sequence[object]) -> str:
    """Return the seal of a row: SHA-256 over its table and all its values but the seal itself."""
    parts = [v.hex() if isinstance(v, bytes) else v for v in values]
    return hashlib.sha256(canonical([table, *parts]).encode()).hexdigest()


def link(previous: str, number: int, at: str, kind: str, body: str) -> str:
    """Return the hash of an event, which holds that of the event before it."""
    return hashlib.sha256(canonical([previous, number, at, kind, body]).encode()).hexdigest()


def append(db: sqlite3.Connection, at: str, kind: str, body: Mapping[str, object]) -> None:
    """Append an event, inside the caller's transaction."""
    last = db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    text = canonical(body)
    db.execute(
        "INSERT INTO event (id, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)",
        (number, at, kind, text, link(previous, number, at, kind, text)),
    )


def first_break(db: sqlite3.Connection) -> int | None:
    """Return the number of the first event that does not follow from the one before, else None."""
    previous, expected = GENESIS, 1
    for number, at, kind, body, own in db.execute(
        "SELECT id, at, kind, body, hash FROM event ORDER BY id"
    ):
        if number != expected or own != link(previous, number, at, kind, body):
            return expected
        previous, expected = own, expected + 1
    return None


def first_bad_row(db: sqlite3.Connection, tables: Mapping[str, Sequence[str]]) -> str | None:
    """Return the first table that holds a row whose seal is wrong, else None."""
    for table, columns in tables.items():
        names = ", ".join(columns)
        for row in db.execute(f"SELECT {names}, seal FROM {table}"):
            if row[-1] != seal(table, row[:-1]):
                return table
    return None


def census(db: sqlite3.Connection, tables: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how many rows each table has."""
    return {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
