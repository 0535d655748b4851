"""What the lines of the register about one matter come to, taken together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from builders import a_chain, a_view, rule_ids
from small_office import small_office

from huaxia_tasks.changes import remember
from huaxia_tasks.decided import decided_state, extended
from huaxia_tasks.model import Decision, Status
from huaxia_tasks.run import check_folder

DUE = date(2022, 6, 30)


def line(kind: str, day: int, verdict: str = "同意", **more: object) -> Decision:
    approved = verdict in ("同意", "属实")
    decision = Decision(
        kind, "U02-001", "U02", approved, date(2022, 6, day), verdict=verdict, **more
    )  # type: ignore[arg-type]
    return decision


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([], None),
        ([line("暂停", 10)], Status.SUSPENDED),
        ([line("暂停", 10), line("暂停", 20, "恢复")], None),
        ([line("暂停", 10), line("暂停", 20, "不同意")], None),
        ([line("暂停", 20, "恢复"), line("暂停", 10)], None),  # rows may stand in any order
        ([line("暂停", 10), line("暂停", 15, "恢复"), line("暂停", 20)], Status.SUSPENDED),
        ([line("暂停", 10), line("延期", 20, "不同意")], Status.SUSPENDED),
        ([line("核实", 10, "属实"), line("核实", 20, "不属实")], Status.IN_PROGRESS),
        ([line("核实", 20, "不属实"), line("核实", 10, "属实")], Status.IN_PROGRESS),
        ([line("核实", 10, "不属实"), line("核实", 20, "属实")], Status.CLOSED),
        ([line("核实", 10, "部分属实")], Status.PARTLY_DONE),
        ([line("销号", 10)], Status.CLOSED),
        ([line("销号", 10), line("销号", 20, "收回")], None),
        ([line("销号", 10, "不同意")], None),
        ([line("撤销", 10)], Status.REJECTED),
        ([line("合并", 10)], Status.REJECTED),
        ([line("撤销", 10, "不同意")], None),
    ],
)
def test_the_last_line_of_a_kind_counts_by_the_day_it_was_decided(lines, state):
    found = decided_state(lines)
    assert (found[0] if found else None) is state


@pytest.mark.parametrize(
    ("lines", "due", "late"),
    [
        ([line("延期", 20, new_due=date(2022, 7, 29))], date(2022, 7, 29), 0),
        ([line("延期", 30, new_due=date(2022, 7, 29))], date(2022, 7, 29), 0),
        (
            [line("延期", 20, new_due=date(2022, 7, 29), asked_on=date(2022, 7, 1))],
            DUE,
            1,
        ),
        ([line("延期", 20, "收回"), line("延期", 10, new_due=date(2022, 7, 29))], DUE, 0),
        ([line("延期", 10, new_due=date(2022, 6, 20))], DUE, 0),
        (
            [
                line("延期", 29, new_due=date(2022, 8, 31), asked_on=date(2022, 7, 10)),
                line("延期", 20, new_due=date(2022, 7, 29)),
            ],
            date(2022, 8, 31),
            0,
        ),
    ],
)
def test_an_extension_counts_where_it_was_asked_for_in_time(lines, due, late):
    counts = extended(DUE, lines)
    assert (counts.due, len(counts.late)) == (due, late)


LATE = {"deadline": "2022年6月24日"}
OPEN = a_chain(tasks=LATE, duties=LATE, completions=LATE)


@pytest.mark.parametrize("kind", ["撤销", "合并"])
def test_a_matter_that_was_called_off_is_not_late(kind):
    off = line(kind, 20)
    assert "overdue" in rule_ids(a_view(*OPEN))
    assert "overdue" not in rule_ids(a_view(*OPEN, decisions=[off]))


def test_an_extension_asked_for_after_the_day_is_told_to_the_unit():
    rows = a_chain(tasks=LATE, duties=LATE, completions={**LATE, "extend_to": "2022年7月29日"})
    granted = {"new_due": date(2022, 7, 29)}
    in_time = line("延期", 26, asked_on=date(2022, 6, 20), **granted)
    too_late = line("延期", 27, asked_on=date(2022, 6, 25), **granted)
    assert "extension-not-approved" not in rule_ids(a_view(*rows, decisions=[in_time]))
    assert "extension-not-approved" in rule_ids(a_view(*rows, decisions=[too_late]))


@pytest.mark.parametrize(
    "said", ["否", "不申请", "无需延期", "暂不申请", "不需要", "没有", "不延期", "不延", "不顺延"]
)
def test_who_wants_no_extension_asks_for_none(said):
    rows = a_chain(completions={"extend_to": said})
    assert "extension-not-approved" not in rule_ids(a_view(*rows))


def test_a_line_that_names_another_unit_than_the_number_does_nothing():
    other = Decision("撤销", "U02-001", "U03", True, date(2022, 6, 20), verdict="同意")
    claimed = Decision("认领", "U02-001", "U03", True, date(2022, 6, 20), verdict="同意")
    assert "overdue" in rule_ids(a_view(*OPEN, decisions=[other]))
    assert a_view(*OPEN, decisions=[other]).matters[0].decisions == ()
    assert a_view(*OPEN, decisions=[claimed]).matters[0].decisions == (claimed,)


def test_completion_that_a_check_on_the_spot_took_back_is_no_change_to_explain():
    claim = {
        "status": "已完成",
        "done_date": "2022年6月15日",
        "proof": "纪要",
        "progress": "已办好",
    }
    done = a_chain(completions=claim)
    past = remember(a_view(*done).matters, (), date(2022, 6, 20))
    now = a_chain(
        completions={"status": "推进中", "done_date": "", "proof": "", "progress": "重做"}
    )
    refused = line("核实", 26, "不属实")
    assert "done-undone" in rule_ids(a_view(*now, past=past))
    assert "done-undone" not in rule_ids(a_view(*now, past=past, decisions=[refused]))


# --------------------------------------------------------------------------- told to the office


def _notes(folder: Path, *lines: tuple[object, ...], today: date = date(2022, 6, 28)) -> list[str]:
    office = small_office(folder / "办公室", units=2)
    book = openpyxl.load_workbook(office.decisions)
    for row, cells in enumerate(lines, 4):
        for column in range(1, 10):
            book["登记"].cell(row, column).value = (
                cells[column - 1] if column <= len(cells) else None
            )
    book.save(office.decisions)
    return [n for n in check_folder(office, today).notes if "登记" in n]


def test_lines_with_no_effect_are_told_each_with_its_own_cell(tmp_path):
    asked, decided = date(2022, 6, 15), date(2022, 6, 16)
    notes = _notes(
        tmp_path,
        ("暂停", "U01-001", None, None, date(2022, 7, 20), "同意", None, "某", "还没到"),
        ("延期", "U01-002", "智能制造学院", asked, decided, "同意", date(2022, 7, 20), "某", ""),
        ("撤销", "U01-088", None, None, decided, "同意", None, "某", ""),
        ("延期", "U01-001", None, asked, decided, "同意", date(2022, 7, 20), "某", "有效"),
        ("延期", "R02", None, asked, decided, "同意", date(2022, 7, 20), "某", "哪个单位的"),
    )
    assert [n.split("：")[0].split("”")[-1] for n in notes] == ["B4", "B5", "B6", "B8"]
    assert "决定日期2022年7月20日还没有到" in notes[0]
    assert "是信息工程学院的编号，单位写的却是智能制造学院" in notes[1]
    assert "没有“U01-088”" in notes[2]
    assert "请在“单位”一栏写明是哪个单位" in notes[3]
