"""Checks of single cells: needed ones filled, choices kept, numbers unique, phones possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..model import Audience, ColumnSpec, Level, ListKind, ListSpec, Plan, TaskRow, UnitView
from ..patterns import regex
from ..registry import rule
from ..settle import day_of, known_ids
from ..values.blanks import is_placeholder
from ..values.numbers import number_key
from ..values.phones import phone_problem
from ..values.remarks import scan_remark
from ..wording import join, shorten
from ._hit import Hit, matter_ids, once, row_key, strike

#: Empty cells of these fields are told by a check of their own.
_TOLD_ELSEWHERE = {"deadline", "lead_unit", "person"}
#: What stands in these is understood, not compared with a list of choices.
_UNDERSTOOD = {"lead_unit", "co_units", "status", "phase", "deadline"}
_PIECES = regex(r"[、，,；;/／\s+＋和与及]+")
#: How to write a number stands in the remedy, once.
_HOW = regex(r"，请填写11位手机号.*")
_LONG_NUMBER = regex(r"[0-9０-９](?:[ 　-]?[0-9０-９Xx]){6,}")
#: Put around a word they change nothing.
_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』【】")
_BRACKETS = regex(r"[（(][^（）()]*[）)]?")


@rule(
    "required-empty",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{清单}”第{行}行没有填写“{栏目}”。",
    asks="请在{单元格}补填{栏目}{例子}；本行作废的，请整行删除。{备注}",
)
def required_empty(view: UnitView) -> Iterator[Hit]:
    """Yield needed cells that are empty in a row that is otherwise filled."""
    needed = _needed(view.plan)
    for row in view.rows:
        for column in needed.get(row.kind, ()):
            if _is_empty(row, column.field):
                example = f"，例如“{column.example}”" if column.example else ""
                yield strike(
                    row,
                    column.field,
                    清单=row.kind.value,
                    行=str(row.row.ref(column.field).row),
                    栏目=column.heading,
                    备注=_said_in_remark(row) if column.field == "status" else "",
                    例子=example,
                )


@once
def _needed(plan: Plan) -> dict[ListKind, list[ColumnSpec]]:
    return {
        s.kind: [c for c in s.columns if c.needed and c.field not in _TOLD_ELSEWHERE]
        for s in plan.lists
    }


def _said_in_remark(row: TaskRow) -> str:
    """Return a sentence on the state that 备注 speaks of, "" where it speaks of none."""
    said = scan_remark(row.text("remark")) if row.row.get("remark") is not None else None
    if said is None or said.status is None:
        return ""
    return f"备注里写的“{shorten(said.status_phrase)}”，请填到{row.row.ref('status').heading or '完成状态'}一栏。"


def _is_empty(row: TaskRow, field_key: str) -> bool:
    value = row.row.cells.get(field_key)
    if value is None or value.kind in ("error", "formula"):
        return False
    if value.kind != "empty" and value.text and not is_placeholder(value.text):
        return False
    # A mere × is a state, though elsewhere it says nothing.
    return field_key != "status" or row.status is None or row.status.status is None


@rule(
    "value-not-allowed",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{栏目}”里的“{值}”不在方案规定的范围内。",
    asks="请在{单元格}改填：{选项}（可多选，用顿号隔开）。",
)
def value_not_allowed(view: UnitView) -> Iterator[Hit]:
    """Yield cells of columns with choices that hold something else."""
    chosen = _with_choices(view.plan)
    for row in view.rows:
        for column, choices in chosen.get(row.kind, ()):
            value = row.row.cells.get(column.field)
            if value is None or value.text in choices or value.kind == "empty":
                continue
            if not is_placeholder(value.text) and not _allowed(value.text, choices):
                yield strike(row, column.field, 栏目=column.heading, 选项=join(choices))


@once
def _with_choices(plan: Plan) -> dict[ListKind, list[tuple[ColumnSpec, tuple[str, ...]]]]:
    return {spec.kind: list(_choices_of(plan, spec)) for spec in plan.lists}


def _choices_of(plan: Plan, spec: ListSpec) -> Iterator[tuple[ColumnSpec, tuple[str, ...]]]:
    for column in spec.columns:
        choices = column.choices or plan.choices.get(column.field, ())
        if choices and column.field not in _UNDERSTOOD:
            yield column, choices


def _allowed(text: str, choices: tuple[str, ...]) -> bool:
    plain = _BRACKETS.sub("", text.translate(_QUOTES)).strip().strip("。.;；,，、")
    pieces = [p for p in _PIECES.split(plain) if p]
    if plain in choices or text.strip() in choices or "".join(plain.split()) in choices:
        return True
    if pieces and all(_one_allowed(p, choices) for p in pieces):
        return True
    # “问谈查” written without a separator.
    return len(plain) > 1 and all(len(c) == 1 for c in choices) and set(plain) <= set(choices)


def _one_allowed(piece: str, choices: tuple[str, ...]) -> bool:
    return piece in choices or any(
        len(c) > 1 and (piece.startswith(c) or (c.startswith(piece) and len(piece) > 1))
        for c in choices
    )


@rule(
    "number-duplicated",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{清单}”里编号“{值}”重复，{先前}已经用过。",
    asks="请在{单元格}换一个没有用过的编号{应为}，或者清空，由办公室统一编号。",
)
def number_duplicated(view: UnitView) -> Iterator[Hit]:
    """Yield the second and later rows that carry a number already used in their list."""
    for first, row in repeated_numbers(view):
        yield strike(
            row,
            "item_id",
            matter_ids(view).get(id(row)),
            清单=row.kind.value,
            行=str(first.row.ref("item_id").row),
            先前=_before(first, row),
            应为=_meant(view, row),
        )


def _meant(view: UnitView, row: TaskRow) -> str:
    """Return the number that the rows joined to this one by their words have, "" where that is no other."""
    own = number_key(row.text("item_id"))
    for matter in view.matters:
        if any(r is row for r in matter.rows):
            others = (matter.task, matter.duty, matter.completion)
            numbers = [r.text("item_id") for r in others if r is not None and r is not row]
            meant = next((n for n in numbers if number_key(n) not in ((), own)), "")
            return f"（按内容应是“{shorten(meant, 16)}”）" if meant else ""
    return ""


@once
def repeated_numbers(view: UnitView) -> Sequence[tuple[TaskRow, TaskRow]]:
    """Return the rows whose number another row of their list has, each behind that one.

    The first row keeps it, but where its words say that it is meant for another task.  Rows under one merged number cell are one entry.  One task may have several people, and several
    reports where these repeat its words: in 责任清单 and 完成清单 such rows share their number rightly.
    """
    found = []
    wrong = {row_key(row) for row in view.unknown_numbers if row.kind is not ListKind.TASKS}
    for kind in ListKind:
        seen: dict[tuple[str | int, ...], TaskRow] = {}
        for row in view.rows_of(kind):
            value = row.row.cells.get("item_id")
            number = number_key(value.text) if value is not None and value.kind != "empty" else ()
            first = seen.setdefault(number, row) if number else row
            if first is row or row.row.ref("item_id") == first.row.ref("item_id"):
                continue
            if kind is ListKind.DUTIES and _same_words(first, row):
                continue
            if kind is ListKind.COMPLETIONS and not _is_of_another(first, row, view, number):
                continue
            if row_key(first) in wrong and row_key(row) not in wrong:
                seen[number] = row
                first, row = row, first
            found.append((first, row))
    return found


def _before(first: TaskRow, row: TaskRow) -> str:
    """Return where a number was used first, with its sheet where that is another one."""
    ref = first.row.ref("item_id")
    where = "" if ref.sheet == row.row.sheet else f"工作表“{ref.sheet}”"
    return f"{where}第{ref.row}行"


def _is_of_another(
    first: TaskRow, row: TaskRow, view: UnitView, number: tuple[str | int, ...]
) -> bool:
    """Whether a row of 完成清单 with a number given before speaks of something else, or says not of what.

    Without words only a number that one task has is meant for one row: tasks may share that of their
    problem, and two tasks of one number are told at the tasks.
    """
    if row.text("task") or first.text("task"):
        return not _same_words(first, row)
    return _numbers_of_tasks(view).get(number) == 1 and _at_odds(first, row)


def _at_odds(one: TaskRow, other: TaskRow) -> bool:
    """Whether two wordless rows can hardly speak of one matter: other leads, other days, done twice.

    Two reports on one task, one below the other, differ in what was done, not in these.
    """
    leads, others = known_ids(one.leads), known_ids(other.leads)
    days = day_of(one.due), day_of(other.due)
    claims = [r.status.status for r in (one, other) if r.status is not None and r.status.status]
    return (
        bool(leads and others and not set(leads) & set(others))
        or (None not in days and days[0] != days[1])
        or (
            len(claims) == 2
            and all(c.is_done for c in claims)
            and one.text("progress") != other.text("progress")
        )
    )


@once
def _numbers_of_tasks(view: UnitView) -> Mapping[tuple[str | int, ...], int]:
    return Counter(number_key(r.text("item_id")) for r in view.rows_of(ListKind.TASKS))


def _same_words(one: TaskRow, other: TaskRow) -> bool:
    return "".join(one.text("task").split()) == "".join(other.text("task").split())


@rule(
    "phone-invalid",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="联系电话“{值}”有误：{原因}",
    asks="请在{单元格}填写11位手机号，或“区号-号码”，例如 027-81420000。",
)
def phone_invalid(view: UnitView) -> Iterator[Hit]:
    """Yield phones that cannot be one; the same phone on many rows is one thing to mend."""
    by_text: dict[str, list[TaskRow]] = {}
    for row in view.rows:
        value = row.row.cells.get("phone")
        if value is not None and value.kind != "empty" and phone_problem(value.text):
            by_text.setdefault("".join(value.text.split()), []).append(row)
    for rows in by_text.values():
        text = rows[0].text("phone")
        hidden = _hidden(text)
        told = _HOW.sub("", phone_problem(text) or "")
        problem = _hidden(told).replace(f"（{hidden}）", "")
        others = [r.row.ref("phone") for r in rows[1:]]
        # The number itself goes into no message, paper or file of results.
        hit = strike(rows[0], "phone", None, others, 原因=problem)
        yield replace(hit, value=hidden)


def _hidden(text: str) -> str:
    """Return `text` with the middle of every long row of digits hidden: 139****26."""
    return _LONG_NUMBER.sub(lambda m: m.group()[:3] + "****" + m.group()[-2:], text)


@rule(
    "status-unreadable",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="完成状态“{值}”看不出是否完成。",
    asks="请在{单元格}改填：已完成、推进中、未启动、部分完成、长期坚持或暂停。",
)
def status_unreadable(view: UnitView) -> Iterator[Hit]:
    """Yield status cells that no word and no figure explains."""
    for row in view.rows:
        if row.status is None or row.status.status is not None or row.status.progress is not None:
            continue
        if not is_placeholder(row.text("status")):
            yield strike(row, "status")
