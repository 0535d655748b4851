"""The words of sheet 运行时间: 每个工作日 8:30, 每周五 15:00, 每月25日, 阶段结束前5个工作日.

Times are the office's local time.  A word without a time of day means 8:30.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time

_AT = re.compile(r"^(.*?)(\d{1,2})(?::(\d{1,2})|[点时](?:(\d{1,2})分?|整)?)$")
_WEEKDAYS = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
DEFAULT_AT = time(8, 30)


@dataclass(frozen=True, slots=True)
class When:
    """A run time understood.

    ``kind`` is workday | day | weekday | monthday | month_end | month_workday | phase | hours.
    ``numbers`` holds weekdays (0 = Monday), days of the month, the n-th working day of the month
    (negative: from its end), working days relative to a phase (negative: before) or the hours between
    two runs.  ``anchor`` is 开始 or 截止 for a phase.
    """

    kind: str
    at: time = DEFAULT_AT
    numbers: tuple[int, ...] = ()
    anchor: str = ""


def parse_when(text: str) -> When | None:
    """Return the run time that `text` means, None where it means none."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    at = DEFAULT_AT
    found = _AT.match(words)
    if found is not None:
        hour, minute = int(found[2]), int(found[3] or found[4] or 0)
        if hour > 23 or minute > 59:
            return None
        words, at = re.sub(r"(的|在|上午)$", "", found[1]), time(hour, minute)
        if words.endswith("下午"):
            words, at = words.removesuffix("下午"), time(hour + 12 if hour < 12 else hour, minute)
    return _days(words.rstrip(",，、"), at)


def _days(words: str, at: time) -> When | None:
    if words in ("每个工作日", "每工作日", "工作日", "逐个工作日"):
        return When("workday", at)
    if words in ("每天", "每日", "天天"):
        return When("day", at)
    if words in ("每月底", "每月末", "每月最后一天", "月底"):
        return When("month_end", at)
    if found := re.fullmatch(
        r"每(?:个)?(?:周|星期)([一二三四五六日天](?:[、,和]?(?:周|星期)?[一二三四五六日天])*)",
        words,
    ):
        days = [_WEEKDAYS[c] for c in found[1] if c in _WEEKDAYS]
        return When("weekday", at, tuple(sorted(set(days))))
    if found := re.fullmatch(r"每(?:个)?月(\d{1,2})[日号]?(?:[、,和](\d{1,2})[日号]?)*", words):
        days = [int(n) for n in re.findall(r"\d{1,2}", words)]
        return When("monthday", at, tuple(days)) if all(1 <= d <= 31 for d in days) else None
    if found := re.fullmatch(r"每(?:个)?月(?:第(\d{1,2})个|(最后)一个|(第)一个)工作日", words):
        return When("month_workday", at, (-1,) if found[2] else (int(found[1] or 1),))
    if found := re.fullmatch(r"(?:每个?)?阶段(开始|结束|截止)(前|后)(\d{1,2})个?工作日", words):
        days_off = int(found[3]) * (-1 if found[2] == "前" else 1)
        return When("phase", at, (days_off,), "开始" if found[1] == "开始" else "截止")
    if found := re.fullmatch(r"(?:每个?)?阶段(开始|结束|截止)(?:当日|当天|日)", words):
        return When("phase", at, (0,), "开始" if found[1] == "开始" else "截止")
    if found := re.fullmatch(r"每(?:隔)?(\d{1,2})个?小时", words):
        return When("hours", at, (int(found[1]),)) if int(found[1]) else None
    return None
