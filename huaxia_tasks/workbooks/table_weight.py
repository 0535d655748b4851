"""How much there is to understand in the lists of a file, measured before anybody tries.

Understanding a text costs far more than reading it, and a cell may hold a great deal: a few hundred
cells of a thousand characters in the column of units would keep a run busy for minutes.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Table
from . import grid_refusals as refuse

#: Fewer characters in fewer rows than these weigh nothing: that is any list of a real unit.
_LIGHT_TEXT, _LIGHT_ROWS = 40_000, 500
#: The most that the lists of one file may weigh: about two seconds of understanding.
_HEAVIEST = 600_000
#: What a character weighs, by measuring.  Texts that name units are remembered, others are not.
_UNITS, _OF_UNITS = frozenset({"lead_unit", "co_units"}), 12
_READ_CLOSELY = frozenset({"deadline", "status", "done_date", "extend_to", "remark"})
_ELSE = 0.25


def refuse_overweight(tables: Iterable[Table], characters: int) -> None:
    """Raise Unreadable where the lists hold more text than a run can bear.

    `characters` is how many the whole file holds, each text counted once.
    """
    tables = tuple(tables)
    if characters < _LIGHT_TEXT and sum(len(t.rows) for t in tables) < _LIGHT_ROWS:
        return
    units: set[str] = set()
    closely = loosely = 0
    for table in tables:
        for row in table.rows:
            for key, value in row.cells.items():
                if key in _UNITS:
                    units.add(value.text)
                elif key in _READ_CLOSELY:
                    closely += len(value.text)
                else:
                    loosely += len(value.text)
    weight = _OF_UNITS * sum(map(len, units)) + closely + _ELSE * loosely
    if weight > _HEAVIEST:
        raise refuse.too_much_text(f"weight {weight:.0f}")
