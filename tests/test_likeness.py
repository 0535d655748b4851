"""How alike two texts are, and which rows of two lists belong together."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.likeness import likeness, pair, surely_alike


def test_marks_blanks_and_stock_words_do_not_count():
    assert likeness("切实解决宿舍热水问题。", "宿舍 热水") == 1
    assert likeness("宿舍热水", "教学楼电梯") == 0


def test_a_short_title_inside_a_long_description_is_the_same_matter():
    assert likeness("宿舍热水供应", "关于学生宿舍热水供应时间过短学生反映强烈的情况") >= 0.9


def test_pairs_are_the_best_ones_and_each_is_used_once():
    score = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.7, ("b", "y"): 0.6}
    found = list(pair("ab", "xy", lambda one, other: score[one, other], 0.5))
    assert found == [(0, 0, 0.9), (1, 1, 0.6)]


def test_with_a_margin_what_has_a_rival_nearly_as_good_stays_alone():
    score = {("a", "x"): 0.9, ("a", "y"): 0.85, ("b", "x"): 0.2, ("b", "y"): 0.2}

    def of(one: str, other: str) -> float:
        return score[one, other]

    assert list(pair("ab", "xy", of, 0.5, margin=0.1)) == []
    assert next(iter(pair("ab", "xy", of, 0.5, margin=0.01))) == (0, 0, 0.9)


def test_three_hundred_rows_that_are_all_alike_are_paired_in_a_second_or_two():
    left = [f"加强学生宿舍管理第{n}项安全检查" for n in range(300)]
    right = [f"学生宿舍管理加强第{n}项安全检查工作" for n in range(300)]
    started = time.process_time()
    found = list(pair(left, right, likeness, 0.5, margin=0.1))
    assert time.process_time() - started < 2  # 0.4 on an idle machine
    assert all(i == j for i, j, _ in found)


def test_what_is_surely_alike_shows_without_taking_the_texts_apart():
    task, problem = "增设机房充电设施（第1项）", "机房2号点位充电设施不清楚，学生反映较多"
    assert surely_alike(task, problem, 0.2)
    assert not surely_alike(task, problem, 0.9)
    assert not surely_alike("落实整改工作", "落实整改工作", 0.2)  # stock words alone prove nothing
    assert not surely_alike("充，电，设，施", "充电设施", 0.2)  # marks part neighbours
    assert not surely_alike("机", "", 0.2)


_WORDS = st.lists(
    st.sampled_from(["机房", "充电", "电设施", "解决", "解", "决", "，", " ", "W01", "w0", "A"]),
    max_size=12,
).map("".join)


@given(_WORDS, _WORDS, st.sampled_from([0.05, 0.2, 0.2 / 0.9, 0.2 / 0.85, 0.5, 0.9]))
def test_nothing_is_surely_alike_that_is_less_alike(one, other, least):
    if surely_alike(one, other, least):
        assert likeness(one, other) >= least
