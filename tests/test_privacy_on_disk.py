"""What units wrote lies where only the office can read it; what is shared is shared on purpose."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime
from pathlib import Path

import pytest
from ledger_papers import a_paper, issue_all, open_ledger
from small_office import TODAY, ZONE, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.ledger import back_up
from huaxia_tasks.office import lay_out
from huaxia_tasks.tending import examine

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")


@pytest.fixture(autouse=True)
def _usual_mask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_office_is_closed_to_others_but_for_what_is_shared(tmp_path):
    office = lay_out(tmp_path / "督办")
    assert mode(office.root) == 0o750
    for name in ("计划", "输出", "发出", "归档", "佐证"):
        assert mode(office.root / name) == 0o750, name
    for name in ("报送", "下发"):
        assert mode(office.root / name) == 0o755, name


def test_a_folder_that_was_there_keeps_its_own_rights(tmp_path):
    (tmp_path / "督办").mkdir(mode=0o775)
    before = mode(tmp_path / "督办")
    lay_out(tmp_path / "督办")
    assert mode(tmp_path / "督办") == before


def test_what_is_kept_between_runs_is_the_offices_own(tmp_path):
    office = small_office(tmp_path / "督办")
    arguments = ["--office", str(office.root), "--today", str(TODAY), "-q"]
    assert run_cli(["run", *arguments, "--json", str(tmp_path / "a.json")]) in (0, 1)
    assert mode(office.cache) == 0o700
    kept = [p for p in office.cache.rglob("*") if p.is_file()]
    assert len(kept) > 6
    assert {p.name: oct(mode(p)) for p in kept if mode(p) & 0o077} == {}


def test_a_backup_of_the_ledger_is_private_from_its_first_byte(tmp_path, monkeypatch):
    seen: list[int] = []
    replace = os.replace

    def watched(source, target):
        seen.append(mode(Path(source)))
        replace(source, target)

    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(0)])
        monkeypatch.setattr(os, "replace", watched)
        os.umask(0)
        path = back_up(ledger)
    assert path is not None
    assert mode(path) == 0o600
    assert set(seen) == {0o600}


def test_doctor_names_what_other_users_can_see(tmp_path):
    office = small_office(tmp_path / "督办")

    def told() -> list[str]:
        checks = examine(office, date(2022, 6, 28), datetime(2022, 6, 28, 10, tzinfo=ZONE))
        return [c.says for c in checks if c.name == "文件夹" and c.level == "warning"]

    closed = [p for p in (office.root, *office.root.parents) if not mode(p) & stat.S_IXOTH]
    assert closed
    assert told() == []
    opened = {p: mode(p) for p in closed}
    try:
        for path in closed:
            path.chmod(opened[path] | 0o005)
        assert told() == []
        (office.root / "归档").chmod(0o755)
        (office.root / "台账.db").touch()
        (office.root / "台账.db").chmod(0o644)
        (said,) = told()
        assert "归档" in said
        assert "台账.db" in said
        assert "输出" not in said
    finally:
        for path, own in opened.items():
            path.chmod(own)
