"""Whole campaigns at random: no step twice, none lost, no quiet day, no ceiling broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reminder_cases import a_matter, a_quiet_plan, steps, views_of

from huaxia_tasks.model import History, Manners, Plan, Status
from huaxia_tasks.reminders import Considered, consider
from huaxia_tasks.simulate import breaches, days_between, lost, play

FIRST = date(2022, 10, 1)
UNITS = ("U01", "U02", "U03")

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@st.composite
def ladders(draw):
    before = sorted(draw(st.sets(st.integers(-12, 0), max_size=3)))
    after = sorted(draw(st.sets(st.integers(1, 15), max_size=4)))
    cut = draw(st.integers(0, len(after)))
    urging = [(d, "urging-notice") for d in after[:cut]]
    slips = [(d, "supervision-slip") for d in after[cut:]]
    return steps(*((d, "reminder-letter") for d in before), *urging, *slips)


@st.composite
def some_matters(draw):
    """Matters with the day on which each is done or paused, None for never."""
    found = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        due = FIRST + timedelta(days=draw(st.integers(-20, 120)))
        settled = draw(st.none() | st.integers(0, 130))
        state = draw(st.sampled_from([Status.DONE, Status.SUSPENDED, Status.LONG_TERM]))
        unit, lead = draw(st.sampled_from(UNITS)), draw(st.sampled_from(UNITS))
        matter = a_matter(due, number=number, unit=unit, lead=lead)
        found.append((matter, FIRST + timedelta(days=settled) if settled else None, state))
    return found


def the_state_on(day: date, life) -> list:
    return [
        replace(m, state=state) if settled is not None and day >= settled else m
        for m, settled, state in life
    ]


def played_on(plan: Plan, life, days):
    def decide(day: date, history: History) -> Considered:
        return consider(views_of(the_state_on(day, life), plan, day), {}, plan, day, history)

    return list(play(days, decide))


@quick
@given(ladders(), some_matters(), st.integers(1, 3), st.integers(1, 4), st.booleans())
def test_a_campaign_keeps_every_promise(ladder, life, per_day, per_week, eves):
    manners = Manners(
        per_unit_per_day=per_day, per_unit_per_week=per_week, not_on_eve_of_break=eves
    )
    plan = a_quiet_plan(ladder=ladder, manners=manners)
    played = played_on(plan, life, days_between(FIRST, FIRST + timedelta(days=150)))
    assert breaches(played, plan) == []
    open_throughout = [m for m, settled, _ in life if settled is None]
    assert lost(played, open_throughout, plan) == []


@quick
@given(some_matters(), st.integers(1, 90), st.integers(20, 45))
def test_after_days_off_a_matter_is_spoken_of_once(life, gone, days_off):
    """40 days off over New Year: at most one new paper for each unit and matter on the way back."""
    plan = a_quiet_plan()
    away = FIRST + timedelta(days=gone)
    back = away + timedelta(days=days_off)
    days = [*days_between(FIRST, away), *days_between(back, back + timedelta(days=40))]
    played = played_on(plan, life, days)
    assert breaches(played, plan) == []
    assert lost(played, [m for m, settled, _ in life if settled is None], plan) == []
    returned = next(d for d in played if d.day >= back and (d.sent or d.considered.held == ()))
    papers = Counter((s.unit, s.kind in ("supervision-slip",)) for s in returned.sent)
    assert all(n == 1 for (_, slip), n in papers.items() if not slip)
    spoken = Counter(t for s in returned.sent for t in s.matters)
    assert all(n == 1 for n in spoken.values())


@quick
@given(some_matters(), st.integers(0, 130))
def test_deciding_twice_on_a_day_adds_nothing(life, offset):
    plan, day = a_quiet_plan(), FIRST + timedelta(days=offset)
    first = played_on(plan, life, [day])
    twice = played_on(plan, life, [day, day])
    again = twice[1].considered.reminders
    assert twice[0].considered == first[0].considered
    said = {(u.topic, u.step) for r in first[0].considered.reminders for u in r.uses}
    assert not said & {(u.topic, u.step) for r in again for u in r.uses}


@quick
@given(some_matters(), ladders(), ladders(), st.integers(5, 100))
def test_a_ladder_edited_on_the_way_never_repeats_a_paper_of_the_same_kind_next_day(
    life, before, after, changed
):
    """Whatever the office does to the ladder, what was said of a matter is not said again at once.

    Unless the new ladder itself wants two papers of a kind on days that follow each other.
    """
    days = [step.workdays for step in after]
    assume(all(late - early > 1 for early, late in pairwise(days)))
    day = FIRST + timedelta(days=changed)
    old, new = a_quiet_plan(ladder=before), a_quiet_plan(ladder=after)

    def decide(today: date, history: History) -> Considered:
        plan = old if today <= day else new
        return consider(views_of(the_state_on(today, life), plan, today), {}, plan, today, history)

    played = list(play(days_between(FIRST, day + timedelta(days=1)), decide))
    yesterday = {(t, s.kind, s.unit) for d in played[:-1] for s in d.sent for t in s.matters
                 if s.issued_on >= day - timedelta(days=1)}  # fmt: skip
    # A 催办 that only carried a matter before its day may be followed by the 催办 of that matter.
    late = {m.id for m, *_ in life if m.due_day and m.due_day < day - timedelta(days=1)}
    tomorrow = {(t, s.kind, s.unit) for s in played[-1].sent for t in s.matters if t in late}
    assert not yesterday & tomorrow


@quick
@given(some_matters())
def test_the_same_facts_give_the_same_reminders_in_any_order(life):
    plan, day = a_quiet_plan(), FIRST + timedelta(days=40)
    matters = [m for m, *_ in life]
    there = consider(views_of(matters, plan, day), {}, plan, day, History())
    back = consider(views_of(matters, plan, day)[::-1], {}, plan, day, History())
    assert [r.key for r in there.reminders] == [r.key for r in back.reminders]
