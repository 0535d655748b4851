"""What a unit's cells hold, before they become a file of some format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Serial:
    """A day stored as a bare number, no date format (44742)."""

    day: date

    @property
    def number(self) -> int:
        return (self.day - date(1899, 12, 30)).days


@dataclass(frozen=True)
class Dated:
    """A real date under a number format: a code, or the number of a built-in one."""

    day: date
    code: str | int = "yyyy-mm-dd"


@dataclass(frozen=True)
class Percent:
    """A share shown as a percentage."""

    share: float


@dataclass(frozen=True)
class Formula:
    """A formula; ``value`` None where no result is stored with it."""

    text: str
    value: str | float | None = None


@dataclass(frozen=True)
class ErrorValue:
    """An error value such as #N/A."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture in the cell, as WPS stores it: a formula that only WPS knows."""

    name: str


@dataclass(frozen=True)
class Rich:
    """A text of several runs, as a person makes who colours half a word; with reading marks."""

    runs: tuple[str, ...]
    reading: str = ""

    @property
    def text(self) -> str:
        return "".join(self.runs)


Content = (
    str
    | int
    | float
    | bool
    | date
    | Serial
    | Dated
    | Percent
    | Formula
    | ErrorValue
    | Picture
    | Rich
    | None
)
Spot = tuple[int, int]


def plain(content: Content) -> str:
    """Return what a person reads in the cell; used for .csv and for the manifest."""
    if content is None:
        return ""
    if isinstance(content, Dated):
        return content.day.isoformat()
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Serial):
        return str(content.number)
    if isinstance(content, Percent):
        return f"{content.share * 100:g}%"
    if isinstance(content, Picture):
        return f'=DISPIMG("{content.name}",1)'
    if isinstance(content, Formula):
        return "" if content.value is None else str(content.value)
    if isinstance(content, ErrorValue | Rich):
        return content.text
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    return f"{content:g}" if isinstance(content, float) else str(content)


@dataclass
class Page:
    """A worksheet to be written: cells by (row, column) from 1, merges, what is hidden."""

    name: str
    cells: dict[Spot, Content] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row: int, column: int, content: Content) -> None:
        """Set a cell; nothing and "" leave it out."""
        if content is not None and content != "":
            self.cells[row, column] = content

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge an area of more than one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def seen_at(self, row: int, column: int) -> Spot:
        """Return the cell that a person sees at a place: the top-left one of its merge."""
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def grid(self) -> list[list[Content]]:
        """Return the cells as rows from A1 on."""
        if not self.cells:
            return []
        height = max(r for r, _ in self.cells)
        width = max(c for _, c in self.cells)
        return [[self.cells.get((r, c)) for c in range(1, width + 1)] for r in range(1, height + 1)]


def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(spot: Spot) -> str:
    """Return a cell's address as a person writes it."""
    return f"{letters(spot[1])}{spot[0]}"
