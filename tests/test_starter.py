"""The committed starter workbooks: what the makers write, complete, fictional, with known defects."""

from __future__ import annotations

import csv
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from plan_books import SHEETS, STARTER, book_of

from huaxia_tasks.model import Plan
from huaxia_tasks.units import match_units
from huaxia_tasks.workbooks.book import Book, Unreadable
from huaxia_tasks.workbooks.decisions import read_decisions
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.plan import read_plan
from huaxia_tasks.workbooks.submission import read_submission
from huaxia_tasks.workbooks.words import Words, read_words

sys.path.append(str(SHEETS.parent / "scripts" / "starter"))

import make_decisions
import make_demo
import make_plan
import make_words

DEMO = SHEETS / "演示"
FLAWLESS = ("U01", "U05", "U08", "U14", "U34", "U36")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the makers write, but the .xls."""
    folder = tmp_path_factory.mktemp("sheets")
    write_all(folder)
    return folder


def write_all(folder: Path) -> None:
    make_plan.make_plans(folder)
    make_words.make(folder / "词典.xlsx")
    make_decisions.make(folder / "登记.xlsx")
    make_demo.make_demo(folder / "演示")


def files_of(folder: Path) -> dict[str, Path]:
    paths = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".xls")
    return {p.relative_to(folder).as_posix(): p for p in sorted(paths)}


def contents(path: Path) -> object:
    """Return what a file says, whatever its bytes: a workbook's cells, else the bytes."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    try:
        book = read_book(path.read_bytes(), path.name)
    except Unreadable as error:
        return error.reason
    return [(s.name, s.rows, s.merged, s.hidden_rows) for s in book.sheets]


def test_making_twice_gives_the_same_bytes(made, tmp_path):
    write_all(tmp_path)
    first, second = files_of(made), files_of(tmp_path)
    assert list(first) == list(second)
    assert [n for n in first if first[n].read_bytes() != second[n].read_bytes()] == []


def test_the_committed_files_are_what_the_makers_write(made):
    committed, fresh = files_of(SHEETS), files_of(made)
    assert sorted(fresh) == sorted(committed)
    assert [n for n in fresh if contents(fresh[n]) != contents(committed[n])] == []


def test_the_shipped_word_list_says_what_the_program_knows():
    assert read_words(book_of(SHEETS / "词典.xlsx")) == Words.builtin()


def test_sheet_rules_lists_every_rule_with_its_own_level():
    from huaxia_tasks.checking import rules

    shown = {rule: level for rule, _, _, level in make_plan.office.RULES}
    words = {"error": "错误", "warning": "警告", "info": "提示"}
    registered = {e.id: words[e.level.value] for e in rules().values()}
    assert {k: v for k, v in registered.items() if k in shown} == shown


# --------------------------------------------------------------------------- the demo


@pytest.fixture(scope="module")
def plan() -> Plan:
    path = next((DEMO / "计划").iterdir())
    return read_plan(read_book(path.read_bytes(), path.name), file="计划/p.xlsx", digest="")


