"""The cells of a sheet written the way every office program writes them, read by one pattern.

Excel, WPS, LibreOffice, openpyxl and XlsxWriter all write rows and cells in ascending order, each
with its address, without comments or odd nesting.  Such text is tiled by two tokens, the beginning
of a row (which ends the one before) and a cell, at a fraction of the cost of parsing it; blank
bordered cells, a million of them if need be, cost next to nothing.  Whatever does not fit, to the
last character, raises ``NotCanonical``, and the parser in ``grid_xlsx_sheet`` reads the sheet from
the beginning.  Tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import regex
from .book import Cell
from .grid_cells import Convert, formula_cell
from .grid_limits import Budget
from .grid_xlsx_plain import (
    BEGINNING,
    NotCanonical,
    attributes,
    characters,
    check_bytes,
)
from .grid_xlsx_values import COLUMNS, SHORT, SHORT_TEXTS, Values

_LONGEST_TAIL = 1 << 20
_LONGEST_HEAD = 1 << 20
_MOST_KINDS = 70_000
_TRUE = ("1", "true", "on")
_BEGIN = regex(rb"<sheetData(/?)>")
_HEAD = regex(BEGINNING + rb"<worksheet[ >]")
_SPACE = rb'(?: xml:space="preserve")?+'
_FORMULA = rb"<f[^<>/]*+(?:/>|>[^<]*+</f>)(?:<v>[^<]*+</v>|<v ?/>)?+"
_FORMULA_PARTS = regex(rb"<f([^<>/]*+)(?:/>|>([^<]*+)</f>)(?:<v>([^<]*+)</v>|<v ?/>)?+")
_END, _ZERO = b"</row>", ord("0")
# Row 1,048,576 is the last one of a sheet.
_NUMBER = (
    rb"(?:[1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}"
    rb"|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])"
)
_EMPTY_ROWS = rb'(?:<row r="%b"[^<>/]*+/>)*+' % _NUMBER
_EMPTY_ROW = regex(rb'<row r="[0-9]++"([^<>/]*+)/>')
# Trying a repeated group costs as much as reading a cell: there is one only, behind each token.
_TOKEN = regex(
    # The column of a cell, or the end of a row, empty ones and the beginning of the next; number of
    # the row; other attributes.
    rb'(?:<c r="([A-Z]++)|(%b%b)<row r=")([0-9]{1,7}+)"([^>]*+)>'
    rb"(?(1)(?:(?<=/>)"  # in a cell nothing,
    rb"|<v%b>([^<]*+)</v></c>"  # or a value
    rb"|<is><t%b>([^<]*+)</t></is></c>"  # or a text of its own
    rb"|(%b)</c>"  # or a formula
    rb"|(?:<v ?/>)?</c>))"  # or nothing, the long way
    rb'(?:<c r="[A-Z]++[0-9]++" s="[0-9]++"/>)*+'  # blank cells behind either
    rb"|.+" % (_END, _EMPTY_ROWS, _SPACE, _SPACE, _FORMULA),  # anything else, to the end
    re.DOTALL,
)
_LAST_ROWS = regex(_END + _EMPTY_ROWS)


class _Stored(dict[bytes, Cell | None]):
    """Cells by what is stored, as it stands in the XML: most texts of a list come again."""

    __slots__ = ("_budget", "_convert")

    def __init__(self, convert: Convert, budget: Budget) -> None:
        super().__init__()
        self._convert, self._budget = convert, budget

    def __missing__(self, stored: bytes) -> Cell | None:
        if len(stored) > self._budget.limits.long_text:
            self._budget.has_long_texts = True
        cell = self[stored] = self._convert(characters(stored))
        return cell


class _OwnTexts(_Stored):
    """Cells by the text that stands in them."""

    __slots__ = ()

    def __missing__(self, stored: bytes) -> Cell | None:
        if len(stored) > SHORT:
            return super().__missing__(stored)
        cell = self[stored] = SHORT_TEXTS[stored]
        if cell is not None:
            self._budget.text_left -= len(cell.text)
        return cell


def _nothing(text: str) -> None:
    """Stand for the converter of a cell in which nothing may be stored."""
    if text:
        raise NotCanonical(text[:80])


class _Kinds(dict[bytes, _Stored]):
    """What the cells of a workbook hold, by the attributes behind their addresses.

    A text of its own stands in cells of type ``inlineStr``, anything else in all others.
    """

    __slots__ = ("_inline", "_known", "_values")

    def __init__(self, values: Values, *, inline: bool) -> None:
        super().__init__()
        self._values, self._inline = values, inline
        self._known: dict[Convert, _Stored] = {}

    def __missing__(self, text: bytes) -> _Stored:
        found = attributes(text.removesuffix(b"/").removesuffix(b" "))
        if not found.keys() <= {"s", "t"} or len(self) > _MOST_KINDS:
            raise NotCanonical(repr(text[:80]))
        kind = found.get("t", "")
        convert: Convert = _nothing
        if not text.endswith(b"/") and (kind == "inlineStr") == self._inline:
            convert = self._values.function(kind, found.get("s", ""))
        stored = self._known.get(convert)
        if stored is None:
            of = _OwnTexts if self._inline and convert is not _nothing else _Stored
            stored = self._known[convert] = of(convert, self._values.budget)
        self[text] = stored
        return stored


class _Hidden(dict[bytes, bool]):
    """Whether a row is hidden, by the attributes behind its number."""

    def __missing__(self, text: bytes) -> bool:
        found = attributes(text)
        if "r" in found or len(self) > _MOST_KINDS:
            raise NotCanonical(repr(text[:80]))
        hidden = self[text] = found.get("hidden") in _TRUE
        return hidden


class _Letters(dict[bytes, int]):
    """Column numbers by their letters; 0 for what is no column of a sheet."""

    def __missing__(self, letters: bytes) -> int:
        number = COLUMNS[letters.decode("ascii")]
        if number:
            self[letters] = number
        return number


_LETTERS = _Letters()


class QuickCells:
    """What is known of a workbook's cells by the way they are written."""

    def __init__(self, values: Values) -> None:
        self.budget = values.budget
        self.values = _Kinds(values, inline=False)
        self.texts = _Kinds(values, inline=True)
        self.hidden = _Hidden()

    def check_empty_rows(self, text: bytes) -> None:
        """Look at the attributes of the rows in `text`, each of which is one tag."""
        for about in _EMPTY_ROW.findall(text):
            self.hidden[about.removesuffix(b" ")]

    def formula(self, about: bytes, text: bytes) -> Cell | None:
        """Return the cell of a formula, by its result where there is one."""
        match = _FORMULA_PARTS.fullmatch(text)
        if match is None or about.endswith(b"/"):
            raise NotCanonical(repr(text[:80]))
        attributes(match[1].removesuffix(b" "))
        formula, results = characters(match[2] or b""), self.values[about]
        if match[3]:
            return results[match[3]]
        if b' t="str"' in about:
            raise NotCanonical("blank text of a formula")
        return formula_cell(formula)


