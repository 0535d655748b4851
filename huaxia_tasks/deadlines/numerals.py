"""Chinese numerals as numbers, where they count time (十二月三十一日, 二〇二二年, 三天内)."""

from __future__ import annotations

import re

from ..patterns import regex

_VALUES = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **dict(zip("〇两俩壹贰叁肆伍陆柒捌玖", (0, 2, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **{str(i): i for i in range(10)},
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_IN_A_ROW = "一二三四五六七八九"
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
NUMERAL = "零〇一二两俩三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟廿卅卌"

#: What may follow a numeral that counts time.  周 and 年 are among them, 次 and 项 are not.
_UNITS = (
    "年(?!级)|月|日|号(?!楼|文)|天|旬|季|周|点|时(?!间|限|候|期|代|常|刻)|工作日|交易日|自然日|星期|礼拜"
    "|小时|钟头|分钟|秒|学年|学期"
    "|(?:多|来|余)(?:天|日|年)|(?:多|来|余)?个[半多来]?(?:月|周|季度|工作日|交易日|自然日|星期|礼拜|学期|小时|钟头|钟)"
)
_COUNTED = regex(
    rf"(?<![周拜双])(?<!星期)(?<!学期)(?<!周期)(?<!效期)(?<!修期)([{NUMERAL}\d]++)(?={_UNITS})"
)
#: 十二月三十一 (日 left out); 三月初五 stays as it is, it is lunar.
_DAY_OF_MONTH = regex(rf"(?<=月)([{NUMERAL}]+)(?![{NUMERAL}是次项个人名场种轮季])")
#: 六月十六到十八: the second day of a month that is named once.
_SECOND_DAY = regex(
    rf"(?<=月)([{NUMERAL}\d]{{1,3}}[日号]?(?:-+|~+|至|到))([{NUMERAL}]{{1,3}})(?=$|[,;)\n]|前|之|以|止|完成|期间)"
)
#: 三点十五: minutes without their sign.
_MINUTES = regex(rf"(?<=[\d{NUMERAL}]点)([{NUMERAL}]{{1,3}})(?![{NUMERAL}刻半钟])")
#: 七、八月 and 二至四月: numerals that share the unit of a later one.
_SHARED = regex(
    rf"(?<![{NUMERAL}\d周期拜])([{NUMERAL}]{{1,3}})(?=(?:[、/和及至到~-]\d{{1,2}})+(?:月|日|号|季|个|周|天|年))"
)


def number(text: str) -> int | None:
    """Return the number that Chinese or Arabic numerals name, None where they name none.

    Both ways of writing are known: 二〇二二 digit by digit and 两千零二十二 with scales.
    """
    if text.isdecimal():
        return int(text) if len(text) < 10 else None
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if not any(c in _SCALES for c in text):
        digits = [_VALUES.get(c) for c in text]
        if not digits or len(digits) > 9 or None in digits:
            return None
        return int("".join(map(str, digits)))
    return _scaled(text)


def _scaled(text: str) -> int | None:
    total, ones, last = 0, 0, 10_000
    for c in text:
        scale = _SCALES.get(c)
        if scale is None:
            value = _VALUES.get(c)
            if value is None or ones:
                return None
            ones = value
            continue
        if scale >= last:
            return None
        total, ones, last = total + (ones or 1) * scale, 0, scale
    return total + ones


_LENGTH_IN_YEARS = regex(r"两[三四五]|二?十[一二三四五六七八九]|二十|廿[一二三四五六七八九]?")
_AT_AN_END = regex(r"$|[,;)\n]")


def _digits(match: re.Match[str]) -> str:
    value = number(match[1])
    unit = match.string[match.end() : match.end() + 1]
    if match[1] in "两俩" and unit == "季":
        return match[0]  # 春秋两季 is no second quarter
    if unit == "年" and _LENGTH_IN_YEARS.fullmatch(match[1]):
        if match[1][0] in "两俩" and (value or 0) > 20:
            return f"2-{(value or 0) % 10}"  # 两三年
        if _AT_AN_END.match(match.string, match.end() + 1):
            return match[0]  # 二十四年 is how long; the year is 二四年 or 二〇二四年
    if unit and _is_about(match):
        a, b = (number(c) or 0 for c in match[1])
        if a == b and unit in "日号":
            return str(10 * a + b)  # 一一日, the 11th
        if b != a + 1 and unit in "日号":
            return match[0]  # the 2nd and the 5th, or the 25th
        if b != a + 1 and unit == "月":
            return str(10 * a + b) if 10 * a + b <= 12 else match[0]
        return f"{a}{'、' if unit in '月日号季' else '-'}{b}"
    if len(match[1]) > 2 and unit == "月" and match[1] in _IN_A_ROW:
        return "、".join(str(number(c)) for c in match[1])  # 七八九月
    if value is None:
        return match[0]
    return match[1] if match[1].isdecimal() else _keep_zeros(match[1], value)


def _day(match: re.Match[str]) -> str:
    value = number(match[1])
    if match[1][0] in "廿卅":
        return match[0]  # without 日 it is a day of the lunar month
    odd = value is None or (
        len(match[1]) > 1 and not any(c in _SCALES or c in _TENS for c in match[1])
    )
    return match[0] if odd else str(value)


def _is_about(match: re.Match[str]) -> bool:
    """Whether two numerals stand side by side: 七八月 is July and August, 三五天 three to five."""
    text, unit = match[1], match.string[match.end() : match.end() + 1]
    plain = [c for c in text if c in _VALUES and not c.isdecimal() and _VALUES[c]]
    return len(text) == len(plain) == 2 and unit != "年"


def _keep_zeros(text: str, value: int) -> str:
    """Keep the leading zeros of 零七年, so that it stays two digits long."""
    zeros = len(text) - len(text.lstrip("零\u30070"))
    return "0" * zeros + str(value) if zeros and value else str(value)


def arabic(text: str) -> str:
    """Return `text` with the numerals that count time written as digits."""
    if not any(c in text for c in NUMERAL):
        return text
    text = _COUNTED.sub(_digits, _MINUTES.sub(_digits, text))
    text = _SECOND_DAY.sub(lambda m: m[1] + str(number(m[2]) or m[2]), text)
    text = _DAY_OF_MONTH.sub(_day, text)
    for _ in range(6):
        shared = _SHARED.sub(_digits, text)
        if shared == text:
            break
        text = shared
    return text
