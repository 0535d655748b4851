"""Issuing: each paper once, numbered, recorded, delivered; nothing that is not warranted."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from small_office import NAMES, TASKS, TODAY, ZONE, Clock, hand_in, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.errors import (
    LedgerError,
    LockedError,
    OfficeError,
    PlanError,
    ShareError,
    UsageError,
)
from huaxia_tasks.issuing import Issued, Order, confirm, issue, withdraw
from huaxia_tasks.ledger import LedgerFiles, last_day, last_digests, read_all, read_history
from huaxia_tasks.lock import one_at_a_time
from huaxia_tasks.office import DEMO_MARK, Office
from huaxia_tasks.run import decide, draft, look, run_folder


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that every test copies."""
    return small_office(tmp_path_factory.mktemp("样板") / "办公室").root


@pytest.fixture
def office(pattern: Path, tmp_path: Path) -> Office:
    shutil.copytree(pattern, tmp_path / "办公室")
    return Office(tmp_path / "办公室")


def go(office: Office, day: date = TODAY, at: str = "10:00", **order: object) -> Issued:
    """Issue on `day` by a clock that shows that day."""
    clock = Clock(datetime.combine(day, time.fromisoformat(at), ZONE))
    return issue(office, day, Order(**order), now=clock)  # type: ignore[arg-type]


def numbers(office: Office) -> list[str]:
    return [t.paper.number for t in read_all(LedgerFiles.of(office.root))]


def tree(root: Path, *leave_out: str) -> dict[str, str]:
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file() and not {p.name, *p.relative_to(root).parts} & {*leave_out}
    }


def issued_files(office: Office) -> list[str]:
    return sorted(p.name for p in (office.root / "发出").glob("2*/*.*"))


# --------------------------------------------------------------------------- once


def test_papers_are_numbered_placed_recorded_and_delivered(office):
    result = go(office)
    assert result.exit_code == 0
    assert [p.number for p in result.papers] == [f"催办〔2022〕{n}号" for n in range(1, 5)]
    for paper in result.papers:
        data = (office.root / paper.path).read_bytes()
        assert hashlib.sha256(data).hexdigest() == paper.sha256
        text = zipfile.ZipFile(office.root / paper.path).read("word/document.xml").decode()
        assert paper.number in text
        assert paper.path == f"发出/2022/{paper.number}_{paper.unit}_{paper.title}.docx"
        unit = f"{paper.unit}_{NAMES[int(paper.unit[1:]) - 1]}"
        copy = office.root / "发出" / "单位" / unit / Path(paper.path).name
        assert copy.read_bytes() == data
    assert {t.deliveries[0].state for t in read_all(LedgerFiles.of(office.root))} == {"sent"}


def test_a_paper_beyond_the_relief_rules_is_told_before_it_goes(office, monkeypatch):
    monkeypatch.setattr("huaxia_tasks.documents._letter.LENGTH_LIMIT", 120)
    drafted = run_folder(office, TODAY)
    assert any("不超过120字的要求，请精简后再发" in note for note in drafted.notes)
    issued = go(office)
    assert any("不超过120字的要求，请精简后再发" in note for note in issued.notes)


def test_a_second_run_changes_nothing(office):
    go(office)
    before = tree(office.root, ".运行锁")
    again = go(office)
    assert (again.papers, again.exit_code) == ([], 0)
    assert tree(office.root, ".运行锁") == before


def test_a_dry_run_tells_everything_and_writes_nothing(office):
    before = tree(office.root)
    shown = go(office, dry_run=True)
    assert tree(office.root) == before
    assert [(p.number, p.deliveries) for p in shown.planned] == [
        (f"催办〔2022〕{n}号", (("共享文件夹", f"U0{n}_{NAMES[n - 1]}"),)) for n in range(1, 5)
    ]
    go(office)
    assert [p.number for p in shown.planned] == numbers(office)


def test_a_real_office_issues_on_the_present_day_only(office):
    before = tree(office.root)
    result = issue(office, TODAY, now=Clock(datetime(2022, 6, 29, 10, tzinfo=ZONE)))
    assert "预演" in result.rehearsal
    assert len(result.planned) == 4
    assert tree(office.root) == before


def test_an_office_for_practice_issues_on_any_day(office):
    (office.root / DEMO_MARK).touch()
    noon = Clock(datetime(2026, 11, 23, 22, 30, tzinfo=ZONE))
    assert len(issue(office, TODAY, now=noon).papers) == 4
    assert issue(office, TODAY, now=noon).papers == []