class QuickRows:
    """Collects the rows of one sheet from the text between ``<sheetData>`` and its end."""

    def __init__(self, known: QuickCells) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self.known = known
        self._last_row = 0

    def take(self, text: bytes) -> None:
        """Read whole rows: each begins with the end of the one before; the end of the last follows."""
        known, columns, rows = self.known, _LETTERS, self.rows
        values, texts, hidden = known.values, known.texts, known.hidden
        row, last, place, count = self._last_row, 0, b"", 0
        cells: dict[int, Cell] = {}
        is_hidden = False
        for letters, end, digits, about, value, own, formula in _TOKEN.findall(text):
            if letters:
                column = columns[letters]
                if column <= last or digits != place:
                    raise NotCanonical(f"cell {letters!r}{digits!r}")
                last = column
                if own:
                    cell = texts[about][own]
                elif formula:
                    cell = known.formula(about, formula)
                else:
                    cell = values[about][value]
                if cell is not None:
                    cells[column] = cell
            elif end:
                if end != _END:
                    known.check_empty_rows(end)
                if cells:
                    rows[row] = cells
                    if is_hidden:
                        self.hidden.add(row)
                    count += len(cells)
                    cells = {}
                if int(digits) <= row or digits[0] == _ZERO:
                    raise NotCanonical(f"row {digits!r}")
                row, place, last, is_hidden = int(digits), digits, 0, hidden[about]
            else:
                raise NotCanonical(f"row {row}")
        if cells:
            rows[row] = cells
            if is_hidden:
                self.hidden.add(row)
            count += len(cells)
        if row > known.budget.limits.rows:
            raise NotCanonical(f"row {row}")
        self._last_row = row
        known.budget.spend_cells(count)
        known.budget.spend_text(0)


def read_quickly(pieces: Iterator[bytes], quick: QuickRows) -> tuple[bytes, bytes]:
    """Read a sheet's rows into `quick`; return what stands before and behind them.

    Behind them are the end of ``<sheetData>`` and the rest of that piece; more pieces may follow.
    Raises NotCanonical where the sheet is not written in the common way.
    """
    head = b""
    for piece in pieces:
        head += piece
        begin = _BEGIN.search(head)
        if begin or len(head) > _LONGEST_HEAD:
            break
    else:
        raise NotCanonical("no sheetData")
    if begin is None or not _HEAD.match(head) or b"<!" in head[: begin.start()]:
        raise NotCanonical("head")
    rest = head[begin.end() :]
    if not begin[1]:
        rest = _read_rows(rest, pieces, quick)
    return head[: begin.end()], rest


def _read_rows(rest: bytes, pieces: Iterator[bytes], quick: QuickRows) -> bytes:
    """Read up to ``</sheetData>``; return what follows, that tag included."""
    tail = _END
    while True:
        check_bytes(rest)
        at = rest.rfind(b"</sheetData>")
        text = tail + (rest if at < 0 else rest[:at])
        cut = text.rfind(_END)
        quick.take(text[:cut])
        tail = text[cut:]
        empty = _LAST_ROWS.match(tail)
        if empty is not None:  # it begins with the end of a row
            quick.known.check_empty_rows(empty[0])
            tail = tail[empty.end() :]
        if at >= 0:
            if tail:
                raise NotCanonical("row not closed")
            return rest[at:]
        tail = _END + tail
        rest = next(pieces, b"")
        if not rest or len(tail) > _LONGEST_TAIL:
            raise NotCanonical("no end")
