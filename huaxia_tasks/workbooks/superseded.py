"""Sheets of a workbook that another sheet of it replaces: drafts, copies, lists of former years.

Units copy a sheet before they change it and leave the old one where it is.  Read together, every
matter would be there twice.  Which one was left out is told; nothing is left out where no other
sheet of the workbook holds the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..model import CellRef, ListKind, Row, Table, Trouble
from ..patterns import regex
from ..wording import join
from .plain_days import title_year
from .squeeze import squeeze

#: Words in a sheet's name that say that it is not the one that counts.
_OLD = regex(
    r"作废|废止|弃用|停用|废弃(?!物)|旧[表版稿]|旧(?=\)|$)|(?:不用|过期)(?=\)|了|$)|(?:去年|上年|往年)度?(?!.{0,2}(?:遗留|未|结转|滚动))"
    r"|历史(?:版|数据|记录|清单|台账|表)|备份|备用|存档|底稿|原[稿版]|初[稿版]|草稿|讨论稿|征求意见稿|修改前|调整前|上一[版稿]"
    r"|(?<![第\d十])[一1]稿|第[一1][稿版]|老[表版]"
)
_VOID = regex("作废|废止|废弃|停用")
#: Words that tell a copy that Excel, WPS or a person made.
_COPY = regex(r"\(\d{1,2}\)$|副本|复件|复制|拷贝|copy")
_NEW = regex(r"定稿|终稿|最终|最新|修改后|调整后|正式|新[表版稿]|新(?=\)|$)|终版")
_MONTH = regex(
    r"(?<![\d-])(\d{1,2})月|第([一二三四1-4])季度?|第?(\d{1,2})[期次批版稿]|v(\d{1,2})(?![\d.])"
)
_DAY = regex(r"(?<!\d)(?:20\d\d)?(0?[1-9]|1[0-2])[-.月]?([0-2]?\d|3[01])[日号]?(?!\d)")
_NAMELESS = regex(r"^(?:sheet|工作表|表格?)\d*$")
_QUARTERS = "一二三四"
#: Two sheets are versions of one list where so much of the smaller one stands on the other, too.
_MOST = 0.6
_FEWEST = 2
_FIRST = "排在前面"


class Sheet(NamedTuple):
    """What tells an old sheet: its name and the titles above its tables; ``place`` is its position."""

    name: str
    titles: tuple[str, ...]
    place: int


def is_of_the_past(sheet: Sheet, first_year: int) -> str:
    """Return why a sheet is an old one, "" where nothing says so; no plan's year is before `first_year`."""
    word, named = _in_name(sheet.name)
    if word:
        return f"工作表名写着“{word}”"
    years = {named} if named else set()
    for title in sheet.titles:
        void, year = _in_title(title)
        if void:
            return f"标题写着“{void}”"
        if year and not named:
            years.add(year)
    return f"写的是{max(years)}年" if years and max(years) < first_year else ""


@lru_cache(maxsize=512)
def _in_name(name: str) -> tuple[str, int]:
    """Return the word in a sheet's name that tells an old one, and the year that it names."""
    word = _OLD.search(squeeze(name))
    return word[0] if word else "", title_year(name) or 0


@lru_cache(maxsize=512)
def _in_title(title: str) -> tuple[str, int]:
    void = _VOID.search(title)
    return void[0] if void else "", title_year(title) or 0


def old_sheets(
    sheets: Sequence[Sheet], held: Mapping[str, frozenset[ListKind]], first_year: int
) -> dict[str, str]:
    """Return the sheets that are drafts or of former years, with why.

    `held` are the lists that stand on each sheet: they must all stand on a later sheet, too.
    """
    old = {
        s.name: why for s in sheets if held.get(s.name) and (why := is_of_the_past(s, first_year))
    }
    if not old:
        return {}
    current = frozenset().union(*(kinds for name, kinds in held.items() if name not in old))
    return {name: why for name, why in old.items() if held[name] <= current}


def differing(aside: Sequence[Table], kept: Sequence[Table]) -> list[str]:
    """Return the sheets of lists left out with a row that does not stand in the lists that count."""
    if not aside:
        return []
    known = {(t.kind, row) for t in kept for row in said(t)}
    names = (t.sheet for t in aside if any((t.kind, row) not in known for row in said(t)))
    return list(dict.fromkeys(names))


