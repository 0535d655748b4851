"""What a written plan leaves open: 定期, 适时 without a period; lists without columns or a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..model import ListKind
from ..patterns import regex
from .duties import DraftDuty
from .phases import DraftPhase

_VAGUE = regex(
    r"(不定期|定期|适时|经常性|常态化(?=设置|开展|组织|推进|进行|坚持)|分期分批|分批)(?P<what>[^，。；、]{2,24})"
)
#: Words about what is done -> the setting that sheet 基本信息 has for it.
_KNOWN = (
    (regex(r"发布|公布|公开"), "清单发布周期"),
    (regex(r"(?:梳理|报送|上报|汇总|报告).*"), "报送周期天数"),
    (regex(r"抽查|检查|核查|督查|督导|巡查|暗访"), "抽查时间和比例"),
    (regex(r"总结"), "总结周期"),
    (regex(r"评价|考核|评估"), "评价办法"),
    (regex(r"通报"), "是否通报排名"),
)
_LISTS = {
    "问题": ListKind.PROBLEMS, "任务": ListKind.TASKS, "责任": ListKind.DUTIES, "完成": ListKind.COMPLETIONS,
    "成效": ListKind.COMPLETIONS, "效果": ListKind.COMPLETIONS, "整改": ListKind.TASKS, "销号": ListKind.COMPLETIONS,
}  # fmt: skip
_LIST = regex(rf"({'|'.join(_LISTS)})清单")
#: A list that is there already and is only worked by.
_ONLY_USED = regex(r"(?:对照|根据|按照|依据|围绕|结合|针对)(?:[\u4e00-\u9fff]{2}清单[、和及])*$")
_PUBLIC = regex(r"发布|公布|公开|公示")


class DraftSetting(NamedTuple):
    """Something for the office to settle, and why."""

    name: str
    why: str


class DraftList(NamedTuple):
    """A list that the text names: who hands it in, by when, whether it is published."""

    kind: ListKind
    owners: tuple[str, ...]
    due: date | None
    publish: bool
    note: str


def read_left_open(duties: Sequence[DraftDuty]) -> list[DraftSetting]:
    """Return what has no period or day, with the clause that says so."""
    found: dict[str, list[str]] = {}
    for duty in duties:
        for match in _VAGUE.finditer(duty.text):
            words = match.group().strip("”“")
            why = f"{duty.clause}“{words}”没有写周期或时间；待核对。"
            names = [name for pattern, name in _KNOWN if pattern.search(match["what"])]
            for name in names or [f"“{words[:16]}”的时间"]:
                found.setdefault(name, []).append(why)
    return [DraftSetting(name, "".join(dict.fromkeys(whys))) for name, whys in found.items()]


def read_lists(duties: Sequence[DraftDuty], phases: Sequence[DraftPhase]) -> list[DraftList]:
    """Return the lists that the duties name, each once, in the order of the four."""
    days = {p.no: p.due for p in phases}
    owners: dict[ListKind, dict[str, None]] = {}
    notes: dict[ListKind, list[str]] = {}
    due: dict[ListKind, date | None] = {}
    public: set[ListKind] = set()
    for duty in duties:
        for match in _LIST.finditer(duty.text):
            if _ONLY_USED.search(duty.text[: match.start()]):
                continue
            kind = _LISTS[match[1]]
            owners.setdefault(kind, {}).update(dict.fromkeys(duty.owners))
            notes.setdefault(kind, []).append(duty.clause)
            day = days.get(duty.phase) if duty.phase is not None else None
            due[kind] = due.get(kind) or day
            clause = re.split(r"[，。；]", duty.text[: match.start()])[-1]
            if _PUBLIC.search(clause):
                public.add(kind)
    return [
        DraftList(
            kind, tuple(owners[kind]), due[kind], kind in public, _note(notes[kind], due[kind])
        )
        for kind in ListKind
        if kind in owners
    ]


def _note(clauses: Sequence[str], due: date | None) -> str:
    said = "、".join(dict.fromkeys(clauses))
    return f"{said}：{'按所在阶段截止日推定，' if due else '原文没有写截止日，'}待核对"
