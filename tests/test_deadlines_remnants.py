"""A sign beside a date that nobody understands leaves the day in doubt; words around it do not."""

from __future__ import annotations

from datetime import date

import pytest

from huaxia_tasks.deadlines import parse_deadline
from huaxia_tasks.model import DueKind

WRITTEN = date(2022, 5, 29)
CELLS = [
    "6月30日前",
    "2022年6月30日",
    "2022.6.30",
    "2022-06-30",
    "5月20日至6月10日",
    "12月底前",
    "6月15日前自查，7月20日前整改",
    "下月15日",
    "3个工作日内",
    "30日前",
]
STRANGE = {"figure": "QZB§×□#_", "月": "用肉甩Ħ", "日": "口囗□田"}


def _garbled() -> list[tuple[str, str]]:
    found = []
    for cell in CELLS:
        for place, sign in enumerate(cell):
            for strange in STRANGE.get("figure" if sign.isdecimal() else sign, ""):
                found.append((cell, cell[:place] + strange + cell[place + 1 :]))
    return found


@pytest.mark.parametrize(("cell", "garbled"), _garbled())
def test_a_garbled_cell_never_names_another_day(cell: str, garbled: str) -> None:
    due = parse_deadline(garbled, WRITTEN)
    assert due.due in (None, parse_deadline(cell, WRITTEN).due), due.why


@pytest.mark.parametrize(
    "cell",
    [
        "除6月30日外",
        "7月15日以前（不含15日）",
        "6月30日前三天",
        "6月30日的次日",
        "不早于6月30日",
        "6月30日前或验收合格之日",
        "6月1日至项目结束",
        "6月1日至  日",
        "2022年    月底前",
        "某月15日前",
        "月15日前",
        "6月乙日",
        "4 B 30日",
        "6月倒数第二天",
        "5月30日-6",
    ],
)
def test_a_day_told_by_way_of_another_or_left_open_is_asked_about(cell: str) -> None:
    due = parse_deadline(cell, WRITTEN)
    assert due.due is None, due.why
    assert due.kind in (DueKind.AMBIGUOUS, DueKind.INVALID)


@pytest.mark.parametrize(
    "cell",
    [
        "OA系统6月30日前上线",
        "6月30日前完成5G覆盖",
        "投入30万元，6月30日前完成12间教室改造",
        "附件2于6月30日前报送",
        "主题党日6月30日前开展",
        "紧急！6月30日前",
        "6月30日到位",
        "6月30日前（含30日）",
        "1号楼、2号楼6月30日前",
        "除确需延期的事项外，均于6月30日前办结",
        "WPS、PDF各一份，6月30日前",
        "第3批6月30日前",
        "★6月30日前",
        "6月30日前，日常检查不断档",
    ],
)
def test_ordinary_words_around_a_date_leave_it_alone(cell: str) -> None:
    due = parse_deadline(cell, WRITTEN)
    assert (due.kind, due.due) == (DueKind.BY_DATE, date(2022, 6, 30)), due.why
