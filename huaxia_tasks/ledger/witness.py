"""The witness: the last event and the highest numbers, kept apart from the ledger.

A ledger that does not hold the witness's event is older than it was, or not ours.  A second witness,
written at the end of each run, stands in where the first is gone or damaged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..placing import place


@dataclass(frozen=True, slots=True)
class Witness:
    """What was last seen of the ledger called `ledger`.

    ``events`` and ``hash`` name the last event, ``numbers`` the highest number of each series and
    year (``催办|2022``).  ``file`` is the digest of the ledger file as it was left, "" while a run works.
    ``place`` is the office's folder where the witness lies outside it, else "".
    """

    ledger: str = ""
    events: int = 0
    hash: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    file: str = ""
    place: str = ""


class Testimony(NamedTuple):
    """What the witnesses say together; ``damaged`` are those that cannot be read.

    ``is_whole``: the first one spoke, so that nothing later can have happened.
    """

    witness: Witness | None = None
    damaged: tuple[Path, ...] = ()
    is_whole: bool = False


def hear(paths: Sequence[Path]) -> Testimony:
    """Return what the witnesses say: the one that saw most counts."""
    said: dict[Path, Witness] = {}
    damaged: list[Path] = []
    for path in paths:
        try:
            said[path] = _read(path)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError):
            damaged.append(path)
    most = max(said.values(), key=lambda w: w.events, default=None)
    return Testimony(most, tuple(damaged), bool(paths) and paths[0] in said)


def _read(path: Path) -> Witness:
    data = json.loads(path.read_bytes().decode("utf-8"))
    if data.pop("seal") != _seal(data):
        raise ValueError("the witness was changed")
    numbers = {str(k): int(v) for k, v in data["numbers"].items()}
    place = str(data.get("place", ""))
    return Witness(data["ledger"], int(data["events"]), data["hash"], numbers, data["file"], place)


def _seal(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, witness: Witness) -> None:
    """Write a witness so that it appears whole or not at all."""
    data = asdict(witness)
    data["seal"] = _seal(data)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    place(path, text.encode(), replace=True, private=True)
