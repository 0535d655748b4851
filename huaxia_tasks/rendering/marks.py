"""Marks: what is wrong with which cell of a unit's workbook, in words and in colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..model import CellRef, Finding, Level, column_letters
from ..wording import sentence, spot

#: The sheet that a returned workbook begins with.  Readers of submissions skip it by this name.
SUMMARY_SHEET = "退回说明"

#: What a level asks of the reader; stands beside every colour, so that none is needed to read.
LEVEL_WORDS = {Level.ERROR: "须改", Level.WARNING: "请核对", Level.INFO: "提示"}

#: Fills of marked cells.  Each is one step away from the colour Excel itself offers, so that the
#: marks of an earlier return can be told from what the unit coloured.
LEVEL_COLOURS = {Level.ERROR: "FFC8CE", Level.WARNING: "FFEB9B", Level.INFO: "DDEBF6"}

_ORDER = (Level.ERROR, Level.WARNING, Level.INFO)


class Mark(NamedTuple):
    """One thing to say about a workbook.

    ``row`` and ``column`` count from 1; 0 means the whole row or sheet: said on the summary sheet
    only.  ``text`` says what is wrong, ``remedy`` what to do.  A mark with ``listed`` False colours
    a second cell of the same matter and is left out of the summary.
    """

    sheet: str
    row: int
    column: int
    text: str
    level: Level
    remedy: str = ""
    listed: bool = True

    @property
    def address(self) -> str:
        """The place in the sheet as people write it: ``J7``, ``第7行`` or "" for the whole sheet."""
        if self.row and self.column:
            return f"{column_letters(self.column)}{self.row}"
        return f"第{self.row}行" if self.row else ""


def marks_of(findings: Iterable[Finding], file: str) -> list[Mark]:
    """Return the marks that findings put on one file, in the findings' order.

    Further places of a finding in the same file are coloured too, but told only once.
    """
    marks = []
    for finding in findings:
        ref = finding.ref
        if ref is None or ref.file != file:
            continue
        marks.append(
            Mark(
                ref.sheet, ref.row, ref.column, sentence(finding.message), finding.level,
                sentence(finding.remedy),
            )
        )  # fmt: skip
        marks += (
            Mark(more.sheet, more.row, more.column, sentence(finding.message), finding.level,
                 _together(finding, more), listed=False)
            for more in finding.more_refs
            if more.file == file and more.address and more != ref
        )  # fmt: skip
    return marks


def _together(finding: Finding, more: CellRef) -> str:
    """Return what to do at a further place of a finding: the remedy names the first one only."""
    told = sentence(finding.remedy)
    first = spot(finding.ref)
    return told if spot(more) in told or not first else f"{told}本格与{first}一并核对。"


def worst(marks: Iterable[Mark]) -> Level:
    """Return the most serious level among `marks`."""
    return min((m.level for m in marks), key=_ORDER.index)


def note_text(marks: Sequence[tuple[int, Mark]]) -> str:
    """Return the comment of one cell: ``【须改】问题3：…`` and what to do, one block a mark."""
    blocks = []
    for number, mark in marks:
        block = f"【{LEVEL_WORDS[mark.level]}】{f'问题{number}：' if number else ''}{mark.text}"
        blocks.append(f"{block}\n怎么改：{mark.remedy}" if mark.remedy else block)
    return "\n".join(blocks)


def is_note_of_ours(text: str) -> bool:
    """Whether a comment was written by `note_text`."""
    return any(text.startswith(f"【{word}】") for word in LEVEL_WORDS.values())


def counted(marks: Iterable[Mark]) -> str:
    """Return ``共5处：须改3处，请核对2处`` for the marks that are listed."""
    listed = [m for m in marks if m.listed]
    parts = [
        f"{LEVEL_WORDS[level]}{n}处"
        for level in _ORDER
        if (n := sum(m.level is level for m in listed))
    ]
    return f"共{len(listed)}处：{'，'.join(parts)}"
