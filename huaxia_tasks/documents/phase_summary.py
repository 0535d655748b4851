"""阶段总结: what a phase asked for, what was done, what fell short, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .. import wording
from ..matters import is_overdue
from ..model import Briefing, Document, Edition, Matter, Phase, Snapshot, Status
from ..registry import document
from ..tally import is_undated, of_phase, to_finish
from ._charts import BY_UNIT, chart_traces, unit_or_phase_chart
from ._count_traces import count_traces, late_traces
from ._letter import COMMON, letter_fields, plan_name
from ._matters import counted_from, row_text
from ._office import setting
from ._progress import counted, theme_traces, themes
from ._shortcomings import reasons, shortcomings
from .circular import good_units, total_row, unit_row

KIND = "phase-summary"
OWN = frozenset(
    {
        "开头",
        "阶段任务",
        "总体进展",
        "做法",
        "成效",
        "不足",
        "巩固",
        "下一步",
        "一览表",
        "合计",
        "图表",
    }
)


CONSOLIDATE = (
    "对已经完成的事项，组织核实和回访，防止问题反弹；对行之有效的做法，及时总结提炼，形成制度并长期坚持；"
    "对没有按期办结的事项，分析原因、落实措施，明确新的完成时间，由专人跟踪到底。"
    "各单位要把解决具体问题同完善制度结合起来，举一反三、查漏补缺，做到解决一个问题、完善一项制度、"
    "推动一方面工作，不以文件和台账代替实际成效。"
)


@document(KIND, name="阶段总结", template="阶段总结.docx", fields=COMMON | OWN, per="run")
def phase_summary(briefing: Briefing) -> Document | None:
    """Return the summary of the last phase with matters that ended, else of the one under way.

    None where no such phase has matters: there is nothing to sum up.
    """
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    phase = phase_to_sum_up(snapshot)
    matters = of_phase(snapshot.matters, phase) if phase is not None else []
    if phase is None or not matters:
        return None
    name = phase.name.removesuffix("阶段")
    fields = letter_fields(
        snapshot, KIND, title=f"{_campaign(snapshot)}{name}阶段工作总结",
        to=setting(snapshot, "总结报送", "学校党委"), day=day,
        annexes=["各单位清单报送和事项办理情况一览表"],
    )  # fmt: skip
    told = themes(snapshot, matters, 4)
    charts = {BY_UNIT: unit_or_phase_chart(snapshot, briefing.tally)}
    fields |= {
        "开头": f"根据{fields['依据']}安排，现将{name}阶段（{_span(phase)}）{_as_of(phase, day)}工作情况总结如下。",
        "阶段任务": _asked(phase),
        "总体进展": _stand(matters, snapshot),
        "做法": _ways(matters, snapshot),
        "成效": [{"题": f"{t.heading}。", "文": t.text} for t in told]
        or [
            {
                "题": "",
                "文": good_units(briefing) or "各单位按照安排开展工作，具体情况见附件。",
            }
        ],
        "不足": _short(matters, briefing),
        "下一步": _next(snapshot, phase, matters),
        "巩固": CONSOLIDATE,
        "一览表": [unit_row(u) for u in briefing.tally.units],
        "合计": total_row(briefing.tally),
        "图表": charts,
    }
    return Document(
        kind=KIND,
        name="阶段总结",
        template="阶段总结.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{phase.no}|{day.isoformat()}",
        fields=fields,
        matters=tuple(m.id for m in matters),
        traces=count_traces(snapshot, briefing.tally)
        | _stand_traces(matters, snapshot)
        | _way_traces(matters, snapshot)
        | chart_traces(charts, snapshot.matters)
        | theme_traces("成效", told),
    )


def phase_to_sum_up(snapshot: Snapshot) -> Phase | None:
    """Return the phase named in the setting 总结阶段, else the last one with matters that has begun."""
    plan, today = snapshot.plan, snapshot.today
    if named := setting(snapshot, "总结阶段"):
        return plan.phase_named(named)
    begun = [p for p in plan.phases if p.start <= today and of_phase(snapshot.matters, p)]
    ended = [p for p in begun if p.due <= today]
    return next(reversed(ended or begun), None)


def _campaign(snapshot: Snapshot) -> str:
    name = setting(snapshot, "活动简称")
    return name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")


def _span(phase: Phase) -> str:
    return f"{wording.day(phase.start)}至{wording.short_day(phase.due, phase.start)}"


def _as_of(phase: Phase, day: date) -> str:
    return f"截至{wording.short_day(day, day)}的" if day < phase.due else ""


def _asked(phase: Phase) -> str:
    asked = wording.join(phase.outputs)
    owners = wording.join(phase.owners)
    if asked and owners:
        return f"本阶段由{owners}负责，要求完成的工作有：{asked}。"
    if asked:
        return f"本阶段要求完成的工作有：{asked}。"
    return f"本阶段各项任务按方案要求应于{wording.day(phase.due)}前完成。"


def _stand(matters: Sequence[Matter], snapshot: Snapshot) -> str:
    done = sum(m.state.is_done for m in matters)
    left_out = sum(m.state in (Status.LONG_TERM, Status.SUSPENDED) for m in matters)
    base = len(matters) - left_out
    late = sum(is_overdue(m, snapshot.today) for m in matters)
    parts = [f"列入本阶段的事项共{len(matters)}项，已完成{done}项"]
    if base:
        parts.append(f"完成率（{done}/{base}）为{wording.percent(done, base)}")
    if left_out:
        states = {m.state for m in matters}
        named = wording.join_and(
            n
            for s, n in ((Status.LONG_TERM, "长期坚持"), (Status.SUSPENDED, "暂停"))
            if s in states
        )
        parts.append(f"{named}的{left_out}项不计入完成率")
    parts.append(f"超过完成时限尚未办结的{late}项" if late else "没有超过完成时限的事项")
    return "，".join(parts) + "。"


def _stand_traces(matters: Sequence[Matter], snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the matters behind the figures of a phase."""
    late = [m for m in matters if is_overdue(m, snapshot.today)]
    groups = {
        "列入本阶段": matters,
        "已完成": [m for m in matters if m.state.is_done],
        "计入完成率": to_finish(matters),
        "逾期": late,
    }
    counted = {f"总体进展·{k}": counted_from(v, bare=True) for k, v in groups.items() if v}
    return counted | late_traces("不足", late, snapshot.today)


