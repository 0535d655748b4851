"""情况通报: counts before judgement, reasons grouped, demands; tables of units annexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from .. import wording
from ..matters import is_overdue
from ..model import (
    Audience,
    Briefing,
    Document,
    Edition,
    Finding,
    Level,
    Matter,
    Snapshot,
    Tally,
    UnitTally,
)
from ..registry import document
from ._charts import BY_UNIT, chart_traces, unit_or_phase_chart
from ._count_traces import count_traces, late_traces, overall_traces, wrong_traces
from ._findings import errors
from ._letter import COMMON, length_note, letter_fields, plan_name
from ._matters import by_lateness, days_late, due_text, row_traces, task_text
from ._office import office_of, reply_day, setting
from ._reasons import NONE, grouped

KIND = "circular"
OWN = frozenset(
    {
        "开头",
        "总体情况",
        "做得好的",
        "做得好的序号",
        "存在问题",
        "存在问题序号",
        "要求",
        "要求序号",
        "总要求",
        "一览表",
        "合计",
        "表注",
        "逾期事项",
        "图表",
        "篇幅提示",
    }
)
TOTAL_DEMAND = (
    "各单位要对照实施方案和有关清单，逐项核对办理进展，如实填写完成情况，做到办结一项、核实一项、销号一项；"
    "对没有按期办结的事项，要分析原因、落实措施，明确新的完成时间，指定专人跟踪到底。现提出以下要求。"
)
STATES = {"received": "已报送", "missing": "未报送", "unreadable": "无法读取"}


@document(KIND, name="情况通报", template="情况通报.docx", fields=COMMON | OWN, per="run")
def circular(briefing: Briefing) -> Document | None:
    """Return the 情况通报 of a run, None where the plan has no unit that owes anything."""
    snapshot, tally = briefing.snapshot, briefing.tally
    if not tally.units:
        return None
    day = snapshot.today
    late = _late(snapshot)
    annexes = ["各单位清单报送和事项办理情况一览表"] + (["逾期事项一览表"] if late else [])
    fields = letter_fields(
        snapshot,
        KIND,
        title=title_of(snapshot),
        day=day,
        annexes=annexes,
        to=setting(snapshot, "通报主送", "各二级党组织、校属各单位"),
    )
    wrong = wrong_cells(briefing)
    good = good_units(tally)
    charts = {BY_UNIT: unit_or_phase_chart(snapshot, tally)}
    problems = _problems(tally, late, wrong, day)
    headings = ["总体", *(["好"] if good else []), *(["问题"] if problems else []), "要求"]
    number = {name: wording.chinese_number(i) for i, name in enumerate(headings, 1)}
    fields |= {
        "开头": f"根据{fields['依据']}要求，现将截至{wording.day(day)}各单位清单报送和事项办理情况通报如下。",
        "总体情况": overall(tally),
        "做得好的": good,
        "做得好的序号": number.get("好", ""),
        "存在问题": problems,
        "存在问题序号": number.get("问题", ""),
        "要求": _demands(snapshot, tally, late, wrong),
        "要求序号": number["要求"],
        "总要求": TOTAL_DEMAND if late else "",
        "一览表": [unit_row(u) for u in tally.units],
        "合计": total_row(tally),
        "表注": "注：完成率＝已完成÷（事项－长期坚持－暂停）；“推进中”含部分完成；长期坚持、暂停的事项不计入完成率。",
        "逾期事项": [
            {
                "单位": snapshot.plan.unit_name(m.lead or m.unit),
                "编号": m.id,
                "任务": task_text(m),
                "时限": due_text(m, day),
                "逾期": f"{days_late(m, day)}天",
            }
            for m in late
        ],
        "图表": charts,
    }
    fields["篇幅提示"] = length_note(fields)
    traces = row_traces("逾期事项", fields["逾期事项"], late)
    if briefing.traced:
        traces |= _problem_traces(briefing, late)
        traces |= overall_traces("总体情况", snapshot, tally)
        traces |= {"做得好的": tuple(good_names(tally))} if good else {}
        traces |= count_traces(snapshot, tally)
        traces |= chart_traces(charts, snapshot.matters)
    return Document(
        kind=KIND,
        name="情况通报",
        template="情况通报.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{day.isoformat()}",
        fields=fields,
        matters=tuple(m.id for m in late),
        traces=traces,
    )


def title_of(snapshot: Snapshot) -> str:
    """Return the title, with the campaign's name where it is known to be short."""
    name = setting(snapshot, "活动简称")
    about = name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")
    return f"关于{about}清单报送和事项办理情况的通报"


