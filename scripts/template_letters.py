"""Bodies of the letters to units: 催办通知, 工作提醒函, 情况通报."""

from __future__ import annotations

from template_package import Template
from template_parts import (
    Column,
    chart,
    each,
    imprint,
    loop_table,
    note_row,
    p,
    run,
    total_row,
    when,
)
from template_styles import TEXT_WIDTH


def red_mark() -> str:
    """Return 发文机关标志 in the size that its length allows; a very long one has a line break."""
    marks = (
        ("发文机关标志|length <= 11", "Mark"),
        ("11 < 发文机关标志|length <= 15", "MarkLong"),
        ("发文机关标志|length > 15", "MarkLongest"),
    )
    return "".join(when(size, p(style, "{{ 发文机关标志 }}")) for size, style in marks)


def letterhead() -> str:
    """Return 版头 (only where red letterheads are allowed) and the title."""
    return (
        when(
            "红头",
            red_mark(),
            p("DocNumberRed", "{{ 发文字号 }}"),
            p("DocTitleRed", "{{ 标题 }}"),
        )
        + when(
            "not 红头",
            when("发文字号", p("DocNumber", "{{ 发文字号 }}")),
            p("DocTitle", "{{ 标题 }}"),
        )
        + p("Addressee", "{{ 主送 }}：")
    )


def closing(*, note: bool = True, room: str = "附件说明") -> str:
    """Return 附件说明, 署名, 成文日期 and 附注.

    Where `room` holds, an empty line follows, so that they never stand at a page's very foot: a page with
    22 lines of text is full, one that ends in a sign-off with its empty lines only looks so.
    """
    return (
        when("附件说明|length == 1", p("AnnexNote", "附件：{{ 附件说明[0] }}"))
        + when(
            "附件说明|length > 1",
            p("AnnexNoteFirst", "附件：1.{{ 附件说明[0] }}"),
            each("名称", "附件说明[1:]", p("AnnexNoteNext", "{{ loop.index + 1 }}.{{ 名称 }}")),
        )
        + when(
            "用印 and not 长署名",
            p("SignatureSeal", "{{ 署名行 }}"),
            p("DocDateSeal", "{{ 日期行 }}"),
        )
        + when(
            "用印 and 长署名",
            p("SignatureSealLong", "{{ 署名行 }}"),
            p("DocDateSealLong", "{{ 日期行 }}"),
        )
        + when("not 用印", p("Signature", "{{ 署名行 }}"), p("DocDate", "{{ 日期行 }}"))
        + (when("附注", p("Note", "（{{ 附注 }}）")) if note else "")
        + (when(room, p("SignOffEnd")) if note else "")
    )


def run_in(name: str, source: str) -> str:
    """Return paragraphs with a run-in heading （一）…。 in 楷体; the last one stays with the sign-off."""
    runs = run("{{ " + name + ".题 }}", "RunInHeading"), run("{{ " + name + ".文 }}")
    return each(
        name,
        source,
        when("not loop.last", p("Body", "", *runs)),
        when("loop.last", p("BodyKeep", "", *runs)),
    )


def annex_head(number: str, title: str) -> str:
    """Return the head of an annex: a new page, 附件 and number, then its title."""
    return p("AnnexHead", "附件{{ " + number + " }}") + p("AnnexTitle", title)


OVERDUE = (
    Column("序号", "{{ loop.index }}", 680),
    Column("事项编号", "{{ 行.编号 }}", 1240),
    Column("工作任务", "{{ 行.任务 }}", 3185, "l"),
    Column("完成时限", "{{ 行.时限 }}", 1500),
    Column("逾期天数", "{{ 行.逾期 }}", 1120),
    Column("目前状态", "{{ 行.状态 }}", 1120),
)


def labelled(label: str, text: str, style: str = "Body") -> str:
    """Return a paragraph with a run-in heading in 黑体."""
    return p(style, "", run(label, "Label"), run(text))


def section(name: str, heading: str) -> str:
    """Return a sentence, headed and numbered where there are several."""
    text = "{{ " + name + "句 }}"
    return when("分节", labelled("{{ " + name + "序号 }}、" + heading, text)) + when(
        "not 分节", p("Body", text)
    )