def _ways(matters: Sequence[Matter], snapshot: Snapshot) -> str:
    said = []
    for field, (by, choices) in _divisions(snapshot).items():
        counts = counted(matters, field, choices)
        quoted = "“{}”{}项" if field == "method" else "{}{}项"
        if counts:
            said.append(f"按{by}分，{'、'.join(quoted.format(*c) for c in counts)}")
    return f"{'；'.join(said)}。" if said else "各单位按照清单逐项推进。"


def _divisions(snapshot: Snapshot) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return by which fields the matters of a phase are counted: their name, and the choices."""
    choices = snapshot.plan.choices
    outcomes = tuple(dict.fromkeys(o for m in snapshot.plan.measures for o in m.outcomes))
    return {
        "method": ("收集方式", choices.get("method", ("问", "谈", "查", "梳", "研"))),
        "group": ("反映群体", choices.get("group", ("学生", "教师", "家长", "其他"))),
        "measure_tag": ("“五帮五促”", outcomes),
    }


def _way_traces(matters: Sequence[Matter], snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the cells behind each number of `_ways`."""
    out = {}
    for field, (_, choices) in _divisions(snapshot).items():
        for choice in choices:
            own = [m for m in matters if choice in row_text(m, field)]
            if own:
                out[f"做法·{choice}"] = counted_from(own, field)
    return out


def _short(matters: Sequence[Matter], briefing: Briefing) -> str:
    snapshot, weak = briefing.snapshot, shortcomings(briefing)
    late = [m for m in matters if is_overdue(m, snapshot.today)]
    lists = [
        f"{len(units)}个单位{what}"
        for units, what in ((weak.absent, "没有按时报送清单"), (weak.partial, "只报送了部分清单"))
        if units
    ]
    said = [f"有{'，'.join(lists)}。"] if lists else []
    if late:
        why = reasons(late, snapshot)
        mark = "，" if why.startswith(("均", "尚")) else "。"
        said.append(f"有{len(late)}个事项未按期办结{mark}{why}")
    if undated := sum(map(is_undated, matters)):
        said.append(f"有{undated}个事项没有明确的完成时限。")
    return "".join(said) or "本阶段没有逾期和未报送的情况，仍要防止松劲懈怠。"


def _next(snapshot: Snapshot, phase: Phase, matters: Sequence[Matter]) -> str:
    open_now = sum(m.is_open and m.state is not Status.LONG_TERM for m in matters)
    if open_now and snapshot.today < phase.due:
        until = wording.short_day(phase.due, snapshot.today)
        said = (
            f"抓紧办理尚未办结的{open_now}个事项，于{until}前完成；办结一项、核实一项、销号一项。"
        )
    elif open_now:
        said = f"对尚未办结的{open_now}个事项继续跟踪办理，办结一项、核实一项、销号一项。"
    else:
        said = "巩固已有成果，做好核实和销号工作。"
    following = next((p for p in snapshot.plan.phases if p.no > phase.no), None)
    if following is not None:
        said += (
            f"按照方案安排，转入{following.name.removesuffix('阶段')}阶段，各项任务应于"
            f"{wording.day(following.due)}前完成。"
        )
    return said
