"""A second campaign in the small office: its own number, phases and lists, the same roster.

The first is 武华党〔2022〕17号; the second, 武华党〔2022〕30号 of 6 June, asks for 任务清单 and 完成清单 only, under
other headings, and ends in September.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
from plan_rows import refill
from small_office import PLAN

from huaxia_tasks.office import Office

NUMBER = "武华党〔2022〕30号"
TITLE = "武汉华夏理工学院“作风建设提升月”重点任务实施方案"
FILE = f"{NUMBER}.xlsx"
#: (task, deadline): one that is late on 28 June, one due soon, one far off.
TASKS = (
    ("精简会议和文件", "2022年6月20日"),
    ("公开办事流程", "2022年6月30日"),
    ("建立首问负责制", "2022年9月20日"),
)
_PHASES = (
    (1, "查摆整改阶段", "6月底前", datetime(2022, 6, 6), datetime(2022, 6, 30)),  # noqa: DTZ001
    (2, "建章立制阶段", "9月底前", datetime(2022, 7, 1), datetime(2022, 9, 30)),  # noqa: DTZ001
)
_COLUMNS = (
    ("任务清单", "序号", "seq", "否"),
    ("任务清单", "任务编号", "item_id", "否"),
    ("任务清单", "重点任务", "task", "是"),
    ("任务清单", "责任部门", "lead_unit", "是"),
    ("任务清单", "办结时限", "deadline", "是"),
    ("完成清单", "序号", "seq", "否"),
    ("完成清单", "任务编号", "item_id", "否"),
    ("完成清单", "重点任务", "task", "否"),
    ("完成清单", "责任部门", "lead_unit", "否"),
    ("完成清单", "办理状态", "status", "是"),
    ("完成清单", "办理成效", "progress", "否"),
    ("完成清单", "办结日期", "done_date", "否"),
    ("完成清单", "佐证材料", "proof", "否"),
)


def add_second_plan(
    office: Office,
    *,
    issued: datetime = datetime(2022, 6, 6),  # noqa: DTZ001
    basics: Mapping[str, object] | None = None,
    manners: Mapping[str, object] | None = None,
    name: str = FILE,
) -> Path:
    """Put the second plan beside the first; `basics` and `manners` are cells by their labels."""
    book = openpyxl.load_workbook(office.root / "计划" / PLAN)
    said: dict[str, object] = {
        "方案名称": TITLE,
        "文号": NUMBER,
        "印发日期": issued,
        **(basics or {}),
    }
    for row in book["基本信息"].iter_rows():
        if row[0].value in said:
            row[1].value = said[row[0].value]
    for row in book["提醒"].iter_rows():
        if manners and row[0].value in manners:
            row[1].value = manners[row[0].value]
    refill(book["阶段"], "序号", [(*p, p[4], "各单位", "", "", "") for p in _PHASES])
    refill(book["五帮五促"], "措施", [])
    refill(
        book["任务分工"], "编号", [("Z01", "二", "转变作风", "各单位", "", "", "", "", "", "否")]
    )
    refill(book["选项"], "字段代号", [])
    lists = [(kind, "各单位", None, "是", "二") for kind in ("任务清单", "完成清单")]
    refill(book["清单"], "清单", lists)
    columns = [(a, b, c, d, "是", "", 16, "") for a, b, c, d in _COLUMNS]
    refill(book["清单"], "所属清单", columns)
    path = office.root / "计划" / name
    book.save(path)
    return path


def hand_in_second(
    office: Office,
    unit: str,
    tasks: Sequence[tuple[str, str]] = TASKS,
    *,
    name: str = "",
    title: str = "",
    done: Mapping[str, str] | None = None,
    headings: bool = True,
) -> Path:
    """Put a workbook of `unit` for the second plan under 报送.

    It tells its plan by `title` and by the plan's own `headings` where these are given.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务清单"
    if title:
        sheet.append([title])
    words = (
        ["重点任务", "责任部门", "办结时限"] if headings else ["工作任务", "牵头单位", "完成时限"]
    )
    sheet.append(["序号", "任务编号", *words])
    for n, (task, due) in enumerate(tasks, 1):
        sheet.append([n, f"{unit[:1]}-{n:03d}", task, unit, due])
    state = book.create_sheet("完成清单")
    words = (
        ["办理状态", "办理成效", "办结日期"] if headings else ["完成状态", "进展情况", "完成时间"]
    )
    state.append(["序号", "任务编号", "重点任务", "责任部门", *words, "佐证材料"])
    for n, (task, _) in enumerate(tasks, 1):
        day = (done or {}).get(task)
        told = ["已完成", f"{unit}的{task}已办结", day, "公示照片"] if day else [
            "推进中", f"{unit}正在办理{task}", None, None,
        ]  # fmt: skip
        state.append([n, f"{unit[:1]}-{n:03d}", task, unit, *told])
    path = office.inbox / (name or f"{unit}_作风.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
