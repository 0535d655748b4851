"""What a heading asks for: word list, clearing, typing errors, two lines, two meanings."""

from __future__ import annotations

import pytest
from submission_books import LISTS, WORDS, C, D, P, T, only, read, rules, sheet, texts

from huaxia_tasks.model import ColumnSpec, ListSpec
from huaxia_tasks.workbooks.headings import HeadingIndex, is_period, strip_period
from huaxia_tasks.workbooks.headings_levels import read_levels
from huaxia_tasks.workbooks.list_names import list_names
from huaxia_tasks.workbooks.squeeze import squeeze

INDEX = HeadingIndex(WORDS, LISTS)

HEADINGS = [
    # as they stand
    ("序号", "seq"),
    ("问题描述", "problem"),
    ("工作任务", "task"),
    ("牵头单位", "lead_unit"),
    ("主板单位", "lead_unit"),
    ("承办单位/部门", "lead_unit"),
    ("计划启动、完成时限", "deadline"),
    ("完成状态", "status"),
    ("是否立行立改", "immediate"),
    ("对应问题编号", "problem_id"),
    ("配合事项", "co_matter"),
    ("五帮五促", "measure_tag"),
    ("收集方式", "method"),
    ("反映群体", "group"),
    ("涉及范围", "scope"),
    ("所属阶段", "phase"),
    ("填报单位", "unit"),
    # blanks, line breaks, marks
    ("序 号", "seq"),
    ("备　　注", "remark"),
    ("问题\n描述", "problem"),
    ("工作\r\n任务", "task"),
    ("*完成时限", "deadline"),
    ("完成时限*", "deadline"),
    ("牵头单位：", "lead_unit"),
    ("★责任人", "person"),
    ("“联系电话”", "phone"),
    ("N o .", "seq"),
    ("\uff2e\uff2f．", "seq"),
    ("牵头\u200b单位", "lead_unit"),
    ("牵头_单位", "lead_unit"),
    # brackets
    ("问题描述（请写明时间、地点，50字以内）", "problem"),
    ("问题描述(请写明", "problem"),
    ("反映群体（学生/教师/家长/其他）", "group"),
    ("收集方式（问/谈/查/梳/研）", "method"),
    ("责任（配合）单位", "co_units"),
    ("责任单位（牵头）", "lead_unit"),
    ("责任单位（配合）", "co_units"),
    ("完成时间（计划）", "deadline"),
    ("完成时间（实际）", "done_date"),
    ("完成情况【填写进展】", "progress"),
    ("联系电话〔不公开〕", "phone"),
    ("进度（%）", "status"),
    ("责任單位（蓋章）", "lead_unit"),
    # numbering, periods, words that change nothing
    ("一、工作任务", "task"),
    ("（1）牵头单位", "lead_unit"),
    ("1.问题描述", "problem"),
    ("②责任人", "person"),
    ("1-9月份工作完成情况", "progress"),
    ("1—9月份工作取得成效", "progress"),
    ("1至9月份完成情况", "progress"),
    ("2022年度任务目标", "goal"),
    ("2022年6月进展情况", "progress"),
    ("截至9月底进展情况", "progress"),
    ("截止目前工作进展", "progress"),
    ("第三季度完成情况", "progress"),
    ("上半年落实情况", "progress"),
    ("前三季度工作开展情况", "progress"),
    ("本月进展", "progress"),
    ("十月进展情况", "progress"),
    ("具体整改措施", "measure"),
    ("目前工作进展情况", "progress"),
    ("单位联系人", "handler"),
    ("问题责任单位", "lead_unit"),
    ("整改工作完成时限", "deadline"),
    ("年度工作目标", "goal"),
    # Traditional characters
    ("序號", "seq"),
    ("問題描述", "problem"),
    ("責任單位", "lead_unit"),
    ("牽頭單位", "lead_unit"),
    ("聯繫電話", "phone"),
    ("完成時限", "deadline"),
    ("備註", "remark"),
    ("經辦人", "handler"),
    # two in one
    ("责任人及联系电话", "person"),
    ("责任单位/责任人", "lead_unit"),
    ("牵头单位\n责任人", "lead_unit"),
    ("进展情况及成效", "progress"),
    ("工作任务及要求", "task"),
    ("未完成原因及下一步措施", "reason"),
    # one typing error
    ("牵头单伎", "lead_unit"),
    ("配台单位", "co_units"),
    ("工作任务务", "task"),
    ("联系话", None),
    ("联系电", None),
    ("完成状太", "status"),
    ("左证材料", "proof"),
    ("单位牵头", "lead_unit"),
    ("牵头位单", "lead_unit"),
    ("问题描诉", "problem"),
    # unknown stays unknown
    ("满意度", None),
    ("颜色", None),
    ("时间", None),
    ("日期", None),
    ("姓名", None),
    ("职务", None),
    ("主管单位", None),
    ("原因分析", None),
    ("未完成时间", None),
    ("反馈时间", None),
    ("合作单位", None),
    ("问题原因", None),
    ("学院意见", None),
    ("工作亮点", None),
    ("服务人数", None),
    ("联系邮箱", None),
    ("是否公开", None),
    ("不配合单位", None),
    ("时现", None),
    ("", None),
    ("：", None),
    ("商学院", None),
    ("6月", None),
]


