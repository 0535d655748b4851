"""A unit's rows carried over into our form, and the marks of its cells with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ..model import ListKind, ListSpec, Plan, Row, Submission, Table, Value
from .forms_book import FIRST_ROW, Content, FormBook, FormList, Percent
from .forms_columns import TEXT_FIELDS, FormColumn, form_columns
from .marks import LEVEL_WORDS, SUMMARY_SHEET, Mark, counted, note_text, worst
from .sheet_text import cell_text, sheet_link, text_lines

#: (sheet, row, column) of the unit's file -> (list, row of its rows, column), from 0.
Places = dict[tuple[str, int, int], tuple[FormList, int, int]]

_HEADINGS = (
    ("序号", 6), ("表", 14), ("位置", 9), ("原文件位置", 18), ("要求", 9), ("哪里有问题", 46), ("怎么改", 40),
)  # fmt: skip
_HOW_TO = (
    "你单位报送的文件不便直接批注，已把内容原样转到后面各表；有问题的单元格已填色并加批注，"
    "点“位置”一栏可以直接跳到那里。请在本文件上改好后保存并报送本文件，不必再改原文件。"
)
_OWN_WIDTH = 18.0


def rebuilt_lists(
    plan: Plan, submission: Submission, marks: Sequence[Mark]
) -> tuple[list[FormList], list[tuple[Mark, Mark | None]]]:
    """Return the lists with rows and comments, and each mark with where it went, if anywhere."""
    lists, places = [], Places()
    for kind in ListKind:
        tables = [table for table in submission.tables if table.kind is kind]
        if tables:
            lists.append(_rebuilt(plan, kind, tables, places))
    moved = [(mark, _moved(mark, places)) for mark in marks]
    _write_notes(moved, places)
    return lists, moved


def _rebuilt(plan: Plan, kind: ListKind, tables: Sequence[Table], places: Places) -> FormList:
    spec = plan.list_spec(kind) or ListSpec(kind)
    columns = list(form_columns(plan, spec))
    index = {column.field: c for c, column in enumerate(columns)}
    for field, heading in _other_columns(tables, index):
        index[field] = len(columns)
        columns.append(_own_column(field, heading))
    one = FormList(spec, columns)
    lines: list[list[Content]] = []
    for table in tables:
        for row in table.rows:
            line: list[Content] = [None] * len(columns)
            for field, value in _values(row):
                c = index.get(field)
                if c is None:  # a column of theirs that is empty in every row
                    continue
                line[c] = content(value, as_text=field in TEXT_FIELDS)
                place = (value.ref.sheet, value.ref.row, value.ref.column)
                places.setdefault(place, (one, len(lines), c))
            places.setdefault((row.sheet, row.number, 0), (one, len(lines), 0))
            lines.append(line)
    one.rows = lines
    return one


def _values(row: Row) -> Iterable[tuple[str, Value]]:
    yield from row.cells.items()
    for value in row.extra:
        yield _extra_key(value), value


def _extra_key(value: Value) -> str:
    return f"+{value.ref.heading}" if value.ref.heading else f"+{value.ref.column}"


def _other_columns(tables: Sequence[Table], known: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    """Yield (field, heading) of what the unit wrote beside the plan's columns, once each."""
    seen = set(known)
    for table in tables:
        for field, column in table.columns.items():
            if field not in seen and any(row.get(field) for row in table.rows):
                seen.add(field)
                yield field, table.headings.get(column, field)
        for row in table.rows:
            for value in row.extra:
                key = _extra_key(value)
                if key not in seen:
                    seen.add(key)
                    yield key, value.ref.heading or "（无栏目名）"


def _own_column(field: str, heading: str) -> FormColumn:
    return FormColumn(field, heading, _OWN_WIDTH, False, (), "text", "本单位自己加的栏目。", "")


def content(value: Value, *, as_text: bool = False) -> Content:
    """Return a cell's value with its type: days and numbers stay what they are, all else text."""
    raw = value.raw
    if not as_text and value.kind == "date" and isinstance(raw, date):
        return raw
    if not as_text and not isinstance(raw, bool) and isinstance(raw, int | float):
        if value.kind == "percent":
            return Percent(raw)
        if value.kind == "number":
            return raw
    return value.text


def _moved(mark: Mark, places: Places) -> Mark | None:
    found = places.get((mark.sheet, mark.row, mark.column))
    if found is None:
        return None
    one, n, c = found
    return mark._replace(sheet=one.spec.kind.value, row=FIRST_ROW + n + 1, column=c + 1)


def _write_notes(moved: Sequence[tuple[Mark, Mark | None]], places: Places) -> None:
    by_cell: dict[tuple[str, int, int], list[tuple[int, Mark]]] = {}
    n = 0
    for old, new in moved:
        n += old.listed
        if new is not None:
            told = old._replace(text=f"{old.text}（{_origin(old)}）")
            by_cell.setdefault((old.sheet, old.row, old.column), []).append((n * old.listed, told))
    for place, found in by_cell.items():
        one, row, column = places[place]
        text, level = note_text(found), worst(m for _, m in found)
        earlier = one.notes.get((row, column))
        one.notes[row, column] = (f"{earlier[0]}\n{text}", level) if earlier else (text, level)


def _origin(mark: Mark) -> str:
    return f"原文件 {mark.sheet} {mark.address}".rstrip()


def add_summary(book: FormBook, moved: Sequence[tuple[Mark, Mark | None]]) -> None:
    """Add the sheet 退回说明 as the next one of the workbook and show it first."""
    sheet = book.book.add_worksheet(SUMMARY_SHEET)
    listed = [(old, new) for old, new in moved if old.listed]
    last = len(_HEADINGS) - 1
    for c, (_, width) in enumerate(_HEADINGS):
        sheet.set_column(c, c, width)
    title = f"{cell_text(book.unit.name)}报送材料退回说明"
    for row, height, text, look in (
        (0, 32, title, "title"),
        (1, 20, counted(old for old, _ in listed), "note"),
        (2, 36, _HOW_TO, "note"),
    ):
        sheet.set_row(row, height)
        sheet.merge_range(row, 0, row, last, text, book.format(look))
    sheet.set_row(3, 24)
    for c, (heading, _) in enumerate(_HEADINGS):
        sheet.write_string(3, c, heading, book.format("guide_head"))
    for n, (old, new) in enumerate(listed, start=1):
        _line(book, sheet, n, old, new)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def _line(book: FormBook, sheet: Any, n: int, old: Mark, new: Mark | None) -> None:
    row = 3 + n
    where = new or old
    cells: tuple[tuple[Content, str], ...] = (
        (n, "guide_centre"),
        (where.sheet or "整个文件", "guide_centre"),
        (new.address if new else "—", "link" if new else "guide_centre"),
        (f"{old.sheet} {old.address}".strip() or "—", "guide_centre"),
        (LEVEL_WORDS[old.level], "guide_centre"),
        (old.text, "guide_text"),
        (old.remedy, "guide_text"),
    )
    lines = max(text_lines(str(cells[c][0]), _HEADINGS[c][1]) for c in (5, 6))
    sheet.set_row(row, max(15.5 * lines + 3, 19))
    for c, (value, look) in enumerate(cells):
        book.write(sheet, row, c, value, look, old.level if c == 4 else None)
    if new:
        place = f"internal:{sheet_link(new.sheet, new.address)}"
        book.link(sheet, row, 2, place, new.address)
