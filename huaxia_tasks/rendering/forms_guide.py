"""The sheet 填写说明: what each column wants, with a right example, apart from the data.

Columns stand below each other, one heading a row, never side by side as in a list: neither a
person nor a program can take an example for a row of data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import ListSpec
from ..wording import day
from .forms_book import FormBook
from .forms_columns import FormColumn
from .sheet_text import text_lines

GUIDE_SHEET = "填写说明"
_WIDTHS = (18, 8, 70, 40)
_HEADINGS = ("栏目", "必填", "怎样填", "示例")

#: Points of rows that a page holds, and the share of it by which print may shrink.
_PAGE, _FEW = 605.0, 0.12

#: What holds for every list.
_STEPS = (
    "一行填一件事；不合并单元格，不改表头，行数不够可以插入行。",
    "必填栏目的表头颜色较深并加下划线，其余栏目没有内容的空着即可。",
    "单位名称按下拉列表里的写；几个单位之间用顿号隔开。",
    "日期写成 2022-06-30，也可以写“6月底前”；不写“尽快”“适时”。",
    "不填写学生的姓名、学号、身份证号码、银行卡号和家庭困难情况。",
    "填好后保存，直接报送本文件，文件名不必改；已经报过而没有变化的内容不必重填。",
)


def add_guide(book: FormBook, lists: Sequence[tuple[ListSpec, Sequence[FormColumn]]]) -> None:
    """Add the sheet as the next one of the workbook."""
    sheet = book.book.add_worksheet(GUIDE_SHEET)
    for c, width in enumerate(_WIDTHS):
        sheet.set_column(c, c, width)
    last = len(_WIDTHS) - 1
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, GUIDE_SHEET, book.format("title"))
    steps = [*_deadlines(book, lists), *_STEPS]
    text = "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1))
    sheet.set_row(1, 17 * len(steps) + 8)
    sheet.merge_range(1, 0, 1, last, text, book.format("note"))
    sheet.set_row(2, 24)
    for c, heading in enumerate(_HEADINGS):
        sheet.write_string(2, c, heading, book.format("guide_head"))
    row, high = 3, 32 + 17 * len(steps) + 8 + 24.0
    for spec, columns in lists:
        sheet.set_row(row, 24)
        high += 24
        part = f"{spec.kind.value}的填法"
        sheet.merge_range(row, 0, row, last, part, book.format("guide_part"))
        for column in columns:
            row += 1
            high += _line(book, sheet, row, column)
        row += 1
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, _pages(high))
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer('&L&"宋体"&9&A&R&"宋体"&9第 &P 页 共 &N 页')
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def _deadlines(book: FormBook, lists: Sequence[tuple[ListSpec, Sequence[FormColumn]]]) -> list[str]:
    """Say which lists are asked for, and by when where the plan says so."""
    names = "、".join(spec.kind.value for spec, _ in lists)
    plan = book.plan
    number = f"（{plan.number}）" if plan.number else ""
    first = f"本表按《{plan.title}》{number}填报，共{len(lists)}张：{names}。"
    days: dict[str, list[str]] = {}
    for spec, _ in lists:
        if spec.due is not None:
            days.setdefault(day(spec.due), []).append(spec.kind.value)
    if not days:
        return [first]
    hour = plan.settings.get("报送截止时刻", "").strip().removesuffix("前")
    till = f"{hour}前报送" if hour else "前报送（含当日）"
    parts = [f"{'、'.join(kinds) if len(days) > 1 else ''}{by}{till}" for by, kinds in days.items()]
    return [first + f"请于{'，'.join(parts)}。"]


def _pages(high: float) -> int:
    """Return on how many pages to print rows of `high` points; 0 leaves that to the office program.

    A few rows left over for another page are drawn onto the one before.
    """
    full, rest = divmod(high, _PAGE)
    return int(full) if full and rest < _FEW * full * _PAGE else 0


def _line(book: FormBook, sheet: Any, row: int, column: FormColumn) -> float:
    """Write the line of a column and return its height in points."""
    cells = (
        (column.heading, "guide_centre"),
        ("必填" if column.needed else "", "guide_centre"),
        (_how(column), "guide_text"),
        (column.example, "guide_example"),
    )
    lines = max(text_lines(cells[c][0], _WIDTHS[c]) for c in (2, 3))
    high = max(15.5 * lines + 3, 19)
    sheet.set_row(row, high)
    for c, (value, look) in enumerate(cells):
        book.write(sheet, row, c, value, look)
    return high


def _how(column: FormColumn) -> str:
    """Say how to fill a column in, with the words to choose from where they are few."""
    words = "、".join(column.choices)
    if column.choices and len(words) <= 60:
        return f"{column.hint}可选：{words}。"
    return column.hint
