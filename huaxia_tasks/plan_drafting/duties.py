"""Turns the clauses of a written plan into duties, sentence by sentence, with who is to do them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..patterns import regex
from .outline import Outline, Piece, Section, pieces, sentences
from .owners import Owners, is_unit, labelled, owners_of, split, without_labels
from .phases import DraftPhase
from .times import time_of

#: Sections that say why and what for, not what is to be done.
_NO_DUTIES = regex(
    r"指导思想|总体要求|总体目标|工作目标|主要目标|活动目标|总体思路|基本原则|工作原则|重要意义|意义|背景|适用范围|制定依据|工作依据|参加对象|活动主题|联系方式|附则"
)
_PEOPLE = regex(
    r"^(?:组\s*长|副\s*组\s*长|成\s*员|办公室主任|联\s*系\s*人|联系电话|电\s*话|邮\s*箱)[：:]"
)
_QUOTED = regex(r"“([^“”、，]{2,12})”")
_TASK_HEADS = regex(
    r"工作任务|任务内容|主要任务|重点任务|任务|工作内容|整改内容|整改任务|整改措施|工作举措|工作措施|具体措施|内容|措施|事项"
)
_UNIT_HEADS = regex(
    r"责任(?:单位|部门)|牵头(?:单位|部门)|主办单位|承办(?:单位|部门)|负责(?:单位|部门)"
)
_TIME_HEADS = regex(r"(?:完成|整改|办结)?时[限间]|时间(?:节点|安排)|进度")
_HELPING = regex(r"[，；]([^，。；]{2,30}?)(?:做好|积极|协同|参与)?配合(?=[，。；])")
_SHORTEST = 8


class DraftDuty(NamedTuple):
    """A duty as drafted.  ``note`` says what is guessed and what else the text says of it."""

    clause: str
    text: str
    owners: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    phase: int | None = None
    measure: str = ""
    outcomes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    note: str = ""


def read_duties(
    outline: Outline, phases: Sequence[DraftPhase], written: date | None
) -> list[DraftDuty]:
    """Return the duties in the order of the text."""
    phase_of = {id(s): p.no for p in phases if p.section for s in p.section.walk()}
    duties: list[DraftDuty] = []
    parents = {id(p.section.parent) for p in phases if p.section and p.section.parent}
    for section in outline.sections:
        for one in _sections_with_duties(section):
            if id(one) in parents:
                continue  # its own words only say that phases follow
            duties += _of_section(one, phase_of.get(id(one)), written)
    return [*duties, *_of_table(outline.rows, written)]


def _sections_with_duties(section: Section) -> Iterator[Section]:
    if _NO_DUTIES.search(section.title):
        return
    yield section
    for child in section.children:
        yield from _sections_with_duties(child)


def _of_section(section: Section, phase: int | None, written: date | None) -> Iterator[DraftDuty]:
    own = pieces(section)
    if not own and not section.children and _is_task(section.title):
        own = [Piece(section.clause, "", section.title)]
    if section.children and own and not own[0].mark and _is_introduction(own[0].text):
        return
    for piece in own:
        yield from _of_piece(piece, phase, written)


def _is_task(title: str) -> bool:
    return len(title) >= _SHORTEST and not re.search(
        r"阶段|(?:要求|安排|措施|任务|目标|步骤|附件)$", title
    )


def _is_introduction(text: str) -> bool:
    return text.rstrip().endswith(("：", ":")) or len(text) < _SHORTEST


def _of_piece(piece: Piece, phase: int | None, written: date | None) -> Iterator[DraftDuty]:
    inherited = owners_of(piece.lead).names if piece.lead else ()
    labels = labelled(piece.text)
    for sentence in _long_enough(sentences(without_labels(piece.text))):
        if _PEOPLE.match(sentence) or sentence.endswith(("：", ":")):
            continue
        owners, note = _who(sentence, labels, inherited)
        if owners.how == "subject":
            inherited = owners.names
        yield _duty(
            piece.clause, sentence, owners, phase, [note, _about_time(sentence, labels, written)]
        )


def _long_enough(found: list[str]) -> list[str]:
    """Return sentences, one that is too short to be a duty put to the one before it."""
    joined: list[str] = []
    for sentence in found:
        if joined and len(sentence) < _SHORTEST:
            joined[-1] += sentence
        else:
            joined.append(sentence)
    return joined


def _who(sentence: str, labels: dict[str, str], inherited: tuple[str, ...]) -> tuple[Owners, str]:
    """Return the owners of a sentence and the note on how they were found."""
    owners = owners_of(sentence)
    named = [
        v
        for k, v in labels.items()
        if k.startswith(("牵头", "责任单位", "责任部门", "主办", "承办", "负责"))
    ]
    helping = [v for k, v in labels.items() if k.startswith(("配合", "协办", "参与"))]
    more = f"配合：{'、'.join(helping)}。" if helping else ""
    if named:
        acting = "、".join(owners.names) if owners.how == "subject" else ""
        more += f"句中主语是{acting}，待核对。" if acting else ""
        return Owners(split("、".join(named)), "label"), more
    if owners.how == "subject":
        helper = _HELPING.search(sentence)
        more += f"配合：{helper[1]}。" if helper else ""
        return owners, f"{more}责任主体按句中主语推定，待核对。"
    if inherited:
        return Owners(inherited, "inherited"), "责任主体承前文推定，待核对。"
    return Owners(), "原文没有写责任主体，请填写。"


def _about_time(sentence: str, labels: dict[str, str], written: date | None) -> str:
    told = next((v for k, v in labels.items() if "时" in k), "")
    when = time_of(told or sentence, written)
    if when is None or when.due.due is None:
        return f"原文时限：{told}。" if told else ""
    return f"原文时限：{when.words}（{when.due.due.isoformat()}），待核对。"


def _duty(
    clause: str, text: str, owners: Owners, phase: int | None, notes: Sequence[str]
) -> DraftDuty:
    return DraftDuty(
        clause=clause,
        text=text if text[-1] in "。！？；" else f"{text}。",
        owners=owners.names,
        units=tuple(n for n in owners.names if is_unit(n)),
        phase=phase,
        keywords=tuple(dict.fromkeys(_QUOTED.findall(text)))[:6],
        note="".join(n for n in notes if n),
    )


def _of_table(rows: Sequence[Sequence[str]], written: date | None) -> Iterator[DraftDuty]:
    """Yield the duties of a table with columns for task and unit (an annex)."""
    columns: dict[str, int] = {}
    number = 0
    for row in rows:
        found = _columns(row)
        if found:
            columns, number = found, 0
            continue
        if not columns or len(row) <= max(columns.values()):
            continue
        task = row[columns["task"]]
        if len(task) < 4:
            continue
        number += 1
        names = split(row[columns["unit"]])
        told = row[columns["time"]] if "time" in columns else ""
        labels = {"完成时限": told} if told else {}
        notes = ["取自附表，待核对。", _about_time(told, labels, written) if told else ""]
        yield _duty(f"附表{number}", task, Owners(names, "label"), None, notes)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Return the columns of a table's heading row, {} where this is none."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = re.sub(r"\s", "", cell)
        if len(name) > 10:
            return {}
        if _UNIT_HEADS.search(name):
            columns.setdefault("unit", place)
        elif _TIME_HEADS.search(name):
            columns.setdefault("time", place)
        elif _TASK_HEADS.search(name):
            columns["task"] = (
                place if "task" not in columns or "措施" not in name else columns["task"]
            )
    return columns if {"task", "unit"} <= columns.keys() else {}
