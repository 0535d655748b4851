"""A unit being written, for defects to spoil, and the register of all defects."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from ..cells import Content
from ..layout import Extra
from ..lines import Habits, Line, Lists
from ..manifest import Expect
from ..spelling import Hand
from ..truth import UnitTruth
from ..world import World


@dataclass
class Case:
    """A unit being written, for defects to spoil.  ``taken`` are positions that bear one already."""

    rng: random.Random
    world: World
    today: date
    truth: UnitTruth
    hand: Hand
    lists: Lists
    letters: str
    wide: bool = False
    taken: set[int] = field(default_factory=set)
    expected: list[Expect] = field(default_factory=list)
    forced: dict[tuple[str, str], str] = field(default_factory=dict)
    extras: dict[str, Extra] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    empty_proofs: set[int] = field(default_factory=set)
    no_merge: bool = False
    no_voice: bool = False
    no_formulas: bool = False
    habits: Habits = field(default_factory=Habits)

    def free(self, wanted: Callable[[int], bool] = lambda _: True) -> int | None:
        """Return a position without a defect that is as wanted, None where there is none."""
        fitting = [
            i
            for i, m in enumerate(self.truth.matters)
            if i not in self.taken
            and m.problem_of is None
            and wanted(i)
            and not any(x.problem_of == i for x in self.truth.matters)
        ]
        return self.rng.choice(fitting) if fitting else None

    @property
    def numbered(self) -> bool:
        """Whether 责任清单 and 完成清单 bear the numbers of tasks."""
        return self.lists.numbering.way not in ("none", "shared") and not self.habits.by_problem

    def line(self, letter: str, position: int) -> Line:
        found = self.lists.of_matter(letter, position)
        assert found is not None
        return found

    def has(self, letter: str, key: str) -> bool:
        return letter in self.letters and key in self.lists.fields[letter]

    def tell(self, rule: str, line: str, key: str) -> None:
        """Expect a finding at a cell of a row; in a 总表 rows are keyed by the task's."""
        name = "T" + line[1:] if self.wide else line
        self.expected.append(Expect(rule, ("cell", name, key), key))

    def deadline(self, position: int, content: Content, *letters: str) -> None:
        for letter in letters or "TDC":
            if self.has(letter, "deadline"):
                self.line(letter, position).set("deadline", content)

    def change(self, position: int, **more: object) -> None:
        """Change what is true of a matter, for the manifest of matters."""
        matters = self.truth.matters
        matters[position] = replace(matters[position], **more)  # type: ignore[arg-type]

    def state(self, position: int, state: str, word: str = "") -> None:
        self.change(position, state=state)
        self.line("C", position).set("status", word or self.hand.status(state))


Defect = Callable[[Case], bool]
ALL: dict[str, Defect] = {}


def defect(function: Defect) -> Defect:
    """Register a defect under its function's name; it returns whether it could be planted."""
    ALL[function.__name__] = function
    return function


def open_and_due_later(case: Case, i: int) -> bool:
    m = case.truth.matters[i]
    return (
        m.is_open
        and m.state not in ("suspended", "long_term")
        and m.due.kind == "by_date"
        and (m.due.day is not None and m.due.day >= case.today)
    )


def is_done(case: Case, i: int) -> bool:
    return case.truth.matters[i].state == "done" and case.truth.matters[i].done is not None


def place(case: Case, wanted: Callable[[Case, int], bool] = lambda _c, _i: True) -> int | None:
    found = case.free(lambda i: wanted(case, i))
    if found is not None:
        case.taken.add(found)
    return found
