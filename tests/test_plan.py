"""The plan workbook: the starter plan complete, another campaign without code, every wrong cell told."""

from __future__ import annotations

from datetime import date, time

import pytest
from openpyxl.workbook import Workbook
from plan_books import SHEETS, STARTER, book_of, sheet_book

from huaxia_tasks.errors import CalendarError, PlanError
from huaxia_tasks.model import Level, ListKind, Plan, WorkCalendar
from huaxia_tasks.plan_names import plan_names
from huaxia_tasks.workbooks.plan import read_plan
from huaxia_tasks.workbooks.plan_table import PlanTroubles
from huaxia_tasks.workbooks.plan_when import When, parse_when


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(book_of(STARTER), file="计划/武华党〔2022〕17号.xlsx", digest="d")


def test_the_starter_plan_names_the_document(plan):
    assert plan.number == plan.key == "武华党〔2022〕17号"
    assert plan.issued == date(2022, 5, 29)
    assert plan.issuer == "中国共产党武汉华夏理工学院委员会"
    assert plan.title.startswith("武汉华夏理工学院关于党员干部")
    assert plan.office == "党政办公室"


def test_four_phases_with_their_own_words_and_the_days_these_mean(plan):
    assert [(p.expression, p.start, p.due, p.last_workday) for p in plan.phases] == [
        ("5月下旬", date(2022, 5, 21), date(2022, 5, 31), date(2022, 5, 31)),
        ("6月底前", date(2022, 6, 1), date(2022, 6, 30), date(2022, 6, 30)),
        ("10月底", date(2022, 7, 1), date(2022, 10, 31), date(2022, 10, 31)),
        ("12月底", date(2022, 11, 1), date(2022, 12, 31), date(2022, 12, 30)),
    ]
    assert all("推定" in p.derived for p in plan.phases[1:])
    assert plan.phases[1].owners == ("各二级党组织", "各院系", "职能部门")


def test_every_clause_that_asks_for_something_has_its_duties(plan):
    clauses = dict.fromkeys(d.clause for d in plan.duties)
    assert list(clauses) == [
        "三",
        *("三（一）一是", "三（一）二是", "三（一）三是"),
        *("三（二）一是", "三（二）二是"),
        *("三（三）一是", "三（三）二是", "三（三）三是", "三（三）四是", "三（三）五是"),
        *("三（四）一是", "三（四）二是"),
        *("四（一）", "四（二）", "四（三）", "四（四）"),
        *("五（一）", "五（二）", "五（三）", "五（四）"),
    ]
    assert len({d.id for d in plan.duties}) == len(plan.duties) == 42
    assert not any(d.claimable for d in plan.duties)


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("三进三联", "三（一）一是"),
        ("党外代表人士", "三（一）一是"),
        ("瓶颈", "三（一）二是"),
        ("自我教育的党建前沿阵地", "三（一）三是"),
        ("明察暗访", "三（二）一是"),
        ("师生群众点菜", "三（二）二是"),
        ("24小时联系机制", "三（三）三是"),
        ("校院两级服务平台", "三（三）三是"),
        ("访企拓岗", "三（三）四是"),
        ("百日冲刺", "三（三）五是"),
        ("让数据多跑路", "三（四）一是"),
        ("一帮一", "三（四）一是"),
        ("微后勤", "三（四）二是"),
        ("定期梳理并发布", "四（二）"),
        ("建章立制", "四（四）"),
        ("组织领导体系", "五（一）"),
        ("任务清单、责任清单。", "五（二）"),
        ("自我服务", "五（二）"),
        ("专题专栏", "五（三）"),
        ("创新做法", "五（三）"),
        ("填空白", "五（四）"),
        ("抽查核实", "五（四）"),
        ("评价机制", "五（四）"),
    ],
)
def test_what_the_text_asks_is_found_under_its_clause(plan, words, clause):
    assert [d.clause for d in plan.duties if words in d.text] == [clause]


