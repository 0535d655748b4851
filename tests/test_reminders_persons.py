"""To whom a reminder goes: the words of sheet 提醒 turned into people, and what is told where nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import UNITS, a_chain, a_plan, a_view
from reminder_cases import a_matter

from huaxia_tasks.model import LadderStep, Liaison, Person, Reminder
from huaxia_tasks.reminders import recipients

PEOPLE = (
    Person("李校长", "副校长", in_charge_of=("U02",), email="li@school.example"),
    Person("钱联络", "联络员", "U02", email="qian@school.example", phone="13800000001"),
    Person("孙经办", "经办人", "U02", email="sun@school.example"),
    Person("周院长", "院长", "U02", email="zhou@school.example"),
    Person("吴副院长", "副院长", "U02", email="wu@school.example"),
    Person("郑示例", "联络员", "U02", example=True),
    Person("王处长", "处长", "U04"),
    Person("张三", "责任人", "U02", email="zhang@school.example"),
)


def sent_by(to=(), copy=(), *, unit="U02", matters=(), **changes):
    plan = replace(a_plan(people=PEOPLE), **changes)
    step = LadderStep(2, "催办", 2, "urging-notice", to, copy)
    reminder = Reminder(unit, step, tuple(matters), date(2022, 7, 4))
    return recipients(reminder, plan)


WORDS = [
    ("单位联络员", ["孙经办", "钱联络"]),  # the one who handles it comes first
    ("联络员", ["孙经办", "钱联络"]),
    ("经办人", ["孙经办", "钱联络"]),
    ("单位负责人", ["周院长"]),
    ("负责人", ["周院长"]),
    ("单位主要负责人", ["周院长"]),
    ("分管校领导", ["李校长"]),
    ("分管领导", ["李校长"]),
    ("责任领导", ["李校长"]),
    ("张三", ["张三"]),
    ("王处长", ["王处长"]),
    ("教务处", ["教务部"]),
]


@pytest.mark.parametrize(("word", "names"), WORDS)
def test_a_word_of_the_ladder_means_people(word, names):
    found = sent_by((word,))
    assert [r.name for r in found.to] == names
    assert found.unknown == ()


def test_people_come_with_their_addresses():
    [handler, contact] = sent_by(("单位联络员",)).to
    assert (handler.email, contact.email) == ("sun@school.example", "qian@school.example")
    assert contact.phone == "13800000001"


def test_responsible_are_those_whom_the_unit_itself_named_with_known_addresses():
    view = a_view(*a_chain())
    found = sent_by(("责任人",), matters=view.matters)
    assert [(r.name, r.email) for r in found.to] == [("张三", "zhang@school.example")]


def test_responsible_of_another_units_list_are_not_written_to():
    matter = replace(a_view(*a_chain()).matters[0], unit="U03")
    found = sent_by(("责任人",), matters=[matter], people=PEOPLE[:-1])
    assert [r.name for r in found.to] == ["商学院"]
    assert found.unknown == ("责任人",)


def test_a_leader_gets_a_copy_and_nobody_gets_two():
    found = sent_by(("单位负责人", "周院长"), ("分管校领导", "单位负责人"))
    assert [r.name for r in found.to] == ["周院长"]
    assert [r.name for r in found.copy] == ["李校长"]


def test_without_people_the_units_own_contact_stands_in():
    unit = replace(UNITS[1], contact="赵老师", email="sxy@school.example", phone="027-1")
    units = (UNITS[0], unit, *UNITS[2:])
    found = sent_by(("单位联络员",), people=(), units=units)
    assert [(r.name, r.email) for r in found.to] == [("赵老师", "sxy@school.example")]
    assert found.unknown == ()


def test_where_nobody_answers_the_unit_itself_is_written_to_and_the_office_is_told():
    found = sent_by(("单位负责人", "值班员"), ("分管校领导",), people=())
    assert [r.name for r in found.to] == ["商学院"]
    assert found.unknown == ("单位负责人", "值班员", "分管校领导")


def test_a_ladder_without_words_writes_to_the_unit():
    assert [r.name for r in sent_by().to] == ["商学院"]


IN_CHARGE = [
    ({"units": tuple(replace(u, leader="唐校长") for u in UNITS)}, ["唐校长"]),
    ({"liaisons": (Liaison("何校长", "分管职能部门", "商院"),)}, ["何校长"]),
    ({"liaisons": (Liaison("何校长", "联系学院", "商学院"),)}, ["何校长"]),
    ({"liaisons": (Liaison("何校长", "联系楼栋", "商学院"),)}, []),
    ({"liaisons": (Liaison("何校长", "联系学院", "商学院", example=True),)}, []),
    ({"liaisons": (Liaison("何校长", "联系学院", "外国语学院"),)}, []),
]


@pytest.mark.parametrize(("changes", "names"), IN_CHARGE)
def test_the_leader_in_charge_is_found_by_roster_and_liaison_sheet(changes, names):
    people = tuple(p for p in PEOPLE if not p.in_charge_of)
    found = sent_by((), ("分管校领导",), **{"people": people, **changes})
    assert [r.name for r in found.copy] == names


def test_the_lead_unit_is_written_to_not_the_one_that_reported():
    matter = a_matter(date(2022, 6, 30), unit="U02", lead="U04")
    found = sent_by(("单位负责人",), unit="U04", matters=[matter])
    assert [r.name for r in found.to] == ["王处长"]
