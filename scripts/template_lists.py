"""Bodies of the lists: a portrait page that explains, then landscape tables.

On landscape pages the page number stays where it is on the other pages of the bound paper: at the
left edge, turned by 90 degrees (GB/T 9704-2012, 8 and 7.5).
"""

from __future__ import annotations

from template_letters import closing
from template_package import Page, Template
from template_parts import Column, loop_table, p, page_number, text_box, when

WIDTH = 12756
_EMU = 36000
HEADS: dict[str, tuple[Column, ...]] = {
    "问题清单": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1160),
        Column("报送单位", "{{ 行.报送单位 }}", 2340),
        Column("问题描述", "{{ 行.问题描述 }}", 4796, "l"),
        Column("问题类别", "{{ 行.问题类别 }}", 1600),
        Column("收集方式", "{{ 行.收集方式 }}", 1110),
        Column("反映群体", "{{ 行.反映群体 }}", 1110),
    ),
    "任务清单": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1160),
        Column("工作任务", "{{ 行.工作任务 }}", 2400, "l"),
        Column("工作措施", "{{ 行.工作措施 }}", 2860, "l"),
        Column("工作目标", "{{ 行.工作目标 }}", 1696, "l"),
        Column("牵头单位", "{{ 行.牵头单位 }}", 1300),
        Column("配合单位", "{{ 行.配合单位 }}", 1340, "l"),
        Column("完成时限", "{{ 行.完成时限 }}", 1360),
    ),
}
DUTIES = {
    "公开": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1400),
        Column("牵头单位", "{{ 行.牵头单位 }}", 3400),
        Column("配合单位", "{{ 行.配合单位 }}", 5316, "l"),
        Column("完成时限", "{{ 行.完成时限 }}", 2000),
    ),
    "内部": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1160),
        Column("牵头单位", "{{ 行.牵头单位 }}", 1800),
        Column("责任领导", "{{ 行.责任领导 }}", 1100),
        Column("责任人", "{{ 行.责任人 }}", 1100),
        Column("经办人", "{{ 行.经办人 }}", 1100),
        Column("配合单位", "{{ 行.配合单位 }}", 2056, "l"),
        Column("配合事项", "{{ 行.配合事项 }}", 2440, "l"),
        Column("完成时限", "{{ 行.完成时限 }}", 1360),
    ),
}
COMPLETIONS = {
    "公开": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1400),
        Column("报送单位", "{{ 行.报送单位 }}", 2800),
        Column("牵头单位", "{{ 行.牵头单位 }}", 2800),
        Column("完成时限", "{{ 行.完成时限 }}", 1716),
        Column("完成状态", "{{ 行.完成状态 }}", 1500),
        Column("实际完成时间", "{{ 行.完成时间 }}", 1900),
    ),
    "内部": (
        Column("序号", "{{ loop.index }}", 640),
        Column("编号", "{{ 行.编号 }}", 1160),
        Column("牵头单位", "{{ 行.牵头单位 }}", 1300),
        Column("完成时限", "{{ 行.完成时限 }}", 1360),
        Column("完成状态", "{{ 行.完成状态 }}", 1100),
        Column("进展情况", "{{ 行.进展情况 }}", 2480, "l"),
        Column("完成时间", "{{ 行.完成时间 }}", 1360),
        Column("佐证材料", "{{ 行.佐证材料 }}", 1256, "l"),
        Column("未完成原因\n和下一步", "{{ 行.原因和下一步 }}", 2100, "l"),
    ),
}


def _turned(style: str, number: int) -> str:
    """Return a landscape footer: the page number in a box turned by 90 degrees."""
    position = (
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(25.6 * _EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{28 * _EMU}</wp:posOffset></wp:positionV>'
    )
    box = text_box(
        page_number(style),
        number=number,
        name="页码",
        width=round(4.94 * _EMU),
        height=156 * _EMU,
        position=position,
        wrap="<wp:wrapNone/>",
        body='vert="vert"',
        anchor="t",
        fit=False,
    )
    return p("ImprintEnd", "", box)


def lists(edition: str) -> Template:
    """清单（公开版） or 清单（内部版）."""
    heads = {**HEADS, "责任清单": DUTIES[edition], "完成清单": COMPLETIONS[edition]}
    for columns in heads.values():
        if sum(c.twips for c in columns) != WIDTH:
            raise ValueError([c.heading for c in columns])
    tables = "".join(
        when(name, p("ListTitle", name), loop_table(columns, "行", name))
        for name, columns in heads.items()
    )
    cover = (
        p("DocTitle", "{{ 标题 }}")
        + p("AfterTitle", "{{ 说明 }}")
        + when("公开期限句", p("Body", "{{ 公开期限句 }}"))
        + p("BodyKeep", "{{ 附言 }}")
        + closing(room="False")
    )
    portrait = Page()
    end = f'<w:p><w:pPr><w:pStyle w:val="ImprintEnd"/>{portrait.xml()}</w:pPr></w:p>'
    landscape = Page(
        refs=(("footerReference default", "rId12"), ("footerReference even", "rId13")),
        landscape=True,
        margins=(1587, 2098, 1474, 1984),
        footer=300,
    )
    name = f"清单（{edition}版）"
    return Template(
        f"{name}.docx",
        name,
        cover + end + tables + p("ImprintEnd"),
        landscape,
        (
            ("footer3.xml", "rId12", _turned("PageOdd", 301)),
            ("footer4.xml", "rId13", _turned("PageEven", 302)),
        ),
    )
