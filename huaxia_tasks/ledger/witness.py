"""The witness: the last event and the highest numbers, kept apart from the ledger.

A ledger that does not hold the witness's event, or whose numbers end below it, is older than it was
or not ours.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LedgerError


@dataclass(frozen=True, slots=True)
class Witness:
    """``events`` and ``hash`` name the last event seen; ``numbers`` the highest of each series and year."""

    events: int = 0
    hash: str = ""
    numbers: dict[str, int] = field(default_factory=dict)


def read(path: Path) -> Witness | None:
    """Return the witness, None where there is none.  Raises LedgerError where it is damaged."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        data = json.loads(text)
        numbers = {str(k): int(v) for k, v in data["numbers"].items()}
        return Witness(int(data["events"]), str(data["hash"]), numbers)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LedgerError(
            "编号见证文件损坏",
            str(path),
            "请不要删除它；把整个办公室文件夹备份后，运行 huaxia doctor 查看恢复办法。",
        ) from None


def write(path: Path, witness: Witness) -> None:
    """Write the witness so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".tmp")
    data = {"events": witness.events, "hash": witness.hash, "numbers": witness.numbers}
    with beside.open("w", encoding="utf-8") as handle:
        json.dump(data, handle, ensure_ascii=False, sort_keys=True, indent=0)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        with contextlib.suppress(OSError):
            os.fsync(folder)
        os.close(folder)
