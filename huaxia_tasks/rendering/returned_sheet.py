"""One sheet of a unit's workbook, with cells given another format and a place for comments.

Rows and cells are found by where they stand, with or without ``r`` attributes, in any order; a
cell that is not there yet is made at its place, in the format of its row or column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from ..model import column_letters
from ..patterns import regex
from .package import Refused
from .xml_patch import (
    ATTRIBUTES,
    RELATIONSHIPS,
    Edits,
    Tag,
    attribute,
    children,
    element,
    end_tag,
    first,
    masked,
    root_prefix,
    tags,
)

#: So many bytes of a sheet before its cells are kept in mind.
_USUAL_HEAD = 16_384
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_REF = regex(r"^\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
#: What may follow ``<legacyDrawing>`` in a sheet (ECMA-376, CT_Worksheet).
_AFTER_LEGACY_DRAWING = frozenset(
    (b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems",
     b"tableParts", b"extLst", b"AlternateContent")
)  # fmt: skip

Place = tuple[int, int]


def position(ref: str) -> Place:
    """Return (row, column) of an address.  Raises Refused where it is none."""
    found = _REF.match(ref)
    if not found:
        raise Refused(f"address {ref}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise Refused(f"address {ref}")
    return row, column


def number(text: str | None) -> int:
    """Return a whole number written in an attribute.  Raises Refused where it is none."""
    if text is None or not text.strip().isdecimal():
        raise Refused(f"number {text}")
    return int(text)


@lru_cache(maxsize=64)
def _row_pattern(name: bytes) -> re.Pattern[bytes]:
    """Return what finds the start tags of rows.

    Groups: all attributes; the number, where that comes first; the last one is ``/`` or nothing.
    """
    return _pattern(name, rb"(?: r=\"([0-9]{1,7})\")?")


@lru_cache(maxsize=64)
def _cell_pattern(name: bytes) -> re.Pattern[bytes]:
    """Return the same for cells, with two groups for an address that comes first: column and row."""
    return _pattern(name, rb"(?: r=\"([A-Z]{1,3})([0-9]{1,7})\")?")


def _pattern(name: bytes, place: bytes) -> re.Pattern[bytes]:
    attributes = b"(" + place + ATTRIBUTES + b")"
    return element(name, b"<" + re.escape(name) + rb"(?=[\s/>])" + attributes + rb"(/?)>")


@lru_cache(maxsize=512)
def _column(letters: bytes) -> int:
    return position(f"{letters.decode()}1")[1]


class SheetPatch:
    """``xl/worksheets/sheetN.xml`` and what is to be changed in it."""

    def __init__(self, xml: bytes) -> None:
        clean = masked(xml)
        self._p = root_prefix(clean, "worksheet")
        self._edits, self._clean = Edits(xml, clean), clean
        data = first(clean, self._name("sheetData"))
        if data is None:
            raise Refused("no sheetData")
        self._data = data
        self._inner_end, self._tail = (data.end, data.end) if data.empty else end_tag(clean, data)
        self._rows = self._scan_rows()
        self._has_dimension = True

    def _name(self, local: str) -> bytes:
        return self._p + local.encode()

    def _scan_rows(self) -> dict[int, re.Match[bytes]]:
        """Return the start tags of all rows by number, in the order in which they stand."""
        n, rows = 0, dict[int, re.Match[bytes]]()
        find = _row_pattern(self._name("row")).finditer
        for found in find(self._clean, self._data.end, self._inner_end):
            if found[2]:
                n = int(found[2])
            else:
                ref = attribute(found[1], "r")
                n = n + 1 if ref is None else number(ref)
            if n in rows:
                raise Refused("a row stands twice")
            if n > MAX_ROW:
                raise Refused("too many rows")
            rows[n] = found
        return rows

    def _row(self, n: int) -> Tag:
        found = self._rows[n]
        return Tag(*found.span(), self._name("row"), found[1], bool(found[4]))

    def _inside(self, row: Tag) -> tuple[int, int]:
        """Return where the cells of a row begin and end."""
        return row.end, row.end if row.empty else end_tag(self._clean, row)[0]

    def _cells(self, row: int) -> Iterator[tuple[int, re.Match[bytes]]]:
        """Yield the columns of a row's cells, and their start tags as found."""
        column, own = 0, str(row).encode()
        begin, end = self._inside(self._row(row))
        for found in _cell_pattern(self._name("c")).finditer(self._clean, begin, end):
            if found[3] == own:
                column = _column(found[2])
            else:
                ref = attribute(found[1], "r")
                column = column + 1 if ref is None else position(ref)[1]
            yield column, found

    def _cell_tag(self, found: re.Match[bytes]) -> Tag:
        return Tag(*found.span(), self._name("c"), found[1], bool(found[5]))

    # What the sheet says

    def merges(self) -> list[tuple[Place, Place]]:
        """Return the merged ranges as (first cell, last cell)."""
        found = []
        for tag in tags(self._clean, self._name("mergeCell"), self._tail):
            start, _, end = (tag.get("ref") or "").partition(":")
            found.append((position(start), position(end or start)))
        return found

    def legacy_drawing(self) -> str | None:
        """Return the relationship id of the drawing that holds comments, or None."""
        tag = self._legacy_drawing()
        if tag is None:
            return None
        for key in re.findall(rb"([\w.-]+:id)\s*=", tag.attributes):
            return tag.get(key.decode())
        raise Refused("legacyDrawing without id")

    def _legacy_drawing(self) -> Tag | None:
        wanted = self._name("legacyDrawing")
        if self._clean.find(wanted, self._tail) < 0:
            return None
        return next((t for t in children(self._clean, self._tail) if t.name == wanted), None)

    def column_widths(self) -> list[tuple[int, int, float]]:
        """Return (first column, last column, width in characters; 0 where hidden)."""
        begin = max(self._clean.find(b"<" + self._name("cols"), 0, self._data.start), 0)
        head = self._clean[begin : self._data.start]
        read = _widths if len(head) <= _USUAL_HEAD else _widths.__wrapped__
        return list(read(head, self._name("col")))

    def default_sizes(self) -> tuple[float, float]:
        """Return the width in characters and the height in points of unsized columns and rows."""
        tag = first(self._clean, self._name("sheetFormatPr"), 0, self._data.start)
        if tag is None:
            return 9.0, 15.0
        return _size(tag, "defaultColWidth", 9.0), _size(tag, "defaultRowHeight", 15.0)

    def row_height(self, row: int) -> float | None:
        """Return the height of a row in points (0 where hidden), or None where it states none."""
        found = self._rows.get(row)
        if found is None or not (b"ht" in found[1] or b"hidden" in found[1]):
            return None
        return _size(self._row(row), "ht", 15.0)

    def cells_in(self, formats: frozenset[int]) -> set[Place]:
        """Return the cells whose format is one of `formats`."""
        wanted = {str(n) for n in formats}
        if not wanted:
            return set()
        return {
            (row, column)
            for row in self._rows
            for column, found in self._cells(row)
            if attribute(found[1], "s") in wanted
        }

    # What is changed

    def restyle(self, places: Mapping[Place, Callable[[int], int]]) -> None:
        """Give each cell named the format that its function makes of the one it has.

        A cell that stands twice is changed twice: readers differ in which one they show.
        """
        by_row: dict[int, dict[int, Callable[[int], int]]] = {}
        for (n, column), style in places.items():
            by_row.setdefault(n, {})[column] = style
        for n in self._rows:
            if n in by_row:
                self._restyle_row(n, by_row[n])
        made = {n: self._new_row(n, by_row[n]) for n in sorted(by_row.keys() - self._rows.keys())}
        if self._data.empty and made:
            self._edits.append(self._data, b"".join(made.values()))
            return
        for n, new in made.items():
            at = next((f.start() for m, f in self._rows.items() if m > n), self._inner_end)
            self._edits.replace(at, at, new)

    def _restyle_row(self, row: int, wanted: Mapping[int, Callable[[int], int]]) -> None:
        cells = list(self._cells(row))
        for column, found in cells:
            if column in wanted:
                tag = self._cell_tag(found)
                base = tag.get("s")
                style = wanted[column](number(base) if base is not None else 0)
                self._edits.set(tag, "s", str(style))
        missing = sorted(wanted.keys() - {column for column, _ in cells})
        if not missing:
            return
        whole = self._row(row)
        if whole.get("spans") is not None:
            self._edits.set(whole, "spans", None)
        self._widen(row, missing)
        row_style = whole.get("s")
        new = {column: self._new_cell(row, column, wanted[column], row_style) for column in missing}
        if whole.empty:
            self._edits.append(whole, b"".join(new.values()))
            return
        _, end = self._inside(whole)
        for column, cell in new.items():
            later = (found.start() for c, found in cells if c > column)
            at = min(later, default=end)
            self._edits.replace(at, at, cell)

    def _new_cell(
        self, row: int, column: int, style: Callable[[int], int], row_style: str | None
    ) -> bytes:
        base = number(row_style) if row_style is not None else self._column_style(column)
        ref = f"{column_letters(column)}{row}"
        return b'<%s r="%s" s="%d"/>' % (self._name("c"), ref.encode(), style(base))

    def _column_style(self, column: int) -> int:
        for tag in tags(self._clean, self._name("col"), 0, self._data.start):
            if number(tag.get("min")) <= column <= number(tag.get("max")):
                style = tag.get("style")
                return number(style) if style is not None else 0
        return 0

    def _new_row(self, n: int, wanted: Mapping[int, Callable[[int], int]]) -> bytes:
        self._widen(n, wanted)
        cells = b"".join(
            self._new_cell(n, column, wanted[column], None) for column in sorted(wanted)
        )
        name = self._name("row")
        return b'<%s r="%d">%s</%s>' % (name, n, cells, name)

    def _widen(self, row: int, columns: Iterable[int]) -> None:
        """Drop a stated dimension that no longer holds: it is optional, a wrong one hides cells."""
        tag = first(self._clean, self._name("dimension"), 0, self._data.start)
        if tag is None or not self._has_dimension:
            return
        start, _, end = (tag.get("ref") or "").partition(":")
        try:
            (top, left), (bottom, right) = position(start), position(end or start)
        except Refused:
            return
        if not (top <= row <= bottom and all(left <= c <= right for c in columns)):
            self._has_dimension = False
            stop = tag.end if tag.empty else end_tag(self._clean, tag)[1]
            self._edits.replace(tag.start, stop, b"")

    def add_legacy_drawing(self, relation: str) -> None:
        """Name the drawing that holds the comments, at the place the schema wants."""
        at = None
        for tag in children(self._clean, self._tail):
            if tag.name.rpartition(b":")[2] in _AFTER_LEGACY_DRAWING:
                at = tag.start
                break
        if at is None:
            at = self._clean.rindex(b"</" + self._name("worksheet"))
        self._edits.replace(
            at, at,
            b'<%s xmlns:r="%s" r:id="%s"/>'
            % (self._name("legacyDrawing"), RELATIONSHIPS.encode(), relation.encode()),
        )  # fmt: skip

    def apply(self) -> bytes:
        """Return the sheet with all changes."""
        return self._edits.apply()


@lru_cache(maxsize=32)
def _widths(head: bytes, name: bytes) -> tuple[tuple[int, int, float], ...]:
    """Return the widths that stand in `head`: the sheets of all units have mostly the same ones."""
    return tuple(
        (number(t.get("min")), number(t.get("max")), _size(t, "width", 9.0))
        for t in tags(head, name)
    )


def _size(tag: Tag, name: str, default: float) -> float:
    if tag.get("hidden") in ("1", "true"):
        return 0.0
    text = tag.get(name)
    try:
        return min(max(float(text), 0.0), 500.0) if text is not None else default
    except ValueError:
        return default


def deselected(xml: bytes) -> bytes:
    """Return a sheet of any kind taken out of those selected when the workbook opens.

    With two sheets selected whatever is typed would go into both.
    """
    clean = masked(xml)
    edits = Edits(xml, clean)
    for name in set(re.findall(rb"<((?:[\w.-]+:)?sheetView)[\s>/]", clean)):
        for tag in tags(clean, name):
            if tag.get("tabSelected") is not None:
                edits.set(tag, "tabSelected", None)
    return edits.apply()
