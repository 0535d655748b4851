"""On another day only those checks are asked again that may say something else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huaxia_tasks import rechecking
from huaxia_tasks.briefs import pack_findings
from huaxia_tasks.checking import check_closely, in_order
from huaxia_tasks.examining import view_unit
from huaxia_tasks.looking import gather, set_up
from huaxia_tasks.model import UnitView
from huaxia_tasks.office import lay_out
from huaxia_tasks.rechecking import Before, check_again, pack_spans
from huaxia_tasks.watched_day import WatchedDay

TODAY = date(2022, 6, 28)
LATER = tuple(TODAY + timedelta(days=n) for n in (1, 2, 3, 20, 94, -5, 400))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory):
    """Return what gives the view of each unit of the demo on a day, and its day."""
    setup = set_up(lay_out(tmp_path_factory.mktemp("演示") / "办公室", demo=True))
    by_unit = gather(setup).by_unit

    def view(unit: str, day: date) -> tuple[UnitView, WatchedDay]:
        watched = WatchedDay.of(day)
        own = setup.plan.unit(unit)
        return view_unit(setup.plan, own, by_unit[unit], watched, words=setup.office_words), watched

    return {unit: lambda day, unit=unit: view(unit, day) for unit in by_unit}


def _before(view_on, day: date) -> Before:
    view, watched = view_on(day)
    reading = watched.span
    told = check_closely(view, watched)
    return Before(pack_findings(told), pack_spans(reading, told), None)


@pytest.mark.parametrize("day", LATER)
def test_checks_that_are_taken_over_say_what_they_would_say(seen, day: date) -> None:
    for view_on in seen.values():
        before = _before(view_on, TODAY)
        again = in_order(check_again(*view_on(day), before))
        assert again == in_order(check_closely(*view_on(day)))


def test_what_is_kept_again_holds_as_long_as_it_did(seen) -> None:
    for view_on in seen.values():
        view, watched = view_on(LATER[1])
        reading = watched.span
        told = check_again(view, watched, _before(view_on, TODAY))
        second = Before(pack_findings(told), pack_spans(reading, told), None)
        for day in LATER:
            again = in_order(check_again(*view_on(day), second))
            assert again == in_order(check_closely(*view_on(day)))


def test_only_checks_that_may_say_something_else_are_asked(seen, monkeypatch) -> None:
    asked: list[set[str] | None] = []

    def watched_check(view, day, only=None):
        asked.append(only)
        return check_closely(view, day, only)

    monkeypatch.setattr(rechecking, "check_closely", watched_check)
    for view_on in seen.values():
        check_again(*view_on(TODAY + timedelta(days=1)), _before(view_on, TODAY))
    assert asked
    assert all(only is not None and len(only) < 12 for only in asked)
