"""What is known of the rows of a unit's lists beside what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Finding, Level, Row, UnitView
from ..wording import shorten
from .marks import LEVEL_WORDS

#: Part of every key under which pieces are kept: rows written by other code are not reused.
FORMAT = "1"
FINDINGS = "检查结果"
LEVELS = (Level.ERROR, Level.WARNING, Level.INFO)
_MOST_NOTES, _NOTE_LENGTH = 3, 60


#: A finding in a row, with the column of the unit's sheet.
Noted = tuple[int, Finding]


class RowNotes:
    """What is known of the rows of a unit's lists: findings in them, the matter each belongs to."""

    def __init__(self, view: UnitView, findings: Iterable[Finding]) -> None:
        self._rows: dict[tuple[str, str, int], list[Noted]] = {}
        for finding in findings:
            for ref in dict.fromkeys((finding.ref, *finding.more_refs)):
                if ref is not None and ref.row:
                    place = (ref.file, ref.sheet, ref.row)
                    self._rows.setdefault(place, []).append((ref.column, finding))
        self._matters = {
            (row.file, row.sheet, row.number): matter.id
            for matter in view.matters
            for row in [joined.row for joined in matter.rows]
        }

    def about(self, row: Row) -> tuple[str, Sequence[Noted]]:
        """Return the id of the matter a row belongs to ("" for none), and the findings in it."""
        place = (row.file, row.sheet, row.number)
        return self._matters.get(place, ""), self._rows.get(place, ())


def told(found: Sequence[Noted]) -> tuple[Mapping[int, Level] | None, str, str]:
    """Return what is told of a row: levels by column, the words of 标注, the worst level or ""."""
    if not found:
        return None, "", ""
    levels: dict[int, Level] = {}
    for column, finding in found:
        before = levels.get(column, Level.INFO)
        levels[column] = min(before, finding.level, key=LEVELS.index)
    each = sorted({id(f): f for _, f in found}.values(), key=lambda f: LEVELS.index(f.level))
    lines = [
        f"{LEVEL_WORDS[f.level]}：{shorten(f.message, _NOTE_LENGTH)}" for f in each[:_MOST_NOTES]
    ]
    if len(each) > _MOST_NOTES:
        lines.append(f"另有{len(each) - _MOST_NOTES}处，见“{FINDINGS}”。")
    return levels, "\n".join(lines), each[0].level
