"""Rows as sheets: titles, headings on one or two lines, merges, notes, several tables on a sheet."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import headings
from .cells import Content, Page, Spot, address
from .lines import ORDER, Line
from .world import LISTS

#: Wider headings that stand over some columns, by list.
_GROUPS = {
    "P": ("收集情况", ("collected_on", "method", "group")),
    "T": ("责任分工", ("lead_unit", "co_units")),
    "D": ("责任人员", ("leader", "person", "handler", "phone")),
    "C": ("办理进度", ("status", "progress", "done_date")),
}
#: Fields whose equal neighbours people merge, or write 同上 for.
_MERGEABLE = (
    "category",
    "lead_unit",
    "leader",
    "person",
    "phone",
    "phase",
    "scope",
    "collected_on",
)
_DITTO = ("同上", "〃", "同上", '"')


@dataclass(frozen=True)
class Place:
    """A cell of a file: file, sheet, the cell as a person sees it ("" for the sheet or file)."""

    file: str
    sheet: str = ""
    cell: str = ""


@dataclass
class Map:
    """Where everything came to stand: cells of lines, headings, tables."""

    cells: dict[tuple[str, str], Place] = field(default_factory=dict)
    heads: dict[tuple[str, str], Place] = field(default_factory=dict)
    tables: dict[str, Place] = field(default_factory=dict)
    rows: dict[str, Place] = field(default_factory=dict)


@dataclass
class Style:
    """How one unit dresses its tables."""

    title: str = "list"
    line: tuple[tuple[int, str], ...] = ()
    groups: bool = False
    merges: bool = False
    ditto: bool = False
    repeat: bool = False
    gaps: bool = False
    captions: bool = False
    total: bool = False
    notes: tuple[str, ...] = ()
    example: bool = False
    left: int = 1
    top: int = 1
    shuffle: bool = False
    standard: float = 0.5
    numbers_row: bool = False
    tail: str = ""
    merge_on: bool = True
    named: bool = False
    split: bool = False
    continued: bool = False
    preface: str = ""


@dataclass
class Extra:
    """A column that is no field of the list, with a text for each row."""

    heading: str
    texts: dict[str, str]
    key: str = "extra"


class Painter:
    """Writes tables on pages and keeps the map of what stands where."""

    def __init__(self, rng: random.Random, style: Style, file: str, where: Map) -> None:
        self.rng, self.style, self.file, self.map = rng, style, file, where

    def columns(
        self, letter: str, fields: set[str], forced: dict[str, str]
    ) -> list[tuple[str, str]]:
        """Return fields with their headings in the order in which the unit has them."""
        order = [k for k in (*ORDER[letter], "unit") if k in fields]
        if "unit" in order:
            order.remove("unit")
            order.insert(1, "unit")
        if "progress_before" in fields:
            order.insert(order.index("progress"), "progress_before")
        if self.style.shuffle:
            first = [k for k in order if k in ("seq", "item_id", "unit")]
            rest = [k for k in order if k not in first]
            self.rng.shuffle(rest)
            order = first + rest
        used = set(forced.values())
        return [(k, forced.get(k) or self._heading(letter, k, fields, used)) for k in order]

    def _heading(self, letter: str, key: str, fields: set[str], used: set[str]) -> str:
        if key == "progress_before":
            return "1-5月进展情况"
        if key == "progress" and "progress_before" in fields:
            return "6月进展情况"
        while True:
            word = headings.pick(self.rng, letter, key, self.style.standard)
            bare = "".join(word.split()).strip("*：＊")
            if bare == "编号" and "seq" not in fields:
                continue
            bare = bare.split("（")[0]
            if bare == "完成时间" and "deadline" not in fields:
                continue
            if bare in ("督办人", "负责人", "主要负责人") and {"leader", "handler"} & fields:
                continue
            if (
                bare in ("整改进度", "当前进度", "工作进度")
                and not {"status", "progress"} <= fields
            ):
                continue
            if bare in used:
                continue
            used.add(bare)
            return word

    def table(
        self,
        page: Page,
        top: int,
        letter: str,
        columns: Sequence[tuple[str, str]],
        lines: Sequence[Line],
        title: str,
        extra: Extra | None = None,
    ) -> int:
        """Write one table from row `top`; return the first free row below it."""
        style, left = self.style, self.style.left
        shown = list(columns) + ([(extra.key, extra.heading)] if extra else [])
        width = len(shown)
        if title:
            page.put(top, left, title)
            if self.rng.random() < 0.8:
                page.merge(top, left, top, left + width - 1)
            top += 1
        if style.preface:
            page.put(top, left, style.preface)
            top += 1
        for offset, text in style.line:
            page.put(top, left + min(offset, width - 1), text)
        top += bool(style.line)
        head_top = top
        top = self._head(page, top, letter, shown)
        self.map.tables.setdefault(letter, Place(self.file, page.name))
        if style.numbers_row:
            for i in range(width):
                page.put(top, left + i, f"（{i + 1}）" if self.rng.random() < 0.5 else i + 1)
            top += 1
        if style.example:
            for i, (key, _) in enumerate(shown):
                page.put(top, left + i, "示例" if i == 0 else _EXAMPLES.get(key))
            top += 1
        start = top
        repeat_at = len(lines) // 2 if style.repeat and len(lines) > 3 else -1
        before: dict[str, Content] = {}
        spans: dict[str, int] = {}
        for index, line in enumerate(lines):
            broken = False
            if line.goes_on:
                self._goes_on(page, top, line, shown)
                before, spans = {}, {}
                top += 1
                continue
            if style.split and not extra and index == len(lines) // 2 and index > 1:
                page.put(top + 1, left, f"（二）其他方面{LISTS[letter]}")
                top = self._head(page, top + 2, letter, shown, again=True)
                broken = True
            if index == repeat_at:
                top = self._head(page, top, letter, shown, again=True)
                broken = True
            if style.gaps and index and self.rng.random() < 0.15:
                top += 1
                broken = True
            if style.captions and index in (0, 2):
                page.put(top, left, ("一、" if index == 0 else "二、") + self.rng.choice(_CAPTIONS))
                page.merge(top, left, top, left + width - 1)
                top += 1
                broken = True
            if broken:
                before, spans = {}, {}
            self._row(page, top, line, shown, before, spans, extra)
            top += 1
        top = self._tail(page, top, shown, len(lines))
        del start, head_top
        return self._foot(page, top, width, len(lines))

    def more(
        self,
        page: Page,
        letter: str,
        columns: Sequence[tuple[str, str]],
        lines: Sequence[Line],
        extra: Extra | None = None,
    ) -> None:
        """Write the rest of a table on a further sheet, without its headings."""
        shown = list(columns) + ([(extra.key, extra.heading)] if extra else [])
        top = self.style.top
        if self.rng.random() < 0.4:
            page.put(top, self.style.left, self.rng.choice((f"{LISTS[letter]}（续）", "续表")))
            top += 1
        before: dict[str, Content] = {}
        spans: dict[str, int] = {}
        for line in lines:
            if line.goes_on:
                self._goes_on(page, top, line, shown)
                before, spans = {}, {}
            else:
                self._row(page, top, line, shown, before, spans, extra)
            top += 1
        self._foot(page, top, len(shown), len(lines))

    def _head(
        self, page: Page, top: int, letter: str, shown: list[tuple[str, str]], again: bool = False
    ) -> int:
        left = self.style.left
        name, members = _GROUPS[letter]
        keys = [k for k, _ in shown]
        run = [i for i, k in enumerate(keys) if k in members]
        grouped = self.style.groups and len(run) > 1 and run == list(range(run[0], run[-1] + 1))
        for i, (key, word) in enumerate(shown):
            column = left + i
            row = top + 1 if grouped and i in run else top
            page.put(row, column, word)
            if grouped and i not in run:
                page.merge(top, column, top + 1, column)
            if not again:
                self.map.heads[letter, key] = Place(self.file, page.name, address((row, column)))
        if grouped:
            page.put(top, left + run[0], name)
            page.merge(top, left + run[0], top, left + run[-1])
        return top + 2 if grouped else top + 1

    def _row(
        self,
        page: Page,
        row: int,
        line: Line,
        shown: list[tuple[str, str]],
        before: dict[str, Content],
        spans: dict[str, int],
        extra: Extra | None,
    ) -> None:
        for i, (key, _) in enumerate(shown):
            column = self.style.left + i
            if extra and key == extra.key:
                page.put(row, column, extra.texts.get(line.key))
                continue
            content = line.cells.get(key)
            seen: Spot = (row, column)
            same = (
                key in _MERGEABLE
                and content not in (None, "")
                and key not in line.own
                and before.get(key) == content
            )
            if same and self.style.merges:
                first = spans.get(key, row - 1)
                spans[key] = first
                page.merges = [m for m in page.merges if m != (first, column, row - 1, column)]
                page.merge(first, column, row, column)
                seen = (first, column)
            elif same and self.style.ditto:
                page.put(row, column, self.rng.choice(_DITTO))
            else:
                page.put(row, column, content)
                spans.pop(key, None)
            before[key] = content if key not in line.own else None
            self.map.cells[line.key, key] = Place(self.file, page.name, address(seen))
        self.map.rows[line.key] = Place(self.file, page.name)
        if line.hidden:
            page.hidden_rows.add(row)

    def _tail(self, page: Page, top: int, shown: list[tuple[str, str]], count: int) -> int:
        """Leave prepared rows that nobody filled in: numbers alone, or with the unit's name."""
        keys = [k for k, _ in shown]
        if not self.style.tail or "seq" not in keys:
            return top
        for n in range(self.rng.randrange(2, 9)):
            page.put(top, self.style.left + keys.index("seq"), count + n + 1)
            if self.style.tail != "numbers" and "lead_unit" in keys:
                page.put(top, self.style.left + keys.index("lead_unit"), self.style.tail)
            top += 1
        return top

    def _goes_on(self, page: Page, row: int, line: Line, shown: list[tuple[str, str]]) -> None:
        """Write a row that goes on with the one above, whose other cells are merged or left blank."""
        for i, (key, _) in enumerate(shown):
            column = self.style.left + i
            if key in line.cells:
                page.put(row, column, line.cells[key])
            elif self.style.merge_on:
                top = page.seen_at(row - 1, column)[0]
                page.merges = [m for m in page.merges if m != (top, column, row - 1, column)]
                page.merge(top, column, row, column)

    def _foot(self, page: Page, top: int, width: int, count: int) -> int:
        left = self.style.left
        if self.style.total:
            page.put(top, left, "合计")
            page.put(top, left + min(2, width - 1), f"{count}项")
            top += 1
        for text in self.style.notes:
            page.put(top, left, text)
            if text.startswith("注") and self.rng.random() < 0.5:
                page.merge(top, left, top, left + width - 1)
            top += 1
        return top + 1


_CAPTIONS = ("教育教学方面", "后勤保障方面", "学生服务方面", "党的建设方面")
_EXAMPLES = {
    "problem": "宿舍热水供应时间短，晚课学生赶不上",
    "task": "延长学生公寓热水供应时间",
    "deadline": "6月底前",
    "status": "已完成",
    "person": "张三",
    "lead_unit": "后勤保障部",
}


def list_title(rng: random.Random, letter: str, style: Style, unit: str, year: int) -> str:
    """Return the title over a table."""
    if style.title == "none":
        return ""
    name = LISTS[letter]
    if letter == "C" and rng.random() < 0.2:
        name = rng.choice(("效果清单", "成效清单"))
    return rng.choice(
        (
            name,
            f"{unit}{name}",
            f"“下基层、察民情、解民忧、暖民心”实践活动{name}",
            f"{year}年{unit}党员干部实践活动{name}",
            f"附件：{name}",
        )
        if style.title == "list"
        else (f"{year}年实践活动{name}", f"{year}年度{unit}{name}")
    )
