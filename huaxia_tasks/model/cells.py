"""Cells as read, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1, as a spreadsheet shows them (28 -> AB)."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class CellRef:
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


@dataclass(frozen=True, slots=True)
class Value:
    """One filled or empty cell of a list: what stands there, as text, and where.

    ``kind`` is one of ``text number date time bool percent error formula empty`` (``formula``: a
    formula without a stored result; ``error``: #N/A and the like).  ``text`` is what a person
    reads, cleaned of control characters and outer blanks; ``raw`` is the stored value.
    """

    raw: Raw
    text: str
    ref: CellRef
    kind: str = "text"

    @property
    def is_filled(self) -> bool:
        """Whether anything at all stands in the cell."""
        return self.kind != "empty" and bool(self.text)
