"""Checks of what was handed in: there, readable, by whom, in which shape."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Audience, CellRef, Level, ListKind, UnitView
from ..registry import rule
from ..wording import day, join
from ._hit import Hit


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
    says="“{清单}”没有找到“{栏目}”一栏。",
    asks="请在{单元格}所在的表头增加“{栏目}”一栏并逐行填写。",
    scope="file",
)
def missing_column(view: UnitView) -> Iterator[Hit]:
    """Yield columns needed to run that a list does not have."""
    yield from _troubles(view, "missing-column")


@rule(
    "unknown-heading",
    level=Level.INFO,
    tells=Audience.OFFICE,
    says="栏目“{栏目}”不在词典里，这一列没有采用。",
    asks="如需采用，请在《词典.xlsx》“栏目”表里把“{栏目}”加为某一栏目的同义写法。",
    scope="file",
)
def unknown_heading(view: UnitView) -> Iterator[Hit]:
    """Yield headings over filled cells that no field explains."""
    yield from _troubles(view, "unknown-heading")


@rule(
    "hidden-content",
    level=Level.INFO,
    tells=Audience.UNIT,
    says="{说明}；隐藏的内容已照常读取。",
    asks="请确认隐藏的内容是否仍然有效；作废的请删除，有效的请取消隐藏。",
    scope="file",
)
def hidden_content(view: UnitView) -> Iterator[Hit]:
    """Yield hidden or filtered rows and hidden sheets that hold rows."""
    yield from _troubles(view, "hidden-content")


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
    so already and is none.
    """
    if view.state == "unreadable":
        return
    late = [kind for kind in owed(view) if not view.has_list(kind)]
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
                "天数": str((view.today - due).days),
            },
        )


def owed(view: UnitView) -> Iterator[ListKind]:
    """Yield the lists that the plan asks of this unit and whose day is over."""
    for spec in view.plan.lists:
        if spec.due is not None and view.today > spec.due and asks_unit(spec.owners, view):
            yield spec.kind


def asks_unit(owners: tuple[str, ...], view: UnitView) -> bool:
    """Whether a list with these owners is asked of the unit: by id, name, kind or 各单位."""
    unit = view.unit
    words = {unit.id, unit.name, unit.kind, *_KINDS.get(unit.kind, ())}
    return not owners or bool(words & set(owners)) or bool({"各单位", "全部", "*"} & set(owners))


_KINDS = {
    "college": ("学院", "各学院", "院系", "各院系", "二级党组织", "各二级党组织"),
    "dept": ("部门", "职能部门", "各职能部门", "各部门"),
    "department": ("部门", "职能部门", "各职能部门", "各部门"),
}


def _due(view: UnitView, kind: ListKind) -> object:
    spec = view.plan.list_spec(kind)
    return spec.due if spec else None
