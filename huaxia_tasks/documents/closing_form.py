"""销号审批表: the unit claims, the office checks, the leader in charge confirms."""

from __future__ import annotations

from ..model import Briefing, Document, Matter, Reminder
from ..registry import document
from ._forms import FORM, dated, due_cell, form_document, form_fields
from ._matters import row_text, state_text

KIND = "closing-form"
OWN = frozenset({"原定时限", "完成时间", "完成状态", "办理结果", "佐证材料", "工作目标"})


@document(KIND, name="销号审批表", template="销号审批表.docx", fields=FORM | OWN, per="matter")
def closing_form(briefing: Briefing, reminder: Reminder | None, matter: Matter) -> Document | None:
    """Return the form for one matter that is claimed as done, None for all others."""
    snapshot = briefing.snapshot
    day = reminder.day if reminder else snapshot.today
    if not matter.state.is_done:
        return None
    fields = form_fields(snapshot, KIND, matter, day)
    fields |= {
        "原定时限": due_cell(matter, day),
        "完成时间": dated(matter.done_on) if matter.done_on else "未填写",
        "完成状态": state_text(matter),
        "工作目标": row_text(matter, "goal"),
        "办理结果": row_text(matter, "progress"),
        "佐证材料": row_text(matter, "proof"),
    }
    return form_document(KIND, matter, reminder, fields)
