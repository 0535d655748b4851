"""Which sheets of a workbook count where several hold one list: copies, drafts, versions, parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import ListKind, Plan, Table, Trouble
from . import superseded as old
from .lines import is_note
from .table_reading import ReadTable
from .tables import SheetTables


def tables_of(read: list[ReadTable]) -> list[Table]:
    """Return the lists of all tables read."""
    return [table for part in read for table in part.tables]


def past_sheets(
    held: Mapping[str, set[ListKind]], sheets: Sequence[SheetTables], file: str, plan: Plan
) -> dict[str, Trouble]:
    """Return the sheets that hold drafts or lists of former years, with what to tell of them.

    `held` are the lists that stand on each sheet.
    """
    if len(held) < 2:
        return {}
    kinds = {name: frozenset(own) for name, own in held.items()}
    found = old.old_sheets(tuple(_described(sheets).values()), kinds, plan.start.year)
    troubles: dict[str, Trouble] = {}
    for name, why in found.items():
        news = [n for n, own in kinds.items() if n not in found and own & kinds[name]]
        troubles[name] = old.told(
            file, sorted(kinds[name], key=list(ListKind).index), name, news, why
        )
    return troubles


def leave_out_versions(
    read: list[ReadTable], sheets: list[SheetTables], file: str
) -> Iterator[Trouble]:
    """Take lists out that stand on two sheets in two versions; return what to tell of them."""
    tables: Sequence[Table] = tables_of(read)
    if len({t.kind for t in tables}) < len(tables):
        tables = without_copies(tables_of(read))
    if len({t.kind for t in tables}) == len(tables):
        return iter(())
    parts = old.gathered(tables)
    gone = {id(t) for t in parts}
    found = old.versions([t for t in tables if id(t) not in gone], _described(sheets))
    gone |= {id(one) for one, _, _ in found}
    for part in read:
        if any(id(t) in gone for t in part.tables):
            part.tables = [t for t in part.tables if id(t) not in gone]
            part.troubles = part.troubles if part.tables else []
    return iter([old.told(file, [o.kind], o.sheet, [n.sheet], why) for o, n, why in found])


def without_copies(tables: list[Table]) -> tuple[Table, ...]:
    """Leave out lists that were copied to another sheet as they are; the one that shows stays."""
    if len({t.kind for t in tables}) == len(tables):
        return tuple(tables)
    kept: dict[tuple[object, ...], Table] = {}
    for table in sorted(tables, key=lambda t: any(row.hidden for row in t.rows)):
        kept.setdefault((table.kind, old.said(table) or (table.sheet, table.header_row)), table)
    return tuple(t for t in tables if any(t is k for k in kept.values()))


def _described(sheets: Sequence[SheetTables]) -> dict[str, old.Sheet]:
    """Return what may tell that a sheet is an old one, by its name."""
    found: dict[str, old.Sheet] = {}
    for place, sheet in enumerate(sheets):
        name = sheet.view.sheet.name
        titles = tuple(x.text for f in sheet.found for x in f.above if not is_note(x.text))
        found[name] = old.Sheet(name, titles, place)
    return found
