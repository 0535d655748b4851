"""A drafted plan as rows for the sheets of the blank plan workbook, by the headings people see."""

from __future__ import annotations

from ..model import ListKind
from ..rendering.plan_form import Content, Filling
from .drafts import DraftedPlan
from .owners import unit_kind

_CHECK = "待核对"


def fillings(draft: DraftedPlan) -> tuple[Filling, ...]:
    """Return the rows of every sheet that the written plan says something of."""
    return (
        _basics(draft),
        _settings(draft),
        _phases(draft),
        _duties(draft),
        _measures(draft),
        _units(draft),
        _lists(draft),
    )


def _basics(draft: DraftedPlan) -> Filling:
    head = draft.head
    values: dict[str, Content] = {
        "方案名称": head.title,
        "文号": head.number,
        "印发单位": head.issuer,
        "印发日期": head.issued,
        "承办部门": head.office,
        "学校名称": head.school,
        "主送": head.addressees,
        "依据": head.basis,
    }
    rows: list[dict[str, Content]] = []
    for name, value in values.items():
        if value:
            note = f"{head.guessed[name]}，{_CHECK}。" if name in head.guessed else ""
            rows.append({"项目": name, "内容": value, "说明": note})
    return Filling("基本信息", "项目", tuple(rows), by="项目")


def _settings(draft: DraftedPlan) -> Filling:
    rows = tuple({"待定事项": s.name, "为什么要定": s.why} for s in draft.settings)
    return Filling("基本信息", "待定事项", rows, by="待定事项")


def _phases(draft: DraftedPlan) -> Filling:
    rows = tuple(
        {
            "序号": p.no,
            "阶段名称": p.name,
            "原文时间": p.words,
            "开始日期": p.start,
            "截止日期": p.due,
            "最后工作日": p.last_workday,
            "责任主体": "、".join(p.owners),
            "主要任务和成果": "、".join(p.outputs),
            "推定说明": p.derived,
            "条款": p.clause,
        }
        for p in draft.phases
    )
    return Filling("阶段", "阶段名称", rows)


def _duties(draft: DraftedPlan) -> Filling:
    rows = tuple(
        {
            "编号": f"D{number:02d}",
            "条款": d.clause,
            "任务内容": d.text,
            "责任主体": "、".join(d.owners),
            "对应单位": "、".join(d.units),
            "阶段": d.phase,
            "五帮措施": d.measure,
            "五促成效": "、".join(d.outcomes),
            "关键词": "、".join(d.keywords),
            "须认领": "否",
            "备注": d.note,
        }
        for number, d in enumerate(draft.duties, 1)
    )
    return Filling("任务分工", "任务内容", rows, added=("备注",))


def _measures(draft: DraftedPlan) -> Filling:
    rows = tuple(
        {
            "措施": m.measure,
            "条款": m.clause,
            "责任主体": "、".join(m.owners),
            "地点和载体": m.place,
            "五促成效": "、".join(m.outcomes),
            "关键词": "、".join(m.keywords),
            "说明": m.note,
        }
        for m in draft.measures
    )
    return Filling("五帮五促", "措施", rows)


def _units(draft: DraftedPlan) -> Filling:
    rows = tuple(
        {
            "编号": f"U{number:02d}",
            "单位名称": name,
            "类型": unit_kind(name),
            "暂定": "是",
            "依据": f"方案任务里点到，{_CHECK}",
        }
        for number, name in enumerate(draft.units, 1)
    )
    return Filling("单位", "单位名称", rows)


def _lists(draft: DraftedPlan) -> Filling:
    known = {one.kind: one for one in draft.lists}
    rows: list[dict[str, Content]] = []
    for kind in ListKind:
        one = known.get(kind)
        if one is None:
            note = f"原文没有写到这种清单；不要的话请删去这一行和下面它的栏目，{_CHECK}"
            rows.append({"清单": kind.value, "截止日依据": note})
        else:
            rows.append(
                {
                    "清单": kind.value,
                    "报送主体": "、".join(one.owners),
                    "报送截止日": one.due,
                    "对外公开": "是" if one.publish else "",
                    "截止日依据": one.note,
                }
            )
    return Filling("清单", "报送主体", tuple(rows), by="清单")
