"""What the counts of reports rest on: the units, files, matters and cells behind each figure.

A key is the field, then ``·`` and the figure's name where a sentence holds several
(``总体情况[1]·已完成``); a value lists matter ids, cells (file|sheet|cell), files and units by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..matters import is_overdue
from ..model import Finding, Matter, Snapshot, Status, Tally, UnitTally, UnitView
from ..tally import is_undated
from ._matters import address, cells_of, counted_from, days_late
from ._reasons import group_of, reason_of

Traces = dict[str, tuple[str, ...]]


def count_traces(
    snapshot: Snapshot, tally: Tally, listed: Sequence[UnitTally] | None = None
) -> Traces:
    """Return the cells that the counts of each unit in the 一览表 rest on, and those of its 合计.

    `listed` are the units of the 一览表 where these are not all.
    """
    views = {v.unit.id: v for v in snapshot.views}
    out: Traces = {}
    for i, unit in enumerate(tally.units if listed is None else listed):
        view = views.get(unit.unit)
        if view is None:
            continue
        if unit.state != "received":
            out[f"一览表[{i}].报送"] = tuple(_files(view)) or ("未收到：清单",)
            continue
        tasks = tuple(dict.fromkeys(c for m in view.matters for c in cells_of(m, "task")))
        states = tuple(dict.fromkeys(c for m in view.matters for c in cells_of(m, "status")))
        late = [m for m in view.matters if is_overdue(m, snapshot.today)]
        found = {
            "报送": tuple(f"{s.file}||" for s in view.submissions),
            "事项": tasks,
            **dict.fromkeys(("办结", "推进", "未启动", "率"), states),
            "逾期": tuple(dict.fromkeys(c for m in late for c in cells_of(m, "deadline"))),
        }
        out |= {f"一览表[{i}].{column}": cells for column, cells in found.items() if cells}
    columns = {
        "事项": "事项",
        "办结": "已完成",
        "推进": "推进中",
        "未启动": "未启动",
        "逾期": "逾期",
    }
    columns |= {"率": "计入完成率"}
    groups = _groups(_counted(snapshot, tally), snapshot.today)
    received = tuple(u.name for u in tally.units if u.state == "received")
    out |= {"合计.报送": received} if received else {}
    return out | {
        f"合计.{column}": counted_from(groups[name], bare=True)
        for column, name in columns.items()
        if groups[name]
    }


def overall_traces(field: str, snapshot: Snapshot, tally: Tally) -> Traces:
    """Return what each figure of the paragraphs on the whole rests on (see `circular.overall`)."""
    views = {v.unit.id: v for v in snapshot.views}
    by_state: dict[str, list[str]] = {"received": [], "missing": [], "unreadable": [], "waits": []}
    for unit in tally.units:
        state = "waits" if unit.waits else unit.state
        by_state[state] += _files(views.get(unit.unit)) or [unit.name]
    found: dict[str, Sequence[str]] = {
        "[0]·应报送": [u.name for u in tally.units],
        "[0]·已报送": by_state["received"],
        "[0]·未报送": by_state["missing"],
        "[0]·无法读取": by_state["unreadable"],
        "[0]·待读取": by_state["waits"],
    }
    groups = _groups(_counted(snapshot, tally), snapshot.today)
    found |= {f"[1]·{name}": counted_from(some, bare=True) for name, some in groups.items()}
    return {f"{field}{name}": tuple(cells) for name, cells in found.items() if cells}


def late_traces(field: str, late: Sequence[Matter], day: date) -> Traces:
    """Return what a sentence on overdue matters rests on: all, the longest, each group of reasons."""
    if not late:
        return {}
    longest = max(late, key=lambda m: days_late(m, day))
    out = {field: counted_from(late), f"{field}·最长逾期": counted_from((longest,), "deadline")}
    for matter in late:
        group = group_of(reason_of(matter))
        key = f"{field}·{group}"
        out[key] = tuple(dict.fromkeys((*out.get(key, ()), *counted_from((matter,), "reason"))))
    return out


def wrong_traces(field: str, wrong: Iterable[Finding]) -> Traces:
    """Return the cells that are to be mended."""
    cells = tuple(address(f.ref) if f.ref else f"不在单元格里：{f.message}" for f in wrong)
    return {field: cells} if cells else {}


def _files(view: UnitView | None) -> list[str]:
    return [f"{s.file}||" for s in view.submissions] if view is not None else []


def _counted(snapshot: Snapshot, tally: Tally) -> list[Matter]:
    units = {u.unit for u in tally.units}
    return [m for v in snapshot.views if v.unit.id in units for m in v.matters]


def _groups(matters: Sequence[Matter], today: date) -> Mapping[str, Sequence[Matter]]:
    """Return the matters behind each figure, under the words of the text; groups as `tally` has them."""
    standing = (Status.LONG_TERM, Status.SUSPENDED)
    working = (
        Status.IN_PROGRESS,
        Status.AHEAD,
        Status.SLOW,
        Status.EXTENDED,
        Status.PARTLY_DONE,
    )
    return {
        "事项": matters,
        "已完成": [m for m in matters if m.state.is_done],
        "推进中": [m for m in matters if m.state in working],
        "未启动": [m for m in matters if m.state is Status.NOT_STARTED],
        "长期坚持": [m for m in matters if m.state is Status.LONG_TERM],
        "暂停": [m for m in matters if m.state is Status.SUSPENDED],
        "计入完成率": [m for m in matters if m.state not in standing],
        "逾期": [m for m in matters if is_overdue(m, today)],
        "没有明确时限": [m for m in matters if is_undated(m)],
    }
