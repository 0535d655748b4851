"""Checks of what a unit claims to have done, and of what it says where it has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..decided import in_order
from ..matters import counted_day, is_overdue
from ..model import (
    Audience,
    DueKind,
    Level,
    ListKind,
    Matter,
    PastMatter,
    Status,
    TaskRow,
    UnitView,
)
from ..patterns import regex
from ..proofs import PROOFS, proofs_of, told_apart
from ..registry import rule
from ..settle import day_of, first_day_of
from ..values.blanks import is_placeholder
from ..values.remarks import scan_remark
from ..wording import day, join, shorten, stated
from ._hit import Hit, fills, matters_by_completion, once, read_as, strike


@once
def _claims(view: UnitView) -> Sequence[tuple[Matter | None, TaskRow]]:
    """Return every row of 完成清单 that claims completion, with its matter."""
    by_row = matters_by_completion(view)
    return [
        (by_row.get(id(row)), row)
        for row in view.rows_of(ListKind.COMPLETIONS)
        if row.status is not None and row.status.status is not None and row.status.status.is_done
    ]


def _is_blank(row: TaskRow, field_key: str) -> bool:
    """Whether the list has a column for the field and nothing usable stands in it."""
    value = row.row.cells.get(field_key)
    if value is None or value.kind in ("error", "formula", "picture"):
        return False
    return not value.is_filled or is_placeholder(value.text)


@rule(
    "done-without-date",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”已填“{状态}”，但没有填写实际完成时间。",
    asks="请在{单元格}填写完成的日期，例如 {例子}。",
)
def done_without_date(view: UnitView) -> Iterator[Hit]:
    """Yield every finished row without a day; a list without such a column is not asked for one."""
    for matter, row in _claims(view):
        if day_of(row.done_on) is None and (_is_blank(row, "done_date") or row.done_on is not None):
            gaps = {"状态": row.text("status"), "例子": _a_day(view, matter)}
            yield strike(row, "done_date", matter, (), **gaps)


def _a_day(view: UnitView, matter: Matter | None) -> str:
    """Return a day on which such a matter may have been finished: the one it was due on, else the plan's.

    A day to come is no example: nothing can have been finished on it.
    """
    due = matter.due_day if matter is not None else None
    return day(due if due is not None and due <= view.today else view.plan.issued)


@rule(
    "done-without-proof",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”已填“{状态}”，但没有填写佐证材料。",
    asks="请在{单元格}写明已有的材料名称，例如“会议纪要.pdf”；不需要专门补做材料。",
)
def done_without_proof(view: UnitView) -> Iterator[Hit]:
    """Yield every finished row whose 佐证材料 is empty; a list without such a column is not asked."""
    for matter, row in _claims(view):
        if _is_blank(row, "proof"):
            yield strike(row, "proof", matter, 状态=row.text("status"))


@rule(
    "done-in-future",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的完成时间“{值}”{读作}还没有到。",
    asks="请核对{单元格}的年月日；尚未完成的，请把完成状态改为“推进中”。",
)
def done_in_future(view: UnitView) -> Iterator[Hit]:
    """Yield claims of completion dated after today; 6月 is none in June."""
    for matter, row in _claims(view):
        done = day_of(row.done_on)
        first = first_day_of(row.done_on)
        if done is not None and first is not None and first > view.today:
            written_in = "done_date" if row.text("done_date") else "status"
            read = {"日期": day(done), "读作": read_as(row.text(written_in), done)}
            yield strike(row, written_in, matter, (), **read)


@rule(
    "proof-missing",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”列出的佐证材料“{文件}”{原因}。",
    asks="请把能证明完成的文件放入佐证文件夹，或改正{单元格}里的文件名。",
)
def proof_missing(view: UnitView) -> Iterator[Hit]:
    """Yield claims that name a file which is not in the unit's 佐证 folder, is empty there, or is the
    very one that was named when the matter was not yet done."""
    if view.evidence is None:
        return
    past = {p.id: p for p in view.past}
    for matter, row in _claims(view):
        proofs = proofs_of(row, view.evidence)
        if proofs.absent:
            told, why = proofs.absent, "在佐证文件夹里没有找到"
        elif proofs.empty:
            told, why = proofs.empty, "是空文件"
        elif matter is not None and _named_before(row, past.get(matter.id), view.evidence):
            told, why = proofs.named, "与上次没有办完时报的相同，看不出已经完成"
        else:
            continue
        yield strike(row, "proof", matter, 文件=join(told), 原因=why)


def _named_before(row: TaskRow, old: PastMatter | None, evidence: Mapping[str, int]) -> bool:
    """Whether the files that now prove completion are those named when it was not yet complete."""
    if old is None or Status(old.state).is_done:
        return False
    before = old.texts.get(PROOFS, "")
    return bool(before) and before == told_apart(row, evidence)


@rule(
    "status-contradicts",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”的完成状态“{值}”与{另一栏}“{另一值}”不一致。",
    asks="请核对{单元格}，以实际情况为准改正其中一处。",
)
def status_contradicts(view: UnitView) -> Iterator[Hit]:
    """Yield rows whose state, percentage, progress text and dates cannot all be true."""
    by_row = matters_by_completion(view)
    for row in view.rows_of(ListKind.COMPLETIONS):
        other = _contradiction(row, view.today) or _for_ever(row, by_row.get(id(row)), view.today)
        if other is not None:
            yield strike(row, "status", by_row.get(id(row)), 另一栏=other[0], 另一值=other[1])


_NOT_YET = regex(
    r"^(?:目前|现|现在|至今|暂)?(?:尚|还|仍|均)?(?:未能?|没有?)(?:全部|全面|完全)?(?:完成|办结|启动|开工|开始|着手|开展|落实|整改|解决|动工|实施)(?!过)"
    r"|^(?:目前|现|现在|还|仍|仍在|尚在)?正?在(?:招标|采购|施工|办理|协调|审批|审核|制定|起草|征求意见|安装|调试|维修|改造|整改|筹备|比选|询价|摸底)"
    r"|(?:余下|剩余|其余)(?:[^，,。；;完成]{0,12})(?:\d{1,2}月|下月|下周|下一步|将|计划|尚未|未|继续)"
)
#: Only what is said of the whole: 完成60%, 已完成约80％；完成率由60%提高到100% and 满意率95% are none.
_SHARE = regex(
    r"(?<![率由从])(?:已|目前|现|总体|整体|累计|大约|基本)?完成(?:了|约|近|大约|到|至|总量的|任务的|进度的?)*\s*(\d{1,3}(?:\.\d+)?)\s*[%％](?!以上的|的)"
)
_NOTE = regex(r"(?<=.)[（(][^（）()]*[）)][。]?$")
_LAST = regex(r"[；;\n]\s*(?=\S)")
_ALL_DONE = regex(
    r"^(?:(?:已经?|现已|均已|全部|目前已?|现在已?)?(?:全部|全面|均)?(?:完成|办结|整改到位|整改完毕|完工)"
    r"|(?:已于|于|已在|在)?[0-9年月日号初中下上旬底]{3,11}(?:前)?[，,]?(?:已经?|均已|已全部)(?:全部|全面|均)?(?:完成|办结|整改到位|整改完毕|完工)"
    r"|已于[0-9年月日号初中下上旬底]{3,11}(?:前)?(?:全部|全面|均)?(?:完成|办结|整改到位|整改完毕|完工))(?:了|任务|整改)?"
    r"(?:[，,；;](?:并|且)?(?:均|都)?(?:已经?)?(?:顺利)?(?:通过(?:了)?(?:竣工)?验收|验收(?:合格|通过)|投入使用|交付使用|移交使用|销号|对外开放|效果良好))*[。！]?$"
)


#: Something of it is finished, whatever goes on.
_TELLS_OF_DONE = regex("(?<!未)(?:完成|办结|整改到位|落实到位|建立|已解决|已落实|已制定|已出台)")
_WITH_A_DAY = (DueKind.BY_DATE, DueKind.RANGE)
_SUSPENDED, _EXTENDED = Status.SUSPENDED, Status.EXTENDED
_WAITING = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.SLOW})


def _contradiction(row: TaskRow, today: date) -> tuple[str, str] | None:
    """Return the column that says otherwise than the state, with what it says."""
    reading = row.status
    if reading is None or reading.status is None:
        return None
    if reading.status.is_done:
        return _not_done(row, reading.progress)
    return _not_waiting(row, reading.progress, today) if reading.status in _WAITING else None


def _for_ever(row: TaskRow, matter: Matter | None, today: date) -> tuple[str, str] | None:
    """Return the day that has passed beside a state that stands for ever (长期坚持), or None.

    Standing work has no day: either the day is none, or what was due by it has to be told.  A
    deadline that goes on behind its day, and a row that tells of a completion, are plain.
    """
    if row.status is None or row.status.status is not Status.LONG_TERM or matter is None:
        return None
    due, counts = matter.due, matter.due_day
    if due is None or due.then or due.kind not in _WITH_A_DAY or counts is None or counts >= today:
        return None
    told = (row.text("status"), row.text("progress"), row.text("remark"), row.text("done_date"))
    if matter.decisions or any(map(_TELLS_OF_DONE.search, told)) or row.done_on is not None:
        return None
    return "完成时限", day(counts)


def _not_done(row: TaskRow, progress: float | None) -> tuple[str, str] | None:
    if progress is not None and progress < 1:
        return "同一格的进度", f"{progress:.0%}"
    # What was written last counts, of several months or reports.
    last = _parts(row)[-1]
    share = _share(last)
    if _NOT_YET.search(last) or (share is not None and share < 1):
        return "进展情况", last[:20]
    return None


def _parts(row: TaskRow) -> list[str]:
    """Return what 进展情况 says, month by month or report by report, without notes in brackets behind."""
    return [_NOTE.sub("", part).strip() for part in _LAST.split(row.text("progress").strip())]


def _share(text: str) -> float | None:
    """Return what part of the whole a text says is done, 0..1; the last one, of several."""
    found = _SHARE.findall(text)
    return float(found[-1]) / 100 if found else None


def _not_waiting(row: TaskRow, progress: float | None, today: date) -> tuple[str, str] | None:
    parts = _parts(row)
    finished_part = next((part for part in parts if _ALL_DONE.match(part.strip())), "")
    if progress == 1 or finished_part:
        return "进展情况", finished_part or "100%"
    begun = _share(parts[-1]) if row.status and row.status.status is Status.NOT_STARTED else None
    if begun:
        return "进展情况", parts[-1][:20]
    finished = day_of(row.done_on)
    if finished is None or finished > today or "计划" in row.row.ref("done_date").heading:
        return None
    return "完成时间", row.text("done_date")


@rule(
    "unfinished-without-reason",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”{情形}，但没有写原因和下一步措施。",
    asks="请在{单元格}写明未完成的原因，并写出下一步措施和计划完成的日期。",
)
def unfinished_without_reason(view: UnitView) -> Iterator[Hit]:
    """Yield matters past due or paused that say neither why nor what next (where there are columns)."""
    today = view.today
    for matter in view.matters:
        row = matter.completion
        fields = [f for f in ("reason", "next_step") if row.has(f)] if row is not None else []
        if row is None or not fields:
            continue
        paused = matter.state is _SUSPENDED and not matter.decisions
        if not paused and not is_overdue(matter, today):
            continue
        if all(_is_blank(row, f) for f in fields) and not _explained(row):
            case = "已暂停" if paused else f"已超过时限，目前为“{stated(matter)}”"
            yield strike(row, fields[0], matter, 情形=case)


_WHY = regex(r"因|由于|受.{1,12}影响|待.{1,20}(?:后|到位|批复)")


def _explained(row: TaskRow) -> bool:
    """Whether 进展情况, 备注 or the state's own brackets give a reason."""
    rest = row.status.rest if row.status is not None else ""
    return any(_WHY.search(t) for t in (row.text("progress"), row.text("remark"), rest))


