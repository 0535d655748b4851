"""A small writer of old .xls workbooks (BIFF8 in a compound file), for tests and by hand.

Knows texts, numbers with formats, days, booleans, errors, formulas with a stored result, merges,
hidden rows, columns and sheets.  Source of the layout: [MS-XLS] and [MS-CFB], as published.
"""

# ruff: noqa: DTZ001  (times in a workbook have no zone)
from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ERRORS = {
    "#NULL!": 0,
    "#DIV/0!": 7,
    "#VALUE!": 15,
    "#REF!": 23,
    "#NAME?": 29,
    "#NUM!": 36,
    "#N/A": 42,
}


@dataclass(frozen=True)
class Formula:
    """A formula whose stored result is `value` (a number or a text)."""

    value: float | str


@dataclass(frozen=True)
class Shown:
    """A number under the number format `code`."""

    value: float
    code: str


@dataclass(frozen=True)
class ErrorValue:
    """An error value such as #N/A."""

    text: str


Stored = str | bool | float | int | date | Formula | Shown | ErrorValue | None


@dataclass
class XlsSheet:
    """A sheet to write: rows of values from A1 on; areas as (top, left, bottom, right) from 1."""

    name: str
    rows: Sequence[Sequence[Stored]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass
class _Book:
    codes: list[str] = field(default_factory=lambda: ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"])
    texts: dict[str, int] = field(default_factory=dict)

    def style(self, code: str) -> int:
        """Index of the cell style with this number format; 16 comes first, 15 is the plain one."""
        if code not in self.codes:
            self.codes.append(code)
        return 16 + self.codes.index(code)

    def text(self, value: str) -> int:
        return self.texts.setdefault(value, len(self.texts))


def write_xls(
    sheets: Sequence[XlsSheet] | Mapping[str, Sequence[Sequence[Stored]]], *, date1904: bool = False
) -> bytes:
    """Return the bytes of an .xls workbook."""
    return compound_file(xls_stream(sheets, date1904=date1904))


def xls_stream(
    sheets: Sequence[XlsSheet] | Mapping[str, Sequence[Sequence[Stored]]], *, date1904: bool = False
) -> bytes:
    """Return the workbook stream of an .xls workbook."""
    if isinstance(sheets, Mapping):
        sheets = [XlsSheet(name, rows) for name, rows in sheets.items()]
    book = _Book()
    bodies = [_sheet(sheet, book, date1904) for sheet in sheets]
    size = len(_globals(sheets, book, [0] * len(bodies), date1904))
    places = []
    for body in bodies:
        places.append(size)
        size += len(body)
    return _globals(sheets, book, places, date1904) + b"".join(bodies)


def record(kind: int, data: bytes = b"") -> bytes:
    """Return one BIFF record."""
    return struct.pack("<HH", kind, len(data)) + data


def _unicode(text: str, width: int = 2) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<H" if width == 2 else "<B", len(units) // 2) + b"\x01" + units


def _globals(
    sheets: Sequence[XlsSheet], book: _Book, places: Sequence[int], date1904: bool
) -> bytes:
    out = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
    out += record(0x42, struct.pack("<H", 1200)) + record(0x22, struct.pack("<H", date1904))
    font = struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + _unicode("宋体", 1)
    out += record(0x31, font) * 5
    for place, code in enumerate(book.codes):
        out += record(0x41E, struct.pack("<H", 164 + place) + _unicode(code))
    for _ in range(15):
        out += record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    for number in (0, *(164 + place for place in range(len(book.codes)))):
        out += record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 1, 0x20, 0, 0, 4, 0, 0, 0x20C0))
    out += record(0x293, struct.pack("<HBB", 0x8000, 0, 0xFF))
    for sheet, place in zip(sheets, places, strict=True):
        state = 1 if sheet.hidden else 0
        out += record(0x85, struct.pack("<IBB", place, state, 0) + _unicode(sheet.name, 1))
    table = struct.pack("<II", len(book.texts), len(book.texts))
    table += b"".join(_unicode(text) for text in book.texts)
    if len(table) > 8224:
        raise ValueError("more text than this small writer can store")
    return out + record(0xFC, table) + record(0x0A)


def _sheet(sheet: XlsSheet, book: _Book, date1904: bool) -> bytes:
    width = max((len(row) for row in sheet.rows), default=0)
    out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
    out += record(0x200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0))
    for column in sorted(sheet.hidden_columns):
        out += record(0x7D, struct.pack("<HHHHHH", column - 1, column - 1, 2048, 15, 1, 0))
    for number, row in enumerate(sheet.rows):
        if number + 1 in sheet.hidden_rows:
            data = struct.pack("<HHHHHHHH", number, 0, len(row), 255, 0, 0, 0x120, 15)
            out += record(0x208, data)
    out += b"".join(
        _cell(number, column, value, book, date1904)
        for number, row in enumerate(sheet.rows)
        for column, value in enumerate(row)
    )
    if sheet.merged:
        areas = b"".join(
            struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
            for top, left, bottom, right in sheet.merged
        )
        out += record(0xE5, struct.pack("<H", len(sheet.merged)) + areas)
    out += record(0x23E, struct.pack("<HHHHHHHHH", 0x6B6, 0, 0, 64, 0, 0, 0, 0, 0))
    return out + record(0x0A)


def _cell(row: int, column: int, value: Stored, book: _Book, date1904: bool) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return record(0xFD, struct.pack("<HHHI", row, column, 15, book.text(value)))
    if isinstance(value, bool):
        return record(0x205, struct.pack("<HHHBB", row, column, 15, value, 0))
    if isinstance(value, ErrorValue):
        return record(0x205, struct.pack("<HHHBB", row, column, 15, ERRORS[value.text], 1))
    if isinstance(value, Formula):
        return _formula(row, column, value)
    style = 15
    if isinstance(value, Shown):
        style, value = book.style(value.code), value.value
    elif isinstance(value, date):
        code = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        style, value = book.style(code), _serial(value, date1904)
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def _formula(row: int, column: int, formula: Formula) -> bytes:
    tokens = b"\x1e\x01\x00"  # the number 1; what counts is the stored result
    tail = struct.pack("<HIH", 0, 0, len(tokens)) + tokens
    if isinstance(formula.value, str):
        result = b"\x00" * 6 + b"\xff\xff"
        head = record(0x06, struct.pack("<HHH", row, column, 15) + result + tail)
        return head + record(0x207, _unicode(formula.value))
    return record(0x06, struct.pack("<HHHd", row, column, 15, formula.value) + tail)


def _serial(day: date, date1904: bool) -> float:
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    return (moment - epoch).total_seconds() / 86400


def compound_file(stream: bytes, name: str = "Workbook") -> bytes:
    """Return a compound file with one stream (of up to 7 MB)."""
    stream = stream.ljust(4096, b"\x00")  # shorter ones would have to go into the mini stream
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * 128 < tables + 1 + sectors:
        tables += 1
    if tables > 109:
        raise ValueError("more than this small writer can store")
    chain = [_TABLE] * tables + [_END]  # then the directory, in one sector
    first = len(chain)
    chain += [*range(first + 1, first + sectors), _END]
    chain += [_FREE] * (tables * 128 - len(chain))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += b"".join(struct.pack("<I", i if i < tables else _FREE) for i in range(109))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, first, len(stream))
    directory += _entry("", 0, _FREE, 0, 0) * 2
    table = b"".join(struct.pack("<I", link) for link in chain)
    return header + table + directory + stream.ljust(sectors * _SECTOR, b"\x00")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        raw, length, kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size, 0,
    )  # fmt: skip
