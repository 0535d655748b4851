"""Write the demo office: its plan, example submissions of fictional people, evidence, defects.

    python scripts/starter/make_demo.py            (all files, the same bytes every time)
    python scripts/starter/make_demo.py --xls      (the .xls too, with LibreOffice)

``缺陷表.csv`` lists exactly the findings that a run on 28 June 2022 is to make.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import make_decisions  # noqa: E402
import plan_office as office  # noqa: E402
from demo_broken import cut_off, locked_package  # noqa: E402
from demo_defects import DEFECTS, TODAY  # noqa: E402
from demo_layouts import LAYOUTS, library, party_branch  # noqa: E402
from demo_rows import Unit, read_unit  # noqa: E402
from demo_writer import Place, write, write_csv  # noqa: E402
from make_plan import Edition, make  # noqa: E402
from plan_text import NUMBER  # noqa: E402

DEMO = ROOT / "sheets" / "演示"
_ASKED = (
    *(
        "信息工程学院",
        "智能制造学院",
        "土木建筑工程学院",
        "生物与制药工程学院",
        "商学院",
        "外国语学院",
    ),
    *(
        "人文与艺术学院",
        "马克思主义学院",
        "国际教育学院",
        "体育课部",
        "党政办公室",
        "学生工作部",
        "校团委",
    ),
    *(
        "教务部",
        "科研部",
        "后勤保障部",
        "安全保卫部",
        "招生办公室",
        "就业指导中心",
        "图书馆",
        "机关党总支",
    ),
)
_WHY = "演练设定：办公室通知首批21个单位6月24日前先报三张清单（原文为6月底前）"
_BEFORE = date(2022, 6, 24)
EDITION = Edition(
    f"{NUMBER}（演练）",
    demo=True,
    decided={
        "报送方式": "放入共享文件夹“报送”，电子版即可",
        "收件联系人": "闻小雨",
        "收件联系电话": "13900001401",
        "延期批准人": "分管校领导",
        "是否通报排名": "不排名",
    },
    list_days={
        "问题清单": (_BEFORE, _WHY),
        "任务清单": (_BEFORE, _WHY),
        "责任清单": (_BEFORE, _WHY),
        "完成清单": (date(2022, 6, 30), "四（二）：6月底前"),
    },
    owners="、".join(_ASKED),
    claimed=("D22",),
    automatic=("工作提醒函",),
    liaisons=(*office.LIAISONS, ("", "联系楼栋", "学生公寓9栋", "后勤保障部")),
)
_EVIDENCE = {
    "信息工程学院/机房开放值班表.txt": "6月13日至6月24日，每晚22时30分关门，值班：学生助理（演练用，虚构）。\n",
    "信息工程学院/5栋网络测速记录.txt": "6月16日至6月22日，晚高峰测速正常（演练用，虚构）。\n",
    "后勤保障部/热水供应时间调整通知.txt": "自6月15日起，热水供应延长到23时30分（演练用，虚构）。\n",
    "学生工作部/座谈会纪要.txt": "",
    "学生工作部/坐诊台值班表.txt": "6月10日至6月30日，辅导员轮流坐诊（演练用，虚构）。\n",
    "人文与艺术学院/毕业展现场照片.txt": "代替照片的说明文字（演练用，虚构）。\n",
    "人文与艺术学院/琴房预约记录.txt": "6月12日至6月24日预约记录（演练用，虚构）。\n",
}
#: type, number, unit, asked, decided, verdict, new day, by, note
_DECISIONS = (
    (
        "延期",
        "R03",
        "教务部",
        date(2022, 6, 15),
        date(2022, 6, 17),
        "同意",
        date(2022, 7, 8),
        "罗明德",
        "技术员招聘需要时间",
    ),
    (
        "延期",
        "R06",
        "信息工程学院",
        date(2022, 6, 20),
        None,
        "",
        date(2022, 7, 29),
        "",
        "已申请，还没有决定",
    ),
)


def units() -> dict[str, Unit]:
    """Return the units of the demo with their defects put in."""
    made = {unit_id: read_unit(unit_id) for unit_id in (*LAYOUTS, "U34")}
    for unit_id, spoil in DEFECTS.items():
        spoil(made[unit_id])
    return made


def submissions(made: dict[str, Unit], inbox: Path, *, xls: bool = False) -> list[Place]:
    """Write the files of 报送 to `inbox` and return every place where something is wrong."""
    places: list[Place] = []
    for unit_id, layout in LAYOUTS.items():
        if unit_id != "U36":
            for workbook in layout():
                places += write(made[unit_id], workbook, inbox)
    if xls:
        _write_xls(made["U36"], inbox)
    write_csv(made["U34"], library(), inbox / "图书馆" / "图书馆清单.csv")
    places += _conflict_copy(inbox)
    places += _unreadable(inbox)
    places.append(_of_nobody(inbox))
    return places


def _write_xls(unit: Unit, inbox: Path) -> None:
    """Write the .xls through LibreOffice; its bytes differ every time, so only when asked to."""
    (workbook,) = party_branch()
    with tempfile.TemporaryDirectory() as folder:
        write(unit, workbook, Path(folder))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        source = Path(folder) / workbook.path
        order = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xls",
            "--outdir",
            folder,
            source,
        ]
        subprocess.run(order, check=True, capture_output=True, timeout=120)
        shutil.copyfile(source.with_suffix(".xls"), inbox / Path(workbook.path).with_suffix(".xls"))


def _conflict_copy(inbox: Path) -> list[Place]:
    """Write an older copy of a unit's file the way a synchronising folder leaves it."""
    unit = read_unit("U23")
    for row in unit.lists["C"]:
        row.fields |= {"status": "推进中", "progress": "", "done_date": "", "proof": ""}
    (workbook,) = LAYOUTS["U23"]()
    name = "教务部报送清单-冲突-20220623.xlsx"
    write(unit, replace(workbook, path=name, places=[]), inbox)
    note = "和《教务部报送清单.xlsx》内容不同的同步冲突副本"
    return [Place("duplicate-submission", "U23", f"报送/{name}", "", "", "", note)]


