"""催办通知: what is overdue, not handed in, or to be mended, for one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .. import wording
from ..matters import is_overdue
from ..model import Briefing, Document, Edition, Finding, Matter, Reminder
from ..registry import document
from ._coming import coming_lists
from ._copies import copy_text
from ._findings import ABSENT, doubts, errors
from ._letter import COMMON, copy_lines, earlier_papers, letter_fields, paper_traces
from ._matters import (
    address,
    by_due,
    by_lateness,
    clean,
    days_late,
    due_text,
    found_untrue,
    is_coming,
    late_rows,
    list_traces,
    lists_named,
    quoted,
    row_traces,
    state_text,
    text_traces,
    wording_items,
)
from ._office import office_of, reply_day, whole
from ._plans import Part, about, basis_of, labelled, parts_of, said_of, with_plans
from ._traces import Later

KIND = "urging-notice"
OWN = frozenset(
    {
        "开头",
        "分节",
        "逾期序号",
        "逾期句",
        "逾期列举",
        "逾期事项",
        "逾期要求",
        "未报送序号",
        "未报送句",
        "更正序号",
        "更正句",
        "临期序号",
        "临期句",
        "结尾",
    }
)


class _Points(NamedTuple):
    """What a notice may urge: matters, lists that are not there, cells to mend and to look at."""

    late: tuple[Matter, ...]
    soon: tuple[Matter, ...]
    missing: list[Finding]
    wrong: list[Finding]
    doubtful: list[Finding]


@document(KIND, name="催办通知", template="催办通知.docx", fields=COMMON | OWN, per="unit")
def urging_notice(briefing: Briefing, reminder: Reminder) -> Document | None:
    """Return the 催办通知 of one unit, None where nothing is to be urged."""
    snapshot, day = briefing.of_plan(reminder.plan).snapshot, reminder.day
    parts = parts_of(briefing, reminder)
    points = _points(parts, day)
    late = points.late
    if not (late or points.missing or points.wrong):
        return None
    in_text = 2 <= len(late) <= whole(snapshot, "正文列举最多项数", 3)
    fields = letter_fields(
        snapshot,
        KIND,
        title=_title(bool(late), bool(points.missing), bool(points.wrong)),
        to=snapshot.plan.unit_name(reminder.unit),
        day=day,
        annexes=["逾期事项一览表"] if len(late) > 1 and not in_text else [],
    )
    office = office_of(snapshot)
    until = wording.short_day(reply_day(snapshot, day, office), day)
    sections = _sections(parts, late, day, in_text)
    copies = copy_text(snapshot, reminder.step)
    fields |= _numbered(sections) | {
        "抄送": copies,
        "抄送行数": copy_lines(copies),
        "依据": basis_of(parts),
        "开头": _opening(basis_of(parts), office.name, reminder, sections),
        "逾期列举": wording_items(labelled(m, parts) + late_words(m, day) for m in late)
        if in_text
        else [],
        "逾期事项": with_plans(late_rows(late, day), late, parts),
        "逾期要求": _late_demand(late),
        "结尾": _closing(bool(late), until, str(fields["报送方式"])),
    }
    return Document(
        kind=KIND,
        name="催办通知",
        template="催办通知.docx",
        unit=reminder.unit,
        edition=Edition.INTERNAL,
        key=reminder.key,
        fields=fields,
        matters=(*(m.id for m in (*late, *points.soon)), *reminder.topics),
        step=reminder.step.no,
        traces=Later(
            lambda: (
                row_traces("逾期事项", fields["逾期事项"], late)
                | text_traces(逾期句=late, 临期句=points.soon)
                | (list_traces("逾期列举", late) if in_text else {})
                | _traces(points)
                | paper_traces(reminder.earlier)
            )
        ),
    )


def _points(parts: Sequence[Part], day: date) -> _Points:
    return _Points(
        late=tuple(m for p in parts for m in by_lateness(_late(p), day)),
        soon=tuple(m for p in parts for m in _soon(p)),
        missing=[f for p in parts for f in _missing(p)],
        wrong=[f for p in parts for f in errors(p.findings)],
        doubtful=[f for p in parts for f in doubts(p.findings)],
    )


def _sections(
    parts: Sequence[Part], late: Sequence[Matter], day: date, in_text: bool
) -> dict[str, str]:
    """Return the text of each section by its name, "" where the notice has nothing to say under it."""
    return {
        "逾期": about(late, parts) + _late_sentence(by_lateness(late, day), day, in_text),
        "未报送": said_of(parts, lambda p: _missing_sentence(p.briefing, _missing(p))),
        "更正": said_of(
            parts, lambda p: _wrong_sentence(errors(p.findings), len(doubts(p.findings)))
        ),
        "临期": said_of(
            parts,
            lambda p: _soon_sentence(_soon(p), day) + coming_lists(p.briefing.snapshot, p.reminder),
        ),
    }


def _numbered(sections: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of the sections: their texts, and 一、二、 before those that have one."""
    filled = [name for name, text in sections.items() if text]
    fields: dict[str, object] = {"分节": len(filled) > 1}
    for name, text in sections.items():
        fields[f"{name}句"] = text
        fields[f"{name}序号"] = wording.chinese_number(filled.index(name) + 1) if text else ""
    return fields


