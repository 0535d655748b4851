"""One run at a time: an OS lock on a local file, and a lease on the folder that others share.

The lock is released by the system when its holder dies, however it dies.  The lease says to other
machines who is at work; one of a dead process of this machine is taken over, one of another machine
only after a day, by the clock of the server.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from .errors import LockedError
from .os_lock import try_lock, unlock
from .placing import MARK

LOCK = ".运行锁"
LEASE = ".huaxia-lease"
_A_DAY = 24 * 3600
_HALF_WRITTEN = 60
_WAIT = "请等它结束后再运行；它结束或中断以后，锁会自动放开。"


@contextmanager
def one_at_a_time(
    root: Path,
    *,
    now: Callable[[], datetime],
    shared: Path | None = None,
    wait: float = 0.0,
) -> Iterator[None]:
    """Hold the office `root`, and the lease on the folder `shared`, while the block runs.

    Raises LockedError where another run holds either; waits up to `wait` seconds before that.
    """
    with _locked(root / LOCK, now, wait), _leased(shared, now):
        yield


# --------------------------------------------------------------------------- the lock


@contextmanager
def _locked(path: Path, now: Callable[[], datetime], wait: float) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    _held.add(handle)
    try:
        until = time.monotonic() + wait
        while not try_lock(handle):
            if time.monotonic() >= until:
                raise LockedError(f"另一次运行正在进行{_holder(path)}", todo=_WAIT)
            time.sleep(0.1)
        _sign(handle, now())
        yield
    finally:
        if handle in _held:
            _held.discard(handle)
            unlock(handle)
            os.close(handle)


#: Open locks.  A forked worker, which may outlive a killed run, must not hold on to them.
_held: set[int] = set()


def _forget_in_children() -> None:
    for handle in _held:
        with contextlib.suppress(OSError):
            os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_children)


def _sign(handle: int, at: datetime) -> None:
    """Write down who holds the lock; for people only, nothing is decided by it."""
    text = json.dumps({"pid": os.getpid(), "at": at.strftime("%m-%d %H:%M")})
    with contextlib.suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, text.encode())


def _holder(path: Path) -> str:
    try:
        said = json.loads(path.read_bytes())
        return f"（{said['at']} 开始，进程 {said['pid']}）"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


# --------------------------------------------------------------------------- the lease


@contextmanager
def _leased(folder: Path | None, now: Callable[[], datetime]) -> Iterator[None]:
    if folder is None or not folder.is_dir():
        yield
        return
    own = _identity(now())
    if not _take(folder, own):
        yield  # the share cannot be written: nobody else can hold it from here either
        return
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if _read(folder / LEASE) == own:
                (folder / LEASE).unlink()


def _identity(at: datetime) -> Mapping[str, Any]:
    return {
        "host": platform.node(),
        "boot": _boot(),
        "pid": os.getpid(),
        "started": _started(os.getpid()),
        "at": at.isoformat(timespec="seconds"),
    }


def _take(folder: Path, own: Mapping[str, Any]) -> bool:
    """Take the lease; False where the folder cannot be written.  Raises LockedError where it is held."""
    beside = folder / f"{MARK}lease-{os.getpid()}"
    try:
        beside.write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        return False
    try:
        server_now = beside.stat().st_mtime
        for _ in range(3):
            if _put(beside, folder / LEASE, own):
                return True
            _remove_stale(folder / LEASE, own, server_now)
        raise LockedError("另一次运行正在使用报送文件夹", str(folder), _WAIT)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _put(beside: Path, lease: Path, own: Mapping[str, Any]) -> bool:
    """Create the lease whole, or return False where there is one."""
    try:
        os.link(beside, lease)
    except FileExistsError:
        return False
    except OSError:  # no hard links on this share
        try:
            handle = os.open(lease, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        with open(handle, "wb") as file:
            file.write(json.dumps(own, ensure_ascii=False).encode())
    return True


def _read(lease: Path) -> Mapping[str, Any] | None:
    """Return who holds the lease; {} where it is empty or unreadable, None where there is none."""
    try:
        said = json.loads(lease.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _remove_stale(lease: Path, own: Mapping[str, Any], server_now: float) -> None:
    """Take away a lease whose holder is dead; raises LockedError where it may be alive."""
    said = _read(lease)
    if said is None:
        return
    try:
        age = server_now - lease.stat().st_mtime
    except FileNotFoundError:
        return
    if not _is_stale(said, own, age):
        who = f"另一台机器（{said['host']}）" if said.get("host") else "另一台机器"
        if said.get("host") == own["host"]:
            who = "本机的另一次运行"
        since = f"，{said['at']} 开始" if said.get("at") else ""
        raise LockedError(
            f"{who}正在使用报送文件夹{since}",
            str(lease.parent),
            f"请等它结束后再运行。确认没有别的机器在运行的，可以删除其中的“{LEASE}”文件。",
        )
    aside = lease.with_name(f"{MARK}lease-old-{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        os.rename(lease, aside)  # of two that try, one succeeds
        if _read(aside) != said:  # it was another's, taken a moment ago: put it back
            with contextlib.suppress(OSError):
                os.link(aside, lease)
        aside.unlink()


def _is_stale(said: Mapping[str, Any], own: Mapping[str, Any], age: float) -> bool:
    if age > _A_DAY:
        return True
    if not said:
        return age > _HALF_WRITTEN
    if said.get("host") != own["host"] or not own["boot"]:
        return False
    if said.get("boot") != own["boot"]:
        return True
    pid = said.get("pid")
    return not (isinstance(pid, int) and _started(pid) == said.get("started") != "")


def _boot() -> str:
    """Return what is the same from one start of this machine to the next, "" where unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return os.name


def _started(pid: int) -> str:
    """Return when a process of this machine started, "" where there is none."""
    if os.name == "nt":
        return _windows_started(pid)
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _alive(pid)
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _alive(pid: int) -> str:
    """Return "?" for a process that runs, where the system does not say since when."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return "?"


def _windows_started(pid: int) -> str:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not there on other systems
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return ""
    times = [ctypes.c_ulonglong() for _ in range(4)]
    try:
        found = kernel.GetProcessTimes(handle, *(ctypes.byref(t) for t in times))
        return str(times[0].value) if found and not times[1].value else ""
    finally:
        kernel.CloseHandle(handle)
