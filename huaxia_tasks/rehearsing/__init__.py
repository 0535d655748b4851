"""预演: plays the plan's whole calendar against the office, before anything is switched on.

The office is read once; every day on which the plan runs is decided anew, as if each paper had been
issued on the day it fell due.  Nothing is numbered, written into the ledger or delivered.
"""

from __future__ import annotations

from .playing import PlayedHold, PlayedPaper, PlayedRun, Rehearsal, rehearse
from .telling import as_json, summary, told, workbook

__all__ = [
    "PlayedHold",
    "PlayedPaper",
    "PlayedRun",
    "Rehearsal",
    "as_json",
    "rehearse",
    "summary",
    "told",
    "workbook",
]
