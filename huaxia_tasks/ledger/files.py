"""Where the ledger and what belongs to it lie in an office folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_WITNESS = ".编号见证.json"


class LedgerFiles(NamedTuple):
    """The ledger, its witnesses (the first counts, the others stand in), issued papers, backups.

    ``office`` is the folder for which a further witness lies outside it (`afar`); None for a ledger
    that is only being made.
    """

    ledger: Path
    issued: Path
    backups: Path
    witnesses: tuple[Path, ...]
    office: Path | None = None

    @classmethod
    def of(cls, root: Path) -> LedgerFiles:
        """Return the places in the office folder `root`."""
        issued, backups = root / "发出", root / "归档" / "台账备份"
        return cls(root / "台账.db", issued, backups, (issued / _WITNESS, backups / _WITNESS), root)

    @property
    def journal(self) -> Path:
        """SQLite's rollback journal."""
        return self.ledger.with_name(f"{self.ledger.name}-journal")
