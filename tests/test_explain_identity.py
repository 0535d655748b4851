"""`huaxia explain` says why a matter bears its id: what it was in the last report, or that it is new."""

from __future__ import annotations

from datetime import date

import pytest
from matter_cases import view_of
from submission_books import sheet

from huaxia_tasks.changes import remember
from huaxia_tasks.explaining import explain_matter

HEAD = "序号|任务编号|对应问题编号|工作任务|工作措施|牵头单位|完成时限"
PROBLEMS = ["序号|问题编号|问题描述|收集方式", "1|W01|食堂窗口午间排队过长|谈"]
WAY = "分年级错开下课时间十五分钟"
FIRST = f"1|R01|W01|错峰安排午间就餐|{WAY}|商学院|7月29日"
KEPT = date(2022, 6, 20)


def report(line: str, problems: list[str] | None = None, past=()):
    lists = [sheet("任务清单", [HEAD, line])]
    return view_of(*lists, *([sheet("问题清单", problems)] if problems else []), past=past)


def since_when(view) -> str:
    (matter,) = [m for m in view.matters if m.task is not None]
    (said,) = [
        s for s in explain_matter(matter, view, ()) if matter.id in s and s.startswith("  ·")
    ]
    return said


def test_a_matter_of_the_first_report_is_new():
    assert since_when(report(FIRST)) == ("  · U02-001是这次新给的编号：以前采用的清单里没有这一项")


@pytest.mark.parametrize(
    ("line", "problems", "said"),
    [
        (FIRST, None, "的这一项，名称和编号“R01”都没有变"),
        (FIRST.replace("R01", "甲-7"), None, "的这一项，名称没有变，只是编号变了"),
        (
            FIRST.replace("错峰安排", "进一步错峰安排"),
            None,
            "的“错峰安排午间就餐”，编号“R01”相同，名称相近，措施相同",
        ),
        (
            FIRST.replace("错峰安排", "持续错峰安排").replace("R01", "R09"),
            PROBLEMS,
            "的“错峰安排午间就餐”，名称相近，针对的是同一个问题",
        ),
        (
            f"1|R01|W01|两个窗口分时段供餐|{WAY}|商学院|7月29日",
            None,
            "的“错峰安排午间就餐”，编号“R01”相同，措施相同",
        ),
    ],
)
def test_a_matter_that_goes_on_says_what_it_was_and_by_what_it_was_known(line, problems, said):
    past = remember(report(FIRST, PROBLEMS).matters, (), KEPT)
    told = since_when(report(line, problems, past))
    assert told == f"  · 沿用U02-001：就是2022年6月20日采用的清单里{said}"