def urging_notice() -> Template:
    """催办通知: overdue matters, missing lists, errors to mend; each only where there are any."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + when(
            "逾期句",
            section("逾期", "已逾期事项。"),
            each("项", "逾期列举", p("Body", "{{ loop.index }}.{{ 项 }}")),
            p("Body", "{{ 逾期要求 }}"),
        )
        + when("未报送句", section("未报送", "未报送的清单。"))
        + when("更正句", section("更正", "需更正的问题。"))
        + when("临期句", section("临期", "即将到期事项。"))
        + p("BodyKeep", "{{ 结尾 }}")
        + closing(room="附件说明 or 分节")
        + when(
            "附件说明",
            annex_head("附件序号", "逾期事项一览表"),
            loop_table(OVERDUE, "行", "逾期事项"),
        )
        + imprint()
    )
    return Template("催办通知.docx", "催办通知", body)


DUE_SOON = (
    Column("序号", "{{ loop.index }}", 680),
    Column("事项编号", "{{ 行.编号 }}", 1240),
    Column("工作任务", "{{ 行.任务 }}", 2700, "l"),
    Column("完成时限", "{{ 行.时限 }}", 1820),
    Column("台账状态", "{{ 行.状态 }}", 1120),
    Column("尚需补充", "{{ 行.尚缺 }}", 1285),
)


def reminder_letter() -> Template:
    """工作提醒函: what falls due soon, in a friendly tone."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + each("项", "到期列举", p("Body", "{{ loop.index }}.{{ 项 }}"))
        + when("办理提示", p("Body", "{{ 办理提示 }}"))
        + each("段", "另请", p("Body", "{{ 段 }}"))
        + p("BodyKeep", "{{ 结尾 }}")
        + closing(room="附件说明 or 到期列举 or 另请")
        + when(
            "附件说明",
            annex_head("附件序号", "近期到期事项一览表"),
            loop_table(DUE_SOON, "行", "到期事项"),
        )
        + imprint()
    )
    return Template("工作提醒函.docx", "工作提醒函", body)


UNIT_COUNTS = (
    Column("序号", "{{ loop.index }}", 600),
    Column("单位", "{{ 行.单位 }}", 2265, "l"),
    Column("报送情况", "{{ 行.报送 }}", 1100),
    Column("事项", "{{ 行.事项 }}", 620, "r"),
    Column("已完成", "{{ 行.办结 }}", 860, "r"),
    Column("推进中", "{{ 行.推进 }}", 860, "r"),
    Column("未启动", "{{ 行.未启动 }}", 860, "r"),
    Column("逾期", "{{ 行.逾期 }}", 620, "r"),
    Column("完成率", "{{ 行.率 }}", 1060, "r"),
)

LATE_MATTERS = (
    Column("序号", "{{ loop.index }}", 620),
    Column("牵头单位", "{{ 行.单位 }}", 2280, "l"),
    Column("事项编号", "{{ 行.编号 }}", 1140),
    Column("工作任务", "{{ 行.任务 }}", 2305, "l"),
    Column("完成时限", "{{ 行.时限 }}", 1400),
    Column("逾期天数", "{{ 行.逾期 }}", 1100),
)


def totals(source: str) -> tuple[str, ...]:
    """Return the contents of the closing row of the 一览表."""
    keys = ("报送", "事项", "办结", "推进", "未启动", "逾期", "率")
    return ("", "合计", *("{{ " + f"{source}.{key}" + " }}" for key in keys))


def circular() -> Template:
    """情况通报: counts before judgement, no weak unit named in the text, tables annexed."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + p("Heading1", "一、总体情况")
        + each("段", "总体情况", p("Body", "{{ 段 }}"))
        + when(
            "做得好的", p("Heading1", "{{ 做得好的序号 }}、好的做法"), p("Body", "{{ 做得好的 }}")
        )
        + when(
            "存在问题",
            p("Heading1", "{{ 存在问题序号 }}、存在的主要问题"),
            each("段", "存在问题", p("Body", "{{ 段 }}")),
        )
        + p("Heading1", "{{ 要求序号 }}、下一步工作要求")
        + when("总要求", p("Body", "{{ 总要求 }}"))
        + run_in("项", "要求")
        + closing()
        + p("AnnexHead", "附件{{ 附件序号 }}")
        + p("AnnexTitle", "各单位清单报送和事项办理情况一览表")
        + chart("办理情况")
        + loop_table(
            UNIT_COUNTS,
            "行",
            "一览表",
            total_row(UNIT_COUNTS, totals("合计")) + note_row(UNIT_COUNTS, "{{ 表注 }}"),
            height=430,
        )
        + when(
            "逾期事项",
            p("AnnexHead", "附件2"),
            p("AnnexTitle", "逾期事项一览表"),
            loop_table(LATE_MATTERS, "行", "逾期事项"),
        )
        + imprint()
    )
    return Template("情况通报.docx", "情况通报", body)


assert sum(c.twips for c in OVERDUE) == TEXT_WIDTH
assert sum(c.twips for c in DUE_SOON) == TEXT_WIDTH
assert sum(c.twips for c in UNIT_COUNTS) == TEXT_WIDTH
assert sum(c.twips for c in LATE_MATTERS) == TEXT_WIDTH
