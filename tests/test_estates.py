"""Whole 报送/ folders of invented units: a check says exactly what is wrong in them, and nothing else.

``HUAXIA_ESTATES=200`` builds so many more estates of every kind, from fresh seeds on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from estates.compare import Outcome, differences, hold, view_of
from estates.estate import Estate, build, prepare
from estates.hostile import Trouble
from estates.other_plan import write_other_plan
from estates.periods import Reporter
from estates.world import read_world

from huaxia_tasks.changes import remember

MORE = int(os.environ.get("HUAXIA_ESTATES", "0"))


def seeds(first: int, count: int) -> range:
    """Return fixed seeds for every run, many more where they are asked for."""
    return range(first, first + max(count, MORE))


def assert_exact(outcome: Outcome) -> None:
    assert outcome.false == [], outcome.texts
    assert outcome.misses == []
    assert outcome.matters == []
    assert outcome.states == []


@pytest.mark.parametrize("seed", seeds(1000, 2))
def test_rows_without_a_fault_give_no_finding_about_them(seed, tmp_path):
    estate = build(tmp_path, seed, defects_each=0)
    no_fault = ("deadline-on-rest-day", "request-unanswered")
    about_rows = [t for t in estate.manifest.told if t.cell and t.rule not in no_fault]
    assert about_rows == []
    assert_exact(hold(estate))


@pytest.mark.parametrize("seed", seeds(2000, 4))
def test_every_planted_defect_is_told_where_it_stands_and_nothing_else(seed, tmp_path):
    assert_exact(hold(build(tmp_path, seed, defects_each=3)))


@pytest.fixture(scope="module")
def another_plan(tmp_path_factory):
    return read_world(write_other_plan(tmp_path_factory.mktemp("另一方案")))


@pytest.mark.parametrize("seed", seeds(3000, 2))
def test_another_school_with_two_lists_and_other_columns_is_checked_as_exactly(
    seed, another_plan, tmp_path
):
    assert_exact(hold(build(tmp_path, seed, world=another_plan, defects_each=2.5)))


def hostile_estate(folder: Path, seed: int) -> Estate:
    estate = build(folder, seed, units=14, missing=0, defects_each=1)
    Trouble(estate, seed).everything()
    return estate


@pytest.mark.parametrize("seed", seeds(4000, 2))
def test_files_that_hurt_or_compete_are_told_each_and_change_nothing_for_others(seed, tmp_path):
    begin = time.process_time()
    assert_exact(hold(hostile_estate(tmp_path, seed)))
    assert time.process_time() - begin < 30


_MEASURED = """
import sys
from huaxia_tasks.cli import run_cli
code = run_cli(sys.argv[1:])
peak = next(x for x in open("/proc/self/status") if x.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
raise SystemExit(code)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="内存统计只有 Linux 才有")
def test_the_command_gives_the_same_findings_in_bounded_memory(tmp_path):
    estate = hostile_estate(tmp_path, 4100)
    target = tmp_path / "结果.json"
    arguments = ["check", "--office", str(tmp_path), "--today", estate.today.isoformat()]
    arguments += ["--quiet", "--json", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 3, done.stderr
    assert int(done.stdout.split()[-1]) < 300
    keys = ("rule", "unit", "file", "sheet", "cell", "field")
    found = json.loads(target.read_text(encoding="utf-8"))["findings"]
    told = sorted(tuple(f[k] or "" for k in keys) for f in found)
    wanted = [(t.rule, t.unit, t.file, t.sheet, t.cell, t.field) for t in estate.manifest.told]
    assert told == sorted(wanted)


@pytest.mark.parametrize("seed", seeds(5000, 6))
def test_between_two_reports_ids_stay_and_only_what_nobody_decided_is_told(seed, tmp_path):
    world = read_world()
    today = (date(2022, 6, 14), date(2022, 7, 12), date(2022, 10, 11))[seed % 3]
    for name in ("上期", "本期"):
        prepare(tmp_path / name, world)
    reports = Reporter(tmp_path, seed, world, today).write()
    first = view_of(reports.first, reports.unit, reports.first_day)
    assert differences(first, reports.manifest) == ([], [])
    past = remember(first.matters, (), reports.first_day)
    second = view_of(reports.second, reports.unit, reports.second_day, past)
    assert differences(second, reports.second_manifest) == ([], [])
    ids = [m.id for m in second.matters]
    assert len(set(ids)) == len(ids) == len(reports.old_ids)
    for old in {o for o in reports.old_ids if o}:
        kept = [i for i, o in zip(ids, reports.old_ids, strict=True) if o == old]
        assert kept.count(old.rstrip("|")) == 1, reports.about
    new = [i for i, o in zip(ids, reports.old_ids, strict=True) if o is None]
    assert not set(new) & {p.id for p in past}
