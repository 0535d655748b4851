"""Reasons for work not done, grouped by the words in which units give them.

A reason is put into a group only where it speaks of one thing, or names one as the cause (受, 因 ...).
Everything else is 其他原因, and is said in the unit's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ..model import Matter, Plan
from ..patterns import regex
from ..privacy import find_personal_data
from ..values.blanks import is_placeholder
from ._matters import clean

#: Group -> words that mean it and hardly anything else.
GROUPS: tuple[tuple[str, str], ...] = (
    ("受疫情防控影响", r"疫情|封控|封校|静态管理|隔离管控|防疫"),
    ("受天气影响", r"天气|气候|降雨|暴雨|阴雨|雨季|汛期|高温|暴雪|台风"),
    ("采购招标程序未完成", r"采购|招标|投标|流标|废标|评标|开标|比选|询价|竞价"),
    ("供货未到位", r"供货|供应商|到货|发货|缺货|断货|货源|厂家|厂商|交货"),
    ("经费未落实", r"经费|资金|预算|拨款|款项"),
    ("场地设施条件不具备", r"场地|场所|用房|房源|腾退|设施|水电|管线|设备(?:老化|故障|损坏|陈旧|不足|短缺)"),
    ("施工周期较长", r"施工|工期|土建|工程量|进场"),
    ("需要有关方面协调配合", r"协调|配合|协同|会签|其他部门|相关部门|有关部门|多部门|多个部门|多个单位|沟通"),
    ("方案或制度尚在完善", r"方案|制度|办法|细则|论证|修订|征求意见|起草"),
    ("人员不足或变动", r"人员(?:不足|紧张|短缺|变动|调整|调动|流动|离职|不够|有限|空缺)|人手|缺人|离职|缺编|编制|岗位空缺|师资不足"),
    ("受教学安排或假期影响", r"假期|放假|寒假|暑假|考试|开学|返校|离校|学期|课程安排|排课|停课"),
    ("需上级或有关部门审批", r"上级|省厅|教育厅|主管部门|批复|审批|报批|许可"),
)  # fmt: skip
OTHER = "其他原因"
NONE = "未说明原因"
#: What is said to be settled is no reason: 经费已落实，正在施工.
_SETTLED = regex(
    r"已(?:经)?[^未没待]{0,6}?(?:落实|到位|完成|通过|解决|批复|下达|签订|确定|就绪|明确|结束|解除|好转)"
)
_CLAUSES = regex(r"[，。；,;！!\n]+")
_CAUSE = r"(?:受|因为?|由于|鉴于|缘于|原因是|系)[^，。；,;]{0,4}?"
_SPOKEN_OF = {name: regex(words) for name, words in GROUPS}
_BLAMED = {
    name: regex(f"{_CAUSE}(?:{words})|(?:{words})[^，。；,;]{{0,4}}?(?:影响|导致|造成|所致|原因)")
    for name, words in GROUPS
}
#: What only came of it: 经费未到位，无法采购.
_CONSEQUENCE = regex(r"\s*(?:因此|所以|故|致使?|导致|造成|使得?|只能|无法|不能|未能|难以|影响)")
#: How many reasons are said in the units' words, and how long each may be.
_MOST_SAID, _LONGEST_SAID = 3, 24


def group_of(reason: str) -> str:
    """Return the group of one reason."""
    if not reason.strip() or is_placeholder(reason):
        return NONE
    clauses = [c for c in _CLAUSES.split(reason) if c.strip() and not _SETTLED.search(c)]
    for told in ([c for c in clauses if not _CONSEQUENCE.match(c)], clauses):
        named = [name for name, words in _SPOKEN_OF.items() if any(map(words.search, told))]
        if named:
            break
    if len(named) > 1:
        named = _blamed(named, clauses)
    return named[0] if len(named) == 1 else OTHER


def _blamed(named: Sequence[str], clauses: Sequence[str]) -> list[str]:
    """Return the group that is called the cause: the one nearest to the word that blames."""
    near: dict[str, int] = {}
    for name in named:
        found = [m for c in clauses if (m := _BLAMED[name].search(c))]
        if found:
            near[name] = min(len(m.group()) for m in found)
    return [name for name, length in near.items() if length == min(near.values())]


def reason_of(matter: Matter) -> str:
    """Return what the unit gives as the reason of a matter, "" for nothing."""
    return matter.completion.text("reason") if matter.completion else ""


def grouped(matters: Iterable[Matter]) -> list[tuple[str, int]]:
    """Return (group, number of matters), the most frequent first; 其他 and 未说明 come last."""
    counted = Counter(group_of(reason_of(m)) for m in matters)
    order = [name for name, _ in GROUPS] + [OTHER, NONE]
    return sorted(
        counted.items(), key=lambda kv: (kv[0] in (OTHER, NONE), -kv[1], order.index(kv[0]))
    )


def reasons_said(matters: Sequence[Matter], plan: Plan, worded: Callable[[str, int], str]) -> str:
    """Return the groups with their numbers joined, 其他原因 with the words themselves; "" for none.

    `worded` words one group and its number.
    """
    said = [(name, n) for name, n in grouped(matters) if name != NONE]
    texts = [worded(name, n) for name, n in said]
    if said and said[-1][0] == OTHER:
        texts[-1] += _other_words(matters, plan)
    return "，".join(texts)


def _other_words(matters: Sequence[Matter], plan: Plan) -> str:
    """Return （“…”“…”）with reasons that no group has; none that names a person or a unit."""
    texts = dict.fromkeys(
        clean(reason_of(m), _LONGEST_SAID).rstrip("。；，")
        for m in matters
        if group_of(reason_of(m)) == OTHER
    )
    fit = [t for t in texts if t and not find_personal_data(t) and not _names_a_unit(t, plan)]
    quoted = ["“" + t.replace("“", "‘").replace("”", "’") + "”" for t in fit[:_MOST_SAID]]
    more = "等" if len(texts) > len(quoted) else ""
    return f"（{''.join(quoted)}{more}）" if quoted else ""


def _names_a_unit(text: str, plan: Plan) -> bool:
    """Whether a unit of the plan is named: weak points are told without names."""
    return any(
        name in text for u in plan.units for name in (u.name, *u.short_names) if len(name) > 1
    )
