"""The sheet 总览: the figures of all units at one look, each rate with what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..model import Level, Phase, Plan, Tally, UnitTally
from ..wording import day
from .consolidated_cells import number_cell, row_xml, text_cell
from .consolidated_rows import PhaseCount
from .consolidated_sheets import cols_xml, named_cell, page_setup
from .consolidated_styles import NAMED
from .xml_patch import MAIN, RELATIONSHIPS

SHEET = "总览"
CHART_SHEET = "图表"
STATES = {"received": "已报送", "missing": "未报送", "unreadable": "读不出来"}
WAITS = "待读取"
_WIDTHS = (22, 10, 9, 9, 10, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)
_UNIT_HEADS = (
    "单位", "报送情况", "事项数", "已完成", "应完成", "完成率", "其中超时", "部分完成", "推进中", "未启动",
    "超期", "暂停", "长期坚持", "须改", "请核对",
)  # fmt: skip
_PHASE_HEADS = ("阶段", "时限", "事项数", "已完成", "应完成", "完成率", "超期")
_HOW_COUNTED = (
    "口径：完成率＝已完成÷应完成。“已完成”含待核实、超时完成和已销号；“应完成”＝事项数－长期坚持－暂停。"
    "“基本完成”“部分完成”“达到时序进度”不算完成。没有报送的单位不计入事项数。"
)


@dataclass(slots=True)
class Overview:
    """The sheet as XML, and where its tables stand (rows from 1), for charts."""

    xml: str = ""
    phases: list[tuple[str, PhaseCount]] = field(default_factory=list)
    phase_head: int = 0
    unit_head: int = 0


def _state(unit: UnitTally) -> str:
    """Return how a unit stands with its lists; nothing is said against one that is just saving them."""
    return WAITS if unit.waits else STATES.get(unit.state, unit.state)


def overview(
    plan: Plan,
    today: date,
    tally: Tally,
    phases: Iterable[PhaseCount],
    beside: Mapping[Level, int],
) -> Overview:
    """Return 总览 for these counts; `phases` are those of all units, in any order.

    ``beside`` are how many findings of no unit there are of each level.
    """
    made = Overview(phases=_by_phase(plan, phases))
    rows = [
        _line(1, plan.title + "四张清单汇总表", "title", 34),
        _line(2, as_of(plan, today), "note", 20),
        _line(3, _headline(tally, beside), "note", 34),
        _line(4, _HOW_COUNTED, "note", 34),
        _line(6, "一、分阶段完成情况", "part", 24),
    ]
    at = made.phase_head = 7
    rows.append(_heads(at, _PHASE_HEADS))
    for name, count in made.phases:
        at += 1
        rows.append(_row(_phase_cells(plan, name, count)))
    at += 2
    rows.append(_line(at, "二、分单位完成情况", "part", 24))
    at = made.unit_head = at + 1
    rows.append(_heads(at, _UNIT_HEADS))
    rows += (_row(_unit_cells(unit)) for unit in tally.units)
    at += len(tally.units) + 1
    rows.append(_total(tally))
    made.xml = _page("".join(rows), at, made.unit_head, as_of(plan, today))
    return made


def as_of(plan: Plan, today: date) -> str:
    """Return the line that says of which day and which version of the plan a sheet is."""
    number = f"，依据{plan.number}" if plan.number else ""
    version = f"，方案版本{plan.digest[:8]}" if plan.digest else ""
    return f"截至{day(today)}{number}{version}。{plan.office}制，内部使用。"


def _headline(tally: Tally, beside: Mapping[Level, int]) -> str:
    done, base = tally.total("done"), tally.base
    rate = f"{done * 100 / base:.1f}%" if base else "—"
    waits = tally.total("waits")
    unreadable = tally.unreadable - waits
    return (
        f"应报单位{len(tally.units)}个：已报送{tally.received}个，未报送{tally.missing}个"
        + (f"，文件读不出来{unreadable}个" if unreadable else "")
        + (f"，待读取{waits}个" if waits else "")
        + f"。事项{tally.total('matters')}项，完成{done}项（应完成{base}项，完成率{rate}），"
        f"超期未完成{tally.total('overdue')}项。检查发现须改{tally.total('errors')}处，"
        f"请核对{tally.total('warnings')}处" + _not_of_units(beside) + "。"
    )


def _not_of_units(beside: Mapping[Level, int]) -> str:
    """Return what to add to the sums over units, so that they agree with what a run says of all."""
    counts = (("须改", beside.get(Level.ERROR, 0)), ("请核对", beside.get(Level.WARNING, 0)))
    told = "、".join(f"{word}{n}处" for word, n in counts if n)
    return f"；另有不属于以上单位的{told}" if told else ""


def _by_phase(plan: Plan, counts: Iterable[PhaseCount]) -> list[tuple[str, PhaseCount]]:
    """Return (name, sum) in the plan's order, what belongs to no phase last where there is any."""
    sums: dict[int, PhaseCount] = {}
    for one in counts:
        a = sums.get(one.no, PhaseCount(one.no))
        sums[one.no] = PhaseCount(
            one.no, a.matters + one.matters, a.done + one.done, a.base + one.base,
            a.overdue + one.overdue,
        )  # fmt: skip
    known = [(p.name, sums.pop(p.no, PhaseCount(p.no))) for p in plan.phases]
    return known + [("未对应阶段", count) for _, count in sorted(sums.items())]


