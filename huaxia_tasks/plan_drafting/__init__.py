"""Drafts a plan workbook from a written plan; a person checks it before it counts.

What the text says is taken over with its clause; what is concluded is marked 待核对; what it does not
say stays empty and is told.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..errors import PlanError, UsageError
from ..office import put, starter
from ..workbooks.book import Unreadable
from ..workbooks.grid import read_book
from ..workbooks.plan import read_plan
from ..workbooks.plan_table import PlanTroubles
from ..workbooks.stable import read_stable
from ..workbooks.written import read_written
from .drafts import DraftedPlan, draft_from
from .sheets import fillings

__all__ = ["DraftedPlan", "draft_from", "draft_plan"]

_BLANK = "空白方案.xlsx"


def draft_plan(
    file: Path, out: Path | None = None, *, dry_run: bool = False
) -> tuple[Path, tuple[str, ...]]:
    """Write a plan workbook drafted from `file` (.docx, .txt, .pdf); return its path and notes.

    `out` is where it goes; by default beside the file under the same name.  Nothing that is there
    already is overwritten, and in a `dry_run` nothing is written.  Raises UsageError saying what to do.
    """
    if not file.is_file():
        raise UsageError(f"没有“{file}”这个文件", todo="请核对路径和文件名。")
    try:
        paragraphs = read_written(read_stable(file), file.name)
    except Unreadable as error:
        raise UsageError(error.message, f"《{file.name}》") from None
    target = out or file.with_suffix(".xlsx")
    if target.exists():
        raise UsageError(f"“{target}”已经存在", todo="请用 --out 换一个名字，或先移走原来的文件。")
    draft = draft_from(paragraphs)
    data = _workbook(draft)
    if not dry_run:
        put(target, data)
    return target, (*draft.notes, *_to_fill_in(data, target.name))


def _workbook(draft: DraftedPlan) -> bytes:
    from ..rendering.plan_form import fill_plan

    blank = (starter("sheets") / _BLANK).read_bytes()
    day = draft.head.issued or date(2000, 1, 1)
    title = draft.head.number or draft.head.title or "方案（草稿）"
    return fill_plan(blank, fillings(draft), title=title, day=day)


def _to_fill_in(data: bytes, name: str) -> tuple[str, ...]:
    """Return which cells must be filled in before the workbook can serve as a plan."""
    try:
        read_plan(read_book(data, name), file=name, digest="")
    except PlanTroubles as troubles:
        return tuple(f"启用前要改：{trouble}" for trouble in troubles.all)
    except PlanError as trouble:
        return (f"启用前要改：{trouble}",)
    return ()
