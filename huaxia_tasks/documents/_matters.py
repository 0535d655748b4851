"""How matters stand in papers: rows of tables, sentences, where each figure comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .. import wording
from ..matters import is_overdue
from ..model import CellRef, Due, DueKind, Matter, Plan, Snapshot, Status
from ..patterns import regex

TITLE_LIMIT = 44
#: How a matter's story tells of a claim that a person found untrue.
_CHECKED = regex(r"核实结论为“((?:部分|不)属实)”")


def clean(text: str, limit: int = 0) -> str:
    """Return a cell's text on one line; cut with …… where it is longer than `limit` (0: never)."""
    line = re.sub(r"\s*\n\s*", "；", text.strip())
    line = re.sub(r"[；;]{2,}|(?<=[。，、：；])；", "；", line)
    line = re.sub(r"(?<=[，。、：])；", "", line)
    line = " ".join(line.split())
    return wording.shorten(line, limit) if limit else line


def quoted(matter: Matter, limit: int = 40) -> str:
    """Return a matter in the running text: “title”（编号）, inner quotes turned."""
    inner = clean(matter.title, limit).rstrip("。；;，,")
    if not inner:
        return f"（未填写名称，编号{matter.id}）"
    inner = inner.replace("“", "‘").replace("”", "’")
    return f"“{inner}”（编号{matter.id}）"


def task_text(matter: Matter, limit: int = TITLE_LIMIT) -> str:
    """Return a matter's task for a table cell."""
    return clean(matter.title, limit).rstrip("；;，,。") or "（未填写工作任务）"


def due_text(matter: Matter, today: date) -> str:
    """Return the day that counts for a table, or the words themselves where there is none."""
    if matter.due_day is not None:
        extended = matter.due is not None and matter.due.due not in (None, matter.due_day)
        return ("延期后的" if extended else "") + wording.short_day(matter.due_day, today)
    return _undated(matter.due)


def _undated(due: Due | None) -> str:
    if due is None:
        return "未填写"
    words = {DueKind.ONGOING: "长期坚持", DueKind.IMMEDIATE: "立行立改"}
    return words.get(due.kind) or clean(due.text, 16) or "未明确"


def due_with_workday(matter: Matter, snapshot: Snapshot, today: date) -> str:
    """Return the day that counts, with the last working day where it falls on a rest day."""
    text = due_text(matter, today)
    if matter.due_day is not None:
        last = snapshot.plan.calendar.last_workday_until(matter.due_day)
        if last < matter.due_day:
            text += f"（最后一个工作日为{wording.short_day(last, today)}）"
    return text


def days_late(matter: Matter, day: date) -> int:
    """Return by how many days a matter is late on `day`; 0 where it is not or has no day."""
    if matter.due_day is None or not is_overdue(matter, day):
        return 0
    return (day - matter.due_day).days


def found_untrue(matter: Matter) -> str:
    """Return 经核实不属实 where a claim of completion did not hold, "" elsewhere."""
    found = next((f for text in matter.why if (f := _CHECKED.match(text))), None)
    return f"所报完成情况经核实{found[1]}" if found and not matter.state.is_done else ""


def is_coming(matter: Matter, day: date) -> bool:
    """Whether a matter is open, not paused, and due on `day` or later."""
    waits = (Status.SUSPENDED, Status.LONG_TERM)
    return (
        matter.is_open
        and matter.state not in waits
        and matter.due_day is not None
        and matter.due_day >= day
    )


def row_text(matter: Matter, field: str) -> str:
    """Return a field of the first of a matter's rows that has it filled, "" where none has."""
    return next((r.text(field).strip() for r in matter.rows if r.text(field).strip()), "")


def co_units_text(matter: Matter, plan: Plan) -> str:
    """Return the names of the co-operating units, joined."""
    return wording.join(
        dict.fromkeys(plan.unit_name(u) for u in matter.co_units if u != matter.lead)
    )