def test_measures_and_outcomes_are_many_to_many(plan):
    pairs = {m.measure: m.outcomes for m in plan.measures}
    assert pairs["一是"] == ("思想解惑促成长", "生活解难促信心")
    assert pairs["四是"] == pairs["五是"] == ("就业解忧促发展",)
    assert len({o for outcomes in pairs.values() for o in outcomes}) == 5
    assert all(d.measures for d in plan.duties if d.clause.startswith("三（三）"))


def test_the_roster_keeps_its_order_and_marks_provisional_names(plan):
    assert [u.id for u in plan.units] == [f"U{n:02d}" for n in range(1, 37)]
    assert plan.units[0].name == "信息工程学院"
    assert "信工" in plan.units[0].short_names
    assert plan.unit("U26").party == "后勤党总支"
    assert not plan.unit("U14").provisional
    assert plan.unit("U27").provisional
    assert {u.kind for u in plan.units} == {"college", "department", "party"}


def test_every_unit_has_one_leader_in_charge_and_examples_are_no_fact(plan):
    charged = [u for p in plan.people for u in p.in_charge_of]
    assert sorted(charged) == [u.id for u in plan.units]
    assert all(p.example for p in plan.people)
    assert not any(u.leader for u in plan.units)


def test_units_owe_four_lists_and_leaders_own_two(plan):
    assert [s.kind for s in plan.lists] == list(ListKind)
    assert all(s.due == date(2022, 6, 30) for s in plan.lists)
    assert all(len(s.units) == 36 for s in plan.lists)
    assert [s.kind for s in plan.lists if "学校领导" in s.owners] == [
        ListKind.TASKS,
        ListKind.DUTIES,
    ]


def test_only_five_columns_are_needed_to_run_and_phones_are_never_published(plan):
    needed = [(s.kind.value, c.field) for s in plan.lists for c in s.columns if c.needed]
    assert needed == [
        ("问题清单", "problem"),
        ("任务清单", "task"),
        ("任务清单", "lead_unit"),
        ("任务清单", "deadline"),
        ("完成清单", "status"),
    ]
    published = {c.field for s in plan.lists for c in s.columns if c.publish}
    assert not published & {"phone", "handler", "person", "proof", "reason", "scope"}
    assert plan.list_spec(ListKind.PROBLEMS).column("method").choices == tuple("问谈查梳研")


def test_what_the_text_leaves_open_stays_open_and_is_told(plan):
    names = [o.name for o in plan.open_settings]
    for name in ("清单发布周期", "报送周期天数", "抽查时间和比例", "总结周期", "学期结束"):
        assert name in names
    assert all(o.cell and o.sheet and o.why for o in plan.open_settings)
    assert plan.settings["清单发布周期"] == ""
    assert plan.calendar.anchors == {}
    off = [j.name for j in plan.jobs if not j.on]
    assert off == ["发出可以自动发的文书", "每周汇总", "每月公开清单", "阶段总结起草"]


def test_a_setting_that_the_office_fills_in_is_no_longer_open():
    def fill(workbook: Workbook) -> None:
        sheet = workbook["基本信息"]
        for row in sheet.iter_rows(min_col=1, max_col=2):
            if row[0].value == "清单发布周期":
                row[1].value = "每月"

    plan = read_plan(book_of(STARTER, fill), file="p.xlsx", digest="d")
    assert plan.settings["清单发布周期"] == "每月"
    assert "清单发布周期" not in [o.name for o in plan.open_settings]


def test_the_calendar_of_the_sheet_is_the_calendar_of_the_notices(plan):
    standard = WorkCalendar.standard()
    assert plan.calendar.days_off == standard.days_off
    assert plan.calendar.make_up == standard.make_up
    assert plan.calendar.known_years == standard.known_years
    assert plan.calendar.sources == standard.sources


def test_the_ladder_and_the_manners_are_the_proposed_ones(plan):
    assert [(s.workdays, s.document) for s in plan.ladder] == [
        (-5, "reminder-letter"),
        (2, "urging-notice"),
        (5, "supervision-slip"),
    ]
    assert plan.manners.from_time == time(9, 0)
    assert plan.manners.to_time == time(17, 0)
    assert (plan.manners.per_unit_per_day, plan.manners.per_unit_per_week) == (1, 2)
    assert not any(s.automatic for s in plan.ladder)


