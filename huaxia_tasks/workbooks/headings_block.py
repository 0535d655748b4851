"""The heading of a table: its rows, its columns, what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from ..model import ListKind
from .book import Cell
from .headings import Heading, HeadingIndex
from .headings_levels import is_child_word, read_levels
from .headings_ticks import mark_ticked
from .lines import Line, is_sure_label
from .list_names import is_list_name, list_names
from .sheet_view import SheetView
from .squeeze import squeeze

_MOST_LINES = 3
_WIDEST = 64
_FEWEST_WORDS = 3
_LONGEST_WORD = 20
#: Fields that begin a table: where one comes again behind a blank column, a new table begins.
ANCHORS = {
    ("seq",),
    ("item_id",),
    ("seq", "item_id"),
    ("task",),
    ("problem",),
    ("problem", "reason"),
}


@dataclass(slots=True)
class Head:
    """One column's heading: where its lowest text stands, how it reads, what it may mean.

    ``more`` are further columns under the same merged heading; ``lists`` the lists that a heading
    above it names.
    """

    column: int
    row: int
    text: str
    heading: Heading
    more: tuple[int, ...] = ()
    lists: frozenset[ListKind] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """The heading of one table.  Equal headings share one block: it is never changed.

    ``headings`` are all texts by column, known or not; ``blank_columns`` are columns within it that
    have none; ``seq`` is the column of 序号, 0 where there is none; it ``stands_apart`` where no two
    headings stand side by side, as labels with their values between them do.  ``memo`` keeps what follows from the headings alone.
    """

    top: int
    bottom: int
    heads: tuple[Head, ...]
    left: int = 0
    right: int = 0
    blank_columns: tuple[int, ...] = ()
    headings: dict[int, str] = field(default_factory=dict)
    seq: int = 0
    stands_apart: bool = False
    memo: dict[object, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = self.heads[0].column
        self.right = max((self.heads[-1].column, *self.heads[-1].more))
        self.seq = next((h.column for h in self.heads if "seq" in h.heading.keys), 0)
        self.stands_apart = all(
            b.column > max((a.column, *a.more)) + 1 for a, b in pairwise(self.heads)
        )
        self.headings = {h.column: h.text for h in self.heads}
        headed = {c for h in self.heads for c in (h.column, *h.more)}
        within = range(self.left + 1, self.right)
        self.blank_columns = tuple(c for c in within if c not in headed)


@dataclass(slots=True)
class Found:
    """A table on a sheet, its columns not yet decided.

    ``rows`` are the rows below the heading that may be data; ``above`` and ``around`` the lines over
    and in or below the table; ``goes_on`` where the heading stands on an earlier sheet.
    """

    view: SheetView
    block: Block
    rows: list[int] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    around: list[Line] = field(default_factory=list)
    goes_on: bool = False

    @property
    def top(self) -> int:
        """The heading's first row."""
        return self.block.top

    @property
    def bottom(self) -> int:
        """The heading's last row."""
        return self.block.bottom

    @property
    def heads(self) -> tuple[Head, ...]:
        """The headings from left to right."""
        return self.block.heads

    @property
    def left(self) -> int:
        """The first column."""
        return self.block.left

    @property
    def right(self) -> int:
        """The last column."""
        return self.block.right

    def meets(self, left: int, right: int) -> bool:
        """Whether this table shares a column with the span."""
        return self.left <= right and left <= self.right


def is_heading_row(cells: dict[int, Cell], index: HeadingIndex, early: bool = False) -> bool:
    """Whether a row is made of headings: at least two, and not too many other texts.

    Where no text is a heading as it stands, only `early` rows are looked at closely.
    """
    first = cells[min(cells)]
    if first.kind != "text" or first.text.isdigit():
        return False
    if not early and not any(index.is_plain(cell.text) for cell in cells.values()):
        return False
    texts = tuple([text for c in sorted(cells) if (text := cells[c].text).strip()])
    if len(texts) < 2:
        return False
    known = index.rows.get(texts)
    if known is None:
        known = index.keep_row(texts, _are_headings([index.read(t).keys for t in texts]))
    return known


def begins_another(cells: dict[int, Cell], index: HeadingIndex) -> bool:
    """Whether a row below a table's rows heads a table of another kind (序号 姓名 职务 联系电话).

    Its words are headings, if not of the lists; without this its rows would be taken for tasks.
    """
    first = cells[min(cells)]
    if first.kind != "text" or len(first.text) > _LONGEST_WORD or first.text.isdigit():
        return False
    texts = [text for c in sorted(cells) if (text := cells[c].text.strip())]
    if len(texts) < _FEWEST_WORDS or len(set(texts)) < len(texts):
        return False
    if not all(_is_word(cell) for cell in cells.values()):
        return False
    words = [squeeze(text) for text in texts]
    if "seq" in index.exact(words[0]):
        return True
    known = sum(bool(index.exact(word)) or word in index.not_fields for word in words)
    return known * 3 > len(words) * 2


