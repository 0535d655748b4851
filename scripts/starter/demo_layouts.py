"""How each unit of the demo fills in its lists: its own headings, sheets, titles and habits."""

from __future__ import annotations

from dataclasses import replace

from demo_rows import Told
from demo_writer import Columns, Table, Workbook

#: Columns of the four lists as the form has them.
PROBLEMS: Columns = (
    ("seq", "序号"),
    ("item_id", "问题编号"),
    ("collected_on", "收集时间"),
    ("method", "收集方式"),
    ("group", "反映群体"),
    ("problem", "问题描述"),
    ("category", "问题类别"),
    ("scope", "涉及范围"),
)
TASKS: Columns = (
    ("seq", "序号"),
    ("item_id", "任务编号"),
    ("problem_id", "对应问题编号"),
    ("task", "工作任务"),
    ("measure", "工作措施"),
    ("goal", "工作目标"),
    ("lead_unit", "牵头单位"),
    ("co_units", "配合单位"),
    ("phase", "所属阶段"),
    ("deadline", "完成时限"),
)
DUTIES: Columns = (
    ("seq", "序号"),
    ("item_id", "任务编号"),
    ("task", "工作任务"),
    ("leader", "责任领导"),
    ("lead_unit", "牵头单位"),
    ("person", "责任人"),
    ("handler", "经办人"),
    ("phone", "联系电话"),
    ("co_units", "配合单位"),
    ("deadline", "完成时限"),
)
COMPLETIONS: Columns = (
    ("seq", "序号"),
    ("item_id", "任务编号"),
    ("task", "工作任务"),
    ("lead_unit", "牵头单位"),
    ("deadline", "完成时限"),
    ("status", "完成状态"),
    ("progress", "进展情况"),
    ("done_date", "实际完成时间"),
    ("proof", "佐证材料"),
    ("reason", "未完成原因"),
    ("next_step", "下一步措施"),
    ("extend_to", "申请延期至"),
)
_STANDARD = {"P": PROBLEMS, "T": TASKS, "D": DUTIES, "C": COMPLETIONS}
_NAMES = {"P": "问题清单", "T": "任务清单", "D": "责任清单", "C": "完成清单"}
_CAMPAIGN = "“下基层、察民情、解民忧、暖民心”实践活动"


def columns(
    letter: str, drop: tuple[str, ...] = (), first: tuple[str, ...] = (), **names: str
) -> Columns:
    """Return a list's columns with other headings, some left out, some moved to the front."""
    standard = [(k, names.get(k, h)) for k, h in _STANDARD[letter] if k not in drop]
    front = [next(c for c in standard if c[0] == key) for key in first]
    return (*front, *(c for c in standard if c not in front))


def four(
    line: str, dates: str = "real", titles: str = "", drop: dict[str, tuple[str, ...]] | None = None
) -> list[Table]:
    """Return four plain sheets named as the lists are; `titles` stands before each title."""
    dropped = drop or {}
    return [
        Table(
            c, columns(c, dropped.get(c, ())), _NAMES[c], f"{titles}{_NAMES[c]}", line, dates=dates
        )
        for c in "PTDC"
    ]


def information_engineering() -> list[Workbook]:
    """Four sheets with the names of the form and synonyms for headings; real dates."""
    line = "填报单位：信息工程学院　　　填报日期：2022年6月23日"
    tables = (
        Table(
            "P",
            columns("P", problem="师生诉求", method="收集途径", scope="涉及学院/楼栋"),
            "问题清单",
            "问题清单",
            line,
        ),
        Table(
            "T",
            (*columns("T", measure="具体措施", goal="预期成效"), ("measure_tag", "五帮五促")),
            "任务清单",
            "任务清单",
            line,
        ),
        Table(
            "D", columns("D", leader="分管校领导", phone="办公电话"), "责任清单", "责任清单", line
        ),
        Table(
            "C",
            columns("C", ("extend_to",), status="完成情况", progress="工作进展"),
            "完成清单",
            "完成清单",
            line,
        ),
    )
    return [Workbook("信息工程学院-四张清单.xlsx", tables)]


