"""What the cells of one .xlsx workbook stand for: its texts, its number formats, its epoch."""

from __future__ import annotations

from .book import Cell
from .grid_cells import (
    Convert,
    Memo,
    bool_cell,
    error_cell,
    has_lost_digits,
    iso_cell,
    number_converter,
    text_cell,
)
from .grid_limits import Budget
from .grid_xlsx_plain import characters
from .number_formats import GENERAL, Format

_PICTURE = Cell("picture", None, "")


class Columns(dict[str, int]):
    """Column numbers by their letters; 0 for what is no column of a sheet."""

    def __missing__(self, letters: str) -> int:
        number = 0
        if len(letters) > 3 or not letters.isascii() or not letters.isalpha():
            return 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        if number > 16_384:
            return 0
        self[letters] = number
        return number


COLUMNS = Columns()
#: Bytes of a text that is remembered from one workbook to the next, and how many of them.
SHORT, _MOST_SHORT = 96, 4_000


class _ShortTexts(dict[bytes, Cell | None]):
    """Cells of short texts, so many and no more: the same words stand in the lists of all units."""

    def __missing__(self, written: bytes) -> Cell | None:
        if len(self) >= _MOST_SHORT:
            self.clear()
        cell = self[written] = text_cell(characters(written))
        return cell


SHORT_TEXTS = _ShortTexts()


class Values:
    """Functions that turn a stored value into a cell, by the cell's type and style."""

    def __init__(
        self,
        texts: list[Cell | None],
        formats: tuple[Format, ...],
        date1904: bool,
        budget: Budget,
    ) -> None:
        self.budget = budget
        self.has_long_numbers = False
        self._texts = texts
        self._formats = formats
        self._date1904 = date1904
        self._functions: dict[tuple[str, str], Convert] = {}
        self._memos: dict[Convert, Memo] = {}

    def converter(self, kind: str, style: str) -> Convert:
        """Return the function for cells of type `kind` ("" is a number) and style index `style`.

        It gives the same cell for the same text.
        """
        function = self.function(kind, style)
        memo = self._memos.get(function)
        if memo is None:
            memo = self._memos[function] = Memo(function)
        return memo.__getitem__

    def let_go(self) -> None:
        """Forget the functions: they hold the values, which would hold a workbook's texts for long."""
        self._functions.clear()
        self._memos.clear()

    def function(self, kind: str, style: str) -> Convert:
        """Return what `converter` does, without a memory of texts; one function for one meaning."""
        key = (kind, style) if kind in ("", "n", "d") else (kind, "")
        known = self._functions.get(key)
        if known is None:
            known = self._functions[key] = self._make(kind, style)
        return known

    def _make(self, kind: str, style: str) -> Convert:
        if kind == "s":
            return self._shared_text
        if kind in ("", "n"):
            return self._number_function(self._format(style))
        if kind == "b":
            return bool_cell
        if kind == "e":
            return error_cell
        if kind == "d":
            form = self._format(style)
            shows = form.sections[0].shows if form.kind == "date" else "dmy"
            return lambda text: iso_cell(text, shows)
        return self._own_text

    def _number_function(self, form: Format) -> Convert:
        convert = number_converter(form, self._date1904)

        def number(text: str) -> Cell | None:
            cell = convert(text)
            if cell is not None and has_lost_digits(cell):
                self.has_long_numbers = True
            return cell

        return number

    def _format(self, style: str) -> Format:
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        return self._formats[index] if index < len(self._formats) else GENERAL

    def _shared_text(self, index: str) -> Cell | None:
        place = index.strip()
        if not place:
            return None
        if not (place.isascii() and place.isdigit()) or len(place) > 9:
            raise ValueError(f"shared string {index!r}")
        return self._texts[int(place)]

    def _own_text(self, text: str) -> Cell | None:
        self.budget.spend_text(len(text))
        return text_cell(text)


def picture_cell() -> Cell:
    """Return the cell of a picture placed in it; nothing can be read there."""
    return _PICTURE