def _are_headings(read: list[tuple[str, ...]]) -> bool:
    """Whether enough texts of a row, read as headings, are some."""
    known = sum(bool(keys) for keys in read)
    if known < 2 or len({keys for keys in read if keys}) < 2 or _is_form(read):
        return False
    if known > 3:  # columns of the unit's own behind the last known one, however many, are no doubt
        read = read[: max(i for i, keys in enumerate(read) if keys) + 1]
    others = len(read) - known
    return others <= (1 if known == 2 else 3 if known == 3 else known * 2)


def is_split_heading(view: SheetView, row: int, index: HeadingIndex) -> bool:
    """Whether words of headings are broken over this row and the next (牵头 over 单位, no merges)."""
    upper, lower = view.visible(row), view.visible(row + 1)
    if len(upper) < 4 or len(lower) < 4 or view.spans:
        return False
    texts = [
        (
            u.text.strip() if (u := upper.get(c)) else "",
            w.text.strip() if (w := lower.get(c)) else "",
        )
        for c in sorted({*upper, *lower})
    ]
    joined = [index.exact(squeeze(a + b)) for a, b in texts]
    broken = sum(bool(keys and a and b) for keys, (a, b) in zip(joined, texts, strict=True))
    alone = max(sum(bool(index.read(t[i]).keys) for t in texts) for i in (0, 1))
    return broken >= 3 and sum(map(bool, joined)) > max(alone, len(texts) // 2)


def _is_form(read: list[tuple[str, ...]]) -> bool:
    """Whether labels and values alternate (填表人 张三 联系电话 8795…): a form, no heading row."""
    pairs = len(read) % 2 == 0 and len(read) >= 4
    return pairs and all(read[::2]) and not any(read[1::2])


def read_blocks(view: SheetView, row: int, index: HeadingIndex, split: bool = False) -> list[Found]:
    """Return the tables whose headings stand in this row: one, or several side by side.

    With `split` their words go on in the next row.
    """
    top = row if split else _first_line(view, row, index)
    bottom = row + 1 if split else _last_line(view, top, row, index)
    key = _key(view, top, bottom)
    blocks = index.blocks.get(key)
    if blocks is None:
        blocks = index.keep_blocks(key, _make_blocks(view, top, bottom, index))
    return [Found(view, block) for block in blocks]


def _key(view: SheetView, top: int, bottom: int) -> tuple[object, ...]:
    """Return what tells one heading from another: place, texts and merges."""
    rows = range(top, bottom + 1)
    cells = tuple((r, c, cell.text) for r in rows for c, cell in view.visible(r).items())
    spans = () if view.merging.isdisjoint(rows) else tuple(view.spans.get(at[:2]) for at in cells)
    return (top, bottom, cells, spans)


def _make_blocks(view: SheetView, top: int, bottom: int, index: HeadingIndex) -> list[Block]:
    parts = _side_by_side(_heads(view, top, bottom, index))
    if len(parts) > 1 and top < bottom and _only_names(view, top):
        top += 1
        parts = _side_by_side(_heads(view, top, bottom, index))
    for part in parts:
        mark_ticked(part, index)
        _adopt_unknown_children(part, index)
    return [Block(top, bottom, tuple(part)) for part in parts]


def _only_names(view: SheetView, row: int) -> bool:
    """Whether a row holds nothing but names of lists: titles of tables side by side."""
    return all(is_list_name(cell.text) for _, cell in view.filled(row))


def _first_line(view: SheetView, row: int, index: HeadingIndex) -> int:
    """Return the heading's first row: merged cells reach up, groups of columns stand above."""
    covered = view.covered.get(row, {})
    near = (at for at in covered.values() if row - at[0] < _MOST_LINES)
    top = min((at[0] for at in near if view.depth(*at) <= _MOST_LINES), default=row)
    above = view.filled(top - 1)
    if row - top + 1 >= _MOST_LINES or any(m in c.text for _, c in above for m in ":："):
        return top
    if any(is_sure_label(cell.text) for _, cell in above):
        return top
    columns = len(view.filled(row)) + len(covered)
    groups = [c for c, _ in above if 1 < view.width(top - 1, c) < columns]
    known = [c for c in groups if index.read(view.sheet.text(top - 1, c)).keys]
    named = [c for c, cell in above if list_names(cell.text) and len(cell.text) < 12]
    return top - 1 if len(groups) >= 2 or known or len(named) >= 2 else top


def _last_line(view: SheetView, top: int, row: int, index: HeadingIndex) -> int:
    """Return the heading's last row: merged cells reach down, children stand below."""
    reach = row
    for line in view.merging.intersection(range(top, row + 1)):
        depths = (view.depth(line, c) for c in view.visible(line))
        reach = max(reach, max((line + d - 1 for d in depths if d <= _MOST_LINES), default=row))
    last = row
    while last < reach and all(_is_word(c) for c in view.visible(last + 1).values()):
        last += 1
    while last - top + 1 < _MOST_LINES and _are_children(view, last, index):
        last += 1
    return last


def _is_word(cell: Cell) -> bool:
    text = cell.text.strip()
    return not text or (cell.kind == "text" and len(text) <= 40 and not text.isdigit())


def _are_children(view: SheetView, row: int, index: HeadingIndex) -> bool:
    """Whether all texts of the next row are heading words, some of them under a wider heading."""
    below = view.filled(row + 1)
    if not below or not all(_is_word(cell) for _, cell in below):
        return False
    under_wide = words = 0
    for column, cell in below:
        at = view.origin(row, column)
        wide = at[0] == row and view.width(*at) > 1
        word = is_child_word(cell.text) or bool(index.read(cell.text).keys)
        if not word and not wide:
            return False
        words += word
        under_wide += wide or column not in view.visible(row)
    return under_wide > 0 and words * 2 > len(below)


def _heads(view: SheetView, top: int, bottom: int, index: HeadingIndex) -> list[Head]:
    columns: set[int] = set()
    for row in range(top, bottom + 1):
        for column, _ in view.filled(row):
            columns.update(range(column, column + min(view.width(row, column), _WIDEST)))
    heads: list[Head] = []
    leaf: tuple[int, int] | None = None
    for column in sorted(columns):
        path = _path(view, top, bottom, column)
        if path and path[-1] == leaf:
            heads[-1].more = (*heads[-1].more, column)
        elif path:
            heads.append(_head(view, column, path, index))
            leaf = path[-1]
    return heads


def _head(view: SheetView, column: int, path: list[tuple[int, int]], index: HeadingIndex) -> Head:
    raw = tuple(view.sheet.text(*at) for at in path)
    texts = tuple(" ".join(t.split()) for t in raw)
    lists = frozenset(k for t in texts[:-1] for k in list_names(t))
    shown = [t for t in texts[:-1] if not is_list_name(t)] + [texts[-1]]
    heading = read_levels(index, raw)
    return Head(column, path[-1][0], "/".join(shown), heading, (), lists, texts)


def _path(view: SheetView, top: int, bottom: int, column: int) -> list[tuple[int, int]]:
    """Return the cells that head a column, from the top one to the lowest."""
    path: list[tuple[int, int]] = []
    for row in range(top, bottom + 1):
        at = view.origin(row, column)
        far = view.depth(*at) > _MOST_LINES
        if at not in path and at[0] >= top and not far and view.sheet.text(*at).strip():
            path.append(at)
    if len(path) == 1 and path[0][0] > top:
        path = [*_unmerged_parent(view, top, path[0][0], column), *path]
    return path


def _unmerged_parent(view: SheetView, top: int, row: int, column: int) -> list[tuple[int, int]]:
    """Return the heading to the upper left that reaches over this column without a merge."""
    for left in range(column - 1, max(column - 6, 0), -1):
        at = view.origin(row - 1, left)
        if at[0] >= top and view.sheet.text(*at).strip():
            has_child = bool(view.sheet.text(row, left).strip())
            return [at] if has_child and view.width(*at) == 1 else []
    return []


def _adopt_unknown_children(heads: list[Head], index: HeadingIndex) -> None:
    """Give unknown headings the meaning of the one above them, where all beside them are unknown."""
    by_parent: dict[str, list[Head]] = {}
    for head in heads:
        if len(head.texts) > 1:
            by_parent.setdefault(head.texts[-2], []).append(head)
    for parent, children in by_parent.items():
        above = index.read(parent)
        if above.keys and not is_list_name(parent) and not any(c.heading.keys for c in children):
            for child in children:
                child.heading = above._replace(rank=2)


def _side_by_side(heads: list[Head]) -> list[list[Head]]:
    """Split headings at a blank column where the same ones begin again behind it."""
    parts: list[list[Head]] = []
    right = -1
    for head in heads:
        if head.column > right + 1:
            parts.append([])
        parts[-1].append(head)
        right = max((head.column, *head.more))
    joined = parts[:1]
    for part in parts[1:]:
        known = {h.heading.keys for h in part if h.heading.keys}
        before = {h.heading.keys for h in joined[-1] if h.heading.keys}
        if len(known) >= 2 and len(before) >= 2 and known & before & ANCHORS:
            joined.append(part)
        else:
            joined[-1] = joined[-1] + part
    return joined
