"""Sheet 校历: days off, make-up days, the school's own anchors, notices pasted in as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ..errors import CalendarError
from ..model import OpenSetting, WorkCalendar
from .plan_table import Column, Desk, Line, TableSpec

ANCHORS = TableSpec(
    "校历",
    (
        Column("name", "学校节点", ("节点",), needed=True),
        Column("day", "节点日期", needed=True),
        Column("key", "键"),
        Column("why", "用途", ("说明",)),
    ),
    "学校节点",
    optional=True,
)
DAYS = TableSpec(
    "校历",
    (
        Column("day", "日期", needed=True),
        Column("kind", "安排", ("类型",), needed=True),
        Column("festival", "节日", ("节日名称",), needed=True),
        Column("year", "通知年度", ("年度",), needed=True),
        Column("source", "通知文号", ("文号", "依据")),
    ),
    "放假和调休",
)
PASTED = TableSpec("校历", (Column("text", "通知原文", needed=True),), "通知原文", True)

#: Names of sheet 校历 -> names the deadline grammar asks for.
ANCHOR_KEYS = {
    "学期开始": "term_start",
    "开学": "term_start",
    "学期结束": "term_end",
    "放假": "term_end",
    "下学期开始": "next_term_start",
    "下学期开学": "next_term_start",
}
_OFF, _WORK = ("放假", "休", "休息"), ("上班", "调休上班", "补班")

Notice = Callable[[str], WorkCalendar]


def read_calendar(
    desk: Desk, read_notice: Notice | None = None
) -> tuple[WorkCalendar, tuple[OpenSetting, ...]]:
    """Return the calendar and the anchors that are still open.

    `read_notice` turns the text of a State Council notice into a calendar; without it pasted
    texts are complained of.
    """
    anchor_lines, day_lines, pasted = desk.tables(ANCHORS, DAYS, PASTED)
    days_off: dict[date, str] = {}
    make_up: dict[date, str] = {}
    sources: dict[int, str] = {}
    for line in day_lines:
        day, kind, year = line.day("day"), line.need("kind", "安排", "放假"), line.whole("year")
        if kind and kind not in (*_OFF, *_WORK):
            line.complain("kind", f"“{kind}”不是放假也不是上班", "请填“放假”或“上班”。")
        if day is None:
            line.need("day", "日期", "2022-06-03")
            continue
        if day in days_off or day in make_up:
            line.complain("day", f"{day.isoformat()}写了两次", "请删去一行。")
        (make_up if kind in _WORK else days_off)[day] = line.text("festival")
        sources.setdefault(year or day.year, line.text("source"))
    for first, text in _notices(pasted):
        _paste(first, text, read_notice, days_off, make_up, sources)
    anchors, open_settings = _anchors(desk, anchor_lines)
    calendar = WorkCalendar(days_off, make_up, frozenset(sources), anchors, sources)
    return calendar, open_settings


def _notices(lines: list[Line]) -> list[tuple[Line, str]]:
    """Return the pasted notices, each with its first row; a notice may run over many rows."""
    notices: list[tuple[Line, list[str]]] = []
    for line in lines:
        text = line.need("text", "通知原文")
        is_title = re.search(r"\d{4}年.{0,8}节假日.{0,4}安排", text) is not None
        if not notices or (is_title and len(notices[-1][1]) > 2):
            notices.append((line, []))
        notices[-1][1].append(text)
    return [(line, "\n".join(texts)) for line, texts in notices]


def _paste(
    line: Line,
    text: str,
    read_notice: Notice | None,
    days_off: dict[date, str],
    make_up: dict[date, str],
    sources: dict[int, str],
) -> None:
    try:
        if read_notice is None:
            raise CalendarError("这里还不能读通知原文")
        notice = read_notice(text)
    except CalendarError as trouble:
        todo = "请核对粘贴的通知是否完整，或改在放假和调休表里逐日填写。"
        line.complain("text", f"通知原文读不出放假安排（{trouble.what}）", todo)
        return
    days_off.update(notice.days_off)
    make_up.update(notice.make_up)
    sources.update(notice.sources)


def _anchors(desk: Desk, lines: list[Line]) -> tuple[dict[str, date], tuple[OpenSetting, ...]]:
    anchors: dict[str, date] = {}
    still_open: list[OpenSetting] = []
    for line in lines:
        name = line.need("name", "学校节点", "学期开始")
        key = line.text("key") or ANCHOR_KEYS.get(name, name)
        day = line.day("day")
        if day is not None:
            anchors[key] = day
        elif not line.text("day"):
            why = line.text("why") or f"“{name}”前后的时限要靠它推算"
            still_open.append(OpenSetting(name, line.sheet, line.address("day"), why))
    start, end = anchors.get("term_start"), anchors.get("term_end")
    if start and end and end < start:
        desk.complain("“校历”", "学期结束早于学期开始", "请核对两个日期。")
    return anchors, tuple(still_open)
