"""Reading a file that others may be writing: whole and unchanged, or not at all.

Nothing but ordinary files is ever opened: a pipe would block for ever, a link leads elsewhere.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import ShareError
from ..wording import refused
from . import grid_refusals as refuse
from .book import Unreadable
from .grid_limits import LIMITS, Limits
from .inbox_names import placeholder_of

_LINK_TAG = 0x20000000  # Windows: this reparse point is a link, not a cloud file
_NOT_HERE = 0x1000 | 0x40000 | 0x400000  # offline, recall on open, recall on data access
_SHARING = (32, 33)  # Windows: another program has the file or a part of it to itself
_FRESH_S, _A_MOMENT_S = 10, 0.05
#: When it was waited last, so many times at most within that span: hundreds of photos that were
#: copied a moment ago are not all being saved.
_MOST_MOMENTS = 10
_waited: list[float] = []
_MAY_BE_TORN = ("damaged", "empty", "placeholder", "archive", "secured", "not-a-workbook")
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def read_stable(path: Path, *, limits: Limits = LIMITS, quiet_since: float | None = None) -> bytes:
    """Return the content of a file that nobody changes meanwhile; Unreadable where that fails.

    ``quiet_since``: a moment (seconds since 1970); a file changed after it counts as being saved.
    A name that vanishes while its folder is there is being saved, never "not there".  Raises
    ShareError where the folder itself is gone.
    """
    if placeholder_of(path.name) is not None:
        raise refuse.placeholder("iCloud mark")
    try:
        before = os.lstat(path)
        what = strange_kind(before)
        if what:
            raise refuse.strange(what)
        if is_elsewhere(before):
            raise refuse.placeholder("cloud file")
        if before.st_size > limits.file_bytes:
            size = f"文件 {before.st_size / (1 << 20):.0f} MB，上限 {limits.file_bytes >> 20} MB"
            raise refuse.too_large(size)
        if quiet_since is not None and before.st_mtime > quiet_since:
            raise refuse.busy("changed a moment ago")
        data, opened = _read_whole(path, before.st_size)
        after = os.lstat(path)
    except PermissionError as error:
        if getattr(error, "winerror", 0) in _SHARING:
            raise refuse.busy(str(error)) from None
        raise refuse.no_permission(str(error)) from None
    except OSError as error:
        if not path.parent.is_dir():
            raise ShareError(
                f"读取时文件夹不见了（{why(error)}）",
                str(path.parent),
                "请检查共享文件夹是否已连接；在此之前不会得出“未报送”的结论。",
            ) from None
        raise refuse.busy(str(error)) from None
    if len({_mark(before), _mark(opened), _mark(after)}) > 1 or len(data) != before.st_size:
        raise refuse.busy("changed while it was read")
    return data


def _read_whole(path: Path, size: int) -> tuple[bytes, os.stat_result]:
    """Return (content, what the open file says of itself after reading)."""
    handle = os.open(path, _OPEN_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise refuse.strange("特殊文件")
        return b"".join(_pieces(handle, size + 1)), os.fstat(handle)
    finally:
        os.close(handle)


def _pieces(handle: int, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := os.read(handle, min(left, 1 << 20))):
        left -= len(piece)
        yield piece


def _may_wait() -> bool:
    now = time.monotonic()
    _waited[:] = [moment for moment in _waited if now - moment < _FRESH_S]
    if len(_waited) >= _MOST_MOMENTS:
        return False
    _waited.append(now)
    return True


def torn(error: Unreadable, path: Path, size: int, mtime_ns: int) -> Unreadable | None:
    """Return the refusal of a file that is being written over, None where it is broken for good.

    Written over in place a file looks broken meanwhile.  It was found with this size and time; one
    that is not as it was, or is fresh and does not stay so for a moment, is being saved.
    """
    if error.reason not in _MAY_BE_TORN:
        return None
    try:
        for fresh in (time.time() - mtime_ns / 1e9 < _FRESH_S, False):
            about = os.lstat(path)
            if (about.st_size, about.st_mtime_ns) != (size, mtime_ns):
                return refuse.busy(f"changed after it was read: {error.detail}")
            if not fresh or not _may_wait():
                return None
            time.sleep(_A_MOMENT_S)
    except OSError:
        return refuse.busy("gone after it was read")
    return None


def _mark(about: os.stat_result) -> tuple[int, int, int]:
    return about.st_size, about.st_mtime_ns, about.st_ino


def strange_kind(about: os.stat_result) -> str:
    """Return in Chinese what something is that is no ordinary file; "" for a file."""
    mode = about.st_mode
    if is_link(about):
        return "指向别处的链接（快捷方式）"
    for test, what in (
        (stat.S_ISDIR, "文件夹"),
        (stat.S_ISFIFO, "管道"),
        (stat.S_ISSOCK, "套接字"),
        (stat.S_ISCHR, "设备"),
        (stat.S_ISBLK, "设备"),
    ):
        if test(mode):
            return what
    return "" if stat.S_ISREG(mode) else "特殊文件"


def is_link(about: os.stat_result) -> bool:
    """Whether this is a link: a symbolic one, or on Windows a junction; cloud files are none."""
    tag: int = getattr(about, "st_reparse_tag", 0)
    return stat.S_ISLNK(about.st_mode) or bool(tag & _LINK_TAG)


def is_elsewhere(about: os.stat_result) -> bool:
    """Whether only the name of a cloud file is here (Windows says so)."""
    return bool(getattr(about, "st_file_attributes", 0) & _NOT_HERE)


def head_of(path: Path, size: int) -> bytes:
    handle = os.open(path, _OPEN_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return b""
        return os.read(handle, size)
    finally:
        os.close(handle)


def why(error: OSError) -> str:
    """Return in Chinese why something could not be opened."""
    return refused(error)
