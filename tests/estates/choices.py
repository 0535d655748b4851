"""What chance decides of a unit: arrangement, file format, looks, which lists it sends."""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import writing
from .layout import Style
from .world import UnitInfo, World

_BOOK_WRITERS = (
    *("excel", "excel", "script", "wps", "wps", "suite", "web", "xls", "et"),
    *("renamed", "renamed-new", "ods"),
)


@dataclass
class Plans:
    """What one unit is going to do: everything that chance decides, before defects."""

    arrangement: str
    writer: str
    place: str
    style: Style


def choose_plans(rng: random.Random, info: UnitInfo) -> Plans:
    """Return what chance decides of a unit's files and their looks."""
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
        notes=_notes(rng),
        example=rng.random() < 0.06,
        left=rng.choice((1, 1, 1, 2)),
        top=rng.choice((1, 1, 1, 2, 3)),
        shuffle=rng.random() < 0.15,
        standard=rng.choice((0.95, 0.5, 0.1)),
        numbers_row=rng.random() < 0.06,
        tail=rng.choice(("numbers", info.name)) if rng.random() < 0.1 else "",
        merge_on=rng.random() < 0.6,
        preface="说明：请各单位如实填写，没有的项目填“无”。" if rng.random() < 0.06 else "",
    )
    if arrangement == "stack":
        style.title = style.title.replace("none", "list")
    if writer in writing.SINGLE:
        style.merges = style.groups = style.captions = style.numbers_row = False
        style.gaps = False
    elif arrangement not in ("stack", "wide"):
        style.split = rng.random() < 0.08
        style.continued = not style.split and rng.random() < 0.1
    if style.continued:
        style.tail = ""
    if writer in ("web",):
        style.left = 1
    place = rng.choice(("flat", "flat", "folder", "folder", "line", "short"))
    return Plans(arrangement, writer, place, style)


def _notes(rng: random.Random) -> tuple[str, ...]:
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


def choose_letters(rng: random.Random, world: World, plans: Plans, info: UnitInfo) -> str:
    """Return the lists that the unit sends, as letters."""
    letters = "".join(k for k in world.lists if k in info.asked)
    if letters == "TC" and rng.random() < 0.3:
        return "TDC"
    if letters != "PTDC" or plans.arrangement == "wide":
        return letters
    roll = rng.random()
    if roll > 0.95 and plans.arrangement != "stack":
        return "P"
    if roll < 0.08:
        return "PTC"
    return "TDC" if roll < 0.12 else letters
