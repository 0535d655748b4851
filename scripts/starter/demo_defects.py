"""What is wrong in the demo: cell by cell, with the rule that is to find it.

Today is 28 June 2022.  One cause is one finding.  What stands here without a rule is only needed to
make a defect one of its kind (a date taken out with the claim that it belonged to).
"""

from __future__ import annotations

from demo_rows import Cell, Row, Told, Unit

TODAY = "2022-06-28"


def _set(
    unit: Unit,
    letter: str,
    number: int,
    key: str,
    value: str | None,
    *told: Told,
    kind: str = "text",
) -> None:
    unit.lists[letter][number - 1].cells[key] = Cell(value, told, kind)


def _everywhere(unit: Unit, letters: str, number: int, key: str, value: str) -> None:
    for letter in letters:
        unit.lists[letter][number - 1].fields[key] = value


def logistics(unit: Unit) -> None:
    """后勤保障部."""
    _set(unit, "T", 7, "deadline", "6月31日", Told("deadline-invalid", "6月没有31日"))
    _set(unit, "D", 7, "deadline", None)
    _set(unit, "C", 7, "deadline", None)
    _everywhere(unit, "TDC", 2, "deadline", "2022-06-20")
    _set(unit, "C", 2, "status", "推进中", Told("overdue", "6月20日到期，没有完成，写明了原因"))
    _set(unit, "D", 3, "phone", "1390000260", Told("phone-invalid", "手机号少一位"))
    _set(unit, "C", 6, "proof", None, Told("done-without-proof", "已完成，佐证材料空着"))


def student_affairs(unit: Unit) -> None:
    """学生工作部."""
    lead = Told("collective-lead", "以“各学院”牵头，落不到一个单位")
    _set(unit, "T", 5, "lead_unit", "各学院", lead)
    for letter in "DC":
        _set(unit, letter, 5, "lead_unit", None)
    _set(
        unit,
        "T",
        7,
        "task",
        unit.lists["T"][6].fields["task"],
        Told("task-without-responsibility", "责任清单里没有这一项"),
    )
    del unit.lists["D"][6]
    _set(
        unit,
        "T",
        3,
        "deadline",
        "立行立改",
        Told("immediate-not-done", "6月8日提出，立行立改，至今未完成"),
    )
    unit.lists["C"][2].fields |= {
        "status": "推进中",
        "done_date": "",
        "proof": "",
        "progress": "正在排轮值表",
    }
    measure = "学院当日受理，三个工作日内办结，咨询请打13900000026"
    _set(unit, "T", 2, "measure", measure, Told("personal-data", "要公开的“工作措施”里写了手机号"))
    _set(
        unit,
        "C",
        1,
        "proof",
        "座谈会纪要.txt",
        Told("proof-missing", "佐证文件夹里的这个文件是空的"),
    )


def foreign_languages(unit: Unit) -> None:
    """外国语学院."""
    after = Told("deadline-after-phase", "全面开展阶段6月30日截止，时限写到8月底")
    _set(unit, "T", 4, "deadline", "8月底", after)
    for letter in "DC":
        _set(unit, letter, 4, "deadline", None)
    _set(unit, "D", 2, "person", None, Told("no-person", "责任人空着"))
    unit.lists["D"][1].fields["handler"] = ""
    unit.lists["D"][1].fields["phone"] = ""
    _set(unit, "T", 6, "co_units", "教学督导组", Told("unit-unknown", "不是方案中的单位"))
    _set(unit, "D", 6, "co_units", None)
    own = Told("lead-is-co-unit", "牵头单位又写在配合单位里")
    _set(unit, "T", 3, "co_units", "资产管理处、外国语学院", own)
    _set(unit, "D", 3, "co_units", None)


def smart_manufacturing(unit: Unit) -> None:
    """智能制造学院."""
    two = Told("two-leads", "写了两个牵头单位")
    _set(unit, "T", 2, "lead_unit", "智能制造学院、教务部", two)
    _set(unit, "T", 2, "co_units", None)
    for letter in "DC":
        _set(unit, letter, 2, "lead_unit", None)
    alone = {
        "seq": "8",
        "item_id": "W08",
        "problem": "数控机床操作手册只有英文版，学生看不懂",
        "category": "实验实训",
        "method": "问",
        "group": "学生",
        "collected_on": "2022-06-15",
        "scope": "工程训练中心",
    }
    row = Row(alone)
    row.cells["problem"] = Cell(
        alone["problem"], (Told("problem-without-task", "任务清单里没有对应的任务"),)
    )
    unit.lists["P"].append(row)
    unit.lists["C"][3].fields["progress"] = "已全部完成。"
    _set(
        unit,
        "C",
        4,
        "status",
        "未启动",
        Told("status-contradicts", "状态未启动，进展却写已全部完成"),
    )
    _set(unit, "C", 7, "done_date", None, Told("done-without-date", "已完成，没有完成时间"))


