"""Builds a whole office folder from a seed, with the manifest of what a check must say."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from . import defects, layout, writing
from .cells import Page
from .layout import Map, Painter, Place, Style
from .lines import Line, Lists, Numbering, choose_fields, write_lists
from .manifest import Expect, Manifest, MatterTruth, Told
from .spelling import Hand
from .truth import DONE, Author, Truth, UnitTruth
from .world import LISTS, UnitInfo, World, read_world

TODAYS = (
    date(2022, 6, 28),
    date(2022, 6, 15),
    date(2022, 6, 28),
    date(2022, 7, 12),
    date(2022, 9, 30),
    date(2022, 11, 2),
    date(2022, 12, 28),
)
_NUMBERINGS = ("letters", "letters", "zeros", "ints", "dashed", "shared", "brackets", "none")
_BOOK_WRITERS = (
    *("excel", "excel", "script", "wps", "wps", "suite", "web", "xls", "et"),
    *("renamed", "renamed-new", "ods"),
)


@dataclass
class Estate:
    """An office folder and what a check of it on `today` must say."""

    root: Path
    today: date
    manifest: Manifest
    seed: int
    about: dict[str, str] = field(default_factory=dict)


@dataclass
class Plans:
    """What one unit is going to do: everything that chance decides, before defects."""

    arrangement: str
    writer: str
    place: str
    style: Style


class Builder:
    """Builds the units of one estate in turn."""

    def __init__(self, root: Path, seed: int, world: World, today: date) -> None:
        self.root, self.seed, self.world, self.today = root, seed, world, today
        self.rng = random.Random(seed)
        self.author = Author(world, self.rng, today)
        self.manifest = Manifest()
        self.about: dict[str, str] = {}

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
        late = [k for k in info.asked if self.world.due[k] < self.today]
        if late:
            sheet = LISTS[late[0]] if len(late) == 1 else ""
            self.manifest.told.append(Told("not-submitted", info.id, "", sheet))

    def _unit(self, info: UnitInfo, defects_each: float) -> None:
        rng, world = self.rng, self.world
        self.manifest.states[info.id] = "received"
        truth = self.author.unit(info, rng.choice((2, 3, 4, 5, 6, 8, 11)))
        plans = self._plans(info)
        letters = self._letters(truth, plans, info)
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
        self._share_problems(truth, numbering, letters, plans)
        lists = write_lists(truth, hand, numbering, fields, letters)
        case = defects.Case(
            rng, world, self.today, truth, hand, lists, letters, plans.arrangement == "wide"
        )
        case.no_formulas = plans.writer in ("xls", "et", "renamed")
        self._spoil(case, defects_each)
        if case.no_merge:
            plans.style.merges = plans.style.ditto = False
        where = Map()
        files = self._files(info, plans, case, where)
        self._save(info, files, truth)
        self.manifest.resolve(info.id, case.expected, where)
        self._absent_lists(info, letters)
        self._rest_days(case, where)
        self._matters(case)
        self._measures(case)
        self.about[info.id] = (
            f"{plans.arrangement}/{plans.writer}/{plans.place} {numbering.way} {letters} "
            f"{[e.rule for e in case.expected]} {plans.style}"
        )

    # ----------------------------------------------------------------------- choices

    def _plans(self, info: UnitInfo) -> Plans:
        rng = self.rng
        arrangement = rng.choice(("four", "four", "four", "files", "two", "stack", "wide", "wide"))
        writer = rng.choice(_BOOK_WRITERS)
        if arrangement in ("files", "wide") and rng.random() < 0.45:
            writer = rng.choice(tuple(writing.SINGLE))
        style = Style(
            title=rng.choice(("list", "list", "year", "none")),
            groups=rng.random() < 0.25,
            merges=rng.random() < 0.3,
            ditto=rng.random() < 0.2,
            repeat=rng.random() < 0.15,
            gaps=rng.random() < 0.15,
            captions=rng.random() < 0.12,
            total=rng.random() < 0.2,
            notes=self._notes(),
            example=rng.random() < 0.06,
            left=rng.choice((1, 1, 1, 2)),
            top=rng.choice((1, 1, 1, 2, 3)),
            shuffle=rng.random() < 0.15,
            standard=rng.choice((0.95, 0.5, 0.1)),
            numbers_row=rng.random() < 0.06,
        )
        if arrangement == "stack":
            style.title = style.title.replace("none", "list")
        if writer in writing.SINGLE:
            style.merges = style.groups = style.captions = style.numbers_row = False
            style.gaps = False
        if writer in ("web",):
            style.left = 1
        place = rng.choice(("flat", "flat", "folder", "folder", "line", "short"))
        return Plans(arrangement, writer, place, style)

    def _notes(self) -> tuple[str, ...]:
        rng = self.rng
        notes = []
        if rng.random() < 0.2:
            notes.append("注：1.本表由各单位填写；2.完成时限请写到日。")
        if rng.random() < 0.15:
            notes += ["填表说明：", "1.问题要具体。", "2.一项任务一个牵头单位。"]
        if rng.random() < 0.3:
            notes.append("填表人：张三　　审核人：李四　　联系电话：027-81234567")
        if rng.random() < 0.2:
            notes.append("单位负责人（签字）：")
        return tuple(notes)

    def _letters(self, truth: UnitTruth, plans: Plans, info: UnitInfo) -> str:
        letters = "".join(k for k in self.world.lists if k in info.asked)
        if letters != "PTDC" or plans.arrangement == "wide":
            return letters
        roll = self.rng.random()
        if roll < 0.08:
            return "PTC"
        return "TDC" if roll < 0.12 else letters

    def _share_problems(
        self, truth: UnitTruth, numbering: Numbering, letters: str, plans: Plans
    ) -> None:
        """Let a second task work off the first one's problem, at times."""
        from dataclasses import replace

        if "P" not in letters or numbering.way in ("none", "shared") or len(truth.matters) < 3:
            return
        first, second = truth.matters[:2]
        fits = second.due.day is None or second.due.day >= first.collected
        if plans.arrangement != "wide" and fits and self.rng.random() < 0.3:
            truth.matters[1] = replace(second, problem_of=0)

    def _spoil(self, case: defects.Case, each: float) -> None:
        names = list(defects.ALL)
        self.rng.shuffle(names)
        wanted = sum(self.rng.random() < each / 3 for _ in range(3))
        for name in names:
            if wanted <= 0:
                return
            wanted -= defects.ALL[name](case)

    # ----------------------------------------------------------------------- files

    def _files(
        self, info: UnitInfo, plans: Plans, case: defects.Case, where: Map
    ) -> dict[str, bytes]:
        if plans.arrangement == "wide":
            return self._wide(info, plans, case, where)
        letters = case.letters
        if plans.arrangement == "files":
            parts = list(letters)
        elif plans.arrangement == "two" and len(letters) > 2:
            parts = [letters[:2], letters[2:]]
        else:
            parts = [letters]
        made = {}
        for part in parts:
            single = plans.writer in writing.SINGLE
            ending = writing.SINGLE[plans.writer][1] if single else writing.BOOKS[plans.writer][1]
            names = "".join(LISTS[k][:2] for k in part) + "清单" if len(parts) > 1 else "四张清单"
            path = self._path(info, plans, names, ending)
            pages = self._pages(info, plans, case, where, part, f"报送/{path}")
            writer = writing.SINGLE[plans.writer][0] if single else writing.BOOKS[plans.writer][0]
            made[path] = writer(pages)
        return made

    def _path(self, info: UnitInfo, plans: Plans, what: str, ending: str) -> str:
        rng = self.rng
        long_enough = [s for s in info.shorts if len(s) > 2 and "（" not in s] or [info.name]
        unit = rng.choice(long_enough) if plans.place == "short" else info.name
        if plans.place == "folder":
            folder = rng.choice((info.name, rng.choice(long_enough)))
            name = rng.choice((f"{what}（定稿）", f"附件-{what}", f"{what}6.24", f"{info.name}{what}"))
            return f"{folder}/{name}{ending}"
        if plans.place == "line":
            return f"{rng.choice(('新建表格', '汇总', '最终版'))}{info.id[1:]}{what}{ending}"
        return rng.choice(
            (f"{unit}{what}{ending}", f"{unit}-{what}（0624）{ending}", f"{what}_{unit}_最终版{ending}")
        )

    def _line(self, info: UnitInfo, plans: Plans, truth: UnitTruth) -> tuple[tuple[int, str], ...]:
        """Return the line with 填报单位 and 填报时间 as (column offset, text)."""
        rng = self.rng
        if plans.place != "line" and rng.random() < 0.45:
            return ()
        unit = rng.choice((info.name, self.world.school + info.name, info.name + "（盖章）"))
        if info.party and rng.random() < 0.2:
            unit = info.party
        day = truth.written
        written = rng.choice(
            (f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}", f"{day}")
        )
        label = rng.choice(("填报单位", "报送单位", "填报部门"))
        return rng.choice(
            (
                ((0, f"{label}：{unit}　　　填报时间：{written}"),),
                ((0, f"{label}：{unit}"), (3, f"填报日期：{written}")),
                ((0, f"{label}："), (1, unit), (3, "填报时间："), (4, written)),
                ((0, f"{label}: {unit}"),),
            )
        )

    def _pages(
        self,
        info: UnitInfo,
        plans: Plans,
        case: defects.Case,
        where: Map,
        part: str,
        file: str,
    ) -> list[Page]:
        rng, style = self.rng, plans.style
        stacked = plans.arrangement == "stack"
        pages: list[Page] = []
        if not stacked and plans.writer in writing.BOOKS and rng.random() < 0.1:
            cover = Page("封面")
            cover.put(3, 2, f"{self.world.school}实践活动报送材料")
            cover.put(5, 2, f"{info.name}")
            pages.append(cover)
        naming = rng.choice(("list", "list", "number", "short", "unit", "sheet"))
        if plans.style.title == "none" and naming == "sheet":
            naming = "list"
        top = style.top
        page = Page("Sheet1" if rng.random() < 0.5 else "四张清单")
        line = self._line(info, plans, case.truth)
        for index, letter in enumerate(part):
            if not stacked:
                page, top = Page(self._sheet_name(naming, letter, index, info, plans, file)), style.top
            style.line = line if (index == 0 or rng.random() < 0.8) and not (stacked and index) else ()
            if plans.place == "line" and not stacked:
                style.line = line
            painter = Painter(rng, style, file, where)
            forced = {k: w for (x, k), w in case.forced.items() if x == letter}
            columns = painter.columns(letter, case.lists.fields[letter], forced)
            title = layout.list_title(rng, letter, style, info.name, self.world.year)
            lines = case.lists.lines[letter]
            top = painter.table(page, top, letter, columns, lines, title, case.extras.get(letter))
            if not stacked or index == 0:
                pages.append(page)
        return pages

    def _sheet_name(
        self, naming: str, letter: str, index: int, info: UnitInfo, plans: Plans, file: str
    ) -> str:
        if plans.writer in writing.SINGLE:
            own = writing.SINGLE[plans.writer][2]
            return own or Path(file).stem[:31]
        name = LISTS[letter]
        if naming == "number":
            return f"{index + 1}.{name}"
        if naming == "short":
            return name[:2]
        if naming == "unit":
            return f"{info.name}{name}"[:31]
        return f"Sheet{index + 1}" if naming == "sheet" else name

    def _wide(self, info: UnitInfo, plans: Plans, case: defects.Case, where: Map) -> dict[str, bytes]:
        rng, style = self.rng, plans.style
        single = plans.writer in writing.SINGLE
        writer, ending = (writing.SINGLE if single else writing.BOOKS)[plans.writer][:2]
        what = rng.choice(("四张清单总表", "工作台账", "实践活动台账"))
        path = self._path(info, plans, what, ending)
        file = f"报送/{path}"
        name = rng.choice(("总表", "Sheet1", "台账"))
        if single:
            name = writing.SINGLE[plans.writer][2] or Path(file).stem[:31]
        page = Page(name)
        style.groups = style.captions = style.repeat = False
        style.line = self._line(info, plans, case.truth)
        painter = Painter(rng, style, file, where)
        columns = layout.wide_columns(rng, case.lists, style, case.letters)
        columns = [(k, case.forced.get(("T", k), w)) for k, w in columns]
        title = ""
        if style.title != "none":
            year = f"{self.world.year}年" if style.title == "year" else ""
            title = f"{year}{info.name}实践活动工作台账"
        lines = layout.wide_lines(case.lists)
        painter.table(page, style.top, "T", columns, lines, title, case.extras.get("T"))
        return {path: writer([page])}

    def _save(self, info: UnitInfo, files: dict[str, bytes], truth: UnitTruth) -> None:
        moment = datetime(*truth.written.timetuple()[:3], 10, tzinfo=UTC).timestamp()
        for n, (path, data) in enumerate(files.items()):
            put(self.root / "报送" / path, data, moment + n)

    # ----------------------------------------------------------------------- truth

    def _absent_lists(self, info: UnitInfo, letters: str) -> None:
        for letter in info.asked:
            if letter not in letters and self.world.due[letter] < self.today:
                self.manifest.told.append(Told("not-submitted", info.id, "", LISTS[letter]))

    def _rest_days(self, case: defects.Case, where: Map) -> None:
        """Open matters due on a rest day are told so: at the first cell that states the day."""
        for i, m in enumerate(case.truth.matters):
            day = m.due.day
            if day is None or m.due.kind == "recurring" or self.world.is_workday(day):
                continue
            if _state(case, m) in ("done", "done_late", "closed", "done_unverified", "rejected"):
                continue
            key = ("T" if case.wide else _first_with_deadline(case)) + str(i)
            place = where.cells[key, "deadline"]
            self.manifest.told.append(
                Told("deadline-on-rest-day", case.truth.unit.id, place.file, place.sheet, place.cell, "deadline")
            )

    def _measures(self, case: defects.Case) -> None:
        """A college with matters in a phase that is over is told the outcomes it has nothing for."""
        unit = case.truth.unit
        if not unit.is_college or not case.has("T", "phase"):
            return
        for phase in self.world.phases:
            matters = [i for i, m in enumerate(case.truth.matters) if m.phase == phase.no]
            if phase.due >= self.today or not matters:
                continue
            words = "\n".join(_words(case, i) for i in matters)
            for outcome in self.world.outcomes():
                keys = [k for _, o, ks in self.world.measures if o == (outcome,) for k in ks]
                if not any(w in words for w in (outcome.split("促")[0], *keys)):
                    told = Told("measure-uncovered", unit.id, field="measure_tag")
                    self.manifest.told.append(told)

    def _matters(self, case: defects.Case) -> None:
        unit = case.truth.unit.id
        extra = [x for x in case.lists.lines["P"] if x.key == "P_extra"]
        for n, m in enumerate(case.truth.matters, 1):
            state = _state(case, m)
            dated = any(case.has(x, "deadline") for x in "TDC")
            kind = m.due.kind if dated else ""
            day = m.due.day.isoformat() if m.due.day and dated else ""
            done = m.done if case.has("C", "done_date") else None
            finished = state in ("done", "done_late", "closed", "done_unverified")
            columns = "T" if case.wide or case.lists.of_matter("D", n - 1) is None else "TD"
            cos = m.cos if any(case.has(x, "co_units") for x in columns) else _leads_beside(case, n - 1)
            self.manifest.matters.append(
                MatterTruth(
                    f"{unit}-{n:03d}",
                    " ".join(m.topic.task.split()),
                    m.lead,
                    cos,
                    kind,
                    "?" if m.due.kind == "recurring" else day,
                    state,
                    done.isoformat() if done and finished else "",
                )
            )
        for line in extra:
            lead = unit if case.has("P", "lead_unit") else ""
            n = len(case.truth.matters) + 1
            title = str(line.cells["problem"])
            self.manifest.matters.append(
                MatterTruth(f"{unit}-{n:03d}", title, lead, (), "", "", "not_started", "")
            )


