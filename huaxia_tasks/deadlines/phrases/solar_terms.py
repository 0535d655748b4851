"""The twenty-four solar terms: 夏至, 立秋前, 今年冬至."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import radians, sin

from ...registry import phrase
from ..pieces import Piece, Sort
from ..spots import YEAR
from .festivals import day_in_its_year

#: In the order of the solar year; the sun stands at 285° at 小寒 and 15° further at each.
_NAMES = [
    "小寒",
    "大寒",
    "立春",
    "雨水",
    "惊蛰",
    "春分",
    "清明",
    "谷雨",
    "立夏",
    "小满",
    "芒种",
    "夏至",
    "小暑",
    "大暑",
    "立秋",
    "处暑",
    "白露",
    "秋分",
    "寒露",
    "霜降",
    "立冬",
    "小雪",
    "大雪",
    "冬至",
]
#: 大雪前 may wait for the snow.
_WEATHER = ("大雪", "小雪", "雨水", "霜降", "大寒")
_NOON_2000 = datetime(2000, 1, 1, 12)  # noqa: DTZ001  (a count of days, no clock)
_BEIJING, _CLOCKS_DIFFER = timedelta(hours=8), timedelta(seconds=70)
#: How far the simple formula may be wrong; nearer to midnight than that no day is named.
_MARGIN = timedelta(minutes=25)


def _longitude(days: float) -> float:
    """Return the sun's apparent longitude in degrees, `days` after noon of 1 January 2000.

    The low-accuracy formula of astronomers' handbooks, good to about 0.01 degrees.
    """
    t = days / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (1.914602 - 0.004817 * t) * sin(m) + 0.019993 * sin(2 * m) + 0.000289 * sin(3 * m)
    node = radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * sin(node)) % 360


@lru_cache(maxsize=256)
def solar_term(year: int, name: str) -> date | None:
    """Return the day of a solar term in Beijing, None where it falls about midnight."""
    if not 1950 <= year <= 2100:
        return None
    index = _NAMES.index(name)
    target = (285 + 15 * index) % 360
    days = (datetime(year, 1, 5) - _NOON_2000).days + 15.22 * index  # noqa: DTZ001
    for _ in range(6):
        days += ((target - _longitude(days) + 180) % 360 - 180) * 365.2422 / 360
    moment = _NOON_2000 + timedelta(days=days) - _CLOCKS_DIFFER + _BEIJING
    first, last = (moment - _MARGIN).date(), (moment + _MARGIN).date()
    return first if first == last else None


@phrase(
    "solar-term",
    rf"(?:(?<![\u4e00-\u9fffA-Za-z])|(?<=[年于在至到]))(?:{YEAR})(?P<name>{'|'.join(_NAMES)})(?:节气|节|当[天日])?(?P<before>之前|以前|前(?!后))?"
    r"(?=$|[,;)(\n]|完成|报送|提交|上报|办结|到|至|-|~)",
    order=78,
    needs=" ".join(_NAMES),
)
def term_of_the_sun(match: re.Match[str]) -> Piece | None:
    """Read 夏至 and 立秋前 (the day before): no days off go with them but at 清明."""
    name = match["name"]
    relation = "前" if match["before"] else ""
    if match[0] == name and match.string[match.start() - 1 : match.start()] == "、":
        return None  # 张三、白露
    if relation and name in _WEATHER and "节" not in match[0]:
        return Piece(Sort.EVENT, why=f"“{match[0]}”说的是节气还是天气，请写明日期")
    return day_in_its_year(name, relation, lambda year: solar_term(year, name), match)
