"""Bodies of the papers around collecting lists: the notice and the receipt."""

from __future__ import annotations

from template_letters import annex_head, closing, letterhead
from template_package import Template
from template_parts import Column, imprint, loop_table, p, when
from template_styles import TEXT_WIDTH

WANTED = (
    Column("序号", "{{ loop.index }}", 680),
    Column("清单", "{{ 行.清单 }}", 1200),
    Column("报送单位", "{{ 行.单位 }}", 2220, "l"),
    Column("必填栏目", "{{ 行.栏目 }}", 2265, "l"),
    Column("报送时限", "{{ 行.时限 }}", 1400),
    Column("是否公开", "{{ 行.公开 }}", 1080),
)


def collection_notice() -> Template:
    """关于报送清单的通知."""
    body = (
        letterhead()
        + p("Body", "{{ 开头 }}")
        + p("Heading1", "一、报送内容")
        + p("Body", "{{ 报送内容 }}")
        + p("Body", "{{ 不需报送 }}")
        + p("Heading1", "二、报送时间")
        + p("Body", "{{ 时限句 }}")
        + p("Heading1", "三、报送方式")
        + p("Body", "{{ 方式句 }}")
        + p("Heading1", "四、有关要求")
        + p("Body", "{{ 审核句 }}")
        + p("BodyKeep", "{{ 结尾 }}")
        + closing()
        + annex_head("附件序号", "清单报送要求一览表")
        + loop_table(WANTED, "行", "清单要求")
        + imprint()
    )
    return Template("关于报送清单的通知.docx", "关于报送清单的通知", body)


TOLD = (
    Column("序号", "{{ loop.index }}", 600),
    Column("位置", "{{ 行.位置 }}", 1700, "s"),
    Column("情况", "{{ 行.情况 }}", 3500, "s"),
    Column("请这样填写", "{{ 行.写法 }}", 3045, "s"),
)


def receipt() -> Template:
    """清单接收回执."""
    body = (
        letterhead()
        + p("Body", "{{ 收到句 }}{{ 读出句 }}{{ 缺少句 }}")
        + when("not 问题", p("BodyKeep", "{{ 存疑句 }}{{ 结尾 }}"))
        + when(
            "问题",
            p("BodyKeep", "{{ 存疑句 }}"),
            loop_table(TOLD, "行", "问题", height=380),
            p("TableGap"),
            when("结尾", p("BodyKeep", "{{ 结尾 }}")),
        )
        + closing(note=False)
        + p("ImprintEnd")
    )
    return Template("清单接收回执.docx", "清单接收回执", body)


assert sum(c.twips for c in WANTED) == TEXT_WIDTH
assert sum(c.twips for c in TOLD) == TEXT_WIDTH
