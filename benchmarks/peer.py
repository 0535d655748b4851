"""What somebody would write in an afternoon with the usual libraries; the measure for speed.

    python benchmarks/peer.py OFFICE OUTPUT [--template notice.docx]

pandas reads every workbook through openpyxl; a loop over rows makes 13 checks; openpyxl writes the
consolidated workbook styled cell by cell and marks wrong cells in a copy of each unit's workbook;
docxtpl renders a notice per unit and a circular.  No units are matched, no deadline in words is
read, no lists are joined, nothing is remembered: it does less than a run of ours.
"""

# ruff: noqa: DTZ001 -- as a plain script would
from __future__ import annotations

import argparse
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

TODAY = datetime(2022, 6, 28)
PLAN_END = datetime(2022, 12, 31)
SHEETS = ("问题清单", "任务清单", "责任清单", "完成清单")
METHODS = {"问", "谈", "查", "梳", "研"}
PHONE = re.compile(r"(1\d{10}|0\d{2,3}-?\d{7,8})$")
STATUSES = {"已完成", "推进中", "未启动", "长期坚持"}
FIRST_ROW = 4


def text(value):
    """Return a cell as text, "" for nothing."""
    return "" if value is None or value is pd.NaT or value != value else str(value).strip()


def day(value):
    """Return a cell as a day, None where it is none."""
    if isinstance(value, datetime):
        return value
    found = re.match(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})", text(value))
    if found:
        try:
            return datetime(*map(int, found.groups()))
        except ValueError:
            return None
    return None


def check_unit(sheets, names):
    """Return the problems of one unit: (sheet, row, column, message)."""
    problems = []

    def say(sheet, row, heading, message):
        column = list(sheets[sheet].columns).index(heading) + 1
        problems.append((sheet, row, column, message))

    tasks = set()
    seen = set()
    for n, (_, row) in enumerate(sheets["任务清单"].iterrows()):
        place = n + FIRST_ROW
        number = text(row["任务编号"])
        if not text(row["工作任务"]) and not number:
            continue
        tasks.add(number)
        if number in seen:
            say("任务清单", place, "任务编号", "编号重复")
        seen.add(number)
        if not text(row["牵头单位"]):
            say("任务清单", place, "牵头单位", "没有牵头单位")
        elif text(row["牵头单位"]) not in names:
            say("任务清单", place, "牵头单位", "不是方案中的单位")
        if text(row["配合单位"]) and text(row["配合单位"]) not in names:
            say("任务清单", place, "配合单位", "不是方案中的单位")
        if not text(row["完成时限"]):
            say("任务清单", place, "完成时限", "没有完成时限")
        else:
            due = day(row["完成时限"])
            if due is None and "前" not in text(row["完成时限"]):
                say("任务清单", place, "完成时限", "时限不成立")
            elif due is not None and due > PLAN_END:
                say("任务清单", place, "完成时限", "晚于方案")
    for n, (_, row) in enumerate(sheets["问题清单"].iterrows()):
        place = n + FIRST_ROW
        if not text(row["问题编号"]):
            continue
        if not text(row["问题描述"]):
            say("问题清单", place, "问题描述", "必填内容空着")
        if text(row["收集方式"]) not in METHODS:
            say("问题清单", place, "收集方式", "不在可选之列")
    for n, (_, row) in enumerate(sheets["责任清单"].iterrows()):
        place = n + FIRST_ROW
        number = text(row["任务编号"])
        if not number:
            continue
        if number not in tasks:
            say("责任清单", place, "任务编号", "编号对不上")
        if not text(row["责任人"]):
            say("责任清单", place, "责任人", "没有责任人")
        if text(row["联系电话"]) and not PHONE.match(text(row["联系电话"])):
            say("责任清单", place, "联系电话", "不可能是电话号码")
    late = 0
    done = 0
    for n, (_, row) in enumerate(sheets["完成清单"].iterrows()):
        place = n + FIRST_ROW
        if not text(row["任务编号"]):
            continue
        status = text(row["完成状态"])
        if status not in STATUSES and not status.endswith("%"):
            say("完成清单", place, "完成状态", "完成状态看不懂")
        if status == "已完成":
            done += 1
            finished = day(row["实际完成时间"])
            if finished is None:
                say("完成清单", place, "实际完成时间", "完成没有日期")
            elif finished > TODAY:
                say("完成清单", place, "实际完成时间", "完成日期在将来")
            if not text(row["佐证材料"]):
                say("完成清单", place, "佐证材料", "完成没有佐证")
        else:
            due = day(row["完成时限"])
            if due is not None and due < TODAY:
                late += 1
                say("完成清单", place, "完成时限", "超期未完成")
    return problems, done, late


