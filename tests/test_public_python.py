"""The public face: an office is named by text, path or Office, a day by a date or a moment of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import huaxia_tasks as ht
from huaxia_tasks.office import Office, lay_out

DAY = date(2022, 6, 28)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "演示", demo=True).root


@pytest.mark.parametrize("named", [str, Path, Office])
def test_an_office_is_named_as_one_likes(named: Any, demo):
    snapshot = ht.look(named(demo), today=DAY)
    drafts = ht.draft(named(demo), ht.decide(snapshot))
    assert {Path(paper.path).parent for paper in drafts.papers} >= {Path("输出/2022-06-28")}
    assert all((demo / paper.path).is_file() for paper in drafts.papers)
    assert ht.issue(named(demo), DAY).receipts


def test_a_moment_is_a_day(demo):
    moment = datetime(2022, 6, 28, 9, 30, tzinfo=UTC)
    assert ht.check(ht.look(demo, moment)) == ht.check(ht.look(demo, DAY))
    assert ht.issue(demo, moment).receipts


@pytest.mark.parametrize("day", ["2022-06-28", None, 20220628])
def test_what_is_no_day_is_refused_before_anything_is_read(day: Any, demo):
    with pytest.raises(TypeError, match=r"datetime\.date"):
        ht.look(demo, today=day)
    with pytest.raises(TypeError, match=r"datetime\.date"):
        ht.issue(demo, day)


def test_a_workbook_taken_away_since_it_was_read_comes_back_in_our_form(demo):
    briefing = ht.decide(ht.look(demo, today=DAY))
    (demo / "报送" / "土建学院清单.xlsx").unlink()
    drafts = ht.draft(demo, briefing)
    returned = "U03_土木建筑工程学院/退回_土建学院清单.xlsx"
    assert returned in drafts.files
    assert (demo / "输出" / "2022-06-28" / returned).stat().st_size > 5000
