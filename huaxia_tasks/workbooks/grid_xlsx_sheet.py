"""One worksheet of an .xlsx package: its cells, merges and what is hidden.

The part is read in one pass, either by ``grid_xlsx_quick`` (the common way of writing) or by the
parser here, which takes whatever is well-formed: rows out of order, cells without an address,
prefixes, rich text, comments in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Cell, Unreadable
from .grid_cells import formula_cell
from .grid_limits import LIMITS, Budget
from .grid_merges import in_order
from .grid_xlsx_plain import NotCanonical
from .grid_xlsx_quick import QuickCells, QuickRows, read_quickly
from .grid_xlsx_values import COLUMNS, Values, picture_cell
from .grid_xml import Attributes, Feed, Parser, new_parser
from .grid_zip import Package

Rows = dict[int, dict[int, Cell]]
Area = tuple[int, int, int, int]
_PLACE = regex(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_AREA = regex(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?:\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")
#: What stands around the rows is kept as read where it has less bytes, the last ones of it.
_SMALL = 1 << 13
_TRUE = ("1", "true", "on")
_TEXT_HOLDERS = ("t", "v", "f")


@dataclass(slots=True)
class RawSheet:
    """What stands in one sheet part; ``repeated`` counts cells that were written twice."""

    rows: Rows = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    repeated: int = 0


def read_sheet(package: Package, part: str, values: Values, known: QuickCells) -> RawSheet:
    """Read the sheet `part`; Unreadable where it is broken or over a limit.

    `known` is of the same workbook as `values`.
    """
    budget = values.budget
    before = budget.bytes_left, budget.cells_left, budget.text_left
    try:
        try:
            return _read_quickly(package, part, known)
        except NotCanonical:
            budget.bytes_left, budget.cells_left, budget.text_left = before
            return _read_fully(package, part, values)
    except (ValueError, IndexError) as error:
        raise refuse.damaged(f"{part}: {error}") from None


def _read_quickly(package: Package, part: str, known: QuickCells) -> RawSheet:
    quick, budget = QuickRows(known), known.budget
    pieces = package.pieces(part)
    head, tail = read_quickly(pieces, quick)
    more = next(pieces, b"")
    if not more and len(head) + len(tail) < _SMALL and budget.limits is LIMITS:
        frame = _known_frame(head, tail)  # of forms that were handed out it is one and the same
    else:
        frame = _frame(head, chain((tail, more), pieces), budget, part)
    return RawSheet(quick.rows, frame.merged, quick.hidden, frame.hidden_columns)


@lru_cache(maxsize=64)
def _known_frame(head: bytes, tail: bytes) -> RawSheet:
    try:
        return _frame(head, (tail,), Budget(), "")
    except Unreadable as error:
        raise NotCanonical(error.detail) from None


def _frame(head: bytes, tail: Iterable[bytes], budget: Budget, part: str) -> RawSheet:
    """Return the sheet without what stands between `head` and `tail`."""
    frame = RawSheet()
    parser = new_parser()
    around = _Around(parser, frame, budget, part)
    around.watch()
    feed = Feed(parser, budget, part)
    feed.push(head)
    if around.depth != (1 if head.endswith(b"/>") else 2):
        raise NotCanonical("rows at another depth")
    for piece in tail:
        feed.push(piece)
    feed.push(b"", last=True)
    around.finish()
    return frame


def _read_fully(package: Package, part: str, values: Values) -> RawSheet:
    values.budget.has_long_texts = True
    sheet = RawSheet()
    parser = new_parser()
    around = _Around(parser, sheet, values.budget, part)
    rows = _Rows(parser, sheet, values, around)
    around.rows = rows
    around.watch()
    feed = Feed(parser, values.budget, part)
    for piece in package.pieces(part):
        feed.push(piece)
    feed.push(b"", last=True)
    around.finish()
    sheet.rows = in_order(sheet.rows)
    return sheet


class _Around:
    """Handlers for everything outside the rows: columns, merges, and the depth of nesting."""

    def __init__(self, parser: Parser, sheet: RawSheet, budget: Budget, part: str) -> None:
        self._parser, self._sheet, self._limits, self._part = parser, sheet, budget.limits, part
        self.depth = 0
        self._hidden: list[tuple[int, int]] = []
        self._has_rows = False
        self.rows: _Rows | None = None

    def watch(self) -> None:
        """Take over the parser."""
        self._parser.StartElementHandler = self.start
        self._parser.EndElementHandler = self.end
        self._parser.CharacterDataHandler = None

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self._limits.depth or len(attributes) > self._limits.attributes:
            raise refuse.unsafe(f"{self._part}: nesting or attributes")
        if ":" in name:
            name = name.rpartition(":")[2]
        if self.depth != 3 and name != "sheetData":  # extensions have elements of the same names
            return
        if name == "mergeCell":
            if len(self._sheet.merged) >= self._limits.merges:
                raise refuse.too_large("合并单元格过多")
            area = area_of(attributes.get("ref", ""))
            if area is not None:
                self._sheet.merged.append(area)
        elif name == "col":
            self._column(attributes)
        elif name == "sheetData" and self.depth == 2:
            if self.rows is not None:
                self.rows.watch()
            elif self._has_rows:
                raise NotCanonical("rows at two places")
            self._has_rows = True

    def end(self, _: str) -> None:
        self.depth -= 1

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") not in ("0", "0.0"):
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal() and len(self._hidden) < self._limits.columns:
            self._hidden.append((int(first[:8]), min(int(last[:8]), self._limits.columns)))

    def finish(self) -> None:
        """Spread the ranges of hidden columns, each column once, and let go of the parser.

        It holds its handlers, which hold the sheet.
        """
        self._parser.StartElementHandler = self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = self.rows = None
        reached = 0
        for first, last in sorted(self._hidden):
            self._sheet.hidden_columns.update(range(max(first, reached + 1, 1), last + 1))
            reached = max(reached, last)


def area_of(text: str) -> Area | None:
    """Return (top, left, bottom, right) of ``A1:B2``; None where it is no area of two cells."""
    match = _AREA.fullmatch(text.strip())
    if not match:
        return None
    left, top, right, bottom = match.groups()
    columns = sorted((COLUMNS[left] if left else 1, COLUMNS[right] if right else 16_384))
    rows = sorted((int(top or 1), int(bottom or 1_048_576)))
    if 0 in columns or rows[0] < 1 or rows[1] > 1_048_576 or not (left or top):
        return None
    return rows[0], columns[0], rows[1], columns[1]


class _Rows:
    """Handlers for what stands between ``<sheetData>`` and its end."""

    def __init__(self, parser: Parser, sheet: RawSheet, values: Values, around: _Around) -> None:
        self._parser, self._sheet, self._values, self._around = parser, sheet, values, around
        self._budget = values.budget
        self._row = self._column = 0
        self._inside = self._skip = 0
        self._cell: Attributes | None = None
        self._is_hidden = False
        self._holder = ""
        self._parts: dict[str, list[str]] = {}

    def watch(self) -> None:
        """Take over the parser."""
        self._inside = 0
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: Attributes) -> None:
        self._inside += 1
        limits = self._budget.limits
        if self._inside > limits.depth or len(attributes) > limits.attributes:
            raise refuse.unsafe("nesting or attributes")
        if ":" in name:
            name = name.rpartition(":")[2]
        if self._skip:
            return
        if name == "c" and self._cell is None:
            self._cell = attributes
            self._parts = {}
        elif name == "row" and self._cell is None:
            self._open_row(attributes)
        elif name in _TEXT_HOLDERS and self._cell is not None:
            self._holder = name
            self._parts.setdefault(name, [])
        elif name == "rPh":
            self._skip = self._inside

    def _text(self, text: str) -> None:
        if self._holder and not self._skip:
            self._budget.spend_text(len(text))
            self._parts[self._holder].append(text)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if self._inside == 0:
            self._around.watch()
            self._around.end(name)
            return
        if self._skip:
            if self._inside == self._skip:
                self._skip = 0
        elif name == self._holder:
            self._holder = ""
        elif name == "c" and self._cell is not None:
            self._close_cell(self._cell)
            self._cell = None
        self._inside -= 1

    def _open_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        row = self._row + 1
        if number is not None:
            if not (number.isascii() and number.isdigit() and len(number) < 8):
                raise refuse.unsafe(f"row {number[:20]}")
            row = int(number)
        if not 1 <= row <= self._budget.limits.rows:
            raise refuse.unsafe(f"row {row}")
        self._row, self._column = row, 0
        self._is_hidden = attributes.get("hidden") in _TRUE

    def _close_cell(self, attributes: Attributes) -> None:
        row, column = self._place(attributes.get("r"))
        cell = self._read(attributes)
        if cell is None:
            return
        self._budget.spend_cells(1)
        cells = self._sheet.rows.get(row)
        if cells is None:
            cells = self._sheet.rows[row] = {}
        if column in cells:
            self._sheet.repeated += 1
        cells[column] = cell
        if self._is_hidden:
            self._sheet.hidden_rows.add(row)

    def _place(self, address: str | None) -> tuple[int, int]:
        if address is None:
            row, column = self._row, self._column + 1
        else:
            match = _PLACE.fullmatch(address)
            row, column = (int(match[2]), COLUMNS[match[1]]) if match else (0, 0)
        limits = self._budget.limits
        if not (1 <= row <= limits.rows and 1 <= column <= limits.columns):
            raise refuse.unsafe(f"cell {address!r}"[:60])
        self._column = column
        return row, column

    def _read(self, attributes: Attributes) -> Cell | None:
        kind = attributes.get("t", "")
        parts = self._parts
        if "v" in parts and kind != "inlineStr":
            value = "".join(parts["v"])
            has_formula = "f" in parts
            if kind == "e" and "vm" in attributes and not has_formula and value == "#VALUE!":
                return picture_cell()
            if value or not has_formula or kind == "str":
                return self._values.converter(kind, attributes.get("s", ""))(value)
        elif "t" in parts:
            return self._values.converter("inlineStr", "")("".join(parts["t"]))
        if "f" in parts:
            return formula_cell("".join(parts["f"]))
        return None
