"""Bodies of supervision papers and of forms that a unit or the office fills in."""

from __future__ import annotations

from template_letters import annex_head, closing, labelled, letterhead
from template_package import Template
from template_parts import Column, each, form_table, imprint, loop_table, p, when
from template_styles import TEXT_WIDTH

#: Four columns of label, value, label, value; five characters of a label, a day with its
#: weekday stand on one line.
QUARTERS = (1400, 2585, 1400, 3460)
LABEL, VALUE, LEFT = "FormLabel", "TableCenter", "FormText"


def pair(label: str, value: str, other: str, second: str) -> tuple[int, list[tuple[str, str, int]]]:
    """Return a form row of two labels with their values."""
    return 460, [(LABEL, label, 1), (VALUE, value, 1), (LABEL, other, 1), (VALUE, second, 1)]


def wide(label: str, value: str = "", height: int = 900) -> tuple[int, list[tuple[str, str, int]]]:
    """Return a form row of a label and one wide value."""
    return height, [(LABEL, label, 1), (LEFT, value, 3)]


def signed(label: str, text: str, height: int = 900) -> tuple[int, list[tuple[str, str, int]]]:
    """Return a form row with room for an opinion, a signature and a date."""
    last = p("FormSign", "签字（盖章）：　　　　　　　年　　月　　日")
    return height, [(LABEL, label, 1), (LEFT, p(LEFT, text) + last, 3)]


def remark(text: str) -> tuple[int, list[tuple[str, str, int]]]:
    """Return a closing form row that explains the form."""
    return 480, [(LEFT, text, 4)]


def supervision_slip() -> Template:
    """督办通知单 with its receipt."""
    form = form_table(
        QUARTERS,
        [
            pair("督办编号", "{{ 发文字号 }}", "事项编号", "{{ 事项编号 }}"),
            wide("督办事项", "{{ 督办任务 }}", 560),
            pair("承办单位", "{{ 承办单位 }}", "配合单位", "{{ 配合单位 }}"),
            pair("办结时限", "{{ 办结时限 }}", "预计办结", ""),
            pair("签收人", "", "签收日期", ""),
            pair("经办人", "", "联系电话", ""),
            wide("办理进展\n和结果", "", 1240),
            wide("未办结原因\n和下一步\n措施", "", 1080),
            wide("佐证材料", "", 560),
            signed("单位负责人\n意见", "", 760),
        ],
    )
    body = (
        letterhead()
        + p("Body", "下列事项列入督办，请按要求办理并按时反馈。")
        + labelled("一、督办事项。", "{{ 督办事项 }}{{ 牵头句 }}")
        + labelled("二、立项依据。", "{{ 立项依据 }}")
        + labelled("三、办理要求。", "{{ 办理要求 }}")
        + labelled("四、办理时限和反馈。", "{{ 时限句 }}{{ 反馈句 }}", "BodyKeep")
        + when("联系句", p("BodyKeep", "{{ 联系句 }}"))
        + closing(note=False)
        + annex_head("附件序号", "督办事项办理回执")
        + form
        + imprint()
    )
    return Template("督办通知单.docx", "督办通知单", body)


SLIPS = (
    Column("序号", "{{ loop.index }}", 680),
    Column("事项编号", "{{ 行.编号 }}", 1240),
    Column("督办事项", "{{ 行.任务 }}", 4125, "l"),
    Column("原定时限", "{{ 行.时限 }}", 1700),
    Column("逾期天数", "{{ 行.逾期 }}", 1100),
)


