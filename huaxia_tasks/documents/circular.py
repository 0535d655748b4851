"""情况通报: counts before judgement, reasons grouped, demands; tables of units annexed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import wording
from ..model import Briefing, Document, Edition, Matter, Snapshot, Tally, UnitTally
from ..registry import document
from ._charts import BY_UNIT, chart_traces, unit_or_phase_chart
from ._count_traces import count_traces, overall_traces
from ._letter import COMMON, letter_fields, plan_name
from ._matters import days_late, due_text, row_traces, task_text
from ._office import setting
from ._shortcomings import Shortcomings, demands, problem_traces, problems, shortcomings

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
    }
)
TOTAL_DEMAND = (
    "各单位要对照实施方案和有关清单，逐项核对办理进展，如实填写完成情况，做到办结一项、核实一项、销号一项。"
    "具体要求如下。"
)
#: The most lines of an annexed table; nobody reads more on paper, and 汇总表 has them all.
MOST_LINES = 1_000
NOTE = "注：完成率＝已完成÷（事项－长期坚持－暂停）；“推进中”含部分完成；长期坚持、暂停的事项不计入完成率。"
STATES = {"received": "已报送", "missing": "未报送", "unreadable": "无法读取"}
#: A unit whose file was just being saved or copied: nothing is said against it.
WAITS = "待读取"


@document(KIND, name="情况通报", template="情况通报.docx", fields=COMMON | OWN, per="run")
def circular(briefing: Briefing) -> Document | None:
    """Return the 情况通报 of a run, None where the plan has no unit that owes anything."""
    snapshot, tally = briefing.snapshot, briefing.tally
    if not tally.units:
        return None
    day = snapshot.today
    weak, listed = shortcomings(briefing), listed_units(tally)
    late = weak.late
    annexes = ["各单位清单报送和事项办理情况一览表"] + (["逾期事项一览表"] if late else [])
    fields = letter_fields(
        snapshot,
        KIND,
        title=title_of(snapshot),
        day=day,
        annexes=annexes,
        to=setting(snapshot, "通报主送", "各二级党组织、校属各单位"),
    )
    good = good_units(briefing)
    weak_points = problems(weak, snapshot)
    asked = demands(weak, snapshot, next_node(snapshot))
    headings = ["总体", *(["好"] if good else []), *(["问题"] if weak_points else []), "要求"]
    number = {name: wording.chinese_number(i) for i, name in enumerate(headings, 1)}
    fields |= {
        "开头": f"根据{fields['依据']}要求，现将截至{wording.day(day)}各单位清单报送和事项办理情况通报如下。",
        "总体情况": overall(tally),
        "做得好的": good,
        "做得好的序号": number.get("好", ""),
        "存在问题": weak_points,
        "存在问题序号": number.get("问题", ""),
        "要求": asked,
        "要求序号": number["要求"],
        "总要求": TOTAL_DEMAND if weak.late and len(asked) > 1 else "",
        "一览表": [unit_row(u) for u in listed],
        "合计": total_row(tally),
        "表注": NOTE + left_out(tally, late),
        "逾期事项": [late_row(m, snapshot) for m in late[:MOST_LINES]],
        "图表": {BY_UNIT: unit_or_phase_chart(snapshot, tally)},
    }
    return Document(
        kind=KIND,
        name="情况通报",
        template="情况通报.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{day.isoformat()}",
        fields=fields,
        matters=tuple(m.id for m in late),
        traces=_traces(briefing, fields, weak, listed) if briefing.traced else {},
    )


def _traces(
    briefing: Briefing, fields: Mapping[str, Any], weak: Shortcomings, listed: Sequence[UnitTally]
) -> dict[str, tuple[str, ...]]:
    """Return where the words and numbers of the fields come from."""
    snapshot, tally = briefing.snapshot, briefing.tally
    return (
        overall_traces("总体情况", snapshot, tally)
        | ({"做得好的": tuple(good_names(briefing))} if fields["做得好的"] else {})
        | problem_traces(weak, briefing)
        | count_traces(snapshot, tally, listed)
        | row_traces("逾期事项", fields["逾期事项"], weak.late[:MOST_LINES])
        | chart_traces(fields["图表"], snapshot.matters)
    )


def title_of(snapshot: Snapshot) -> str:
    """Return the title, with the campaign's name where it is known to be short."""
    name = setting(snapshot, "活动简称")
    about = name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")
    return f"关于{about}清单报送和事项办理情况的通报"


