"""The command line with whatever a user may do to it: a clear sentence, the right code, no traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from huaxia_tasks.cli import VERBS, options, run_cli
from huaxia_tasks.office import lay_out

TODAY = ("--today", "2022-06-28")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "办公室").root


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "演示", demo=True).root


def huaxia(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    settings = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "huaxia_tasks", *arguments],
        check=False,
        capture_output=True,
        env=settings,
    )


def says(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return captured.out + captured.err


def test_help_names_every_verb_and_alias(capsys):
    assert run_cli(["--help"]) == 0
    text = says(capsys)
    for verb, (alias, _, _) in VERBS.items():
        assert verb in text
        assert alias in text


@pytest.mark.parametrize("verb", [*VERBS, *(alias for alias, _, _ in VERBS.values())])
def test_every_verb_explains_itself(verb, capsys):
    assert run_cli([verb, "--help"]) == 0
    assert "--help" in says(capsys)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["rnu"], "是不是“run”"),
        (["检察"], "是不是“检查”"),
        (["check", "--tody", "2022-06-28"], "没有“--tody”"),
        (["check", "--today", "6月28日"], "不是日期"),
        (["check", "--today"], "后面要写内容"),
        (["check", "--workers", "0"], "请写 1 到 64 的整数"),
        (["check", "--workers", "两个"], "请写 1 到 64 的整数"),
        (["读方案"], "huaxia 读方案 文件"),
        (["explain"], "缺少"),
        (["check", "--office", "不存在的文件夹"], "不是办公室文件夹"),
        ([], ""),
    ],
)
def test_a_slip_of_the_pen_is_told_in_chinese(arguments, word, capsys):
    assert run_cli(arguments) == 2
    assert word in says(capsys)


def test_outside_an_office_the_way_in_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run_cli(["run"]) == 2
    assert "huaxia init" in says(capsys)


def test_an_office_is_found_from_any_folder_below_it(demo, monkeypatch, capsys):
    monkeypatch.chdir(demo / "报送" / "商学院")
    assert run_cli(["check", *TODAY, "--quiet"]) == 3


def test_init_never_overwrites(office, capsys):
    mine = office / "词典.xlsx"
    mine.write_bytes(b"mine")
    assert run_cli(["init", str(office)]) == 0
    assert mine.read_bytes() == b"mine"


def test_init_refuses_a_folder_with_other_things(tmp_path, capsys):
    (tmp_path / "照片.jpg").write_bytes(b"x")
    assert run_cli(["init", str(tmp_path)]) == 2
    assert "已经有别的文件" in says(capsys)


def test_a_demo_is_never_put_into_a_real_office(office, capsys):
    assert run_cli(["demo", str(office)]) == 2
    assert "正式的办公室" in says(capsys)


def test_an_empty_inbox_is_a_quiet_day(office, capsys):
    assert run_cli(["check", "--office", str(office), "--today", "2022-06-10", "--quiet"]) in (0, 1)
    assert "没有收到" not in says(capsys)


def test_an_absent_inbox_is_never_nothing_handed_in(office, capsys):
    shutil.rmtree(office / "报送")
    assert run_cli(["run", "--office", str(office), "--today", "2022-07-05"]) == 3
    text = says(capsys)
    assert "报送" in text
    assert not (office / "输出" / "2022-07-05").exists()


def test_an_office_whose_inbox_is_away_is_found_from_within(office, monkeypatch, capsys):
    shutil.rmtree(office / "报送")
    monkeypatch.chdir(office / "计划")
    assert run_cli(["run", "--today", "2022-07-05"]) == 3
    assert "报送文件夹打不开" in says(capsys)


def plan_of(office: Path) -> Path:
    return next((office / "计划").glob("*.xlsx"))


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half", b"\xd0\xcf\x11\xe0" + b"x" * 600])
def test_a_broken_plan_stops_with_its_name(office, damage, capsys):
    plan_of(office).write_bytes(damage)
    assert run_cli(["run", "--office", str(office), *TODAY]) == 2
    assert "武华党〔2022〕17号.xlsx" in says(capsys)


def test_a_wrong_cell_of_the_plan_is_named_with_what_to_write(office, capsys):
    path = plan_of(office)
    book = openpyxl.load_workbook(path)
    sheet = book["阶段"]
    row = next(r for r in sheet.iter_rows() if any(c.value == "全面开展阶段" for c in r))
    cell = next(
        c
        for c in row
        if getattr(c.value, "year", None) == 2022 and c.value.month == 6 and c.value.day == 30
    )
    cell.value = "6月31日"
    book.save(path)
    assert run_cli(["run", "--office", str(office), *TODAY]) == 2
    text = says(capsys)
    assert "阶段" in text
    assert cell.coordinate in text


def test_without_a_plan_the_folder_is_named(office, capsys):
    plan_of(office).unlink()
    assert run_cli(["check", "--office", str(office), *TODAY]) == 2
    assert "计划" in says(capsys)


def test_a_broken_template_stops_only_its_own_kind(demo, capsys):
    (demo / "模板" / "情况通报.docx").write_bytes(b"not a document")
    assert run_cli(["run", "--office", str(demo), *TODAY]) == 2
    text = says(capsys)
    assert "情况通报" in text
    out = demo / "输出" / "2022-06-28"
    assert not (out / "情况通报.docx").exists()
    assert (out / "汇总表.xlsx").is_file()
    assert list(out.rglob("催办通知.docx"))


def test_a_missing_template_comes_from_the_shipped_ones(demo):
    shutil.rmtree(demo / "模板")
    (demo / "模板").mkdir()
    assert run_cli(["run", "--office", str(demo), *TODAY, "--quiet"]) == 3
    assert list((demo / "输出").rglob("催办通知.docx"))


@pytest.mark.parametrize("name", ["词典.xlsx", "登记.xlsx"])
def test_the_offices_own_broken_workbooks_stop_with_their_name(demo, name, capsys):
    (demo / name).write_bytes(b"PK broken")
    assert run_cli(["check", "--office", str(demo), *TODAY]) == 2
    assert name in says(capsys)


def test_a_dry_run_writes_nothing(demo, capsys):
    assert run_cli(["run", "--office", str(demo), *TODAY, "--dry-run"]) == 3
    assert "将写出" in says(capsys)
    assert not (demo / "输出" / "2022-06-28").exists()


def test_a_console_that_knows_only_gbk_shows_everything(demo):
    done = huaxia("check", "--office", str(demo), *TODAY, PYTHONIOENCODING="gbk")
    assert done.returncode == 3
    assert "须改" in done.stdout.decode("gbk")
    assert b"Traceback" not in done.stderr


def test_an_unknown_matter_is_told(demo, capsys):
    assert run_cli(["explain", "U99-001", "--office", str(demo), *TODAY]) == 2
    assert "U99-001" in says(capsys)


def test_forms_are_handed_out_with_the_notice(demo, capsys):
    assert run_cli(["下发", "--office", str(demo), *TODAY]) == 0
    out = demo / "下发"
    assert (out / "关于报送清单的通知.docx").is_file()
    forms = sorted(out.glob("*_清单.xlsx"))
    assert len(forms) >= 20
    book = openpyxl.load_workbook(forms[0])
    assert {"问题清单", "任务清单"} & set(book.sheetnames)


def test_a_form_filled_in_is_recognised_whatever_it_is_called(demo, capsys):
    assert run_cli(["下发", "--office", str(demo), *TODAY, "--quiet"]) == 0
    form = next((demo / "下发").glob("U05_*_清单.xlsx"))
    shutil.rmtree(demo / "报送")
    (demo / "报送").mkdir()
    shutil.copy(form, demo / "报送" / "新建文件.xlsx")
    assert run_cli(["check", "--office", str(demo), "--today", "2022-06-20"]) in (0, 1)
    assert "看不出" not in says(capsys)


def test_what_was_issued_today_stands_among_the_papers_of_the_run(demo, tmp_path, capsys):
    where = ("--office", str(demo), *TODAY, "--quiet")
    target = tmp_path / "结果.json"
    assert run_cli(["issue", *where]) in (0, 3)
    assert run_cli(["run", *where, "--json", str(target)]) == 3
    papers = json.loads(target.read_text(encoding="utf-8"))["papers"]
    issued = [p for p in papers if p["state"] == "issued"]
    assert {"urging-notice", "reminder-letter"} <= {p["kind"] for p in issued}
    assert all((demo / p["path"]).is_file() for p in papers)
    assert len({p["key"] for p in papers}) == len(papers)


def test_no_line_of_the_system_is_english_where_a_file_cannot_be_written(demo, tmp_path, capsys):
    target = tmp_path / "没有" / "结果.json"
    assert run_cli(["check", "--office", str(demo), *TODAY, "-q", "--json", str(target)]) == 2
    assert "不存在" in says(capsys)


def test_a_kind_of_paper_that_was_added_can_be_asked_for_by_its_name(demo, monkeypatch, capsys):
    from huaxia_tasks import registry, summing

    letter = summing.documents()["letter"]
    added = letter._replace(kind="thanks", name="感谢信", compose=lambda briefing: None)
    monkeypatch.setitem(registry.REGISTRY.documents, "thanks", added)
    assert run_cli(["summary", "感谢信", "--office", str(demo), *TODAY]) == 0
    assert "感谢信：目前没有内容可写" in says(capsys)


@pytest.mark.parametrize(
    "day", ["2022-6-28", "2022/06/28", "2022年6月28日", "２０２２-06-28", "20220628"]
)
def test_a_day_is_read_as_people_write_it(day):
    assert options.day_of(day) == date(2022, 6, 28)


@pytest.mark.parametrize("day", ["2022-13-45", "6月28日", "2022-06", "28/6/2022", "昨天", ""])
def test_what_is_no_whole_day_is_none(day):
    with pytest.raises(ValueError, match=r"isoformat|must be in"):
        options.day_of(day)


def test_a_folder_with_blanks_is_shown_as_it_has_to_be_typed(tmp_path, capsys):
    assert run_cli(["新建", str(tmp_path / "党办 工作台")]) == 0
    assert f'--office "{tmp_path / "党办 工作台"}"' in says(capsys)
    assert run_cli(["新建", str(tmp_path / "党办 工作台")]) == 0
    assert "已有的没有改动" in says(capsys)


def test_an_unknown_draft_is_answered_with_names_that_people_use(demo, capsys):
    assert run_cli(["发出", "U99", "--office", str(demo), *TODAY]) == 2
    text = says(capsys)
    assert "的催办通知" in text or "的工作提醒函" in text
    assert "|" not in text


def test_a_summary_goes_by_its_full_name_too(demo, capsys):
    assert run_cli(["总结", "情况通报", "--office", str(demo), *TODAY, "--dry-run"]) == 0


@pytest.mark.parametrize("share", ["200%", "0", "-10%"])
def test_a_share_that_cannot_be_drawn_is_told(demo, share, capsys):
    arguments = ["抽查", "--seed", "1", f"--share={share}", "--office", str(demo), *TODAY]
    assert run_cli(arguments) == 2
    assert "10%" in says(capsys)


WORDS = {"issue": (), "explain": ("U01-001",), "spotcheck": ("--seed", "1", "--number", "3")}
READING = ("forms", "check", "run", "issue", "explain", "spotcheck", "publish", "summary")
READING += ("history", "templates", "doctor")


@pytest.mark.parametrize("verb", READING)
def test_every_verb_takes_the_common_options_and_a_dry_run_writes_nothing(verb, demo, capsys):
    before = contents(demo)
    options = ("--json", "-", "--workers", "1", "--no-color", "--dry-run")
    day = TODAY if verb not in ("history", "templates") else ()
    code = run_cli([verb, *WORDS.get(verb, ()), "--office", str(demo), *options, *day])
    assert code in (0, 1, 3), capsys.readouterr().err
    assert isinstance(json.loads(capsys.readouterr().out), dict)
    assert contents(demo) == before


def test_reading_a_plan_takes_the_common_options_too(tmp_path, capsys):
    text = tmp_path / "方案.txt"
    text.write_text("关于开展读书活动的实施方案\n一、目标任务\n6月底前完成。\n", encoding="utf-8")
    options = ("--office", str(tmp_path), "--json", "-", "--no-color", "--workers", "1")
    assert run_cli(["plan", "read", str(text), *options, "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(text.with_suffix(".xlsx"))]
    assert not text.with_suffix(".xlsx").exists()
    assert run_cli(["读方案", str(text), *options]) == 0
    assert text.with_suffix(".xlsx").exists()


def test_a_dry_run_writes_no_workbook_either(demo, tmp_path, capsys):
    target = tmp_path / "台账.xlsx"
    assert run_cli(["history", "--office", str(demo), "--xlsx", str(target), "--dry-run"]) == 0
    assert not target.exists()


def contents(office: Path) -> dict[str, bytes]:
    """What lies in an office, by path, but for the lock and what a run remembers for itself."""
    return {
        path.relative_to(office).as_posix(): path.read_bytes()
        for path in office.rglob("*")
        if path.is_file() and not path.relative_to(office).as_posix().startswith(".")
    }


@pytest.mark.parametrize("wish", ["--restore", "--takeover"])
def test_a_ledger_is_not_mended_on_trial(wish, office, capsys):
    assert run_cli(["doctor", wish, "--dry-run", "--office", str(office)]) == 2
    assert "去掉 --dry-run" in says(capsys)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31", "2202-06-28"])
@pytest.mark.parametrize("verb", ["run", "issue", "check"])
def test_a_day_of_another_century_is_a_slip_of_the_pen(verb, day, office, capsys):
    assert run_cli([verb, "--office", str(office), "--today", day]) == 2
    assert "1950年到2199年" in says(capsys)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("publish", "--plan", "没有的方案", *TODAY), "没有名为“没有的方案”的方案"),
        (("forms", "--plan", "别的", *TODAY), "没有名为“别的”的方案"),
        (("schedule", "--every", "十"), "请写整数"),
        (("spotcheck", "--seed", " ", "--number", "3", *TODAY), "没有写种子"),
        (("spotcheck", "--seed", "种" * 61, "--number", "3", *TODAY), "60字以内"),
        (("rehearse", "--off", "2022-08-20..2022-08-01"), "较早的一天写在前面"),
        (("run-due", "--now", "9999-12-31 23:59"), "不是时刻"),
        (("explain", "U01-001", "--today", "9999-12-31"), "2199年"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_not_passed_over(demo, capsys, arguments, word):
    assert run_cli([*arguments, "--office", str(demo)]) == 2
    assert word in says(capsys)


def test_a_form_that_a_matter_has_no_use_for_is_told(demo, capsys):
    done = ("summary", "--form", "延期", "--matter", "U01-001", "--office", str(demo), *TODAY)
    assert run_cli(list(done)) == 0
    assert "U01-001目前用不上延期表" in says(capsys)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (("--number", "100000"), r"共抽取\d\d项、每单位至多3项"),
        (("--share", "0.5%"), r"每单位抽取0\.5%、每单位至多3项"),
    ],
)
def test_a_notice_says_what_was_drawn_not_what_was_wished(demo, how, said):
    day = ("--seed", "7", "--office", str(demo), *TODAY)
    assert run_cli(["spotcheck", *how, "--quiet", *day]) == 0
    notice = next((demo / "输出" / "2022-06-28" / "抽查").glob("U01*/抽查通知.docx"))
    text = "".join(p.text for p in docx.Document(str(notice)).paragraphs)
    assert re.search(said, text)
