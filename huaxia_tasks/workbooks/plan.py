"""The plan workbook: everything that a campaign chooses, tunes and words, read and checked.

The next campaign is another workbook, not another program.  Nothing is invented: what the plan's
text leaves open and the office has not filled in becomes an ``OpenSetting``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..model import NumberSeries, OpenSetting, Plan
from ..patterns import regex
from .book import Book
from .plan_calendar import Notice, read_calendar
from .plan_decided import decided
from .plan_known import Known
from .plan_settings import read_channels, read_jobs, read_numbers, read_reminders, read_rules
from .plan_table import Column, Desk, Line, PlanTroubles, TableSpec, nearest, plain
from .plan_units import Roster, read_liaisons, read_people, read_units, with_leaders
from .plan_work import Derive, read_choices, read_duties, read_lists, read_measures, read_phases

BASICS = TableSpec(
    "基本信息",
    (
        Column("name", "项目", needed=True),
        Column("value", "内容", needed=True),
        Column("note", "说明", ("备注",)),
    ),
    "方案信息表",
)
SETTINGS = TableSpec(
    "基本信息",
    (
        Column("name", "待定事项", ("待定设置",), needed=True),
        Column("value", "办公室决定", ("决定",), needed=True),
        Column("note", "为什么要定", ("依据",)),
    ),
    "待定事项表",
    optional=True,
)

_NEEDED = ("方案名称", "文号", "印发单位", "印发日期")
_FIELDS = {"方案名称": "title", "文号": "number", "印发单位": "issuer", "印发日期": "issued"}
_FIELDS |= {"承办部门": "office", "学校名称": "school", "方案标识": "key"}
_NUMBER = regex(r"\S+〔(\d{4})〕([1-9]\d*)号")


@dataclass(slots=True)
class _Basics:
    """What sheet 基本信息 says; ``values`` by the attribute of Plan, ``settings`` all other rows."""

    values: dict[str, str] = field(default_factory=dict)
    issued: date | None = None
    settings: dict[str, str] = field(default_factory=dict)
    still_open: tuple[OpenSetting, ...] = ()


def read_plan(
    book: Book,
    *,
    file: str,
    digest: str,
    rules: Collection[str] | None = None,
    derive: Derive | None = None,
    read_notice: Notice | None = None,
    known: Known | None = None,
) -> Plan:
    """Return the plan that `book` holds.

    `rules` are the ids that sheet 规则 may tune (None: any), `known` what else it may name.
    `derive` turns a phase's own words (6月底前) and the day of issue into (start, due) where the
    sheet gives no day.  `read_notice` turns the pasted text of a holiday notice into a calendar.
    Raises PlanError naming sheet and cell; where several cells are wrong it tells all of them
    (``PlanTroubles.all``).
    """
    desk, names = Desk(book, file), known or Known()
    basics = _basics(desk)
    issued = basics.issued or date(1900, 1, 1)
    calendar, open_days = read_calendar(desk, read_notice)
    before = len(desk.troubles)
    units = read_units(desk)
    sound = len(desk.troubles) == before
    roster = Roster(units, basics.values.get("school", ""), sound=sound)
    people = read_people(desk, roster)
    before = len(desk.troubles)
    phases = read_phases(desk, issued, calendar, derive)
    sound_phases = phases if len(desk.troubles) == before else None
    measures = read_measures(desk)
    choices = read_choices(desk)
    lists, open_lists = read_lists(desk, roster, choices)
    ladder, manners = read_reminders(desk, names)
    numbers = read_numbers(desk, names)
    plan = Plan(
        key=basics.values.get("key") or basics.values.get("number", ""),
        title=basics.values.get("title", ""),
        number=basics.values.get("number", ""),
        issuer=basics.values.get("issuer", ""),
        issued=issued,
        file=file,
        office=basics.values.get("office") or "党政办公室",
        school=basics.values.get("school", ""),
        phases=phases,
        duties=read_duties(desk, roster, sound_phases, measures),
        units=with_leaders(units, people),
        people=people,
        liaisons=read_liaisons(desk, roster),
        lists=lists,
        measures=measures,
        calendar=calendar,
        rules=read_rules(desk, rules, names),
        ladder=ladder,
        manners=manners,
        jobs=read_jobs(desk),
        channels=read_channels(desk, names),
        numbers=numbers,
        settings=basics.settings,
        choices=choices,
        open_settings=(*basics.still_open, *open_days, *open_lists, *_unnumbered(numbers)),
        digest=digest,
    )
    if len(desk.troubles) == 1:
        raise desk.troubles[0]
    if desk.troubles:
        raise PlanTroubles(desk.troubles)
    return plan


def _basics(desk: Desk) -> _Basics:
    """Read sheet 基本信息: what the plan is, and what the office has to decide."""
    basics = _Basics()
    before = len(desk.troubles)
    info, settings = desk.tables(BASICS, SETTINGS)
    seen: dict[str, Line] = {}
    for line in info:
        name = plain(line.need("name", "项目"))
        if name in seen:
            line.complain("name", f"“{name}”写了两次", "请删去一行。")
        seen[name] = line
        if name in _FIELDS and name != "印发日期":
            basics.values[_FIELDS[name]] = line.text("value")
        elif name not in _FIELDS:
            basics.settings[name] = decided(line)
    if len(desk.troubles) == before or info:
        _needed(desk, seen)
    if "印发日期" in seen:
        basics.issued = seen["印发日期"].day("value")
    if "文号" in seen:
        _check_number(seen["文号"])
    basics.still_open = _settings(settings, basics.settings)
    return basics


def _needed(desk: Desk, seen: dict[str, Line]) -> None:
    for name in _NEEDED:
        if name not in seen:
            close = nearest(name, seen)
            hint = f"是否写成了“{close}”？" if close else ""
            desk.complain("“基本信息”", f"缺少“{name}”一行", f"{hint}请加上这一行。")
        elif not seen[name].text("value"):
            seen[name].complain("value", f"“{name}”没有填写", f"请填写{name}。")


def _check_number(line: Line) -> None:
    text = re.sub(r"\s+", "", line.text("value"))
    if text and _NUMBER.fullmatch(text) is None:
        todo = "请写成“武华党〔2022〕17号”的样子：六角括号、四位年份、顺序号前不加0。"
        line.complain("value", f"“{line.text('value')}”不是规范的文号", todo)


def _unnumbered(numbers: Sequence[NumberSeries]) -> tuple[OpenSetting, ...]:
    if numbers:
        return ()
    why = "没有一个编号系列，发出的文书都不编号。例如：系列 督办，格式 督办〔{year}〕{n}号。"
    return (OpenSetting("文书编号", "文号", "A4", why),)


def _settings(lines: list[Line], settings: dict[str, str]) -> tuple[OpenSetting, ...]:
    still_open: list[OpenSetting] = []
    for line in lines:
        name = plain(line.need("name", "待定事项"))
        if name in settings:
            line.complain("name", f"“{name}”写了两次", "请删去一行。")
        settings[name] = decided(line)
        if not line.text("value"):
            why = line.text("note")
            still_open.append(OpenSetting(name, line.sheet, line.address("value"), why))
    return tuple(still_open)
