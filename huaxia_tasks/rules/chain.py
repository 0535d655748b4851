"""Checks of the chain 问题 → 任务 → 责任 → 完成 and of what the lists say of one matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

from ..model import Audience, DueKind, Level, ListKind, Matter, Plan, TaskRow, UnitView
from ..patterns import regex
from ..references import number_of
from ..registry import rule
from ..settle import day_of, known_ids
from ..units import match_units
from ..values.handing_over import handed_to
from ..wording import day, shorten
from ._hit import Hit, fills, is_answered, once, row_key, strike
from .cells import repeated_numbers

_MEND_NUMBER = {
    ListKind.TASKS: ("problem_id", "对应问题编号", "问题清单"),
    ListKind.DUTIES: ("item_id", "任务编号", "任务清单"),
    ListKind.COMPLETIONS: ("item_id", "任务编号", "任务清单"),
}


@rule(
    "problem-without-task",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="问题“{事项}”在任务清单里{情形}。",
    asks="{办法}",
)
def problem_without_task(view: UnitView) -> Iterator[Hit]:
    """Yield problems that no task takes up (where a 任务清单 was handed in)."""
    if not view.has_list(ListKind.TASKS):
        return
    unclaimed = _tasks_for_any_problem(view)
    for matter in view.matters:
        if matter.problem is not None and matter.task is None and len(matter.rows) == 1:
            if not matter.problem.has("problem"):
                continue  # what is missing is the column, and is told as that
            if _is_settled(view.plan, matter.problem):
                continue
            number = matter.problem.text("item_id") or matter.problem.text("seq")
            label = f"“{number}”" if number else "它的编号"
            if unclaimed:
                case = "看不出由哪一项任务解决"
                todo = f"已有任务的，请在那一行的“对应问题编号”栏填写{label}；还没有的，请增加一项任务。"
            else:
                case = "没有对应的任务"
                todo = f"请在任务清单增加解决这个问题的任务，并在“对应问题编号”栏填写{label}。"
            yield strike(matter.problem, "problem", matter, 情形=case, 办法=todo)


#: No matter of its own is made of it: 不予立项, 转为意见建议, 并案, 并入W01一并解决.
_NO_MATTER = regex(
    r"(?:不予?|不再|未予?|暂不)立[项案]|转(?:为|作|成)?(?:一般)?(?:意见|建议)|并案"
    r"|(?:并入|归并|合并)(?:到|至|于|入|进)?(?:问题|事项|任务|编号|序号|第)*[^，。；,;]{0,8}[0-9A-Za-z０-９〇一二三四五六七八九十]"
    r"|[与和同][^，。；,;]{1,16}(?:合并|一并|一起)(?:办理|解决|处理|推进|整改|落实)"
)
_NOT_YET_DECIDED = regex(
    r"拟|建议并|建议合|建议转|申请|请示|能否|可否|是否|待定|研究中|不(?:能|宜|应|得)并"
)


def _is_settled(plan: Plan, row: TaskRow) -> bool:
    """Whether 备注 or 状态 says that no task is to follow: merged, not taken up, answered where that will do."""
    said = f"{row.text('remark')}；{row.text('status')}"
    if len(said) == 1:
        return False
    if any(_NO_MATTER.search(s) and not _NOT_YET_DECIDED.search(s) for s in _SENTENCES.split(said)):
        return True
    return plan.settings.get("能否以解释说明办结", "").startswith(_YES) and is_answered(row)


_SENTENCES = regex(r"[。；;\n]")
#: How the office says in 基本信息 that an explanation closes a problem.
_YES = ("是", "能", "可", "允许", "同意")


def _tasks_for_any_problem(view: UnitView) -> bool:
    """Whether a task leaves open which problem it is for: the words may hide that it is for this one."""
    return any(
        m.task is not None and m.problem is None and not fills(m.task, "problem_id")
        for m in view.matters
    )


@rule(
    "task-without-responsibility",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="任务“{事项}”在责任清单里没有对应的责任。",
    asks="请在责任清单增加一行，写明这项任务的责任领导、责任人和经办人。",
)
def task_without_responsibility(view: UnitView) -> Iterator[Hit]:
    """Yield tasks without a row in 责任清单 (where one was handed in)."""
    if not view.has_list(ListKind.DUTIES):
        return
    answered = {number_of(m.task, "item_id") for m in view.matters if m.task and m.duty}
    for matter in view.matters:
        if matter.task is not None and matter.duty is None:
            number = number_of(matter.task, "item_id")
            if not number or number not in answered:  # one number on two tasks is told as such
                yield strike(matter.task, "task", matter)


@rule(
    "completion-without-task",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{清单}”里的“{事项}”在任务清单里找不到。",
    asks="请核对{单元格}：任务名称或编号写错的请改正；新增的任务请先列入任务清单。",
)
def completion_without_task(view: UnitView) -> Iterator[Hit]:
    """Yield rows of 完成清单 (and 责任清单) that belong to no task, by number or by words."""
    if not view.has_list(ListKind.TASKS):
        return
    unknown = {row_key(r) for r in view.unknown_numbers}
    for row in view.loose:
        if row_key(row) not in unknown:
            field_key = "task" if row.has("task") else "item_id"
            yield strike(row, field_key, 清单=row.kind.value)


@rule(
    "task-number-unknown",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{清单}”里的{栏目}“{值}”在{目标清单}里{情形}。",
    asks="请把{单元格}改为{目标清单}里已有的编号{可用}。",
)
def task_number_unknown(view: UnitView) -> Iterator[Hit]:
    """Yield numbers that point to nothing."""
    repeated = {row_key(row) for _, row in repeated_numbers(view)} if view.unknown_numbers else ()
    for row in view.unknown_numbers:
        field_key, heading, target = _MEND_NUMBER[row.kind]
        if field_key == "item_id" and row_key(row) in repeated:
            continue  # that the number stands there twice is told
        yield strike(
            row,
            field_key,
            清单=row.kind.value,
            栏目=heading,
            目标清单=target,
            情形=_what_it_is(view, row, field_key),
            可用=_known_numbers(view, row),
        )


def _what_it_is(view: UnitView, row: TaskRow, field_key: str) -> str:
    """Return whose number this is in the other list: nobody's, or that of something else."""
    kind = ListKind.PROBLEMS if row.kind is ListKind.TASKS else ListKind.TASKS
    number = number_of(row, field_key)
    found = next((r for r in view.rows_of(kind) if number_of(r, "item_id") == number), None)
    return f"是另一项“{shorten(found.title, 20)}”，与本行的内容不符" if found else "不存在"