def test_a_paper_dated_before_its_predecessor_is_not_issued(office):
    (office.root / DEMO_MARK).touch()
    go(office, keys=("U01",))
    earlier = issue(office, date(2022, 6, 24), now=Clock())
    assert earlier.papers == []
    assert sum("编号不能倒着排" in line for line in earlier.left_out) == 3


# --------------------------------------------------------------------------- choosing


def test_a_person_chooses_by_key_path_unit_or_kind(office):
    result = run_folder(office, TODAY)
    by_unit = {p.unit: p for p in result.papers if p.kind == "urging-notice"}
    assert [p.unit for p in go(office, keys=(by_unit["U03"].key,)).papers] == ["U03"]
    assert [p.unit for p in go(office, keys=(by_unit["U02"].path,)).papers] == ["U02"]
    assert [p.unit for p in go(office, keys=("生药学院",)).papers] == ["U04"]
    assert [p.kind for p in go(office, keys=("情况通报",)).papers] == ["circular"]
    assert [p.unit for p in go(office, keys=("催办通知",)).papers] == ["U01"]
    again = go(office, keys=(by_unit["U03"].key,))
    assert "已于2022年6月28日发出（催办〔2022〕1号）" in again.left_out[0]
    with pytest.raises(UsageError, match="没有编号或名称为“乱写”的草稿"):
        go(office, keys=("乱写",))


def test_a_paper_for_all_units_is_not_sent_to_anyone_by_itself(office):
    result = go(office, keys=("circular",))
    assert result.papers[0].number == "武华党办〔2022〕1号"
    assert not (office.root / "发出" / "单位").exists()


def test_only_what_may_go_alone_goes_by_itself(pattern, tmp_path):
    office = small_office(tmp_path / "办公室", units=1, automatic=False)
    assert go(office, auto=True).papers == []
    assert len(go(office).papers) == 1


def test_what_was_settled_since_the_draft_is_not_sent(office):
    draft = next(p for p in run_folder(office, TODAY).papers if p.unit == "U01" and p.step)
    hand_in(office, NAMES[0], done={t: "6月27日" for t, _ in TASKS[:2]})
    result = go(office, keys=(draft.key, draft.path))
    assert result.papers == []
    assert "情况已有变化" in result.left_out[0]
    assert numbers(office) == []


# --------------------------------------------------------------------------- manners


@pytest.mark.parametrize("at", ["2022-06-26 10:00", "2022-06-28 08:30", "2022-06-28 21:00"])
def test_nothing_goes_out_on_rest_days_or_outside_office_hours(at, office):
    moment = datetime.fromisoformat(at)
    result = go(office, moment.date(), moment.strftime("%H:%M"))
    assert result.papers == []
    assert result.held_back
    assert numbers(office) == []


def test_a_person_may_overrule_the_manners(office):
    assert len(go(office, at="20:00", at_once=True).papers) == 4


# --------------------------------------------------------------------------- what people do


def test_a_file_edited_after_issuing_is_told_and_kept(office):
    path = office.root / go(office, keys=("U01",)).papers[0].path
    path.write_bytes(b"edited by hand")
    result = go(office, keys=("U02",))
    assert any("改动过" in note for note in result.notes)
    assert path.read_bytes() == b"edited by hand"


def test_a_strangers_file_of_the_same_name_is_never_written_over(office):
    wanted = office.root / "发出/2022/催办〔2022〕1号_U01_关于抓紧办结逾期事项的催办通知.docx"
    wanted.parent.mkdir()
    wanted.write_bytes(b"somebody's own")
    unit = office.root / "发出/单位/U02_智能制造学院"
    unit.mkdir(parents=True)
    theirs = unit / "催办〔2022〕2号_U02_关于抓紧办结逾期事项的催办通知.docx"
    theirs.write_bytes(b"somebody's own")
    result = go(office)
    assert result.exit_code == 0
    assert wanted.read_bytes() == theirs.read_bytes() == b"somebody's own"
    assert result.papers[0].path.endswith("_2.docx")
    assert len(list(unit.iterdir())) == 2


