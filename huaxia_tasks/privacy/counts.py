"""Small counts of students: a group of three can be recognised, so its number is not published."""

from __future__ import annotations

import re

from ..patterns import regex
from .folding import fold

_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT = r"(?<![0-9.第一二三四五六七八九十百千万两零-])(?P<n>[0-9]{1,2}|[一二三四五六七八九两])(?![0-9.十百千万至到~-])\s?"
_STAFF = r"辅导|工作|干部|社区|公寓|组织|社团|支部|党员|宿舍|食堂|活动|会|服务|中心|平台|寝室|家庭|专员|管理|教师|咨询|健康|处|部|科|骨干|助理"
_WHO = (
    rf"(?:(?:学生|同学|毕业生|新生|考生|学员|女生|男生)(?!{_STAFF})|孤儿|困难(?!{_STAFF}|和|与|问题)|贫困(?!村|地区|户)|残疾|残障|重点(?:学生|关注|人员)|"
    r"特困|低保|单亲|少数民族|建档立卡|特殊群体|受助|(?:心理|抑郁)(?:问题|危机|异常|障碍|困扰|疾病)|休学|退学|欠费)"
)
_BEFORE = regex(
    rf"{_COUNT}(?P<measure>名|位|个(?=学生|同学|困难|贫困|残疾|孤儿)|人次|人|例|户)(?=[^,。;、0-9师党干员领长]{{0,6}}?{_WHO})"
)
_WHO_BEFORE = regex(
    rf"{_WHO}[^,。;、0-9师党干员领长项每]{{0,4}}?[(:]?{_COUNT}(?P<measure>名|位|人次|人|例|户)(?!教|党|辅导|专员|干部|领导|班主任|工作|间|寝|组|一|座|桌|团)"
)
_GENERIC = regex(r"[每任各某另]$|不让$|不落$|不漏$|同$|之$|[这那]$|对$|联系$|帮扶$|结对$")
_ONE = ("一", "1")
DEFAULT_MINIMUM = 5


def hide_small_counts(text: str, minimum: int = DEFAULT_MINIMUM) -> str:
    """Return `text` with counts of students below `minimum` worded ``少于5``; 0 stays 0.

    Counts of staff, places and things stay, and so do phrases that count nobody (每一名学生).
    """
    folded = fold(text)
    spans: dict[int, int] = {}
    for pattern in (_BEFORE, _WHO_BEFORE):
        for match in pattern.finditer(folded):
            if _is_small(folded, match, minimum):
                spans[match.start("n")] = match.end("n")
    for start in sorted(spans, reverse=True):
        text = f"{text[:start]}少于{minimum}{text[spans[start] :]}"
    return text


def _is_small(folded: str, match: re.Match[str], minimum: int) -> bool:
    written = match["n"]
    count = int(written) if written.isascii() else _NUMERALS[written]
    before = re.split(r"[,。;、\n]", folded[max(0, match.start("n") - 8) : match.start("n")])[-1]
    if written in _ONE and (_GENERIC.search(before) or match["measure"] == "个"):
        return False
    return 0 < count < minimum and not re.search(r"[每任]", before)
