"""Finds home addresses and birth dates: by the words around them, never by a shape alone.

Offices, buildings and dormitories of the school are no home addresses; a year of birth alone is no
birth date.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import regex
from .numbers import Span

ADDRESS, BIRTH = "住址", "出生日期"
_HAN = r"\u4e00-\u9fff"
_LABEL = r"家庭(?:详细)?(?:住址|地址)|家庭所在地|户籍(?:所在地|地址|地)|户口所在地|现住址|现住地|现居住?地?址?|居住地址?|住址|家住|常住地址?|家里住|(?:家长|父母|家人|本人|学生|同学|家)住在?"
_PLACE = regex(r"[省市区县州旗盟镇乡村街路道巷弄里坊号栋幢组室湾社屯]|小区|花园|家园|新村|公寓|苑")
_LABELLED = regex(
    rf"(?:{_LABEL})(?P<gap>[:\s(为是在]{{0,4}})(?P<place>[{_HAN}0-9A-Za-z#()\- ]{{4,60}})"
)
_REGION = regex(
    rf"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    rf"内蒙古|广西|西藏|宁夏|新疆|香港|澳门|武汉|[{_HAN}]{{2,6}}?[省市县州])"
)
#: Where a home without a label ends: a house, a flat or a village group; a region must stand before it.
_END_OF_A_HOME = regex(
    rf"(?:村|湾|社区|屯)[{_HAN}]{{0,6}}?[0-9一二三四五六七八九十]{{1,3}}(?:组|号|队|户|社)"
    rf"|(?:小区|花园|家园|新村|公寓|苑|城|庭|府|里|弄|院|号)[{_HAN}A-Za-z]{{0,4}}?[0-9A-Za-z]{{1,4}}(?:栋|幢|座|号楼)"
    rf"(?:[0-9一二三四]{{1,2}}(?:单元|门|楼|层))?-?[0-9]{{2,4}}(?:室|号|房)?"
    rf"|[0-9]{{1,4}}弄[0-9]{{1,4}}号(?:[0-9]{{1,4}}室)?"
)
#: Where something is sent to somebody: 通知书寄到某市某街道18号张三收.
_SENT_TO = regex(
    rf"(?:寄[往到给至送]?|快递至?|投递)[^,。;0-9]{{0,12}}?(?P<place>[{_HAN}]{{2,8}}[省市区县州旗][{_HAN}0-9A-Za-z#-]{{2,40}}?[0-9]+(?:号|室|栋|幢|组|单元)?)[, ]?(?P<who>[{_HAN}*]{{2,4}})收(?![集到回取])"
)
_REGION_BEFORE = regex(rf"[{_HAN}]{{2,8}}[市区县旗州][{_HAN}0-9]*$")
_LONGEST_PLACE = 40
_NOT_A_HOME = regex(
    r"学校|学院|大学|校区|公司|中心|基地|委员会|居委会|村委会|政府|派出所|医院|办公|教学楼|宿舍|学生公寓|党支部"
)

_DAY = r"(?:(?:19|20)\d\d|\d\d)(?:年|[-./])\s?(?:1[0-2]|0?[1-9])(?:月|[-./])?(?:\s?(?:3[01]|[12]\d|0?[1-9])日?)?|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN_BEFORE = regex(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于|诞生于|生辰)[:\s为是(]{{0,4}}(?P<day>{_DAY}|(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])日)"
)
_BORN_BEHIND = regex(
    r"(?<![0-9])(?P<day>(?:(?:19|20)\d\d|\d\d)[年./-]\s?(?:1[0-2]|0?[1-9])(?:月|[./-])?(?:\s?(?:3[01]|[12]\d|0?[1-9])日?)?)(?:出生|生(?=[,;。、)\s]|$))"
)
BIRTH_HEADING = regex(r"出生|生日")
HOME_HEADING = regex(r"住址|家庭(?:详细)?地址|户籍|居住地|家庭所在地|现住")
_ANY_DAY = regex(_DAY)


def find_addresses(folded: str, heading: str = "") -> Iterator[Span]:
    """Yield home addresses."""
    for match in _LABELLED.finditer(folded):
        place = match["place"].strip()
        told = bool(match["gap"].strip()) or _REGION.match(place) is not None
        if told and _PLACE.search(place) and not _NOT_A_HOME.search(place):
            yield Span(ADDRESS, match.group().strip(), True, match.start(), match.end())
    for match in _SENT_TO.finditer(folded):
        yield Span(ADDRESS, match["place"], True, match.start("place"), match.end("place"))
    for match in _END_OF_A_HOME.finditer(folded):
        before = folded[max(0, match.start() - _LONGEST_PLACE) : match.start()]
        region = _REGION_BEFORE.search(before)
        if region is None or _NOT_A_HOME.search(region.group() + match.group()):
            continue
        start = match.start() - len(region.group())
        yield Span(ADDRESS, folded[start : match.end()], True, start, match.end())
    if heading and HOME_HEADING.search(heading):
        text = folded.strip()
        if len(text) >= 5 and _PLACE.search(text):
            start = folded.index(text)
            yield Span(ADDRESS, text, True, start, start + len(text))


def find_birth_dates(folded: str, heading: str = "") -> Iterator[Span]:
    """Yield dates of birth."""
    for pattern in (_BORN_BEFORE, _BORN_BEHIND):
        for match in pattern.finditer(folded):
            yield Span(BIRTH, match["day"], True, match.start("day"), match.end("day"))
    if heading and BIRTH_HEADING.search(heading):
        for match in _ANY_DAY.finditer(folded):
            yield Span(BIRTH, match.group(), True, match.start(), match.end())
