"""English words for a day told from the day of writing: tomorrow, by Friday, in 5 days, EOM."""

from __future__ import annotations

import re
from datetime import date

from ...registry import phrase
from ...wording import day as in_words
from ..pieces import Frame, Piece, Settled, Sort, add_days, add_months
from ..spots import Spot, piece, settle_spot
from .english import VOWELS
from .near_days import on_weekday
from .recurring import in_month, months_from, no_day, rhythm
from .years import quarter_of_writing

_WORD = r"(?<![A-Za-z=])(?i:"
_STOP = r")(?![A-Za-z(])"
_DAYS = {"today": 0, "tonight": 0, "eod": 0, "tomorrow": 1, "yesterday": -1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
    )
} | {"a": 1, "an": 1}


@phrase(
    "english-near-day",
    rf"{_WORD}(?:the )?day after tomorrow|today|tonight|eod|tomorrow|yesterday{_STOP}",
    needs=VOWELS,
)
def english_near_day(match: re.Match[str]) -> Piece:
    """Read today, tomorrow, EOD, the day after tomorrow."""
    offset = _DAYS.get(match[0].lower(), 2)

    def settle(frame: Frame) -> Settled:
        note = f"按填写日期{in_words(frame.written)}推算"
        return Settled(add_days(frame.written, offset), notes=(note,))

    return Piece(Sort.DATE, settle=settle, grain="day")


@phrase(
    "english-weekday",
    rf"{_WORD}(?:(?P<w>this|next|last|coming) )?(?P<d>(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?=\.|[,;)]| ?\d|$)){_STOP}\.?",
    needs=VOWELS,
)
def english_weekday(match: re.Match[str]) -> Piece:
    """Read Friday and this Friday; next Friday has two readings."""
    which = (match["w"] or "").lower()
    if which in ("next", "last"):
        return Piece(Sort.EVENT, why=f"“{match[0]}”是哪一周的不清楚，请写明日期")
    number = _WEEKDAYS.index(match["d"][:3].lower()) + 1
    found = Piece(Sort.DATE, settle=on_weekday(number, 0, which == "this", False), grain="day")
    found.weekday = number
    if which == "this":
        found.marks.add("named-week")
    return found


@phrase(
    "english-lapse",
    rf"{_WORD}(?:(?P<in>in|within) )?(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<work>(?:working|business|work) )?(?P<u>day|week|month|year)s?(?P<tail> from (?:now|today)| later)?{_STOP}",
    needs=VOWELS,
)
def english_lapse(match: re.Match[str]) -> Piece:
    """Read in 5 days, within two weeks, 3 months from now, within 5 working days."""
    if not match["in"] and not match["tail"]:
        return Piece(Sort.EVENT, why=f"“{match[0]}”只写了多长时间，没有写从哪天算起")
    word, unit = match["n"].lower(), match["u"].lower()
    n = int(word) if word.isdecimal() else _NUMBERS[word]

    def count(base: date, frame: Frame) -> Settled:
        note = f"从{in_words(base)}的次日算起"
        if match["work"]:
            return Settled(frame.calendar.workdays_after(base, n), None, (note,))
        months = n * {"month": 1, "year": 12}.get(unit, 0)
        days = n * {"day": 1, "week": 7}.get(unit, 0)
        return Settled(add_days(add_months(base, months), days), None, (note,))

    return Piece(
        Sort.DATE, settle=lambda frame: count(frame.written, frame), grain="day", lapse=count
    )


@phrase(
    "english-period",
    rf"{_WORD}(?P<abbr>eow|eom|eoy|eoq)|(?:(?P<end>the end of|end of|end) )?(?:the |(?P<w>this|next|last) )?(?P<u>week|month|quarter|year)(?P<tail>[ -]end)?{_STOP}",
    needs=VOWELS,
)
def english_period(match: re.Match[str]) -> Piece | None:
    """Read next month, end of the week, year end, EOM: the last day of it."""
    which = (match["w"] or "").lower()
    if not (match["abbr"] or match["end"] or which or match["tail"]):
        return None
    shift = {"next": 1, "last": -1}.get(which, 0)
    unit = {"w": "week", "m": "month", "q": "quarter", "y": "year"}[
        (match["abbr"] or "eo" + match["u"])[2].lower()
    ]
    if unit == "week":
        found = Piece(Sort.DATE, settle=on_weekday(7, shift, True, False), grain="week")
    elif unit == "month":
        found = piece(Spot(None, 0, None, month_shift=shift, grain="month"))
    elif unit == "quarter":
        found = quarter_of_writing(shift)
    else:
        spot = Spot(12, 0, None, year_shift=shift, grain="end")
        found = Piece(Sort.DATE, settle=lambda frame: settle_spot(spot, frame), grain="end")
    return found


_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_ADVERBS |= {"yearly": "year", "annually": "year"}
_STEPS = {"month": 1, "quarter": 3, "year": 12}


@phrase(
    "english-rhythm",
    rf"{_WORD}(?:every|each) (?P<u>day|week|month|quarter|year|(?P<d>mon|tues|wednes|thurs|fri|satur|sun)day)|(?P<a>{'|'.join(_ADVERBS)}){_STOP}",
    needs=VOWELS,
)
def english_rhythm(match: re.Match[str]) -> Piece:
    """Read every Friday, each month, weekly: the next one on or after writing."""
    if match["d"]:
        number = _WEEKDAYS.index(match["d"][:3].lower())
        return rhythm(
            lambda b, f: (d for d in (add_days(b, i) for i in range(7)) if d.weekday() == number)
        )
    unit = _ADVERBS.get((match["a"] or "").lower()) or match["u"].lower()
    if unit == "day":
        return rhythm(lambda b, f: iter((b,)))
    if unit == "week":
        return rhythm(lambda b, f: iter((add_days(b, 6 - b.weekday()),)))
    return rhythm(lambda b, f: (in_month(m, 31) for m in months_from(b, _STEPS[unit])))


@phrase(
    "english-every-so-often",
    rf"{_WORD}every (?:other|second|\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:day|week|month|quarter|year)s?|bi-?weekly|bi-?monthly|fortnightly{_STOP}",
    needs=VOWELS,
)
def english_every_so_often(match: re.Match[str]) -> Piece:
    """Read every 2 weeks, biweekly: recurring, but nobody said from when."""
    return no_day("没有写明从哪一天起算，下一次是哪天要由人确定")
