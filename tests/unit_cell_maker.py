"""Makes unit cells from a roster, with what they name known beforehand."""

# ruff: noqa: SIM905 -- full-width marks are the matter here; word lists read better

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from huaxia_tasks.model import Unit
from huaxia_tasks.units.roster import side_of

PEOPLE = "张三 李四 王建国 刘芳 陈思 欧阳修 高山 周正 吴敏 何伟 马超 于洋".split()
GROUPS = "各学院 各职能部门 校属各单位 机关各部门 各处室 各院系 各单位 各部门 相关部门".split()
#: Strangers stand at the end: what stands behind one may be a part of it.
STRANGERS = (
    "武汉理工大学教务处 湖北省教育厅 江夏区公安分局 某某公司 武汉大学图书馆 校企合作单位".split()
)
BRANCHES = "学生第一党支部 教工党支部 学生党支部 教工第二党支部 第三党支部".split()
INSIDE = "学工办 办公室 教务办 团委 分工会 实验中心 计算机系 教研室".split()
SCHOOL = "武汉华夏理工学院 学校 校 我校".split()
TRADITIONAL = str.maketrans(
    "学务国党书团员财产组织传语马义计划规", "學務國黨書團員財產組織傳語馬義計劃規"
)
ROLES = (("牵头单位：", "配合单位："), ("牵头：", "配合："), ("主办：", "协办："))
NUMBERS = ("{}. ", "{}、", "（{}）", "{}）", "{}.")
MARKS = ("、", "、", "，", ",", "；", ";", "/", "\n", " ", "  ", "、\n")
_ENDS = "院部处办室馆心委会"

Named = tuple[str, str]


class Maker:
    """Makes cells of one roster; the same seed makes the same cells."""

    def __init__(self, units: Sequence[Unit], seed: int) -> None:
        self.units, self.dice = units, random.Random(seed)
        shared = Counter(n for u in units for n in {u.name, *u.short_names})
        self.names = {
            u.id: [n for n in (u.name, *u.short_names) if shared[n] == 1 and len(n) > 1]
            for u in units
        }
        self.parties = Counter(u.party for u in units)

    def cells(self, count: int) -> Iterator[tuple[str, set[Named]]]:
        """Yield cells, each with the (unit id, facet) that it names."""
        for _ in range(count):
            yield self.cell()

    def cell(self) -> tuple[str, set[Named]]:
        pieces = [self.piece() for _ in range(self.dice.choice((1, 1, 2, 2, 3, 5)))]
        texts, named = [t for t, _ in pieces], {n for _, n in pieces}
        if self.dice.random() < 0.15:
            texts.insert(self.dice.randrange(len(texts) + 1), self.dice.choice(GROUPS))
        if self.dice.random() < 0.1:
            texts.append(self.dice.choice(STRANGERS))
        return self.strung(texts), named

    def piece(self) -> tuple[str, Named]:
        unit = self.dice.choice(self.units)
        name = self.dice.choice(self.names[unit.id] or [unit.name])
        side, person = side_of(name), self.dice.choice(PEOPLE)
        plain = (name, (unit.id, side))
        if side != "admin":
            return plain
        ways = [plain, plain, plain, (f"{name}（{person}）", plain[1])]
        ways.append((f"{name}（{person}，处长）", plain[1]))
        ways.append((name.translate(TRADITIONAL), plain[1]))
        if unit.party and self.parties[unit.party] == 1:
            ways.append((unit.party, (unit.id, side_of(unit.party))))
        if name[-1] in _ENDS:
            ways.append((f"{name}{person}老师", plain[1]))
            ways.append((name + self.dice.choice(BRANCHES), (unit.id, "branch")))
        if not name.startswith(("校", "党委", "学校", "院")):
            ways.append((self.dice.choice(SCHOOL) + name, plain[1]))
        if name.endswith("学院"):
            ways.append((name + self.dice.choice(INSIDE), plain[1]))
        if len(name) > 3:
            place = self.dice.randrange(1, len(name))
            broken = name[:place] + self.dice.choice((" ", "\n", "　")) + name[place:]
            ways.append((broken, plain[1]))
        return self.dice.choice(ways)

    def strung(self, texts: list[str]) -> str:
        chance = self.dice.random()
        if len(texts) > 1 and chance < 0.2:
            lead, helps = self.dice.choice(ROLES)
            return f"{lead}{texts[0]}{self.dice.choice('；，')}{helps}{'、'.join(texts[1:])}"
        if len(texts) > 1 and chance < 0.3:
            return f"由{texts[0]}牵头，{'、'.join(texts[1:])}配合"
        if len(texts) > 1 and chance < 0.4:
            form = self.dice.choice(NUMBERS)
            lines = [form.format(i) + t for i, t in enumerate(texts, 1)]
            return self.dice.choice(("\n", " ", "；")).join(lines)
        return self.dice.choice(MARKS).join(texts) + self.dice.choice(
            ("", "", "", "等", "。", "；")
        )
