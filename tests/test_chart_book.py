"""The workbook inside a chart is a whole workbook: every reader finds the figures in it."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from huaxia_tasks.rendering.chart_book import chart_book
from huaxia_tasks.rendering.chart_xml import ChartData, Series
from huaxia_tasks.workbooks.grid import read_book

CHART = ChartData(
    "完成情况",
    ("计算机学院", "A&B <学院>", "计算机学院", " 前后有空格 "),
    (Series("已完成", (5, 3, 0, 2.5)), Series("未完成", (1, None, 1234567, 0.1))),
)
FIGURES = [
    [None, "已完成", "未完成"],
    ["计算机学院", 5, 1],
    ["A&B <学院>", 3, None],
    ["计算机学院", 0, 1234567],
    ["前后有空格", 2.5, 0.1],
]


def stripped(rows: list[list[object]]) -> list[list[object]]:
    return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows]


def test_openpyxl_finds_the_figures():
    book = openpyxl.load_workbook(BytesIO(chart_book(CHART)))
    assert book.sheetnames == ["数据"]
    assert stripped([list(row) for row in book["数据"].iter_rows(values_only=True)]) == FIGURES


def test_calamine_finds_the_figures():
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(chart_book(CHART)))
    rows = book.get_sheet_by_name("数据").to_python()
    assert stripped([[cell or (0 if cell == 0 else None) for cell in row] for row in rows]) == FIGURES  # fmt: skip


def test_our_own_reader_finds_the_figures(tmp_path: Path):
    sheet = read_book(chart_book(CHART), "chart1.xlsx").sheets[0]
    assert sheet.name == "数据"
    assert sheet.rows[4][3].text == "1234567"


def test_shares_are_shown_as_per_cent_and_numbers_as_they_are():
    share = ChartData("率", ("一",), (Series("甲", (0.125,)),), percent=True)
    for chart, shown in ((share, "0.0%"), (CHART, "General")):
        sheet = openpyxl.load_workbook(BytesIO(chart_book(chart)))["数据"]
        assert sheet["B2"].number_format == shown


def test_the_same_figures_give_the_same_bytes():
    assert chart_book(CHART) == chart_book(CHART)


def test_texts_from_outside_stay_texts():
    odd = ChartData(
        "", ("=1+1", "\x00\x0b", "_x0041_", "长" * 9999), (Series("=cmd|x", (1, 2, 3, 4)),)
    )
    sheet = openpyxl.load_workbook(BytesIO(chart_book(odd)))["数据"]
    assert {sheet[a].data_type for a in ("B1", "A2", "A4", "A5")} == {"s"}
    assert sheet["A2"].value == "=1+1"
    assert sheet["A4"].value == "_x0041_"
    assert len(sheet["A5"].value) < 400


@pytest.mark.office
def test_libreoffice_opens_it(tmp_path: Path):
    (tmp_path / "chart.xlsx").write_bytes(chart_book(CHART))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "chart.xlsx")],
        check=True,
        capture_output=True,
        timeout=90,
    )
    lines = (tmp_path / "chart.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [",已完成,未完成", "计算机学院,5,1"]
