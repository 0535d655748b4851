"""Finds a paper, drafted or issued, that a person asks about, for ``explain``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..explaining import cell_texts, explain_document
from ..ledger import LedgerFiles, PaperRow, input_kept, read_all
from ..model import Briefing, Document
from ..office import Office
from . import stored
from .choosing import Draft, choose
from .telling import STATES


def explain_paper(office: Office, briefing: Briefing, wanted: str) -> list[str]:
    """Return where each figure and name of the papers meant by `wanted` comes from; [] for none.

    `wanted` is a key, the path of a draft or of an issued paper, its number, a unit, or a kind.  An
    issued paper tells what it rested on when it was issued; the cells may read otherwise now.
    """
    lines: list[str] = []
    for row in _issued(office, wanted):
        lines += [
            f"{STATES[row.state]}　{row.day.isoformat()}　{row.path}",
            *explain_document(_kept(office, row)),
            "",
        ]
    if not lines:
        texts = cell_texts([v for b in briefing.of_all_plans for v in b.snapshot.views])
        for draft in _drafts(office, briefing, wanted):
            lines += [f"草稿　{draft.path}", *explain_document(draft.document, texts), ""]
    return lines[:-1]


def _drafts(office: Office, briefing: Briefing, wanted: str) -> Sequence[Draft]:
    """Return the drafts meant; a summary lies in a folder of its own and is known by its name."""
    found = choose(office, briefing, (wanted,)).drafts
    name = wanted.strip().replace("\\", "/").rpartition("/")[2]
    if found or not name.endswith(".docx"):
        return found
    return choose(office, briefing, (name.removesuffix(".docx"),)).drafts


def _issued(office: Office, wanted: str) -> list[PaperRow]:
    """Return the issued papers with this number, path or key."""
    text = wanted.strip()
    path = text.replace("\\", "/").removeprefix("./")
    rows = [told.paper for told in read_all(LedgerFiles.of(office.root))]
    by_number = [r for r in rows if r.number == text]
    by_path = [r for r in rows if r.path and (path == r.path or path.endswith(f"/{r.path}"))]
    return by_number or by_path or [r for r in rows if r.key == text]


def _kept(office: Office, row: PaperRow) -> Document:
    document, _, _ = stored.unpack(input_kept(LedgerFiles.of(office.root), row)["document"])
    return replace(document, key=row.key)
