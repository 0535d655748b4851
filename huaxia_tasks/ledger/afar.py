"""A third witness, outside the office folder: it knows when the whole folder was put back from a copy.

The witnesses inside go back with the folder, and would swear to numbers that were given out since.
This one lies with the user of this machine, named after the folder's place and the ledger, so that a
copy of the office elsewhere is another one.  Where it cannot be read or written there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
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
    """Return the file of this witness; None for an office for practice, which may be laid out again."""
    folder, root = state_folder(), files.office
    if folder is None or root is None or not ledger_id or (root / DEMO_MARK).exists():
        return None
    place = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return folder / f"编号见证-{place}-{ledger_id[:16]}.json"


def with_afar(said: Testimony, files: LedgerFiles, ledger_id: str) -> Testimony:
    """Return the testimony with what the witness outside has seen, where it knows higher numbers.

    Only numbers count: an office put back to what it was before a mere reading can be gone on with.
    """
    path = place_of(files, ledger_id)
    seen = hear([path]).witness if path is not None else None
    known = said.witness.numbers if said.witness is not None else {}
    if seen is None or all(n <= known.get(name, 0) for name, n in seen.numbers.items()):
        return said
    return Testimony(seen, said.damaged, said.is_whole)


def tell_afar(files: LedgerFiles, witness: Witness) -> None:
    """Write the witness outside; a machine that allows none is no trouble."""
    path = place_of(files, witness.ledger)
    if path is None or not witness.numbers:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(path, witness)
