"""Cells and rows of the consolidated workbook as XML, written fast and without addresses.

A row without ``r`` stands below the one before it, a cell without ``r`` beside the one before it:
that is how rows can be written before anybody knows where they will stand.  (Reporting services and
many exporters write sheets so; Excel, LibreOffice, openpyxl and calamine read them.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..model import Level, Value
from .consolidated_styles import STYLES
from .sheet_text import inline, lines_in, looks_like_formula, serial

#: Points of a line of text at 10 points, and the least and greatest height of a row.
_LINE, _MIN_HEIGHT, _MAX_HEIGHT = 13.5, 19.0, 405.0

#: The kinds of values that stay numbers; looks of the same names show them.
_NUMBERS = ("number", "percent")
_BLANK = {fill: f'<c s="{STYLES["text", fill]}"/>' for _, fill in STYLES}
_OPEN = {key: f'<c s="{number}" t="inlineStr">' for key, number in STYLES.items()}
_NUMBER_OPEN = {key: f'<c s="{number}"><v>' for key, number in STYLES.items()}
#: What stands before and behind the text of a plain cell, by look; see `are_simple`.
SIMPLE_OPEN = {look: f"{_OPEN[look, fill]}<is><t>" for look, fill in STYLES if not fill}
SIMPLE_CLOSE = "</t></is></c>"
_LINES_OPEN = f'{_OPEN["text", ""]}<is><t xml:space="preserve">'
BLANK = _BLANK[""]


def text_cell(text: str, fill: str = "", look: str = "text") -> str:
    """Return a cell of text; what looks like a formula stays text when somebody edits it."""
    if not text:
        return _BLANK[fill]
    if look == "text" and looks_like_formula(text):
        look = "quoted"
    return f"{_OPEN[look, fill]}{inline(text)}</c>"


def simple_cell(text: str, fill: str = "", look: str = "text") -> str:
    """Return a cell of text that is known to be simple; see `are_simple`."""
    return f"{_OPEN[look, fill]}<is><t>{text}</t></is></c>" if text else _BLANK[fill]


def simple_lines_cell(lines: Sequence[str]) -> str:
    """Return a cell of lines that are known to be simple; see `are_simple`."""
    if len(lines) > 1:
        return f"{_LINES_OPEN}{chr(10).join(lines)}{SIMPLE_CLOSE}"
    return f"{SIMPLE_OPEN['text']}{lines[0]}{SIMPLE_CLOSE}" if lines else BLANK


def number_cell(value: float | None, fill: str = "", look: str = "number") -> str:
    """Return a cell of a number; nothing where there is none."""
    if value is None:
        return _BLANK[fill]
    return f"{_NUMBER_OPEN[look, fill]}{value!r}</v></c>"


@lru_cache(maxsize=4096)
def date_cell(day: date | None, fill: str = "") -> str:
    """Return a cell of a day; nothing where there is none."""
    if day is None:
        return _BLANK[fill]
    return f'<c s="{STYLES["date", fill]}"><v>{serial(day)}</v></c>'


class ValueLook(NamedTuple):
    """How a column shows its texts; ``as_text``: numbers in it are texts (of things, registrations)."""

    look: str
    as_text: bool


def value_cell(value: Value, level: Level | None, column: ValueLook) -> str:
    """Return a cell that holds what stands in a unit's cell, with its type and a fill by level.

    Days and numbers stay what they are (numbers of things stay text); all else is text.
    """
    fill, kind, raw = level or "", value.kind, value.raw
    look, as_text = column
    if kind == "text" or as_text:
        return text_cell(value.text, fill, look)
    if kind == "date" and isinstance(raw, date):
        return date_cell(raw, fill)
    if (
        kind in _NUMBERS
        and isinstance(raw, (int, float))  # a union costs more than all the rest
        and not isinstance(raw, bool)
        and abs(raw) < 1e15
    ):
        return number_cell(raw, fill, kind)
    return text_cell(value.text, fill, look)


def row_xml(cells: Iterable[str], lines: int) -> str:
    """Return a row high enough for `lines` lines of text; it still grows when somebody edits it."""
    return f"{row_open(lines)}{''.join(cells)}</row>"


@lru_cache(maxsize=512)
def row_open(lines: int) -> str:
    """Return the start of such a row."""
    height = min(max(lines * _LINE + 5, _MIN_HEIGHT), _MAX_HEIGHT)
    return f'<row ht="{height}">'


def most_lines(
    texts: Iterable[str], rooms: Iterable[int], most: int = 1, *, broken: bool = True
) -> int:
    """Return how many lines the text takes that needs most in its column; see `room_for_text`.

    It is `most` where none needs more.  Not `broken`: no text has a line break of its own.
    """
    for text, room in zip(texts, rooms, strict=False):
        if 2 * len(text) > most * room or (broken and "\n" in text):
            lines = lines_in(text, room)
            if lines > most:
                most = lines
    return most
