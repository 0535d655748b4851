"""Two people at once in one office: one works, the other is told so."""

from __future__ import annotations

import pytest
from small_office import Clock

from huaxia_tasks.cli import run_cli
from huaxia_tasks.lock import one_at_a_time
from huaxia_tasks.office import lay_out


@pytest.mark.parametrize(
    "words",
    [["forms"], ["summary"], ["publish"], ["spotcheck", "--seed", "1", "--number", "1"], ["run"]],
)
def test_a_verb_that_writes_waits_for_another_run_and_says_so(words, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("huaxia_tasks.cli.options._LOCK_WAIT", 0.0)
    office = lay_out(tmp_path / "督办", demo=True)
    arguments = [*words, "--office", str(office.root), "--today", "2022-06-28"]
    with one_at_a_time(office.root, now=Clock()):
        assert run_cli(arguments) == 4
        assert "另一次运行正在进行" in capsys.readouterr().err
        assert not any((office.root / "输出").iterdir())
        assert not any((office.root / "下发").iterdir())
        assert run_cli([*arguments, "--dry-run"]) in (0, 1, 2, 3)
