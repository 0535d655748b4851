"""Reserved papers become files: rendered from what the ledger holds, checked, placed, recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..drafting import safe_name
from ..errors import TemplateError
from ..ledger import (
    Ledger,
    PaperRow,
    all_papers,
    input_of,
    issued,
    record,
)
from ..office import Office
from ..placing import flush_folder, leftovers, place
from ..wording import refused
from . import naming, stored
from .preparing import TEMPLATE, WORKBOOK


@dataclass(slots=True)
class Placed:
    """Which papers lie on disk now, which could not be placed and why, and templates that failed."""

    papers: list[PaperRow] = field(default_factory=list)
    failed: list[tuple[PaperRow, str]] = field(default_factory=list)
    broken: list[TemplateError] = field(default_factory=list)


def clear_leftovers(office: Office) -> None:
    """Take away what dead runs left beside its place; the lock keeps living ones out."""
    for path in leftovers(office.root / "发出"):
        path.unlink(missing_ok=True)


def place_reserved(ledger: Ledger, office: Office) -> Placed:
    """Bring every reserved paper to disk.  A run that was killed anywhere is taken up here."""
    placed = Placed()
    done: list[tuple[PaperRow, str, str]] = []
    folders: set[Path] = set()
    for paper in all_papers(ledger, "reserved"):
        try:
            path, digest = _place(ledger, office, paper, folders)
        except TemplateError as error:
            placed.broken.append(error)
            placed.failed.append((paper, str(error)))
        except OSError as error:
            placed.failed.append((paper, f"文件放不下去（{refused(error)}）"))
        else:
            done.append((paper, path, digest))
    for folder in sorted(folders):
        flush_folder(folder)
    issued(ledger, done)
    placed.papers = [p for p, _, _ in done]
    return placed


def _place(ledger: Ledger, office: Office, paper: PaperRow, folders: set[Path]) -> tuple[str, str]:
    """Place one paper, its record and what goes with it; return (path, SHA-256)."""
    kept: Any = input_of(ledger, paper)
    data = _rendered(ledger, kept)
    digest = hashlib.sha256(data).hexdigest()
    path = _free(office.root, paper.path, data)
    record(ledger, paper, path, digest)
    for name, content in _workbooks(ledger, kept).items():
        beside = (office.root / path).parent / naming.enclosed(_first(paper, path), name)
        _put(beside, content)
        folders.add(beside.parent)
    _put(office.root / path, data)
    folders.add((office.root / path).parent)
    return path, digest


def _first(paper: PaperRow, path: str) -> str:
    """Return how the files that go with a paper begin: its number, else its own name."""
    return safe_name(naming.plain(paper.number), 60) if paper.number else Path(path).stem


def _put(path: Path, data: bytes) -> None:
    if not _is_ours(path, data):
        place(path, data, flush=False)


def _is_ours(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _free(root: Path, wanted: str, data: bytes) -> str:
    """Return the path, numbered where a person put another file there; it is never written over."""
    stem, dot, ending = wanted.rpartition(".")
    path, again = wanted, 1
    while (root / path).exists() and not _is_ours(root / path, data):
        again += 1
        path = f"{stem}_{again}{dot}{ending}"
    return path


def _rendered(ledger: Ledger, kept: Any) -> bytes:
    from ..rendering.word import render

    document, day, office = stored.unpack(kept["document"])
    template = ledger.content(kept["contents"][TEMPLATE])
    return render(document, template, office=office, day=day, validate="full")


def _workbooks(ledger: Ledger, kept: Any) -> Mapping[str, bytes]:
    contents: Mapping[str, str] = kept["contents"]
    return {
        role.removeprefix(WORKBOOK): ledger.content(name)
        for role, name in contents.items()
        if role.startswith(WORKBOOK)
    }


# --------------------------------------------------------------------------- issued papers


def files_of(ledger: Ledger, office: Office, paper: PaperRow) -> list[tuple[str, bytes]] | None:
    """Return a paper and what goes with it as it was issued: (name, bytes); None where it is lost.

    Where the file was edited or taken away since, it is rendered again from what the ledger holds.
    """
    path = office.root / paper.path
    data = path.read_bytes() if path.is_file() else b""
    kept: Any = input_of(ledger, paper) if paper.input else None
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        if kept is None:
            return None
        try:
            data = _rendered(ledger, kept)
        except TemplateError:
            return None
        if hashlib.sha256(data).hexdigest() != paper.sha256:
            return None
    found = [(path.name, data)]
    if kept is not None:
        found += (
            (naming.enclosed(_first(paper, paper.path), name), content)
            for name, content in _workbooks(ledger, kept).items()
        )
    return found


def edited(ledger: Ledger, office: Office, papers: Iterable[PaperRow]) -> list[str]:
    """Return in words which issued files were changed or taken away since; they are left alone."""
    lines = []
    for paper in papers:
        path = office.root / paper.path
        if paper.state != "issued" or not paper.sha256:
            continue
        if not path.is_file():
            lines.append(f"{paper.name}的文件不在“{paper.path}”了；台账记录仍在，不会重发。")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != paper.sha256:
            lines.append(f"《{path.name}》发出后被人改动过，程序不会改写它；补发时用原来的内容。")
    return lines
