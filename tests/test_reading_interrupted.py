"""A reader that is ended from outside costs one file for one run, and no more."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from small_office import small_office
from xls_writer import write_xls

from huaxia_tasks.run import run_folder
from huaxia_tasks.workbooks import grid_legacy
from huaxia_tasks.workbooks.grid import read_book

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows 上没有这些信号")
BOOK = write_xls({"清单": [["甲"]]})


def put_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(code, encoding="utf-8")
    monkeypatch.setattr(grid_legacy, "_CHILD", script)


def test_a_child_ended_from_outside_is_started_once_more(tmp_path, monkeypatch):
    mark = tmp_path / "once"
    real = grid_legacy._CHILD.read_text(encoding="utf-8")
    first = f"import os, pathlib\nm = pathlib.Path({str(mark)!r})\nif not m.exists(): m.touch(); os.kill(os.getpid(), 9)\n"
    put_child(
        tmp_path, monkeypatch, real.replace("import contextlib\n", first + "import contextlib\n", 1)
    )
    assert read_book(BOOK).sheets
    assert mark.exists()


def test_what_was_only_interrupted_is_read_by_the_next_run(tmp_path, monkeypatch):
    office = small_office(tmp_path / "办公室", units=2)
    grid = [
        ["任务清单"],
        ["序号", "工作任务", "牵头单位", "完成时限"],
        [1.0, "换灯", "智能制造学院", "9月底前"],
    ]
    (office.inbox / "智能制造学院.xlsx").unlink()
    (office.inbox / "智能制造学院.xls").write_bytes(write_xls({"任务清单": grid}))
    today, whole = date(2022, 6, 28), grid_legacy._CHILD
    put_child(tmp_path, monkeypatch, "import os; os.kill(os.getpid(), 15)")
    hurt = run_folder(office, today)
    assert [f.rule for f in hurt.findings if f.rule == "unreadable-file"]
    assert not hurt.steady
    assert hurt.exit_code == 3
    monkeypatch.setattr(grid_legacy, "_CHILD", whole)
    healed = run_folder(office, today)
    assert not [f.rule for f in healed.findings if f.rule == "unreadable-file"]
    assert any(m.title == "换灯" for v in healed.snapshot.views for m in v.matters)
