"""What a whole file suffers from reaches the unit: links to other workbooks, digits that are lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from small_office import TODAY, hand_in, small_office

from huaxia_tasks.model import Finding
from huaxia_tasks.office import Office
from huaxia_tasks.run import check_swept

LINK = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
)


@pytest.fixture
def office(tmp_path) -> Office:
    return small_office(tmp_path / "督办", units=1)


def told(office: Office) -> list[Finding]:
    return [f for f in check_swept(office, TODAY).findings if f.rule == "hidden-content"]


def change(path: Path, part: str, old: bytes, new: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(made, "w") as changed:
        for name in package.namelist():
            data = package.read(name)
            changed.writestr(name, data.replace(old, new) if name == part else data)
    path.write_bytes(made.getvalue())


def test_formulas_that_look_into_another_workbook_are_told(office):
    path = hand_in(office, "信息工程学院")
    assert told(office) == []
    change(path, "xl/_rels/workbook.xml.rels", b"</Relationships>", LINK)
    (finding,) = told(office)
    assert "引用其他工作簿" in finding.message
    assert "数值" in finding.remedy


@pytest.mark.parametrize(
    ("heading", "number", "is_told"),
    [
        ("备注", 6222021234567890123, True),
        ("身份证号", 420106199001011234, True),
        ("备注", "6222021234567890123", False),
        ("备注", 138001380001234, False),
        ("联系电话", 8613800138000123456, False),
    ],
)
def test_a_number_too_long_for_a_spreadsheet_is_told_with_its_cell(
    office, heading, number, is_told
):
    path = hand_in(office, "信息工程学院")
    book = openpyxl.load_workbook(path)
    book["任务清单"]["F1"], book["任务清单"]["F3"] = heading, number
    book.save(path)
    found = told(office)
    assert bool(found) == is_told
    if found:
        assert "“任务清单”F3有超过15位的数字" in found[0].message
        assert "文本" in found[0].remedy


def test_long_numbers_outside_the_rows_of_a_list_are_nobodys_business(office):
    path = hand_in(office, "信息工程学院")
    book = openpyxl.load_workbook(path)
    book["任务清单"]["A40"] = "经办人账号"
    book.create_sheet("账户")["A1"] = 6222021234567890123
    book.save(path)
    assert told(office) == []
