"""The doctor names what is not as it should be, and mends a ledger where it is asked to."""

from __future__ import annotations

import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import Office, lay_out

DAY = ("--today", "2022-06-28")


@pytest.fixture
def office(tmp_path) -> Office:
    return lay_out(tmp_path / "演示", demo=True)


def doctor(office: Office, capsys, *more: str) -> tuple[int, str]:
    code = run_cli(["体检", "--office", str(office.root), *DAY, *more])
    return code, capsys.readouterr().out


def test_open_settings_are_named_with_their_cells(office, capsys):
    code, text = doctor(office, capsys)
    assert code == 1
    assert "清单发布周期还没有定（“基本信息”表B" in text
    assert "台账：还没有发出过文书" in text


def test_a_broken_template_is_an_error(office, capsys):
    (office.templates / "情况通报.docx").write_bytes(b"x")
    code, text = doctor(office, capsys)
    assert code == 2
    assert "情况通报.docx" in text


def test_a_broken_plan_is_an_error_and_no_traceback(office, capsys):
    office.plans[0].write_bytes(b"PK")
    code, text = doctor(office, capsys)
    assert code == 2
    assert "方案" in text


def test_a_lost_ledger_is_an_error_until_it_is_restored(office, capsys):
    assert run_cli(["发出", "--office", str(office.root), *DAY, "--quiet"]) == 3
    capsys.readouterr()
    office.ledger.unlink()
    code, text = doctor(office, capsys)
    assert code == 2
    assert "●须改 台账" in text
    code, text = doctor(office, capsys, "--restore")
    assert "●须改 台账" not in text
    assert run_cli(["发出", "--office", str(office.root), *DAY]) == 3
    assert "没有需要发出的文书" in capsys.readouterr().out
