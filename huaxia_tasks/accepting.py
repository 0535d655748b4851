"""What a unit's submission said is kept as the measure for its next one, and its files are archived.

Looking twice gives the same: the measure is what was accepted before the files that lie there now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath

from .changes import remember
from .ledger import (
    TAG,
    Acceptance,
    Ledger,
    LedgerFiles,
    accept,
    body_of,
    last_day,
    last_digests,
)
from .looking import unit_digest
from .model import Plan, Snapshot, UnitView
from .office import Office
from .placing import flush_folder, place
from .wording import day as in_words


def hindrance(office: Office, plan: Plan, today: date, clock: date) -> str:
    """Return why nothing may be kept on this day, "" where it may.

    A day that has passed may be caught up, but not behind what was kept already; a day to come is
    only tried out.  An office for practice takes any day.
    """
    if office.is_demo or today == clock:
        return ""
    if today > clock:
        return (
            f"今天是{in_words(clock)}，按{in_words(today)}运行只是预演：各单位报送的内容没有登记。"
        )
    last = last_day(LedgerFiles.of(office.root), plan.key)
    if last is None or last <= today:
        return ""
    return f"台账已登记到{in_words(last)}，按更早的{in_words(today)}运行：新报送的内容没有登记。"


def acceptance_of(view: UnitView, today: date) -> Acceptance | None:
    """Return what is to be kept of a unit, None where not all of its files could be read."""
    if view.state != "received" or not all(s.readable for s in view.submissions):
        return None
    matters = remember(view.matters, view.past, today, view.evidence)
    files = tuple((s.file, s.digest) for s in view.submissions)
    return Acceptance(view.unit.id, unit_digest(view.submissions), body_of(matters), files)


def accept_in(ledger: Ledger, office: Office, snapshot: Snapshot) -> list[str]:
    """Keep what units handed in, in an open ledger, and archive their files; return notes."""
    known = last_digests(ledger.files, snapshot.plan.key)
    fresh = (v for v in snapshot.views if known.get(v.unit.id) != unit_digest(v.submissions))
    found = (acceptance_of(view, snapshot.today) for view in fresh)
    return keep(ledger, office, snapshot.plan, snapshot.today, filter(None, found))


def keep(
    ledger: Ledger, office: Office, plan: Plan, today: date, fresh: Iterable[Acceptance]
) -> list[str]:
    """Keep what was not kept before, in an open ledger, and archive the files; return notes."""
    kept: list[Acceptance] = []
    notes: list[str] = []
    folders: set[Path] = set()
    if plan.tag:
        ledger.remember(f"{TAG}{plan.key}", plan.tag)
    for one in fresh:
        changed = [
            file for file, digest in one.files if not _archive(office, file, digest, folders)
        ]
        if changed:
            notes.append(f"《{changed[0].rpartition('/')[2]}》正在变动，下次运行再登记。")
        else:
            kept.append(one)
    for folder in folders:
        flush_folder(folder)
    accept(ledger, plan.key, today, kept)
    return notes


def _archive(office: Office, file: str, digest: str, folders: set[Path]) -> bool:
    """Keep a copy of a submission by its digest, once; False where the file is no longer that one.

    Its folder is added to `folders`, which are to be flushed before the ledger tells of the copy.
    """
    path = archived(office, file, digest)
    if path.is_file():
        return True
    try:
        data = (office.root / file).read_bytes()
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    place(path, data, replace=True, flush=False)
    folders.add(path.parent)
    return True


def archived(office: Office, file: str, digest: str) -> Path:
    """Return where a submission is kept: under 归档/报送, by its digest, with its own ending."""
    ending = PurePosixPath(file).suffix.lower()
    return office.archive / "报送" / digest[:2] / f"{digest}{ending}"
