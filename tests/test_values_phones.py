"""Which telephone numbers cannot be any."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from value_tables import lines

from huaxia_tasks.values.phones import phone_problem

CELLS = [
    pytest.param(*line, id=line[0])
    for line in lines(
        "phone_cells.tsv",
        "phone_cells_second.tsv",
        "phone_cells_third.tsv",
        "phone_cells_fourth.tsv",
        "phone_cells_fifth.tsv",
    )
]


@pytest.mark.parametrize(("cell", "verdict"), CELLS)
def test_a_number_is_good_or_has_a_reason(cell, verdict):
    problem = phone_problem(cell)
    assert (problem is None) == (verdict == "ok"), problem


def test_the_reason_tells_what_is_wrong():
    assert phone_problem("1380013800") == "手机号应为11位，现为10位（1380013800）"
    assert phone_problem("1.38E+10") == (
        "号码被表格显示成了科学记数，后几位可能已经丢失，请把单元格设为文本后重新填写"
    )
    assert phone_problem("无") == "没有填写号码"


def test_a_blank_cell_is_another_rules_matter():
    assert phone_problem("") is None
    assert phone_problem("  \n") is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[0-9+() \-转、.eE/]{0,40}", fullmatch=True))
def test_any_text_gets_an_answer(text):
    assert phone_problem(text) is None or phone_problem(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_of_eleven_digits_is_good_however_it_is_spaced(number):
    for cell in (number, f"{number[:3]} {number[3:7]} {number[7:]}", f"+86{number}", f"{number}.0"):
        assert phone_problem(cell) is None
    assert phone_problem(number[:-1]) is not None
    assert phone_problem(number + "0") is not None
