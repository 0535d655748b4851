"""To whom a reminder goes: the words of sheet 提醒 turned into people by the sheets 人员, 单位 and 联系点.

联络员 and 经办人 come first; 责任人 are those that the unit's own 责任清单 names; 单位负责人 and 分管校领导 are
found by their role.  A word that nobody answers to is told, and the unit's own address stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model import Person, Plan, Reminder, Unit

_CONTACT = ("联络员", "经办人", "联系人")
_RESPONSIBLE = ("责任人",)
_HEAD = ("负责人", "主要负责人", "主要领导")
_HEAD_ROLES = ("负责人", "院长", "书记", "处长", "部长", "主任", "馆长", "主席")
_IN_CHARGE = ("分管校领导", "分管领导", "校领导", "责任领导", "联系校领导")
_LIAISONS = ("分管职能部门", "分管", "联系学院", "联系单位", "联系部门")


class Recipient(NamedTuple):
    """Someone a paper is addressed to; ``role`` is the word of sheet 提醒 that names them."""

    name: str
    role: str
    unit: str = ""
    email: str = ""
    phone: str = ""


class Recipients(NamedTuple):
    """Who gets a paper, who gets a copy, and the words of the plan that nobody answers to."""

    to: tuple[Recipient, ...] = ()
    copy: tuple[Recipient, ...] = ()
    unknown: tuple[str, ...] = ()


def recipients(reminder: Reminder, plan: Plan) -> Recipients:
    """Return to whom a reminder goes.  A unit of which nobody is known is itself the recipient."""
    unit = plan.unit(reminder.unit) or Unit(reminder.unit, reminder.unit)
    unknown: list[str] = []
    to = _people(reminder.step.to, unit, reminder, plan, unknown)
    copies = _people(reminder.step.copy_to, unit, reminder, plan, unknown)
    if not to:
        to = [_of_unit(unit, "单位")]
    known = {(r.name, r.email) for r in to}
    copies = [c for c in copies if (c.name, c.email) not in known]
    return Recipients(tuple(to), tuple(copies), tuple(unknown))


def is_known_word(word: str, plan: Plan) -> bool:
    """Whether a word of sheet 提醒 names a role, a person or a unit, whoever fills the role just now."""
    bare = word.strip().removeprefix("各").removeprefix("牵头").removeprefix("责任")
    bare = bare.removeprefix("单位") or "单位"
    if bare in (*_CONTACT, *_HEAD, "单位", "人") or word.strip() in (*_IN_CHARGE, *_RESPONSIBLE):
        return True
    people = any(word.strip() in (p.name, p.role) for p in plan.people)
    return people or any(word.strip() in (u.name, *u.short_names) for u in plan.units)


def _people(
    words: Iterable[str], unit: Unit, reminder: Reminder, plan: Plan, unknown: list[str]
) -> list[Recipient]:
    found: dict[tuple[str, str], Recipient] = {}
    for word in words:
        people = list(_named(word.strip(), unit, reminder, plan))
        if not people:
            unknown.append(word)
        for person in people:
            found.setdefault((person.name, person.email), person)
    return list(found.values())


def _named(word: str, unit: Unit, reminder: Reminder, plan: Plan) -> Iterator[Recipient]:
    bare = word.removeprefix("各").removeprefix("牵头").removeprefix("责任")
    bare = bare.removeprefix("单位") if bare != "单位" else bare
    if bare in _CONTACT or bare == "单位":
        yield from _contacts(word, unit, plan)
    elif word.removeprefix("单位") in _RESPONSIBLE or bare in _RESPONSIBLE:
        yield from _responsible(word, unit, reminder, plan)
    elif bare in _HEAD:
        yield from (
            _of(p, word)
            for p in _real(plan)
            if p.unit == unit.id and any(r in p.role and "副" not in p.role for r in _HEAD_ROLES)
        )
    elif word in _IN_CHARGE:
        yield from _in_charge(word, unit, plan)
    else:
        yield from (_of(p, p.role) for p in _real(plan) if word in (p.name, p.role))
        other = next((u for u in plan.units if word in (u.name, *u.short_names)), None)
        if other is not None:
            yield _of_unit(other, word)


def _real(plan: Plan) -> Iterator[Person]:
    return (p for p in plan.people if not p.example)


def _of(person: Person, role: str) -> Recipient:
    return Recipient(person.name, role, person.unit, person.email, person.phone)


def _of_unit(unit: Unit, role: str) -> Recipient:
    return Recipient(unit.contact or unit.name, role, unit.id, unit.email, unit.phone)


def _contacts(role: str, unit: Unit, plan: Plan) -> Iterator[Recipient]:
    """Yield the unit's contacts; a unit named without one in 人员 has that of sheet 单位."""
    people = [p for p in _real(plan) if p.unit == unit.id and any(c in p.role for c in _CONTACT)]
    handlers = [p for p in people if "经办" in p.role]
    yield from (_of(p, role) for p in (*handlers, *(p for p in people if p not in handlers)))
    if not people and (unit.contact or unit.email):
        yield _of_unit(unit, role)


def _responsible(role: str, unit: Unit, reminder: Reminder, plan: Plan) -> Iterator[Recipient]:
    """Yield who the unit's 责任清单 makes responsible for the matters spoken of, with known addresses."""
    people = {p.name: p for p in _real(plan) if p.unit in ("", unit.id)}
    names: dict[str, None] = {}
    for matter in reminder.matters:
        if matter.unit == unit.id:
            for row in matter.rows:
                names.update(dict.fromkeys(p.name for p in row.persons if p.name))
    for name in names:
        person = people.get(name)
        yield _of(person, role) if person else Recipient(name, role, unit.id)
    if not names:
        yield from (_of(p, role) for p in _real(plan) if p.unit == unit.id and "责任人" in p.role)


def _in_charge(role: str, unit: Unit, plan: Plan) -> Iterator[Recipient]:
    """Yield the leader in charge: by 分管单位 of sheet 人员, else by sheet 单位, else by sheet 联系点."""
    people = [p for p in _real(plan) if unit.id in p.in_charge_of]
    if not people and unit.leader:
        people = [p for p in _real(plan) if p.name == unit.leader]
        if not people:
            yield Recipient(unit.leader, role)
            return
    if not people:
        names = {unit.name, *unit.short_names}
        people = [
            next((p for p in _real(plan) if p.name == line.person), Person(line.person, role))
            for line in plan.liaisons
            if line.person and not line.example and line.kind in _LIAISONS and line.target in names
        ]
    yield from (_of(p, role) for p in people)
