"""A file that is written over in place, or away for a moment, is being saved and not broken or missing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from small_office import NAMES, TODAY, small_office

from huaxia_tasks.office import Office
from huaxia_tasks.run import Result, check_swept
from huaxia_tasks.workbooks import stable
from huaxia_tasks.workbooks.grid_refusals import damaged, encrypted
from huaxia_tasks.workbooks.inbox import scan
from huaxia_tasks.workbooks.stable import torn


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path / "督办", units=1)


@pytest.fixture(autouse=True)
def _not_waited_yet(monkeypatch) -> None:
    monkeypatch.setattr(stable, "_waited", [])


def rules(result: Result) -> set[str]:
    return {f.rule for f in result.findings} & {"unreadable-file", "not-submitted"}


def book(office: Office) -> Path:
    return office.inbox / f"{NAMES[0]}.xlsx"


@pytest.mark.parametrize("half", [0, 1000, 4000])
def test_a_file_that_goes_on_changing_is_being_saved(office, half, monkeypatch):
    path, whole = book(office), book(office).read_bytes()
    path.write_bytes(whole[:half])
    monkeypatch.setattr(stable.time, "sleep", lambda _: path.write_bytes(whole))
    assert rules(check_swept(office, TODAY)) == set()
    assert rules(check_swept(office, TODAY)) == set()
    assert len(check_swept(office, TODAY).tally.units) == 1


@pytest.mark.parametrize("half", [0, 1000])
@pytest.mark.parametrize("age", [0, 3600])
def test_a_file_that_stays_broken_is_broken(office, half, age):
    path = book(office)
    path.write_bytes(path.read_bytes()[:half])
    if age:
        os.utime(path, (1_655_949_600, 1_655_949_600))
    assert rules(check_swept(office, TODAY)) == {"unreadable-file"}


def test_only_what_may_come_of_saving_is_looked_at_again(tmp_path):
    gone = tmp_path / "不在.xlsx"
    assert torn(encrypted(), gone, 1, 1) is None
    again = torn(damaged(), gone, 1, 1)
    assert again is not None
    assert again.reason == "busy"


def test_a_file_away_for_a_moment_with_an_owner_mark_is_waited_for(office):
    path, aside = book(office), book(office).with_name("ABCDEF01")
    path.with_name(f"~${path.name}").write_bytes(b"\x05zhang" + b" " * 159)
    path.rename(aside)
    back = threading.Timer(0.03, lambda: aside.rename(path))
    back.start()
    found = scan(office.inbox)
    back.join()
    assert [f.path for f in found.files] == [path.name]
    assert found.files[0].open_by == "zhang"


def test_hundreds_of_broken_files_copied_a_moment_ago_hold_nothing_up(office, monkeypatch):
    for n in range(40):
        (office.inbox / f"照片{n}.xlsx").write_bytes(b"PK\x03\x04 nothing")
    waits: list[float] = []
    monkeypatch.setattr(stable.time, "sleep", waits.append)
    assert rules(check_swept(office, TODAY)) == {"unreadable-file"}
    assert sum(waits) < 1
