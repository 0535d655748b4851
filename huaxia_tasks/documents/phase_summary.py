"""阶段总结: what a phase asked for, what was done, what fell short, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from .. import wording
from ..matters import is_overdue
from ..model import Briefing, Document, Edition, Matter, Phase, Snapshot, Status
from ..registry import document
from ..tally import of_phase, to_finish
from ._charts import BY_UNIT, chart_traces, unit_or_phase_chart
from ._count_traces import count_traces, late_traces
from ._letter import COMMON, length_note, letter_fields, plan_name
from ._matters import counted_from
from ._office import setting
from ._progress import counted, topics
from ._reasons import NONE, grouped
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
        "篇幅提示",
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
    """Return the summary of the phase that ended last (else the one under way), None without phases."""
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    phase = phase_to_sum_up(snapshot)
    if phase is None or not briefing.tally.units:
        return None
    matters = of_phase(snapshot.matters, phase)
    name = phase.name.removesuffix("阶段")
    fields = letter_fields(
        snapshot, KIND, title=f"{_campaign(snapshot)}{name}阶段工作总结",
        to=setting(snapshot, "总结报送", "学校党委"), day=day,
        annexes=["各单位清单报送和事项办理情况一览表"],
    )  # fmt: skip
    told = topics(snapshot, matters, 4)
    charts = {BY_UNIT: unit_or_phase_chart(snapshot, briefing.tally)}
    fields |= {
        "开头": f"根据{fields['依据']}安排，现将{name}阶段（{_span(phase)}）工作情况总结如下。",
        "阶段任务": _asked(phase),
        "总体进展": _stand(matters, snapshot),
        "做法": _ways(matters, snapshot),
        "成效": [{"题": f"{t.heading}。", "文": t.text} for t in told]
        or [
            {
                "题": "",
                "文": good_units(briefing.tally) or "各单位按照安排开展工作，具体情况见附件。",
            }
        ],
        "不足": _short(matters, briefing),
        "下一步": _next(snapshot, phase, matters),
        "巩固": CONSOLIDATE,
        "一览表": [unit_row(u) for u in briefing.tally.units],
        "合计": total_row(briefing.tally),
        "图表": charts,
    }
    fields["篇幅提示"] = length_note(fields)
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
        | chart_traces(charts, snapshot.matters)
        | {f"成效[{i}].文": t.cells for i, t in enumerate(told) if t.cells},
    )


def phase_to_sum_up(snapshot: Snapshot) -> Phase | None:
    """Return the phase named in the setting 总结阶段, else the last one that ended, else the first."""
    plan = snapshot.plan
    if named := setting(snapshot, "总结阶段"):
        return plan.phase_named(named)
    ended = [p for p in plan.phases if p.due <= snapshot.today]
    return ended[-1] if ended else next(iter(plan.phases), None)


def _campaign(snapshot: Snapshot) -> str:
    name = setting(snapshot, "活动简称")
    return name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")


def _span(phase: Phase) -> str:
    return f"{wording.day(phase.start)}至{wording.day(phase.due)}"


def _asked(phase: Phase) -> str:
    asked = wording.join(phase.outputs)
    owners = wording.join(phase.owners)
    if asked and owners:
        return f"本阶段由{owners}负责，要求完成{asked}。"
    if asked:
        return f"本阶段要求完成{asked}。"
    return f"本阶段各项任务按方案要求应于{wording.day(phase.due)}前完成。"


def _stand(matters: Sequence[Matter], snapshot: Snapshot) -> str:
    if not matters:
        return "列入本阶段的事项为0项。"
    done = sum(m.state.is_done for m in matters)
    left_out = sum(m.state in (Status.LONG_TERM, Status.SUSPENDED) for m in matters)
    base = len(matters) - left_out
    late = sum(is_overdue(m, snapshot.today) for m in matters)
    parts = [f"列入本阶段的事项共{len(matters)}项，已完成{done}项"]
    if base:
        parts.append(f"完成率（{done}/{base}）为{wording.percent(done, base)}")
    if left_out:
        parts.append(f"长期坚持和暂停的{left_out}项不计入完成率")
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
    choices = snapshot.plan.choices
    methods = counted(matters, "method", choices.get("method", ("问", "谈", "查", "梳", "研")))
    groups = counted(matters, "group", choices.get("group", ("学生", "教师", "家长", "其他")))
    said = ""
    if methods:
        said += "按收集方式分，" + "、".join(f"“{name}”{n}项" for name, n in methods) + "；"
    if groups:
        said += "按反映群体分，" + "、".join(f"{name}{n}项" for name, n in groups) + "；"
    outcomes = tuple(dict.fromkeys(o for m in snapshot.plan.measures for o in m.outcomes))
    tags = counted(matters, "measure_tag", outcomes)
    if tags:
        said += "按“五帮五促”分，" + "、".join(f"{name}{n}项" for name, n in tags) + "；"
    if not said:
        return "各单位按照问题清单、任务清单、责任清单、完成清单逐项推进。"
    return said.rstrip("；") + "。"


def _short(matters: Sequence[Matter], briefing: Briefing) -> str:
    late = [m for m in matters if is_overdue(m, briefing.snapshot.today)]
    tally = briefing.tally
    parts = []
    if tally.missing:
        parts.append(f"有{tally.missing}个单位未按时报送清单")
    if late:
        reasons = "、".join(f"{name}{n}项" for name, n in grouped(late) if name != NONE)
        silent = sum(n for name, n in grouped(late) if name == NONE)
        also = f"（{reasons}）" if reasons else ""
        parts.append(f"有{len(late)}个事项未按期办结{also}")
        if silent == len(late):
            parts.append("均没有说明原因" if silent > 1 else "尚未说明原因")
        elif silent:
            parts.append(f"其中{silent}项没有说明原因")
    if tally.total("undated"):
        parts.append(f"有{tally.total('undated')}个事项没有明确的完成时限")
    return "，".join(parts) + "。" if parts else "本阶段没有逾期和未报送的情况，仍要防止松劲懈怠。"


def _next(snapshot: Snapshot, phase: Phase, matters: Sequence[Matter]) -> str:
    open_now = sum(m.is_open and m.state is not Status.LONG_TERM for m in matters)
    said = f"对尚未办结的{open_now}个事项继续跟踪办理，" if open_now else ""
    said += "办结一项、核实一项、销号一项。" if said else "巩固已有成果，做好核实和销号工作。"
    following = next((p for p in snapshot.plan.phases if p.no > phase.no), None)
    if following is not None:
        said += (
            f"按照方案安排，转入{following.name.removesuffix('阶段')}阶段，各项任务应于"
            f"{wording.day(following.due)}前完成。"
        )
    return said
