"""Whose workbook it is: told by its properties, folder, 填报单位, titles and file name.

All that speaks must agree.  Where two places name different units nobody is believed: the file is
put aside with both places named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import CellRef, Plan, Row, Table, Unit, UnitMatch, column_letters
from ..patterns import regex
from .lines import Labelled, Line, first_part
from .squeeze import squeeze

MatchUnits = Callable[[str, tuple[Unit, ...]], tuple[UnitMatch, ...]]

#: Labels that may speak of a single task rather than of the whole file.
_OF_TASKS = ("责任单位", "牵头单位")
UNIT_PROPERTY = "huaxia_unit"
_SPLIT = regex(r"[\s_\-—–－·,，、;；()（）\[\]【】{}<>《》“”\"'+.&#@=~!！\d]+")
_LEADING = regex(
    r"^(?:关于|附件|附表|附|表|年度?|月份?|日|号|第|期|季度?|中共|报送|上报|填报|新|最新|最终)+"
)
_NOISE = (
    r"(?:党总支|直属党支部|党支部|党委|分党委|关于|上报|报送|报|填报|开展|党员|师生|四张|问题|任务|责任|完成|成效|效果|整改|清单|台账|"
    r"下基层|察民情|解民忧|暖民心|实践|活动|汇总|总表|一览|统计|联合|共同|合报|年|月|上半年|下半年|第|最终|定稿|终稿|修改|最新|新|改|版|副本|材料|"
    r"附件|的|在|为|我为|落实|梳理|收集|分解|进展|情况|工作台账|工作清单|工作任务|民生实事|实事|对照|自查|党建)"
)
_FOLLOWS = regex(rf"(?:{_NOISE}|$)")
_PRECEDES = regex(rf"{_NOISE}$")
_OTHER_SCHOOL = regex(r"(?:大学|学院|学校|中学|集团|公司)$")
_ORGANISATION = regex(r"(?:学院|书院|部|处|室|办|中心|馆|所|系|党总支|党支部|党委|团委|工会)$")
_SENT = regex("(?:报送?|上报|呈报?|送|交|发)(?:给|至|到)?")
_FILES = regex("填报|报送|上报|填表|提交")
_PLACEHOLDER = regex(r"[Xx×＊*]{1,}|某|^各|^本(?:单位|部门|学院)$|单位名称|填写|全称")


class Evidence(NamedTuple):
    """One place that names a unit: what stands there, which units it can mean.

    ``weight`` 3 properties, folder and 填报单位; 2 titles and names of sheet and file; 1 a short name
    of two characters there, which may be the topic.  No ``units``: a name outside the roster.
    """

    place: str
    units: frozenset[str]
    ref: CellRef
    weight: int


class Verdict(NamedTuple):
    """The unit of a workbook and why; ``doubt`` says what is wrong where it is None.

    ``silent`` where nothing around the tables speaks of any unit.
    """

    unit: str | None
    why: str = ""
    doubt: str = ""
    ref: CellRef | None = None
    silent: bool = False


@dataclass(slots=True)
class UnitFinder:
    """Finds the roster's units in short texts: labels, titles, names of files and folders."""

    units: tuple[Unit, ...]
    match_units: MatchUnits
    school: str = ""
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    _by_id: dict[str, Unit] = field(default_factory=dict)
    _folders: dict[str, frozenset[str]] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _lengths_back: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _named: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)
    _labelled: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.units:
            own = (unit.name, *unit.short_names, *unit.former_names, unit.party or "")
            for name in filter(None, map(squeeze, own)):
                self.names[name] = self.names.get(name, frozenset()) | {unit.id}
        for unit in self.units:
            self._by_id.setdefault(unit.id, unit)
            if unit.folder:
                own_folder = self._folders.get(unit.folder, frozenset())
                self._folders[unit.folder] = own_folder | {unit.id}
        self._lengths = _by_end(self.names, 0)
        self._lengths_back = _by_end(self.names, -1)
        self.school = squeeze(self.school)

    def in_label(self, text: str) -> frozenset[str]:
        """Return the units that a text behind 填报单位 may mean."""
        if text not in self._labelled:
            self._labelled[text] = self._in_label(text)
        return self._labelled[text]

    def _in_label(self, text: str) -> frozenset[str]:
        bare = self._without_school(squeeze(text))
        if found := self.names.get(bare):
            return found
        matches = self.match_units(self._without_school(text), self.units)
        found = frozenset(
            m.unit.id for m in matches if m.unit and m.status in ("exact", "alias", "close")
        )
        if found:
            return found
        unclear = frozenset(u.id for m in matches if m.status == "ambiguous" for u in m.candidates)
        return unclear or self.anywhere(text)

    def in_name(self, text: str) -> tuple[frozenset[str], int]:
        """Return the units that a title or a name speaks of, and how much that weighs (2 or 1)."""
        if text not in self._named:
            self._named[text] = self._in_name(text)
        return self._named[text]

    def _in_name(self, text: str) -> tuple[frozenset[str], int]:
        parts = [part for part in _SPLIT.split(text) if part]
        own = [part for part in parts if not self.is_sent_to(part)]
        hits = dict(self._tokens(own)) or dict(self._tokens(parts))
        long = [name for name in hits if len(name) > 2]
        names = long or list(hits)
        return frozenset(u for n in names for u in hits[n]), 2 if long else 1

    def _tokens(self, tokens: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for token in tokens:
            word = _LEADING.sub("", self._without_school(squeeze(token)))
            if word in self.names:
                yield word, self.names[word]
                continue
            starts = (n for n in self._starting(word, 0) if _FOLLOWS.match(word, len(n)))
            ends = (n for n in self._ending(word) if _PRECEDES.search(word[: -len(n)]))
            for name in (*starts, *ends):
                yield name, self.names[name]
                break

    def _starting(self, word: str, at: int) -> Iterator[str]:
        """Yield the names of two characters or more that stand at `at`, the longest first."""
        for length in self._lengths.get(word[at : at + 1], ()):
            name = word[at : at + length]
            if name in self.names and len(name) == length:
                yield name

    def _ending(self, word: str) -> Iterator[str]:
        for length in self._lengths_back.get(word[-1:], ()):
            if length <= len(word) and word[-length:] in self.names:
                yield word[-length:]

    def is_sent_to(self, text: str) -> bool:
        """Whether a name begins with those to whom the file goes (报党政办)."""
        word = squeeze(text)
        sent = _SENT.match(word)
        return sent is not None and any(self._starting(word, sent.end()))

    def anywhere(self, text: str) -> frozenset[str]:
        """Return the units whose name of three characters or more stands anywhere in `text`.

        Not behind another school's name; the longest name counts.
        """
        word = self._without_school(squeeze(text))
        found: set[str] = set()
        places = {n: at for at in reversed(range(len(word))) for n in self._starting(word, at)}
        for name in sorted((n for n in places if len(n) > 2), key=len, reverse=True):
            at = word.find(name)
            if at < 0:
                continue
            if not _OTHER_SCHOOL.search(word[:at]):
                found |= self.names[name]
            word = word[:at] + "|" * len(name) + word[at + len(name) :]
        return frozenset(found)

    def _without_school(self, word: str) -> str:
        return word.replace(self.school, "") if self.school and word != self.school else word

    def has(self, unit_id: str) -> bool:
        """Whether the roster has a unit with this id."""
        return unit_id in self._by_id

    def with_folder(self, folder: str) -> frozenset[str]:
        """Return the units to which the plan gives this folder."""
        return self._folders.get(folder, frozenset())

    def name_of(self, unit_id: str) -> str:
        """Return a unit's full name."""
        unit = self._by_id.get(unit_id)
        return unit.name if unit is not None else unit_id


def _by_end(names: Iterable[str], place: int) -> dict[str, tuple[int, ...]]:
    """Return by first or last character how long the names with it are, the longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        if len(name) > 1:
            found.setdefault(name[place], set()).add(len(name))
    return {c: tuple(sorted(lengths, reverse=True)) for c, lengths in found.items()}


def school_of(plan: Plan) -> str:
    """Return the school's name, from the plan's issuer where the plan does not give it."""
    issuer = re.sub(r"^(?:中国共产党|中共)|(?:委员会|党委)$", "", plan.issuer)
    return plan.school or (issuer if issuer.endswith(("学院", "大学", "学校")) else "")


def find_evidence(
    file: str,
    properties: Mapping[str, str],
    labels: Iterable[tuple[str, Labelled]],
    titles: Iterable[tuple[str, Line]],
    sheets: Iterable[str],
    finder: UnitFinder,
) -> list[Evidence]:
    """Return every place that names a unit.  `labels` and `titles` come with their sheet's name."""
    found = list(_outside(file, properties, finder))
    for sheet, label in labels:
        ref = CellRef(file, sheet, label.line.row, label.line.column)
        text = first_part(label.text)
        units = finder.in_label(text)
        address = f"“{sheet}”{column_letters(ref.column)}{ref.row}"
        if units or (_is_organisation(text) and squeeze(text) != finder.school):
            name = re.sub(r"\s*[:：]$", "", label.label.strip())
            weight = 1 if name.startswith(_OF_TASKS) else 3
            found.append(Evidence(f"{address}“{name}”写的是“{text}”", units, ref, weight))
    for sheet, line in titles:
        units, weight = finder.in_name(line.text)
        if units:
            place = f"“{sheet}”{column_letters(line.column)}{line.row}的标题写的是{_names(units, finder)}"
            found.append(
                Evidence(place, units, CellRef(file, sheet, line.row, line.column), weight)
            )
    named = [(sheet, *finder.in_name(sheet)) for sheet in sheets]
    several = len({units for _, units, _ in named if units}) > 1
    for sheet, units, weight in named:
        if units and not several:
            found.append(Evidence(f"工作表名是“{sheet}”", units, CellRef(file, sheet), weight))
    return found


def _outside(file: str, properties: Mapping[str, str], finder: UnitFinder) -> Iterator[Evidence]:
    *folders, name = file.split("/")
    whole = CellRef(file)
    unit_id = properties.get(UNIT_PROPERTY, "").strip()
    if finder.has(unit_id):
        place = f"文件是下发给{finder.name_of(unit_id)}的表"
        yield Evidence(place, frozenset({unit_id}), whole, 3)
    path = "/".join(folders)
    for folder in folders:
        own = finder.with_folder(folder) | finder.with_folder(path)
        units = frozenset(own) or finder.names.get(squeeze(folder), frozenset())
        weight = 3
        if not units:
            units, weight = finder.in_name(folder)
        if units:
            yield Evidence(f"文件放在文件夹“{folder}”", units, whole, weight)
    stem = name.rsplit(".", 1)[0]
    units, weight = finder.in_name(stem)
    if units:
        weight = 1 if finder.is_sent_to(stem) else weight
        yield Evidence(f"文件名是《{name}》", units, whole, weight)


def _is_organisation(text: str) -> bool:
    return bool(_ORGANISATION.search(text)) and not _PLACEHOLDER.search(text)


def _names(units: frozenset[str], finder: UnitFinder) -> str:
    return "、".join(f"“{finder.name_of(u)}”" for u in sorted(units))


def judge(
    evidence: list[Evidence], file: str, titles: Iterable[str], finder: UnitFinder
) -> Verdict:
    """Return the unit that all evidence agrees on."""
    for least in (2, 1):
        heard = [e for e in evidence if e.weight >= least]
        if heard:
            return _agree(heard, finder)
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for place, text in [(f"文件名是《{stem}》", stem), *((f"标题是“{t}”", t) for t in titles)]:
        units = finder.anywhere(text)
        if len(units) == 1:
            return Verdict(next(iter(units)), place)
    doubt = "工作簿里没有填写“填报单位”，文件名和文件夹名里也没有名单上的单位。"
    return Verdict(None, doubt=doubt, ref=CellRef(file), silent=True)


def unit_of_rows(tables: Iterable[Table], finder: UnitFinder) -> Verdict | None:
    """Return the unit that a column 填报单位 names in every row; None where there is no such column."""
    rows = [row for table in tables for row in table.rows]
    cells = [row.get("unit") for row in rows]
    headed = [c for c in cells if c is not None]
    told = [c for c in headed if _FILES.search(c.at.heading)]
    units = {frozenset(finder.in_label(c.text)) for c in headed}
    if not told and len(units) == 1 and _lead_most(rows, next(iter(units)), finder):
        told = headed  # 单位 alone may be another's, unless the tasks are theirs
    if not told or len(told) * 2 < len(cells):
        return None
    first = told[0]
    units = {frozenset(finder.in_label(cell.text)) for cell in told}
    heading = f"“{first.ref.sheet}”“{first.ref.heading}”一栏"
    if len(units) == 1 and len(one := units.pop()) == 1:
        return Verdict(next(iter(one)), f"{heading}每行写的都是“{first.text}”")
    texts = "、".join(f"“{t}”" for t in dict.fromkeys(cell.text for cell in told[:60]))[:60]
    doubt = f"{heading}写的是{texts}，不是名单上的一个单位。请按单位分开报送。"
    return Verdict(None, doubt=doubt, ref=first.ref)


def _lead_most(rows: Sequence[Row], unit: frozenset[str], finder: UnitFinder) -> bool:
    """Whether these lead most of the tasks that have a lead."""
    leads = [finder.in_label(text) for row in rows if (text := row.text("lead_unit"))]
    return sum(lead == unit for lead in leads) * 2 > len(leads)


def _agree(heard: list[Evidence], finder: UnitFinder) -> Verdict:
    known = [e for e in heard if e.units]
    agreed = frozenset.intersection(*(e.units for e in known)) if known else frozenset()
    outsiders = [e for e in heard if not e.units]
    if len(agreed) == 1 and not outsiders:
        why = "；".join(dict.fromkeys(e.place for e in sorted(known, key=lambda e: -e.weight)))
        return Verdict(next(iter(agreed)), why)
    ref = next((e.ref for e in [*outsiders, *heard] if e.ref.row), heard[0].ref)
    if outsiders:
        first = outsiders[0].place
        also = f"，{known[0].place}" if known else ""
        return Verdict(None, doubt=f"{first}，单位名单里没有这个单位{also}。", ref=ref)
    if agreed:
        return Verdict(
            None, doubt=f"{known[0].place}，分不清是{_names(agreed, finder)}中的哪一个。", ref=ref
        )
    one, other = _contradiction(known)
    return Verdict(None, doubt=f"{one.place}，而{other.place}，两处不一致。", ref=ref)


def _contradiction(known: list[Evidence]) -> tuple[Evidence, Evidence]:
    """Return two places that cannot both be right."""
    for i, one in enumerate(known):
        for other in known[i + 1 :]:
            if not one.units & other.units:
                return one, other
    return known[0], known[-1]