def versions(
    tables: Sequence[Table], sheets: Mapping[str, Sheet]
) -> list[tuple[Table, Table, str]]:
    """Return the lists that stand, otherwise worded, on another sheet, too: old, new and why."""
    found: list[tuple[Table, Table, str]] = []
    aside: set[int] = set()
    by_kind: dict[ListKind, list[Table]] = {}
    for table in tables:
        if table.rows and not table.implied:
            by_kind.setdefault(table.kind, []).append(table)
    for own in by_kind.values():
        if len({t.sheet for t in own}) < 2:
            continue
        for one in own:
            for other in own:
                if one.sheet == other.sheet or id(one) in aside or id(other) in aside:
                    continue
                new, why = _newer(sheets[one.sheet], sheets[other.sheet])
                unmarked = why == _FIRST and not any(
                    _NAMELESS.match(squeeze(t.sheet)) for t in (one, other)
                )
                if new is sheets[other.sheet] and _is_version(one, other, exactly=unmarked):
                    aside.add(id(one))
                    found.append((one, other, why))
    return found


def _newer(one: Sheet, other: Sheet) -> tuple[Sheet, str]:
    """Return which of two sheets counts, and why."""
    names = squeeze(one.name), squeeze(other.name)
    for pattern, has in ((_NEW, True), (_COPY, False)):
        marked = tuple(pattern.search(n) for n in names)
        if bool(marked[0]) != bool(marked[1]):
            new = one if bool(marked[0]) is has else other
            mark = marked[0] or marked[1]
            return new, f"工作表名写着“{mark[0]}”" if mark else ""
    first, second = _count(one.name.lower()), _count(other.name.lower())
    if first and second and first != second:
        return (one if first > second else other), "期次在后"
    return (one if one.place < other.place else other), _FIRST


def _count(name: str) -> tuple[int, int] | None:
    """Return which month, quarter, number or day a name gives."""
    found = _MONTH.search(name)
    if found and not (found[1] and _DAY.search(name, found.start())):
        quarter = found[2]
        if quarter:
            return _QUARTERS.find(quarter) + 1 or int(quarter), 0
        return int(found[1] or found[3] or found[4]), 0
    day = _DAY.search(name)
    return (int(day[1]), int(day[2])) if day else None


def said(table: Table) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what a list says, row by row, wherever it stands."""
    return tuple(tuple((k, v.text) for k, v in row.cells.items()) for row in table.rows)


def _is_version(one: Table, other: Table, *, exactly: bool) -> bool:
    """Whether most rows of the smaller list stand in the other one, half of them half or `exactly` alike."""
    rows, others = {_key(r): r for r in one.rows}, {_key(r): r for r in other.rows}
    both = [key for key in rows if key and key in others]
    if len(both) < max(_FEWEST, _MOST * min(len(one.rows), len(other.rows))):
        return False
    least = 1.0 if exactly else 0.5
    return sum(_alike(rows[key], others[key]) >= least for key in both) * 2 >= len(both)


def _key(row: Row) -> str:
    """Return what a row is about: the text of its task or problem, else its number."""
    return squeeze(row.text("task") or row.text("problem") or row.text("item_id"))


def _alike(one: Row, other: Row) -> float:
    """Return which share of the cells that both rows fill says the same."""
    keys = [k for k in one.cells if k != "seq" and one.text(k) and other.text(k)]
    return sum(one.text(k) == other.text(k) for k in keys) / len(keys) if keys else 1.0


def gathered(tables: Sequence[Table]) -> list[Table]:
    """Return the lists all of whose rows stand on one other sheet that gathers several such lists."""
    found: list[Table] = []
    for kind in dict.fromkeys(t.kind for t in tables):
        own = [t for t in tables if t.kind is kind and t.rows]
        whole = max(own, key=lambda t: len(t.rows), default=None)
        if whole is None or len(own) < _FEWEST:
            continue
        known = set(_unnumbered(whole))
        parts = [t for t in own if t.sheet != whole.sheet and known.issuperset(_unnumbered(t))]
        if len(parts) > 1 or any(len(t.rows) >= _FEWEST for t in parts):
            found += parts
    return found


def _unnumbered(table: Table) -> list[tuple[tuple[str, str], ...]]:
    return [tuple((k, v.text) for k, v in r.cells.items() if k != "seq") for r in table.rows]


def told(file: str, kinds: Sequence[ListKind], old: str, news: Sequence[str], why: str) -> Trouble:
    """Return what to tell of a sheet that was left out."""
    lists = join(f"“{kind.value}”" for kind in dict.fromkeys(kinds))
    counts = join(f"“{name}”" for name in dict.fromkeys(news))
    says = f"同一份文件里，工作表“{old}”和{counts}都有{lists}；本次以{counts}为准，“{old}”没有采用（{why}）"
    return Trouble("duplicate-submission", CellRef(file, old), {"说明": says})
