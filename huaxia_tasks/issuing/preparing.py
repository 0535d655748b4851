"""From a draft to what the ledger is asked for: number, file name, render input, deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from ..documents._letter import length_note
from ..documents._numbers import numbered, series_of
from ..errors import OversizedError, TemplateError
from ..ledger import NewDelivery, NewPaper
from ..model import Briefing, Document, NumberSeries, Plan
from ..wording import day as in_words
from ..wording import topics
from . import naming, stored
from .addressing import Way, deliveries
from .choosing import Clerk, Draft

TEMPLATE = "模板"
WORKBOOK = "工作簿/"
#: A number that no paper has, for trying out a template before one is taken.
_TRIAL = 9999


class Prepared(NamedTuple):
    """A draft ready to be reserved, and how large its files are."""

    draft: Draft
    paper: NewPaper
    bytes: int


@dataclass(slots=True)
class Troubles:
    """What stands in the way of some papers, and what else the office should know."""

    broken: list[TemplateError]
    notes: list[str]


def prepare(
    drafts: Sequence[Draft],
    clerk: Clerk,
    on: Sequence[Way],
    at: datetime,
    troubles: Troubles,
) -> list[Prepared]:
    """Return the drafts that can be issued.

    Every paper is rendered once on trial, so that a broken template uses up no number.
    """
    ready: list[Prepared] = []
    broken: set[str] = set()
    for draft in drafts:
        template = clerk.template(draft.entry)
        if template is None or draft.entry.template in broken:
            broken.add(draft.entry.template)
            continue
        try:
            ready.append(_prepare(draft, template, clerk, on, at, troubles))
        except OversizedError as error:
            troubles.notes.append(f"{_named(draft)}：{error}")
        except TemplateError as error:
            broken.add(draft.entry.template)
            troubles.broken.append(error)
    troubles.broken += clerk.drafts.broken
    for name in sorted(broken):
        troubles.notes.append(f"模板《{name}》不能用，用它的文书没有编号，也没有发出。")
    return ready


def _prepare(
    draft: Draft,
    template: bytes,
    clerk: Clerk,
    on: Sequence[Way],
    at: datetime,
    troubles: Troubles,
) -> Prepared:
    from ..rendering.clean import RenderNote
    from ..rendering.word import render

    briefing = clerk.briefing
    plan, day = draft.plan, briefing.snapshot.today
    series = series_of(plan, draft.kind, draft.entry.name)
    workbooks = clerk.workbooks(draft)
    trial = numbered(draft.document, _number(series, day, _TRIAL), day)
    cleaned: list[RenderNote] = []
    data = render(trial, template, office=plan.office, day=day, validate="full", notes=cleaned)
    title, named = title_of(draft.document), _named(draft)
    troubles.notes += [f"{named}：{note.message}" for note in cleaned]
    if too_long := length_note(draft.document.fields):
        troubles.notes.append(f"{named}：{too_long}")

    def stem(number: str) -> str:
        return naming.stem(number, draft.entry.name, draft.unit, title, day)

    def filled(number: str) -> Mapping[str, object]:
        return {"document": stored.pack(numbered(draft.document, number, day), day, plan.office)}

    made, notes = deliveries(draft, plan, on, _parcel(draft, briefing, at))
    troubles.notes += notes
    paper = NewPaper(
        plan=plan.key,
        key=draft.key,
        kind=draft.kind,
        unit=draft.unit or "",
        step=draft.document.step,
        day=day,
        title=title,
        input=filled,
        path=lambda number: f"发出/{day.year}/{stem(number)}.docx",
        series=series.name if series else "",
        pattern=series.pattern if series else "",
        first=series.first if series else 1,
        why=why(draft, plan),
        topics=draft.document.matters,
        occasions=draft.occasions,
        deliveries=made,
        contents={TEMPLATE: template, **{WORKBOOK + n: b for n, b in workbooks.items()}},
    )
    return Prepared(draft, paper, len(data) + sum(map(len, workbooks.values())))


def unnumbered(plan: Plan, ready: Sequence[Prepared]) -> list[str]:
    """Return a note where papers go out without a number because the plan has no series at all."""
    if not ready or plan.numbers:
        return []
    return ["方案“文号”表里没有编号系列，文书没有编号。要编号的，请先在“文号”表填好再发出。"]


def _named(draft: Draft) -> str:
    unit = f"（{draft.plan.unit_name(draft.unit)}）" if draft.unit else ""
    return f"《{title_of(draft.document)}》{unit}"


def _number(series: NumberSeries | None, day: date, n: int) -> str:
    if series is None:
        return ""
    return series.pattern.replace("{year}", str(day.year)).replace("{n}", str(n))


def title_of(document: Document) -> str:
    """Return a paper's own title."""
    return str(document.fields.get("文件标题") or document.name)


def why(draft: Draft, plan: Plan) -> str:
    """Return in one line why a paper is issued: the ladder's step and what it is about."""
    if draft.reminder is None:
        return draft.entry.name
    step = draft.reminder.step
    sent = [o for o in draft.occasions if o.how == "sent"]
    main = topics(o.topic for o in sent if o.step >= step.no)
    more = topics(o.topic for o in sent if o.step < step.no)
    return f"{step.name}：{main}" + (f"；一并提醒：{more}" if more else "")


def _parcel(draft: Draft, briefing: Briefing, at: datetime) -> Mapping[str, object]:
    """Return what a delivery says; the number is put in when the paper has one."""
    plan = draft.plan
    unit = plan.unit_name(draft.unit or "")
    count = len(draft.document.matters)
    office = plan.office
    return {
        "kind": draft.entry.name,
        "title": title_of(draft.document),
        "unit_name": unit,
        "count": count,
        "office": office,
        "day": in_words(briefing.snapshot.today),
        "composed": at.isoformat(timespec="seconds"),
        "contact": _contact(plan),
    }


def _contact(plan: Plan) -> str:
    who = plan.settings.get("收件联系人", "").strip()
    phone = plan.settings.get("收件联系电话", "").strip()
    return "，".join([*([f"联系人：{who}"] if who else []), *([f"电话：{phone}"] if phone else [])])


def bundle_deliveries(ready: Sequence[Prepared], on: Sequence[Way]) -> tuple[NewDelivery, ...]:
    """Return the deliveries of the run as a whole: its papers in one file.

    They are told by key, with the plan before it where that is not the first paper's.
    """
    first = ready[0].paper.plan if ready else ""
    keys = [p.paper.key if p.paper.plan == first else [p.paper.plan, p.paper.key] for p in ready]
    return tuple(
        NewDelivery(way.entry.name, "", "", {"papers": keys, "name": "打印"})
        for way in on
        if way.entry.per == "run" and keys
    )
