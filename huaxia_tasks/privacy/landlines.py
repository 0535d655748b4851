"""Finds landline numbers that are a person's: the lines of services and offices are public and stay.

A line is an office's where the words before it say so (报修电话, 值班电话, 办公电话) and nobody is named
beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import regex
from .folding import SOFT
from .hardship import CANDIDATE, is_likely_name
from .numbers import Span

LANDLINE = "固定电话"
_GAP = rf"[{SOFT} -]{{0,3}}"
_LOCAL = rf"[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}(?:\s?(?:转|-|ext\.?)\s?[0-9]{{1,6}})?(?![0-9A-Za-z.])"
_AREA = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
#: With an area code; where nothing parts it from the number (an empty ``gap``) it may be any row of digits.
_WITH_AREA = regex(
    rf"(?<![0-9A-Za-z.+-])(?:(?:\+|00)86{_GAP}[(]?0?{_AREA}[)]?{_GAP}|[(]0{_AREA}[)]{_GAP}|0{_AREA}(?P<gap>{_GAP}))"
    rf"{_LOCAL}"
)
_WITHOUT_AREA = regex(
    rf"(?:电话|宅电|座机|致电|来电|拨打|联系方式)(?:号码)?[:是为 ]{{0,3}}(?P<number>{_LOCAL})"
)
_PHONE_WORD = regex(r"电话|座机|致电|来电|拨打|联系|tel", re.IGNORECASE)
_OF_AN_OFFICE = regex(
    r"(?:报修|维修|服务|监督|举报|投诉|咨询|热线|专线|值班|办公|办公室|客服|总机|前台|传真|预约|应急|救援|急诊|门诊|调度|保卫|报警|受理|信访|招生|招聘|订餐|"
    r"抢修|物业|值守|公开|求助|诉求|总值班|校医院|保卫处|中心|窗口|大厅)(?:室|处|科|部|组)?的?(?:统一|固定|专用|联系|咨询|服务|值班|报修|24小时)*(?:热线|电话|座机|号码|传真)?"
    rf"[:是为 ]{{0,3}}(?:(?:[0-9(){SOFT} +-]{{7,22}}(?:转[0-9]{{1,6}})?)[、,和/ ]{{1,2}})*$"
)
_BESIDE = 16
_CLAUSE_END = regex(r"[。;\n]")
_TITLES = r"老师|同学|师傅|主任|书记|同志|处长|院长|部长|科长|辅导员|先生|女士|家长"
_NAMED = regex(rf"(?=(?P<name>{CANDIDATE})(?:{_TITLES}|的|[,:(、\s]|$|[0-9(+]|咨询))")
_SOMEBODY = regex(rf"[一-鿿](?:{_TITLES})|家长|家里|家中|住宅|本人|联系人")


def find_landlines(folded: str, heading: str = "") -> Iterator[Span]:
    """Yield landline numbers that are not plainly those of an office."""
    for match in _WITH_AREA.finditer(folded):
        if match["gap"] != "" or _is_called(folded, match.start(), heading):
            yield from _found(folded, match.start(), match.end())
    for match in _WITHOUT_AREA.finditer(folded):
        yield from _found(folded, match.start("number"), match.end("number"))


def _is_called(folded: str, start: int, heading: str) -> bool:
    """Whether words say that these digits are a telephone's."""
    before = folded[max(0, start - _BESIDE) : start]
    return bool(_PHONE_WORD.search(before) or _PHONE_WORD.search(heading) or _names(before))


def _found(folded: str, start: int, end: int) -> Iterator[Span]:
    before = _CLAUSE_END.split(folded[max(0, start - 2 * _BESIDE) : start])[-1]
    behind = _CLAUSE_END.split(folded[end : end + _BESIDE])[0]
    if _OF_AN_OFFICE.search(before) and not _names(before[-_BESIDE:]) and not _names(behind):
        return
    text = re.sub(r"[^0-9转]", "", folded[start:end])
    yield Span(LANDLINE, text, False, start, end)


def _names(text: str) -> bool:
    """Whether a person is named or meant in the words beside a number."""
    if _SOMEBODY.search(text):
        return True
    return any(is_likely_name(m["name"]) for m in _NAMED.finditer(text))
