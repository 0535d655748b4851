"""Small pieces of Chinese that several lines share."""

from __future__ import annotations

import errno

import pytest

from huaxia_tasks.wording import refused, topics


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["U02-005"], "U02-005"),
        (["U02-005", "U02-更正:87dbf9b4", "U02-更正:53eac665"], "U02-005、更正2处"),
        (["U09-未报送:问题清单", "U09-未报送:完成清单"], "未报送（问题清单、完成清单）"),
        ([], ""),
    ],
)
def test_what_a_paper_speaks_of_is_told_without_keys(names, said):
    assert topics(names) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOENT, "不存在"), (errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限")],
)
def test_what_the_system_refuses_is_told_in_chinese(number, said):
    assert said in refused(OSError(number, "No such luck"))


def test_lists_of_one_paper_stand_behind_one_word():
    names = [
        "U02-005",
        "U02-未报送:问题清单",
        "U02-未报送:任务清单",
        "U02-更正:abcdef12",
        "U02-更正:abcdef13",
    ]
    assert topics(names) == "U02-005、未报送（问题清单、任务清单）、更正2处"
