"""Backups of the ledger: one after each run that changed it, opened and checked, thirty kept."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from ..errors import LedgerError
from ..patterns import regex
from ..placing import MARK, flush_folder
from . import soundness
from .files import LedgerFiles
from .store import Ledger
from .tables import connect

KEPT = 30
_NAME = regex(r"台账_(\d{7})_\d{8}\.db")


def back_up(ledger: Ledger) -> Path | None:
    """Write a checked backup, drop all but the newest thirty; None where nothing changed since.

    Raises LedgerError where the backup cannot be written or is not sound.
    """
    last = ledger.db.execute("SELECT id, at FROM event ORDER BY id DESC LIMIT 1").fetchone()
    day = str(last[1])[:10].replace("-", "")
    folder = ledger.files.backups
    path = folder / f"台账_{last[0]:07d}_{day}.db"
    if path.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{MARK}backup.db"
    beside.unlink(missing_ok=True)
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600))  # private from its first byte
        ledger.db.execute("VACUUM INTO ?", (str(beside),))
        fault = fault_of(beside)
        if fault:
            raise sqlite3.OperationalError(fault)
        with beside.open("r+b") as handle:
            os.fsync(handle.fileno())
        os.replace(beside, path)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise LedgerError(
            f"台账备份没有写成（{error}）", str(folder), "请检查磁盘空间和文件夹权限。"
        ) from None
    flush_folder(folder)
    for old in kept(ledger.files)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path


def kept(files: LedgerFiles) -> list[Path]:
    """Return the backups, the one with most events first."""
    if not files.backups.is_dir():
        return []
    found = [p for p in files.backups.iterdir() if _NAME.fullmatch(p.name)]
    return sorted(found, key=lambda p: p.name, reverse=True)


def fault_of(path: Path) -> str:
    """Return in Chinese what is wrong with a backup, "" where it is sound."""
    try:
        db = connect(path)
    except sqlite3.Error as error:
        return f"打不开（{error}）"
    try:
        return soundness.content_fault(db)
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        return f"文件损坏（{error}）"
    finally:
        db.close()
