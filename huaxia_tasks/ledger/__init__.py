"""台账: what the machine did.  The only room that remembers; SQLite on a local disk.

Every change is one transaction that also appends an event to a hash chain; the event tells the
seals of the rows that it wrote.  A witness of the last event and of the highest numbers is kept
apart from the ledger, and a small record lies beside every issued paper, so that a ledger that was
deleted, emptied, cut, wound back or bitten is refused or restored, and no reminder or number is
ever given out twice.
"""

from __future__ import annotations

from .accepted import Acceptance, accept, body_of
from .backups import back_up
from .files import LedgerFiles
from .health import health
from .outbox import doubt, is_due, mark, parcel_of, waiting
from .papers import (
    LeftOut,
    NewPaper,
    Reserved,
    all_papers,
    fill,
    input_of,
    issued,
    next_number,
    record,
    reserve,
    same_path,
    taken_by,
    void,
)
from .reading import (
    TAG,
    Told,
    accepted_files,
    accepted_under,
    input_kept,
    last_day,
    last_digests,
    plan_tags,
    read_all,
    read_history,
)
from .restoring import restore, take_over
from .store import Ledger
from .tables import NewDelivery, Occasion, Outgoing, PaperRow

__all__ = [
    "TAG",
    "Acceptance",
    "Ledger",
    "LedgerFiles",
    "LeftOut",
    "NewDelivery",
    "NewPaper",
    "Occasion",
    "Outgoing",
    "PaperRow",
    "Reserved",
    "Told",
    "accept",
    "accepted_files",
    "accepted_under",
    "all_papers",
    "back_up",
    "body_of",
    "doubt",
    "fill",
    "health",
    "input_kept",
    "input_of",
    "is_due",
    "issued",
    "last_day",
    "last_digests",
    "mark",
    "next_number",
    "parcel_of",
    "plan_tags",
    "read_all",
    "read_history",
    "record",
    "reserve",
    "restore",
    "same_path",
    "take_over",
    "taken_by",
    "void",
    "waiting",
]
