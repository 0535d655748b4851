"""The rows of the four lists in the consolidated workbook: the plan's columns, and what is known of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from ..model import CellRef, ColumnSpec, Level, Row, Value
from .consolidated_cells import (
    BLANK,
    SIMPLE_CLOSE,
    SIMPLE_OPEN,
    ValueLook,
    most_lines,
    row_open,
    simple_lines_cell,
    text_cell,
    value_cell,
)
from .consolidated_forms import MADE, MOST_FORMS, blank_form, filled_in
from .consolidated_notes import RowNotes, told
from .forms_columns import DATE_FIELDS, TEXT_FIELDS
from .sheet_text import are_simple, fit_widths, lines_in, room_for_text

Column = tuple[str, float]
_BEFORE: tuple[Column, ...] = (("报送单位", 14), ("事项编号", 10))
_AFTER: tuple[Column, ...] = (("其他栏目", 12), ("标注", 28), ("出处", 16))
_OTHER_ROOM, _NOTE_ROOM, _PLACE_ROOM = (room_for_text(width) for _, width in _AFTER)
#: Characters that the plan's own columns share on a page beside these.
_ROOM = 115.0
_CENTRED = DATE_FIELDS | TEXT_FIELDS | {"seq", "method", "group", "status", "immediate", "phase"}
#: No sheet has so many rows.
_NO_ROW = 10**12
#: What stands for the kind of a value that is marked.
_MARKED = "marked"
_UNTOLD = told(())
_NOTHING = Value(None, "", CellRef(""), "empty")


#: Levels by column of the unit's sheet; None where nothing is marked.
Levels = Mapping[int, Level] | None


class _Form(NamedTuple):
    """The cells of the plan's columns to be filled in, and which of them are not plain text."""

    blank: list[str]
    made: tuple[tuple[int, ValueLook], ...]


class ListLayout:
    """The columns of one list, and how rows are written in them."""

    def __init__(self, specs: Sequence[ColumnSpec]) -> None:
        wanted = [max(spec.width, min(2 * len(spec.heading) + 1.5, 11)) for spec in specs]
        widths = fit_widths(wanted, _ROOM, 11)
        headings = [spec.heading for spec in specs]
        self.columns: tuple[Column, ...] = (
            *_BEFORE,
            *zip(headings, widths, strict=True),
            *_AFTER,
        )
        self._rooms = [room_for_text(width) for width in widths]
        self._names = [spec.field for spec in specs]
        self._fields = frozenset(self._names)
        self._all_of = _getter(self._names)
        self._looks = [
            ValueLook("centre" if name in _CENTRED else "text", name in TEXT_FIELDS)
            for name in self._names
        ]
        self._forms: dict[tuple[str, ...], _Form] = {}

    def rows(self, rows: Sequence[Row], unit: str, notes: RowNotes) -> Iterator[str]:
        """Yield a unit's rows as XML."""
        unit_cell = text_cell(unit)
        places = _Places("", "")
        for row in rows:
            if row.file is not places.file or row.sheet is not places.sheet:
                places = _Places(row.file, row.sheet)
            matter, found = notes.about(row)
            levels, note, worst = told(found) if found else _UNTOLD
            # What takes many lines mostly comes first, so that little is left to be measured.
            lines = lines_in(note, _NOTE_ROOM) if note else 1
            if places.longest > lines * _PLACE_ROOM:
                lines = max(lines, places.lines(row.number))
            cells, lines = self._cells(row, levels, lines)
            yield (
                f"{row_open(lines)}{unit_cell}{_id_cell(matter)}{cells}"
                f"{text_cell(note, worst) if note else BLANK}{places.cell(row.number)}</row>"
            )

    def _values(self, cells: Mapping[str, Value]) -> Sequence[Value]:
        """Return the values of the plan's columns; most lists have them all."""
        try:
            return self._all_of(cells)
        except KeyError:
            get = cells.get
            return [get(name, _NOTHING) for name in self._names]

    def _cells(self, row: Row, levels: Levels, lines: int = 1) -> tuple[str, int]:
        """Return the cells of the unit's own text, and how many lines they take: at least `lines`."""
        values = self._values(row.cells)
        texts = [value.text for value in values]
        others = self._other_columns(row)
        if others:
            lines = max(lines, sum([lines_in(line, _OTHER_ROOM) for line in others]))
        if not are_simple(texts + others):
            cells = [
                value_cell(value, levels.get(value.at.column) if levels else None, look)
                if value.text
                else BLANK
                for value, look in zip(values, self._looks, strict=True)
            ]
            cells.append(text_cell("\n".join(others)))
            return "".join(cells), most_lines(texts, self._rooms, lines)
        lines = most_lines(texts, self._rooms, lines, broken=False)
        kinds = tuple([value.text and value.kind for value in values])
        if levels:
            kinds = tuple(
                [
                    kind and _MARKED if value.at.column in levels else kind
                    for kind, value in zip(kinds, values, strict=True)
                ]
            )
        blank, made = self._forms.get(kinds) or self._form(kinds)
        for i, look in made:
            value = values[i]
            texts[i] = value_cell(value, levels.get(value.at.column) if levels else None, look)
        return f"{filled_in(blank, texts)}{simple_lines_cell(others)}", lines

    def _form(self, kinds: tuple[str, ...]) -> _Form:
        """Return the form of rows with values of these kinds; "" where there is none."""
        if len(self._forms) >= MOST_FORMS:
            self._forms.clear()
        looks = [
            MADE if kind == _MARKED or (kind and kind != "text" and not as_text) else kind and look
            for kind, (look, as_text) in zip(kinds, self._looks, strict=True)
        ]
        made = tuple((i, self._looks[i]) for i, look in enumerate(looks) if look is MADE)
        form = self._forms[kinds] = _Form(blank_form(looks), made)
        return form

    def _other_columns(self, row: Row) -> list[str]:
        """Return what stands in columns that the plan does not have, as lines of ``栏目：内容``."""
        cells, known = row.cells, self._fields
        return [
            f"{v.at.heading}：{v.text}" if v.at.heading else v.text
            for v in [*[cells[name] for name in cells if name not in known], *row.extra]
            if v.text and v.kind != "empty"
        ]


class _Places:
    """The cells that tell from which row of a sheet a row comes."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        before = self._before = f"{file.rpartition('/')[2]} {sheet} 第"
        self._opening = ""
        if are_simple((f"{before}1行",)):
            self._opening = f"{SIMPLE_OPEN['text']}{before}"
        #: No place of this sheet takes more room than this, in half-width characters.
        self.longest = 2 * len(f"{before}{_NO_ROW}行") if "\n" not in before else _NO_ROW

    def cell(self, number: int) -> str:
        """Return the cell for a row."""
        if self._opening:
            return f"{self._opening}{number}行{SIMPLE_CLOSE}"
        return text_cell(f"{self._before}{number}行")

    def lines(self, number: int) -> int:
        """Return how many lines it takes."""
        return lines_in(f"{self._before}{number}行", _PLACE_ROOM)


def _getter(names: Sequence[str]) -> Callable[[Mapping[str, Value]], tuple[Value, ...]]:
    """Return what gets the values of all these fields at once; it raises KeyError where one lacks."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda cells: tuple([cells[name] for name in names])


@lru_cache(maxsize=256)
def _id_cell(text: str) -> str:
    return text_cell(text, look="centre")