def test_rules_are_all_on_with_the_programs_own_level_and_wording(plan):
    assert len(plan.rules) == 53
    assert all(
        r.on and r.level is r.threshold is r.says is r.asks is None for r in plan.rules.values()
    )


def test_one_channel_is_on_and_no_secret_stands_in_the_sheet(plan):
    assert [c.name for c in plan.channels if c.on] == ["共享文件夹"]
    for channel in plan.channels:
        for item, value in channel.settings.items():
            if "密" in item or "令牌" in item:
                assert value.startswith("HUAXIA_")


def test_numbers_have_a_series_for_each_paper(plan):
    series = {s.name: s.pattern for s in plan.numbers}
    assert series["发文"] == "武华党办〔{year}〕{n}号"
    assert series["督办"].format(year=2022, n=3) == "督办〔2022〕3号"


# --------------------------------------------------------------------------- another campaign


def another_plan(**changes: list[list[object]]) -> dict[str, list[list[object]]]:
    sheets: dict[str, list[list[object]]] = {
        "基本信息": [
            ["项目", "内容"],
            ["方案名称", "青山职业学院2026年作风建设年活动方案"],
            ["文号", "青职党〔2026〕3号"],
            ["印发单位", "中共青山职业学院委员会"],
            ["印发日期", "2026年3月2日"],
            ["承办部门", "党委办公室"],
            ["学校名称", "青山职业学院"],
            [],
            ["待定事项", "办公室决定", "为什么要定"],
            ["抽查比例", None, "方案没有写"],
        ],
        "阶段": [
            ["查摆、整改、总结三步走"],
            ["截止日期", "开始日期", "原文时间", "阶段名称", "序号", "联系人"],
            [date(2026, 3, 31), None, "3月底前", "查摆阶段", 1, "甲"],
            [],
            ["2026.6.30", None, "6月底", "整改阶段", 2, "乙"],
            [46022 + 365, date(2026, 9, 1), "年底", "总结阶段", 3, None],
        ],
        "任务分工": [
            ["编号", "条款", "任务内容", "责任主体", "对应单位", "须认领", "关键词"],
            ["A1", "二（一）", "压减会议文件", "机关各部门", "各职能部门", "否", "会议、文件"],
            ["A2", "二（二）", "开放实训室", "各系", "机电系", "是", "实训室"],
        ],
        "单位": [
            ["编号", "单位名称", "类型", "简称", "党组织"],
            ["X1", "机电系", "学院", "机电", "机电系党支部"],
            ["X2", "教务处", "职能部门", "教务", None],
        ],
        "人员": [["姓名", "角色", "分管单位"], ["柳如是", "副院长", "机电、教务处"]],
        "联系点": [["联系人", "联系类型", "联系对象"], [None, "联系班级", "机电2401班"]],
        "清单": [
            ["清单", "报送主体", "报送截止日", "对外公开"],
            ["任务清单", "各系、各职能部门", None, "否"],
            ["成效清单", "各系", "2026-12-01", "是"],
            [],
            ["下面是栏目"],
            ["所属清单", "栏目", "字段代号", "必填", "可公开"],
            ["任务清单", "整改事项", "task", "是", "是"],
            ["任务清单", "主责单位", "lead_unit", "是", "是"],
            ["任务清单", "销号标准", None, "否", "是"],
            ["成效清单", "成效说明", "progress", "否", "是"],
            ["成效清单", "是否销号", "status", "是", None],
        ],
        "校历": [
            ["学校节点", "节点日期"],
            ["学期结束", "2026-07-03"],
            [],
            ["日期", "安排", "节日", "通知年度"],
            ["2026-05-01", "放假", "劳动节", 2026],
            ["2026-05-09", "上班", "劳动节", 2026],
            [],
            ["通知原文"],
        ],
        "规则": [
            ["规则代号", "启用", "级别", "阈值", "提示语"],
            ["overdue", "否", None, None, None],
            ["stale", "是", "提示", 3, "{title}三期没有变化"],
        ],
        "提醒": [
            ["步骤", "距时限工作日", "文书"],
            [1, "提前3个工作日", "工作提醒函"],
            [2, "超期后1个工作日", "催办通知"],
            [],
            ["约定", "取值"],
            ["最晚时刻", "18:00"],
            ["每单位每周最多件数", 1],
        ],
        "运行时间": [["名称", "动作", "时间"], ["周检", "检查", "每周一、周四 9:00"]],
        "渠道": [
            ["渠道", "启用", "设置项", "设置值"],
            ["电子邮件", "是", "服务器", "smtp.example.edu.cn"],
            [None, None, "密码环境变量", "QINGSHAN_MAIL"],
        ],
        "文号": [["系列", "格式", "适用文书"], ["函", "青职办函〔{year}〕{n}号", "催办通知"]],
    }
    return {**sheets, **changes}


