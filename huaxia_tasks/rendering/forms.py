"""Forms for units: one workbook each with the plan's lists, filled in as far as is known.

`write_form` makes the one to fill in; `rebuild` puts a submission that cannot be marked itself
(old .xls, .et, .csv, macros ...) into the same form, with the marks on it.  The workbook carries
the unit's id, so that it is recognised whatever its file is called later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..model import ListKind, Plan, Submission, Unit
from ..patterns import regex
from .forms_book import FIRST_ROW, Content, FormBook, FormList
from .forms_columns import DATE_FIELDS, form_columns
from .forms_guide import add_guide
from .forms_rebuilt import add_summary, rebuilt_lists
from .marks import Mark, note_text, worst

__all__ = ["rebuild", "write_form"]

_ISO_DAY = regex(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def write_form(
    plan: Plan,
    unit: Unit,
    *,
    kinds: Sequence[ListKind],
    rows: Mapping[ListKind, Sequence[Mapping[str, str]]] | None = None,
    marks: Sequence[Mark] = (),
) -> bytes:
    """Return an .xlsx with a sheet for each of `kinds` that the plan has, and 填写说明.

    `rows` fills lists in: field -> text, ``2022-06-30`` in a column of days as a real date.
    `marks` name cells of this very form (sheet = list).  The same input gives the same bytes.
    """
    lists = []
    for kind in kinds:
        spec = plan.list_spec(kind)
        if spec is not None and spec.columns:
            columns = form_columns(plan, spec)
            lines = [
                [_content(column.field, row.get(column.field, "")) for column in columns]
                for row in (rows or {}).get(kind, ())
            ]
            lists.append(FormList(spec, columns, lines))
    for one in lists:
        _note_marks(one, [m for m in marks if m.sheet == one.spec.kind.value])
    return _workbook(plan, unit, lists, ())


def rebuild(plan: Plan, unit: Unit, submission: Submission, marks: Sequence[Mark]) -> bytes:
    """Return what a unit handed in as a workbook in our form, with `marks` (of ITS cells) on it.

    Every value of every list is carried over, columns that the form does not have follow at the
    right under their own headings.  Comments say where the cell stands in the unit's file.
    """
    lists, moved = rebuilt_lists(plan, submission, marks)
    return _workbook(plan, unit, lists, moved)


def _workbook(
    plan: Plan, unit: Unit, lists: Sequence[FormList], moved: Sequence[tuple[Mark, Mark | None]]
) -> bytes:
    book = FormBook(plan, unit)
    if moved:
        add_summary(book, moved)
    add_guide(book, [(one.spec, one.columns) for one in lists])
    sheets = [book.add_list(one) for one in lists]
    if sheets and not moved:
        sheets[0].activate()
    return book.close()


def _content(field_key: str, text: str) -> Content:
    """Return a day for ``2022-06-30`` in a column of days, a number in 序号, else the text."""
    if field_key in DATE_FIELDS and (found := _ISO_DAY.fullmatch(text.strip())):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return text
    if field_key == "seq" and text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _note_marks(one: FormList, marks: Sequence[Mark]) -> None:
    by_cell: dict[tuple[int, int], list[tuple[int, Mark]]] = {}
    for n, mark in enumerate(marks, start=1):
        place = (mark.row - 1 - FIRST_ROW, mark.column - 1)
        by_cell.setdefault(place, []).append((n, mark))
    for place, found in by_cell.items():
        one.notes[place] = (note_text(found), worst(m for _, m in found))
