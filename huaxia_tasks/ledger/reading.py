"""What the ledger knows, read without changing it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import LedgerError
from ..model import History, Sent
from ..patterns import regex
from . import soundness
from .accepted import unpacked
from .files import LedgerFiles
from .tables import TABLES, Occasion, Outgoing, PaperRow, connect
from .witness import hear

_PAPER = ", ".join(TABLES["paper"])
_OUTBOX = ", ".join(TABLES["outbox"])


def read_history(
    path: Path,
    plan: str,
    digests: Mapping[str, str] | None = None,
    until: date | None = None,
    *,
    tags: Mapping[str, str] | None = None,
) -> History:
    """Return what was issued and accepted under `plan`; an empty history where nothing ever was.

    `digests` maps units to the digest of what they have handed in now: the measure is what was
    accepted before that, so that looking twice gives the same.  `until` leaves out what came later.
    Where several plans run, `tags` has those of all: what was issued under any of them is told.
    Raises LedgerError where the ledger is lost or damaged.
    """
    with reading(LedgerFiles.of(path.parent)) as db:
        if db is None:
            return History()
        known = tags or {plan: ""}
        every = list(papers(db))
        steps = _steps(db, known, every)
        sent = tuple(
            _sent(p, steps.get((p.plan, p.key), ()), known.get(p.plan, ""))
            for p in every
            if (p.plan in known or (p.plan, p.key) in steps) and (until is None or p.day <= until)
        )
        matters = tuple(
            replace(m, id=apart(m.id, tag)) if (tag := known[plan]) else m
            for unit, body in _latest(db, plan, digests or {}, until).items()
            for m in unpacked(unit, _content(db, body))
        )
        return History(sent=sent, matters=matters, accepted=_first_accepted(db, plan, until))


_WITHOUT_TAG = regex(r"([^-]+)-(\d+|(?:未报送|更正|读不出):.*)")


def apart(name: str, tag: str) -> str:
    """Return the name of a matter or topic with the tag of its plan.

    A plan that ran alone has names without one; it gets a tag when it comes to run beside another.
    """
    found = _WITHOUT_TAG.fullmatch(name) if tag else None
    return f"{found[1]}-{tag}-{found[2]}" if found else name


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


def _sent(paper: PaperRow, steps: Sequence[Occasion], tag: str) -> Sent:
    own = {o.topic for o in steps if not o.plan}
    steps = [replace(o, topic=apart(o.topic, tag)) if not o.plan else o for o in steps]
    return Sent(
        key=paper.key,
        kind=paper.kind,
        unit=paper.unit,
        number=paper.number,
        issued_on=paper.day,
        step=paper.step,
        matters=tuple(apart(t, tag) if t in own else t for t in paper.topics)
        if tag
        else paper.topics,
        state=paper.state,
        path=paper.path,
        steps={o.topic: o.step for o in steps if o.how == "sent"},
        dues={o.topic: o.due for o in steps if o.how == "sent" and o.due},
        plan=paper.plan,
    )


def _steps(
    db: sqlite3.Connection, tags: Mapping[str, str], every: Iterable[PaperRow]
) -> dict[tuple[str, str], list[Occasion]]:
    """Return the steps by plan and key of their papers; those of another plan than the paper's name it."""
    found: dict[tuple[str, str], list[Occasion]] = {}
    homes: dict[str, list[str]] = {}
    for paper in every:
        homes.setdefault(paper.key, []).append(paper.plan)
    for plan, tag in tags.items():
        for key, topic, step, due, how in db.execute(
            "SELECT paper, topic, step, due, how FROM step WHERE plan=?", (plan,)
        ):
            home = homes.get(key) or [plan]
            if plan in home:
                found.setdefault((plan, key), []).append(_occasion(topic, step, due, how))
            else:
                own = _occasion(apart(topic, tag), step, due, how, plan)
                found.setdefault((home[0], key), []).append(own)
    return found


def _occasion(topic: str, step: int, due: str, how: str, plan: str = "") -> Occasion:
    return Occasion(topic, step, date.fromisoformat(due) if due else None, how, plan)


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


def last_day(files: LedgerFiles, plan: str) -> date | None:
    """Return the last day on which anything was accepted under a plan."""
    with reading(files) as db:
        if db is None:
            return None
        (day,) = db.execute("SELECT max(day) FROM accepted WHERE plan=?", (plan,)).fetchone()
        return date.fromisoformat(day) if day else None


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


def paper_of_step(db: sqlite3.Connection, plan: str, key: str) -> PaperRow:
    """Return the paper that took a step under `plan`; it may stand under another plan, see `_steps`."""
    own = db.execute("SELECT 1 FROM paper WHERE plan=? AND key=?", (plan, key)).fetchone()
    if own is None:
        home = db.execute("SELECT plan FROM paper WHERE key=? ORDER BY plan", (key,)).fetchone()
        plan = home[0] if home is not None else plan
    return paper_named(db, plan, key)


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
    """Return the steps that one paper took, for matters of other plans too."""
    rows = db.execute(
        "SELECT topic, step, due, how, CASE plan WHEN ?1 THEN '' ELSE plan END FROM step"
        " WHERE paper=?2 AND (plan=?1 OR plan NOT IN (SELECT plan FROM paper WHERE key=?2))"
        " ORDER BY topic, step",
        (plan, paper),
    )
    return tuple(_occasion(*row) for row in rows)


class Told(NamedTuple):
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


def accepted_files(
    files: LedgerFiles, only: Collection[str] | None = None
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return (path, digest) of the files that were last accepted from each unit, whatever the plan.

    Where several plans run, `only` those under one of them.
    """
    latest: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with reading(files) as db:
        if db is None:
            return {}
        for plan, unit, text in db.execute(
            "SELECT plan, unit, files FROM accepted ORDER BY plan, unit, seq"
        ):
            if only is not None and plan not in only:
                continue
            latest[plan, unit] = [(file, digest) for file, digest in json.loads(text)]
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for (_, unit), own in latest.items():
        found[unit] = (*found.get(unit, ()), *own)
    return found


# --------------------------------------------------------------------------- several plans

#: Under this name the ledger keeps the tag of a plan that runs beside others.
TAG = "tag:"


def plan_tags(files: LedgerFiles, *, only: bool = False) -> dict[str, str]:
    """Return the tags of the plans that the ledger knows, "" for one without, which `only` leaves out.

    Only looks: whether the ledger is sound is asked by whoever draws conclusions from it.
    """
    if not files.ledger.is_file():
        return {}
    try:
        db = connect(files.ledger)
        try:
            every = "SELECT plan FROM paper UNION SELECT plan FROM accepted"
            known = {} if only else dict.fromkeys((row[0] for row in db.execute(every)), "")
            kept = db.execute("SELECT name, value FROM meta WHERE name LIKE 'tag:%'").fetchall()
            return {**known, **{name[len(TAG) :]: value for name, value in kept}}
        finally:
            db.close()
    except sqlite3.Error:
        return {}


def accepted_under(files: LedgerFiles) -> tuple[dict[str, str], dict[str, str]]:
    """Return the plan under which each file was last accepted: by its digest, and by its path."""
    by_digest: dict[str, str] = {}
    by_path: dict[str, str] = {}
    with reading(files) as db:
        if db is not None:
            rows = db.execute("SELECT plan, files FROM accepted ORDER BY day, plan, unit, seq")
            for plan, text in rows:
                for path, digest in json.loads(text):
                    by_digest[digest] = by_path[path] = plan
    return by_digest, by_path
