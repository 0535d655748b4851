"""Names in Latin letters, and names of several syllables carried over into Chinese without a dot."""

from __future__ import annotations

import re

from ..patterns import regex

_WORD = (
    r"(?:[A-Z][a-z]{1,14}(?:['-][A-Z]?[a-z]{1,14})*|[A-Z]'[A-Z][a-z]{1,14}|Ma?c[A-Z][a-z]{1,12})"
)
_BETWEEN = rf"(?:{_WORD}|[A-Z]{{1,12}}\.?|(?:del?|van|von|der|la|le|da|di|dos|bin|al|el)(?=[ ]))"
#: Two to five words: Maria del Carmen, WANG Gang, John F. Smith; one of them in small letters.
_FULL = regex(
    rf"(?=.*[a-z])(?:{_WORD}|[A-Z]{{2,12}}|[A-Z]\.)(?:[ .]+{_BETWEEN}){{0,3}}[ .]+(?:{_WORD}|[A-Z]{{2,12}})"
)
_ONE = regex(_WORD)
_RUN = regex(r"[A-Z][A-Za-z'-]*(?:[ .]+[A-Za-z][A-Za-z'-]*)*")
_ADDRESSED = regex(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor)\b[. ]*")
#: What makes one word a name, and what may stand beside a foreigner's name.
_OF_FOREIGNERS = regex(r"外教|外籍|外国|外专|专家|教授|老师|教师|博士|院士")
_NOT_PEOPLE = regex(
    r"(?:Mail|Email|Tel|Phone|Mobile|Fax|Word|Excel|Office|Microsoft|Windows|Adobe|Team|Group|Room|Building|Center|Admin"
    r"|Manager|None|Null|Todo|Test|Yes|No|Ok|Wechat|Leader|Staff|Teacher|School|College|Department|Party|Version|App|Web|Net|Pro)"
)
#: What remains beside such a name: offices, posts and labels, nothing else.
_BESIDE = regex(r"[\u3400-\u9fff]{0,16}")
#: Syllables that names of Uyghur, Kazakh and Mongolian are written with.
_SYLLABLES = frozenset(
    "阿艾安巴卜布包贝别宾勃达丹德迪丁都杜尔丰盖格根古哈海赫呼吉加江杰卡凯克库拉兰勒雷里丽力利列琳鲁罗洛玛买曼麦梅米敏莫姆木穆那娜乃内尼努诺帕"
    "皮普其奇恰青让仁日茹萨赛桑沙莎斯苏素塔台泰坦提图吐托瓦旺维温翁乌吾西热雅亚延依伊义英尤玉扎泽则孜珠卓孟肯拜合再排"
)


def is_foreign_name(text: str) -> bool:
    """Whether `text` is the whole name of a person in Latin letters (Tom Smith, WANG Gang)."""
    return text.isascii() and _FULL.fullmatch(text) is not None and _NOT_PEOPLE.search(text) is None


def foreign_name_in(text: str, beside: str = "") -> str:
    """Return the name in Latin letters that stands in `text` beside offices and posts, or "".

    One word alone is a name where a word for teachers from abroad stands beside it or in `beside`,
    what stood in brackets.
    """
    match = _RUN.search(text)
    if match is None:
        return ""
    around = re.sub(r"[\s:]", "", text[: match.start()] + text[match.end() :])
    addressed = _ADDRESSED.match(match.group())
    name = match.group()[addressed.end() :] if addressed else match.group()
    if not _BESIDE.fullmatch(around) or _NOT_PEOPLE.search(name):
        return ""
    if is_foreign_name(name):
        return match.group()
    alone = addressed or _OF_FOREIGNERS.search(around + beside)
    return match.group() if alone and len(name) > 2 and _ONE.fullmatch(name) else ""


def is_carried_over(text: str) -> bool:
    """Whether this is a long name of which every character only stands for its sound (布仁巴雅尔)."""
    return 4 <= len(text) <= 9 and _SYLLABLES.issuperset(text)