@pytest.mark.parametrize(("text", "field"), HEADINGS)
def test_a_heading_is_read_as(text: str, field: str | None) -> None:
    keys = INDEX.read(text).keys
    assert keys == ((field,) if field else ())


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("编号", {"seq", "item_id"}),
        ("问题", {"problem", "reason"}),
        ("存在的问题", {"problem", "reason"}),
        ("完成时间", {"deadline", "done_date"}),
        ("完成日期", {"deadline", "done_date"}),
        ("完成时陷", {"deadline", "done_date"}),
        ("整改进度", {"status", "progress"}),
        ("当前进度", {"status", "progress"}),
        ("发现时间", {"start", "collected_on"}),
    ],
)
def test_a_heading_of_two_meanings_names_both(text: str, fields: set[str]) -> None:
    assert set(INDEX.read(text).keys) == fields


def test_every_word_of_the_word_list_is_read_as_its_own_field() -> None:
    for key, words in WORDS.fields.items():
        for heading in words.headings:
            assert key in INDEX.read(heading).keys, heading


def test_a_heading_of_the_plan_is_known_even_if_no_word_list_has_it() -> None:
    index = HeadingIndex(WORDS, (ListSpec(T, columns=(ColumnSpec("budget_line", "预算科目"),)),))
    assert index.read("预算科目").keys == ("budget_line",)
    assert INDEX.read("预算科目").keys == ()


def test_a_hostile_heading_costs_nothing() -> None:
    assert INDEX.read("完成" * 5000).keys == ()
    assert INDEX.read("（" * 299).keys == ()
    assert INDEX.read("及" * 299).keys == ()
    assert INDEX.read("1-9月份" * 40).keys == ()


@pytest.mark.parametrize(
    ("texts_", "field"),
    [
        (("责任人", "姓名"), "person"),
        (("责任人", "电话"), "phone"),
        (("责任人", "联系方式"), "phone"),
        (("责任领导", "姓名"), "leader"),
        (("联系人", "姓名"), "handler"),
        (("完成情况", "状态"), "status"),
        (("完成情况", "进展"), "progress"),
        (("完成时间", "计划"), "deadline"),
        (("完成时间", "实际"), "done_date"),
        (("责任单位", "牵头"), "lead_unit"),
        (("责任单位", "配合"), "co_units"),
        (("责任单位", "牵头单位"), "lead_unit"),
        (("责任单位", "单位"), "lead_unit"),
        (("问题清单", "编号"), "item_id"),
        (("问题清单", "描述"), "problem"),
        (("任务清单", "编号"), "item_id"),
        (("责任分工", "责任人", "姓名"), "person"),
        (("进展情况", "1-9月份"), "progress"),
        (("整改", "措施"), "measure"),
        (("责任人", "职务"), None),
        (("完成时限", "开始"), "start"),
        (("完成时限", "结束"), "deadline"),
        (("完成时间", "起"), "start"),
        (("完成时间", "止"), "deadline"),
    ],
)
def test_headings_on_two_lines_are_read_together(
    texts_: tuple[str, ...], field: str | None
) -> None:
    keys = read_levels(INDEX, texts_).keys
    assert keys == ((field,) if field else ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1-9月份工作", "工作"),
        ("2022年度目标", "目标"),
        ("第三季度进展", "进展"),
        ("本月进展", "进展"),
        ("目标", "目标"),
        ("6月", "6月"),
    ],
)
def test_a_period_in_front_goes(text: str, rest: str) -> None:
    assert strip_period(text) == rest


def test_a_period_alone_is_a_period() -> None:
    assert is_period("6月")
    assert is_period("第三季度")
    assert not is_period("进展")
    assert not is_period("")


