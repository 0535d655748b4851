"""Reads a text as a person does: every character becomes its plain twin, none is added or lost.

The length never changes, so a place in the folded text is the place in the text itself.
"""

# ruff: noqa: RUF001 -- characters that look alike are the matter of this file

from __future__ import annotations

#: Stands for everything that cannot be seen; it may stand inside a number.
SOFT = "\u200b"
_UNSEEN = (
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0x0300, 0x0340),
    0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x20E3, 0x3164, 0xFEFF, 0xFFA0,
    *range(0xE0100, 0xE01F0),
)  # fmt: skip
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f\u2028\u2029\u0085"
_DASHES = "‐‑‒–—―−－﹣﹘─━ー﹉﹍_＿⁃➖"
_DOTS = "·•・‧∙⋅●．"
_TWINS = {
    "х": "X", "Х": "X", "Χ": "X", "χ": "X", "×": "X", "✕": "X", "✖": "X", "Ⅹ": "X", "ⅹ": "X",
    "О": "O", "о": "O", "Ο": "O", "ο": "O", "Օ": "O", "◯": "O", "І": "I", "і": "I", "Ι": "I", "ι": "I",
    "丨": "I", "ⅼ": "l", "Ⅰ": "I", "ǀ": "/", "∣": "/", "｜": "/", "|": "/", "¦": "/", "\\": "/", "З": "3", "з": "3", "Ч": "4", "б": "6",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "[": "(", "]": ")", "［": "(", "］": ")", "「": "(", "」": ")",
    "：": ":", "∶": ":", "︰": ":", "；": ";", "，": ",", "﹐": ",", "⁄": "/", "∕": "/", "╱": "/",
}  # fmt: skip
#: First characters of the tens of digits in other scripts and letterings.
_TENS = (
    0x0660,
    0x06F0,
    0x0966,
    0x09E6,
    0x0E50,
    0x1D7CE,
    0x1D7D8,
    0x1D7E2,
    0x1D7EC,
    0x1D7F6,
    0xFF10,
)
#: Digits spelled out or in rings; they are digits only among their like.
_SPELLED_DIGITS = (
    "〇零○⓪⓿⁰₀ 一壹幺①⑴⒈❶➀➊¹₁ 二贰貳两②⑵⒉❷➁➋²₂ 三叁參③⑶⒊❸➂➌³₃ 四肆④⑷⒋❹➃➍⁴₄ 五伍⑤⑸⒌❺➄➎⁵₅ 六陆陸⑥⑹⒍❻➅➏⁶₆ "
    "七柒⑦⑺⒎❼➆➐⁷₇ 八捌⑧⑻⒏❽➇➑⁸₈ 九玖⑨⑼⒐❾➈➒⁹₉"
)


def _plain_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(_UNSEEN, SOFT)
    table |= dict.fromkeys(map(ord, _BLANKS), " ")
    table |= {ord(c): "\n" for c in "\r\n\v\f\u2028\u2029\u0085"}
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _DOTS), ".")
    table |= {ord(c): plain for c, plain in _TWINS.items()}
    table |= {first + n: str(n) for first in _TENS for n in range(10)}
    return table


_PLAIN = _plain_table()
SPELLED = {ord(c): str(n) for n, group in enumerate(_SPELLED_DIGITS.split()) for c in group}
#: Characters that the searches must let through before anything is folded.
DIGITS_AS_WRITTEN = "0-9" + "".join(f"{chr(first)}-{chr(first + 9)}" for first in _TENS)
SPELLED_AS_WRITTEN = "".join(map(chr, SPELLED))


def in_a_row(times: int) -> str:
    """Return the pattern of so many spelled digits with little but marks between them."""
    one = f"[{SPELLED_AS_WRITTEN}]"
    return rf"{one}(?:[^\u3400-\u9fff]{{0,3}}{one}){{{times - 1}}}"


def fold(text: str) -> str:
    """Return `text` in plain characters, as long as it was."""
    return text.translate(_PLAIN)


def fold_spelled(folded: str) -> str:
    """Return a folded text with spelled digits (一三八, ①③⑧) as digits, as long as it was."""
    return folded.translate(SPELLED)
