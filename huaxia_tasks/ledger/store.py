"""The ledger's tables and the steps of issuing: reserve, render, deliver, confirm."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from ..errors import LedgerError
from ..model import PastMatter
from . import chain, witness
from .place import require_local

SCHEMA = 1
TABLES: Mapping[str, Sequence[str]] = {
    "paper": (
        "key", "plan", "kind", "unit", "step", "matters", "day", "series", "year", "n", "number",
        "state", "path", "sha256", "input",
    ),
    "step": ("topic", "step", "paper"),
    "outbox": (
        "key", "paper", "channel", "address", "state", "tries", "next_try", "message_id", "detail",
    ),
    "accepted": ("plan", "unit", "seq", "digest", "day", "body"),
    "meta": ("name", "value"),
}  # fmt: skip
_CREATE = """
CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    hash TEXT NOT NULL);
CREATE TABLE paper (key TEXT PRIMARY KEY, plan TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL,
    step INTEGER NOT NULL, matters TEXT NOT NULL, day TEXT NOT NULL, series TEXT NOT NULL,
    year INTEGER NOT NULL, n INTEGER, number TEXT NOT NULL, state TEXT NOT NULL, path TEXT NOT NULL,
    sha256 TEXT NOT NULL, input TEXT NOT NULL, seal TEXT NOT NULL, UNIQUE (series, year, n)) WITHOUT ROWID;
CREATE TABLE step (topic TEXT NOT NULL, step INTEGER NOT NULL, paper TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (topic, step)) WITHOUT ROWID;
CREATE TABLE outbox (key TEXT PRIMARY KEY, paper TEXT NOT NULL, channel TEXT NOT NULL, address TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, next_try TEXT NOT NULL, message_id TEXT NOT NULL,
    detail TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accepted (plan TEXT NOT NULL, unit TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT NOT NULL,
    day TEXT NOT NULL, body TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (plan, unit, seq)) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events never change'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are kept'); END;
"""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper to be issued.  ``input`` is all that rendering needs; ``topics`` what it speaks of.

    ``series`` "" takes no number.  ``pattern`` holds {year} and {n}.
    """

    key: str
    plan: str
    kind: str
    unit: str
    step: int
    topics: tuple[str, ...]
    day: date
    series: str
    pattern: str
    first: int
    input: Callable[[str], Mapping[str, object]]
    deliveries: tuple[tuple[str, str], ...] = ()
    superseded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the ledger holds it; ``state`` is reserved | issued | void."""

    key: str
    plan: str
    kind: str
    unit: str
    step: int
    matters: tuple[str, ...]
    day: date
    series: str
    year: int
    n: int | None
    number: str
    state: str
    path: str
    sha256: str
    input: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery; ``state`` is queued | sending | sent | in_doubt | refused | gave_up."""

    key: str
    paper: str
    channel: str
    address: str
    state: str
    tries: int
    next_try: str
    message_id: str
    detail: str


