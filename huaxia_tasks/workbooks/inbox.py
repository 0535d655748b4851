"""What lies under 报送: looked at without opening more than must be, and nothing passed over.

A folder that is not there is an error, never "nothing was filed".  Links and devices are not
followed or opened.  Files that office programs and cloud disks leave beside a workbook are told
apart by their names.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ..errors import ShareError
from .inbox_names import (
    WORKBOOK_ENDINGS,
    ending,
    is_rubbish_folder,
    originals,
    owner_name,
    owner_of,
    placeholder_of,
    rubbish,
    same_name,
)
from .stable import head_of, is_elsewhere, is_link, read_stable, strange_kind, why

__all__ = ["Found", "Inbox", "read_stable", "scan"]

_MOST = 20_000
_DEEPEST = 4

#: How long to wait for a file that is away while it is being saved.
_MOMENTS_S = (0.02, 0.05, 0.1)


@dataclass(frozen=True, slots=True)
class Found:
    """A file under 报送 that someone put there.

    ``path`` is relative to the folder, with ``/``.  ``kind``: workbook | conflict (a copy that
    competes with ``original``) | placeholder (stands in the cloud only) | strange (a link, a pipe, a
    device) | other (no workbook by name or first bytes).  ``open_by``: who has it open by an owner
    mark, "?" where the mark does not say.
    """

    path: str
    size: int
    mtime_ns: int
    kind: str
    original: str = ""
    open_by: str = ""
    ctime_ns: int = field(default=0, compare=False)

    @property
    def folder(self) -> str:
        """The folder right under 报送 that the file lies in, "" where it lies there itself."""
        return self.path.partition("/")[0] if "/" in self.path else ""


class Inbox(NamedTuple):
    """All that lies in the folder: `files` by path; `ignored` with the reason; `notes` for people.

    ``blocked`` are folders that could not be looked into: nothing may be concluded about them.
    """

    files: tuple[Found, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    blocked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def scan(
    folder: Path, *, unit_folders: bool = True, sentinel: str = "", most: int = _MOST
) -> Inbox:
    """List the files of `folder` and, with `unit_folders`, of the folders in it, four deep.

    Raises ShareError where the folder is missing, is no folder, disappears while it is looked at,
    or lacks the file `sentinel` that marks the right share.
    """
    before = _look_at(folder)
    if sentinel and not (folder / sentinel).is_file():
        raise ShareError(
            f"文件夹里没有标记文件“{sentinel}”，可能连到了别的共享",
            str(folder),
            "请检查共享文件夹是否连接正确；在此之前不会得出“未报送”的结论。",
        )
    look = _Look(folder, _DEEPEST if unit_folders else 1, most)
    look.into(folder, "", 1)
    inbox = look.result()
    after = _look_at(folder)
    if (before.st_ino, before.st_dev) != (after.st_ino, after.st_dev):
        raise ShareError("查看期间文件夹换了位置", str(folder), "请确认共享文件夹稳定后再运行。")
    return inbox


def _look_at(folder: Path) -> os.stat_result:
    todo = "请检查共享文件夹（或移动硬盘）是否已连接；在此之前不会得出“未报送”的结论。"
    try:
        found = folder.stat()
    except OSError as error:
        raise ShareError(f"报送文件夹打不开（{why(error)}）", str(folder), todo) from None
    if not stat.S_ISDIR(found.st_mode):
        raise ShareError("这不是文件夹", str(folder), todo)
    return found


class _Look:
    """One walk through the folders; remembers owner marks to match them with their files."""

    def __init__(self, root: Path, deepest: int, most: int) -> None:
        self._root, self._deepest, self._most = root, deepest, most
        self._files: dict[str, Found] = {}
        self._ignored: list[tuple[str, str]] = []
        self._blocked: list[str] = []
        self._notes: list[str] = []
        self._owners: list[tuple[str, str]] = []

    def into(self, folder: Path, place: str, depth: int) -> None:
        """Look into one folder; `place` is its path under the root, ending in ``/``."""
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            if not place:
                raise ShareError(
                    f"报送文件夹打不开（{why(error)}）",
                    str(folder),
                    "请检查共享文件夹是否已连接。",
                ) from None
            self._blocked.append(place.rstrip("/"))
            self._notes.append(
                f"文件夹“{place.rstrip('/')}”打不开（{why(error)}），里面的文件没有查看"
            )
            return
        for entry in listed:
            if len(self._files) + len(self._ignored) >= self._most:
                self._blocked.append(place.rstrip("/"))
                self._notes.append(f"文件超过 {self._most} 个，“{place or '报送'}”及以后的没有查看")
                return
            self._take(entry, place, depth)

    def _take(self, entry: os.DirEntry[str], place: str, depth: int) -> None:
        name = entry.name
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(name).decode("gb18030", "replace")
            self._notes.append(f"文件“{place}{shown}”的名字是乱码，没有读取，请改名后重新放入")
            if place:  # what its unit handed in is not known; of a file outside, nobody's is
                self._blocked.append(place.rstrip("/"))
            return
        path = place + name
        try:
            about = entry.stat(follow_symlinks=False)
        except OSError:  # deleted and written anew at this moment: whoever reads it finds out
            self._files[path] = Found(path, 0, 0, "workbook")
            return
        if stat.S_ISDIR(about.st_mode) and not is_link(about):
            self._folder(entry, path, depth)
        else:
            self._file(path, name, about)

    def _folder(self, entry: os.DirEntry[str], path: str, depth: int) -> None:
        if is_rubbish_folder(entry.name):
            self._ignored.append((path, "系统或隐藏文件夹"))
        elif depth >= self._deepest:
            self._notes.append(f"文件夹“{path}”套得太深，里面的文件没有查看，请把文件移到上一层")
            self._blocked.append(path)
        else:
            self.into(Path(entry.path), f"{path}/", depth + 1)

    def _file(self, path: str, name: str, about: os.stat_result) -> None:
        original = owner_of(name)
        if original is not None:
            if stat.S_ISREG(about.st_mode):
                self._owners.append((path, path[: len(path) - len(name)] + original))
            self._ignored.append((path, "正在编辑的标记"))
            return
        missing = placeholder_of(name)
        if missing is None and (reason := rubbish(name)):
            self._ignored.append((path, reason))
            return
        found = Found(
            path, about.st_size, about.st_mtime_ns, "workbook", ctime_ns=about.st_ctime_ns
        )
        if missing is not None:
            found = replace(found, kind="placeholder", original=missing)
        elif strange_kind(about):
            found = replace(found, kind="strange")
        elif is_elsewhere(about):
            found = replace(found, kind="placeholder")
        elif ending(name) not in WORKBOOK_ENDINGS and not _looks_like_workbook(self._root / path):
            found = replace(found, kind="other")
        self._files[path] = found

    def result(self) -> Inbox:
        """Return all that was found, owner marks and conflict copies matched with their files."""
        self._match_owners()
        known = {same_name(path): path for path in self._files}
        for path, found in self._files.items():
            if found.kind == "workbook":
                original = _original(path, known)
                if original:
                    self._files[path] = replace(found, kind="conflict", original=original)
        files = tuple(self._files[path] for path in sorted(self._files))
        return Inbox(files, tuple(self._ignored), tuple(self._blocked), tuple(self._notes))

    def _match_owners(self) -> None:
        known = {same_name(path): path for path in self._files}
        for mark, original in self._owners:
            who = ""
            with contextlib.suppress(OSError):
                who = owner_name(head_of(self._root / mark, 4096), mark.rpartition("/")[2])
            path = known.get(same_name(original)) or self._second_look(original)
            if path is None:
                self._notes.append(
                    f"“{mark}”是编辑标记，但“{original}”不在（可能已移走或正在保存）"
                )
            else:
                self._files[path] = replace(self._files[path], open_by=who or "?")
                by = f"“{who}”" if who else "有人"
                self._notes.append(f"“{path}”似乎正由{by}打开编辑，按最后一次保存的内容读取")

    def _second_look(self, path: str) -> str | None:
        """Look again, for a moment, for a file that has an owner mark: Excel deletes and renames to save."""
        for wait in (*_MOMENTS_S, None):
            with contextlib.suppress(OSError):
                about = os.lstat(self._root / path)
                break
            if wait is None:
                return None
            time.sleep(wait)
        self._file(path, path.rpartition("/")[2], about)
        return path if path in self._files else None


def _original(path: str, known: dict[str, str]) -> str:
    place, _, name = path.rpartition("/")
    for candidate in originals(name):
        found = known.get(same_name(f"{place}/{candidate}" if place else candidate))
        if found is not None and found != path:
            return found
    return ""


def _looks_like_workbook(path: Path) -> bool:
    """Whether the content is a workbook's though the name does not say so."""
    try:
        head = head_of(path, 1 << 16)
    except OSError:
        return False
    if head.startswith(b"PK\x03\x04"):
        return any(mark in head for mark in (b"xl/workbook", b"xl/worksheets", b"spreadsheet"))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return any(name.encode("utf-16-le") in head for name in ("Workbook", "EncryptedPackage"))
    return False
