"""The ledger: numbers and steps are given out once, and whatever happens to the file is noticed."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ledger_papers import PLAN, a_paper, issue_all, now, open_ledger

from huaxia_tasks.errors import LedgerError
from huaxia_tasks.ledger import (
    Acceptance,
    LedgerFiles,
    NewDelivery,
    Occasion,
    accept,
    all_papers,
    back_up,
    body_of,
    doubt,
    health,
    input_of,
    mark,
    read_all,
    read_history,
    reserve,
    take_over,
    void,
    waiting,
)
from huaxia_tasks.ledger.place import require_local
from huaxia_tasks.model import PastMatter


@pytest.fixture
def files(tmp_path: Path) -> LedgerFiles:
    return LedgerFiles.of(tmp_path)


def numbers(root: Path) -> list[str]:
    return [t.paper.number for t in read_all(LedgerFiles.of(root))]


# --------------------------------------------------------------------------- numbers and steps


def test_numbers_follow_one_another_without_gaps(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1), a_paper(2)])
        issue_all(ledger, [a_paper(3)])
    assert numbers(tmp_path) == ["催办〔2022〕1号", "催办〔2022〕2号", "催办〔2022〕3号"]


def test_each_year_and_each_series_begins_anew(tmp_path):
    later = date(2023, 1, 3)
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1), a_paper(2, day=later), a_paper(3, day=later)])
        issue_all(ledger, [a_paper(4, series="督办", pattern="督办〔{year}〕{n}号", first=7)])
        issue_all(ledger, [a_paper(5, series="", pattern="")])
    assert sorted(numbers(tmp_path)) == [
        "", "催办〔2022〕1号", "催办〔2023〕1号", "催办〔2023〕2号", "督办〔2022〕7号",
    ]  # fmt: skip


def test_the_first_number_counts_only_where_none_was_given(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1, first=35)])
        issue_all(ledger, [a_paper(2, first=99)])
    assert numbers(tmp_path) == ["催办〔2022〕35号", "催办〔2022〕36号"]


def test_a_step_is_taken_once_for_one_due_day(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        again = reserve(ledger, [a_paper(1, key="urging-notice|U02|2|M1,M9")])
        assert again.papers == ()
        assert again.left_out[0].issued is not None
        assert again.left_out[0].issued.number == "催办〔2022〕1号"
        extended = Occasion("M1", 2, date(2022, 9, 30))
        assert len(reserve(ledger, [a_paper(1, occasions=(extended,))]).papers) == 1
    keys = [t.paper.key for t in read_all(LedgerFiles.of(tmp_path))]
    assert keys == ["urging-notice|U02|2|M1", "urging-notice|U02|2|M1#2"]


def test_the_same_matter_under_another_plan_is_another_matter(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        assert len(reserve(ledger, [a_paper(1, plan="武华党〔2023〕5号")]).papers) == 1


def test_a_paper_that_takes_no_step_is_issued_once(tmp_path):
    with open_ledger(tmp_path) as ledger:
        plain = a_paper(1, occasions=(), step=0)
        issue_all(ledger, [plain])
        assert reserve(ledger, [plain]).papers == ()


def test_no_number_is_dated_before_its_predecessor(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        early = reserve(ledger, [a_paper(2, day=date(2022, 6, 27)), a_paper(3)])
        assert [p.topics for p in early.papers] == [("M3",)]
        assert early.left_out[0].issued is None


def test_a_superseded_step_leaves_a_trace(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        told = read_all(ledger.files)[0]
        assert {(o.step, o.how) for o in told.occasions} == {(1, "superseded"), (2, "sent")}


def test_names_that_differ_in_case_or_composition_only_are_kept_apart(tmp_path):
    paths = [
        "发出/2022/A号.docx",
        "发出/2022/a号.docx",
        "发出/2022/caf\u00e9.docx",
        "发出/2022/cafe\u0301.docx",
    ]
    with open_ledger(tmp_path) as ledger:
        papers = [a_paper(n, path=lambda _, p=path: p) for n, path in enumerate(paths)]
        placed = [p.path for p in reserve(ledger, papers).papers]
    assert placed[1] == "发出/2022/a号_2.docx"
    assert placed[3].endswith("_2.docx")


def test_a_number_taken_by_hand_is_never_replaced(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        row = ledger.db.execute("SELECT * FROM paper").fetchone()
        names = [d[0] for d in ledger.db.execute("SELECT * FROM paper").description]
        twin = {**dict(zip(names, row, strict=True)), "key": "another"}
        twin.pop("seal")
        with pytest.raises(sqlite3.IntegrityError), ledger.change("test"):
            ledger.put("paper", twin)
        assert len(all_papers(ledger)) == 1


def test_a_voided_paper_keeps_its_number_and_its_step(tmp_path):
    with open_ledger(tmp_path) as ledger:
        paper = issue_all(ledger, [a_paper(1)])[0]
        reserve(ledger, [a_paper(2)])
        void(ledger, paper, "时限有误")
        assert reserve(ledger, [a_paper(1)]).papers == ()
        assert reserve(ledger, [a_paper(3)]).papers[0].number == "催办〔2022〕3号"
    sent = read_history(tmp_path / "台账.db", PLAN).sent
    assert [s.state for s in sent] == ["void", "reserved", "reserved"]


def test_the_render_input_is_kept_whole(tmp_path):
    with open_ledger(tmp_path) as ledger:
        paper = reserve(ledger, [a_paper(1, contents={"模板": b"PK\x03\x04" * 100})]).papers[0]
        kept = input_of(ledger, paper)
        assert kept["document"] == {"number": "催办〔2022〕1号", "正文": "事项1"}
        assert ledger.content(kept["contents"]["模板"]) == b"PK\x03\x04" * 100  # type: ignore[index]


# --------------------------------------------------------------------------- deliveries


def test_a_try_under_way_when_a_run_died_is_in_doubt_unless_it_may_be_repeated(tmp_path):
    both = (NewDelivery("共享文件夹", "U02"), NewDelivery("电子邮件", "a@b.cn"))
    with open_ledger(tmp_path) as ledger:
        reserve(ledger, [a_paper(1, deliveries=both)])
        mark(ledger, waiting(ledger, "queued"), "sending")
        unknown = doubt(ledger, ["共享文件夹"])
        assert [d.channel for d in unknown] == ["电子邮件"]
        assert {(d.channel, d.state) for d in waiting(ledger)} == {
            ("共享文件夹", "queued"), ("电子邮件", "in_doubt"),
        }  # fmt: skip


def test_a_message_id_is_the_same_for_every_try_and_different_for_every_delivery(tmp_path):
    with open_ledger(tmp_path) as ledger:
        reserve(ledger, [a_paper(n) for n in range(5)])
        before = {d.key: d.message_id for d in waiting(ledger)}
        mark(ledger, waiting(ledger), "sending")
        assert {d.key: d.message_id for d in waiting(ledger)} == before
        assert len(set(before.values())) == 5
        assert {d.tries for d in waiting(ledger)} == {1}


# --------------------------------------------------------------------------- what units said


def past(matter: str, due: date | None = date(2022, 6, 30)) -> PastMatter:
    return PastMatter(
        matter,
        "U01",
        "题目",
        "1",
        "U01",
        due,
        "in_progress",
        date(2022, 6, 1),
        {"任务清单.task": "题目"},
    )


def test_looking_twice_gives_the_same_measure(tmp_path):
    ledger_file = tmp_path / "台账.db"
    with open_ledger(tmp_path) as ledger:
        assert accept(
            ledger, PLAN, date(2022, 6, 1), [Acceptance("U01", "d1", body_of([past("A")]))]
        ) == ("U01",)
    assert read_history(ledger_file, PLAN, {"U01": "d1"}).matters == ()
    with open_ledger(tmp_path) as ledger:
        assert accept(ledger, PLAN, date(2022, 6, 2), [Acceptance("U01", "d1", b"[]")]) == ()
        accept(
            ledger, PLAN, date(2022, 6, 9), [Acceptance("U01", "d2", body_of([past("B", None)]))]
        )
    assert [m.id for m in read_history(ledger_file, PLAN, {"U01": "d2"}).matters] == ["A"]
    assert read_history(ledger_file, PLAN, {"U01": "d3"}).matters == (past("B", None),)
    earlier = read_history(ledger_file, PLAN, {"U01": "d3"}, until=date(2022, 6, 5)).matters
    assert [m.id for m in earlier] == ["A"]


# --------------------------------------------------------------------------- what happens to files


def filled(root: Path, count: int = 12) -> LedgerFiles:
    """Return the files of a ledger with papers, and a copy of it as it was in between."""
    files = LedgerFiles.of(root)
    with open_ledger(root) as ledger:
        issue_all(ledger, [a_paper(n) for n in range(count // 2)])
    shutil.copyfile(files.ledger, root / "早先.db")
    with open_ledger(root) as ledger:
        issue_all(ledger, [a_paper(n) for n in range(count // 2, count)])
        accept(ledger, PLAN, date(2022, 6, 1), [Acceptance("U01", "d1", body_of([past("A")]))])
    return files


def delete(files: LedgerFiles) -> None:
    files.ledger.unlink()


def empty(files: LedgerFiles) -> None:
    files.ledger.write_bytes(b"")


def cut(files: LedgerFiles) -> None:
    data = files.ledger.read_bytes()
    files.ledger.write_bytes(data[: len(data) // 2])


def cut_by_a_page(files: LedgerFiles) -> None:
    files.ledger.write_bytes(files.ledger.read_bytes()[:-4096])


def zero_a_page(files: LedgerFiles) -> None:
    data = bytearray(files.ledger.read_bytes())
    data[3 * 4096 : 4 * 4096] = bytes(4096)
    files.ledger.write_bytes(bytes(data))


def zero_the_head(files: LedgerFiles) -> None:
    data = bytearray(files.ledger.read_bytes())
    data[:4096] = bytes(4096)
    files.ledger.write_bytes(bytes(data))


def foreign(files: LedgerFiles) -> None:
    files.ledger.unlink()
    with sqlite3.connect(files.ledger) as db:
        db.execute("CREATE TABLE foreign_table (x)")
    db.close()


def no_database(files: LedgerFiles) -> None:
    files.ledger.write_bytes(b"PK\x03\x04" + b"x" * 9000)


def another_office(files: LedgerFiles) -> None:
    other = files.ledger.parent / "另一处"
    other.mkdir()
    with open_ledger(other) as ledger:
        issue_all(ledger, [a_paper(n) for n in range(40)])
    shutil.copyfile(other / "台账.db", files.ledger)


def wind_back(files: LedgerFiles) -> None:
    shutil.copyfile(files.ledger.parent / "早先.db", files.ledger)


def no_rows(files: LedgerFiles) -> None:
    with sqlite3.connect(files.ledger) as db:
        db.execute("DROP TRIGGER event_is_kept")
        for table in ("paper", "step", "outbox", "event", "accepted"):
            db.execute(f"DELETE FROM {table}")
    db.close()


def one_row_less(files: LedgerFiles) -> None:
    with sqlite3.connect(files.ledger) as db:
        db.execute("DELETE FROM step WHERE topic='M3' AND step=2")
    db.close()


def a_row_put_in(files: LedgerFiles) -> None:
    with sqlite3.connect(files.ledger) as db:
        db.execute("INSERT INTO step SELECT plan,'M99',step,due,paper,how,seal FROM step LIMIT 1")
    db.close()


DAMAGES: list[Callable[[LedgerFiles], None]] = [
    delete, empty, cut, cut_by_a_page, zero_a_page, zero_the_head, foreign, no_database,
    another_office, wind_back, no_rows, one_row_less, a_row_put_in,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_a_damaged_ledger_is_refused_by_writer_and_reader(damage, tmp_path):
    files = filled(tmp_path)
    damage(files)
    with pytest.raises(LedgerError) as refused:
        open_ledger(tmp_path)
    assert "--restore" in str(refused.value)
    with pytest.raises(LedgerError):
        read_history(files.ledger, PLAN)
    assert health(files)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_a_damaged_ledger_is_refused_without_its_first_witness(damage, tmp_path):
    files = filled(tmp_path)
    damage(files)
    files.witnesses[0].unlink()
    with pytest.raises(LedgerError):
        open_ledger(tmp_path)


@pytest.mark.parametrize(
    "damage", [d for d in DAMAGES if d is not another_office], ids=lambda d: d.__name__
)
def test_a_damaged_ledger_is_refused_by_the_papers_that_lie_there(damage, tmp_path):
    files = filled(tmp_path)
    damage(files)
    for witness in files.witnesses:
        witness.unlink()
    with pytest.raises(LedgerError):
        open_ledger(tmp_path)


def test_hundred_bit_flips_in_rows_are_all_noticed(tmp_path):
    files = filled(tmp_path)
    whole = files.ledger.read_bytes()
    draw = random.Random(7)
    marks = (b"urging-notice", b"sent", "催办〔2022〕".encode(), b"M1", b"superseded", b"2022-06-2")
    spots = [i for m in marks for i in _places(whole, m)]
    for _ in range(100):
        at = draw.choice(spots) + draw.randrange(2)
        flipped = bytearray(whole)
        flipped[at] ^= 1 << draw.randrange(8)
        files.ledger.write_bytes(bytes(flipped))
        with pytest.raises(LedgerError):
            open_ledger(tmp_path)
    files.ledger.write_bytes(whole)
    with open_ledger(tmp_path) as ledger:
        assert len(all_papers(ledger)) == 12


def _places(data: bytes, text: bytes) -> list[int]:
    found, start = [], data.find(text)
    while start >= 0:
        found.append(start)
        start = data.find(text, start + 1)
    return found


def test_flips_anywhere_are_refused_or_change_nothing(tmp_path):
    files = filled(tmp_path)
    whole = files.ledger.read_bytes()
    before = read_all(files)
    draw = random.Random(11)
    for _ in range(150):
        flipped = bytearray(whole)
        flipped[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        files.ledger.write_bytes(bytes(flipped))
        with contextlib.suppress(LedgerError):
            assert read_all(files) == before


def test_a_damaged_witness_does_not_lock_the_office_out(tmp_path):
    files = filled(tmp_path)
    for content in (b"", b"{", b'{"ledger": 1}'):
        files.witnesses[0].write_bytes(content)
        with open_ledger(tmp_path) as ledger:
            assert len(all_papers(ledger)) == 12
        said = json.loads(files.witnesses[0].read_text(encoding="utf-8"))
        assert said["numbers"] == {"催办|2022": 12}


def test_a_crash_while_the_first_ledger_is_made_does_not_lock_the_office_out(tmp_path, files):
    (tmp_path / ".tmp-台账.db").write_bytes(b"half")
    (tmp_path / ".tmp-台账.db-journal").write_bytes(b"half")
    files.ledger.write_bytes(b"")
    files.journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
    assert numbers(tmp_path) == ["催办〔2022〕1号"]


def test_a_ledger_made_and_never_witnessed_is_ours(tmp_path, files):
    open_ledger(tmp_path).close()
    for witness in files.witnesses:
        witness.unlink()
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])


def test_what_a_crash_left_half_written_is_taken_back(tmp_path, files):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(n) for n in range(3)])
    db = sqlite3.connect(files.ledger, isolation_level=None)
    db.execute("PRAGMA cache_size=1")
    db.execute("BEGIN IMMEDIATE")
    for n in range(300):
        db.execute("INSERT INTO body VALUES (?, ?)", (str(n), bytes(3000)))
    torn = tmp_path / "torn"
    torn.mkdir()
    shutil.copyfile(files.ledger, torn / "台账.db")
    shutil.copyfile(files.journal, torn / "台账.db-journal")
    db.execute("ROLLBACK")
    db.close()
    shutil.copytree(tmp_path / "发出", torn / "发出")
    assert [t.paper.number for t in read_all(LedgerFiles.of(torn))] == numbers(tmp_path)


def test_history_of_an_office_without_ledger_is_empty(tmp_path, files):
    assert read_history(files.ledger, PLAN).sent == ()
    assert not files.ledger.exists()
    assert health(files) == []


# --------------------------------------------------------------------------- machines


def test_a_ledger_belongs_to_one_machine_until_it_is_taken_over(tmp_path, files):
    with open_ledger(tmp_path, host="甲") as ledger:
        issue_all(ledger, [a_paper(1)])
    with pytest.raises(LedgerError, match="--takeover"):
        open_ledger(tmp_path, host="乙")
    assert "乙" in take_over(files, now=now, host="乙")
    with open_ledger(tmp_path, host="乙") as ledger:
        issue_all(ledger, [a_paper(2)])
        kinds = [r[0] for r in ledger.db.execute("SELECT kind FROM event")]
        assert "takeover" in kinds
    with pytest.raises(LedgerError):
        open_ledger(tmp_path, host="甲")


@pytest.mark.parametrize(
    ("kind", "point", "refused"),
    [
        ("cifs", "/mnt/共享\\040盘", True), ("nfs4", "/mnt/共享\\040盘", True), ("fuse.sshfs", "/", True),
        ("ext4", "/mnt/共享\\040盘", False), ("tmpfs", "/mnt", False), ("cifs", "/mnt/别处", False),
    ],
)  # fmt: skip
def test_a_network_file_system_is_refused(kind, point, refused):
    mounts = f"/dev/sda1 / ext4 rw 0 0\n//server/x {point} {kind} rw 0 0\n"
    if refused:
        with pytest.raises(LedgerError, match=kind):
            require_local(Path("/mnt/共享 盘/办公室"), mounts)
    else:
        require_local(Path("/mnt/共享 盘/办公室"), mounts)


# --------------------------------------------------------------------------- backups


def test_a_backup_is_made_once_per_change_and_thirty_are_kept(tmp_path, files):
    with open_ledger(tmp_path) as ledger:
        for n in range(33):
            reserve(ledger, [a_paper(n)])
            assert back_up(ledger) is not None
            assert back_up(ledger) is None
    kept = sorted(files.backups.glob("台账_*.db"))
    assert len(kept) == 30
    assert not [p for p in files.backups.iterdir() if p.name.startswith(".tmp")]
    assert health(files._replace(ledger=files.ledger))


def test_a_full_disk_is_told_in_words(tmp_path):
    with open_ledger(tmp_path) as ledger:
        issue_all(ledger, [a_paper(1)])
        ledger.db.execute(
            f"PRAGMA max_page_count={ledger.db.execute('PRAGMA page_count').fetchone()[0] + 1}"
        )
        with pytest.raises(LedgerError, match="磁盘已满"):
            reserve(
                ledger,
                [a_paper(n, contents={"x": random.Random(n).randbytes(9000)}) for n in range(2, 5)],
            )
        ledger.db.execute("PRAGMA max_page_count=1000000")
        assert [p.number for p in reserve(ledger, [a_paper(2)]).papers] == ["催办〔2022〕2号"]
