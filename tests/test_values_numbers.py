"""Numerals, shares, and numbers of matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.values.numbers import (
    chinese_to_int,
    normalise_number_id,
    number_key,
    same_id,
    shares,
)
from huaxia_tasks.wording import chinese_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("三十二", 32), ("廿五", 25), ("卅", 30), ("一百零五", 105),
        ("两百", 200), ("一千零一", 1001), ("三万二千", 32000), ("二〇二二", 2022), ("零", 0),
        ("叁拾", 30), ("12", 12), ("１２", 12), ("十十", None), ("张三", None), ("", None),
        ("万", None), ("百", None), ("三二十", None),
    ],
)  # fmt: skip
def test_a_numeral_has_this_value(text, value):
    assert chinese_to_int(text) == value


@given(st.integers(0, 99))
def test_what_we_write_we_read(value):
    assert chinese_to_int(chinese_number(value)) == value


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80%", 0.8), ("百分之八十", 0.8), ("百分之百", 1.0), ("八成", 0.8), ("九成五", 0.95), ("七成半", 0.75), ("三分之二", 2 / 3),
        ("5/8", 0.625), ("87.5%", 0.875), ("0%", 0.0), ("120%", 1.2),
    ],
)  # fmt: skip
def test_a_share_is_a_ratio(text, share):
    assert [s for s, _, _ in shares(text)] == [pytest.approx(share)]


@pytest.mark.parametrize("text", ["成立三个小组", "三成员", "8/5", "2022/6/30", "一百", "已完成"])
def test_these_are_no_shares(text):
    assert shares(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("００1 ", "001"), ("1", "1"), ("3.0", "3"), ("3.00", "3"), ("①", "1"), ("（1）", "1"),
        ("1.", "1"), ("1、", "1"), ("P-03", "P-03"), ("p—03", "P-03"), ("W03", "W03"), ("一", "1"),
        ("（十二）", "12"), ("No.3", "3"), ("第3号", "3"), ("编号：7", "7"), ("1.1", "1.1"),
        ("2022-01", "2022-01"), ("U01 - 003", "U01-003"), ("'007", "007"), ("", ""), ("无", ""),
        ("—", ""), ("任务3", "任务3"), ("A1", "A1"), ("1-2", "1-2"),
    ],
)  # fmt: skip
def test_a_number_is_compared_in_this_writing(text, number):
    assert normalise_number_id(text) == number


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("1", "001", True), ("001", "０１", True), ("P-03", "P03", True), ("P-03", "p3", True),
        ("1-1", "1.1", True), ("3.0", "3", True), ("①", "1", True), ("U01-003", "U1-3", True),
        ("1.1", "1.10", False), ("2-1", "21", False), ("P1", "W1", False), ("1", "11", False),
        ("", "", False), ("无", "无", False), ("1", "", False),
    ],
)  # fmt: skip
def test_two_cells_hold_the_same_number_or_not(left, right, same):
    assert same_id(left, right) is same


@pytest.mark.parametrize(("written", "plain"), [("⓵", "1"), ("⓵⓶", "12"), ("❶", "1"), ("1²", "12")])
def test_figures_that_python_cannot_count_with_are_figures_all_the_same(written, plain):
    assert number_key(written) == number_key(plain)


@given(st.text(max_size=20))
def test_comparing_is_stable(text):
    once = normalise_number_id(text)
    assert normalise_number_id(once) == once or not once
    assert number_key(text) == number_key(once) or not once


def test_a_cell_full_of_figures_is_no_reason_to_stop():
    assert number_key("9" * 32_000) == ()
    assert number_key("R" + "9" * 900) == ("R", "9" * 900)
