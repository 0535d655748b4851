"""Killed, without room, with errors, with a damaged cache: the next run writes what an office writes that kept nothing.

A small size of what ``benchmarks/faults.py run`` does at full size.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from small_office import small_office

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上不做中断试验")
DRIVER = Path(__file__).with_name("run_driver.py")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("样板") / "办公室"
    return small_office(folder, units=3, lists_due=date(2022, 6, 20)).root


@pytest.mark.parametrize(
    "scenario",
    [
        "first kill 71 3",
        "changed kill 27 24",
        "changed full 41 12",
        "next-day eio 37 4",
        "changed term 1 1",
        "changed flip 3 1",
        "next-day cut 2 2",
        "forms kill 61 7",
    ],
)
def test_a_hurt_run_leaves_nothing_that_shows(scenario, pattern, tmp_path):
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(pattern), str(tmp_path / "办公室"), *scenario.split()],
        check=False,
        capture_output=True,
        timeout=300,
    )
    said = json.loads(done.stdout or b"{}")
    assert said, done.stderr.decode()[-2000:]
    assert said["wrong"] == {}, said["notes"]
    assert said["files"] > 3
    assert said["calls"] > 10
