"""Rows that are filled into forms say just what they say written cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_samples import UNITS, a_plan, a_view, some_findings

from huaxia_tasks.model import CellRef, Level, Value
from huaxia_tasks.rendering import consolidated_forms
from huaxia_tasks.rendering.consolidated_cells import most_lines, text_cell
from huaxia_tasks.rendering.consolidated_forms import MADE, TextRows, blank_form, filled_in
from huaxia_tasks.rendering.consolidated_lists import ListLayout
from huaxia_tasks.rendering.consolidated_notes import RowNotes
from huaxia_tasks.rendering.sheet_text import room_for_text, text_lines

TEXTS = [
    "",
    "办结",
    "=1+1",
    "-3",
    "a&b",
    "<x>",
    "一行\n两行",
    " 空",
    "2022.6.10",
    "长" * 40,
    "_x0041_",
]


@given(st.lists(st.sampled_from(TEXTS), min_size=3, max_size=3))
def test_a_row_of_texts_is_the_same_by_form_and_cell_by_cell(texts: list[str]):
    looks = ("text", MADE, "centre", "text")
    parts = (texts[0], "<c/>", texts[1], texts[2])
    one_by_one = [
        text_cell(texts[0]), "<c/>", text_cell(texts[1], look="centre"), text_cell(texts[2])
    ]  # fmt: skip
    assert TextRows(looks).cells(parts, texts) == "".join(one_by_one)


def test_a_form_has_a_gap_for_every_column():
    assert filled_in(blank_form(["text", "", MADE]), ["甲", "", "<c/>"]) == (
        f"{text_cell('甲')}{text_cell('')}<c/>"
    )


def test_only_so_many_forms_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(consolidated_forms, "MOST_FORMS", 2)
    rows = TextRows(("text", "text"))
    made = [rows.cells(parts, parts) for parts in (("甲", "乙"), ("", "乙"), ("甲", ""), ("", ""))]
    assert made[2] == f"{text_cell('甲')}{text_cell('')}"
    assert len(rows._forms) <= 2


VALUES: list[tuple[Any, str, str]] = [
    ("办结", "办结", "text"), (None, "", "empty"), (None, "", "text"), (3, "3", "number"),
    (0.5, "50%", "percent"), (date(2022, 6, 1), "2022-06-01", "date"), (True, "TRUE", "bool"),
    (1e18, "1000000000000000000", "number"), (None, "#N/A", "error"), ("a<b", "a<b", "text"),
    ("甲\n乙", "甲\n乙", "text"), ("=1", "=1", "text"),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, len(VALUES) - 1), min_size=12, max_size=12), st.sets(st.integers(1, 12))
)
def test_a_list_row_is_the_same_among_others_and_with_an_odd_text_beside(
    chosen: list[int], marked: set[int]
):
    """An odd text sends the whole row the slow way; the other cells must not change by that."""
    plan = a_plan()
    layout = ListLayout(plan.lists[0].columns)
    row = a_view(UNITS[0], plan, 1).rows[0].row
    names = [spec.field for spec in plan.lists[0].columns]
    cells = {
        name: Value(raw, text, CellRef("a.xlsx", "表", 1, i), kind)
        for i, (name, (raw, text, kind)) in enumerate(
            zip(names, (VALUES[i] for i in chosen), strict=False), start=1
        )
    }
    levels = dict.fromkeys(marked, Level.ERROR)
    alone = [layout._cells(_with(row, {name: cells[name]}), levels)[0] for name in cells]
    whole, lines = layout._cells(_with(row, cells), levels)
    blank = text_cell("")
    assert (
        whole
        == "".join(
            one.removeprefix(blank * i).removesuffix(blank * (len(names) - i))
            for i, one in enumerate(alone)
        )
        + blank
    )
    assert lines >= 1


@given(st.lists(st.sampled_from(TEXTS), max_size=4), st.booleans())
def test_what_the_plan_has_no_column_for_stands_in_lines_of_one_cell(texts: list[str], odd: bool):
    """It is written the same beside plain texts and beside an odd one."""
    layout = ListLayout(a_plan().lists[0].columns)
    row = a_view(UNITS[0], a_plan(), 1).rows[0].row
    first = a_plan().lists[0].columns[0].field
    cells = {first: Value(None, "a&b" if odd else "甲", CellRef("a.xlsx", "表", 1, 1))}
    cells |= {
        f"另{i}": Value(None, text, CellRef("a.xlsx", "表", 1, i + 2, f"栏{i}"))
        for i, text in enumerate(texts)
    }
    told = "\n".join(f"栏{i}：{text}" for i, text in enumerate(texts) if text)
    made, lines = layout._cells(_with(row, cells), None)
    assert made.endswith(text_cell(told))
    assert lines == max(text_lines(told, 12), 1)


def _with(row: Any, cells: dict[str, Value]) -> Any:
    return replace(row, cells=cells)


@given(st.lists(st.sampled_from(TEXTS), max_size=6), st.integers(2, 40))
def test_the_most_lines_are_those_of_the_fullest_cell(texts: list[str], width: int):
    rooms = [room_for_text(width)] * len(texts)
    assert most_lines(texts, rooms) == max([text_lines(t, width) for t in texts], default=1)


def test_a_row_nobody_speaks_of_is_told_nothing():
    view = a_view(UNITS[0], a_plan(), 1)
    assert RowNotes(view, ()).about(view.rows[0].row)[1] == ()
    found = [RowNotes(view, some_findings(view)).about(row.row)[1] for row in view.rows]
    assert any(found)