def business() -> list[Workbook]:
    """One wide sheet, from the problem to the result on one row; days as text."""
    wide = (
        ("seq", "序号"),
        ("category", "类别"),
        ("problem", "师生反映的问题"),
        ("method", "收集方式"),
        ("group", "反映群体"),
        ("collected_on", "收集时间"),
        ("task", "工作任务"),
        ("measure", "解决措施"),
        ("lead_unit", "牵头单位"),
        ("co_units", "配合单位"),
        ("leader", "责任领导"),
        ("person", "责任人"),
        ("phone", "联系电话"),
        ("phase", "所属阶段"),
        ("deadline", "完成时限"),
        ("status", "完成状态"),
        ("progress", "进展情况"),
        ("done_date", "实际完成时间"),
        ("proof", "佐证材料"),
    )
    title = f"商学院{_CAMPAIGN}工作台账"
    table = Table(
        "W",
        wide,
        "工作台账",
        title,
        "单位（盖章）：商学院党总支",
        dates="chinese",
        footer=("填表人：米小禾    审核人：陶景明",),
    )
    return [Workbook("商学院/商学院工作台账0622.xlsx", (table,))]


def marxism() -> list[Workbook]:
    """All four lists under each other on one sheet."""
    sheet = "马院清单"
    first = "填报单位：马克思主义学院直属党支部"
    tables = (
        Table("P", columns("P", problem="问题"), sheet, "一、问题清单", first, dates="short"),
        Table("T", columns("T"), sheet, "二、任务清单", dates="short"),
        Table("D", columns("D"), sheet, "三、责任清单", dates="short"),
        Table("C", columns("C", ("extend_to",)), sheet, "四、完成清单", dates="short"),
    )
    return [Workbook("马院四张清单.xlsx", tables)]


def party_office() -> list[Workbook]:
    """Sheets called 附件1 to 附件4, headings on two lines."""
    tables = []
    shapes = {
        "P": (("", 1), ("", 1), ("收集情况", 3), ("", 1), ("", 1), ("", 1)),
        "T": (("", 1), ("", 1), ("", 1), ("任务内容", 3), ("责任分工", 2), ("", 1), ("", 1)),
        "D": (("", 1), ("", 1), ("", 1), ("责任分工", 5), ("", 1), ("", 1)),
        "C": (("", 1), ("", 1), ("", 1), ("", 1), ("", 1), ("完成情况", 4), ("未完成事项", 3)),
    }
    for number, letter in enumerate("PTDC", start=1):
        tables.append(
            Table(
                letter,
                columns(letter),
                f"附件{number}",
                f"党政办公室{_NAMES[letter]}",
                "填报单位：党政办公室",
                groups=shapes[letter],
                footer=("注：本表一式两份，电子版与纸质版一致。",),
            )
        )
    return [Workbook("党政办公室/附件1-4.xlsx", tuple(tables))]


def library() -> Table:
    """A wide table saved as .csv in GBK."""
    wide = (
        ("seq", "序号"),
        ("problem", "问题描述"),
        ("method", "收集方式"),
        ("group", "反映群体"),
        ("collected_on", "收集时间"),
        ("task", "工作任务"),
        ("measure", "工作措施"),
        ("lead_unit", "牵头单位"),
        ("co_units", "配合单位"),
        ("leader", "责任领导"),
        ("person", "责任人"),
        ("phase", "所属阶段"),
        ("deadline", "完成时限"),
        ("status", "完成状态"),
        ("progress", "进展情况"),
        ("done_date", "实际完成时间"),
        ("proof", "佐证材料"),
    )
    return Table(
        "W", wide, "", "图书馆“下察解暖”实践活动四张清单", "填报单位：图书馆", dates="slashes"
    )


def party_branch() -> list[Workbook]:
    """Four plain sheets, later saved as .xls."""
    return [Workbook("机关党总支清单.xlsx", tuple(four("报送单位：机关党总支", "chinese")))]


def logistics() -> list[Workbook]:
    """Two workbooks in the unit's folder, two lists each."""
    line = "填报单位：后勤保障部（后勤党总支）　　填报时间：2022年6月22日"
    problems, *others = four(line, titles="后勤保障部")
    first = (replace(problems, merge=("category",)), others[0])
    folder = "后勤保障部/"
    return [
        Workbook(f"{folder}1.问题清单 任务清单.xlsx", first),
        Workbook(f"{folder}2.责任清单 完成清单.xlsx", tuple(others[1:])),
    ]


