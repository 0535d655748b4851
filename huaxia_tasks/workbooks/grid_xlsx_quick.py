"""The cells of a sheet written the way every office program writes them, read by one pattern.

Excel, WPS, LibreOffice, openpyxl and XlsxWriter all write rows and cells in ascending order, each
with its address, without comments or odd nesting.  Such text is tiled by a handful of tokens, at a
third of the cost of parsing it; blank bordered cells, a million of them if need be, cost next to
nothing.  Whatever does not fit, to the last character, raises ``NotCanonical``, and the parser in
``grid_xlsx_sheet`` reads the sheet from the beginning.  Tests hold the two against each other.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from ..patterns import regex
from .book import Cell
from .grid_cells import Convert, formula_cell
from .grid_xlsx_values import COLUMNS, Values

_MARK = "\ufdd0"
_LATER = Cell("text", "", "")
_LONGEST_TAIL = 1 << 20
_LONGEST_HEAD = 1 << 20
_BEGIN = regex(rb"<sheetData(/?)>")
_HEAD = regex(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"']"
    rb"(?: encoding=[\"'](?:[Uu][Tt][Ff]-8|US-ASCII|us-ascii)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>)?\s*<worksheet[ >]"
)
_NO_CONTROLS = bytes(code for code in range(256) if code > 31 or code in b"\t\n")
_TOKEN = regex(
    r'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"([^<>/]*+)>'  # column, row, other attributes, then
    r'(?:<v(?: xml:space="preserve")?>([^<]*+)</v></c>'  # a value
    r'|<is><t(?: xml:space="preserve")?>([^<]*+)</t></is></c>'  # or its own text
    r"|(<f(?: [^<>/]*+)?(?:/>|>[^<]*+</f>))(?:<v>([^<]*+)</v>|<v ?/>)?</c>)"  # or formula, result
    r'|(?:<c r="[A-Z]{1,3}+[0-9]{1,7}+"[^<>/]*+(?: ?/>|>(?:<v></v>|<v ?/>)?</c>))++'  # blank cells
    r'|<row r="([0-9]{1,7}+)"([^<>]{0,2000}+)>'  # row number, other attributes
    r"|(</row>)"
    r"|(.+)",  # anything else, to the end
    re.DOTALL,
)
_SPEC = regex(r' ([a-z]+)="([^"]*)"')


class NotCanonical(Exception):
    """The sheet is not written in the common way; the parser has to read it."""


class _Specs(dict[str, Convert]):
    """Converters by the attributes behind a cell's address."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, text: str) -> Convert:
        found = dict(_SPEC.findall(text))
        if len(found) != text.count("=") or not found.keys() <= {"s", "t"} or len(self) > 70_000:
            raise NotCanonical(text[:80])
        kind = found.get("t", "")
        spec = self[text] = self._values.converter(kind, found.get("s", ""))
        return spec


