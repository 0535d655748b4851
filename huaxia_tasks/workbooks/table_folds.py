"""Rows that go on with the row above: further measures, further persons, parts of one task.

People merge 序号, 任务编号 and 工作任务 over several rows, or write them once and leave the cells below
blank.  A row that adds nothing but further text belongs to the row above and is joined to it.  A row
with a lead, a day or a state of its own is a part: it stays a row and shows the task above.
"""

from __future__ import annotations

from ..model import ListKind, Value
from .table_columns import JOINED
from .table_rows import Place, Record, Sources

#: Fields that begin an entry of a list.
_BEGINS = frozenset({"seq", "item_id", "problem_id", "task", "problem"})
#: Of these, what a part takes over from the row above.
_TAKEN_OVER = ("item_id", "problem_id", "task", "problem")
_NUMBERS = ("seq", "item_id")


def fold_rows(
    records: list[Record], kinds: tuple[ListKind, ...], sources: Sources, place: Place
) -> list[Record]:
    """Return the entries of a table, the rows that go on joined to those above them."""
    begins = [n for n, c in sources.columns.items() if c.field in _BEGINS]
    numbers = [n for n in begins if sources.columns[n].field in _NUMBERS]
    if not begins:
        return records
    if all(record.owns(begins[0]) for record in records):
        return records
    kept: list[Record] = []
    for record in records:
        if not kept or any(map(record.owns, begins)) or _is_hidden(record, place):
            kept.append(record)
        elif _only_adds(record, begins, kinds, sources):
            _add(kept[-1], record, sources)
        else:
            if numbers and ListKind.PROBLEMS not in kinds and any(map(kept[-1].owns, numbers)):
                _take_over(kept[-1], record, sources)
            kept.append(record)
    return kept


def _is_hidden(record: Record, place: Place) -> bool:
    return record.number in place.view.sheet.hidden_rows


def _only_adds(
    record: Record, begins: list[str], kinds: tuple[ListKind, ...], sources: Sources
) -> bool:
    """Whether a row's own cells are nothing but further text; in 问题清单 below a merged cell only."""
    if ListKind.PROBLEMS in kinds and not any(record.values[n].is_filled for n in begins):
        return False
    return all(sources.columns[name].field in JOINED for name in record.owned())


def _add(first: Record, record: Record, sources: Sources) -> None:
    """Join a row's own texts to those of the row above, at the place of the first filled cell."""
    for name in record.owned():
        mine, more = first.values[name], record.values[name]
        if not mine.text:
            first.values[name] = more
        elif more.text and more.text not in mine.text:
            joiner = JOINED[sources.columns[name].field]
            first.values[name] = _joined(mine, f"{mine.text}{joiner}{more.text}")
    first.bad.extend(name for name in record.bad if name not in first.bad)


def _joined(first: Value, text: str) -> Value:
    return Value(text, text, first.at, "text", first.row)


def _take_over(first: Record, record: Record, sources: Sources) -> None:
    """Show the number and the task of the row above in a part that leaves them blank."""
    for name, column in sources.columns.items():
        if column.field in _TAKEN_OVER and not record.values[name].is_filled:
            record.values[name] = first.values[name]
