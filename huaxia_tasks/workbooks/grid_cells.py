"""Stored values become cells: what is meant, and what a person reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ..model import Raw, column_letters
from ..patterns import regex
from .book import Cell
from .number_formats import Format, Section, section_for, show

Convert = Callable[[str], Cell | None]
_DAY = 86_400
_EPOCH_1900 = date(1899, 12, 30).toordinal()
_EPOCH_1904 = date(1904, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
_ESCAPE = regex(r"_x([0-9A-Fa-f]{4})_")
_MOST_FIGURES, _LONGEST_FIGURE = 2_000, 32
_INTEGER = regex(r"-?(?:0|[1-9][0-9]{0,14})")
_ISO = regex(
    r"(?:(\d{4})-(\d\d)-(\d\d))?"
    r"(?:T?(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?"
)
_PERIOD = regex(r"PT?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")


def text_cell(text: str) -> Cell | None:
    """Return a text cell, or None where only blanks stand."""
    if text and text[0] not in " =" and text.isprintable() and "_x" not in text:
        return Cell("text", text, text)  # nearly every text
    if not text or text.isspace():
        return None
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None
    if text[0] == "=" and text.startswith("=DISPIMG("):
        return Cell("picture", text, "")
    return Cell("text", text, text)


def _unescaped(match: re.Match[str]) -> str:
    """``_x000D_`` is a carriage return, ``_x005F_`` an underscore; surrogates stay as written."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def bool_cell(text: str) -> Cell | None:
    """Return a cell of TRUE or FALSE."""
    word = text.strip().lower()
    if not word:
        return None
    value = word in ("1", "true")
    return Cell("bool", value, "TRUE" if value else "FALSE")


def error_cell(text: str) -> Cell | None:
    """Return a cell of an error value such as #N/A."""
    word = text.strip()
    return Cell("error", word, word) if word else None


def formula_cell(formula: str) -> Cell:
    """Return the cell of a formula without a stored result."""
    return Cell("picture", None, "") if "DISPIMG(" in formula else Cell("formula", None, "")


def plain_number(text: str) -> Cell | None:
    """Return the cell of a number under a format that changes nothing."""
    if _INTEGER.fullmatch(text):
        return Cell("number", int(text), text)
    parsed = _parse(text)
    if parsed is None:
        return text_cell(text)
    raw, shown, _ = parsed
    return Cell("number", raw, shown)


def _parse(text: str) -> tuple[int | float, str, float] | None:
    """Return (stored value, its text, the same as float), or None where `text` is no number.

    All digits of a whole number are kept; of a fraction 15, as a spreadsheet shows it.
    """
    text = text.strip()
    try:
        value = float(text)
    except ValueError:
        return None
    if value - value != 0:  # infinite or not a number
        return None
    if value.is_integer() and abs(value) < 1e21:
        try:
            whole = int(Decimal(text)) if value else 0
        except (InvalidOperation, ValueError):
            whole = int(value)
        return whole, str(whole), value
    shown = f"{value:.15g}"
    if "e" in shown and abs(value) > 1e-15:
        shown = format(Decimal(shown), "f")
    return value, shown, value


def percent_text(value: float) -> str:
    """Return ``80%`` for 0.8: two decimals at most, and never 100% for a little less than all."""
    shown = round(value * 100, 2)
    if shown == 100 and value < 1:
        shown = 99.99
    return f"{shown:.2f}".rstrip("0").rstrip(".") + "%"


@lru_cache(maxsize=32)
def number_converter(form: Format, date1904: bool = False) -> Convert:
    """Return the function that turns a stored number into a cell under `form`.

    It remembers the figures that it saw last: all units write days of the same few months.
    """
    return _Figures(plain_number if form.plain else _under(form, date1904)).__getitem__


def _under(form: Format, date1904: bool) -> Convert:
    def convert(text: str) -> Cell | None:
        parsed = _parse(text)
        if parsed is None:
            return text_cell(text)
        raw, shown, value = parsed
        section = section_for(form, value)
        if section.kind == "percent":
            return Cell("percent", value, percent_text(value))
        if section.kind in ("date", "time", "duration"):
            cell = serial_cell(value, section, date1904)
            return cell or Cell("number", raw, shown)
        return Cell("number", raw, show(section, shown) or shown)

    return convert


def serial_cell(serial: float, section: Section, date1904: bool) -> Cell | None:
    """Return the cell of a serial day number; None where there is no such day.

    Serial 60 (29 February 1900, which never was), negative ones and those past the year 9999 are
    no days.  A month without a day (format ``yyyy"年"m"月"`` on the first of it) is the words
    2022年6月: that is what was typed, and it does not mean the first.
    """
    if section.kind == "duration":
        return duration_cell(timedelta(seconds=round(serial * _DAY))) if serial < 1e6 else None
    if serial < 0 or serial > 3e6:
        return None
    days, seconds = divmod(round(serial * _DAY), _DAY)
    if section.kind == "time" and days == 0:
        return time_cell(seconds)
    day = _day_of(days, date1904)
    if day is None:
        return time_cell(seconds) if days == 0 and seconds and "t" in section.shows else None
    return day_cell(day, seconds if "t" in section.shows else 0, section.shows)


