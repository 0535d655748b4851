"""A whole plan as drafted from its paragraphs, and what the office should know of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .duties import DraftDuty, read_duties
from .head import Head, read_head
from .left_open import DraftList, DraftSetting, read_left_open, read_lists
from .measures import DraftMeasure, outcomes_of, read_measures
from .outline import read_outline
from .phases import DraftPhase, read_phases


@dataclass(slots=True)
class DraftedPlan:
    """What was found in a written plan."""

    head: Head
    phases: list[DraftPhase] = field(default_factory=list)
    duties: list[DraftDuty] = field(default_factory=list)
    measures: list[DraftMeasure] = field(default_factory=list)
    lists: list[DraftList] = field(default_factory=list)
    settings: list[DraftSetting] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The single units that the duties name, in the order of the text."""
        return tuple(dict.fromkeys(u for d in self.duties for u in d.units))


def draft_from(paragraphs: Sequence[str]) -> DraftedPlan:
    """Return what the paragraphs of a written plan say."""
    outline = read_outline(paragraphs)
    head = read_head([p for p in paragraphs if "\t" not in p], outline.head)
    phases = read_phases(outline, head.written)
    measures = read_measures(outline)
    duties = _with_measures(read_duties(outline, phases, head.written), measures)
    draft = DraftedPlan(
        head,
        phases,
        duties,
        measures,
        read_lists(duties, phases),
        read_left_open(duties),
    )
    draft.notes = tuple(_notes(draft))
    return draft


def _with_measures(duties: list[DraftDuty], measures: list[DraftMeasure]) -> list[DraftDuty]:
    """Put measure and outcomes to the duties of a measure's clause."""
    by_clause = {m.clause: m for m in measures}
    return [
        d._replace(measure=m.measure, outcomes=outcomes_of(d.text) or m.outcomes)
        if (m := by_clause.get(d.clause))
        else d
        for d in duties
    ]


def _notes(draft: DraftedPlan) -> list[str]:
    head = draft.head
    notes = [
        f"读出{len(draft.phases)}个阶段、{len(draft.duties)}条任务、{len(draft.lists)}种清单、"
        f"{len(draft.measures)}项成对的措施和成效；凡是推定的，备注或说明里写着“待核对”。"
    ]
    missing = [
        name
        for name, value in (
            ("方案名称", head.title),
            ("文号", head.number),
            ("印发单位", head.issuer),
            ("印发日期", head.issued),
        )
        if not value
    ]
    if missing:
        notes.append(f"原文里没有找到{'、'.join(missing)}，“基本信息”表里空着，请填写。")
    if head.issued is None and head.written is not None and draft.phases:
        notes.append(f"没有印发日期，各阶段按文号里的{head.written.year}年推算。")
    if not draft.phases:
        notes.append("没有认出阶段安排，“阶段”表空着，请填写。")
    for phase in draft.phases:
        if phase.due is None:
            notes.append(f"“{phase.name}”没有能推算的时间，请填写截止日期。")
    unowned = sum(not d.owners for d in draft.duties)
    if unowned:
        notes.append(f"有{unowned}条任务原文没有写责任主体，请补上或删去该条。")
    if draft.units:
        notes.append(f"“单位”表只列了任务里点到的{len(draft.units)}个单位，名册请补全。")
    else:
        notes.append("“单位”表空着，请从上一份方案复制单位名册。")
    for one in draft.settings:
        notes.append(f"要由办公室决定：{one.name}（{one.why.rstrip('。')}）。")
    return notes
