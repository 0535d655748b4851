"""Which step of the ladder falls due for whom: once, in time, in one paper, and no sooner than it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import LADDER, a_plan
from reminder_cases import (
    a_matter,
    a_paper,
    a_quiet_plan,
    issued,
    on,
    steps,
    told,
    views_of,
    waiting,
)

from huaxia_tasks.model import Decision, Due, DueKind, History, LadderStep, Manners, Status
from huaxia_tasks.reminders import consider, remind, step_day

JUNE_30 = date(2022, 6, 30)

DAYS = [
    # due, working days of the step, the day it falls due
    ("2022-06-30", -5, "2022-06-23"),
    ("2022-06-30", 0, "2022-06-30"),
    ("2022-06-30", 2, "2022-07-04"),
    ("2022-06-30", 5, "2022-07-07"),
    ("2022-10-05", -5, "2022-09-23"),  # the last working day before 国庆节 is 30 September
    ("2022-10-05", 0, "2022-09-30"),
    ("2022-10-05", 2, "2022-10-09"),  # 8 and 9 October are made up
    ("2022-12-31", -5, "2022-12-23"),  # 31 December is off, 30 December is the last working day
    ("2022-12-31", 2, "2023-01-04"),
    ("2024-02-29", -5, "2024-02-22"),
    ("2027-01-04", -5, "2026-12-25"),  # 2027 is not published: 1 January alone is off by law
]


@pytest.mark.parametrize(("due", "workdays", "day"), DAYS)
def test_steps_count_in_working_days_from_the_last_working_day_and_from_the_day_itself(
    due, workdays, day
):
    step = LadderStep(1, "步", workdays, "reminder-letter")
    assert step_day(step, date.fromisoformat(due), a_plan()) == date.fromisoformat(day)


# --------------------------------------------------------------------------- before the day

BEFORE = [
    ("2022-06-22", []),
    ("2022-06-23", [("U02", "reminder-letter", ("U02-001",))]),
    ("2022-06-28", [("U02", "reminder-letter", ("U02-001",))]),  # a machine that was off
    ("2022-06-30", [("U02", "reminder-letter", ("U02-001",))]),
    ("2022-07-01", []),  # past the day, and 催办 has not come yet
]


@pytest.mark.parametrize(("today", "expected"), BEFORE)
def test_a_letter_goes_from_its_day_until_the_due_day(today, expected):
    assert told(on(today, a_matter(JUNE_30))) == expected


def test_a_letter_that_went_is_not_repeated():
    letter = a_paper("reminder-letter", "2022-06-23", "U02-001")
    for today in ("2022-06-23", "2022-06-24", "2022-06-30", "2022-07-01"):
        assert told(on(today, a_matter(JUNE_30), sent=[letter])) == []


@pytest.mark.parametrize(
    "state",
    [
        Status.DONE,
        Status.DONE_LATE,
        Status.DONE_UNVERIFIED,
        Status.CLOSED,
        Status.REJECTED,
        Status.SUSPENDED,
        Status.LONG_TERM,
    ],
)
@pytest.mark.parametrize("today", ["2022-06-23", "2022-07-04", "2022-07-29"])
def test_what_is_settled_or_paused_is_never_spoken_of(state, today):
    assert told(on(today, a_matter(JUNE_30, state=state))) == []


@pytest.mark.parametrize("state", [Status.PARTLY_DONE, Status.SLOW, Status.NOT_STARTED])
def test_what_is_half_done_is_not_done(state):
    assert told(on("2022-07-04", a_matter(JUNE_30, state=state))) == [
        ("U02", "urging-notice", ("U02-001",))
    ]


def test_a_matter_without_a_day_is_left_in_peace():
    assert told(on("2022-07-29", a_matter(None))) == []


# --------------------------------------------------------------------------- after the day


def test_urging_comes_two_working_days_after_and_supersedes_the_letter_that_never_went():
    assert told(on("2022-07-01", a_matter(JUNE_30))) == []
    considered = on("2022-07-04", a_matter(JUNE_30))
    assert told(considered) == [("U02", "urging-notice", ("U02-001",))]
    assert considered.reminders[0].superseded == (1,)
    use = considered.reminders[0].uses[0]
    assert (use.topic, use.step, use.due, use.superseded) == ("U02-001", 2, JUNE_30, (1,))


def test_urging_after_a_letter_supersedes_nothing_and_refers_to_it():
    letter = a_paper("reminder-letter", "2022-06-23", "U02-001")
    reminder = on("2022-07-04", a_matter(JUNE_30), sent=[letter]).reminders[0]
    assert reminder.superseded == ()
    assert reminder.earlier == (letter,)


def test_a_receipt_has_urged_nobody_and_is_no_earlier_paper():
    letter = a_paper("reminder-letter", "2022-06-23", "U02-001")
    receipt = replace(a_paper("receipt", "2022-06-24", "U02-001"), step=0, steps={})
    reminder = on("2022-07-04", a_matter(JUNE_30), sent=[letter, receipt]).reminders[0]
    assert reminder.earlier == (letter,)


def test_supervision_comes_only_after_urging_however_late_the_matter_is():
    assert told(on("2022-09-01", a_matter(JUNE_30))) == [("U02", "urging-notice", ("U02-001",))]


SUPERVISION = [
    # urged on, first day of supervision: three working days later (five less two)
    ("2022-07-04", "2022-07-07"),
    ("2022-07-06", "2022-07-11"),
    ("2022-09-01", "2022-09-06"),
]


@pytest.mark.parametrize(("urged", "first"), SUPERVISION)
def test_supervision_waits_until_the_urging_had_its_time(urged, first):
    notice = a_paper("urging-notice", urged, "U02-001")
    day = date.fromisoformat(first)
    before = a_plan().calendar.workdays_after(day, -1)
    assert told(on(before, a_matter(JUNE_30), sent=[notice])) == []
    assert told(on(day, a_matter(JUNE_30), sent=[notice])) == [
        ("U02", "supervision-slip", ("U02-001",))
    ]


def test_after_supervision_nothing_more_goes_by_itself():
    sent = [
        a_paper("urging-notice", "2022-07-04", "U02-001"),
        a_paper("supervision-slip", "2022-07-07", "U02-001"),
    ]
    assert told(on("2022-12-01", a_matter(JUNE_30), sent=sent)) == []


def test_a_withdrawn_urging_is_not_repeated_leads_to_no_supervision_and_is_told():
    notice = a_paper("urging-notice", "2022-07-04", "U02-001", state="void")
    considered = on("2022-07-20", a_matter(JUNE_30), sent=[notice])
    assert told(considered) == []
    assert "U02-001的文书已作废" in considered.notes[0]


def test_a_circular_is_never_a_step_that_falls_due():
    ladder = (*LADDER, LadderStep(4, "通报", 10, "circular", automatic=True))
    sent = [
        a_paper("urging-notice", "2022-07-04", "U02-001"),
        a_paper("supervision-slip", "2022-07-07", "U02-001"),
    ]
    plan = a_quiet_plan(ladder=ladder)
    assert told(on("2022-09-01", a_matter(JUNE_30), sent=sent, plan=plan)) == []


# --------------------------------------------------------------------------- other ladders


def test_missed_steps_coalesce_to_the_latest_and_the_skipped_ones_are_named():
    plan = a_quiet_plan(
        ladder=steps(
            (-10, "reminder-letter"),
            (-5, "reminder-letter"),
            (-1, "reminder-letter"),
            (2, "urging-notice"),
            (4, "urging-notice"),
            (8, "supervision-slip"),
        )
    )
    reminder = on("2022-06-30", a_matter(JUNE_30), plan=plan).reminders[0]
    assert (reminder.step.no, reminder.superseded) == (3, (1, 2))
    reminder = on("2022-07-20", a_matter(JUNE_30), plan=plan).reminders[0]
    assert (reminder.step.no, reminder.superseded) == (5, (1, 2, 3, 4))


def test_a_second_urging_follows_the_first_by_the_days_between_the_steps():
    plan = a_quiet_plan(ladder=steps((2, "urging-notice"), (6, "urging-notice")))
    first = issued(*on("2022-07-04", a_matter(JUNE_30), plan=plan).reminders)
    assert told(on("2022-07-07", a_matter(JUNE_30), plan=plan, sent=first)) == []
    second = on("2022-07-08", a_matter(JUNE_30), plan=plan, sent=first)
    assert [r.step.no for r in second.reminders] == [2]


def test_a_step_on_the_day_itself_is_a_step_before():
    plan = a_quiet_plan(ladder=steps((0, "reminder-letter")))
    assert told(on("2022-06-29", a_matter(JUNE_30), plan=plan)) == []
    assert told(on("2022-06-30", a_matter(JUNE_30), plan=plan)) == [
        ("U02", "reminder-letter", ("U02-001",))
    ]
    assert told(on("2022-07-01", a_matter(JUNE_30), plan=plan)) == []


def test_no_ladder_no_reminders():
    considered = on("2022-07-20", a_matter(JUNE_30), plan=a_quiet_plan(ladder=()))
    assert considered.reminders == ()
    assert considered.held == ()


EDITED = [
    # the ladder after the letter of five days before had gone out
    steps((-3, "reminder-letter"), (2, "urging-notice")),
    steps((-8, "reminder-letter"), (-5, "reminder-letter"), (2, "urging-notice")),
    steps((-5, "reminder-letter")),
    (LadderStep(7, "提醒", -5, "reminder-letter"), LadderStep(9, "催办", 2, "urging-notice")),
]


@pytest.mark.parametrize("ladder", EDITED)
def test_an_edited_ladder_does_not_bring_back_what_was_sent(ladder):
    letter = issued(*on("2022-06-23", a_matter(JUNE_30)).reminders)
    plan = a_quiet_plan(ladder=ladder)
    for today in ("2022-06-24", "2022-06-27", "2022-06-30"):
        assert told(on(today, a_matter(JUNE_30), sent=letter, plan=plan)) == []


@pytest.mark.parametrize(
    "ladder",
    [
        steps((-5, "reminder-letter"), (3, "urging-notice"), (5, "supervision-slip")),
        steps((2, "urging-notice"), (5, "supervision-slip")),
        steps((-9, "reminder-letter"), (-5, "reminder-letter"), (2, "urging-notice")),
    ],
)
def test_an_urging_that_went_still_counts_in_an_edited_ladder(ladder):
    notice = issued(*on("2022-07-04", a_matter(JUNE_30)).reminders)
    considered = on("2022-07-05", a_matter(JUNE_30), sent=notice, plan=a_quiet_plan(ladder=ladder))
    assert told(considered) == []


def test_a_holiday_declared_afterwards_does_not_bring_back_what_was_sent():
    ladder = steps((2, "urging-notice"), (6, "urging-notice"))
    plan = a_quiet_plan(ladder=ladder)
    sent = issued(*on("2022-07-04", a_matter(JUNE_30), plan=plan).reminders)
    sent += issued(*on("2022-07-08", a_matter(JUNE_30), plan=plan, sent=sent).reminders)
    off = {**plan.calendar.days_off, date(2022, 7, 5): "停课"}
    changed = replace(plan, calendar=replace(plan.calendar, days_off=off))
    for today in ("2022-07-11", "2022-07-12", "2022-07-29"):
        assert told(on(today, a_matter(JUNE_30), plan=changed, sent=sent)) == []


# --------------------------------------------------------------------------- one paper


def test_the_urging_carries_what_is_merely_due_soon():
    late, soon = a_matter(date(2022, 6, 24)), a_matter(JUNE_30, number=2)
    considered = on("2022-06-28", late, soon)
    assert told(considered) == [("U02", "urging-notice", ("U02-001", "U02-002"))]
    uses = {u.topic: u.step for u in considered.reminders[0].uses}
    assert uses == {"U02-001": 2, "U02-002": 1}


def test_what_was_carried_before_its_day_is_urged_after_it():
    late, soon = a_matter(date(2022, 6, 24)), a_matter(JUNE_30, number=2)
    sent = issued(*on("2022-06-28", late, soon).reminders)
    assert told(on("2022-06-30", soon, sent=sent)) == []
    assert told(on("2022-07-04", soon, sent=sent)) == [("U02", "urging-notice", ("U02-002",))]
    assert told(on("2022-07-04", late, sent=sent)) == [("U02", "supervision-slip", ("U02-001",))]


def test_the_same_holds_for_a_ledger_that_kept_no_steps_of_matters():
    notice = a_paper("urging-notice", "2022-06-28", "U02-001", "U02-002")
    soon = a_matter(JUNE_30, number=2)
    assert told(on("2022-06-30", soon, sent=[notice])) == []
    assert told(on("2022-07-04", soon, sent=[notice])) == [("U02", "urging-notice", ("U02-002",))]


def test_where_two_kinds_are_due_the_graver_goes_and_the_other_waits_for_the_next_day():
    late, newly_late = a_matter(JUNE_30), a_matter(date(2022, 7, 5), number=2)
    notice = a_paper("urging-notice", "2022-07-04", "U02-001")
    considered = on("2022-07-07", late, newly_late, sent=[notice])
    assert told(considered) == [("U02", "supervision-slip", ("U02-001",))]
    [(unit, kind, reason, until)] = waiting(considered)
    assert (unit, kind, until) == ("U02", "urging-notice", date(2022, 7, 11))
    assert "每单位每个工作日最多1件" in reason  # and two in the week of 4 July already


def test_the_slips_of_a_day_are_one_reminder():
    matters = [a_matter(JUNE_30, number=n) for n in (1, 2, 3)]
    notice = a_paper("urging-notice", "2022-07-04", "U02-001", "U02-002", "U02-003")
    [reminder] = on("2022-07-07", *matters, sent=[notice]).reminders
    assert [m.id for m in reminder.matters] == ["U02-001", "U02-002", "U02-003"]


def test_slips_left_over_from_a_broken_off_bundle_go_the_same_day():
    matters = [a_matter(JUNE_30, number=n) for n in (1, 2)]
    sent = [
        a_paper("urging-notice", "2022-07-04", "U02-001", "U02-002"),
        a_paper("supervision-slip", "2022-07-07", "U02-001"),
    ]
    assert told(on("2022-07-07", *matters, sent=sent)) == [
        ("U02", "supervision-slip", ("U02-002",))
    ]


def test_the_lead_is_reminded_not_the_unit_that_reported():
    matter = a_matter(JUNE_30, unit="U02", lead="U05")
    assert told(on("2022-07-04", matter)) == [("U05", "urging-notice", ("U02-001",))]


def test_a_paper_to_the_former_lead_counts_for_that_lead_only():
    notice = a_paper("urging-notice", "2022-07-04", "U02-001", unit="U02")
    matter = a_matter(JUNE_30, unit="U02", lead="U05")
    assert told(on("2022-07-08", matter, sent=[notice])) == [("U05", "urging-notice", ("U02-001",))]


def test_units_come_in_roster_order_and_the_order_of_views_does_not_matter():
    plan, day = a_quiet_plan(), date(2022, 7, 4)
    matters = [a_matter(JUNE_30, unit=u) for u in ("U05", "U01", "U03")]
    views = views_of(matters, plan, day)
    there = remind(views, {}, plan, day, History())
    back = remind(views[::-1], {}, plan, day, History())
    assert there == back
    assert [r.unit for r in there] == ["U01", "U03", "U05"]


# --------------------------------------------------------------------------- days put off


def test_an_approved_extension_moves_the_ladder_and_begins_it_anew():
    sent = issued(*on("2022-06-23", a_matter(JUNE_30)).reminders)
    matter = a_matter(JUNE_30, extended_to=date(2022, 8, 31))
    for today in ("2022-07-01", "2022-07-04", "2022-07-07", "2022-08-23"):
        assert told(on(today, matter, sent=sent)) == []
    letter = on("2022-08-24", matter, sent=sent)
    assert told(letter) == [("U02", "reminder-letter", ("U02-001",))]
    sent += issued(*letter.reminders)
    assert told(on("2022-08-25", matter, sent=sent)) == []
    urging = on("2022-09-02", matter, sent=sent)
    assert told(urging) == [("U02", "urging-notice", ("U02-001",))]
    sent += issued(*urging.reminders)
    assert told(on("2022-09-07", matter, sent=sent)) == [("U02", "supervision-slip", ("U02-001",))]


def test_an_urging_about_the_former_day_is_no_ground_for_supervision():
    notice = a_paper("urging-notice", "2022-07-04", "U02-001")
    matter = a_matter(JUNE_30, extended_to=date(2022, 8, 31))
    assert told(on("2022-09-07", matter, sent=[notice])) == [("U02", "urging-notice", ("U02-001",))]


def test_a_short_extension_brings_no_second_letter_within_days():
    sent = issued(*on("2022-06-23", a_matter(JUNE_30)).reminders)
    matter = a_matter(JUNE_30, extended_to=date(2022, 7, 5))
    assert told(on("2022-06-28", matter, sent=sent)) == []
    assert told(on("2022-07-07", matter, sent=sent)) == [("U02", "urging-notice", ("U02-001",))]


def test_a_day_retyped_without_a_decision_does_not_begin_the_ladder_anew():
    sent = issued(*on("2022-06-23", a_matter(JUNE_30)).reminders)
    retyped = a_matter(date(2022, 6, 29))
    for today in ("2022-06-24", "2022-06-29"):
        assert told(on(today, retyped, sent=sent)) == []
    assert told(on("2022-07-01", retyped, sent=sent)) == [("U02", "urging-notice", ("U02-001",))]


def test_a_day_moved_earlier_never_makes_two_steps_of_one_day():
    considered = on("2022-07-04", a_matter(date(2022, 6, 10)))
    assert told(considered) == [("U02", "urging-notice", ("U02-001",))]


def test_a_recurring_day_is_reminded_of_each_time_it_comes():
    june = a_matter(date(2022, 6, 25), kind=DueKind.RECURRING)
    sent = issued(*on("2022-06-17", june).reminders)
    july = a_matter(date(2022, 7, 25), kind=DueKind.RECURRING)
    assert told(on("2022-07-15", july, sent=sent)) == []
    assert told(on("2022-07-18", july, sent=sent)) == [("U02", "reminder-letter", ("U02-001",))]


def test_a_refused_extension_changes_nothing():
    refused = Decision("延期", "U02-001", "U02", False, date(2022, 6, 28), date(2022, 8, 31))
    matter = replace(a_matter(JUNE_30), decisions=(refused,))
    assert told(on("2022-07-04", matter)) == [("U02", "urging-notice", ("U02-001",))]


# --------------------------------------------------------------------------- quiet days


def test_on_a_rest_day_everything_waits_for_the_next_working_day():
    considered = on("2022-07-02", a_matter(date(2022, 6, 29)))
    assert told(considered) == []
    [(_, kind, reason, until)] = waiting(considered)
    assert (kind, until) == ("urging-notice", date(2022, 7, 4))
    assert "星期六" in reason


def test_on_a_rest_day_one_paper_a_unit_is_drafted_all_the_same_for_a_person_to_decide():
    late, newly_late = a_matter(JUNE_30), a_matter(date(2022, 7, 5), number=2)
    notice = a_paper("urging-notice", "2022-07-04", "U02-001")
    considered = on("2022-07-09", late, newly_late, sent=[notice])
    assert considered.reminders == ()
    assert [r.step.document for r in considered.drafts] == ["supervision-slip"]
    assert [h.waits for h in considered.held] == [False, True]


def test_on_the_eve_of_a_break_everything_waits_until_after_it():
    considered = on("2022-09-30", a_matter(date(2022, 9, 28)))
    assert told(considered) == []
    [(_, _, reason, until)] = waiting(considered)
    assert "放假前最后一个工作日" in reason
    assert until == date(2022, 10, 8)


def test_a_made_up_saturday_is_a_working_day():
    assert told(on("2022-10-08", a_matter(date(2022, 9, 28)))) == [
        ("U02", "urging-notice", ("U02-001",))
    ]


def test_the_third_paper_of_a_week_waits_for_monday():
    sent = [
        a_paper("reminder-letter", "2022-07-04", "U02-008"),
        a_paper("urging-notice", "2022-07-05", "U02-009"),
    ]
    considered = on("2022-07-06", a_matter(date(2022, 7, 4)), sent=sent)
    assert told(considered) == []
    [(_, _, reason, until)] = waiting(considered)
    assert "每周最多2件" in reason
    assert until == date(2022, 7, 11)
    assert told(on("2022-07-11", a_matter(date(2022, 7, 4)), sent=sent)) != []


def test_answers_to_submissions_do_not_use_up_the_ceiling():
    sent = [a_paper("receipt", f"2022-07-0{n}") for n in (4, 5, 6)]
    assert told(on("2022-07-06", a_matter(date(2022, 7, 4)), sent=sent)) == [
        ("U02", "urging-notice", ("U02-001",))
    ]


def test_what_was_given_up_counts_neither_for_the_day_nor_for_the_week():
    sent = [a_paper("urging-notice", "2022-07-06", "U02-009", state="void")]
    assert told(on("2022-07-06", a_matter(date(2022, 7, 4)), sent=sent)) != []


def test_an_office_that_wants_no_manners_has_none():
    manners = Manners(workdays_only=False, not_on_eve_of_break=False, per_unit_per_day=9,
                      per_unit_per_week=99)  # fmt: skip
    plan = a_quiet_plan(manners=manners)
    notice = a_paper("urging-notice", "2022-07-05", "U02-001")
    matters = (a_matter(JUNE_30), a_matter(date(2022, 7, 5), number=2))
    considered = on("2022-07-09", *matters, sent=[notice], plan=plan)
    assert [kind for _, kind, _ in told(considered)] == ["supervision-slip", "urging-notice"]


def test_a_year_without_a_notice_is_told_and_not_in_the_way():
    considered = on("2027-03-03", a_matter(date(2027, 3, 1)))
    assert told(considered) == [("U02", "urging-notice", ("U02-001",))]
    assert considered.notes == (
        "2027年放假安排尚未公布，2027年3月3日前后的工作日按周末和法定节日暂定。",
    )


@pytest.mark.parametrize("due", [date(9999, 12, 31), date(1, 1, 3), date(1900, 2, 1)])
def test_days_beyond_all_calendars_do_not_stop_the_others(due):
    considered = on("2022-07-04", a_matter(due), a_matter(JUNE_30, number=2))
    assert "U02-002" in {t for _, _, topics in told(considered) for t in topics}


def test_a_calendar_without_working_days_holds_everything_and_says_so():
    plan = a_quiet_plan()
    off = {date(2022, 7, 4).replace(day=d): "停" for d in range(1, 31)}
    off |= {date(2022, 8, d): "停" for d in range(1, 32)}
    plan = replace(plan, calendar=replace(plan.calendar, days_off=off))
    considered = on("2022-07-04", a_matter(date(2022, 6, 24)), plan=plan)
    assert told(considered) == []
    assert [until for *_, until in waiting(considered)] == [date(2022, 9, 1)]


def test_the_lines_for_the_office_name_who_waits_and_until_when():
    plan = a_quiet_plan()
    matters = [a_matter(date(2022, 6, 29), unit=u) for u in ("U01", "U02", "U03", "U04")]
    considered = consider(
        views_of(matters, plan, date(2022, 7, 2)), {}, plan, date(2022, 7, 2), History()
    )
    assert considered.told(plan) == (
        "2022年7月2日（星期六）是休息日，文书只在工作日发出；"
        "信息工程学院的催办、商学院的催办、外国语学院的催办等4件最早7月4日发出。",
    )


def test_a_matter_with_a_date_and_standing_work_after_it_is_reminded_of_the_date():
    due = Due(DueKind.BY_DATE, JUNE_30, then="ongoing")
    assert told(on("2022-06-23", replace(a_matter(JUNE_30), due=due))) != []