def _day_of(days: int, date1904: bool) -> date | None:
    if date1904:
        ordinal = _EPOCH_1904 + days
    elif days == 60 or days == 0:
        return None
    else:
        ordinal = _EPOCH_1900 + days + (days < 60)
    return date.fromordinal(ordinal) if ordinal <= _LAST_DAY else None


def day_cell(day: date, seconds: int = 0, shows: str = "dmy") -> Cell:
    """Return the cell of a day, with a time of day where `seconds` is not 0."""
    if seconds:
        return moment_cell(datetime.combine(day, _clock(seconds)))
    if "d" not in shows and "w" not in shows and day.day == 1:
        if "m" in shows:
            words = f"{day.year}年{day.month}月"
            return Cell("text", words, words)
        if shows == "y" and day.month == 1:
            return Cell("text", f"{day.year}年", f"{day.year}年")
    return Cell("date", day, day.isoformat())


def moment_cell(moment: datetime) -> Cell:
    """Return the cell of a day with a time of day; seconds are shown where they are not 0."""
    return Cell("date", moment, moment.isoformat(" ", "seconds").removesuffix(":00"))


def _clock(seconds: int) -> time:
    minutes, rest = divmod(seconds, 60)
    return time(minutes // 60, minutes % 60, rest)


def time_cell(seconds: int) -> Cell:
    """Return the cell of a time of day."""
    value = _clock(seconds % _DAY)
    return Cell("time", value, value.isoformat("seconds").removesuffix(":00"))


def duration_cell(span: timedelta) -> Cell:
    """Return the cell of a span of hours (``36:00``)."""
    total = int(span.total_seconds())
    sign, total = ("-", -total) if total < 0 else ("", total)
    text = f"{sign}{total // 3600}:{total % 3600 // 60:02d}:{total % 60:02d}"
    return Cell("time", span, text.removesuffix(":00"))


def iso_cell(text: str, shows: str = "dmy") -> Cell | None:
    """Return the cell of an ISO 8601 date, time or period; a text where it is none."""
    word = text.strip()
    match = _ISO.fullmatch(word)
    if not match or not word or (match[1] is None and match[4] is None):
        return _period_cell(word) or text_cell(text)
    hours, minutes, seconds = (int(part or 0) for part in match.group(4, 5, 6))
    try:
        clock = time(hours, minutes, seconds)
        if match[1] is None:
            return Cell("time", clock, clock.isoformat("seconds").removesuffix(":00"))
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return text_cell(text)
    return day_cell(day, (hours * 60 + minutes) * 60 + seconds, shows)


def _period_cell(word: str) -> Cell | None:
    match = _PERIOD.fullmatch(word)
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if days > 100_000 or hours > 1_000_000 or minutes > 10**8 or seconds > 10**8:
        return None
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    total = int(span.total_seconds())
    return time_cell(total) if total < _DAY else duration_cell(span)


class Memo(dict[str, Cell | None]):
    """Cells by stored text: in a unit's list the same days and figures come again and again."""

    __slots__ = ("_convert",)

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: str) -> Cell | None:
        cell = self[text] = self._convert(text)
        return cell


class _Figures(Memo):
    """Cells by stored figure over many workbooks: so many and no more."""

    __slots__ = ()

    def __missing__(self, text: str) -> Cell | None:
        if len(text) > _LONGEST_FIGURE:
            return self._convert(text)
        if len(self) >= _MOST_FIGURES:
            self.clear()
        return super().__missing__(text)


def has_lost_digits(cell: Cell) -> bool:
    """Whether a number is so long that a spreadsheet has put zeros for its last digits."""
    raw: Raw = cell.raw
    return cell.kind == "number" and type(raw) is int and abs(raw) >= 10**15


def lost_places(rows: dict[int, dict[int, Cell]]) -> tuple[tuple[int, int], ...]:
    """Return row and column of each number of more than 15 digits."""
    return tuple(
        (row, column)
        for row, cells in rows.items()
        for column, cell in cells.items()
        if has_lost_digits(cell)
    )


def long_numbers(name: str, found: Sequence[tuple[int, int]]) -> list[str]:
    """Return a note on the sheet's numbers of more than 15 digits, none where there are none."""
    places = [f"{column_letters(column)}{row}" for row, column in found]
    if not places:
        return []
    more = f"等 {len(places)} 处" if len(places) > 1 else ""
    return [
        f"工作表“{name}”{places[0]}{more}是超过 15 位的数字，末几位可能已被表格软件改成 0，"
        "身份证号、卡号等应按文本填写"
    ]
