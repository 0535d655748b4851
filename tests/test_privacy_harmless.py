"""The glance that lets most cells pass must never let pass what a detector would find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaxia_tasks.privacy import _spans, find_personal_data
from huaxia_tasks.privacy.folding import fold
from huaxia_tasks.privacy.harmless import is_harmless

PIECES = (  # noqa: SIM905 - a bag of pieces reads better in lines
    "学生 张三 李明 王芳同学 村 第3组 武汉市洪山区 珞瑜路 12 345 6 98年5月生 5月3日 一三八 抑郁 学号 12345 身份证 电话 027 现居 "
    "家住 湖北省 小区 3栋 2单元 住址 ： ， 。 、 （ ） R01 工号 8721 考生号 社区 四 五 六 宿舍 302 室 一名 某同学 困难学生 病 护照 E1 "
    "号 2020 年 月 日 生 于 信字第 12 34 银行 卡 2022-06-30 2022年6月5日 -06- 2022.1.3 . - 138"
).split()
HEADINGS = (
    "工作任务", "完成时限", "问题描述", "联系电话", "学生姓名", "家庭住址", "备注", "身份证号", "资产编号", "出生日期",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(HEADINGS))
@settings(max_examples=800, deadline=None)
def test_where_the_glance_sees_nothing_the_detectors_find_nothing(text, heading):
    if is_harmless(text, heading):
        assert list(_spans(text, fold(heading), "")) == []


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
    assert is_harmless(text, "工作任务")


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
    assert not is_harmless(text, heading)
    assert find_personal_data(text, heading=heading)
