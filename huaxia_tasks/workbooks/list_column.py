"""All lists in one table with a column that says of each row which list it belongs to (清单类别)."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import ListKind
from .headings import Heading
from .headings_block import Block, Found, Head
from .list_names import is_list_name, list_names
from .squeeze import squeeze
from .table_kinds import Decision

_HEADINGS_WRITTEN = "清单 清单类别 清单类型 清单种类 清单名称 所属清单 清单分类 表单类型 表类 表名 类别 类型 分类 所属类别 种类"
_HEADINGS = frozenset(_HEADINGS_WRITTEN.split())
#: What a table must hold besides.
_TELLING = frozenset({"task", "problem", "measure", "item_id", "problem_id", "progress"})
#: So many of the filled rows in a hundred must name one list.
_MOST = 90
#: Fields that one column may be, by list: what 内容 is in 问题清单 is the problem.
_MATTER = {ListKind.PROBLEMS: ("task", "problem"), ListKind.TASKS: ("problem", "task")}


def by_list_column(found: Found, rows: Sequence[int]) -> list[tuple[Found, list[int], Decision]]:
    """Return the lists that the rows of a table say they belong to; none where no column says so."""
    if not any(not _TELLING.isdisjoint(h.heading.keys) for h in found.heads):
        return []  # a table of contents names lists, too
    for head in found.heads:
        if squeeze(head.texts[-1]) in _HEADINGS:
            said = _said(found, rows, head)
            if said:
                return [
                    (_part(found, head, kind, first=n == 0), own, _decision(head, kind))
                    for n, (kind, own) in enumerate(said.items())
                ]
    return []


def _said(found: Found, rows: Sequence[int], head: Head) -> dict[ListKind, list[int]]:
    """Return the rows by the list that a column names in them; none where too few name one."""
    by_kind: dict[ListKind, list[int]] = {}
    named = others = 0
    kind: ListKind | None = None
    sure = "单" in head.text or "表" in head.text  # 类别 asks for other things, too
    for row in rows:
        text = found.view.sheet.text(*found.view.origin(row, head.column)).strip()
        names = list_names(text) if text and (sure or is_list_name(text)) else frozenset()
        if len(names) == 1:
            (kind,) = names
            named += 1
        elif text:
            others += 1
        if kind is None:
            return {}
        by_kind.setdefault(kind, []).append(row)
    if not named or named * 100 < (named + others) * _MOST:
        return {}
    return {k: by_kind[k] for k in ListKind if k in by_kind}


def _decision(head: Head, kind: ListKind) -> Decision:
    return Decision((kind,), f"“{head.text}”一栏", True)


def _part(found: Found, said: Head, kind: ListKind, *, first: bool) -> Found:
    """Return the table of one list: the same headings without the one that names the list."""
    heads = tuple(h for h in found.heads if h is not said)
    foreign, own = _MATTER.get(kind, ("", ""))
    if own and not any(own in h.heading.keys for h in heads):
        heads = tuple(_as(h, own) if foreign in h.heading.keys else h for h in heads)
    block = Block(found.top, found.bottom, heads)
    own_columns = {said.column, *said.more}
    block.blank_columns = tuple(c for c in block.blank_columns if c not in own_columns)
    above, around = (found.above, found.around) if first else ([], [])
    return Found(found.view, block, found.rows, above, around)


def _as(head: Head, key: str) -> Head:
    heading = Heading((key,), head.heading.word, head.heading.rank)
    return Head(head.column, head.row, head.text, heading, head.more, head.lists, head.texts)
