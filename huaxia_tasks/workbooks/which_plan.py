"""Which of several plans a workbook answers: told by our own form, by what is written, by what fits.

In this order: the plan that our form carries; a plan's number or title in the title lines, the names of
sheets, file and folders; lists, headings, phases and days that only one plan can have.  What speaks for
two plans at once decides nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..model import Plan
from ..patterns import regex
from .book import Book, Sheet
from .list_names import list_names
from .squeeze import squeeze

PLAN_PROPERTY = "huaxia_plan"
_TITLE_LINES, _TITLE_CELLS, _HEADING_LINES, _ROWS = 8, 3, 15, 2000
_NUMBER = regex(r"(\d{4})\D{0,2}?0*(\d{1,4})号")
_QUOTED = regex(r"[“\"‘「『]([^”\"’」』]{4,})[”\"’」』]")
#: Words of any plan's title; a part of a title must say more than these.
_GENERIC = regex(
    "重点|工作|任务|实施|方案|清单|活动|年度|专项|行动|计划|要点|通知|关于|开展|落实|问题|责任|完成|情况|实践"
)
_FULL_DAY = regex(r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_LABEL = regex(r"[:：]")
_YEAR = regex(r"(20\d\d)年")
_PARTS = regex(r"[\s_\-—–－·,，、;；()（）\[\]【】+.&#@=~!！]+")
_SHORTEST, _HEADINGS_NEEDED = 4, 2
#: Problems may be collected so long before a plan is issued, and work may go on so long after its end.
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=400)


class Belonging(NamedTuple):
    """The plan that a workbook answers and why; ``plan`` None where nothing tells.

    ``doubt`` says what contradicts a plan that was found all the same.
    """

    plan: Plan | None
    why: str = ""
    doubt: str = ""


def which_plan(
    book: Book | None, file: str, plans: Sequence[Plan], saved: datetime | None = None
) -> Belonging:
    """Return which of `plans` the workbook `file` (relative to 报送) answers.

    `book` None: it cannot be read.  `saved` is the file's own time.
    """
    form = _of_form(book, plans) if book is not None else None
    outside = list(_outside(file))
    inside = list(_inside(book)) if book is not None else []
    by_title, by_name = _named(inside, plans), _named(outside, plans)
    named = by_title or by_name
    if form is not None:
        said = f"文件是按{form.label}下发的表"
        return Belonging(form, said, _doubt(form, said, named))
    if len(named) == 1:
        plan, place = named[0]
        said = f"{place}写的是{plan.label}"
        return Belonging(plan, said, _doubt(plan, said, by_name))
    several = [plan for plan, _ in named] or list(plans)
    left = [p for p in several if _may_be(p, book, saved)]
    if len(left) == 1:
        return Belonging(left[0], "文件保存得比其他方案的印发日期早")
    fitting = _fitting(book, file, left) if book is not None else set()
    if len(fitting) == 1:
        plan = next(p for p in left if p.key in fitting)
        return Belonging(plan, "表里的清单、栏目、阶段或日期只和该方案相符")
    return Belonging(None)


def _doubt(plan: Plan, said: str, named: Sequence[tuple[Plan, str]]) -> str:
    """Return what another place says that names another plan."""
    if len(named) != 1 or named[0][0] is plan:
        return ""
    return f"{said}，而{named[0][1]}写的是{named[0][0].label}"


def _of_form(book: Book, plans: Sequence[Plan]) -> Plan | None:
    key = book.properties.get(PLAN_PROPERTY, "").strip()
    return next((p for p in plans if key and key == p.key), None)


# --------------------------------------------------------------------------- what is written


def _outside(file: str) -> Iterator[tuple[str, str]]:
    *folders, name = file.split("/")
    yield f"文件名《{name}》", name.rsplit(".", 1)[0]
    for folder in reversed(folders):
        yield f"文件夹名“{folder}”", folder


def _inside(book: Book) -> Iterator[tuple[str, str]]:
    for sheet in book.sheets:
        yield f"工作表名“{sheet.name}”", sheet.name
        for number in sorted(sheet.rows)[:_TITLE_LINES]:
            cells = sheet.rows[number].values()
            for cell in cells if len(cells) <= _TITLE_CELLS else ():
                if cell.kind == "text":
                    yield f"“{sheet.name}”第{number}行", cell.text


def _named(texts: Iterable[tuple[str, str]], plans: Sequence[Plan]) -> list[tuple[Plan, str]]:
    """Return the plans whose number or title stands in `texts`, each with the place where it does."""
    tests = [(plan, _test(plan, plans)) for plan in plans]
    found: dict[str, tuple[Plan, str]] = {}
    for place, text in texts:
        for plan, test in tests:
            if plan.key not in found and test(text):
                found[plan.key] = (plan, place)
    return list(found.values())


def _test(plan: Plan, plans: Sequence[Plan]) -> Callable[[str], bool]:
    others = [p for p in plans if p is not plan]
    number = _number_of(plan)
    alone = number is not None and number not in {_number_of(o) for o in others}
    whole = _folded(plan.number)
    title, foreign = _bare(plan.title), [_bare(o.title) for o in others]
    phrases = [f for f in _phrases(plan) if not any(f in o for o in foreign)]
    roster = {_bare(n) for u in plan.units for n in (u.name, *u.short_names)}

    def is_meant(text: str) -> bool:
        folded = _folded(text)
        if whole and whole in folded:
            return True
        if alone and any((m[1], int(m[2])) == number for m in _NUMBER.finditer(folded)):
            return True
        bare = _bare(text)
        if any(phrase in bare for phrase in phrases):
            return True
        words = (_bare(w) for w in (text, *_PARTS.split(text)))
        return any(
            len(w) >= _SHORTEST
            and len(_GENERIC.sub("", w)) > 1
            and w in title
            and w not in roster
            and not any(w in o for o in foreign)
            for w in words
        )

    return is_meant


def _folded(text: str) -> str:
    """Return a text without blanks and with plain brackets, so that numbers compare."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).translate(str.maketrans("〔〕[]【】{}", "()()()()"))