def _known_numbers(view: UnitView, row: TaskRow) -> str:
    """Return which numbers would be right: that of the row it was joined to by its words, else all."""
    joined = next((m for m in view.matters if any(r is row for r in m.rows)), None)
    meant = (
        None if joined is None else joined.problem if row.kind is ListKind.TASKS else joined.task
    )
    if meant is not None and meant is not row and meant.text("item_id"):
        number = shorten(meant.text("item_id"), 16).replace("“", "‘").replace("”", "’")
        return f"，按内容应是“{number}”（{shorten(meant.title, 20)}）"
    kind = ListKind.PROBLEMS if row.kind is ListKind.TASKS else ListKind.TASKS
    numbers = [r.text("item_id") for r in view.rows_of(kind) if r.text("item_id")]
    if not numbers:
        return ""
    first, last = shorten(numbers[0], 16), shorten(numbers[-1], 16)
    return f"（{first} 至 {last}）" if len(numbers) > 1 else f"（{first}）"


@rule(
    "lists-disagree",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”的{栏目}前后不一致：{一处}写的是“{一值}”，{另一处}写的是“{另一值}”。",
    asks="请核对{单元格}，使各张清单一致。",
)
def lists_disagree(view: UnitView) -> Iterator[Hit]:
    """Yield leads and deadlines of one matter that differ between lists, where both are certain."""
    for matter in view.matters:
        first = matter.task or matter.duty
        seen: dict[tuple[str, str], Hit] = {}
        for other in (matter.duty, matter.completion):
            if first is None or other is None or other is first:
                continue
            same_lead, same_day = _same_lead(first, other), _same_day(first, other)
            if matter.task is not None and same_lead and same_day:
                continue
            # A row that several parts of one entry share need agree with one of them only.
            firsts = _tasks_by_row(view).get(id(other)) or [first]
            if not any(map(_same_lead, firsts, repeat(other))):
                names = [view.plan.unit_name(known_ids(r.leads)[0]) for r in (first, other)]
                _note(seen, _disagree(other, first, "lead_unit", "牵头单位", matter, names))
            if not any(map(_same_day, firsts, repeat(other))):
                days = [_day_said(r) for r in (first, other)]
                _note(seen, _disagree(other, first, "deadline", "完成时限", matter, days))
        yield from seen.values()
        if matter.is_open and (hit := _handed_on(view, matter)) is not None:
            yield hit


