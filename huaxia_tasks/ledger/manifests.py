"""登记卡: a small sealed record beside every issued paper, from which a lost ledger is restored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..placing import place
from .chain import canonical, digest
from .tables import Occasion, Outgoing, PaperRow

FOLDER = ".登记"


class Manifest(NamedTuple):
    """What was issued: the paper without its input, its occasions, whom it was to go to."""

    ledger: str
    paper: PaperRow
    occasions: tuple[Occasion, ...]
    deliveries: tuple[Outgoing, ...]


def path_of(issued: Path, paper: PaperRow) -> Path:
    """Return where the record of a paper lies; ``paper.path`` is relative to the office, 发出/…."""
    inside = PurePosixPath(paper.path).relative_to(issued.name)
    return issued / inside.parent / FOLDER / f"{inside.stem}.json"


def write(
    issued: Path,
    ledger: str,
    paper: PaperRow,
    occasions: Sequence[Occasion],
    deliveries: Sequence[Outgoing],
) -> None:
    """Write the record of a paper; one that is there already is replaced (same paper, new try)."""
    body = {
        "ledger": ledger,
        "paper": {**asdict(paper), "input": "", "day": paper.day.isoformat()},
        "occasions": [_packed(o) for o in occasions],
        "deliveries": [{**asdict(d), "parcel": "", "detail": ""} for d in deliveries],
    }
    text = json.dumps({**body, "seal": _seal(body)}, ensure_ascii=False, indent=1, sort_keys=True)
    place(path_of(issued, paper), f"{text}\n".encode(), replace=True)


def _packed(occasion: Occasion) -> Mapping[str, object]:
    due = occasion.due.isoformat() if occasion.due else None
    packed = {**asdict(occasion), "due": due}
    return packed if occasion.plan else {k: v for k, v in packed.items() if k != "plan"}


def _seal(body: Mapping[str, object]) -> str:
    return digest(canonical(body).encode())


def paths(issued: Path) -> Iterator[Path]:
    """Yield the records that lie under 发出, in order."""
    if issued.is_dir():
        yield from sorted(p for p in issued.glob(f"*/{FOLDER}/*.json") if p.is_file())


def any_there(issued: Path) -> bool:
    """Whether anything was issued, by its record."""
    return next(paths(issued), None) is not None


def read(path: Path) -> Manifest | None:
    """Return a record, None where it was changed or is damaged."""
    try:
        body = json.loads(path.read_bytes().decode("utf-8"))
        if body.pop("seal") != _seal(body):
            return None
        paper = body["paper"]
        row = PaperRow(
            **{**paper, "day": date.fromisoformat(paper["day"]), "topics": tuple(paper["topics"])}
        )
        occasions = tuple(
            Occasion(**{**o, "due": date.fromisoformat(o["due"]) if o["due"] else None})
            for o in body["occasions"]
        )
        deliveries = tuple(Outgoing(**d) for d in body["deliveries"])
        return Manifest(body["ledger"], row, occasions, deliveries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def first_unknown(issued: Path, known: Mapping[tuple[str, str], str]) -> str:
    """Return the name of the first record under 发出 that `known` does not have, "" where none."""
    for path in paths(issued):
        found = read(path)
        if found is not None and (found.paper.plan, found.paper.key) not in known:
            return path.stem
    return ""
