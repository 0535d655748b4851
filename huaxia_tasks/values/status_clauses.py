"""What the clauses of a status cell claim."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..model import Status
from ..patterns import regex
from . import status_words as w

_BESIDE_A_SHARE = frozenset(
    {Status.SUSPENDED, Status.SLOW, Status.AHEAD, Status.REJECTED, Status.EXTENDED}
)
#: Words of the list that say beside others that the day is not past.
_NOT_YET_LATE = frozenset(("未超期", "即将超期", "未逾期"))
_ALL_OF_THEM = regex(r"(?:均|都|全部|全都)(?:已经?|现已)?(?:按[期时])?(?:完成|办结|整改|解决|落实)")
CLAUSE = regex(r"[，,；;。\n!、]+")


@dataclass(slots=True)
class Reading:
    """What the clauses of a cell say."""

    says: list[Status] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    asks: bool = False
    open_end: bool = False
    unclosed: bool = False
    waits: bool = False
    first_step: bool = False
    warnings: list[str] = field(default_factory=list)


def read_clauses(text: str, into: Reading) -> None:
    carried = ""
    for clause in CLAUSE.split(text):
        clause = clause.strip(":- ")
        if not clause:
            continue
        if into.says and into.says[-1].is_done and w.WATCHED.search(clause):
            into.rest.append(clause)  # 已完成，持续跟进
            continue
        status = _clause(carried + clause, into)
        if status is None and not carried and is_prelude(clause):
            carried = clause
            continue
        if status is None:
            into.rest.append(carried + clause)
        else:
            into.says.append(status)
        carried = ""
    if carried:
        into.rest.append(carried)


def is_prelude(clause: str) -> bool:
    """Whether a clause only prepares the next one (将于6月，完成)."""
    if w.EXTENSION.search(clause) or w.DONE.search(clause) or len(clause) > 14:
        return False
    return any(p.search(clause) for p in (w.FUTURE, w.NOT_YET, w.PRELUDE))


def is_denied_or_ahead(clause: str) -> bool:
    """Whether a share in this clause is a wish, a plan or a denial (争取100%, 没有完成100%)."""
    plain = w.NOT_NEGATED.sub("", clause)
    stated = list(re.finditer(r"已经?|目前|现在?", plain))
    if stated:
        plain = plain[stated[-1].end() :]
    marks = (w.FUTURE, w.DATED, w.NOT_YET, w.NEGATED, w.NOT_PASSED)
    return any(p.search(plain) for p in marks) or bool(
        re.search(r"未|没|不|无法|努力|目标|要求", plain)
    )


def _clause(clause: str, into: Reading) -> Status | None:
    """Return what one clause claims, None where it claims nothing."""
    if w.EXTENSION.search(clause) and w.NO_EXTENSION.search(clause):
        return None
    if w.EXTENSION.search(clause) and w.ASKS.search(clause):
        into.asks = True
    if w.OPEN_END.search(clause):
        into.open_end = True
    if clause in _NOT_YET_LATE:
        return None
    if clause in w.WORDS:
        return w.WORDS[clause]
    if w.UNCLOSED.search(clause):
        into.unclosed = True
        return Status.DONE_UNVERIFIED if "已完成" in clause else None
    if w.NEXT_STEP.search(clause):
        return None
    if re.search(r"\d+(?:\.\d+)?%|百分之|[一二三四五六七八九]成|分之", clause):
        return _beside_share(clause)
    for status, pattern in w.PATTERNS:
        if pattern.search(clause):
            return _guarded(status, clause, into)
    return _plain_claim(clause, into)


def _beside_share(clause: str) -> Status | None:
    """Return what the words round a share add to it; 完成80% alone adds nothing."""
    bare = re.sub(r"\d+(?:\.\d+)?%|百分之[百一二三四五六七八九十]+", "", clause)
    if is_denied_or_ahead(bare):
        return Status.IN_PROGRESS
    for status, pattern in w.PATTERNS:
        if status in _BESIDE_A_SHARE and pattern.search(clause):
            return status
    if re.search(r"基本|部分|大部分", clause):
        return Status.PARTLY_DONE
    return None


def _guarded(status: Status, clause: str, into: Reading) -> Status | None:
    """Return a pattern's state unless the clause denies or only plans it."""
    plain = w.NOT_NEGATED.sub("", clause)
    if status in (Status.CLOSED, Status.DONE_LATE):
        if w.NEGATED.search(plain) or re.search(r"(?:未|没有?|不)(?:通过|合格|予)", plain):
            return Status.IN_PROGRESS
        if w.FUTURE.search(plain) or w.DATED.search(plain):
            return Status.DONE_UNVERIFIED if re.search(r"待|申请", plain) else Status.IN_PROGRESS
    if status is Status.DONE_UNVERIFIED and _waits_for_a_step(plain):
        return Status.IN_PROGRESS
    if status is Status.PARTLY_DONE and not re.search(r"即将|接近|将近", plain):
        if re.search(r"基本(?:上)?(?:未|没|不)", plain):
            return Status.IN_PROGRESS
        if w.FUTURE.search(plain) and not re.search(r"已|均|现", plain):
            return Status.IN_PROGRESS
    if status is Status.SUSPENDED and re.search(
        r"(?:未|不|没有|解除|恢复|结束)(?:暂停|停)|恢复", plain
    ):
        return Status.IN_PROGRESS
    if status is Status.EXTENDED and re.search(r"已(?:经)?(?:同意|批准|获批)", plain):
        into.asks = False
    return status


