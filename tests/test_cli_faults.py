"""What becomes of our own faults: one sentence on the screen, the trace in a log that tells nobody's secrets."""

from __future__ import annotations

import errno
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from huaxia_tasks import cli
from huaxia_tasks.channels import Secrets
from huaxia_tasks.cli import run_cli
from huaxia_tasks.cli.faults import FaultLog, keep_faults
from huaxia_tasks.office import lay_out

LOG = ".缓存/huaxia-出错记录.log"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def office(tmp_path):
    yield lay_out(tmp_path / "督办").root
    log = logging.getLogger("huaxia_tasks")
    log.handlers[:] = [h for h in log.handlers if not isinstance(h, FaultLog)]


def broken(monkeypatch, fault: BaseException) -> None:
    def fail(*_, **__):
        raise fault

    monkeypatch.setattr("huaxia_tasks.cli.working.check_swept", fail)


def test_a_trace_is_logged_in_the_office_asked_for_without_secrets_and_persons(
    office, monkeypatch, capsys
):
    Secrets(office, {"HUAXIA_X": "hunter2secret"}).get("HUAXIA_X")
    text = "hunter2secret key=abcdef 身份证110105194912310021、手机13800138000"
    broken(monkeypatch, KeyError(text))
    assert run_cli(["check", "--office", str(office)]) == 70
    said = capsys.readouterr().err
    assert "程序内部出错（KeyError）" in said
    assert "Traceback" not in said
    log = (office / LOG).read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "test_cli_faults.py" in log
    for word in ("hunter2secret", "abcdef", "194912310021", "13800138000"):
        assert word not in log
    assert stat.S_IMODE((office / LOG).stat().st_mode) == 0o600 or sys.platform == "win32"


def test_ctrl_c_is_one_line_also_where_python_tells_it_as_another_error(
    office, monkeypatch, capsys
):
    wrapped = RuntimeError("Error calling __set_name__")
    wrapped.__cause__ = KeyboardInterrupt()
    broken(monkeypatch, wrapped)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    assert run_cli(["check", "--office", str(office)]) == 130
    assert capsys.readouterr().err.count("\n") == 1
    assert not (office / LOG).exists()


def test_a_part_that_fails_is_told_once_and_its_trace_is_logged(office, capsys):
    keep_faults(office, cli.Console().warn)
    try:
        raise ValueError("手机13800138000")
    except ValueError:
        logging.getLogger("huaxia_tasks.checking").exception("rule %s failed", "overdue")
        logging.getLogger("huaxia_tasks.checking").exception("rule %s failed", "stale")
    said = capsys.readouterr().err
    assert said.count("这一处已跳过") == 1
    assert "Traceback" not in said
    log = (office / LOG).read_text(encoding="utf-8")
    assert "rule stale failed" in log
    assert "13800138000" not in log


def test_who_stops_listening_breaks_nothing(office):
    command = [sys.executable, "-m", "huaxia_tasks", "doctor", "--office", str(office)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    assert run.stderr.read() == b""
    run.stderr.close()
    assert run.wait() in (0, 1)


def test_files_in_the_current_folder_are_never_taken_for_parts_of_the_program(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "click.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    script = (
        "import subprocess, sys; from huaxia_tasks.timetable.child import own_flags;"
        "words = [sys.executable, *own_flags(), '-m', 'huaxia_tasks', '--help'];"
        f"sys.exit(subprocess.run(words, cwd={str(tmp_path)!r}).returncode)"
    )
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, env=settings, check=False)
    assert "taken over" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EIO, "磁盘或网络出错"),
        (errno.EACCES, "没有权限"),
        (errno.EFBIG, "超过了系统允许的文件大小"),
        (errno.EMFILE, "打开的文件太多"),
    ],
)
def test_a_failing_disk_is_no_fault_of_the_program(office, monkeypatch, capsys, number, says):
    broken(monkeypatch, OSError(number, "x", str(office / "输出" / "汇总表.xlsx")))
    assert run_cli(["check", "--office", str(office)]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "汇总表.xlsx" in said
    assert "再运行一次" in said
    assert not (office / LOG).exists()


@pytest.mark.parametrize("name", ["输出", "输出/2022-06-28/汇总表.xlsx"])
def test_what_lies_in_the_way_of_a_paper_is_named(office, capsys, name):
    way = office / name
    if name.endswith(".xlsx"):
        way.mkdir(parents=True)
    else:
        way.rmdir()
        way.write_text("我的文件", encoding="utf-8")
    assert run_cli(["run", "--office", str(office), "--today", "2022-06-28"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert name in said
    assert "改名或移走" in said
    assert not (office / LOG).exists()


def test_what_was_taken_away_meanwhile_is_named_and_kept_in_the_log(office, monkeypatch, capsys):
    broken(monkeypatch, FileNotFoundError(errno.ENOENT, "x", str(office / "归档" / "x.xlsx")))
    assert run_cli(["check", "--office", str(office)]) == 2
    assert "不存在" in capsys.readouterr().err
    assert "FileNotFoundError" in (office / LOG).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EINVAL, 0), (errno.ENOTSUP, 0), (errno.EIO, 2)]
)
def test_a_share_that_cannot_flush_a_folder_takes_the_forms_all_the_same(
    office, monkeypatch, capsys, number, code
):
    flush = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, "x")
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert run_cli(["forms", "--office", str(office), "--today", "2022-06-28"]) == code


def closed_to_us(monkeypatch, path: Path) -> None:
    """Let every try to open or list `path` fail, as for an account without rights (root has them all)."""
    refusal = PermissionError(errno.EACCES, "x", str(path))

    def shut(work):
        def tried(self, *args, **kwargs):
            if self == path:
                raise refusal
            return work(self, *args, **kwargs)

        return tried

    for name in ("open", "iterdir"):
        monkeypatch.setattr(Path, name, shut(getattr(Path, name)))


def test_a_closed_plan_folder_is_not_taken_for_an_empty_one(office, monkeypatch, capsys):
    for path in (office / "计划").iterdir():
        path.unlink()
    closed_to_us(monkeypatch, office / "计划")
    assert run_cli(["check", "--office", str(office)]) == 2
    assert "“计划”文件夹打不开（没有权限" in capsys.readouterr().err


def test_a_plan_in_another_format_is_named(office, capsys):
    (plan,) = (office / "计划").iterdir()
    plan.rename(plan.with_suffix(".et"))
    assert run_cli(["check", "--office", str(office)]) == 2
    assert f"只有《{plan.stem}.et》" in capsys.readouterr().err


def test_a_ledger_that_is_closed_to_us_is_not_damaged(office, monkeypatch, capsys):
    ledger = office / "台账.db"
    ledger.mkdir()  # SQLite says of it what it says of a file without rights
    closed_to_us(monkeypatch, ledger)
    assert run_cli(["history", "--office", str(office)]) == 2
    said = capsys.readouterr().err
    assert "没有权限" in said
    assert "不用恢复" in said
    assert "restore" not in said
