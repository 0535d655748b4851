"""Builds the units of an estate: from what is true of each to its files and the manifest."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from . import defects, oracle, writing
from .choices import Plans, choose_letters, choose_plans
from .clerk import Clerk
from .layout import Map
from .lines import (
    Habits,
    Numbering,
    adapt_fields,
    choose_fields,
    choose_habits,
    evidence_name,
    write_lists,
)
from .manifest import Manifest, Told
from .spelling import Hand
from .truth import Author, UnitTruth
from .world import LISTS, UnitInfo, World

_NUMBERINGS = ("letters", "letters", "zeros", "ints", "dashed", "shared", "brackets", "none")


class Builder:
    """Builds the units of one estate in turn.

    ``shares`` lets several tasks come of one problem, ``alone`` lets 问题清单 come without the others.
    """

    def __init__(self, root: Path, seed: int, world: World, today: date) -> None:
        self.root, self.seed, self.world, self.today = root, seed, world, today
        self.rng = random.Random(seed)
        self.shares, self.alone = True, True
        self.author = Author(world, self.rng, today)
        self.clerk = Clerk(self.rng, world)
        self.manifest = Manifest()
        self.about: dict[str, str] = {}
        self.files: dict[str, list[str]] = {}

    def build(self, units: int, defects_each: float, missing: float) -> None:
        """Write the folders of `units` units; some send nothing."""
        chosen = self.rng.sample(self.world.units, min(units, len(self.world.units)))
        asked = {u.id for u in chosen}
        for info in self.world.units:
            if info.id not in asked or self.rng.random() < missing:
                self._sends_nothing(info)
            else:
                self._unit(info, defects_each)
        for _ in range(self.world.gaps):
            self.manifest.told.append(Told("liaison-gap"))

    def _sends_nothing(self, info: UnitInfo) -> None:
        self.manifest.states[info.id] = "missing"
        late = [k for k in self.world.lists if self.world.due[k] < self.today]
        if late:
            sheet = LISTS[late[0]] if len(late) == 1 else ""
            self.manifest.told.append(Told("not-submitted", info.id, "", sheet))

    def _unit(self, info: UnitInfo, defects_each: float) -> None:
        size = self.rng.choice((2, 3, 4, 5, 6, 8, 11))
        self.write(self.author.unit(info, size), defects_each)

    def write(self, truth: UnitTruth, defects_each: float) -> tuple[defects.Case, Map]:
        """Write the files of one unit and enter what they must give into the manifest."""
        rng, world, info = self.rng, self.world, truth.unit
        self.manifest.states[info.id] = "received"
        plans = choose_plans(rng, info)
        letters = choose_letters(rng, world, plans, info)
        if letters == "P" and not self.alone:
            letters = "PTDC"
        numbering = Numbering(rng.choice(_NUMBERINGS), rng.choice(("XG", "2022-A", "JW")))
        if plans.arrangement == "wide" and numbering.way in ("letters", "dashed"):
            numbering = Numbering("shared", numbering.prefix)
        year_known = "year" in plans.style.title or self.today.month < 11
        csv = plans.writer in writing.SINGLE
        hand = Hand(rng, world, year_known, csv)
        fields = choose_fields(rng, numbering, rng.random() < 0.5)
        if plans.arrangement == "wide":
            fields["T"].discard("problem_id")
            fields["P"].discard("lead_unit")
            fields["C"] |= {"progress"}
            fields["T"] |= {"measure"}
        for letter in set("PTDC") - set(letters):
            fields[letter] = set()
        wide = plans.arrangement == "wide"
        habits = choose_habits(rng, numbering, wide, csv)
        adapt_fields(fields, habits)
        if not habits.by_problem and self.shares:
            self._share_problems(truth, numbering, letters, plans)
        lists = write_lists(truth, hand, numbering, fields, letters, habits)
        case = defects.Case(
            rng, world, self.today, truth, hand, lists, letters, plans.arrangement == "wide"
        )
        self._force(case, habits)
        case.no_formulas = plans.writer in ("xls", "et", "renamed")
        self._spoil(case, defects_each)
        if case.no_merge:
            plans.style.merges = plans.style.ditto = False
        where = Map()
        files = self.clerk.files(info, plans, case, where)
        self._save(info, files, truth)
        self._prove(case)
        self.manifest.resolve(info.id, case.expected, where)
        one = oracle.Oracle(self.manifest, world, self.today)
        oracle.absent_lists(one, info, letters)
        oracle.rest_days(one, case, where)
        oracle.matters(one, case)
        oracle.measures(one, case)
        oracle.duties(one, case)
        oracle.requests(one, case, where)
        self.about[info.id] = (
            f"{plans.arrangement}/{plans.writer}/{plans.place} {numbering.way} {letters} "
            f"{[e.rule for e in case.expected]} {plans.style}"
        )
        return case, where

    def _force(self, case: defects.Case, habits: Habits) -> None:
        """Fix the headings that habits need, and rule out defects that would mean something else."""
        case.habits = habits
        if habits.joint_lead:
            case.forced["T", "lead_unit"] = "责任单位"
        if habits.by_problem:
            case.forced["D", "item_id"] = case.forced["C", "item_id"] = "问题编号"
        if habits.collective_help:
            for i in range(len(case.truth.matters)):
                case.change(i, cos=())

    def _share_problems(
        self, truth: UnitTruth, numbering: Numbering, letters: str, plans: Plans
    ) -> None:
        """Let a second task work off the first one's problem, at times."""

        if "P" not in letters or numbering.way in ("none", "shared") or len(truth.matters) < 3:
            return
        first, second = truth.matters[:2]
        fits = second.due.day is None or second.due.day >= first.collected
        if plans.arrangement != "wide" and fits and self.rng.random() < 0.3:
            truth.matters[1] = replace(second, problem_of=0)

    def _spoil(self, case: defects.Case, each: float) -> None:
        names = list(defects.ALL)
        self.rng.shuffle(names)
        if case.letters == "P":
            return
        wanted = sum(self.rng.random() < each / 3 for _ in range(3))
        for name in names:
            if wanted <= 0:
                return
            wanted -= defects.ALL[name](case)

    def _prove(self, case: defects.Case) -> None:
        """Put the files that a unit names as proofs into its folder under 佐证."""
        if not case.habits.evidence:
            return
        folder = self.root / "佐证" / case.truth.unit.name
        for matter in case.truth.matters:
            if matter.proof:
                content = b"" if matter.number in case.empty_proofs else b"%PDF-1.4 proof"
                put(folder / evidence_name(matter), content, 1_655_900_000.0)

    def _save(self, info: UnitInfo, files: dict[str, bytes], truth: UnitTruth) -> None:
        moment = datetime(*truth.written.timetuple()[:3], 10, tzinfo=UTC).timestamp()
        self.files[info.id] = [f"报送/{path}" for path in files]
        for n, (path, data) in enumerate(files.items()):
            put(self.root / "报送" / path, data, moment + n)


def put(path: Path, data: bytes, moment: float) -> None:
    """Write a file and set its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (moment, moment))
