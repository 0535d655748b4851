"""Remarks that move a deadline, and those that only look like it."""

from __future__ import annotations

from datetime import date

import pytest
from value_tables import lines

from huaxia_tasks.deadlines import find_dates_in_text
from huaxia_tasks.values.remarks import scan_remark

WRITTEN = date(2022, 5, 29)


@pytest.mark.parametrize(
    ("remark", "day", "state"), [*lines("remark_cells.tsv", "remark_cells_second.tsv")]
)
def test_a_remark_moves_this_day_and_claims_this_state(remark: str, day: str, state: str) -> None:
    due = find_dates_in_text(remark, WRITTEN)
    if day != "?":
        assert (due.due.isoformat() if due and due.due else "-") == day
    status = scan_remark(remark).status
    if state != "?":
        assert (status.status.value if status and status.status else "-") == state


@pytest.mark.parametrize(
    ("remark", "due"),
    [
        ("延期至7月15日", "2022-07-15"),
        ("拟推迟到8月底", "2022-08-31"),
        ("因疫情原因，申请延期至7月15日", "2022-07-15"),
        ("经批准延期到2022.8.31", "2022-08-31"),
        ("整改时限调整为8月31日", "2022-08-31"),
        ("完成时限由6月30日调整为7月31日", "2022-07-31"),
        ("原计划6月底，因故顺延至7月10日，再次延期至7月底", "2022-07-31"),
        ("要求顺延至国庆节前", "2022-09-30"),
        ("拟延期至7月中旬完成，已报分管领导", "2022-07-20"),
        ("建议延长至年底", "2022-12-31"),
        ("延至2022年9月", "2022-09-30"),
        ("延期至２０２２年７月１５日。", "2022-07-15"),
    ],
)
def test_a_remark_that_extends_to_a_day_gives_that_day(remark: str, due: str) -> None:
    found = find_dates_in_text(remark, WRITTEN)
    assert found is not None
    assert found.due == date.fromisoformat(due)


@pytest.mark.parametrize(
    "remark",
    [
        None,
        "",
        "6月30日完成",
        "已于6月20日完成",
        "正在推进",
        "申请延期",
        "延期一周",
        "延期原因：停电，7月15日恢复",
        "不同意延期至7月15日",
        "不得延期至7月",
        "延期至7月32日",
        "推迟至下学期开学前",
        "7月15日召开推进会，推迟原因见附件",
        "长期坚持",
    ],
)
def test_other_remarks_move_nothing(remark: str | None) -> None:
    assert find_dates_in_text(remark, WRITTEN) is None
