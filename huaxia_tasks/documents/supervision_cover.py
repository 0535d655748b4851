"""督办件交办清单: the cover of all 督办通知单 that leave for one unit on one day."""

from __future__ import annotations

from .. import wording
from ..model import Briefing, Document, Edition, Reminder
from ..registry import document
from ._copies import with_copies
from ._letter import COMMON, letter_fields
from ._matters import by_lateness, days_late, due_text, row_traces, task_text
from ._plans import labelled, parts_of
from .supervision_slip import new_day

KIND = "supervision-cover"
OWN = frozenset({"开头", "结尾", "督办件"})


@document(
    KIND, name="督办件交办清单", template="督办件交办清单.docx", fields=COMMON | OWN, per="unit"
)
def supervision_cover(briefing: Briefing, reminder: Reminder) -> Document | None:
    """Return the cover of a unit's slips, None where it gets fewer than two."""
    snapshot, day = briefing.of_plan(reminder.plan).snapshot, reminder.day
    parts = parts_of(briefing, reminder)
    own = (by_lateness((m for m in p.reminder.matters if m.is_open), day) for p in parts)
    matters = tuple(m for one in own for m in one)
    if len(matters) < 2:
        return None
    until = wording.short_day(new_day(snapshot, day), day)
    fields = letter_fields(
        snapshot, KIND, title="督办件交办清单", to=snapshot.plan.unit_name(reminder.unit), day=day,
        annexes=["督办件目录", f"督办通知单（共{len(matters)}件，另附）"],
    )  # fmt: skip
    fields |= with_copies(fields, snapshot, reminder.step)
    fields |= {
        "开头": (
            f"现将{len(matters)}件督办通知单一并送你单位，每件一事，目录见附件1。请逐件签收，明确责任人，"
            f"于{until}前办结并反馈。"
        ),
        "结尾": (
            f"各件回执可以合并为一次报送，于{until}前{fields['报送方式']}；已经办结的，请附佐证材料。"
        ),
        "督办件": [
            {
                "编号": m.id,
                "任务": labelled(m, parts) + task_text(m),
                "时限": due_text(m, day),
                "逾期": f"{days_late(m, day)}天" if days_late(m, day) else "—",
            }
            for m in matters
        ],
    }
    return Document(
        kind=KIND,
        name="督办件交办清单",
        template="督办件交办清单.docx",
        unit=reminder.unit,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{reminder.key}",
        fields=fields,
        matters=tuple(m.id for m in matters),
        step=reminder.step.no,
        traces=row_traces("督办件", fields["督办件"], matters),
    )
