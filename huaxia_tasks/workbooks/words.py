"""The word list: which headings, status words and unit names mean the same.

The built-in list is always known; 词典.xlsx adds to it.  Where the file names a heading, the file
alone says which field it belongs to, so an office can give 完成时间 one fixed meaning.

Layout of 词典.xlsx, four sheets with one heading row each (`starter_rows` gives all of them filled):

    栏目      字段键 | 标准栏目 | 内容类型 | 用于清单 | 同义写法 | (further ones to the right, one a cell)
    状态      状态键 | 标准说法 | 写法 | (further ones to the right)
    单位别名  单位 | 别名 | (further ones to the right)
    集合名称  名称 | 指哪些单位

字段键 may stay empty where 标准栏目 is known; both new make a column of the office's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from ..errors import PlanError
from ..model import ListKind, Status, Unit, column_letters
from ..patterns import regex
from . import words_seed as seed
from .book import Book, Sheet
from .squeeze import squeeze

FIELDS, STATUSES, ALIASES, COLLECTIVES = "栏目", "状态", "单位别名", "集合名称"
_HEADINGS = {
    FIELDS: ["字段键", "标准栏目", "内容类型", "用于清单", "同义写法"],
    STATUSES: ["状态键", "标准说法", "写法"],
    ALIASES: ["单位", "别名"],
    COLLECTIVES: ["名称", "指哪些单位"],
}
_LETTERS = dict(zip("PTDC", ListKind, strict=True))
_KEY = regex(r"[a-z][a-z0-9_]*")
_SCOPES = ("各单位", "各学院", "各部门", "各党组织")


class FieldWords(NamedTuple):
    """A field: its standard heading, kind of content, lists it stands in, and every spelling."""

    key: str
    heading: str
    content: str = "text"
    lists: tuple[ListKind, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Words:
    """Headings by field, status words by status key, aliases by unit, collective names.

    ``collectives`` maps a name to 各单位, 各学院, 各部门, 各党组织 or to unit names joined with 、.
    Equal content gives an equal ``digest``; two lists with one digest are the same.
    """

    fields: Mapping[str, FieldWords]
    statuses: Mapping[str, tuple[str, ...]]
    unit_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collectives: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

    def __post_init__(self) -> None:
        parts = [self.fields, self.statuses, self.unit_aliases, self.collectives]
        text = repr([sorted(part.items()) for part in parts])
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @staticmethod
    def builtin() -> Words:
        """Return the word list that the program brings along."""
        return _builtin()

    def heading(self, field_key: str) -> str:
        """Return the standard heading of a field, the key itself where it is unknown."""
        words = self.fields.get(field_key)
        return words.heading if words else field_key

    def with_aliases(self, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        """Return `units` with the aliases of the word list among their short names."""
        return tuple(self._with_aliases(unit) for unit in units)

    def _with_aliases(self, unit: Unit) -> Unit:
        known = {unit.name, *unit.short_names}
        names = [n for n in (unit.name, *unit.short_names) if n in self.unit_aliases]
        more = {a: None for n in names for a in self.unit_aliases[n] if a not in known}
        return replace(unit, short_names=(*unit.short_names, *more)) if more else unit


@lru_cache(maxsize=1)
def _builtin() -> Words:
    fields: dict[str, FieldWords] = {}
    key = ""
    for line in seed.FIELDS.strip().splitlines():
        first, heading, content, lists, spellings = line.split("|")
        if first.strip():
            key = first.strip()
            kinds = tuple(_LETTERS[letter] for letter in lists)
            fields[key] = FieldWords(key, heading, content, kinds, (heading,))
        known = fields[key]
        spelt = [word.replace("_", " ") for word in spellings.split()]
        fields[key] = known._replace(headings=(*known.headings, *spelt))
    return Words(
        fields,
        {k: tuple(v.split()) for k, v in _pairs(seed.STATUSES)},
        {k: tuple(v.split()) for k, v in _pairs(seed.UNIT_ALIASES)},
        dict(_pairs(seed.COLLECTIVES)),
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.strip().splitlines():
        key, _, rest = line.partition("|")
        yield key, rest


def starter_rows() -> dict[str, list[list[str]]]:
    """Return the rows of the starter 词典.xlsx by sheet, the heading row first."""
    words = Words.builtin()
    rows = {sheet: [list(headings)] for sheet, headings in _HEADINGS.items()}
    for known in words.fields.values():
        lists = "、".join(kind.value for kind in known.lists)
        rows[FIELDS].append([known.key, known.heading, known.content, lists, *known.headings[1:]])
    for key, spellings in words.statuses.items():
        rows[STATUSES].append([key, *spellings])
    rows[ALIASES] += [[unit, *aliases] for unit, aliases in words.unit_aliases.items()]
    rows[COLLECTIVES] += [[name, scope] for name, scope in words.collectives.items()]
    return rows


def read_words(book: Book, file: str = "词典.xlsx") -> Words:
    """Return the built-in list with what 词典.xlsx adds or decides otherwise.

    Raises PlanError, naming the cell, for a key that does not exist; and where the workbook has
    none of the four sheets.
    """
    desk = _Desk(book, file)
    if not desk.sheets:
        raise PlanError(
            "没有“栏目”“状态”“单位别名”“集合名称”中的任何一张工作表",
            f"《{desk.name}》",
            "请用程序生成的词典另存一份再修改。",
        )
    base = Words.builtin()
    aliases = {unit: tuple(names) for unit, *names in desk.lines(ALIASES)}
    collectives = {
        name: (rest[0] if rest else _SCOPES[0]) for name, *rest in desk.lines(COLLECTIVES)
    }
    return Words(
        _read_fields(desk, base),
        _read_statuses(desk, base),
        {**base.unit_aliases, **aliases},
        {**base.collectives, **collectives},
    )


@dataclass(slots=True)
class _Desk:
    """The word list's sheets; ``at`` is the row read last, for complaints."""

    book: Book
    file: str
    at: tuple[str, int] = ("", 0)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheets = {s.name.strip(): s for s in self.book.sheets if s.name.strip() in _HEADINGS}

    @property
    def name(self) -> str:
        return self.file.rsplit("/", 1)[-1]

    def lines(self, name: str) -> Iterator[list[str]]:
        """Yield the filled rows of a sheet below its heading row; further cells only if filled."""
        sheet = self.sheets.get(name)
        headings = _HEADINGS[name]
        fixed = len(headings) - 1
        started = False
        for number in sorted(sheet.rows) if sheet else ():
            texts = {c: cell.text.strip() for c, cell in sorted(sheet.rows[number].items())}  # type: ignore[union-attr]
            if not started:
                started = headings[0] in texts.values() or headings[1] in texts.values()
                continue
            first = [texts.get(c, "") for c in range(1, fixed + 1)]
            more = [t for c, t in texts.items() if c > fixed and t]
            if any(first) or more:
                self.at = (name, number)
                yield [*first, *dict.fromkeys(more)]

    def wrong(self, column: int, what: str, todo: str) -> PlanError:
        """Return the error that names the cell."""
        sheet, row = self.at
        return PlanError(what, f"《{self.name}》“{sheet}”{column_letters(column)}{row}", todo)


