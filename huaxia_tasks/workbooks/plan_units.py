"""Sheets 单位, 人员 and 联系点: the roster, people by role, who is the contact of what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ..model import Liaison, Person, Unit
from ..patterns import regex
from .plan_table import Column, Desk, Line, TableSpec, nearest

UNITS = TableSpec(
    "单位",
    (
        Column("id", "编号", ("单位编号",), needed=True),
        Column("name", "单位名称", ("单位", "名称", "单位全称"), needed=True),
        Column("kind", "类型", ("单位类型", "类别"), needed=True),
        Column("short", "简称", ("别名", "常用简称")),
        Column("party", "党组织", ("党组织名称", "所属党组织")),
        Column("former", "曾用名", ("原名",)),
        Column("provisional", "暂定", ("是否暂定",)),
        Column("contact", "联络员", ("联系人",)),
        Column("phone", "联络员电话", ("联系电话", "电话")),
        Column("email", "邮箱", ("电子邮箱", "电子邮件")),
        Column("folder", "报送文件夹", ("文件夹",)),
        Column("from", "启用日期"),
        Column("to", "停用日期"),
    ),
)
PEOPLE = TableSpec(
    "人员",
    (
        Column("name", "姓名", needed=True),
        Column("role", "角色", ("职务类别", "身份"), needed=True),
        Column("unit", "所在单位", ("单位",)),
        Column("charge", "分管单位", ("分管单位和部门", "分管部门"), needed=True),
        Column("phone", "联系电话", ("电话",)),
        Column("email", "邮箱", ("电子邮箱",)),
        Column("example", "示例", ("是否示例",)),
    ),
)
LIAISONS = TableSpec(
    "联系点",
    (
        Column("person", "联系人", ("姓名",), needed=True),
        Column("kind", "联系类型", ("类型", "类别"), needed=True),
        Column("target", "联系对象", ("对象",), needed=True),
        Column("unit", "联系人所在单位", ("所在单位", "单位")),
        Column("note", "备注", ("说明",)),
        Column("example", "示例", ("是否示例",)),
    ),
)

_KINDS = {
    "学院": "college",
    "院系": "college",
    "教学单位": "college",
    "职能部门": "department",
    "部门": "department",
    "处室": "department",
    "党组织": "party",
}
_NAME_LENGTH = 40
_PLAIN_ID = regex(r"[\w-]{1,20}")
_UNSAFE = regex(r"[\\/:*?\"<>|\x00-\x1f]")


def bare(text: str) -> str:
    """Return a unit's name without blanks, in half width, for comparing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Roster:
    """Finds the units that the plan's own cells name: by full name, number, short or Party name.

    Where the roster itself is not `sound`, names that it does not have are no second complaint.
    """

    def __init__(self, units: Iterable[Unit], school: str = "", *, sound: bool = True) -> None:
        self.units = tuple(units)
        self.sound = sound
        self.school = bare(school)
        self.full = {bare(u.name): u for u in self.units}
        self.other: dict[str, list[Unit]] = {}
        for unit in self.units:
            for name in (unit.id, unit.party or "", *unit.short_names, *unit.former_names):
                if name:
                    self.other.setdefault(bare(name), []).append(unit)

    def group(self, word: str) -> tuple[Unit, ...] | None:
        """Return the units of a collective word (各学院, 校属各单位), None where it is none."""
        text = bare(word).replace("全校", "").replace("校属", "").replace("各", "")
        text = text.removeprefix("全体")
        if text in ("单位", "部门和单位", "单位和部门"):
            return self.units
        if text in ("学院", "院系", "二级学院", "教学单位"):
            return tuple(u for u in self.units if u.kind == "college")
        if text in ("职能部门", "部门", "处室", "机关部门"):
            return tuple(u for u in self.units if u.kind == "department")
        if re.fullmatch(r"(二级|基层|级)?(党组织|党总支)(和?直属党支部)?", text):
            return tuple(u for u in self.units if u.party)
        return None

    def find(self, word: str) -> tuple[Unit, ...]:
        """Return the unit (or the units of a collective word); several where it is not clear."""
        name = bare(word)
        if self.school and name.startswith(self.school) and name != self.school:
            name = name[len(self.school) :]
        if name in self.full:
            return (self.full[name],)
        return self.group(word) or tuple(self.other.get(name, ()))

    def ids(self, line: Line, key: str) -> tuple[str, ...]:
        """Return the ids of the units named in a cell; complain of names that are no unit."""
        found: dict[str, None] = {}
        for word in line.names(key):
            units = self.find(word)
            if not units and not self.sound:
                continue
            if not units:
                close = nearest(bare(word), [*self.full, *self.other])
                todo = "请改为“单位”表中的名称或编号，或先在“单位”表中增加这个单位。"
                hint = f"是否为“{close}”？" if close else ""
                line.complain(key, f"“{word}”不是“单位”表中的单位", hint + todo)
            elif len(units) > 1 and self.group(word) is None:
                names = "、".join(u.name for u in units)
                line.complain(key, f"“{word}”可以是几个单位（{names}）", "请改写为单位全称。")
            else:
                found.update(dict.fromkeys(u.id for u in units))
        return tuple(found)


