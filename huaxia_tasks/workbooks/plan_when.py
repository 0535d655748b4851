"""The words of sheet 运行时间: 每个工作日 8:30, 每周五 15:00, 每月25日, 阶段结束前5个工作日.

Times are the office's local time.  A word without a time of day means 8:30.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import NamedTuple

from ..patterns import regex

_WEEKDAYS = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
_DIGITS = {name: n for n, name in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMERAL = regex(r"[零一二两三四五六七八九十]+(?=[个日号点时分]|小时)")
_AT = regex(r"^(.*?)(\d{1,2})(?::(\d{1,2})|[点时](?:(\d{1,2})分?|整|(半))?)$")
_PART_OF_DAY = regex(r"(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|晚间|晚)$")
_AFTERNOON = ("中午", "下午", "傍晚", "晚上", "晚间", "晚")
DEFAULT_AT = time(8, 30)


class When(NamedTuple):
    """A run time understood.

    ``kind`` is workday | day | weekday | monthday | month_end | month_workday | phase | hours.
    ``numbers`` holds weekdays (0 = Monday), days of the month, the months of month_end (none: all), the
    n-th working day of the month (negative: from its end), working days relative to a phase (negative:
    before) or the hours between two runs.  ``anchor`` is 开始 or 截止 for a phase.
    """

    kind: str
    at: time = DEFAULT_AT
    numbers: tuple[int, ...] = ()
    anchor: str = ""


def parse_when(text: str) -> When | None:
    """Return the run time that `text` means, None where it means none."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    words = _NUMERAL.sub(_figure, words)
    at = DEFAULT_AT
    found = _AT.match(words)
    if found is not None and not found[1].endswith("每"):
        words, hour = found[1], int(found[2])
        minute = 30 if found[5] else int(found[3] or found[4] or 0)
        part = _PART_OF_DAY.search(words)
        if part is not None:
            words = words[: part.start()]
            hour += 12 if part[1] in _AFTERNOON and hour < 11 else 0
        if hour > 23 or minute > 59:
            return None
        at = time(hour, minute)
    words = re.sub(r"[的在于,，、]+$", "", words)
    return _days(re.sub(r"^(?:每逢|逢)", "每", words), at)


def _figure(found: re.Match[str]) -> str:
    """Return a Chinese numeral up to 99 in figures; 一二 is no number and stays."""
    word = found[0]
    if "十" not in word:
        return str(_DIGITS[word]) if len(word) == 1 else word
    tens, _, ones = word.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return word
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def _days(words: str, at: time) -> When | None:
    if words in ("每个工作日", "每工作日", "工作日", "逐个工作日", "每1个工作日"):
        return When("workday", at)
    if words in ("每天", "每日", "天天", "每1日"):
        return When("day", at)
    if re.fullmatch(r"(?:每(?:个)?)?月(?:底|末|最后1(?:天|日)|最后一天)|月底", words):
        return When("month_end", at)
    if re.fullmatch(r"每(?:个)?季度?(?:底|末|最后1(?:天|日)|最后一天)", words):
        return When("month_end", at, (3, 6, 9, 12))
    for read in (_weekdays, _month_days, _month_workdays, _phase, _hours):
        found = read(words, at)
        if found is not None:
            return found
    return None


def _weekdays(words: str, at: time) -> When | None:
    day = r"(?:周|星期|礼拜)?[一二三四五六日天]"
    span = re.fullmatch(rf"每?(?:个)?(?:周|星期)({day})[至到~-]({day})", words)
    if span is not None:
        first, last = (_WEEKDAYS[s[-1]] for s in span.groups())
        return When("weekday", at, tuple(range(first, last + 1))) if first < last else None
    listed = re.fullmatch(rf"每?(?:个)?(?:周|星期)({day}(?:[、,和及]?{day})*)", words)
    if listed is None:
        return None
    days = sorted({_WEEKDAYS[c] for c in listed[1] if c in _WEEKDAYS})
    return When("weekday", at, tuple(days))


def _month_days(words: str, at: time) -> When | None:
    if re.fullmatch(r"每(?:个)?月(\d{1,2})[日号]?(?:[、,和及](\d{1,2})[日号]?)*", words) is None:
        return None
    days = sorted({int(n) for n in re.findall(r"\d{1,2}", words)})
    return When("monthday", at, tuple(days)) if all(1 <= d <= 31 for d in days) else None


def _month_workdays(words: str, at: time) -> When | None:
    found = re.fullmatch(
        r"每(?:个)?月(?:的)?(?:(最后)(?:1|一)?个?|(倒数)?第(\d{1,2}|一)个?|首个)工作日", words
    )
    if found is None:
        return None
    number = 1 if found[3] in (None, "一") else int(found[3])
    if not 1 <= number <= 23:
        return None
    return When("month_workday", at, (-number if found[1] or found[2] else number,))


def _phase(words: str, at: time) -> When | None:
    head = r"(?:[每各]个?)?阶段(开始|结束|截止|到期|启动)"
    found = re.fullmatch(head + r"(?:之)?(前|后)(?:第)?(\d{1,2})个?工作日", words)
    same = re.fullmatch(head + r"(?:的)?(?:当日|当天|日|之日)", words)
    match = found or same
    if match is None:
        return None
    anchor = "开始" if match[1] in ("开始", "启动") else "截止"
    days = 0 if found is None else int(found[3]) * (-1 if found[2] == "前" else 1)
    return When("phase", at, (days,), anchor)


def _hours(words: str, at: time) -> When | None:
    found = re.fullmatch(r"每(?:隔)?(\d{1,2})?个?小时", words)
    every = int(found[1] or 1) if found is not None else 0
    return When("hours", at, (every,)) if every else None
