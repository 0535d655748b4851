"""Headings and labels in comparable form: what a person would call the same word."""

from __future__ import annotations

from .words_seed import TRADITIONAL

_BLANK = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2028\u2029"
_MARKS = ":：*＊※★☆▲△▼▽■□◆◇●◎→←↑↓⇓⇩✱✳﹡_|“”\"'‘’《》<>.．。·?？!！#＃√\uff3f\uff5c\uff02\uff07\uff1c\uff1e"
_BRACKETS = dict.fromkeys("（【〔［｛「『〈[{", "(") | dict.fromkeys("）】〕］｝」』〉]}", ")")
_DASHES = dict.fromkeys("－–−﹣—~～〜\u2010\u2011", "-")
_SLASHES = dict.fromkeys("／\\丨\uff3c", "/")
_COMMAS = dict.fromkeys("，,;；", "、")
_WIDE = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_UPPER = {chr(c): chr(c + 32) for c in range(65, 91)}
_WIDE_UPPER = {chr(c + 0xFEE0): chr(c + 32) for c in range(65, 91)}
_SIMPLE = {t: s for t, s in zip(TRADITIONAL[::2], TRADITIONAL[1::2], strict=True) if t != s}

_TABLE: dict[int, str | None] = {
    **{ord(a): b for a, b in {**_WIDE, **_UPPER, **_WIDE_UPPER, **_SIMPLE}.items()},
    **{ord(a): b for a, b in {**_BRACKETS, **_DASHES, **_SLASHES, **_COMMAS}.items()},
    **{ord(c): None for c in _BLANK + _MARKS},
    **{c: None for c in range(32) if c},
}


def squeeze(text: str) -> str:
    """Return `text` without blanks, line breaks, colons, stars, dots and quotes; half width;
    simplified characters; letters small; all brackets ``()``, all dashes ``-``.
    """
    return text.translate(_TABLE)
