"""Layouts that units of a university really send and that a plain reader of tables gets wrong."""

from __future__ import annotations

import pytest
from submission_books import gaps, picture, read, rules, sheet
from test_tables import HEAD, Layout, s

from huaxia_tasks.packing import pack_submission, unpack_submission
from huaxia_tasks.workbooks.lines import closed_up
from huaxia_tasks.workbooks.list_names import is_other_paper

ROW = "1|甲|商学院|6月底"
READ = "seq=1 task=甲 lead_unit=商学院 deadline=6月底"

LAYOUTS = [
    Layout(
        "a row of instructions in brackets, some columns without one",
        s(f"{HEAD}\n|（写具体做法）||（具体到日）\n{ROW}"),
        f"任务清单 任务清单 1\n3 {READ}",
    ),
    Layout(
        "a task all of whose cells but one are in brackets is a task",
        s(f"{HEAD}\n1|（暑期）甲（一）|（商学院）|（6月底）"),
        "任务清单 任务清单 1\n2 seq=1 task=（暑期）甲（一） lead_unit=（商学院） deadline=（6月底）",
    ),
    Layout(
        "columns counted 甲 乙 1 2 under the heading",
        s(f"{HEAD}\n甲|乙|1|2\n{ROW}"),
        f"任务清单 任务清单 1\n3 {READ}",
    ),
    Layout(
        "forty columns of the unit's own behind the table",
        s(f"{HEAD}|{'|'.join(f'自加栏{n}' for n in range(40))}\n{ROW}"),
        f"任务清单 任务清单 1\n2 {READ}",
    ),
    Layout(
        "headings with the name of their group in front",
        s(f"序号|任务-工作任务|责任分工：牵头单位|时间要求/完成时限\n{ROW}"),
        f"任务清单 任务清单 1\n2 {READ}",
    ),
    Layout(
        "a row that says what to fill in",
        s(f"{HEAD}\n说明|填写：工作任务|填写：牵头单位|填写：完成时限\n{ROW}"),
        f"任务清单 任务清单 1\n3 {READ}",
    ),
    Layout(
        "headings in two languages",
        s(f"序号 No.|工作任务 Task|牵头单位 Lead Unit|完成时限 Deadline\n{ROW}"),
        f"任务清单 任务清单 1\n2 {READ}",
    ),
    Layout(
        "words of headings broken over two rows without a merge",
        s("序|收集|问题|收集\n号|方式|描述|时间\n1|谈|水慢|6月8日", "问题清单"),
        "问题清单 问题清单 1\n3 seq=1 method=谈 problem=水慢 collected_on=6月8日",
    ),
    Layout(
        "a heading that says what is planned",
        s("序号|工作任务|拟采取的工作措施|牵头单位|完成时限\n1|甲|乙|商学院|6月底"),
        "任务清单 任务清单 1\n2 seq=1 task=甲 measure=乙 lead_unit=商学院 deadline=6月底",
    ),
    Layout(
        "the names of two sheets changed places",
        [
            *s(
                "序号|任务编号|责任人|经办人|联系电话|完成时限\n1|R1|张三|李四|87654321|6月底",
                "完成清单",
            ),
            *s("序号|任务编号|完成状态|进展情况\n1|R1|推进中|甲", "责任清单"),
        ],
        """
责任清单 完成清单 1
2 seq=1 item_id=R1 person=张三 handler=李四 phone=87654321 deadline=6月底
完成清单 责任清单 1
2 seq=1 item_id=R1 status=推进中 progress=甲
""",
        "missing-column@1",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_an_unusual_layout_is_read_exactly(layout: Layout) -> None:
    assert picture(read(*layout.sheets)) == layout.expected.strip("\n").split("\n")


OTHERS = [
    ("商学院2022年预算表", "序号|项目名称|预算金额|经费来源|责任人\n1|维修|10000|自筹|张三"),
    ("商学院采购计划表", "序号|项目内容|采购方式|责任人|计划完成时间\n1|空调|招标|张三|9月"),
    ("商学院2022年工作要点", "序号|工作内容|负责人|时间\n1|开会|张三|9月"),
    ("商学院学生名单", "序号|学号|姓名|联系电话\n1|2021|张三|87654321"),
]


@pytest.mark.parametrize(("title", "rows"), OTHERS, ids=[t for t, _ in OTHERS])
def test_a_workbook_of_another_kind_is_no_list_and_that_is_told(title: str, rows: str) -> None:
    submission = read(*s(f"{title}\n{rows}", "Sheet1"), file="报送/商学院.xlsx")
    assert submission.tables == ()
    assert rules(submission) == ["missing-column"]
    (said,) = gaps(submission, "missing-column")
    assert said["说明"] == "这份文件里没有找到问题清单、任务清单、责任清单、完成清单的表头"


def test_a_whole_task_counts_whatever_the_title_says() -> None:
    submission = read(*s(f"商学院采购计划表\n{HEAD}\n{ROW}", "Sheet1"))
    assert [len(t.rows) for t in submission.tables] == [1]


def test_a_sheet_without_a_text_is_told_as_such() -> None:
    submission = read(sheet("任务清单", []), file="报送/商学院.xlsx")
    (said,) = gaps(submission, "missing-column")
    assert said["说明"].startswith("这份文件的工作表里没有文字")


@pytest.mark.parametrize("text", ["商学院签到表", "值班安排表", "教师花名册", "固定资产清单"])
def test_titles_of_other_papers_are_known(text: str) -> None:
    assert is_other_paper(text)


@pytest.mark.parametrize("text", ["商学院任务清单", "整改台账", "实践活动安排", "学生工作清单"])
def test_titles_of_lists_are_no_other_papers(text: str) -> None:
    assert not is_other_paper(text)


def test_choices_on_a_hidden_sheet_name_no_unit() -> None:
    choices = sheet("dict", ["单位", "商学院", "教务部"], hidden=True)
    submission = read(*s(f"{HEAD}\n{ROW}"), choices, file="报送/商学院.xlsx")
    assert submission.unit == "U02"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("填 报 单 位 ： 商 学 院　　填报日期", "填报单位 ： 商学院　　填报日期"),
        ("填报单位：商学院 教务部", "填报单位：商学院 教务部"),
        ("张 三", "张 三"),
    ],
)
def test_words_typed_with_blanks_are_closed_up(text: str, closed: str) -> None:
    assert closed_up(text) == closed


