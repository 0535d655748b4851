"""What could not be looked at this time: a note, no finding, and nobody is said not to have sent it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_office import NAMES, small_office

from huaxia_tasks import looking
from huaxia_tasks.office import Office
from huaxia_tasks.run import check_folder, decide, look
from huaxia_tasks.workbooks import grid_refusals
from huaxia_tasks.workbooks.stable import read_stable

LATE = date(2022, 7, 8)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = small_office(tmp_path / "办公室", units=3)
    path = office.plans[0]
    book = openpyxl.load_workbook(path)
    for row in book["清单"].iter_rows(min_row=4, max_row=7):
        row[2].value = date(2022, 6, 24)
    book.save(path)
    return office


def _rules(office: Office, unit: str) -> set[str]:
    return {f.rule for f in check_folder(office, LATE).findings if f.unit == unit}


def _being_saved(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def read(path: Path) -> bytes:
        if path.name in names:
            raise grid_refusals.busy("changed while it was read")
        return read_stable(path)

    monkeypatch.setattr(looking, "read_stable", read)


def test_a_file_being_saved_is_noted_and_asked_for_by_nobody(office, monkeypatch):
    _being_saved(monkeypatch, f"{NAMES[0]}.xlsx")
    result = check_folder(office, LATE)
    assert [f for f in result.findings if f.unit == "U01"] == []
    assert [n for n in result.notes if NAMES[0] in n and "正在保存" in n]
    assert result.exit_code == 3
    briefing = decide(look(office, LATE))
    assert "U01" not in {r.unit for r in briefing.reminders}


def test_a_second_file_being_saved_may_hold_the_lists_that_are_missing(office, monkeypatch):
    assert "not-submitted" in _rules(office, "U01")
    openpyxl.Workbook().save(office.inbox / f"{NAMES[0]}问题清单.xlsx")
    _being_saved(monkeypatch, f"{NAMES[0]}问题清单.xlsx")
    assert "not-submitted" not in _rules(office, "U01")
    assert "not-submitted" in _rules(office, "U02")


def test_a_folder_that_was_not_looked_into_excuses_its_unit_only(office):
    (office.inbox / f"{NAMES[0]}.xlsx").unlink()
    (office.inbox / f"{NAMES[1]}.xlsx").unlink()
    (office.inbox / NAMES[0] / "一" / "二" / "三" / "四").mkdir(parents=True)
    assert _rules(office, "U01") == set()
    assert _rules(office, "U02") == {"not-submitted"}
