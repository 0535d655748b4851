"""What must hold before anything is issued: the clock, the share, the register, the room on the disk."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ..errors import LedgerError, OfficeError, ShareError
from ..ledger import Ledger, accepted_files
from ..model import Snapshot
from ..office import Office
from ..placing import place
from ..wording import day, join
from .addressing import Way

SENTINEL = ".huaxia-share"
_BACK = timedelta(hours=3)
_FORWARD = timedelta(days=45)
_GONE_FOR = timedelta(minutes=10)
_SEEN = "seen"
_MISSING = "missing"
_MOVED = "moved"
_REGISTER = "register"


# --------------------------------------------------------------------------- clock


def require_clock(ledger: Ledger, handed_in: Iterable[datetime], *, accept: bool) -> None:
    """Raise LedgerError where the clock jumped since the last run; keep the time otherwise.

    Less than three hours back is a correction.  More than 45 days ahead is believed only where a unit
    `handed in` something of late by the share's own time, or a person says so (`accept`).
    """
    now, said = ledger.now(), ledger.fact(_SEEN)
    seen = datetime.fromisoformat(said) if said else None
    if seen is not None and not accept:
        todo = "请先核对本机的日期和时间。确认无误的，加 --accept-clock 再运行一次。"
        if now < seen - _BACK:
            raise LedgerError(
                f"本机时间（{_moment(now)}）比上次运行（{_moment(seen)}）还早，为免文书日期颠倒，这次不发文",
                todo=todo,
            )
        if now > seen + _FORWARD and not _any_of_late(handed_in, now):
            raise LedgerError(
                f"本机时间（{_moment(now)}）比上次运行（{_moment(seen)}）晚了{(now - seen).days}天，"
                "而各单位近期没有新的报送，时间可能不对，这次不发文",
                todo=todo,
            )
    if seen is None or accept or now.date() != seen.date() or now > seen + _BACK:
        ledger.remember(_SEEN, now.isoformat(timespec="seconds"))


def times_of(root: Path, files: Iterable[str]) -> list[datetime]:
    """Return when files were written, by the time of the disk or share that they lie on."""
    found = []
    for file in files:
        with contextlib.suppress(OSError):
            found.append(datetime.fromtimestamp((root / file).stat().st_mtime, UTC))
    return found


def _any_of_late(times: Iterable[datetime], now: datetime) -> bool:
    return any(now - _FORWARD <= at <= now + timedelta(days=2) for at in times)


def _moment(at: datetime) -> str:
    return f"{day(at.date())} {at.hour}:{at.minute:02d}"


# --------------------------------------------------------------------------- share


class Share(NamedTuple):
    """A folder that may vanish without the office: on a share, a stick, another disk."""

    folder: Path
    mark: str

    def require(self) -> None:
        """Raise ShareError where the folder is not there, or is not the one it was."""
        if not self.folder.is_dir():
            raise ShareError("共享文件夹不在，可能没有连接", str(self.folder), _TODO)
        if not self.mark:
            return
        try:
            found = (self.folder / SENTINEL).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise ShareError(
                f"文件夹里没有标记文件“{SENTINEL}”，可能没有连接或连到了别处",
                str(self.folder),
                _TODO,
            ) from None
        except (OSError, ValueError):
            raise ShareError("共享文件夹的标记文件读不出来", str(self.folder), _TODO) from None
        if found != self.mark:
            raise ShareError("共享文件夹的标记和台账记的不同", str(self.folder), _TODO)


_TODO = "请检查共享文件夹是否连接正确。在此之前不下任何结论，也不发文。"


def share(ledger: Ledger, office: Path, folder: Path) -> Share:
    """Return the folder with the mark that it must bear; a new share is marked.

    A folder inside the office's own folder, on the same disk, cannot vanish alone: it gets no mark.
    """
    name = f"share:{folder}"
    known = ledger.fact(name)
    found = Share(folder, known)
    if known or not folder.is_dir() or not _stands_alone(office, folder):
        return found
    mark = secrets.token_hex(16)
    try:
        place(folder / SENTINEL, f"{mark}\n".encode())
    except FileExistsError:
        mark = (folder / SENTINEL).read_text(encoding="utf-8").strip()
    except OSError:
        return found  # it cannot be written: the files known from before must do
    ledger.remember(name, mark)
    return Share(folder, mark)


def closed_shares(ledger: Ledger, office: Path, on: Iterable[Way]) -> dict[str, str]:
    """Return the channels whose folder is not there or not the one it was, with the reason."""
    closed: dict[str, str] = {}
    for way in on:
        given = way.settings.get("目录", "").strip()
        if given:
            try:
                share(ledger, office, office / given).require()
            except ShareError as error:
                closed[way.entry.name] = f"{error.what}：{error.where}"
    return closed


def _stands_alone(office: Path, folder: Path) -> bool:
    real = folder.resolve()
    return (
        not real.is_relative_to(office.resolve())
        or os.path.ismount(real)
        or real.stat().st_dev != office.stat().st_dev
    )


def expected(ledger: Ledger, snapshot: Snapshot) -> dict[str, list[str]]:
    """Return the files of the last run that should be there, by unit.

    Left out is what lies there under another name or in another folder, and what people moved away.
    """
    several = bool(snapshot.beside or snapshot.resting)
    plans = {own.plan.key for own in snapshot.of_all_plans} if several else None
    moved = set(json.loads(ledger.fact(_MOVED) or "[]"))
    listed = [
        submission
        for own in snapshot.of_all_plans
        for submission in (*(s for v in own.views for s in v.submissions), *own.strays)
    ]
    here = {s.file for s in listed}
    contents = {s.digest for s in listed if s.digest}
    return {
        unit: [f for f, digest in files if f in here or not (f in moved or digest in contents)]
        for unit, files in accepted_files(ledger.files, plans).items()
    }


def require_files(
    ledger: Ledger,
    known: Mapping[str, Iterable[str]],
    present: Iterable[str],
    *,
    accept: bool,
) -> None:
    """Raise ShareError where more than 30 % of the files of the last run are gone at once.

    Where a person says that they were moved away (`accept`), that is kept: they are not missed again.
    """
    before = {file for files in known.values() for file in files}
    gone = before - set(present)
    if accept:
        moved = {*json.loads(ledger.fact(_MOVED) or "[]"), *gone} - set(present)
        ledger.remember(_MOVED, json.dumps(sorted(moved), ensure_ascii=False) if moved else "")
        return
    if len(gone) < 3 or len(gone) * 10 <= len(before) * 3:
        return
    names = join(f"《{f.rsplit('/', 1)[-1]}》" for f in sorted(gone)[:3])
    raise ShareError(
        f"上次还在的{len(before)}个报送文件有{len(gone)}个不见了（{names}等），可能共享没有连好",
        "报送",
        "请先查看“报送”文件夹。确实移走了的，加 --accept-share 再运行一次。",
    )


def files_now(root: Path, snapshot: Snapshot) -> dict[str, list[str]]:
    """Return the files that were looked at and are there still, by unit; "" for those of no unit."""
    found: dict[str, list[str]] = {}
    for own in snapshot.of_all_plans:
        for unit, submissions in (
            *((v.unit.id, v.submissions) for v in own.views),
            ("", own.strays),
        ):
            files = (s.file for s in submissions if (root / s.file).exists())
            found.setdefault(unit, []).extend(files)
    return found


def in_motion(root: Path, snapshot: Snapshot) -> frozenset[str]:
    """Return the units whose files were being saved, or went away, while they were looked at."""
    return frozenset(
        view.unit.id
        for own in snapshot.of_all_plans
        for view in own.views
        for submission in view.submissions
        if submission.waits or not (root / submission.file).exists()
    )


def vanished(
    ledger: Ledger,
    known: Mapping[str, Iterable[str]],
    present: Mapping[str, Iterable[str]],
    *,
    accept: bool = False,
) -> frozenset[str]:
    """Return the units that lack a file of the last run, have no new one, and lack it only just now.

    `known` and `present` are the files by unit.  A file may be away for a moment while it is saved:
    that something is not there counts only when it was so in two runs at least ten minutes apart.
    """
    gone = {
        unit
        for unit, files in known.items()
        if set(files) - set(present.get(unit, ())) and not set(present.get(unit, ())) - set(files)
    }
    now = ledger.now()
    text = ledger.fact(_MISSING)
    before: dict[str, str] = json.loads(text) if text else {}
    since = {u: before.get(u, now.isoformat(timespec="seconds")) for u in sorted(gone)}
    ledger.remember(_MISSING, json.dumps(since, sort_keys=True) if since else "")
    if accept:
        return frozenset()
    return frozenset(u for u, at in since.items() if now - datetime.fromisoformat(at) < _GONE_FOR)


def require_register(ledger: Ledger, office: Office) -> None:
    """Raise OfficeError where 登记.xlsx was there and is gone: units with an extension would be urged."""
    if office.decisions.is_file():
        ledger.remember(_REGISTER, "1")
    elif ledger.fact(_REGISTER):
        raise OfficeError(
            "“登记.xlsx”不在，不知道批准过哪些延期、暂停",
            str(office.decisions),
            "请把它放回原处；还没有登记过的，运行 huaxia init 补一本空白的。这次没有编号，也没有发出任何文书。",
        )


# --------------------------------------------------------------------------- disk


def require_room(folder: Path, output_bytes: int) -> None:
    """Raise OfficeError where the disk has less room than three times what is to be written."""
    wanted = 3 * output_bytes + (1 << 20)
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise OfficeError(
            f"磁盘剩余空间只有{free / (1 << 20):.1f} MB，发文至少要{wanted / (1 << 20):.1f} MB",
            str(folder),
            "请清理磁盘后再运行；这次没有编号，也没有发出任何文书。",
        )
