"""Finds personal data in free text: identity numbers, phones, bank cards, student numbers, hardship.

Detection works on a plain form of the text (full width to half width, look-alike letters, blanks
and dashes inside digit runs dropped); what is reported is what stands in the cell.  Nothing found
here is ever stored.  Sources: GB 11643-1999 (identity number), ISO/IEC 7812 (Luhn), 教财厅函〔2017〕28号.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_LOOK_AT = 20_000
_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ALIKE = str.maketrans("\u0425\u0445\u03a7\u03c7\u041e\u043e", "XxXx00")
_INSIDE = re.compile(r"(?<=[0-9])[ \t\u3000\-‐‑‒–—_.·]{1,2}(?=[0-9Xx])")  # noqa: RUF001

_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_OLD_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{15}(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86)?(1[3-9][0-9]{9})(?:\.0)?(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[3-6][0-9]{15,18}(?![0-9A-Za-z])")
_CARD_WORD = re.compile(r"银行卡|卡号|账号|帐号|户名|开户")
_STUDENT_NO = re.compile(r"学号[^0-9A-Za-z]{0,4}([A-Za-z]{0,3}[0-9]{6,14})")
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|户籍地址|户籍地|现住址|住址)[:为是在]?\s*[^\s,;。]{4,}"
    r"|[\u4e00-\u9fff]{2,8}(?:县|区|市)[\u4e00-\u9fff]{2,8}(?:乡|镇|街道)[\u4e00-\u9fff]{1,8}村[^\s,;。]{0,12}(?:组|号|户)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_HARDSHIP = (
    r"贫困|特困|低保|建档立卡|孤儿|残疾|困难学生|困难生|家庭困难|经济困难|重点学生|重点关注学生|抑郁|心理疾病"
    r"|精神疾病|重病|单亲|欠费"
)
_NAMED = rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:某某|某|\*{{1,2}}|××?))"
_NAMED_IN_HARDSHIP = re.compile(
    rf"(?:{_HARDSHIP})[^。;\n]{{0,12}}?(?:学生|同学|生|:|[(])\s*{_NAMED}(?:同学|等|[,、;。()]|$)"
    rf"|{_NAMED}(?:同学)?[^。;\n]{{0,3}}?(?:同学|系|为|是|家庭|[(])[^。;\n]{{0,12}}?(?:{_HARDSHIP})"
)
#: Most texts: Chinese, common marks, fewer than six digits.  No number of a person fits in there, and
#: of the rest only those with one of these words need a closer look.
_HARMLESS = r"[\u4e00-\u9fffA-Za-z \n，。、；：（）“”《》？！%./\-]*"
_FEW_DIGITS = re.compile(f"{_HARMLESS}(?:[0-9]{_HARMLESS}){{0,5}}")
_TELLING = re.compile(f"住址|家庭地址|户籍|村|{_HARDSHIP}")


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One thing found: its kind in Chinese, what stands there, and whether that is certain."""

    kind: str
    text: str
    sure: bool = True

    @property
    def masked(self) -> str:
        """The text with all but its ends hidden, fit for a message."""
        text = self.text
        return text[:3] + "*" * max(len(text) - 5, 1) + text[-2:] if len(text) > 6 else "***"


def plain(text: str) -> str:
    """Return `text` as the detectors read it."""
    folded = unicodedata.normalize("NFKC", text[:_LOOK_AT]).translate(_INVISIBLE).translate(_ALIKE)
    return _INSIDE.sub("", folded)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an identity number: province, real birth date, checksum."""
    return _plausible_id(number) and _CHECK[_remainder(number)] == number[17].upper()


def _remainder(number: str) -> int:
    return sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11


def _plausible_id(number: str) -> bool:
    if number[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2035


def _luhn(number: str) -> bool:
    digits = [int(d) for d in reversed(number)]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def find_personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """Return the personal data in `text`, each once, identity numbers first.

    An 18-digit number with a province and a birth date but a wrong checksum is reported as not
    sure: a number cell loses its last digits.
    """
    if not text or (_TELLING.search(text) is None and _FEW_DIGITS.fullmatch(text)):
        return ()
    return tuple(dict.fromkeys(_find(plain(text))))


def _find(text: str) -> Iterator[PersonalDatum]:
    rest = text
    for match in _ID.finditer(text):
        number = match.group()
        if _plausible_id(number):
            yield PersonalDatum("身份证号", number, is_identity_number(number))
            rest = rest.replace(number, "※")
    for match in _STUDENT_NO.finditer(rest):
        yield PersonalDatum("学号", match.group(1))
    rest = _STUDENT_NO.sub("※", rest)
    for match in _CARD.finditer(rest):
        number = match.group()
        named = _CARD_WORD.search(rest) is not None
        if named or (_luhn(number) and number.startswith("62")):
            yield PersonalDatum("银行卡号", number, _luhn(number))
            rest = rest.replace(number, "※")
    for match in _MOBILE.finditer(rest):
        yield PersonalDatum("手机号", match.group(1))
    for match in _ADDRESS.finditer(rest):
        yield PersonalDatum("住址", match.group())
    hardship = _NAMED_IN_HARDSHIP.search(rest)
    if hardship:
        yield PersonalDatum("困难或重点学生的个人情况", hardship.group())