def test_a_withdrawn_paper_keeps_its_number_and_is_not_sent_again(office):
    go(office)
    clock = Clock()
    assert withdraw(office, "催办〔2022〕2号", "时限有误", now=clock).unit == "U02"
    assert go(office).papers == []
    with pytest.raises(UsageError, match="已经作废过"):
        withdraw(office, "催办〔2022〕2号", "再来", now=clock)
    with pytest.raises(UsageError, match="没有“催办〔2022〕9号”"):
        withdraw(office, "催办〔2022〕9号", "没有", now=clock)
    told = {t.paper.number: t.paper for t in read_all(LedgerFiles.of(office.root))}
    assert (told["催办〔2022〕2号"].state, told["催办〔2022〕2号"].note) == ("void", "时限有误")


def test_a_broken_template_uses_up_no_number_and_stops_no_other_kind(office):
    (office.root / "模板" / "催办通知.docx").write_bytes(b"PK\x03\x04 no more")
    result = go(office, keys=("催办通知", "情况通报"))
    assert result.exit_code == 2
    assert "催办通知" in str(result.broken[0])
    assert [p.kind for p in result.papers] == ["circular"]
    shutil.copyfile(
        Path(__file__).parents[1] / "templates" / "催办通知.docx",
        office.root / "模板" / "催办通知.docx",
    )
    assert [p.n for p in go(office).papers] == [1, 2, 3, 4]


def test_a_place_that_cannot_be_written_is_tried_again_and_holds_up_no_other(office, monkeypatch):
    from huaxia_tasks.issuing import placing_papers

    place = placing_papers.place

    def refuse(path: Path, data: bytes, **how: bool) -> None:
        if "2号" in path.name:
            raise PermissionError(13, "Permission denied", str(path))
        place(path, data, **how)

    with monkeypatch.context() as patch:
        patch.setattr(placing_papers, "place", refuse)
        result = go(office)
    assert result.exit_code == 5
    assert [p.n for p in result.papers] == [1, 3, 4]
    assert [p.number for p, _ in result.failed] == ["催办〔2022〕2号"]
    assert not (office.root / "发出/单位/U02_智能制造学院").exists()
    later = go(office)
    assert [p.n for p in later.taken_up] == [2]
    assert (office.root / "发出/单位/U02_智能制造学院").exists()
    assert later.exit_code == 0


# --------------------------------------------------------------------------- the share


def test_without_the_share_nothing_is_concluded(office):
    office.inbox.rename(office.root / "走了")
    with pytest.raises(ShareError):
        go(office)
    (office.root / "走了").rename(office.inbox)
    assert len(go(office).papers) == 4


def test_a_share_of_its_own_bears_a_mark_and_is_missed_without_it(office, tmp_path):
    shutil.move(office.inbox, tmp_path / "盘")
    office.inbox.symlink_to(tmp_path / "盘")
    go(office, keys=("U01",))
    mark = tmp_path / "盘" / ".huaxia-share"
    text = mark.read_text(encoding="utf-8")
    mark.unlink()
    with pytest.raises(ShareError, match="标记"):
        go(office)
    mark.write_text("another", encoding="utf-8")
    with pytest.raises(ShareError, match="不同"):
        go(office)
    mark.write_text(text, encoding="utf-8")
    assert len(go(office).papers) == 3


def test_many_files_gone_at_once_are_asked_about(office):
    go(office, keys=("U01",))
    for name in NAMES[:3]:
        (office.inbox / f"{name}.xlsx").unlink()
    with pytest.raises(ShareError, match="--accept-share"):
        go(office)
    assert [p.unit for p in go(office, accept_share=True).papers] == ["U04"]
    assert go(office).exit_code == 0  # what was moved away is not missed again


def test_files_put_into_other_folders_are_not_missed(office):
    go(office, keys=("U01",))
    for name in NAMES:
        (office.inbox / name).mkdir()
        (office.inbox / f"{name}.xlsx").rename(office.inbox / name / "清单.xlsx")
    assert [p.unit for p in go(office).papers] == ["U02", "U03", "U04"]


def test_a_file_away_for_a_moment_is_no_withdrawal(pattern, tmp_path):
    office = small_office(tmp_path / "办公室", tasks=TASKS[2:], lists_due=date(2022, 6, 30))
    day = date(2022, 7, 6)
    go(office, TODAY)
    (office.inbox / f"{NAMES[1]}.xlsx").unlink()
    first = go(office, day, "10:00")
    assert "U02" not in {p.unit for p in first.papers}
    assert any("正在保存或移动" in line for line in first.held_back)
    assert "U02" not in {p.unit for p in go(office, day, "10:09").papers}
    assert "U02" in {p.unit for p in go(office, day, "10:11").papers}