def test_squeezing_makes_equal_what_looks_equal() -> None:
    assert squeeze(" 责任 單位：（牽頭）\n") == squeeze("责任单位(牵头)")
    assert squeeze("\uff2e\uff4f．１") == squeeze("no1")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("问题清单", {P}),
        ("问题 清单", {P}),
        ("問題清單", {P}),
        ("1.问题", {P}),
        ("附件1 问题清单（商学院）", {P}),
        ("师生诉求清单", {P}),
        ("任务清单", {T}),
        ("实事项目清单", {T}),
        ("责任清单", {D}),
        ("责任分解表", {D}),
        ("完成清单", {C}),
        ("效果清单", {C}),
        ("成效清单", {C}),
        ("任务完成清单", {C}),
        ("任务落实情况表", {C}),
        ("问题销号台账", {C}),
        ("责任落实清单", {D}),
        ("任务责任清单", {T, D}),
        ("问题、任务、责任、完成清单", {P, T, D, C}),
        ("“四张清单”总表", {P, T, D, C}),
        ("问题清单任务清单", {P, T}),
        ("整改清单", set()),
        ("问题整改清单", set()),
        ("工作台账", set()),
        ("Sheet1", set()),
        ("填表说明", set()),
        ("", set()),
    ],
)
def test_a_name_speaks_of_lists(text: str, kinds: set[object]) -> None:
    assert set(list_names(text)) == kinds


# ---------------------------------------------------------------- two meanings, decided by content


def fields_of(name: str, *rows: str) -> dict[str, int]:
    """Return the columns of the only table on a sheet of these rows."""
    return dict(only(read(sheet(name, rows))).columns)


def test_a_number_counting_from_one_is_a_running_number() -> None:
    rows = ("编号|工作任务|牵头单位|完成时限", "1|甲|商学院|6月底", "2|乙|商学院|6月底")
    assert fields_of("任务清单", *rows)["seq"] == 1


def test_any_other_number_is_the_matters_own() -> None:
    rows = ("编号|工作任务|牵头单位|完成时限", "R-01|甲|商学院|6月底", "R-02|乙|商学院|6月底")
    assert fields_of("任务清单", *rows)["item_id"] == 1
    rows = ("编号|工作任务|牵头单位|完成时限", "1|甲|商学院|6月底", "3|乙|商学院|6月底")
    assert fields_of("任务清单", *rows)["item_id"] == 1


def test_a_number_beside_a_running_number_is_the_matters_own() -> None:
    rows = ("序号|编号|工作任务|牵头单位|完成时限", "1|1|甲|商学院|6月底", "2|2|乙|商学院|6月底")
    columns = fields_of("任务清单", *rows)
    assert (columns["seq"], columns["item_id"]) == (1, 2)


def test_a_problems_number_beside_a_tasks_number_points_at_the_problem() -> None:
    rows = ("任务编号|问题编号|工作任务|牵头单位|完成时限", "R1|W1|甲|商学院|6月底")
    columns = fields_of("任务清单", *rows)
    assert (columns["item_id"], columns["problem_id"]) == (1, 2)


def test_a_problems_number_alone_is_the_matters_number() -> None:
    rows = ("问题编号|工作任务|牵头单位|完成时限", "W1|甲|商学院|6月底")
    assert fields_of("任务清单", *rows)["item_id"] == 1


@pytest.mark.parametrize(
    ("heading", "first", "second", "is_number"),
    [
        ("隐患编号", "W01", "W02", True),
        ("诉求事件编码", "2022-014", "2022-015", True),
        ("线索编码", "17", "9", True),
        ("合同编号", "W01", "W02", False),  # of a paper
        ("房间编号", "A101", "A102", False),
        ("隐患编号", "W01", "W01", False),  # tells no rows apart
        ("隐患编号", "W01", "", False),
        ("隐患编号", "图书馆", "食堂", False),
        ("隐患地点", "W01", "W02", False),
    ],
)
def test_a_number_that_nobody_knows_is_the_matters_own_where_it_numbers_the_rows(
    heading: str, first: str, second: str, is_number: bool
) -> None:
    rows = (f"序号|{heading}|存在问题|收集方式", f"1|{first}|灯坏|走访", f"2|{second}|菜贵|走访")
    assert (fields_of("问题清单", *rows).get("item_id") == 2) is is_number
    beside = (f"序号|问题编号|{heading}|存在问题|收集方式", f"1|W7|{first}|灯坏|走访")
    assert fields_of("问题清单", *beside)["item_id"] == 2


