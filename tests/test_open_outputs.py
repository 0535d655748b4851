"""A file of ours that somebody has open, or that may not be written: told, never called done, all else goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_office import NAMES, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import Office

DAY = "2022-06-28"


@contextmanager
def held_open(monkeypatch: pytest.MonkeyPatch, *names: str) -> Iterator[None]:
    """As Windows does it: nothing may take the place of a file that a program has open."""
    replace = os.replace

    def refusing(source: str | Path, target: str | Path) -> None:
        if Path(target).name in names:
            raise PermissionError(13, "open elsewhere", str(target))
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refusing)
        yield


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office in which nothing is wrong."""
    return small_office(tmp_path / "督办", units=2, tasks=[("建立谈心谈话制度", "2022年9月30日")])


def huaxia(office: Office, *words: str) -> tuple[int, dict[str, object]]:
    told = office.root.parent / "果.json"
    arguments = [*words, "--office", str(office.root), "--today", DAY, "--json", str(told)]
    code = run_cli(arguments)
    return code, json.loads(told.read_text(encoding="utf-8"))


def visible(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")}


def test_a_run_goes_on_and_does_not_end_as_if_all_was_done(office, monkeypatch, capsys):
    assert huaxia(office, "run")[0] == 0
    made = visible(office.root / "输出")
    assert huaxia(office, "run")[0] == 0
    for path in (office.root / "输出").rglob("*.xlsx"):
        path.unlink()
    with held_open(monkeypatch, "汇总表.xlsx"):
        assert huaxia(office, "run")[0] == 5
    said = capsys.readouterr().out
    assert "《汇总表.xlsx》没有更新" in said
    assert f"  输出/{DAY}/汇总表.xlsx" not in said.rpartition("已写好")[2]
    assert visible(office.root / "输出") == made - {"汇总表.xlsx"}
    assert huaxia(office, "run")[0] == 0
    assert visible(office.root / "输出") == made


def test_a_paper_that_was_not_written_is_no_paper_of_the_run(office, monkeypatch):
    before = paths(huaxia(office, "run")[1])
    gone = [p for p in before if p.endswith("/清单接收回执.docx")]
    assert gone
    for path in gone:
        (office.root / path).unlink()
    with held_open(monkeypatch, "清单接收回执.docx"):
        code, told = huaxia(office, "run")
    assert code == 5
    assert paths(told) == [p for p in before if p not in gone]
    assert paths(huaxia(office, "run")[1]) == before


def paths(told: dict[str, object]) -> list[str]:
    return [p["path"] for p in told["papers"]]  # type: ignore[attr-defined]


def test_a_summary_that_was_not_written_is_not_called_written(office, monkeypatch, capsys):
    with held_open(monkeypatch, "情况通报.docx"):
        code, told = huaxia(office, "summary", "通报", "内部清单")
    assert code == 5
    assert [Path(str(p)).name for p in told["files"]] == ["清单（内部版）.docx"]  # type: ignore[attr-defined]
    said = capsys.readouterr().out
    assert "《情况通报.docx》没有更新" in said
    assert "情况通报.docx\n" not in said
    assert huaxia(office, "summary", "通报")[0] == 0


def test_a_form_that_was_not_written_is_not_called_written(office, monkeypatch):
    assert huaxia(office, "forms")[0] == 0
    name = f"U01_{NAMES[0]}_清单.xlsx"
    path = office.root / "下发" / name
    if not path.exists():
        (path,) = (office.root / "下发").glob("U01_*.xlsx")
    path.unlink()
    with held_open(monkeypatch, path.name):
        code, told = huaxia(office, "forms")
    assert code == 5
    assert f"下发/{path.name}" not in told["files"]  # type: ignore[operator]
    assert huaxia(office, "forms")[0] == 0
    assert path.exists()