def _late(part: Part) -> list[Matter]:
    return [m for m in part.reminder.matters if is_overdue(m, part.reminder.day)]


def _soon(part: Part) -> tuple[Matter, ...]:
    return by_due(m for m in part.reminder.matters if is_coming(m, part.reminder.day))


def _missing(part: Part) -> list[Finding]:
    return [f for f in part.findings if f.rule in ABSENT]


def _title(late: bool, missing: bool, wrong: bool) -> str:
    """Return the title; it names only what the notice holds."""
    deeds = []
    if late:
        deeds.append("办结逾期事项")
    if missing and wrong:
        deeds.append("报送和更正有关清单")
    elif missing:
        deeds.append("报送有关清单")
    elif wrong:
        deeds.append("更正清单填报问题")
    return f"关于抓紧{wording.join(deeds)}的催办通知"


def _opening(basis: str, office: str, reminder: Reminder, sections: dict[str, str]) -> str:
    """Return the first paragraph: basis, what was said before, what follows."""
    before = wording.join(
        f"{day}发出{paper}" for day, paper in earlier_papers(reminder.earlier, reminder.day)
    )
    said = f"{office}已于{before}。" if before else ""
    several = sum(map(bool, sections.values())) > 1
    what = "目前仍未办结的事项" if before and sections["逾期"] else "有关情况"
    follow = f"现将{what}通知如下" + ("，请抓紧办理。" if several or before else "。")
    return f"根据{basis}要求，{said}{follow}"


def _late_sentence(late: Sequence[Matter], day: date, in_text: bool) -> str:
    if not late:
        return ""
    as_of = f"截至{wording.day(day)}"
    if len(late) == 1:
        matter = late[0]
        return (
            f"{as_of}，你单位牵头的任务{quoted(matter)}应于{due_text(matter, day)}前完成，"
            f"已逾期{days_late(matter, day)}天，尚未办结{_beside(matter)}。"
        )
    longest = days_late(late[0], day)
    where = "，具体如下：" if in_text else "，具体见附件。"
    span = f"逾期均为{longest}天" if longest == days_late(late[-1], day) else f"最长逾期{longest}天"
    return f"{as_of}，你单位牵头的任务有{len(late)}项已过完成时限、尚未办结，{span}{where}"


def late_words(matter: Matter, day: date) -> str:
    """Return an overdue matter as an item of the running text."""
    return (
        f"{quoted(matter)}，完成时限{due_text(matter, day)}，逾期{days_late(matter, day)}天，"
        f"目前状态为“{state_text(matter)}”{_beside(matter)}"
    )