def _handed_on(view: UnitView, matter: Matter) -> Hit | None:
    """Return a remark that gives the matter to another unit than the one that leads it, or None.

    Where a person has decided who takes it up, or the words name no unit for certain, none.
    """
    if any(d.kind == "认领" and d.approved for d in matter.decisions):
        return None
    for row in matter.rows:
        if not row.leads or not fills(row, "remark"):
            continue
        words, clause = handed_to(row.text("remark"))
        named = known_ids(match_units(words, view.plan.units)) if words else ()
        if len(named) == 1 and named[0] not in known_ids(row.leads):
            lead = view.plan.unit_name(known_ids(row.leads)[0]) if known_ids(row.leads) else ""
            gaps = {
                "栏目": "牵头单位",
                "一处": "牵头单位一栏",
                "一值": lead or row.text("lead_unit"),
            }
            said = {"另一处": "备注", "另一值": shorten(clause, 40)}
            return strike(row, "remark", matter, (row.row.ref("lead_unit"),), **gaps, **said)
    return None


def _note(seen: dict[tuple[str, str], Hit], hit: Hit) -> None:
    """Keep one hit for each value: two lists that say the same against a third are one thing to mend."""
    key = (hit.field or "", hit.gaps["另一值"])
    first = seen.get(key)
    if first is None:
        seen[key] = hit
    elif hit.ref is not None:
        both = {**first.gaps, "另一处": f"{first.gaps['另一处']}、{hit.gaps['另一处']}"}
        seen[key] = replace(first, gaps=both, more_refs=(*first.more_refs, hit.ref))


def _day_said(row: TaskRow) -> str:
    due = day_of(row.due)
    return day(due) if due is not None else shorten(row.text("deadline"), 20)


@once
def _tasks_by_row(view: UnitView) -> dict[int, list[TaskRow]]:
    """Return the tasks to which a row of 责任清单 or 完成清单 (by its identity) was joined."""
    tasks: dict[int, list[TaskRow]] = {}
    for matter in view.matters:
        for row in (matter.duty, matter.completion):
            if row is not None and matter.task is not None:
                tasks.setdefault(id(row), []).append(matter.task)
    return tasks


def _same_lead(one: TaskRow, other: TaskRow) -> bool:
    """Whether two rows may have one lead: either leaves it open, or they share one."""
    if one.leads is other.leads or not one.leads or not other.leads:
        return True
    first, second = known_ids(one.leads), known_ids(other.leads)
    return not first or not second or bool(set(first) & set(second))


def _same_day(one: TaskRow, other: TaskRow) -> bool:
    """Whether two rows may be due on one day: either leaves it open, or they mean the same one."""
    if one.due is other.due:
        return True
    first, second = day_of(one.due), day_of(other.due)
    if first is not None and second is not None:
        return first == second
    # A day in one list and 长期坚持 in the other; 12月底前，并长期坚持 is both.
    dated, ever = (one, other) if first is not None else (other, one)
    if day_of(dated.due) is None or ever.due is None or dated.due is None:
        return True
    return ever.due.kind is not DueKind.ONGOING or bool(dated.due.then)


def _disagree(
    row: TaskRow, first: TaskRow, field_key: str, heading: str, matter: Matter, values: list[str]
) -> Hit:
    return strike(
        row,
        field_key,
        matter,
        (first.row.ref(field_key),),
        事项=shorten(matter.title, 40),
        栏目=heading,
        一处=first.kind.value,
        一值=values[0],
        另一处=row.kind.value,
        另一值=values[1],
    )
