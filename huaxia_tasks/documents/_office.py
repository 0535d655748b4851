"""What the office says of itself: signature, contact, seal, letterhead, days for a reply.

Read from the sheet 基本信息 (``plan.settings``), overridden by the settings of the office folder
(``snapshot.settings``).  Nothing here is required: a missing setting leaves its part out.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..model import Plan, Snapshot

YES = frozenset({"是", "允许", "启用", "有", "开", "1", "true", "yes", "√"})


class Office(NamedTuple):
    """The office as it appears in papers."""

    name: str
    signature: str
    mark: str
    sealed: bool
    red: bool
    contact: str
    phone: str
    copy_to: str
    reply_to: str
    reply_workdays: int
    imprint: bool


def setting(snapshot: Snapshot, name: str, default: str = "") -> str:
    """Return a setting of the office folder, else of the plan, else `default`."""
    for source in (snapshot.settings, snapshot.plan.settings):
        value = source.get(name, "").strip()
        if value:
            return value
    return default


def by_hour(snapshot: Snapshot) -> str:
    """Return ``17:00前`` where the plan names the hour until which lists are taken, else ``前``."""
    return f"{setting(snapshot, '报送截止时刻').removesuffix('前')}前"


def yes(snapshot: Snapshot, name: str, default: bool = False) -> bool:
    """Return whether a setting says 是."""
    value = setting(snapshot, name).lower()
    return value in YES if value else default


def whole(snapshot: Snapshot, name: str, default: int) -> int:
    """Return a whole number that a setting holds, else `default`."""
    text = setting(snapshot, name).removesuffix("个工作日").removesuffix("天").strip()
    return int(text) if text.isascii() and text.isdigit() else default


_LAST: list[tuple[Snapshot, Office]] = []


def office_of(snapshot: Snapshot) -> Office:
    """Return the office of a snapshot's plan; that of the last snapshot is kept in mind."""
    if not _LAST or _LAST[0][0] is not snapshot:
        _LAST[:] = [(snapshot, _office_of(snapshot))]
    return _LAST[0][1]


def _office_of(snapshot: Snapshot) -> Office:
    plan = snapshot.plan
    contact, phone = _contact(plan)
    name = plan.office or "党政办公室"
    signature = setting(snapshot, "署名", name)
    return Office(
        name=name,
        signature=signature,
        mark=setting(snapshot, "发文机关标志", f"{plan.school}{name}文件"),
        sealed=yes(snapshot, "用印"),
        red=yes(snapshot, "允许红头"),
        contact=setting(snapshot, "联系人", setting(snapshot, "收件联系人", contact)),
        phone=setting(snapshot, "联系电话", setting(snapshot, "收件联系电话", phone)),
        copy_to=setting(snapshot, "抄送").rstrip("。"),
        reply_to=setting(snapshot, "报送方式"),
        reply_workdays=whole(snapshot, "反馈工作日", 3),
        imprint=yes(snapshot, "版记", True),
    )


def _contact(plan: Plan) -> tuple[str, str]:
    """Return (name, telephone) of the office's contact in sheet 单位 or 人员."""
    for unit in plan.units:
        if unit.contact and plan.office in (unit.name, *unit.short_names):
            return unit.contact, unit.phone
    for person in plan.people:
        home = plan.unit(person.unit)
        fits = person.role in ("联络员", "经办人") and not person.example
        if fits and home is not None and home.name == plan.office:
            return person.name, person.phone
    return "", ""


def reply_day(snapshot: Snapshot, day: date, office: Office) -> date:
    """Return the day an answer is asked for: so many working days after `day`."""
    return snapshot.plan.calendar.workdays_after(day, max(1, office.reply_workdays))