def _late(snapshot: Snapshot) -> tuple[Matter, ...]:
    late = by_lateness(
        (m for m in snapshot.matters if is_overdue(m, snapshot.today)), snapshot.today
    )
    order = {u.id: i for i, u in enumerate(snapshot.plan.units)}
    return tuple(sorted(late, key=lambda m: order.get(m.lead or m.unit, len(order))))


def wrong_cells(briefing: Briefing) -> dict[str, int]:
    """Return how many places each unit has to mend (overdue and missing lists are counted apart)."""
    return dict(Counter(f.unit for f in _wrong(briefing) if f.unit))


def _wrong(briefing: Briefing) -> list[Finding]:
    grave = errors(briefing.findings_at(Level.ERROR))
    return [f for f in grave if f.unit and f.tells is Audience.UNIT]


def rate(part: int, whole: int) -> str:
    """Return a rate with one decimal for a column of a table, — where there is nothing to count."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def unit_row(unit: UnitTally) -> dict[str, object]:
    """Return a unit's line of the 一览表; nothing is counted of a unit that sent nothing."""
    known = unit.state == "received"
    return {
        "单位": unit.name,
        "报送": STATES[unit.state],
        "事项": str(unit.matters) if known else "—",
        "办结": str(unit.done) if known else "—",
        "推进": str(unit.in_progress + unit.partly) if known else "—",
        "未启动": str(unit.not_started) if known else "—",
        "逾期": str(unit.overdue) if known else "—",
        "率": rate(unit.done, unit.base) if known else "—",
    }


def total_row(tally: Tally) -> dict[str, object]:
    """Return the closing line of the 一览表."""
    return {
        "单位": "合计",
        "报送": f"{tally.received}/{len(tally.units)}",
        "事项": str(tally.total("matters")),
        "办结": str(tally.total("done")),
        "推进": str(tally.total("in_progress") + tally.total("partly")),
        "未启动": str(tally.total("not_started")),
        "逾期": str(tally.total("overdue")),
        "率": rate(tally.total("done"), tally.base),
    }


def overall(tally: Tally) -> list[str]:
    """Return the paragraphs on counts: each rate with numerator and denominator."""
    units = len(tally.units)
    sent = f"应报送清单的单位共{units}个，"
    sent += (
        "均已报送。"
        if tally.received == units
        else (
            f"已报送{tally.received}个，报送率（{tally.received}/{units}）"
            f"为{wording.percent(tally.received, units)}"
            + (f"；未报送{tally.missing}个" if tally.missing else "")
            + (f"；报送文件无法读取{tally.unreadable}个" if tally.unreadable else "")
            + "。"
        )
    )
    matters = tally.total("matters")
    if not matters:
        return [sent + "目前台账中尚无事项。"]
    done, working = tally.total("done"), tally.total("in_progress") + tally.total("partly")
    parts = [f"已完成{done}项"]
    parts += [
        f"{name}{n}项"
        for name, n in (
            ("推进中", working),
            ("未启动", tally.total("not_started")),
            ("长期坚持", tally.total("long_term")),
            ("暂停", tally.total("suspended")),
        )
        if n
    ]
    listed = [f"列入台账的事项共{matters}项，其中{'，'.join(parts)}。"]
    left_out = [n for n, c in (("长期坚持", "long_term"), ("暂停", "suspended")) if tally.total(c)]
    without = f"，{wording.join_and(left_out)}的事项不计入" if left_out else ""
    if tally.base:
        share = wording.percent(done, tally.base)
        # The share stands in front: “39.6%（42/106” is one word to a line breaker and leaves gaps.
        listed.append(f"完成率（{done}/{tally.base}{without}）为{share}。")
    overdue, undated = tally.total("overdue"), tally.total("undated")
    stand = [f"已过完成时限尚未办结的有{overdue}项" if overdue else "没有逾期未办结的事项"]
    stand += [f"没有明确完成时限的有{undated}项"] if undated else []
    return [sent, "".join(listed) + "，".join(stand) + "。"]


def good_units(tally: Tally) -> str:
    """Return the sentence that praises units by name: nothing late, nothing wrong, something done."""
    good = good_names(tally)
    if not good or (len(good) == len(tally.units) and len(good) > 8):
        return ""
    shown = wording.join(good[:8]) + (f"等{len(good)}个单位" if len(good) > 8 else "")
    every = "均" if len(good) > 1 else ""
    return f"{shown}按要求报送清单，填写规范，到期事项{every}已按时办结。"


def good_names(tally: Tally) -> list[str]:
    """Return the units of which nothing is late or wrong and something is done."""
    return [
        u.name
        for u in tally.units
        if u.state == "received" and u.done and not (u.overdue or u.errors or u.done_late)
    ]


