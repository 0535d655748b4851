"""Builders for tests: they spell out only what matters to the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huaxia_tasks.checking import check_view, rules
from huaxia_tasks.examining import view_unit
from huaxia_tasks.model import (
    CellRef,
    ColumnSpec,
    Decision,
    Finding,
    LadderStep,
    ListKind,
    ListSpec,
    Manners,
    PastMatter,
    Person,
    Phase,
    Plan,
    Row,
    Submission,
    Table,
    Trouble,
    Unit,
    UnitView,
    Value,
    WorkCalendar,
)

TODAY = date(2022, 6, 28)
FILE = "报送/商学院.xlsx"

UNITS = (
    Unit("U01", "信息工程学院", "college", ("信工院", "信息学院"), "信息工程学院党总支"),
    Unit("U02", "商学院", "college", ("商院",), "商学院党总支"),
    Unit("U03", "外国语学院", "college", ("外语学院", "外院"), "外国语学院党总支"),
    Unit("U04", "教务部", "department", ("教务处",)),
    Unit("U05", "后勤保障部", "department", ("后勤处", "后勤"), "后勤党总支"),
    Unit("U06", "学生工作部", "department", ("学工部", "学工处", "学生处")),
    Unit("U07", "国际教育学院", "college", ("国教学院",)),
    Unit("U08", "国际交流处", "department", ("外事处",)),
)
PHASES = (
    Phase(1, "动员部署阶段", "5月下旬", date(2022, 5, 21), date(2022, 5, 31)),
    Phase(2, "全面开展阶段", "6月底前", date(2022, 6, 1), date(2022, 6, 30)),
    Phase(3, "持续深化阶段", "10月底", date(2022, 7, 1), date(2022, 10, 31)),
    Phase(4, "巩固提升阶段", "12月底", date(2022, 11, 1), date(2022, 12, 31)),
)
HEADINGS: Mapping[ListKind, Sequence[tuple[str, str, bool, bool]]] = {
    ListKind.PROBLEMS: (
        ("seq", "序号", False, True),
        ("item_id", "问题编号", False, True),
        ("collected_on", "收集时间", False, False),
        ("method", "收集方式", False, True),
        ("group", "反映群体", False, True),
        ("problem", "问题描述", True, True),
        ("lead_unit", "初判责任单位", False, False),
        ("remark", "备注", False, False),
    ),
    ListKind.TASKS: (
        ("seq", "序号", False, True),
        ("item_id", "任务编号", False, True),
        ("problem_id", "对应问题编号", False, False),
        ("task", "工作任务", True, True),
        ("measure", "工作措施", False, True),
        ("lead_unit", "牵头单位", True, True),
        ("co_units", "配合单位", False, True),
        ("phase", "所属阶段", False, False),
        ("start", "开始时间", False, False),
        ("deadline", "完成时限", True, True),
        ("remark", "备注", False, False),
    ),
    ListKind.DUTIES: (
        ("seq", "序号", False, True),
        ("item_id", "任务编号", False, True),
        ("task", "工作任务", False, True),
        ("leader", "责任领导", False, False),
        ("lead_unit", "牵头单位", False, True),
        ("person", "责任人", False, False),
        ("phone", "联系电话", False, False),
        ("deadline", "完成时限", False, True),
    ),
    ListKind.COMPLETIONS: (
        ("seq", "序号", False, True),
        ("item_id", "任务编号", False, True),
        ("task", "工作任务", False, True),
        ("lead_unit", "牵头单位", False, True),
        ("deadline", "完成时限", False, True),
        ("status", "完成状态", True, True),
        ("progress", "进展情况", False, True),
        ("done_date", "实际完成时间", False, True),
        ("proof", "佐证材料", False, False),
        ("reason", "未完成原因", False, False),
        ("next_step", "下一步措施", False, False),
        ("extend_to", "申请延期至", False, False),
        ("remark", "备注", False, False),
    ),
}
CHOICES = {
    "method": ("问", "谈", "查", "梳", "研"),
    "group": ("学生", "教师", "家长", "其他"),
}
LADDER = (
    LadderStep(1, "提醒", -5, "reminder-letter", automatic=True),
    LadderStep(2, "催办", 2, "urging-notice"),
    LadderStep(3, "督办", 5, "supervision-slip"),
)
#: Rows in which nothing is wrong; tests change one thing.
GOOD: Mapping[ListKind, Mapping[str, str]] = {
    ListKind.PROBLEMS: {
        "seq": "1", "item_id": "W01", "collected_on": "2022年6月2日", "method": "谈", "group": "学生",
        "problem": "自习室座位少，期末一座难求",
    },
    ListKind.TASKS: {
        "seq": "1", "item_id": "R01", "problem_id": "W01", "task": "增加自习室座位",
        "lead_unit": "商学院", "co_units": "后勤保障部", "deadline": "10月底",
    },
    ListKind.DUTIES: {
        "seq": "1", "item_id": "R01", "task": "增加自习室座位", "lead_unit": "商学院", "person": "张三",
        "phone": "027-87654321", "deadline": "10月底",
    },
    ListKind.COMPLETIONS: {
        "seq": "1", "item_id": "R01", "task": "增加自习室座位", "lead_unit": "商学院", "deadline": "10月底",
        "status": "推进中", "progress": "已腾出两间教室",
    },
}  # fmt: skip


def a_plan(**changes: Any) -> Plan:
    """A plan of four phases and eight units that asks for all four lists by 30 June."""
    everyone = tuple(u.id for u in UNITS)
    lists = tuple(
        ListSpec(
            kind,
            ("各单位",),
            date(2022, 6, 30),
            tuple(
                ColumnSpec(f, h, needed, publish, CHOICES.get(f, ()))
                for f, h, needed, publish in HEADINGS[kind]
            ),
            True,
            everyone,
        )
        for kind in ListKind
    )
    plan = Plan(
        key="测试",
        title="测试方案",
        number="武华党〔2022〕17号",
        issuer="学校党委",
        issued=date(2022, 5, 29),
        phases=PHASES,
        units=UNITS,
        people=(Person("李校长", "分管校领导", in_charge_of=("U02", "U03")),),
        lists=lists,
        calendar=WorkCalendar.standard(),
        ladder=LADDER,
        manners=Manners(),
    )
    return replace(plan, **changes)


def a_value(content: object, ref: CellRef) -> Value:
    """A cell holding `content`; None and "" are empty cells of a known column."""
    if content is None or content == "":
        return Value(None, "", ref, "empty")
    if isinstance(content, Value):
        return Value(content.raw, content.text, ref, content.kind)
    if isinstance(content, date):
        return Value(content, content.isoformat(), ref, "date")
    if isinstance(content, bool) or not isinstance(content, int | float):
        return Value(str(content), str(content), ref)
    return Value(content, f"{content:g}", ref, "number")


def a_row(kind: ListKind, number: int = 4, *, file: str = FILE, **fields: object) -> Row:
    """A row of a list.  Fields not named have no column; name one with "" for an empty cell."""
    cells = {}
    columns = [f for f, *_ in HEADINGS[kind]]
    headings = {f: h for f, h, *_ in HEADINGS[kind]}
    for name, content in fields.items():
        column = columns.index(name) + 1 if name in columns else 30
        ref = CellRef(file, kind.value, number, column, headings.get(name, name))
        cells[name] = a_value(content, ref)
    return Row(kind, file, kind.value, number, cells)


def good(kind: ListKind, number: int = 4, **changes: object) -> Row:
    """A row in which nothing is wrong, but for `changes`; every column of the list is there."""
    empty = dict.fromkeys((f for f, *_ in HEADINGS[kind]), "")
    return a_row(kind, number, **{**empty, **GOOD[kind], **changes})


def a_submission(*rows: Row, troubles: Sequence[Trouble] = (), file: str = FILE) -> Submission:
    """A workbook that holds `rows`."""
    tables = tuple(
        Table(kind, kind.value, 3, {}, {}, tuple(r for r in rows if r.kind is kind))
        for kind in ListKind
        if any(r.kind is kind for r in rows)
    )
    return Submission(file, f"digest-of-{file}", "U02", tables, tuple(troubles))


def a_view(
    *rows: Row,
    plan: Plan | None = None,
    today: date = TODAY,
    decisions: Sequence[Decision] = (),
    past: Sequence[PastMatter] = (),
    troubles: Sequence[Trouble] = (),
    evidence: Mapping[str, int] | None = None,
) -> UnitView:
    """What is known of 商学院 when it sent `rows`; nothing at all where there are none."""
    plan = plan or a_plan()
    unit = plan.unit("U02")
    assert unit is not None
    sent = [a_submission(*rows, troubles=troubles)] if rows or troubles else []
    return view_unit(plan, unit, sent, today, decisions=decisions, past=past, evidence=evidence)


def a_chain(**changes: Mapping[str, object]) -> tuple[Row, ...]:
    """One matter on all four lists with nothing wrong, but for what each list is told to change.

    ``a_chain(tasks={"deadline": ""})``
    """
    names = {
        "problems": ListKind.PROBLEMS,
        "tasks": ListKind.TASKS,
        "duties": ListKind.DUTIES,
        "completions": ListKind.COMPLETIONS,
    }
    return tuple(good(kind, **changes.get(name, {})) for name, kind in names.items())


def findings_of(rule_id: str, view: UnitView) -> list[Finding]:
    """The findings of one rule."""
    assert rule_id in rules(), f"no rule {rule_id}"
    return [f for f in check_view(view) if f.rule == rule_id]


def rule_ids(view: UnitView) -> list[str]:
    """The rules that fired, once each finding."""
    return [f.rule for f in check_view(view)]
