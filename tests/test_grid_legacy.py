# ruff: noqa: DTZ001  (times in a workbook have no zone)
"""Old .xls, .et and .xlsb: read in a process of their own, whose death is only a bad file."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xls_writer import ErrorValue, Formula, Shown, XlsSheet, compound_file, record, write_xls
from xlsx_maker import parts, zipped

from huaxia_tasks.workbooks import grid_legacy
from huaxia_tasks.workbooks.book import Book, Cell, Unreadable
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_limits import LIMITS, Limits

posix = pytest.mark.skipif(os.name == "nt", reason="Windows 没有内存和时间限制的系统调用")
ONE = write_xls({"清单": [["序号", "任务"], [1, "推进一站式学生社区建设"]]})


def outcome(data: bytes, limits: Limits | None = None) -> str:
    """The reason of refusal, or "read"."""
    found = book_or_refusal(data, limits or LIMITS)
    if isinstance(found, Book):
        return "read"
    assert found.message.endswith("。")
    return found.reason


def book_or_refusal(data: bytes, limits: Limits = LIMITS) -> Book | Unreadable:
    try:
        return read_book(data, "清单.xls", limits)
    except Unreadable as error:
        return error


VALUES = [
    ("推进工作", Cell("text", "推进工作", "推进工作")),
    ("001", Cell("text", "001", "001")),
    ("一\r\n二", Cell("text", "一\n二", "一\n二")),
    (5, Cell("number", 5, "5")),
    (2.5, Cell("number", 2.5, "2.5")),
    (True, Cell("bool", True, "TRUE")),
    (date(2022, 6, 30), Cell("date", date(2022, 6, 30), "2022-06-30")),
    (datetime(2022, 6, 30, 17), Cell("date", datetime(2022, 6, 30, 17), "2022-06-30 17:00")),
    (Shown(44742, 'yyyy"年"m"月"d"日"'), Cell("date", date(2022, 6, 30), "2022-06-30")),
    (Shown(44713, 'yyyy"年"m"月"'), Cell("text", "2022年6月", "2022年6月")),
    (Shown(44742, "aaaa"), Cell("date", date(2022, 6, 30), "2022-06-30")),
    (Shown(0.8, "0%"), Cell("percent", 0.8, "80%")),
    (Shown(7, "000"), Cell("number", 7, "007")),
    (Formula("乙"), Cell("text", "乙", "乙")),
    (Formula(7.0), Cell("number", 7, "7")),
    (Formula(""), None),
    (ErrorValue("#N/A"), Cell("error", "#N/A", "#N/A")),
    (ErrorValue("#DIV/0!"), Cell("error", "#DIV/0!", "#DIV/0!")),
    ("", None),
    (None, None),
]


def test_every_kind_of_cell_of_an_old_workbook_is_understood():
    book = read_book(write_xls({"清单": [[value] for value, _ in VALUES]}))
    assert book.format == "xls"
    assert [book.sheets[0].at(r, 1) for r in range(1, len(VALUES) + 1)] == [c for _, c in VALUES]


def test_merges_hidden_things_and_notes_of_an_old_workbook_are_known():
    sheets = [
        XlsSheet(
            "清单",
            [["标题", "盖住", None], ["甲", "乙", 110105194912310021], ["丙", "丁"]],
            merged=[(1, 1, 1, 3)],
            hidden_rows=frozenset({3}),
            hidden_columns=frozenset({2}),
        ),
        XlsSheet("藏", [["x"]], hidden=True),
    ]
    book = read_book(write_xls(sheets))
    first, second = book.sheets
    assert first.merged == ((1, 1, 1, 3),)
    assert first.text(1, 2) == ""
    assert first.hidden_rows == {3}
    assert first.hidden_columns == {2}
    assert (first.hidden, second.hidden) == (False, True)
    assert any("盖住" in note for note in book.notes)
    assert any("C2" in note and "15 位" in note for note in book.notes)


def test_days_of_an_old_workbook_may_count_from_1904():
    book = read_book(write_xls({"清单": [[date(2022, 6, 30)]]}, date1904=True))
    assert book.date1904
    assert book.sheets[0].at(1, 1) == Cell("date", date(2022, 6, 30), "2022-06-30")


def test_the_name_of_the_file_does_not_matter():
    for name in ("清单.xlsx", "清单.et", "清单", "清单.docx", ""):
        assert read_book(ONE, name).sheets[0].text(2, 2) == "推进一站式学生社区建设"


# Refusals -----------------------------------------------------------------------------------------


def test_an_old_workbook_with_a_password_is_refused_as_such():
    stream = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
    stream += record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) + record(0x0A)
    assert outcome(compound_file(stream)) == "encrypted"


def test_what_else_hides_in_a_compound_file_is_named():
    assert outcome(compound_file(b"x", "EncryptedPackage")) == "encrypted"
    assert outcome(compound_file(b"x", "DRMContent")) == "secured"
    for name, what in (("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint")):
        with pytest.raises(Unreadable) as caught:
            read_book(compound_file(b"x", name))
        assert caught.value.reason == "not-a-workbook"
        assert what in caught.value.message
    assert outcome(compound_file(b"x", "Contents")) == "damaged"
    assert outcome(compound_file(b"x" * 5000)) in ("damaged", "not-a-workbook")


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_an_old_workbook_cut_off_anywhere_is_never_read_in_part(percent):
    refused_or_whole(ONE[: len(ONE) * percent // 100], "damaged", "empty")


def refused_or_whole(data: bytes, *reasons: str) -> None:
    """A broken file is refused, or the damage lies where nothing stands (padding, counters)."""
    found = book_or_refusal(data)
    if isinstance(found, Book):
        assert found.sheets == read_book(ONE).sheets
    else:
        assert found.reason in reasons


def loop(data: bytes) -> bytes:
    """Let every sector of the allocation table point to itself."""
    entries = b"".join(struct.pack("<I", i) for i in range(128))
    return data[:512] + entries + data[1024:]


def patched(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


HOSTILE = {
    "chain loop": loop(ONE),
    "sector size 2^60": patched(ONE, 30, b"\x3c\x00"),
    "sector size 1": patched(ONE, 30, b"\x00\x00"),
    "two billion table sectors": patched(ONE, 44, b"\xff\xff\xff\x7f"),
    "directory far away": patched(ONE, 48, b"\xff\xff\xff\x00"),
    "extra table loop": patched(patched(ONE, 68, b"\x00\x00\x00\x00"), 72, b"\xff\xff\xff\x7f"),
    "stream of 2 GiB": ONE.replace(struct.pack("<Q", 4096), struct.pack("<Q", 1 << 31), 1),
    "header only": ONE[:512],
    "noise behind the header": ONE[:512] + bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_compound_file_is_refused_within_the_limits(name):
    refused_or_whole(HOSTILE[name], "damaged", "too-large", "not-a-workbook")


def stream_with(*records: bytes) -> bytes:
    """A workbook whose only sheet holds these records."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
    name = record(0x85, struct.pack("<IBB", 0, 0, 0) + b"\x01\x00a")
    place = len(head) + len(name) + 4
    head += record(0x85, struct.pack("<IBB", place, 0, 0) + b"\x01\x00a") + record(0x0A)
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
    return compound_file(head + body + b"".join(records) + record(0x0A))


