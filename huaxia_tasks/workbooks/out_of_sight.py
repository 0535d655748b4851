"""What a workbook holds that a person does not see, or that reading could not see: told once each.

Troubles of the rule ``hidden-content`` with the gaps 说明, and where it is not simply read 处理 and 办法.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import CellRef, Table, Trouble, column_letters
from ..wording import join
from .book import Book, Sheet

_MOST_PLACES = 5


def out_of_sight(file: str, book: Book, tables: Iterable[Table]) -> Iterator[Trouble]:
    """Yield what is hidden, lies under merged areas, or concerns the whole of `book`."""
    by_sheet: dict[str, list[Table]] = {}
    for table in tables:
        by_sheet.setdefault(table.sheet, []).append(table)
    for sheet in book.sheets:
        own = by_sheet.get(sheet.name, [])
        if own and (sheet.hidden or sheet.hidden_rows):
            yield from _hidden(file, sheet, own)
        if own and sheet.covered:
            yield from _covered(file, sheet, own)
        if own and sheet.lost_digits:
            yield from _cut_off(file, sheet, own)
        if own and book.format == "csv":
            yield from _shifted(file, sheet, own)
    if by_sheet:
        for told in book.told:
            gaps = {"说明": told.said, "处理": told.done, "办法": told.todo}
            yield Trouble("hidden-content", CellRef(file), gaps)


def _hidden(file: str, sheet: Sheet, tables: list[Table]) -> Iterator[Trouble]:
    """Yield, once per sheet, what is hidden and was read all the same."""
    rows = sorted({row.number for table in tables for row in table.rows if row.hidden})
    if not rows:
        return
    if sheet.hidden:
        said = f"工作表“{sheet.name}”是隐藏的，里面有{len(rows)}行内容"
    else:
        shown = join(str(r) for r in rows[:10]) + ("等" if len(rows) > 10 else "")
        said = f"工作表“{sheet.name}”有{len(rows)}行内容被隐藏或筛选掉了（第{shown}行）"
    yield Trouble("hidden-content", CellRef(file, sheet.name), {"说明": said})


def _covered(file: str, sheet: Sheet, tables: list[Table]) -> Iterator[Trouble]:
    """Yield, once per sheet, the texts of a list that lie under merged cells and were not taken."""
    spans = [(t.header_row, max([t.last_row, *(r.number for r in t.rows)])) for t in tables]
    places = [
        f"{column_letters(column)}{row}"
        for row, column in sheet.covered
        if any(first < row <= last for first, last in spans)
    ]
    if not places:
        return
    shown = join(places[:_MOST_PLACES]) + ("等" if len(places) > _MOST_PLACES else "")
    gaps = {
        "说明": f"工作表“{sheet.name}”有{len(places)}个单元格的内容被合并单元格盖住了（{shown}）",
        "处理": "盖住的内容在表格里看不到，没有采用",
        "办法": "请取消这些合并单元格，核对盖住的内容：有用的写到看得见的格里，没用的删除。",
    }
    yield Trouble("hidden-content", CellRef(file, sheet.name), gaps)


def _cut_off(file: str, sheet: Sheet, tables: list[Table]) -> Iterator[Trouble]:
    """Yield, once per sheet, the numbers in rows of a list that are too long to be kept whole.

    A phone that long is told as what it is: no phone.
    """
    rows = {row.number: table for table in tables for row in table.rows}
    found = [
        (row, column)
        for row, column in sheet.lost_digits
        if row in rows and rows[row].columns.get("phone") != column
    ]
    if not found:
        return
    places = [f"{column_letters(column)}{row}" for row, column in found]
    shown = join(places[:_MOST_PLACES]) + ("等" if len(places) > _MOST_PLACES else "")
    gaps = {
        "说明": f"工作表“{sheet.name}”{shown}有超过15位的数字，表格软件只保留前15位，后面的可能已变成0",
        "处理": "已按文件里现有的数字读取",
        "办法": "请先把这些单元格设为“文本”格式，再重新填写完整的号码（身份证号、银行卡号等）。",
    }
    yield Trouble("hidden-content", CellRef(file, sheet.name), gaps)


def _shifted(file: str, sheet: Sheet, tables: list[Table]) -> Iterator[Trouble]:
    """Yield the lines of a text that reach past the heading: a bare comma shifts all behind it."""
    lines = [
        row.number
        for table in tables
        for row in table.rows
        if max(sheet.rows.get(row.number, ()), default=0) > max(table.headings, default=16_384)
    ]
    if not lines or len(lines) * 2 > sum(len(table.rows) for table in tables):
        return
    shown = join(str(n) for n in lines[:_MOST_PLACES]) + ("等" if len(lines) > _MOST_PLACES else "")
    gaps = {
        "说明": f"文本表格有{len(lines)}行比表头多出几列（第{shown}行），"
        "可能文字里有没加引号的逗号，后面的内容错了位",
        "处理": "已按文件里的分隔读取",
        "办法": "请用 Excel 或 WPS 表格打开，核对这几行各列的内容，另存为 .xlsx 后重新报送。",
    }
    yield Trouble("hidden-content", CellRef(file), gaps)
