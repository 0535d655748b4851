"""The sheets of a plan workbook that hold the work: phases, duties, units, people, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plan_office as office
import plan_text as text
from sheet_maker import Head, SheetMaker

if TYPE_CHECKING:
    from make_plan import Edition

_YES_NO = ("是", "否")


def write_work(maker: SheetMaker, edition: Edition) -> None:
    """Write 阶段, 任务分工, 五帮五促, 单位, 人员, 联系点."""
    _phases(maker, edition)
    _duties(maker, edition)
    _measures(maker, edition)
    _units(maker, edition)
    _people(maker, edition)
    _liaisons(maker, edition)


def _phases(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("序号", 6, "center"),
        Head("阶段名称", 16, "center"),
        Head("原文时间", 12, "center"),
        Head("开始日期", 13, "derived"),
        Head("截止日期", 13, "date"),
        Head("最后工作日", 13, "derived"),
        Head("责任主体", 24),
        Head("主要任务和成果", 34),
        Head("推定说明", 40, "derived_text"),
        Head("条款", 10, "center"),
    )
    note = (
        "“原文时间”照抄方案，“截止日期”写它指的那一天（含当日）。开始日期空着时，按上一阶段截止日的次日推定；"
        "最后工作日空着时，由程序按校历推算。截止日不因休息日顺延，提醒以最后工作日为准。"
    )
    maker.add_sheet("阶段", "阶段安排", note, [h.width for h in heads], one_page=True)
    rows = [] if edition.blank else text.PHASES
    maker.add_table("阶段", heads, rows, blank_rows=6 if edition.blank else 3)


def _duties(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("编号", 7, "center"),
        Head("条款", 13, "center"),
        Head("任务内容", 56),
        Head("责任主体", 22),
        Head("对应单位", 20),
        Head("阶段", 7, "center"),
        Head("五帮措施", 10, "center"),
        Head("五促成效", 18),
        Head("关键词", 28),
        Head("须认领", 8, "center", _YES_NO),
    )
    note = (
        "逐条来自方案原文，条款“三（三）一是”即第三部分第（三）条“一是”。“对应单位”只写原文点到的单位；"
        "“阶段”空着表示各阶段都做。把“须认领”改为“是”，程序就会检查对应单位的清单里有没有这一条（按关键词查找）。"
    )
    maker.add_sheet("任务分工", "任务分工", note, [h.width for h in heads])
    rows = [
        (
            f"D{n:02d}",
            clause,
            words,
            owners,
            units,
            int(phase) if phase else "",
            measure,
            outcome,
            keys,
            clause_claim,
        )
        for n, (clause, words, owners, units, phase, measure, outcome, keys) in enumerate(
            text.DUTIES, 1
        )
        for clause_claim in ("是" if f"D{n:02d}" in edition.claimed else "否",)
    ]
    maker.add_table(
        "任务分工", heads, [] if edition.blank else rows, blank_rows=30 if edition.blank else 5
    )


def _measures(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("措施", 8, "center"),
        Head("条款", 13, "center"),
        Head("责任主体", 26),
        Head("地点和载体", 24),
        Head("五促成效", 34),
        Head("关键词", 38),
        Head("说明", 38, "derived_text"),
    )
    note = "措施和成效不是一一对应：一是对应两项成效，四是和五是对应同一项成效。一格里写几项，用顿号隔开。"
    if edition.blank:
        note = "方案里有成对的措施和成效才填，没有就空着。一格里写几项，用顿号隔开。"
    maker.add_sheet("五帮五促", "五帮五促对应表", note, [h.width for h in heads], one_page=True)
    maker.add_table("五帮五促", heads, [] if edition.blank else text.MEASURES, blank_rows=3)


def _units(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("编号", 7, "center"),
        Head("单位名称", 20),
        Head("类型", 10, "center", ("学院", "职能部门", "党组织")),
        Head("简称", 34),
        Head("党组织", 26),
        Head("暂定", 7, "center", _YES_NO),
        Head("联络员", 10, "input"),
        Head("联络员电话", 14, "input"),
        Head("邮箱", 18, "input"),
        Head("报送文件夹", 14, "input"),
        Head("曾用名", 12),
        Head("启用日期", 12, "date"),
        Head("停用日期", 12, "date"),
        Head("依据", 26, "derived_text"),
    )
    note = (
        "一行一个单位；编号定了就不要再改（历史记录靠它）。简称写平时的各种叫法，用顿号隔开，程序靠它认单位。"
        "暂定为“是”的名称没有找到公开依据，请逐个核对后改为“否”。撤销或合并的单位不要删行，填停用日期。"
    )
    maker.add_sheet("单位", "单位名册", note, [h.width for h in heads])
    rows = []
    if not edition.blank:
        rows = [
            (number, name, kind, short, party, provisional, *("",) * 7, source)
            for number, name, kind, short, party, provisional, source in office.roster()
        ]
    maker.add_table("单位", heads, rows, blank_rows=36 if edition.blank else 6)


def _people(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("姓名", 12, "center"),
        Head("角色", 18, "center"),
        Head("所在单位", 20),
        Head("分管单位", 60),
        Head("联系电话", 16),
        Head("邮箱", 20),
        Head("示例", 8, "center", _YES_NO),
        Head("备注", 24, "derived_text"),
    )
    note = (
        "“分管单位”写校领导分管的单位，用顿号隔开，一个单位只有一位分管领导；程序据此核对责任清单里的责任领导。"
        "“示例”为“是”的姓名都是虚构的，不用于核对；请换成实际人员并改为“否”。电话不会公开。"
    )
    if edition.demo:
        note = "【演练】姓名均为虚构。“分管单位”用于核对责任清单里的责任领导。"
    maker.add_sheet("人员", "人员和分管", note, [h.width for h in heads])
    mark, remark = ("否", "演练用虚构人员") if edition.demo else ("是", "虚构示例，请替换")
    rows = [(name, post, "", units, "", "", mark, remark) for name, post, units in office.LEADERS]
    maker.add_table("人员", heads, [] if edition.blank else rows, blank_rows=10)


def _liaisons(maker: SheetMaker, edition: Edition) -> None:
    kinds = (
        "所在党支部",
        "联系学院",
        "分管职能部门",
        "联系班级",
        "联系宿舍",
        "联系楼栋",
        "联系企业",
        "值班",
    )
    heads = (
        Head("联系人", 12, "center"),
        Head("联系类型", 16, "center", kinds),
        Head("联系对象", 28),
        Head("联系人所在单位", 22),
        Head("备注", 34),
        Head("示例", 8, "center", _YES_NO),
    )
    note = (
        "谁联系什么，一行一个。每位校领导有三类联系点：所在党支部、联系学院、分管职能部门。"
        "还没有联系人的楼栋、班级、学院也请列上，联系人空着，程序会提示空缺。不要写学生姓名。"
    )
    maker.add_sheet("联系点", "联系点", note, [h.width for h in heads])
    mark, remark = ("否", "演练用虚构内容") if edition.demo else ("是", "虚构示例，请替换")
    rows = [(*line, remark, mark) for line in edition.liaisons]
    maker.add_table("联系点", heads, rows, blank_rows=12)


def write_lists(maker: SheetMaker, edition: Edition) -> None:
    """Write 清单 and 选项."""
    widths = (16, 22, 22, 12, 12, 34, 10, 30)
    note = (
        "上表写要报哪几种清单、谁报、哪天截止（含当日）；截止日空着，程序就不判断迟报。"
        "下表写每种清单的栏目：必填的栏目空着会要求补填；只有“可公开”为“是”的栏目才会进入公开版。联系电话任何时候都不公开。"
    )
    maker.add_sheet("清单", "清单和栏目", note, widths)
    kinds = tuple(office.COLUMNS)
    heads = (
        Head("清单", 16, "center", kinds),
        Head("报送主体", 22),
        Head("报送截止日", 22, "input"),
        Head("对外公开", 12, "center", _YES_NO),
        Head("截止日依据", 12),
    )
    rows = []
    for kind, owners, publish, why in office.LISTS:
        day, reason = edition.list_days.get(kind, (text.PHASES[1][4], why))
        rows.append((kind, edition.owners or owners, day, publish, reason))
    if edition.blank:
        rows = [(kind, "", "", "否", "") for kind in kinds]
    merged_last(maker, "清单", heads, rows, last_column=7)
    maker.add_part("清单", "各清单的栏目")
    heads = (
        Head("所属清单", 16, "center", kinds),
        Head("栏目", 22),
        Head("字段代号", 22, "derived_text"),
        Head("必填", 12, "center", _YES_NO),
        Head("可公开", 12, "center", _YES_NO),
        Head("可选内容", 34),
        Head("列宽", 10, "number"),
        Head("填写示例", 30, "derived_text"),
    )
    rows = [
        (kind, heading, key, needed, publish, choices, width, example)
        for kind, columns in office.COLUMNS.items()
        for heading, key, needed, publish, choices, width, example in columns
        if not (edition.blank and key == "measure_tag")
    ]
    maker.add_table("清单", heads, rows, blank_rows=6, freeze=False)
    _choices(maker, edition)


def merged_last(
    maker: SheetMaker,
    name: str,
    heads: tuple[Head, ...],
    rows: list[tuple[object, ...]],
    last_column: int,
) -> None:
    """Write a short table whose last column spreads over the sheet's further columns."""
    first, _ = maker.add_table(name, heads, rows, blank_rows=0, freeze=False)  # type: ignore[arg-type]
    sheet, start = maker.sheets[name], len(heads) - 1
    for number in range(first - 1, first + len(rows)):
        is_head = number == first - 1
        value = heads[-1].heading if is_head else str(rows[number - first][-1])
        look = maker.formats["head" if is_head else heads[-1].kind]
        sheet.merge_range(number, start, number, last_column, value, look)
        owners = "" if is_head else str(rows[number - first][1])
        if not is_head:
            sheet.set_row(number, 20 + 15 * (len(owners) // 11))


def _choices(maker: SheetMaker, edition: Edition) -> None:
    heads = (
        Head("字段代号", 20, "derived_text"),
        Head("选项名称", 20, "center"),
        Head("可选内容", 80),
    )
    note = "可选内容用顿号隔开。填报栏目里写了这里没有的内容，程序会提示；前两项与清单栏目对应，其余供统计使用。"
    maker.add_sheet("选项", "选项", note, [h.width for h in heads], one_page=True)
    rows = text.CHOICES[:2] if edition.blank else text.CHOICES
    maker.add_table("选项", heads, rows, blank_rows=4)
