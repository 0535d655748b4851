"""Columns of other lists in a named table, signatures below it, directions within its headings."""

from __future__ import annotations

import pytest
from submission_books import C, D, T, gaps, only, read, rules, sheet

from huaxia_tasks.workbooks.headings import HeadingIndex
from huaxia_tasks.workbooks.words import Words

TASKS = "序号|工作任务|工作措施|牵头单位|完成时限"
ROW = "1|换灯|买灯|商学院|6月底"


@pytest.mark.parametrize(
    ("name", "head", "row", "kinds"),
    [
        ("任务清单", f"{TASKS}|完成情况", f"{ROW}|已完成", [T, C]),
        ("任务清单", "序号|工作任务|牵头单位|完成时限|完成状态|进展情况", "1|换灯|商学院|6月底|已完成|装好", [T, C]),
        ("责任清单", "序号|工作任务|责任领导|牵头单位|责任人|联系电话|完成情况", "1|换灯|王一|商学院|张三|87654321|已完成", [D, C]),
        ("任务责任清单", f"{TASKS}|责任领导|责任人|完成情况", f"{ROW}|王一|张三|已完成", [T, D, C]),
    ],
)  # fmt: skip
def test_a_state_beside_the_tasks_is_never_lost(
    name: str, head: str, row: str, kinds: list[object]
) -> None:
    submission = read(sheet(name, [head, row]))
    assert [t.kind for t in submission.tables] == kinds
    assert submission.tables[-1].rows[0].text("status") == "已完成"
    assert rules(submission) == []


def test_a_title_with_two_lists_does_not_hide_the_third() -> None:
    head = "序号|存在问题|整改任务|责任单位|责任人|整改时限|整改状态|整改进展情况"
    submission = read(
        sheet("Sheet1", ["商学院问题任务台账", head, "1|灯坏|换灯|商学院|张三|6月底|推进中|已招标"])
    )
    assert submission.tables[-1].kind is C
    assert submission.tables[-1].rows[0].text("status") == "推进中"


def test_a_state_beside_the_tasks_gives_way_to_the_list_of_completion() -> None:
    done = sheet("完成清单", ["序号|工作任务|完成状态|进展情况", "1|换灯|推进中|招标"])
    submission = read(sheet("任务清单", [f"{TASKS}|完成情况", f"{ROW}|已完成"]), done)
    assert [t.kind for t in submission.tables] == [T, C]
    assert submission.tables[1].rows[0].text("status") == "推进中"


def test_progress_in_a_list_of_tasks_asks_for_no_further_column() -> None:
    submission = read(sheet("任务清单", [f"{TASKS}|进展情况", f"{ROW}|已招标"]))
    assert rules(submission) == []


@pytest.mark.parametrize(
    "below", [["|||商学院", "|||2022年6月17日"], ["", "||||商学院", "||||2022.6.17"]]
)
def test_a_signature_below_the_days_is_no_row_and_tells_whose_it_is(below: list[str]) -> None:
    submission = read(
        sheet("任务清单", ["序号|工作任务|牵头单位|完成时限", "1|换灯|商学院|6月底", *below]),
        file="报送/清单.xlsx",
    )
    assert [r.number for r in only(submission).rows] == [2]
    assert submission.unit == "U02"


def test_a_day_alone_below_the_days_is_still_a_day() -> None:
    rows = ["序号|工作任务|牵头单位|完成时限", "1|换灯|商学院|6月底", "|||2022年9月30日"]
    submission = read(sheet("任务清单", rows))
    assert [r.text("deadline") for r in only(submission).rows][-1] == "2022年9月30日"


def test_two_signatures_tell_nothing() -> None:
    rows = [
        "序号|工作任务|牵头单位|完成时限",
        "1|换灯|商学院|6月底",
        "",
        "||商学院",
        "||2022年6月17日",
    ]
    other = [*rows[:3], "||教务部", "||2022年6月17日"]
    submission = read(
        sheet("任务清单", rows), sheet("任务清单（续）", other), file="报送/清单.xlsx"
    )
    assert submission.unit is None


def test_a_title_under_the_heading_tells_whose_it_is_where_nothing_else_does() -> None:
    rows = [TASKS, "商学院2022年任务清单", ROW]
    submission = read(sheet("任务清单", rows, merged="A2:E2"), file="报送/清单.xlsx")
    assert submission.unit == "U02"
    assert [r.number for r in only(submission).rows] == [3]


def test_a_column_of_units_counts_where_they_lead_their_tasks() -> None:
    rows = [
        "单位|序号|工作任务|牵头单位|完成时限",
        "商学院|1|甲|商学院|6月底",
        "|2|乙|商学院|6月底",
    ]
    assert read(sheet("任务清单", rows, merged="A2:A3"), file="报送/清单.xlsx").unit == "U02"
    rows[2] = "教务处|2|乙|商学院|6月底"
    assert read(sheet("任务清单", rows), file="报送/清单.xlsx").unit is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("问题描述\n要求：具体、可核查", "problem"),
        ("反映群体\n学生/教师/家长/其他", "group"),
        ("完成状态\n已完成、推进中、未启动", "status"),
        ("佐证材料\n附照片名称", "proof"),
        ("截至6月20日进展情况", "progress"),
        ("截止到2022年6月20日完成情况", None),
        ("6月20日工作进度", None),
        ("▲责任人", "person"),
    ],
)
def test_directions_and_days_within_a_heading_do_not_hide_it(text: str, key: str | None) -> None:
    keys = HeadingIndex(Words.builtin()).read(text).keys
    assert (key in keys) if key else keys


