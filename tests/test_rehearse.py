"""A campaign played on the demo office: every paper on every day, and every promise kept."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.errors import UsageError
from huaxia_tasks.manners import quiet_day
from huaxia_tasks.office import lay_out
from huaxia_tasks.rehearsing import Rehearsal, as_json, rehearse, summary, workbook
from huaxia_tasks.run import run_folder

FIRST, LAST = date(2022, 5, 30), date(2022, 12, 31)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return lay_out(tmp_path_factory.mktemp("预演") / "办公室", demo=True)


@pytest.fixture(scope="module")
def played(office) -> Rehearsal:
    return rehearse(office, FIRST, LAST)


def test_the_whole_campaign_keeps_every_promise(played):
    assert played.breaches == ()
    assert len(played.papers) > 50


def test_no_paper_falls_on_a_rest_day_or_the_eve_of_a_break(played):
    for paper in played.papers:
        assert quiet_day(paper.day, played.plan) == ""


def test_no_step_happens_twice_for_the_same_thing_and_day(played):
    seen = [
        (p.kind, topic, p.dues)
        for p in played.papers
        if p.kind != "supervision-cover"
        for topic in p.spoken
    ]
    assert len(seen) == len(set(seen))


def test_no_unit_gets_more_than_one_paper_a_day_and_two_a_week(played):
    papers: dict[tuple[str, date], set[str]] = {}
    for p in played.papers:
        kind = "督办" if p.kind.startswith("supervision") else p.paper
        papers.setdefault((p.unit, p.day), set()).add(kind)
    assert all(len(kinds) == 1 for kinds in papers.values())
    weeks: dict[tuple[str, tuple[int, int]], int] = {}
    for unit, day in papers:
        week = (unit, day.isocalendar()[:2])
        weeks[week] = weeks.get(week, 0) + 1
    assert max(weeks.values()) <= 2


def test_supervision_follows_urging_and_goes_to_the_leader_in_copy(played):
    urged: set[str] = set()
    for paper in played.papers:
        if paper.kind == "urging-notice":
            urged |= set(paper.spoken)
        if paper.kind == "supervision-slip":
            assert set(paper.spoken) <= urged
            assert len(paper.copy) == 1


def test_two_slips_of_a_day_come_under_one_cover(played):
    slips: dict[tuple[str, date], int] = {}
    covers = {(p.unit, p.day) for p in played.papers if p.kind == "supervision-cover"}
    for p in played.papers:
        if p.kind == "supervision-slip":
            slips[p.unit, p.day] = slips.get((p.unit, p.day), 0) + 1
    assert covers == {key for key, n in slips.items() if n > 1}


@pytest.mark.parametrize("day", [date(2022, 6, 28), date(2022, 7, 4), date(2022, 9, 2)])
def test_the_play_of_a_day_is_what_a_run_drafts_that_day(office, day):
    drafted = run_folder(office, day, dry_run=True)
    kinds = {"reminder-letter", "urging-notice", "supervision-slip", "supervision-cover"}
    said = sorted((p.unit, p.kind, p.step) for p in drafted.papers if p.kind in kinds)
    played = rehearse(office, day, day).papers
    no_of = {s.name: s.no for s in rehearse(office, day, day).plan.ladder}
    assert said == sorted((p.unit, p.kind, no_of[p.step]) for p in played)
    assert said


def test_nothing_is_numbered_written_or_delivered(office, played):
    assert not office.ledger.exists()
    assert list((office.root / "发出").iterdir()) == []


def test_playing_twice_gives_the_same(office, played):
    again = rehearse(office, FIRST, LAST)
    assert again == played
    assert workbook(again) == workbook(played)


def test_days_off_lose_nothing_and_bring_no_flood(office):
    off = (date(2022, 6, 13), date(2022, 7, 22))  # 40 days
    played = rehearse(office, FIRST, LAST, off=[off])
    assert played.breaches == ()
    assert not [p for p in played.papers if off[0] <= p.day <= off[1]]
    back = [p for p in played.papers if p.day == date(2022, 7, 25)]
    spoken = [t for p in back for t in p.spoken if p.kind != "supervision-cover"]
    assert len(spoken) == len(set(spoken))
    assert len({p.unit for p in back}) == len(back)
    assert all(p.superseded for p in back if p.kind == "urging-notice" and any(p.dues))


def test_it_goes_on_from_what_was_issued_and_into_a_year_without_a_notice(office):
    played = rehearse(office, date(2026, 12, 20), date(2027, 2, 10))
    assert played.breaches == ()
    assert any("2027年放假安排尚未公布" in note for note in played.notes)


@pytest.mark.parametrize("days", [-1, 4000])
def test_days_that_make_no_sense_are_refused(office, days):
    with pytest.raises(UsageError):
        rehearse(office, FIRST, FIRST + timedelta(days=days))


# --------------------------------------------------------------------------- told


def test_the_workbook_holds_every_paper_what_waits_and_what_runs(played):
    book = openpyxl.load_workbook(io.BytesIO(workbook(played)))
    assert book.sheetnames == ["文书日程", "暂缓", "运行时间", "小结"]
    papers, held, runs, _ = book.worksheets
    assert papers.max_row == 2 + len(played.papers)
    assert held.max_row >= 2
    assert runs.max_row == 2 + len(played.runs)
    first = [c.value for c in papers[3]]
    assert first[2] == played.papers[0].unit_name
    assert first[0].date() == played.papers[0].day


def test_the_summary_counts_and_says_what_held(played):
    lines = summary(played)
    assert lines[0].startswith(f"共{len(played.papers)}件文书")
    assert "每一步只发一次" in lines[-1]


def test_the_verb_prints_writes_and_counts(office, tmp_path, capsys):
    book, told = tmp_path / "日程.xlsx", tmp_path / "日程.json"
    code = run_cli(
        ["预演", "--office", str(office.root), "--from", "2022-06-20", "--to", "2022-07-10",
         "--xlsx", str(book), "--json", str(told)]
    )  # fmt: skip
    said = capsys.readouterr().out
    assert code == 0
    assert "2022年6月23日 星期四" in said
    assert book.stat().st_size > 5000
    data = json.loads(told.read_text(encoding="utf-8"))
    assert data["breaches"] == []
    assert data["papers"][0]["day"] >= "2022-06-20"
    assert set(data) == set(as_json(rehearse(office, FIRST, FIRST)))


WRONG = [
    (["--from", "2022-13-01"], "不是日期"),
    (["--off", "八月"], "不是起止日期"),
    (["--from", "2022-07-01", "--to", "2022-06-01"], "早于"),
]


@pytest.mark.parametrize(("options", "said"), WRONG)
def test_wrong_options_are_told_in_chinese(office, capsys, options, said):
    assert run_cli(["rehearse", "--office", str(office.root), *options]) == 2
    assert said in capsys.readouterr().err