def number(row: int, column: int) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


def test_absurd_sizes_and_far_corners_cost_nothing():
    wide = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    assert outcome(stream_with(wide)) in ("read", "damaged")
    assert outcome(stream_with(wide, number(0, 0), number(65535, 255))) in ("read", "damaged")
    assert outcome(stream_with(number(0, 65535))) in ("read", "damaged", "too-large")
    many = [record(0xE5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65535, 0, 255) * 1000)]
    assert outcome(stream_with(*many)) in ("read", "damaged", "too-large")


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(ONE) - 1), st.integers(0, 255)), min_size=1, max_size=6)
)
def test_flipped_bytes_give_a_workbook_or_a_refusal(changes):
    data = bytearray(ONE)
    for at, value in changes:
        data[at] = value
    outcome(bytes(data))


# The child ----------------------------------------------------------------------------------------


def with_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(code, encoding="utf-8")
    monkeypatch.setattr(grid_legacy, "_CHILD", script)


READS = "import sys, os; sys.stdin.buffer.read()\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "damaged"),
        pytest.param("import os; os.abort()", "too-large", marks=posix),
        ("raise SystemExit(3)", "damaged"),
        (READS + "os.write(1, b'nonsense')", "damaged"),
        (READS + "import marshal; os.write(1, marshal.dumps(5))", "damaged"),
        (READS + "import time; time.sleep(60)", "interrupted"),
        ("import time; time.sleep(60)", "interrupted"),
        pytest.param(READS + "os.kill(os.getpid(), 9)", "interrupted", marks=posix),
        (READS + "[os.write(1, b'x' * 65536) for _ in range(2000)]", "too-large"),
    ],
)
def test_whatever_the_child_does_it_is_only_a_bad_file(code, reason, tmp_path, monkeypatch):
    with_child(tmp_path, monkeypatch, code)
    assert outcome(ONE * 400, Limits(child_wall=0.6)) == reason


