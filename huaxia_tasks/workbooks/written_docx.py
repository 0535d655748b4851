"""The paragraphs of a Word file, with the numbers that Word itself puts before them.

Source: ECMA-376 part 1, 17.9 (numbering), 17.3 (paragraphs).  Deleted text, field codes and the second
copy of text boxes are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .grid_limits import Budget
from .grid_xml import Attributes, plain, walk
from .grid_zip import Package

_SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "footnote", "endnote", "comment", "rt"}
)
_CHINESE = "零一二三四五六七八九"
_CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified", "taiwaneseCounting", "taiwaneseCountingThousand"}
)  # fmt: skip
_MOST_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _Numbering:
    """Lists of a file: number of a list -> its abstract list -> levels, and how far each has counted."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)

    def next(self, list_id: str, depth: int) -> str:
        """Return what Word writes before the next paragraph of a list at a depth."""
        abstract = self.abstract_of.get(list_id, "")
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(abstract, [None] * _MOST_LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for deeper in range(depth + 1, _MOST_LEVELS):
            counts[deeper] = None
        if level.format in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            shown = levels.get(which, level)
            count = counts[which] if counts[which] is not None else shown.start
            return _number(count or 0, shown.format)

        return re.sub(r"%([1-9])", number, level.text)


def _number(value: int, form: str) -> str:
    if form in _CHINESE_FORMATS and 0 < value < 100:
        tens, ones = divmod(value, 10)
        head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
        return head + (_CHINESE[ones] if ones else "")
    if form == "decimalEnclosedCircle" and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    return str(value)


def read_paragraphs(package: Package, budget: Budget) -> tuple[str, ...]:
    """Return the paragraphs of word/document.xml; a row of a table is one, its cells parted by tabs."""
    numbering = _Numbering()
    if "word/numbering.xml" in package:
        _read_numbering(package, budget, numbering)
    if "word/styles.xml" in package:
        _read_styles(package, budget, numbering)
    reader = _Body(budget, numbering)
    walk(
        package.pieces("word/document.xml"),
        budget,
        "word/document.xml",
        reader.start,
        reader.end,
        reader.text,
    )
    return tuple(reader.paragraphs)


def _value(attributes: Attributes) -> str:
    return plain(attributes).get("val", "")


def _read_numbering(package: Package, budget: Budget, numbering: _Numbering) -> None:
    abstract = list_id = ""
    level = _Level()

    def start(name: str, attributes: Attributes, depth: int) -> None:
        nonlocal abstract, list_id, level
        own = plain(attributes)
        if name == "abstractNum":
            abstract = own.get("abstractNumId", "")
        elif name == "num":
            list_id = own.get("numId", "")
        elif name == "abstractNumId":
            numbering.abstract_of[list_id] = _value(attributes)
        elif name == "lvl" and abstract and own.get("ilvl", "").isdecimal():
            level = _Level()
            numbering.levels.setdefault(abstract, {})[int(own["ilvl"])] = level
        elif name == "numFmt":
            level.format = _value(attributes)
        elif name == "lvlText":
            level.text = _value(attributes)
        elif name == "start" and _value(attributes).isdecimal():
            level.start = int(_value(attributes))

    walk(package.pieces("word/numbering.xml"), budget, "word/numbering.xml", start)


def _read_styles(package: Package, budget: Budget, numbering: _Numbering) -> None:
    style = ""
    list_id, depth_of = "", 0

    def start(name: str, attributes: Attributes, depth: int) -> None:
        nonlocal style, list_id, depth_of
        if name == "style":
            style, list_id, depth_of = plain(attributes).get("styleId", ""), "", 0
        elif name == "ilvl" and _value(attributes).isdecimal():
            depth_of = int(_value(attributes))
        elif name == "numId":
            list_id = _value(attributes)

    def end(name: str, depth: int) -> None:
        if name == "style" and style and list_id:
            numbering.by_style[style] = (list_id, depth_of)

    walk(package.pieces("word/styles.xml"), budget, "word/styles.xml", start, end)


class _Body:
    """Collects paragraphs while the body is walked through."""

    def __init__(self, budget: Budget, numbering: _Numbering) -> None:
        self.paragraphs: list[str] = []
        self._budget, self._numbering = budget, numbering
        self._skipped = 0
        self._texts: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._cells: list[list[str]] = []
        self._in_text = False
        self._style, self._list, self._depth = "", "", -1

    def start(self, name: str, attributes: Attributes, depth: int) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "p":
            self._texts.append([])
            self._style, self._list, self._depth = "", "", -1
        elif name == "t":
            self._in_text = True
        elif name in ("tab", "br", "cr") and self._texts:
            self._texts[-1].append(" ")
        elif name == "noBreakHyphen" and self._texts:
            self._texts[-1].append("-")
        elif name == "pStyle":
            self._style = _value(attributes)
        elif name == "numId":
            self._list = _value(attributes)
        elif name == "ilvl" and _value(attributes).isdecimal():
            self._depth = min(int(_value(attributes)), _MOST_LEVELS - 1)
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append([])

    def end(self, name: str, depth: int) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._texts:
            self._put(self._mark() + "".join(self._texts.pop()))
        elif name == "tc" and self._cells:
            cell = " ".join(self._cells.pop())
            if self._rows:
                self._rows[-1].append(cell)
        elif name == "tr" and self._rows:
            row = self._rows.pop()
            if any(row):
                self._place("\t".join(row))

    def text(self, value: str) -> None:
        if self._in_text and self._texts and not self._skipped:
            self._budget.spend_text(len(value))
            self._texts[-1].append(value)

    def _mark(self) -> str:
        """Return the number that Word writes before this paragraph, "" where it writes none."""
        list_id, depth = self._list, self._depth
        if not list_id and self._style in self._numbering.by_style:
            list_id, own = self._numbering.by_style[self._style]
            depth = own if depth < 0 else depth
        return self._numbering.next(list_id, max(depth, 0)) if list_id not in ("", "0") else ""

    def _put(self, text: str) -> None:
        tidy = re.sub(r"[ \u00a0\u3000]+", " ", text).strip()
        if tidy:
            self._place(tidy)

    def _place(self, text: str) -> None:
        (self._cells[-1] if self._cells else self.paragraphs).append(text)
