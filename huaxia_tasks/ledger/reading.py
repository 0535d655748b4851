"""What the ledger knows, read without changing it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import LedgerError
from ..model import History, Sent
from ..records import slotted
from . import soundness
from .accepted import unpacked
from .files import LedgerFiles
from .tables import TABLES, Occasion, Outgoing, PaperRow
from .witness import hear

_PAPER = ", ".join(TABLES["paper"])
_OUTBOX = ", ".join(TABLES["outbox"])


def read_history(
    path: Path, plan: str, digests: Mapping[str, str] | None = None, until: date | None = None
) -> History:
    """Return what was issued and accepted under `plan`; an empty history where nothing ever was.

    `digests` maps units to the digest of what they have handed in now: the measure is what was
    accepted before that, so that looking twice gives the same.  `until` leaves out what came later.
    Raises LedgerError where the ledger is lost or damaged.
    """
    with reading(LedgerFiles.of(path.parent)) as db:
        if db is None:
            return History()
        steps = _steps(db, plan)
        sent = tuple(
            _sent(p, steps.get(p.key, ()))
            for p in papers(db)
            if p.plan == plan and (until is None or p.day <= until)
        )
        matters = tuple(
            matter
            for unit, body in _latest(db, plan, digests or {}, until).items()
            for matter in unpacked(unit, _content(db, body))
        )
        return History(sent=sent, matters=matters, accepted=_first_accepted(db, plan, until))


@contextmanager
def reading(files: LedgerFiles) -> Iterator[sqlite3.Connection | None]:
    """Open a sound ledger for reading; None where there never was one.

    Raises LedgerError where it is lost or damaged.  A journal left by a crash is rolled back.
    """
    if soundness.is_absent(files):
        missing = soundness.absence(files, hear(files.witnesses))
        if missing:
            raise soundness.lost(missing, files)
        yield None
        return
    db, _ = soundness.open_sound(files)
    try:
        db.execute("PRAGMA query_only=1")
        yield db
    finally:
        db.close()


def _sent(paper: PaperRow, steps: tuple[Occasion, ...]) -> Sent:
    return Sent(
        key=paper.key,
        kind=paper.kind,
        unit=paper.unit,
        number=paper.number,
        issued_on=paper.day,
        step=paper.step,
        matters=paper.topics,
        state=paper.state,
        path=paper.path,
        steps={o.topic: o.step for o in steps if o.how == "sent"},
        dues={o.topic: o.due for o in steps if o.how == "sent" and o.due},
    )


def _steps(db: sqlite3.Connection, plan: str) -> dict[str, tuple[Occasion, ...]]:
    found: dict[str, list[Occasion]] = {}
    for paper, *rest in db.execute(
        "SELECT paper, topic, step, due, how FROM step WHERE plan=?", (plan,)
    ):
        found.setdefault(paper, []).append(_occasion(*rest))
    return {paper: tuple(own) for paper, own in found.items()}


def _occasion(topic: str, step: int, due: str, how: str) -> Occasion:
    return Occasion(topic, step, date.fromisoformat(due) if due else None, how)


def _latest(
    db: sqlite3.Connection, plan: str, digests: Mapping[str, str], until: date | None
) -> dict[str, str]:
    """Return the content of the last acceptance of each unit that is not what lies there now."""
    latest: dict[str, str] = {}
    for unit, digest, day, body in db.execute(
        "SELECT unit, digest, day, body FROM accepted WHERE plan=? ORDER BY unit, seq", (plan,)
    ):
        if digests.get(unit) != digest and (until is None or day <= until.isoformat()):
            latest[unit] = body
    return latest


def _first_accepted(db: sqlite3.Connection, plan: str, until: date | None) -> dict[str, int]:
    """Return for each file, by digest, the number of the unit's submission it first was part of."""
    first: dict[str, int] = {}
    for seq, day, text in db.execute(
        "SELECT seq, day, files FROM accepted WHERE plan=? ORDER BY seq", (plan,)
    ):
        if until is None or day <= until.isoformat():
            for _, digest in json.loads(text):
                first.setdefault(digest, seq)
    return first


