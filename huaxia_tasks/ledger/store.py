"""The open ledger: one writer, every change a transaction with its event, then the witness."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import sqlite3
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import TracebackType

from ..errors import LedgerError
from ..placing import MARK, beside_of, flush_folder
from . import chain, soundness, witness
from .afar import tell_afar
from .files import LedgerFiles
from .place import require_local
from .tables import KEYS, SCHEMA, TABLES, connect, create


def _upsert(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement; a row that takes another row's number fails instead of replacing it."""
    names = (*columns, "seal")
    changes = ", ".join(f"{c}=excluded.{c}" for c in names[KEYS[table] :])
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT ({', '.join(columns[: KEYS[table]])}) DO UPDATE SET {changes}"
    )


_UPSERT = {table: _upsert(table, columns) for table, columns in TABLES.items()}


class Ledger:
    """An open ledger, checked.  Use as a context manager; the caller holds the office's lock.

    ``now`` gives the present time with its zone.  Raises LedgerError where the ledger is damaged,
    lost, older than its witness, another machine's, or on a network share.
    """

    def __init__(
        self,
        files: LedgerFiles,
        *,
        now: Callable[[], datetime],
        host: str | None = None,
        is_ours: bool = True,
    ) -> None:
        self.files, self.now = files, now
        self._host = host or platform.node()
        self._wrote: dict[str, str] | None = None
        self._changed = False
        require_local(files.ledger.parent)
        if soundness.is_absent(files):
            self._create()
        self._db, self._said = soundness.open_sound(files)
        try:
            self._db.execute("PRAGMA synchronous=EXTRA")
            if is_ours:
                self._require_own_machine()
        except BaseException:
            self._db.close()
            raise
        for path in files.witnesses:
            with contextlib.suppress(OSError):
                beside_of(path).unlink()
        self._place = files.ledger.resolve()
        soundness.held.add(self._place)

    def _create(self) -> None:
        """Make a new ledger beside its place and move it there whole, so that no half one is seen."""
        said = witness.hear(self.files.witnesses)
        missing = soundness.absence(self.files, said)
        if missing:
            raise soundness.lost(missing, self.files)
        self._discard_journal()
        beside = self.files.ledger.with_name(f"{MARK}{self.files.ledger.name}")
        for old in (beside, beside.with_name(f"{beside.name}-journal")):
            old.unlink(missing_ok=True)
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600)
        os.close(handle)
        self._db = connect(beside)
        try:
            self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.execute("PRAGMA synchronous=EXTRA")
            with self.change("open", {"host": self._host}, first=True):
                create(self._db)
                for name, text in (
                    ("schema", str(SCHEMA)),
                    ("host", self._host),
                    ("id", uuid.uuid4().hex),
                ):
                    self.put("meta", {"name": name, "value": text})
        finally:
            self._db.close()
        os.replace(beside, self.files.ledger)
        flush_folder(self.files.ledger.parent)

    def _discard_journal(self) -> None:
        """Take away the journal of a ledger that is not there; it would be rolled into the new one."""
        with contextlib.suppress(FileNotFoundError):
            self.files.journal.unlink()

    def _require_own_machine(self) -> None:
        schema = soundness.value(self._db, "schema")
        if schema != str(SCHEMA):
            raise LedgerError(
                f"台账的格式是第{schema}版，本程序只认第{SCHEMA}版",
                str(self.files.ledger),
                "请换用与台账相配的程序版本。",
            )
        owner = soundness.value(self._db, "host")
        if owner != self._host:
            raise LedgerError(
                f"这本台账属于另一台机器（{owner}），两台机器同时发文会把编号发重",
                str(self.files.ledger),
                "确实要换到本机的，请先停用那台机器，再运行 huaxia doctor --takeover。",
            )

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except (OSError, sqlite3.Error) as error:
            # With trouble before, that is what is told; the next opening checks every row.
            if value is None:
                raise self._cannot_write(error) from None
        finally:
            self._db.close()

    def close(self) -> None:
        """Close the file and let the witnesses say how it was left."""
        soundness.held.discard(self._place)
        seen = self._said.witness
        known = seen is not None and seen.file and self._said.is_whole
        if self._changed or self._said.damaged or not known:
            last = soundness.witness_of(self._db)
            self._db.close()
            left = replace(last, file=soundness.file_digest(self.files.ledger))
            for path in self.files.witnesses:
                witness.write(path, left)
            tell_afar(self.files, left)
        self._db.close()

    @property
    def db(self) -> sqlite3.Connection:
        """The open connection, for the rooms of the ledger that read and write rows."""
        return self._db

    @property
    def host(self) -> str:
        """The name of this machine."""
        return self._host

    @property
    def id(self) -> str:
        """The ledger's own name, by which its witnesses know it."""
        return soundness.value(self._db, "id")

    # ----------------------------------------------------------------- writing

    @contextmanager
    def change(
        self, kind: str, body: Mapping[str, object] | None = None, *, first: bool = False
    ) -> Iterator[None]:
        """One transaction: the caller's rows and the event that tells of them, then the witness."""
        if self._wrote is not None:
            raise RuntimeError("a change inside a change")
        self._wrote = {}
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            at = self.now().isoformat(timespec="seconds")
            chain.append(self._db, at, kind, body or {}, self._wrote)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._roll_back()
            raise self._cannot_write(error) from None
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._wrote = None
        self._changed = True
        if not first:
            witness.write(self.files.witnesses[0], soundness.witness_of(self._db))

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # the journal does it at the next opening
                self._db.execute("ROLLBACK")

    def _cannot_write(self, error: sqlite3.Error | OSError) -> LedgerError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) == errno.ENOSPC:
            what, todo = "磁盘已满，台账写不进去", "请清理磁盘后再运行一次，程序会接着办完。"
        elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            what, todo = "台账正被别的程序占用", "请关闭打开台账的程序，稍后再运行。"
        else:
            what, todo = f"台账写不进去（{error}）", "请检查磁盘后再运行一次，程序会接着办完。"
        return LedgerError(what, str(self.files.ledger), todo)

    def put(self, table: str, row: Mapping[str, object]) -> None:
        """Insert a row with its seal, or change the row of that name, inside a change."""
        if self._wrote is None:
            raise RuntimeError("rows are written inside a change only")
        columns = TABLES[table]
        values = [row[c] for c in columns]
        own = chain.seal(table, values)
        self._db.execute(_UPSERT[table], (*values, own))
        self._wrote[chain.name_of(table, values)] = own

    def keep(self, data: bytes) -> str:
        """Keep some content inside a change and return its name; the same content is kept once."""
        packed = zlib.compress(data, 9)
        name = chain.digest(packed)
        self._db.execute("INSERT OR IGNORE INTO body (sha256, data) VALUES (?, ?)", (name, packed))
        return name

    def content(self, name: str) -> bytes:
        """Return some content by its name.  Raises LedgerError where it is damaged or gone."""
        row = self._db.execute("SELECT data FROM body WHERE sha256=?", (name,)).fetchone()
        if row is None or chain.digest(row[0]) != name:
            raise soundness.lost("台账“内容”里有记录被改动或缺失", self.files)
        return zlib.decompress(row[0])

    def fact(self, name: str) -> str:
        """Return a fact that the ledger keeps about itself and its surroundings, "" where unknown."""
        return soundness.value(self._db, name)

    def remember(self, name: str, text: str) -> None:
        """Keep a fact; nothing happens where it is known already."""
        if self.fact(name) != text:
            with self.change("fact", {"name": name}):
                self.put("meta", {"name": name, "value": text})
