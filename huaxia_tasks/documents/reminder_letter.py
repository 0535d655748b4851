"""工作提醒函: what falls due soon, in a friendly tone and without blame, for one unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .. import wording
from ..model import Briefing, Document, Edition, Matter, Reminder, Snapshot, Status
from ..registry import document
from ._coming import coming_lists
from ._findings import errors
from ._letter import COMMON, letter_fields
from ._matters import (
    address,
    by_due,
    clean,
    counted_from,
    days_late,
    due_text,
    due_with_workday,
    is_coming,
    list_traces,
    lists_named,
    quoted,
    row_traces,
    state_text,
    task_text,
    text_traces,
    wording_items,
)
from ._office import whole
from ._plans import Part, about_plan, basis_of, labelled, parts_of, with_plans
from ._traces import Later

KIND = "reminder-letter"
OWN = frozenset({"开头", "到期列举", "到期事项", "办理提示", "另请", "结尾"})


@document(
    KIND,
    name="工作提醒函",
    template="工作提醒函.docx",
    fields=COMMON | OWN,
    per="unit",
    automatic=True,
)
def reminder_letter(briefing: Briefing, reminder: Reminder) -> Document | None:
    """Return the 工作提醒函 of one unit, None where nothing falls due and nothing is to be mended."""
    snapshot, day = briefing.of_plan(reminder.plan).snapshot, reminder.day
    parts = parts_of(briefing, reminder)
    soon = tuple(m for p in parts for m in _soon(p))
    late = [m for m in reminder.matters if days_late(m, day)]
    others, traces = _all_others(parts)
    if not soon and not others:
        return None
    in_text = 2 <= len(soon) <= whole(snapshot, "正文列举最多项数", 3)
    annexes = ["近期到期事项一览表"] if len(soon) > 1 and not in_text else []
    fields = letter_fields(
        snapshot,
        KIND,
        title="关于近期到期事项的工作提醒函" if soon else "关于清单报送有关事项的工作提醒函",
        to=snapshot.plan.unit_name(reminder.unit),
        day=day,
        annexes=annexes,
    )
    fields |= {
        "依据": basis_of(parts),
        "开头": _opening(snapshot, basis_of(parts), by_due(soon), day, in_text),
        "到期列举": wording_items(labelled(m, parts) + _soon_words(m, snapshot, day) for m in soon)
        if in_text
        else [],
        "到期事项": with_plans(_rows(snapshot, soon, day), soon, parts),
        "办理提示": _advice(soon),
        "另请": others,
        "结尾": "如已办理，无需重复报送。办理中需要协调的，请及时与我们联系。感谢支持！",
    }
    return Document(
        kind=KIND,
        name="工作提醒函",
        template="工作提醒函.docx",
        unit=reminder.unit,
        edition=Edition.INTERNAL,
        key=reminder.key,
        fields=fields,
        matters=(*(m.id for m in (*soon, *late)), *reminder.topics),
        step=reminder.step.no,
        traces=Later(
            lambda: (
                row_traces("到期事项", fields["到期事项"], soon)
                | text_traces(开头=soon)
                | (list_traces("到期列举", soon) if in_text else {})
                | traces
            )
        ),
    )


def _soon(part: Part) -> tuple[Matter, ...]:
    return by_due(m for m in part.reminder.matters if is_coming(m, part.reminder.day))


def _opening(
    snapshot: Snapshot, basis: str, soon: Sequence[Matter], day: date, in_text: bool
) -> str:
    if not soon:
        return f"根据{basis}的工作安排，现将有关事项提醒如下，请统筹安排。"
    if len(soon) == 1:
        matter = soon[0]
        missing = _missing(matter)
        also = f"台账中尚缺{missing}，请一并补充。" if missing else ""
        will = "于" if matter.due_day == day else "将于"
        return (
            f"根据{basis}的工作安排，你单位牵头的任务{quoted(matter)}{will}"
            f"{due_with_workday(matter, snapshot, day)}到期，目前台账状态为“{state_text(matter)}”。"
            f"现作提醒，请统筹安排。{also}"
        )
    first, last = due_text(soon[0], day), due_text(soon[-1], day)
    will = "于" if soon[-1].due_day == day else "将于"
    span = f"{will}{first}到期" if first == last else f"将于{first}至{last}陆续到期"
    where = "具体如下：" if in_text else "具体见附件。"
    return (
        f"根据{basis}的工作安排，你单位牵头的{len(soon)}项任务{span}。现作提醒，请统筹安排，{where}"
    )


def _rows(snapshot: Snapshot, soon: Sequence[Matter], day: date) -> list[dict[str, object]]:
    return [
        {
            "编号": m.id,
            "任务": task_text(m),
            "时限": due_with_workday(m, snapshot, day),
            "状态": state_text(m),
            "尚缺": _missing(m) or "—",
        }
        for m in soon
    ]


def _soon_words(matter: Matter, snapshot: Snapshot, day: date) -> str:
    missing = _missing(matter)
    # 未报进展 says already what is lacking.
    also = f"，尚缺{missing}" if missing and matter.completion is not None else ""
    return (
        f"{quoted(matter)}，完成时限{due_with_workday(matter, snapshot, day)}，"
        f"台账状态为“{state_text(matter)}”{also}"
    )


def _missing(matter: Matter) -> str:
    """Return what the books still lack of a matter, by the headings of 完成清单."""
    row = matter.completion
    if row is None:
        return "进展情况"
    wanted = [("status", "完成状态"), ("progress", "进展情况")]
    if matter.state is Status.PARTLY_DONE or (matter.progress or 0) >= 0.5:
        wanted.append(("proof", "佐证材料"))
    return wording.join(name for key, name in wanted if not row.text(key).strip())


def _advice(soon: Sequence[Matter]) -> str:
    if not soon:
        return ""
    each = "" if len(soon) == 1 else "逐项"
    return (
        f"办结后，请{each}在完成清单中填写完成状态、实际完成时间和佐证材料；"
        "预计不能按期办结的，请在到期前提出延期申请，说明原因和新的完成时限；未经批准的，仍按原定时限办理。"
    )


def _all_others(parts: Sequence[Part]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Return the paragraphs on everything else, plan by plan, with their cells."""
    said: list[str] = []
    traces: dict[str, tuple[str, ...]] = {}
    for part in parts:
        own, cells = _others(part.briefing, part.reminder)
        for n, text in enumerate(own):
            if f"另请[{n}]" in cells:
                traces[f"另请[{len(said)}]"] = cells[f"另请[{n}]"]
            said.append(f"{about_plan(part, parts)}{text}")
    return said, traces