def read_units(desk: Desk) -> tuple[Unit, ...]:
    """Return the roster in the order of the sheet; ids and names must be unique."""
    units: list[Unit] = []
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in desk.table(UNITS):
        unit = _unit(line)
        for seen, value, key, name in (
            (ids, unit.id, "id", "编号"),
            (names, bare(unit.name), "name", "单位名称"),
        ):
            if value and value in seen:
                todo = f"{name}不能重复，请改一处。"
                line.complain(key, f"“{line.text(key)}”与{seen[value]}重复", todo)
            seen.setdefault(value, line.address(key))
        units.append(unit)
    if not units and not desk.troubles:
        desk.complain("“单位”", "一个单位也没有", "请从第一行起逐行填写编号、单位名称和类型。")
    return tuple(units)


def _unit(line: Line) -> Unit:
    kind = line.need("kind", "类型", "学院")
    name = line.need("name", "单位名称", "信息工程学院")
    if len(name) > _NAME_LENGTH:
        line.complain("name", "单位名称太长", f"请控制在{_NAME_LENGTH}个字以内。")
    number, folder = line.need("id", "编号", "U01"), line.text("folder")
    if number and not _PLAIN_ID.fullmatch(number):
        todo = "编号要用在文件夹名里：请只用字母、数字、汉字和 - _，不超过20个字，例如 U01。"
        line.complain("id", f"“{number}”不能用作编号", todo)
    if folder and (_UNSAFE.search(folder) or folder.startswith(".") or len(folder) > 60):
        todo = '请只写文件夹的名称，例如 信工学院，不带路径和 \\ / : * ? " < > | 这些符号；或留空。'
        line.complain("folder", f"“{folder}”不能用作文件夹名", todo)
    start, end = line.day("from"), line.day("to")
    if start and end and end < start:
        line.complain("to", "停用日期早于启用日期", "请核对这两个日期。")
    return Unit(
        id=number,
        name=name,
        kind=_KINDS.get(kind, kind),
        short_names=line.names("short"),
        party=line.text("party") or None,
        provisional=line.flag("provisional", False),
        contact=line.text("contact"),
        phone=line.text("phone"),
        email=_email(line),
        folder=folder,
        former_names=line.names("former"),
        valid_from=start,
        valid_to=end,
    )


def _email(line: Line) -> str:
    text = line.text("email")
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        line.complain(
            "email", f"“{text}”不是邮箱地址", "请写成 name@example.edu.cn 的样子，或留空。"
        )
    return text


def read_people(desk: Desk, roster: Roster) -> tuple[Person, ...]:
    """Return the people; a unit has one leader in charge at most, examples not counted."""
    people: list[Person] = []
    charged: dict[tuple[str, bool], str] = {}
    for line in desk.table(PEOPLE):
        unit = roster.ids(line, "unit")
        person = Person(
            name=line.need("name", "姓名"),
            role=line.need("role", "角色", "校领导"),
            unit=unit[0] if unit else "",
            phone=line.text("phone"),
            email=_email(line),
            in_charge_of=roster.ids(line, "charge"),
            example=line.flag("example", False),
        )
        for unit_id in person.in_charge_of:
            other = charged.setdefault((unit_id, person.example), person.name)
            if other != person.name and roster.sound:
                name = next(u.name for u in roster.units if u.id == unit_id)
                what = f"“{name}”由{other}和{person.name}两人分管"
                line.complain("charge", what, "一个单位只写一位分管领导，请改一处。")
        people.append(person)
    return tuple(people)


def with_leaders(units: tuple[Unit, ...], people: tuple[Person, ...]) -> tuple[Unit, ...]:
    """Return the units with the name of the leader in charge; people marked 示例 do not count."""
    leaders = {u: p.name for p in people if not p.example for u in p.in_charge_of}
    return tuple(replace(u, leader=leaders[u.id]) if u.id in leaders else u for u in units)


def read_liaisons(desk: Desk, roster: Roster) -> tuple[Liaison, ...]:
    """Return who is the contact of what; a blank person or target is a gap, not an error."""
    return tuple(
        Liaison(
            person=line.text("person"),
            kind=line.need("kind", "联系类型", "联系楼栋"),
            target=line.text("target"),
            unit=next(iter(roster.ids(line, "unit")), ""),
            note=line.text("note"),
            example=line.flag("example", False),
        )
        for line in desk.table(LIAISONS)
    )
