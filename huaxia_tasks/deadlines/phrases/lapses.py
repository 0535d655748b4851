"""Lengths of time: 3天内, 5个工作日内, 一个半月内, 半年内, 两周后, 6-12个月."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ...registry import phrase
from ...wording import day as in_words
from ..pieces import Frame, Piece, Settled, Sort, Unsettled, add_days, add_months

_UNIT = (
    r"(?P<u>工作日|交易日|自然日|日历[日天]|天|日(?!均|常|程|历)|周(?!年|边|[一二三四五六日末])|星期|礼拜|月(?!度)|季度|年(?!级|度|[初末底终会])"
    r"|小时|钟头|钟|分钟|秒钟?)"
)
_AMOUNT = r"(?P<n>(?<![\d.第])\d{1,4}(?![.]\d)|半|几|数|若干)"
_DAYS = ("天", "日", "自然日", "日历日", "日历天")
_WITHIN = r"以内|之内|内(?!容|部|涵|控)|里(?!程)"
_AFTER = r"以后|之后|过后|后(?!勤|续|期|备|台)"
_DONE = r"完成|办结|办理|整改|到位|反馈|解决|落实|答复|回复|见效|处理|搞定|报送|上报|提交|建成|交付"


@phrase(
    "lapse",
    rf"(?P<pre>不少于|至少|不低于|不短于|提前|提早|近|最近|过去|未来|今后|再过|过)?{_AMOUNT}(?P<vague>多|余|来)?(?P<ge>个)?(?P<half>半)?(?P<vague2>多|来)?{_UNIT}"
    rf"(?P<half2>半)?(?:零?(?P<n2>\d{{1,2}})个?(?P<u2>月|天|小时))?的?(?:时间)?"
    rf"(?P<t>{_WITHIN}|{_AFTER}|之前|以前|前|(?={_DONE}))?",
)
def lapse(match: re.Match[str]) -> Piece | None:
    """Read 3天内, 5个工作日内, 一个月内, 半年内, 两周后: counted from the day after writing."""
    unit, amount, tail = match["u"], match["n"], match["t"]
    if not _is_length(match):
        return None
    if match["pre"] in ("近", "最近", "过去"):
        return Piece(Sort.EVENT, why=f"“{match[0]}”说的是过去的一段时间")
    if match["pre"] in ("不少于", "至少", "不低于", "不短于"):
        why = f"“{match[0]}”只写了最短的时间，没有写到哪一天为止"
        return Piece(Sort.EVENT, why=why, lapse=_counter(match))
    if match["pre"] in ("提前", "提早") or (tail or "").endswith("前"):
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有写明是什么事情之前")
    if tail is None and match["pre"] is None:
        if unit in ("小时", "钟头", "钟", "分钟", "秒", "秒钟"):
            if re.match(r"[^$,;)\n]", match.string[match.end() :]):
                return Piece(Sort.NAME)  # 24小时联系机制
            return Piece(Sort.EVENT, why=f"“{match[0]}”没有写从什么时候算起")
        if unit not in ("工作日", "交易日"):
            why = f"“{match[0]}”只写了多长时间，没有写从哪天算起、到哪天为止"
            return Piece(Sort.EVENT, why=why, lapse=_counter(match))
    if amount.isdecimal() and not int(amount):
        return Piece(Sort.EVENT, why=f"“{match[0]}”不是一段时间，请核对")
    if amount in ("几", "数", "若干") or match["vague"] or match["vague2"]:
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有写明具体多长时间")
    if unit in _DAYS and (amount == "半" or match["half"] or match["half2"]):
        return Piece(Sort.EVENT, why=f"“{match[0]}”不是整天数，请写明哪一天")
    count = _counter(match)
    return Piece(
        Sort.DATE, settle=lambda frame: count(frame.written, frame), grain="day", lapse=count
    )


def _is_length(match: re.Match[str]) -> bool:
    """Tell 3日内 from 3日, 1个季度 from 1季度, 3个月 from 3月, 3年 from 22年."""
    unit, amount, tail = match["u"], match["n"], match["t"]
    if unit == "日" and amount != "半":
        return bool(match["ge"]) or (tail is not None and "前" not in tail and tail != "")
    if unit == "月":
        return bool(match["ge"]) or amount in ("半", "数")
    if unit in ("季度", "星期", "礼拜", "钟"):
        return unit != "季度" or bool(match["ge"])
    if unit == "年":
        return not amount.isdecimal() or len(amount) == 1 or bool(match["ge"])
    return len(amount) < 4 or unit not in ("天", "周")


def _counter(match: re.Match[str]) -> Callable[[date, Frame], Settled]:
    text, unit, amount = match[0], match["u"], match["n"]
    n = 0.5 if amount == "半" else float(amount) if amount.isdecimal() else 0.0
    if match["half"] or match["half2"]:
        n += 0.5
    months, days, hours, workdays = _in_units(unit, n)
    if match["n2"]:
        more = _in_units(match["u2"], float(match["n2"]))
        months, days, hours = months + more[0], days + more[1], hours + more[2]

    def count(base: date, frame: Frame) -> Settled:
        due = add_days(add_months(base, months), days + (-(-hours // 24) if hours >= 24 else 0))
        notes = [f"从{in_words(base)}的次日算起"]
        provisional = False
        if workdays:
            due = frame.calendar.workdays_after(base, workdays)
            provisional = any(
                frame.calendar.is_provisional(add_days(base, i))
                for i in range(1, (due - base).days + 1)
            )
            notes.append("按放假安排扣除休息日")
        if due.year > 2100:
            raise Unsettled(f"“{text}”太长，推算不了")
        return Settled(due, None, tuple(notes), (), provisional)

    return count


def _in_units(unit: str, n: float) -> tuple[int, int, int, int]:
    """Return months, days, hours, working days of `n` units."""
    whole, half = int(n), n != int(n)
    if unit in ("工作日", "交易日"):
        return 0, 0, 0, whole + half
    if unit in _DAYS:
        return 0, whole + half, 0, 0
    if unit in ("周", "星期", "礼拜"):
        return 0, 7 * whole + 4 * half, 0, 0
    if unit == "月":
        return whole, 15 * half, 0, 0
    if unit == "季度":
        return 3 * whole, 45 * half, 0, 0
    if unit == "年":
        return 12 * whole + 6 * half, 0, 0, 0
    return 0, 0, (whole + half if unit in ("小时", "钟头", "钟") else 0), 0


@phrase(
    "days-or-dates",
    r"(?<![\d月第年.至到~-])(?<!每个)(?<!每)\d(?:至|到|-+|~+)(?:\d|10)[日号](?!内|之内|以内|\d|楼)",
    order=44,
    needs="- ~ 至 到",
)
def days_or_dates(match: re.Match[str]) -> Piece:
    """Ask about 3-5日: the 5th of March, the 3rd to the 5th, or three to five days."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”可能是几天，也可能是几号，请写明哪一天")