state_text = wording.stated


def wording_items(items: Iterable[str]) -> list[str]:
    """Return items of an enumeration, each closed by ；and the last one by 。."""
    texts = list(items)
    return [f"{text}{'。' if i == len(texts) else '；'}" for i, text in enumerate(texts, 1)]


def late_rows(matters: Sequence[Matter], day: date) -> list[dict[str, object]]:
    """Return table rows of overdue matters, the longest overdue first."""
    return [
        {
            "编号": m.id,
            "任务": task_text(m),
            "时限": due_text(m, day),
            "逾期": f"{days_late(m, day)}天",
            "状态": state_text(m),
        }
        for m in matters
    ]


def by_lateness(matters: Iterable[Matter], day: date) -> tuple[Matter, ...]:
    """Return matters sorted: the longest overdue first, then by number."""
    return tuple(sorted(matters, key=lambda m: (-days_late(m, day), m.id)))


def by_due(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Return matters sorted by due day, then by number."""
    return tuple(sorted(matters, key=lambda m: (m.due_day or date.max, m.id)))


def address(ref: CellRef | None) -> str:
    """Return a cell reference as ``file|sheet|cell``, the form that ``explain`` reads."""
    if ref is None:
        return ""
    return f"{ref.file}|{ref.sheet}|{ref.address or ref.row or ''}"


def cells_of(matter: Matter, *fields: str) -> tuple[str, ...]:
    """Return the cells in which the given fields of a matter stand, without doubles."""
    refs = [
        address(row.row.ref(field))
        for row in matter.rows
        for field in fields
        if row.row.get(field) is not None
    ]
    return tuple(dict.fromkeys(refs))


#: Column of a table of matters -> fields of the lists in which its value stands.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "单位": ("lead_unit",),
    "任务": ("task", "problem"),
    "时限": ("deadline",),
    "逾期": ("deadline",),
    "状态": ("status", "progress"),
    "尚缺": ("status", "progress", "proof"),
}


def row_traces(
    name: str, rows: Sequence[Mapping[str, object]], matters: Sequence[Matter]
) -> dict[str, tuple[str, ...]]:
    """Return where the columns of a table of matters come from: ``逾期事项[0].时限`` -> cells."""
    out: dict[str, tuple[str, ...]] = {}
    for i, (row, matter) in enumerate(zip(rows, matters, strict=True)):
        out[f"{name}[{i}].编号"] = (matter.id,)
        for column, fields in _SOURCES.items():
            if column in row and (cells := cells_of(matter, *fields)):
                out[f"{name}[{i}].{column}"] = cells
    return out


def counted_from(matters: Sequence[Matter], *fields: str, bare: bool = False) -> tuple[str, ...]:
    """Return what a number or sentence about matters rests on: their ids, then their cells.

    `fields` are those of the lists (tasks, deadlines and states where none is named); with `bare`
    the ids alone, as for a number that merely counts.
    """
    fields = fields or ("task", "deadline", "status")
    cells = () if bare else (c for m in matters for c in cells_of(m, *fields))
    return tuple(dict.fromkeys((*(m.id for m in matters), *cells)))


def text_traces(**said: Sequence[Matter]) -> dict[str, tuple[str, ...]]:
    """Return where sentences about matters come from: their tasks, deadlines and states."""
    return {name: counted_from(matters) for name, matters in said.items() if matters}


def list_traces(name: str, matters: Sequence[Matter]) -> dict[str, tuple[str, ...]]:
    """Return where each item of an enumeration of matters comes from."""
    return {f"{name}[{i}]": counted_from((m,)) for i, m in enumerate(matters)}


def lists_named(snapshot: Snapshot, texts: Iterable[str]) -> list[str]:
    """Return which of the four lists are named in `texts`, in the order of the plan."""
    from ..model import ListKind

    joined = "\n".join(texts)
    return [kind.value for kind in ListKind if kind.value in joined]
