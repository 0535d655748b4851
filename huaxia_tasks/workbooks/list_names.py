"""Which of the four lists a title, a sheet's name or a file's name speaks of."""

from __future__ import annotations

from functools import lru_cache

from ..model import ListKind
from ..patterns import regex
from .squeeze import squeeze

PROBLEMS, TASKS, DUTIES, COMPLETIONS = ListKind
ALL_LISTS = frozenset(ListKind)

_KIND_WORDS = {
    "问题": PROBLEMS,
    "诉求": PROBLEMS,
    "任务": TASKS,
    "措施": TASKS,
    "责任": DUTIES,
    "完成": COMPLETIONS,
    "成效": COMPLETIONS,
    "效果": COMPLETIONS,
    "成果": COMPLETIONS,
    "销号": COMPLETIONS,
    "办结": COMPLETIONS,
    "进展": COMPLETIONS,
    "落实": COMPLETIONS,
}
#: Two words that name one list: 任务完成清单 is about completion, 责任落实清单 about responsibility.
_COMPOUNDS = (
    (regex("(?:任务|问题)(?=完成|落实|进展|办结|销号)"), ""),
    (regex("责任(?:落实|完成)"), "责任"),
)
_NOUN = "清单|台账|台帐|一览表|汇总表|统计表|登记表|情况表|分解表|分工表|明细表|进度表|情况|表"
_NAME = regex(
    rf"((?:{'|'.join(_KIND_WORDS)}|整改|收集|征集|梳理|分解|分工|落地|工作|事项|目标|以及|及|和|与|、|/|\+|-)+)({_NOUN})"
)
_FOUR = regex(r"(?:[四三两二2-4])(?:张|个|份|项|类)?(?:清单|单子|台账)")
_ALONE = regex(rf"(?:附件\d*|表)?[\d一二三四(]*[)、-]?({'|'.join(_KIND_WORDS)})(?:表|单)?\d?")
_OTHER_TASKS = regex(r"(?:实事|项目|重点工作|民生)(?:工作|任务|事项)?(?:清单|台账|一览表|汇总表)")
#: Papers of units that look like lists of tasks and are none.
_OTHER_PAPERS = regex(
    r"(?:预算|决算|采购|招标|签到|值班|课程|考勤|花名|通讯|座次|座位|工资|薪酬|资产|物资|合同|日程|议程|报名|成绩|收支|招聘|体检|监考"
    r"|库存|出入库|人员|学生|教师|职工|党员)(?:计划|安排|明细|登记|统计|汇总|一览|审批|申请|申报|执行|信息|记录)*(?:[表册簿录]|名单|清单)$"
)


def is_other_paper(text: str) -> bool:
    """Whether a title names a paper of another kind (采购计划表, 签到表, 名单)."""
    return len(text) < 80 and bool(_OTHER_PAPERS.search(squeeze(text)))


def is_list_name(text: str) -> bool:
    """Whether a heading is the name of a list (问题清单), not only a word that points to one."""
    return ("清单" in text or "台账" in text or "清單" in text) and bool(list_names(text))


@lru_cache(maxsize=2048)
def list_names(text: str) -> frozenset[ListKind]:
    """Return the lists that a title, a sheet's or a file's name speaks of; none for 台账, 整改清单."""
    word = squeeze(text)
    if _FOUR.search(word):
        return ALL_LISTS
    if alone := _ALONE.fullmatch(word):
        return frozenset({_KIND_WORDS[alone[1]]})
    kinds: set[ListKind] = set()
    for match in _NAME.finditer(word):
        kinds |= _kinds_of(match[1])
    if not kinds and _OTHER_TASKS.search(word):
        kinds.add(TASKS)
    return frozenset(kinds)


def _kinds_of(words: str) -> set[ListKind]:
    for pattern, meant in _COMPOUNDS:
        words = pattern.sub(meant, words)
    found = {kind for word, kind in _KIND_WORDS.items() if word in words}
    if "整改" in words and PROBLEMS in found and len(found) < 3:
        return set()
    return found