@posix
def test_no_child_is_left_over(tmp_path, monkeypatch):
    with_child(tmp_path, monkeypatch, "import time; time.sleep(60)")
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*args, **more):
        started.append(real(*args, **more))
        return started[-1]

    monkeypatch.setattr(grid_legacy.subprocess, "Popen", remember)
    assert outcome(ONE, Limits(child_wall=0.3)) == "interrupted"
    (child,) = started
    assert child.returncode is not None
    assert child.stdout.closed
    with pytest.raises(ChildProcessError):
        os.waitpid(child.pid, os.WNOHANG)


def test_a_child_that_cannot_be_started_is_told(monkeypatch):
    monkeypatch.setattr(grid_legacy.sys, "executable", "/does/not/exist")
    assert outcome(ONE) == "no-reader"
    monkeypatch.setattr(grid_legacy.sys, "executable", "")
    assert outcome(ONE) == "no-reader"


@posix
def test_the_child_is_held_to_its_memory_and_time():
    assert outcome(ONE, Limits(child_bytes=1 << 20)) in ("damaged", "too-large")
    assert outcome(ONE, Limits(child_seconds=0.001)) == "too-large"


def test_a_large_old_workbook_comes_through_the_pipe_whole():
    rows = [[float(r * 20 + c) + 0.5 for c in range(20)] for r in range(1000)]
    sheet = read_book(write_xls({"清单": rows})).sheets[0]
    assert len(sheet.rows) == 1000
    assert sheet.at(1000, 20) == Cell("number", 19999.5, "19999.5")


def test_the_child_imports_nothing_of_the_program():
    code = (
        "import runpy, sys; sys.argv = ['x', 'xls', '999999999', '9']\n"
        f"runpy.run_path({str(grid_legacy._CHILD)!r})\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('huaxia_tasks', 'xlrd', 'pandas')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_modern_workbook_imports_neither_library_nor_subprocess():
    code = (
        "import sys, huaxia_tasks.workbooks.grid\n"
        "heavy = {'xlrd', 'python_calamine', 'openpyxl', 'pandas', 'numpy', 'subprocess', 'csv', 'html'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_workbook_is_what_comes_back():
    assert isinstance(read_book(ONE), Book)


# .xlsb --------------------------------------------------------------------------------------------


def part(*records: tuple[int, bytes]) -> bytes:
    """A binary part: each record has its number and length in groups of seven bits."""
    out = b""
    for kind, data in records:
        out += bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        length = len(data)
        while length > 127:
            out += bytes([length & 0x7F | 0x80])
            length >>= 7
        out += bytes([length]) + data
    return out


def wide(text: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def an_xlsb(*cells: tuple[int, bytes], hidden: int = 0) -> bytes:
    content = parts({"x": ""})
    book = part(
        (131, b""),
        (143, b""),
        (156, struct.pack("<II", hidden, 1) + wide("rId1") + wide("清单")),
        (144, b""),
        (132, b""),
    )
    sheet = part(
        (129, b""),
        (148, struct.pack("<IIII", 0, 2, 0, 9)),
        (145, b""),
        (0, struct.pack("<IIHBBBI", 2, 0, 300, 0, 0, 0, 0)),
        *cells,
        (146, b""),
        (130, b""),
    )
    rels = {k: str(v).replace("sheet1.xml", "sheet1.bin") for k, v in content.items()}
    return zipped(
        {
            "[Content_Types].xml": content["[Content_Types].xml"],
            "_rels/.rels": rels["_rels/.rels"].replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": rels["xl/_rels/workbook.xml.rels"],
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def at(column: int) -> bytes:
    return struct.pack("<II", column, 0)


def test_a_binary_workbook_is_read_as_far_as_it_can_be():
    data = an_xlsb(
        (6, at(2) + wide("推进工作")),
        (5, at(3) + struct.pack("<d", 5.0)),
        (4, at(5) + b"\x01"),
        (6, at(6) + wide("001")),
    )
    book = read_book(data, "清单.xlsx")
    assert book.format == "xlsb"
    assert book.notes == (grid_legacy.NOTE_XLSB,)
    assert book.sheets[0].name == "清单"
    assert book.sheets[0].rows == {
        3: {
            3: Cell("text", "推进工作", "推进工作"),
            4: Cell("number", 5, "5"),
            6: Cell("bool", True, "TRUE"),
            7: Cell("text", "001", "001"),
        }
    }
    assert read_book(an_xlsb(hidden=1)).sheets[0].hidden


@posix
def test_a_broken_binary_workbook_or_a_far_corner_only_costs_the_child():
    far = an_xlsb(
        (5, at(0) + bytes(8)),
        (0, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)),
        (5, at(16_383) + bytes(8)),
    )
    assert outcome(far) in ("damaged", "too-large")
    assert outcome(an_xlsb((6, at(0) + b"\xff\xff\xff\x7f"))) in ("damaged", "too-large", "read")
    assert outcome(an_xlsb((6, at(0) + wide("x")[:5]))) in ("damaged", "too-large", "read")
