"""An office with several plans in daily use: doubtful files, broken plans, plans at rest, the register."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from second_plan import FILE, NUMBER, TASKS, add_second_plan, hand_in_second
from small_office import NAMES, PLAN, TODAY, ZONE, Clock, small_office

from huaxia_tasks.cli import run_cli
from huaxia_tasks.errors import PlanError, UsageError
from huaxia_tasks.issuing import issue
from huaxia_tasks.looking import set_up, set_ups
from huaxia_tasks.office import Office
from huaxia_tasks.run import decide, look, run_folder

FIRST = "武华党〔2022〕17号"
BUSY = NAMES[0]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Four units report under the first plan; one of them under the second one too."""
    found = small_office(tmp_path / "督办", demo=True)
    add_second_plan(found)
    hand_in_second(found, BUSY)
    return found


def plan_of(office: Office, name: str) -> str:
    """Return the number of the plan to which a file went."""
    snapshot = look(office, TODAY)
    homes = [
        own.plan.number
        for own in snapshot.of_all_plans
        for s in (*(s for v in own.views for s in v.submissions), *own.strays)
        if s.file == f"报送/{name}"
    ]
    assert len(homes) == 1
    return homes[0]


def change(path: Path, sheet: str, label: str, value: object) -> None:
    """Set the cell beside `label` on a sheet of a workbook."""
    book = openpyxl.load_workbook(path)
    for row in book[sheet].iter_rows():
        if row[0].value == label:
            row[1].value = value
    book.save(path)


# --------------------------------------------------------------------------- which plan


def test_a_file_that_tells_nothing_goes_to_the_newest_plan_and_is_told(office):
    own = [("整理档案", "8月1日")]
    hand_in_second(office, NAMES[3], own, name=f"{NAMES[3]}补充.xlsx", headings=False)
    _neutral(office.inbox / f"{NAMES[3]}补充.xlsx")

    assert plan_of(office, f"{NAMES[3]}补充.xlsx") == NUMBER
    notes = run_folder(office, TODAY, now=Clock()).notes
    assert [n for n in notes if "看不出报的是哪个方案" in n] == [
        f"《{NAMES[3]}补充.xlsx》看不出报的是哪个方案，按{NUMBER}办理。不是的，请在表的标题里写明文号，"
        "或者放进以文号命名的文件夹。"
    ]


