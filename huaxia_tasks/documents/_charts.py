"""Charts of papers: how much of what is to be done is done, by unit or by phase.

A chart is a plain mapping, as the templates' ``[[图表:名称]]`` takes it; without 类别 it is absent, and
the paragraph goes with it.  Units and phases stand in the order of the plan: no ranking.  Each is
named with its share, finished / to be finished, as the text gives rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Matter, Plan, Snapshot, Tally
from ..tally import to_finish
from ._matters import cells_of

#: The most bars that can be read on half a page; above, phases are shown in place of units.
MOST_BARS = 20
BY_UNIT, BY_PHASE = "办理情况", "各阶段办理情况"
ABSENT: Mapping[str, Any] = {"标题": "", "类别": [], "系列": []}


def unit_chart(tally: Tally) -> dict[str, Any]:
    """Return the chart of units that have something to finish; absent for fewer than two or too many."""
    bars = [(u.name, u.done, u.base) for u in tally.units if u.state == "received" and u.base]
    if not 2 <= len(bars) <= MOST_BARS:
        return dict(ABSENT)
    done, open_now = [b[1] for b in bars], [b[2] - b[1] for b in bars]
    return {
        "标题": "各单位应完成事项办理情况",
        "类别": [f"{name}（{n}/{base}）" for name, n, base in bars],
        "系列": [
            {"名称": "已完成", "数值": done},
            {"名称": "尚未完成", "数值": open_now},
        ],
        "形式": "条形",
        "单位": "项",
        "堆积": True,
        "百分比": False,
    }


def phase_chart(plan: Plan, tally: Tally) -> dict[str, Any]:
    """Return the chart of phases that have something to finish, absent for fewer than two."""
    bars = [
        (phase.name.removesuffix("阶段"), done, base)
        for phase, (done, base) in zip(plan.phases, tally.phases, strict=False)
        if base
    ]
    if len(bars) < 2:
        return dict(ABSENT)
    return {
        "标题": "各阶段事项完成情况",
        "类别": [f"{name}（{n}/{base}）" for name, n, base in bars],
        "系列": [
            {"名称": "已完成", "数值": [done for _, done, _ in bars]},
            {"名称": "应完成", "数值": [whole for _, _, whole in bars]},
        ],
        "形式": "柱形",
        "单位": "项",
        "堆积": False,
        "百分比": False,
    }


def unit_or_phase_chart(snapshot: Snapshot, tally: Tally) -> dict[str, Any]:
    """Return the chart of units, of phases where the units are too many to be read; else absent."""
    units = [u for u in tally.units if u.state == "received" and u.base]
    return phase_chart(snapshot.plan, tally) if len(units) > MOST_BARS else unit_chart(tally)


def chart_traces(
    charts: Mapping[str, Mapping[str, Any]], matters: Sequence[Matter]
) -> dict[str, tuple[str, ...]]:
    """Return the cells of the states that the bars of each chart count."""
    cells = tuple(dict.fromkeys(c for m in to_finish(matters) for c in cells_of(m, "status")))
    return {f"图表.{name}": cells for name, chart in charts.items() if chart["类别"] and cells}