def supervision_cover() -> Template:
    """督办件交办清单: what leaves for one unit in one bundle."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + p("BodyKeep", "{{ 结尾 }}")
        + closing()
        + annex_head("附件序号", "督办件目录")
        + loop_table(SLIPS, "行", "督办件")
        + imprint()
    )
    return Template("督办件交办清单.docx", "督办件交办清单", body)


def form(file: str, asks: str, rows: list[tuple[int, list[tuple[str, str, int]]]]) -> Template:
    """Return a one-page form: title, what it is for, the table."""
    first = pair("表单编号", "{{ 发文字号 }}", "填表日期", "{{ 填表日期 }}")
    body = (
        p("FormTitle", "{{ 标题 }}")
        + p("FormLead", asks)
        + form_table(QUARTERS, [first, *rows])
        + p("ImprintEnd")
    )
    return Template(f"{file}.docx", file, body)


def extension_form() -> Template:
    """延期申请表."""
    rows = [
        pair("事项编号", "{{ 事项编号 }}", "所属阶段", "{{ 所属阶段 }}"),
        wide("工作任务", "{{ 工作任务 }}", 600),
        pair("牵头单位", "{{ 牵头单位 }}", "配合单位", "{{ 配合单位 }}"),
        pair("责任人", "{{ 责任人 }}", "经办人", ""),
        pair("原定时限", "{{ 原定时限 }}", "申请延期至", "{{ 申请延期至 }}"),
        wide("申请时点", "{{ 逾期说明 }}", 460),
        wide("延期原因", "{{ 未完成原因 }}", 900),
        wide("已采取措施", "{{ 已采取措施 }}", 900),
        wide("下一步措施", "{{ 下一步措施 }}", 900),
        signed("单位负责人\n意见", ""),
        signed("督办部门\n意见", ""),
        signed("审批意见", "□同意延期至　　　　年　　月　　日　　□不同意"),
        remark("到期前提出的申请有效；同意后由{{ 督办部门 }}登记，原定时限保留备查。"),
    ]
    return form("延期申请表", "下列事项不能按期办结，申请延期。一事一表，到期前报送。", rows)


def closing_form() -> Template:
    """销号审批表."""
    rows = [
        pair("事项编号", "{{ 事项编号 }}", "所属阶段", "{{ 所属阶段 }}"),
        wide("工作任务", "{{ 工作任务 }}", 600),
        wide("工作目标", "{{ 工作目标 }}", 600),
        pair("牵头单位", "{{ 牵头单位 }}", "配合单位", "{{ 配合单位 }}"),
        pair("原定时限", "{{ 原定时限 }}", "完成时间", "{{ 完成时间 }}"),
        pair("报送状态", "{{ 完成状态 }}", "责任人", "{{ 责任人 }}"),
        wide("办理结果", "{{ 办理结果 }}", 1400),
        wide("佐证材料", "{{ 佐证材料 }}", 800),
        signed("单位负责人\n意见", ""),
        signed("督办部门\n核验意见", "□现场核验　□材料核验　　□属实　□部分属实　□不属实"),
        signed("审批意见", "□同意销号　　□退回继续办理"),
        remark("核验人不得是承办人；核验情况由{{ 督办部门 }}登记。"),
    ]
    return form("销号审批表", "下列事项已经办结，申请销号。一事一表，请附佐证材料。", rows)


def spotcheck_record() -> Template:
    """抽查核实记录表."""
    rows = [
        pair("抽查编号", "{{ 抽查编号 }}", "随机种子", "{{ 随机种子 }}"),
        pair("核实日期", "{{ 核实日期 }}", "核实地点", ""),
        pair("事项编号", "{{ 事项编号 }}", "牵头单位", "{{ 牵头单位 }}"),
        wide("工作任务", "{{ 工作任务 }}", 600),
        pair("原定时限", "{{ 原定时限 }}", "报送状态", "{{ 完成状态 }}"),
        wide("单位报告", "{{ 单位报告 }}", 900),
        wide("所列佐证", "{{ 佐证材料 }}", 560),
        wide("现场所见", "", 1200),
        wide("查看的材料", "", 760),
        wide("师生反映", "", 760),
        wide("核实结论", "□属实　　　□部分属实　　　□不属实", 560),
        wide("整改要求\n和期限", "", 860),
        pair("核实人签字", "{{ 核实人 }}", "单位签字", ""),
        remark("核实结论由{{ 督办部门 }}登记；不属实的，该事项重新计为未完成。"),
    ]
    lead = "对下列事项的办理情况进行核实，当场记录并签字确认。"
    return form("抽查核实记录表", lead, rows)


CHECKED = (
    Column("序号", "{{ loop.index }}", 680),
    Column("事项编号", "{{ 行.编号 }}", 1240),
    Column("工作任务", "{{ 行.任务 }}", 4225, "l"),
    Column("完成时限", "{{ 行.时限 }}", 1600),
    Column("报送状态", "{{ 行.状态 }}", 1100),
)


def spotcheck_notice() -> Template:
    """抽查通知."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + p("Body", "{{ 抽查句 }}")
        + each("项", "抽查列举", p("Body", "{{ loop.index }}.{{ 项 }}"))
        + p("Body", "{{ 方式句 }}")
        + p("BodyKeep", "{{ 结尾 }}")
        + closing(room="附件说明 or 抽查列举")
        + when(
            "附件说明",
            annex_head("附件序号", "抽查事项一览表"),
            loop_table(CHECKED, "行", "抽查事项"),
        )
        + imprint()
    )
    return Template("抽查通知.docx", "抽查通知", body)


assert sum(QUARTERS) == TEXT_WIDTH
assert sum(c.twips for c in SLIPS) == TEXT_WIDTH
assert sum(c.twips for c in CHECKED) == TEXT_WIDTH
