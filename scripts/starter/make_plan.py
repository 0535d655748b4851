"""Write the starter plan, the demo's copy of it, and the blank plan of the next campaign.

    python scripts/starter/make_plan.py

Same bytes every time.  The demo's copy has what a fictional office decided: an earlier day for two
lists, the school's calendar, people that count.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import plan_office as office  # noqa: E402
import plan_text as text  # noqa: E402
from plan_settings_sheets import write_calendar, write_settings  # noqa: E402
from plan_sheets import write_lists, write_work  # noqa: E402
from sheet_maker import Head, SheetMaker  # noqa: E402

SHEETS = ROOT / "sheets"


@dataclass(frozen=True)
class Edition:
    """What differs between the starter, the demo's copy and the blank workbook."""

    title: str
    blank: bool = False
    demo: bool = False
    decided: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, date] = field(default_factory=dict)
    list_days: dict[str, tuple[date, str]] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)
    claimed: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    liaisons: tuple[tuple[str, ...], ...] = office.LIAISONS
    owners: str = ""


_STARTER_NOTE = (
    "这本工作簿就是方案本身：阶段、任务、单位、清单、规则、提醒、文号都在这里改，改完保存，下次运行即生效，不用改程序。\n"
    "各表的列可以调换次序、可以加列，表头文字请不要改；空行不影响；不要写公式。改错了，程序会指出是哪张表、哪一格、该怎么写。"
)
_GUIDE = (
    (
        "基本信息",
        "方案的名称、文号、印发日期；下半部是原文没有规定、要由办公室决定的事，决定一项填一项。",
    ),
    ("阶段", "各阶段的原文时间和对应日期；灰色的开始日期是推定的。"),
    ("任务分工", "原文逐条拆成的任务，每条注明条款。"),
    ("五帮五促", "五项措施与五项成效的对应，一项措施可以对应几项成效。"),
    ("单位", "报送单位名册、简称和党组织名称；标“是”的暂定名称请逐个核对。"),
    (
        "人员",
        "按角色列人，写明谁分管哪些单位；标为示例的姓名都是虚构的，请换成实际人员并把“示例”改为否。",
    ),
    ("联系点", "谁联系哪个学院、楼栋、班级；没有联系人的对象也可以先列上，程序会提示空缺。"),
    ("清单", "要报哪几种清单、谁报、哪天截止，每种清单有哪些栏目、哪些可以公开。"),
    ("选项", "收集方式、反映群体等栏目的可选内容。"),
    ("校历", "法定放假和调休上班，学校自己的学期日期；新一年的放假通知可以整段粘贴。"),
    ("规则", "逐条开关检查规则，可改级别、阈值和提示语；空着就用程序默认。"),
    ("提醒", "什么时候提醒、催办、督办，每周最多打扰单位几次。"),
    ("运行时间", "哪项工作什么时候自动运行。"),
    ("渠道", "文书从哪里发出；密码只写环境变量的名称。"),
    ("文号", "各类文书的编号格式。"),
)
_COLOURS = (
    ("白色", "按原文或公开资料填好的内容，可以修改。"),
    ("浅黄色", "原文没有规定、要由办公室填写的内容；空着，程序就不作判断，也不替办公室决定。"),
    ("灰色字", "由程序推算或仅供参考的内容。"),
)


def make(path: Path, edition: Edition) -> None:
    """Write one plan workbook."""
    maker = SheetMaker(path, edition.title)
    note = _STARTER_NOTE
    if edition.demo:
        note = (
            "【演练】本册是演示用的副本：人员、学期日期、报送截止日等都是虚构的演练设定。\n" + note
        )
    maker.add_sheet("说明", "怎样使用这本工作簿", note, (16, 96), one_page=True)
    maker.add_table(
        "说明", (Head("工作表", 16, "center"), Head("内容", 96)), _GUIDE, blank_rows=0, freeze=False
    )
    maker.add_part("说明", "颜色")
    maker.add_table(
        "说明", (Head("颜色", 16, "center"), Head("含义", 96)), _COLOURS, blank_rows=0, freeze=False
    )
    _write_basics(maker, edition)
    write_work(maker, edition)
    write_lists(maker, edition)
    write_calendar(maker, edition)
    write_settings(maker, edition)
    maker.close()


def _write_basics(maker: SheetMaker, edition: Edition) -> None:
    name = "基本信息"
    note = "上半部照文件填写；下半部是文件没有规定的事，决定一项填一项，暂不决定就空着。"
    maker.add_sheet(name, "基本信息", note, (24, 56, 64), one_page=True)
    values = {
        "方案名称": text.TITLE,
        "文号": text.NUMBER,
        "印发单位": text.ISSUER,
        "印发日期": text.ISSUED,
        "承办部门": "党政办公室",
        "学校名称": text.SCHOOL,
        "主送": "各二级党组织、校属各单位",
        "依据": "《中共湖北省委关于开展党员干部下基层察民情解民忧暖民心实践活动的通知》（鄂发〔2022〕7号）；"
        "《中共湖北省委办公厅印发<关于推动党史学习教育常态化长效化的实施意见>的通知》（鄂办发〔2022〕11号）",
    }
    values |= {
        "署名": "",
        "抄送": "",
        "反馈工作日": "3",
        "用印": "否",
        "允许红头": "否",
        "版记": "是",
    }
    notes = {
        "署名": "文书落款写谁；空着写承办部门。",
        "抄送": "版记里的抄送机关；空着不写。",
        "反馈工作日": "要求单位反馈的，给几个工作日（建议值，可改）。",
        "用印": "草稿一般填否，签发后盖章；填“是”则按用印的格式排落款。",
        "允许红头": "只有按规定可以用红头的文书才填是。",
        "版记": "是否印抄送、印发机关和印发日期。",
        "方案名称": "写全称，不加书名号。",
        "文号": "六角括号〔〕，四位年份，顺序号前不加0。",
        "印发日期": "成文日期。原文没有写年份的时间，都以这一年为准。",
        "承办部门": "负责这项工作的办公室，文书上写它。",
        "学校名称": "单位名称前带校名时，程序靠它认出来。",
        "依据": "先写文件名，后写文号，用分号隔开。",
    }
    if edition.blank:
        kept = ("反馈工作日", "用印", "允许红头", "版记")
        values = {k: values[k] if k in kept else "" for k in values} | {
            "学校名称": text.SCHOOL,
            "承办部门": "党政办公室",
        }
    heads = (Head("项目", 24, "center"), Head("内容", 56), Head("说明", 64, "derived_text"))
    rows = [(k, v, notes.get(k, "")) for k, v in values.items()]
    if edition.demo:
        rows.append(("演练", "是", "演练办公室：所有文书注明演练，不得对外发出。"))
    maker.add_table(name, heads, rows, blank_rows=2, freeze=False)
    maker.add_part(name, "要由办公室决定的事")
    heads = (
        Head("待定事项", 24, "center"),
        Head("办公室决定", 56, "input"),
        Head("为什么要定", 64, "derived_text"),
    )
    opened = [
        (n, edition.decided.get(n, ""), "" if edition.blank else why) for n, why in office.OPEN
    ]
    maker.add_table(name, heads, opened, blank_rows=3, freeze=False)


STARTER = Edition(text.NUMBER)
BLANK = Edition("空白方案", blank=True, liaisons=())


def make_plans(sheets: Path = SHEETS) -> None:
    """Write the starter plan and the blank one to the folder `sheets`."""
    make(sheets / "计划" / f"{text.NUMBER}.xlsx", STARTER)
    make(sheets / "空白方案.xlsx", BLANK)


if __name__ == "__main__":
    make_plans()
