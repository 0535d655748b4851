"""Headings on two or three lines: 责任人 over 姓名 and 电话, 完成情况 over 状态 and 进展."""

from __future__ import annotations

from .headings import UNKNOWN, Heading, HeadingIndex, is_period
from .list_names import is_list_name
from .squeeze import squeeze

#: Words that say nothing alone: the heading above them counts.
_BLANK_WORDS = """
姓名 名字 名称 名单 人员 情况 描述 具体 详情 概述 简述 文字 填写 具体情况 具体描述 具体名称 个人 人
"""
#: Words that stand under another heading only.
_CHILD_WORDS = """
职务 计划 实际 开始 完成 结束 起 止 起止 牵头 配合 主办 协办 责任 编号 内容 措施 目标 时限 时间 状态 进展 成效 原因 单位 部门
电话 手机 联系方式 类别 数量 领导 联系人 启动 截止
主责 承办 协同 协作 协助 参与 会办 联动
"""
#: The two ends of a span under 完成时限 or 完成时间.
_ENDS = {
    **dict.fromkeys(("开始", "启动", "起", "起始"), "start"),
    **dict.fromkeys(("结束", "完成", "截止", "止", "终止"), "deadline"),
}
#: The units under 责任单位.
_UNITS = {
    **dict.fromkeys(("牵头", "主办", "主责", "承办", "第一责任", "主体责任"), "lead_unit"),
    **dict.fromkeys(("配合", "协办", "协同", "协作", "协助", "参与", "会办", "联动"), "co_units"),
}
_BLANK = frozenset(_BLANK_WORDS.split())
_CHILDREN = _BLANK | frozenset(_CHILD_WORDS.split())


def is_child_word(text: str) -> bool:
    """Whether a text is a word that often stands under a wider heading."""
    word = squeeze(text)
    return word in _CHILDREN or is_period(word)


def read_levels(index: HeadingIndex, texts: tuple[str, ...]) -> Heading:
    """Return what a column's headings mean, read from the top one down to the lowest.

    The two joined are asked first (责任人 + 电话, 计划 + 完成时间), then the lowest alone, then the one
    above it.  A list's name above a column (问题清单 over 编号) reads like the word 问题.
    """
    leaf = texts[-1]
    if len(texts) == 1:
        return index.read(leaf)
    word = squeeze(leaf)
    above = [squeeze(t) for t in reversed(texts[:-1])]
    for parent in above:
        for joined in _joined(parent, word):
            if keys := index.exact(joined):
                return Heading(keys, joined, 1)
    parents = [index.read(t) for t in reversed(texts[:-1]) if not is_list_name(t)]
    nearest = next((p for p in parents if p.keys), UNKNOWN)
    if nearest.keys and (word in _BLANK or is_period(word)):
        return nearest._replace(rank=2)
    if "deadline" in nearest.keys and word in _ENDS:
        return Heading((_ENDS[word],), word, 2)
    if word in _UNITS and nearest.keys in (("lead_unit",), ("co_units",)):
        return Heading((_UNITS[word],), word, 2)
    own = index.read(leaf)
    if own.keys == ("unit",) and nearest.keys in (("lead_unit",), ("co_units",)):
        return nearest._replace(rank=2)
    return own


def _joined(parent: str, word: str) -> tuple[str, ...]:
    plain = parent.removesuffix("清单").removesuffix("情况")
    forms = [parent + word, word + parent]
    if plain and plain != parent:
        forms += [plain + word, word + plain]
    return tuple(forms)
