"""Reader of .xlsx, .xlsm and .xltx: one pass, bounded, in the process itself."""

from __future__ import annotations

from collections.abc import Sequence

from . import grid_refusals as refuse
from .book import Book, Sheet, Told
from .grid_cells import long_numbers, lost_places
from .grid_limits import Budget
from .grid_merges import hide_covered
from .grid_xlsx_parts import (
    Relation,
    SheetEntry,
    cell_formats,
    listing,
    properties,
    relations,
)
from .grid_xlsx_quick import QuickCells
from .grid_xlsx_sheet import RawSheet, read_sheet
from .grid_xlsx_texts import shared_texts
from .grid_xlsx_values import Values
from .grid_zip import Package

_COMMENTS = ("comments", "threadedComment")
NOTE_MACROS = "含有宏（VBA），宏没有运行"
_MACROS = Told(
    "文件里带有宏（VBA）",
    "宏没有运行，表格内容已照常读取",
    "请确认宏的来源可靠；不需要宏的，请另存为不含宏的 .xlsx 后报送。",
)
_LINKS = Told(
    "文件里有引用其他工作簿的公式",
    "没有打开别的工作簿，读的是上次保存的结果",
    "请核对这些数据是不是最新的；最好改为直接填写（复制后“选择性粘贴—数值”），再保存报送。",
)
NOTE_LINKS = "含有指向其他工作簿的链接，链接没有打开"
NOTE_MACRO_SHEETS = "含有宏表或对话框工作表，没有读取"


def read_xlsx(package: Package, budget: Budget) -> Book:
    """Read the workbook in `package`; Unreadable where it is broken or over a limit."""
    budget.has_long_texts = False  # until one is met
    roots = relations(package, "", budget)
    main = next((r.target for r in roots if r.kind == "officeDocument"), "xl/workbook.xml")
    if main not in package:
        raise refuse.damaged(f"no workbook part {main}")
    links = relations(package, main, budget)
    entries, date1904 = listing(package, main, budget)
    texts = _one(links, "sharedStrings", package)
    styles = _one(links, "styles", package)
    values = Values(
        shared_texts(package, texts, budget) if texts else [],
        cell_formats(package, styles, budget) if styles else (),
        date1904,
        budget,
    )
    known = QuickCells(values)
    by_id = {r.id: r for r in links}
    notes: list[str] = []
    sheets: list[Sheet] = []
    for entry in entries:
        relation = by_id.get(entry.link)
        if relation is None or relation.is_external:
            notes.append(f"工作表“{entry.name}”没有内容")
        elif relation.kind == "worksheet":
            sheets.append(_sheet(package, relation.target, entry, values, known, notes))
        elif relation.kind in ("xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"):
            notes.append(NOTE_MACRO_SHEETS)
    values.let_go()
    if not sheets:
        raise refuse.no_sheets()
    told: tuple[Told, ...] = ()
    if package.has_any("xl/vbaproject") or any(r.kind == "vbaProject" for r in links):
        notes.append(NOTE_MACROS)
        told = (_MACROS,)
    if any(r.kind == "externalLink" for r in links):
        notes.append(NOTE_LINKS)
        told = (*told, _LINKS)
    about, modified = properties(package, roots, budget)
    return Book("xlsx", tuple(sheets), about, date1904, tuple(dict.fromkeys(notes)), modified, told)


def _one(links: Sequence[Relation], kind: str, package: Package) -> str | None:
    """Return the part of this kind; None where the workbook has none."""
    target = next((r.target for r in links if r.kind == kind and not r.is_external), None)
    return target if target and target in package else None


def _sheet(
    package: Package,
    part: str,
    entry: SheetEntry,
    values: Values,
    known: QuickCells,
    notes: list[str],
) -> Sheet:
    if part not in package:
        raise refuse.damaged(f"part {part} is missing", where=f"工作表“{entry.name}”")
    raw = read_sheet(package, part, values, known)
    name = entry.name
    covered = hide_covered(raw.rows, raw.merged, values.budget)
    lost = lost_places(raw.rows) if values.has_long_numbers else ()
    notes.extend((*_notes(name, raw, len(covered)), *long_numbers(name, lost)))
    links = relations(package, part, values.budget)
    return Sheet(
        name=name,
        rows=raw.rows,
        merged=tuple(raw.merged),
        hidden=entry.state in ("hidden", "veryHidden"),
        hidden_rows=frozenset(raw.hidden_rows & raw.rows.keys()),
        hidden_columns=frozenset(raw.hidden_columns),
        part=package.true_name(part),
        has_comments=any(r.kind in _COMMENTS for r in links),
        covered=covered,
        lost_digits=lost,
    )


def _notes(name: str, raw: RawSheet, covered: int) -> list[str]:
    notes = []
    if covered:
        notes.append(f"工作表“{name}”有 {covered} 个单元格的内容被合并单元格盖住，没有采用")
    if raw.repeated:
        notes.append(f"工作表“{name}”有 {raw.repeated} 个单元格写了两次，采用后一次")
    return notes
