"""Several campaigns at once: each keeps its own matters and files, and a unit gets one paper for all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from second_plan import FILE, NUMBER, add_second_plan, hand_in_second
from small_office import NAMES, PLAN, TODAY, ZONE, Clock, hand_in, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.issuing import issue
from huaxia_tasks.issuing.tracing import explain_paper
from huaxia_tasks.ledger import (
    Ledger,
    LedgerFiles,
    NewPaper,
    Occasion,
    read_all,
    reserve,
    restore,
)
from huaxia_tasks.looking import set_ups
from huaxia_tasks.model import Briefing, Snapshot
from huaxia_tasks.office import Office
from huaxia_tasks.rehearsing import rehearse
from huaxia_tasks.reporting import as_json
from huaxia_tasks.run import check, decide, draft, look, run_folder
from huaxia_tasks.unchanged import unchanged

FIRST = "武华党〔2022〕17号"
BUSY, ALSO_BUSY = NAMES[:2]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Four units report under the first plan; two of them under the second one too."""
    found = small_office(tmp_path / "督办", demo=True)
    add_second_plan(found)
    for name in (BUSY, ALSO_BUSY):
        hand_in_second(found, name)
    return found


def by_plan(snapshot: Snapshot) -> Mapping[str, Snapshot]:
    return {own.plan.number: own for own in snapshot.of_all_plans}


def files_of(snapshot: Snapshot) -> list[str]:
    return sorted(s.file for v in snapshot.views for s in v.submissions)


