"""English dates: June 30, 2022; 30-Jun-22; Jun. 30th; by 30 June."""

from __future__ import annotations

import re

from ...registry import phrase
from ..pieces import Piece, Sort
from ..spots import Spot, full_year, or_broken, piece
from .month_days import part_of_month

#: Every English word of time has one of them.
VOWELS = "a e i o u A E I O U"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<mon>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))(?![A-Za-z])\.?"
)


def _number(match: re.Match[str]) -> int:
    return _MONTHS.index(match["mon"][:3].lower()) + 1


@phrase(
    "english-month-day",
    rf"(?<![A-Za-z]){_MONTH}[ -]?(?:the )?(?P<d>\d{{1,2}})(?!\d)(?P<th>st|nd|rd|th)?(?:[, ]*(?:\d\d?:\d\d(?::\d\d)?(?: [A-Z]{{2,4}})? )?(?P<y>\d{{4}})(?!\d))?",
    needs=VOWELS,
)
@or_broken
def english_month_day(match: re.Match[str]) -> Piece | None:
    """Read June 30, 2022 and Jun. 30th; Jun-22 could be a month of 2022."""
    day = int(match["d"])
    if "-" in match[0] and match["y"] is None:
        return Piece(
            Sort.EVENT,
            why=f"“{match[0]}”可能是{_number(match)}月{day}日，也可能是20{day:02d}年{_number(match)}月",
        )
    return piece(Spot(_number(match), day or 99, None, int(match["y"]) if match["y"] else None))


@phrase(
    "english-day-month",
    rf"(?<![\d.])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/ ]?(?:of )?{_MONTH}(?:[-/, ]*(?P<y>\d{{4}}|(?<=-)\d{{2}})(?!\d))?",
    needs=VOWELS,
)
@or_broken
def english_day_month(match: re.Match[str]) -> Piece | None:
    """Read 30 June 2022, 30-Jun-22."""
    year = full_year(int(match["y"])) if match["y"] else None
    return piece(Spot(_number(match), int(match["d"]) or 99, None, year))


@phrase("english-month", rf"(?<![A-Za-z]){_MONTH}[ ,-]*(?P<y>\d{{4}})(?!\d)", needs=VOWELS)
def english_month(match: re.Match[str]) -> Piece | None:
    """Read June 2022."""
    spot = part_of_month("", _number(match))
    return piece(Spot(spot.month, 0, spot.first, int(match["y"]), note=spot.note, grain="month"))


_PARTS = {"early": "上旬", "start": "上旬", "beginning": "上旬", "mid": "中旬", "middle": "中旬"}
_PARTS |= {"late": "下旬", "end": "底"}


@phrase(
    "english-part-of-month",
    rf"(?<![A-Za-z])(?i:the )?(?P<part>(?i:{'|'.join(_PARTS)}))(?:-| )?(?i:of )?{_MONTH}(?:[ ,-]*(?P<y>\d{{4}})(?!\d))?(?! ?\d)(?!, ?\d{{4}}(?!\d))",
    needs=VOWELS,
)
def english_part_of_month(match: re.Match[str]) -> Piece | None:
    """Read end of September, mid-October, late June 2022."""
    year = int(match["y"]) if match["y"] else None
    return piece(part_of_month(_PARTS[match["part"].lower()], _number(match))._replace(year=year))


@phrase(
    "english-month-alone",
    rf"(?<![A-Za-z])(?-i:(?=[A-Z])){_MONTH}(?=$|[,;)\n])(?<!(?<![a-z] )May)",
    needs=VOWELS,
)
def english_month_alone(match: re.Match[str]) -> Piece | None:
    """Read by September: to the end of the month."""
    return piece(part_of_month("", _number(match)))


@phrase(
    "english-year-month-day",
    rf"(?<!\d)(?P<y>\d{{4}})[-/ .]{_MONTH}[-/ .]?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)",
    needs=VOWELS,
)
@or_broken
def english_year_month_day(match: re.Match[str]) -> Piece | None:
    """Read 2022-Jun-30 and 2022 June 30."""
    return piece(Spot(_number(match), int(match["d"]) or 99, None, int(match["y"])))