def _waits_for_a_step(clause: str) -> bool:
    """Whether what waits to be checked is a step, not the finished matter (方案待审核)."""
    waits = re.search(r"待|等|提请|申请|提交|报|请求|请|准备|验收|核验|销号", clause)
    before = (clause[: waits.start()] if waits else clause).replace("已", "")
    if re.search(r"方案|预算|计划|合同|经费|立项|申请书|图纸|招标|采购|文件|制度|材料", clause):
        return True
    return not (w.AFFIRMED.fullmatch(before) or w.DONE.search(before) or "办结" in clause)


def _plain_claim(clause: str, into: Reading) -> Status | None:
    plain = w.NOT_NEGATED.sub("", clause)
    ends = w.DONE.search(plain)
    if w.NOT_PASSED.search(plain):
        if w.CANNOT.search(plain):
            into.warnings.append("写的是不能完成，请在备注说明原因")
        return Status.IN_PROGRESS
    if w.NEGATED.search(plain) and ends:
        if re.search(r"(?:没有|无)(?:未|尚未)", plain):
            into.warnings.append("有两重否定，请直接写明完成状态")
            return None
        if w.CANNOT.search(plain):
            into.warnings.append("写的是不能完成，请在备注说明原因")
        return Status.IN_PROGRESS
    if w.NOT_STARTED.search(plain):
        return Status.NOT_STARTED
    if w.MEANS.search(plain):
        into.warnings.append("只写了条件具备，未按完成理解")
        return Status.IN_PROGRESS
    if w.FIRST_STEP.search(plain) and not w.FUTURE.search(plain):
        into.first_step = True
        into.warnings.append("只写了前一步工作完成，未按全部完成理解")
        return Status.PARTLY_DONE
    if ends and (w.DATED.search(plain) or _is_planned(plain, ends.start())):
        into.warnings.append("写的是计划完成，未按已完成理解")
        return Status.IN_PROGRESS
    some = w.SOME_ITEMS.search(plain)
    if some and ends and not (_ALL_OF_THEM.search(plain) and "其中" not in plain):
        into.warnings.append("只写了完成几项，没有写明共几项")
        return Status.PARTLY_DONE
    if ends and not re.search(
        r"(?:推进|进行|落实|整改|办理|处置|实施|建设|解决)中$|正在|仍在|还在|持续|有序|稳步|按序时",
        plain,
    ):
        return _affirmed(plain, ends.start(), into)
    if w.WAITS.search(plain):
        into.waits = True
        return Status.IN_PROGRESS
    if w.ONLY_READ.search(plain):
        return None
    going = w.IN_PROGRESS.search(plain) or plain.startswith(("已", "正", "现已"))
    return Status.IN_PROGRESS if going else None


def _affirmed(clause: str, where: int, into: Reading) -> Status | None:
    """Return DONE where the clause states a completion, and not merely holds the word."""
    before = clause[:where]
    said = re.search(r"已|业经|现已", clause[: where + 1])
    last = [m.end() for m in w.DONE.finditer(clause)][-1]
    if not said and w.TAIL_IN_DOUBT.search(clause[last:]):
        into.warnings.append("没有写明是否已经完成")
        return None
    if said or w.AFFIRMED.fullmatch(before) or w.ACTION_DONE.search(before):
        return Status.DONE
    if w.NOT_YET.search(before):
        into.warnings.append("写的是计划完成，未按已完成理解")
        return Status.IN_PROGRESS
    into.warnings.append("没有写明是否已经完成")
    return None


def _is_planned(clause: str, where: int) -> bool:
    """Whether a word of the future stands before the completion without 已 between them."""
    before = clause[:where]
    future = None
    for match in w.FUTURE.finditer(clause):
        if match.start() < where:
            future = match
    if future is None or re.search(r"已(?:经)?[于在][^，]{0,10}$", before[: future.start()]):
        return False
    return not re.search(r"已|现已|均已|业已", before[future.end() :])
