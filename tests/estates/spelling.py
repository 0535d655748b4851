"""How a unit writes what it means: days, units, numbers, people, states.  One meaning, many writings."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .cells import Content, Dated, Percent, Rich, Serial
from .truth import STATUS_WORDS, Deadline
from .world import UnitInfo, World

_HAN = "〇一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _chinese(number: int) -> str:
    if number < 10:
        return _HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


def _year(year: int) -> str:
    return "".join(_HAN[int(d)] for d in str(year))


#: Ways to write a day with its year; all are one day to a person.
FULL: tuple[Callable[[date], Content], ...] = (
    lambda d: Dated(d),
    lambda d: Dated(d, 'yyyy"年"m"月"d"日";@'),
    lambda d: Dated(d, 31),
    lambda d: Dated(d, 14),
    lambda d: Dated(d, 58),
    lambda d: Dated(d, "[$-804]yyyy/m/d;@"),
    lambda d: Serial(d),
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    lambda d: f"{d.year}-{d.month:02d}-{d.day:02d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}日",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(_WIDE),
    lambda d: f"{_year(d.year)}年{_chinese(d.month)}月{_chinese(d.day)}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}年{d.month}月{d.day}号",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}年{d.month}月\n{d.day}日",
    lambda d: Rich((f"{d.year}年", f"{d.month}月{d.day}日")),
)
#: Without the year; to be used where the year is beyond doubt.
SHORT: tuple[Callable[[date], Content], ...] = (
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}.{d.day}" if d.day % 10 else f"{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}号",
    lambda d: f"{_chinese(d.month)}月{_chinese(d.day)}日",
)
#: What stands around a day in a deadline.
_AROUND: tuple[Callable[[str], str], ...] = (
    lambda s: s,
    lambda s: s + "前",
    lambda s: s + "之前",
    lambda s: s + "以前",
    lambda s: s + "前完成",
    lambda s: "截至" + s,
    lambda s: "不晚于" + s,
    lambda s: s + "（含当日）",
    lambda s: s + "前办结",
    lambda s: s + "17:30前",
)
ONGOING = ("长期坚持", "长期", "常态化推进", "持续推进", "长期坚持，常抓不懈", "常态化", "持续整改")
IMMEDIATE = ("立行立改", "立即", "即知即改", "立即整改", "即查即改")
RECURRING = ("每月25日前", "每周五", "每月底", "每季度末")


@dataclass
class Hand:
    """A unit's handwriting: which ways of writing it uses; chosen once, with slips allowed."""

    rng: random.Random
    world: World
    year_known: bool = True
    csv: bool = False

    def __post_init__(self) -> None:
        self.date_ways = self.rng.sample(FULL, 3)
        self.short_dates = self.year_known and self.rng.random() < 0.5
        self.unit_way = self.rng.choice(("name", "name", "short", "mixed", "school"))
        self.joint = self.rng.choice(("、", "、", "，", ",", "；", "/", "\n", "，", " ", "和"))
        self.person_way = self.rng.choice(("、", "、", "，", " ", "\n"))

    def day(self, day: date) -> Content:
        """Return a day as this unit writes it."""
        if self.short_dates and day.year == self.world.year and self.rng.random() < 0.5:
            return self.rng.choice(SHORT)(day)
        return self.rng.choice(self.date_ways)(day)

    def deadline(self, due: Deadline) -> Content:
        rng = self.rng
        if due.kind == "ongoing":
            return rng.choice(ONGOING)
        if due.kind == "immediate":
            return rng.choice(IMMEDIATE)
        if due.kind == "recurring":
            return rng.choice(RECURRING)
        assert due.day is not None
        if due.kind == "range":
            assert due.start is not None
            a, b = due.start, due.day
            return rng.choice(
                (
                    f"{a.year}年{a.month}月{a.day}日至{b.year}年{b.month}月{b.day}日",
                    f"{a.year}年{a.month}月{a.day}日—{b.month}月{b.day}日",
                    f"{a.year}.{a.month}.{a.day}-{b.year}.{b.month}.{b.day}",
                    f"{a.year}年{a.month}月{a.day}日～{b.month}月{b.day}日",
                )
            )
        loose = self.loosely(due.day)
        if loose and rng.random() < 0.5:
            return rng.choice(loose)
        content = self.day(due.day)
        if isinstance(content, str) and content.endswith(("日", "号")) and rng.random() < 0.6:
            return rng.choice(_AROUND)(content)
        return content

    def loosely(self, day: date) -> list[str]:
        """Return the vaguer words that mean just this day."""
        words = []
        year = "" if self.short_dates and day.year == self.world.year else f"{day.year}年"
        m = day.month
        if (day + timedelta(days=1)).day == 1:
            words += [f"{year}{m}月底前", f"{year}{m}月底", f"{year}{m}月末", f"{year}{m}月"]
            words += [f"{year}{m}月下旬", f"{year}{_chinese(m)}月底前", f"{year}{m}月底前完成"]
            words += [f"{year}第三季度"] if m == 9 else []
            words += [f"{year}上半年"] if m == 6 else []
            words += [f"{year}年底前" if not year else f"{day.year}年底前"] if m == 12 else []
        elif day.day == 20:
            words += [f"{year}{m}月中旬", f"{year}{m}月中旬前"]
        elif day.day == 10:
            words += [f"{year}{m}月上旬", f"{year}{m}月初"]
        return words

    def unit_name(self, info: UnitInfo, way: str = "") -> str:
        way = way or self.unit_way
        if way == "mixed":
            way = self.rng.choice(("name", "short", "school", "party", "blank"))
        if way == "short" and info.shorts:
            sure = [s for s in info.shorts if len(s) > 1]
            return self.rng.choice(sure or [info.name])
        if way == "school":
            return self.world.school + info.name
        if way == "party" and info.party:
            return info.party
        if way == "blank" and len(info.name) < 5:
            return " ".join(info.name)
        return info.name

    def units(self, ids: tuple[str, ...]) -> str:
        """Return several units in one cell."""
        names = [self.unit_name(self.world.unit(i)) for i in ids]
        joint = self.joint
        if joint == "和":
            return "、".join(names[:-1]) + "和" + names[-1] if len(names) > 1 else names[0]
        return joint.join(names)

    def status(self, state: str) -> Content:
        word = self.rng.choice(STATUS_WORDS[state])
        if not self.csv and word in ("60%", "100%", "0%") and self.rng.random() < 0.5:
            return Percent(int(word[:-1]) / 100)
        if not self.csv and word == "是" and self.rng.random() < 0.1:
            return True
        return word

    def persons(self, names: tuple[str, ...]) -> str:
        rng = self.rng
        written = []
        for name in names:
            if len(name) == 2 and rng.random() < 0.3:
                name = f"{name[0]}　{name[1]}"
            elif rng.random() < 0.12:
                name += rng.choice(("（处长）", "（副院长）", "（书记）", "（主任）"))
            written.append(name)
        joint = self.person_way if not any("　" in w for w in written) else "、"
        return joint.join(written)