def rate(part: int, whole: int) -> str:
    """Return a rate with one decimal for a column of a table, — where there is nothing to count."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def listed_units(tally: Tally) -> list[UnitTally]:
    """Return the units of the 一览表; of very many, those that have something to do come before others."""
    if len(tally.units) <= MOST_LINES:
        return list(tally.units)
    first = [u.unit for u in tally.units if u.state != "received" or u.overdue]
    rest = [u.unit for u in tally.units if u.state == "received" and not u.overdue]
    chosen = {*first[:MOST_LINES], *rest[: max(MOST_LINES - len(first), 0)]}
    return [u for u in tally.units if u.unit in chosen]


def late_row(matter: Matter, snapshot: Snapshot) -> dict[str, object]:
    """Return an overdue matter's line of the 逾期事项一览表."""
    day = snapshot.today
    return {
        "单位": snapshot.plan.unit_name(matter.lead or matter.unit),
        "编号": matter.id,
        "任务": task_text(matter),
        "时限": due_text(matter, day),
        "逾期": f"{days_late(matter, day)}天",
    }


def left_out(tally: Tally, late: Sequence[object]) -> str:
    """Return what the note says of lines that stand in 汇总表 only, nothing where all are listed."""
    said = ""
    if len(tally.units) > MOST_LINES:
        said += f"单位共{len(tally.units)}个，本表列{MOST_LINES}个，先列未报送和有逾期事项的，其余见汇总表。"
    if len(late) > MOST_LINES:
        said += f"逾期事项共{len(late)}项，附件2列{MOST_LINES}项，其余见汇总表。"
    return said


def unit_row(unit: UnitTally) -> dict[str, object]:
    """Return a unit's line of the 一览表; nothing is counted of a unit that sent nothing."""
    known = unit.state == "received"
    return {
        "单位": unit.name,
        "报送": WAITS if unit.waits else STATES[unit.state],
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
    sent = _handed_in(tally)
    matters = tally.total("matters")
    if not matters:
        return [sent + "目前台账中尚无事项。"]
    done, working = tally.total("done"), tally.total("in_progress") + tally.total("partly")
    standing = {
        "已完成": done,
        "推进中": working,
        "未启动": tally.total("not_started"),
        "长期坚持": tally.total("long_term"),
        "暂停": tally.total("suspended"),
    }
    listed = [f"列入台账的事项共{matters}项，{_divided(standing, matters)}。"]
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


def _handed_in(tally: Tally) -> str:
    """Return how many of the units that owe lists handed them in."""
    units = len(tally.units)
    asked = f"应报送清单的单位共{units}个，"
    if tally.received == units:
        return asked + ("均已报送。" if units > 1 else "已报送。")
    if tally.missing == units:
        return asked + ("目前均未报送。" if units > 1 else "目前未报送。")
    waits = tally.total("waits")
    unreadable = tally.unreadable - waits
    said = asked + (
        f"已报送{tally.received}个，报送率（{tally.received}/{units}）"
        f"为{wording.percent(tally.received, units)}"
    )
    said += f"；未报送{tally.missing}个" if tally.missing else ""
    said += f"；报送文件无法读取{unreadable}个" if unreadable else ""
    return said + (f"；报送文件正在保存、待读取{waits}个" if waits else "") + "。"


def _divided(standing: Mapping[str, int], whole: int) -> str:
    """Return how many matters are in which state; one state alone is said of all (均已完成)."""
    found = {name: n for name, n in standing.items() if n}
    if list(found.values()) == [whole] and whole > 1:
        (name,) = found
        return {"推进中": "均在推进中", "长期坚持": "均为长期坚持事项", "暂停": "均已暂停"}.get(
            name, f"均{name}"
        )
    return f"其中{'，'.join(f'{name}{n}项' for name, n in found.items())}"


def good_units(briefing: Briefing) -> str:
    """Return the sentence that praises units by name: nothing late, nothing wrong, something done."""
    good = good_names(briefing)
    if not good:
        return ""
    if len(good) == len(briefing.tally.units) and len(good) > 8:
        return "各单位均按要求报送清单，填写规范，到期事项均已按时办结。"
    shown = wording.join(good[:8]) + (f"等{len(good)}个单位" if len(good) > 8 else "")
    every = "均" if len(good) > 1 else ""
    return f"{shown}按要求报送清单，填写规范，到期事项{every}已按时办结。"


def good_names(briefing: Briefing) -> list[str]:
    """Return the units of which nothing is late or wrong and something is done.

    What was to be done at once and is not (立行立改) bears no day, so no count of overdue matters has it.
    """
    return [
        u.name
        for u in briefing.tally.units
        if u.state == "received"
        and u.done
        and not (u.overdue or u.errors or u.done_late)
        and not (u.warnings and _has_put_off(briefing, u.unit))
    ]


def _has_put_off(briefing: Briefing, unit: str) -> bool:
    return any(f.rule == "immediate-not-done" for f in briefing.findings_of(unit))


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
