"""Finds numbers of students and staff: by the word before them, by heading, by the office's own shape.

There is no national shape.  An office may write its own in 基本信息, 学号格式: examples
(``20201102034``), or ``#`` for any digit (``2020####``), several joined by 、.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..patterns import regex
from .folding import SOFT, fold
from .numbers import Span

STUDENT, STAFF, CANDIDATE, PAPERS = "学号", "工号", "考生号", "证件号"
_GAP = r"[^0-9A-Za-z,;。、\n]{0,6}"
_CODE = rf"[A-Za-z]{{0,4}}[0-9](?:[{SOFT} -]{{0,2}}[0-9]){{4,16}}[A-Za-z]?"
_NAMED = regex(
    rf"(学号|学籍号|学生编号|校园卡号|一卡通号|工号|教工号|职工号|教职工编号|准考证号|考生号|报名号)(?:码|分别|各)?{_GAP}"
    rf"(?P<codes>{_CODE}(?:[,、;/ 和及与\n]{{1,2}}{_CODE})*)"
)
_BEHIND = regex(rf"(?<![0-9A-Za-z])({_CODE})[(](?:学号|工号|考生号)[)]")
_OF_A_STUDENT = regex(
    r"(?:学生|同学|新生|毕业生)[(:]?(?:[\u4e00-\u9fff]{2,3})?[(:]?((?:19|20)\d{6,11})(?![0-9A-Za-z人名元个年月.])"
)
_DAY = regex(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_PAPERS = regex(
    r"(?:护照|通行证|军官证|士兵证|居留许可|港澳证|台胞证)(?:号码|号)?[:\s为是]{0,3}([A-Za-z]{1,2}\d{7,9}|[\u4e00-\u9fff]字第?\d{6,9})"
)
_ONE = regex(_CODE)
HEADING = regex(r"学号|学籍号|工号|考生号|准考证|学生编号")


def find_student_numbers(folded: str, heading: str, shape: str) -> Iterator[Span]:
    """Yield numbers of students and staff in the order of their certainty."""
    for match in _NAMED.finditer(folded):
        kind = _kind(match[1])
        for one in _ONE.finditer(folded, match.start("codes"), match.end("codes")):
            yield _span(kind, one)
    for match in _BEHIND.finditer(folded):
        yield _span(STUDENT, match, 1)
    if heading and HEADING.search(heading):
        for one in _ONE.finditer(folded):
            yield _span(_kind(heading), one)
    pattern = _shape(shape)
    if pattern is not None:
        for match in pattern.finditer(folded):
            if not re.search(
                r"电话|手机|联系|tel", folded[max(0, match.start() - 8) : match.start()]
            ):
                yield _span(STUDENT, match)
    for match in _OF_A_STUDENT.finditer(folded):
        if not _DAY.fullmatch(match[1]):
            yield _span(STUDENT, match, 1)
    for match in _PAPERS.finditer(folded):
        yield _span(PAPERS, match, 1)


def _kind(word: str) -> str:
    if "工号" in word or "教职工" in word:
        return STAFF
    return CANDIDATE if "考" in word or "报名" in word else STUDENT


def _span(kind: str, match: re.Match[str], group: int = 0) -> Span:
    text = re.sub(rf"[{SOFT} -]", "", match[group])
    return Span(kind, text, True, match.start(group), match.end(group))


@lru_cache(maxsize=16)
def _shape(written: str) -> re.Pattern[str] | None:
    """Return what finds numbers of the shape that the office wrote, None where it wrote none."""
    shapes = [
        _one_shape(w) for w in re.split(r"[、,;\s]+", fold(written)) if re.search(r"[0-9#]", w)
    ]
    if not shapes:
        return None
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(shapes)})(?![0-9A-Za-z])")


def _one_shape(example: str) -> str:
    """Return the pattern of one example: letters as they are, a year in front as any year, digits as any."""
    bare = re.sub(r"[^0-9A-Za-z#]", "", example)
    letters = re.match(r"[A-Za-z]*", bare)
    head = letters.group() if letters else ""
    rest, year = bare[len(head) :], ""
    if re.match(r"(?:19|20)\d\d", rest) and len(rest) >= 7:
        rest, year = rest[4:], r"(?:19|20)\d\d"
    wild = "#" in bare
    digits = (r"\d" if c == "#" or (c.isdigit() and not wild) else re.escape(c) for c in rest)
    return re.escape(head) + year + "".join(digits)
