"""Lists not handed in and errors to mend: asked for before their day, urged after it, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import a_chain, a_plan, a_view, good
from reminder_cases import a_matter, a_paper, an_error, issued

from huaxia_tasks.checking import check_view
from huaxia_tasks.model import (
    CellRef,
    History,
    Level,
    ListKind,
    Manners,
    RuleSetting,
    Trouble,
    UnitView,
)
from huaxia_tasks.reminders import _together, consider, lists_in
from huaxia_tasks.reminders.topics import is_flaw

P, T, D, C = ListKind
ALL = ("U02-未报送:任务清单", "U02-未报送:完成清单", "U02-未报送:责任清单", "U02-未报送:问题清单")


def decided(today: str, *rows, sent=(), plan=None, troubles=(), findings=None):
    """What is decided for 商学院 on a day, with the findings of its real lists."""
    day = date.fromisoformat(today)
    chosen = plan or a_plan()
    view = a_view(*rows, plan=chosen, today=day, troubles=troubles)
    found = check_view(view) if findings is None else findings
    only = replace(chosen, units=tuple(u for u in chosen.units if u.id == "U02"))
    return consider([view], {"U02": found}, only, day, History(sent=tuple(sent)))


def topics(considered) -> list[tuple[str, tuple[str, ...]]]:
    return [(r.step.document, tuple(sorted(r.topics))) for r in considered.reminders]


LISTS = [
    ("2022-06-22", []),
    ("2022-06-23", [("reminder-letter", ALL)]),
    ("2022-06-30", [("reminder-letter", ALL)]),
    ("2022-07-01", []),
    ("2022-07-04", [("urging-notice", ALL)]),
    ("2022-09-01", [("urging-notice", ALL)]),
]


@pytest.mark.parametrize(("today", "expected"), LISTS)
def test_lists_are_asked_for_before_their_day_and_urged_after_it(today, expected):
    assert topics(decided(today)) == expected


def test_a_letter_refers_to_the_ones_that_urged_the_lists_it_speaks_of_again():
    rows = (good(P), good(T, deadline="7月11日"))
    first = decided("2022-07-04", *rows).reminders
    assert [r.step.document for r in first] == ["urging-notice"]
    sent = issued(*first)
    (later,) = decided("2022-07-13", *rows, sent=sent).reminders
    assert [m.id for m in later.matters] == ["U02-001"]
    assert [s.issued_on for s in later.earlier] == [date(2022, 7, 4)]


def test_each_list_is_asked_for_and_urged_once():
    sent = issued(*decided("2022-06-23").reminders)
    assert topics(decided("2022-06-24", sent=sent)) == []
    assert topics(decided("2022-06-30", sent=sent)) == []
    sent += issued(*decided("2022-07-04", sent=sent).reminders)
    for today in ("2022-07-05", "2022-07-07", "2022-09-01", "2022-12-01"):
        assert topics(decided(today, sent=sent)) == []


def test_lists_are_never_put_under_supervision_but_the_office_is_told():
    sent = issued(*decided("2022-07-04").reminders)
    assert decided("2022-07-06", sent=sent).notes == ()
    [note] = decided("2022-07-07", sent=sent).notes
    assert note == (
        "催办后仍未报送，请电话联系：商学院（问题清单、任务清单、责任清单、完成清单）。"
    )


def test_a_list_that_is_there_is_not_asked_for():
    rows = a_chain()
    assert topics(decided("2022-06-23", *rows)) == []
    assert topics(decided("2022-06-23", *rows[:3])) == [
        ("reminder-letter", ("U02-未报送:完成清单",))
    ]


def test_each_list_has_the_ladder_of_its_own_day():
    plan = a_plan()
    early = tuple(
        replace(s, due=date(2022, 6, 24) if s.kind is not C else date(2022, 6, 30))
        for s in plan.lists
    )
    plan = replace(plan, lists=early)
    first = decided("2022-06-17", plan=plan)
    assert lists_in(first.reminders[0].topics) == (P, T, D)
    second = decided("2022-06-28", plan=plan, sent=issued(*first.reminders))
    uses = {u.topic: u.step for u in second.reminders[0].uses}
    assert uses == {t: 1 if "完成" in t else 2 for t in ALL}
    third = decided("2022-07-04", plan=plan, sent=issued(*first.reminders, *second.reminders))
    assert topics(third) == [("urging-notice", ("U02-未报送:完成清单",))]


def test_a_list_without_a_day_or_not_asked_of_this_unit_is_not_asked_for():
    plan = a_plan()
    free = replace(plan, lists=tuple(replace(s, due=None) for s in plan.lists))
    others = replace(plan, lists=tuple(replace(s, units=("U01",)) for s in plan.lists))
    for chosen in (free, others):
        assert topics(decided("2022-06-23", plan=chosen)) == []
        assert topics(decided("2022-07-04", plan=chosen)) == []


def test_a_rule_switched_off_asks_for_no_lists():
    plan = a_plan(rules={"not-submitted": RuleSetting("not-submitted", on=False)})
    assert topics(decided("2022-06-23", plan=plan)) == []
    assert topics(decided("2022-07-04", plan=plan)) == []


# --------------------------------------------------------------------------- errors

BROKEN = a_chain(tasks={"deadline": ""}, completions={"deadline": ""}, duties={"deadline": ""})


def test_errors_are_told_by_the_receipt_and_urged_only_after_the_day_of_their_list():
    for today in ("2022-06-10", "2022-06-23", "2022-06-30", "2022-07-01"):
        assert topics(decided(today, *BROKEN)) == []
    [(kind, found)] = topics(decided("2022-07-04", *BROKEN))
    assert kind == "urging-notice"
    assert all(is_flaw(t) for t in found)


def test_the_same_errors_are_urged_once():
    sent = issued(*decided("2022-07-04", *BROKEN).reminders)
    for today in ("2022-07-05", "2022-07-11", "2022-10-10"):
        assert topics(decided(today, *BROKEN, sent=sent)) == []


def test_errors_that_moved_to_another_row_are_the_same_errors():
    sent = issued(*decided("2022-07-04", *BROKEN).reminders)
    moved = tuple(
        good(kind, 9, deadline="") if kind is not P else good(kind, 9) for kind in (P, T, D, C)
    )
    assert topics(decided("2022-07-11", *moved, sent=sent)) == []


def test_mending_some_of_the_errors_brings_no_further_notice():
    two = (*BROKEN, good(T, 5, item_id="R02", task="修缮路灯", lead_unit="", deadline="10月底"))
    sent = issued(*decided("2022-07-04", *two).reminders)
    assert topics(decided("2022-07-11", *BROKEN, sent=sent)) == []


def test_a_new_error_is_urged_when_the_last_notice_had_its_time():
    sent = issued(*decided("2022-07-04", *BROKEN).reminders)
    more = (*BROKEN, good(T, 5, item_id="R02", task="修缮路灯", lead_unit="", deadline="10月底"))
    assert topics(decided("2022-07-05", *more, sent=sent)) == []
    [(kind, found)] = topics(decided("2022-07-07", *more, sent=sent))
    assert kind == "urging-notice"
    assert not set(found) & set(sent[0].matters)


def test_errors_go_along_with_a_notice_that_goes_anyway():
    finding = an_error(ref=CellRef("报送/a.xlsx", "完成清单", 5))
    plan, day = a_plan(), date(2022, 6, 20)
    matter = a_matter(date(2022, 6, 16))
    view = UnitView(plan, plan.units[1], day, "received", matters=(matter,))
    considered = consider([view], {"U02": [finding]}, plan, day, History())
    [reminder] = [r for r in considered.reminders if r.unit == "U02"]
    assert reminder.step.document == "urging-notice"
    assert [t for t in reminder.topics if is_flaw(t)]


def test_warnings_hints_and_what_the_office_has_to_do_are_not_urged():
    findings = [
        replace(an_error(), level=Level.WARNING),
        replace(an_error(), level=Level.INFO),
        an_error("overdue"),
        an_error("immediate-not-done"),
        an_error("unfinished-without-reason"),
    ]
    assert topics(decided("2022-07-04", *a_chain(), findings=findings)) == []


def test_errors_of_a_plan_that_names_no_day_are_urged_at_once():
    plan = a_plan(lists=tuple(replace(s, due=None) for s in a_plan().lists))
    assert [k for k, _ in topics(decided("2022-06-10", *BROKEN, plan=plan))] == ["urging-notice"]


def test_a_file_that_cannot_be_read_is_urged_once_and_no_list_is_missed_beside_it():
    trouble = Trouble("unreadable-file", CellRef("报送/商学院.xlsx"), {"原因": "加密", "办法": ""})
    plan, day = a_plan(), date(2022, 7, 4)
    view = UnitView(plan, plan.units[1], day, "unreadable")
    finding = an_error("unreadable-file", ref=trouble.ref)
    only = replace(plan, units=(plan.units[1],))
    considered = consider([view], {"U02": [finding]}, only, day, History())
    [(kind, found)] = topics(considered)
    assert (kind, len(found)) == ("urging-notice", 1)
    again = consider(
        [view], {"U02": [finding]}, only, date(2022, 7, 11),
        History(sent=tuple(issued(*considered.reminders))),
    )  # fmt: skip
    assert again.reminders == ()


# --------------------------------------------------------------------------- unchanged


def test_an_office_that_repeats_unchanged_things_does_so_once_a_week():
    plan = a_plan(manners=Manners(silent_when_unchanged=False))
    sent = issued(*decided("2022-07-04", plan=plan).reminders)
    assert topics(decided("2022-07-08", plan=plan, sent=sent)) == []
    again = decided("2022-07-11", plan=plan, sent=sent)
    assert topics(again) == [("urging-notice", tuple(sorted(f"{t}·第2次" for t in ALL)))]
    sent += issued(*again.reminders)
    assert topics(decided("2022-07-15", plan=plan, sent=sent)) == []
    assert "第3次" in str(topics(decided("2022-07-18", plan=plan, sent=sent)))


def test_a_paper_about_a_list_counts_however_the_ledger_kept_it():
    notice = a_paper("urging-notice", "2022-07-04", *ALL)
    assert topics(decided("2022-07-08", sent=[notice])) == []


def test_units_that_owe_the_same_lists_are_named_together():
    silent = [
        "甲学院（问题清单、任务清单）",
        "乙（丙）部（问题清单、任务清单）",
        "丁处（完成清单）",
    ]
    assert _together(silent) == "甲学院、乙（丙）部（问题清单、任务清单）；丁处（完成清单）"
