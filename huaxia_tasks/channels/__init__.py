"""The door of delivery: one function under ``@channel`` in a file named after the way papers go.

A channel takes a `Parcel` and the `Means` of delivery and returns a `Receipt`: sent, refused (for
good), retry (later) or in_doubt (nobody can know).  It raises `Unreachable` where the way itself is
closed, so that nothing else is tried on it in this run.  It calls ``means.about_to_send()`` right
before the moment after which the parcel may have arrived.
"""

from __future__ import annotations

from ._parcel import Enclosure, Means, Parcel, Unreachable
from ._secrets import Secrets, redact

__all__ = ["Enclosure", "Means", "Parcel", "Secrets", "Unreachable", "redact"]
