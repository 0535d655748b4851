"""Titles of matters: on one line, without the running number that was typed in front of them."""

import pytest

from huaxia_tasks.values.titles import on_one_line, without_number

GLUED = [
    ("1、增设座椅二十张", "增设座椅二十张"),
    ("1．增设座椅二十张", "增设座椅二十张"),
    ("12. 增设座椅二十张", "增设座椅二十张"),
    ("3.改扩建学生活动室", "改扩建学生活动室"),
    ("4)增设座椅二十张", "增设座椅二十张"),
    ("（一）增设座椅二十张", "增设座椅二十张"),
    ("(2)增设座椅二十张", "增设座椅二十张"),
    ("（3）、增设座椅二十张", "增设座椅二十张"),
    ("二、增设座椅二十张", "增设座椅二十张"),
    ("十一、增设座椅二十张", "增设座椅二十张"),
    ("②增设座椅二十张", "增设座椅二十张"),
    ("１、增设座椅二十张", "增设座椅二十张"),
]
PART_OF_THE_WORDS = [
    "1、2号楼加装电梯",
    "一、二年级晚自习答疑",
    "二、三食堂延长供餐",
    "3.15消费维权进校园",
    "5.12防灾减灾演练",
    "12号楼屋面维修",
    "（1）号楼屋面维修",
    "110警务室与学院联动",
    "24小时自助借还书",
    "2022级新生公寓改造",
    "2022.6前完成线路检修",
    "三全育人综合改革",
    "一站式学生社区建设",
    "十四五规划中期评估",
    "1、摸底；2、整改到位",
    "一、摸底调查\n二、整改到位",
    "①摸底调查②整改到位",
    "1、报修",
    "（暑期）维修学生公寓",
    "5G信号进宿舍",
    "",
]


@pytest.mark.parametrize(("title", "words"), GLUED)
def test_a_running_number_is_no_part_of_a_title(title, words):
    assert without_number(title) == words


@pytest.mark.parametrize("title", PART_OF_THE_WORDS)
def test_a_number_that_belongs_to_the_words_stays(title):
    assert without_number(title) == title


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("延长公共\n机房开放时间", "延长公共机房开放时间"),
        ("延长公共　\n　机房开放时间", "延长公共机房开放时间"),
        ("增设 Wi-Fi\n热点", "增设 Wi-Fi 热点"),
        ("1、摸底\n2、整改", "1、摸底 2、整改"),
        ("延长 公共机房", "延长 公共机房"),
    ],
)
def test_a_title_broken_over_lines_is_one_line(title, line):
    assert on_one_line(title) == line
