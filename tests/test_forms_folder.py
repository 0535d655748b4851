"""The folder 下发: forms appear whole, follow the plan, and are never written over where somebody filled them in."""

from __future__ import annotations

from datetime import date

import openpyxl

from huaxia_tasks.handing import hand_out
from huaxia_tasks.office import clear_dead, lay_out


def test_a_form_filled_in_where_it_lay_is_never_written_over(tmp_path):
    office = lay_out(tmp_path / "督办")
    plan_day = date(2022, 6, 1)
    first = hand_out(office, plan_day)
    name = first.files[0]
    path = office.root / name
    path.write_bytes(path.read_bytes() + b"filled in by the unit")
    filled = path.read_bytes()
    again = hand_out(office, plan_day)
    assert path.read_bytes() == filled
    assert [n for n in again.notes if "没有覆盖" in n and path.name in n]
    path.unlink()
    assert not [n for n in hand_out(office, plan_day).notes if "没有覆盖" in n]
    assert path.is_file()


def test_a_form_nobody_touched_follows_a_changed_plan(tmp_path):
    office = lay_out(tmp_path / "督办")
    name = hand_out(office, date(2022, 6, 1)).files[0]
    before = (office.root / name).read_bytes()
    plan = next((office.root / "计划").glob("*.xlsx"))
    book = openpyxl.load_workbook(plan)
    book["清单"]["H14"] = "另一个例子"
    book.save(plan)
    assert not [n for n in hand_out(office, date(2022, 6, 1)).notes if "没有覆盖" in n]
    assert (office.root / name).read_bytes() != before


def test_what_a_dead_run_left_is_cleared_and_what_another_writes_is_not(tmp_path):
    import os

    (tmp_path / "U01").mkdir()
    dead = tmp_path / "U01" / ".tmp-4194305-0123456789ab"
    old = tmp_path / ".tmp-0123456789ab"
    live = tmp_path / f".tmp-{os.getpid()}-0123456789ab"
    for path in (dead, old, live):
        path.write_bytes(b"x")
    clear_dead(tmp_path)
    assert [p.name for p in tmp_path.rglob(".tmp-*")] == [live.name]