def _read_fields(desk: _Desk, base: Words) -> dict[str, FieldWords]:
    fields = dict(base.fields)
    by_heading = {squeeze(f.heading): f.key for f in base.fields.values()}
    own: dict[str, FieldWords] = {}
    for key, heading, content, lists, *spellings in desk.lines(FIELDS):
        key = key or by_heading.get(squeeze(heading), heading)
        _check_key(desk, key, heading, base)
        old = own.get(key) or fields.get(key) or FieldWords(key, heading or key)
        said = own[key].headings if key in own else ()
        own[key] = FieldWords(
            key,
            heading or old.heading,
            content or old.content,
            _kinds(desk, lists) or old.lists or tuple(ListKind),
            tuple(dict.fromkeys((*said, heading or old.heading, *spellings))),
        )
    decided = {squeeze(h) for f in own.values() for h in f.headings}
    for key, known in fields.items():
        kept = tuple(h for h in known.headings if squeeze(h) not in decided)
        mine = own.pop(key, None)
        said = mine.headings if mine else ()
        fields[key] = (mine or known)._replace(headings=tuple(dict.fromkeys((*said, *kept))))
    return {**fields, **own}


def _check_key(desk: _Desk, key: str, heading: str, base: Words) -> None:
    """Complain of a key or heading that is one letter away from a known one, or of a lone key."""
    if key in base.fields:
        return
    if _KEY.fullmatch(key):
        close = next((k for k in base.fields if _near(k, key)), None)
        if close or not heading:
            hint = f"是否应为“{close}”？" if close else "新增栏目请同时填写“标准栏目”。"
            raise desk.wrong(1, f"没有字段键“{key}”", hint)
        return
    known = (f.heading for f in base.fields.values() if len(f.heading) > 3)
    alike = next((h for h in known if _near(squeeze(h), squeeze(heading))), None)
    if alike:
        raise desk.wrong(2, f"没有标准栏目“{heading}”", f"是否应为“{alike}”？")


def _near(one: str, other: str) -> bool:
    """Whether two words differ in one letter at most."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) <= 1
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _kinds(desk: _Desk, text: str) -> tuple[ListKind, ...]:
    names = [n for n in re.split(r"[、，,；;/\s]+", text) if n]
    known = {kind.value: kind for kind in ListKind}
    for name in names:
        if name not in known:
            raise desk.wrong(4, f"没有“{name}”这种清单", f"请从{'、'.join(known)}中选择。")
    return tuple(known[name] for name in names)


def _read_statuses(desk: _Desk, base: Words) -> dict[str, tuple[str, ...]]:
    labels = {spellings[0]: key for key, spellings in base.statuses.items()}
    own: dict[str, tuple[str, ...]] = {}
    for key, label, *spellings in desk.lines(STATUSES):
        key = key or labels.get(label, "")
        if key not in set(Status):
            known = "、".join(labels)
            raise desk.wrong(1, f"没有状态“{key or label}”", f"“标准说法”请从{known}中选择。")
        label = label or base.statuses[key][0]
        own[key] = tuple(dict.fromkeys((*own.get(key, ()), label, *spellings)))
    decided = {w for words in own.values() for w in words}
    merged: dict[str, tuple[str, ...]] = {}
    for key, words in base.statuses.items():
        kept = tuple(w for w in words if w not in decided)
        merged[key] = tuple(dict.fromkeys((*own.get(key, ()), *kept)))
    return merged
