"""A unit's workbook as read, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .cells import CellRef, Value
from .plan import Phase
from .understood import Due, PersonName, StatusReading, UnitMatch
from .vocabulary import ListKind


@dataclass(slots=True)
class Row:
    """A filled row of a list as read: field key -> value, nothing interpreted; never changed.

    Fields that the list has no column for are absent; empty cells of a known column are present
    with ``kind`` "empty".  Not frozen, for the same reason as `TaskRow`.
    """

    kind: ListKind
    file: str
    sheet: str
    number: int
    cells: Mapping[str, Value]
    hidden: bool = False
    extra: tuple[Value, ...] = ()

    def get(self, field_key: str) -> Value | None:
        """Return the value of a field, or None where it is empty or has no column."""
        value = self.cells.get(field_key)
        return None if value is None or value.kind == "empty" or not value.text else value

    def text(self, field_key: str) -> str:
        """Return the text of a field, "" where it is empty or has no column."""
        value = self.cells.get(field_key)
        return value.text if value is not None else ""

    def ref(self, field_key: str) -> CellRef:
        """Return the place of a field; the row itself where the list has no such column."""
        value = self.cells.get(field_key)
        return value.ref if value is not None else CellRef(self.file, self.sheet, self.number)


@dataclass(frozen=True, slots=True)
class Table:
    """One list found on a sheet: where its heading is and what the columns were taken for.

    ``implied`` where the sheet names another list only, and this one stands in its further columns:
    a list handed in under its own name comes before it.  ``says_none`` where it has no row because
    the unit wrote that it has nothing to report (无, 本月无问题).
    """

    kind: ListKind
    sheet: str
    header_row: int
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    rows: tuple[Row, ...]
    why: str = ""
    last_row: int = 0
    implied: bool = False
    says_none: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that reading found out, to become a finding of `rule`; gaps fill the wording."""

    rule: str
    ref: CellRef
    gaps: Mapping[str, str] = field(default_factory=dict)
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One workbook of a unit, read.

    ``unit`` is the unit's id, None where nothing names one; ``period`` what the workbook says of
    itself; ``modified`` is the file's own time, None where it has none (UTC).
    """

    file: str
    digest: str
    unit: str | None
    tables: tuple[Table, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    sheet_year: int | None = None
    written: date | None = None
    modified: datetime | None = None
    unit_why: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    readable: bool = True

    @property
    def waits(self) -> bool:
        """Whether it could not be looked at this time (being saved, folder shut): nothing is concluded."""
        return not self.readable and not self.troubles

    def rows(self, kind: ListKind) -> Iterator[Row]:
        """Yield the rows of one list."""
        for table in self.tables:
            if table.kind is kind:
                yield from table.rows


@dataclass(slots=True)
class TaskRow:
    """A row of a list with its cells understood; never changed once it is made.

    ``due`` None: no such column or nothing in it.  ``status`` None likewise.  ``leads`` and
    ``co_units`` hold every unit named.  Not frozen: that would make each of the many thousands of
    rows of a run five times dearer to make.
    """

    row: Row
    unit: str
    due: Due | None = None
    status: StatusReading | None = None
    leads: tuple[UnitMatch, ...] = ()
    co_units: tuple[UnitMatch, ...] = ()
    persons: tuple[PersonName, ...] = ()
    handlers: tuple[PersonName, ...] = ()
    leaders: tuple[PersonName, ...] = ()
    done_on: Due | None = None
    extend_to: Due | None = None
    collected_on: Due | None = None
    starts_on: Due | None = None
    phase: Phase | None = None

    @property
    def kind(self) -> ListKind:
        """The list this row stands in."""
        return self.row.kind

    def text(self, field_key: str) -> str:
        """Return the text of a field, "" where it is empty or has no column."""
        value = self.row.cells.get(field_key)
        return value.text if value is not None else ""

    def has(self, field_key: str) -> bool:
        """Whether the list has a column for this field (filled or not)."""
        return field_key in self.row.cells

    @property
    def title(self) -> str:
        """The row's own words: task, or problem, or progress."""
        return (
            self.text("task") or self.text("problem") or self.text("progress") or self.text("seq")
        )
