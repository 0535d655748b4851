"""A third witness, outside the office folder: it knows when the whole folder was put back from a copy.

The witnesses inside go back with the folder, and would swear to numbers that were given out since.
These lie with the user of this machine, one for each place in which a ledger was used.  A copy of an
office goes on with the numbers of its original, so what any place has given out counts for all: of
two offices with one ledger, the one that stayed behind is refused.  Where none can be read or
written there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..marks import DEMO_MARK
from .files import LedgerFiles
from .witness import Testimony, Witness, hear, write

VARIABLE = "HUAXIA_STATE"


def state_folder() -> Path | None:
    """Return where this machine keeps what programs remember for its user, None where that is unknown."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named)
    with contextlib.suppress(RuntimeError):
        if os.name == "nt":
            local = os.environ.get("LOCALAPPDATA", "").strip()
            return Path(local) / "huaxia" if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Application Support" / "huaxia"
        state = os.environ.get("XDG_STATE_HOME", "").strip()
        return (Path(state) if state else Path.home() / ".local" / "state") / "huaxia"
    return None


def place_of(files: LedgerFiles, ledger_id: str) -> Path | None:
    """Return the file of this place's witness; None for an office for practice, which may be laid out again."""
    folder, root = state_folder(), files.office
    if folder is None or root is None or not ledger_id or (root / DEMO_MARK).exists():
        return None
    place = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return folder / f"编号见证-{place}-{ledger_id[:16]}.json"


def with_afar(said: Testimony, files: LedgerFiles, ledger_id: str) -> Testimony:
    """Return the testimony with what the witness outside has seen, where it knows higher numbers.

    Only numbers count: an office put back to what it was before a mere reading can be gone on with.
    """
    own = place_of(files, ledger_id)
    if own is None or (said.witness is not None and said.witness.ledger != ledger_id):
        return said  # another office's ledger: that is told by the witnesses inside
    known = said.witness.numbers if said.witness is not None else {}
    # The own place first: what stands there too needs no word on other places.
    others = sorted(own.parent.glob(f"编号见证-*-{ledger_id[:16]}.json"))
    for path in dict.fromkeys((own, *others)):
        seen = hear([path]).witness
        if seen is None or seen.ledger != ledger_id:
            continue
        if any(n > known.get(name, 0) for name, n in seen.numbers.items()):
            said = Testimony(_above(seen, known), said.damaged, said.is_whole)
            known = said.witness.numbers if said.witness is not None else known
    return said


def _above(seen: Witness, known: Mapping[str, int]) -> Witness:
    """Return what a place has seen, with the numbers that are known to be higher."""
    names = {*seen.numbers, *known}
    numbers = {name: max(seen.numbers.get(name, 0), known.get(name, 0)) for name in names}
    return replace(seen, numbers=numbers)


def tell_afar(files: LedgerFiles, witness: Witness) -> None:
    """Write the witness outside; a machine that allows none is no trouble."""
    path = place_of(files, witness.ledger)
    if path is None or not witness.numbers:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(path, replace(witness, place=str(files.office.resolve()) if files.office else ""))
