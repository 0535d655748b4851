"""A lost ledger comes back: no number twice, no reminder twice, what is unknown is said to be so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ledger_papers import a_paper, issue_all, now, open_ledger
from test_ledger import (
    another_office,
    cut,
    delete,
    empty,
    foreign,
    no_rows,
    wind_back,
    zero_a_page,
    zero_the_head,
)

from huaxia_tasks.errors import LedgerError
from huaxia_tasks.ledger import (
    LedgerFiles,
    all_papers,
    back_up,
    health,
    read_all,
    reserve,
    restore,
    void,
    waiting,
)

LOSSES = [
    delete,
    empty,
    cut,
    zero_a_page,
    zero_the_head,
    foreign,
    another_office,
    wind_back,
    no_rows,
]


def office(root: Path, *, backup_after: int | None = 4, count: int = 9) -> LedgerFiles:
    """Return the files of a ledger with `count` papers, backed up after some of them."""
    files = LedgerFiles.of(root)
    with open_ledger(root) as ledger:
        for n in range(count):
            issue_all(ledger, [a_paper(n)])
            if n + 1 == backup_after:
                back_up(ledger)
                shutil.copyfile(files.ledger, root / "早先.db")
    if backup_after is None:
        shutil.copyfile(files.ledger, root / "早先.db")
    return files


def say(files: LedgerFiles) -> str:
    return "\n".join(restore(files, now=now, host="本机"))


@pytest.mark.parametrize("lose", LOSSES, ids=lambda d: d.__name__)
def test_every_issued_paper_comes_back_and_numbers_go_on(lose, tmp_path):
    files = office(tmp_path)
    before = [(t.paper.number, t.paper.topics, t.paper.path, t.occasions) for t in read_all(files)]
    lose(files)
    assert "恢复完成" in say(files)
    after = [(t.paper.number, t.paper.topics, t.paper.path, t.occasions) for t in read_all(files)]
    assert after == before
    with open_ledger(tmp_path) as ledger:
        assert reserve(ledger, [a_paper(n) for n in range(9)]).papers == ()
        assert reserve(ledger, [a_paper(20)]).papers[0].number == "催办〔2022〕10号"


@pytest.mark.parametrize("lose", [delete, wind_back, cut], ids=lambda d: d.__name__)
def test_without_any_backup_the_records_beside_the_papers_do(lose, tmp_path):
    files = office(tmp_path, backup_after=None)
    shutil.copyfile(files.ledger, tmp_path / "早先.db")
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(9)])
    lose(files)
    assert "没有可用的备份" in say(files)
    assert [t.paper.n for t in read_all(files)] == list(range(1, 11))


def test_what_may_have_been_sent_since_the_backup_is_in_doubt(tmp_path):
    files = office(tmp_path)
    with open_ledger(tmp_path) as ledger:
        reserve(ledger, [a_paper(9)])
        back_up(ledger)
    delete(files)
    assert "待确认" in say(files)
    with open_ledger(tmp_path) as ledger:
        assert waiting(ledger, "queued", "sending") == ()
        assert [d.paper for d in waiting(ledger, "in_doubt")] == ["urging-notice|U01|2|M9"]


def test_a_number_that_nothing_accounts_for_is_kept_as_void(tmp_path):
    files = office(tmp_path)
    with open_ledger(tmp_path) as ledger:
        reserve(ledger, [a_paper(9), a_paper(10)])  # taken, and lost before anything lay there
    delete(files)
    assert "催办〔2022〕10号、催办〔2022〕11号" in say(files)
    with open_ledger(tmp_path) as ledger:
        holes = [p for p in all_papers(ledger) if p.state == "void"]
        assert [p.n for p in holes] == [10, 11]
        assert reserve(ledger, [a_paper(9)]).papers[0].number == "催办〔2022〕12号"


def test_a_record_taken_away_leaves_its_number_void(tmp_path):
    files = office(tmp_path, backup_after=3)
    record = sorted((tmp_path / "发出" / "2022" / ".登记").iterdir())[-1]
    record.unlink()
    delete(files)
    say(files)
    with open_ledger(tmp_path) as ledger:
        assert [p.n for p in all_papers(ledger)] == list(range(1, 10))
        assert [p.n for p in all_papers(ledger, "void")] == [9]


def test_a_record_that_was_changed_is_not_believed(tmp_path):
    files = office(tmp_path, backup_after=3)
    record = sorted((tmp_path / "发出" / "2022" / ".登记").iterdir())[5]
    record.write_text(record.read_text(encoding="utf-8").replace("M5", "M7"), encoding="utf-8")
    delete(files)
    assert "登记卡损坏" in say(files)
    with open_ledger(tmp_path) as ledger:
        assert [p.n for p in all_papers(ledger, "void")] == [6]


def test_a_withdrawn_paper_stays_withdrawn(tmp_path):
    files = office(tmp_path)
    with open_ledger(tmp_path) as ledger:
        void(ledger, all_papers(ledger)[7], "时限有误")
    delete(files)
    say(files)
    with open_ledger(tmp_path) as ledger:
        assert [(p.n, p.note) for p in all_papers(ledger, "void")] == [(8, "时限有误")]


def test_the_old_file_is_kept_and_a_damaged_backup_is_passed_over(tmp_path):
    files = office(tmp_path, backup_after=3)
    with open_ledger(tmp_path) as ledger:
        newest = back_up(ledger)
    assert newest is not None
    newest.write_bytes(newest.read_bytes()[:5000])
    cut(files)
    damaged = files.ledger.read_bytes()
    said = say(files)
    assert f"备份《{newest.name}》不可用" in said
    kept = next(p for p in files.backups.iterdir() if p.name.startswith("损坏_"))
    assert kept.read_bytes() == damaged
    assert [t.paper.n for t in read_all(files)] == list(range(1, 10))


def test_a_sound_ledger_is_left_as_it_is(tmp_path):
    files = office(tmp_path)
    before = files.ledger.read_bytes()
    assert say(files) == "台账完好，不需要恢复。"
    assert files.ledger.read_bytes() == before


def test_restoring_that_was_stopped_can_be_done_again(tmp_path, monkeypatch):
    files = office(tmp_path)
    delete(files)
    from huaxia_tasks.ledger import restoring

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("_bring_back", "_doubt_deliveries", "_fill_holes", "_put_aside"):
        with monkeypatch.context() as patch:
            patch.setattr(restoring, step, stop)
            with pytest.raises(KeyboardInterrupt):
                say(files)
        with pytest.raises(LedgerError):
            open_ledger(tmp_path)
    say(files)
    assert [t.paper.n for t in read_all(files)] == list(range(1, 10))


def test_a_ledger_that_is_well_gives_nothing_to_say_but_the_missing_files(tmp_path):
    files = office(tmp_path, backup_after=9)
    said = health(files)
    assert len(said) == 9  # the papers of these tests have no true digest
    assert all("改动过" in line for line in said)
    (tmp_path / "发出" / "2022" / "催办〔2022〕3号_U03.docx").unlink()
    assert any("不在原处" in line for line in health(files))