def read_another(**changes: list[list[object]]) -> Plan:
    return read_plan(
        sheet_book(**another_plan(**changes)),
        file="另.xlsx",
        digest="x",
        rules=("overdue", "stale"),
    )


def test_another_school_with_three_phases_and_two_lists_needs_only_a_workbook():
    plan = read_another()
    assert [(p.no, p.start, p.due) for p in plan.phases] == [
        (1, date(2026, 3, 2), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 9, 1), date(2026, 12, 31)),
    ]
    assert "推定" in plan.phases[0].derived
    assert not plan.phases[2].derived
    tasks, results = plan.lists
    assert (tasks.kind, tasks.due, tasks.units) == (ListKind.TASKS, None, ("X2",))
    assert results.kind is ListKind.COMPLETIONS
    assert [c.field for c in tasks.columns] == ["task", "lead_unit", "销号标准"]
    assert plan.duties[1].units == ("X1",)
    assert plan.unit("X1").leader == "柳如是"
    assert plan.calendar.is_workday(date(2026, 5, 9))
    assert plan.calendar.anchors == {"term_end": date(2026, 7, 3)}
    assert plan.rules["stale"].level is Level.INFO
    assert plan.rules["stale"].threshold == 3
    assert not plan.rules["overdue"].on
    assert [s.workdays for s in plan.ladder] == [-3, 1]
    assert plan.manners.to_time == time(18, 0)
    assert plan.channels[0].settings["密码环境变量"] == "QINGSHAN_MAIL"
    assert {o.name for o in plan.open_settings} == {"抽查比例", "任务清单报送截止日"}
    assert plan.measures == ()


def test_a_pasted_notice_is_handed_to_the_reader_of_notices_whole():
    texts: list[str] = []

    def read_notice(text: str) -> WorkCalendar:
        texts.append(text)
        return WorkCalendar({date(2027, 1, 1): "元旦"}, {}, frozenset({2027}), {}, {2027: "通知"})

    sheet = [
        *another_plan()["校历"],
        ["国务院办公厅关于2027年部分节假日安排的通知"],
        ["一、元旦：1月1日放假。"],
    ]
    book = sheet_book(**another_plan(校历=sheet))
    plan = read_plan(book, file="", digest="", rules=("overdue", "stale"), read_notice=read_notice)
    assert texts == ["国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日放假。"]
    assert not plan.calendar.is_workday(date(2027, 1, 1))
    assert plan.calendar.known_years == {2026, 2027}


def test_a_pasted_notice_that_cannot_be_read_is_told_with_its_cell():
    def read_notice(text: str) -> WorkCalendar:
        raise CalendarError("没有一个日期")

    sheet = another_plan()["校历"] + [["请见附件"]]
    book = sheet_book(**another_plan(校历=sheet))
    with pytest.raises(PlanError, match="“校历”A9") as caught:
        read_plan(book, file="", digest="", rules=("overdue", "stale"), read_notice=read_notice)
    assert "没有一个日期" in caught.value.what


