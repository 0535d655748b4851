"""A draft that somebody edited where it lay is set aside, never written over and never lost."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from small_office import NAMES, TASKS, hand_in, small_office
from test_day_folder import Runs, sha

from huaxia_tasks.office import Office
from huaxia_tasks.run import decide, draft, look

DAY = "2022-06-28"
ASIDE = "a（改过的一稿）.docx"


def book(text: str) -> bytes:
    """Return a whole package, as office programs save."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(zipfile.ZipInfo("word/document.xml"), text)
    return data.getvalue()


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


@pytest.mark.parametrize("again", ["1", "2"])
def test_an_edited_draft_gets_a_name_of_its_own_and_the_run_says_so(runs: Runs, again: str):
    runs.run(a_docx=book("1"), b_docx=book("b"))
    (runs.path / "a.docx").write_bytes(book("by a person"))
    day = runs.run(a_docx=book(again), b_docx=book("b"))
    assert runs.there() == {
        "a.docx": book(again),
        ASIDE: book("by a person"),
        "b.docx": book("b"),
    }
    assert len(day.notes) == 1
    assert "《a.docx》有人改过" in day.notes[0]
    assert f"《{ASIDE}》" in day.notes[0]


def test_the_next_runs_leave_it_alone_and_say_nothing(runs: Runs):
    runs.run(a_docx=book("1"))
    (runs.path / "a.docx").write_bytes(book("by a person"))
    runs.run(a_docx=book("1"))
    day = runs.run(a_docx=book("2"))
    assert day.notes == []
    assert runs.run(b_docx=book("b")).notes == []
    assert runs.there() == {ASIDE: book("by a person"), "b.docx": book("b")}


def test_each_edited_draft_of_the_same_paper_is_kept(runs: Runs):
    for n in range(3):
        runs.run(a_docx=book("1"))
        (runs.path / "a.docx").write_bytes(book(f"person {n}"))
    runs.run(a_docx=book("1"))
    kept = {name: data for name, data in runs.there().items() if name != "a.docx"}
    assert kept == {
        ASIDE: book("person 0"),
        "a（改过的一稿2）.docx": book("person 1"),
        "a（改过的一稿3）.docx": book("person 2"),
    }


def test_a_paper_with_the_longest_name_is_set_aside_too(runs: Runs):
    name = "长" * 83 + ".docx"
    runs.run(**{name.replace(".", "_"): book("1")})
    (runs.path / name).write_bytes(book("by a person"))
    runs.run(**{name.replace(".", "_"): book("1")})
    assert sorted(runs.there().values()) == sorted([book("1"), book("by a person")])


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 torn", bytes(500)])
def test_what_a_power_cut_left_is_no_draft_of_a_person(runs: Runs, left: bytes):
    runs.run(a_docx=book("1"))
    (runs.path / "a.docx").write_bytes(left)
    assert runs.run(a_docx=book("1")).notes == []
    assert runs.there() == {"a.docx": book("1")}


@pytest.mark.parametrize("finished_before", [False, True])
def test_what_a_killed_run_wrote_is_no_draft_of_a_person(runs: Runs, finished_before: bool):
    if finished_before:
        runs.run(a_docx=book("0"))
    killed = runs.begin()
    killed.put("a.docx", book("1"))  # and then nothing more
    day = runs.begin()
    day.put("a.docx", book("2"))
    runs.finish(day, a_docx=book("2"))
    assert day.notes == []
    assert runs.there() == {"a.docx": book("2")}
    assert not list(runs.path.glob(".写入记录*"))


def test_without_a_cache_the_folder_itself_knows_what_runs_made(runs: Runs):
    runs.run(a_docx=book("1"), b_docx=book("1"))
    shutil.rmtree(runs.office.cache)
    (runs.path / "b.docx").write_bytes(book("by a person"))
    day = runs.run(a_docx=book("2"), b_docx=book("2"))
    assert [note[:8] for note in day.notes] == ["《b.docx》"]
    assert runs.there()["b（改过的一稿）.docx"] == book("by a person")


def test_the_record_of_a_killed_run_holds_what_it_was_about_to_put(runs: Runs):
    killed = runs.begin()
    killed.put("a.docx", book("1"))
    lines = (runs.path / ".写入记录.txt").read_text(encoding="utf-8")
    assert lines == f"{sha(book('1'))} a.docx\n"


def command(root: Path) -> list[str]:
    return [sys.executable, "-m", "huaxia_tasks", "run", "--office", str(root), "--today", DAY]


