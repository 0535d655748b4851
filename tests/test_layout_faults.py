"""Laying out an office: stopped at any moment, the next ``init`` or ``demo`` makes it whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from huaxia_tasks.errors import UsageError
from huaxia_tasks.marks import DEMO_MARK
from huaxia_tasks.office import lay_out


def contents(root: Path) -> dict[str, bytes]:
    found = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    return {name: data for name, data in found.items() if ".tmp-" not in name}


@pytest.mark.parametrize("demo", [False, True], ids=["init", "demo"])
def test_a_layout_stopped_at_any_rename_is_finished_by_the_next_one(demo, tmp_path, monkeypatch):
    whole = contents(lay_out(tmp_path / "完整", demo=demo).root)
    replace = os.replace
    for stop in (0, 1, 5, len(whole) - 1):
        shutil.rmtree(tmp_path / "办公室", ignore_errors=True)
        left = [stop]

        def stopping(source: object, target: object, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            replace(source, target)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "replace", stopping)
        with pytest.raises(KeyboardInterrupt):
            lay_out(tmp_path / "办公室", demo=demo)
        there = contents(tmp_path / "办公室")
        assert all(whole[name] == data for name, data in there.items())
        monkeypatch.setattr(os, "replace", replace)
        assert contents(lay_out(tmp_path / "办公室", demo=demo).root) == whole


def test_a_demo_in_a_folder_of_something_else_is_still_refused(tmp_path):
    (tmp_path / "别的.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="已经有别的文件"):
        lay_out(tmp_path, demo=True)
    assert not (tmp_path / DEMO_MARK).exists()
