"""Names of files that say what a folder is."""

from __future__ import annotations

#: A file of this name marks an office for practice; it is made by ``huaxia demo``.
DEMO_MARK = "演练.txt"