def _phase_cells(plan: Plan, name: str, count: PhaseCount) -> list[str]:
    phase: Phase | None = next((p for p in plan.phases if p.no == count.no), None)
    return [
        text_cell(name),
        text_cell(phase.expression if phase else "—", look="centre"),
        *_counts(count.matters, count.done, count.base),
        number_cell(count.overdue),
    ]


def _counts(matters: int, done: int, base: int) -> list[str]:
    """Return the cells 事项数, 已完成, 应完成, 完成率; a dash where there is nothing to divide by."""
    rate = number_cell(done / base, look="percent") if base else text_cell("—", look="centre")
    return [number_cell(matters), number_cell(done), number_cell(base), rate]


def _unit_cells(unit: UnitTally) -> list[str]:
    """Return a unit's row; of a unit that sent nothing nothing is counted, not even a nought."""
    if unit.state != "received" and not unit.matters:
        figures = [number_cell(None)] * 11
        figures += [number_cell(unit.errors), number_cell(unit.warnings)]
        state = text_cell(_state(unit), "" if unit.waits else "error", "centre")
        return [text_cell(unit.name), state, *figures]
    fill = "error" if unit.state in ("missing", "unreadable") and not unit.waits else ""
    return [
        text_cell(unit.name),
        text_cell(_state(unit), fill, "centre"),
        *_counts(unit.matters, unit.done, unit.base),
        *(number_cell(n) for n in (
            unit.done_late, unit.partly, unit.in_progress, unit.not_started, unit.overdue,
            unit.suspended, unit.long_term, unit.errors, unit.warnings,
        )),
    ]  # fmt: skip


def _total(tally: Tally) -> str:
    names = ("done_late", "partly", "in_progress", "not_started", "overdue", "suspended",
             "long_term", "errors", "warnings")  # fmt: skip
    done, base = tally.total("done"), tally.base
    rate = (
        f'<c s="{NAMED["total_percent"]}"><v>{done / base!r}</v></c>'
        if base
        else named_cell("—", "total_text")
    )
    figures = [tally.total("matters"), done, base, None, *(tally.total(n) for n in names)]
    cells = [named_cell("合计", "total_text"), named_cell("", "total_text")]
    for figure in figures:
        cells.append(
            rate if figure is None else f'<c s="{NAMED["total_text"]}"><v>{figure}</v></c>'
        )
    return row_xml(cells, 1)


def _row(cells: Sequence[str]) -> str:
    return row_xml(cells, 1)


def _line(n: int, text: str, style: str, height: int) -> str:
    cell = named_cell(text, style, f"A{n}")
    return f'<row r="{n}" ht="{height}" customHeight="1">{cell}</row>'


def _heads(n: int, headings: Sequence[str]) -> str:
    cells = "".join(named_cell(heading, "head") for heading in headings)
    return f'<row r="{n}" ht="24" customHeight="1">{cells}</row>'


def _page(rows: str, last: int, unit_head: int, footer: str) -> str:
    merges = "".join(f'<mergeCell ref="A{n}:O{n}"/>' for n in (1, 2, 3, 4))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:O{last}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{cols_xml(_WIDTHS)}<sheetData>{rows}</sheetData>'
        f'<mergeCells count="4">{merges}</mergeCells>{page_setup(footer)}</worksheet>'
    )
