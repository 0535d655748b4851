"""A plan workbook is drafted from a written plan; what is concluded is marked 待核对."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from written_plans import SAFETY, STUDY, a_word_file

from huaxia_tasks.errors import UsageError
from huaxia_tasks.model import ListKind, Plan
from huaxia_tasks.plan_drafting import draft_from, draft_plan
from huaxia_tasks.plan_drafting.measures import outcomes_of
from huaxia_tasks.plan_drafting.outline import pieces, read_outline, sentences
from huaxia_tasks.plan_drafting.owners import is_unit, owners_of
from huaxia_tasks.plan_drafting.times import time_of
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.plan import read_plan
from huaxia_tasks.workbooks.written import read_written

ROOT = Path(__file__).resolve().parents[1]
STARTER = ROOT / "sheets" / "计划" / "武华党〔2022〕17号.xlsx"
#: The text of that plan as a PDF gives it: lines broken at the margin, page by page.  It is not ours to
#: keep in the project; it lies beside it in ``../shared/seed``.
SEED = ROOT.parent / "shared" / "seed" / "武华党〔2022〕17号.txt"


def a_plan_of(path: Path) -> Plan:
    return read_plan(read_book(path.read_bytes(), path.name), file=path.name, digest="")


def study() -> list[str]:
    return list(read_written(STUDY.encode(), "主题教育.txt"))


def cells(path: Path, sheet: str) -> list[str]:
    book = read_book(path.read_bytes(), path.name)
    (found,) = [s for s in book.sheets if s.name == sheet]
    return [" | ".join(c.text for c in row.values()) for row in found.rows.values()]


# --------------------------------------------------------------------------- the seed


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    if not SEED.is_file():
        pytest.skip("方案原文不在 ../shared/seed，这几项测试没有运行")
    copy = tmp_path / "方案.txt"
    copy.write_bytes(SEED.read_bytes())
    return copy


def test_the_draft_of_the_seed_agrees_with_the_shipped_plan(seed):
    path, _ = draft_plan(seed)
    drafted, shipped = a_plan_of_units(path), a_plan_of(STARTER)
    assert (drafted.title, drafted.number, drafted.issuer) == (
        shipped.title,
        shipped.number,
        shipped.issuer,
    )
    assert drafted.issued == shipped.issued

    def days(plan: Plan) -> list[tuple[object, ...]]:
        return [(p.no, p.name, p.expression, p.start, p.due, p.last_workday) for p in plan.phases]

    assert days(drafted) == days(shipped)
    clauses = {d.clause for d in shipped.duties}
    assert len(clauses & {d.clause for d in drafted.duties}) >= 0.9 * len(clauses)
    assert [m.measure for m in drafted.measures] == [m.measure for m in shipped.measures]
    assert [m.outcomes for m in drafted.measures] == [m.outcomes for m in shipped.measures]
    assert [m.owners for m in drafted.measures] == [m.owners for m in shipped.measures]
    assert {s.kind: s.due for s in drafted.lists} == {s.kind: s.due for s in shipped.lists}
    for spec in drafted.lists:
        wanted = shipped.list_spec(spec.kind).owners
        assert {o.removeprefix("各") for o in spec.owners} == {o.removeprefix("各") for o in wanted}


def a_plan_of_units(path: Path) -> Plan:
    """Return a drafted plan after somebody filled in a roster, which no written plan has."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    roster = openpyxl.load_workbook(STARTER)["单位"]
    for row in roster.iter_rows(min_row=4, max_col=7, values_only=True):
        if row[0]:
            place = next(n for n in range(4, 60) if book["单位"].cell(n, 1).value in (None, row[0]))
            for column, value in enumerate(row, 1):
                book["单位"].cell(place, column, value)
    book.save(path)
    return a_plan_of(path)


# --------------------------------------------------------------------------- two other plans


def test_a_campaign_of_study_is_drafted(tmp_path):
    file = tmp_path / "主题教育.txt"
    file.write_bytes(STUDY.encode("gb18030"))
    path, notes = draft_plan(file)
    assert path == tmp_path / "主题教育.xlsx"
    plan = a_plan_of(path)
    assert plan.title == "江城职业学院深入开展主题教育实施方案"
    assert (plan.number, plan.issuer, plan.office) == (
        "江职党发〔2023〕8号",
        "中共江城职业学院委员会",
        "党委办公室",
    )
    assert (
        plan.settings["依据"]
        == "《关于在全校深入开展主题教育的意见》（江委发〔2023〕3号）；《主题教育工作要点》"
    )
    assert [(p.name, p.expression, p.start, p.due) for p in plan.phases] == [
        ("动员部署", "4月20日前", date(2023, 4, 17), date(2023, 4, 20)),
        ("集中推进", "4月下旬至7月中旬", date(2023, 4, 21), date(2023, 7, 20)),
        ("总结提升", "8月底前", date(2023, 7, 21), date(2023, 8, 31)),
    ]
    owners = {d.clause: d.owners for d in plan.duties}
    assert owners["三（一）"] == ("党委宣传部", "各党总支", "各直属党支部")
    assert owners["四（二）三是"] == ("各部门",)
    assert {d.phase for d in plan.duties if d.clause.startswith("四")} == {1, 2, 3}
    assert "一" not in owners
    assert plan.list_spec(ListKind.COMPLETIONS).publish
    assert not plan.list_spec(ListKind.PROBLEMS).publish
    assert "教务处" in {u.name for u in plan.units}
    assert any("清单发布周期" in n and "三（三）" in n for n in notes)
    assert any("抽查时间和比例" in n and "不定期" in n for n in notes)


