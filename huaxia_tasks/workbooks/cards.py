"""Sheets whose labels stand beside their values: a card for each matter, or a table turned on its side.

Such a sheet has no heading row.  Its labels and values are laid out anew as a table, one row for each
card or column of values, which is then read like any other; every cell keeps the place where it
really stands.  A sheet is taken for cards only where labels fill columns of their own and no two
labels stand next to each other; else it is left to the usual search for headings.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..patterns import regex
from .book import Cell, Sheet
from .headings import HeadingIndex
from .headings_block import Found, read_blocks
from .lines import Line, has_label
from .list_names import is_list_name
from .sheet_view import SheetView
from .table_counts import COUNT

#: Labels that a card must have at least; one of them must say what the matter is.
_FEWEST = 3
_MATTERS = frozenset({"task", "problem", "measure", "item_id", "problem_id"})
_TITLES = frozenset({"task", "problem"})
_ORDINAL = regex(
    r"(?:第?[一二三四五六七八九十\d]{1,3}[项个条件号]?|(?:任务|事项|问题|项目)[一二三四五六七八九十\d]{1,3})"
)
#: What is said of the sheet, not of a matter.
_OF_SHEET = regex(r"(?:填报|填表|制表|报送|上报|审核|审批)[\u4e00-\u9fff]{1,3}")
#: So many labels side by side are the heading of a table.
_HEADING = 3
_LONGEST_LABEL = 30
_MOST_ROWS = 5_000
_MOST_COLUMNS = 300

Place = tuple[int, int]


class RelaidView(SheetView):
    """A sheet laid out anew.  ``places`` maps its cells to where they really stand."""

    __slots__ = ("places",)

    def __init__(self, sheet: Sheet, places: dict[Place, Place]) -> None:
        super().__init__(sheet)
        self.places = places


@dataclass(slots=True)
class _Card:
    """Labels with the places of their values, and the lines above the first of them."""

    above: list[Line] = field(default_factory=list)
    labels: list[tuple[str, Place]] = field(default_factory=list)
    values: list[list[Place]] = field(default_factory=list)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for text, _ in self.labels)


def find_cards(view: SheetView, index: HeadingIndex) -> list[Found] | None:
    """Return the tables that the cards of a sheet make; none where they are not clear enough.

    None where the sheet holds no cards.
    """
    if len(view.numbers) > _MOST_ROWS:
        return None
    columns = _label_columns(view, index)
    if not columns:
        return None
    cards, below = _cards(view, index, columns)
    groups = [g for g in _of_one_form(cards) if _tells_a_matter(view, g, index)]
    if not groups:
        return None
    tables: list[Found] = []
    for group in groups:
        table = _table(view, group, index)
        if table is None:
            return []
        tables.append(table)
    tables[-1].around = below
    return tables


def second_column(view: SheetView, index: HeadingIndex) -> int:
    """Return the column from which the labels of the first come again beside them; 0 where none does."""
    first, *others = _label_columns(view, index)
    labels = _labels_of(view, index, first)
    return next((c for c in others if labels and _labels_of(view, index, c) == labels), 0)


def _labels_of(view: SheetView, index: HeadingIndex, column: int) -> list[str]:
    cells = [view.visible(row).get(column) for row in view.numbers]
    return [cell.text.strip() for cell in cells if cell is not None and _is_label(cell, index)]


def _is_label(cell: Cell, index: HeadingIndex) -> bool:
    text = cell.text.strip()
    if cell.kind != "text" or not 1 < len(text) <= _LONGEST_LABEL or is_list_name(text):
        return False
    found = index.read(text)
    return bool(found.keys) and found.rank < 2 and not _OF_SHEET.fullmatch(text)


def _label_columns(view: SheetView, index: HeadingIndex) -> list[int]:
    """Return the columns that labels fill; none where two labels stand next to each other."""
    last = 0
    labels: dict[int, int] = {}
    others: dict[int, int] = {}
    for row in view.numbers:
        filled = view.filled(row)
        for column, cell in filled[:_MOST_COLUMNS]:
            if _is_label(cell, index):
                labels[column] = labels.get(column, 0) + 1
            elif len(filled) > 1 and not has_label(cell.text):
                others[column] = others.get(column, 0) + 1
    columns = sorted(c for c, n in labels.items() if n > others.get(c, 0) and (n > 1 or c > 2))
    if not columns or labels[columns[0]] < _FEWEST:
        return []
    mine = set(columns)
    for row in view.numbers:
        edge, run, group = 0, 0, False
        for column, cell in view.filled(row):
            if not _is_label(cell, index):
                continue
            run = run + 1 if column == edge and not group else 1
            if run >= _HEADING or (run > 1 and {column, last} <= mine):
                return []
            last, edge = column, column + view.width(row, column)
            group = view.depth(row, column) > 1
    return columns


def _cards(
    view: SheetView, index: HeadingIndex, columns: list[int]
) -> tuple[list[_Card], list[Line]]:
    """Return the cards in the order in which they stand, and the lines below the last one.

    A card begins where the first label comes again, or below the name of a list.
    """
    cards = [_Card()]
    between: list[Line] = []
    for row in view.numbers:
        at: int | None = None
        filled = view.filled(row)
        labels = [c for c, cell in filled if c in columns and _is_label(cell, index)]
        labels = [c for c in labels if c + view.width(row, c) not in labels]  # groups of labels
        if not labels:
            between += [Line(row, c, cell.text, cell) for c, cell in filled]
            continue
        if cards[-1].labels and any(is_list_name(line.text) for line in between):
            cards.append(_Card())
        for column, cell in filled:
            if column in labels:
                text = cell.text.strip()
                if text in cards[-1].texts[:1]:
                    cards.append(_Card())
                cards[-1].above += between
                between = []
                cards[-1].labels.append((text, (row, column)))
                cards[-1].values.append([])
                at = len(cards[-1].labels) - 1
            elif at is not None:
                cards[-1].values[at].append((row, column))
    return [card for card in cards if card.labels], between


def _keys(card: _Card, index: HeadingIndex) -> set[str]:
    return {key for text in card.texts for key in index.read(text).keys}


def _tells_a_matter(view: SheetView, cards: list[_Card], index: HeadingIndex) -> bool:
    """Whether labels ask for a matter and what stands beside them is not all counts (任务 3, 问题 2)."""
    asked = [
        at
        for card in cards
        for text, values in zip(card.texts, card.values, strict=True)
        if not _MATTERS.isdisjoint(index.read(text).keys)
        for at in values
    ]
    if not asked:
        return bool(_keys(cards[0], index) & _MATTERS)
    return not all(COUNT.fullmatch(view.sheet.text(*at).strip()) for at in asked)


def _of_one_form(cards: list[_Card]) -> list[list[_Card]]:
    """Return cards that follow each other with the same labels together."""
    groups: list[list[_Card]] = []
    for card in cards:
        if groups and groups[-1][0].texts == card.texts and not card.above:
            groups[-1].append(card)
        else:
            groups.append([card])
    return groups


def _table(view: SheetView, cards: list[_Card], index: HeadingIndex) -> Found | None:
    """Return the table that cards of one form make; None where they are not clear enough."""
    cards = _without_ordinals(view, cards, index)
    first = cards[0]
    if len(set(first.texts)) < max(_FEWEST, len(first.texts) - 1):
        return None
    records = [record for card in cards for record in _records(view, card)]
    if not records:
        return None
    places: dict[Place, Place] = {(0, 0): first.labels[0][1]}
    rows: dict[int, dict[int, Cell]] = {1: {}}
    for number, (text, at) in enumerate(first.labels, start=1):
        rows[1][number] = Cell("text", text, text)
        places[1, number] = at
    for row, (mark, values) in enumerate(records, start=2):
        places[row, 0] = (mark, 0)
        rows[row] = {}
        for number, at in enumerate(values, start=1):
            places[row, number] = there = view.origin(*at)
            cell = view.sheet.at(*there)
            if cell is not None:
                rows[row][number] = cell
    sheet = view.sheet
    hidden = frozenset(row for row in rows if row > 1 and _is_hidden(sheet, places[row, 1]))
    relaid = Sheet(sheet.name, rows, (), sheet.hidden, hidden)
    blocks = read_blocks(RelaidView(relaid, places), 1, index)
    if len(blocks) != 1:
        return None
    found = blocks[0]
    found.rows = list(range(2, len(records) + 2))
    found.above = first.above
    return found


def _without_ordinals(view: SheetView, cards: list[_Card], index: HeadingIndex) -> list[_Card]:
    """Return cards without a label beside which only 任务1, 任务2 stand, where another tells the matter."""
    labels = range(len(cards[0].labels))
    told = [n for n in labels if not _TITLES.isdisjoint(index.read(cards[0].texts[n]).keys)]
    bare = [
        n
        for n in told
        if all(
            _ORDINAL.fullmatch(view.sheet.text(*at).strip()) for c in cards for at in c.values[n]
        )
    ]
    if not bare or len(bare) == len(told):
        return cards
    kept = [n for n in labels if n not in bare]
    return [_Card(c.above, [c.labels[n] for n in kept], [c.values[n] for n in kept]) for c in cards]


def _is_hidden(sheet: Sheet, at: Place) -> bool:
    return at[0] in sheet.hidden_rows or at[1] in sheet.hidden_columns


def _records(view: SheetView, card: _Card) -> list[tuple[int, list[Place]]]:
    """Return the matters of a card, each with the number that marks it and the places of its values.

    Several values beside every label are as many matters: a table turned on its side.
    """
    most = max((len(values) for values in card.values), default=0)
    if most < 2:
        places = [
            values[0] if values else (row, column + view.width(row, column))
            for values, (_, (row, column)) in zip(card.values, card.labels, strict=True)
        ]
        return [(card.labels[0][1][0], places)] if most else []
    columns = sorted({column for values in card.values for _, column in values})
    if columns[0] <= max(column for _, (_, column) in card.labels):
        return []
    return [(c, [(row, c) for _, (row, _) in card.labels]) for c in columns]