@pytest.mark.parametrize("text", ["责任\n单位意见", "问题\n产生、原因"])
def test_a_word_broken_over_lines_is_not_cut(text: str) -> None:
    assert not HeadingIndex(Words.builtin()).read(text).keys


def test_nothing_is_asked_of_a_list_under_a_directed_heading() -> None:
    head = "序号|问题描述\\n要求：具体、可核查|收集方式|反映群体\\n学生/教师/家长/其他"
    submission = read(sheet("问题清单", [head, "1|灯坏|谈|学生"]))
    assert gaps(submission, "missing-column") == []
    assert rules(submission) == []


@pytest.mark.parametrize(
    "annex",
    [
        ["附：经费预算", "项目|金额（元）|备注", "灯具|3000|自筹", "砖|5000|自筹"],
        ["联系人信息", "姓名|职务|联系电话", "张三|院长|87654321", "李四|书记|87654322"],
        ["专班成员", "序号|姓名|职务|联系电话", "1|张三|院长|87654321", "2|李四|书记|87654322"],
        ["姓名|性别|专业", "张三|男|会计"],
    ],
    ids=lambda a: a[0],
)
@pytest.mark.parametrize("gap", [0, 1])
def test_a_table_of_another_kind_below_the_list_gives_no_tasks(annex: list[str], gap: int) -> None:
    rows = [TASKS, ROW, "2|修路|铺砖|商学院|7月底", *[""] * gap, *annex]
    submission = read(sheet("任务清单", rows))
    assert [[r.number for r in t.rows] for t in submission.tables] == [[2, 3]]
    assert rules(submission) == []


def test_a_list_below_another_with_headings_of_its_own_is_asked_for_them() -> None:
    below = ["三、责任清单", "序号|任务|谁负责|谁办", "1|换灯|张三|李四"]
    submission = read(sheet("任务清单", [TASKS, ROW, *below]))
    assert [(t.kind, len(t.rows)) for t in submission.tables] == [(T, 1), (D, 1)]
    assert "missing-column" in rules(submission)
    assert "unknown-heading" in rules(submission)


def test_short_words_in_a_task_are_no_heading() -> None:
    rows = [
        "工作任务|工作措施|牵头单位|完成时限",
        "换灯|买灯|商学院|6月底",
        "职务|姓名|商学院|7月底",
    ]
    assert [len(t.rows) for t in read(sheet("任务清单", rows)).tables] == [2]


def test_a_state_before_further_words_is_the_state_where_no_column_asks_for_it() -> None:
    rows = ["序号|工作任务|完成情况", "1|换灯|已完成，6月15日更换完毕", "2|修路|正在推进（等砖）"]
    rows.append("3|种树|完成80%（余下7月做）")
    submission = read(sheet("完成清单", rows))
    assert [r.text("status") for r in only(submission).rows] == [
        "已完成，6月15日更换完毕",
        "正在推进（等砖）",
        "完成80%（余下7月做）",
    ]
    assert rules(submission) == []


def test_longer_progress_stays_progress() -> None:
    rows = ["序号|工作任务|完成情况", "1|换灯|灯具招标结束", "2|修路|等砖进场后施工"]
    assert all(not r.text("status") for r in only(read(sheet("完成清单", rows))).rows)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_months_states_the_later_counts(turned: bool) -> None:
    months = [("5月底完成状态", "未启动"), ("6月底完成状态", "推进中")]
    (a, x), (b, y) = reversed(months) if turned else months
    submission = read(sheet("完成清单", [f"序号|工作任务|{a}|{b}", f"1|换灯|{x}|{y}"]))
    assert only(submission).rows[0].text("status") == "推进中"
    assert rules(submission) == ["unknown-heading"]


def test_words_right_behind_the_table_under_no_heading_are_told() -> None:
    submission = read(sheet("任务清单", [TASKS, f"{ROW}|请准延期"]))
    (said,) = gaps(submission, "unknown-heading")
    assert said["栏目"] == "F列（没有写栏目名）"


def test_words_far_from_the_table_are_nobodys() -> None:
    assert rules(read(sheet("任务清单", [TASKS, f"{ROW}|||请准延期"]))) == []


def test_a_unit_in_merged_cells_above_the_heading_is_no_group_of_headings() -> None:
    rows = ["填报单位||商学院||填表人|张三", f"{TASKS}|备注", ROW]
    submission = read(sheet("任务清单", rows, merged="A1:B1 C1:D1"), file="报送/清单.xlsx")
    assert submission.unit == "U02"
    assert rules(submission) == []


@pytest.mark.parametrize("first", ["填写要求", "填报说明", "（填表须知）", "栏目说明"])
def test_a_row_that_says_what_is_asked_is_no_task(first: str) -> None:
    asks = f"{first}|写清做什么、做到什么程度|分条写|只写一个单位|写明年月日"
    submission = read(sheet("任务清单", [TASKS, asks, ROW]))
    assert [r.number for r in only(submission).rows] == [3]