def test_a_campaign_of_repairs_is_drafted_with_its_table(tmp_path):
    file = tmp_path / "整治.docx"
    file.write_bytes(a_word_file(*SAFETY))
    path, notes = draft_plan(file)
    draft = draft_from(read_written(file.read_bytes(), file.name))
    assert draft.head.number == "江职安〔2024〕5号"
    assert draft.head.issued == date(2024, 10, 12)
    assert [(p.name, p.start, p.due) for p in draft.phases] == [
        ("自查自纠阶段", date(2024, 10, 15), date(2024, 10, 31)),
        ("集中整改阶段", date(2024, 11, 1), date(2024, 11, 30)),
        ("检查验收阶段", date(2024, 12, 1), date(2024, 12, 20)),
    ]
    by_clause = {d.clause: d for d in draft.duties}
    assert by_clause["附表2"].units == ("后勤管理处", "饮食服务中心")
    assert "2024-11-15" in by_clause["附表2"].note
    assert by_clause["二（二）"].owners == ("各二级学院", "实验室与设备管理处")
    assert "配合：信息中心、各二级学院" in by_clause["二（三）"].note
    assert [one.kind for one in draft.lists] == [
        ListKind.PROBLEMS,
        ListKind.TASKS,
        ListKind.COMPLETIONS,
    ]
    # 责任清单 is named nowhere: the note says what to fill in or delete before the draft may serve.
    (missing,) = [n for n in notes if n.startswith("启用前要改")]
    assert "“清单”B6" in missing
    assert any("责任清单" in line and "请删去这一行" in line for line in cells(path, "清单"))


def test_every_guess_is_marked(tmp_path):
    file = tmp_path / "整治.docx"
    file.write_bytes(a_word_file(*SAFETY))
    path, _ = draft_plan(file)
    assert all("待核对" in line for line in cells(path, "阶段")[3:])
    duties = [line for line in cells(path, "任务分工") if line.startswith("D")]
    assert len(duties) == 10
    assert all("待核对" in line or "请填写" in line for line in duties)
    assert any("方案名称" in line and "待核对" in line for line in cells(path, "基本信息"))


def test_numbers_that_word_itself_puts_are_read(tmp_path):
    data = a_word_file(
        "关于开展节水行动的工作方案",
        (0, "工作任务"),
        (1, "后勤处要更换节水器具。"),
        (1, "各学院要开展节水宣传。"),
        (0, "时间安排"),
        (1, "启动阶段（2024年3月底前）"),
        (1, "实施阶段（2024年9月底前）"),
        (2, "中期检查。后勤处负责检查。"),
    )
    draft = draft_from(read_written(data, "节水.docx"))
    assert [d.clause for d in draft.duties] == ["一（一）", "一（二）", "二（二）1"]
    assert [p.due for p in draft.phases] == [date(2024, 3, 31), date(2024, 9, 30)]
    assert draft.duties[2].phase == 2


def test_a_text_without_structure_gives_an_empty_draft_that_says_so(tmp_path):
    file = tmp_path / "说明.txt"
    file.write_text("这里只有一段话，没有条款。\n", encoding="utf-8")
    path, notes = draft_plan(file)
    assert path.is_file()
    assert any("没有找到方案名称、文号、印发单位、印发日期" in n for n in notes)
    assert any("没有认出阶段" in n for n in notes)
    assert any(n.startswith("启用前要改") for n in notes)


def test_the_same_text_gives_the_same_bytes_and_nothing_is_overwritten(tmp_path):
    file = tmp_path / "方案.txt"
    file.write_text(STUDY, encoding="utf-8")
    first, _ = draft_plan(file)
    second, _ = draft_plan(file, tmp_path / "又一份.xlsx")
    assert first.read_bytes() == second.read_bytes()
    with pytest.raises(UsageError, match="已经存在"):
        draft_plan(file)


