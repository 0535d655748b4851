"""Submissions, findings and deadlines as plain tuples that ``marshal`` writes and reads at once.

What is kept between runs is kept in this form.  Most cells hold a text in their own row and column
and are kept as that text alone; only what shows through a merge is kept with its place.  Packing and
unpacking gives an equal value back (a test holds it to that).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from .model import (
    Audience,
    CellRef,
    Due,
    DueKind,
    Finding,
    Level,
    ListKind,
    Raw,
    Row,
    Submission,
    Table,
    Trouble,
    Value,
)

#: Part of every key under which packed values are kept.
FORMAT = 3

Packed = tuple[Any, ...]
_PLAIN = frozenset({str, int, float, bool, type(None)})
_LISTS = tuple(ListKind)
_LIST_NUMBER = {kind: number for number, kind in enumerate(ListKind)}
_LEVELS = {level.value: level for level in Level}
_AUDIENCES = {audience.value: audience for audience in Audience}
_DUE_KINDS = {kind.value: kind for kind in DueKind}


# --------------------------------------------------------------------------- cells


def _pack_raw(raw: Raw) -> Any:
    if raw.__class__ in _PLAIN:
        return raw
    if isinstance(raw, datetime):
        return ("t", raw.isoformat())
    if isinstance(raw, date):
        return ("d", raw.toordinal())
    if isinstance(raw, time):
        return ("c", raw.isoformat())
    if isinstance(raw, timedelta):
        return ("s", raw.days, raw.seconds, raw.microseconds)
    return raw


def _unpack_raw(packed: Any) -> Raw:
    if not isinstance(packed, tuple):
        return packed  # type: ignore[no-any-return]
    kind = packed[0]
    if kind == "d":
        return date.fromordinal(packed[1])
    if kind == "t":
        return datetime.fromisoformat(packed[1])
    if kind == "c":
        return time.fromisoformat(packed[1])
    return timedelta(packed[1], packed[2], packed[3])


def _pack_whole(value: Value) -> Packed:
    at = value.at
    return (value.kind, _pack_raw(value.raw), value.text, value.row, at.column, at.heading)


# --------------------------------------------------------------------------- tables


def _pack_table(table: Table) -> Packed:
    keys = tuple(table.rows[0].cells) if table.rows else ()
    first = table.rows[0].cells if table.rows else {}
    places = [v.at for v in first.values()]
    return (
        _LIST_NUMBER[table.kind],
        table.sheet,
        table.header_row,
        dict(table.columns),
        dict(table.headings),
        table.why,
        table.last_row,
        table.implied,
        keys,
        tuple((at.column, at.heading) for at in places),
        [_pack_row(row, keys, places) for row in table.rows],
        table.says_none,
    )


def _pack_row(row: Row, keys: tuple[str, ...], places: list[CellRef]) -> Packed:
    cells, number = row.cells, row.number
    if tuple(cells) == keys:
        packed: Any = []
        add = packed.append
        for value, place in zip(cells.values(), places, strict=True):
            text, kind, at = value.text, value.kind, value.at
            if value.row != number or not (at is place or _is_column(at, place)):
                add(_pack_whole(value))
            elif kind == "text" and value.raw == text:
                add(text)
            elif kind == "empty" and value.raw is None and not text:
                add(None)
            else:
                add((kind, _pack_raw(value.raw), text))
    else:
        packed = {key: _pack_whole(value) for key, value in cells.items()}
    return (number, row.hidden, packed, tuple(_pack_whole(v) for v in row.extra))


def _is_column(at: CellRef, place: CellRef) -> bool:
    return at.column == place.column and at.heading == place.heading


def unpack_rows(file: str, table: Packed, wanted: Iterable[int] | None = None) -> list[Row]:
    """Return the rows of a packed table, or those at the positions `wanted`."""
    kind, sheet, keys, places, rows = _LISTS[table[0]], table[1], table[8], table[9], table[10]
    columns = [CellRef(file, sheet, 0, column, heading) for column, heading in places]
    found = []
    for position in range(len(rows)) if wanted is None else wanted:
        number, hidden, cells, extra = rows[position]
        values: dict[str, Value] = {}
        if isinstance(cells, dict):
            for key, packed in cells.items():
                values[key] = _unpack_whole(file, sheet, packed)
        else:
            for key, at, packed in zip(keys, columns, cells, strict=True):
                if packed is None:
                    values[key] = Value(None, "", at, "empty", number)
                elif packed.__class__ is str:
                    values[key] = Value(packed, packed, at, "text", number)
                elif len(packed) == 3:
                    values[key] = Value(_unpack_raw(packed[1]), packed[2], at, packed[0], number)
                else:
                    values[key] = _unpack_whole(file, sheet, packed)
        more = tuple(_unpack_whole(file, sheet, v) for v in extra) if extra else ()
        found.append(Row(kind, file, sheet, number, values, hidden, more))
    return found


def _unpack_whole(file: str, sheet: str, packed: Packed) -> Value:
    kind, raw, text, row, column, heading = packed
    return Value(_unpack_raw(raw), text, CellRef(file, sheet, row, column, heading), kind)


def table_without_rows(table: Packed) -> Table:
    """Return a packed table with its heading and no rows."""
    return _table_with(table, ())


def _unpack_table(file: str, table: Packed) -> Table:
    return _table_with(table, tuple(unpack_rows(file, table)))


def _table_with(table: Packed, rows: tuple[Row, ...]) -> Table:
    kind, sheet, header_row, columns, headings, why, last_row, implied = table[:8]
    return Table(
        _LISTS[kind], sheet, header_row, columns, headings, rows, why, last_row, implied, table[11]
    )


# --------------------------------------------------------------------------- submissions


def pack_submission(submission: Submission) -> Packed:
    """Return a submission as plain values."""
    s = submission
    return (
        s.file,
        s.digest,
        s.unit,
        tuple(_pack_table(t) for t in s.tables),
        tuple(pack_trouble(t) for t in s.troubles),
        s.sheet_year,
        s.written.toordinal() if s.written else None,
        s.modified.isoformat() if s.modified else None,
        s.unit_why,
        dict(s.properties),
        s.readable,
    )


def unpack_submission(packed: Packed, *, rows: bool = True) -> Submission:
    """Return the submission; without `rows` its tables are empty."""
    file, digest, unit, tables, troubles, year, written, modified, why, properties, readable = (
        packed
    )
    return Submission(
        file=file,
        digest=digest,
        unit=unit,
        tables=tuple(_unpack_table(file, t) if rows else table_without_rows(t) for t in tables),
        troubles=tuple(unpack_trouble(t) for t in troubles),
        sheet_year=year,
        written=date.fromordinal(written) if written else None,
        modified=datetime.fromisoformat(modified) if modified else None,
        unit_why=why,
        properties=properties,
        readable=readable,
    )


def pack_trouble(trouble: Trouble) -> Packed:
    """Return a trouble as plain values."""
    return (trouble.rule, pack_ref(trouble.ref), dict(trouble.gaps), trouble.field, trouble.value)


def unpack_trouble(packed: Packed) -> Trouble:
    """Return the trouble."""
    rule, ref, gaps, field, value = packed
    return Trouble(rule, CellRef(*ref), gaps, field, value)


# --------------------------------------------------------------------------- findings


def pack_ref(ref: CellRef | None) -> Packed | None:
    """Return a place as a tuple."""
    return None if ref is None else tuple(ref)


def unpack_ref(packed: Packed | None) -> CellRef | None:
    """Return the place."""
    return None if packed is None else CellRef(*packed)


def pack_finding(finding: Finding) -> Packed:
    """Return a finding as plain values."""
    f = finding
    return (
        f.rule,
        f.level.value,
        f.tells.value,
        f.unit,
        f.message,
        f.remedy,
        pack_ref(f.ref),
        f.field,
        f.value,
        f.matter,
        tuple(pack_ref(r) for r in f.more_refs),
    )


def unpack_finding(packed: Packed) -> Finding:
    """Return the finding."""
    rule, level, tells, unit, message, remedy, ref, field, value, matter, more = packed
    return Finding(
        rule,
        _LEVELS[level],
        _AUDIENCES[tells],
        unit,
        message,
        remedy,
        unpack_ref(ref),
        field,
        value,
        matter,
        tuple(CellRef(*r) for r in more),
    )


# --------------------------------------------------------------------------- deadlines


def pack_due(due: Due | None) -> Packed | None:
    """Return a deadline as plain values."""
    if due is None:
        return None
    return (
        due.kind.value,
        pack_day(due.due),
        pack_day(due.start),
        due.why,
        due.text,
        due.warnings,
        tuple(pack_day(d) for d in due.stages),
        due.then,
        pack_day(due.last_workday),
        due.provisional,
    )


def unpack_due(packed: Packed | None) -> Due | None:
    """Return the deadline."""
    if packed is None:
        return None
    kind, due, start, why, text, warnings, stages, then, last, provisional = packed
    days = tuple(date.fromordinal(d) for d in stages)
    return Due(
        _DUE_KINDS[kind],
        unpack_day(due),
        unpack_day(start),
        why,
        text,
        warnings,
        days,
        then,
        unpack_day(last),
        provisional,
    )


def pack_day(day: date | None) -> int | None:
    """Return a day as its number."""
    return None if day is None else day.toordinal()


def unpack_day(number: int | None) -> date | None:
    """Return the day of a number."""
    return None if number is None else date.fromordinal(number)
