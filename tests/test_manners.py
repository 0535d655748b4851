"""How the office behaves: days, hours, ceilings; what waits goes on the next day that allows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from builders import LADDER, a_plan
from reminder_cases import a_paper

from huaxia_tasks.manners import (
    allowed,
    gravity,
    may_go_alone,
    papers_on,
    quiet_day,
    reasons,
    week_of,
)
from huaxia_tasks.model import History, LadderStep, Manners
from huaxia_tasks.occasions import ZONE


@dataclass(frozen=True)
class Draft:
    kind: str
    unit: str | None = "U02"
    key: str = "k"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def judged(when: str, *drafts: Draft, sent=(), **manners):
    plan = a_plan(manners=Manners(**manners))
    return allowed(drafts, History(sent=tuple(sent)), at(when), plan)


HOURS = [
    ("2022-07-04 08:59:59", "2022-07-04 09:00"),
    ("2022-07-04 09:00", None),
    ("2022-07-04 17:00", None),
    ("2022-07-04 17:00:01", "2022-07-05 09:00"),
    ("2022-07-04 23:59", "2022-07-05 09:00"),
    ("2022-07-02 10:00", "2022-07-04 09:00"),  # Saturday
    ("2022-07-03 10:00", "2022-07-04 09:00"),
    ("2022-09-30 10:00", "2022-10-08 09:00"),  # the eve of 国庆节, then a made-up Saturday
    ("2022-10-03 10:00", "2022-10-08 09:00"),
    ("2022-10-09 10:00", None),  # a made-up Sunday
    ("2022-12-30 10:00", "2023-01-03 09:00"),
    ("2022-06-02 10:00", "2022-06-06 09:00"),  # the eve of 端午节
    ("2026-12-31 10:00", "2027-01-04 09:00"),  # 2027 is not published: 1 January is off by law
    ("2022-07-01 18:00", "2022-07-04 09:00"),
]


@pytest.mark.parametrize(("when", "until"), HOURS)
def test_papers_go_on_working_days_in_working_hours(when, until):
    verdict = judged(when, Draft("urging-notice"))
    assert bool(verdict.now) is (until is None)
    assert [h.until for h in verdict.later] == ([at(until)] if until else [])
    assert all(h.reason for h in verdict.later)


def test_the_moment_is_taken_in_the_offices_zone_whatever_the_machine_says():
    plan, drafts = a_plan(), (Draft("urging-notice"),)
    for moment in (
        datetime(2022, 7, 4, 1, 30, tzinfo=UTC),
        datetime(2022, 7, 3, 21, 30, tzinfo=timezone(timedelta(hours=-4))),
        datetime(2022, 7, 4, 9, 30),  # noqa: DTZ001 - without a zone it is the office's own
    ):
        assert allowed(drafts, History(), moment, plan).now == drafts
    assert allowed(drafts, History(), datetime(2022, 7, 4, 9, 30, tzinfo=UTC), plan).later


def test_hours_and_days_are_settings():
    late = {"from_time": time(7, 0), "to_time": time(20, 0)}
    assert judged("2022-07-04 19:00", Draft("urging-notice"), **late).now
    assert judged("2022-07-02 10:00", Draft("urging-notice"), workdays_only=False).now
    assert judged("2022-09-30 10:00", Draft("urging-notice"), not_on_eve_of_break=False).now


def test_one_paper_a_day_the_gravest_first():
    drafts = (
        Draft("reminder-letter", key="a"),
        Draft("supervision-slip", key="b"),
        Draft("urging-notice", key="c"),
    )
    verdict = judged("2022-07-04 10:00", *drafts)
    assert [p.key for p in verdict.now] == ["b"]
    assert {h.paper.key: h.until for h in verdict.later} == {
        "a": at("2022-07-05 09:00"),
        "c": at("2022-07-05 09:00"),
    }


def test_units_have_their_ceilings_each_for_itself():
    drafts = [Draft("urging-notice", unit, unit) for unit in ("U01", "U02", "U03")]
    assert len(judged("2022-07-04 10:00", *drafts).now) == 3


def test_slips_and_their_cover_are_one_paper():
    drafts = [
        Draft("supervision-slip", key="1"),
        Draft("supervision-slip", key="2"),
        Draft("supervision-cover", key="3"),
    ]
    assert len(judged("2022-07-04 10:00", *drafts).now) == 3
    begun = [a_paper("supervision-slip", "2022-07-04", "U02-001")]
    assert len(judged("2022-07-04 11:00", *drafts, sent=begun).now) == 3
    urged = [a_paper("urging-notice", "2022-07-04", "U02-001")]
    assert judged("2022-07-04 11:00", *drafts, sent=urged).now == ()


WEEK = [
    # papers before, when, goes, else first at
    (["2022-07-04"], "2022-07-04 15:00", False, "2022-07-05 09:00"),
    (["2022-07-04"], "2022-07-05 09:00", True, None),
    (["2022-07-04", "2022-07-05"], "2022-07-06 10:00", False, "2022-07-11 09:00"),
    (["2022-07-04", "2022-07-05"], "2022-07-05 10:00", False, "2022-07-11 09:00"),
    (["2022-07-07", "2022-07-08"], "2022-07-11 09:00", True, None),
    (["2022-06-27", "2022-06-28"], "2022-07-01 09:00", False, "2022-07-04 09:00"),
    # the made-up week-end of 国庆节 belongs to the week that begins on 3 October
    (["2022-10-08"], "2022-10-09 09:00", True, None),
    (["2022-10-08", "2022-10-09"], "2022-10-09 10:00", False, "2022-10-10 09:00"),
    # two years meet in one week
    (["2024-12-30"], "2025-01-02 09:00", True, None),
    (["2024-12-30", "2025-01-02"], "2025-01-03 09:00", False, "2025-01-06 09:00"),
]


@pytest.mark.parametrize(("before", "when", "goes", "until"), WEEK)
def test_two_papers_a_week_from_monday_to_sunday(before, when, goes, until):
    sent = [a_paper("urging-notice", day, f"U02-{n:03d}") for n, day in enumerate(before)]
    verdict = judged(when, Draft("urging-notice"), sent=sent)
    assert bool(verdict.now) is goes
    assert [h.until for h in verdict.later] == ([at(until)] if until else [])


def test_papers_going_now_count_for_the_week():
    sent = [a_paper("urging-notice", "2022-07-05", "U02-001")]
    drafts = (Draft("supervision-slip", key="a"), Draft("urging-notice", key="b"))
    [held] = judged("2022-07-06 10:00", *drafts, sent=sent).later
    assert (held.paper.key, held.until) == ("b", at("2022-07-11 09:00"))


def test_answers_and_papers_to_nobody_in_particular_have_no_ceiling():
    sent = [a_paper("urging-notice", "2022-07-04", "U02-001")]
    drafts = (Draft("receipt"), Draft("circular", None), Draft("collection-notice", ""))
    assert judged("2022-07-04 10:00", *drafts, sent=sent).now == drafts
    assert judged("2022-07-02 10:00", *drafts).now == ()


def test_a_ceiling_of_none_lets_nothing_out_and_says_so():
    verdict = judged("2022-07-04 10:00", Draft("urging-notice"), per_unit_per_day=0)
    assert [(h.reason, h.until) for h in verdict.later] == [
        ("方案“提醒”表设定每单位每个工作日0件，不发文书", None)
    ]


def test_what_waits_is_told_in_one_line_for_each_reason():
    drafts = [Draft("urging-notice", unit, unit) for unit in ("U01", "U02")]
    verdict = judged("2022-07-02 10:00", *drafts)
    assert reasons(verdict.later, a_plan()) == [
        "2022年7月2日（星期六）是休息日，文书只在工作日发出。2件文书最早2022年7月4日 9:00发出。"
    ]


QUIET = [
    ("2022-10-03", "国庆节放假"),
    ("2022-07-02", "休息日"),
    ("2022-09-30", "放假前最后一个工作日"),
    ("2022-07-01", ""),  # a mere week-end follows
    ("2022-12-30", "放假前最后一个工作日"),
]


@pytest.mark.parametrize(("day", "why"), QUIET)
def test_a_quiet_day_says_why(day, why):
    said = quiet_day(date.fromisoformat(day), a_plan())
    assert why in said
    assert bool(said) is bool(why)


def test_a_week_begins_on_monday():
    assert week_of(date(2022, 7, 10)) == (date(2022, 7, 4), date(2022, 7, 10))
    assert week_of(date(2022, 7, 4)) == (date(2022, 7, 4), date(2022, 7, 10))


def test_papers_that_were_withdrawn_or_only_answer_are_not_counted():
    sent = (
        a_paper("receipt", "2022-07-04"),
        a_paper("urging-notice", "2022-07-04", "a", state="void"),
        a_paper("urging-notice", "2022-07-04", "b"),
        a_paper("supervision-slip", "2022-07-04", "c"),
        a_paper("supervision-slip", "2022-07-04", "d"),
        a_paper("urging-notice", "2022-07-04", "e", unit="U01"),
    )
    day = date(2022, 7, 4)
    assert len(papers_on("U02", day, day, History(sent=sent))) == 2


ALONE = [
    ("reminder-letter", 1, True),
    ("reminder-letter", 2, False),
    ("urging-notice", 2, False),
    ("supervision-slip", 3, True),
    ("supervision-cover", 3, True),
    ("circular", 4, False),
    ("receipt", 0, False),
]


@pytest.mark.parametrize(("kind", "step", "alone"), ALONE)
def test_only_steps_that_the_plan_says_go_without_a_person_and_a_circular_never(kind, step, alone):
    ladder = (
        *LADDER[:2],
        replace(LADDER[2], automatic=True),
        LadderStep(4, "通报", 10, "circular", automatic=True),
    )
    assert may_go_alone(kind, step, a_plan(ladder=ladder)) is alone


def test_papers_are_as_grave_as_their_place_on_the_ladder():
    kinds = ("receipt", "reminder-letter", "urging-notice", "supervision-slip")
    assert [gravity(k, a_plan()) for k in kinds] == [0, 1, 2, 3]
    assert gravity("supervision-cover", a_plan()) == 3
