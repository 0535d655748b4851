"""An office with a few units and a few tasks each, for tests that issue papers many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from huaxia_tasks.office import DEMO_MARK, Office, lay_out

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2022, 6, 28)
NAMES = ("信息工程学院", "智能制造学院", "土木建筑工程学院", "生物与制药工程学院")
#: (task, deadline): one that is late, one due soon, one far off.
TASKS = (
    ("完善学生社区服务站", "6月20日"),
    ("走访企业拓展岗位", "6月30日"),
    ("建立谈心谈话制度", "12月底"),
)
PLAN = "武华党〔2022〕17号.xlsx"


class Clock:
    """A clock that is set by hand; calling it gives the time."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or datetime(2022, 6, 28, 10, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.at


def small_office(
    root: Path,
    *,
    demo: bool = False,
    units: int = 4,
    tasks: Sequence[tuple[str, str]] = TASKS,
    channels: Mapping[str, Mapping[str, str]] | None = None,
    emails: Mapping[str, str] | None = None,
    automatic: bool = True,
    lists_due: date | None = None,
) -> Office:
    """Lay out an office whose `units` units have each handed in the same `tasks`.

    `channels` are switched on with their settings, all others off; `emails` are units' addresses;
    the two lists that units hand in are asked for by `lists_due`, else by no day.
    """
    office = lay_out(root)
    if demo:
        (root / DEMO_MARK).write_text("演练", encoding="utf-8")
    _change_plan(root / "计划" / PLAN, units, channels, emails or {}, automatic)
    if lists_due is not None:
        ask_for_lists(office, lists_due)
    for name in NAMES[:units]:
        hand_in(office, name, tasks)
    return office


def hand_in(
    office: Office,
    unit: str,
    tasks: Sequence[tuple[str, str]] = TASKS,
    done: Mapping[str, str] | None = None,
) -> Path:
    """Put a workbook of `unit` under 报送; `done` maps tasks to the day on which they were done."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务清单"
    sheet.append(["序号", "任务编号", "工作任务", "牵头单位", "完成时限"])
    for n, (task, due) in enumerate(tasks, 1):
        sheet.append([n, f"{unit[:1]}-{n:03d}", task, unit, due])
    state = book.create_sheet("完成清单")
    state.append(
        [
            "序号",
            "任务编号",
            "工作任务",
            "牵头单位",
            "完成情况",
            "工作进展",
            "实际完成时间",
            "佐证材料",
        ]
    )
    for n, (task, _) in enumerate(tasks, 1):
        day = (done or {}).get(task)
        words = (
            ["已完成", f"{unit}{task}已办结", day, "现场照片"]
            if day
            else ["推进中", f"{unit}正在推进{task}", None, None]
        )
        state.append([n, f"{unit[:1]}-{n:03d}", task, unit, *words])
    path = office.inbox / f"{unit}.xlsx"
    book.save(path)
    return path


def ask_for_lists(office: Office, day: date) -> None:
    """Let the plan ask for 任务清单 and 完成清单 by `day`."""
    path = office.root / "计划" / PLAN
    book = openpyxl.load_workbook(path)
    for row in (5, 7):
        book["清单"].cell(row, 3).value = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    book.save(path)


def _change_plan(
    path: Path,
    units: int,
    channels: Mapping[str, Mapping[str, str]] | None,
    emails: Mapping[str, str],
    automatic: bool,
) -> None:
    book = openpyxl.load_workbook(path)
    _rows_away(book["单位"], 4 + units)
    for row in book["单位"].iter_rows(min_row=4, max_row=3 + units):
        row[8].value = emails.get(str(row[1].value))
    for name in ("人员", "联系点"):
        _rows_away(book[name], 4)
    for row in book["任务分工"].iter_rows(min_row=4):
        row[4].value = None
        row[9].value = "否" if row[0].value else None
    for row in book["清单"].iter_rows(min_row=4, max_row=7):
        row[2].value = None
    if automatic:
        for row in book["提醒"].iter_rows(min_row=4, max_row=6):
            row[6].value = "是"
    if channels is not None:
        sheet = book["渠道"]
        _rows_away(sheet, 4)
        lines: list[list[Any]] = [
            [name, "是", item, value]
            for name, settings in channels.items()
            for item, value in (settings or {"说明": ""}).items()
        ]
        for number, line in enumerate(lines, 4):
            for column, value in enumerate(line, 1):
                sheet.cell(number, column, value)
    book.save(path)


def _rows_away(sheet: Any, first: int) -> None:
    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            if type(cell).__name__ != "MergedCell":
                cell.value = None