def last_digests(files: LedgerFiles, plan: str) -> dict[str, str]:
    """Return what was last accepted from each unit, by the digest of all its files."""
    with reading(files) as db:
        if db is None:
            return {}
        rows = db.execute(
            "SELECT unit, digest FROM accepted WHERE plan=? ORDER BY unit, seq", (plan,)
        )
        return dict(rows.fetchall())


def input_kept(files: LedgerFiles, paper: PaperRow) -> Mapping[str, Any]:
    """Return what an issued paper was rendered from, {} where it is not kept."""
    with reading(files) as db:
        if db is None:
            return {}
        found: Mapping[str, Any] = json.loads(_content(db, paper.input))
        return found


def _content(db: sqlite3.Connection, name: str) -> bytes:
    row = db.execute("SELECT data FROM body WHERE sha256=?", (name,)).fetchone()
    return zlib.decompress(row[0])


# --------------------------------------------------------------------------- rows


def papers(db: sqlite3.Connection) -> Iterator[PaperRow]:
    """Yield every paper, in the order of day and number."""
    order = "day, series IS NULL, series, n, plan, key"
    for row in db.execute(f"SELECT {_PAPER} FROM paper ORDER BY {order}"):
        yield _paper(row)


def paper_named(db: sqlite3.Connection, plan: str, key: str) -> PaperRow:
    """Return one paper; raises LedgerError where there is none."""
    row = db.execute(f"SELECT {_PAPER} FROM paper WHERE plan=? AND key=?", (plan, key)).fetchone()
    if row is None:
        raise LedgerError(
            f"台账里没有这件文书：{key}", todo="请用 huaxia history 查看发出过的文书。"
        )
    return _paper(row)


def _paper(row: tuple[object, ...]) -> PaperRow:
    values = dict(zip(TABLES["paper"], row, strict=True))
    values["topics"] = tuple(json.loads(str(values["topics"])))
    values["day"] = date.fromisoformat(str(values["day"]))
    values["series"] = values["series"] or ""
    return PaperRow(**values)  # type: ignore[arg-type]


def outgoing(db: sqlite3.Connection) -> Iterator[Outgoing]:
    """Yield every delivery, paper by paper in the order in which they were queued."""
    order = "at, plan, paper, channel, key"
    for row in db.execute(f"SELECT {_OUTBOX} FROM outbox ORDER BY {order}"):
        yield Outgoing(*row)


def deliveries_of(db: sqlite3.Connection, plan: str, paper: str) -> tuple[Outgoing, ...]:
    """Return the deliveries of one paper."""
    rows = db.execute(
        f"SELECT {_OUTBOX} FROM outbox WHERE plan=? AND paper=? ORDER BY channel, key",
        (plan, paper),
    )
    return tuple(Outgoing(*row) for row in rows)


def occasions_of(db: sqlite3.Connection, plan: str, paper: str) -> tuple[Occasion, ...]:
    """Return the steps that one paper took."""
    rows = db.execute(
        "SELECT topic, step, due, how FROM step WHERE plan=? AND paper=? ORDER BY topic, step",
        (plan, paper),
    )
    return tuple(_occasion(*row) for row in rows)


@slotted
class Told:
    """A paper with its deliveries and what it spoke of, for people to look at."""

    paper: PaperRow
    deliveries: tuple[Outgoing, ...]
    occasions: tuple[Occasion, ...]


def read_all(files: LedgerFiles) -> tuple[Told, ...]:
    """Return everything that was issued, oldest first."""
    with reading(files) as db:
        if db is None:
            return ()
        return tuple(
            Told(p, deliveries_of(db, p.plan, p.key), occasions_of(db, p.plan, p.key))
            for p in papers(db)
        )


def accepted_files(files: LedgerFiles) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return (path, digest) of the files that were last accepted from each unit, whatever the plan."""
    latest: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with reading(files) as db:
        if db is None:
            return {}
        for plan, unit, text in db.execute(
            "SELECT plan, unit, files FROM accepted ORDER BY plan, unit, seq"
        ):
            latest[plan, unit] = [(file, digest) for file, digest in json.loads(text)]
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for (_, unit), own in latest.items():
        found[unit] = (*found.get(unit, ()), *own)
    return found
