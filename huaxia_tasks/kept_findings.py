"""The findings of a run that are not all in memory: read from the briefs when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from .model import ByUnit, Finding
from .unit_work import extra_key


class Line(Protocol):
    """What is known of one unit without its brief."""

    levels: Counter[str]
    unread: int


class Units(Protocol):
    """All units of a run."""

    @property
    def lines(self) -> Mapping[str, Line]:
        """The units by id, in roster order."""

    def own_findings(self, unit: str) -> tuple[Finding, ...]:
        """Return what the checks of one unit alone found."""


class Findings(ByUnit):
    """The findings of a run, read from the briefs whenever they are asked for."""

    def __init__(self, units: Units, strays: Sequence[Finding], office: Sequence[Finding]) -> None:
        self._units, self._strays, self._office = units, strays, office
        self._extra: dict[str | None, list[Finding]] = {}
        for finding in office:
            self._extra.setdefault(finding.unit, []).append(finding)

    def extra(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit that came from comparing units."""
        return self._extra.get(unit, ())

    def extra_key(self, unit: str) -> bytes:
        """Return what names these."""
        return extra_key(self.extra(unit))

    def of(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit, in order."""
        return (*self._units.own_findings(unit), *self.extra(unit))

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
            yield from self._units.own_findings(unit)
        yield from self._office

    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]


class FindingsByUnit(Mapping[str, Sequence[Finding]]):
    """The same, as a mapping from units."""

    def __init__(self, findings: Findings, units: Mapping[str, Any]) -> None:
        self._findings, self._units = findings, units

    def __getitem__(self, unit: str) -> Sequence[Finding]:
        return self._findings.of(unit)

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)
