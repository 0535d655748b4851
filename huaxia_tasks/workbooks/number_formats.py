"""What a number format makes of a number: date, time, percentage, or a figure with words around it.

Only what changes the meaning is followed: ``000`` shows 7 as 007, ``"第"0"周"`` shows 10 as 第10周,
``[=1]"是"`` shows a word.  Decimals are never rounded away and thousands are not grouped.
Source of the built-in formats: ECMA-376 part 1, 18.8.30, with its list for zh-cn.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..patterns import regex

LONGEST = 255

BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class Section(NamedTuple):
    """One part of a format between semicolons.

    ``kind`` is general | number | percent | date | time | duration | text | words (no figure at
    all).  ``shows`` are the date's parts (letters of ``ymdw``) and ``t`` for a time of day.
    ``pattern`` holds literals and the placeholders of a figure; None where the figure is plain.
    """

    kind: str
    shows: str = ""
    before: str = ""
    after: str = ""
    pattern: tuple[str, ...] | None = None
    condition: tuple[str, float] | None = None


class Format(NamedTuple):
    """A whole number format; ``plain`` where it changes nothing that matters."""

    sections: tuple[Section, ...]
    plain: bool

    @property
    def kind(self) -> str:
        """The kind of the first section."""
        return self.sections[0].kind


_TOKEN = regex(
    r'"([^"]*)"?'  # 1 quoted words
    r"|\\(.)"  # 2 one escaped character
    r"|[_*]."  # blank as wide as a character; fill character
    r"|\[([^\]]*)\]"  # 3 colour, condition, locale, numerals, elapsed time
    r"|(AM/PM|A/P|上午/下午)"  # 4
    r"|(General|G/通用格式)"  # 5
    r"|((?<=[0#?])E[+-])"  # 6
    r"|([yYeE]+|[gG]+|[bB]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,})"  # 7 date letters
    r"|([0#?])"  # 8
    r"|(.)",  # 9 anything else
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = regex(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = regex(r"(h+|m+|s+)", re.IGNORECASE)
GENERAL = Format((Section("general"),), True)


@lru_cache(maxsize=1024)
def understand(code: str) -> Format:
    """Return what the format `code` does; one that is too long or empty does nothing."""
    if not code or len(code) > LONGEST:
        return GENERAL
    sections = tuple(_section(tokens) for tokens in _sections(code))
    plain = len(sections) == 1 and _is_plain(sections[0])
    return Format(sections, plain or all(_is_plain(s) and s.condition is None for s in sections))


def _is_plain(section: Section) -> bool:
    return section.kind in ("general", "number", "text") and not (
        section.before or section.after or section.pattern
    )


def _sections(code: str) -> list[list[re.Match[str]]]:
    """Return the tokens of each section; at most four."""
    found: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token[9] == ";":
            if len(found) == 4:
                break
            found.append([])
        else:
            found[-1].append(token)
    return found


def _section(tokens: list[re.Match[str]]) -> Section:
    condition: tuple[str, float] | None = None
    letters: list[str] = []
    figure: list[str] = []
    percent = general = text = elapsed = False
    for token in tokens:
        words, escaped, bracket, noon, plain, exponent, date, digit, other = token.groups()
        if words is not None or escaped is not None:
            figure.append("'" + (words if words is not None else escaped))
        elif bracket is not None:
            if match := _CONDITION.fullmatch(bracket):
                condition = (match[1], float(match[2]))
            elif _ELAPSED.fullmatch(bracket):
                elapsed = True
        elif noon is not None:
            letters.append("h")
        elif plain is not None:
            general = True
            figure.append("0*")
        elif exponent is not None:
            figure.append("E")
        elif date is not None:
            letters.append(date.lower())
        elif digit is not None:
            figure.append(digit)
        elif other == "%":
            percent = True
        elif other == "@":
            text = True
        elif other is not None:
            figure.append("'" + other if other > "\x7f" else other)
    if elapsed:
        return Section("duration", condition=condition)
    if letters:
        return _date_section(letters, condition)
    if percent:
        return Section("percent", condition=condition)
    return _figure_section(figure, text, general, condition)


def _date_section(letters: list[str], condition: tuple[str, float] | None) -> Section:
    """Tell months from minutes: an m after hours or before seconds counts minutes."""
    shows = set()
    for index, run in enumerate(letters):
        first = run[0]
        after = letters[index + 1][0] if index + 1 < len(letters) else ""
        if first == "m":
            minutes = len(run) <= 2 and ((index and letters[index - 1][0] == "h") or after == "s")
            shows.add("t" if minutes else "m")
        elif first in "hs":
            shows.add("t")
        elif first in "yegb":
            shows.add("y")
        elif first == "a" or len(run) > 2:
            shows.add("w")
        else:
            shows.add("d")
    found = "".join(sorted(shows))
    return Section("time" if found == "t" else "date", found, condition=condition)


def _figure_section(
    figure: list[str], text: bool, general: bool, condition: tuple[str, float] | None
) -> Section:
    """Return a section of placeholders and words; ``'`` marks a literal, ``0*`` General."""
    slots = [i for i, piece in enumerate(figure) if piece in ("0", "#", "?", "0*")]
    if not slots:
        words = "".join(p.removeprefix("'") for p in figure if p[0] in "'-").strip()
        return Section("text" if text else "words", before=words, condition=condition)
    first, last = slots[0], slots[-1]
    before = "".join(p[1:] for p in figure[:first] if p[0] == "'").strip()
    after = "".join(p[1:] for p in figure[last + 1 :] if p[0] == "'").strip()
    inner = figure[first : last + 1]
    pattern = None
    if not general and "." not in inner and "," not in inner and "E" not in figure:
        if "/" in inner and "?" in inner:  # a fraction such as # ?/?
            return Section("number", condition=condition)
        if inner.count("0") > 1 or len(slots) < len(inner):
            pattern = tuple(inner)
    return Section("general" if general else "number", "", before, after, pattern, condition)


def section_for(form: Format, value: float) -> Section:
    """Return the section that shows `value`: by condition, else by its sign."""
    sections = form.sections
    if len(sections) == 1:
        return sections[0]
    if any(s.condition for s in sections):
        for section in sections:
            if section.condition is None or _meets(value, section.condition):
                return section
        return sections[-1]
    if value < 0:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _meets(value: float, condition: tuple[str, float]) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


def show(section: Section, plain: str) -> str:
    """Return the figure `plain`, the text of a number, as `section` shows it."""
    if section.kind == "words":
        return section.before or plain
    if section.before.startswith("-"):
        plain = plain.lstrip("-")
    if section.pattern and plain.lstrip("-").isdigit():
        sign = "-" if plain.startswith("-") else ""
        plain = sign + _filled(section.pattern, plain.lstrip("-"))
    return f"{section.before}{plain}{section.after}"


def _filled(pattern: tuple[str, ...], digits: str) -> str:
    """Fill the placeholders from the right; what is left over stands before the first one."""
    shown: list[str] = []
    left = digits if digits != "0" else ""
    places = sum(piece in ("0", "#", "?") for piece in pattern)
    for piece in reversed(pattern):
        if piece not in ("0", "#", "?"):
            shown.append(piece.removeprefix("'"))
            continue
        places -= 1
        if not places and left:
            shown.append(left)
        elif left:
            shown.append(left[-1])
            left = left[:-1]
        elif piece == "0":
            shown.append("0")
    return "".join(reversed(shown))
