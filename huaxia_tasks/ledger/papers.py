"""Issuing, as the ledger sees it: numbers and steps are taken, papers lie on disk, papers are voided."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from ..errors import LedgerError
from . import chain, manifests
from .reading import deliveries_of, occasions_of, paper_named, paper_of_step, papers
from .store import Ledger
from .tables import TABLES, NewDelivery, Occasion, PaperRow


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper to be issued.

    ``series`` "" takes no number; ``pattern`` holds {year} and {n}.  ``input`` and ``path`` are asked
    with the number: all that rendering needs, and where the file is to lie (relative to the office).
    ``contents`` is what goes with the input: the template, files that go along.
    """

    plan: str
    key: str
    kind: str
    unit: str
    step: int
    day: date
    title: str
    input: Callable[[str], Mapping[str, object]]
    path: Callable[[str], str]
    series: str = ""
    pattern: str = ""
    first: int = 1
    why: str = ""
    topics: tuple[str, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    deliveries: tuple[NewDelivery, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)


class LeftOut(NamedTuple):
    """A paper that was not reserved: ``issued`` is the paper that it would repeat.

    None: a later paper of its series is dated after it.
    """

    paper: NewPaper
    issued: PaperRow | None


class Reserved(NamedTuple):
    """What a reservation did, in the order asked."""

    papers: tuple[PaperRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def reserve(
    ledger: Ledger, wanted: Sequence[NewPaper], extra: Iterable[NewDelivery] = ()
) -> Reserved:
    """Take numbers and steps and queue deliveries for `wanted`, all in one transaction.

    A paper that was issued already, or any of whose steps was taken, is left out.  `extra` are
    deliveries of the run as a whole; they belong to its first paper.
    """
    keys: list[tuple[str, str]] = []
    left: list[LeftOut] = []
    fresh = [p for p in wanted if not _is_hindered(ledger, p, left)]
    if fresh:
        taken = {same_path(r[0]) for r in ledger.db.execute("SELECT path FROM paper")}
        with ledger.change("reserve", {"papers": [p.key for p in fresh]}):
            for paper in fresh:
                keys.append((paper.plan, _reserve(ledger, paper, taken)))
            for delivery in extra:
                _queue(ledger, keys[0], delivery)
    return Reserved(tuple(paper_named(ledger.db, *k) for k in keys), tuple(left))


def _is_hindered(ledger: Ledger, paper: NewPaper, left: list[LeftOut]) -> bool:
    issued = taken_by(ledger, paper)
    if issued is None and not _is_dated_before(ledger, paper):
        return False
    left.append(LeftOut(paper, issued))
    return True


def taken_by(ledger: Ledger, paper: NewPaper) -> PaperRow | None:
    """Return the paper that took a step of `paper`, or is the same one; None where it is new."""
    for o in paper.occasions:
        row = ledger.db.execute(
            "SELECT paper FROM step WHERE plan=? AND topic=? AND step=? AND due=? AND how='sent'",
            (o.plan or paper.plan, o.topic, o.step, _iso(o.due)),
        ).fetchone()
        if row and o.how == "sent":
            return paper_of_step(ledger.db, o.plan or paper.plan, row[0])
    found = ledger.db.execute(
        "SELECT 1 FROM paper WHERE plan=? AND key=?", (paper.plan, paper.key)
    ).fetchone()
    if found and not any(o.how == "sent" for o in paper.occasions):
        return paper_named(ledger.db, paper.plan, paper.key)
    return None


def _is_dated_before(ledger: Ledger, paper: NewPaper) -> bool:
    """Whether a number of the same series and year went to a paper of a later day."""
    if not paper.series:
        return False
    last = ledger.db.execute(
        "SELECT max(day) FROM paper WHERE series=? AND year=?", (paper.series, paper.day.year)
    ).fetchone()[0]
    return last is not None and last > paper.day.isoformat()


def _reserve(ledger: Ledger, paper: NewPaper, taken: set[str]) -> str:
    """Write the rows of one paper and return its key, which has a mark where it was used before."""
    key = _free_key(ledger, paper)
    n, number = _next_number(ledger, paper)
    contents = {role: ledger.keep(data) for role, data in sorted(paper.contents.items())}
    filled = {**paper.input(number), "contents": contents}
    ledger.put(
        "paper",
        {
            "plan": paper.plan, "key": key, "kind": paper.kind, "unit": paper.unit,
            "step": paper.step, "topics": chain.canonical(list(paper.topics)),
            "day": paper.day.isoformat(), "series": paper.series or None, "year": paper.day.year,
            "n": n, "number": number, "title": paper.title, "why": paper.why, "state": "reserved",
            "path": _free_path(paper.path(number), taken), "sha256": "",
            "input": ledger.keep(chain.canonical(filled).encode()), "note": "",
        },
    )  # fmt: skip
    for o in paper.occasions:
        _take_step(ledger, paper.plan, key, o)
    for delivery in paper.deliveries:
        _queue(ledger, (paper.plan, key), delivery)
    return key


def _take_step(ledger: Ledger, plan: str, key: str, o: Occasion) -> None:
    found = ledger.db.execute(
        "SELECT how FROM step WHERE plan=? AND topic=? AND step=? AND due=?",
        (o.plan or plan, o.topic, o.step, _iso(o.due)),
    ).fetchone()
    if found is None or (found[0] != "sent" and o.how == "sent"):
        row = {"plan": o.plan or plan, "topic": o.topic, "step": o.step, "due": _iso(o.due),
               "paper": key, "how": o.how}  # fmt: skip
        ledger.put("step", row)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _free_key(ledger: Ledger, paper: NewPaper) -> str:
    """Return the key, marked where the same matters were spoken of before, for another due day."""
    key, again = paper.key, 1
    while ledger.db.execute(
        "SELECT 1 FROM paper WHERE plan=? AND key=?", (paper.plan, key)
    ).fetchone():
        again += 1
        key = f"{paper.key}#{again}"
    return key


def _free_path(path: str, taken: set[str]) -> str:
    """Return the path, numbered where another paper has it but for case or composition."""
    stem, dot, ending = path.rpartition(".")
    free, again = path, 1
    while same_path(free) in taken:
        again += 1
        free = f"{stem}_{again}{dot}{ending}"
    taken.add(same_path(free))
    return free


def same_path(path: str) -> str:
    """Return the form in which two paths are the same on every system."""
    return unicodedata.normalize("NFC", path).casefold()


def _next_number(ledger: Ledger, paper: NewPaper) -> tuple[int | None, str]:
    if not paper.series:
        return None, ""
    n = next_number(ledger, paper.series, paper.day.year, paper.first)
    return n, fill(paper.pattern, paper.day.year, n)


def next_number(ledger: Ledger, series: str, year: int, first: int = 1) -> int:
    """Return the number that the next paper of a series takes in a year."""
    last = ledger.db.execute(
        "SELECT max(n) FROM paper WHERE series=? AND year=?", (series, year)
    ).fetchone()[0]
    return first if last is None else int(last) + 1


def fill(pattern: str, year: int, n: int) -> str:
    """Return a number as it is printed: 催办〔2022〕3号."""
    return pattern.replace("{year}", str(year)).replace("{n}", str(n))


def _queue(ledger: Ledger, paper: tuple[str, str], new: NewDelivery) -> None:
    name = chain.canonical([ledger.id, *paper, new.channel, new.address])
    message_id = chain.digest(name.encode())[:32]
    ledger.put(
        "outbox",
        {
            "key": message_id[:10], "plan": paper[0], "paper": paper[1], "channel": new.channel,
            "address": new.address, "unit": new.unit, "state": "queued", "tries": 0, "next_try": "",
            "message_id": message_id, "parcel": ledger.keep(chain.canonical(new.parcel).encode()),
            "detail": "", "at": ledger.now().isoformat(timespec="seconds"),
        },
    )  # fmt: skip


def issued(ledger: Ledger, placed: Sequence[tuple[PaperRow, str, str]]) -> None:
    """Record that reserved papers lie on disk, whole: (paper, path, SHA-256 of the file)."""
    if not placed:
        return
    with ledger.change("issued", {"papers": {p.key: sha for p, _, sha in placed}}):
        for paper, path, sha in placed:
            _update(ledger, paper, state="issued", path=path, sha256=sha)


def void(ledger: Ledger, paper: PaperRow, reason: str) -> None:
    """Record that a paper was withdrawn: its number stays used, what is not sent yet is cancelled."""
    with ledger.change("void", {"paper": paper.key, "reason": reason}):
        _update(ledger, paper, state="void", note=reason)
        for delivery in deliveries_of(ledger.db, paper.plan, paper.key):
            if delivery.state == "queued":
                change = {"state": "cancelled", "detail": "文书已作废"}
                row = ledger.db.execute(
                    f"SELECT {', '.join(TABLES['outbox'])} FROM outbox WHERE key=?", (delivery.key,)
                ).fetchone()
                ledger.put("outbox", {**dict(zip(TABLES["outbox"], row, strict=True)), **change})
    if paper.path and paper.sha256:
        record(ledger, replace(paper, state="void", note=reason), paper.path, paper.sha256)


def _update(ledger: Ledger, paper: PaperRow, **changes: object) -> None:
    columns = TABLES["paper"]
    row = ledger.db.execute(
        f"SELECT {', '.join(columns)} FROM paper WHERE plan=? AND key=?", (paper.plan, paper.key)
    ).fetchone()
    if row is None:
        raise LedgerError(f"台账里没有这件文书：{paper.key}", str(ledger.files.ledger))
    ledger.put("paper", {**dict(zip(columns, row, strict=True)), **changes})


def input_of(ledger: Ledger, paper: PaperRow) -> Mapping[str, object]:
    """Return what a paper is rendered from; ``contents`` maps what goes with it to names."""
    found: Mapping[str, object] = json.loads(ledger.content(paper.input))
    return found


def all_papers(ledger: Ledger, state: str | None = None) -> tuple[PaperRow, ...]:
    """Return the papers, oldest first; those of one state where named."""
    return tuple(p for p in papers(ledger.db) if state is None or p.state == state)


def record(ledger: Ledger, paper: PaperRow, path: str, sha256: str) -> None:
    """Write the record that lies beside an issued paper."""
    manifests.write(
        ledger.files.issued,
        ledger.id,
        replace(paper, path=path, sha256=sha256, state=state_of(paper)),
        occasions_of(ledger.db, paper.plan, paper.key),
        deliveries_of(ledger.db, paper.plan, paper.key),
    )


def state_of(paper: PaperRow) -> str:
    """Return the state that a record tells: a paper that is about to lie there counts as issued."""
    return "issued" if paper.state == "reserved" else paper.state
