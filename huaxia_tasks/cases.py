"""Each unit with all that is known of it before its rows are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .decided import claims
from .examining import view_unit
from .looking import Gathered, Setup, evidence_by_unit
from .model import Decision, Duty, History, PastMatter, Sent, Submission, Unit, UnitView

_T = TypeVar("_T")
_NOTHING: Mapping[str, bytes] = {}


@dataclass(slots=True)
class Case:
    """One unit, its files, and everything else that is known of it."""

    unit: Unit
    submissions: Sequence[Submission]
    decisions: tuple[Decision, ...] = ()
    past: tuple[PastMatter, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, int] | None = None
    accepted: Mapping[str, int] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    #: What went to the unit.
    sent: tuple[Sent, ...] = ()

    def view(self, setup: Setup, today: date) -> UnitView:
        """Return everything known of the unit; `submissions` must have their rows."""
        return view_unit(
            setup.plan,
            self.unit,
            self.submissions,
            today,
            decisions=self.decisions,
            past=self.past,
            copies=self.copies,
            evidence=self.evidence,
            words=setup.office_words,
            accepted=self.accepted,
        )


class Cases:
    """Puts together what is known of units."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._evidence = evidence_by_unit(setup.office, setup.plan.units)
        self._decisions = _Decisions(setup.decisions, setup.plan.duties)

    def of(
        self,
        unit: Unit,
        files: Sequence[Submission],
        history: History,
        copies: Mapping[str, str],
        contents: Mapping[str, bytes] = _NOTHING,
    ) -> Case:
        """Return the case of one unit."""
        return Case(
            unit,
            files,
            decisions=self._decisions.of(unit.id),
            past=history.past_matters(unit.id),
            copies=_among(copies, [s.file for s in files]),
            evidence=self._evidence.get(unit.id),
            accepted=_among(history.accepted, [s.digest for s in files]),
            contents=contents,
            sent=history.sent_to(unit.id),
        )

    def all(self, gathered: Gathered, history: History) -> Iterator[Case]:
        """Yield every unit of the plan, in roster order."""
        for unit in self._setup.plan.units:
            files = tuple(gathered.by_unit.get(unit.id, ()))
            yield self.of(unit, files, history, gathered.copies)


def _among(known: Mapping[str, _T], names: Sequence[str]) -> dict[str, _T]:
    """Return what is known of these names."""
    return {name: known[name] for name in names if name in known} if known else {}


class _Decisions:
    """The decisions by the units that they may concern, in the order of the register."""

    def __init__(self, decisions: Sequence[Decision], duties: Sequence[Duty] = ()) -> None:
        self._all = decisions
        self._places: dict[str, list[int]] = {}
        taken_up = claims(decisions, duties)
        for place, decision in enumerate(decisions):
            names = (
                {"" if decision in taken_up else decision.unit}
                | {decision.unit}
                | {decision.matter[:n] for n in range(1, len(decision.matter) + 1)}
            )
            for name in names:
                self._places.setdefault(name, []).append(place)

    def of(self, unit: str) -> tuple[Decision, ...]:
        """Return those of all units, of this one, and of its matters."""
        places = {*self._places.get("", ()), *self._places.get(unit, ())}
        return tuple(self._all[i] for i in sorted(places))
