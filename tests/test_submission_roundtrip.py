"""Whatever way a list is written, the same is read: any synonyms, titles, places and merges."""

from __future__ import annotations

import io
import pickle
import random
from dataclasses import dataclass, field

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from submission_books import PLAN, WORDS, C, D, P, T, only, read, rules

from huaxia_tasks.model import CellRef, ListKind, Value
from huaxia_tasks.units import match_units
from huaxia_tasks.workbooks.book import Book, Cell, Sheet
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.headings import HeadingIndex
from huaxia_tasks.workbooks.submission import read_submission

INDEX = HeadingIndex(WORDS)
COLUMNS = {
    P: "seq item_id collected_on method group problem category scope immediate remark",
    T: "seq item_id problem_id task measure goal lead_unit co_units phase deadline remark",
    D: "seq item_id task leader lead_unit person handler phone co_units co_matter deadline remark",
    C: "seq item_id task lead_unit deadline status progress done_date proof reason next_step extend_to remark",
}
NEEDED = {
    P: {"problem"},
    T: {"task", "lead_unit", "deadline"},
    D: {"person", "lead_unit"},
    C: {"status", "task"},
}
NAMES = {P: "问题清单", T: "任务清单", D: "责任清单", C: "完成清单"}
#: Headings whose meaning hangs on what stands beside them: tested one by one elsewhere.
BESIDE = {
    "负责人",
    "主要负责人",
    "承办人",
    "办理人",
    "执行人",
    "落实人",
    "实施人",
    "督办人",
    "问题清单",
    "任务清单",
}
BESIDE |= {
    "责任清单",
    "完成清单",
    "问题编号",
    "问题编码",
    "问题号",
    "措施清单",
    "实事清单",
    "成效清单",
    "效果清单",
}
STATES = ("已完成", "推进中", "未启动", "80%", "基本完成")
CHARACTERS = (
    "灯桥路学院食堂座位热水课程就业宿舍网络空调操场实验室讲座导师心理辅导维修改造增设协调走访"
)
DECORATIONS = (
    "{}",
    "{}",
    " {} ",
    "{}：",
    "*{}",
    "{}\n",
    "{}（必填）",
    "{}(请如实填写)",
    "　{}",
    "{}★",
)


def plain_headings(key: str) -> list[str]:
    """Return the headings that mean this field whatever stands beside them."""
    return [
        h for h in WORDS.fields[key].headings if INDEX.read(h).keys == (key,) and h not in BESIDE
    ]


@dataclass
class Written:
    """A list as written: the sheet, and what must be read of it."""

    kind: ListKind
    sheet: Sheet
    header_row: int
    rows: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)


def write(seed: int) -> Written:
    """Return a list written in some way that `seed` decides."""
    rng = random.Random(seed)
    kind = rng.choice(list(ListKind))
    keys = [k for k in COLUMNS[kind].split() if k in NEEDED[kind] or rng.random() < 0.7]
    if rng.random() < 0.4:
        rng.shuffle(keys)
    cells: dict[int, dict[int, Cell]] = {}
    merged: list[tuple[int, int, int, int]] = []
    left = rng.choice((1, 1, 1, 2, 4))
    row = rng.choice((1, 1, 2, 3))

    def put(r: int, c: int, text: str) -> None:
        cells.setdefault(r, {})[c] = Cell("text", text, text)

    if rng.random() < 0.7:
        put(row, left, f"商学院2022年{NAMES[kind]}")
        merged.append((row, left, row, left + len(keys) - 1))
        row += rng.choice((1, 1, 2))
    if rng.random() < 0.5:
        put(row, left, "填报单位：商学院")
        put(row, left + 2, "填报时间：2022年6月28日")
        row += 1
    header_row = row
    lines = rng.choice((1, 1, 1, 2))
    for i, key in enumerate(keys):
        put(row, left + i, rng.choice(DECORATIONS).format(rng.choice(plain_headings(key))))
        if lines == 2:
            merged.append((row, left + i, row + 1, left + i))
    row += lines
    written = Written(kind, Sheet(NAMES[kind], cells), header_row)
    spans: dict[str, tuple[int, str]] = {}
    for number in range(1, rng.randint(1, 12) + 1):
        if rng.random() < 0.1:
            row += 1
            spans.clear()
        expected: dict[str, tuple[str, str]] = {}
        for i, key in enumerate(keys):
            column = left + i
            at = CellRef("", "", row, column).address or ""
            if key in spans and spans[key][0] == row - 1 and rng.random() < 0.6:
                top = next(m for m in merged if m[1] == column and m[2] == row - 1)
                merged.remove(top)
                merged.append((top[0], column, row, column))
                spans[key] = (row, spans[key][1])
                expected[key] = (spans[key][1], CellRef("", "", top[0], column).address or "")
                continue
            spans.pop(key, None)
            text = content(rng, key, number)
            if not text:
                continue
            put(row, column, text)
            expected[key] = (text.strip(), at)
            if key in ("category", "lead_unit", "deadline", "phase", "problem_id"):
                spans[key] = (row, text.strip())
                merged.append((row, column, row, column))
        written.rows[row] = expected
        row += 1
    merged = [m for m in merged if m[0] != m[2] or m[1] != m[3]]
    if rng.random() < 0.5:
        put(
            row,
            left,
            rng.choice(("合计", "填表人：张三", "注：电子版同时报送", "备注：无", "共计：3项")),
        )
    written.sheet.merged = tuple(merged)
    return written


