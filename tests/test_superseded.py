"""Drafts, copies and lists of former years beside the list that counts; other people's names around it."""

from __future__ import annotations

import pytest
from submission_books import gaps, picture, read, rules, sheet

from huaxia_tasks.model import ListKind
from huaxia_tasks.workbooks.book import Sheet

HEAD = "序号|工作任务|工作措施|牵头单位|完成时限"
ROWS = ["1|换灯|买灯|商学院|6月底", "2|修路|铺砖|商学院|7月底", "3|种树|选苗|商学院|9月底"]
NOW = sheet("任务清单", ["商学院任务清单", HEAD, *ROWS])
COUNTED = ["任务清单 任务清单 2"] + [
    f"{r} seq={r - 2} task={t} measure={m} lead_unit=商学院 deadline={d}"
    for r, t, m, d in (
        (3, "换灯", "买灯", "6月底"),
        (4, "修路", "铺砖", "7月底"),
        (5, "种树", "选苗", "9月底"),
    )
]
OTHER = ["1|去年的甲|乙|商学院|6月底", "2|去年的丙|丁|商学院|9月底"]
VERSION = ["1|换灯|待定|商学院|6月底", "2|修路|待定|商学院|8月底"]


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (sheet("2021年任务清单", [HEAD, *OTHER]), "写的是2021年"),
        (sheet("Sheet3", ["商学院2021年度“我为群众办实事”任务清单", HEAD, *OTHER]), "写的是2021年"),
        (sheet("任务清单（旧）", [HEAD, *OTHER]), "工作表名写着“旧”"),
        (sheet("任务清单（初稿）", [HEAD, *VERSION]), "工作表名写着“初稿”"),
        (sheet("去年任务清单", [HEAD, *OTHER]), "工作表名写着“去年”"),
        (sheet("任务清单 (2)", [HEAD, *VERSION]), "工作表名写着“(2)”"),
        (sheet("Sheet2", [HEAD, *VERSION]), "排在前面"),
    ],
    ids=lambda x: x.name if isinstance(x, Sheet) else x,
)
@pytest.mark.parametrize("first", [True, False])
def test_what_another_sheet_replaces_is_left_out_and_told(
    old: Sheet, why: str, first: bool
) -> None:
    if first and why == "排在前面":
        return
    submission = read(*((old, NOW) if first else (NOW, old)))
    assert picture(submission) == COUNTED
    (told,) = gaps(submission, "duplicate-submission")
    assert told["说明"].endswith(f"本次以“任务清单”为准，“{old.name}”没有采用（{why}）")
    assert rules(submission) == ["duplicate-submission"]


@pytest.mark.parametrize("name", ["任务清单备份", "任务清单 (2)", "任务清单（旧）"])
def test_an_exact_copy_is_left_out_without_a_word(name: str) -> None:
    submission = read(NOW, sheet(name, ["商学院任务清单", HEAD, *ROWS]))
    assert picture(submission) == COUNTED
    assert rules(submission) == []


def test_an_old_list_whose_rows_all_still_stand_is_left_out_without_a_word() -> None:
    submission = read(NOW, sheet("任务清单（旧）", [HEAD, *ROWS[:2]]))
    assert picture(submission) == COUNTED
    assert rules(submission) == []


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("2021年任务清单", OTHER),
        ("任务清单（初稿）", VERSION),
    ],
)
def test_an_old_list_that_nothing_replaces_is_read(name: str, rows: list[str]) -> None:
    submission = read(sheet(name, [HEAD, *rows]))
    assert [len(t.rows) for t in submission.tables] == [2]
    assert rules(submission) == []


@pytest.mark.parametrize(
    "name",
    [
        "老旧小区改造",
        "废弃物处置任务清单",
        "历史学院任务清单",
        "去年遗留任务清单",
        "任务清单二",
        "2023年任务清单",
    ],
)
def test_lists_with_other_rows_are_all_read(name: str) -> None:
    submission = read(NOW, sheet(name, [HEAD, *OTHER]))
    assert [len(t.rows) for t in submission.tables] == [3, 2]
    assert rules(submission) == []


def test_of_two_months_reports_the_later_counts() -> None:
    head = "序号|任务编号|工作任务|牵头单位|完成状态|进展情况"
    may = sheet(
        "完成清单（5月）", [head, "1|R1|换灯|商学院|推进中|招标", "2|R2|修路|商学院|未启动|无"]
    )
    june = sheet(
        "完成清单（6月）", [head, "1|R1|换灯|商学院|已完成|装好", "2|R2|修路|商学院|推进中|放线"]
    )
    for order in ((may, june), (june, may)):
        submission = read(*order)
        assert [(t.kind, t.sheet) for t in submission.tables] == [
            (ListKind.COMPLETIONS, "完成清单（6月）")
        ]
        assert rules(submission) == ["duplicate-submission"]


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("任务清单v1", "任务清单v2"),
        ("0610", "0617"),
        ("6.9", "6.17"),
        ("10.1", "11.1"),
        ("任务清单6月10日", "任务清单6月17日"),
        ("20220610", "20220617"),
        ("第一季度任务清单", "第二季度任务清单"),
        ("任务清单第2期", "任务清单第10期"),
    ],
)
def test_of_two_dated_or_counted_versions_the_later_counts(early: str, late: str) -> None:
    for names in ((early, late), (late, early)):
        rows = {early: VERSION, late: ROWS[:2]}
        submission = read(*(sheet(n, [HEAD, *rows[n]]) for n in names))
        assert [t.sheet for t in submission.tables] == [late]
        assert rules(submission) == ["duplicate-submission"]