def test_a_phase_without_a_day_takes_it_from_its_words_where_a_reader_of_words_is_given():
    phases = [
        ["序号", "阶段名称", "原文时间", "开始日期", "截止日期"],
        [1, "一", "3月底前", None, None],
    ]
    book = sheet_book(**another_plan(阶段=phases))
    plan = read_plan(
        book,
        file="",
        digest="",
        rules=("overdue", "stale"),
        derive=lambda words, issued: (
            (None, date(2026, 3, 31)) if words == "3月底前" else (None, None)
        ),
    )
    assert plan.phases[0].due == date(2026, 3, 31)
    with pytest.raises(PlanError, match="“阶段”E2"):
        read_plan(book, file="", digest="", rules=("overdue", "stale"))


def test_the_blank_workbook_says_what_to_fill_in_first():
    with pytest.raises(PlanTroubles) as caught:
        read_plan(book_of(SHEETS / "空白方案.xlsx"), file="计划/空白方案.xlsx", digest="")
    text = str(caught.value)
    assert "“方案名称”没有填写" in text
    assert "《空白方案.xlsx》“基本信息”B4" in text


def test_lower_tables_that_a_campaign_has_no_use_for_may_be_left_out():
    sheets = another_plan()
    plan = read_another(
        基本信息=sheets["基本信息"][:7],
        校历=sheets["校历"][3:6],
        提醒=sheets["提醒"][:3],
    )
    assert {o.name for o in plan.open_settings} == {"任务清单报送截止日"}
    assert plan.calendar.anchors == {}
    assert plan.manners.to_time == time(17, 0)


