"""``run`` over an office in which nothing has changed: says again what the last run said, at once.

What the run read and what it wrote must look as it did, and so must the program.  Imports next to
nothing: this is all that such a run loads.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

from .os_lock import try_lock, unlock
from .stamp import LEDGER, boot, is_settled, look_at, office_looks, program_looks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from .stamp import Look

_FORMAT = 1
_VERBS = ("run", "运行")
_CACHE, _STAMP, _JSON = ".缓存", "run.stamp", "run.json"
_LOCK = ".运行锁"
#: The office's zone is eight hours ahead all year.
_AHEAD_S = 8 * 3600
_LONGEST_NAP_NS = 80_000_000


def unchanged(arguments: Sequence[str]) -> int | None:
    """Answer a command of which nothing is to be done; return its exit code.

    None where it is another command, or where there may be something to do.
    """
    wanted = _understood(arguments)
    root = _office(wanted.office) if wanted is not None else None
    if wanted is None or root is None:
        return None
    kept = _kept(root)
    now = _day_now()
    day = wanted.day or now
    if kept is None or (kept["day"], kept["office"]) != (day, root):
        return None
    if day == now and not kept["present"]:
        return None  # only now what units handed in is taken down
    handle = _locked(root)
    if handle is None:
        return None
    try:
        return _say(kept, wanted, root) if _is_as_it_was(kept, root) else None
    finally:
        unlock(handle)
        os.close(handle)


# --------------------------------------------------------------------------- what is asked


class _Wanted:
    """The options of a run."""

    office = ""
    day = ""
    json = ""
    quiet = False


def _understood(arguments: Sequence[str]) -> _Wanted | None:
    """Return what is asked; None where it is anything but a plain run."""
    if not arguments or arguments[0] not in _VERBS:
        return None
    wanted = _Wanted()
    rest = iter(arguments[1:])
    for option in rest:
        name, has_value, value = option.partition("=")
        if option in ("--quiet", "-q"):
            wanted.quiet = True
        elif option == "--no-color":
            continue
        elif name in ("--office", "--today", "--json", "--workers", "--cluster"):
            if not _take(wanted, name, value if has_value else next(rest, "")):
                return None
        else:
            return None
    return wanted


def _take(wanted: _Wanted, name: str, value: str) -> bool:
    if not value or (value[0] == "-" and (name, value) != ("--json", "-")):
        return False
    if name == "--office":
        wanted.office = value
    elif name == "--json":
        wanted.json = value
    elif name == "--today":
        year, *rest = value.split("-")
        if [len(year), *map(len, rest)] != [4, 2, 2] or not value.replace("-", "").isdecimal():
            return False
        wanted.day = value
    elif name == "--workers":
        return value.isascii() and value.isdecimal() and 1 <= int(value) <= 64
    return True


def _office(given: str) -> str | None:
    """Return the office that is meant; None where that is not plain."""
    if given:
        return os.path.realpath(given) if os.path.isdir(os.path.join(given, "计划")) else None
    folder = os.getcwd()
    while True:
        if os.path.isdir(os.path.join(folder, "计划")) and (
            os.path.isdir(os.path.join(folder, "报送"))
            or os.path.isfile(os.path.join(folder, "登记.xlsx"))
        ):
            return os.path.realpath(folder)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _day_now() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + _AHEAD_S))


# --------------------------------------------------------------------------- what is known


def _kept(root: str) -> dict[str, Any] | None:
    data = _checked(os.path.join(root, _CACHE, _STAMP))
    try:
        kept = marshal.loads(data) if data else None
    except (ValueError, EOFError, TypeError):
        return None
    return kept if isinstance(kept, dict) and kept.get("format") == _FORMAT else None


def _checked(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    return data[4:] if zlib.crc32(data[4:]).to_bytes(4, "big") == data[:4] else None


def _locked(root: str) -> int | None:
    """Take the office's lock; None where another run holds it or there was none yet."""
    try:
        handle = os.open(os.path.join(root, _LOCK), os.O_RDWR)
    except OSError:
        return None
    if try_lock(handle):
        return handle
    os.close(handle)
    return None