def defects() -> list[dict[str, str]]:
    with (DEMO / "缺陷表.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_demo(plan: Plan) -> dict[str, object]:
    read: dict[str, object] = {}
    for path in sorted((DEMO / "报送").rglob("*")):
        if not path.is_file():
            continue
        file = f"报送/{path.relative_to(DEMO / '报送').as_posix()}"
        try:
            book: Book = read_book(path.read_bytes(), path.name)
        except Unreadable as error:
            read[file] = error.reason
            continue
        read[file] = read_submission(
            book, file=file, digest="", plan=plan, words=Words.builtin(), match_units=match_units
        )
    return read


def test_the_demo_plan_is_the_starter_plan_with_the_offices_own_settings(plan):
    starter = read_plan(book_of(STARTER), file="", digest="")
    assert plan.duties[:21] == starter.duties[:21]
    assert plan.phases == starter.phases
    assert [d.id for d in plan.duties if d.claimable] == ["D22"]
    assert not any(p.example for p in plan.people)
    assert all(u.leader for u in plan.units)
    assert plan.settings["演练"] == "是"
    assert [s.due.isoformat() for s in plan.lists] == ["2022-06-24"] * 3 + ["2022-06-30"]
    assert {len(s.units) for s in plan.lists} == {21}


def test_every_demo_file_is_read_as_the_unit_and_the_lists_it_holds(plan):
    read = read_demo(plan)
    broken = {f: r for f, r in read.items() if isinstance(r, str)}
    assert broken == {
        "报送/招生办公室清单.xlsx": "encrypted",
        "报送/校团委/校团委四张清单.xlsx": "damaged",
    }
    lists: dict[str | None, set[str]] = {}
    for submission in read.values():
        if not isinstance(submission, str):
            kinds = {t.kind.value for t in submission.tables if t.rows}
            lists.setdefault(submission.unit, set()).update(kinds)
    assert lists.pop("U12") == {"问题清单", "任务清单", "完成清单"}
    assert lists.pop(None) == {"问题清单", "任务清单"}
    assert len(lists) == 16
    assert all(len(kinds) == 4 for kinds in lists.values())


def test_every_form_that_units_use_is_in_the_demo():
    suffixes = {p.suffix for p in (DEMO / "报送").rglob("*") if p.is_file()}
    assert suffixes == {".xlsx", ".xls", ".csv"}
    raw = (DEMO / "报送" / "图书馆" / "图书馆清单.csv").read_bytes()
    assert "图书馆" in raw.decode("gbk")


def test_the_xls_holds_what_its_unit_reported(plan):
    path = DEMO / "报送" / "机关党总支清单.xls"
    submission = read_demo(plan)["报送/机关党总支清单.xls"]
    unit = make_demo.read_unit("U36")
    tasks = [
        r.text("task") for t in submission.tables for r in t.rows if t.kind.value == "任务清单"
    ]
    assert tasks == [r.fields["task"] for r in unit.lists["T"]]
    assert path.stat().st_size < 60_000


def test_every_defect_names_a_file_a_sheet_and_a_cell_that_are_there():
    for line in defects():
        if not line["file"]:
            continue
        path = DEMO / line["file"]
        assert path.is_file(), line
        if line["cell"]:
            book = read_book(path.read_bytes(), path.name)
            sheet = next(s for s in book.sheets if s.name == line["sheet"])
            row = int(re.sub(r"\D", "", line["cell"]))
            assert row in sheet.rows, line


def test_defects_are_many_kinds_and_some_units_have_none():
    lines = defects()
    assert len({line["rule"] for line in lines}) >= 40
    assert not {line["unit"] for line in lines} & set(FLAWLESS)
    keys = [(ln["rule"], ln["unit"], ln["file"], ln["sheet"], ln["cell"]) for ln in lines]
    assert len(set(keys)) == len(keys)
    assert f"有 {len(lines)} 处" in (DEMO / "缺陷表.md").read_text(encoding="utf-8")


def test_no_phone_in_the_demo_could_be_anybodys():
    for path in (make_demo.ROOT / "scripts" / "starter" / "demo").glob("*.txt"):
        for number in re.findall(r"\d{7,}", path.read_text(encoding="utf-8")):
            assert number.startswith("1390000"), path.name


def test_the_demo_register_has_one_extension_granted_and_one_still_open(plan):
    path = DEMO / "登记.xlsx"
    decisions, troubles = read_decisions(book_of(path), units=plan.units)
    assert troubles == ()
    assert [(d.kind, d.unit, d.approved) for d in decisions] == [
        ("延期", "U23", True),
        ("延期", "U01", False),
    ]


def test_the_programs_own_reader_reads_the_same_plan():
    own = read_book(STARTER.read_bytes(), STARTER.name)
    assert read_plan(own, file="", digest="") == read_plan(book_of(STARTER), file="", digest="")


# --------------------------------------------------------------------------- the demo, run


def found_in(root: Path) -> set[tuple[str, ...]]:
    """Return the findings of an office on the demo's day, as the table of defects writes them."""
    from huaxia_tasks.run import check, look

    return {
        (
            f.rule,
            f.level.value,
            f.unit or "",
            f.ref.file if f.ref else "",
            f.ref.sheet if f.ref else "",
            (f.ref.address or "") if f.ref else "",
            f.field or "",
        )
        for f in check(look(str(root), date.fromisoformat(make_demo.TODAY)))
    }


def test_a_run_on_the_demo_day_finds_exactly_what_the_table_of_defects_lists(tmp_path):
    from huaxia_tasks.office import lay_out

    lay_out(tmp_path / "演示", demo=True)
    keys = ("rule", "level", "unit", "file", "sheet", "cell", "field")
    listed = {tuple(line[k] for k in keys) for line in defects()}
    found = found_in(tmp_path / "演示")
    assert sorted(found - listed) == []
    assert sorted(listed - found) == []


def test_without_its_defects_the_demo_gives_no_finding_about_any_row(tmp_path, monkeypatch):
    from huaxia_tasks.office import lay_out

    monkeypatch.setattr(make_demo, "DEFECTS", {})
    lay_out(tmp_path / "演示", demo=True)
    make_demo.submissions(make_demo.units(), tmp_path / "演示" / "报送")
    left = {rule for rule, *_ in found_in(tmp_path / "演示")}
    assert left == {
        *("unreadable-file", "unknown-unit", "duplicate-submission"),  # files nobody can use
        *("not-submitted", "duty-unclaimed", "liaison-gap"),  # what is not there at all
        "missing-column",  # one unit left the column out
    }
