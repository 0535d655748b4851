"""A plan, units, rows and findings for the tests of written workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from huaxia_tasks.model import (
    Audience,
    CellRef,
    ColumnSpec,
    Due,
    DueKind,
    Finding,
    Level,
    Light,
    ListKind,
    ListSpec,
    Matter,
    Phase,
    Plan,
    Raw,
    Row,
    Status,
    Submission,
    Table,
    Tally,
    TaskRow,
    Unit,
    UnitTally,
    UnitView,
    Value,
)
from huaxia_tasks.wording import STATES

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


def a_view(
    unit: Unit, plan: Plan, rows_each: int = 15, today: date = date(2022, 6, 28)
) -> UnitView:
    """Return a unit with four lists of so many rows, matters joined, states of every kind."""
    file = f"报送/{unit.name}.xlsx"
    found: list[TaskRow] = []
    matters = []
    for n in range(1, rows_each + 1):
        number, due = f"{n:03}", date(2022, 6, 1 + n % 28)
        state = _STATES[n % len(_STATES)]
        cells: dict[ListKind, dict[str, Raw]] = {
            ListKind.PROBLEMS: {
                "seq": n, "item_id": f"W{number}", "collected_on": date(2022, 6, 8), "method": "谈",
                "group": "学生", "problem": f"宿舍热水供应时间短，晚课学生赶不上，第{n}栋反映较多",
                "scope": "学生公寓1栋、2栋", "lead_unit": "后勤保障部", "immediate": "否",
            },
            ListKind.TASKS: {
                "seq": n, "item_id": number, "problem_id": f"W{number}",
                "task": f"延长学生公寓第{n}栋热水供应时间", "goal": "晚课学生回寝后都能用上热水",
                "measure": "与供水单位协商，供水时间由22时延长到23时30分，安排专人值班巡查并公布电话",
                "lead_unit": "后勤保障部", "co_units": "学生工作部、信息工程学院",
                "phase": "全面开展阶段", "deadline": due if n % 4 else "6月底前",
            },
            ListKind.DUTIES: {
                "seq": n, "item_id": number, "leader": "张某某", "lead_unit": "后勤保障部",
                "person": "李某某", "handler": "王某某", "phone": "027-81652000",
                "co_units": "学生工作部", "co_matter": "通知各宿舍新的供水时间", "deadline": due,
            },
            ListKind.COMPLETIONS: {
                "seq": n, "item_id": number, "lead_unit": "后勤保障部", "deadline": due,
                "status": STATES[state], "progress": f"6月{n}日起执行新的供水时间，走访宿舍3次，反映良好",
                "done_date": date(2022, 6, 20) if state.is_done else None,
                "proof": "供水时间调整通知.pdf", "reason": "" if state.is_done else "等待设备到货",
            },
        }  # fmt: skip
        four = [
            TaskRow(a_row(kind, 3 + n, one, plan=plan, file=file), unit.id)
            for kind, one in cells.items()
        ]
        found += four
        matters.append(
            Matter(
                f"{unit.id}-{number}", unit.id, f"延长学生公寓第{n}栋热水供应时间", *four,
                lead="U16", co_units=("U12", "U01"), phase=PHASES[n % 4],
                due=Due(DueKind.BY_DATE, due, text="6月底前"), state=state,
                done_on=date(2022, 6, 20) if state.is_done else None, due_day=due,
                light=(Light.GREEN if state.is_done else Light.RED if due < today else Light.YELLOW),
                days_left=(due - today).days, progress=0.5 if n % 3 == 0 else None,
            )
        )  # fmt: skip
    found.sort(key=lambda row: list(ListKind).index(row.kind))
    return UnitView(plan, unit, today, "received", rows=tuple(found), matters=tuple(matters))


def some_findings(view: UnitView) -> list[Finding]:
    """Return five findings of a unit, of every level, with and without a cell."""
    file = f"报送/{view.unit.name}.xlsx"
    first = view.matters[0].id if view.matters else None

    def at(sheet: str, row: int, column: int, heading: str) -> CellRef:
        return CellRef(file, sheet, row, column, heading)

    def one(rule: str, level: Level, message: str, remedy: str, ref: CellRef | None) -> Finding:
        return Finding(rule, level, Audience.UNIT, view.unit.id, message, remedy, ref, matter=first)

    return [
        one("deadline-after-phase", Level.ERROR, "“11月底”晚于所属阶段“全面开展阶段”（6月底前）。",
            "请改为6月30日以前，或改填所属阶段。", at("任务清单", 4, 10, "完成时限")),
        one("unit-unknown", Level.WARNING, "“后勤”不是方案单位名单里的单位。", "请写全称“后勤保障部”。",
            at("任务清单", 4, 7, "牵头单位")),
        one("overdue", Level.ERROR, "已超过时限8天，没有完成，也没有批准的延期。", "请办结，或在时限前申请延期。",
            at("完成清单", 5, 5, "完成状态")),
        one("hidden-content", Level.INFO, "有2行被隐藏，已照常读取。", "请取消隐藏。", at("完成清单", 6, 0, "")),
        one("not-submitted", Level.ERROR, "没有报送责任清单。", "请补报。", None),
    ]  # fmt: skip


_STATES = (
    Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.DONE_LATE, Status.PARTLY_DONE,
    Status.LONG_TERM, Status.SUSPENDED, Status.DONE_UNVERIFIED,
)  # fmt: skip


def a_tally(views: Sequence[UnitView], findings: Mapping[str, Sequence[Finding]]) -> Tally:
    """Return the counts of these units, plainly counted."""
    units = []
    for view in views:
        states = [m.state for m in view.matters]
        levels = [f.level for f in findings.get(view.unit.id, ())]
        units.append(
            UnitTally(
                view.unit.id, view.unit.name, view.state, len(states),
                done=sum(s.is_done for s in states), done_late=states.count(Status.DONE_LATE),
                partly=states.count(Status.PARTLY_DONE), in_progress=states.count(Status.IN_PROGRESS),
                not_started=states.count(Status.NOT_STARTED),
                overdue=sum(m.light is Light.RED for m in view.matters),
                suspended=states.count(Status.SUSPENDED), long_term=states.count(Status.LONG_TERM),
                errors=levels.count(Level.ERROR), warnings=levels.count(Level.WARNING),
            )
        )  # fmt: skip
    kinds = [view.state for view in views]
    return Tally(
        tuple(units), kinds.count("received"), kinds.count("missing"), kinds.count("unreadable")
    )
