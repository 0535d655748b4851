"""Bodies of the office's reports: 工作简报, 阶段总结, 纪要."""

from __future__ import annotations

from template_letters import UNIT_COUNTS, annex_head, closing, letterhead, red_mark, totals
from template_package import Template
from template_parts import (
    bulletin_imprint,
    chart,
    each,
    imprint,
    loop_table,
    p,
    run,
    total_row,
    when,
)


def bulletin() -> Template:
    """工作简报."""
    marks = (
        when("红头", p("Mark", "{{ 标题 }}"), p("DocNumberPlain", "{{ 期号 }}"), p("MastheadRed", "{{ 编印 }}\t{{ 成文日期 }}"))
        + when("not 红头", p("DocTitle", "{{ 标题 }}"), when("期号", p("DocNumberPlain", "{{ 期号 }}")),
               p("Masthead", "{{ 编印 }}\t{{ 成文日期 }}编印"))
    )  # fmt: skip
    body = (
        marks
        + p("Heading1", "一、总体情况")
        + each("段", "综述", p("Body", "{{ 段 }}"))
        + chart("各阶段办理情况")
        + p("Heading1", "二、办理成效")
        + each("项", "事例", p("Body", "", run("{{ 项.题 }}", "RunInHeading"), run("{{ 项.文 }}")))
        + when(
            "好的做法", p("Heading1", "{{ 好的做法序号 }}、好的做法"), p("Body", "{{ 好的做法 }}")
        )
        + p("Heading1", "{{ 下一步序号 }}、下一步工作")
        + p("Body", "{{ 下一步 }}")
        + bulletin_imprint()
    )
    return Template("工作简报.docx", "工作简报", body)


def phase_summary() -> Template:
    """阶段总结."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + p("Heading1", "一、阶段任务和总体进展")
        + p("Body", "{{ 阶段任务 }}{{ 总体进展 }}")
        + p("Heading1", "二、主要做法和成效")
        + p("Body", "{{ 做法 }}")
        + each("项", "成效", p("Body", "", run("{{ 项.题 }}", "RunInHeading"), run("{{ 项.文 }}")))
        + p("Heading1", "三、存在的不足")
        + p("Body", "{{ 不足 }}")
        + p("Heading1", "四、下一步安排")
        + p("Body", "{{ 巩固 }}")
        + p("BodyKeep", "{{ 下一步 }}")
        + closing()
        + annex_head("附件序号", "各单位清单报送和事项办理情况一览表")
        + chart("办理情况")
        + loop_table(
            UNIT_COUNTS, "行", "一览表", total_row(UNIT_COUNTS, totals("合计")), height=430
        )
        + imprint()
    )
    return Template("阶段总结.docx", "阶段总结", body)


def minutes() -> Template:
    """纪要: attendance stands at the end, its labels in 黑体."""
    head = when(
        "红头",
        red_mark(),
        when("期号", p("DocNumberPlain", "{{ 期号 }}")),
        p("MastheadRed", "{{ 署名 }}	{{ 成文日期 }}"),
        p("DocTitleRed", "{{ 标题 }}"),
    ) + when(
        "not 红头",
        when("期号", p("DocNumber", "{{ 期号 }}")),
        p("DocTitle", "{{ 标题 }}"),
    )
    attendance = run("{{ 人.栏 }}", "Label"), run("{{ 人.名 }}")
    body = (
        head
        + p("AfterTitle", "{{ 开头 }}")
        + p("Heading1", "一、会议通报的情况")
        + each("段", "通报", p("Body", "{{ 段 }}"))
        + p("Heading1", "二、会议议定的事项")
        + each("项", "议定", p("Body", "", run("{{ 项.题 }}", "RunInHeading"), run("{{ 项.文 }}")))
        + each(
            "人",
            "与会",
            when("loop.first", p("AttendanceFirst", "", *attendance)),
            when("not loop.first", p("Attendance", "", *attendance)),
        )
        + when("与会", p("SignOffEnd"))
        + imprint()
    )
    return Template("纪要.docx", "纪要", body)
