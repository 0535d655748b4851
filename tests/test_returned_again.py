"""A unit mends its list and sends it again under another name the same day: the loop closes."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_office import Clock, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import Office
from huaxia_tasks.run import Result, check_folder, run_folder

DAY = date(2022, 6, 23)
MORNING, NOON = 1_655_949_600, 1_655_960_400


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path / "办公室", demo=True, units=1)


def _workbook(office: Office) -> Path:
    return office.inbox / "信息工程学院.xlsx"


def _mended(office: Office, name: str, at: int) -> None:
    first = _workbook(office)
    book = openpyxl.load_workbook(first)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "完善学生社区服务站":
                    cell.value = "完善学生社区服务站设施"
    path = first.with_name(name)
    book.save(path)
    os.utime(path, (at, at))


def _duplicates(result: Result) -> list[str]:
    return [f.message for f in result.findings if f.rule == "duplicate-submission"]


def test_a_list_that_follows_one_already_taken_in_does_not_compete_with_it(office):
    os.utime(_workbook(office), (MORNING, MORNING))
    ids = [m.id for m in run_folder(office, DAY, now=Clock()).snapshot.matters]
    _mended(office, "信工院改好了.xlsx", NOON)
    for _ in range(2):
        result = run_folder(office, DAY, now=Clock())
        assert _duplicates(result) == []
        assert [m.id for m in result.snapshot.matters] == ids
        assert "完善学生社区服务站设施" in {m.title for m in result.snapshot.matters}
    assert _duplicates(check_folder(office, date(2022, 6, 27))) == []


def test_two_lists_that_come_together_compete(office):
    os.utime(_workbook(office), (MORNING, MORNING))
    _mended(office, "信工院改好了.xlsx", NOON)
    for _ in range(2):
        assert len(_duplicates(run_folder(office, DAY, now=Clock()))) == 1


def test_the_receipt_speaks_of_the_list_that_counts(office):
    from huaxia_tasks.documents import receipt
    from huaxia_tasks.run import decide, look

    os.utime(_workbook(office), (MORNING, MORNING))
    run_folder(office, DAY, now=Clock())
    _mended(office, "信工院改好了.xlsx", NOON)
    briefing = decide(look(office, DAY))
    document = receipt.receipt(briefing, briefing.snapshot.views[0])
    assert document is not None
    assert "《信工院改好了.xlsx》" in str(document.fields["收到句"])
    assert f"《{_workbook(office).name}》" not in str(document.fields["收到句"])


def test_two_files_of_one_name_come_back_as_two(tmp_path):
    office = small_office(tmp_path / "督办", units=1, demo=True)
    for path in office.inbox.iterdir():
        path.unlink()
    places = ("任务/清单A.xlsx", "完成/清单A.xlsx", "问题/清单a.xlsx")
    lists = (
        ("任务清单", ["序号", "任务编号", "工作任务", "牵头单位", "完成时限"], "6月31日"),
        ("完成清单", ["序号", "任务编号", "工作任务", "完成情况", "实际完成时间"], "2022-13-5"),
        ("问题清单", ["序号", "问题编号", "问题描述", "责任单位", "整改时限"], "6月31日"),
    )
    for place, (sheet, heads, wrong) in zip(places, lists, strict=True):
        book = openpyxl.Workbook()
        book.active.title = sheet
        book.active.append(["填报单位：信息工程学院"])
        book.active.append(heads)
        words = ["已完成" if "情况" in h else "信息工程学院" for h in heads[3:-1]]
        book.active.append([1, "X-001", "教室照明整改", *words, wrong])
        folder = office.inbox / "信息工程学院" / place
        folder.parent.mkdir(parents=True)
        book.save(folder)
    assert run_cli(["run", "--office", str(office.root), "--today", str(DAY), "-q"]) == 1
    back = sorted(p.name for p in (office.root / "输出").rglob("退回_*.xlsx"))
    assert back == ["退回_清单A.xlsx", "退回_清单A（2）.xlsx", "退回_清单a（3）.xlsx"]
