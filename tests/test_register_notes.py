"""The office is told which lines of its register have no effect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_office import Clock, small_office

from huaxia_tasks.errors import OfficeError
from huaxia_tasks.issuing import issue
from huaxia_tasks.office import Office
from huaxia_tasks.run import check_folder

TODAY = date(2022, 6, 28)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path / "办公室", units=2)


def _decide(office: Office, *lines: tuple[object, ...]) -> list[str]:
    book = openpyxl.load_workbook(office.decisions)
    for row, line in enumerate(lines, 4):
        for column in range(1, 10):
            book["登记"].cell(row, column).value = None
        for column, value in enumerate(line, 1):
            book["登记"].cell(row, column).value = value
    book.save(office.decisions)
    return [n for n in check_folder(office, TODAY).notes if "登记" in n]


def _extended(matter: str, unit: str = "") -> tuple[object, ...]:
    days = (date(2022, 6, 15), date(2022, 6, 16))
    return ("延期", matter, unit or None, *days, "同意", date(2022, 7, 20), "某某", "缺料")


def test_a_decision_about_an_unknown_matter_is_told(office):
    notes = _decide(office, _extended("U01-099"), _extended("R77", "智能制造学院"))
    assert len(notes) == 2
    assert "“登记”B4" in notes[0]
    assert "没有“U01-099”这个事项" in notes[0]
    assert "智能制造学院的清单里没有“R77”" in notes[1]


def test_a_decision_that_counts_is_not_told(office):
    assert _decide(office, _extended("U01-001"), _extended("智-002", "智能制造学院")) == []


def test_of_a_unit_whose_list_is_absent_nothing_is_said(office):
    (office.inbox / "信息工程学院.xlsx").unlink()
    assert _decide(office, _extended("U01-001")) == []


def test_a_register_that_is_gone_is_told_and_nobody_is_urged_meanwhile(office):
    _decide(office, _extended("U01-001"))
    assert issue(office, TODAY, now=Clock()).papers
    kept = office.decisions.rename(office.root / "登记（新）.xlsx")
    notes = [n for n in check_folder(office, TODAY).notes if "登记" in n]
    assert notes == [
        "《登记.xlsx》：找不到这个文件，延期、暂停、核实等决定都没有起作用。"
        "请把它放回办公室文件夹，文件名就是“登记.xlsx”；还没有登记过的，运行 huaxia init 补一本空白的。"
    ]
    with pytest.raises(OfficeError, match=r"登记.xlsx”不在"):
        issue(office, TODAY, now=Clock())
    kept.rename(office.decisions)
    issue(office, TODAY, now=Clock())


def test_an_office_that_never_had_a_register_issues_all_the_same(office):
    office.decisions.unlink()
    assert issue(office, TODAY, now=Clock()).papers


def test_a_register_without_its_sheet_is_told_with_what_to_do(office):
    book = openpyxl.load_workbook(office.decisions)
    book["登记"].title = "Sheet1"
    book.create_sheet("Sheet2").append(["别的"])
    book.save(office.decisions)
    (note,) = [n for n in check_folder(office, TODAY).notes if "登记" in n]
    assert "没有名为“登记”的工作表，登记过的决定都没有起作用" in note
    assert "改名为“登记”" in note