# --------------------------------------------------------------------------- the clock


def test_a_small_step_back_of_the_clock_changes_nothing(office):
    go(office, keys=("U01",))
    assert len(go(office, at="09:00").papers) == 3


def test_a_clock_far_back_is_held_until_it_is_right(office):
    go(office, keys=("U01",))
    before = tree(office.root, ".运行锁")
    with pytest.raises(LedgerError, match="--accept-clock"):
        go(office, TODAY - timedelta(days=30))
    assert tree(office.root, ".运行锁") == before
    assert len(go(office).papers) == 3


def test_a_clock_far_ahead_is_held_and_home_again_all_goes_on(office):
    go(office, keys=("U01",))
    with pytest.raises(LedgerError, match="时间可能不对"):
        go(office, date(2032, 6, 28))
    assert numbers(office) == ["催办〔2022〕1号"]
    assert len(go(office, TODAY + timedelta(days=1)).papers) == 3


def test_forty_five_quiet_days_are_believed_when_the_share_moved_along(office):
    go(office, keys=("U01",))
    later = TODAY + timedelta(days=62)
    with pytest.raises(LedgerError):
        go(office, later)
    path = hand_in(office, NAMES[1])
    at = datetime.combine(later, datetime.min.time(), ZONE).timestamp()
    import os

    os.utime(path, (at, at))
    assert go(office, later).papers


def test_a_person_may_say_that_the_clock_is_right(office):
    go(office, keys=("U01",))
    later = TODAY + timedelta(days=62)
    assert go(office, later, accept_clock=True).papers
    go(office, later + timedelta(days=1))


def test_forty_days_away_over_new_year_bring_one_paper_and_leave_no_step_without_trace(tmp_path):
    tasks = (
        ("甲", "12月8日"),
        ("乙", "12月20日"),
        ("丙", "2023年1月10日"),
        ("丁", "2023年2月28日"),
    )
    office = small_office(tmp_path / "办公室", tasks=tasks)
    go(office, date(2022, 12, 1))
    sent = {t.paper.key for t in read_all(LedgerFiles.of(office.root))}
    back = date(2023, 1, 11)
    new = go(office, back)
    assert sorted(p.unit for p in new.papers) == ["U01", "U02", "U03", "U04"]
    assert all(p.number.startswith("催办〔2023〕") for p in new.papers)
    for told in read_all(LedgerFiles.of(office.root)):
        if told.paper.key not in sent and told.paper.unit == "U01":
            steps = {(o.topic, o.step, o.how) for o in told.occasions}
            assert ("U01-002", 1, "superseded") in steps
            assert ("U01-002", 2, "sent") in steps
    assert go(office, back).papers == []


@pytest.mark.parametrize(
    ("moment", "year"),
    [("2022-12-29 16:59", 2022), ("2023-01-03 09:00", 2023), ("2024-02-29 10:00", 2024)],
)
def test_the_year_of_a_number_is_that_of_the_papers_own_day(moment, year, office):
    at = datetime.fromisoformat(moment)
    result = go(office, at.date(), at.strftime("%H:%M"), at_once=True)
    assert all(p.number.startswith(f"催办〔{year}〕") for p in result.papers)
    assert all(p.path.startswith(f"发出/{year}/") for p in result.papers)
    assert result.papers


# --------------------------------------------------------------------------- memory


def test_what_a_unit_handed_in_is_the_measure_for_its_next_submission(office):
    clock = Clock()
    run_folder(office, TODAY, now=clock)
    moved = [(t, "9月30日" if n == 1 else d) for n, (t, d) in enumerate(TASKS)]
    hand_in(office, NAMES[0], moved)
    next_day = TODAY + timedelta(days=1)
    clock.at += timedelta(days=1)
    for _ in range(2):
        result = run_folder(office, next_day, now=clock)
        assert [f.rule for f in result.findings if f.rule == "deadline-moved"] == ["deadline-moved"]


def test_running_twice_writes_the_same_and_keeps_the_same(office):
    run_folder(office, TODAY, now=Clock())
    before = tree(office.root, ".运行锁", ".缓存")
    run_folder(office, TODAY, now=Clock())
    assert tree(office.root, ".运行锁", ".缓存") == before


