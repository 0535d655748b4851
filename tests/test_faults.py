"""Killed, without room, with errors, without the share, many at once: each paper once all the same.

A small size of what ``benchmarks/faults.py`` does at full size.
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
