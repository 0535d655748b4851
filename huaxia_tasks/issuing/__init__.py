"""发出: papers are numbered, recorded and delivered, each exactly once.

Knows both wings: what is due is decided by the core, files and channels belong to the writing edge,
and the ledger remembers.
"""

from __future__ import annotations

from .deciding import confirm, resend, withdraw
from .issue import Issued, Order, Planned, issue

__all__ = ["Issued", "Order", "Planned", "confirm", "issue", "resend", "withdraw"]
