"""Reasons for work not done, grouped by the words in which units give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..model import Matter

#: Group -> words that mean it; the first group with a hit takes the reason.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("受疫情防控影响", ("疫情", "防控", "封控", "隔离")),
    ("采购招标周期较长", ("采购", "招标", "招投标", "供应商", "供货", "合同", "到货", "比选")),
    ("经费未落实", ("经费", "资金", "预算", "费用", "拨款")),
    (
        "场地设施条件不具备",
        ("场地", "设备", "设施", "施工", "维修", "基建", "房屋", "条件不具备", "硬件"),
    ),
    (
        "需要多个单位协同",
        ("协调", "配合", "协同", "会签", "对接", "其他部门", "相关部门", "多部门"),
    ),
    (
        "方案或制度尚在完善",
        ("方案", "制度", "论证", "修订", "审定", "审批", "调研", "征求意见", "研究"),
    ),
    ("人员不足或变动", ("人员", "人手", "岗位", "调整", "离职", "培训")),
    ("受教学安排或假期影响", ("假期", "放假", "寒假", "暑假", "考试", "学期", "开学", "学生离校")),
    ("需上级部门批复", ("上级", "省厅", "教育厅", "批复", "主管部门")),
)
OTHER = "其他原因"
NONE = "未说明原因"


def group_of(reason: str) -> str:
    """Return the group of one reason."""
    if not reason.strip() or reason.strip() in ("无", "—", "-", "/", "暂无"):
        return NONE
    for name, words in GROUPS:
        if any(word in reason for word in words):
            return name
    return OTHER


def grouped(matters: Iterable[Matter]) -> list[tuple[str, int]]:
    """Return (group, number of matters), the most frequent first; 其他 and 未说明 come last."""
    counted = Counter(
        group_of(m.completion.text("reason") if m.completion else "") for m in matters
    )
    order = [name for name, _ in GROUPS] + [OTHER, NONE]
    return sorted(
        counted.items(), key=lambda kv: (kv[0] in (OTHER, NONE), -kv[1], order.index(kv[0]))
    )
