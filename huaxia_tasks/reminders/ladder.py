"""The ladder: on which day each step falls due, and which one has come for something due on a day.

Steps up to the due day count back from the last working day on or before it; steps after it count on
from the day itself.  Papers rise by grades: all steps before the day are grade 0, the first kind of
paper after it (催办) grade 1, the next kind (督办) grade 2.  A grade is reached only from the one
below it, and not sooner after that paper than the steps lie apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..errors import CalendarError
from ..model import LadderStep, Plan, Sent
from ..registry import REGISTRY

#: Papers that only a person starts (情况通报): they never fall due by themselves.
BY_PERSON = frozenset({"circular"})
#: A paper sent so few working days before a renewed ladder begins still counts for it.
_SLACK_WORKDAYS = 5
_ANY_GRADE = 99


class Fallen(NamedTuple):
    """The step that has come for something, and the numbers of the steps that it makes needless."""

    step: LadderStep
    superseded: tuple[int, ...] = ()


def step_day(step: LadderStep, due: date, plan: Plan) -> date:
    """Return the day on which a step falls due for something due on `due`.

    Raises CalendarError where that day is out of all reason.
    """
    calendar = plan.calendar
    if step.workdays <= 0:
        return calendar.workdays_after(calendar.last_workday_until(due), step.workdays)
    return calendar.workdays_after(due, step.workdays)


def _falls_due(kind: str) -> bool:
    """Whether papers of this kind are made for a unit's matters, not by a person for all units."""
    entry = REGISTRY.documents.get(kind)
    return kind not in BY_PERSON and (entry is None or entry.per in ("unit", "matter"))


class Ladder:
    """The steps of a plan in order of their days; what only a person starts is left out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        steps = (s for s in plan.ladder if _falls_due(s.document))
        self.steps: tuple[LadderStep, ...] = tuple(sorted(steps, key=lambda s: (s.workdays, s.no)))
        kinds = list(dict.fromkeys(s.document for s in self.steps if s.workdays > 0))
        self.grades = tuple(
            kinds.index(s.document) + 1 if s.workdays > 0 else 0 for s in self.steps
        )
        self._grade_of_kind = {kind: grade for grade, kind in enumerate(kinds, 1)}
        for step in self.steps:
            self._grade_of_kind.setdefault(step.document, 0)
        self._days: dict[date, tuple[date, ...]] = {}

    @property
    def first_urging(self) -> LadderStep | None:
        """The first step after the due day, None where the ladder has none."""
        return next((s for s in self.steps if s.workdays > 0), None)

    def grade(self, step: LadderStep) -> int:
        """Return the grade of one of the steps."""
        return self.grades[self.steps.index(step)]

    def days(self, due: date) -> tuple[date, ...]:
        """Return the day of every step for something due on `due`; ``date.max`` where it has none."""
        if due not in self._days:
            self._days[due] = tuple(self._day(s, due) for s in self.steps)
        return self._days[due]

    def _day(self, step: LadderStep, due: date) -> date:
        try:
            return step_day(step, due, self.plan)
        except CalendarError:
            return date.max

    def fallen(
        self,
        topic: str,
        due: date,
        sent: Sequence[Sent],
        today: date,
        *,
        renewed: bool = False,
        highest: int = _ANY_GRADE,
    ) -> Fallen | None:
        """Return the one step that has come for `topic`, None where there is none (any more).

        `sent` are the papers that spoke of it.  With `renewed` the day was put off by a decision:
        papers about the former day do not count.  Grades above `highest` are left out.
        """
        ranks = [(s, self._rank(s, topic, due, renewed)) for s in sent if s.step]
        done = max((rank for _, rank in ranks), default=-1)
        days = self.days(due)
        ripe = [
            i
            for i in range(done + 1, len(self.steps))
            if days[i] <= today and self.grades[i] <= highest
        ]
        if not ripe:
            return None
        chosen = ripe[-1]
        if not self.grades[chosen]:
            return self._chosen(chosen, ripe) if today <= due else None
        urged = [(s, r) for s, r in ranks if r >= 0 and self.grades[r] and s.state != "void"]
        within = 1 + max((self.grades[r] for _, r in urged), default=0)
        reachable = [i for i in ripe if 0 < self.grades[i] <= within]
        if not reachable:
            return None
        chosen = reachable[-1]
        if urged and today < self._earliest(chosen, urged):
            return None
        return self._chosen(chosen, ripe)

    def _chosen(self, chosen: int, ripe: Sequence[int]) -> Fallen:
        return Fallen(self.steps[chosen], tuple(self.steps[i].no for i in ripe if i < chosen))

    def _earliest(self, chosen: int, urged: Sequence[tuple[Sent, int]]) -> date:
        last, rank = max(urged, key=lambda u: (u[0].issued_on, u[1]))
        apart = self.steps[chosen].workdays - self.steps[rank].workdays
        return self.plan.calendar.workdays_after(last.issued_on, max(1, apart))

    # ----------------------------------------------------------------- what was used up

    def _rank(self, sent: Sent, topic: str, due: date, renewed: bool) -> int:
        """Return the index of the highest step that a paper used up for `topic`, -1 where none.

        Found from the day and the kind of the paper as well as from the recorded step, so that an
        edited ladder or calendar does not bring back what was sent.
        """
        said = sent.dues.get(topic)
        if renewed and said != due and not self._is_fresh(sent, due):
            return -1
        derived = self._derived(sent, due)
        return max(derived, self._recorded(sent, topic)) if said == due else derived

    def _is_fresh(self, sent: Sent, due: date) -> bool:
        """Whether a paper about a former day lies so near that another one would be too many."""
        first = self.days(due)[0]
        if first == date.max:
            return False
        return sent.issued_on >= self.plan.calendar.workdays_after(first, -_SLACK_WORKDAYS)

    def _recorded(self, sent: Sent, topic: str) -> int:
        no = sent.step_for(topic)
        for i, step in enumerate(self.steps):
            if step.no == no and (step.document == sent.kind or not self.grades[i]):
                return i
        return -1

    def _derived(self, sent: Sent, due: date) -> int:
        days, issued = self.days(due), sent.issued_on
        grade = 0 if issued <= due else self._grade(sent)
        if grade is None:
            return -1
        passed = [i for i, g in enumerate(self.grades) if g <= grade and days[i] <= issued]
        first = [i for i, g in enumerate(self.grades) if g == grade][:1]
        return max((*passed, *first), default=-1)

    def _grade(self, sent: Sent) -> int | None:
        if sent.kind in self._grade_of_kind:
            return self._grade_of_kind[sent.kind]
        return next(
            (g for s, g in zip(self.steps, self.grades, strict=True) if s.no == sent.step), None
        )
