"""A unit reports twice: what changed in between, written anew in another hand and layout.

Rows move, are renumbered and reworded; some days, leads and states change; some matters go, come or
are split.  Ids must stay, and only what nobody decided may be told.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from .builder import Builder
from .defects import Case
from .layout import Map
from .manifest import Expect, Manifest
from .truth import DONE, Deadline, Truth, UnitTruth
from .world import World

_REWORDED = ("进一步{}", "{}，持续巩固", "{}（含后续维护）", "积极{}", "{}并及时公布结果")


@dataclass
class Reports:
    """Two reports of one unit in two office folders.

    ``old_ids`` gives for each matter of the second report its id in the first, None for a new one,
    with ``|`` behind where one of two parts of a former matter keeps it, no matter which.
    """

    unit: str
    first: Path
    second: Path
    first_day: date
    second_day: date
    manifest: Manifest
    second_manifest: Manifest
    old_ids: list[str | None] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    about: list[str] = field(default_factory=list)


class Reporter:
    """Writes both reports of a unit."""

    def __init__(self, root: Path, seed: int, world: World, today: date) -> None:
        self.rng, self.world, self.today, self.root = random.Random(seed), world, today, root
        self.later = today + timedelta(days=14)
        self.seed = seed
        self.before: Case

    def write(self) -> Reports:
        """Return the two reports, written."""
        units = [u for u in self.world.units if u.asked == "PTDC" and u.kind != "党组织"]
        info = self.rng.choice(units)
        first, second = self.root / "上期", self.root / "本期"
        builder = Builder(first, self.seed, self.world, self.today)
        builder.shares = self.rng.random() < 0.5
        builder.alone = not builder.shares
        truth = builder.author.unit(info, self.rng.choice((4, 5, 7, 9)))
        truth.matters = [replace(m, problem_of=None) for m in truth.matters]
        self.before, _ = builder.write(truth, 0)
        later = Builder(second, self.seed + 1, self.world, self.later)
        later.shares, later.alone = builder.shares, not builder.shares
        reports = Reports(
            info.id, first, second, self.today, self.later, builder.manifest, later.manifest
        )
        expected: list[tuple[str, int]] = []
        changed = self._changed(truth, builder, reports, expected)
        case, where = later.write(changed, 0)
        reports.about = [*builder.about.values(), *later.about.values()]
        self._tell(reports, case, where, expected)
        return reports

    def _changed(
        self,
        truth: UnitTruth,
        builder: Builder,
        reports: Reports,
        expected: list[tuple[str, int]],
    ) -> UnitTruth:
        """Return the unit's matters two weeks later."""
        rng = self.rng
        matters: list[tuple[Truth, str | None, str]] = []
        for position, m in enumerate(truth.matters):
            old = f"{truth.unit.id}-{position + 1:03d}"
            now = self._grown_older(m)
            kind = rng.choice(("same", "same", "words", "later", "lead", "undone", "gone", "split"))
            matters += self._one(kind, m, now, old, truth, reports)
        if rng.random() < 0.6:
            new = builder.author.unit(truth.unit, 1).matters[0]
            topic = truth.topics_left.pop()
            matters.append((replace(self._grown_older(new), topic=topic), None, ""))
        rng.shuffle(matters)
        final = []
        for number, (m, old_id, rule) in enumerate(matters, 1):
            group = "学生" if number == 1 else m.group
            final.append(replace(m, number=number, group=group, problem_of=None))
            reports.old_ids.append(old_id)
            if rule:
                expected.append((rule, number - 1))
        written = self.later - timedelta(days=1)
        return UnitTruth(truth.unit, final, written, truth.topics_left)

    def _one(
        self, kind: str, m: Truth, now: Truth, old: str, truth: UnitTruth, reports: Reports
    ) -> list[tuple[Truth, str | None, str]]:
        movable = now.is_open and now.due.kind == "by_date" and now.state not in ("suspended",)
        if kind == "words":
            text = self.rng.choice(_REWORDED).format(now.topic.task)
            return [(replace(now, topic=replace(now.topic, task=text)), old, "")]
        if kind == "later" and movable and now.due.day is not None and m.due.day == now.due.day:
            phase = self.world.phases[now.phase - 1]
            day = min(now.due.day + timedelta(days=self.rng.randrange(3, 25)), phase.due)
            while not self.world.is_workday(day):
                day -= timedelta(days=1)
            if day > now.due.day:
                return [(replace(now, due=Deadline("by_date", day)), old, "deadline-moved")]
        if kind == "lead":
            others = [u.id for u in self.world.units if u.id not in (now.lead, *now.cos)]
            return [(replace(now, lead=self.rng.choice(others)), old, "lead-changed")]
        if kind == "undone" and m.state in DONE and m.done is not None:
            due = Deadline("ongoing")
            if m.due.day is None or m.due.day < self.later:
                return [(now, old, "")]
            due = m.due
            undone = replace(now, state="in_progress", done=None, proof="", due=due)
            return [(undone, old, "done-undone")]
        if kind == "gone" and len(truth.matters) > 3:
            if self.before.letters == "P" or (m.is_open and m.state != "rejected"):
                reports.changes.append(("row-vanished", old))
            return []
        if kind == "split" and now.due.kind == "by_date":
            topic = now.topic
            one = replace(now, topic=replace(topic, task=f"{topic.task}（东区）"))
            two = replace(
                now,
                topic=replace(topic, task=f"{topic.task}（西区）"),
                progress=f"{now.progress}（西区）" if now.progress else "",
            )
            return [(one, f"{old}|", ""), (two, f"{old}|", "")]
        return [(now, old, "")]

    def _grown_older(self, m: Truth) -> Truth:
        """Return a matter two weeks on, free of faults on the later day."""
        progress = f"{m.progress}，又做了{self.rng.randrange(10**7)}次" if m.progress else ""
        m = replace(m, progress=progress)
        past = m.due.day is not None and m.due.day < self.later
        if past and m.is_open and m.state != "suspended" and m.due.day is not None:
            done = max(m.collected, min(m.due.day, self.later - timedelta(days=1)))
            return replace(
                m, state="done", done=done, proof="现场照片", progress=progress or "已收尾"
            )
        if m.due.kind == "immediate" and m.is_open:
            return replace(m, state="done", done=self.today, proof="现场照片")
        return m

    def _tell(
        self, reports: Reports, case: Case, where: Map, expected: list[tuple[str, int]]
    ) -> None:
        """Enter what the second check must tell of changes, at the cells where they stand."""
        keys = {"deadline-moved": "deadline", "lead-changed": "lead_unit", "done-undone": "status"}
        for rule, position in expected:
            key = keys[rule]
            told = [x for x in ("CTDP" if key == "status" else "TDCP") if case.has(x, key)]
            if not told or not any(self.before.has(x, key) for x in "CTDP"):
                continue  # one of the reports says nothing of it
            letter = "T" if case.wide else told[0]
            at = ("cell", f"{letter}{position}", key)
            reports.second_manifest.resolve(reports.unit, [Expect(rule, at, key)], where)
        for rule, _ in reports.changes:
            reports.second_manifest.resolve(reports.unit, [Expect(rule, ("office",))], where)
