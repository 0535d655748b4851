"""Whether a ledger file is whole, ours, and not older than its witness."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from ..errors import LedgerError
from ..wording import refused
from . import chain, manifests
from .afar import with_afar
from .files import LedgerFiles
from .tables import TABLES, connect
from .witness import Testimony, Witness, hear

#: Ledgers that this process has open and has checked: reading them meanwhile costs no second check.
held: set[Path] = set()


def lost(what: str, files: LedgerFiles) -> LedgerError:
    """Return the refusal that names what is wrong and the way out."""
    return LedgerError(
        what,
        str(files.ledger),
        "为避免重复发文、重复编号，本次不发出任何文书。请运行 huaxia doctor --restore："
        "程序会用“归档/台账备份”里最近的完好备份和“发出”里的登记恢复台账，原文件会留存。",
    )


def file_digest(path: Path) -> str:
    """Return the digest of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def absence(files: LedgerFiles, said: Testimony) -> str:
    """Return why a missing or empty ledger is a loss, "" where there never was one."""
    what = "台账文件是空的" if files.ledger.exists() else "台账文件不见了"
    if said.witness is not None or said.damaged:
        return f"{what}，而编号见证表明这里有过台账"
    if manifests.any_there(files.issued):
        return f"{what}，而“发出”里已有发出的文书"
    return ""


def is_absent(files: LedgerFiles) -> bool:
    """Whether there is no ledger, or an empty file in its place."""
    return not files.ledger.exists() or files.ledger.stat().st_size == 0


def open_sound(files: LedgerFiles) -> tuple[sqlite3.Connection, Testimony]:
    """Open a ledger that is there and return it checked, with what its witnesses say.

    A file that is byte by byte as it was left is sound; any other is checked to the last row.
    Raises LedgerError where it is damaged, foreign or older than its witness.
    """
    said = hear(files.witnesses)
    try:
        db = connect(files.ledger)
    except sqlite3.Error as error:
        raise _closed(files) or lost(f"台账文件打不开（{error}）", files) from None
    try:
        _settle_journal(db)
        said = _with_afar(db, files, said)
        fault = _fault(db, files, said)
    except sqlite3.OperationalError as error:
        db.close()
        if _is_busy(error):
            raise LedgerError(
                "台账正被别的程序占用", str(files.ledger), "请关闭打开台账的程序，稍后再运行。"
            ) from None
        raise _closed(files) or lost(f"台账文件损坏（{error}）", files) from None
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        db.close()
        raise lost(f"台账文件损坏（{error}）", files) from None
    except BaseException:
        db.close()
        raise
    if fault:
        db.close()
        raise lost(fault, files)
    return db, said


def _closed(files: LedgerFiles) -> LedgerError | None:
    """Return the refusal where the system keeps us out of a ledger, which says nothing of its contents."""
    try:
        with files.ledger.open("r+b"):
            return None
    except PermissionError as error:
        return LedgerError(
            f"台账文件打不开（{refused(error)}）",
            str(files.ledger),
            "请用平时运行程序的账号运行，或核对台账文件的权限。台账本身没有坏，不用恢复。",
        )
    except OSError:
        return None


def _with_afar(db: sqlite3.Connection, files: LedgerFiles, said: Testimony) -> Testimony:
    try:
        own = value(db, "id")
    except sqlite3.DatabaseError:
        return said  # no ledger of ours: that is told by what follows
    return with_afar(said, files, own)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def _settle_journal(db: sqlite3.Connection) -> None:
    """Let SQLite take back what a crash left half done."""
    db.execute("PRAGMA journal_mode=DELETE")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _fault(db: sqlite3.Connection, files: LedgerFiles, said: Testimony) -> str:
    seen = said.witness
    if files.ledger.resolve() in held:
        return ""
    untouched = (
        seen is not None
        and said.is_whole
        and bool(seen.file)
        and not files.journal.exists()
        and file_digest(files.ledger) == seen.file
    )
    if untouched:
        return ""
    return content_fault(db) or _age_fault(db, files, said)


def content_fault(db: sqlite3.Connection) -> str:
    """Return in Chinese what is wrong inside a ledger, "" where every row is as the chain says."""
    tables = {r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if not tables:
        return "台账里没有任何记录"
    if not {*TABLES, "event", "body"} <= tables:
        return "这个文件不是本程序的台账"
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        return "台账文件损坏"
    return chain.first_fault(db)


def _age_fault(db: sqlite3.Connection, files: LedgerFiles, said: Testimony) -> str:
    seen = said.witness
    if seen is not None:
        own = value(db, "id")
        if own != seen.ledger:
            return "这不是本办公室原来的台账（编号见证认的是另一本）"
        row = db.execute("SELECT hash FROM event WHERE id=?", (seen.events,)).fetchone()
        if row is None or row[0] != seen.hash:
            if seen.place and files.office and seen.place != str(files.office.resolve()):
                return (
                    f"同一本台账在“{seen.place}”也用过，那里编的号更新，这里的是旧的一份"
                    "（只是拿副本来试用的，请用 huaxia demo 另建演练用的办公室）"
                )
            return "台账比编号见证旧（可能用旧备份替换过）"
    if not said.is_whole:
        missing = manifests.first_unknown(files.issued, known_papers(db))
        if missing:
            return f"“发出”里的《{missing}》不在台账里，台账不全"
    return ""


def value(db: sqlite3.Connection, name: str) -> str:
    """Return a line of the table of facts about the ledger, "" where it is not there."""
    row = db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
    return str(row[0]) if row else ""


def known_papers(db: sqlite3.Connection) -> Mapping[tuple[str, str], str]:
    """Return the number of every paper by plan and key."""
    return {(p, k): n for p, k, n in db.execute("SELECT plan, key, number FROM paper")}


def highest(db: sqlite3.Connection) -> dict[str, int]:
    """Return the highest number of each series and year, as witnesses name them."""
    return {
        f"{series}|{year}": n
        for series, year, n in db.execute(
            "SELECT series, year, max(n) FROM paper WHERE n IS NOT NULL GROUP BY series, year"
        )
    }


def witness_of(db: sqlite3.Connection, file: str = "") -> Witness:
    """Return what a witness is to say of the ledger as it stands."""
    last = db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return Witness(value(db, "id"), last[0], last[1], highest(db), file)
