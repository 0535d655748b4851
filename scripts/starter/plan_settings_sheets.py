"""The sheets of a plan workbook that hold the calendar and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plan_office as office
from plan_sheets import merged_last
from sheet_maker import Head, SheetMaker

from huaxia_tasks.notices import DAYS_OFF, MAKE_UP, SOURCES

if TYPE_CHECKING:
    from make_plan import Edition

_YES_NO = ("是", "否")


def write_calendar(maker: SheetMaker, edition: Edition) -> None:
    """Write 校历: anchors, then the notices day by day with the paste area beside them."""
    widths = (16, 16, 16, 12, 42, 3, 70)
    note = (
        "上表填学校自己的日期；空着时，“学期末”“开学前”这类时限会请人核对，程序不猜。下表是国务院办公厅放假通知，逐日列出。\n"
        "来了新一年的通知：可在表后逐日加行，也可把通知原文整段粘贴到右边“通知原文”下面（一段一格或全部放进一格都可以）。"
    )
    maker.add_sheet("校历", "校历", note, widths)
    heads = (
        Head("学校节点", 16, "center"),
        Head("节点日期", 16, "input"),
        Head("键", 16, "derived_text"),
        Head("用途", 12, "derived_text"),
    )
    rows = [(name, edition.anchors.get(key, ""), key, why) for name, key, why in office.ANCHORS]
    merged_last(maker, "校历", heads, rows, last_column=4)
    maker.add_part("校历", "国家放假和调休（2022年至2026年）")
    days = [(day, "放假", name) for day, name in DAYS_OFF.items()]
    days += [(day, "上班", name) for day, name in MAKE_UP.items()]
    heads = (
        Head("日期", 16, "date"),
        Head("安排", 16, "center", ("放假", "上班")),
        Head("节日", 16, "center"),
        Head("通知年度", 12, "center"),
        Head("通知文号", 42, "derived_text"),
    )
    rows = []
    for day, kind, name in sorted(days):
        year = day.year + (day.month == 12 and day.day > 25)
        rows.append((day, kind, name, year, SOURCES[year]))
    top = maker.rows["校历"]
    maker.add_table("校历", heads, rows, blank_rows=10, freeze=False)
    paste = (Head("通知原文", 70, "input"),)
    maker.add_table("校历", paste, [], blank_rows=40, freeze=False, first_column=6, top=top)
    maker.sheets["校历"].repeat_rows(top)
    maker.sheets["校历"].print_area(0, 0, maker.rows["校历"] - 1, 4)


def write_settings(maker: SheetMaker, edition: Edition) -> None:
    """Write 规则, 提醒, 运行时间, 渠道 and 文号."""
    heads = (
        Head("规则代号", 26, "derived_text"),
        Head("名称", 24),
        Head("什么时候提示", 44, "derived_text"),
        Head("默认级别", 10, "derived"),
        Head("启用", 8, "center", _YES_NO),
        Head("级别", 8, "center", ("错误", "警告", "提示")),
        Head("阈值", 8, "number"),
        Head("提示语", 36),
        Head("修改建议", 36),
    )
    note = (
        "级别、阈值、提示语、修改建议空着，就用程序默认。“启用”改为“否”就不再检查这一条。"
        "阈值是天数、期数或比例，只对用得着的规则有效。提示语里的花括号（如 {事项}）由程序换成实际内容，请保留原样。"
    )
    maker.add_sheet("规则", "检查规则", note, [h.width for h in heads])
    rows = [
        (rule, name, when, level, "是", "", edition.thresholds.get(rule, ""), "", "")
        for rule, name, when, level in office.RULES
    ]
    maker.add_table("规则", heads, rows, blank_rows=0)
    _reminders(maker, edition)
    _jobs_and_channels(maker)


def _reminders(maker: SheetMaker, edition: Edition) -> None:
    widths = (26, 18, 16, 18, 26, 22, 14)
    note = (
        "“距时限工作日”写负数是时限前、正数是时限后，都按工作日算（-5 即提前5个工作日，2 即超期后2个工作日）。"
        "“可自动发出”为“是”的文书，用 huaxia 发出 --auto 时不必逐件确认；其余都要人签发。情况通报不在这里，由人决定。"
    )
    maker.add_sheet("提醒", "提醒、催办和督办", note, widths, one_page=True)
    heads = (
        Head("步骤", 26, "center"),
        Head("名称", 18, "center"),
        Head("距时限工作日", 16, "center"),
        Head("文书", 18, "center", ("工作提醒函", "催办通知", "督办通知单")),
        Head("主送", 26),
        Head("抄送", 22),
        Head("可自动发出", 14, "center", _YES_NO),
    )
    rows = [
        (*step[:6], "是" if step[3] in edition.automatic else step[6]) for step in office.LADDER
    ]
    maker.add_table("提醒", heads, rows, blank_rows=2, freeze=False)
    maker.add_part("提醒", "对单位的约定")
    heads = (Head("约定", 26), Head("取值", 18, "center"), Head("说明", 16, "derived_text"))
    merged_last(maker, "提醒", heads, list(office.MANNERS), last_column=6)


def _jobs_and_channels(maker: SheetMaker) -> None:
    heads = (
        Head("名称", 22),
        Head(
            "动作", 10, "center", ("运行", "检查", "总结", "公开", "下发", "抽查", "发出", "体检")
        ),
        Head("时间", 30, "center"),
        Head("错过以后", 12, "center", ("补一次", "不补", "逐次补")),
        Head("最多补几次", 12, "number"),
        Head("启用", 8, "center", _YES_NO),
        Head("说明", 50, "derived_text"),
    )
    note = (
        "时间可以写：每个工作日 8:30、每天 8:30、每周五 15:00、每周一、周四 9:00、每月25日 9:00、每月最后一个工作日 9:00、"
        "阶段结束前5个工作日 9:00、阶段开始当天 9:00、每2小时。不写几点就是 8:30。机器关着错过了，按“错过以后”办。"
    )
    maker.add_sheet("运行时间", "运行时间", note, [h.width for h in heads], one_page=True)
    maker.add_table("运行时间", heads, office.JOBS, blank_rows=4)
    heads = (
        Head("渠道", 16, "center"),
        Head("启用", 8, "center", _YES_NO),
        Head("设置项", 18, "center"),
        Head("设置值", 34, "input"),
        Head("说明", 54, "derived_text"),
    )
    note = "一个渠道可以有几行，每行一个设置项。密码、密钥、令牌一律不写在这里，只写存放它的环境变量的名称。"
    maker.add_sheet("渠道", "发出渠道", note, [h.width for h in heads], one_page=True)
    maker.add_table("渠道", heads, office.CHANNELS, blank_rows=4)
    heads = (
        Head("系列", 12, "center"),
        Head("格式", 28, "center"),
        Head("适用文书", 36),
        Head("起始号", 10, "number"),
        Head("说明", 46, "derived_text"),
    )
    note = "格式里 {year} 换成年份，{n} 换成顺序号；年份用六角括号〔〕，顺序号每年从起始号编起。编号在发出时才占用，草稿不占号。"
    maker.add_sheet("文号", "文书编号", note, [h.width for h in heads], one_page=True)
    maker.add_table("文号", heads, office.NUMBERS, blank_rows=4)
