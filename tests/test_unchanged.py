"""A run over an unchanged office says at once what the last one said; any change makes it a whole run."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import lay_out
from huaxia_tasks.unchanged import unchanged

DAY = "2022-06-28"
HEAVY = ("jinja2", "openpyxl", "docx", "docxtpl", "xlsxwriter", "pandas", "numpy", "lxml", "sqlite3",
         "click", "dataclasses", "huaxia_tasks.model", "huaxia_tasks.cli")  # fmt: skip


def _arguments(office: Path, *more: str) -> list[str]:
    return ["run", "--office", str(office), "--today", DAY, *more]


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = lay_out(tmp_path_factory.mktemp("stamp") / "督办", demo=True).root
    assert run_cli(_arguments(office, "-q", "--json", str(office.parent / "a.json"))) == 3
    return office


@pytest.fixture
def office(run_once: Path, tmp_path: Path) -> Path:
    """An office of its own in which a run has been."""
    office = tmp_path / "督办"
    shutil.copytree(run_once, office)
    assert unchanged(_arguments(office)) is None, "a copy is another office"
    assert run_cli(_arguments(office, "-q", "--json", str(tmp_path / "a.json"))) == 3
    return office


def test_the_second_run_says_what_the_first_said(tmp_path, capfd):
    office = lay_out(tmp_path / "督办", demo=True).root
    code = run_cli(_arguments(office, "--json", str(tmp_path / "a.json")))
    first = capfd.readouterr()
    assert unchanged(_arguments(office, "--json", str(tmp_path / "b.json"))) == code == 3
    assert capfd.readouterr() == first
    assert first.out.startswith("武华党〔2022〕17号")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert unchanged(_arguments(office, "--json", "-")) == code
    assert json.loads(capfd.readouterr().out)["today"] == DAY
    assert unchanged(_arguments(office, "-q")) == code
    assert capfd.readouterr() == ("", "")


def _cell(book: Path, sheet: int = 0) -> None:
    """Change a cell at the end of a workbook."""
    wb = load_workbook(book)
    wb.worksheets[sheet].cell(60, 3, "改过")
    wb.save(book)


def _same_size_and_time(path: Path) -> None:
    """Change a byte and set the time of the file back."""
    about = path.stat()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def _first(folder: Path, pattern: str) -> Path:
    return sorted(folder.rglob(pattern))[0]


CHANGES: dict[str, Callable[[Path], object]] = {
    "a cell of a submission": lambda o: _cell(_first(o / "报送", "*.xlsx")),
    "a submission rewritten with its size and time": lambda o: _same_size_and_time(
        _first(o / "报送", "*.xlsx")
    ),
    "a submission more": lambda o: (o / "报送" / "新.xlsx").write_bytes(b"PK"),
    "a submission less": lambda o: _first(o / "报送", "*.xlsx").unlink(),
    "a submission renamed": lambda o: _first(o / "报送", "*.xlsx").rename(o / "报送" / "名.xlsx"),
    "an empty folder under 报送": lambda o: (o / "报送" / "文件夹").mkdir(),
    "a link under 报送": lambda o: (o / "报送" / "链接.xlsx").symlink_to(o / "词典.xlsx"),
    "a cell of the plan": lambda o: _cell(_first(o / "计划", "*.xlsx")),
    "another plan": lambda o: shutil.copy(_first(o / "计划", "*.xlsx"), o / "计划" / "另.xlsx"),
    "the word list": lambda o: _cell(o / "词典.xlsx"),
    "a decision": lambda o: _cell(o / "登记.xlsx"),
    "the register taken away": lambda o: (o / "登记.xlsx").unlink(),
    "a template": lambda o: _same_size_and_time(_first(o / "模板", "催办*.docx")),
    "an evidence file": lambda o: (_first(o / "佐证", "*.txt").parent / "新.txt").write_text("x"),
    "an evidence folder": lambda o: (o / "佐证" / "U09").mkdir(),
    "no practice any more": lambda o: (o / "演练.txt").unlink(),
    "the ledger": lambda o: _same_size_and_time(o / "台账.db"),
    "the witness of numbers": lambda o: (o / "发出" / ".编号见证.json").write_text("{}"),
    "an output changed": lambda o: _same_size_and_time(_first(o / "输出", "*.docx")),
    "an output gone": lambda o: _first(o / "输出", "*.xlsx").unlink(),
    "the list of outputs": lambda o: _first(o / "输出", ".本次产出.json").unlink(),
    "no stamp": lambda o: (o / ".缓存" / "run.stamp").unlink(),
    "a damaged stamp": lambda o: _same_size_and_time(o / ".缓存" / "run.stamp"),
    "an empty stamp": lambda o: (o / ".缓存" / "run.stamp").write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_makes_it_a_whole_run(office, change, capfd):
    arguments = _arguments(office, "-q")
    assert unchanged(arguments) == 3
    CHANGES[change](office)
    assert unchanged(arguments) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "more",
    [["--dry-run"], ["--verify"], ["--today", "2022-06-29"], ["--workers", "0"], ["--workers"],
     ["nonsense"], ["--office", "/nowhere"], ["--today", "2022-6-28"], ["--help"], ["--quiet=1"]],
)  # fmt: skip
def test_other_commands_are_not_answered(office, more, capfd):
    assert unchanged([*_arguments(office), *more]) is None
    assert unchanged(["check", *_arguments(office)[1:]]) is None
    assert unchanged([]) is None
    assert capfd.readouterr() == ("", "")


def test_another_day_is_another_run(office, monkeypatch):
    assert unchanged(["run", "--office", str(office)]) is None
    assert unchanged(["run", "--office", str(office), "--today", "2022-06-29"]) is None
    monkeypatch.chdir(office / "报送")
    assert unchanged(["运行", f"--today={DAY}", "-q", "--no-color", "--workers=2"]) == 3


def test_json_that_was_not_kept_is_made(office, tmp_path, capfd):
    (office / ".缓存" / "run.json").write_bytes(b"")
    assert unchanged(_arguments(office, "-q")) == 3
    assert unchanged(_arguments(office, "-q", "--json", "-")) is None
    assert capfd.readouterr() == ("", "")


def test_a_run_that_is_under_way_is_not_passed_by(office):
    with (office / ".运行锁").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert unchanged(_arguments(office, "-q")) is None
    assert unchanged(_arguments(office, "-q")) == 3


def test_only_the_present_day_takes_down_what_came(office, monkeypatch):
    """What was run ahead for a day does not stand for the run on that day."""
    monkeypatch.setattr("huaxia_tasks.unchanged._day_now", lambda: DAY)
    assert unchanged(_arguments(office, "-q")) is None
    assert run_cli(_arguments(office, "-q")) == 3
    assert unchanged(_arguments(office, "-q")) == 3
    assert unchanged(["run", "--office", str(office), "-q"]) == 3


def test_files_changed_a_moment_ago_are_not_relied_on(office, monkeypatch):
    """Where times are as coarse as two seconds a further change might not show."""
    book = _first(office / "报送", "*.xlsx")
    second = 1_000_000_000
    now = book.stat().st_ctime_ns // second * second
    monkeypatch.setattr("huaxia_tasks.stamp.look_of", lambda about: (about.st_size, now, now))
    monkeypatch.setattr("time.time_ns", lambda: now + second)
    (office / ".缓存" / "run.stamp").unlink()
    assert run_cli(_arguments(office, "-q")) == 3
    assert not (office / ".缓存" / "run.stamp").exists()
    monkeypatch.setattr("time.time_ns", lambda: now + 3 * second)
    assert run_cli(_arguments(office, "-q")) == 3
    assert (office / ".缓存" / "run.stamp").exists()


def test_all_that_a_run_reads_is_looked_at(office):
    """Every file of the office that a run opens is among those whose looks are compared."""
    (office / ".缓存" / "run.stamp").unlink()
    script = (
        "import sys, json\n"
        "opened = set()\n"
        "sys.addaudithook(lambda e, a: opened.add(str(a[0])) if e in ('open', 'sqlite3.connect') else None)\n"
        "from huaxia_tasks.cli import run_cli\n"
        "run_cli(sys.argv[1:])\n"
        "from huaxia_tasks.stamp import office_looks\n"
        "print(json.dumps([sorted(opened), sorted(office_looks(sys.argv[3]))]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *_arguments(office, "-q")],
        capture_output=True,
        check=True,
        text=True,
    )
    opened, looked = json.loads(done.stdout)
    own = {os.path.relpath(p, office) for p in opened if p.startswith(str(office))}
    read = {p for p in own if not p.startswith((".缓存", "输出", ".运行锁"))}
    assert {p for p in read if os.path.isfile(office / p)} <= set(looked)
    assert "发出/.编号见证.json" in read
    assert "模板/清单接收回执.docx" in read


@pytest.mark.parametrize("command", [["run"], ["--help"], ["--version"]])
def test_little_is_loaded_where_nothing_is_to_be_done(office, command):
    arguments = _arguments(office, "-q") if command == ["run"] else command
    heavy = HEAVY if command == ["run"] else HEAVY[:9]
    script = (
        "import sys\nfrom huaxia_tasks.__main__ import main\nsys.argv[1:] = sys.argv[1:]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, check=True, text=True
    )
    loaded = done.stdout.splitlines()[-1]
    assert "huaxia_tasks.unchanged" in loaded
    assert [m for m in heavy if f"'{m}'" in loaded] == []


def test_what_a_failing_disk_left_over_the_next_run_takes_away(office, monkeypatch):
    day = [DAY, "2022-06-29"]
    lines = office / "输出" / day[1] / ".写入记录.txt"
    unlink = Path.unlink

    def failing(path: Path, missing_ok: bool = False) -> None:
        if path == lines:
            raise OSError(5, os.strerror(5))
        unlink(path, missing_ok)

    words = ["run", "--office", str(office), "--today", day[1], "-q"]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", failing)
        assert run_cli(words) == 3
    assert lines.exists()
    assert unchanged(words) is None
    assert run_cli(words) == 3
    assert not lines.exists()
    assert unchanged(words) == 3
