"""The glance that lets most cells pass must never let pass what a detector would find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaxia_tasks.patterns import any_word
from huaxia_tasks.privacy import find_personal_data
from huaxia_tasks.privacy.folding import fold
from huaxia_tasks.privacy.hardship import find_hardship, find_names
from huaxia_tasks.privacy.harmless import (
    asks_for_personal_data,
    hints,
    is_harmless,
    not_harmless,
)
from huaxia_tasks.privacy.landlines import find_landlines
from huaxia_tasks.privacy.numbers import find_numbers
from huaxia_tasks.privacy.particulars import find_addresses, find_birth_dates
from huaxia_tasks.privacy.student_numbers import find_student_numbers

PIECES = (  # noqa: SIM905 - a bag of pieces reads better in lines
    "学生 张三 李明 王芳同学 村 第3组 武汉市洪山区 珞瑜路 12 345 6 98年5月生 5月3日 一三八 抑郁 学号 12345 身份证 电话 027 现居 "
    "家住 湖北省 小区 3栋 2单元 住址 ： ， 。 、 （ ） R01 工号 8721 考生号 社区 四 五 六 宿舍 302 室 一名 某同学 困难学生 病 护照 E1 "
    "号 2020 年 月 日 生 于 信字第 12 34 银行 卡 2022-06-30 2022年6月5日 -06- 2022.1.3 . - 138"
).split()
HEADINGS = (
    "工作任务", "完成时限", "问题描述", "联系电话", "学生姓名", "家庭住址", "备注", "身份证号", "资产编号", "出生日期",
)  # fmt: skip


MORE = "座机 来电 ．生 １２３ 家里住 武昌区 寄给 收 号楼 E1234567 通行证 癌 学籍号 报名号 卡号 99 6 7 住在 出生".split()  # noqa: SIM905


def all_detectors(text, heading):
    """Return what the detectors find, kind by kind, each asked whatever a glance says."""
    folded, heading = fold(text), fold(heading)
    return (
        [*find_numbers(folded, heading), *find_student_numbers(folded, heading, ""),
         *find_landlines(folded, heading)],
        list(find_addresses(folded, heading)),
        list(find_birth_dates(folded, heading)),
        [*find_hardship(folded, heading), *find_names(folded, heading)],
    )  # fmt: skip


ORDINARY = [heading for heading in HEADINGS if not asks_for_personal_data(heading)]


@given(
    st.lists(st.sampled_from([*PIECES, *MORE]), max_size=8).map("".join),
    st.sampled_from([*ORDINARY, "座机"]),
)
@settings(max_examples=800, deadline=None)
def test_where_the_glance_sees_nothing_the_detectors_find_nothing(text, heading):
    found = all_detectors(text, heading)
    if is_harmless(text):
        assert found == ([], [], [], [])
    for hinted, own in zip(hints(text, fold(text)), found, strict=True):
        assert hinted or not own


def test_texts_are_told_apart_the_same_however_often_they_come():
    texts = {"6月底前", "延长开放时间", "13871234567", "家住武汉市洪山区珞瑜路1号"}
    for _ in range(2):
        assert not_harmless(texts) == {"13871234567", "家住武汉市洪山区珞瑜路1号"}


@given(st.text("ab.[学号生-", max_size=9))
def test_one_of_many_words_is_found_wherever_it_stands(text):
    words = ["学号", "学生", "a", ".生", "[-", "号ab", "号.b"]
    assert any_word(words)(text) == any(word in text for word in words)
    assert any_word(words[:2])(text) == any(word in text for word in words[:2])


@pytest.mark.parametrize(
    "text",
    [
        "延长学生公寓热水供应时间",
        "6月底前",
        "2022-06-30",
        "信息工程学院",
        "已完成80%",
        "R01",
        "第3食堂、第5食堂",
    ],
)
def test_what_stands_in_most_cells_is_let_pass(text):
    assert is_harmless(text)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("13871234567", "工作任务"),
        ("学号2020110", "备注"),
        ("家住武汉市洪山区珞瑜路1号", "备注"),
        ("张三", "学生姓名"),
    ],
)
def test_what_may_be_personal_is_looked_at(text, heading):
    assert asks_for_personal_data(heading) or not is_harmless(text)
    assert find_personal_data(text, heading=heading)
