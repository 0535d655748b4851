"""Puts together the paragraphs of a text whose lines are broken at the margin, as in a PDF."""

from __future__ import annotations

import re
import unicodedata

from ..patterns import regex

_PAGE_NUMBER = regex(r"[-—–－·\s]*\d{1,3}[-—–－·\s]*|第\s*\d{1,3}\s*页(?:\s*共\s*\d{1,3}\s*页)?")
#: What begins a paragraph wherever it stands.
_BEGINS = regex(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|"
    r"第[一二三四五六七八九十百]{1,3}[章条节]|附\s*件|抄送|主送|（此页无正文）"
)
_ENDS = "。！？；：”）)"
_DAY = regex(r"(?:20\d\d|二[零○\u3007]\S{2})年\S{1,3}月\S{1,3}日(?:印发)?")
#: Lines of a wrapped text are as long as its measure; this many characters less is a short line.
_SLACK = 3
_LONGEST_MEASURE = 60
_INDENT = regex(r"^(?:\u3000{1,2}| {2,8}|\t)(?=\S)")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a plain text; lines broken at the margin are put together."""
    raw = [line for line in re.split(r"\r\n?|[\n\f\v\u2028\u2029]", text) if line.strip()]
    raw = [line for line in raw if not _PAGE_NUMBER.fullmatch(line.strip())]
    measure = _measure([line.strip() for line in raw])
    if not measure:
        return tuple(_tidy(line) for line in raw)
    paragraphs: list[str] = []
    ended = True
    for line in raw:
        bare = _tidy(line)
        if ended or _BEGINS.match(bare) or _DAY.fullmatch(bare) or _INDENT.match(line):
            paragraphs.append(bare)
        else:
            paragraphs[-1] = _join(paragraphs[-1], bare)
        ended = _width(bare) < measure - _SLACK or (
            bare[-1] in "。！？" and not _is_open(paragraphs[-1])
        )
    return tuple(paragraphs)


def _measure(lines: list[str]) -> float:
    """Return the measure in full-width characters, 0 where lines are not broken at a margin."""
    widths = sorted((_width(line) for line in lines), reverse=True)
    if len(widths) < 8:
        return 0
    # A quarter of the lines of a wrapped text are full ones; the widest may hang over a little.
    full = widths[len(widths) // 4]
    alike = sum(full - _SLACK <= w <= full + _SLACK for w in widths)
    return (
        full
        if full <= _LONGEST_MEASURE and widths[0] <= full + 6 and alike * 3 >= len(widths)
        else 0
    )


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "FWA" else 0.5 for c in text)


def _is_open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("《") > text.count("》")


def _tidy(line: str) -> str:
    return re.sub(r"[ \u00a0]+", " ", line.replace("\u3000", " ").strip())


def _join(before: str, line: str) -> str:
    """Join two lines; a blank is kept between Latin words only."""
    latin = (
        before[-1:].isascii()
        and before[-1:].isalpha()
        and line[:1].isascii()
        and line[:1].isalpha()
    )
    return f"{before} {line}" if latin else before + line
