"""A workbook as read: sparse cells, merges, what is hidden.  One shape for every file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from ..model import Raw


class Cell:
    """A cell that holds something.  It is never changed: cells of one content may be one and the same.

    ``kind`` is text | number | date | time | bool | percent | error | formula (a formula without a
    stored result; ``text`` is then "") | picture (WPS DISPIMG).  ``text`` is what a person reads:
    whole numbers without ``.0``, dates as ``2022-06-30``, percentages as ``80%``.
    """

    __slots__ = ("kind", "raw", "text")

    def __init__(self, kind: str, raw: Raw, text: str) -> None:
        self.kind: Final = kind
        self.raw: Final = raw
        self.text: Final = text

    def _parts(self) -> tuple[str, Raw, str]:
        return (self.kind, self.raw, self.text)

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Cell) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return "Cell(kind={!r}, raw={!r}, text={!r})".format(*self._parts())


class Told(NamedTuple):
    """What people must hear of a whole file: what is so, what reading made of it, what to do."""

    said: str
    done: str
    todo: str


@dataclass(slots=True)
class Sheet:
    """One worksheet.  Rows and columns count from 1; only cells that hold something are kept.

    ``covered`` are the places (row, column) whose text lies under a merged area that shows another,
    ``lost_digits`` those of numbers so long that a spreadsheet has put zeros for their last digits.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    part: str = ""
    has_comments: bool = False
    covered: tuple[tuple[int, int], ...] = ()
    lost_digits: tuple[tuple[int, int], ...] = ()

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell, or None where nothing stands."""
        cells = self.rows.get(row)
        return cells.get(column) if cells else None

    def text(self, row: int, column: int) -> str:
        """Return the cell's text, "" where nothing stands."""
        cell = self.at(row, column)
        return cell.text if cell else ""


@dataclass(slots=True)
class Book:
    """One workbook.  ``format`` is xlsx | xls | ods | xlsb | csv; ``notes`` name macros and links;
    ``told`` is what of that people must hear of; ``characters`` how many it holds, about, a text that
    stands in many cells counted once.

    ``properties`` holds docProps: ``title creator lastModifiedBy`` and custom ones by their name.
    """

    format: str
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    notes: tuple[str, ...] = ()
    modified: datetime | None = None
    told: tuple[Told, ...] = ()
    characters: int = field(default=0, compare=False)


class Unreadable(Exception):
    """A file that cannot be read as a workbook; never stops the other files.

    ``reason`` is a short key (encrypted, empty, damaged, not-a-workbook, too-large, busy ...);
    ``message`` says to the unit in Chinese what is wrong and what to do; ``detail`` is for the log.
    """

    def __init__(self, reason: str, message: str, detail: str = "") -> None:
        self.reason, self.message, self.detail = reason, message, detail
        super().__init__(message)
