"""督办通知单: one matter, one slip, with a receipt that the unit fills in."""

from __future__ import annotations

from datetime import date

from .. import wording
from ..model import Briefing, Document, Edition, Matter, Reminder, Snapshot
from ..registry import document
from ._copies import with_copies
from ._letter import COMMON, earlier_papers, letter_fields, paper_traces
from ._matters import (
    cells_of,
    clean,
    co_units_text,
    days_late,
    due_text,
    found_untrue,
    row_text,
    state_text,
    task_text,
)
from ._office import whole

KIND = "supervision-slip"
OWN = frozenset(
    {"督办事项", "督办任务", "牵头句", "立项依据", "办理要求", "时限句", "反馈句", "联系句", "事项编号", "承办单位", "配合单位",
     "办结时限"}
)  # fmt: skip


@document(KIND, name="督办通知单", template="督办通知单.docx", fields=COMMON | OWN, per="matter")
def supervision_slip(briefing: Briefing, reminder: Reminder, matter: Matter) -> Document | None:
    """Return the 督办通知单 of one matter, None where it is done or paused."""
    snapshot, day = briefing.snapshot, reminder.day
    if not matter.is_open:
        return None
    unit = snapshot.plan.unit_name(reminder.unit)
    until = new_day(snapshot, day)
    fields = letter_fields(
        snapshot, KIND, title="督办通知单", to=unit, day=day, annexes=["督办事项办理回执"]
    )
    co_units = co_units_text(matter, snapshot.plan)
    fields |= with_copies(fields, snapshot, reminder.step)
    fields |= {
        "督办事项": f"事项编号{matter.id}，{task_text(matter, 0)}。",
        "督办任务": task_text(matter, 100),
        "牵头句": f"由你单位牵头办理，配合单位为{co_units}。" if co_units else "由你单位牵头办理。",
        "立项依据": _grounds(str(fields["依据"]), matter, reminder),
        "办理要求": _demands(matter),
        "时限句": _time(matter, day),
        "反馈句": (
            f"请于{wording.short_day(until, day)}前办结，并反馈附件所列回执。回执由单位负责人签字、加盖单位印章，"
            f"{fields['报送方式']}；确需延期的，请在此之前书面说明原因，提出新的完成时限和下一步措施。"
        ),
        "联系句": _contact(str(fields["附注"])),
        "事项编号": matter.id,
        "承办单位": unit,
        "配合单位": co_units or "—",
        "办结时限": wording.day(until),
    }
    return Document(
        kind=KIND,
        name="督办通知单",
        template="督办通知单.docx",
        unit=reminder.unit,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{reminder.unit}|{reminder.step.no}|{matter.id}",
        fields=fields,
        matters=(matter.id,),
        step=reminder.step.no,
        traces=_traces(matter, reminder),
    )


def _contact(note: str) -> str:
    """Return the contact as a sentence of its own: a slip has no line for it at its foot."""
    return f"{note}。" if note else ""


def new_day(snapshot: Snapshot, day: date) -> date:
    """Return the day by which a matter under supervision is to be done."""
    return snapshot.plan.calendar.workdays_after(day, max(1, whole(snapshot, "督办办结工作日", 5)))


def _grounds(basis: str, matter: Matter, reminder: Reminder) -> str:
    about = [s for s in reminder.earlier if not s.matters or matter.id in s.matters]
    before = wording.join_and(day + paper for day, paper in earlier_papers(about, reminder.day))
    said = f"经{before}督促，该事项至今尚未办结。" if before else ""
    phase = f"该任务列入{matter.phase.name.removesuffix('阶段')}阶段。" if matter.phase else ""
    return f"{basis}。{phase}{said}"


def _demands(matter: Matter) -> str:
    measure, goal = row_text(matter, "measure"), row_text(matter, "goal")
    parts = [f"按照任务清单所列措施办理：{clean(measure).rstrip('。；')}。"] if measure else []
    parts += [f"达到以下目标：{clean(goal).rstrip('。；')}。"] if goal else []
    if not parts:
        parts = [
            "请对照任务清单细化工作措施，落实责任人，倒排时间、抓紧办理；需要其他单位配合的，主动对接协调，办理结果要经得起核实。"
        ]
    return "".join(parts)


def _time(matter: Matter, day: date) -> str:
    late = days_late(matter, day)
    if late:
        untrue = found_untrue(matter)
        also = f"（{untrue}）" if untrue else ""
        return (
            f"该事项应于{due_text(matter, day)}前完成，已逾期{late}天，"
            f"台账状态为“{state_text(matter)}”{also}。"
        )
    if matter.due_day is not None:
        return f"该事项应于{due_text(matter, day)}前完成。"
    return "该事项没有明确的完成时限。"


def _traces(matter: Matter, reminder: Reminder) -> dict[str, tuple[str, ...]]:
    about = [s for s in reminder.earlier if not s.matters or matter.id in s.matters]
    found = {
        "事项编号": (matter.id,),
        "立项依据": paper_traces(about).get("开头", ()),
        "督办事项": cells_of(matter, "task", "problem"),
        "办理要求": cells_of(matter, "measure", "goal"),
        "时限句": cells_of(matter, "deadline", "status"),
        "配合单位": cells_of(matter, "co_units"),
    }
    return {name: cells for name, cells in found.items() if cells}