def _unreadable(inbox: Path) -> list[Place]:
    whole = (inbox / "信息工程学院-四张清单.xlsx").read_bytes()
    files = {
        "校团委/校团委四张清单.xlsx": (cut_off(whole), "U20", "文件不完整，像是没有传完"),
        "招生办公室清单.xlsx": (locked_package(), "U28", "设了打开密码"),
    }
    places = []
    for name, (data, unit, note) in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        places.append(Place("unreadable-file", unit, f"报送/{name}", "", "", "", note))
    return places


def _of_nobody(inbox: Path) -> Place:
    """Write a workbook that names no unit anywhere."""
    unit = read_unit("U08")
    for letter in "TDC":
        for row in unit.lists[letter]:
            row.fields |= {"lead_unit": "本单位", "co_units": ""}
    (workbook,) = LAYOUTS["U08"]()
    name = "新建 Microsoft Excel 工作表.xlsx"
    tables = tuple(replace(t, sheet="Sheet1", line="") for t in workbook.tables[:2])
    write(unit, replace(workbook, path=name, tables=tables, places=[]), inbox)
    note = "文件名、文件夹和表里都没有写是哪个单位"
    return Place("unknown-unit", "", f"报送/{name}", "", "", "", note)


def beside(places: list[Place]) -> list[Place]:
    """Return all findings: those of the files, and those that no file holds."""
    late = "6月24日前应报的清单没有收到"
    missing = [Place("not-submitted", u, "", "", "", "", late) for u in ("U09", "U24")]
    duty = "三（四）二是“微后勤”由后勤保障部承担，任务清单里没有"
    contact = "学生公寓9栋没有联系人（方案“联系点”表）"
    return [
        *places,
        *missing,
        Place("not-submitted", "U12", "", "责任清单", "", "", "没有责任清单，6月24日应报"),
        Place("duty-unclaimed", "U26", "", "", "", "", duty),
        Place("liaison-gap", "", "", "", "", "", contact),
    ]


def _levels() -> dict[str, str]:
    words = {"错误": "error", "警告": "warning", "提示": "info"}
    return {rule: words[level] for rule, _, _, level in office.RULES}


def tables_of_defects(places: Sequence[Place]) -> tuple[str, str]:
    """Return the defects as .csv for programs and as .md for people, in one order."""
    levels, names = _levels(), {rule: name for rule, name, _, _ in office.RULES}
    units = {row[0]: row[1] for row in office.roster()} | {"": "（办公室）"}
    order = sorted(places, key=lambda p: (p.unit or "~", p.file, p.sheet, p.rule, p.cell))
    text = io.StringIO()
    pen = csv.writer(text, lineterminator="\n")
    pen.writerow(["rule", "level", "unit", "file", "sheet", "cell", "field", "说明"])
    marks = {"error": "错误", "warning": "警告", "info": "提示"}
    lines = [
        "# 演示办公室里的缺陷",
        "",
        f"演示里有 {len(order)} 处有意放入的缺陷。运行 `huaxia run --today {TODAY}`，应当恰好报出这些，一处不多，一处不少；",
        "信息工程学院、商学院、马克思主义学院、党政办公室、图书馆、机关党总支的报送没有缺陷，应当没有一条提示。",
        "所有人名、电话、事项都是虚构的。",
        "",
        "| 单位 | 规则 | 级别 | 位置 | 说明 |",
        "|---|---|---|---|---|",
    ]
    for p in order:
        pen.writerow([p.rule, levels[p.rule], p.unit, p.file, p.sheet, p.cell, p.field, p.note])
        where = "".join(
            [
                p.file.removeprefix("报送/"),
                f" “{p.sheet}”" if p.sheet else "",
                f" {p.cell}" if p.cell else "",
            ]
        )
        rule = f"{names[p.rule]}（`{p.rule}`）"
        lines.append(
            f"| {units[p.unit]} | {rule} | {marks[levels[p.rule]]} | {where.strip()} | {p.note} |"
        )
    return text.getvalue(), "\n".join(lines) + "\n"


def make_demo(demo: Path = DEMO, *, xls: bool = False) -> None:
    """Write the whole demo to the folder `demo`."""
    make(demo / "计划" / f"{NUMBER}.xlsx", EDITION)
    places = beside(submissions(units(), demo / "报送", xls=xls))
    text, page = tables_of_defects(places)
    (demo / "缺陷表.csv").write_text(text, encoding="utf-8-sig", newline="")
    (demo / "缺陷表.md").write_text(page, encoding="utf-8", newline="")
    for name, content in _EVIDENCE.items():
        path = demo / "佐证" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    make_decisions.make(demo / "登记.xlsx", _DECISIONS, demo=True)


if __name__ == "__main__":
    make_demo(xls="--xls" in sys.argv)