@phrase(
    "lapse-range",
    r"(?<![\d第])(?<!\d\.)\d{1,3}(?:个?(?:工作日|月|天|日|周|星期|年|小时))?(?:-+|~+|至|到|、|或)\d{1,3}(?P<ge>个)?半?"
    rf"(?P<u>工作日|自然日|天|日|周(?!年)|星期|礼拜|月|季度|年(?!级)|小时|分钟)(?P<t>{_WITHIN}|{_AFTER})?",
    order=45,
    needs="- ~ 至 到 、 或",
)
def lapse_range(match: re.Match[str]) -> Piece | None:
    """Ask about 6-12个月 and 1-2周: two lengths."""
    if (
        match["u"] in ("月", "季度", "日")
        and not match["ge"]
        and not (match["u"] == "日" and match["t"])
    ):
        return None
    return Piece(Sort.EVENT, why=f"“{match[0]}”写了两个长短，请写明到哪一天")


@phrase(
    "decimal-lapse",
    r"(?<![\d.])\d{1,2}\.\d{1,2}(?:个(?:月|工作日|星期|季度)|天|日(?=(?:之|以)?内)|周(?![一二三四五六日末年])|年(?=(?:之|以)?内))(?:之内|以内|内)?",
    order=44,
    needs=".",
)
def decimal_lapse(match: re.Match[str]) -> Piece:
    """Ask about 1.3天内: a day and a bit, or the first of a list: three days."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”可能是小数，也可能前面是序号，请写明到哪一天")
