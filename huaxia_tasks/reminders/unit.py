"""One unit's reminders: every matter, list and error whose step has come, put into as few papers as can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from ..matters import is_overdue
from ..model import DueKind, Finding, LadderStep, Matter, Reminder, Sent, Status, UnitView, Use
from ..settle import day_of
from .ladder import Fallen, Ladder
from .topics import Flaw, Owed, flaws, is_flaw, owed_lists

_QUIET = (Status.SUSPENDED, Status.LONG_TERM)
#: Lists and errors are urged, not put under supervision: that is for matters.
_HIGHEST_FOR_LISTS = 1
#: The paper that carries what is merely due soon, and the paper that this makes needless.
CARRIER, CARRIED = "urging-notice", "reminder-letter"


class Item(NamedTuple):
    """Something whose step has come: a matter, or a topic without one."""

    topic: str
    due: date | None
    fallen: Fallen
    matter: Matter | None = None

    @property
    def use(self) -> Use:
        """What a paper that speaks of it uses up."""
        return Use(self.topic, self.fallen.step.no, self.due, self.fallen.superseded)


class Desk:
    """What one unit's reminders are decided from.  `sent` are all papers that went to it."""

    def __init__(self, ladder: Ladder, unit: str, today: date, sent: Sequence[Sent]) -> None:
        self.ladder, self.unit, self.today, self.sent = ladder, unit, today, sent
        self._about: dict[str, list[Sent]] = {}
        for paper in sent:
            for topic in dict.fromkeys((*paper.matters, *paper.steps)):
                self._about.setdefault(topic, []).append(paper)

    def about(self, topic: str) -> Sequence[Sent]:
        """Return the papers that spoke of a matter or topic, oldest first."""
        return self._about.get(topic, ())

    def decide(
        self, matters: Iterable[Matter], view: UnitView | None, findings: Sequence[Finding]
    ) -> list[Reminder]:
        """Return the papers that are due, the gravest first.

        `matters` are those that the unit leads, `findings` those of the unit.
        """
        items = [i for m in matters if (i := self._matter(m)) is not None]
        owed = owed_lists(view, findings) if view is not None else ()
        wrong = flaws(view, findings) if view is not None else ()
        items += self._lists(owed)
        items += self._flaws(wrong, items)
        by_paper: dict[str, list[Item]] = {}
        for item in items:
            by_paper.setdefault(item.fallen.step.document, []).append(item)
        if CARRIER in by_paper and CARRIED in by_paper:
            by_paper[CARRIER] += by_paper.pop(CARRIED)
        beside = self._said_beside(owed, wrong) if by_paper else set()
        papers = [self._reminder(own, beside) for own in by_paper.values()]
        return sorted(papers, key=lambda r: (-r.step.workdays, r.step.no))

    # ----------------------------------------------------------------- what has come

    def _matter(self, matter: Matter) -> Item | None:
        if not matter.is_open or matter.state in _QUIET or matter.due_day is None:
            return None
        fallen = self.ladder.fallen(
            matter.id, matter.due_day, self.about(matter.id), self.today, renewed=is_renewed(matter)
        )
        return Item(matter.id, matter.due_day, fallen, matter) if fallen else None

    def _lists(self, owed: Iterable[Owed]) -> list[Item]:
        items = []
        for one in owed:
            topic = self._again(one.topic)
            fallen = self.ladder.fallen(
                topic, one.due, self.about(topic), self.today, highest=_HIGHEST_FOR_LISTS
            )
            if fallen is not None and (one.late or self.ladder.grade(fallen.step) == 0):
                items.append(Item(topic, one.due, fallen))
        return items

    def _flaws(self, wrong: Sequence[Flaw], others: Sequence[Item]) -> list[Item]:
        """Return the errors never urged before, where one of them is ripe or a notice goes anyway."""
        urging = self.ladder.first_urging
        if urging is None or not wrong:
            return []
        named = [(self._again(flaw.topic), flaw.due) for flaw in wrong]
        fresh = [(topic, due) for topic, due in named if not self.about(topic)]
        place = self.ladder.steps.index(urging)
        ripe = any(
            due is None or self.ladder.days(due)[place] <= self.today
            for due in {due for _, due in fresh}
        )
        goes = any(i.fallen.step.document == urging.document for i in others)
        if not (goes or (ripe and self._rested(urging))):
            return []
        fallen = Fallen(urging)
        return [Item(topic, None, fallen) for topic, _ in fresh]

    def _rested(self, urging: LadderStep) -> bool:
        """Whether the last notice about errors is as long past as two steps lie apart."""
        told = [s.issued_on for s in self.sent if any(is_flaw(t) for t in s.matters)]
        if not told:
            return True
        pause = self.ladder.plan.calendar.workdays_after(max(told), self._pause(urging))
        return self.today >= pause

    def _pause(self, urging: LadderStep) -> int:
        later = [s.workdays for s in self.ladder.steps if s.workdays > urging.workdays]
        return max(1, min(later) - urging.workdays) if later else 3

    def _again(self, topic: str) -> str:
        """Return the name for urging a topic once more, where the office wants unchanged things repeated.

        A topic urged a week ago (five working days) is then spoken of anew: ``…·第2次``.
        """
        if self.ladder.plan.manners.silent_when_unchanged:
            return topic
        name, count = topic, 1
        while told := self.about(name):
            last = max(s.issued_on for s in told)
            if self.today < self.ladder.plan.calendar.workdays_after(last, 5):
                return name
            count += 1
            name = f"{topic}·第{count}次"
        return name

    # ----------------------------------------------------------------- papers

    def _said_beside(self, owed: Iterable[Owed], wrong: Iterable[Flaw]) -> set[str]:
        """Return the lists and errors that every letter to the unit speaks of, urged before or not."""
        late = {self._again(o.topic) for o in owed if o.late}
        return late | {self._again(f.topic) for f in wrong}

    def _reminder(self, items: Sequence[Item], beside: AbstractSet[str] = frozenset()) -> Reminder:
        gravest = max(items, key=lambda i: i.fallen.step.workdays).fallen.step
        ordered = sorted(items, key=lambda i: -i.fallen.step.workdays)
        matters = tuple(i.matter for i in ordered if i.matter is not None)
        topics = tuple(i.topic for i in ordered if i.matter is None)
        spoken = {m.id for m in matters} | set(topics) | beside
        return Reminder(
            unit=self.unit,
            step=gravest,
            matters=matters,
            day=self.today,
            # A receipt (step 0) urged nobody.
            earlier=tuple(
                s for s in self.sent if s.state != "void" and s.step and spoken & set(s.matters)
            ),
            superseded=tuple(sorted({n for i in ordered for n in i.fallen.superseded})),
            topics=topics,
            uses=tuple(i.use for i in ordered),
        )

    # ----------------------------------------------------------------- what needs a person

    def urged_in_vain(self, view: UnitView, findings: Sequence[Finding]) -> tuple[str, ...]:
        """Return the lists that were urged long enough ago and are still not there, by name."""
        urging = self.ladder.first_urging
        if urging is None:
            return ()
        late = []
        for owed in owed_lists(view, findings):
            told = [s for s in self.about(owed.topic) if s.issued_on > owed.due]
            if told and owed.late:
                day = max(s.issued_on for s in told)
                if self.today >= self.ladder.plan.calendar.workdays_after(day, self._pause(urging)):
                    late.append(owed.kind.value)
        return tuple(late)

    def withdrawn(self, matters: Iterable[Matter]) -> tuple[str, ...]:
        """Return the overdue matters whose last paper a person withdrew: a person goes on with them."""
        return tuple(
            m.id
            for m in matters
            if is_overdue(m, self.today)
            and (about := self.about(m.id))
            and about[-1].state == "void"
            and self._matter(m) is None
        )


def is_renewed(matter: Matter) -> bool:
    """Whether the day that counts was put off by a decision, or comes again by itself (每月25日前)."""
    if matter.due is not None and matter.due.kind is DueKind.RECURRING:
        return True
    return matter.due_day != day_of(matter.due)


def by_lead(views: Sequence[UnitView]) -> Mapping[str, list[Matter]]:
    """Return all matters by the unit that leads them: that is who is reminded."""
    found: dict[str, list[Matter]] = {}
    for view in views:
        for matter in view.matters:
            found.setdefault(matter.lead or matter.unit, []).append(matter)
    return found
