"""The public edition shows what the plan lets be shown, and no finished file tells of a person."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_office import PLAN, TODAY, hand_in, small_office

from huaxia_tasks.office import Office
from huaxia_tasks.privacy import find_personal_data
from huaxia_tasks.rendering.guard import leaks
from huaxia_tasks.summing import blocked_cells, publish, summarise

UNIT = "信息工程学院"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path / "办公室", units=2)


def settle(office: Office, **settings: str) -> None:
    """Fill in what sheet 基本信息 leaves to the office."""
    path = office.root / "计划" / PLAN
    book = openpyxl.load_workbook(path)
    sheet = book["基本信息"]
    for row in sheet.iter_rows():
        if row[0].value in settings:
            row[1].value = settings.pop(str(row[0].value))
    for number, (name, value) in enumerate(settings.items(), sheet.max_row + 1):
        sheet.cell(number, 1, name)
        sheet.cell(number, 2, value)
    book.save(path)


def public_text(office: Office) -> str:
    path = office.output(TODAY) / "公开" / "清单（公开版）.docx"
    with zipfile.ZipFile(path) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())


def test_the_public_edition_shows_the_lists(office):
    drafts, blocking = publish(office, TODAY)
    assert blocking == ()
    assert [Path(p.path).name for p in drafts.papers] == ["清单（公开版）.docx"]
    assert "完善学生社区服务站" in public_text(office)


@pytest.mark.parametrize(
    "task",
    [
        "联系13800138000",
        "资助困难学生王芳",
        "身份证１１０１０５１９４９１２３１００２Ｘ",
        "学号2020110234",
    ],
)
def test_personal_data_in_a_public_column_stop_the_edition_and_the_cell_is_named(office, task):
    hand_in(office, UNIT, [(task, "6月30日")])
    drafts, blocking = publish(office, TODAY)
    assert drafts.files == []
    (line,) = blocked_cells(blocking)
    assert f"《{UNIT}.xlsx》“任务清单”C2" in line
    assert not find_personal_data(line)
    assert not (office.output(TODAY) / "公开").exists()


def test_with_the_rule_turned_off_the_cell_is_still_withheld(office):
    path = office.root / "计划" / PLAN
    book = openpyxl.load_workbook(path)
    for row in book["规则"].iter_rows():
        if row[0].value == "personal-data":
            row[4].value = "否"
    book.save(path)
    hand_in(office, UNIT, [("联系13800138000", "6月30日")])
    _, blocking = publish(office, TODAY)
    assert blocking == ()
    text = public_text(office)
    assert "13800138000" not in text
    assert "（涉及个人信息，略）" in text


def test_a_number_at_the_end_of_a_long_cell_is_seen_too(office):
    hand_in(office, UNIT, [("走访" * 97 + "联系13800138000", "6月30日")])
    _, blocking = publish(office, TODAY)
    assert len(blocking) == 1


def test_small_groups_are_blurred_in_public_and_told_inside(office):
    hand_in(office, UNIT, [("走访重点学生3人", "6月30日"), ("走访困难学生12人", "6月30日")])
    publish(office, TODAY)
    text = public_text(office)
    assert "走访重点学生少于5人" in text
    assert "走访困难学生12人" in text
    summarise(office, TODAY, ["内部清单"])
    inside = next(office.output(TODAY).rglob("清单（内部版）.docx"))
    with zipfile.ZipFile(inside) as package:
        said = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    assert "走访重点学生3人" in said
    assert "内部版" in said


def test_the_smallest_group_is_the_offices_to_set(office):
    settle(office, 公开最小计数="15")
    hand_in(office, UNIT, [("走访困难学生12人", "6月30日")])
    publish(office, TODAY)
    assert "走访困难学生少于15人" in public_text(office)


@pytest.mark.parametrize(
    ("period", "last", "gone"),
    [
        ("7个工作日", "7月7日", "7月8日"),
        ("15天", "7月13日", "7月14日"),
        ("30日内", "7月28日", "7月29日"),
        ("一个月", "7月28日", "7月29日"),
        ("至2022年7月31日", "7月31日", "8月1日"),
        ("1年", "2023年6月28日", "2023年6月29日"),
    ],
)
def test_each_list_says_when_it_is_taken_down(office, period, last, gone):
    settle(office, 公开期限=period)
    drafts, _ = publish(office, TODAY)
    assert f"公开期限自2022年6月28日至{last}，{gone}撤下。" in public_text(office)
    assert any("次日请撤下" in note for note in drafts.notes)


@pytest.mark.parametrize(("period", "note"), [("", "还没有定"), ("长期", "推不出撤下日期")])
def test_an_open_or_unclear_period_is_told_to_the_office(office, period, note):
    if period:
        settle(office, 公开期限=period)
    drafts, _ = publish(office, TODAY)
    assert any(note in n for n in drafts.notes)
    assert "撤下" not in public_text(office)


def test_the_contacts_own_mobile_stays_inside_and_an_office_phone_is_public(office):
    settle(office, 收件联系人="李华", 收件联系电话="13900001401")
    publish(office, TODAY)
    assert "13900001401" not in public_text(office)
    settle(office, 收件联系电话="027-81420000")
    publish(office, TODAY)
    assert "027-81420000" in public_text(office)


def test_a_number_written_into_the_template_by_hand_is_found_in_the_finished_paper(office):
    path = office.templates / "清单（公开版）.docx"
    parts = {}
    with zipfile.ZipFile(path) as package:
        parts = {i.filename: package.read(i) for i in package.infolist()}
    body = parts["word/document.xml"].decode()
    run = "<w:r><w:t>电话1380</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>0138000</w:t></w:r>"
    at = body.index("</w:p>")
    parts["word/document.xml"] = (body[:at] + run + body[at:]).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    drafts, blocking = publish(office, TODAY)
    assert drafts.files == []
    assert drafts.papers == []
    assert not (office.output(TODAY) / "公开").exists()
    (line,) = blocked_cells(blocking)
    assert "手机号（138****8000）" in line


# --------------------------------------------------------------------------- the guard


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(leak.part, leak.kind) for leak in leaks(data, find_personal_data)]


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("word/document.xml", f"<w:document {_W}><w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>00138000</w:t></w:r></w:p></w:document>"),
        ("word/header1.xml", f"<w:hdr {_W}><w:p><w:r><w:t>13800138000</w:t></w:r></w:p></w:hdr>"),
        ("word/comments.xml", f"<w:comments {_W}><w:comment w:author='13800138000'/></w:comments>"),
        ("docProps/core.xml", "<a xmlns='b'><creator>王 13800138000</creator></a>"),
        ("docProps/custom.xml", "<a xmlns='b'><p name='电话'><v>13800138000</v></p></a>"),
        ("xl/sharedStrings.xml", f"<sst {_S}><si><r><t>138</t></r><r><t>00138000</t></r></si></sst>"),
        ("xl/worksheets/sheet9.xml", f"<worksheet {_S}><row><c><v>13800138000</v></c></row></worksheet>"),
        ("xl/workbook.xml", f"<workbook {_S}><sheets><sheet name='13800138000'/></sheets></workbook>"),
        ("word/_rels/document.xml.rels", "<R xmlns='b'><r Target='mailto:13800138000@example.com'/></R>"),
        ("word/document.xml", "<a><b>13800138000"),
        ("word/media/note.bin", b"\0\0" + "13800138000".encode("utf-16-le") + b"\0\1"),
        ("xl/printerSettings1.bin", b"\xff13800138000\xff"),
    ],
)  # fmt: skip
def test_every_part_of_a_finished_file_is_searched(part, xml):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types xmlns='b'/>")
        package.writestr(part, xml)
    assert kinds(target.getvalue()) == [(part, "手机号")]


def test_a_workbook_inside_a_paper_is_searched_too():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst {_S}><si><t>13800138000</t></si></sst>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as package:
        package.writestr("word/embeddings/book.xlsx", inner.getvalue())
    assert kinds(outer.getvalue()) == [("word/embeddings/book.xlsx!xl/sharedStrings.xml", "手机号")]


def test_the_shipped_templates_and_sheets_are_clean():
    root = Path(__file__).resolve().parents[1]
    for path in (*(root / "templates").glob("*.docx"), root / "sheets" / "空白方案.xlsx"):
        assert kinds(path.read_bytes()) == [], path.name


def test_numbers_of_the_package_itself_are_no_personal_data():
    xml = (
        f"<w:document {_W}><w:p w:rsidR='13800138'><w:pPr><w:ind w:left='13800138000'/></w:pPr>"
        "<w:r><w:t>截至2022年6月30日，共1,380项，编号U01-003。</w:t></w:r></w:p></w:document>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", xml.replace("13800138000", "1380013"))
    assert kinds(target.getvalue()) == []


def test_publishing_twice_gives_the_same_bytes(office):
    publish(office, TODAY)
    path = office.output(TODAY) / "公开" / "清单（公开版）.docx"
    first = path.read_bytes()
    publish(office, date(2022, 6, 28))
    assert path.read_bytes() == first
