"""Which of a unit's files counts: the newer one, never a fresh conflict copy, and nothing told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from builders import a_chain, a_submission

from huaxia_tasks.examining import choose
from huaxia_tasks.model import CellRef, Submission, Trouble

NOON = datetime(2022, 6, 20, 12, tzinfo=UTC)


def sent(file: str, at: datetime, **changes: object) -> Submission:
    rows = a_chain(completions={"progress": f"写于{file}"})
    return replace(a_submission(*rows, file=file), modified=at, **changes)


def broken(file: str, at: datetime) -> Submission:
    trouble = Trouble(
        "unreadable-file", CellRef(file), {"原因": "文件不完整。", "办法": "请重新保存。"}
    )
    return Submission(file, "", "U02", troubles=(trouble,), modified=at, readable=False)


def rules_of(*submissions: Submission, copies: dict[str, str] | None = None) -> list[str]:
    return [t.rule for s in choose(submissions, copies).submissions for t in s.troubles]


def counted(*submissions: Submission, copies: dict[str, str] | None = None) -> set[str]:
    return {s.file for s in choose(submissions, copies).submissions if s.tables}


def test_of_two_files_a_week_apart_the_newer_counts_and_nothing_is_said():
    old, new = sent("a.xlsx", NOON), sent("b.xlsx", NOON + timedelta(days=7))
    assert counted(old, new) == {"b.xlsx"}
    assert rules_of(old, new) == []


def test_two_files_of_one_hour_compete():
    assert rules_of(sent("a.xlsx", NOON), sent("b.xlsx", NOON + timedelta(hours=1))) == [
        "duplicate-submission"
    ]


def test_a_fresh_conflict_copy_never_counts():
    copy = sent("a-冲突.xlsx", NOON + timedelta(minutes=5))
    copies = {"a-冲突.xlsx": "a.xlsx"}
    assert counted(sent("a.xlsx", NOON), copy, copies=copies) == {"a.xlsx"}
    assert rules_of(sent("a.xlsx", NOON), copy, copies=copies) == ["duplicate-submission"]


def test_a_copy_made_days_later_is_what_was_sent_last():
    copy = sent("a(1).xlsx", NOON + timedelta(days=3))
    assert counted(sent("a.xlsx", NOON), copy, copies={"a(1).xlsx": "a.xlsx"}) == {"a(1).xlsx"}


def test_a_broken_file_that_was_sent_again_whole_is_told_no_more():
    assert rules_of(broken("a.xlsx", NOON), sent("b.xlsx", NOON + timedelta(hours=2))) == []


def test_a_broken_file_beside_one_of_the_same_minute_is_told():
    assert rules_of(broken("a.xlsx", NOON), sent("b.xlsx", NOON)) == ["unreadable-file"]


def test_a_broken_file_that_may_hold_what_is_missing_is_told():
    part = replace(a_submission(*a_chain()[:2], file="b.xlsx"), modified=NOON + timedelta(hours=2))
    assert rules_of(broken("a.xlsx", NOON), part) == ["unreadable-file"]


def test_two_empty_files_are_two():
    assert rules_of(broken("a.xlsx", NOON), broken("b.xlsx", NOON)) == ["unreadable-file"] * 2


def test_a_fault_of_ours_in_reading_one_file_costs_that_file_only(tmp_path, monkeypatch, caplog):

    from estates.estate import prepare
    from estates.world import read_world

    from huaxia_tasks import looking
    from huaxia_tasks.office import Office
    from huaxia_tasks.workbooks.inbox import scan

    prepare(tmp_path, read_world())
    for name in ("商学院", "外国语学院"):
        (tmp_path / "报送" / f"{name}.csv").write_text(
            "序号,工作任务,牵头单位\n1,甲,商学院\n", "utf-8"
        )
    real = looking.read_submission

    def stumbles(book, *, file, **more):
        if "外国语" in file:
            raise IndexError("list index out of range")
        return real(book, file=file, **more)

    monkeypatch.setattr(looking, "read_submission", stumbles)
    setup = looking.set_up(Office(tmp_path))
    read = {f.path: looking.read_file(setup, f) for f in scan(tmp_path / "报送").files}
    assert read["商学院.csv"].readable
    assert not read["外国语学院.csv"].readable
    assert read["外国语学院.csv"].unit == "U06"
    (trouble,) = read["外国语学院.csv"].troubles
    assert trouble.gaps["原因"].startswith("程序读这份文件时自身出错（IndexError）")
    assert "reading 报送/外国语学院.csv failed" in caplog.text
