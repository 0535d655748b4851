"""Reading the tables of unit cells and comparing them with what match_units says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from huaxia_tasks.model import Unit, UnitMatch
from huaxia_tasks.units.collective import COLLEGE_KINDS

DATA = Path(__file__).parent / "data"


def the_roster(path: Path = DATA / "units_roster.csv") -> tuple[Unit, ...]:
    """Return the roster of the tests, ids U01, U02 ... in the order of the file."""
    units = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 1):
            shorts = tuple(s for s in row["short_names"].split("、") if s)
            units.append(
                Unit(
                    f"U{number:02}", row["name"], row["type"], shorts,
                    row["party_organisation"] or None,
                )
            )  # fmt: skip
    return tuple(units)


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (cell, expected) of a table."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            cell, expected = line.split("\t")
            for written, meant in (("\\r", "\r"), ("\\n", "\n"), ("\\t", "\t"), ("\\\\", "\\")):
                cell = cell.replace(written, meant)
            yield cell, expected


def _scope(spec: str, units: tuple[Unit, ...]) -> set[str]:
    base, *less = spec.split("-")
    chosen = {
        "college": [u for u in units if u.kind in COLLEGE_KINDS],
        "dept": [u for u in units if u.kind == "dept"],
        "all": list(units),
        "party": [u for u in units if u.party],
        "branch": [u for u in units if u.party],
    }[base]
    return {u.name for u in chosen} - set(less)


def agrees(match: UnitMatch, wanted: str, units: tuple[Unit, ...]) -> bool:
    """Whether one match is what one item of the table asks for."""
    if wanted == "-":
        return match.status == "unknown" and match.unit is None
    if wanted.startswith("?"):
        named = {u.name for u in match.candidates}
        right = not wanted[1:] or named == set(wanted[1:].split("|"))
        return match.status == "ambiguous" and match.unit is None and right
    if wanted.startswith("*"):
        if match.status != "collective" or match.unit is not None:
            return False
        named = {u.name for u in match.candidates}
        return bool(named) if wanted == "*any" else named == _scope(wanted[1:], units)
    rest, _, status = wanted.partition("=")
    name, _, facet = rest.partition("@")
    if match.unit is None or match.unit.name != name or match.facet != (facet or "admin"):
        return False
    return not status or match.status == status


def right(matches: tuple[UnitMatch, ...], expected: str, units: tuple[Unit, ...]) -> bool:
    """Whether all matches, in order, are what a line of the table asks for."""
    items = [e.strip() for e in expected.split(" ; ")] if expected else []
    return len(items) == len(matches) and all(
        agrees(m, e, units) for m, e in zip(matches, items, strict=True)
    )


def claims(expected: str) -> set[str]:
    """Return the unit names that a line of the table claims (not *, ? or -)."""
    items = [e.strip() for e in expected.split(" ; ")] if expected else []
    return {e.partition("=")[0] for e in items if e[0] not in "?*-"}


def claimed(matches: tuple[UnitMatch, ...]) -> set[str]:
    """Return the same of what was read."""
    return {m.unit.name + ("" if m.facet == "admin" else f"@{m.facet}") for m in matches if m.unit}
