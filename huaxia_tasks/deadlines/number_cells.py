"""Deadline cells that hold a bare number or a date value instead of words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from ..model import DueKind
from ..patterns import regex
from ..wording import day as in_words
from ..wording import weekday
from .labels import IDENTIFYING
from .pieces import Frame, NoSuchDate, days_in_month
from .spots import choose_year, full_year, make_date
from .verdicts import Verdict

#: A bare number in this range is a spreadsheet's day count (1909-07-06 … 2064-04-08).
SERIALS = range(40_000, 60_001)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_IDENTIFIER = regex(rf"[^\d]*(?:{IDENTIFYING}|批次)[:\s]*\d")
_NUMBER = regex(r"[(*★\s]*(?:[\u4e00-\u9fff]{2,6}:)?(\d{1,14}(?:\.\d{1,12})?)[);,.\s]*")


def judge_date(value: date | datetime, frame: Frame) -> Verdict:
    """Judge a date value; one before 1980 is a small number that was formatted as a date."""
    day = value.date() if isinstance(value, datetime) else value
    if day.year < 1980:
        return Verdict(DueKind.INVALID, f"单元格里的日期是{in_words(day)}，不合常理，请核对")
    return _by(day, frame, "单元格里是日期")


def judge_number(value: float | int | str, frame: Frame, *, date1904: bool) -> Verdict | None:
    """Judge a bare number, typed or as text; None where the text is no bare number."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        if found is None or _IDENTIFIER.match(value):
            return None
        value = found[1]
        if "." in value:
            whole = value.partition(".")[0]
            return _serial(float(value), frame, date1904) if len(whole) == 5 else None
        return _whole(value, frame, date1904)
    if isinstance(value, bool) or value != value:
        return Verdict(DueKind.INVALID, "不是完成时限")
    if not 1 <= value < 10**14:
        return Verdict(DueKind.INVALID, "只是一个数，不是完成时限")
    if value == int(value):
        return _whole(str(int(value)), frame, date1904)
    if int(value) in SERIALS:
        return _serial(float(value), frame, date1904)
    return _decimal(repr(float(value)), frame)


def _by(day: date, frame: Frame, how: str, *warnings: str) -> Verdict:
    all_warnings = list(warnings)
    if abs(day.year - frame.written.year) > 10:
        all_warnings.append(f"{day.year}年离填写日期较远，请核对年份")
    return Verdict(
        DueKind.BY_DATE, f"{how}，即{in_words(day)}（{weekday(day)}）", day, warnings=all_warnings
    )


def _serial(value: float, frame: Frame, date1904: bool) -> Verdict | None:
    if int(value) not in SERIALS:
        return Verdict(DueKind.INVALID, "只是一个数，不是完成时限")
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    return _by(epoch + timedelta(days=int(value)), frame, "数字是表格的日期序号")


def _whole(digits: str, frame: Frame, date1904: bool) -> Verdict | None:
    value, length = int(digits), len(digits)
    if length == 5:
        return _serial(value, frame, date1904)
    try:
        if length in (8, 12, 14):
            day = make_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]) or 99)
            if not 1900 <= day.year <= 2100:
                raise NoSuchDate("年份不合常理")
            return _by(day, frame, "数字依次是年月日")
        if length == 6:
            return _six(digits, frame)
    except NoSuchDate as trouble:
        return Verdict(DueKind.INVALID, f"按年月日理解，{trouble.why}")
    if length == 4 and 2000 <= value <= 2100:
        return Verdict(
            DueKind.BY_DATE,
            f"只写到年份，以12月31日为限，即{value}年12月31日",
            date(value, 12, 31),
            date(value, 1, 1),
        )
    if 1 <= value <= 31 or _like_day(digits):
        return Verdict(DueKind.AMBIGUOUS, f"只有一个数“{digits}”，不能确定是哪一天，请写明年月日")
    return Verdict(DueKind.INVALID, "只是一个数，不是完成时限")


def _like_day(digits: str) -> bool:
    """Whether 630, 1231, 2206 or 2022630 may be a date whose signs got lost."""
    month, day = int(digits[:-2] or 0), int(digits[-2:])
    if len(digits) == 7:
        return digits.startswith("20")
    is_year_month = len(digits) == 4 and 20 <= month <= 35 and 1 <= day <= 12
    return len(digits) in (3, 4) and ((1 <= month <= 12 and 1 <= day <= 31) or is_year_month)


def _six(digits: str, frame: Frame) -> Verdict:
    """Judge 202206 (a month) and 220630 (a day)."""
    year, month = int(digits[:4]), int(digits[4:])
    near = abs(year - frame.written.year) <= 15
    if 1 <= month <= 12 and near:
        due = date(year, month, days_in_month(year, month))
        return Verdict(
            DueKind.BY_DATE,
            f"数字依次是年月，以当月最后一天为限，即{in_words(due)}（{weekday(due)}）",
            due,
            date(year, month, 1),
        )
    day = make_date(full_year(int(digits[:2])), int(digits[2:4]), int(digits[4:]) or 99)
    if abs(day.year - frame.written.year) > 5:
        return Verdict(DueKind.AMBIGUOUS, f"“{digits}”不能确定是不是日期，请写明年月日")
    return _by(day, frame, "数字依次是年月日", f"“{digits}”按{in_words(day)}理解")


def _decimal(text: str, frame: Frame) -> Verdict:
    """Judge 6.3, which was typed as 6.3 or as 6.30: the cell no longer tells."""
    if not re.fullmatch(r"\d{1,4}\.\d{1,2}", text):
        return Verdict(DueKind.INVALID, "只是一个数，不是完成时限")
    whole, part = text.split(".")
    options: list[date] = []
    for tail in (part, part + "0") if len(part) == 1 else (part,):
        option = _of_decimal(int(whole), int(tail), frame)
        if option is not None and option not in options:
            options.append(option)
    if not options:
        return Verdict(DueKind.INVALID, f"“{text}”不是日期")
    if len(options) > 1:
        days = "，也可能是".join(
            f"{d.month}月{d.day}日" if len(whole) < 4 else f"{d.year}年{d.month}月" for d in options
        )
        return Verdict(DueKind.AMBIGUOUS, f"单元格里是数值{text}，可能是{days}，请按文本填写年月日")
    if len(whole) == 4:
        due = options[0]
        return Verdict(
            DueKind.BY_DATE,
            f"数字依次是年月，以当月最后一天为限，即{in_words(due)}（{weekday(due)}）",
            due,
            due.replace(day=1),
        )
    return _by(options[0], frame, "数字依次是月日")


def _of_decimal(whole: int, tail: int, frame: Frame) -> date | None:

    try:
        if whole >= 1000:
            return make_date(whole, tail, 0) if 2000 <= whole <= 2100 and tail else None
        if not (1 <= whole <= 12 and 1 <= tail <= 31):
            return None
        year, _ = choose_year(
            frame, lambda y: make_date(y, whole, min(tail, days_in_month(y, whole)))
        )
        return make_date(year, whole, tail)
    except NoSuchDate:
        return None
