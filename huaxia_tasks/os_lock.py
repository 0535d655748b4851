"""The system's own lock on an open file, which no death of its holder can leave behind."""

from __future__ import annotations

import os
import sys

#: Beyond any text in the file, which others may read while it is locked.
_FAR = 1 << 30


def try_lock(handle: int) -> bool:
    """Take the lock at once, or return False where another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def unlock(handle: int) -> None:
    """Let go also where a worker was forked a moment ago and still has the file open."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_UN)
        except OSError:
            return
