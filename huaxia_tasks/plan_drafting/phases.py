"""Finds the phases of a written plan with the days that their words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..errors import CalendarError
from ..model import DueKind, WorkCalendar
from ..patterns import regex
from ..wording import day as in_words
from .outline import Outline, Section, pieces, sentences
from .owners import owners_of
from .times import When, time_of, without_time

_ABOUT_PHASES = regex(r"安排|步骤|阶段|进度|时间|环节|流程|方法")
_INLINE = regex(r"第[一二三四五六]阶段[：:（(]?(?P<rest>[^。；;]+)")
_RESULT = regex(r"(?:形成|取得|建立|制定|提交|报送|梳理并发布|发布|完成)([^，。；、]{2,20})")
_LIST = regex(r"[\u4e00-\u9fff]{2}清单")
_UNCLEAR = "原文没有写出能推算的时间，请填写截止日期。"


class DraftPhase(NamedTuple):
    """A phase as drafted; days are None where the text gives none.  ``section`` is where it stands."""

    no: int
    name: str
    words: str
    start: date | None
    due: date | None
    last_workday: date | None
    owners: tuple[str, ...]
    outputs: tuple[str, ...]
    derived: str
    clause: str
    section: Section | None = None


def read_phases(outline: Outline, written: date | None) -> list[DraftPhase]:
    """Return the phases in the order of the text; none where no two of them stand side by side."""
    group = _best_group(outline, written)
    drafts: list[DraftPhase] = []
    for section in group:
        when = time_of(section.title, written) or time_of(_first_sentence(section), written)
        name = _name(section.title, written)
        drafts.append(
            _phase(len(drafts) + 1, name, when, section.text, section.clause, drafts, section)
        )
    return drafts or _inline_phases(outline, written)


def _name(title: str, written: date | None) -> str:
    """Return a phase's name: the heading without its time, in brackets or behind a colon."""
    lead, _, behind = title.partition("：")
    if lead and behind and time_of(behind, written) is not None:
        return lead
    return without_time(title) or title


def _best_group(outline: Outline, written: date | None) -> Sequence[Section]:
    """Return the siblings that are most likely the phases."""
    best: tuple[int, Sequence[Section]] = (0, ())
    groups: list[tuple[str, list[Section]]] = [("", outline.sections)]
    groups += [(s.title, s.children) for s in outline.walk()]
    for title, children in groups:
        if not 2 <= len(children) <= 8:
            continue
        called = sum("阶段" in c.title for c in children)
        timed = sum(
            bool(time_of(c.title, written))
            or ("阶段" in c.title and bool(time_of(_first_sentence(c), written)))
            for c in children
        )
        score = (
            2 * timed + 3 * called + (3 if _ABOUT_PHASES.search(title) and (timed or called) else 0)
        )
        enough = called >= 2 or (
            timed >= 2 and timed >= len(children) - 1 and _ABOUT_PHASES.search(title)
        )
        if enough and score > best[0]:
            best = (score, children)
    return best[1]


def _first_sentence(section: Section) -> str:
    return next(iter(sentences(section.text)), "")


def _phase(
    number: int,
    name: str,
    when: When | None,
    text: str,
    clause: str,
    before: list[DraftPhase],
    section: Section | None,
) -> DraftPhase:
    start, due, derived = None, None, _UNCLEAR
    if when is not None and when.due.kind is not DueKind.ONGOING:
        start, due = when.due.start, when.due.due
        derived = when.due.why
        if start is None and due is not None and before and before[-1].due is not None:
            start = before[-1].due + timedelta(days=1)
            derived += f"原文没有写开始日期，按上一阶段截止日次日（{in_words(start)}）推定。"
        if start is not None and due is not None and start > due:
            start = None
    return DraftPhase(
        number,
        name.strip("。：: "),
        when.words if when else "",
        start,
        due,
        _last_workday(due),
        _owners(text),
        _outputs(text),
        f"{derived}待核对。",
        clause,
        section,
    )


def _last_workday(due: date | None) -> date | None:
    if due is None:
        return None
    try:
        return WorkCalendar.standard().last_workday_until(due)
    except CalendarError:
        return None


def _owners(text: str) -> tuple[str, ...]:
    for sentence in sentences(text):
        names = owners_of(sentence).names
        if names:
            return names
    return ()


def _outputs(text: str) -> tuple[str, ...]:
    found = [m.group() for m in _LIST.finditer(text)]
    found += [
        re.sub(r"^(?:一批|了|好|出)", "", m[1])
        for m in _RESULT.finditer(text)
        if "清单" not in m[1]
    ]
    return tuple(dict.fromkeys(f.lstrip("及和与") for f in found))[:6]


def _inline_phases(outline: Outline, written: date | None) -> list[DraftPhase]:
    """Return phases that stand in running text: 第一阶段（3月）：… or 一是动员阶段（3月）."""
    drafts: list[DraftPhase] = []
    for section in outline.walk():
        for match in _INLINE.finditer(section.text):
            when = time_of(match.group(), written)
            if when is not None:
                name = (
                    re.split(r"[，,（(：:]", match["rest"])[0].strip() or f"第{len(drafts) + 1}阶段"
                )
                drafts.append(
                    _phase(len(drafts) + 1, name, when, match.group(), section.clause, drafts, None)
                )
        if not drafts and _ABOUT_PHASES.search(section.title):
            for piece in pieces(section):
                when = time_of(piece.text[:60], written) if piece.mark else None
                if when is not None and "阶段" in piece.text[:30]:
                    name = without_time(piece.text.split("。")[0].split("，")[0])
                    drafts.append(
                        _phase(
                            len(drafts) + 1, name[:20], when, piece.text, piece.clause, drafts, None
                        )
                    )
        if len(drafts) >= 2:
            return drafts
        drafts = []
    return []
