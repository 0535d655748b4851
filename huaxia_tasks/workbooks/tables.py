"""Finding the tables on a sheet: where headings stand, which rows are theirs, what stands around.

A heading row is one whose texts are headings of the word list.  It may stand anywhere, have one to
three lines, be repeated at page breaks, and there may be several: under each other with their own
titles, or side by side with a blank column between.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .book import Cell
from .cards import find_cards, second_column
from .headings import HeadingIndex
from .headings_block import (
    ANCHORS,
    Found,
    begins_another,
    is_heading_row,
    is_split_heading,
    read_blocks,
)
from .lines import Line, has_label, is_note
from .list_names import is_list_name, list_names
from .sheet_view import SheetView
from .squeeze import squeeze

#: More headings than any sheet has; what comes after is data.
_MOST_HEADINGS = 500
#: Rows at the top of a sheet that are looked at closely: all their headings may be disguised.
_EARLY_ROWS = 15
#: Fewer headings than this, beside the rows of another table, are remarks.
_FEWEST_HEADINGS = 4
#: With fewer known headings a row may be one of a form: 完成状态 推进中 实际完成时间.
_FEWEST_KNOWN = 3
#: Beyond all columns.
_NOWHERE = 1 << 20


@dataclass(slots=True)
class SheetTables:
    """What was found on one sheet; ``loose`` are lines that belong to no table.

    ``is_cards`` where labels stand beside their values, clear enough to be read or not.
    """

    view: SheetView
    found: list[Found] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    is_cards: bool = False


def find_tables(view: SheetView, index: HeadingIndex) -> SheetTables:
    """Return the tables of a sheet in the order of their headings."""
    result = SheetTables(view)
    right_end, left_end = _NOWHERE, 0
    active: list[Found] = []
    skip_to = headings = 0
    for position, row in enumerate(view.numbers):
        if row <= skip_to:
            continue
        cells = view.visible(row)
        if not cells:
            continue
        least = min(cells)
        if max(cells) > right_end or least < left_end:
            at = _staggered(cells, active, index)
            if at:
                return _in_two(view, at, index)
        early = not result.found and position < _EARLY_ROWS
        split = early and is_split_heading(view, row, index)
        first = cells[least]
        is_heading = split
        if not split and first.kind == "text" and not first.text.isdigit():
            is_heading = is_heading_row(cells, index, early)
            if active and not is_heading:
                is_heading = begins_another(cells, index)
        blocks: list[Found] = []
        if headings < _MOST_HEADINGS and is_heading:
            headings += 1
            blocks = read_blocks(view, row, index, split)
        if blocks:
            skip_to = blocks[0].bottom
            for title in range(row, blocks[0].top):
                result.loose += lines_of(view, title)
            _enter(blocks, active, result)
            right_end = max(table.right for table in active) + 1 if active else _NOWHERE
            left_end = min(table.left for table in active) - 1 if active else 0
            continue
        if not active:
            result.loose += lines_of(view, row)
        for table in active:
            if len(active) == 1 or any(table.left <= c <= table.right for c in cells):
                table.rows.append(row)
    if all(found.block.stands_apart or _knows_few(found) for found in result.found):
        cards = find_cards(view, index)
        if cards == [] and (column := second_column(view, index)):
            halves = _in_two(view, column, index)
            for half in halves.found[1:]:
                half.above = half.above or halves.found[0].above
            return halves
        if cards is not None:
            return SheetTables(view, cards, [] if cards else result.loose, is_cards=True)
    if not result.found:
        _enter_single_column(view, index, result)
    return result


def _knows_few(found: Found) -> bool:
    """Whether so few headings are known that the row may be two labels with a value between them."""
    return sum(bool(head.heading.keys) for head in found.heads) < _FEWEST_KNOWN


def _staggered(cells: dict[int, Cell], active: list[Found], index: HeadingIndex) -> int:
    """Return the first column of what stands to the right of a blank column, 0 where all is one.

    There a table begins in a row where one beside it has its data.
    """
    left, right = min(t.left for t in active), max(t.right for t in active)
    inside = [cell.text for c, cell in cells.items() if left - 1 <= c <= right + 1]
    if not inside or sum(bool(index.read(text).keys) for text in inside) > 1:
        return 0
    for beyond, cut in (
        ({c: cell for c, cell in cells.items() if c > right + 1}, right + 2),
        ({c: cell for c, cell in cells.items() if c < left - 1}, left),
    ):
        texts = [cell.text for cell in beyond.values() if cell.text.strip()]
        if len(texts) >= _FEWEST_HEADINGS and is_heading_row(beyond, index):
            read = [index.read(text).keys for text in texts]
            if sum(map(bool, read)) * 3 >= len(texts) * 2 and any(k in ANCHORS for k in read):
                return cut
    return 0


def _in_two(view: SheetView, column: int, index: HeadingIndex) -> SheetTables:
    """Return the tables of the columns before `column` and of those from it on."""
    result = SheetTables(view)
    for is_part in (column.__gt__, column.__le__):
        sheet = view.sheet
        rows = {n: {c: cell for c, cell in r.items() if is_part(c)} for n, r in sheet.rows.items()}
        merged = tuple(m for m in sheet.merged if is_part(m[1]))
        part = replace(sheet, rows={n: cells for n, cells in rows.items() if cells}, merged=merged)
        found = find_tables(SheetView(part), index)
        result.found += found.found
        result.loose += found.loose
    return result


def _enter_single_column(view: SheetView, index: HeadingIndex, result: SheetTables) -> None:
    """Take up a list of one column: 问题 or 任务 alone, on a sheet that names a list."""
    named = bool(list_names(view.sheet.name))
    for row in view.numbers[:_EARLY_ROWS]:
        filled = view.filled(row)
        read = [index.read(c.text).keys for _, c in filled if not is_list_name(c.text)]
        known = [keys[0] for keys in read if keys]
        if named and len(filled) < 3 and known in (["problem"], ["task"]):
            blocks = read_blocks(view, row, index)
            if not blocks:  # merges hide the heading
                continue
            _enter(blocks, [], result)
            blocks[0].rows = [n for n in view.numbers if n > blocks[0].bottom]
            return
        named = named or any(list_names(c.text) for _, c in filled)


def lines_of(view: SheetView, row: int) -> list[Line]:
    """Return the filled cells of a row as lines."""
    return [Line(row, c, cell.text, cell) for c, cell in view.filled(row)]


def _enter(blocks: list[Found], active: list[Found], result: SheetTables) -> None:
    """Take up the tables of a heading row, or pass over one that only repeats the one above."""
    left, right = blocks[0].left, blocks[-1].right
    lines = _take_lines(blocks[0], [t for t in active if t.meets(left, right)], result)
    for block in blocks:
        own = [x for x in lines if len(blocks) == 1 or block.left <= x.column <= block.right]
        met = [t for t in active if t.meets(block.left, block.right)]
        repeated = next((t for t in met if _repeats(block, t, own)), None)
        if repeated:
            repeated.around += own
            continue
        for table in met:
            active.remove(table)
        block.above = own
        active.append(block)
        result.found.append(block)


def _take_lines(block: Found, met: list[Found], result: SheetTables) -> list[Line]:
    """Return the lines directly above a heading; they are no rows of the table before."""
    lines: list[Line] = []
    for table in met:
        while table.rows and table.rows[-1] >= block.top:
            table.rows.pop()
        while table.rows and _is_line(table, table.rows[-1]):
            lines = lines_of(block.view, table.rows.pop()) + lines
    lines += [x for x in result.loose if x.row < block.top]
    result.loose = []
    return lines


def _is_line(table: Found, row: int) -> bool:
    """Whether a row between two tables is a title or a remark rather than data."""
    view = table.view
    cells = view.filled(row)
    if not cells:
        return True
    column, cell = cells[0]
    text = cell.text.strip()
    if cell.kind != "text" or squeeze(text).isdigit() or len(cells) > 6:
        return False
    if list_names(text) and len(text) < 60 and len(cells) <= 2:
        return True
    if len(cells) == 1:
        return view.width(row, column) > 2 or is_note(text) or column <= table.left
    return has_label(text) or has_label(cells[1][1].text)


def _repeats(block: Found, table: Found, lines: list[Line]) -> bool:
    old = {h.column: squeeze("".join(h.texts)) for h in table.heads}
    same = sum(old.get(h.column) == squeeze("".join(h.texts)) for h in block.heads)
    is_part = (
        same == len(block.heads) >= _FEWEST_KNOWN
    )  # the last ones are left out at a page break
    if not is_part and same * 10 < 6 * max(len(block.heads), len(old)):
        return False
    names = {k for x in lines for k in list_names(x.text)}
    before = {k for x in table.above for k in list_names(x.text)}
    return not names or not before or bool(names & before)
