"""What falls short in a period, told without a unit's name, and what is asked for because of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .. import wording
from ..matters import is_overdue
from ..model import Audience, Briefing, Finding, Level, Matter, Snapshot
from ._count_traces import late_traces, wrong_traces
from ._findings import errors
from ._matters import by_lateness, days_late
from ._office import by_hour, office_of, reply_day
from ._reasons import NONE, OTHER, grouped, reasons_said


class Shortcomings(NamedTuple):
    """Units (by id) and matters that fall short on a day.

    ``absent`` handed in nothing though a list of theirs was due, ``partial`` not all of it, ``awaited``
    nothing yet, their day being still to come; ``unreadable`` only what cannot be read, never what is
    just being saved.  ``wrong`` are the places to mend.
    """

    absent: tuple[str, ...]
    partial: tuple[str, ...]
    awaited: tuple[str, ...]
    unreadable: tuple[str, ...]
    late: tuple[Matter, ...]
    wrong: tuple[Finding, ...]

    @property
    def wrong_by_unit(self) -> Mapping[str, int]:
        """How many places each unit has to mend."""
        return Counter(f.unit for f in self.wrong if f.unit)


def shortcomings(briefing: Briefing) -> Shortcomings:
    """Return what falls short on the day of a briefing."""
    snapshot, units = briefing.snapshot, briefing.tally.units
    grave = tuple(briefing.findings_at(Level.ERROR))
    missing = [u.unit for u in units if u.state == "missing"]
    received = {u.unit for u in units if u.state == "received"}
    absent = [u for u in missing if _is_due(snapshot, u)]
    lacking = dict.fromkeys(
        f.unit for f in grave if f.rule == "not-submitted" and f.unit in received
    )
    return Shortcomings(
        absent=tuple(absent),
        partial=tuple(u for u in lacking if u),
        awaited=tuple(u for u in missing if u not in absent),
        unreadable=tuple(u.unit for u in units if u.state == "unreadable" and not u.waits),
        late=_late(snapshot),
        wrong=tuple(f for f in errors(grave) if f.unit and f.tells is Audience.UNIT),
    )


def _is_due(snapshot: Snapshot, unit: str) -> bool:
    """Whether the day of a list that is asked of a unit is over."""
    return any(
        s.due is not None and s.due < snapshot.today and s.is_asked_of(unit)
        for s in snapshot.plan.lists
    )


def _late(snapshot: Snapshot) -> tuple[Matter, ...]:
    """Return the overdue matters, units in the order of the plan."""
    late = by_lateness(
        (m for m in snapshot.matters if is_overdue(m, snapshot.today)), snapshot.today
    )
    order = {u.id: i for i, u in enumerate(snapshot.plan.units)}
    return tuple(sorted(late, key=lambda m: order.get(m.lead or m.unit, len(order))))


def problems(weak: Shortcomings, snapshot: Snapshot) -> list[str]:
    """Return what is weak, one paragraph each, without naming a unit."""
    said = [text for text in (_on_lists(weak), _on_time(weak, snapshot), _on_cells(weak)) if text]
    if len(said) < 2:
        return said
    return [f"{wording.chinese_number(i)}是{text}" for i, text in enumerate(said, 1)]


def _on_lists(weak: Shortcomings) -> str:
    parts = [
        f"{len(units)}个单位{what}"
        for units, what in (
            (weak.absent, "没有按时报送清单"),
            (weak.partial, "只报送了部分清单"),
            (weak.unreadable, "报送的文件无法读取"),
        )
        if units
    ]
    if not parts:
        return ""
    head = "清单报送不够及时" if weak.absent or weak.partial else "报送的文件不合要求"
    return f"{head}。有{'，'.join(parts)}。"


def _on_time(weak: Shortcomings, snapshot: Snapshot) -> str:
    late, day = weak.late, snapshot.today
    if not late:
        return ""
    units = len({m.lead or m.unit for m in late})
    days = [days_late(m, day) for m in late]
    if len(late) == 1:
        span = f"{days[0]}天"
    else:
        span = f"，均超过{days[0]}天" if len(set(days)) == 1 else f"，最长超过{max(days)}天"
    head = "个别" if len(late) == 1 else "部分"
    return (
        f"{head}事项未按期办结。有{units}个单位的{len(late)}个事项超过完成时限{span}。"
        + reasons(late, snapshot)
    )


def reasons(late: Sequence[Matter], snapshot: Snapshot) -> str:
    """Return the sentence on the reasons that units give for overdue matters."""
    groups = dict(grouped(late))
    silent = groups.pop(NONE, 0)
    if not groups:
        return "均未说明原因。" if silent > 1 else "尚未说明原因。"
    said = reasons_said(late, snapshot.plan, lambda name, n: f"{name}的{n}项")
    if len(late) == 1:
        (name,) = groups
        if name != OTHER:
            return f"单位说明的原因是{name}。"
        words = said.partition("（")[2].rstrip("）")
        return f"单位说明的原因是{words}。" if words else ""
    return f"从单位说明的原因看，{said}" + (f"；未说明原因的{silent}项。" if silent else "。")


def _on_cells(weak: Shortcomings) -> str:
    units, places = len(weak.wrong_by_unit), len(weak.wrong)
    if not places:
        return ""
    if units == 1:
        each = "并逐处标注" if places > 1 else "并作了标注"
        return f"清单填写不够规范。有1个单位报送的清单有{places}处需要更正，已退回{each}。"
    return (
        f"清单填写不够规范。有{units}个单位报送的清单需要更正，共{places}处，已分别退回并逐处标注。"
    )


def problem_traces(weak: Shortcomings, briefing: Briefing) -> dict[str, tuple[str, ...]]:
    """Return what the paragraphs of `problems` rest on, in their order."""
    names = {u.unit: u.name for u in briefing.tally.units}
    out: dict[str, tuple[str, ...]] = {}
    at = 0
    if _on_lists(weak):
        out["存在问题[0]"] = tuple(
            names[u] for u in (*weak.absent, *weak.partial, *weak.unreadable)
        )
        for what, units in (
            ("未按时报送", weak.absent),
            ("部分报送", weak.partial),
            ("无法读取", weak.unreadable),
        ):
            if units:
                out[f"存在问题[0]·{what}"] = tuple(names[u] for u in units)
        at = 1
    if weak.late:
        out |= late_traces(f"存在问题[{at}]", weak.late, briefing.snapshot.today)
        at += 1
    return out | wrong_traces(f"存在问题[{at}]", weak.wrong)


def demands(weak: Shortcomings, snapshot: Snapshot, node: str | None) -> list[dict[str, str]]:
    """Return what is asked for, with days; `node` is the sentence on the phase."""
    asked = [(head, text) for head, text in _asked(weak, snapshot) if text]
    if node is not None:
        asked.append(("按节点抓好落实", node))
    if not asked:
        asked = [
            (
                "持续抓好落实",
                "请各单位对照任务清单和责任清单抓好落实，有关进展及时在完成清单中更新。",
            )
        ]
    if len(asked) == 1:
        return [{"题": "", "文": asked[0][1]}]
    return [
        {"题": f"（{wording.chinese_number(i)}）{head}。", "文": text}
        for i, (head, text) in enumerate(asked, 1)
    ]


def _asked(weak: Shortcomings, snapshot: Snapshot) -> list[tuple[str, str]]:
    day = snapshot.today
    until = wording.short_day(reply_day(snapshot, day, office_of(snapshot)), day)
    whose = [
        words
        for units, words in (
            (weak.absent, "未报送清单"),
            (weak.partial, "清单不齐"),
            (weak.unreadable, "报送文件无法读取"),
        )
        if units
    ]
    which = "或".join(("、".join(whose[:-1]), whose[-1])) if len(whose) > 1 else "".join(whose)
    to_send = f"{which}的单位，请于{until}前补报。" if whose else ""
    if weak.awaited:
        to_send += _still_to_send(snapshot)
    each = "逐项" if len(weak.late) > 1 else ""
    finish = (
        f"有逾期事项的牵头单位，请{each}说明原因、提出新的完成时间和措施，于{until}前报送；已办结的，"
        "及时补充实际完成时间和佐证材料。"
    )
    mend = f"清单需要更正的单位，请对照退回工作簿中的标注修改，于{until}前重新报送，未标注的内容不必改动。"
    return [
        ("及时补报清单" if whose else "按时报送清单", to_send),
        ("抓紧办结逾期事项", finish if weak.late else ""),
        ("更正填报问题", mend if weak.wrong else ""),
    ]


def _still_to_send(snapshot: Snapshot) -> str:
    """Return until when the lists that are not due yet are asked for."""
    by_day: dict[str, list[str]] = {}
    for spec in snapshot.plan.lists:
        if spec.due is not None and spec.due >= snapshot.today:
            day = wording.short_day(spec.due, snapshot.today)
            by_day.setdefault(day, []).append(spec.kind.value)
    said = "，".join(
        f"{wording.join_and(names)}于{day}{by_hour(snapshot)}报送" for day, names in by_day.items()
    )
    return f"尚未报送的单位，请按期报送：{said}。" if said else ""