class Consolidated:
    """The consolidated workbook, styled cell by cell."""

    def __init__(self):
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.sheets = {}
        self.last = Counter()
        side = Side(style="thin", color="999999")
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.font = Font(name="宋体", size=10)
        self.bold = Font(name="宋体", size=10, bold=True)
        self.wrap = Alignment(vertical="center", wrap_text=True)
        self.red = PatternFill("solid", fgColor="FFC7CE")

    def add(self, unit, sheets, problems):
        """Add a unit's rows."""
        marked = {(s, r, c): m for s, r, c, m in problems}
        for name, frame in sheets.items():
            sheet = self.sheets.get(name)
            if sheet is None:
                sheet = self.sheets[name] = self.book.create_sheet(name)
                sheet.append(["单位", *frame.columns, "标注"])
                for cell in sheet[1]:
                    cell.font = self.bold
                    cell.border = self.border
                sheet.freeze_panes = "A2"
            for n, (_, row) in enumerate(frame.iterrows()):
                if not text(row.iloc[1]):
                    continue
                self.last[name] += 1
                at = self.last[name] + 1
                notes = []
                cells = [sheet.cell(at, 1, unit)]
                for c, value in enumerate(row, start=1):
                    cell = sheet.cell(at, c + 1)
                    if isinstance(value, datetime) and value is not pd.NaT:
                        cell.value = value
                        cell.number_format = "yyyy-mm-dd"
                    else:
                        cell.value = text(value)
                    message = marked.get((name, n + FIRST_ROW, c))
                    if message:
                        cell.fill = self.red
                        notes.append(message)
                    cells.append(cell)
                cells.append(sheet.cell(at, len(frame.columns) + 2, "；".join(notes)))
                for cell in cells:
                    cell.font = self.font
                    cell.border = self.border
                    cell.alignment = self.wrap

    def save(self, path):
        """Write the workbook."""
        self.book.save(path)


def give_back(source, target, problems):
    """Write a copy of the unit's workbook with its wrong cells filled and commented."""
    book = openpyxl.load_workbook(source)
    fill = PatternFill("solid", fgColor="FFFF00")
    for name, row, column, message in problems:
        cell = book[name].cell(row, column)
        cell.fill = fill
        cell.comment = Comment(message, "办公室")
    book.save(target)


def make_template(path):
    """Write the notice's Word template."""
    from docx import Document

    document = Document()
    document.add_heading("关于{{ unit }}清单报送情况的通知", 1)
    document.add_paragraph("{{ unit }}：")
    document.add_paragraph(
        "你单位报送的清单共有{{ total }}项任务，已完成{{ done }}项，超期{{ late }}项，需要更正{{ wrong }}处。"
    )
    table = document.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("编号", "任务", "时限", "状态"), strict=True):
        cell.text = words
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for cell, name in zip(table.rows[2].cells, ("number", "task", "due", "status"), strict=True):
        cell.text = "{{ row." + name + " }}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("请于7月1日前更正后重新报送。")
    document.add_paragraph("党政办公室　2022年6月28日")
    document.save(path)


def notice(template, target, unit, sheets, problems, done, late):
    """Write one unit's notice."""
    rows = [
        {"number": text(r["任务编号"]), "task": text(r["工作任务"]), "due": text(r["完成时限"])[:10], "status": text(r["完成状态"])}
        for _, r in sheets["完成清单"].iterrows()
        if text(r["任务编号"])
    ]  # fmt: skip
    document = DocxTemplate(template)
    document.render(
        {
            "unit": unit,
            "total": len(rows),
            "done": done,
            "late": late,
            "wrong": len(problems),
            "rows": rows,
        },
        autoescape=True,
    )
    document.save(target)


def main():
    """Read, check and write everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("office", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--template", type=Path, required=True)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    files = sorted((given.office / "报送").glob("*.xlsx"))
    names = {f.stem.removesuffix("四张清单") for f in files}
    book = Consolidated()
    totals = Counter()
    lines = []
    for file in files:
        unit = file.stem.removesuffix("四张清单")
        sheets = pd.read_excel(file, sheet_name=None, header=2, engine="openpyxl")
        problems, done, late = check_unit(sheets, names)
        book.add(unit, sheets, problems)
        if problems:
            give_back(file, given.output / f"退回_{unit}.xlsx", problems)
        notice(
            given.template, given.output / f"通知_{unit}.docx", unit, sheets, problems, done, late
        )
        totals.update(problems=len(problems), done=done, late=late)
        lines.append({"number": "", "task": unit, "due": str(len(problems)), "status": str(late)})
    book.save(given.output / "汇总.xlsx")
    circular = DocxTemplate(given.template)
    circular.render(
        {"unit": "各单位", "total": len(files), "done": totals["done"], "late": totals["late"],
         "wrong": totals["problems"], "rows": lines},
        autoescape=True,
    )  # fmt: skip
    circular.save(given.output / "通报.docx")
    print(f"{len(files)} units, {totals['problems']} problems")


if __name__ == "__main__":
    main()