def test_looking_and_checking_write_nothing(office):
    before = tree(office.root)
    decide(look(office, TODAY))
    assert run_cli(["check", "--office", str(office.root), "--today", "2022-06-28", "-q"]) in (0, 1)
    assert tree(office.root) == before


def test_submissions_are_archived_by_their_digest_once(office):
    go(office)
    go(office)
    for name in NAMES:
        data = (office.inbox / f"{name}.xlsx").read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        kept = office.root / "归档" / "报送" / digest[:2] / f"{digest}.xlsx"
        assert kept.read_bytes() == data


BEFORE, AFTER = datetime(2022, 6, 1, tzinfo=ZONE), datetime(2022, 7, 9, tzinfo=ZONE)


def test_a_run_on_a_day_to_come_keeps_nothing_and_says_so(office):
    result = run_folder(office, TODAY, now=Clock(BEFORE))
    assert not office.ledger.exists()
    told = [n for n in result.notes if "登记" in n]
    assert told == ["今天是2022年6月1日，按2022年6月28日运行只是预演：各单位报送的内容没有登记。"]


def test_a_run_on_a_day_that_has_passed_catches_up(office):
    run_folder(office, TODAY, now=Clock(AFTER))
    assert len(last_digests(LedgerFiles.of(office.root), "武华党〔2022〕17号")) == len(NAMES)
    assert last_day(LedgerFiles.of(office.root), "武华党〔2022〕17号") == TODAY


def test_a_run_never_keeps_anything_behind_what_was_kept(office):
    run_folder(office, TODAY, now=Clock(AFTER))
    hand_in(office, NAMES[0], [("另一件事", "6月20日")])
    files, before = LedgerFiles.of(office.root), office.ledger.read_bytes()
    result = run_folder(office, TODAY - timedelta(days=3), now=Clock(AFTER))
    assert office.ledger.read_bytes() == before
    assert any("更早的2022年6月25日" in n for n in result.notes)
    run_folder(office, TODAY + timedelta(days=1), now=Clock(AFTER))
    assert last_day(files, "武华党〔2022〕17号") == TODAY + timedelta(days=1)


def test_what_is_kept_of_units_worked_on_is_what_their_whole_views_give(office, tmp_path):
    """Also where a run before found everything out and kept nothing, so that nothing is worked on."""
    tried = Office(shutil.copytree(office.root, tmp_path / "试过"))
    run_folder(tried, TODAY, now=Clock(BEFORE))
    for one in (office, tried):
        run_folder(one, TODAY, now=Clock(AFTER))
    digests = dict.fromkeys(("U01", "U02", "U03"), "another")
    kept, again = (
        read_history(o.ledger, "武华党〔2022〕17号", digests).matters for o in (office, tried)
    )
    assert kept == again
    assert len(kept) > 2


def test_history_tells_each_matter_its_own_step(office):
    go(office, keys=("U01",))
    sent = read_history(office.ledger, "武华党〔2022〕17号").sent[0]
    assert sent.steps == {"U01-001": 2, "U01-002": 1}
    assert sent.dues == {"U01-001": date(2022, 6, 20), "U01-002": date(2022, 6, 30)}


# --------------------------------------------------------------------------- secrecy and rooms


def test_no_unit_gets_a_word_of_another(tmp_path):
    words = {name: f"鸟鸣{n}号暗语" for n, name in enumerate(NAMES)}
    office = small_office(tmp_path / "办公室")
    for name, word in words.items():
        hand_in(
            office, name, [(f"{word}一", "6月20日"), (f"{word}二", "6月31日"), (word, "6月30日")]
        )
    go(office)
    seen = 0
    for folder in (office.root / "发出" / "单位").iterdir():
        own = next(word for name, word in words.items() if folder.name.endswith(name))
        for path in folder.iterdir():
            package = zipfile.ZipFile(path)
            text = "\n".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
            seen += own in text
            assert not [w for w in words.values() if w != own and w in text]
    assert seen >= 4


def test_too_little_room_on_the_disk_is_told_before_anything_is_numbered(office, monkeypatch):
    usage = shutil.disk_usage(office.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: replace_free(usage, 1000))
    with pytest.raises(OfficeError, match="磁盘剩余空间"):
        go(office)
    monkeypatch.undo()
    assert [p.n for p in go(office).papers] == [1, 2, 3, 4]


