"""Makes an office of N units whose lists are all in: what the speed of a run is measured on.

    python benchmarks/estate.py FOLDER --units 60 [--shared] [--seed 1] [--rows 15]

Per unit one workbook: four lists, 15 rows each, 14 columns, title, 填报单位 line, headings in row 3,
formatted blank rows, fonts, borders, drop-downs.  92 % of the dates are real dates, the others are
typed.  Half of the units carry one to six planted defects; `缺陷.csv` lists them.  The same
arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from estate_books import Cell, workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TODAY = date(2022, 6, 28)
PLAN = ROOT / "sheets" / "计划" / "武华党〔2022〕17号.xlsx"
LISTS = ("问题清单", "任务清单", "责任清单", "完成清单")
HEADINGS = {
    "问题清单": ("序号", "问题编号", "收集时间", "收集方式", "反映群体", "问题描述", "问题类别", "问题来源", "涉及范围",
             "初判责任单位", "是否立行立改", "五帮五促", "填报单位", "备注"),
    "任务清单": ("序号", "任务编号", "对应问题编号", "工作任务", "工作措施", "工作目标", "牵头单位", "配合单位", "所属阶段",
             "开始时间", "完成时限", "五帮五促", "经费来源", "备注"),
    "责任清单": ("序号", "任务编号", "对应问题编号", "工作任务", "责任领导", "牵头单位", "责任人", "经办人", "联系电话",
             "配合单位", "配合事项", "完成时限", "填报单位", "备注"),
    "完成清单": ("序号", "任务编号", "工作任务", "牵头单位", "责任人", "完成时限", "完成状态", "进展情况", "实际完成时间",
             "佐证材料", "未完成原因", "下一步措施", "申请延期至", "备注"),
}  # fmt: skip
_CHOICES = {
    "问题清单": {4: "问,谈,查,梳,研", 5: "学生,教师,家长,其他"},
    "任务清单": {9: "动员部署阶段,全面开展阶段,持续深化阶段,巩固提升阶段"},
    "责任清单": {},
    "完成清单": {7: "已完成,推进中,未启动,长期坚持"},
}
_PLACES = (
    "学生公寓", "第一食堂", "第二食堂", "图书馆", "教学楼", "实验中心", "体育馆", "校医院", "快递站", "停车场",
    "开水房", "自习室", "机房", "琴房", "心理咨询室", "就业市场", "社区驿站", "校车站", "浴室", "操场",
)  # fmt: skip
_THINGS = (
    "热水供应", "网络信号", "座位预约", "照明灯具", "空调维修", "排队时间", "菜品价格", "设备更新", "通风条件", "开放时间",
    "线上报修", "门禁管理", "卫生保洁", "饮水机", "充电设施", "隔音效果", "指示标识", "器材借用", "值班电话", "防滑措施",
)  # fmt: skip
_FLAWS = (
    "不足",
    "不稳定",
    "不合理",
    "偏少",
    "老化",
    "不及时",
    "不规范",
    "不清楚",
    "不够用",
    "影响学习",
)
_DEEDS = ("改善", "延长", "更新", "规范", "增设", "优化", "检修", "公示", "调整", "完善")
_WAYS = ("逐楼排查登记", "与物业公司约定响应时限", "分批更换老旧设施", "每周公布办理情况", "开通线上反馈渠道", "安排专人值守",
         "组织学生代表参加验收", "纳入月度检查", "列入本年度预算", "试运行两周后推广")  # fmt: skip
_TAGS = ("思想解惑促成长", "生活解难促信心", "学习解困促提升", "心理解压促健康", "就业解忧促发展")
_FAMILY, _GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许",
    "文博雅静思远明哲欣怡子涵嘉宁若彤一鸣书瑶",
)
_PHASES = (
    ("全面开展阶段", date(2022, 6, 1), date(2022, 6, 30)),
    ("持续深化阶段", date(2022, 7, 1), date(2022, 10, 31)),
    ("巩固提升阶段", date(2022, 11, 1), date(2022, 12, 30)),
)
_NAME_ONE = "光电机械材料能源环境化学生物物理数学金融会计旅游新闻法律护理医药建筑交通"
_NAME_TWO = "工程技术管理科学教育文化信息艺术经济服务设计研究发展应用创新实践综合国际基础现代"
_NAME_END = (
    "学院", "中心", "处", "部", "办公室", "研究院", "实验室", "书院", "课部", "总站", "教研室", "工作站", "服务队",
    "委员会", "编辑部", "管理所",
)  # fmt: skip


def unit_names(count: int) -> list[str]:
    """Return `count` different names of units, up to 10,000."""
    ones = [_NAME_ONE[i : i + 2] for i in range(0, len(_NAME_ONE), 2)]
    twos = [_NAME_TWO[i : i + 2] for i in range(0, len(_NAME_TWO), 2)]
    names = [a + b + end for end in _NAME_END for b in twos for a in ones]
    names += [a + b + c + "学院" for a in ones for b in twos for c in ones if a != c]
    if count > len(names):
        raise SystemExit(f"at most {len(names)} units")
    return names[:count]


class UnitRows:
    """The four lists of one unit, correct as they are made; `plant` puts defects in."""

    def __init__(self, rng: random.Random, names: list[str], number: int, rows: int) -> None:
        self._rng, self._names, self.number = rng, names, number
        self.name = names[number]
        self.defects: list[tuple[str, str, int]] = []
        self.lists: dict[str, list[list[Cell]]] = {name: [] for name in LISTS}
        for n in range(1, rows + 1):
            self._add(n)

    def _add(self, n: int) -> None:
        rng, name = self._rng, self.name
        place, thing = rng.choice(_PLACES), rng.choice(_THINGS)
        problem = f"{place}{rng.randint(1, 12)}号点位{thing}{rng.choice(_FLAWS)}，学生反映较多"
        task = f"{rng.choice(_DEEDS)}{place}{thing}（第{n}项）"
        other = rng.choice(self._names)
        co_unit = other if other != name and rng.random() < 0.4 else None
        phase, first, last = _PHASES[0] if n <= 6 else rng.choice(_PHASES[1:])
        due = first + timedelta(days=rng.randint(9, (last - first).days))
        started, collected = first, date(2022, 6, 1) + timedelta(days=rng.randint(0, 5))
        deadline = self._date(due)
        person, handler = self._person(), self._person()
        number, source = f"R{n:02d}", f"W{n:02d}"
        measure = "；".join(rng.sample(_WAYS, 3)) + "。"
        goal = f"{place}{thing}问题得到解决，师生满意"
        tag = rng.choice(_TAGS)
        self.lists["问题清单"].append(
            [n, source, self._date(collected), rng.choice("问谈查梳研"), rng.choice(("学生", "教师", "学生")),
             problem, "生活服务", "走访座谈", f"{place}及周边", name, "否", tag, name, None]
        )  # fmt: skip
        self.lists["任务清单"].append(
            [n, number, source, task, measure, goal, name, co_unit, phase, self._date(started),
             deadline, tag, "自筹", None]
        )  # fmt: skip
        self.lists["责任清单"].append(
            [n, number, source, task, None, name, person, handler, f"027-8{rng.randint(1000000, 9999999)}",
             co_unit, "提供场地和人员" if co_unit else None, deadline, name, None]
        )  # fmt: skip
        done = due < TODAY or (due < date(2022, 8, 1) and rng.random() < 0.3)
        finished = min(due, TODAY) - timedelta(days=rng.randint(0, 4))
        status = "已完成" if done else rng.choice(("推进中", "推进中", "未启动", "50%"))
        progress = f"{measure[:-1]}，{rng.choice(('已投入使用', '正在验收', '师生反映良好', '已列入计划'))}（{name}第{n}项）。"
        self.lists["完成清单"].append(
            [n, number, task, name, person, deadline, status, progress, self._date(finished) if done else None,
             f"{task[:8]}验收记录{n}.pdf" if done else None, None, None if done else "按计划推进", None, None]
        )  # fmt: skip

    def _date(self, day: date) -> Cell:
        rng = self._rng
        if rng.random() < 0.92:
            return day
        return rng.choice(
            (
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year}.{day.month}.{day.day}",
                f"{day.month}月{day.day}日前",
            )
        )

    def _person(self) -> str:
        rng = self._rng
        return rng.choice(_FAMILY) + "".join(rng.sample(_GIVEN, rng.choice((1, 2))))

    def plant(self, count: int) -> None:
        """Put `count` defects of different rules into rows picked at random."""
        rows = list(range(len(self.lists["任务清单"])))
        for rule in self._rng.sample(list(DEFECTS), count):
            row = rows.pop(self._rng.randrange(len(rows)))
            name = DEFECTS[rule](self.lists, row)
            self.defects.append((rule, name, row + 4))


Lists = dict[str, list[list[Cell]]]


def _set(name: str, *cells: tuple[str, Cell], also: str = "") -> Callable[[Lists, int], str]:
    """Return a defect: cells of a list (and one column of all lists) set to wrong values."""

    def put(lists: Lists, row: int) -> str:
        for heading, value in cells:
            lists[name][row][HEADINGS[name].index(heading)] = value
            if heading == also:
                for other in LISTS:
                    if heading in HEADINGS[other]:
                        lists[other][row][HEADINGS[other].index(heading)] = value
        return name

    return put


DEFECTS: dict[str, Callable[[Lists, int], str]] = {
    "deadline-missing": _set("任务清单", ("完成时限", None), also="完成时限"),
    "deadline-invalid": _set("任务清单", ("完成时限", "2022年6月31日"), also="完成时限"),
    "unit-unknown": _set("任务清单", ("配合单位", "星际探索司")),
    "no-lead": _set("任务清单", ("牵头单位", None), also="牵头单位"),
    "no-person": _set("责任清单", ("责任人", None)),
    "phone-invalid": _set("责任清单", ("联系电话", "1390000")),
    "required-empty": _set("问题清单", ("问题描述", None)),
    "value-not-allowed": _set("问题清单", ("收集方式", "微信群")),
    "status-unreadable": _set("完成清单", ("完成状态", "嗯嗯")),
    "done-without-date": _set("完成清单", ("完成状态", "已完成"), ("实际完成时间", None), ("佐证材料", "照片.jpg")),
    "done-without-proof": _set("完成清单", ("完成状态", "已完成"), ("实际完成时间", date(2022, 6, 20)), ("佐证材料", None)),
    "done-in-future": _set("完成清单", ("完成状态", "已完成"), ("实际完成时间", date(2022, 9, 20)), ("佐证材料", "照片.jpg")),
    "overdue": _set("完成清单", ("完成状态", "推进中"), ("完成时限", date(2022, 6, 15)), ("实际完成时间", None), also="完成时限"),
}  # fmt: skip


def estate(count: int, *, seed: int = 1, rows: int = 15) -> Iterator[UnitRows]:
    """Yield the units one by one."""
    names = unit_names(count)
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        unit = UnitRows(rng, names, number, rows)
        if rng.random() < 0.5:
            unit.plant(rng.randint(1, 6))
        yield unit


def book_of(unit: UnitRows, *, shared: bool = False) -> bytes:
    """Return a unit's workbook."""
    note = f"填报单位：{unit.name}　　填报时间：2022年6月24日"
    return workbook(
        {n: (f"{unit.name}{n}（2022年6月）", note, HEADINGS[n], unit.lists[n], _CHOICES[n]) for n in LISTS},
        shared=shared,
    )  # fmt: skip


