"""Numbers in cells: Chinese numerals, shares of a whole, and numbers of matters (编号)."""

# ruff: noqa: RUF001 -- dashes that look alike are the matter of this file

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..patterns import regex
from .blanks import is_placeholder

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
NUMERALS = "".join([*_DIGITS, *_UNITS, "万"])
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{NUMERALS}]+)"


def chinese_to_int(text: str) -> int | None:
    """Return the value of a numeral in Chinese (三十二, 一百零五, 二〇二二) or Arabic digits, or None.

    Up to 99,999,999; full-width digits count as digits.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]{1,15}", plain):
        return int(plain)
    if plain[:1] in _TENS:
        plain = _TENS[plain[0]] + plain[1:]
    if not plain or len(plain) > 15 or any(c not in NUMERALS for c in plain):
        return None
    if all(c in _DIGITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    high, ten_thousands, low = plain.rpartition("万")
    above = _under_ten_thousand(high) if ten_thousands else 0
    below = _under_ten_thousand(low) if low else 0
    if above is None or below is None or (ten_thousands and not above):
        return None
    return above * 10_000 + below


def _under_ten_thousand(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def _value(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text == "百":
        return 100
    return chinese_to_int(text)


_SHARES = (
    (regex(r"(?<!\d)(\d+(?:\.\d+)?)%"), 100),
    (regex(rf"百分之({_NUMBER})"), 100),
    (
        regex(
            r"([一二三四五六七八九]|\d)成(半|[一二三四五六七八九](?=$|[^\d一二三四五六七八九十百个项名人件条栋间]))?(?![立果效功员长本绩为])"
        ),
        10,
    ),
)
_PART_OF = regex(rf"({_NUMBER})分之({_NUMBER})")
_OUT_OF = regex(r"(?<![\d./-])(\d{1,4})/(\d{1,4})(?![\d./-])")


def shares(text: str) -> list[tuple[float, int, int]]:
    """Return every share of a whole in `text` as (0..1 or more, start, end), in order.

    Understood: 80%, 百分之八十, 八成, 三分之二, 5/8.  `text` is in half width.
    """
    found = []
    for pattern, whole in _SHARES:
        for match in pattern.finditer(text):
            value = _value(match.group(1))
            if value is not None:
                if match.re.groups > 1 and match.group(2):
                    value += 0.5 if match.group(2) == "半" else (_value(match.group(2)) or 0) / 10
                found.append((value / whole, match.start(), match.end()))
    for match in _PART_OF.finditer(text):
        below, above = _value(match.group(1)), _value(match.group(2))
        if below and above is not None and match.group(1) != "百":
            found.append((above / below, match.start(), match.end()))
    for match in _OUT_OF.finditer(text):
        above, below = int(match.group(1)), int(match.group(2))
        if below and above <= below:
            found.append((above / below, match.start(), match.end()))
    return sorted(found, key=lambda f: f[1])


_DASHES = str.maketrans("—–―‐‑‒−_~〜～", "-----------")
_EDGES = "-'\"“”‘’`.,、。;:!*#()[]{}<>《》【】〔〕"
_SAID = regex(
    r"^(?:NO[.:]?|№|编号|序号|任务编号|问题编号|事项编号|编码|第)[:.]?(?=[0-9])|(?<=[0-9])(?:号|项|条)$"
)


def normalise_number_id(text: str) -> str:
    """Return a matter's number in comparable writing, "" where the cell holds none.

    Half width, upper case, without blanks, brackets and closing marks; leading zeros stay
    (００1 -> 001), a decimal point that a spreadsheet added goes (3.0 -> 3), ① and 一 become 1.
    """
    if len(text) > _LONGEST_REMEMBERED:
        return _normalise(text) if len(text) <= _LONGEST_LIST else ""
    return _normalise_once(text)


def _normalise(text: str) -> str:
    if is_placeholder(text):
        return ""
    plain = text
    for _ in range(4):  # taking one wrapping off may show another: 编号：（一）
        before, plain = plain, _unwrapped(plain)
        if plain == before:
            break
    return "" if is_placeholder(plain) else plain


_LONGEST_REMEMBERED = 64
#: A cell that is longer holds no numbers but a report.
_LONGEST_LIST = 1_000
_normalise_once = lru_cache(maxsize=8192)(_normalise)


def _unwrapped(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc", "Zs"))
    plain = unicodedata.normalize("NFKC", plain).strip(_EDGES)
    if not plain.isascii():
        plain = "".join(
            str(unicodedata.digit(c)) if c.isdigit() and not c.isdecimal() else c for c in plain
        )
    plain = _SAID.sub("", plain)
    if re.fullmatch(r"\d+\.0+", plain):
        plain = plain.partition(".")[0]
    value = chinese_to_int(plain) if plain and not plain.isdecimal() else None
    return str(value) if value is not None else plain


_TOKENS = regex(r"\d+|[^\W\d_]+")
#: More figures than any number has; Python refuses to read some thousands of them.
_LONGEST_NUMBER = 100


def number_key(text: str) -> tuple[str | int, ...]:
    """Return what two writings of one number have in common: its letters and its whole numbers.

    P-03, P03 and P3 agree, 1-1 and 1.1 agree; 1.1 and 1.10 do not, nor do 2-1 and 21.  () where
    the cell holds none, or nothing but a stand-in.
    """
    return _key(text) if len(text) > _LONGEST_REMEMBERED else _key_once(text)


def _key(text: str) -> tuple[str | int, ...]:
    tokens = _TOKENS.findall(normalise_number_id(text))
    return tuple(int(t) if t.isdecimal() and len(t) <= _LONGEST_NUMBER else t for t in tokens)


_key_once = lru_cache(maxsize=8192)(_key)


def same_id(left: str, right: str) -> bool:
    """Whether two cells hold the same number; two empty cells do not.

    A spreadsheet turns 001 into 1, so leading zeros do not tell numbers apart.
    """
    key = number_key(left)
    return bool(key) and key == number_key(right)
