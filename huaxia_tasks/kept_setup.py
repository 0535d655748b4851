"""The office's own workbooks, read once for each content: plan, word list and register."""

from __future__ import annotations

import contextlib
import io
import pickle
import sys
import zlib
from pathlib import Path
from typing import Any

from .cache import digest, replace_file
from .looking import Setup, apart, digest_of, read_office, set_ups
from .office import Office

_FORMAT, _NAME, _CRC = 2, "setup.dat", 4
#: Where the classes of what is kept live, beside the model.
_HOMES = ("huaxia_tasks.workbooks.words", "huaxia_tasks.settle", "datetime")


def kept_set_ups(office: Office, mark: bytes, *, writable: bool) -> tuple[Setup, ...]:
    """Read the office's own workbooks, or take what they said the last time; the newest plan first.

    `mark` names the program.  Raises what `set_ups` raises.
    """
    key = _key(office, mark)
    if key is None:
        return set_ups(office)
    known = _load(office.cache / _NAME, key)
    if known is not None:
        return apart([Setup(office, *one) for one in known])
    setups = read_office(office)
    if writable and key == _key(office, mark):
        _keep(office.cache / _NAME, key, [_bare(s) for s in setups])
    return apart(setups)


def _bare(s: Setup) -> tuple[Any, ...]:
    return (s.plan, s.words, s.office_words, s.decisions, s.decision_troubles)


def _key(office: Office, mark: bytes) -> bytes | None:
    """Return what names the content of the workbooks, None where one cannot be read."""
    paths = [*office.plans, office.words, office.decisions]
    try:
        there = [(office.relative(p), digest_of(p.read_bytes())) for p in paths if p.is_file()]
    except OSError:
        return None
    return digest(_FORMAT, mark, there)


class _OurOwn(pickle.Unpickler):
    """Unpickles values of our own model and of ``datetime``, nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module.split(".")[:2] == ["huaxia_tasks", "model"] or module in _HOMES:
            return getattr(sys.modules.get(module) or __import__(module, fromlist=[name]), name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _keep(path: Path, key: bytes, value: object) -> None:
    with contextlib.suppress(OSError):
        body = key + pickle.dumps(value, 5)
        replace_file(path, zlib.crc32(body).to_bytes(_CRC, "big") + body)


def _load(path: Path, key: bytes) -> Any:
    """Return the value kept for this key, None where there is none."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    body = memoryview(raw)[_CRC:]
    if zlib.crc32(body).to_bytes(_CRC, "big") != raw[:_CRC] or body[: len(key)] != key:
        return None
    try:
        return _OurOwn(io.BytesIO(body[len(key) :])).load()
    except Exception:
        return None  # kept by another version: it is made again