def _beside(matter: Matter) -> str:
    untrue = found_untrue(matter)
    return f"（{untrue}）" if untrue else ""


def _late_demand(late: Sequence[Matter]) -> str:
    if not late:
        return ""
    what = "该项任务" if len(late) == 1 else "上述任务"
    each = "" if len(late) == 1 else "逐项"
    return (
        f"请抓紧办理{what}，{each}报送办理结果，并在完成清单中填写实际完成时间和佐证材料；"
        "确实不能办结的，请说明原因，提出新的完成时间和下一步措施。"
    )


def _closing(late: bool, until: str, reply_to: str) -> str:
    """Return the one sentence that says by when and where to answer."""
    done = "已经办理完毕的，请一并注明。" if late else "已经报送的，请与我们联系核对。"
    return f"请于{until}前办理完毕，有关材料{reply_to}；{done}"


def _missing_sentence(briefing: Briefing, missing: Sequence[Finding]) -> str:
    if not missing:
        return ""
    snapshot = briefing.snapshot
    absent = [f for f in missing if f.rule == "not-submitted"]
    broken = [f for f in missing if f.rule == "unreadable-file"]
    parts = []
    if absent:
        names = lists_named(snapshot, (f"{f.value or ''} {f.message}" for f in absent))
        dues = {spec.due for spec in snapshot.plan.lists if spec.kind.value in names}
        day = dues.pop() if len(dues) == 1 else None
        should = f"应于{wording.short_day(day, snapshot.today)}前报送，" if day else ""
        parts.append(
            f"你单位的{wording.join_and(names) or '有关清单'}{should}至今未收到，请尽快补报。"
        )
    if broken:
        files = wording.join_and(f"《{f.ref.file.rsplit('/', 1)[-1]}》" for f in broken if f.ref)
        todo = {wording.sentence(clean(wording.tight(f.remedy), 120)) for f in broken}
        how = todo.pop() if len(todo) == 1 else "请打开检查、重新保存后报送。"
        parts.append(f"你单位报送的文件{files}无法打开或读取。{how}")
    return "".join(parts)


def _wrong_sentence(wrong: Sequence[Finding], doubtful: int) -> str:
    if not wrong:
        return ""
    also = f"，另有{doubtful}处请核对" if doubtful else ""
    return (
        f"你单位报送的清单有{len(wrong)}处需要更正{also}。具体位置和修改建议已在退回的工作簿中逐处标注，"
        "请对照修改后重新报送，没有标注的内容不必改动。"
    )


def _soon_sentence(soon: Sequence[Matter], day: date) -> str:
    if not soon:
        return ""
    if len(soon) == 1:
        return f"任务{quoted(soon[0])}将于{due_text(soon[0], day)}到期，请一并抓紧办理。"
    first = due_text(soon[0], day)
    last = due_text(soon[-1], day)
    span = f"将于{first}到期" if first == last else f"将于{first}至{last}陆续到期"
    if len(soon) <= 3:
        named = wording.join_and(quoted(m, 24) for m in soon)
        return f"任务{named}{span}，请一并抓紧办理。"
    return f"另有{len(soon)}项任务{span}，请一并抓紧办理。"


def _traces(points: _Points) -> dict[str, tuple[str, ...]]:
    """Return what the sentences on lists rest on: files, the lists that are not there, cells."""
    absent = (f"未收到：{f.value or '有关清单'}" for f in points.missing if f.ref is None)
    out: dict[str, Any] = {
        "未报送句": (*(address(f.ref) for f in points.missing if f.ref), *absent),
        "更正句": tuple(dict.fromkeys(address(f.ref) for f in points.wrong if f.ref)),
        "更正句·请核对": tuple(dict.fromkeys(address(f.ref) for f in points.doubtful if f.ref)),
    }
    if not out["更正句"]:
        del out["更正句·请核对"]
    return {name: cells for name, cells in out.items() if cells}
