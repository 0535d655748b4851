"""Papers that a person asks for: summaries, the public edition, spot checks, forms for one matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from .documents._office import office_of, setting
from .documents._public import removal_day
from .drafting import Drafts, Draftsman, documents
from .errors import UsageError
from .model import (
    Audience,
    Briefing,
    CellRef,
    Finding,
    LadderStep,
    Level,
    Matter,
    Reminder,
    Snapshot,
)
from .office import Office
from .privacy import find_personal_data
from .registry import DocumentEntry
from .run import decide, look
from .spotcheck import AT_MOST_PER_UNIT, draw
from .wording import day, join, place

#: What ``huaxia summary`` can write, by the words a clerk uses.
SUMMARIES = {
    "通报": "circular",
    "简报": "bulletin",
    "总结": "phase-summary",
    "内部清单": "internal-list",
    "函": "letter",
    "纪要": "minutes",
}
#: Kinds that another verb writes, with checks of its own.
_OF_OTHER_VERBS = frozenset({"public-list", "collection-notice", "receipt"})
FORMS = {"延期": "extension-form", "销号": "closing-form", "抽查记录": "spotcheck-record"}


def summarise(
    office: Office, today: date, kinds: Sequence[str], *, dry_run: bool = False, plan: str = ""
) -> Drafts:
    """Write the summaries named (通报, 简报, 总结 ...) of a plan into 输出/<日期>/总结/.

    A kind of paper that was added goes by its own name: one of a ``run`` once, one of a ``view`` for
    each unit.
    """
    known = _by_name()
    also = {e.name: e for e in known.values()}  # 情况通报 for 通报
    unknown = [k for k in kinds if k not in known and k not in also]
    if unknown:
        raise UsageError(f"没有“{unknown[0]}”这种文书", todo=f"可以写：{'、'.join(known)}。")
    briefing = decide(look(office, today, plan))
    desk = _desk(office, briefing, "总结", dry_run)
    for kind in kinds:
        entry = known.get(kind) or also[kind]
        before = len(desk.drafts.files)
        for one in briefing.snapshot.views if entry.per == "view" else ():
            desk.paper(entry, entry.compose(briefing, one))
        if entry.per == "run":
            desk.paper(entry, entry.compose(briefing))
        if len(desk.drafts.files) == before and not desk.drafts.broken:
            desk.drafts.notes.append(f"{kind}：目前没有内容可写，所以没有生成。")
    desk.drafts.notes += which_plan_it_was(briefing.snapshot, plan)
    return desk.done()


def _by_name() -> Mapping[str, DocumentEntry]:
    """Return what can be asked for, by the words for it."""
    every = documents()
    named = {word: every[kind] for word, kind in SUMMARIES.items()}
    shown = {*SUMMARIES.values(), *_OF_OTHER_VERBS}
    more = (e for e in every.values() if e.per in ("run", "view") and e.kind not in shown)
    return {**named, **{e.name: e for e in more}}


def publish(
    office: Office, today: date, *, dry_run: bool = False, plan: str = ""
) -> tuple[Drafts, tuple[Finding, ...]]:
    """Write the public edition of a plan's lists, unless personal data stand in columns to be published.

    Returns the drafts and the findings that block publishing (then nothing is written).  The finished
    bytes are searched once more: what was added by hand to a template is found there too.
    """
    briefing = decide(look(office, today, plan))
    desk = _PublicDesk(office, briefing, dry_run=dry_run)
    desk.folder = desk.folder / "公开"
    blocking = [f for f in briefing.findings if f.rule == "personal-data"]
    if not blocking:
        entry = documents()["public-list"]
        desk.paper(entry, entry.compose(briefing))
        blocking = desk.withheld
        if blocking:
            desk.drafts.papers.clear()
        elif not desk.drafts.files:
            desk.drafts.notes.append("没有可以公开的清单（见方案“清单”表的“对外公开”）。")
        desk.drafts.notes += _about_the_last_day(briefing.snapshot)
        desk.drafts.notes += which_plan_it_was(briefing.snapshot, plan)
    return desk.done(), tuple(blocking)


def _about_the_last_day(snapshot: Snapshot) -> list[str]:
    """Return a note where nobody has said, or nobody can tell, when a public list is taken down."""
    period = setting(snapshot, "公开期限")
    if not period:
        return ["“公开期限”还没有定（方案“基本信息”表），公开版没有写撤下日期。"]
    last = removal_day(snapshot, snapshot.today)
    if last is None:
        return [f"“公开期限”写的是“{period}”，推不出撤下日期；请写成“7个工作日”“30天”或具体日期。"]
    return [f"公开到{day(last)}为止，次日请撤下。"]


class _PublicDesk(Draftsman):
    """A desk that hands out nothing in which personal data stand; ``withheld`` tells what it kept."""

    def __init__(self, office: Office, briefing: Briefing, *, dry_run: bool = False) -> None:
        super().__init__(office, briefing, dry_run=dry_run)
        self.withheld: list[Finding] = []
        shape = setting(briefing.snapshot, "学号格式")
        line = office_of(briefing.snapshot).phone
        self._find = partial(find_personal_data, student_number=shape, office_line=line)

    def _write(self, name: str, data: bytes) -> None:
        from .rendering.guard import leaks

        found = leaks(data, self._find)
        if not found:
            super()._write(name, data)
            return
        said = join(dict.fromkeys(f"{leak.kind}（{leak.masked}）" for leak in found[:5]))
        self.withheld.append(
            Finding(
                rule="personal-data",
                level=Level.ERROR,
                tells=Audience.OFFICE,
                unit=None,
                message=f"写好的《{name}》里有{said}，没有交出。",
                remedy="请检查模板里手工写入的内容和方案“基本信息”表，删去个人信息后再运行一次。",
                ref=CellRef(name),
            )
        )


def spot_check(
    office: Office,
    today: date,
    seed: str,
    *,
    share: float | None = None,
    number: int | None = None,
    dry_run: bool = False,
    plan: str = "",
) -> tuple[Drafts, tuple[Matter, ...]]:
    """Draw matters of a plan with `seed`; write the notices and a record sheet for each into 输出/<日期>/抽查/."""
    snapshot = look(office, today, plan)
    try:
        drawn = draw(snapshot.matters, seed, share=share, number=number)
    except ValueError:
        raise UsageError(
            "抽查要写明抽多少", todo="例如 --share 10%（按比例）或 --number 12（按件数）。"
        ) from None
    settings = {**snapshot.settings, **_draw_settings(seed, share, len(drawn))}
    briefing = decide(replace(snapshot, settings=settings))
    desk = _desk(office, briefing, "抽查", dry_run)
    notice, record = documents()["spotcheck-notice"], documents()["spotcheck-record"]
    by_unit: dict[str, list[Matter]] = {}
    for matter in drawn:
        by_unit.setdefault(matter.unit, []).append(matter)
    for unit, own in by_unit.items():
        step = LadderStep(0, "抽查", 0, "spotcheck-notice")
        reminder = Reminder(unit, step, tuple(own), today)
        desk.paper(notice, notice.compose(briefing, reminder))
        for matter in own:
            desk.paper(record, record.compose(briefing, reminder, matter), matter.id)
    desk.drafts.notes += which_plan_it_was(snapshot, plan)
    return desk.done(), drawn


def which_plan_it_was(snapshot: Snapshot, wanted: str) -> list[str]:
    """Return a note on which of several plans was meant where nobody said which."""
    if wanted or not (snapshot.beside or snapshot.resting):
        return []
    return [
        f"办公室有几个方案，这次按最近印发的{snapshot.plan.label}办理；办别的方案请加 --plan 文号。"
    ]


def _draw_settings(seed: str, share: float | None, drawn: int) -> Mapping[str, str]:
    """Return how was drawn, in words that let a reader draw the same again."""
    how = f"共抽取{drawn}项" if share is None else f"每单位抽取{share * 100:g}%"
    return {
        "抽查种子": seed,
        "抽查方式": f"按单位分层，{how}、每单位至多{AT_MOST_PER_UNIT}项，已报完成的优先",
    }


def form(
    office: Office, today: date, kind: str, matter_id: str, *, dry_run: bool = False
) -> Drafts:
    """Write one form (延期, 销号, 抽查记录) for one matter."""
    if kind not in FORMS:
        raise UsageError(f"没有“{kind}”这种表", todo=f"可以写：{'、'.join(FORMS)}。")
    whole = decide(look(office, today))
    found = ((b, m) for b in whole.of_all_plans for m in b.snapshot.matters if m.id == matter_id)
    briefing, matter = next(found, (whole, None))
    if matter is None:
        raise UsageError(f"没有编号为“{matter_id}”的事项", todo="事项编号见汇总表，例如 U01-003。")
    desk = _desk(office, briefing, "表格", dry_run)
    entry = documents()[FORMS[kind]]
    document = entry.compose(briefing, None, matter)
    if document is None:
        desk.drafts.notes.append(f"{matter_id}目前用不上{kind}表，所以没有生成。")
    desk.paper(entry, document, matter.id)
    return desk.done()


def _desk(office: Office, briefing: Briefing, folder: str, dry_run: bool) -> Draftsman:
    desk = Draftsman(office, briefing, dry_run=dry_run)
    desk.folder = desk.folder / folder
    return desk


def blocked_cells(findings: Sequence[Finding]) -> list[str]:
    """Return one line per cell that blocks publishing."""
    return [
        f"{place(f.ref)}：{f.message}{f.remedy}"
        if f.tells is Audience.UNIT
        else f"{f.message}{f.remedy}"
        for f in findings
    ]
