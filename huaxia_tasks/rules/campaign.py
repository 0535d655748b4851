"""Checks of the campaign's own ideas: 师生点菜, duties taken up, 五帮五促 covered, contacts named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import (
    Audience,
    Duty,
    Level,
    ListKind,
    Plan,
    TaskRow,
    UnitView,
)
from ..registry import OfficeFacts, rule
from ..settle import day_of
from ..values.blanks import is_placeholder
from ..wording import day, join, shorten
from ._hit import Hit, is_answered, once, strike
from .submission import owed

_SOURCE = (("method", "收集方式"), ("group", "反映群体"), ("collected_on", "收集时间"))
#: 师生: parents who ask for something are answered as well, but theirs is no voice of 师生点菜.
_VOICES = ("学生", "教师", "师生", "教职工", "老师", "同学")


def _filled(row: TaskRow, field_key: str) -> bool:
    value = row.row.cells.get(field_key)
    return value is not None and value.kind != "empty" and not is_placeholder(value.text)


def _has_source(row: TaskRow) -> bool:
    """Whether a row tells in any column how its problem was collected."""
    return (
        _filled(row, "method")
        or _filled(row, "group")
        or _filled(row, "collected_on")
        or _filled(row, "origin")
    )


@rule(
    "problem-without-source",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="{问题}没有写明{缺项}，看不出是怎样从师生中收集来的。",
    asks="请在{单元格}补填，例如 收集方式“谈”、反映群体“学生”、收集时间“{例子}”。",
)
def problem_without_source(view: UnitView) -> Iterator[Hit]:
    """Yield problems with no way, group or date of collection at all.

    A 问题清单 without any of these columns is one finding, at its first row.
    """
    rows = view.rows_of(ListKind.PROBLEMS)
    if rows and not any(r.has(f) for r in rows for f, _ in _SOURCE):
        if not any(_filled(r, "origin") for r in rows):
            gaps = {"问题": "问题清单", "缺项": "收集方式、反映群体和收集时间"}
            yield strike(rows[0], "method", None, (), 例子=day(view.plan.issued), **gaps)
        return
    for row in rows:
        if not _has_source(row):
            # A second 问题清单 may lack the columns that the first one has.
            asked = [(f, name) for f, name in _SOURCE if row.has(f)] or list(_SOURCE)
            missing = [name for _, name in asked]
            first = asked[0][0]
            title = f"问题“{shorten(row.title, 40)}”"
            example = day(view.plan.issued)
            yield strike(row, first, 问题=title, 缺项=join(missing), 例子=example)


@rule(
    "no-student-voice",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="问题清单共{条数}条，没有一条是师生反映的。",
    asks="请按“师生点菜”的要求补充师生反映的问题，并在“反映群体”栏写明“学生”或“教师”。",
)
def no_student_voice(view: UnitView) -> Iterator[Hit]:
    """Yield a 问题清单 in which no row was raised by students or staff (where there is a column)."""
    rows = [r for r in view.rows_of(ListKind.PROBLEMS) if _filled(r, "group")]
    if rows and not any(v in r.text("group") for r in rows for v in _VOICES):
        yield strike(rows[0], "group", "", 条数=str(len(view.rows_of(ListKind.PROBLEMS))))


@rule(
    "duty-unclaimed",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="方案{条款}要求{单位}“{要求}”，但任务清单里没有相应的任务。",
    asks="请在任务清单增加落实这一要求的任务；已由其他单位承担的，请报办公室登记“认领”。",
)
def duty_unclaimed(view: UnitView) -> Iterator[Hit]:
    """Yield duties that the plan gives to this unit by name and that no row of it covers."""
    if not view.has_list(ListKind.TASKS):
        return
    asked = _asked(view.plan).get(view.unit.id)
    if not asked:
        return
    fields = ("task", "measure", "goal", "problem", "measure_tag")
    words = _words(view.rows, fields)
    claimed = {d.matter for d in view.decisions if d.kind == "认领" and d.approved}
    for duty in asked:
        if duty.id in claimed or duty.clause in claimed or _speaks_of(words, duty.keywords):
            continue
        yield Hit(
            None,
            None,
            None,
            None,
            {"条款": duty.clause, "要求": shorten(duty.text, 36), "单位": view.unit.name},
        )


@once
def _asked(plan: Plan) -> dict[str, list[Duty]]:
    """Return the duties that the plan gives to each unit by name and that can be looked for."""
    asked: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        for unit in dict.fromkeys(duty.units if duty.claimable and duty.keywords else ()):
            asked.setdefault(unit, []).append(duty)
    return asked


def _words(rows: Iterable[TaskRow], fields: Sequence[str]) -> str:
    """Return all that rows say in these fields, each text once."""
    cells = [row.row.cells for row in rows]
    texts = {value.text: None for own in cells for f in fields if (value := own.get(f)) is not None}
    return "\n".join(texts)


def _uncovered(view: UnitView) -> list[tuple[int, list[str]]]:
    """Return, for each phase in which a college has matters, the outcomes that none of them is for."""
    if view.unit.kind not in ("college", "学院") or not view.has_list(ListKind.TASKS):
        return []
    fields = ("measure_tag", "task", "measure", "problem", "goal", "category")
    rows: dict[int, list[TaskRow]] = {phase.no: [] for phase in view.plan.phases}
    for matter in view.matters:
        if matter.phase is not None and matter.phase.no in rows:
            rows[matter.phase.no] += matter.rows
    found = []
    for no, own in rows.items():
        if own:
            words = _words(own, fields)
            found.append(
                (no, [o for o, names in _outcomes(view.plan) if not _speaks_of(words, names)])
            )
    return found


@rule(
    "measure-uncovered",
    level=Level.INFO,
    tells=Audience.OFFICE,
    says="{单位}的清单里，{阶段}没有体现“{成效}”的事项。",
    asks="请了解该单位是否已开展相关工作，并提醒在下一阶段补上。",
    scope="office",
    gather=_uncovered,
)
def measure_uncovered(office: OfficeFacts) -> Iterator[Hit]:
    """Yield outcomes of 五帮五促 that a college has no item for in a phase that is over."""
    over = {p.no: p for p in office.plan.phases if p.due < office.today}
    for unit, uncovered in office.parts:
        for no, outcomes in uncovered:
            for outcome in outcomes if no in over else ():
                gaps = {"阶段": over[no].name, "成效": outcome, "单位编号": unit.id}
                yield Hit(None, "measure_tag", outcome, None, gaps)


@once
def _outcomes(plan: Plan) -> list[tuple[str, list[str]]]:
    """Return the outcomes of all measures, each with the words that speak of it."""
    return [
        (
            outcome,
            [
                outcome.split("促")[0],
                *(k for m in plan.measures if m.outcomes == (outcome,) for k in m.keywords),
            ],
        )
        for outcome in dict.fromkeys(o for m in plan.measures for o in m.outcomes)
    ]


def _speaks_of(words: str, names: Iterable[str]) -> bool:
    return any(name in words for name in names)


@rule(
    "liaison-gap",
    level=Level.WARNING,
    tells=Audience.OFFICE,
    says="联系点表里{情形}。",
    asks="请在方案的“联系点”表补全。",
    scope="office",
)
def liaison_gap(office: OfficeFacts) -> Iterator[Hit]:
    """Yield places without a contact and contacts without a place."""
    for liaison in office.plan.liaisons:
        if liaison.target and not liaison.person:
            case = f"“{liaison.target}”没有联系人"
        elif liaison.person and not liaison.target:
            case = f"{liaison.person}没有写明联系的{liaison.kind or '对象'}"
        else:
            continue
        yield Hit(None, None, liaison.target or liaison.person, None, {"情形": case})


@rule(
    "request-unanswered",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="师生诉求“{事项}”于{日期}提出，已过去{天数}个工作日，没有列入任务，也没有答复。",
    asks="请列入任务清单，或在{单元格}所在行的备注里写明答复情况。",
    threshold=10,
)
def request_unanswered(view: UnitView, workdays: float) -> Iterator[Hit]:
    """Yield problems raised by students or staff that wait for an item or an answer too long.

    Only where no 任务清单 was handed in: with one, ``problem-without-task`` tells the same cause, and
    once it is late, ``not-submitted`` does.
    """
    if view.has_list(ListKind.TASKS) or ListKind.TASKS in owed(view):
        return
    for row in view.rows_of(ListKind.PROBLEMS):
        asked = day_of(row.collected_on)
        raised = any(v in row.text("group") for v in (*_VOICES, "家长"))
        if asked is None or not raised or is_answered(row) or row.row.get("status") is not None:
            continue
        passed = view.plan.calendar.workdays_between(asked, view.today)
        if passed > workdays:
            yield strike(row, "problem", 日期=day(asked), 天数=str(passed))
