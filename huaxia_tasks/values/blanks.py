"""Cells that are filled and say nothing: placeholders, and marks for “the same as above”."""

# ruff: noqa: RUF001, SIM905 -- marks that look alike are the matter of this file

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..patterns import regex

_WORDS = frozenset(
    "无 暂无 没有 暂没有 暂未 未定 待定 待补 待补充 待填 待填写 待完善 待确定 待明确 待核 待报 暂缺 暂空 空 空白 缺 略 不详 未知 不清楚 不清 "
    "不涉及 不适用 无此项 无内容 无数据 未填 未填写 请填写 请选择 待选择 同表 见附件 详见附件 见附表 见备注 详见备注 附后 另附 见下 见下表 "
    "na n/a n.a. n\\a nan none null nil tbd tba todo x xx xxx xxxx 某某 某某某 某某单位 某某人 某单位 某人 某某部门 #n/a #value! #ref! "
    "#name? #div/0! #null! #num!".split()
)
_DITTO = frozenset(
    "同上 同前 同上述 同上行 同上一行 同上一项 同上格 同上单元格 上同 与上同 同上条 同上栏 如上 〃 ″ ” “ \" '' ’’ ′′ ” “ 〞 〟 ＂ 々 "
    "ditto do. 同左 同右 同第一行 同1".split()
)
_MARKS = frozenset("-—–―‐‑‒−－_＿/／\\＼|·.。…、，,;；:：*＊~～×✕✖○〇◯□☐?？!！()（）[]【】")

_LONGEST_REMEMBERED = 64
_LONGEST_STAND_IN = 200
#: So many Chinese characters in a row stand in no placeholder.
_MUCH = 8
_SAYS_SOMETHING = regex(f"[\u4e00-\u9fff]{{{_MUCH}}}")


def _bare(text: str) -> str:
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Cc") and not c.isspace())
    return "".join(kept)


def is_ditto(text: str) -> bool:
    """Whether the cell says “the same as above” (同上, 〃, a lone quotation mark)."""
    bare = _bare(text)
    if bare.strip("（）()。.") in _DITTO or bare in _DITTO:
        return True
    return bool(bare) and all(c in '〃″“”"＂〞〟〝' for c in bare)


def is_placeholder(text: str) -> bool:
    """Whether the cell holds nothing but a stand-in (无, —, N/A, 待定, 同上); blank counts too."""
    if len(text) >= _MUCH and _SAYS_SOMETHING.search(text) is not None:
        return False
    if len(text) > _LONGEST_STAND_IN:  # a line of strokes at most
        return all(c in _MARKS for c in _bare("".join(set(text))))
    return _judge(text) if len(text) > _LONGEST_REMEMBERED else _judge_once(text)


def _judge(text: str) -> bool:
    bare = _bare(text)
    if not bare or is_ditto(text):
        return True
    if all(c in _MARKS for c in bare):
        return True
    plain = unicodedata.normalize("NFKC", bare).lower()
    plain = plain.strip("()[]【】<>《》“”\"'。.;,、-—:")
    return not plain or plain in _WORDS


_judge_once = lru_cache(maxsize=8192)(_judge)
