"""Killed, without room, with errors, without the share, many at once: each paper once all the same.

A small size of what ``benchmarks/faults.py`` does at full size.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from small_office import TODAY, Clock, small_office

from huaxia_tasks.issuing import issue
from huaxia_tasks.office import Office

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上不做中断试验")
DRIVER = Path(__file__).with_name("fault_driver.py")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("样板") / "办公室"
    return small_office(folder, units=3, lists_due=date(2022, 6, 20)).root


@pytest.mark.parametrize(
    "scenario",
    ["kill 23 1", "random 4 1", "full 53 2", "eio 53 3", "cut 4 2", "together 2"],
)
def test_nothing_is_lost_doubled_or_half_done(scenario, pattern, tmp_path):
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(pattern), str(tmp_path / "办公室"), *scenario.split()],
        check=False,
        capture_output=True,
        timeout=300,
    )
    said = json.loads(done.stdout)
    assert said["wrong"] == {}, said["notes"]
    assert said["papers"] == 3
    assert said["calls"] > 100
    assert done.returncode == 0


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="只有 Linux 能看出哪个文件被写入磁盘"
)
def test_every_file_is_flushed_before_it_is_renamed_and_its_folder_after(
    pattern, tmp_path, monkeypatch
):
    shutil.copytree(pattern, tmp_path / "办公室")
    flushed: set[str] = set()
    owed: set[str] = set()
    moved: list[str] = []
    fsync = os.fsync

    def watched_fsync(handle: int) -> None:
        fsync(handle)
        name = os.readlink(f"/proc/self/fd/{handle}")
        flushed.add(name)
        owed.discard(name)

    def watch(name: str) -> None:
        original = getattr(os, name)

        def watched(source: object, target: object, **how: object) -> None:
            by_sqlite = str(target).endswith(".db")  # flushes its files itself
            if not by_sqlite and "huaxia-lease" not in str(target):
                assert str(source) in flushed, f"{target} was renamed before it was flushed"
                moved.append(str(target))
                owed.add(str(Path(str(target)).parent))
            original(source, target, **how)

        monkeypatch.setattr(os, name, watched)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    for name in ("replace", "rename", "link"):
        watch(name)
    issue(Office(tmp_path / "办公室"), TODAY, now=Clock())
    assert owed == set()
    assert len([m for m in moved if m.endswith(".docx")]) == 6