def test_branches_with_tasks_of_the_same_words_are_both_read() -> None:
    other = ["1|换灯|买灯具|商学院|9月底", "2|修路|铺沥青|商学院|10月底"]
    submission = read(sheet("学生支部", [HEAD, *ROWS[:2]]), sheet("教工支部", [HEAD, *other]))
    assert [t.sheet for t in submission.tables] == ["学生支部", "教工支部"]


def test_a_sheet_that_gathers_the_others_counts_alone() -> None:
    parts = [
        sheet("学生支部", [HEAD, ROWS[0]]),
        sheet("教工支部", [HEAD, "1|修路|铺砖|商学院|7月底"]),
    ]
    for order in ([NOW, *parts], [*parts, NOW]):
        submission = read(*order)
        assert picture(submission) == COUNTED
        assert rules(submission) == []


def test_a_file_named_after_its_receiver_is_whose_it_says_inside() -> None:
    rows = ["填报单位：商学院", HEAD, *ROWS]
    assert read(sheet("任务清单", rows), file="报送/报党政办.xlsx").unit == "U02"
    assert read(sheet("任务清单", [HEAD, *ROWS]), file="报送/商学院上报.xlsx").unit == "U02"


@pytest.mark.parametrize("tasks_first", [True, False])
def test_tables_beside_each_other_may_begin_in_different_rows(tasks_first: bool) -> None:
    tasks = [r.split("|") for r in (HEAD, *ROWS)]
    done = ["序号|任务编号|完成状态|进展情况", "1|R1|推进中|甲", "2|R2|已完成|乙"]
    late = [[""] * 4, [""] * 4, *(r.split("|") for r in done)]
    rows: list[list[str]] = [["填报单位：商学院"]]
    for k in range(5):
        one = tasks[k] if k < len(tasks) else [""] * 5
        rows.append([*one, "", *late[k]] if tasks_first else [*late[k], "", *one])
    submission = read(sheet("Sheet1", rows), file="报送/清单.xlsx")
    found = {t.kind: [r.number for r in t.rows] for t in submission.tables}
    assert found == {ListKind.TASKS: [3, 4, 5], ListKind.COMPLETIONS: [5, 6]}
    assert submission.unit == "U02"


@pytest.mark.parametrize(
    "line",
    [
        "报送：党政办公室",
        "主送：党政办公室",
        "收表单位：党政办公室",
        "联系部门：党政办公室（87654321）",
        "说明：本表由党政办公室负责解释",
        "请于6月25日前报送党政办公室",
        "（由党政办公室统一制发）",
    ],
)
def test_who_receives_or_asks_is_not_whose_it_is(line: str) -> None:
    submission = read(
        sheet("任务清单", [line, "填报单位：商学院", HEAD, *ROWS]), file="报送/清单.xlsx"
    )
    assert submission.unit == "U02"
    assert rules(submission) == []


def test_the_notice_on_another_sheet_names_others() -> None:
    notice = sheet(
        "通知",
        [
            "关于报送问题清单、任务清单、责任清单和完成清单的通知",
            "各二级党组织、校属各单位：",
            "请于6月30日前将任务清单报送党政办公室。",
            "党政办公室",
            "2022年6月10日",
        ],
    )
    submission = read(
        notice, sheet("任务清单", ["填报单位：商学院", HEAD, *ROWS]), file="报送/清单.xlsx"
    )
    assert submission.unit == "U02"


def test_two_titles_that_name_different_units_still_disagree() -> None:
    submission = read(
        sheet("任务清单", ["教务部任务清单", "填报单位：商学院", HEAD, *ROWS]),
        file="报送/清单.xlsx",
    )
    assert submission.unit is None


@pytest.mark.parametrize("mark", list("▲△▼■□◆◇●◎→↓★"))
def test_marks_before_or_behind_a_heading_do_not_matter(mark: str) -> None:
    heads = "|".join(f"{mark}{h}" for h in ("序号", "工作任务", "责任人", "牵头单位", "完成时限"))
    submission = read(sheet("任务清单", [heads, "1|甲|张三|商学院|6月底"]))
    assert rules(submission) == []
    (table,) = submission.tables
    assert set(table.columns) == {"seq", "task", "person", "lead_unit", "deadline"}