def sums(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def text_of(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = (c.text for t in paper.tables for r in t.rows for c in r.cells)
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


# --------------------------------------------------------------------------- apart


def test_each_plan_has_its_own_files_and_matters(office):
    seen = by_plan(look(office, TODAY))

    assert list(seen) == [NUMBER, FIRST]
    assert files_of(seen[NUMBER]) == [f"报送/{n}_作风.xlsx" for n in sorted((BUSY, ALSO_BUSY))]
    assert files_of(seen[FIRST]) == sorted(f"报送/{n}.xlsx" for n in NAMES)
    assert [len(seen[n].matters) for n in (NUMBER, FIRST)] == [6, 12]


def test_numbers_of_matters_never_meet(office):
    snapshot = look(office, TODAY)
    ids = [m.id for own in snapshot.of_all_plans for m in own.matters]

    assert len(ids) == len(set(ids)) == 18
    assert {"U01-001", "U01-2230-001"} <= set(ids)


def test_the_first_plan_keeps_its_numbers_when_another_comes(tmp_path):
    office = small_office(tmp_path / "督办", demo=True)
    alone = [m.id for m in look(office, TODAY).matters]
    run_folder(office, TODAY, now=Clock())
    add_second_plan(office)

    assert [m.id for m in by_plan(look(office, TODAY))[FIRST].matters] == alone


def test_the_second_plan_keeps_its_numbers_when_the_first_is_over(office):
    run_folder(office, TODAY, now=Clock())
    before = [m.id for m in by_plan(look(office, TODAY))[NUMBER].matters]
    (office.root / "计划" / PLAN).unlink()
    for name in NAMES:
        (office.inbox / f"{name}.xlsx").unlink()

    assert [m.id for m in look(office, TODAY).matters] == before


def test_findings_of_all_plans_are_told(office):
    hand_in_second(office, NAMES[2], [("精简会议和文件", "6月31日")])
    snapshot = look(office, TODAY)

    assert any(f.rule == "deadline-invalid" and f.unit == "U03" for f in check(snapshot))
    assert Counter(f.rule for f in check(snapshot))["overdue"] == 6


def test_files_of_the_older_plan_bear_its_number(office):
    result = run_folder(office, TODAY, now=Clock())

    assert {"汇总表.xlsx", f"汇总表_{FIRST}.xlsx"} <= set(result.files)
    assert {"情况通报.docx", f"情况通报_{FIRST}.docx"} <= set(result.files)
    assert len(result.files) == len(set(result.files))
    assert all((office.output(TODAY) / name).is_file() for name in result.files)


# --------------------------------------------------------------------------- merged


def one_paper_each(briefing: Briefing) -> bool:
    units = [r.unit for r in briefing.reminders]
    return len(units) == len(set(units))


def test_a_unit_busy_under_both_plans_gets_one_paper(office):
    briefing = decide(look(office, TODAY))

    assert one_paper_each(briefing)
    busy = next(r for r in briefing.reminders if r.unit == "U01")
    assert [p.plan for p in busy.parts] == [NUMBER, FIRST]
    assert {u.topic for u in busy.uses} == {
        "U01-001", "U01-002", "U01-2230-001", "U01-2230-002",
    }  # fmt: skip


def test_the_merged_notice_names_each_plan_and_groups_by_plan(office):
    run_folder(office, TODAY, now=Clock())
    said = text_of(office.output(TODAY) / "U01_信息工程学院" / "催办通知.docx")

    assert f"“作风建设提升月”重点任务实施方案》（{NUMBER}）和《" in said
    assert said.index("U01-2230-001") < said.index("U01-001）")
    assert f"1.（{NUMBER}）“精简会议和文件”" in said
    assert f"2.（{FIRST}）“完善学生社区服务站”" in said
    assert f"在落实{FIRST}方案方面，任务“走访企业拓展岗位”" in said


def test_a_notice_about_one_plan_speaks_as_ever(office):
    run_folder(office, TODAY, now=Clock())
    said = text_of(office.output(TODAY) / "U03_土木建筑工程学院" / "催办通知.docx")

    assert NUMBER not in said
    assert "方案方面" not in said


def test_the_run_and_the_run_in_memory_write_the_same(office):
    draft(office, decide(look(office, TODAY)))
    in_memory = sums(office.output(TODAY))
    result = run_folder(office, TODAY, now=Clock())

    assert sums(office.output(TODAY)) == in_memory
    assert not result.notes


def test_a_second_run_writes_the_same_bytes(office):
    first = as_json(run_folder(office, TODAY, now=Clock()), papers=True)
    before = sums(office.output(TODAY))
    second = as_json(run_folder(office, TODAY, now=Clock()), papers=True)

    assert sums(office.output(TODAY)) == before
    assert json.dumps(second, ensure_ascii=False) == json.dumps(first, ensure_ascii=False)


def test_issuing_twice_sends_once(office):
    first = issue(office, TODAY, now=Clock())
    second = issue(office, TODAY, now=Clock())

    assert Counter(p.unit for p in first.papers) == {"U01": 1, "U02": 1, "U03": 1, "U04": 1}
    assert not second.papers
    assert [p.n for p in first.papers] == [1, 2, 3, 4]
    assert not second.planned


def test_what_a_merged_paper_used_up_is_used_up_for_each_plan(office):
    issue(office, TODAY, now=Clock())
    for own in look(office, TODAY).of_all_plans:
        about = [s for s in own.history.sent if s.unit == "U01"]
        assert [s.steps for s in about] == [
            {"U01-001": 2, "U01-002": 1, "U01-2230-001": 2, "U01-2230-002": 1}
        ]


def test_a_merged_paper_counts_when_one_of_its_plans_is_over(office):
    issue(office, TODAY, now=Clock())
    (office.root / "计划" / FILE).unlink()
    for name in (BUSY, ALSO_BUSY):
        (office.inbox / f"{name}_作风.xlsx").unlink()

    assert not [r for r in decide(look(office, TODAY)).reminders if r.unit == "U01"]


def test_ceilings_count_over_all_plans(office):
    """Under the first plan alone the unit had its paper of the day already."""
    (office.root / "计划" / FILE).rename(office.root / "第二.xlsx")
    (office.inbox / f"{BUSY}_作风.xlsx").rename(office.root / "乙.xlsx")
    (office.inbox / f"{ALSO_BUSY}_作风.xlsx").unlink()
    issue(office, TODAY, now=Clock())
    (office.root / "第二.xlsx").rename(office.root / "计划" / FILE)
    (office.root / "乙.xlsx").rename(office.inbox / f"{BUSY}_作风.xlsx")

    again = issue(office, TODAY, now=Clock())

    assert not again.papers
    assert any("每单位每个工作日最多1件" in line for line in again.held_back)


def test_the_stricter_ceiling_holds_for_all(tmp_path):
    office = small_office(tmp_path / "督办", demo=True)
    add_second_plan(office, manners={"每单位每周最多件数": 1})

    assert [s.plan.manners.per_unit_per_week for s in set_ups(office)] == [1, 1]


def test_slips_are_one_matter_each_under_one_cover(office):
    day = date(2022, 6, 22)
    issue(office, day, now=Clock(datetime(2022, 6, 22, 10, tzinfo=ZONE)))
    later = date(2022, 6, 27)
    result = issue(office, later, now=Clock(datetime(2022, 6, 27, 10, tzinfo=ZONE)))
    busy = [p for p in result.papers if p.unit == "U01"]

    assert Counter(p.kind for p in busy) == {"supervision-slip": 2, "supervision-cover": 1}
    slips = [p for p in busy if p.kind == "supervision-slip"]
    assert {(p.plan, p.topics) for p in slips} == {
        (NUMBER, ("U01-2230-001",)), (FIRST, ("U01-001",)),
    }  # fmt: skip
    cover = next(p for p in busy if p.kind == "supervision-cover")
    said = text_of(office.root / cover.path)
    assert f"（{NUMBER}）精简会议和文件" in said
    assert f"（{FIRST}）完善学生社区服务站" in said


def test_over_months_no_step_comes_twice_and_no_ceiling_is_broken(office):
    played = rehearse(office, date(2022, 6, 6), date(2022, 10, 31))

    assert played.breaches == ()
    spoken = {t for p in played.papers for t in p.spoken}
    assert {"U01-001", "U01-2230-001", "U01-2230-003"} <= spoken
    per_day = Counter((p.unit, p.day) for p in played.papers if "supervision" not in p.kind)
    assert set(per_day.values()) == {1}


# --------------------------------------------------------------------------- what remembers


def test_a_ledger_that_is_lost_comes_back_with_the_steps_of_all_plans(office):
    issue(office, TODAY, now=Clock())
    before = read_all(LedgerFiles.of(office.root))
    office.ledger.unlink()
    shutil.rmtree(office.root / "台账备份", ignore_errors=True)
    restore(LedgerFiles.of(office.root), now=Clock())
    after = read_all(LedgerFiles.of(office.root))

    assert [t.occasions for t in after] == [t.occasions for t in before]
    assert any(o.plan == FIRST for t in after for o in t.occasions)
    assert not decide(look(office, TODAY)).reminders


def test_a_paper_about_matters_that_had_theirs_is_not_reserved_again(office):
    """The ledger itself refuses a step that a merged paper took for another plan."""
    issue(office, TODAY, now=Clock())
    with Ledger(LedgerFiles.of(office.root), now=Clock()) as ledger:
        occasion = Occasion("U01-001", 2, date(2022, 6, 20))
        paper = NewPaper(
            FIRST, "x", "urging-notice", "U01", 2, TODAY, "催办", lambda n: {}, lambda n: "发出/x.docx",
            occasions=(occasion,),
        )  # fmt: skip
        reserved = reserve(ledger, [paper])

    assert not reserved.papers
    assert reserved.left_out[0].issued is not None
    assert reserved.left_out[0].issued.plan == NUMBER


def test_what_ran_alone_under_plain_numbers_is_not_repeated_under_tagged_ones(tmp_path):
    """The second plan ran alone first; when the older one is put beside it its steps still count."""
    office = small_office(tmp_path / "督办", demo=True)
    add_second_plan(office)
    (office.root / "计划" / PLAN).rename(office.root / "甲.xlsx")
    for name in NAMES:
        (office.inbox / f"{name}.xlsx").unlink()
    hand_in_second(office, BUSY)
    alone = issue(office, TODAY, now=Clock())
    assert [p.topics for p in alone.papers] == [("U01-001", "U01-002")]
    (office.root / "甲.xlsx").rename(office.root / "计划" / PLAN)
    hand_in(office, ALSO_BUSY)

    found = decide(look(office, TODAY))

    assert [r.unit for r in found.reminders] == ["U02"]
    ids = [m.id for own in found.snapshot.of_all_plans for m in own.matters]
    assert len(ids) == len(set(ids))
    assert "U01-001" in ids


def test_the_frame_has_all_plans(office):
    frame = look(office, TODAY).to_frame()
    assert list(frame["plan"]) == [NUMBER] * 6 + [FIRST] * 12


def test_a_day_later_and_a_changed_file_give_what_a_fresh_office_gives(office):
    for day, change in (
        (date(2022, 6, 29), None),
        (date(2022, 6, 30), lambda: hand_in_second(office, NAMES[2])),
        (
            date(2022, 6, 30),
            lambda: hand_in(office, NAMES[3], done={"完善学生社区服务站": "6月29日"}),
        ),
    ):
        if change is not None:
            change()
        run_folder(office, day, now=Clock(datetime(2022, day.month, day.day, 10, tzinfo=ZONE)))
        swept = sums(office.output(day))
        draft(office, decide(look(office, day)))
        assert sums(office.output(day)) == swept


def test_a_merged_draft_tells_the_cells_of_both_plans(office):
    briefing = decide(look(office, TODAY))
    draft(office, briefing)
    path = "输出/2022-06-28/U01_信息工程学院/催办通知.docx"
    said = "\n".join(explain_paper(office, briefing, path))

    assert f"{BUSY}.xlsx" in said
    assert f"{BUSY}_作风.xlsx" in said


def test_nothing_changed_is_said_at_once(office):
    arguments = ["run", "--office", str(office.root), "--today", "2022-06-28", "-q"]
    assert run_cli(arguments) == 1
    assert unchanged(arguments) == 1