def test_a_unit_typed_with_blanks_between_is_found() -> None:
    rows = f"填 报 单 位 ： 商 学 院　　填报日期：2022.6.24\n{HEAD}\n{ROW}"
    assert read(*s(rows), file="报送/汇总.xlsx").unit == "U02"


TICKED = [
    Layout(
        "one state ticked of three",
        s(
            "序号|工作任务|牵头单位|完成情况|||备注\n|||已完成|推进中|未启动|\n"
            "1|甲|商学院||√||\n2|乙|商学院|√|||\n3|丙|商学院||||待定",
            "完成清单",
            merged="A1:A2 B1:B2 C1:C2 D1:F1 G1:G2",
        ),
        """
完成清单 完成清单 1
3 status=推进中 seq=1 task=甲 lead_unit=商学院
4 status=已完成 seq=2 task=乙 lead_unit=商学院
5 seq=3 task=丙 lead_unit=商学院 remark=待定
""",
    ),
    Layout(
        "states without a heading above them",
        s("序号|工作任务|牵头单位|已完成|推进中\n1|甲|商学院|√|\n2|乙|商学院||√", "完成清单"),
        """
完成清单 完成清单 1
2 status=已完成 seq=1 task=甲 lead_unit=商学院
3 status=推进中 seq=2 task=乙 lead_unit=商学院
""",
    ),
    Layout(
        "yes and no",
        s(
            "序号|工作任务|是否完成||牵头单位\n||是|否|\n1|甲|√||商学院\n2|乙||√|商学院",
            "完成清单",
            merged="A1:A2 B1:B2 C1:D1 E1:E2",
        ),
        """
完成清单 完成清单 1
3 status=是 seq=1 task=甲 lead_unit=商学院
4 status=否 seq=2 task=乙 lead_unit=商学院
""",
    ),
]


@pytest.mark.parametrize("layout", TICKED, ids=lambda layout: layout.name)
def test_a_tick_says_what_stands_above_it(layout: Layout) -> None:
    assert picture(read(*layout.sheets)) == layout.expected.strip("\n").split("\n")


def test_texts_under_the_words_of_states_are_no_ticks() -> None:
    rows = "序号|工作任务|牵头单位|已完成|未启动\n1|甲|商学院|装好两台|三台"
    (table,) = read(*s(rows, "完成清单")).tables
    assert "status" not in table.rows[0].cells or table.rows[0].text("status") != "已完成"


def test_a_caption_in_the_column_of_tasks_is_no_task() -> None:
    rows = f"{HEAD}\n|一、教学类||\n{ROW}\n2|乙|商学院|6月底\n|★ 生活类||\n3|丙|商学院|6月底"
    assert [t.text("task") for t in read(*s(rows)).tables[0].rows] == ["甲", "乙", "丙"]


def test_tasks_counted_like_captions_stay_tasks() -> None:
    rows = "工作任务|牵头单位|完成时限\n一、甲|商学院|6月底\n二、乙||\n三、丙|商学院|6月底"
    assert [r.text("task") for r in read(*s(rows)).tables[0].rows] == ["一、甲", "二、乙", "三、丙"]


