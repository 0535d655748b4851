"""Which drafts there are today, and which of them are meant by the keys that a person gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..documents._composed import composed
from ..drafting import Draftsman, documents, paper_name
from ..errors import UsageError
from ..ledger import Occasion
from ..manners import may_go_alone
from ..model import Audience, Briefing, Document, Plan, Reminder, UnitView
from ..office import Office
from ..registry import DocumentEntry
from ..wording import join

#: Papers that send the unit's own workbook back, with marks on what is to be mended, and the field
#: that speaks of it; "" where such a workbook always goes along.
_WITH_WORKBOOK = {"urging-notice": "更正句", "receipt": ""}
_COVER = "supervision-cover"


class Draft(NamedTuple):
    """A paper that could be issued today.  ``path`` is that of its draft, relative to the office.

    ``plan`` is the plan that it is issued under; one on several plans is issued under the first.
    """

    entry: DocumentEntry
    document: Document
    path: str
    plan: Plan
    reminder: Reminder | None = None
    view: UnitView | None = None
    occasions: tuple[Occasion, ...] = ()

    @property
    def key(self) -> str:
        """The paper's stable name."""
        return self.document.key

    @property
    def kind(self) -> str:
        """The key of its kind."""
        return self.document.kind

    @property
    def unit(self) -> str | None:
        """To which unit it goes."""
        return self.document.unit


class Choice(NamedTuple):
    """The drafts to be issued; ``unknown`` are keys that fit none of today's."""

    drafts: tuple[Draft, ...]
    unknown: tuple[str, ...] = ()


class Clerk(Draftsman):
    """Makes drafts without writing them; keeps what would have been written, by name."""

    def __init__(self, office: Office, briefing: Briefing) -> None:
        super().__init__(office, briefing, dry_run=True)
        self.made: dict[str, bytes] = {}

    def _write(self, name: str, data: bytes) -> None:
        self.made[name] = data

    def template(self, entry: DocumentEntry) -> bytes | None:
        """Return the template of a kind, None where it is not there."""
        return self._template(entry)

    def workbooks(self, draft: Draft) -> dict[str, bytes]:
        """Return the marked copies of the unit's workbooks that go with a draft, by plain name."""
        field = _WITH_WORKBOOK.get(draft.kind)
        if field is None or (field and not draft.document.fields.get(field)):
            return {}
        self.made.clear()
        parts = draft.reminder.by_plan if draft.reminder is not None else ()
        keys = [p.plan for p in parts] or [draft.plan.key]
        for briefing in (self.briefing.of_plan(key) for key in keys):
            desk = self if briefing is self.briefing else Clerk(self.office, briefing)
            view = next((v for v in briefing.snapshot.views if v.unit.id == draft.unit), None)
            if view is not None:
                own = (f for f in briefing.findings if _is_for(f.unit, f.tells, draft))
                desk.returned(view, own)
                self.made |= desk.made
        return {name.rpartition("/")[2]: data for name, data in self.made.items()}


def _is_for(unit: str | None, tells: Audience, draft: Draft) -> bool:
    return unit == draft.unit and tells is Audience.UNIT


# --------------------------------------------------------------------------- drafts


def reminders(office: Office, briefing: Briefing) -> Iterator[Draft]:
    """Yield a draft for every reminder of the day, one per matter where the kind wants that."""
    for reminder in briefing.reminders:
        documents()
        for one in composed(briefing, reminder):
            if one.document is None:
                continue
            suffix, own = "", reminder
            if one.matter is not None:
                suffix = one.matter.id
                own = next(p for p in reminder.by_plan if p.plan == one.plan)
            plan = briefing.of_plan(one.plan).snapshot.plan
            draft = _draft(office, briefing, one.entry, one.document, plan, own, suffix)
            # The cover goes with its slips and uses up no step of its own.
            yield draft._replace(occasions=()) if one.entry.kind == _COVER else draft


def others(office: Office, briefing: Briefing) -> Iterator[Draft]:
    """Yield the papers that only a person issues: receipts, 通报, 简报 and the like, of each plan."""
    for own in briefing.of_all_plans:
        plan = own.snapshot.plan
        for entry in documents().values():
            if entry.per == "view":
                for view in own.snapshot.views:
                    document = entry.compose(own, view)
                    if document is not None:
                        yield _draft(office, own, entry, document, plan, view=view)
            elif entry.per == "run":
                document = entry.compose(own)
                if document is not None:
                    yield _draft(office, own, entry, document, plan)


def _draft(
    office: Office,
    briefing: Briefing,
    entry: DocumentEntry,
    document: Document,
    plan: Plan,
    reminder: Reminder | None = None,
    suffix: str = "",
    view: UnitView | None = None,
) -> Draft:
    name = paper_name(briefing, document, suffix)
    path = office.relative(office.output(briefing.snapshot.today) / name)
    occasions = _occasions(document, reminder) if reminder else ()
    return Draft(entry, document, path, plan, reminder, view, occasions)


def _occasions(document: Document, reminder: Reminder) -> tuple[Occasion, ...]:
    """Return the steps of the ladder that a document uses up, matter by matter."""
    found: list[Occasion] = []
    for topic in dict.fromkeys((*document.matters, *_silent(document, reminder))):
        use = reminder.use_of(topic)
        step = use.step if use else reminder.step.no
        due = use.due if use else None
        over = use.superseded if use else reminder.superseded
        plan = _foreign(topic, reminder)
        found += (Occasion(topic, s, due, "superseded", plan) for s in over if s != step)
        found.append(Occasion(topic, step, due, plan=plan))
    return tuple(found)