def _words(case: defects.Case, position: int) -> str:
    """Return what the rows of a matter say in the columns that tell what it is about."""
    m = case.truth.matters[position]
    texts = []
    for letter in case.letters:
        at = m.problem_of if letter == "P" and m.problem_of is not None else position
        line = case.lists.of_matter(letter, at)
        for key in ("measure_tag", "task", "measure", "problem", "goal", "category"):
            if line is not None and key in case.lists.fields[letter]:
                texts.append(str(line.cells.get(key) or ""))
    return "\n".join(texts)


def _leads_beside(case: defects.Case, position: int) -> tuple[str, ...]:
    """Return the further leads of a matter whose lists have no column for co-units."""
    m = case.truth.matters[position]
    told = any(e.rule == "two-leads" and e.at[1] == f"T{position}" for e in case.expected)
    return m.cos[:1] if told else ()


def _first_with_deadline(case: defects.Case) -> str:
    return next(x for x in "TDC" if case.has(x, "deadline"))


def _state(case: defects.Case, m: Truth) -> str:
    """Return the state that a matter must be given from what stands in the lists."""
    if "C" not in case.letters:
        return "long_term" if m.due.kind == "ongoing" else "not_started"
    if m.due.kind == "ongoing" and m.state not in ("suspended", "rejected", "long_term", "closed"):
        return "long_term"
    late = m.done and m.due.day and m.done > m.due.day and case.has("C", "done_date")
    if m.state in ("done", "done_unverified") and late:
        return "done_late"
    return m.state


def put(path: Path, data: bytes, moment: float) -> None:
    """Write a file and set its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (moment, moment))


def build(
    root: Path,
    seed: int,
    *,
    world: World | None = None,
    units: int = 99,
    defects_each: float = 1.0,
    missing: float = 0.05,
    today: date | None = None,
) -> Estate:
    """Write an office folder under `root`; return it with its manifest."""
    world = world or read_world()
    today = today or TODAYS[seed % len(TODAYS)]
    for name in ("计划", "报送", "输出", "归档", "模板"):
        (root / name).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(world.plan, root / "计划" / world.plan.name)
    builder = Builder(root, seed, world, today)
    builder.build(units, defects_each, missing)
    return Estate(root, today, builder.manifest, seed, builder.about)


__all__ = ["Estate", "build", "put"]
