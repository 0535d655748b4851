"""抽查核实记录表: one matter, pre-filled with what the unit reported; the checkers write the rest."""

from __future__ import annotations

from ..model import Briefing, Document, Matter, Reminder
from ..registry import document
from ._draws import draw_words
from ._forms import FORM, due_cell, form_document, form_fields
from ._matters import row_text, state_text

KIND = "spotcheck-record"
OWN = frozenset(
    {"抽查编号", "随机种子", "核实日期", "原定时限", "完成状态", "单位报告", "佐证材料", "核实人"}
)


@document(
    KIND, name="抽查核实记录表", template="抽查核实记录表.docx", fields=FORM | OWN, per="matter"
)
def spotcheck_record(
    briefing: Briefing, reminder: Reminder | None, matter: Matter
) -> Document | None:
    """Return the record sheet of one drawn matter."""
    snapshot = briefing.snapshot
    day = reminder.day if reminder else snapshot.today
    draw = draw_words(snapshot)
    fields = form_fields(snapshot, KIND, matter, day)
    fields |= {
        "抽查编号": draw.number or str(fields["发文字号"]),
        "随机种子": draw.seed or "—",
        "核实日期": draw.day or "　　年　　月　　日",
        "原定时限": due_cell(matter, day),
        "完成状态": state_text(matter),
        "单位报告": row_text(matter, "progress") or "（未填写进展情况）",
        "佐证材料": row_text(matter, "proof") or "（未填写佐证材料）",
        "核实人": draw.people,
    }
    return form_document(KIND, matter, reminder, fields)
