"""Write 登记.xlsx, the register of what people decide (empty, with its dropdowns).

python scripts/starter/make_decisions.py
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from sheet_maker import Content, Head, SheetMaker  # noqa: E402

from huaxia_tasks.workbooks.decisions import KINDS  # noqa: E402

HEADS = (
    Head("类型", 9, "center", KINDS),
    Head("事项编号", 13, "center"),
    Head("单位", 20),
    Head("申请日期", 13, "date"),
    Head("决定日期", 13, "date"),
    Head("结论", 11, "center", ("同意", "不同意", "属实", "部分属实", "不属实", "恢复", "收回")),
    Head("新时限", 13, "date"),
    Head("批准人", 12, "center"),
    Head("说明", 46),
)
_NOTE = (
    "人作出的决定记在这里，一件一行；程序只读这张表，不会改它。事项编号照回执或汇总表上的编号填（如 U01-003），也可以填单位自己的任务编号。\n"
    "申请了还没有决定的，结论和决定日期先空着。写错的行，程序会指出是哪一格，其余各行照常有效。"
)
_GUIDE = (
    (
        "延期",
        "单位在时限之前提出申请，由有权的人批准。填申请日期、决定日期、结论“同意”、新时限、批准人。时限过后才申请的，不作数。批准后又收回的，再记一行，结论填“收回”。",
    ),
    (
        "核实",
        "查看了完成情况。结论填“属实”“部分属实”或“不属实”；属实才算核实，不属实的事项重新打开。核实的人不能是办理的人。",
    ),
    (
        "暂停",
        "因客观原因暂时不办。同意后不再提醒，要在说明里写原因。恢复办理时再记一行“暂停”，结论填“恢复”，原来那一行不用删。",
    ),
    ("认领", "确定由哪个单位牵头。事项编号可填任务分工表里的编号（如 D22），单位填认领的单位。"),
    ("销号", "经审批，事项办结销号。"),
    ("撤销", "事项不再办理。不登记就从清单里删去的，程序会提示“事项不见了”。"),
    ("合并", "并入另一事项，在说明里写明并入哪一项。"),
)


def make(path: Path, rows: Sequence[Sequence[Content]] = (), *, demo: bool = False) -> None:
    """Write the register with `rows` already in it."""
    maker = SheetMaker(path, "登记")
    note = ("【演练】以下各行都是虚构的。\n" if demo else "") + _NOTE
    maker.add_sheet("登记", "决定登记", note, [h.width for h in HEADS])
    maker.add_table("登记", HEADS, rows, blank_rows=60)
    maker.add_sheet("说明", "七种登记", "每种登记怎样填，作什么用。", (12, 100), one_page=True)
    heads = (Head("登记种类", 12, "center"), Head("怎样填", 100))
    maker.add_table("说明", heads, _GUIDE, blank_rows=0)
    maker.close()


if __name__ == "__main__":
    make(ROOT / "sheets" / "登记.xlsx")
