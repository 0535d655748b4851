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
from .looking import Setup, digest_of, set_up
from .office import Office

_FORMAT, _NAME, _CRC = 1, "setup.dat", 4
#: Where the classes of what is kept live, beside the model.
_HOMES = ("huaxia_tasks.workbooks.words", "huaxia_tasks.settle", "datetime")


def kept_set_up(office: Office, mark: bytes, *, writable: bool) -> Setup:
    """Read the office's own workbooks, or take what they said the last time.

    `mark` names the program.  Raises what `set_up` raises.
    """
    key = _key(office, mark)
    if key is None:
        return set_up(office)
    known = _load(office.cache / _NAME, key)
    if known is not None:
        return Setup(office, *known)
    setup = set_up(office)
    if writable and key == _key(office, mark):
        known = (setup.plan, setup.words, setup.office_words)
        _keep(office.cache / _NAME, key, (*known, setup.decisions, setup.decision_troubles))
    return setup


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