def unit_id(number: int) -> str:
    """Return the code of a unit in the plan."""
    return f"U{number + 1:05d}"


def make_plan(target: Path, names: list[str]) -> None:
    """Write the shipped plan with another roster: every unit owes all four lists."""
    import openpyxl

    book = openpyxl.load_workbook(PLAN)
    for sheet, first, columns in (("单位", 4, 14), ("人员", 4, 8), ("联系点", 4, 6)):
        table = book[sheet]
        for row in range(first, table.max_row + 1):
            for column in range(1, columns + 1):
                table.cell(row, column).value = None
    duties = book["任务分工"]
    for row in range(4, duties.max_row + 1):
        duties.cell(row, 5).value = None
    for number, name in enumerate(names):
        kind = "学院" if name.endswith(("学院", "书院")) else "职能部门"
        for column, value in enumerate((unit_id(number), name, kind), start=1):
            book["单位"].cell(4 + number, column, value)
    lists = book["清单"]
    for row in range(4, 8):
        lists.cell(row, 2, "校属各单位")
        lists.cell(row, 3, date(2022, 6, 24))
    book.save(target)


def make_office(
    folder: Path, count: int, *, seed: int = 1, rows: int = 15, shared: bool = False
) -> None:
    """Lay out an office with its plan and every unit's workbook in 报送/."""
    from huaxia_tasks.office import lay_out

    office = lay_out(folder)
    for path in office.plans:
        path.unlink()
    make_plan(folder / "计划" / "方案.xlsx", unit_names(count))
    with (folder / "缺陷.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for unit in estate(count, seed=seed, rows=rows):
            name = f"{unit.name}四张清单.xlsx"
            (office.inbox / name).write_bytes(book_of(unit, shared=shared))
            writer.writerows((unit_id(unit.number), *defect) for defect in unit.defects)


def main() -> None:
    """Make the estate that the arguments describe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--rows", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", action="store_true", help="shared strings, as Excel writes")
    given = parser.parse_args()
    make_office(given.folder, given.units, seed=given.seed, rows=given.rows, shared=given.shared)


if __name__ == "__main__":
    main()
