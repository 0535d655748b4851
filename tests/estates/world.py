"""The school that an estate belongs to: units, leaders, phases, what the plan asks.

Read with openpyxl straight from the plan workbook, not through the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import openpyxl

SHEETS = Path(__file__).resolve().parents[2] / "sheets"
STARTER = SHEETS / "计划" / "武华党〔2022〕17号.xlsx"
LISTS = {"P": "问题清单", "T": "任务清单", "D": "责任清单", "C": "完成清单"}


@dataclass(frozen=True)
class UnitInfo:
    """A unit of the roster; ``asked`` are the letters of the lists the plan asks of it."""

    id: str
    name: str
    kind: str
    shorts: tuple[str, ...]
    party: str
    asked: str = "PTDC"

    @property
    def is_college(self) -> bool:
        return self.kind == "学院"


@dataclass(frozen=True)
class Phase:
    no: int
    name: str
    start: date
    due: date


@dataclass(frozen=True)
class World:
    """Everything of a plan that decides what is right and wrong in an estate."""

    plan: Path
    school: str
    year: int
    units: tuple[UnitInfo, ...]
    leaders: dict[str, str]
    leaders_count: bool
    phases: tuple[Phase, ...]
    due: dict[str, date]
    measures: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    off: frozenset[date]
    worked: frozenset[date]
    lists: str = "PTDC"
    claimable: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    gaps: int = 0

    def unit(self, unit_id: str) -> UnitInfo:
        return next(u for u in self.units if u.id == unit_id)

    @property
    def start(self) -> date:
        return self.phases[0].start

    def is_workday(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < 5

    def workday_until(self, day: date) -> date:
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=i)) for i in range(1, days + 1))

    def outcomes(self) -> list[str]:
        return list(dict.fromkeys(o for _, outcomes, _ in self.measures for o in outcomes))


def _table(book: openpyxl.Workbook, sheet: str, first: str) -> list[dict[str, object]]:
    """Return the rows below the heading row that holds `first`, up to a blank row, by heading."""
    rows = [list(r) for r in book[sheet].iter_rows(values_only=True)]
    top = next(i for i, r in enumerate(rows) if first in r)
    heads = [str(h or "") for h in rows[top]]
    found = []
    for row in rows[top + 1 :]:
        if not any(v not in (None, "") for v in row):
            break
        found.append(dict(zip(heads, row, strict=False)))
    return found


def _words(value: object) -> tuple[str, ...]:
    return tuple(w for w in re.split("[、；;]", str(value or "")) if w)


def _day(value: object) -> date:
    assert isinstance(value, datetime)
    return value.date()


@lru_cache(maxsize=4)
def read_world(plan: Path = STARTER) -> World:
    """Return the world of a plan workbook."""
    book = openpyxl.load_workbook(plan)
    basics = {r["项目"]: r["内容"] for r in _table(book, "基本信息", "项目")}
    units = tuple(
        UnitInfo(
            str(r["编号"]),
            str(r["单位名称"]),
            str(r["类型"]),
            _words(r["简称"]),
            str(r["党组织"] or ""),
        )
        for r in _table(book, "单位", "编号")
    )
    by_name = {u.name: u.id for u in units}
    people = _table(book, "人员", "姓名")
    leaders = {
        by_name[n]: str(r["姓名"]) for r in people for n in _words(r["分管单位"]) if n in by_name
    }
    phases = tuple(
        Phase(int(str(r["序号"])), str(r["阶段名称"]), _day(r["开始日期"]), _day(r["截止日期"]))
        for r in _table(book, "阶段", "序号")
    )
    lists = _table(book, "清单", "清单")
    due = {k: _day(r["报送截止日"]) for r in lists for k, n in LISTS.items() if n == r["清单"]}
    measures = tuple(
        (str(r["措施"]), _words(r["五促成效"]), _words(r["关键词"]))
        for r in _table(book, "五帮五促", "措施")
    )
    off, worked = _calendar(book)
    duties = _table(book, "任务分工", "编号")
    claimable = tuple(
        (str(r["条款"]), by_name[n], _words(r["关键词"]))
        for r in duties
        if r["须认领"] == "是"
        for n in _words(r["对应单位"])
        if n in by_name
    )
    return World(
        plan,
        str(basics["学校名称"]),
        _day(basics["印发日期"]).year,
        units,
        leaders,
        any(r["示例"] != "是" for r in people),
        phases,
        due,
        measures,
        off,
        worked,
        "".join(k for k in "PTDC" if k in due),
        claimable,
        sum(not r["联系人"] for r in _table(book, "联系点", "联系人")),
    )


def _calendar(book: openpyxl.Workbook) -> tuple[frozenset[date], frozenset[date]]:
    off, worked = set(), set()
    for row in book["校历"].iter_rows(values_only=True):
        days = [v.date() for v in row if isinstance(v, datetime)]
        words = {str(v) for v in row if v is not None}
        if days and words & {"放假", "休息"}:
            off.add(days[0])
        elif days and words & {"上班", "调休上班", "补班"}:
            worked.add(days[0])
    return frozenset(off), frozenset(worked)
