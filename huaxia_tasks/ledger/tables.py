"""The ledger's tables, and their rows as values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SCHEMA = 1

#: Sealed tables: columns without the seal.  The first `KEYS` of them name the row.
TABLES: Mapping[str, tuple[str, ...]] = {
    "paper": (
        "plan", "key", "kind", "unit", "step", "topics", "day", "series", "year", "n", "number",
        "title", "why", "state", "path", "sha256", "input", "note",
    ),
    "step": ("plan", "topic", "step", "due", "paper", "how"),
    "outbox": (
        "key", "plan", "paper", "channel", "address", "unit", "state", "tries", "next_try",
        "message_id", "parcel", "detail", "at",
    ),
    "accepted": ("plan", "unit", "seq", "digest", "day", "body", "files"),
    "meta": ("name", "value"),
}  # fmt: skip
KEYS: Mapping[str, int] = {"paper": 2, "step": 4, "outbox": 1, "accepted": 3, "meta": 1}
_CREATE = """
CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    hash TEXT NOT NULL);
CREATE TABLE body (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE paper (plan TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL,
    step INTEGER NOT NULL, topics TEXT NOT NULL, day TEXT NOT NULL, series TEXT, year INTEGER NOT NULL,
    n INTEGER, number TEXT NOT NULL, title TEXT NOT NULL, why TEXT NOT NULL, state TEXT NOT NULL,
    path TEXT NOT NULL, sha256 TEXT NOT NULL, input TEXT NOT NULL, note TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (plan, key), UNIQUE (series, year, n)) WITHOUT ROWID;
CREATE TABLE step (plan TEXT NOT NULL, topic TEXT NOT NULL, step INTEGER NOT NULL, due TEXT NOT NULL,
    paper TEXT NOT NULL, how TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (plan, topic, step, due)) WITHOUT ROWID;
CREATE TABLE outbox (key TEXT PRIMARY KEY, plan TEXT NOT NULL, paper TEXT NOT NULL, channel TEXT NOT NULL,
    address TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
    next_try TEXT NOT NULL, message_id TEXT NOT NULL, parcel TEXT NOT NULL, detail TEXT NOT NULL,
    at TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accepted (plan TEXT NOT NULL, unit TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT NOT NULL,
    day TEXT NOT NULL, body TEXT NOT NULL, files TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (plan, unit, seq)) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events never change'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are kept'); END;
"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A step of the ladder for one topic: what is spoken of, which step, for which due day.

    ``how`` is sent | superseded.  A topic that is no matter has no due day.  ``plan`` is the plan of
    the topic where that is another one than the paper's.
    """

    topic: str
    step: int
    due: date | None = None
    how: str = "sent"
    plan: str = ""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to be queued with its paper; ``parcel`` is all that sending needs but the papers."""

    channel: str
    address: str
    unit: str = ""
    parcel: Mapping[str, object] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the ledger holds it; ``state`` is reserved | issued | void.

    ``input`` names the content (`Ledger.content`) that it is rendered from.
    """

    plan: str
    key: str
    kind: str
    unit: str
    step: int
    topics: tuple[str, ...]
    day: date
    series: str
    year: int
    n: int | None
    number: str
    title: str
    why: str
    state: str
    path: str
    sha256: str
    input: str
    note: str = ""

    @property
    def name(self) -> str:
        """How people call it: the number, else the title."""
        return self.number or self.title


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery.

    ``state`` is queued | sending | sent | in_doubt | refused | gave_up | cancelled | settled (by a person).
    ``next_try`` and ``at`` (the last change) are ISO times, "" for at once; ``parcel`` names content.
    """

    key: str
    plan: str
    paper: str
    channel: str
    address: str
    unit: str
    state: str
    tries: int
    next_try: str
    message_id: str
    parcel: str
    detail: str
    at: str


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open a ledger file; a journal left by a crash is rolled back on the first read."""
    mode = "rwc" if create else "rw"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)


def create(db: sqlite3.Connection) -> None:
    """Create the tables, inside the caller's transaction."""
    for statement in _statements(_CREATE):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
