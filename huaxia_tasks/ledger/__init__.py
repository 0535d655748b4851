"""台账: what the machine did.  The only room that remembers; SQLite on a local disk.

Every change is one transaction that also appends an event to a hash chain; every row of a table
carries a seal over its content.  A witness of the last event and of the highest numbers is kept
apart from the ledger, so that a ledger that was deleted, emptied, cut, wound back or bitten is
refused, and no reminder or number is ever given out twice.
"""

from __future__ import annotations

from .reading import read_history
from .store import Ledger, NewPaper, Outgoing, PaperRow

__all__ = ["Ledger", "NewPaper", "Outgoing", "PaperRow", "read_history"]