@rule(
    "extension-not-approved",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”{申请}，{原因}，原时限仍然有效。",
    asks="{办法}",
)
def extension_not_approved(view: UnitView) -> Iterator[Hit]:
    """Yield wishes for more time that no decision grants, or that were made after the day."""
    past = {p.id: p.due for p in view.past}
    for matter in view.matters:
        wish = _wish(matter) if matter.is_open else None
        if wish is None:
            continue
        own = [d for d in in_order(matter.decisions) if d.kind == "延期" and d.approved]
        too_late = counted_day(matter, own, past.get(matter.id)).late if own else ()
        if len(own) > len(too_late):
            continue
        row, field_key, asked_for = wish
        late = matter.due_day is not None and view.today > matter.due_day
        reason = "但原时限已过，且登记里没有同意的记录" if late else "但登记里还没有同意的记录"
        asked = too_late[0].asked_on or too_late[0].decided_on if too_late else None
        if asked is not None and matter.due_day is not None:
            reason = f"但{day(asked)}才提出，晚于时限{day(matter.due_day)}，不作数"
        office = view.plan.office
        todo = (
            f"请抓紧办结，并写明原因和下一步措施；确需延期的，请与{office}联系。"
            if late
            else f"请按程序填写延期申请表，由单位负责人签字后在原时限以前报{office}；同意后会登记。"
        )
        gaps = {"申请": asked_for, "原因": reason, "办公室": office, "办法": todo}
        yield strike(row, field_key, matter, (), **gaps)


