"""延期申请表: pre-filled with what is known of the matter; the unit adds reason and new day."""

from __future__ import annotations

from ..model import Briefing, Document, Matter, Reminder
from ..registry import document
from ._forms import FORM, due_cell, form_document, form_fields
from ._matters import days_late, row_text

KIND = "extension-form"
OWN = frozenset({"原定时限", "逾期说明", "申请延期至", "未完成原因", "已采取措施", "下一步措施"})


@document(KIND, name="延期申请表", template="延期申请表.docx", fields=FORM | OWN, per="matter")
def extension_form(
    briefing: Briefing, reminder: Reminder | None, matter: Matter
) -> Document | None:
    """Return the form for one open matter, None where it is done or has no day to move."""
    snapshot = briefing.snapshot
    day = reminder.day if reminder else snapshot.today
    if not matter.is_open or matter.due_day is None:
        return None
    late = days_late(matter, day)
    fields = form_fields(snapshot, KIND, matter, day)
    fields |= {
        "原定时限": due_cell(matter, day),
        "逾期说明": (f"已逾期{late}天，按规定应在到期前申请。" if late else "未到期，在申请期内。"),
        "申请延期至": row_text(matter, "extend_to"),
        "未完成原因": row_text(matter, "reason"),
        "已采取措施": row_text(matter, "progress"),
        "下一步措施": row_text(matter, "next_step"),
    }
    return form_document(KIND, matter, reminder, fields)
