"""Units that one character tells apart are never taken for a misprint of each other."""

from __future__ import annotations

import pytest

from huaxia_tasks.model import Unit
from huaxia_tasks.units import match_units, named_units

UNITS = (
    Unit("H1", "附属第一医院", short_names=("一附院",)),
    Unit("E1", "东校区管理办公室"),
    Unit("S1", "大学生心理健康中心"),
    Unit("W1", "文理实验教学中心"),
)


@pytest.mark.parametrize(
    "text",
    ["附属第二医院", "附属第三医院", "二附院", "西校区管理办公室", "南校区管理办公室", "中学生心理健康中心"],
)  # fmt: skip
def test_another_unit_of_the_same_kind_is_no_misprint(text):
    assert named_units(match_units(text, UNITS)) == ()


@pytest.mark.parametrize(
    ("text", "unit"),
    [("附属第一医院", "H1"), ("附厲第一医院", "H1"), ("东校区管里办公室", "E1"), ("大学生心理建康中心", "S1")],
)  # fmt: skip
def test_a_misprint_of_another_character_still_is_one(text, unit):
    assert [u.id for u in named_units(match_units(text, UNITS))] == [unit]