def test_a_real_notice_pasted_line_by_line_becomes_part_of_the_calendar():
    from huaxia_tasks.deadlines.notices import read_notice_calendar

    text = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。"""
    sheet = [*another_plan()["校历"], *([line] for line in text.splitlines())]
    plan = read_plan(
        sheet_book(**another_plan(校历=sheet)),
        file="",
        digest="",
        rules=("overdue", "stale"),
        read_notice=read_notice_calendar,
    )
    assert not plan.calendar.is_workday(date(2027, 5, 5))
    assert plan.calendar.is_workday(date(2027, 5, 8))
    assert plan.calendar.known_years == {2026, 2027}


# --------------------------------------------------------------------------- wrong cells


def put(sheet: str, address: str, value: object):
    def change(workbook: Workbook) -> None:
        workbook[sheet][address].value = value

    return change


def drop(name: str):
    return lambda workbook: workbook.remove(workbook[name])


def rename(name: str, to: str):
    def change(workbook: Workbook) -> None:
        workbook[name].title = to

    return change


@pytest.mark.parametrize(
    ("change", "where", "says", "todo"),
    [
        (
            put("基本信息", "B5", "武华党[2022]17号"),
            "“基本信息”B5",
            "不是规范的文号",
            "武华党〔2022〕17号",
        ),
        (put("基本信息", "B5", "武华党〔2022〕017号"), "“基本信息”B5", "不是规范的文号", "不加0"),
        (put("基本信息", "B7", "2022-5-32"), "“基本信息”B7", "不是有效日期", "2022-06-30"),
        (put("基本信息", "B14", "尽快"), "“基本信息”B14", "“尽快”不是“反馈工作日”", "3"),
        (put("基本信息", "B15", "也许"), "“基本信息”B15", "看不出是或否", "否"),
        (put("基本信息", "B24", "一个月左右"), "“基本信息”B24", "“报送周期天数”", "30"),
        (put("基本信息", "B24", -5), "“基本信息”B24", "“报送周期天数”", "30"),
        (put("基本信息", "B25", "25:00"), "“基本信息”B25", "不是一天里的时刻", "17:00"),
        (put("基本信息", "B37", "少"), "“基本信息”B37", "“公开最小计数”", "5"),
        (put("基本信息", "B6", None), "“基本信息”B6", "“印发单位”没有填写", "请填写"),
        (put("基本信息", "A7", "印发时间"), "“基本信息”", "缺少“印发日期”", "印发时间"),
        (put("阶段", "E5", "六月底"), "“阶段”E5", "“六月底”不是有效日期", "2022年6月30日"),
        (put("阶段", "E5", date(2022, 5, 30)), "“阶段”E5", "早于开始日期", "核对"),
        (put("阶段", "E7", None), "“阶段”E7", "没有填写", "12月底"),
        (put("阶段", "A6", 2), "“阶段”A6", "写了两次", "序号"),
        (put("阶段", "B6", "全面开展阶段"), "“阶段”B6", "写了两次", "改一处"),
        (put("阶段", "F7", date(2022, 12, 31)), "“阶段”F7", "不是工作日", "2022-12-30"),
        (put("阶段", "A4", "一"), "“阶段”A4", "不是整数", "只写数字"),
        (
            put("任务分工", "E23", "后勤保卫部"),
            "“任务分工”E23",
            "不是“单位”表中的单位",
            "后勤保障部",
        ),
        (put("任务分工", "A5", "D01"), "“任务分工”A5", "写了两次", "一个编号"),
        (put("任务分工", "F26", "第五阶段"), "“任务分工”F26", "没有“第五阶段”", "全面开展阶段"),
        (put("任务分工", "H16", "思想解惑"), "“任务分工”H16", "思想解惑", "思想解惑促成长"),
        (put("任务分工", "J4", "可能"), "“任务分工”J4", "看不出是或否", "是"),
        (put("任务分工", "J4", "是"), "“任务分工”E4", "没有写对应单位", "认领"),
        (put("单位", "A6", "U01"), "“单位”A6", "重复", "不能重复"),
        (put("单位", "B6", "信息工程学院"), "“单位”B6", "与B4重复", "改一处"),
        (put("单位", "A6", "U/3"), "“单位”A6", "不能用作编号", "U01"),
        (put("单位", "J6", "../../etc"), "“单位”J6", "不能用作文件夹名", "不带路径"),
        (put("单位", "I4", "dzb@"), "“单位”I4", "不是邮箱地址", "example"),
        (put("人员", "D4", "党政办公室、党委组织部、规划司"), "“人员”D4", "“规划司”不是", "单位"),
        (put("人员", "D5", "党政办公室"), "“人员”D5", "两人分管", "一位"),
        (put("联系点", "B4", None), "“联系点”B4", "没有填写", "联系楼栋"),
        (put("清单", "A4", "困难清单"), "“清单”A4", "没有“困难清单”这种清单", "完成清单"),
        (put("清单", "A5", "问题清单"), "“清单”A5", "写了两次", "合并"),
        (put("清单", "C4", "6月底前"), "“清单”C4", "不是有效日期", "2022-06-30"),
        (put("清单", "B11", "问题编号"), "“清单”B12", "写了两次", "删去"),
        (put("清单", "E40", "是"), "“清单”E40", "不能公开", "否"),
        (put("校历", "A10", "2022-01-02"), "“校历”A11", "写了两次", "删去"),
        (put("校历", "B10", "休假"), "“校历”B10", "“休假”", "放假"),
        (put("校历", "B4", "九月初"), "“校历”B4", "不是有效日期", "2022-06-30"),
        (put("校历", "G10", "请见附件"), "“校历”G10", "通知原文", "放假和调休"),
        (
            put("规则", "A4", "unreadable-files"),
            "“规则”A4",
            "没有“unreadable-files”",
            "unreadable-file”？",
        ),
        (put("规则", "F4", "严重"), "“规则”F4", "没有“严重”这个级别", "错误"),
        (put("规则", "G4", "五"), "“规则”G4", "不是数字", "5"),
        (put("规则", "H4", "{title}读不出来"), "“规则”H4", "认不得的“{title}”", "{事项}"),
        (put("规则", "I7", "请报{单位"), "“规则”I7", "花括号不成对", "成对"),
        (put("规则", "H7", "{单位.__class__}"), "“规则”H7", "认不得", "{事项}"),
        (put("提醒", "D4", "不存在的文书"), "“提醒”D4", "没有“不存在的文书”这种文书", "工作提醒函"),
        (put("提醒", "C4", "早点"), "“提醒”C4", "不是工作日数", "-5"),
        (put("提醒", "D5", "催办通知单"), "“提醒”D5", "没有“催办通知单”", "“催办通知”？"),
        (put("提醒", "C5", -6), "“提醒”C5", "不晚于", "次序"),
        (put("提醒", "B13", "25:00"), "“提醒”B13", "不是一天里的时刻", "8:30"),
        (put("提醒", "B13", "18:00"), "“提醒”B13", "最晚时刻不晚于最早时刻", "17:00"),
        (put("提醒", "A12", "只在工作日发"), "“提醒”A12", "没有", "只在工作日发出"),
        (put("运行时间", "C4", "每个工作日 25:00"), "“运行时间”C4", "看不懂", "每周五 15:00"),
        (put("运行时间", "C4", "有空的时候"), "“运行时间”C4", "看不懂", "每个工作日"),
        (put("运行时间", "B4", "办理"), "“运行时间”B4", "没有“办理”这个动作", "检查"),
        (put("运行时间", "D4", "随便"), "“运行时间”D4", "不在可选之列", "补一次"),
        (put("渠道", "D9", "p@ss word!"), "“渠道”D9", "不能写在工作簿里", "环境变量"),
        (put("渠道", "A4", "飞鸽传书"), "“渠道”A4", "没有“飞鸽传书”这种渠道", "电子邮件"),
        (put("渠道", "C4", "地址"), "“渠道”C4", "“共享文件夹”没有“地址”", "目录"),
        (put("渠道", "D6", "默认"), "“渠道”D6", "不是数字", "5"),
        (put("文号", "C8", "不存在的文书"), "“文号”C8", "没有“不存在的文书”这种文书", "催办通知"),
        (put("文号", "B6", "督办〔{year}〕{n}号"), "“文号”B6", "与“督办”系列相同", "适用文书"),
        (put("文号", "B4", "武华党办[{year}]{n}号"), "“文号”B4", "六角括号", "〔"),
        (put("文号", "B5", "督办〔{年}〕{n}号"), "“文号”B5", "认不得", "{year}"),
        (put("文号", "B5", "督办〔{year}〕号"), "“文号”B5", "没有顺序号", "{n}"),
        (put("文号", "C5", "催办通知"), "“文号”C7", "已在“督办”系列", "一个系列"),
        (put("阶段", "E3", "截至日期"), "“阶段”第3行", "缺少“截止日期”一列", "第3行"),
        (put("阶段", "J3", "责任主体"), "“阶段”J3", "出现了两次", "删去"),
        (put("单位", "B4", "=A4"), "“单位”B4", "公式没有结果", "不用公式"),
        (drop("渠道"), "", "缺少工作表“渠道”", "复制"),
        (rename("规则", "规则设置"), "", "没有名为“规则”的工作表，只有“规则设置”", "改名"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_what_to_write(change, where, says, todo):
    known = read_rule_ids()
    with pytest.raises(PlanError) as caught:
        read_plan(
            book_of(STARTER, change),
            file="计划/甲.xlsx",
            digest="",
            rules=known,
            known=plan_names(),
        )
    troubles = getattr(caught.value, "all", (caught.value,))
    assert any(
        t.where == f"《甲.xlsx》{where}" and says in t.what and todo in t.todo for t in troubles
    ), str(caught.value)
    assert len(troubles) <= 2


def read_rule_ids() -> list[str]:
    sheet = next(s for s in book_of(STARTER).sheets if s.name == "规则")
    return [sheet.text(r, 1) for r in sorted(sheet.rows) if "-" in sheet.text(r, 1)] + [
        "overdue",
        "stale",
    ]


def test_all_wrong_cells_are_told_at_once():
    def spoil(workbook: Workbook) -> None:
        workbook["阶段"]["E5"].value = "六月底"
        workbook["提醒"]["C4"].value = "早点"
        workbook["单位"]["A6"].value = "U01"

    with pytest.raises(PlanTroubles) as caught:
        read_plan(book_of(STARTER, spoil), file="甲.xlsx", digest="")
    assert len(caught.value.all) == 3
    for place in ("“阶段”E5", "“提醒”C4", "“单位”A6"):
        assert place in str(caught.value)


def test_cells_of_which_the_same_is_said_are_told_together():
    def spoil(workbook: Workbook) -> None:
        for row in workbook["清单"].iter_rows(max_col=1):
            if row[0].value == "问题清单":
                row[0].value = "隐患清单"
        workbook["阶段"]["E5"].value = "不知道"

    with pytest.raises(PlanTroubles) as caught:
        read_plan(book_of(STARTER, spoil), file="甲.xlsx", digest="")
    said = str(caught.value)
    assert len(caught.value.all) > 10
    assert said.count("隐患清单") == 1
    assert "《甲.xlsx》“清单”A4、A11至A21：" in said
    assert "还有 1 处需要一并修改" in said


def test_a_sheet_that_says_nothing_of_the_plan_is_no_plan():
    def emptied(workbook: Workbook) -> None:
        workbook["基本信息"].delete_rows(4, 60)

    with pytest.raises(PlanTroubles) as caught:
        read_plan(book_of(STARTER, emptied), file="方案.xlsx", digest="")
    said = str(caught.value)
    for name in ("方案名称", "文号", "印发单位", "印发日期"):
        assert f"缺少“{name}”一行" in said


def test_columns_in_another_order_blank_rows_and_further_columns_change_nothing(plan):
    def shuffle(workbook: Workbook) -> None:
        sheet = workbook["阶段"]
        for row in range(3, 8):
            cells = [sheet.cell(row, c).value for c in range(1, 11)]
            for column, value in enumerate(reversed(cells), 2):
                sheet.cell(row, column).value = value
            sheet.cell(row, 1).value = "自己加的一列" if row == 3 else "备忘"
        sheet.insert_rows(5, 2)
        sheet["A5"].value = "只有自己加的列有内容，不算一行"

    other = read_plan(book_of(STARTER, shuffle), file="", digest="")
    assert other.phases == plan.phases


# --------------------------------------------------------------------------- run times


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("每个工作日 8:30", When("workday", time(8, 30))),
        ("每工作日8：30", When("workday", time(8, 30))),
        ("每天 23:59", When("day", time(23, 59))),
        ("每周五 15:00", When("weekday", time(15, 0), (4,))),
        ("每星期一、四 9点", When("weekday", time(9, 0), (0, 3))),
        ("每周一、周四 9:00", When("weekday", time(9, 0), (0, 3))),
        ("每周五下午3:30", When("weekday", time(15, 30), (4,))),
        ("每月25日", When("monthday", time(8, 30), (25,))),
        ("每月5日、20日 9:00", When("monthday", time(9, 0), (5, 20))),
        ("每月底 16:00", When("month_end", time(16, 0))),
        ("每月最后一个工作日 16:00", When("month_workday", time(16, 0), (-1,))),
        ("每月第3个工作日", When("month_workday", time(8, 30), (3,))),
        ("阶段结束前5个工作日", When("phase", time(8, 30), (-5,), "截止")),
        ("阶段结束前5个工作日 9:00", When("phase", time(9, 0), (-5,), "截止")),
        ("每个阶段开始后1个工作日 9:00", When("phase", time(9, 0), (1,), "开始")),
        ("阶段截止当日 10:00", When("phase", time(10, 0), (0,), "截止")),
        ("每2小时", When("hours", time(8, 30), (2,))),
        ("每个工作日 25:00", None),
        ("每个工作日 8:60", None),
        ("每月32日", None),
        ("每周八", None),
        ("有空时", None),
        ("每0小时", None),
        ("", None),
    ],
)
def test_run_times_in_chinese_words(text, when):
    assert parse_when(text) == when


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("30天", "30"),
        (30, "30"),
        ("３０", "30"),
        ("三十天", "30"),
        ("十五个工作日", "15"),
        ("两天", "2"),
    ],
)
def test_a_number_of_days_is_read_as_people_write_it(written, read):
    book = book_of(STARTER, put("基本信息", "B24", written))
    plan = read_plan(book, file="", digest="", rules=read_rule_ids())
    assert plan.settings["报送周期天数"] == read


def test_the_starter_plan_names_only_what_the_program_knows():
    plan = read_plan(
        book_of(STARTER), file="", digest="", rules=read_rule_ids(), known=plan_names()
    )
    assert plan.ladder[0].document == "reminder-letter"
