"""What a check must find in an estate: findings by rule and place, and every matter."""

from __future__ import annotations

from dataclasses import dataclass, field

from .layout import Map, Place


@dataclass(frozen=True, order=True)
class Told:
    """A finding as the contract's JSON gives it, its words left out; "" for null."""

    rule: str
    unit: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    field: str = ""


@dataclass(frozen=True)
class Expect:
    """A finding to come.  ``at`` says where: cell, head, table, file, list or office, with its keys."""

    rule: str
    at: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class MatterTruth:
    """A matter as the JSON must give it; ``due`` "?" where any day will do."""

    id: str
    title: str
    lead: str
    cos: tuple[str, ...]
    kind: str
    due: str
    state: str
    done_on: str


@dataclass
class Manifest:
    """Everything that a check of an estate must say, and nothing else."""

    told: list[Told] = field(default_factory=list)
    matters: list[MatterTruth] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def resolve(self, unit: str, expected: list[Expect], where: Map) -> None:
        """Enter what is expected of a unit, now that its files are laid out."""
        for one in expected:
            place = find(one.at, where)
            self.told.append(Told(one.rule, unit, place.file, place.sheet, place.cell, one.field))


def find(at: tuple[str, ...], where: Map) -> Place:
    """Return the place that the keys of an expectation name."""
    kind, *keys = at
    if kind == "cell":
        return where.cells[keys[0], keys[1]]
    if kind == "head":
        return where.heads[keys[0], keys[1]]
    if kind == "table":
        return where.tables[keys[0]]
    if kind == "row":
        return where.rows[keys[0]]
    if kind == "file":
        return Place(keys[0], *keys[1:])
    if kind == "list":
        return Place("", keys[0])
    return Place("")
