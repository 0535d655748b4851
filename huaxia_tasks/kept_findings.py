"""The findings of a run that are not all in memory: read from the shelf when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from .briefs import Findings as Packed
from .briefs import unpack_findings
from .checking import sort_findings
from .model import ByUnit, Finding, Level


class Line(Protocol):
    """What is known of one unit without its findings."""

    @property
    def levels(self) -> Mapping[str, int]:
        """How many findings its own checks had of each level."""

    @property
    def unread(self) -> int:
        """How many of these tell of a file that could not be read."""


class Units(Protocol):
    """All units of a run."""

    @property
    def lines(self) -> Mapping[str, Line]:
        """The units by id, in roster order."""

    def kept_findings(self, unit: str) -> Packed:
        """Return what the checks of one unit alone found, in no order."""


class Findings(ByUnit):
    """The findings of a run, read from the shelf whenever they are asked for."""

    def __init__(self, units: Units, strays: Sequence[Finding], office: Sequence[Finding]) -> None:
        self._units, self._strays, self._office = units, strays, office
        self._extra: dict[str | None, list[Finding]] = {}
        #: Those of the unit that was asked for last: papers ask several times in a row.
        self._last: tuple[str, Sequence[Finding]] = ("", ())
        for finding in office:
            self._extra.setdefault(finding.unit, []).append(finding)

    def extra(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit that came from comparing units."""
        return self._extra.get(unit, ())

    def of_no_unit(self) -> Sequence[Finding]:
        """Return those about no unit: files that nobody could be found for, gaps of the plan."""
        return (*(f for f in self._strays if not f.unit), *self._extra.get(None, ()))

    def of(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit, in order."""
        if self._last[0] != unit:
            line = self._units.lines.get(unit)
            has_any = line is not None and line.levels
            own = unpack_findings(self._units.kept_findings(unit)) if has_any else ()
            self._last = (unit, (*sort_findings(own), *self.extra(unit)))
        return self._last[1]

    def at(self, level: Level) -> Iterator[Finding]:
        """Yield the findings of one level, in order."""
        wanted = level.value
        yield from (f for f in self._strays if f.level is level)
        for unit, line in self._units.lines.items():
            if line.levels.get(wanted):
                packed = self._units.kept_findings(unit)
                own = ((rule, tuple(f for f in found if f[1] == wanted)) for rule, found in packed)
                yield from sort_findings(unpack_findings(tuple(own)))
        yield from (f for f in self._office if f.level is level)

    @cached_property
    def levels(self) -> Counter[str]:
        """How many there are of each level."""
        counts = Counter(f.level.value for f in (*self._strays, *self._office))
        for line in self._units.lines.values():
            counts.update(line.levels)
        return counts

    @property
    def unread(self) -> int:
        """How many tell of inputs that could not be read."""
        rest = sum(f.rule == "unreadable-file" for f in (*self._strays, *self._office))
        return rest + sum(line.unread for line in self._units.lines.values())

    def __len__(self) -> int:
        return self.levels.total()

    def __iter__(self) -> Iterator[Finding]:
        yield from self._strays
        for unit in self._units.lines:
            yield from sort_findings(unpack_findings(self._units.kept_findings(unit)))
        yield from self._office

    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]
