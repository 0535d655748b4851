"""How alike two texts are, and which rows of two lists belong together."""

from __future__ import annotations

import time

from huaxia_tasks.likeness import likeness, pair


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