def civil_engineering(unit: Unit) -> None:
    """土木建筑工程学院."""
    _set(unit, "T", 3, "deadline", None, Told("deadline-missing", "完成时限空着"))
    for letter in "DC":
        _set(unit, letter, 3, "deadline", None)
    _set(
        unit, "P", 4, "method", "热线", Told("value-not-allowed", "收集方式不是问、谈、查、梳、研")
    )
    _set(unit, "C", 6, "status", "走流程", Told("status-unreadable", "看不出是否完成"))
    source = Told("problem-without-source", "没有收集方式、反映群体和收集时间")
    _set(unit, "P", 7, "method", None, source)
    _set(unit, "P", 7, "group", None)
    _set(unit, "P", 7, "collected_on", None)


def biology(unit: Unit) -> None:
    """生物与制药工程学院."""
    _everywhere(unit, "TDC", 7, "deadline", "2022-06-22")
    _set(unit, "C", 7, "status", "推进中", Told("overdue", "6月22日到期，没有完成"))
    _set(
        unit,
        "C",
        7,
        "reason",
        None,
        Told("unfinished-without-reason", "超期，没有写原因和下一步措施"),
    )
    _set(unit, "T", 5, "item_id", "R04", Told("number-duplicated", "R04在上一行已经用过"))
    for letter in "DC":
        _set(unit, letter, 5, "item_id", None)
    unit.lists["C"][3].fields |= {"status": "已完成", "proof": "教材预订单"}
    _set(unit, "C", 4, "done_date", "2022-07-05", Told("done-in-future", "完成时间还没有到"))


def academic_affairs(unit: Unit) -> None:
    """教务部."""
    wish = Told("extension-not-approved", "申请延期，登记里没有同意的记录")
    _set(unit, "C", 6, "extend_to", "2022-07-15", wish)
    _set(unit, "C", 5, "item_id", "R19", Told("task-number-unknown", "任务清单里没有R19"))


def employment(unit: Unit) -> None:
    """就业指导中心."""
    for number, row in enumerate(unit.lists["T"], start=1):
        row.fields["enterprises"] = str(number * 3)
    _set(
        unit, "D", 2, "leader", "罗明德", Told("leader-not-in-charge", "分管就业指导中心的是郭怀瑾")
    )
    _set(unit, "D", 5, "deadline", "2022-07-22", Told("lists-disagree", "任务清单写的是7月15日"))
    rest = Told("deadline-on-rest-day", "7月31日是星期日，最后一个工作日是7月29日")
    _set(unit, "T", 6, "deadline", "2022-07-31", rest)
    for letter in "DC":
        unit.lists[letter][5].fields["deadline"] = "2022-07-31"
    early = Told("deadline-before-start", "年份写成2021年，早于问题收集时间")
    _set(unit, "T", 7, "deadline", "2021-06-28", early)
    for letter in "DC":
        _set(unit, letter, 7, "deadline", None)


def security(unit: Unit) -> None:
    """安全保卫部."""
    _set(unit, "T", 4, "deadline", "学期末", Told("deadline-ambiguous", "校历里没有填学期结束日期"))
    for letter in "DC":
        _set(unit, letter, 4, "deadline", None)
    broken = Told("formula-without-value", "是公式，没有结果")
    _set(unit, "C", 5, "progress", "VLOOKUP(B8,[进展.xlsx]Sheet1!A:C,3,0)", broken, kind="formula")
    unit.lists["P"][5].hidden = True


def humanities(unit: Unit) -> None:
    """人文与艺术学院."""
    _set(unit, "C", 3, "status", None, Told("required-empty", "完成状态空着"))
    _set(unit, "T", 4, "lead_unit", None, Told("no-lead", "牵头单位空着"))
    for letter in "DC":
        _set(unit, letter, 4, "lead_unit", None)
    extra = {
        "seq": "8",
        "task": "参加全省大学生歌手比赛",
        "lead_unit": unit.name,
        "deadline": "2022-06-24",
        "status": "已完成",
        "progress": "获得优秀组织奖",
        "done_date": "2022-06-18",
        "proof": "获奖证书",
    }
    row = Row(extra)
    row.cells["task"] = Cell(
        extra["task"], (Told("completion-without-task", "任务清单里没有这一项"),)
    )
    unit.lists["C"].append(row)
    _set(
        unit, "C", 2, "proof", "毕业展照片集.zip", Told("proof-missing", "佐证文件夹里没有这个文件")
    )
    same = "已举办两期口语角，参加学生67人次，反映良好并将继续"
    _set(unit, "C", 5, "progress", same, Told("copied-text", "与外国语学院的进展完全相同"))


def physical_education(unit: Unit) -> None:
    """体育课部."""
    for row in unit.lists["P"]:
        row.fields["group"] = "其他"
    _set(unit, "P", 1, "group", "其他", Told("no-student-voice", "六条问题没有一条是师生反映的"))


DEFECTS = {
    "U26": logistics,
    "U19": student_affairs,
    "U06": foreign_languages,
    "U02": smart_manufacturing,
    "U03": civil_engineering,
    "U04": biology,
    "U23": academic_affairs,
    "U29": employment,
    "U27": security,
    "U07": humanities,
    "U12": physical_education,
}
