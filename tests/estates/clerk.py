"""Lays a unit's lists out as files: names, folders, sheets, the line with 填报单位."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import layout, sheets, wide, writing
from .cells import Page
from .choices import Plans
from .defects import Case
from .layout import Map, Painter
from .lines import Line
from .truth import UnitTruth
from .world import LISTS, UnitInfo, World


def _middle(lines: Sequence[Line]) -> int:
    """Return where a list may be cut in two, which no row that goes on with another one follows."""
    places = [i for i in range(2, len(lines) - 1) if not lines[i].goes_on]
    return places[len(places) // 2] if places else len(lines)


@dataclass
class Clerk:
    """Writes the files of units."""

    rng: random.Random
    world: World

    def files(self, info: UnitInfo, plans: Plans, case: Case, where: Map) -> dict[str, bytes]:
        """Return the unit's files by their paths under 报送; `where` learns what stands where."""
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
            name = rng.choice(
                (f"{what}（定稿）", f"附件-{what}", f"{what}6.24", f"{info.name}{what}")
            )
            return f"{folder}/{name}{ending}"
        if plans.place == "line":
            return f"{rng.choice(('新建表格', '汇总', '最终版'))}{info.id[1:]}{what}{ending}"
        return rng.choice(
            (
                f"{unit}{what}{ending}",
                f"{unit}-{what}（0624）{ending}",
                f"{what}_{unit}_最终版{ending}",
            )
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
        case: Case,
        where: Map,
        part: str,
        file: str,
    ) -> list[Page]:
        rng, style = self.rng, plans.style
        stacked = plans.arrangement == "stack"
        pages: list[Page] = []
        naming = rng.choice(("list", "list", "number", "short", "unit", "sheet"))
        if plans.style.title == "none" and naming == "sheet":
            naming = "list"
        top = style.top
        page = Page("Sheet1" if rng.random() < 0.5 else "四张清单")
        line = self._line(info, plans, case.truth)
        for index, letter in enumerate(part):
            if not stacked:
                page, top = (
                    Page(self._sheet_name(naming, letter, index, info, plans, file)),
                    style.top,
                )
            style.line = (
                line if (index == 0 or rng.random() < 0.8) and not (stacked and index) else ()
            )
            if plans.place == "line" and not stacked:
                style.line = line
            painter = Painter(rng, style, file, where)
            forced = {k: w for (x, k), w in case.forced.items() if x == letter}
            columns = painter.columns(letter, case.lists.fields[letter], forced)
            title = layout.list_title(rng, letter, style, info.name, self.world.year)
            lines = case.lists.lines[letter]
            extra = case.extras.get(letter)
            cut = _middle(lines) if style.continued and not stacked else len(lines)
            top = painter.table(page, top, letter, columns, lines[:cut], title, extra)
            if not stacked or index == 0:
                pages.append(page)
            if lines[cut:]:
                pages.append(Page(f"{page.name[:28]}（续）"))
                painter.more(pages[-1], letter, columns, lines[cut:], extra)
        if plans.writer in writing.BOOKS:
            for front, other in sheets.beside(rng, self.world.school, info.name):
                pages.insert(0 if front else len(pages), other)
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

    def _wide(self, info: UnitInfo, plans: Plans, case: Case, where: Map) -> dict[str, bytes]:
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
        columns = wide.wide_columns(rng, case.lists, style, case.letters)
        columns = [(k, case.forced.get(("T", k), w)) for k, w in columns]
        title = ""
        if style.title != "none":
            year = f"{self.world.year}年" if style.title == "year" else ""
            title = f"{year}{info.name}实践活动工作台账"
        lines = wide.wide_lines(case.lists)
        painter.table(page, style.top, "T", columns, lines, title, case.extras.get("T"))
        return {path: writer([page])}
