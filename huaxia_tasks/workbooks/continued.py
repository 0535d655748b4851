"""Sheets that go on with the table of the sheet before and do not say its headings again (续表).

Without this their rows would be lost without a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import regex
from .cards import RelaidView
from .headings_block import Block, Found
from .list_names import list_names
from .sheet_view import SheetView
from .squeeze import squeeze
from .table_lines import Filled
from .tables import SheetTables, lines_of

_GOES_ON = regex(r"\(续|(?<![手后持])续表|接[上前][表页]|(?:清单|台账)续|^续")
_FEWEST_CELLS = 3


def carry_on(sheets: Sequence[SheetTables]) -> None:
    """Give sheets without headings the headings of the table that they go on with."""
    before: Found | None = None
    for sheet in sheets:
        if sheet.found:
            before = None if isinstance(sheet.found[-1].view, RelaidView) else sheet.found[-1]
        elif before is not None and (first := _first_row(sheet, before)):
            block = Block(first, first, before.heads, memo=before.block.memo)
            found = Found(sheet.view, block, goes_on=True)
            found.rows = [n for n in sheet.view.numbers if n >= first]
            found.above = [
                x for n in sheet.view.numbers if n < first for x in lines_of(sheet.view, n)
            ]
            sheet.loose = []
            sheet.found.append(found)
            before = found


def _first_row(sheet: SheetTables, before: Found) -> int:
    """Return the row from which a sheet goes on with a table; 0 where it does not."""
    rows = [(n, filled) for n in sheet.view.numbers if (filled := sheet.view.filled(n))]
    data = next(((n, f) for n, f in rows if _is_data(f, before)), None)
    if data is None or any(not _is_within(f, before) for _, f in rows):
        return 0
    number, filled = data
    names, own = list_names(sheet.view.sheet.name), list_names(before.view.sheet.name)
    if names and own and not names & own:
        return 0
    titles = [cell.text for n, f in rows if n < number for _, cell in f]
    said = any(_GOES_ON.search(squeeze(t)) for t in (sheet.view.sheet.name, *titles))
    last = next((k for r in reversed(before.rows) if (k := _number(before.view, r, before))), 0)
    counted = last > 0 and _number(sheet.view, number, before) == last + 1
    return number if said or counted else 0


def _is_data(filled: Filled, before: Found) -> bool:
    return len(filled) >= max(_FEWEST_CELLS, (len(before.heads) + 1) // 3)


def _is_within(filled: Filled, before: Found) -> bool:
    return before.left <= filled[0][0] and filled[-1][0] <= before.right


def _number(view: SheetView, row: int, table: Found) -> int:
    """Return the 序号 of a row; 0 where it has none."""
    cell = view.visible(row).get(table.block.seq)
    text = cell.text.strip().removesuffix(".0") if cell else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
