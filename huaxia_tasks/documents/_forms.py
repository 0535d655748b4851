"""What the forms on one matter share: who, what, by when, where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import wording
from ..model import Document, Edition, Matter, Reminder, Snapshot
from ..registry import REGISTRY
from ._letter import basis
from ._matters import cells_of, clean, co_units_text, due_text, task_text
from ._numbers import draft_number
from ._office import office_of

FORM = frozenset(
    {"文件标题", "标题", "发文字号", "填表日期", "事项编号", "工作任务", "工作措施", "牵头单位", "配合单位", "责任人",
     "所属阶段", "依据", "督办部门"}
)  # fmt: skip

#: Field of a form -> fields of the lists that it shows.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "工作任务": ("task", "problem"),
    "工作措施": ("measure",),
    "配合单位": ("co_units",),
    "责任人": ("person",),
    "原定时限": ("deadline",),
    "申请延期至": ("extend_to",),
    "未完成原因": ("reason",),
    "已采取措施": ("progress",),
    "下一步措施": ("next_step",),
    "完成时间": ("done_date",),
    "完成状态": ("status",),
    "办理结果": ("progress",),
    "佐证材料": ("proof",),
    "工作目标": ("goal",),
    "单位报告": ("progress",),
}


def dated(day: date) -> str:
    """Return a day for a cell of a form, with its weekday: never mistaken for a 成文日期."""
    return f"{wording.day(day)}（{wording.weekday(day)}）"


def due_cell(matter: Matter, day: date) -> str:
    """Return the day that counts for a cell of a form; one of another year with its weekday."""
    due, text = matter.due_day, due_text(matter, day)
    return dated(due) if due is not None and text == wording.day(due) else text


def form_fields(snapshot: Snapshot, kind: str, matter: Matter, day: date) -> dict[str, Any]:
    """Return the fields that every form on a matter has."""
    name = REGISTRY.documents[kind].name
    plan = snapshot.plan
    persons = dict.fromkeys(p.name for row in matter.rows for p in row.persons)
    return {
        "文件标题": name,
        "标题": name,
        "发文字号": draft_number(plan, kind, name, day.year),
        "填表日期": dated(day),
        "事项编号": matter.id,
        "工作任务": task_text(matter, 0),
        "工作措施": "",
        "牵头单位": plan.unit_name(matter.lead or matter.unit),
        "配合单位": co_units_text(matter, plan) or "—",
        "责任人": wording.join(persons),
        "所属阶段": matter.phase.name if matter.phase else "—",
        "依据": basis(plan),
        "督办部门": office_of(snapshot).name,
    }


def form_document(
    kind: str, matter: Matter, reminder: Reminder | None, fields: Mapping[str, object]
) -> Document:
    """Return the document of a form; long texts of the lists are cut so that it stays on one page."""
    entry = REGISTRY.documents[kind]
    limits = {"办理结果": 140}
    shown = {
        name: clean(value, limits.get(name, 70))
        if name in SOURCES and isinstance(value, str) and value
        else value
        for name, value in fields.items()
    }
    traces = {
        name: cells
        for name, keys in SOURCES.items()
        if name in fields and (cells := cells_of(matter, *keys))
    }
    step = reminder.step.no if reminder else 0
    return Document(
        kind=kind,
        name=entry.name,
        template=entry.template,
        unit=matter.lead or matter.unit,
        edition=Edition.INTERNAL,
        key=f"{kind}|{matter.lead or matter.unit}|{step}|{matter.id}",
        fields=shown,
        matters=(matter.id,),
        step=step,
        traces=traces,
    )