def _problems(
    tally: Tally, late: Sequence[Matter], wrong: Mapping[str, int], day: date
) -> list[str]:
    """Return what is weak, without naming a unit."""
    said = []
    if tally.missing or tally.unreadable:
        parts = [f"{tally.missing}个单位没有按时报送清单"] if tally.missing else []
        parts += [f"{tally.unreadable}个单位报送的文件无法读取"] if tally.unreadable else []
        head = "清单报送不够及时" if tally.missing else "个别单位报送的文件不合要求"
        said.append(f"{head}。有{'，'.join(parts)}。")
    if late:
        units = len({m.lead or m.unit for m in late})
        longest = max(days_late(m, day) for m in late)
        said.append(
            f"部分事项未按期办结。有{units}个单位的{len(late)}个事项超过完成时限，"
            f"最长超过{longest}天。{_reasons(late)}"
        )
    if wrong:
        said.append(
            f"清单填写不够规范。有{len(wrong)}个单位报送的清单存在需要更正的问题，"
            f"共{sum(wrong.values())}处，已分别退回并逐处标注。"
        )
    if len(said) < 2:
        return said
    return [f"{'一二三四五'[i]}是{text}" for i, text in enumerate(said)]


def _problem_traces(briefing: Briefing, late: Sequence[Matter]) -> dict[str, tuple[str, ...]]:
    """Return what the paragraphs of `_problems` rest on, in their order."""
    tally, wrong = briefing.tally, _wrong(briefing)
    absent = tuple(u.name for u in tally.units if u.state != "received")
    at = int(bool(absent))
    out = {"存在问题[0]": absent} if absent else {}
    out |= late_traces(f"存在问题[{at}]", late, briefing.snapshot.today)
    return out | wrong_traces(f"存在问题[{at + bool(late)}]", wrong)


def _reasons(late: Sequence[Matter]) -> str:
    groups = grouped(late)
    given = [(name, n) for name, n in groups if name != NONE]
    silent = sum(n for name, n in groups if name == NONE)
    text = ""
    if given:
        text = "从各单位说明的原因看，" + "，".join(f"{name}的{n}项" for name, n in given)
        text += f"；未说明原因的{silent}项。" if silent else "。"
    elif silent:
        text = "均未说明原因。" if silent == len(late) > 1 else "尚未说明原因。"
    return text


def _demands(
    snapshot: Snapshot, tally: Tally, late: Sequence[Matter], wrong: Mapping[str, int]
) -> list[dict[str, str]]:
    """Return what is asked for, with days."""
    day = snapshot.today
    until = wording.short_day(reply_day(snapshot, day, office_of(snapshot)), day)
    asked: list[tuple[str, str]] = []
    if tally.missing or tally.unreadable:
        asked.append(("及时补报清单", f"未报送清单或报送文件无法读取的单位，请于{until}前补报。"))
    if late:
        asked.append(
            (
                "抓紧办结逾期事项",
                f"有逾期事项的牵头单位，请逐项说明原因、提出新的完成时间和措施，于{until}前报送；已办结的，"
                "及时补充实际完成时间和佐证材料。",
            )
        )
    if wrong:
        asked.append(
            (
                "更正填报问题",
                f"清单需要更正的单位，请对照退回工作簿中的标注修改，于{until}前重新报送，未标注的内容不必改动。",
            )
        )
    if (node := next_node(snapshot)) is not None:
        asked.append(("按节点抓好落实", node))
    if not asked:
        asked.append(
            (
                "持续抓好落实",
                "请各单位对照任务清单和责任清单抓好落实，有关进展及时在完成清单中更新。",
            )
        )
    if len(asked) == 1:
        return [{"题": "", "文": asked[0][1]}]
    return [
        {"题": f"（{wording.chinese_number(i)}）{head}。", "文": text}
        for i, (head, text) in enumerate(asked, 1)
    ]


def next_node(snapshot: Snapshot) -> str | None:
    """Return the sentence on the phase that is under way or comes next."""
    day = snapshot.today
    phase = next((p for p in snapshot.plan.phases if p.due >= day), None)
    if phase is None:
        return None
    last = phase.last_workday or snapshot.plan.calendar.last_workday_until(phase.due)
    rest = f"（最后一个工作日为{wording.short_day(last, day)}）" if last < phase.due else ""
    return (
        f"{phase.name.removesuffix('阶段')}阶段的任务应于{wording.short_day(phase.due, day)}前完成{rest}，请各单位对照任务清单和"
        "责任清单抓好落实；需要延期的，在到期前提出申请。"
    )