def _others(briefing: Briefing, reminder: Reminder) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Return the paragraphs on lists not there, errors and late matters, with their cells."""
    late = [m for m in reminder.matters if days_late(m, reminder.day)]
    said: list[str] = []
    traces: dict[str, tuple[str, ...]] = {}
    findings = briefing.findings_for(reminder.unit)
    if coming := coming_lists(briefing.snapshot, reminder):
        said.append(coming)
    absent = [f for f in findings if f.rule == "not-submitted"]
    if absent:
        names = lists_named(briefing.snapshot, (f"{f.value or ''} {f.message}" for f in absent))
        traces[f"另请[{len(said)}]"] = tuple(f"未收到：{name}" for name in names or ("有关清单",))
        said.append(
            f"你单位的{wording.join_and(names) or '有关清单'}尚未收到，请在方便时尽早报送。"
        )
    wrong = errors(findings)
    if wrong:
        traces[f"另请[{len(said)}]"] = tuple(dict.fromkeys(address(f.ref) for f in wrong if f.ref))
        said.append(
            f"你单位报送的清单有{len(wrong)}处需要更正，位置和修改建议已在退回的工作簿中标注，"
            "请一并修改后报送。"
        )
    if late:
        named = wording.join_and(quoted(m, 24) for m in late[:3])
        more = f"等{len(late)}项任务" if len(late) > 3 else ""
        traces[f"另请[{len(said)}]"] = counted_from(late)
        said.append(f"{named}{more}已过完成时限，请说明进展和预计完成时间。")
    return [clean(text) for text in said], traces
