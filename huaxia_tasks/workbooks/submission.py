"""From a unit's workbook to a `Submission`: its tables, their rows, and what is wrong with them.

Pure: the same book, plan and word list give the same submission.  Troubles carry the rule's id and
the gaps of its wording:

    unreadable-file        原因 办法
    unknown-unit           原因
    missing-column         清单 栏目
    unknown-heading        栏目 说明 行数
    formula-without-value  显示 说明
    hidden-content         说明 处理 办法
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from ..model import CellRef, ListKind, Plan, Submission, Trouble
from ..patterns import regex
from ..wording import join
from .book import Book, Cell, Unreadable
from .continued import carry_on
from .counting_sheets import leave_out_versions, past_sheets, tables_of, without_copies
from .grid_limits import LIMITS
from .grid_refusals import not_a_workbook, too_many_rows
from .headings import HeadingIndex, heading_index
from .headings_block import Found
from .list_column import by_list_column
from .list_names import list_names
from .out_of_sight import out_of_sight
from .sheet_view import SheetView
from .superseded import differing
from .surroundings import Surroundings
from .table_counts import holds_counts
from .table_kinds import Decision, Named, decide, name_of, speech_of
from .table_lines import data_rows
from .table_reading import read_table
from .table_weight import refuse_overweight
from .tables import SheetTables, find_tables
from .unread_sheets import unread_sheets
from .whose import (
    MatchUnits,
    UnitFinder,
    Verdict,
    find_evidence,
    judge,
    school_of,
    unit_of_rows,
)
from .words import Words

#: Sheets that show how to fill in the form.
_EXAMPLES = regex("示例|样例|范例|填写说明|填表说明|填报说明|填表须知|退回说明")


@dataclass(slots=True)
class _Draft:
    """A table between being found and being read."""

    found: Found
    rows: list[int]
    decision: Decision = field(default_factory=Decision)

    @property
    def sheet(self) -> str:
        return self.found.view.sheet.name


def read_submission(
    book: Book,
    *,
    file: str,
    digest: str,
    plan: Plan,
    words: Words,
    match_units: MatchUnits,
    modified: datetime | None = None,
) -> Submission:
    """Return everything that a unit's workbook says, with the place of every cell.

    `file` is relative to the office folder; `match_units` finds the units named in a text;
    `modified` is the file's own time where the book has none.  Raises Unreadable where the lists
    have more rows or texts than a run can bear.
    """
    index, finder = _tools(plan, words, match_units)
    sheets = [find_tables(SheetView(sheet), index) for sheet in book.sheets]
    if book.format == "csv" and _is_prose(sheets):
        return unreadable_submission(
            not_a_workbook("没有表头的纯文本"),
            file=file,
            digest=digest,
            plan=plan,
            words=words,
            match_units=match_units,
            modified=modified,
        )
    own = _without_examples(sheets)
    carry_on(own)
    drafts = [_Draft(f, data_rows(f)) for s in own for f in s.found]
    _refuse_many(drafts)
    _decide_kinds(drafts, file)
    drafts = [part for draft in drafts for part in _by_list_column(draft)]
    past = past_sheets(_held(drafts), own, file, plan)
    left_out = [d for d in drafts if d.sheet in past]
    if past:
        drafts = [d for d in drafts if d.sheet not in past]
        own = [s for s in own if s.view.sheet.name not in past]
    around = Surroundings(file, own)
    year = around.year()
    written = around.written(year)
    changed = book.modified or modified
    day = written or (book.modified.date() if book.modified else None)
    tables, aside = (
        [read_table(d.found, d.rows, d.decision, index, file, plan, day) for d in some]
        for some in (drafts, left_out)
    )
    refuse_overweight(tables_of(tables), book.characters)
    replaced = leave_out_versions(tables, own, file)
    verdict = around.verdict(book, finder)
    if verdict.silent:
        verdict = unit_of_rows(tables_of(tables), finder) or around.signed(finder) or verdict
    troubles = [
        *_unit_trouble(verdict, file),
        *_once_a_sheet(t for table in tables for t in table.troubles),
        *_without_table(file, own, drafts, plan, finder),
        *out_of_sight(file, book, tables_of(tables)),
        *(past[name] for name in differing(tables_of(aside), tables_of(tables))),
        *replaced,
    ]
    return Submission(
        file=file,
        digest=digest,
        unit=verdict.unit,
        tables=without_copies(tables_of(tables)),
        troubles=tuple(troubles),
        sheet_year=year,
        written=written,
        modified=changed,
        unit_why=verdict.why,
        properties=dict(book.properties),
    )


def unreadable_submission(
    reason: Unreadable,
    *,
    file: str,
    digest: str,
    plan: Plan,
    words: Words,
    match_units: MatchUnits,
    modified: datetime | None = None,
) -> Submission:
    """Return the submission of a file that cannot be read; its unit is told by folder and name.

    A file that is being saved has no trouble: it waits for the next run.
    """
    _, finder = _tools(plan, words, match_units)
    verdict = judge(find_evidence(file, {}, (), (), (), finder), file, (), finder)
    what, _, todo = reason.message.partition("。")
    gaps = {
        "原因": f"{what}。",
        "办法": todo or "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
    }
    trouble = Trouble("unreadable-file", CellRef(file), gaps)
    return Submission(
        file=file,
        digest=digest,
        unit=verdict.unit,
        troubles=() if reason.reason == "busy" else (trouble,),
        modified=modified,
        unit_why=verdict.why,
        readable=False,
    )


def _is_prose(sheets: list[SheetTables]) -> bool:
    """Whether a text is no table: no heading, and no row of three columns."""
    return not any(
        sheet.found or any(len(sheet.view.filled(row)) > 2 for row in sheet.view.numbers)
        for sheet in sheets
    )


def _without_examples(sheets: list[SheetTables]) -> list[SheetTables]:
    """Return the sheets that are no filled-in examples, unless there are no others."""
    own = [s for s in sheets if not _EXAMPLES.search(s.view.sheet.name)]
    return own if any(s.found for s in own) else sheets


def _refuse_many(drafts: list[_Draft]) -> None:
    """Raise Unreadable where there are too many rows; a 序号 dragged far down makes none."""
    most, count = LIMITS.list_rows, sum(len(d.rows) for d in drafts)
    if most < count <= 10 * most:
        count = sum(_says_something(d.found.view.filled(r)) for d in drafts for r in d.rows)
    if count > most:
        raise too_many_rows(count, most)


def _says_something(filled: list[tuple[int, Cell]]) -> bool:
    return len(filled) > 1 or any(not cell.text.strip().isdigit() for _, cell in filled)


_LAST_TOOLS: list[tuple[Plan, Words, MatchUnits, HeadingIndex, UnitFinder]] = []


def _tools(plan: Plan, words: Words, match_units: MatchUnits) -> tuple[HeadingIndex, UnitFinder]:
    """Return the index of headings and the finder of units, kept for the plans used last."""
    for known in _LAST_TOOLS:
        if known[0] is plan and known[1] is words and known[2] is match_units:
            return known[3], known[4]
    index = heading_index(words, plan.lists)
    finder = UnitFinder(words.with_aliases(plan.units), match_units, school_of(plan))
    _LAST_TOOLS.insert(0, (plan, words, match_units, index, finder))
    del _LAST_TOOLS[4:]
    return index, finder


def _decide_kinds(drafts: list[_Draft], file: str) -> None:
    """Decide for every table which list it is, the named ones first."""
    every, drafts = drafts, [d for d in drafts if not d.found.goes_on]
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    names = [name_of(d.found, stem if len(drafts) == 1 else "") for d in drafts]
    speeches = [speech_of(d.found.block) for d in drafts]
    forms = [tuple(h.texts for h in d.found.heads) for d in drafts]
    likely = [
        n.kinds if len(n.kinds) == 1 else frozenset({speech.best} if speech.has_matter else ())
        for n, speech in zip(names, speeches, strict=True)
    ]
    for i, draft in enumerate(drafts):
        if _is_annex(draft, names[i], drafts[:i]):
            names[i] = Named()
        others = [kinds for form, kinds in zip(forms, likely, strict=True) if form != forms[i]]
        draft.decision = decide(names[i], speeches[i], frozenset().union(*others), not others)
        if draft.decision.kinds and holds_counts(draft.found, draft.rows):
            draft.decision = Decision()
    for before, draft in pairwise(every):
        if draft.found.goes_on:
            draft.decision = before.decision


def _by_list_column(draft: _Draft) -> list[_Draft]:
    """Return a draft for each list that the rows of a table say they belong to."""
    parts = by_list_column(draft.found, draft.rows)
    return [_Draft(*part) for part in parts] or [draft]


def _held(drafts: list[_Draft]) -> dict[str, set[ListKind]]:
    """Return the lists that stand on each sheet."""
    held: dict[str, set[ListKind]] = {}
    for draft in drafts:
        if draft.decision.kinds and draft.rows:
            held.setdefault(draft.sheet, set()).update(draft.decision.kinds)
    return held


def _is_annex(draft: _Draft, name: Named, before: list[_Draft]) -> bool:
    """Whether only the sheet names a table, and the list so named already stands above it.

    Further tables with the same headings go on with it.
    """
    form = [h.texts for h in draft.found.heads]
    (kind, *more) = name.kinds or (None,)
    return (
        not more
        and name.by_sheet
        and any(d.sheet == draft.sheet and kind in d.decision.kinds for d in before)
        and not any(
            d.sheet == draft.sheet and form == [h.texts for h in d.found.heads] for d in before
        )
    )


def _unit_trouble(verdict: Verdict, file: str) -> Iterator[Trouble]:
    if verdict.unit is None:
        yield Trouble("unknown-unit", verdict.ref or CellRef(file), {"原因": verdict.doubt})


def _without_table(
    file: str, sheets: list[SheetTables], drafts: list[_Draft], plan: Plan, finder: UnitFinder
) -> Iterator[Trouble]:
    """Yield sheets that carry a list's name or rows like its own but no heading that can be found."""
    with_table = {d.sheet for d in drafts if d.decision.kinds}
    kinds = {k for d in drafts for k in d.decision.kinds}
    told, said = False, set(with_table)
    for sheet in sheets:
        name = sheet.view.sheet.name
        names = list_names(name)
        if name in with_table or sheet.is_cards or len(names) != 1 or names & kinds:
            continue
        if sum(len(sheet.view.filled(r)) > 1 for r in sheet.view.numbers[:50]) < 2:
            continue
        (kind,) = names
        told = True
        said.add(name)
        yield Trouble("missing-column", CellRef(file, name), _needed_gaps(kind, plan))
    for sheet in sheets:
        name = sheet.view.sheet.name
        if sheet.is_cards and name not in with_table and not told:
            told = True
            yield Trouble("missing-column", CellRef(file, name), _card_gaps(name, plan))
    if not told and not kinds:
        ref = CellRef(file, sheets[0].view.sheet.name if len(sheets) == 1 else "")
        yield Trouble("missing-column", ref, _no_list_gaps(sheets, plan))
    elif len(sheets) > len(said):
        yield from unread_sheets(file, sheets, said, finder)


