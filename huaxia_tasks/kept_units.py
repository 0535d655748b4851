"""What is kept of units between runs and during one: heads in mind, everything else on shelves."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .briefs import Brief, Findings, Head, marks_rows
from .cache import TOGETHER, Shelves
from .cases import Case
from .model import UnitTally
from .rechecking import Before
from .rendering.consolidated import Fragments
from .unit_work import Done, Known

_BRIEFS_IN_MIND = 64
_HEADS = "*heads"


@dataclass(slots=True)
class Line:
    """What a run keeps in mind of one unit; everything else lies on the shelves."""

    case: Case
    key: bytes
    head: Head
    tally: UnitTally | None

    @property
    def levels(self) -> Mapping[str, int]:
        """How many findings its own checks had of each level."""
        return self.head.levels

    @property
    def unread(self) -> int:
        """How many of these tell of a file that could not be read."""
        return self.head.unread


class KeptUnits:
    """The heads, briefs, findings and pieces of units by their ids."""

    def __init__(self, shelves: Shelves) -> None:
        self._units, self._pieces = shelves.units, shelves.pieces
        if self._units.load(TOGETHER) != self._pieces.stamp:
            self._pieces.retain(())
        self._heads: dict[str, Any] = self._units.load(_HEADS) or {}
        self._changed = False
        #: Briefs asked for last: a run asks for a unit's several times in a row.
        self._briefs: dict[str, Brief] = {}

    def head(self, unit: str) -> Head | None:
        """Return the head of a unit, None where there is none."""
        kept = self._heads.get(unit)
        return Head(*kept) if kept is not None and f"g/{unit}" in self._units else None

    def gathered(self, unit: str, rule: str) -> Any:
        """Return what a check of all units wants to know of one, None where the shelf is damaged."""
        kept = self._units.load(f"g/{unit}")
        if kept is None:
            return None
        packed = kept.get(rule)
        return marshal.loads(packed) if packed is not None else ()

    def brief(self, unit: str) -> Brief | None:
        """Return the brief of a unit, None where the shelf is damaged."""
        brief = self._briefs.get(unit)
        if brief is None:
            kept = self._units.load(f"m/{unit}")
            brief = Brief(*kept) if kept is not None else None
            if brief is not None:
                if len(self._briefs) >= _BRIEFS_IN_MIND:
                    self._briefs.clear()
                self._briefs[unit] = brief
        return brief

    def findings(self, unit: str) -> Findings | None:
        """Return what the checks of a unit found, None where the shelf is damaged."""
        kept = self._units.load(f"t/{unit}")
        return kept[0] if kept is not None else None

    def before(self, unit: str, head: Head) -> Before | None:
        """Return what was found out of a unit on another day, None where the shelf is damaged."""
        kept = self._units.load(f"t/{unit}")
        if kept is None:
            return None
        pieces = None if marks_rows(head.extra) else self._pieces.get(unit)
        return Before(kept[0], kept[1], pieces)

    def known(self, unit: str, head: Head) -> Known | None:
        """Return all that is kept of a unit, None where the shelf is damaged."""
        brief, findings = self.brief(unit), self.findings(unit)
        if brief is None or findings is None:
            return None
        return Known(head, brief, findings, self._pieces.get(unit))

    def has_pieces(self, unit: str) -> bool:
        """Whether the part of a unit in 汇总表 is kept."""
        return unit in self._pieces

    def fragments(self, unit: str) -> Fragments | None:
        """Return the part of a unit in 汇总表, None where the shelf is damaged."""
        data = self._pieces.get(unit)
        return Fragments.unpack(marshal.loads(data)[0]) if data else None

    def put(self, unit: str, done: Done) -> None:
        """Keep what the work on a unit came to."""
        self._heads[unit], self._changed = tuple(done.head), True
        if done.brief is not None:
            self._units.store(f"m/{unit}", tuple(done.brief))
            self._briefs.pop(unit, None)
        if done.findings is not None:
            self._units.store(f"t/{unit}", (done.findings, done.spans))
        if done.gathered is not None:
            self._units.store(
                f"g/{unit}", {r: marshal.dumps(g, 4) for r, g in done.gathered.items()}
            )
        if done.pieces:
            self._pieces.put(unit, done.pieces)

    def save(self, units: Collection[str]) -> None:
        """Put the heads on the shelf and forget all but `units`."""
        if self._heads.keys() - set(units):
            self._heads = {u: head for u, head in self._heads.items() if u in units}
            self._units.retain([k for k in self._units if k[0] == "*" or k[2:] in units])
            self._pieces.retain(units)
            self._changed = True
        if self._changed:
            self._units.store(_HEADS, self._heads)
