"""The verbs of time on the command line: run-due, schedule."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.lock import one_at_a_time
from huaxia_tasks.occasions import local
from huaxia_tasks.office import lay_out
from huaxia_tasks.watchbook import folder_of, read_book


@pytest.fixture
def office(tmp_path):
    return lay_out(tmp_path / "办公室", demo=True)


def test_run_due_runs_the_plans_jobs_once_in_processes_of_their_own(office, capsys):
    words = ["run-due", "--office", str(office.root), "--now", "2022-06-28 9:00"]
    code = run_cli(words)
    said = capsys.readouterr().out
    assert code == 3  # two of the demo's files cannot be read
    assert "“每日检查和起草”已办（06-28 08:30 的一次）。" in said
    assert (office.root / "输出" / "2022-06-28" / "汇总表.xlsx").is_file()
    assert run_cli(words) == 0
    assert "现在没有到点的事。" in capsys.readouterr().out
    assert read_book(office).jobs["每日检查和起草"].code == 3


def test_a_time_is_pretended_in_practice_only(tmp_path, capsys):
    office = lay_out(tmp_path / "办公室")
    assert run_cli(["run-due", "--office", str(office.root), "--now", "2022-06-28"]) == 2
    assert "正式的办公室不能用 --now" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["昨天", "2022-06-28 25:00", "2022-02-30", "2022-06-28 9:75"])
def test_a_time_that_is_none_is_told(office, capsys, text):
    assert run_cli(["run-due", "--office", str(office.root), "--now", text]) == 2
    assert "不是时刻" in capsys.readouterr().err


def test_two_rounds_at_once_end_with_code_4(office, capsys):
    folder_of(office).mkdir()
    now = local(datetime(2022, 6, 28, 9))  # noqa: DTZ001
    with one_at_a_time(folder_of(office), now=lambda: now):
        assert run_cli(["到点运行", "--office", str(office.root)]) == 4
    assert "另一次运行正在进行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "part"),
    [("systemd", "Persistent=true"), ("cron", "*/10 * * * *"), ("windows", "<StartWhenAvailable>")],
)
def test_schedule_shows_what_would_be_installed(office, capsys, kind, part):
    assert run_cli(["定时", "--office", str(office.root), "--for", kind]) == 0
    said = capsys.readouterr().out
    assert part in said
    assert str(office.root) in said


def test_schedule_as_json_names_the_files(office, capsys):
    assert run_cli(["schedule", "--office", str(office.root), "--for", "cron", "--json", "-"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["kind"], data["done"]) == ("cron", [])
    assert list(data["files"]) == ["crontab"]


WRONG = [
    (["--install", "--remove"], "不能一起用"),
    (["--every", "7"], "间隔7分钟"),
    (["--for", "at"], "没有“at”这种定时"),
]


@pytest.mark.parametrize(("options", "said"), WRONG)
def test_schedule_refuses_what_makes_no_sense(office, capsys, options, said):
    assert run_cli(["schedule", "--office", str(office.root), *options]) == 2
    assert said in capsys.readouterr().err


def test_a_round_on_trial_names_what_is_due_and_runs_nothing(office, capsys):
    words = ["run-due", "--office", str(office.root), "--now", "2022-06-28 9:00", "--dry-run"]
    assert run_cli(words) == 0
    assert "将运行：每日检查和起草（2022-06-28 08:30）" in capsys.readouterr().out
    assert not any((office.root / "输出").iterdir())
    assert not folder_of(office).exists()


def test_a_timer_is_not_put_in_on_trial(office, capsys, monkeypatch):
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("it was installed"))
    words = ["schedule", "--install", "--for", "systemd", "--office", str(office.root)]
    assert run_cli([*words, "--dry-run"]) == 0
    assert "将安装以下内容" in capsys.readouterr().out
