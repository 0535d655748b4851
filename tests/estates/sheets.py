"""Sheets that stand beside the lists and are none: guides, options, rosters, receipts, covers."""

from __future__ import annotations

import random

from .cells import Page


def _page(name: str, *lines: str) -> Page:
    page = Page(name)
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.split("|"), 1):
            page.put(row, column, text)
    return page


def cover(school: str, unit: str) -> Page:
    page = Page("封面")
    page.put(3, 2, f"{school}实践活动报送材料")
    page.put(5, 2, unit)
    page.put(7, 2, "2022年6月")
    return page


def guide() -> Page:
    """The form's own guide, with headings and right examples of every list."""
    return _page(
        "填写说明",
        "填写说明",
        "清单|栏目|怎样填|填写示例",
        "问题清单|收集方式|问、谈、查、梳、研|谈",
        "问题清单|问题描述|写具体|宿舍热水供应时间短，晚课学生赶不上",
        "任务清单|完成时限|写到日|6月底前",
        "完成清单|完成状态|从下拉中选|已完成",
    )


def examples() -> Page:
    """A filled-in example under the headings of a list."""
    return _page(
        "填报示例",
        "任务清单（示例）",
        "序号|任务编号|工作任务|牵头单位|完成时限|完成状态",
        "1|R01|延长学生公寓热水供应时间|后勤保障部|6月31日|已完成",
    )


def options() -> Page:
    page = _page(
        "选项", "收集方式|反映群体|完成状态", "问|学生|已完成", "谈|教师|推进中", "查|家长|未启动"
    )
    page.hidden = True
    return page


def returned(unit: str) -> Page:
    """The sheet that the office puts before a returned workbook."""
    return _page(
        "退回说明",
        f"{unit}报送材料退回说明",
        "序号|位置|问题|怎样改",
        "1|“任务清单”J7|“开放教室”没有填写完成时限。|请在J7填写完成时限，例如 2022年10月31日。",
        "2|“责任清单”E5|“开放教室”没有落实到具体责任人。|请在E5填写责任人姓名，例如“张三”。",
    )


def roster() -> Page:
    return _page(
        "通讯录",
        "本单位联络人员名单",
        "序号|姓名|职务|办公电话|邮箱",
        "1|张三|主任|027-81234567|a@example.edu.cn",
        "2|李四|干事|027-81234568|b@example.edu.cn",
    )


def contents() -> Page:
    return _page(
        "目录",
        "目录",
        "序号|清单名称|页码",
        "1|问题清单|1",
        "2|任务清单|2",
        "3|责任清单|3",
        "4|完成清单|4",
    )


def statistics() -> Page:
    return _page(
        "统计",
        "实践活动情况统计表",
        "走访宿舍（间）|座谈会（场）|收集问题（个）|办结（个）",
        "120|6|14|9",
    )


def beside(rng: random.Random, school: str, unit: str) -> list[tuple[bool, Page]]:
    """Return sheets that stand beside the lists of a workbook, True for those in front."""
    found = []
    for front, make in (
        (True, lambda: cover(school, unit)),
        (True, lambda: returned(unit)),
        (True, contents),
        (False, guide),
        (False, examples),
        (False, options),
        (False, roster),
        (False, statistics),
        (False, lambda: Page("Sheet9")),
    ):
        if rng.random() < 0.06:
            found.append((front, make()))
    return found