def replace_free(usage: object, free: int) -> object:
    return usage._replace(free=free)  # type: ignore[attr-defined]


# --------------------------------------------------------------------------- channels of the plan


def test_a_channel_that_lacks_a_setting_is_told_before_anything_is_numbered(tmp_path):
    office = small_office(tmp_path / "办公室", units=1, channels={"电子邮件": {"端口": "465"}})
    with pytest.raises(PlanError, match="服务器"):
        go(office)
    assert numbers(office) == []


def test_an_office_for_practice_sends_nothing_outside(tmp_path):
    channels = {
        "电子邮件": {"服务器": "smtp.example.cn", "发件地址": "dzb@example.cn"},
        "共享文件夹": {},
    }
    office = small_office(tmp_path / "办公室", units=1, demo=True, channels=channels)
    result = go(office)
    assert [r.channel for r in result.receipts] == ["共享文件夹"]
    assert "演练用办公室不向外发送" in result.notes[0]


def test_a_delivery_folder_that_is_away_is_tried_again(tmp_path):
    share = tmp_path / "共享盘"
    share.mkdir()
    office = small_office(
        tmp_path / "办公室", units=2, channels={"共享文件夹": {"目录": str(share)}}
    )
    go(office, keys=("U01",))
    assert len(list((share / "U01_信息工程学院").iterdir())) == 1
    share.rename(tmp_path / "拔掉了")
    away = go(office, at="10:30")
    assert away.exit_code == 5
    assert [p.number for p in away.papers] == ["催办〔2022〕2号"]
    (share / "空").mkdir(parents=True)  # the empty mount point
    assert "标记" in go(office, at="11:00").closed["共享文件夹"]
    shutil.rmtree(share)
    (tmp_path / "拔掉了").rename(share)
    back = go(office, at="11:30")
    assert back.exit_code == 0
    assert len(list((share / "U02_智能制造学院").iterdir())) == 1


def test_the_papers_of_a_run_are_bound_for_the_printer(tmp_path):
    office = small_office(tmp_path / "办公室", units=3, channels={"打印": {}})
    go(office)
    bound = list((office.root / "发出" / "打印").iterdir())
    assert len(bound) == 1
    text = zipfile.ZipFile(bound[0]).read("word/document.xml").decode()
    assert all(f"催办〔2022〕{n}号" in text for n in (1, 2, 3))


# --------------------------------------------------------------------------- the command line


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run_cli(list(arguments))
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return code, said.out + said.err


def test_the_verbs_speak_chinese_and_keep_the_exit_codes(office, capsys):
    (office.root / DEMO_MARK).touch()
    at = ("--office", str(office.root))
    today = ("--today", "2022-06-28")
    code, said = say(capsys, "发出", "--dry-run", *at, *today)
    assert (code, "共4件" in said, "没有编号、没有登记、没有发送" in said) == (0, True, True)
    code, said = say(capsys, "issue", "U01", *at, *today, "--json", "-", "-q")
    assert code == 0
    assert json.loads(said)["papers"][0]["number"] == "催办〔2022〕1号"
    with one_at_a_time(office.root, now=Clock()):
        code, said = say(capsys, "issue", *at, *today)
        assert (code, said.count("\n")) == (4, 1)
        code, said = say(capsys, "run", *at, *today)
        assert code == 4
    code, said = say(capsys, "issue", "--void", "催办〔2022〕1号", *at)
    assert (code, "作废要写明原因" in said) == (2, True)
    code, said = say(capsys, "issue", "--void", "催办〔2022〕1号", "--reason", "有误", *at)
    assert (code, "编号不再使用" in said) == (0, True)
    code, said = say(capsys, "台账", *at)
    assert "催办〔2022〕1号  信息工程学院  关于抓紧办结逾期事项的催办通知【作废】" in said
    code, said = say(capsys, "issue", "--confirm", "0000000000", *at)
    assert code == 2
    office.ledger.write_bytes(b"")
    code, said = say(capsys, "issue", *at, *today)
    assert (code, "--restore" in said) == (2, True)


