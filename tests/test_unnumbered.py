"""An office whose sheet 文号 is empty learns that its papers bear no number, before it is too late."""

from __future__ import annotations

import openpyxl
import pytest
from small_office import PLAN, TODAY, Clock, small_office

from huaxia_tasks.issuing import Order, issue
from huaxia_tasks.looking import set_up
from huaxia_tasks.office import Office


@pytest.fixture
def office(tmp_path) -> Office:
    return small_office(tmp_path / "督办", units=1)


def _no_numbers(office: Office) -> None:
    path = office.root / "计划" / PLAN
    book = openpyxl.load_workbook(path)
    for row in book["文号"].iter_rows(min_row=4):
        for cell in row:
            cell.value = None
    book.save(path)


def _open(office: Office) -> list[str]:
    return [o.name for o in set_up(office).plan.open_settings]


@pytest.mark.parametrize("dry_run", [True, False])
def test_papers_without_a_number_are_told_of(office, dry_run):
    assert "文书编号" not in _open(office)
    _no_numbers(office)
    assert "文书编号" in _open(office)
    result = issue(office, TODAY, Order(dry_run=dry_run), now=Clock())
    assert [n for n in result.notes if "没有编号系列" in n]


def test_an_office_with_numbers_hears_nothing_of_it(office):
    result = issue(office, TODAY, now=Clock())
    assert result.papers
    assert not [n for n in result.notes if "编号系列" in n]
