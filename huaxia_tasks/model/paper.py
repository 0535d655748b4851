"""Findings, reminders, counts, documents and papers."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .cells import CellRef
from .matter import Matter, Sent, Snapshot
from .plan import LadderStep
from .vocabulary import Audience, Edition, Level

_LONGEST_KEY = 160


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful, addressed to who can mend it."""

    rule: str
    level: Level
    tells: Audience
    unit: str | None
    message: str
    remedy: str
    ref: CellRef | None = None
    field: str | None = None
    value: str | None = None
    matter: str | None = None
    more_refs: tuple[CellRef, ...] = ()

    @property
    def key(self) -> str:
        """A stable name: the same cause in the same place gives the same key."""
        place = ""
        if self.ref is not None:
            place = f"{self.ref.file}|{self.ref.sheet}|{self.ref.address or self.ref.row or ''}"
        return f"{self.rule}|{self.unit or ''}|{place}|{self.matter or ''}|{self.field or ''}"


@dataclass(frozen=True, slots=True)
class Use:
    """What a paper uses up of the ladder for one thing: its step, and the steps that it makes needless.

    ``topic`` is a matter's id with the day it is ``due`` (an approved extension begins the ladder
    anew), or the name of a list or an error.  ``step`` may be lower than that of the paper: a 催办通知
    that mentions what is merely due soon uses up the 提醒 of that matter, not its 催办.
    """

    topic: str
    step: int
    due: date | None = None
    superseded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step of the ladder that falls due for one unit: which paper, about which matters.

    ``topics`` are what is urged beside matters (lists not handed in, errors to mend), by stable names;
    ``superseded`` the numbers of ladder steps that this one makes needless; ``uses`` tells both for
    each matter and topic: what the ledger keeps, so that no step is ever issued twice.  ``plan`` is the
    key of its plan, "" where there is but one; a paper on several plans has a part for each, in order.
    """

    unit: str
    step: LadderStep
    matters: tuple[Matter, ...]
    day: date
    earlier: tuple[Sent, ...] = ()
    superseded: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    plan: str = ""
    parts: tuple[Reminder, ...] = ()

    @property
    def by_plan(self) -> tuple[Reminder, ...]:
        """Its parts, each about one plan."""
        return self.parts or (self,)

    @property
    def key(self) -> str:
        """A stable name of this reminder: what it speaks of, shortened where that is much."""
        names = sorted((*(m.id for m in self.matters), *self.topics))
        ids = ",".join(names)
        if len(ids) > _LONGEST_KEY:
            digest = hashlib.sha256(ids.encode()).hexdigest()[:16]
            ids = f"{names[0]}等{len(names)}项~{digest}"
        return f"{self.step.document}|{self.unit}|{self.step.no}|{ids}"

    def use_of(self, topic: str) -> Use | None:
        """Return what this paper uses up of the ladder for a matter or topic."""
        return next((u for u in self.uses if u.topic == topic), None)


@dataclass(frozen=True, slots=True)
class UnitTally:
    """Counts of one unit; see `Tally` for what is left out of rates.

    ``waits`` is True of an unreadable one whose files were only being saved: it is read next time.
    """

    unit: str
    name: str
    state: str
    matters: int = 0
    done: int = 0
    done_late: int = 0
    partly: int = 0
    in_progress: int = 0
    not_started: int = 0
    overdue: int = 0
    suspended: int = 0
    long_term: int = 0
    undated: int = 0
    errors: int = 0
    warnings: int = 0
    waits: bool = False

    @property
    def base(self) -> int:
        """The denominator of the completion rate: without 长期坚持 and 暂停."""
        return self.matters - self.long_term - self.suspended


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over all units.

    ``phases`` has for each phase of the plan, in order, how many of its matters are done and how many
    are to be done.
    """

    units: tuple[UnitTally, ...] = ()
    received: int = 0
    missing: int = 0
    unreadable: int = 0
    phases: tuple[tuple[int, int], ...] = ()

    def total(self, name: str) -> int:
        """Return the sum of one count (``matters``, ``done`` ...) over all units."""
        return sum(int(getattr(u, name)) for u in self.units)

    @property
    def base(self) -> int:
        """The denominator of the completion rate over all units."""
        return sum(u.base for u in self.units)


@dataclass(frozen=True, slots=True)
class Document:
    """What a paper says, before it is rendered.

    ``kind`` is the key of the document kind (``urging-notice``); ``fields`` has Chinese keys, which
    are the tags staff see in the Word template; values are str, int, lists and dicts of these.
    ``key`` is stable over runs; ``matters`` the ids spoken of; ``step`` the ladder step, 0 if none.
    """

    kind: str
    name: str
    template: str
    unit: str | None
    edition: Edition
    key: str
    fields: Mapping[str, object]
    matters: tuple[str, ...] = ()
    step: int = 0
    traces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A rendered document on disk.  ``path`` is relative to the office folder, with ``/``."""

    key: str
    kind: str
    unit: str | None
    path: str
    state: str = "draft"
    sha256: str = ""
    number: str = ""
    step: int = 0
    matters: tuple[str, ...] = ()
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel said when a paper was handed over.

    ``state`` is sent | refused | retry | in_doubt.
    """

    key: str
    channel: str
    address: str
    state: str
    detail: str = ""


class ByUnit(ABC, Sequence[Finding]):
    """Findings that are not all in memory, and can be asked for by unit."""

    @abstractmethod
    def of(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit, in order."""

    @abstractmethod
    def at(self, level: Level) -> Iterator[Finding]:
        """Yield the findings of one level, in order."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything decided from one snapshot: what documents are made of.

    ``beside`` are the briefings of the office's other plans, which ``reminders`` speak of too.
    ``notes`` tell the office what is held back and why, and what needs a person.  Where it is not
    ``traced``, papers on all units need not tell which cells their figures come from.
    """

    snapshot: Snapshot
    findings: Sequence[Finding] = ()
    reminders: tuple[Reminder, ...] = ()
    tally: Tally = field(default_factory=Tally)
    notes: tuple[str, ...] = ()
    traced: bool = True
    beside: tuple[Briefing, ...] = ()
    _by_unit: dict[str | None, list[Finding]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of_plan(self, key: str) -> Briefing:
        """Return the briefing of one of the plans, this one where `key` is "" or unknown."""
        return next((b for b in self.beside if b.snapshot.plan.key == key), self)

    @property
    def of_all_plans(self) -> tuple[Briefing, ...]:
        """Return the briefings of all plans, this one first."""
        return (self, *self.beside)

    def findings_of(self, unit: str) -> Sequence[Finding]:
        """Return the findings about one unit, in order."""
        if isinstance(self.findings, ByUnit):
            return self.findings.of(unit)
        if not self._by_unit:
            for finding in self.findings:
                self._by_unit.setdefault(finding.unit, []).append(finding)
        return self._by_unit.get(unit, ())

    def findings_at(self, level: Level) -> Iterator[Finding]:
        """Yield the findings of one level, in order."""
        if isinstance(self.findings, ByUnit):
            return self.findings.at(level)
        return (f for f in self.findings if f.level is level)

    def findings_for(self, unit: str) -> tuple[Finding, ...]:
        """Return the findings that `unit` can mend."""
        return tuple(f for f in self.findings_of(unit) if f.tells is Audience.UNIT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did: the exit code follows from it."""

    findings: tuple[Finding, ...] = ()
    papers: tuple[Paper, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    notes: tuple[str, ...] = ()
    unread: Sequence[str] = ()