def test_the_unit_responsible_beside_a_lead_unit_cooperates() -> None:
    rows = ("序号|工作任务|牵头单位|责任单位|完成时限", "1|甲|商学院|教务处|6月底")
    columns = fields_of("任务清单", *rows)
    assert (columns["lead_unit"], columns["co_units"]) == (3, 4)


def test_the_unit_responsible_alone_leads() -> None:
    rows = ("序号|工作任务|责任单位|完成时限", "1|甲|商学院、教务处|6月底")
    assert fields_of("任务清单", *rows)["lead_unit"] == 3


def test_lead_responsible_and_cooperating_unit_give_one_lead_and_all_others_together() -> None:
    rows = ("序号|工作任务|牵头单位|责任单位|配合单位|完成时限", "1|甲|商学院|教务处|后勤处|6月底")
    table = only(read(sheet("任务清单", rows)))
    assert texts(table)[0]["lead_unit"] == "商学院"
    assert texts(table)[0]["co_units"] == "教务处、后勤处"


def test_a_unit_column_leads_where_nothing_else_does() -> None:
    rows = ("序号|单位|工作任务|完成时限", "1|商学院|甲|6月底")
    assert fields_of("任务清单", *rows)["lead_unit"] == 2


def test_a_unit_column_beside_a_lead_unit_stays_apart() -> None:
    rows = ("序号|填报单位|工作任务|牵头单位|完成时限", "1|商学院|甲|教务处|6月底")
    columns = fields_of("任务清单", *rows)
    assert (columns["unit"], columns["lead_unit"]) == (2, 4)


def test_the_head_beside_a_handler_leads_the_unit_and_alone_is_responsible() -> None:
    assert "leader" in fields_of(
        "责任清单", "任务编号|牵头单位|负责人|经办人", "R1|商学院|张三|李四"
    )
    assert "person" in fields_of("责任清单", "任务编号|牵头单位|负责人", "R1|商学院|张三")
    columns = fields_of("责任清单", "任务编号|牵头单位|负责人|责任人", "R1|商学院|张三|李四")
    assert (columns["leader"], columns["person"]) == (3, 4)


def test_the_problem_in_a_completion_list_is_the_reason() -> None:
    rows = ("序号|工作任务|完成状态|存在的问题", "1|甲|推进中|经费不足")
    assert fields_of("完成清单", *rows)["reason"] == 4
    assert fields_of("问题清单", "序号|问题", "1|灯不亮")["problem"] == 2


def test_completion_time_in_a_task_list_is_the_deadline() -> None:
    rows = ("序号|工作任务|牵头单位|完成时间", "1|甲|商学院|2022年6月28日")
    assert fields_of("任务清单", *rows)["deadline"] == 4


def test_completion_time_beside_a_deadline_is_the_day_of_completion() -> None:
    rows = ("序号|工作任务|完成时限|完成状态|完成时间", "1|甲|6月底|已完成|2022年6月28日")
    columns = fields_of("完成清单", *rows)
    assert (columns["deadline"], columns["done_date"]) == (3, 5)


COMPLETION = "序号|工作任务|完成状态|完成时间"


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        (("1|甲|已完成|2022年6月8日", "2|乙|推进中|"), "done_date"),
        (("1|甲|已完成|2022年6月8日", "2|乙|推进中|2022年6月30日"), "deadline"),
        (("1|甲|已完成|6月底前",), "deadline"),
        (("1|甲|已完成|长期坚持",), "deadline"),
        (("1|甲|已完成|2022.6.8", "2|乙|已办结|2022.6.9"), "done_date"),
        (("1|甲|已完成|", "2|乙|推进中|"), "done_date"),
    ],
)
def test_completion_time_without_a_deadline_is_told_by_its_rows(
    rows: tuple[str, ...], field: str
) -> None:
    submission = read(sheet("完成清单", [COMPLETION, *rows]))
    assert only(submission).columns[field] == 4
    assert "unknown-heading" not in rules(submission)


def test_completion_time_is_told_by_the_day_of_writing() -> None:
    rows = [
        "填报时间：2022年6月28日",
        "序号|工作任务|完成情况|完成时间",
        "1|甲|挂牌运行|2022年6月8日",
    ]
    assert only(read(sheet("完成清单", rows))).columns["done_date"] == 4
    rows[0] = "填报时间：2022年6月1日"
    assert only(read(sheet("完成清单", rows))).columns["deadline"] == 4