def test_more_duties_than_prepared_rows_find_room(tmp_path):
    file = tmp_path / "长方案.txt"
    body = "".join(f"（{n}）各学院要完成第{n}项工作任务。\n" for n in range(1, 61))
    file.write_text(f"关于某事的工作方案\n一、重点任务\n{body}", encoding="utf-8")
    path, _ = draft_plan(file)
    duties = [line for line in cells(path, "任务分工") if line.startswith("D")]
    assert len(duties) == 60
    assert len(cells(path, "清单")) > 40


# --------------------------------------------------------------------------- pieces of the reading


def test_paragraphs_are_cut_at_first_second_third():
    outline = read_outline(
        ["一、任务", "（一）办法", "总的说来要做好三件事。一是查问题。二是改问题；三是回头看。"]
    )
    (section,) = outline.sections[0].children
    found = pieces(section)
    assert [(p.clause, p.text) for p in found] == [
        ("一（一）一是", "查问题。"),
        ("一（一）二是", "改问题；"),
        ("一（一）三是", "回头看。"),
    ]
    assert found[0].lead == "总的说来要做好三件事。"


def test_what_is_no_enumeration_is_left_whole():
    outline = read_outline(["一、任务", "一是一、二是二，实事求是。统一是前提。"])
    assert [p.clause for p in pieces(outline.sections[0])] in (["一"], ["一一是", "一二是"])
    outline = read_outline(["一、任务", "统一是前提，唯一是关键。"])
    assert [p.clause for p in pieces(outline.sections[0])] == ["一"]


def test_sentences_are_not_cut_inside_quotations():
    assert sentences("要说“我们做到了。真的。”。再说一句；完。") == [
        "要说“我们做到了。真的。”。",
        "再说一句；",
        "完。",
    ]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("学校党委以“五帮五促”为出发点。", ("学校党委",)),
        (
            "全校各二级党组织、各院系、职能部门重点深入基层走访调研。",
            ("各二级党组织", "各院系", "职能部门"),
        ),
        (
            "按照分级负责的原则，各级党组织和广大党员领导干部要各司其职。",
            ("各级党组织", "广大党员领导干部"),
        ),
        ("由党委宣传部牵头，各学院配合，开展宣传。", ("党委宣传部",)),
        ("后勤保障部、保卫处负责排查。", ("后勤保障部", "保卫处")),
        (
            "落实整改（牵头单位：教务处；责任单位：各学院、各部门）。",
            ("教务处", "各学院", "各部门"),
        ),
        ("党委组织部、党委宣传部要加强指导。", ("党委组织部", "党委宣传部")),
        ("各单位主要负责人是第一责任人，要亲自部署。", ("各单位主要负责人",)),
        ("号召全体党员干部进一步巩固成效。", ("全体党员干部",)),
        ("人文与艺术学院要做好毕业展。", ("人文与艺术学院",)),
        ("建立台账，逐项销号。", ()),
        ("围绕满足师生需求开展工作。", ()),
        ("充分发动师生参与。", ()),
        ("建立健全组织领导体系。", ()),
    ],
)
def test_who_has_to_do_it_stands_before_the_verb(sentence, names):
    assert owners_of(sentence).names == names


@pytest.mark.parametrize(
    ("name", "single"),
    [("教务处", True), ("人文与艺术学院", True), ("党委宣传部", True), ("各学院", False), ("职能部门", False), ("学校党委", False), ("教工党员", False)],
)  # fmt: skip
def test_single_units_are_told_from_groups(name, single):
    assert is_unit(name) is single


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("做到思想解惑促成长、生活解难促信心。", ("思想解惑促成长", "生活解难促信心")),
        ("全力促进毕业生就业，做到就业解忧促发展。", ("就业解忧促发展",)),
        ("加强督促指导，以评促建、以查促改。", ()),
        ("促进交流，促使整改。", ()),
    ],
)
def test_outcomes_are_what_is_brought_about(text, outcomes):
    assert outcomes_of(text) == outcomes


@pytest.mark.parametrize(
    ("heading", "words", "day"),
    [
        ("动员部署阶段（5月下旬）", "5月下旬", date(2022, 5, 31)),
        ("集中推进（2022年6月—8月）", "2022年6月—8月", date(2022, 8, 31)),
        ("自查阶段：6月1日至6月20日", "6月1日至6月20日", date(2022, 6, 20)),
        ("总结阶段（年底前）", "年底前", date(2022, 12, 31)),
    ],
)
def test_the_time_of_a_phase_is_read_from_its_heading(heading, words, day):
    found = time_of(heading, date(2022, 5, 29))
    assert found is not None
    assert (found.words, found.due.due) == (words, day)


@pytest.mark.parametrize(
    "heading", ["（一）提高站位", "24小时联系机制", "百日冲刺", "二十大精神学习", "第一阶段"]
)
def test_names_with_numbers_are_no_times(heading):
    assert time_of(heading, date(2022, 5, 29)) is None
