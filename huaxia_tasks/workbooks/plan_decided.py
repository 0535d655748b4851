"""Settings of sheet 基本信息 that the program counts with: read in the ways people write them, or complained of.

All other settings are words that go into papers as they stand.
"""

from __future__ import annotations

import unicodedata

from ..patterns import regex
from .plan_table import Line, plain

#: Settings that are a whole number, with the least they can be and the units people write after it.
_COUNTS = {"反馈工作日": (1, "3"), "报送周期天数": (1, "30"), "公开最小计数": (1, "5")}
_FLAGS = {"用印": False, "允许红头": False, "版记": True}
_NUMBER = regex(r"(\d{1,4})(?:\.0)?(?:个?(?:工作日|日|天|人|自然日))?")
_CHINESE = regex(
    r"([一二三四五六七八九]?)(十?)([一二两三四五六七八九]?)(?:个?(?:工作日|日|天|人))?"
)
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "": 0}
_HOUR = regex(r"(\d{1,2})\s*[:点时]\s*(\d{1,2})?(?:分)?")


def decided(line: Line) -> str:
    """Return the value of a setting: counts in digits, 是 or 否 where that is asked, else as written."""
    name, text = plain(line.text("name")), line.text("value")
    if not text:
        return ""
    if name in _COUNTS:
        return _count(line, name, text)
    if name in _FLAGS:
        return "是" if line.flag("value", _FLAGS[name]) else "否"
    if name == "报送截止时刻":
        _hour(line, text)
    return text


def _count(line: Line, name: str, text: str) -> str:
    least, example = _COUNTS[name]
    half = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _NUMBER.fullmatch(half)
    number = int(found[1]) if found else _chinese(half)
    if number is None or number < least:
        line.complain("value", f"“{text}”不是“{name}”能用的数", f"请只写整数，例如 {example}。")
        return ""
    return str(number)


def _chinese(text: str) -> int | None:
    """Return 三, 十五, 三十 as a number, None where it is none."""
    found = _CHINESE.fullmatch(text)
    if found is None or not any(found.groups()) or (found[1] and found[3] and not found[2]):
        return None
    tens = _DIGITS[found[1]] or 1
    return (tens * 10 if found[2] else _DIGITS[found[1]]) + _DIGITS[found[3]]


def _hour(line: Line, text: str) -> None:
    found = _HOUR.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        line.complain("value", f"“{text}”不是一天里的时刻", "请写成 17:00 或 下午5时 的样子。")