def _no_list_gaps(sheets: list[SheetTables], plan: Plan) -> dict[str, str]:
    """Return what to say of a workbook that holds none of the lists."""
    lists = join(s.kind.value for s in plan.lists) or "清单"
    if any(sheet.view.numbers for sheet in sheets):
        said = f"这份文件里没有找到{lists}的表头"
        todo = f"请核对是否发错了文件；报送的清单要有一行表头，写明{_example_heads(plan)}等栏目，每个事项填一行。"
    else:
        said = "这份文件的工作表里没有文字（如果放的是图片，程序读不出图片里的字）"
        todo = f"请在下发的表格里填写{lists}后重新报送。"
    return {"清单": lists, "栏目": "表头", "说明": said, "办法": todo}


def _card_gaps(name: str, plan: Plan) -> dict[str, str]:
    """Return what to say of labels and values that do not clearly belong together."""
    said = f"工作表“{name}”的栏目名和内容左右并列，看不准哪一格是哪一栏的内容，没有采用"
    todo = f"请改成表格：一行表头写明{_example_heads(plan)}等栏目，每个事项填一行；或者让每个栏目名右边只有一格内容。"
    return {"清单": name, "栏目": "表头", "说明": said, "办法": todo}


def _example_heads(plan: Plan) -> str:
    needed = (c.heading for s in plan.lists for c in s.columns if c.needed)
    return join(f"“{heading}”" for heading in dict.fromkeys(needed)) or "“工作任务”"


def _once_a_sheet(troubles: Iterable[Trouble]) -> Iterator[Trouble]:
    """Yield what is wrong with headings once a sheet: a list in five tables has one heading to mend."""
    seen: set[tuple[str, ...]] = set()
    for trouble in troubles:
        if trouble.rule in ("missing-column", "unknown-heading"):
            name, kind = trouble.gaps.get("栏目", ""), trouble.gaps.get("清单", "")
            what = (trouble.rule, trouble.ref.sheet, kind, name)
            if what in seen:
                continue
            seen.add(what)
        yield trouble


def _needed_gaps(kind: ListKind, plan: Plan) -> dict[str, str]:
    spec = plan.list_spec(kind)
    needed = join(c.heading for c in spec.columns if c.needed) if spec else ""
    return {"清单": kind.value, "栏目": needed or "表头"}
