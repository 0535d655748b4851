"""Small groups of students are not counted in public; staff, places and things are."""

from __future__ import annotations

import pytest

from huaxia_tasks.privacy import hide_small_counts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("走访重点学生3人", "走访重点学生少于5人"),
        ("3名学生反映", "少于5名学生反映"),
        ("资助困难学生4户", "资助困难学生少于5户"),
        ("两名残疾学生已调换宿舍", "少于5名残疾学生已调换宿舍"),
        ("帮助2个困难学生", "帮助少于5个困难学生"),
        ("孤儿（3人）、低保2人、单亲12人", "孤儿（少于5人）、低保少于5人、单亲12人"),
        ("心理危机学生：１例", "心理危机学生：少于5例"),
        ("未就业毕业生共4人", "未就业毕业生共少于5人"),
    ],
)
def test_small_groups_of_students_are_blurred(text, shown):
    assert hide_small_counts(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "10名学生、5名学生、0名学生",
        "2名教师入驻、3名辅导员值班",
        "每一名学生、每3名学生一组",
        "为未就业毕业生一人一策推送岗位",
        "教师党员每人联系三名毕业生",
        "不让一个困难学生掉队",
        "3个学生社区、2间学生活动室、4栋学生公寓",
        "学生宿舍4人间",
        "2名学生辅导员、3名心理咨询教师",
        "第3名、3.5名、13名学生",
        "4个重点专业、3项重点任务",
        "困难和问题3项",
        "",
    ],
)
def test_other_numbers_stay(text):
    assert hide_small_counts(text) == text


def test_the_smallest_group_is_the_offices_to_set():
    assert hide_small_counts("走访困难学生8人", 10) == "走访困难学生少于10人"
    assert hide_small_counts("走访困难学生3人", 1) == "走访困难学生3人"
