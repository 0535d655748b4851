"""Checks of what was handed in: there, readable, by whom, in which shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ..model import Audience, CellRef, Level, ListKind, UnitView
from ..registry import rule
from ..wording import day, join, spot
from ._hit import DaysSince, Hit


def _troubles(view: UnitView, rule_id: str) -> Iterator[Hit]:
    for submission in view.submissions:
        for trouble in submission.troubles:
            if trouble.rule == rule_id:
                yield Hit(trouble.ref, trouble.field, trouble.value, None, trouble.gaps)


@rule(
    "unreadable-file",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="文件读不出来：{原因}",
    asks="{办法}",
    scope="file",
)
def unreadable_file(view: UnitView) -> Iterator[Hit]:
    """Yield files that are damaged, encrypted, no workbook, or over a limit."""
    yield from _troubles(view, "unreadable-file")


@rule(
    "unknown-unit",
    level=Level.ERROR,
    tells=Audience.OFFICE,
    says="看不出这份文件是哪个单位报的：{原因}",
    asks="请核对后把文件放进该单位的文件夹，或在表头“填报单位”一行写明单位全称。",
    scope="file",
)
def unknown_unit(view: UnitView) -> Iterator[Hit]:
    """Yield files that name no unit of the plan, or name two."""
    yield from _troubles(view, "unknown-unit")


@rule(
    "duplicate-submission",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="{说明}",
    asks="请确认以哪一份为准，只保留一份，把其余的删除或移走。",
    scope="file",
)
def duplicate_submission(view: UnitView) -> Iterator[Hit]:
    """Yield files that compete for one list (conflict copies, two versions)."""
    yield from _troubles(view, "duplicate-submission")


@rule(
    "missing-column",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="{说明}",
    asks="{办法}",
    scope="file",
)
def missing_column(view: UnitView) -> Iterator[Hit]:
    """Yield columns needed to run that a list does not have; where there is no list, what was sent."""
    for hit in _troubles(view, "missing-column"):
        gaps = {
            "说明": "“{清单}”没有找到“{栏目}”一栏。".format_map(hit.gaps),
            "办法": f"请在{spot(hit.ref)}所在的表头增加“{hit.gaps['栏目']}”一栏并逐行填写。",
        }
        yield replace(hit, gaps={**gaps, **hit.gaps})


@rule(
    "unknown-heading",
    level=Level.INFO,
    tells=Audience.OFFICE,
    says="{情况}",
    asks="{办法}",
    scope="file",
)
def unknown_heading(view: UnitView) -> Iterator[Hit]:
    """Yield headings over filled cells that no field explains; sheets all of whose headings are such."""
    for hit in _troubles(view, "unknown-heading"):
        gaps = {
            "情况": "栏目“{栏目}”对不上任何栏目，这一列的{行数}行内容没有采用。{说明}".format_map(
                hit.gaps
            ),
            "办法": f"如需采用，请在《词典.xlsx》“栏目”表里把“{hit.gaps['栏目']}”加为某一栏目的同义写法。",
        }
        yield replace(hit, gaps={**gaps, **hit.gaps})


@rule(
    "formula-without-value",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="这个单元格是没有结果的公式或错误值{显示}，读不出内容。{说明}",
    asks="请用 Excel 或 WPS 打开文件，在{单元格}直接填写结果（不用公式），保存后重新报送。",
    scope="file",
)
def formula_without_value(view: UnitView) -> Iterator[Hit]:
    """Yield formulas without a stored result, and error values such as #N/A."""
    yield from _troubles(view, "formula-without-value")


@rule(
    "hidden-content",
    level=Level.INFO,
    tells=Audience.UNIT,
    says="{说明}；{处理}。",
    asks="{办法}",
    scope="file",
)
def hidden_content(view: UnitView) -> Iterator[Hit]:
    """Yield hidden rows and sheets, texts under merged cells, and what reading could not see."""
    gaps = {
        "处理": "隐藏的内容已照常读取",
        "办法": "请确认隐藏的内容是否仍然有效；作废的请删除，有效的请取消隐藏。",
    }
    for hit in _troubles(view, "hidden-content"):
        yield replace(hit, gaps={**gaps, **hit.gaps})


@rule(
    "not-submitted",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="{单位}应于{日期}前报送的{清单}没有收到，已超过{天数}天。",
    asks="请尽快报送{清单}；已经报送过的，请核对文件是否放对了文件夹、是否写明填报单位。",
)
def not_submitted(view: UnitView) -> Iterator[Hit]:
    """Yield lists that the plan asks of the unit and that are not there after their day.

    A unit that sent nothing at all is one finding; one whose only file cannot be read has been told
    so already and is none, as is a list that says in words that there is nothing.  Where something could not be looked at this time nothing is concluded.
    """
    if view.state == "unreadable" or any(s.waits for s in view.submissions):
        return
    late = [kind for kind in owed(view) if not view.has_list(kind) and not _says_none(view, kind)]
    if not late:
        return
    groups = [late] if view.state == "missing" else [[kind] for kind in late]
    for kinds in groups:
        due = min(d for k in kinds if (d := _due(view, k)) is not None)
        yield Hit(
            CellRef("", kinds[0].value) if len(kinds) == 1 else None,
            value=join(k.value for k in kinds),
            gaps={
                "清单": join(k.value for k in kinds),
                "日期": day(due),
                "天数": DaysSince(due, view.today),
            },
        )


def _says_none(view: UnitView, kind: ListKind) -> bool:
    """Whether the unit handed in the list with the words that it has nothing to report."""
    return any(t.says_none for s in view.submissions for t in s.tables if t.kind is kind)


def owed(view: UnitView) -> Iterator[ListKind]:
    """Yield the lists that the plan asks of this unit and whose day is over."""
    for spec in view.plan.lists:
        if spec.due is not None and spec.is_asked_of(view.unit.id) and view.today > spec.due:
            yield spec.kind


def _due(view: UnitView, kind: ListKind) -> date | None:
    spec = view.plan.list_spec(kind)
    return spec.due if spec else None