def _bare(text: str) -> str:
    """Return a text without blanks and marks, so that names compare however they are set."""
    return "".join(c for c in squeeze(text) if c.isalnum())


def _number_of(plan: Plan) -> tuple[str, int] | None:
    found = _NUMBER.search(_folded(plan.number))
    return (found[1], int(found[2])) if found else None


def _phrases(plan: Plan) -> list[str]:
    """Return what a plan's title is called by: the title, and what stands in quotes in it."""
    own = [_bare(plan.title), *map(_bare, _QUOTED.findall(plan.title))]
    return [p for p in own if len(p) >= _SHORTEST]


# --------------------------------------------------------------------------- what fits


def _may_be(plan: Plan, book: Book | None, saved: datetime | None) -> bool:
    """Whether the file was still written on after the plan was issued."""
    times = [t.date() for t in (saved, book.modified if book is not None else None) if t]
    return not times or min(times) >= plan.issued


def _fitting(book: Book, file: str, plans: Sequence[Plan]) -> set[str]:
    """Return the keys of the plans that something in the workbook fits alone."""
    found: set[str] = set()
    for test in (_by_lists, _by_headings, _by_phases, _by_days, _by_years, _by_units):
        fits = test(book, file, plans)
        if len(fits) == 1:
            found.add(fits[0].key)
    return found


def _by_lists(book: Book, _: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that ask for every list that a sheet is named after."""
    kinds = {k for s in book.sheets if len(names := list_names(s.name)) == 1 for k in names}
    return [p for p in plans if kinds and kinds <= {s.kind for s in p.lists}]


def _by_headings(book: Book, _: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans of which two headings stand there that no other plan has."""
    cells = {squeeze(t) for s in book.sheets for t in _texts(s, _HEADING_LINES) if len(t) <= 20}
    headings = _with_own(cells, plans, lambda p: (c.heading for s in p.lists for c in s.columns))
    return [p for p, count in headings if count >= _HEADINGS_NEEDED]


def _by_phases(book: Book, _: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans of which a phase is named that no other plan has."""
    cells = {
        squeeze(t).removesuffix("阶段")
        for s in book.sheets
        for t in _texts(s, _ROWS)
        if len(t) <= 30
    }
    named = _with_own(cells, plans, lambda p: (x.name.removesuffix("阶段") for x in p.phases))
    return [p for p, _ in named]


def _with_own(
    cells: set[str], plans: Sequence[Plan], words: Callable[[Plan], Iterable[str]]
) -> list[tuple[Plan, int]]:
    """Return the plans of which words stand there that no other plan has, and how many of them."""
    own = {p.key: {squeeze(w) for w in words(p)} for p in plans}
    every = [w for words_of in own.values() for w in words_of]
    counts = [(p, sum(w in cells and every.count(w) == 1 for w in own[p.key])) for p in plans]
    return [(p, count) for p, count in counts if count]


def _by_days(book: Book, _: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans in whose time all days lie that are written with their year."""
    days = [d for s in book.sheets for d in _days(s)]
    return [
        p
        for p in plans
        if days and all(p.issued - _BEFORE <= d <= (p.due or p.issued) + _AFTER for d in days)
    ]


def _by_years(book: Book, _: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that run in every year that a title line names."""
    lines = (t for s in book.sheets for t in _texts(s, 3))
    years = {int(y) for t in lines for y in _YEAR.findall(t)}
    return [
        p
        for p in plans
        if years and all(p.issued.year <= y <= (p.due or p.issued).year for y in years)
    ]


def _by_units(book: Book, file: str, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans of which a unit is named, in a title or the file's name, that no other plan has."""
    texts = [text for _, text in (*_outside(file), *_inside(book))]
    cells = {squeeze(w) for text in texts for w in (text, *_PARTS.split(text), *_LABEL.split(text))}
    named = _with_own(
        cells, plans, lambda p: (n for u in p.units for n in (u.name, *u.short_names))
    )
    return [p for p, _ in named]


def _texts(sheet: Sheet, rows: int) -> Iterator[str]:
    for number in sorted(sheet.rows)[:rows]:
        yield from (c.text for c in sheet.rows[number].values() if c.kind == "text")


def _days(sheet: Sheet) -> Iterator[date]:
    for number in sorted(sheet.rows)[:_ROWS]:
        for cell in sheet.rows[number].values():
            if cell.kind == "date" and isinstance(cell.raw, date):
                yield cell.raw.date() if isinstance(cell.raw, datetime) else cell.raw
            elif cell.kind == "text":
                for m in _FULL_DAY.finditer(cell.text):
                    try:
                        yield date(int(m[1]), int(m[2]), int(m[3]))
                    except ValueError:
                        continue