def student_affairs() -> list[Workbook]:
    """Headings repeated at a page break, merged categories, a cover sheet."""
    problems, tasks, *others = four("填报单位：学工部", "chinese")
    first = columns("P", first=("category",))
    tables = (
        replace(problems, columns=first, merge=("category",), repeat_after=5, dates="real"),
        replace(tasks, repeat_after=4),
        *others,
    )
    cover = (_CAMPAIGN, "四张清单", "学生工作部", "2022年6月")
    return [Workbook("学生处/学生工作部（处）四张清单.xlsx", tables, cover)]


def foreign_languages() -> list[Workbook]:
    """Sheets renamed by the unit; short days without a year."""
    made = four("填报单位：外国语学院党总支", "short", "外国语学院")
    names = ("1问题", "2任务", "3责任", "4完成")
    tables = tuple(replace(t, sheet=n) for t, n in zip(made, names, strict=True))
    return [Workbook("外国语学院报送.xlsx", tables)]


def smart_manufacturing() -> list[Workbook]:
    """Days as naked serial numbers; a blank row in the middle."""
    made = four("填报单位：智造学院", "serial", "智能制造学院")
    tables = tuple(replace(t, blank_after=4) for t in made)
    return [Workbook("智造学院/四清单（定稿）.xlsx", tables)]


def civil_engineering() -> list[Workbook]:
    """No numbers in 责任清单 and 完成清单, joined by words; percent as state; days with dots."""
    made = four("填报单位：土木建筑工程学院", "dots", drop={"D": ("item_id",)})
    done = columns("C", ("item_id",), status="完成进度")
    return [Workbook("土建学院清单.xlsx", (*made[:3], replace(made[3], columns=done)))]


def biology() -> list[Workbook]:
    """Plain, with a signature line at the end."""
    made = four("填报单位：生物与制药工程学院", "slashes", "生药学院")
    foot = ("填表人：尹小荷　　负责人签字：茅春生",)
    tables = tuple(replace(t, footer=foot) for t in made)
    return [Workbook("生药学院/生药学院四张清单.xlsx", tables)]


def academic_affairs() -> list[Workbook]:
    """The form's own columns: no words of the task in 责任清单 and 完成清单, only its number."""
    made = four("填报单位：教务处", "chinese", drop={"D": ("task",), "C": ("task",)})
    return [Workbook("教务部报送清单.xlsx", tuple(made))]


def employment() -> list[Workbook]:
    """A column of the unit's own."""
    problems, tasks, *others = four("填报单位：就业办", "chinese")
    own = ("enterprises", Told("unknown-heading", "单位自己加的一列，不是清单的栏目"))
    more = replace(tasks, columns=(*tasks.columns, ("enterprises", "对接企业数")), told=own)
    return [Workbook("就业办 四张清单 最终版.xlsx", (problems, more, *others))]


def security() -> list[Workbook]:
    """A hidden row that was forgotten, a formula that kept no result."""
    problems, *others = four("填报单位：安全保卫部")
    hidden = ("", Told("hidden-content", "第9行被隐藏，里面有内容（照常读取）"))
    tables = (replace(problems, told=hidden), *others)
    return [Workbook("保卫处/安全保卫部清单.xlsx", tables)]


def humanities() -> list[Workbook]:
    """Handed in after the day."""
    line = "填报单位：人文与艺术学院　　　填报日期：2022年6月27日（补报）"
    return [Workbook("人艺学院四张清单（6.27补报）.xlsx", tuple(four(line, "chinese")))]


def physical_education() -> list[Workbook]:
    """No 责任清单, and a 任务清单 without deadlines."""
    dropped = {"T": ("deadline",), "C": ("deadline",)}
    problems, tasks, _, done = four("填报单位：体育部", "chinese", drop=dropped)
    missing = ("deadline", Told("missing-column", "任务清单没有“完成时限”一栏"))
    return [Workbook("体育课部清单.xlsx", (problems, replace(tasks, told=missing), done))]


LAYOUTS = {
    "U01": information_engineering,
    "U02": smart_manufacturing,
    "U03": civil_engineering,
    "U04": biology,
    "U05": business,
    "U06": foreign_languages,
    "U07": humanities,
    "U08": marxism,
    "U12": physical_education,
    "U14": party_office,
    "U19": student_affairs,
    "U23": academic_affairs,
    "U26": logistics,
    "U27": security,
    "U29": employment,
    "U36": party_branch,
}
