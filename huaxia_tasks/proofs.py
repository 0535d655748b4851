"""The files that a 佐证材料 cell names, and whether they lie in the unit's 佐证 folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .model import TaskRow
from .patterns import regex

#: Under this name a matter's proofs of the last report are remembered.
PROOFS = "佐证"

#: A name with one of these endings is a file that must lie in 佐证/.
_FILE = regex(
    r"[^\s、，,；;：:《》“”\"'/\\|<>*?]+\.(?:pdf|docx?|xlsx?|et|wps|pptx?|jpe?g|png|zip|rar|mp4|txt)",
    re.IGNORECASE,
)
_ENUMERATED = regex(r"^(?:[（(]?\d{1,2}[)）]|\d{1,2}[.、．]|[①-⑳])(?=\D)")


class Proofs(NamedTuple):
    """The files named in a cell: all, those that are not there, those that are empty."""

    named: tuple[str, ...]
    absent: tuple[str, ...]
    empty: tuple[str, ...]


def proofs_of(row: TaskRow, evidence: Mapping[str, int]) -> Proofs:
    """Return the files that a row names; `evidence` gives the size of each that is there, by name."""
    held = {name.casefold(): size for name, size in evidence.items()}
    named = tuple(_as_held(n, held) for n in _FILE.findall(row.text("proof")))
    return Proofs(
        named,
        tuple(n for n in named if n.casefold() not in held),
        tuple(n for n in named if held.get(n.casefold()) == 0),
    )


def told_apart(row: TaskRow, evidence: Mapping[str, int]) -> str:
    """Return names and sizes of the files that a row names, in one line; "" for none."""
    held = {name.casefold(): size for name, size in evidence.items()}
    named = {n.casefold() for n in proofs_of(row, evidence).named}
    return "；".join(f"{n}={held[n]}" for n in sorted(named) if n in held)


def _as_held(name: str, held: Mapping[str, int]) -> str:
    """Return a file's name without the number of an enumeration, where only so it is there."""
    if name.casefold() in held:
        return name
    bare = _ENUMERATED.sub("", name)
    return bare if bare.casefold() in held else name
