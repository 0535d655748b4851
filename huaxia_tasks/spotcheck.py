"""Draws matters for a check on the spot: repeatable, by unit and risk, blind to their order.

Each matter gets a place by SHA-256 over the published seed and its id.  Claims of completion, being
what a check is about, come before other matters of the same unit; every unit with a claim has its
share.  Whoever knows the seed and the ids draws the same again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from .model import Matter, Status

#: A visit to one unit looks at no more matters than this, whatever the share.
AT_MOST_PER_UNIT = 3
#: States that are not worth a visit.
_NOT_DRAWN = (Status.REJECTED, Status.CLOSED)


def place(seed: str, matter: Matter) -> str:
    """Return what a matter is ranked by: lower is drawn earlier."""
    return hashlib.sha256(f"{seed}|{matter.id}".encode()).hexdigest()


def draw(
    matters: Sequence[Matter],
    seed: str,
    *,
    share: float | None = None,
    number: int | None = None,
    at_most_per_unit: int = AT_MOST_PER_UNIT,
) -> tuple[Matter, ...]:
    """Return the matters drawn, unit by unit.

    `share` (0..1) of each unit's matters, at least one where it has any, or `number` in all, spread
    over the units; never more than `at_most_per_unit` of one unit.  Raises ValueError where neither
    or nonsense is given.
    """
    if (share is None) == (number is None):
        raise ValueError("give either a share or a number")
    if share is not None and not 0 < share <= 1:
        raise ValueError("the share must lie between 0 and 1")
    by_unit: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.state not in _NOT_DRAWN:
            by_unit.setdefault(matter.unit, []).append(matter)
    ranked = {unit: sorted(own, key=lambda m: _rank(seed, m)) for unit, own in by_unit.items()}
    if share is not None:
        taken = {
            unit: own[: min(at_most_per_unit, math.ceil(len(own) * share))]
            for unit, own in ranked.items()
        }
    else:
        taken = _spread(ranked, seed, number or 0, at_most_per_unit)
    order = {m.id: i for i, m in enumerate(matters)}
    drawn = [m for own in taken.values() for m in own]
    return tuple(sorted(drawn, key=lambda m: order[m.id]))


def _rank(seed: str, matter: Matter) -> tuple[int, str]:
    claims = matter.state.is_done
    return (0 if claims else 1, place(seed, matter))


def _spread(
    ranked: dict[str, list[Matter]], seed: str, number: int, at_most: int
) -> dict[str, list[Matter]]:
    """Return `number` matters in rounds: one of each unit, units in the seed's order."""
    units = sorted(ranked, key=lambda u: hashlib.sha256(f"{seed}|{u}".encode()).hexdigest())
    taken: dict[str, list[Matter]] = {u: [] for u in units}
    left = number
    for turn in range(at_most):
        for unit in units:
            if left and turn < len(ranked[unit]):
                taken[unit].append(ranked[unit][turn])
                left -= 1
    return taken