def _is_as_it_was(kept: dict[str, Any], root: str) -> bool:
    """Whether everything that the run read and wrote, and the program, looks as it did."""
    return bool(
        kept["boot"] == boot()
        and kept["program"] == program_looks()
        and kept["inputs"] == office_looks(root)
        and all(look_at(os.path.join(root, name)) == look for name, look in kept["outputs"])
    )


def _say(kept: dict[str, Any], wanted: _Wanted, root: str) -> int | None:
    """Say what the last run said; None where that is not known or cannot be written."""
    text = None
    if wanted.json:
        text = _checked(os.path.join(root, _CACHE, _JSON))
        if text is None or zlib.crc32(text) != kept["json"]:
            return None
        if wanted.json != "-" and not _write(wanted.json, text):
            return None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        if not (wanted.quiet or wanted.json == "-"):
            sys.stdout.write(kept["said"])
        if text is not None and wanted.json == "-":
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    sys.stderr.write(kept["warned"])
    return int(kept["code"])


def _write(path: str, text: bytes) -> bool:
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.decode())
    except OSError:
        return False
    return True


# --------------------------------------------------------------------------- keeping it


class Witness:
    """Looks at an office before a run, and keeps after it what the run said, where that will hold."""

    def __init__(self, root: str, day: str) -> None:
        self._root, self._day = root, day
        self._present = _day_now() == day
        self._program = program_looks()
        self._inputs = office_looks(root)

    def keep(
        self, files: Iterable[str], code: int, *, said: str, warned: str, json: bytes | None
    ) -> None:
        """Keep what a run said; `files` are those it wrote, relative to the office.

        Nothing is kept where an input was changed meanwhile, or a moment before.
        """
        try:
            _nap(self._newest())
            inputs, outputs = office_looks(self._root), list(self._outputs(files))
        except OSError:
            return
        if (
            inputs is None
            or self._inputs is None
            or _but_ledger(inputs) != _but_ledger(self._inputs)
        ):
            return
        now_ns = time.time_ns()
        looks = [*inputs.items(), *outputs]
        if not all(is_settled(look, now_ns) for name, look in looks if name[-1] != "/"):
            return
        kept = {
            "format": _FORMAT,
            "office": self._root,
            "day": self._day,
            "present": self._present and _day_now() == self._day,
            "boot": boot(),
            "program": self._program,
            "inputs": inputs,
            "outputs": outputs,
            "code": code,
            "said": said,
            "warned": warned,
            "json": zlib.crc32(json) if json is not None else None,
        }
        if json is not None:
            self._put(_JSON, json)
        self._put(_STAMP, marshal.dumps(kept, 4))

    def _newest(self) -> int:
        """Return when a run last wrote to the ledger or a witness, 0 where there is none."""
        looks = (look_at(os.path.join(self._root, name)) for name in LEDGER)
        return max((max(look[1:]) for look in looks if look is not None), default=0)

    def _outputs(self, files: Iterable[str]) -> Iterator[tuple[str, Look]]:
        for name in files:
            look = look_at(os.path.join(self._root, name))
            if look is None:
                raise FileNotFoundError(name)
            yield name, look

    def _put(self, name: str, data: bytes) -> None:
        path = os.path.join(self._root, _CACHE, name)
        beside = f"{path}.{os.getpid()}"
        try:
            with open(beside, "wb", opener=_private) as file:
                file.write(zlib.crc32(data).to_bytes(4, "big") + data)
            os.replace(beside, path)
        except OSError:
            return


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _nap(newest_ns: int) -> None:
    """Wait until a change from now on would show, unless that takes long."""
    left = newest_ns + _LONGEST_NAP_NS - time.time_ns()
    if 0 < left <= _LONGEST_NAP_NS:
        time.sleep(left / 1e9)


def _but_ledger(looks: dict[str, Look]) -> dict[str, Look]:
    """Return the looks of all but the ledger and its witnesses, which a run itself may write to."""
    return {name: look for name, look in looks.items() if name not in LEDGER}
