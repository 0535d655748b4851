"""A plan, units, rows and findings for the tests of written workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huaxia_tasks.model import (
    CellRef,
    ColumnSpec,
    ListKind,
    ListSpec,
    Phase,
    Plan,
    Raw,
    Row,
    Submission,
    Table,
    Unit,
    Value,
    column_letters,
)

_COLUMNS = {
    ListKind.PROBLEMS: "seq 序号 6|item_id 问题编号 12|collected_on 收集时间 13|method 收集方式 10|"
    "group 反映群体 10|problem 问题描述 40 *|scope 涉及范围 16|lead_unit 初判责任单位 18|"
    "immediate 是否立行立改 12|remark 备注 16",
    ListKind.TASKS: "seq 序号 6|item_id 任务编号 12|problem_id 对应问题编号 14|task 工作任务 36 *|"
    "measure 工作措施 36|goal 工作目标 26|lead_unit 牵头单位 18 *|co_units 配合单位 20|"
    "phase 所属阶段 14|deadline 完成时限 14 *|remark 备注 16",
    ListKind.DUTIES: "seq 序号 6|item_id 任务编号 12|leader 责任领导 12|lead_unit 牵头单位 18|"
    "person 责任人 12|handler 经办人 12|phone 联系电话 16|co_units 配合单位 20|co_matter 配合事项 26|"
    "deadline 完成时限 14|remark 备注 16",
    ListKind.COMPLETIONS: "seq 序号 6|item_id 任务编号 12|lead_unit 牵头单位 18|deadline 完成时限 14|"
    "status 完成状态 12 *|progress 进展情况 40|done_date 实际完成时间 14|proof 佐证材料 22|"
    "reason 未完成原因 24|next_step 下一步措施 24|extend_to 申请延期至 14|remark 备注 16",
}
_EXAMPLES = {"task": "延长学生公寓热水供应时间", "deadline": "6月底前", "person": "单位负责人姓名"}
_CHOICES = {
    "method": ("问", "谈", "查", "梳", "研"),
    "group": ("学生", "教师", "家长", "其他"),
}


def _spec(kind: ListKind) -> ListSpec:
    columns = []
    for line in _COLUMNS[kind].split("|"):
        field, heading, width, *needed = line.split()
        columns.append(
            ColumnSpec(field, heading, bool(needed), width=float(width),
                       choices=_CHOICES.get(field, ()), example=_EXAMPLES.get(field, ""))
        )  # fmt: skip
    return ListSpec(kind, due=date(2022, 6, 30), columns=tuple(columns))


UNITS = tuple(
    Unit(f"U{n:02}", name, "college" if "学院" in name else "department")
    for n, name in enumerate(
        [
            "信息工程学院",
            "智能制造学院",
            "土木建筑工程学院",
            "生物与制药工程学院",
            "商学院",
            "外国语学院",
            "人文与艺术学院",
            "马克思主义学院",
            "党政办公室",
            "组织人事部",
            "宣传统战部",
            "学生工作部",
            "教务处",
            "科研处",
            "财务处",
            "后勤保障部",
            "保卫处",
            "招生就业处",
            "图书馆",
            "信息化建设中心",
            "校医院",
            "团委",
            "工会",
            "纪检监察室",
            "国际教育学院",
            "继续教育学院",
        ],
        start=1,
    )
)
PHASES = (
    Phase(1, "动员部署阶段", "5月下旬", date(2022, 5, 21), date(2022, 5, 31)),
    Phase(2, "全面开展阶段", "6月底前", date(2022, 6, 1), date(2022, 6, 30)),
    Phase(3, "持续深化阶段", "10月底", date(2022, 7, 1), date(2022, 10, 31)),
    Phase(4, "巩固提升阶段", "12月底", date(2022, 11, 1), date(2022, 12, 31)),
)


def a_plan(units: tuple[Unit, ...] = UNITS) -> Plan:
    """Return a plan with the four lists."""
    return Plan(
        key="2022-17", title="党员干部“下基层 察民情 解民忧 暖民心”实践活动实施方案",
        number="武华党〔2022〕17号", issuer="中共武汉华夏理工学院委员会", issued=date(2022, 5, 29),
        phases=PHASES, units=units, lists=tuple(_spec(kind) for kind in ListKind),
        digest="0f3a9c51d2",
    )  # fmt: skip


def a_value(raw: Raw, ref: CellRef, kind: str = "") -> Value:
    """Return a cell as the reader gives it."""
    if raw is None or raw == "":
        return Value(None, "", ref, "empty")
    if isinstance(raw, date):
        return Value(raw, raw.isoformat(), ref, kind or "date")
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        text = f"{raw:.0%}" if kind == "percent" else f"{raw:g}"
        return Value(raw, text, ref, kind or "number")
    return Value(raw, str(raw), ref, kind or "text")


def a_row(
    kind: ListKind,
    number: int,
    cells: Mapping[str, Raw],
    *,
    plan: Plan | None = None,
    file: str = "报送/甲.xlsx",
    extra: Mapping[str, Raw] | None = None,
) -> Row:
    """Return a row whose cells stand in the plan's columns; those not given are empty."""
    spec = (plan or a_plan()).list_spec(kind)
    assert spec is not None
    found = {}
    for c, column in enumerate(spec.columns, start=1):
        ref = CellRef(file, kind.value, number, c, column.heading)
        found[column.field] = a_value(cells.get(column.field), ref)
    more = tuple(
        a_value(raw, CellRef(file, kind.value, number, len(spec.columns) + n, heading))
        for n, (heading, raw) in enumerate((extra or {}).items(), start=1)
    )
    return Row(kind, file, kind.value, number, found, extra=more)


def a_table(kind: ListKind, rows: tuple[Row, ...]) -> Table:
    """Return the list that these rows make."""
    columns = {field: value.ref.column for field, value in rows[0].cells.items()} if rows else {}
    headings = {v.ref.column: v.ref.heading for v in rows[0].cells.values()} if rows else {}
    return Table(kind, kind.value, 3, columns, headings, rows)


def a_submission(*rows: Row, unit: str = "U01") -> Submission:
    """Return a submission of these rows, list by list."""
    tables = tuple(
        a_table(kind, found)
        for kind in ListKind
        if (found := tuple(row for row in rows if row.kind is kind))
    )
    return Submission("报送/甲.xlsx", "d1", unit, tables)


__all__ = [
    "PHASES",
    "UNITS",
    "a_plan",
    "a_row",
    "a_submission",
    "a_table",
    "a_value",
    "column_letters",
]
