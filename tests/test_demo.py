"""The demo office end to end: its findings are exactly its table of defects, twice gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import Office, lay_out, starter
from huaxia_tasks.run import check_folder, run_folder

TODAY = date(2022, 6, 28)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return lay_out(tmp_path_factory.mktemp("演示") / "办公室", demo=True)


def table_of_defects() -> list[tuple[str, ...]]:
    path = starter("sheets") / "演示" / "缺陷表.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return sorted(
        (r["rule"], r["level"], r["unit"], r["file"], r["sheet"], r["cell"]) for r in rows
    )


def test_the_findings_are_exactly_the_table_of_defects(office):
    found = sorted(
        (
            f.rule,
            f.level.value,
            f.unit or "",
            f.ref.file if f.ref else "",
            f.ref.sheet if f.ref else "",
            (f.ref.address or "") if f.ref else "",
        )
        for f in check_folder(office, TODAY).findings
    )
    wanted = table_of_defects()
    assert [f for f in found if f not in wanted] == [], "false alarms"
    assert [w for w in wanted if w not in found] == [], "misses"
    assert len(found) == len(wanted)


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_running_twice_writes_the_same_bytes(office):
    first = run_folder(office, TODAY)
    before = digests(office.output(TODAY))
    second = run_folder(office, TODAY)
    assert digests(office.output(TODAY)) == before
    assert first.exit_code == second.exit_code == 3
    assert [p.key for p in first.papers] == [p.key for p in second.papers]


def test_another_office_folder_gives_the_same_bytes(office, tmp_path):
    run_folder(office, TODAY)
    other = lay_out(tmp_path / "另一处", demo=True)
    run_folder(other, TODAY)
    assert digests(other.output(TODAY)) == digests(office.output(TODAY))


def test_every_unit_concerned_gets_one_paper_and_units_in_order_get_no_return(office):
    result = run_folder(office, TODAY)
    letters = [p for p in result.papers if p.kind in ("urging-notice", "reminder-letter")]
    units = [p.unit for p in letters]
    assert len(units) == len(set(units))
    concerned = {
        f.unit
        for f in result.findings
        if f.unit and f.level.value == "error" and f.tells.value == "unit"
    }
    assert concerned <= set(units)
    returned = {name.split("_")[0] for name in result.files if "退回_" in name}
    at_fault = {f.unit for f in result.findings}
    assert returned <= at_fault


def test_the_json_has_the_shape_of_the_contract(office, tmp_path):
    target = tmp_path / "结果.json"
    code = run_cli(
        [
            "run",
            "--office",
            str(office.root),
            "--today",
            "2022-06-28",
            "--quiet",
            "--json",
            str(target),
        ]
    )
    assert code == 3
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data["schema_version"] == 1
    assert data["today"] == "2022-06-28"
    assert data["plan"]["number"] == "武华党〔2022〕17号"
    assert {u["state"] for u in data["units"]} == {"received", "missing", "unreadable"}
    assert set(data["findings"][0]) == {
        "rule", "level", "tells", "unit", "file", "sheet", "cell", "field", "value", "matter",
        "message", "remedy",
    }  # fmt: skip
    assert set(data["matters"][0]) == {
        "id", "unit", "title", "lead", "co_units", "due", "state", "done_on", "light", "days_left",
    }  # fmt: skip
    assert all((office.root / p["path"]).is_file() for p in data["papers"])
    assert all("\\" not in (f["file"] or "") for f in data["findings"])


def test_check_writes_nothing(tmp_path):
    fresh = lay_out(tmp_path / "办公室", demo=True)
    before = digests(fresh.root)
    assert run_cli(["检查", "--office", str(fresh.root), "--today", "2022-06-28", "--quiet"]) == 3
    assert digests(fresh.root) == before


def test_a_matter_tells_its_story(office, capsys):
    assert run_cli(["说明", "U26-001", "--office", str(office.root), "--today", "2022-06-28"]) == 0
    story = capsys.readouterr().out
    assert "后勤保障部" in story
    assert "怎样相连和判断" in story


def test_submissions_are_never_written_to(office):
    shipped = starter("sheets") / "演示" / "报送"
    run_folder(office, TODAY)
    assert digests(office.inbox) == digests(shipped)


def test_the_overview_lists_every_finding_also_those_of_no_unit(office):
    import openpyxl

    result = run_folder(office, TODAY)
    book = openpyxl.load_workbook(office.output(TODAY) / "汇总表.xlsx", read_only=True)
    rows = [row for row in book["检查结果"].iter_rows(values_only=True) if row[7]]
    said = [row[7] for row in rows][1:]
    book.close()
    assert sorted(said) == sorted(f.message for f in result.findings)
    assert [row[0] for row in rows if row[0] in ("（未识别）", "（不分单位）")] == [
        "（未识别）",
        "（不分单位）",
    ]


def test_the_consolidated_workbook_counts_the_findings_that_the_run_tells_of(office):
    result = run_folder(office, TODAY)
    book = openpyxl.load_workbook(office.output(TODAY) / "汇总表.xlsx", read_only=True)
    (headline,) = (
        str(row[0]) for row in book["总览"].iter_rows(max_col=1, values_only=True)
        if row[0] and "检查发现" in str(row[0])
    )  # fmt: skip
    found = headline.partition("检查发现")[2]
    for word, level in (("须改", "error"), ("请核对", "warning")):
        told = sum(int(n) for n in re.findall(rf"{word}(\d+)处", found))
        assert told == result.levels[level] > 0
    assert "另有不属于以上单位的" in found, "the demo has a file of nobody"
