"""登记.xlsx: what people decided, one line each.  A line that cannot be used is told, not fatal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from ..model import CellRef, Decision, Trouble, Unit
from ..patterns import regex
from .book import Book
from .plan_table import Column, Desk, Line, TableSpec, nearest, plain, read_day
from .plan_units import Roster

#: The rule under which lines that cannot be used are told to the office.
RULE = "decision-unreadable"
SHEET = "登记"
KINDS = ("延期", "核实", "暂停", "认领", "销号", "撤销", "合并")
_SYNONYMS = {"延长": "延期", "顺延": "延期", "核验": "核实", "抽查": "核实", "抽查核实": "核实"}
_SYNONYMS |= {"挂起": "暂停", "销账": "销号", "办结销号": "销号", "并案": "合并", "取消": "撤销"}
APPROVED = ("同意", "属实", "通过", "批准", "准予", "准许", "已批准", "已同意", "是", "√")
REFUSED = (
    "不同意",
    "不属实",
    "部分属实",
    "不通过",
    "不批准",
    "不予同意",
    "不予批准",
    "退回",
    "否",
    "×",
)
_NO_SHEET = f"请把登记决定的那张工作表改名为“{SHEET}”，并保留表头。"
_NO_FILE = (
    "请把它放回办公室文件夹，文件名就是“登记.xlsx”；还没有登记过的，运行 huaxia init 补一本空白的。"
)
#: An earlier decision of the same kind no longer stands.
_TAKEN_BACK = ("撤销", "撤回", "收回", "取消", "作废", "恢复", "恢复办理", "解除", "解除暂停")
_NO_YEAR = regex(r"(\d{1,2})[月./-](\d{1,2})[日号]?(?:前|以前|之前)?")
_AGREED = regex(r"(同意|批准|准予|准许)(?!.*(?:不|未|待|否))")
_PENDING = ("待定", "待批", "审批中", "待审批", "待核实", "—", "-", "/")
#: U01-003, and with the tag of its plan between where several plans run: U01-2303-003.
_OUR_ID = regex(r"(U\d+)\s*[-–—－_]\s*(?:(\d{4,6}[a-z]?)\s*[-–—－_]\s*)?(\d+)", re.IGNORECASE)

_COLUMNS = (
    Column("kind", "类型", ("登记类型", "登记事项", "类别"), needed=True),
    Column("matter", "事项编号", ("编号", "任务编号", "事项"), needed=True),
    Column("unit", "单位", ("责任单位", "牵头单位", "申请单位"), needed=True),
    Column("asked", "申请日期", ("申请时间", "提出日期")),
    Column("decided", "决定日期", ("批准日期", "决定时间", "批准时间", "核实日期"), needed=True),
    Column("verdict", "结论", ("是否同意", "意见", "审批意见", "决定"), needed=True),
    Column("due", "新时限", ("延期至", "新的时限", "新完成时限")),
    Column("by", "批准人", ("决定人", "审批人", "核实人")),
    Column("note", "说明", ("备注", "理由", "原因")),
    Column("plan", "方案", ("所属方案", "方案文号", "文号")),
)


def read_decisions(
    book: Book, *, file: str = "登记.xlsx", units: Sequence[Unit] = ()
) -> tuple[tuple[Decision, ...], tuple[Trouble, ...]]:
    """Return the decisions in the order of their lines, and the lines that cannot be used.

    Lines stand on sheet 登记 with their kind in column 类型, or on sheets named after a kind.  With
    `units` the unit's name becomes its id; without, its text is kept.  Dates need no order: the day
    of a line that is still open is None.
    """
    desk = Desk(book, file)
    roster = Roster(units)
    decisions: list[Decision] = []
    sheets = _sheets(book)
    if not sheets:
        desk.complain("", f"没有名为“{SHEET}”的工作表，登记过的决定都没有起作用", _NO_SHEET)
    for sheet, kind in sheets:
        columns = _COLUMNS[1:] if kind else _COLUMNS
        for line in desk.table(TableSpec(sheet, columns)):
            before = len(desk.troubles)
            decision = _decision(line, kind, roster)
            if len(desk.troubles) == before:
                decisions.append(decision)
    return tuple(decisions), tuple(
        Trouble(RULE, ref, {"说明": trouble.what, "办法": trouble.todo})
        for trouble, ref in zip(desk.troubles, desk.places, strict=True)
    )


def register_gone(file: str) -> Trouble:
    """Return what to tell of a register that is not there: nobody knows what was decided."""
    gaps = {"说明": "找不到这个文件，延期、暂停、核实等决定都没有起作用", "办法": _NO_FILE}
    return Trouble(RULE, CellRef(file), gaps)


def _sheets(book: Book) -> list[tuple[str, str]]:
    """Return the sheets to read, each with the kind that its name gives, "" for 登记 itself.

    A sheet of any other name is read where it is the only one.
    """
    names = [s.name for s in book.sheets if s.rows and plain(s.name) not in ("说明", "选项")]
    kinds = [(n, _kind(n)) for n in names if _kind(n)]
    general = [(n, "") for n in names if not _kind(n) and plain(n).startswith(SHEET)]
    if not general and not kinds and len(names) == 1:
        general = [(names[0], "")]  # a register that was copied into a new workbook
    return [*general, *kinds]


def _kind(text: str) -> str:
    word = plain(text).removesuffix("申请").removesuffix("登记")
    return word if word in KINDS else _SYNONYMS.get(word, "")


def _decision(line: Line, kind: str, roster: Roster) -> Decision:
    kind = kind or _line_kind(line)
    matter, unit = _matter(line, kind), _unit(line, roster)
    if not unit and (found := _OUR_ID.fullmatch(matter)):
        unit = found[1]
    approved, verdict = _verdict(line, kind)
    asked, decided, due = _days(line)
    if asked and decided and decided < asked:
        line.complain("decided", "决定日期早于申请日期", "请核对这两个日期。")
    if kind == "延期" and approved and due is None and not line.text("due"):
        line.complain("due", "同意延期，但没有写新时限", "请填写新时限，例如 2022-07-31。")
    if verdict and decided is None and not line.text("decided"):
        line.complain("decided", "有结论，但没有写决定日期", "请填写决定日期，例如 2022-06-20。")
    if decided and not verdict and not line.text("verdict"):
        line.complain(
            "verdict",
            "有决定日期，但没有写结论",
            "请填“同意”或“不同意”；还没有决定的，请清空决定日期。",
        )
    return Decision(
        kind=kind,
        matter=matter,
        unit=unit,
        approved=approved,
        decided_on=decided,
        new_due=due,
        asked_on=asked,
        by=line.text("by"),
        note=line.text("note"),
        ref=CellRef(line.desk.file, line.sheet, line.row, line.columns.get("matter", 0)),
        verdict=verdict,
        plan=line.text("plan"),
    )


def _line_kind(line: Line) -> str:
    text = line.need("kind", "类型", "延期")
    kind = _kind(text)
    if text and not kind:
        close = nearest(text, [*KINDS, *_SYNONYMS])
        hint = f"是否为“{_SYNONYMS.get(close, close)}”？" if close else ""
        line.complain("kind", f"没有“{text}”这种登记", f"{hint}请填：{'、'.join(KINDS)}。")
    return kind


def _matter(line: Line, kind: str) -> str:
    """Return the number of a matter (U01-003, or the unit's own) or, for 认领, of a duty."""
    text = unicodedata.normalize("NFKC", line.text("matter")).strip()
    if not text:
        example = "D22" if kind == "认领" else "U01-003"
        line.need("matter", "事项编号", example)
    found = _OUR_ID.fullmatch(text)
    if found is None:
        return text
    tag = f"{found[2].lower()}-" if found[2] else ""
    return f"{found[1].upper()}-{tag}{found[3].zfill(3)}"


def _unit(line: Line, roster: Roster) -> str:
    if not roster.units:
        return line.text("unit")
    return next(iter(roster.ids(line, "unit")), "")


def _days(line: Line) -> list[date | None]:
    """Return when it was asked for and decided, and the new day.

    A day without a year (7月15日) is that of the year in which another day of the line falls.
    """
    keys = ("asked", "decided", "due")
    cells = {key: line.cell(key) for key in keys}
    full = {k: found for k, c in cells.items() if c is not None and (found := read_day(c))}
    days = []
    for key, cell in cells.items():
        short = _NO_YEAR.fullmatch(plain(cell.text)) if cell is not None else None
        found = None
        if short and key not in full and full:
            found = _in_year(next(iter(full.values())), int(short[1]), int(short[2]))
        days.append(found or line.day(key))
    return days


def _in_year(other: date, month: int, day: int) -> date | None:
    """Return the day nearest to `other`, None where there is none such."""
    found = []
    for year in (other.year - 1, other.year, other.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda d: abs((d - other).days), default=None)


def _verdict(line: Line, kind: str) -> tuple[bool, str]:
    text = plain(line.text("verdict"))
    if text and text.removeprefix("同意") in (kind, "") and kind in ("撤销", "合并", "销号"):
        return True, text
    if not text or text in _PENDING:
        return False, ""
    if text in APPROVED or text in REFUSED or text in _TAKEN_BACK:
        return text in APPROVED, text
    word = _AGREED.match(text)  # 同意延期至7月15日, 同意，请抓紧
    if word and kind != "核实":
        return True, word[1]
    line.complain(
        "verdict",
        f"看不出“{line.text('verdict')}”是否同意",
        "请填“同意”或“不同意”；核实填“属实”“部分属实”或“不属实”。",
    )
    return False, ""