def test_the_clerk_finds_the_edited_paper_and_is_told(tmp_path: Path):
    office = small_office(tmp_path / "办公室")
    subprocess.run(command(office.root), capture_output=True, check=False)
    paper = next((office.root / "输出" / DAY).glob("U*/*.docx"))
    edited = book("改过的话")
    paper.write_bytes(edited)
    done = subprocess.run(command(office.root), capture_output=True, text=True, check=False)
    assert "有人改过" in done.stdout + done.stderr
    assert paper.with_name(f"{paper.stem}（改过的一稿）.docx").read_bytes() == edited
    assert paper.read_bytes() != edited


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 kill -9 的系统")
def test_what_killed_runs_wrote_of_other_reports_is_never_taken_for_edited(tmp_path: Path):
    office = small_office(tmp_path / "办公室")
    folder = office.root / "输出" / DAY
    subprocess.run(command(office.root), capture_output=True, check=False)
    whole = digests(folder)
    for number in range(1, 4):
        report_anew(office, number)
        run = subprocess.Popen(
            command(office.root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while run.poll() is None and lines_in(folder) < 2 * number:
            time.sleep(0.001)
        run.send_signal(signal.SIGKILL)
        run.wait()
        shutil.rmtree(office.root / ".缓存", ignore_errors=True)
    assert lines_in(folder) >= 2  # what the last one left behind
    assert digests(folder) != whole
    report_anew(office, 9)
    done = subprocess.run(command(office.root), capture_output=True, text=True, check=False)
    assert "有人改过" not in done.stdout + done.stderr
    there = {p.name for p in folder.rglob("*")}
    assert not {name for name in there if "改过的一稿" in name or name.startswith(".写入记录")}


def report_anew(office: Office, number: int) -> None:
    """Let every unit report so many more tasks: each paper says something else."""
    more = tuple((f"新增工作第{n}项", "6月20日") for n in range(number))
    for unit in NAMES:
        hand_in(office, unit, (*TASKS, *more))


def lines_in(folder: Path) -> int:
    """Return how many lines tell what is being written there."""
    lines = folder / ".写入记录.txt"
    return len(lines.read_text(encoding="utf-8").splitlines()) if lines.exists() else 0


def digests(folder: Path) -> dict[str, str]:
    return {p.name + p.parent.name: sha(p.read_bytes()) for p in folder.rglob("*.docx")}


@pytest.mark.parametrize("verb", [("spotcheck", "--seed", "7", "--number", "2"), ("publish",)])
def test_papers_that_were_asked_for_are_set_aside_too(tmp_path: Path, verb: tuple[str, ...]):
    office = small_office(tmp_path / "办公室")
    asked = [sys.executable, "-m", "huaxia_tasks", *verb, "--today", DAY]
    asked += ["--office", str(office.root)]
    subprocess.run(asked, capture_output=True, check=True)
    papers = sorted((office.root / "输出" / DAY).rglob("*.docx"))
    filled, other = book("核查结论：属实"), papers[1:]
    papers[0].write_bytes(filled)
    before = [paper.read_bytes() for paper in other]
    for expected in (True, False):
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
        assert ("有人改过" in done.stdout + done.stderr) is expected
    assert papers[0].with_name(f"{papers[0].stem}（改过的一稿）.docx").read_bytes() == filled
    assert [paper.read_bytes() for paper in other] == before


def test_a_run_from_python_sets_aside_and_leaves_no_lines(tmp_path: Path):
    office = small_office(tmp_path / "办公室")
    today = date.fromisoformat(DAY)
    briefing = decide(look(office, today))
    draft(office, briefing)
    folder = office.root / "输出" / DAY
    paper = next(folder.glob("U*/*.docx"))
    paper.write_bytes(book("by a person"))
    told = draft(office, briefing).notes
    assert len([note for note in told if "有人改过" in note]) == 1
    assert not list(folder.glob(".写入记录*"))
    assert not [note for note in draft(office, briefing).notes if "有人改过" in note]


def test_the_notice_beside_the_forms_stays_as_somebody_changed_it(tmp_path: Path):
    office = small_office(tmp_path / "办公室")
    asked = [sys.executable, "-m", "huaxia_tasks", "forms", "--today", DAY]
    asked += ["--office", str(office.root)]
    subprocess.run(asked, capture_output=True, check=True)
    notice = next((office.root / "下发").glob("*.docx"))
    notice.write_bytes(book("改过的通知"))
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert f"《{notice.name}》有人改过，没有覆盖" in done.stdout + done.stderr
    assert notice.read_bytes() == book("改过的通知")


def test_the_record_is_the_same_however_often_the_same_is_asked_for(tmp_path: Path):
    office = small_office(tmp_path / "办公室")
    asked = [sys.executable, "-m", "huaxia_tasks", "publish", "--today", DAY]
    asked += ["--office", str(office.root)]
    records = []
    for _ in range(3):
        subprocess.run(asked, capture_output=True, check=True)
        records.append((office.root / "输出" / DAY / ".写入记录.txt").read_bytes())
    assert records[0] == records[1] == records[2]
