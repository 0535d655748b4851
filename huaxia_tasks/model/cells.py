"""Cells as read, and where they stand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1, as a spreadsheet shows them (28 -> AB)."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class CellRef(NamedTuple):
    """A place in a unit's workbook as a person sees it.

    ``file`` is relative to the office folder, with ``/``.  ``row`` or ``column`` 0 means the whole
    sheet (or file, where ``sheet`` is empty too).
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    heading: str = ""

    @property
    def address(self) -> str | None:
        """The cell's address (``J7``), or None where this is not one cell."""
        if self.row and self.column:
            return f"{column_letters(self.column)}{self.row}"
        return None


Raw = str | int | float | bool | date | datetime | time | timedelta | None


class Value:
    """One filled or empty cell of a list: what stands there, as text, and where.

    ``kind`` is one of ``text number date time bool percent error formula empty`` (``formula``: a
    formula without a stored result; ``error``: #N/A and the like).  ``text`` is what a person
    reads, cleaned of control characters and outer blanks; ``raw`` is the stored value.

    A workbook has a thousand values, of which few are ever asked for their place: ``ref`` is made
    when it is asked for, from the place of the column, ``at``, and the ``row``.  Nobody changes a value;
    the type checker sees to it, since a class that did so itself would take twice as long to make.
    """

    __slots__ = ("at", "kind", "raw", "row", "text")

    def __init__(self, raw: Raw, text: str, ref: CellRef, kind: str = "text", row: int = 0) -> None:
        """`ref` is the place of the cell; with `row` that of its column will do."""
        self.raw: Final = raw
        self.text: Final = text
        self.kind: Final = kind
        self.at: Final = ref
        self.row: Final = row or ref.row

    @property
    def ref(self) -> CellRef:
        """The place of the cell."""
        at, row = self.at, self.row
        return at if at.row == row else CellRef(at.file, at.sheet, row, at.column, at.heading)

    @property
    def is_filled(self) -> bool:
        """Whether anything at all stands in the cell."""
        return self.kind != "empty" and bool(self.text)

    def _parts(self) -> tuple[Raw, str, CellRef, str]:
        return (self.raw, self.text, self.ref, self.kind)

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Value) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return "Value(raw={!r}, text={!r}, ref={!r}, kind={!r})".format(*self._parts())
