"""Files appear whole or not at all, and stay after a power cut.

Written beside their place, flushed, renamed, and then the folder is flushed.  The name beside is
the same every time, so that what a dead run left is written over by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

MARK = ".tmp-"
_CANNOT_FLUSH = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR)


def place(
    path: Path, data: bytes, *, replace: bool = False, private: bool = False, flush: bool = True
) -> None:
    """Put `data` at `path`; FileExistsError where something is there and `replace` is not given.

    `private` files are readable by their owner only.  Without `flush` the caller flushes the folder.
    """
    make_folder(path.parent)
    beside = beside_of(path)
    try:
        write_flushed(beside, data, private=private)
        if replace:
            os.replace(beside, path)
        else:
            move_new(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    if flush:
        flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, so that they stay after a power cut too."""
    if not folder.is_dir():
        if folder.parent != folder:
            make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


def beside_of(path: Path) -> Path:
    """Return the temporary name for `path`, in the same folder."""
    return path.with_name(f"{MARK}{hashlib.sha256(path.name.encode()).hexdigest()[:16]}")


def write_flushed(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file and flush it to disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600 if private else 0o666)
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def move_new(source: Path, target: Path) -> None:
    """Rename `source` to `target`; raises FileExistsError where `target` exists."""
    if os.name == "nt":
        os.rename(source, target)
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in (
            errno.ENOSPC,
            errno.EIO,
            errno.ENOENT,
            errno.EROFS,
            getattr(errno, "EDQUOT", -1),
        ):
            raise
        # No hard links here (exFAT, some shares); the lock keeps others of us away.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.rename(source, target)
        return
    os.unlink(source)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # some file systems cannot flush a folder
        if error.errno not in _CANNOT_FLUSH:
            raise
    finally:
        os.close(handle)


def leftovers(folder: Path) -> Iterator[Path]:
    """Yield what dead runs left beside its place in `folder` and the folders in it."""
    if folder.is_dir():
        yield from sorted(p for p in folder.rglob(f"{MARK}*") if p.is_file())