def _foreign(topic: str, reminder: Reminder) -> str:
    """Return the key of a topic's plan where that is another one than the paper's."""
    part = next((p for p in reminder.parts if p.use_of(topic) is not None), reminder)
    return part.plan if part.plan != reminder.plan else ""


def _silent(document: Document, reminder: Reminder) -> tuple[str, ...]:
    """Return what a paper for the whole unit uses up though its text does not name it."""
    whole = documents()[document.kind].per != "matter"
    return tuple(u.topic for u in reminder.uses) if whole else ()


# --------------------------------------------------------------------------- choosing


def choose(
    office: Office, briefing: Briefing, keys: Sequence[str] = (), *, auto: bool = False
) -> Choice:
    """Return the drafts meant by `keys`, those that may go without a person (`auto`), or all reminders.

    A key is a draft's key, the path of its file, a unit (code or name: all its reminders), or a kind.
    """
    due = list(reminders(office, briefing))
    if not keys and not auto:
        return Choice(tuple(due))
    plan = briefing.snapshot.plan
    chosen = [d for d in due if auto and _may_go_alone(d, briefing)]
    unknown: list[str] = []
    rest: list[Draft] | None = None
    sent = {s.key for s in briefing.snapshot.history.sent}
    for key in keys:
        found = _meant(key, due, plan, office)
        if not found:
            rest = list(others(office, briefing)) if rest is None else rest
            found = _meant(key, rest, plan, office, by_unit=False)
            if any(key.strip() in (d.kind, d.entry.name) for d in found):
                # All of a kind: those that went out before need no word.
                found = [d for d in found if d.key not in sent]
        chosen += found
        if not found:
            unknown.append(key)
    return Choice(_in_order(chosen, [*due, *(rest or ())]), tuple(unknown))


def receipts_left(briefing: Briefing) -> int:
    """Return how many receipts, each with the workbook that goes back, were never issued."""
    entry = documents()["receipt"]
    sent = {s.key for s in briefing.snapshot.history.sent}
    left = 0
    for own in briefing.of_all_plans:
        made = (entry.compose(own, view) for view in own.snapshot.views)
        left += sum(one is not None and one.key not in sent for one in made)
    return left


def _may_go_alone(draft: Draft, briefing: Briefing) -> bool:
    """Whether a draft may go without a person: under each plan that it speaks of."""
    if draft.reminder is None or not draft.reminder.parts:
        return may_go_alone(draft.kind, draft.document.step, draft.plan)
    return all(
        may_go_alone(p.step.document, p.step.no, briefing.of_plan(p.plan).snapshot.plan)
        for p in draft.reminder.parts
    )


def _in_order(chosen: Iterable[Draft], everything: Iterable[Draft]) -> tuple[Draft, ...]:
    wanted = {(d.plan.key, d.key) for d in chosen}
    named = {(d.plan.key, d.key): d for d in everything}
    return tuple(d for name, d in named.items() if name in wanted)


def _meant(
    key: str, drafts: Sequence[Draft], plan: Plan, office: Office, *, by_unit: bool = True
) -> list[Draft]:
    text = key.strip()
    path = text.replace("\\", "/")
    tests: list[Callable[[Draft], bool]] = [
        lambda d: d.key == text,
        lambda d: path == d.path or path.endswith(f"/{d.path}"),
        lambda d: path.removeprefix("./") == d.path.split("/", 2)[2],
        # A 通报 of another plan than the newest is meant by its file alone.
        lambda d: text in (d.kind, d.entry.name) and bool(d.unit or d.plan is plan),
    ]
    if by_unit:
        named = {u.id for u in plan.units if text in (u.id, u.name, *u.short_names)}
        tests.append(lambda d: d.unit in named)
    for test in tests:
        found = [d for d in drafts if test(d)]
        if found:
            return found
    return []


def explain_unknown(key: str, plan: Plan, drafts: Iterable[Draft]) -> str:
    """Return why a key fits none of today's drafts.  Raises UsageError where it can be none at all."""
    kind, _, rest = key.partition("|")
    unit = rest.partition("|")[0]
    kinds = documents()
    if kind in kinds:
        whom = plan.unit_name(unit) if plan.unit(unit) else ""
        what = f"{whom}的{kinds[kind].name}" if whom else kinds[kind].name
        return f"{what}：这份草稿所依据的情况已有变化（已经办结、已经发过或事项有增减），没有发出。请重新运行后按新的草稿发出。"
    if plan.unit(key) is not None or any(key in (u.name, *u.short_names) for u in plan.units):
        return f"“{key}”今天没有要发的提醒、催办或督办。回执和退回的工作簿用“清单接收回执”发。"
    if key in kinds or any(key == e.name for e in kinds.values()):
        return f"今天没有要发的“{kinds[key].name if key in kinds else key}”。"
    if key.replace("\\", "/").startswith("输出/") or key.endswith(".docx"):
        return f"《{key}》不是今天的草稿，或所依据的情况已有变化，没有发出。请重新运行后按新的草稿发出。"
    shown = join(
        f"{plan.unit_name(d.unit)}的{d.entry.name}" if d.unit else d.entry.name
        for d in list(drafts)[:3]
    )
    hint = f"今天的草稿有：{shown}等。" if shown else "今天没有要发的草稿。"
    raise UsageError(
        f"没有编号或名称为“{key}”的草稿", todo=f"{hint}也可以写单位名称、文书种类或草稿文件的路径。"
    )
