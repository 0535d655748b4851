"""抽查通知: tells a unit which of its matters were drawn, and that nothing needs preparing."""

from __future__ import annotations

from .. import wording
from ..model import Briefing, Document, Edition, Reminder
from ..registry import document
from ._draws import draw_words
from ._letter import COMMON, letter_fields
from ._matters import (
    by_due,
    due_text,
    quoted,
    row_traces,
    state_text,
    task_text,
    text_traces,
    wording_items,
)
from ._office import whole

KIND = "spotcheck-notice"
OWN = frozenset({"开头", "抽查句", "抽查列举", "抽查事项", "方式句", "结尾"})


@document(KIND, name="抽查通知", template="抽查通知.docx", fields=COMMON | OWN, per="unit")
def spotcheck_notice(briefing: Briefing, reminder: Reminder) -> Document | None:
    """Return the notice to one unit, None where none of its matters was drawn."""
    snapshot, day = briefing.snapshot, reminder.day
    drawn = by_due(reminder.matters)
    if not drawn:
        return None
    draw = draw_words(snapshot)
    in_text = len(drawn) <= whole(snapshot, "正文列举最多项数", 3)
    fields = letter_fields(
        snapshot, KIND, title="关于开展事项办理情况抽查核实的通知",
        to=snapshot.plan.unit_name(reminder.unit), day=day,
        annexes=[] if in_text else ["抽查事项一览表"],
    )  # fmt: skip
    told = [draw.method] if draw.method else []
    told += [f"抽查编号{draw.number}"] if draw.number else []
    told += [f"随机种子{draw.seed}，凭此可以复核"] if draw.seed else []
    how = f"（{'；'.join(told)}）" if told else ""
    count = f"{len(drawn)}项任务"
    where = "：" if in_text else "，具体见附件。"
    when = f"定于{draw.day}" if draw.day else "将于近期"
    fields |= {
        "开头": f"根据{fields['依据']}关于抽查核实的要求，{when}对有关事项的办理情况进行抽查核实。现将有关安排通知如下。",
        "抽查句": f"抽查事项随机抽取{how}，你单位被抽中{count}{where}",
        "抽查列举": wording_items(
            f"{quoted(m)}，完成时限{due_text(m, day)}，报送状态为“{state_text(m)}”" for m in drawn
        )
        if in_text
        else [],
        "抽查事项": [
            {
                "编号": m.id,
                "任务": task_text(m),
                "时限": due_text(m, day),
                "状态": state_text(m),
            }
            for m in drawn
        ],
        "方式句": (
            "核实以查看现场和已有佐证材料、听取师生意见为主，请安排熟悉情况的同志到场。不需要准备汇报材料，不需要"
            "另外整理台账，也不安排陪同。核实情况当场填写记录表，由双方签字确认。"
        ),
        "结尾": "如有不便，请在收到通知后一个工作日内与我们联系调整时间。",
    }
    return Document(
        kind=KIND,
        name="抽查通知",
        template="抽查通知.docx",
        unit=reminder.unit,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{reminder.unit}|{draw.number or wording.day(day)}",
        fields=fields,
        matters=tuple(m.id for m in drawn),
        step=reminder.step.no,
        traces=row_traces("抽查事项", fields["抽查事项"], drawn) | text_traces(抽查句=drawn),
    )
