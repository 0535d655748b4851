"""What is known of the rows of a unit's lists beside what stands in them."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Finding, Level, ListKind, Row, UnitView
from ..wording import shorten
from .marks import LEVEL_WORDS

#: Part of every key under which pieces are kept: rows written by other code are not reused.
FORMAT = "1"
FINDINGS = "检查结果"
LEVELS = (Level.ERROR, Level.WARNING, Level.INFO)
_MOST_NOTES, _NOTE_LENGTH = 3, 60


class RowNotes:
    """What is known of the rows of a unit's lists: findings in them, the matter each belongs to."""

    def __init__(self, view: UnitView, findings: Iterable[Finding]) -> None:
        self._rows: dict[tuple[str, str, int], list[tuple[int, Finding]]] = {}
        for finding in findings:
            for ref in dict.fromkeys((finding.ref, *finding.more_refs)):
                if ref is not None and ref.row:
                    place = (ref.file, ref.sheet, ref.row)
                    self._rows.setdefault(place, []).append((ref.column, finding))
        self._matters = {
            (row.row.file, row.row.sheet, row.row.number): matter.id
            for matter in view.matters
            for row in matter.rows
        }

    def fingerprint(self, view: UnitView, kind: ListKind) -> str:
        """Return all that a list's rows take from here, for the key under which they are kept."""
        told = [
            (row.row.number, self.matter(row.row), *self.of(row.row))
            for row in view.rows
            if row.row.kind is kind
        ]
        return repr((FORMAT, told))

    def matter(self, row: Row) -> str:
        """Return the id of the matter a row belongs to, "" where it belongs to none."""
        return self._matters.get((row.file, row.sheet, row.number), "")

    def of(self, row: Row) -> tuple[dict[int, Level], str, Level | None]:
        """Return levels by column of the unit's sheet, the words of 标注, and the worst level."""
        found = self._rows.get((row.file, row.sheet, row.number))
        if not found:
            return {}, "", None
        levels: dict[int, Level] = {}
        for column, finding in found:
            before = levels.get(column, Level.INFO)
            levels[column] = min(before, finding.level, key=LEVELS.index)
        told = sorted({id(f): f for _, f in found}.values(), key=lambda f: LEVELS.index(f.level))
        lines = [
            f"{LEVEL_WORDS[f.level]}：{shorten(f.message, _NOTE_LENGTH)}"
            for f in told[:_MOST_NOTES]
        ]
        if len(told) > _MOST_NOTES:
            lines.append(f"另有{len(told) - _MOST_NOTES}处，见“{FINDINGS}”。")
        return levels, "\n".join(lines), told[0].level