def test_completion_time_of_rows_still_under_way_is_the_deadline() -> None:
    rows = [
        "序号|工作任务|完成时间|完成情况",
        "1|甲|2022年6月8日|已完成挂牌",
        "2|乙|2022年12月31日|正在推进，已签约三家",
    ]
    assert only(read(sheet("完成清单", rows))).columns["deadline"] == 3


def test_completion_time_that_cannot_be_decided_is_asked_once() -> None:
    rows = ["序号|工作任务|完成情况|完成时间", "1|甲|挂牌运行|2022年6月8日"]
    submission = read(sheet("完成清单", rows))
    table = only(submission)
    assert not {"deadline", "done_date"} & table.columns.keys()
    assert rules(submission).count("unknown-heading") == 1
    assert [v.text for v in table.rows[0].extra] == ["2022年6月8日"]


def test_progress_with_state_words_is_the_state() -> None:
    rows = ("序号|工作任务|当前进度", "1|甲|已完成", "2|乙|80%", "3|丙|推进中")
    assert fields_of("完成清单", *rows)["status"] == 3


def test_progress_with_sentences_is_the_progress() -> None:
    rows = ("序号|工作任务|完成状态|当前进度", "1|甲|推进中|已与三家企业签约")
    columns = fields_of("完成清单", *rows)
    assert (columns["status"], columns["progress"]) == (3, 4)
    rows = ("序号|工作任务|当前进度", "1|甲|已与三家企业签约", "2|乙|教室改造方案通过评审")
    assert fields_of("完成清单", *rows)["progress"] == 3


def test_completion_with_state_words_only_is_the_state() -> None:
    rows = ("序号|工作任务|完成情况", "1|甲|已完成", "2|乙|推进中")
    assert fields_of("完成清单", *rows)["status"] == 3


def test_the_day_of_finding_a_problem_is_when_it_was_collected() -> None:
    assert fields_of("问题清单", "序号|问题描述|发现时间", "1|灯坏|6月1日")["collected_on"] == 3
    rows = ("序号|工作任务|提出时间|牵头单位|完成时限", "1|甲|6月1日|商学院|6月底")
    assert fields_of("任务清单", *rows)["start"] == 3


def test_time_alone_is_never_guessed() -> None:
    submission = read(sheet("任务清单", ["序号|工作任务|牵头单位|时间", "1|甲|商学院|6月底"]))
    assert "deadline" not in only(submission).columns
    assert rules(submission).count("unknown-heading") == 1


def test_measures_are_the_task_where_no_column_asks_for_one() -> None:
    table = only(
        read(sheet("任务清单", ["序号|整改措施|责任单位|整改时限", "1|换灯|后勤处|6月底"]))
    )
    assert texts(table)[0]["task"] == "换灯"


def test_columns_of_one_field_are_joined_where_they_are_texts() -> None:
    rows = (
        "序号|工作任务|完成状态|1-9月份工作完成情况|1-9月份工作取得成效",
        "1|甲|推进中|建成|好评",
    )
    assert texts(only(read(sheet("完成清单", rows))))[0]["progress"] == "建成；好评"


def test_progress_of_an_earlier_period_gives_way_to_the_present_one() -> None:
    rows = ("序号|工作任务|完成状态|上月进展情况|本月进展情况", "1|甲|推进中|开工|封顶")
    assert texts(only(read(sheet("完成清单", rows))))[0]["progress"] == "封顶"


def test_of_two_deadlines_the_plainer_heading_counts_and_the_other_is_told() -> None:
    rows = ["序号|工作任务|牵头单位|完成时限（院内）|完成时限", "1|甲|商学院|5月底|6月底"]
    submission = read(sheet("任务清单", rows))
    assert texts(only(submission))[0]["deadline"] == "6月底"
    assert [t.ref.address for t in submission.troubles if t.rule == "unknown-heading"] == ["D1"]


def test_duties_have_their_own_columns() -> None:
    head = "序号|任务编号|责任领导|牵头单位|责任人|经办人|联系电话|配合单位|配合事项|完成时限|备注"
    table = only(
        read(sheet("责任清单", [head, "1|R1|张一|商学院|李二|王三|87654321|教务处|排课|6月底|"]))
    )
    assert table.kind is D
    assert list(table.columns) == [
        *("seq", "item_id", "leader", "lead_unit", "person", "handler", "phone", "co_units"),
        *("co_matter", "deadline", "remark"),
    ]