#: Said in the column for a new day by those who want none.
_NO_WISH = regex(
    r"^\s*(?:否|(?:暂|目前)?(?:不|无|没有)(?:需要?|用|再?申请|延期|要|必|拟)?(?:延期|申请|延长|延|延后|顺延)*)\s*[。]?$"
)


def _wish(matter: Matter) -> tuple[TaskRow, str, str] | None:
    """Return where a matter asks for more time: row, field, and the words that say what is asked."""
    row = matter.completion
    if row is not None:
        wish = row.row.get("extend_to")
        if wish is not None and not is_placeholder(wish.text) and not _NO_WISH.match(wish.text):
            return row, "extend_to", _until(wish.text)
        reading = row.status
        if reading and (reading.asks_extension or reading.status is _EXTENDED):
            return row, "status", f"填的是“{_quote(row.text('status'))}”"
    for other in (matter.completion, matter.task, matter.duty):
        if other is not None and fills(other, "remark"):
            remark = scan_remark(other.text("remark"))
            said = f"备注写了“{_quote(remark.phrase)}”"
            if remark.asks_extension:
                return other, "remark", _until(remark.until) if remark.until else said
            if remark.granted:
                return other, "remark", said
    return None


_FOR_HOW_LONG = regex(
    r"[约近]?(?:\d{1,3}|[一二两三四五六七八九十半几]{1,3})个?(?:天|日|周|星期|月|学期|工作日|年)(?:左右|时间)?"
)


def _until(text: str) -> str:
    how_long = _FOR_HOW_LONG.fullmatch(text) is not None
    return f"申请延期{'' if how_long else '到'}“{_quote(text)}”"


def _quote(text: str) -> str:
    return shorten(text.replace("“", "‘").replace("”", "’"), 40)
