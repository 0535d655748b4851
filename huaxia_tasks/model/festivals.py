"""The days of Chinese festivals: fixed ones, and those of the lunar calendar 1990-2056.

The lunar table is astronomy (Purple Mountain Observatory), checked against two independent
programs; beyond it nothing is known and None is returned.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

#: Year, first day of the lunar year, its leap month (0: none), then for every month in turn
#: 1 where it has 30 days and 0 where it has 29.
_LUNAR = """
1990 01-27 5 0100100101111
1991 02-15 0 010010010111
1992 02-04 0 011001001011
1993 01-23 3 0110101001010
1994 02-10 0 111010100101
1995 01-31 8 0110101100101
1996 02-19 0 010110101100
1997 02-07 0 101010110110
1998 01-28 5 1001001101101
1999 02-16 0 100100101110
2000 02-05 0 110010010110
2001 01-24 4 1101010010101
2002 02-12 0 110101001010
2003 02-01 0 110110100101
2004 01-22 2 0101101010101
2005 02-09 0 010101101010
2006 01-29 7 1010101011011
2007 02-18 0 001001011101
2008 02-07 0 100100101101
2009 01-26 5 1100100101011
2010 02-14 0 101010010101
2011 02-03 0 101101001010
2012 01-23 4 1011010101010
2013 02-10 0 101011010101
2014 01-31 9 0101010110101
2015 02-19 0 010010111010
2016 02-08 0 101001011011
2017 01-28 6 0101001010111
2018 02-16 0 010100101011
2019 02-05 0 101010010011
2020 01-25 4 0111010010101
2021 02-12 0 011010101010
2022 02-01 0 101011010101
2023 01-22 2 0100110110101
2024 02-10 0 010010110110
2025 01-29 6 1010010101110
2026 02-17 0 101001001110
2027 02-06 0 110100100110
2028 01-26 5 1110100100110
2029 02-13 0 110101010011
2030 02-03 0 010110101010
2031 01-23 3 0110101101010
2032 02-11 0 100101101101
2033 01-31 11 0100101011101
2034 02-19 0 010010101101
2035 02-08 0 101001001101
2036 01-28 6 1101001001011
2037 02-15 0 110100100101
2038 02-04 0 110101010010
2039 01-24 5 1101101010100
2040 02-12 0 101101011010
2041 02-01 0 010101101101
2042 01-22 2 0100101011011
2043 02-10 0 010010011011
2044 01-30 7 1010010010111
2045 02-17 0 101001001011
2046 02-06 0 101010100101
2047 01-26 5 1011010100101
2048 02-14 0 011011010010
2049 02-02 0 101011011010
2050 01-23 3 0101010110110
2051 02-11 0 100100110111
2052 02-01 8 0100100101111
2053 02-19 0 010010010111
2054 02-08 0 011001001011
2055 01-28 6 0110101001010
2056 02-15 0 111010100101
"""


@lru_cache(maxsize=64)
def _lunar_year(year: int) -> tuple[date, int, str] | None:
    at = _LUNAR.find(f"\n{year} ")
    if at < 0:
        return None
    _, first, leap, months = _LUNAR[at + 1 : _LUNAR.index("\n", at + 1)].split()
    return date.fromisoformat(f"{year}-{first}"), int(leap), months


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """Return the day of the lunar date; `day` 30 means the last day of a short month too.

    None outside the table, or where there is no such month or day.
    """
    known = _lunar_year(year)
    if known is None or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    first, leap_month, months = known
    if leap and month != leap_month:
        return None
    index = month - 1 + (leap or (leap_month != 0 and month > leap_month))
    before = sum(29 + int(m) for m in months[:index])
    length = 29 + int(months[index])
    return first + timedelta(days=before + min(day, length) - 1)


def qingming(year: int) -> date:
    """Return 清明 of a year of this century (rule of thumb Y×0.2422+4.81-Y/4, exact 2000-2099)."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def statutory_festivals(year: int) -> dict[date, str]:
    """Return the days off that the law itself names for `year`, with the festival's name.

    Source: 全国年节及纪念日放假办法 as amended for 2025.  What a notice adds by moving week-ends is
    not in it.  Lunar festivals are missing outside the table.
    """
    days = {date(year, 1, 1): "元旦", qingming(year): "清明节"}
    days |= {date(year, 5, d): "劳动节" for d in (1, 2)}
    days |= {date(year, 10, d): "国庆节" for d in (1, 2, 3)}
    new_year = lunar_day(year, 1, 1)
    if new_year is not None:
        days |= {new_year + timedelta(days=n): "春节" for n in (-1, 0, 1, 2)}
    for month, day, name in ((5, 5, "端午节"), (8, 15, "中秋节")):
        festival = lunar_day(year, month, day)
        if festival is not None:
            days[festival] = name
    return days