def content(rng: random.Random, key: str, number: int) -> str:
    """Return a text for a cell; needed texts are never blank."""
    words = "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(2, 24)))
    if key == "seq":
        return str(number)
    if key == "item_id":
        return f"B-{number:03d}"
    if key == "status":
        return rng.choice(STATES)
    if key == "task" or key == "problem" or key == "person":
        return words
    if rng.random() < 0.25:
        return ""
    if key == "deadline":
        return rng.choice(("6月底前", "10月底", "2022年9月30日", "长期坚持"))
    if key == "lead_unit":
        return rng.choice(("商学院", "教务处", "后勤保障部"))
    return rng.choice((words, f" {words}", f"{words}　"))


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_list_written_anyhow_is_read_back_identical(seed: int) -> None:
    written = write(seed)
    table = only(read(written.sheet))
    assert table.kind is written.kind
    assert table.header_row == written.header_row
    got = {
        row.number: {k: (v.text, v.ref.address) for k, v in row.cells.items() if v.is_filled}
        for row in table.rows
    }
    assert got == written.rows


def to_bytes(sheets: list[Sheet]) -> bytes:
    """Return a real workbook file of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        ws = workbook.create_sheet(sheet.name)
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                ws.cell(row, column).value = cell.raw
                ws.cell(row, column).data_type = "s"
        for top, left, bottom, right in sheet.merged:
            ws.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_a_real_file_reads_like_the_book_it_was_written_from(seed: int) -> None:
    written = write(1000 + seed)
    data = to_bytes([written.sheet])
    book = read_book(data, "清单.xlsx")
    submission = read_submission(
        book,
        file="报送/商学院/清单.xlsx",
        digest="d",
        plan=PLAN,
        words=WORDS,
        match_units=match_units,
    )
    assert only(submission) == only(read(written.sheet))


@given(st.integers(0, 10**9))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_no_sheet_whatever_breaks_the_reading(seed: int) -> None:
    rng = random.Random(seed)
    headings = [h for f in WORDS.fields.values() for h in f.headings]
    scraps = [
        "",
        " ",
        "1",
        "合计",
        "同上",
        "填报单位：",
        "问题清单",
        "商学院",
        "—",
        "6月底",
        "注：",
        "示例",
        "（",
        "）",
        "：",
    ]
    cells: dict[int, dict[int, Cell]] = {}
    for _ in range(rng.randint(0, 60)):
        text = rng.choice(headings) if rng.random() < 0.5 else rng.choice(scraps)
        kind = rng.choice(
            ("text", "text", "text", "number", "date", "error", "formula", "picture", "bool")
        )
        at = cells.setdefault(rng.randint(1, 8), {})
        at[rng.randint(1, 9)] = Cell(kind, text, text)
    merged = []
    for _ in range(rng.randint(0, 8)):
        top, left = rng.randint(1, 8), rng.randint(1, 9)
        merged.append((top, left, top + rng.randint(0, 3), left + rng.randint(0, 3)))
    sheet = Sheet(rng.choice(("Sheet1", "任务清单", "总表")), cells, tuple(merged))
    submission = read(sheet)
    columns = {column for row in cells.values() for column in row}
    for table in submission.tables:
        for row in table.rows:
            assert row.number in cells or row.number in columns  # of a table on its side
            for value in row.cells.values():
                assert value.ref.sheet == sheet.name
                assert value.ref.row in cells or not value.is_filled
                assert value.ref.address
    assert read(sheet) == submission


def test_a_value_tells_its_place_from_that_of_its_column() -> None:
    column = CellRef("f", "s", 0, 4, "工作任务")
    one, other = Value(7, "7", column, "number", 3), Value(7, "7", column._replace(row=3), "number")
    assert one.ref == other.ref == CellRef("f", "s", 3, 4, "工作任务")
    assert one.ref.address == "D3"
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)
    assert one != Value(7, "7", column, "number", 4)
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_book_of_many_sheets_keeps_their_order() -> None:
    written = [write(seed) for seed in range(20)]
    for i, one in enumerate(written):
        one.sheet.name = f"{NAMES[one.kind]}{i}"
    book = Book("xlsx", tuple(w.sheet for w in written))
    submission = read_submission(
        book, file="报送/商学院/a.xlsx", digest="d", plan=PLAN, words=WORDS, match_units=match_units
    )
    assert [t.kind for t in submission.tables] == [w.kind for w in written]
    assert "unknown-unit" not in rules(submission)