def _neutral(path: Path) -> None:
    """Take away everything that speaks for a plan."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for cell in sheet[1]:
            words = {"工作任务": "任务", "牵头单位": "单位", "完成时限": "时限", "重点任务": "任务"}
            cell.value = words.get(str(cell.value), cell.value)
    del book["完成清单"]
    book.save(path)


def test_what_the_note_asks_for_helps(office):
    name = f"{NAMES[3]}补充.xlsx"
    hand_in_second(office, NAMES[3], [("整理档案", "8月1日")], name=name, headings=False)
    _neutral(office.inbox / name)
    (office.inbox / FIRST).mkdir()
    (office.inbox / name).rename(office.inbox / FIRST / name)

    assert plan_of(office, f"{FIRST}/{name}") == FIRST
    assert not any("看不出" in n for n in look(office, TODAY).notes)


def test_a_file_stays_with_the_plan_under_which_it_was_accepted(tmp_path):
    office = small_office(tmp_path / "督办", demo=True)
    name = f"{NAMES[3]}.xlsx"
    _neutral(office.inbox / name)
    run_folder(office, TODAY, now=Clock())
    add_second_plan(office)

    assert plan_of(office, name) == FIRST
    assert any(
        f"《{name}》看不出报的是哪个方案，按{FIRST}办理" in n for n in look(office, TODAY).notes
    )


def test_our_own_form_goes_to_its_plan_whatever_it_is_called(office):
    run_cli(
        ["forms", "--office", str(office.root), "--today", "2022-06-28", "--plan", "30号", "-q"]
    )
    form = next((office.root / "下发").glob("U02_*30号.xlsx"))
    shutil.copy(form, office.inbox / "最终版.xlsx")

    assert plan_of(office, "最终版.xlsx") == NUMBER


def test_a_file_that_is_being_saved_makes_its_unit_wait_under_every_plan(office, monkeypatch):
    from huaxia_tasks import looking, sorting
    from huaxia_tasks.workbooks.book import Unreadable

    def busy(path):
        if path.name == f"{BUSY}_作风.xlsx":
            raise Unreadable("busy", "正在保存")
        return real(path)

    real = looking.read_stable
    monkeypatch.setattr(looking, "read_stable", busy)
    monkeypatch.setattr(sorting, "read_stable", busy)
    snapshot = look(office, TODAY)

    for own in snapshot.of_all_plans:
        view = next(v for v in own.views if v.unit.id == "U01")
        assert any(s.waits for s in view.submissions)


def test_a_fault_of_the_program_in_one_file_leaves_its_name_to_tell(office, monkeypatch):
    from huaxia_tasks import sorting

    def broken(data, name):
        if name.startswith("武华党"):
            raise ZeroDivisionError
        return real(data, name)

    (office.inbox / FIRST).mkdir()
    (office.inbox / f"{BUSY}.xlsx").rename(office.inbox / FIRST / f"{BUSY}.xlsx")
    real = sorting.read_book
    monkeypatch.setattr(sorting, "read_book", broken)

    assert plan_of(office, f"{FIRST}/{BUSY}.xlsx") == FIRST


# --------------------------------------------------------------------------- plans that do not do


def test_one_broken_plan_stops_all_and_names_the_cell(office):
    change(office.root / "计划" / FILE, "基本信息", "印发日期", "去年")

    with pytest.raises(PlanError, match="30号"):
        set_ups(office)
    assert run_cli(["run", "--office", str(office.root), "--today", "2022-06-28", "-q"]) == 2


def test_two_workbooks_of_one_number_are_not_chosen_from(office):
    copy = office.root / "计划" / "副本.xlsx"
    shutil.copy(office.root / "计划" / FILE, copy)
    change(copy, "基本信息", "方案名称", "改过的方案")

    with pytest.raises(PlanError, match="同一个文号"):
        set_ups(office)


def test_units_must_bear_the_same_codes_in_all_plans(office):
    path = office.root / "计划" / FILE
    book = openpyxl.load_workbook(path)
    for row in book["单位"].iter_rows(min_row=4, max_row=5):
        row[0].value = {"U01": "U02", "U02": "U01"}.get(row[0].value, row[0].value)
    book.save(path)

    with pytest.raises(PlanError, match="两份方案给同一个单位的编号不同"):
        set_ups(office)


def test_what_is_missing_is_added_without_a_plan_that_nobody_asked_for(office):
    (office.root / "计划" / PLAN).unlink()
    (office.root / "词典.xlsx").unlink()
    assert run_cli(["init", str(office.root), "-q"]) == 0

    assert [p.name for p in office.plans] == [FILE]
    assert (office.root / "词典.xlsx").is_file()


# --------------------------------------------------------------------------- at rest


def test_a_plan_long_over_with_nothing_open_causes_no_nagging(office):
    for name in NAMES:
        (office.inbox / f"{name}.xlsx").unlink()
    later = date(2023, 6, 1)
    change(office.root / "计划" / FILE, "基本信息", "印发日期", datetime(2023, 2, 1))  # noqa: DTZ001
    result = run_folder(office, later, now=Clock(datetime(2023, 6, 1, 10, tzinfo=ZONE)))

    assert not result.beside
    assert not any(FIRST in name for name in result.files)
    assert not decide(look(office, later)).beside


def test_a_plan_long_over_with_a_matter_open_is_still_looked_after(office):
    later = date(2023, 6, 1)
    result = run_folder(office, later, now=Clock(datetime(2023, 6, 1, 10, tzinfo=ZONE)))

    assert [r.plan.number for r in result.of_all_plans] == [NUMBER, FIRST]


def test_issuing_goes_on_when_a_plan_came_to_rest(office):
    """Files accepted under a plan at rest are not missed."""
    for name in NAMES:
        (office.inbox / f"{name}.xlsx").unlink()
        hand_in_done(office, name)
    run_folder(office, TODAY, now=Clock())
    later = datetime(2023, 6, 1, 10, tzinfo=ZONE)

    result = issue(office, later.date(), now=Clock(later))

    assert not result.failed
    assert result.exit_code in (0, 1)


def hand_in_done(office: Office, unit: str) -> None:
    from small_office import TASKS as FIRST_TASKS
    from small_office import hand_in

    hand_in(office, unit, done={task: "6月15日" for task, _ in FIRST_TASKS})


# --------------------------------------------------------------------------- the register


def decide_in_register(office: Office, matter: str, plan: str = "") -> None:
    path = office.root / "登记.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["登记"]
    top = next(c.row for c in sheet["A"] if c.value == "类型")
    heads = [c.value for c in sheet[top]]
    if plan:
        heads.append("方案")
        sheet.cell(top, len(heads), "方案")
    line = {
        "类型": "延期", "事项编号": matter, "单位": BUSY, "申请日期": datetime(2022, 6, 15),  # noqa: DTZ001
        "决定日期": datetime(2022, 6, 16), "结论": "同意", "新时限": datetime(2022, 8, 31),  # noqa: DTZ001
        "批准人": "李", "方案": plan,
    }  # fmt: skip
    row = top + 1
    while sheet.cell(row, 1).value:
        row += 1
    for column, head in enumerate(heads, 1):
        sheet.cell(row, column, line.get(str(head)) or None)
    book.save(path)


def extended(office: Office) -> set[str]:
    return {
        m.id
        for own in look(office, TODAY).of_all_plans
        for m in own.matters
        if m.due_day == date(2022, 8, 31)
    }


def test_a_decision_holds_for_the_matter_of_its_plan_alone(office):
    decide_in_register(office, "U01-001")
    assert extended(office) == {"U01-001"}


def test_a_decision_with_the_tag_of_the_second_plan_holds_there(office):
    decide_in_register(office, "u01—2230-1")
    assert extended(office) == {"U01-2230-001"}
    assert not [n for n in look(office, TODAY).notes if "没有起作用" in n]


def test_a_units_own_number_in_two_plans_is_told(office):
    decide_in_register(office, f"{BUSY[:1]}-001")
    assert extended(office) == {"U01-001", "U01-2230-001"}
    assert any("的清单里都有" in n for n in look(office, TODAY).notes)


def test_the_column_of_the_plan_tells_which_is_meant(office):
    decide_in_register(office, f"{BUSY[:1]}-001", NUMBER)
    assert extended(office) == {"U01-2230-001"}


def test_a_decision_about_nothing_is_told_once(office):
    decide_in_register(office, "U01-099")
    told = [n for n in run_folder(office, TODAY, now=Clock()).notes if "没有起作用" in n]
    assert len(told) == 1


# --------------------------------------------------------------------------- verbs


def run(office: Office, *arguments: str) -> tuple[int, str]:
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run_cli([*arguments, "--office", str(office.root)])
    return code, out.getvalue()


def test_json_names_all_plans_and_the_plan_of_everything(office, tmp_path):
    run(office, "run", "--today", "2022-06-28", "--json", str(tmp_path / "a.json"), "-q")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))

    assert data["plan"]["number"] == NUMBER
    assert [p["number"] for p in data["plans"]] == [NUMBER, FIRST]
    assert {m["plan"] for m in data["matters"]} == {NUMBER, FIRST}
    assert {p["plan"] for p in data["papers"]} == {NUMBER, FIRST}
    assert all("plan" in f for f in data["findings"])


def test_json_of_one_plan_has_none_of_this(tmp_path):
    office = small_office(tmp_path / "督办", demo=True)
    run(office, "run", "--today", "2022-06-28", "--json", str(tmp_path / "a.json"), "-q")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))

    assert "plans" not in data
    assert not any(
        "plan" in one for name in ("matters", "findings", "papers") for one in data[name]
    )


def test_explain_finds_matters_of_every_plan(office):
    for wanted, title in (("U01-001", "完善学生社区服务站"), ("U01-2230-001", "精简会议和文件")):
        code, said = run(office, "explain", wanted, "--today", "2022-06-28")
        assert code == 0
        assert title in said


@pytest.mark.parametrize("wanted", [FIRST, "17号", PLAN, "下基层"])
def test_a_plan_is_chosen_by_number_file_or_title(office, wanted):
    assert set_up(office, wanted).plan.number == FIRST


def test_a_plan_that_is_not_there_is_told_with_those_that_are(office):
    with pytest.raises(UsageError, match="没有名为“99号”的方案") as told:
        set_up(office, "99号")
    assert NUMBER in str(told.value)
    assert FIRST in str(told.value)


def test_summaries_are_of_the_newest_plan_and_say_so(office):
    _, said = run(office, "summary", "通报", "--today", "2022-06-28")
    assert f"这次按最近印发的{NUMBER}办理" in said
    assert "总结/情况通报.docx" in said

    _, said = run(office, "summary", "通报", "--today", "2022-06-28", "--plan", "17号")
    assert "这次按最近印发的" not in said
    assert f"总结/情况通报_{FIRST}.docx" in said


def test_spotcheck_and_publish_take_a_plan(office):
    _, said = run(
        office,
        "spotcheck",
        "--seed",
        "1",
        "--number",
        "2",
        "--today",
        "2022-06-28",
        "--plan",
        "17号",
    )
    assert "U01-2230" not in said
    code, said = run(office, "publish", "--today", "2022-06-28", "--plan", FIRST)
    assert code == 0
    assert FIRST in said


def test_a_form_for_a_matter_of_any_plan(office):
    code, said = run(
        office, "summary", "--form", "延期", "--matter", "U01-001", "--today", "2022-06-28"
    )
    assert code == 0
    assert "延期申请表" in said


def test_history_and_burden_tell_of_all_plans(office):
    issue(office, TODAY, now=Clock())
    _, said = run(office, "history")
    assert f"方案：{NUMBER}、{FIRST}" in said
    _, said = run(office, "history", "--burden")
    assert f"{BUSY}：文书1件（催办通知1件），涉及4项" in said


def test_doctor_looks_at_every_plan(office):
    _, said = run(office, "doctor", "--today", "2022-06-28")
    assert NUMBER in said
    assert FIRST in said


def test_a_circular_is_that_of_the_newest_plan_unless_its_file_is_named(office):
    run_folder(office, TODAY, now=Clock())
    from huaxia_tasks.issuing import Order

    planned = issue(office, TODAY, Order(("情况通报",), dry_run=True), now=Clock()).planned
    assert [p.draft.plan.number for p in planned] == [NUMBER]
    path = f"输出/2022-06-28/情况通报_{FIRST}.docx"
    planned = issue(office, TODAY, Order((path,), dry_run=True), now=Clock()).planned
    assert [p.draft.plan.number for p in planned] == [FIRST]


def test_two_plans_of_a_later_year_have_tags_of_their_own(office):
    hand_in_second(office, BUSY, title=f"{NUMBER}任务清单")
    basics = {"方案名称": "“课堂质量年”实施方案", "文号": "武华教〔2022〕30号"}
    add_second_plan(office, basics=basics, issued=datetime(2022, 6, 8), name="丙.xlsx")  # noqa: DTZ001
    tags = {s.plan.number: s.plan.tag for s in set_ups(office)}

    assert tags == {FIRST: "", NUMBER: "2230", "武华教〔2022〕30号": "2230a"}
    hand_in_second(
        office, BUSY, TASKS[:1], name="丙/课堂质量年.xlsx", title=f"{BUSY}课堂质量年任务清单"
    )
    ids = [m.id for own in look(office, TODAY).of_all_plans for m in own.matters]
    assert len(ids) == len(set(ids))
    assert "U01-2230a-001" in ids
    busy = next(r for r in decide(look(office, TODAY)).reminders if r.unit == "U01")
    assert len(busy.parts) == 3
