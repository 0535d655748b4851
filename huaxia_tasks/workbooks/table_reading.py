"""Reading one found table: its rows as rows of one list or of several, and its troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import cast

from ..model import CellRef, ListKind, Plan, Row, Table, Trouble, Value, column_letters
from ..wording import join
from .cards import RelaidView
from .headings import HeadingIndex
from .headings_ambiguous import Beside
from .headings_block import Found
from .table_columns import Columns, column_at, columns_of
from .table_folds import fold_rows
from .table_kinds import Decision
from .table_rows import (
    Place,
    Record,
    RowReader,
    Sources,
    belongs_to,
    is_hollow,
    is_prefilled,
    is_row,
    make_row,
    says_none,
    says_nothing,
)

_FEW = 3
_TEXT_OF_TASK = ("task", "item_id", "problem_id", "problem")


@dataclass(slots=True)
class ReadTable:
    """One table of a sheet: as many `Table`s as it is lists, and what is wrong with it."""

    tables: list[Table] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read_table(
    found: Found,
    rows: list[int],
    decision: Decision,
    index: HeadingIndex,
    file: str,
    plan: Plan,
    day: date | None,
) -> ReadTable:
    """Return the table read; nothing where it is none of the lists."""
    kinds = decision.kinds
    if not kinds:
        return ReadTable()
    by_kind, sources, unused = _columns(found, rows, kinds, index, day)
    place = Place(found.view, file, found.view.sheet.name)
    reader = RowReader(place, sources.columns)
    records = _records(rows, reader, kinds, sources, _examples(index, kinds))
    none = not records and (
        any(says_none(r, sources) for r in reader.records)
        or any(says_nothing(line.text) for line in found.around)
    )
    extras = _extras(found, records, unused, place)
    read = ReadTable()
    for kind in kinds:
        keys = sources.of_kind[kind] if len(kinds) > 1 else None
        kept = [r for r in records if keys is None or belongs_to(r, kind, sources)]
        made = tuple(
            make_row(r, kind, keys, place, extras.get(r.number, ()) if kind is kinds[0] else ())
            for r in kept
        )
        if decision.named not in (None, kind) and _is_left_blank(made, kind, sources):
            continue
        table = _table(found, kind, by_kind[kind], made, decision)
        read.tables.append(replace(table, says_none=True) if none and not made else table)
    read.troubles += _without_value(records, sources, extras, found)
    if not found.goes_on:  # what is wrong with the headings is told where they stand
        read.troubles += _unknown_headings(found, unused, extras, place)
        read.troubles += _blank_headings(found, records, place)
        if decision.sure and records:
            asked = {k: c for k, c in by_kind.items() if decision.named in (None, k)}
            read.troubles += _missing(found, asked, plan, place)
    if isinstance(found.view, RelaidView):
        read = _put_back(read, found.view.places, _there(found))
    return read


def _is_left_blank(rows: tuple[Row, ...], kind: ListKind, sources: Sources) -> bool:
    """Whether columns of a further list (完成状态 in a 任务清单) hold nothing yet."""
    own = sources.of_kind[kind].keys() - {
        f for other, keys in sources.of_kind.items() if other is not kind for f in keys
    }
    return bool(own) and not any(row.get(key) for row in rows for key in own)


def _there(found: Found) -> Callable[[CellRef], CellRef]:
    """Return what says where a cell really stands: it differs where a sheet was laid out anew."""
    if not isinstance(found.view, RelaidView):
        return lambda ref: ref
    places = found.view.places

    def there(ref: CellRef) -> CellRef:
        row, column = places.get((ref.row, ref.column)) or places[0, 0]
        return ref._replace(row=row, column=column if ref.column else 0)

    return there


def _put_back(
    read: ReadTable,
    places: Mapping[tuple[int, int], tuple[int, int]],
    there: Callable[[CellRef], CellRef],
) -> ReadTable:
    """Return a table that was laid out anew with all its cells where they really stand."""

    def value(one: Value) -> Value:
        return Value(one.raw, one.text, there(one.ref), one.kind)

    def row(one: Row) -> Row:
        cells = {key: value(v) for key, v in one.cells.items()}
        number = places[one.number, 0][0]
        return replace(one, number=number, cells=cells, extra=tuple(map(value, one.extra)))

    tables = [
        replace(t, header_row=places[0, 0][0], rows=tuple(map(row, t.rows))) for t in read.tables
    ]
    return ReadTable(tables, [replace(t, ref=there(t.ref)) for t in read.troubles])


def _columns(
    found: Found,
    rows: list[int],
    kinds: tuple[ListKind, ...],
    index: HeadingIndex,
    day: date | None,
) -> tuple[dict[ListKind, Columns], Sources, dict[int, str]]:
    """Return the columns and, with why, those that no list uses.

    They are kept with the heading where no content had to be looked at.
    """
    memo = found.block.memo.get(kinds)
    if memo is None:
        beside = Beside(found.view, found.heads, rows, kinds, index, day)
        by_kind = columns_of(beside)
        sources = Sources(by_kind)
        memo = (by_kind, sources, _unused(by_kind, sources))
        if not beside.looked:
            found.block.memo[kinds] = memo
    return cast("tuple[dict[ListKind, Columns], Sources, dict[int, str]]", memo)


def _unused(by_kind: Mapping[ListKind, Columns], sources: Sources) -> dict[int, str]:
    """Return the columns that no list uses, with why."""
    used = {c for column in sources.columns.values() for c in column.columns}
    unused = {c: why for columns in by_kind.values() for c, why in columns.unused.items()}
    return {c: why for c, why in unused.items() if c not in used}


def _records(
    rows: list[int],
    reader: RowReader,
    kinds: tuple[ListKind, ...],
    sources: Sources,
    examples: Mapping[str, str],
) -> list[Record]:
    """Return the rows that say something, without formulas and defaults dragged beyond the end."""
    records = [r for row in rows if is_row(r := reader.read(row), kinds, sources, examples)]
    for trailing, least in ((is_hollow, 1), (is_prefilled, 2)):
        end = len(records)
        while end and trailing(records[end - 1], sources):
            end -= 1
        if end and len(records) - end >= least:
            del records[end:]
    return fold_rows(records, kinds, sources, reader.place)


def _examples(index: HeadingIndex, kinds: tuple[ListKind, ...]) -> dict[str, str]:
    if len(kinds) == 1:
        return index.examples.get(kinds[0], {})
    return dict(chain.from_iterable(index.examples.get(kind, {}).items() for kind in kinds))


def _table(
    found: Found, kind: ListKind, columns: Columns, rows: tuple[Row, ...], decision: Decision
) -> Table:
    last = rows[-1].number if rows else found.bottom
    return Table(
        kind=kind,
        sheet=found.view.sheet.name,
        header_row=found.top,
        columns={key: column.columns[0] for key, column in columns.by_field.items()},
        headings=found.block.headings,
        rows=rows,
        why=decision.why,
        last_row=last,
        implied=decision.named not in (None, kind),
    )


def _extras(
    found: Found, records: list[Record], unused: Mapping[int, str], place: Place
) -> dict[int, tuple[Value, ...]]:
    """Return, by row, the filled cells of columns that are not used."""
    if not unused:
        return {}
    texts = {h.column: h.text for h in found.heads}
    columns = {str(c): column_at(str(c), (c,), (texts[c],), "") for c in unused}
    reader = RowReader(place, columns)
    extras: dict[int, tuple[Value, ...]] = {}
    for record in records:
        read = reader.read(record.number)
        filled = tuple(read.values[key] for key in columns if read.owns(key))
        if filled:
            extras[record.number] = filled
    return extras


def _unknown_headings(
    found: Found, unused: Mapping[int, str], extras: Mapping[int, tuple[Value, ...]], place: Place
) -> Iterator[Trouble]:
    for head in found.heads:
        if head.column not in unused:
            continue
        count = sum(v.at.column == head.column for values in extras.values() for v in values)
        if count:
            ref = CellRef(place.file, place.sheet, head.row, head.column, head.text)
            gaps = {"栏目": head.text, "说明": unused[head.column], "行数": str(count)}
            yield Trouble("unknown-heading", ref, gaps, value=head.text)


def _blank_headings(found: Found, records: list[Record], place: Place) -> Iterator[Trouble]:
    """Yield columns within the table, or right behind it, that hold content under an empty heading."""
    columns, behind, cells = found.block.blank_columns, found.right + 1, found.view.sheet.rows
    if any(behind in cells.get(record.number, ()) for record in records):
        origins = (found.view.origin(r, behind) for r in range(found.top, found.bottom + 1))
        if not any(found.view.sheet.text(*at).strip() for at in origins):
            columns = (*columns, behind)
    for column in columns:
        visible = (found.view.visible(r.number).get(column) for r in records)
        count = sum(cell is not None and bool(cell.text.strip()) for cell in visible)
        if count:
            ref = CellRef(place.file, place.sheet, found.bottom, column)
            name = f"{column_letters(column)}列（没有写栏目名）"
            yield Trouble("unknown-heading", ref, {"栏目": name, "说明": "", "行数": str(count)})


def _without_value(
    records: list[Record],
    sources: Sources,
    extras: Mapping[int, tuple[Value, ...]],
    found: Found,
) -> Iterator[Trouble]:
    """Yield formulas without a result and error values, a whole column of them as one."""
    there = _there(found)
    bad: dict[int, list[tuple[str | None, Value]]] = {}
    seen: set[CellRef] = set()
    for record in records:
        if not record.bad and not record.lost and record.number not in extras:
            continue
        named = [(sources.columns[k].field, record.values[k]) for k in record.bad]
        named += [(sources.columns[k].field, value) for k, value in record.lost]
        for key, value in [*named, *((None, v) for v in extras.get(record.number, ()))]:
            if value.kind in ("formula", "error") and key != "seq" and value.ref not in seen:
                seen.add(value.ref)
                bad.setdefault(value.at.column, []).append((key, value))
    for values in bad.values():
        shown = values if len(values) <= _FEW else values[:1]
        cells = join(there(v.ref).address or "" for _, v in values[:5])
        for key, value in shown:
            text = f"“{value.text}”" if value.text else ""
            said = "" if shown is values else f"本列共{len(values)}个单元格如此（{cells}等）"
            gaps = {"显示": text, "说明": said}
            yield Trouble("formula-without-value", value.ref, gaps, key, value.text or None)


def _missing(
    found: Found, by_kind: Mapping[ListKind, Columns], plan: Plan, place: Place
) -> Iterator[Trouble]:
    """Yield needed columns that are not there, each once; an undecided heading may be one."""
    told: set[str] = set()
    for kind, columns in by_kind.items():
        spec = plan.list_spec(kind)
        for column in spec.columns if spec else ():
            key = column.field
            if not column.needed or key in columns.by_field or key in told | columns.open_fields:
                continue
            if key in _TEXT_OF_TASK[:2] and any(k in columns.by_field for k in _stand_in(kind)):
                continue
            told.add(key)
            ref = CellRef(place.file, place.sheet, found.top)
            gaps = {"清单": kind.value, "栏目": column.heading}
            yield Trouble("missing-column", ref, gaps, key)


def _stand_in(kind: ListKind) -> tuple[str, ...]:
    """Return the fields that say which task is meant where the task itself is not written."""
    late = kind in (ListKind.DUTIES, ListKind.COMPLETIONS)
    return _TEXT_OF_TASK if late else ("task",)