class QuickRows:
    """Collects the rows of one sheet from the text between ``<sheetData>`` and its end."""

    def __init__(self, values: Values) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self._budget = values.budget
        self._specs = _Specs(values)
        self._cells: dict[int, Cell] = {}
        self._row = 0
        self._row_text = ""
        self._is_open = False
        self._is_hidden = False
        self._last = 0
        self._has_holes = False
        self._resolved: dict[str, str] = {}
        self._escaped: list[tuple[dict[int, Cell], int, Convert, str]] = []

    def take(self, text: str) -> None:
        """Read a stretch of whole tokens."""
        specs, columns = self._specs, COLUMNS
        known, escaped = self._resolved, self._escaped
        cells, row_text, last = self._cells, self._row_text, self._last
        count = 0
        for token in _TOKEN.findall(text):
            letters, place, rest, value, own, formula, result, number, more, close, other = token
            if letters:
                column = columns[letters]
                if column <= last or place != row_text:
                    raise NotCanonical(letters + place)
                last = column
                convert = specs[rest]
                stored = value or own or result
                if "&" in stored:
                    resolved = known.get(stored)
                    if resolved is None:
                        cells[column] = _LATER
                        escaped.append((cells, column, convert, stored))
                        continue
                    stored = resolved
                if stored:
                    cell = convert(stored)
                    if cell is not None:
                        cells[column] = cell
                elif formula:
                    if ' t="str"' in rest:
                        raise NotCanonical("blank text of a formula")
                    cells[column] = formula_cell(formula)
            elif number:
                self._open_row(number, more)
                cells, row_text, last = self._cells, self._row_text, 0
            elif close:
                if not self._is_open:
                    raise NotCanonical("row end")
                self._is_open = False
                row_text = self._row_text = ""
                if cells:
                    count += len(cells)
                    self._keep_row()
            elif other:
                raise NotCanonical(other[:80])
        self._last = last
        self._budget.spend_cells(count)
        if self._escaped:
            self._take_escaped()

    def _open_row(self, number: str, more: str) -> None:
        row = int(number)
        if self._is_open or row <= self._row or row > self._budget.limits.rows or "'" in more:
            raise NotCanonical(f"row {number}")
        self._row, self._row_text = row, number
        self._cells = {}
        self._is_hidden = ' hidden="1"' in more or ' hidden="true"' in more
        self._is_open = not more.endswith("/")
        if not self._is_open:
            self._row_text = ""

    def _keep_row(self) -> None:
        self.rows[self._row] = self._cells
        if self._is_hidden:
            self.hidden.add(self._row)

    def _take_escaped(self) -> None:
        """Let expat resolve ``&amp;`` and character references, many texts at once."""
        known = self._resolved
        fresh = [text for text in dict.fromkeys(e[3] for e in self._escaped) if text not in known]
        known.update(zip(fresh, unescape(fresh), strict=True))
        for cells, column, convert, text in self._escaped:
            cell = convert(known[text])
            if cell is not None:
                cells[column] = cell
            else:
                del cells[column]
                self._has_holes = True
        self._escaped.clear()

    def finish(self) -> None:
        """Check that the last row was closed; leave out rows that turned out blank."""
        if self._is_open:
            raise NotCanonical("row not closed")
        if self._has_holes:
            self.rows = {row: cells for row, cells in self.rows.items() if cells}


def read_quickly(
    pieces: Iterator[bytes], quick: QuickRows, outside: Callable[[bytes], None]
) -> None:
    """Read a sheet's rows into `quick`; what stands around them goes to `outside` as it is.

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
    outside(head[: begin.end()])
    rest = head[begin.end() :]
    if not begin[1]:
        rest = _read_rows(rest, pieces, quick)
    outside(rest)
    for piece in pieces:
        outside(piece)


def _read_rows(rest: bytes, pieces: Iterator[bytes], quick: QuickRows) -> bytes:
    """Read up to ``</sheetData>``; return what follows, that tag included."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    tail = ""
    try:
        while True:
            if has_controls(rest):
                raise NotCanonical("control characters")
            at = rest.find(b"</sheetData>")
            if at >= 0:
                text = tail + decoder.decode(rest[:at], True)
                quick.take(text)
                quick.finish()
                return rest[at:]
            text = tail + decoder.decode(rest)
            cut = max(text.rfind("<row "), text.rfind("<c "), 0)
            quick.take(text[:cut])
            tail = text[cut:]
            rest = next(pieces, b"")
            if not rest or len(tail) > _LONGEST_TAIL:
                raise NotCanonical("no end")
    except UnicodeDecodeError as error:
        raise NotCanonical(str(error)) from None


def has_controls(piece: bytes) -> bool:
    """Whether any byte is a control character other than tab and line feed."""
    return bool(piece.translate(None, _NO_CONTROLS))


def unescape(texts: list[str]) -> list[str]:
    """Return `texts` with XML references resolved; NotCanonical where one is wrong."""
    resolved: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = resolved.append
    try:
        parser.Parse(f"<a>{_MARK.join(texts)}</a>", True)
    except expat.ExpatError as error:
        raise NotCanonical(str(error)) from None
    parts = "".join(resolved).split(_MARK)
    if len(parts) != len(texts):
        raise NotCanonical("mark in text")
    return parts
