"""Seals and the chain of events: how a changed bit, a cut tail or a foreign file is noticed.

Every event tells the seals of the rows that it wrote and holds the hash of the event before it.  So
the chain says what every row must be, and its last hash stands for the whole ledger.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence

from .tables import KEYS, TABLES

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: bytes) -> str:
    """Return the name of some content."""
    return hashlib.sha256(data).hexdigest()


def seal(table: str, values: Sequence[object]) -> str:
    """Return the seal of a row: a hash over its table and all its values but the seal itself."""
    text = json.dumps([table, *values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def name_of(table: str, values: Sequence[object]) -> str:
    """Return the name of a row, by which events speak of it."""
    return "\x1f".join([table, *map(str, values[: KEYS[table]])])


def link(previous: str, number: int, at: str, kind: str, body: str) -> str:
    """Return the hash of an event, which holds that of the event before it."""
    return hashlib.sha256(canonical([previous, number, at, kind, body]).encode()).hexdigest()


def append(
    db: sqlite3.Connection, at: str, kind: str, body: Mapping[str, object], wrote: Mapping[str, str]
) -> tuple[int, str]:
    """Append an event that tells which rows were written, inside the caller's transaction.

    `wrote` maps names of rows to their seals.  Returns the event's number and hash.
    """
    last = db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    text = canonical({**body, "rows": dict(wrote)})
    own = link(previous, number, at, kind, text)
    db.execute(
        "INSERT INTO event (id, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)",
        (number, at, kind, text, own),
    )
    return number, own


def first_fault(db: sqlite3.Connection) -> str:
    """Return in Chinese the first thing that does not follow from the chain, "" where all does."""
    previous, expected = GENESIS, 1
    said: dict[str, str] = {}
    for number, at, kind, body, own in db.execute(
        "SELECT id, at, kind, body, hash FROM event ORDER BY id"
    ):
        if number != expected or own != link(previous, number, at, kind, body):
            return f"台账第{expected}条流水被改动或缺失"
        said.update(json.loads(body)["rows"])
        previous, expected = own, expected + 1
    if expected == 1:
        return "台账里没有任何流水"
    return _rows_fault(db, said) or _bodies_fault(db)


def _rows_fault(db: sqlite3.Connection, said: dict[str, str]) -> str:
    for table, columns in TABLES.items():
        for row in db.execute(f"SELECT {', '.join(columns)}, seal FROM {table}"):
            values = row[:-1]
            own = seal(table, values)
            if own != row[-1] or said.pop(name_of(table, values), "") != own:
                return f"台账“{TABLE_NAMES[table]}”里有记录被改动"
    if said:
        table = next(iter(said)).partition("\x1f")[0]
        return f"台账“{TABLE_NAMES.get(table, table)}”里少了记录"
    return ""


def _bodies_fault(db: sqlite3.Connection) -> str:
    for name, data in db.execute("SELECT sha256, data FROM body"):
        if not isinstance(data, bytes) or digest(data) != name:
            return "台账“内容”里有记录被改动"
    wanted = (
        "SELECT 1 FROM (SELECT input AS name FROM paper UNION SELECT parcel FROM outbox"
        " UNION SELECT body FROM accepted) WHERE name <> '' AND name NOT IN (SELECT sha256 FROM body)"
    )
    return "台账“内容”里少了记录" if db.execute(wanted).fetchone() else ""


TABLE_NAMES = {
    "paper": "文书",
    "step": "步骤",
    "outbox": "投递",
    "accepted": "接收",
    "meta": "说明",
}