def test_a_list_copied_to_another_sheet_counts_once() -> None:
    rows = f"{HEAD}\n{ROW}\n2|乙|商学院|6月底"
    submission = read(*s(rows), *s(rows, "任务清单 (2)"))
    assert [t.sheet for t in submission.tables] == ["任务清单"]
    other = read(*s(rows), *s(f"{HEAD}\n{ROW}", "任务清单 (2)"))
    assert [t.sheet for t in other.tables] == ["任务清单", "任务清单 (2)"]


def test_of_two_equal_lists_the_one_that_shows_counts() -> None:
    hidden = sheet("任务清单", [HEAD, ROW], hidden=True)
    submission = read(hidden, *s(f"{HEAD}\n{ROW}", "任务清单（新）"))
    assert [t.sheet for t in submission.tables] == ["任务清单（新）"]
    assert "hidden-content" in rules(submission)


@pytest.mark.parametrize(
    "words",
    [
        "本期无新增问题",
        "经排查，本单位无此类问题。",
        "截至6月30日暂无",
        "零报告",
        "未收集到师生反映的问题",
    ],
)
def test_a_line_across_the_table_says_that_there_is_nothing_and_that_is_kept(words: str) -> None:
    submission = read(*s(f"序号|问题描述|收集方式\n{words}", "问题清单", merged="A2:C2"))
    assert [(t.rows, t.says_none) for t in submission.tables] == [((), True)]
    assert unpack_submission(pack_submission(submission)) == submission


@pytest.mark.parametrize("words", ["无障碍通道损坏", "教室没有空调", "未完成整改"])
def test_words_that_only_begin_so_are_a_problem(words: str) -> None:
    (table,) = read(*s(f"序号|问题描述|收集方式\n1|{words}|谈", "问题清单")).tables
    assert [row.text("problem") for row in table.rows] == [words]


SIGNED = [
    "||||（单位公章）|",
    "||||商学院|\n||||二〇二二年六月二十四日|",
    "||||2022年6月24日|",
    "|||| 年 月 日|",
]


@pytest.mark.parametrize("below", SIGNED)
def test_a_seal_a_unit_and_a_day_below_the_table_are_no_rows(below: str) -> None:
    head = "序号|工作任务|牵头单位|完成状态|进展情况|备注"
    (table,) = read(*s(f"{head}\n1|甲|商学院|推进中|乙|\n{below}", "完成清单")).tables
    assert [(r.text("task"), r.text("progress")) for r in table.rows] == [("甲", "乙")]


@pytest.mark.parametrize("below", ["||||2022年6月24日召开会议|", "||||并已报商学院|"])
def test_a_text_that_goes_on_below_the_last_row_is_no_signature(below: str) -> None:
    head = "序号|工作任务|牵头单位|完成状态|进展情况|备注"
    (table,) = read(*s(f"{head}\n1|甲|商学院|推进中|乙|\n{below}", "完成清单")).tables
    assert table.rows[0].text("progress") == f"乙；{below.strip('|')}"


def test_a_day_over_three_columns_is_one_day() -> None:
    rows = (
        "序号|工作任务|牵头单位|完成时限||\n|||年|月|日\n1|甲|商学院|2022|6|30\n2|乙|商学院|2022|7|"
    )
    (table,) = read(*s(rows, merged="A1:A2 B1:B2 C1:C2 D1:F1")).tables
    assert [r.text("deadline") for r in table.rows] == ["2022年6月30日", "2022年7月"]
    assert table.rows[0].ref("deadline").address == "D3"


def test_sheets_beside_the_tables_name_other_units_only_as_examples() -> None:
    rows = s(f"{HEAD}\n{ROW}")
    names = sheet("单位名单", ["单位", "商学院", "教务部", "图书馆"])
    guide = sheet("说明", ["填报要求", "牵头单位写全称，如：学生工作部"])
    cover = sheet("封面", ["四张清单", "", "教务部", "二〇二二年六月"])
    assert read(*rows, names, file="报送/商学院.xlsx").unit == "U02"
    assert read(guide, *rows, file="报送/商学院.xlsx").unit == "U02"
    assert read(guide, *rows, file="报送/汇总.xlsx").unit is None
    assert read(cover, *rows, file="报送/汇总.xlsx").unit == "U04"
    assert read(cover, *rows, file="报送/商学院.xlsx").unit is None


def test_a_heading_that_merges_hide_is_no_reason_to_stop() -> None:
    one = sheet("任务清单", ["问题描述|工作任务"], merged="B1:B5 A1:C4")
    assert read(one).tables == ()
