"""A second plan: another school, another roster, two lists only, other columns, people that count."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
from plan_rows import refill

from .world import STARTER

SCHOOL = "江滨职业技术大学"
_BASICS = {
    "方案名称": "江滨职业技术大学“作风建设提升年”重点任务实施方案",
    "文号": "江职党办〔2023〕6号",
    "印发单位": "中共江滨职业技术大学委员会",
    "印发日期": datetime(2023, 3, 6),  # noqa: DTZ001  (days in a workbook have no zone)
    "承办部门": "学校办公室",
    "学校名称": SCHOOL,
}
_PHASES = (
    (1, "部署启动阶段", "3月中旬", datetime(2023, 3, 6), datetime(2023, 3, 20)),  # noqa: DTZ001
    (2, "集中攻坚阶段", "6月底前", datetime(2023, 3, 21), datetime(2023, 6, 30)),  # noqa: DTZ001
    (3, "总结提高阶段", "11月底前", datetime(2023, 7, 1), datetime(2023, 11, 30)),  # noqa: DTZ001
)
_UNITS = (
    ("D01", "机电与汽车学院", "学院", "机电学院、汽车学院", "机电与汽车学院党总支"),
    ("D02", "护理与健康学院", "学院", "护理学院、健康学院", "护理与健康学院党总支"),
    ("D03", "数字经济学院", "学院", "数经院", "数字经济学院党总支"),
    ("D04", "建筑设计学院", "学院", "建筑院、设计学院", ""),
    ("D05", "公共教学部", "学院", "公教部", ""),
    ("D06", "学校办公室", "职能部门", "校办、党办", ""),
    ("D07", "教务与科研处", "职能部门", "教务处、科研处", ""),
    ("D08", "学生处", "职能部门", "学工处、学工部", ""),
    ("D09", "总务处", "职能部门", "后勤处、总务后勤处", ""),
    ("D10", "保卫处", "职能部门", "安保处", ""),
    ("D11", "图文信息中心", "职能部门", "图信中心、图书馆、网信中心", ""),
    ("D12", "校医院", "职能部门", "医务室", ""),
    ("D13", "招生与就业处", "职能部门", "招就处、就业处、招生办", ""),
    ("D14", "计划财务处", "职能部门", "财务处、计财处", ""),
)
_PEOPLE = (
    ("顾长风", "校党委书记", "学校办公室、计划财务处"),
    ("沈问渠", "副校长", "教务与科研处、图文信息中心、机电与汽车学院、数字经济学院"),
    ("白若水", "副校长", "总务处、保卫处、校医院、护理与健康学院"),
    ("秦望舒", "纪委书记", "学生处、招生与就业处、建筑设计学院、公共教学部"),
)
_COLUMNS = (
    ("任务清单", "序号", "seq", "否"),
    ("任务清单", "任务编号", "item_id", "否"),
    ("任务清单", "重点任务", "task", "是"),
    ("任务清单", "完成标准", "goal", "否"),
    ("任务清单", "具体举措", "measure", "否"),
    ("任务清单", "牵头部门", "lead_unit", "是"),
    ("任务清单", "协同部门", "co_units", "否"),
    ("任务清单", "任务阶段", "phase", "否"),
    ("任务清单", "办结时限", "deadline", "是"),
    ("完成清单", "序号", "seq", "否"),
    ("完成清单", "任务编号", "item_id", "否"),
    ("完成清单", "重点任务", "task", "否"),
    ("完成清单", "办理状态", "status", "是"),
    ("完成清单", "办理成效", "progress", "否"),
    ("完成清单", "办结日期", "done_date", "否"),
    ("完成清单", "备注", "remark", "否"),
)


def write_other_plan(folder: Path) -> Path:
    """Write the plan workbook into `folder` and return its path."""
    book = openpyxl.load_workbook(STARTER)
    for row in book["基本信息"].iter_rows():
        if row[0].value in _BASICS:
            row[1].value = _BASICS[row[0].value]
    phases = [(*p, p[4], "各单位", "", "", "") for p in _PHASES]
    refill(book["阶段"], "序号", phases)
    units = [(*u, "否") for u in _UNITS]
    refill(book["单位"], "编号", units)
    refill(book["人员"], "姓名", [(n, r, "", u, "", "", "否") for n, r, u in _PEOPLE])
    refill(book["联系点"], "联系人", [("白若水", "联系楼栋", "一号楼"), ("", "联系楼栋", "二号楼")])
    refill(book["五帮五促"], "措施", [])
    duty = (
        "Z01",
        "二（三）",
        "升级校园一卡通",
        "各单位",
        "图文信息中心、总务处",
        "",
        "",
        "",
        "一卡通",
        "是",
    )
    refill(book["任务分工"], "编号", [duty])
    refill(book["选项"], "字段代号", [])
    due = datetime(2023, 6, 30)  # noqa: DTZ001
    owners = "各学院、各职能部门"
    lists = [("任务清单", owners, due, "是", "二"), ("完成清单", owners, due, "是", "二")]
    refill(book["清单"], "清单", lists)
    columns = [(a, b, c, d, "是", "", 16, "") for a, b, c, d in _COLUMNS]
    refill(book["清单"], "所属清单", columns)
    path = folder / "江职党办〔2023〕6号.xlsx"
    book.save(path)
    return path
