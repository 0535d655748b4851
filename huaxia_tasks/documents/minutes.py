"""纪要 of a meeting on the lists: who was there, what was reported, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from .. import wording
from ..matters import is_overdue
from ..model import Briefing, Document, Edition, Matter
from ..registry import document
from ._letter import COMMON, MARK_ROOM, letter_fields, plan_name
from ._matters import by_lateness, cells_of, quoted
from ._numbers import draft_number
from ._office import office_of, setting
from ._titles import break_mark
from .circular import overall
from .supervision_slip import new_day

KIND = "minutes"
OWN = frozenset({"开头", "通报", "议定", "与会", "期号"})
MOST_DECISIONS = 12


@document(KIND, name="纪要", template="纪要.docx", fields=COMMON | OWN, per="run")
def minutes(briefing: Briefing) -> Document | None:
    """Return draft minutes where the setting 会议日期 names a meeting, else None.

    Lines of 议定事项 are decisions; without them each overdue matter gives one to confirm.
    """
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    held = setting(snapshot, "会议日期")
    if not held:
        return None
    name = setting(snapshot, "会议名称", "清单事项办理工作推进会")
    late = by_lateness((m for m in snapshot.matters if is_overdue(m, day)), day)
    decided = [line.strip() for line in setting(snapshot, "议定事项").splitlines() if line.strip()]
    lines = [wording.sentence(d) for d in decided] or _proposed(briefing, late)
    fields = letter_fields(snapshot, KIND, title=f"{name}纪要", to="", day=day)
    office = office_of(snapshot)
    fields |= {
        "红头": office.red,
        "发文机关标志": break_mark(
            setting(snapshot, "纪要标志", f"{office.name}会议纪要"), MARK_ROOM, [office.name]
        ),
        "期号": draft_number(snapshot.plan, KIND, "纪要", day.year),
        "开头": _opening(briefing, held, name),
        "通报": overall(briefing.tally),
        "议定": [
            {"题": f"（{wording.chinese_number(i)}）" if len(lines) > 1 else "", "文": text}
            for i, text in enumerate(lines, 1)
        ],
        "与会": [
            {"栏": f"{label}：", "名": people}
            for label in ("出席", "请假", "列席")
            if (people := setting(snapshot, label).rstrip("。"))
        ],
    }
    return Document(
        kind=KIND,
        name="纪要",
        template="纪要.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{held}|{name}",
        fields=fields,
        matters=() if decided else tuple(m.id for m in late[:MOST_DECISIONS]),
        traces={} if decided else _traces(late[:MOST_DECISIONS]),
    )


def _opening(briefing: Briefing, held: str, name: str) -> str:
    snapshot = briefing.snapshot
    place = setting(snapshot, "会议地点")
    chair = setting(snapshot, "主持人")
    where = f"在{place}" if place else ""
    led = f"，{chair}主持会议" if chair else ""
    return (
        f"{held}，{office_of(snapshot).name}{where}召开{name}{led}。会议通报了{plan_name(snapshot.plan)}"
        "落实情况，研究了下一步工作。现将会议主要情况和议定事项纪要如下。"
    )


def _proposed(briefing: Briefing, late: Sequence[Matter]) -> list[str]:
    """Return one decision per overdue matter, for the meeting to confirm or change."""
    snapshot = briefing.snapshot
    until = wording.short_day(new_day(snapshot, snapshot.today), snapshot.today)
    said = [
        f"{snapshot.plan.unit_name(m.lead or m.unit)}牵头，于{until}前办结{quoted(m, 28)}。"
        for m in late[:MOST_DECISIONS]
    ]
    if len(late) > MOST_DECISIONS:
        said.append(
            f"其余{len(late) - MOST_DECISIONS}项逾期事项由各牵头单位逐项提出新的完成时间和措施。"
        )
    return said or ["各单位对照任务清单和责任清单，按时间节点抓好落实，并及时更新完成清单。"]


def _traces(late: Sequence[Matter]) -> dict[str, tuple[str, ...]]:
    found = {f"议定[{i}].文": cells_of(m, "task", "deadline", "status") for i, m in enumerate(late)}
    return {name: cells for name, cells in found.items() if cells}
