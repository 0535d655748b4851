"""What a unit's submission said is kept as the measure for its next one, and its files are archived.

Looking twice gives the same: the measure is what was accepted before the files that lie there now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from .changes import remember
from .ledger import (
    TAG,
    Acceptance,
    Ledger,
    LedgerFiles,
    accept,
    last_digests,
)
from .looking import unit_digest
from .model import Snapshot, UnitView
from .office import Office
from .placing import place


def accept_snapshot(
    office: Office, snapshot: Snapshot, *, now: Callable[[], datetime]
) -> list[str]:
    """Keep what units handed in since the last run; the caller holds the office's lock.

    Nothing is kept on a day that is not the present one, but in an office for practice.  Returns notes.
    """
    if not office.is_demo and snapshot.today != now().date():
        return []
    files = LedgerFiles.of(office.root)
    known = last_digests(files, snapshot.plan.key)
    if all(known.get(view.unit.id) == digest for view, digest in _whole(snapshot)):
        return []
    with Ledger(files, now=now) as ledger:
        return accept_in(ledger, office, snapshot)


def accept_in(ledger: Ledger, office: Office, snapshot: Snapshot) -> list[str]:
    """Keep what units handed in, in an open ledger, and archive their files; return notes."""
    kept: list[Acceptance] = []
    notes: list[str] = []
    if snapshot.plan.tag:
        ledger.remember(f"{TAG}{snapshot.plan.key}", snapshot.plan.tag)
    known = last_digests(ledger.files, snapshot.plan.key)
    for view, digest in _whole(snapshot):
        if known.get(view.unit.id) == digest:
            continue
        changed = [s.file for s in view.submissions if not _archive(office, s.file, s.digest)]
        if changed:
            notes.append(f"《{changed[0].rpartition('/')[2]}》正在变动，下次运行再登记。")
            continue
        matters = remember(view.matters, view.past, snapshot.today, view.evidence)
        files = tuple((s.file, s.digest) for s in view.submissions)
        kept.append(Acceptance(view.unit.id, digest, matters, files))
    accept(ledger, snapshot.plan.key, snapshot.today, kept)
    return notes


def _whole(snapshot: Snapshot) -> Iterator[tuple[UnitView, str]]:
    """Yield the units all of whose files could be read, with the name of all that they handed in."""
    for view in snapshot.views:
        if view.state == "received" and all(s.readable for s in view.submissions):
            yield view, unit_digest(view.submissions)


def _archive(office: Office, file: str, digest: str) -> bool:
    """Keep a copy of a submission by its digest, once; False where the file is no longer that one."""
    path = archived(office, file, digest)
    if path.is_file():
        return True
    try:
        data = (office.root / file).read_bytes()
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    place(path, data, replace=True)
    return True


def archived(office: Office, file: str, digest: str) -> Path:
    """Return where a submission is kept: under 归档/报送, by its digest, with its own ending."""
    ending = PurePosixPath(file).suffix.lower()
    return office.archive / "报送" / digest[:2] / f"{digest}{ending}"
