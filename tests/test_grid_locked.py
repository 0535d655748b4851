"""Encrypted workbooks: what Excel opens without asking is read, what has a password is refused and told."""

from __future__ import annotations

import io
import shutil
import struct
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from locked_books import lock_xls, lock_xlsx
from small_office import small_office
from test_grid_legacy import outcome
from xls_writer import compound_file, record, xls_stream

from huaxia_tasks.office import Office
from huaxia_tasks.run import run_folder
from huaxia_tasks.workbooks.grid import package_of, read_book
from huaxia_tasks.workbooks.grid_limits import Limits

ROWS = [["序号", "任务"], [1, "推进一站式学生社区建设"], [2, "整改" * 400]]
STREAM = xls_stream({"清单": ROWS, "另一张": [["校团委"]]})


@cache
def package() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[list[str]]:
    book = read_book(data)
    return [[s.text(r, c) for c in (1, 2)] for s in book.sheets[:1] for r in (1, 2, 3)]


@pytest.mark.parametrize("data", [lock_xlsx(package()), lock_xls(STREAM)], ids=["xlsx", "xls"])
def test_a_workbook_that_excel_opens_without_asking_is_read(data: bytes):
    assert texts(data) == [[str(cell) for cell in row] for row in ROWS]


def test_all_sheets_of_a_protected_old_workbook_are_read():
    assert [s.name for s in read_book(lock_xls(STREAM)).sheets] == ["清单", "另一张"]
    assert read_book(lock_xls(STREAM)).sheets[1].text(1, 1) == "校团委"


@pytest.mark.parametrize(
    "data",
    [
        lock_xlsx(package(), "只有本人知道"),
        lock_xls(STREAM, "只有本人知道"),
        lock_xlsx(package())[:-2000],
        compound_file(b"x", "EncryptedPackage"),
        compound_file(
            record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
            + record(0x2F, struct.pack("<HHH", 9, 9, 9) + bytes(48))
            + record(0x0A)
        ),
    ],
    ids=["xlsx", "xls", "cut off", "no key", "unknown way"],
)
def test_a_workbook_with_a_password_or_a_broken_lock_is_refused_as_such(data: bytes):
    assert outcome(data) == "encrypted"


def test_a_lock_that_takes_too_long_to_open_counts_as_a_password():
    assert outcome(lock_xlsx(package()), Limits(child_seconds=0.01)) == "encrypted"


def test_what_was_locked_in_is_told_by_its_content_too():
    assert outcome(lock_xlsx(word_document())) == "not-a-workbook"


def word_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def test_the_package_inside_is_given_where_no_password_is_needed():
    assert package_of(lock_xlsx(package())) == package_of(package()) == package()
    secret = lock_xlsx(package(), "只有本人知道")
    assert package_of(secret) == secret
    assert package_of(b"") == b""


def test_a_protected_workbook_is_returned_as_the_units_own_with_its_cells_marked(tmp_path: Path):
    plain = small_office(tmp_path / "明", units=2)
    locked = Office(shutil.copytree(plain.root, tmp_path / "锁"))
    for path in sorted((locked.root / "报送").rglob("*.xlsx")):
        path.write_bytes(lock_xlsx(path.read_bytes()))
    for office in (plain, locked):
        run_folder(office, date(2022, 6, 28))
    mine, theirs = (
        sorted(o.output(date(2022, 6, 28)).rglob("退回_*.xlsx")) for o in (locked, plain)
    )
    assert [p.name for p in mine] == [p.name for p in theirs]
    assert mine
    assert [p.read_bytes() for p in mine] == [p.read_bytes() for p in theirs]
