"""Finds who has to do what: the words before 要, 负责 and other verbs, and 责任单位 in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..patterns import regex

_HAN = r"\u4e00-\u9fff"
#: What a body or a group of people ends with.
_HEAD = (
    r"(?:领导班子|领导小组|工作专班|工作组|领导干部|党员干部|党员|干部|校领导|领导|负责人|第一责任人|责任人|书记|校长|院长|党委|党总支|党支部|支部|"
    r"党组织|办公室|部门|单位|学院|院系|系部|教研室|辅导员|班主任|导师|教师|教职工|职工|师生|学生会|学生|团委|团支部|团组织|工会|人员|专员|小组|专班|"
    r"中心组|中心|图书馆|后勤|委员会|指挥部|网格员|宿管员|安全员|社团|机关|成员|学校|"
    r"(?:部|处|办|科室|教研室|会)(?<!全部|内部|外部|干部|一部|到处|好处|益处|之处|深处|相处|多处|难处|开办|主办|承办|督办|协办|创办|交办|谈会|议会|大会|机会|社会|例会|学会|会会))"
)
_WORDS = rf"[{_HAN}“”·]"
_ONE = rf"(?:{_WORDS}{{0,14}}?{_HEAD})"
_AUXILIARY = r"(?:要|应当?|须|需|必须|不得|负责|牵头|可以?|将)"
_VERB = (
    rf"(?:{_AUXILIARY}|坚决|扎实|重点|深入|入驻|进驻|常驻|下沉|结合|继续|定期|适时|坚持|发挥|围绕|立足|明确|充分|统筹|做好|认真|建立|组织(?!部|委员|人事)|开展|制定|落实|"
    r"加强|切实|按照|根据|依据|主动|积极|全面|进一步|带头|严格|以上率下|以身作则|以[^上下内外前后来及]|走进|对|把|为|与|每|会同|通过|采取|聚焦|推动|推进|完成|报送|汇总|梳理|收集|排查|整改|自查|抓好|抓实|履行|"
    r"设在|下设|是第一责任人|派出?|成立|召开|举办|参加|参与|协助|配合|指导|督促|检查|审核|审定|研究|部署|压实|健全|完善|强化|及时|于\d|在\d|“)"
)
_SUBJECT = regex(rf"(?P<who>{_ONE}(?:[、，和及与]{{1,2}}(?:以及)?{_ONE}){{0,6}}){_VERB}")
_FIRM_SUBJECT = regex(
    rf"(?P<who>{_ONE}(?:[、和及与](?:以及)?{_ONE}){{0,6}})(?:{_AUXILIARY}|具体负责|带头)"
)
_CALLED = regex(
    rf"(?:号召|组织|引导|动员|带动|确保|要求)(?P<who>(?:学校)?(?:全体|全校|广大|各级|各)+{_WORDS}{{0,14}}{_HEAD})"
)
_BEFORE_A_COMMA = regex(rf"(?P<who>{_WORDS}{{0,14}}{_HEAD})[^，。；]{{1,8}}，(?:要|应|须|必须)")
_ALSO = regex(rf"[，；](?P<who>{_ONE}(?:[、和及与]{_ONE}){{0,4}})(?:负责|牵头|具体负责)")
_LABEL = regex(
    r"(?P<label>牵头(?:单位|部门|领导)|责任(?:单位|部门|领导|人)|主办单位|承办(?:单位|部门)|负责(?:单位|部门)|配合(?:单位|部门)|协办单位|参与单位|完成时[限间]|时间节点|时限)"
    r"\s*[:：]\s*(?P<names>[^；;。）)\n]+)"
)
_LABEL_GROUP = regex(
    rf"[（(]\s*(?:{_LABEL.pattern}[；;，,]?\s*)+[）)]".replace("?P<label>", "?:").replace(
        "?P<names>", "?:"
    )
)
_BY_VERB = regex(rf"由(?P<who>{_ONE}(?:[、和及与]{_ONE}){{0,6}})(?:牵头|负责|具体负责|会同|组织)")
_SPLIT = regex(
    r"[、，,；;/／]|以及|(?<=[部处院组委心])[和及]|[和及与](?=各|全体|广大|相关|有关|二级|职能)"
)
_STRIP = regex(
    r"^(?:全校(?=各|二级|党|广大)|学校(?=各|全体|专|兼|相关|有关)|并?由|其中|同时|此外|因此|对于|以及|并|各位)"
)
_COLLECTIVE = regex(
    r"^(?:各|全体|全校|广大|相关|有关|校属|所有|基层|二级|职能|每个)|(?:领导|干部|党员|人员|教师|学生|师生|员|负责人|党组织|书记|班主任|导师|教职工|专员|部门|单位|院系|支部)$"
)
_WHOLE_SCHOOL = frozenset({"学校党委", "校党委", "党委", "学校", "纪委", "学院党委"})
_UNIT = regex(
    rf"^[{_HAN}]{{2,16}}(?:部|处|室|学院|中心|馆|团委|工会|办|委员会|医院|党委|公司|院|纪委)$"
)
_NOT_AN_OWNER = regex(
    r"^(?:这些|我们|他们|问题|工作|活动|实践|不断|确保|使|让|要|和|及|与|并|将|把|对|为|以|在|从|向|由|是|有|其|该|师生$|学生$|"
    r"围绕|针对|充分|建立|加强|深入|结合|根据|按照|依托|坚持|通过|开展|推动|推进|落实|完善|健全|强化|统筹|组织(?!部)|营造|聚焦|着力|严格|"
    r"认真|切实|积极|主动|进一步|持续|全面|广泛|发挥|提高|明确|做好|抓好|抓实|压实|成立|设立|召开|制定|形成|梳理|收集|听取|邀请|引导|动员|带动|号召|"
    r"如|凡|每(?!个)|特别|尤其|对于|关于|重点|定期|适时|及时)"
)
_LONGEST = 40
#: Whoever is named later than this in a sentence is not its subject.
_LOOK_AT = 300


class Owners(NamedTuple):
    """Who does something: names as the text has them, and how they were found.

    ``how`` is ``label`` (责任单位：…), ``subject`` (before a verb), ``inherited`` or "" where nobody is named.
    """

    names: tuple[str, ...] = ()
    how: str = ""


def labelled(text: str) -> dict[str, str]:
    """Return what labels say (责任单位：教务部), by label."""
    return {m["label"]: m["names"].strip(" 。；;") for m in _LABEL.finditer(text)}


def without_labels(text: str) -> str:
    """Return a text without the brackets and lines that only name units and times."""
    bare = _LABEL_GROUP.sub("", text)
    lines = [line for line in bare.split("\n") if not _LABEL.match(line.strip())]
    return "\n".join(line for line in lines if line.strip())


def owners_of(sentence: str) -> Owners:
    """Return who is to do what a sentence says."""
    labels = labelled(sentence)
    named = [
        labels[k]
        for k in labels
        if k.startswith(("牵头", "责任单位", "责任部门", "主办", "承办", "负责"))
    ]
    if named:
        return Owners(split(",".join(named)), "label")
    sentence = sentence[:_LOOK_AT]
    by = _BY_VERB.search(sentence)
    if by:
        return Owners(split(by["who"]), "subject")
    names = _subject(sentence)
    for match in _ALSO.finditer(sentence) if names else ():
        if _is_owner(match["who"]):
            names = tuple(dict.fromkeys((*names, *split(match["who"]))))
    return Owners(names, "subject") if names else Owners()


def _subject(sentence: str) -> tuple[str, ...]:
    """Return the names before the verb of the first clause that has them."""
    first = _SUBJECT.match(sentence, 0, _LONGEST + 10)
    candidates = [first] if first else []
    candidates += [
        m
        for c in re.split(r"[，,；;。]", sentence)[1:]
        if (m := _FIRM_SUBJECT.match(c, 0, _LONGEST + 10))
    ]
    candidates += [
        m for p in (_BEFORE_A_COMMA.match(sentence), _CALLED.search(sentence)) if (m := p)
    ]
    for match in candidates:
        if len(match["who"]) <= _LONGEST and _is_owner(match["who"]):
            return split(match["who"])
    return ()


def _is_owner(text: str) -> bool:
    names = split(text)
    return bool(names) and not any(_NOT_AN_OWNER.match(name) for name in names)


def split(text: str) -> tuple[str, ...]:
    """Return the single names of an enumeration, each once, without 全校 and the like before them."""
    names = []
    for part in _SPLIT.split(text):
        name = part.strip(" 。：:（）()“”")
        while (bare := _STRIP.sub("", name)) != name:
            name = bare
        if 2 <= len(name) <= 24:
            names.append(name)
    return tuple(dict.fromkeys(names))


def is_unit(name: str) -> bool:
    """Whether a name is that of one unit, not of a group of units or people."""
    named = _UNIT.match(name) is not None and name not in _WHOLE_SCHOOL
    return named and not _COLLECTIVE.search(name)


def unit_kind(name: str) -> str:
    """Return the kind of a unit as sheet 单位 has it, by the end of its name."""
    if name.endswith(("学院", "教学部", "课部", "系")):
        return "学院"
    return "党组织" if name.endswith(("党总支", "党支部", "党委")) else "职能部门"
