"""Books for tests of reading submissions: sheets typed as rows, read into submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from huaxia_tasks.model import ColumnSpec, ListKind, ListSpec, Plan, Submission, Table, Unit
from huaxia_tasks.units import match_units
from huaxia_tasks.workbooks.book import Book, Cell, Sheet
from huaxia_tasks.workbooks.submission import read_submission
from huaxia_tasks.workbooks.words import Words

P, T, D, C = ListKind

UNITS = (
    Unit(
        "U01", "信息工程学院", "college", ("信工院", "信工学院", "信息学院"), "信息工程学院党总支"
    ),
    Unit("U02", "商学院", "college", ("商院",), "商学院党总支"),
    Unit("U03", "外国语学院", "college", ("外语学院", "外院"), "外国语学院党总支"),
    Unit("U04", "教务部", "department", ("教务处", "教务")),
    Unit("U05", "后勤保障部", "department", ("后勤处", "后勤"), "后勤党总支"),
    Unit("U06", "学生工作部", "department", ("学工部", "学工处", "学生处")),
    Unit("U07", "图书馆", "department", ("校图书馆",), "图书馆直属党支部"),
    Unit("U08", "党政办公室", "department", ("党政办", "校办")),
)


def _columns(text: str) -> tuple[ColumnSpec, ...]:
    made = []
    for part in text.split():
        key, heading = part.split("=")
        made.append(ColumnSpec(key.strip("*"), heading, needed=key.endswith("*")))
    return tuple(made)


LISTS = (
    ListSpec(
        P,
        columns=_columns(
            "seq=序号 item_id=问题编号 collected_on=收集时间 method=收集方式 group=反映群体 "
            "problem*=问题描述 category=问题类别 scope=涉及范围 lead_unit=初判责任单位 "
            "immediate=是否立行立改 remark=备注"
        ),
    ),
    ListSpec(
        T,
        columns=_columns(
            "seq=序号 item_id=任务编号 problem_id=对应问题编号 task*=工作任务 measure=工作措施 "
            "goal=工作目标 lead_unit*=牵头单位 co_units=配合单位 phase=所属阶段 deadline*=完成时限 remark=备注"
        ),
    ),
    ListSpec(
        D,
        columns=_columns(
            "seq=序号 item_id=任务编号 leader=责任领导 lead_unit*=牵头单位 person=责任人 handler=经办人 "
            "phone=联系电话 co_units=配合单位 co_matter=配合事项 deadline=完成时限 remark=备注"
        ),
    ),
    ListSpec(
        C,
        columns=_columns(
            "seq=序号 item_id=任务编号 task*=工作任务 lead_unit=牵头单位 deadline=完成时限 status*=完成状态 "
            "progress=进展情况 done_date=实际完成时间 proof=佐证材料 reason=未完成原因 next_step=下一步措施 "
            "extend_to=申请延期至 remark=备注"
        ),
    ),
)
PLAN = Plan(
    key="17",
    title="“下基层 察民情 解民忧 暖民心”实践活动实施方案",
    number="武华党〔2022〕17号",
    issuer="中国共产党武汉华夏理工学院委员会",
    issued=date(2022, 5, 29),
    units=UNITS,
    lists=LISTS,
)
WORDS = Words.builtin()


class Formula(NamedTuple):
    """A formula without a stored result."""

    text: str = ""


class Error(NamedTuple):
    """An error value."""

    text: str


def cell_of(value: object) -> Cell | None:
    """Return a cell as the grid reader gives it."""
    if value is None or value == "":
        return None
    if isinstance(value, Formula):
        return Cell("formula", None, "")
    if isinstance(value, Error):
        return Cell("error", value.text, value.text)
    if isinstance(value, bool):
        return Cell("bool", value, "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        return Cell("date", value, value.strftime("%Y-%m-%d"))
    if isinstance(value, date):
        return Cell("date", value, value.isoformat())
    if isinstance(value, int | float):
        return Cell("number", value, f"{value:g}")
    return Cell("text", str(value), str(value))


def sheet(
    name: str,
    rows: Sequence[Sequence[object] | str],
    *,
    merged: str = "",
    hidden: bool = False,
    hidden_rows: Sequence[int] = (),
) -> Sheet:
    """Return a sheet.  A row typed as one text is split at ``|``; a number becomes a number.

    `merged` names ranges as people see them (``A1:C1 B4:B6``).
    """
    cells: dict[int, dict[int, Cell]] = {}
    for number, row in enumerate(rows, start=1):
        values: Sequence[object] = typed(row) if isinstance(row, str) else row
        for column, value in enumerate(values, start=1):
            cell = cell_of(value)
            if cell is not None:
                cells.setdefault(number, {})[column] = cell
    ranges = tuple(_range(r) for r in merged.split())
    return Sheet(name, cells, ranges, hidden, frozenset(hidden_rows))


def typed(row: str) -> list[object]:
    """Return the cells of ``1|问题|商学院``: digits are numbers, ``\\n`` is a line break."""
    parts = [p.strip(" ").replace("\\n", "\n") for p in row.split("|")]
    return [int(p) if p.isdecimal() and len(p) < 5 else p for p in parts]


def _range(text: str) -> tuple[int, int, int, int]:
    ends = []
    for end in text.split(":"):
        letters = "".join(c for c in end if c.isalpha())
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        ends.append((int(end[len(letters) :]), column))
    (top, left), (bottom, right) = ends
    return top, left, bottom, right


def read(
    *sheets: Sheet,
    file: str = "报送/商学院/清单.xlsx",
    plan: Plan = PLAN,
    words: Words = WORDS,
    properties: Mapping[str, str] | None = None,
    modified: datetime | None = None,
) -> Submission:
    """Return the submission of a book of these sheets."""
    book = Book("xlsx", tuple(sheets), properties or {}, modified=modified)
    return read_submission(
        book, file=file, digest="d", plan=plan, words=words, match_units=match_units
    )


def texts(table: Table) -> list[dict[str, str]]:
    """Return the filled cells of a table's rows, field -> text."""
    return [{k: v.text for k, v in row.cells.items() if v.is_filled} for row in table.rows]


def only(submission: Submission) -> Table:
    """Return the only table of a submission."""
    (table,) = submission.tables
    return table


def rules(submission: Submission) -> list[str]:
    """Return the ids of the troubles."""
    return [t.rule for t in submission.troubles]


def gaps(submission: Submission, rule: str) -> list[dict[str, Any]]:
    """Return the gaps of every trouble of a rule."""
    return [dict(t.gaps) for t in submission.troubles if t.rule == rule]


def shown(table: Table) -> list[str]:
    """Return a table's rows as ``4 seq=1 task=甲``; a cell of another row shows its address."""
    lines = []
    for row in table.rows:
        parts = [str(row.number)]
        for key, value in row.cells.items():
            if value.is_filled or value.kind in ("formula", "error"):
                text = value.text.replace("\n", "⏎")
                elsewhere = f"@{value.ref.address}" if value.ref.row != row.number else ""
                parts.append(f"{key}={text}{elsewhere}")
        lines.append(" ".join(parts))
    return lines


def picture(submission: Submission) -> list[str]:
    """Return all tables of a submission: ``任务清单 Sheet1 3`` and their rows below."""
    lines: list[str] = []
    for table in submission.tables:
        lines += [f"{table.kind.value} {table.sheet} {table.header_row}", *shown(table)]
    return lines