class Ledger:
    """An open ledger, checked.  Use as a context manager; one writer at a time (the caller locks)."""

    def __init__(self, path: Path, witness_path: Path, *, now: Callable[[], datetime]) -> None:
        self.path, self.witness_path, self._now = path, witness_path, now
        require_local(path.parent)
        seen = witness.read(witness_path)
        fresh = not path.exists()
        if fresh and seen is not None and seen.events:
            raise self._lost("台账文件不见了，而编号见证表明已经发出过文书")
        if not fresh and path.stat().st_size == 0:
            raise self._lost("台账文件是空的")
        self._db = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            self._prepare(fresh)
            self._check(seen)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise self._lost(f"台账文件损坏（{error}）") from None
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, fresh: bool) -> None:
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.execute("PRAGMA synchronous=FULL")
        empty = not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if fresh or empty:
            if not fresh and (seen := witness.read(self.witness_path)) and seen.events:
                raise self._lost("台账里没有任何记录，而编号见证表明已经发出过文书")
            with self._change("open", {"schema": SCHEMA, "host": platform.node()}, create=True):
                self._put("meta", {"name": "schema", "value": str(SCHEMA)})
                self._put("meta", {"name": "host", "value": platform.node()})

    def _check(self, seen: witness.Witness | None) -> None:
        tables = {
            r[0] for r in self._db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        if not {*TABLES, "event"} <= tables:
            raise self._lost("这个文件不是本程序的台账")
        if self._db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise self._lost("台账文件损坏")
        broken = chain.first_break(self._db)
        if broken is not None:
            raise self._lost(f"台账第{broken}条记录被改动或缺失")
        bad = chain.first_bad_row(self._db, TABLES)
        if bad is not None:
            raise self._lost(f"台账“{bad}”表有记录被改动")
        last = self._db.execute("SELECT body FROM event ORDER BY id DESC LIMIT 1").fetchone()
        counted = json.loads(last[0]).get("rows", {}) if last else {}
        if counted != chain.census(self._db, TABLES):
            raise self._lost("台账的记录数与流水不符")
        self._check_against(seen)

    def _check_against(self, seen: witness.Witness | None) -> None:
        if seen is not None and seen.events:
            row = self._db.execute("SELECT hash FROM event WHERE id=?", (seen.events,)).fetchone()
            if row is None or row[0] != seen.hash:
                raise self._lost("台账比编号见证旧，或不是同一本台账（可能用旧备份替换过）")
        host = self._db.execute("SELECT value FROM meta WHERE name='host'").fetchone()
        if host and host[0] != platform.node():
            raise LedgerError(
                f"这本台账属于另一台机器（{host[0]}），两台机器同时发文会把编号发重",
                str(self.path),
                "确实要换到本机的，请先停用那台机器，再运行 huaxia doctor --takeover。",
            )

    def _lost(self, what: str) -> LedgerError:
        return LedgerError(
            what,
            str(self.path),
            "为避免重复发文，本次不发出任何文书。请用“归档/台账备份”里最近的备份替换，"
            "或运行 huaxia doctor --restore 由“发出”文件夹恢复。",
        )

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ----------------------------------------------------------------- writing

    @contextmanager
    def _change(
        self, kind: str, body: Mapping[str, object], *, create: bool = False
    ) -> Iterator[None]:
        """One transaction: the caller's rows and the event that tells of them, then the witness."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if create:
                for statement in _statements(_CREATE):
                    self._db.execute(statement)
            yield
            told = {**body, "rows": chain.census(self._db, TABLES)}
            chain.append(self._db, self._now().isoformat(timespec="seconds"), kind, told)
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._bear_witness()

    def _put(self, table: str, row: Mapping[str, object]) -> None:
        """Insert or replace a row with its seal; keys that must be new are checked by the caller."""
        values = [row[c] for c in TABLES[table]]
        marks = ", ".join("?" * (len(values) + 1))
        names = ", ".join((*TABLES[table], "seal"))
        self._db.execute(
            f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",
            (*values, chain.seal(table, values)),
        )

    def _bear_witness(self) -> None:
        last = self._db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
        numbers = {
            f"{series}|{year}": n
            for series, year, n in self._db.execute(
                "SELECT series, year, max(n) FROM paper WHERE n IS NOT NULL GROUP BY series, year"
            )
        }
        witness.write(self.witness_path, witness.Witness(last[0], last[1], numbers))

    def reserve(self, papers: Sequence[NewPaper]) -> tuple[PaperRow, ...]:
        """Take numbers and queue deliveries for `papers`, all in one transaction.

        A paper whose key, or any step of whose topics, is in the ledger already is left out: it has
        been issued.  Returns the papers reserved, in order.
        """
        reserved: list[str] = []
        with self._change("reserve", {"papers": [p.key for p in papers]}):
            for paper in papers:
                if self._is_taken(paper):
                    continue
                self._reserve(paper)
                reserved.append(paper.key)
        return tuple(self.paper(key) for key in reserved)

    def _is_taken(self, paper: NewPaper) -> bool:
        find = self._db.execute
        if find("SELECT 1 FROM paper WHERE key=?", (paper.key,)).fetchone():
            return True
        return any(
            find("SELECT 1 FROM step WHERE topic=? AND step=?", (t, paper.step)).fetchone()
            for t in paper.topics
            if paper.step
        )

    def _reserve(self, paper: NewPaper) -> None:
        n, number = self._next_number(paper)
        self._put(
            "paper",
            {
                "key": paper.key, "plan": paper.plan, "kind": paper.kind, "unit": paper.unit,
                "step": paper.step, "matters": chain.canonical(list(paper.topics)),
                "day": paper.day.isoformat(), "series": paper.series or f"-{paper.key}",
                "year": paper.day.year, "n": n, "number": number, "state": "reserved", "path": "",
                "sha256": "", "input": chain.canonical(paper.input(number)),
            },
        )  # fmt: skip
        for topic in paper.topics if paper.step else ():
            for step in (*paper.superseded, paper.step):
                row = {"topic": topic, "step": step, "paper": paper.key}
                found = self._db.execute(
                    "SELECT 1 FROM step WHERE topic=? AND step=?", (topic, step)
                ).fetchone()
                if not found:
                    self._put("step", row)
        for channel, address in paper.deliveries:
            key = f"{paper.key}|{channel}|{address}"
            self._put(
                "outbox",
                {
                    "key": key, "paper": paper.key, "channel": channel, "address": address,
                    "state": "queued", "tries": 0, "next_try": "",
                    "message_id": chain.seal("message", [key])[:32], "detail": "",
                },
            )  # fmt: skip

    def _next_number(self, paper: NewPaper) -> tuple[int | None, str]:
        if not paper.series:
            return None, ""
        year = paper.day.year
        last = self._db.execute(
            "SELECT max(n) FROM paper WHERE series=? AND year=?", (paper.series, year)
        ).fetchone()[0]
        n = paper.first if last is None else last + 1
        return n, paper.pattern.replace("{year}", str(year)).replace("{n}", str(n))

    def rendered(self, key: str, path: str, sha256: str) -> None:
        """Record that a reserved paper lies on disk, whole; it is issued from now on."""
        with self._change("issued", {"paper": key, "path": path, "sha256": sha256}):
            self._update_paper(key, state="issued", path=path, sha256=sha256)

    def void(self, key: str, reason: str) -> None:
        """Record that a paper was withdrawn: its number stays used, marked 作废."""
        with self._change("void", {"paper": key, "reason": reason}):
            self._update_paper(key, state="void")

    def _update_paper(self, key: str, **changes: object) -> None:
        columns = TABLES["paper"]
        row = self._db.execute(
            f"SELECT {', '.join(columns)} FROM paper WHERE key=?", (key,)
        ).fetchone()
        if row is None:
            raise LedgerError(f"台账里没有这件文书：{key}", str(self.path))
        self._put("paper", {**dict(zip(columns, row, strict=True)), **changes})

    def delivery(self, key: str, state: str, detail: str = "", next_try: str = "") -> None:
        """Record what became of a delivery; ``sending`` counts a try."""
        columns = TABLES["outbox"]
        row = self._db.execute(
            f"SELECT {', '.join(columns)} FROM outbox WHERE key=?", (key,)
        ).fetchone()
        values = dict(zip(columns, row, strict=True))
        tries = values["tries"] + (state == "sending")
        with self._change("delivery", {"delivery": key, "state": state, "detail": detail}):
            changes = {"state": state, "detail": detail, "next_try": next_try, "tries": tries}
            self._put("outbox", {**values, **changes})

    def accept(
        self, plan: str, unit: str, digest: str, day: date, matters: Iterable[PastMatter]
    ) -> bool:
        """Keep what a unit's submission said, as the measure for the next one; False if known."""
        last = self._db.execute(
            "SELECT seq, digest FROM accepted WHERE plan=? AND unit=? ORDER BY seq DESC LIMIT 1",
            (plan, unit),
        ).fetchone()
        if last is not None and last[1] == digest:
            return False
        body = chain.canonical([_packed(m) for m in matters])
        seq = last[0] + 1 if last else 1
        with self._change("accept", {"plan": plan, "unit": unit, "digest": digest}):
            row = {"plan": plan, "unit": unit, "seq": seq, "digest": digest,
                   "day": day.isoformat(), "body": body}  # fmt: skip
            self._put("accepted", row)
        return True

    # ----------------------------------------------------------------- reading

    def paper(self, key: str) -> PaperRow:
        """Return one paper; raises LedgerError where there is none."""
        found = [p for p in self.papers() if p.key == key]
        if not found:
            raise LedgerError(f"台账里没有这件文书：{key}", str(self.path))
        return found[0]

    def papers(self, state: str | None = None) -> tuple[PaperRow, ...]:
        """Return the papers, oldest first; those of one state where named."""
        from .reading import papers

        return tuple(p for p in papers(self._db) if state is None or p.state == state)

    def outgoing(self, *states: str) -> tuple[Outgoing, ...]:
        """Return the deliveries in these states, in order of their keys."""
        from .reading import outgoing

        return tuple(o for o in outgoing(self._db) if not states or o.state in states)


def _packed(matter: PastMatter) -> Mapping[str, object]:
    return {
        "id": matter.id, "title": matter.title, "number": matter.number, "lead": matter.lead,
        "due": matter.due.isoformat() if matter.due else None, "state": matter.state,
        "accepted_on": matter.accepted_on.isoformat(), "texts": dict(matter.texts),
        "since": matter.unchanged_since.isoformat() if matter.unchanged_since else None,
    }  # fmt: skip


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
