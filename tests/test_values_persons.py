"""Who is named in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from value_tables import lines

from huaxia_tasks.model import PersonName
from huaxia_tasks.values.person_names import is_person_name
from huaxia_tasks.values.persons import read_persons

CELLS = [
    pytest.param(*(*line, "")[:2], id=line[0])
    for line in lines(
        "person_cells.tsv",
        "person_cells_second.tsv",
        "person_cells_third.tsv",
        "person_cells_fourth.tsv",
        "person_cells_fifth.tsv",
        "person_cells_sixth.tsv",
        "person_cells_seventh.tsv",
        "person_cells_eighth.tsv",
    )
]


@pytest.mark.parametrize(("cell", "wanted"), CELLS)
def test_a_cell_names_these_people(cell, wanted):
    told = [p.name + (f"={p.role}" if p.role else "") for p in read_persons(cell)]
    assert "、".join(told) == wanted


def test_a_person_named_twice_is_one_person():
    assert read_persons("张三、李四、张三（处长）") == (
        PersonName("张三", "处长"),
        PersonName("李四"),
    )


@pytest.mark.parametrize("word", ["宣传部", "任务", "高校", "安全处", "党支部", "管理办", "施工队"])
def test_words_that_begin_like_a_name_are_no_names(word):
    assert not is_person_name(word)


PIECES = st.sampled_from(
    "张三 李四 欧阳修 王 老师 处长 （ ） 、 ： 13800000000 商学院 · 和 等 1. 待定".split()  # noqa: SIM905
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40))
def test_any_text_gets_an_answer_made_of_it(text):
    for person in read_persons(text):
        assert person.name
        assert len(person.name) < 40


def test_a_very_long_cell_is_answered():
    read_persons("张三李四" * 10000)
    read_persons("（" * 40000)
    read_persons("张三、" * 13000)