def test_history_fills_a_workbook_and_counts_the_burden(office, tmp_path, capsys):
    (office.root / DEMO_MARK).touch()
    go(office)
    at = ("--office", str(office.root))
    code, said = say(capsys, "history", "--burden", *at)
    assert (code, "信息工程学院：文书1件（催办通知1件），涉及2项" in said) == (0, True)
    say(capsys, "history", "--xlsx", str(tmp_path / "台账.xlsx"), *at)
    book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
    assert book.sheetnames == ["发文登记", "投递登记", "负担统计"]
    assert book["发文登记"]["B3"].value == "催办〔2022〕1号"
    assert book["发文登记"].max_row == 6
    code, said = say(capsys, "history", "--unit", "智造学院", "--json", "-", "-q", *at)
    data = json.loads(said)
    assert [p["unit"] for p in data["papers"]] == ["U02"]
    assert {s["how"] for s in data["papers"][0]["steps"]} == {"sent", "superseded"}


def test_confirming_settles_what_was_in_doubt(office):
    from huaxia_tasks.ledger import Ledger, mark, waiting

    go(office, keys=("U01",))
    with Ledger(LedgerFiles.of(office.root), now=Clock()) as ledger:
        mark(ledger, waiting(ledger), "in_doubt")
    assert len(confirm(office, ["催办〔2022〕1号"], "电话确认", now=Clock())) == 1
    delivery = read_all(LedgerFiles.of(office.root))[0].deliveries[0]
    assert (delivery.state, delivery.detail) == ("settled", "电话确认")


def test_another_run_at_work_is_a_locked_error(office):
    with one_at_a_time(office.root, now=Clock()), pytest.raises(LockedError):
        go(office)
    assert Order()._replace(auto=True).auto


def test_slips_go_out_together_under_a_cover_and_once(tmp_path):
    office = small_office(
        tmp_path / "办公室", units=1, tasks=[("甲", "6月20日"), ("乙", "6月20日")]
    )
    go(office)
    later = date(2022, 7, 5)
    slips = go(office, later)
    assert sorted((p.kind, p.number) for p in slips.papers) == [
        ("supervision-cover", ""),
        ("supervision-slip", "督办〔2022〕1号"),
        ("supervision-slip", "督办〔2022〕2号"),
    ]
    assert go(office, later).papers == []
    assert len(list((office.root / "发出" / "单位" / "U01_信息工程学院").iterdir())) == 4


# --------------------------------------------------------------------------- receipts


def receipts(office: Office, day: date) -> list[str]:
    """Return the units of which a run drafts a receipt, by the papers that it tells of and by its folder."""
    told = [p.unit or "" for p in run_folder(office, day).papers if p.kind == "receipt"]
    lying = sorted(p.parent.name[:3] for p in office.output(day).glob("*/清单接收回执.docx"))
    assert sorted(told) == lying
    again = draft(office, decide(look(office, day)))
    assert [p.unit for p in again.papers if p.kind == "receipt"] == told
    return told


def test_a_receipt_that_went_out_is_not_drafted_again_on_later_days(office):
    every = receipts(office, TODAY)
    assert len(every) > 2
    gone = every[0]
    (paper,) = (
        p for p in run_folder(office, TODAY).papers if (p.kind, p.unit) == ("receipt", gone)
    )
    go(office, keys=(paper.key,))
    assert receipts(office, TODAY) == every  # the day's drafts stay what was issued from them
    later, next_day = TODAY + timedelta(days=2), TODAY + timedelta(days=1)
    for day in (next_day, next_day, later, next_day):
        assert receipts(office, day) == every[1:]
    go(office, next_day, keys=("清单接收回执",))
    assert receipts(office, next_day) == every[1:]
    assert receipts(office, later) == []
    hand_in(office, NAMES[int(gone[1:]) - 1], [("又加一项任务", "8月31日")])
    assert receipts(office, later) == [gone]


def test_whoever_issues_the_reminders_is_told_of_receipts_that_went_to_nobody(office):
    left = "件清单接收回执（连同退回的工作簿）没有发过；要发给单位的，请运行 huaxia 发出 清单接收回执。"
    assert any(n.endswith(left) for n in go(office).notes)
    assert not any(n.endswith(left) for n in go(office, auto=True).notes)
    done = go(office, keys=("清单接收回执",))
    assert {p.kind for p in done.papers} == {"receipt"}
    assert not any(n.endswith(left) for n in go(office).notes)


def test_receipts_that_went_out_before_need_no_word(office):
    go(office, keys=("清单接收回执",))
    again = go(office, keys=("清单接收回执",))
    assert (again.papers, again.left_out) == ([], ["今天没有要发的“清单接收回执”。"])
