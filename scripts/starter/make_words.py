"""Write 词典.xlsx: which headings, status words and unit names mean the same.

python scripts/starter/make_words.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from sheet_maker import Head, SheetMaker  # noqa: E402

from huaxia_tasks.workbooks.words import starter_rows  # noqa: E402

_NOTES = {
    "栏目": "各单位表头的写法五花八门，这里写明哪些写法是同一个栏目：一格一个写法，一行写不下就另起一行、重复前四列；不分空格、括号和冒号。\n"
    "一种写法写在哪个栏目下，就按哪个栏目算。灰色的字段键不要改；新增本校自己的栏目，字段键可以空着，只填标准栏目和写法。",
    "状态": "完成状态的各种说法归到哪一种状态：一格一个说法，一行写不下就另起一行、重复前两列。\n"
    "“基本完成”“部分办结”不算完成；“长期坚持”永远不算完成；“超期”由程序按时限计算，不看单元格怎么写。",
    "单位别名": "方案“单位”表之外的别称：左边写单位全称，右边一格一个别称。",
    "集合名称": "“各学院”“校属各单位”这类统称指哪些单位：填各单位、各学院、各部门、各党组织，或用顿号写明几个单位。统称不能作牵头单位。",
}
_WIDTHS = {
    "字段键": 14,
    "标准栏目": 14,
    "内容类型": 11,
    "用于清单": 40,
    "状态键": 18,
    "标准说法": 14,
}
_WIDTHS |= {"单位": 20, "别名": 18, "名称": 26, "指哪些单位": 30}
_PER_ROW = 6


def make(path: Path) -> None:
    """Write the word list with everything that the program knows."""
    maker = SheetMaker(path, "词典")
    for name, (headings, *rows) in starter_rows().items():
        fixed = len(headings) - (name != "集合名称")
        per_row = _PER_ROW if name != "集合名称" else 0
        heads = [_head(h) for h in headings[:fixed]]
        heads += [_head(headings[fixed] if not i else "") for i in range(per_row)]
        maker.add_sheet(name, name, _NOTES[name], [h.width for h in heads])
        filled = [line for row in rows for line in _folded(row, fixed, per_row)]
        first, _ = maker.add_table(name, heads, filled, blank_rows=8)
        maker.sheets[name].freeze_panes(first, 2 if per_row else 0)
    maker.close()


def _folded(row: list[str], fixed: int, per_row: int) -> list[list[str]]:
    """Return a row as several rows of `per_row` spellings, the first columns repeated."""
    start, words = row[:fixed], row[fixed:]
    if not per_row:
        return [row]
    chunks = [words[i : i + per_row] for i in range(0, len(words), per_row)] or [[]]
    return [[*start, *chunk, *[""] * (per_row - len(chunk))] for chunk in chunks]


def _head(heading: str) -> Head:
    grey = heading in ("字段键", "状态键", "内容类型")
    return Head(heading, _WIDTHS.get(heading, 18), "derived_text" if grey else "text")


if __name__ == "__main__":
    make(ROOT / "sheets" / "词典.xlsx")
