"""Starts a verb as a process of its own: with a time limit, stoppable, and with its last words kept."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, NamedTuple, Protocol

_STEP_SECONDS = 5.0
_GRACE_SECONDS = 15.0
_LAST_WORDS = 2000


class Ran(NamedTuple):
    """How a process ended: its exit code, None where the time limit or a stop ended it; its last words."""

    code: int | None
    words: str = ""
    stopped: bool = False


class Stop(Protocol):
    """Tells that it is time to end; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether it is time."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is time, at most `timeout` seconds; return whether it is."""


class Start(Protocol):
    """Runs a verb to its end."""

    def __call__(
        self, arguments: Sequence[str], limit: timedelta, beat: Callable[[], None], stop: Stop
    ) -> Ran:
        """Run ``huaxia`` with `arguments`; call `beat` now and then; end early when `stop` is set."""


def own_flags() -> tuple[str, ...]:
    """Return the flags that keep files of the current folder from being taken for parts of Python.

    Where the program is only found through that folder (a checkout that is not installed) they
    cannot be used.
    """
    home = str(Path(__file__).resolve().parents[2])
    lasting = sys.path if sys.flags.safe_path else sys.path[1:]
    return ("-P",) if home in lasting else ()


def start(arguments: Sequence[str], limit: timedelta, beat: Callable[[], None], stop: Stop) -> Ran:
    """Run ``huaxia`` with `arguments` in a child process of the same Python."""
    command = [sys.executable, *own_flags(), "-m", "huaxia_tasks", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:replace"}
    with tempfile.TemporaryFile() as heard:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=heard,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        code = _wait(process, limit, beat, stop)
        return Ran(code, _last_words(heard), stop.is_set() and code is None)


def _wait(
    process: subprocess.Popen[bytes], limit: timedelta, beat: Callable[[], None], stop: Stop
) -> int | None:
    """Return the exit code; None where the process had to be ended."""
    until = time.monotonic() + limit.total_seconds()
    try:
        while time.monotonic() < until and not stop.is_set():
            left = max(0.05, until - time.monotonic())
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=min(_STEP_SECONDS, left))
            beat()
    except BaseException:
        _end(process)
        raise
    _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the process and those it started to end, and make them."""
    if process.poll() is not None:
        return
    _signal(process, signal.SIGTERM)
    try:
        process.wait(timeout=_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, number)
        elif number is signal.SIGTERM:
            process.terminate()
        else:
            process.kill()


def _last_words(heard: IO[bytes]) -> str:
    """Return the last line that the process wrote to stderr."""
    size = heard.seek(0, os.SEEK_END)
    heard.seek(max(0, size - _LAST_WORDS))
    lines = heard.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else ""
