"""The witness outside the office: the whole folder put back from yesterday's copy gives no number twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ledger_papers import a_paper, issue_all, now, open_ledger

from huaxia_tasks.errors import LedgerError
from huaxia_tasks.ledger import LedgerFiles, back_up, read_all, reserve, restore
from huaxia_tasks.ledger.afar import VARIABLE, state_folder
from huaxia_tasks.marks import DEMO_MARK


@pytest.fixture
def state(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "本机"))
    return tmp_path / "本机"


def wound_back(tmp_path: Path, *, demo: bool = False) -> Path:
    """Return an office whose folder was put back, as a whole, to what it was two papers ago."""
    root = tmp_path / "督办"
    root.mkdir()
    if demo:
        (root / DEMO_MARK).touch()
    with open_ledger(root) as ledger:
        issue_all(ledger, [a_paper(0), a_paper(1)])
        back_up(ledger)
    shutil.copytree(root, tmp_path / "昨天")
    with open_ledger(root) as ledger:
        issue_all(ledger, [a_paper(2), a_paper(3)])
    shutil.rmtree(root)
    (tmp_path / "昨天").rename(root)
    return root


def test_an_office_folder_wound_back_as_a_whole_is_refused_and_restored(state, tmp_path):
    root = wound_back(tmp_path)
    with pytest.raises(LedgerError, match="比编号见证旧"):
        open_ledger(root)
    with pytest.raises(LedgerError, match="比编号见证旧"):
        read_all(LedgerFiles.of(root))
    said = "\n".join(restore(LedgerFiles.of(root), now=now, host="本机"))
    assert "恢复完成" in said
    assert "催办〔2022〕3号、催办〔2022〕4号" in said
    with open_ledger(root) as ledger:
        assert reserve(ledger, [a_paper(9)]).papers[0].number == "催办〔2022〕5号"
    with open_ledger(root):
        pass


def test_an_office_for_practice_may_be_put_back_as_often_as_one_likes(state, tmp_path):
    root = wound_back(tmp_path, demo=True)
    with open_ledger(root) as ledger:
        assert reserve(ledger, [a_paper(2)]).papers[0].number == "催办〔2022〕3号"
    assert not state.exists()


def test_a_copy_in_another_place_gives_no_number_twice(state, tmp_path):
    root = wound_back(tmp_path)
    copy = tmp_path / "另一处"
    shutil.copytree(root, copy)
    with pytest.raises(LedgerError, match=r"同一本台账在“.*督办”也用过") as told:
        open_ledger(copy)
    assert "doctor --restore" in told.value.todo
    said = "\n".join(restore(LedgerFiles.of(copy), now=now, host="本机"))
    assert "催办〔2022〕3号、催办〔2022〕4号" in said
    with open_ledger(copy) as ledger:
        assert reserve(ledger, [a_paper(9)]).papers[0].number == "催办〔2022〕5号"
    restore(LedgerFiles.of(root), now=now, host="本机")
    with open_ledger(root) as ledger:
        assert reserve(ledger, [a_paper(9)]).papers[0].number == "催办〔2022〕6号"
    with pytest.raises(LedgerError, match=r"同一本台账在“.*督办”也用过"):
        open_ledger(copy)


def test_an_office_that_moved_goes_on_and_what_stayed_behind_is_refused(state, tmp_path):
    root, moved = tmp_path / "督办", tmp_path / "新盘" / "督办"
    root.mkdir()
    with open_ledger(root) as ledger:
        issue_all(ledger, [a_paper(0)])
    shutil.copytree(root, moved)
    with open_ledger(moved) as ledger:
        issue_all(ledger, [a_paper(1)])
    with open_ledger(moved) as ledger:
        assert issue_all(ledger, [a_paper(2)])
    with pytest.raises(LedgerError, match=r"同一本台账在“.*新盘"):
        read_all(LedgerFiles.of(root))
    shutil.rmtree(root)
    moved.rename(root)
    with open_ledger(root) as ledger:
        assert reserve(ledger, [a_paper(3)]).papers[0].number == "催办〔2022〕4号"


def test_a_copy_for_practice_neither_hears_nor_tells(state, tmp_path):
    root = wound_back(tmp_path)
    copy = tmp_path / "试用"
    shutil.copytree(root, copy)
    (copy / DEMO_MARK).touch()
    with open_ledger(copy) as ledger:
        issue_all(ledger, [a_paper(n) for n in range(2, 9)])
    restore(LedgerFiles.of(root), now=now, host="本机")
    with open_ledger(root) as ledger:
        assert reserve(ledger, [a_paper(9)]).papers[0].number == "催办〔2022〕5号"


def test_a_machine_without_a_place_for_it_or_with_a_damaged_one_goes_on(
    state, tmp_path, monkeypatch
):
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "文件" / "下"))
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(0)])
    monkeypatch.setenv(VARIABLE, str(state))
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
    (kept,) = state.iterdir()
    kept.write_text("{", encoding="utf-8")
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(2)])
    assert '"events"' in kept.read_text(encoding="utf-8")


def test_the_place_follows_the_users_settings(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("huaxia_tasks.ledger.afar.sys.platform", "linux")
    monkeypatch.setattr("huaxia_tasks.ledger.afar.os.name", "posix")
    assert state_folder() == tmp_path / "huaxia"
