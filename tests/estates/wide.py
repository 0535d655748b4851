"""A 总表: the four lists of a matter side by side in one table."""

from __future__ import annotations

import random

from . import headings
from .cells import Content
from .layout import Style
from .lines import ORDER, Line, Lists

_WIDE_FIELDS = (
    *("seq", "item_id", "collected_on", "method", "group", "problem", "category", "scope"),
    *("task", "measure", "goal", "lead_unit", "co_units", "phase", "deadline", "measure_tag"),
    *("leader", "person", "handler", "phone", "status", "progress", "done_date", "proof"),
    *("reason", "next_step", "extend_to", "remark"),
)
_OWNER = {k: next(x for x in "TPDC" if k in ORDER[x]) for k in _WIDE_FIELDS}


def wide_lines(lists: Lists) -> list[Line]:
    """Return the rows of a 总表: the four lists of a matter side by side."""
    joined = []
    for task in lists.lines["T"]:
        assert task.matter is not None
        cells: dict[str, Content] = {}
        own: set[str] = set()
        for key in _WIDE_FIELDS:
            line = lists.of_matter(_OWNER[key], task.matter)
            if line is not None and key in lists.fields[_OWNER[key]]:
                cells[key] = line.cells.get(key)
                own |= {key} & line.own
        joined.append(Line(task.key, "W", task.matter, cells, own=own))
    return joined


def wide_columns(
    rng: random.Random, lists: Lists, style: Style, letters: str
) -> list[tuple[str, str]]:
    """Return the columns of a 总表 with headings that leave no doubt."""
    made = []
    for key in _WIDE_FIELDS:
        owner = _OWNER[key]
        if owner in letters and key in lists.fields[owner]:
            word = headings.headings_of(owner, key)[0]
            if key == "item_id":
                word = "事项编号"
            elif rng.random() > style.standard and key not in ("problem", "reason"):
                word = rng.choice(
                    [w for w in headings.headings_of(owner, key) if w not in _UNCLEAR]
                )
            made.append((key, word))
    return made


_UNCLEAR = (
    "完成时间",
    "编号",
    "说明",
    "来源",
    "状态",
    "督办人",
    "负责人",
    "主要负责人",
    "存在的问题",
    "当前进度",
    "整改进度",
    "工作进度",
)
