"""What papers say and do not say: grammar of none, one and many; no blame, no leaders, no lost figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from paper_samples import (
    a_briefing,
    a_finding,
    a_matter,
    a_plan,
    a_reminder,
    a_row,
    a_sent,
    a_view,
    as_text,
    plain_text,
    rendered,
)
from test_documents_golden import PAPERS, all_units, compose, full_matter

from huaxia_tasks.documents._letter import length_note, plan_name
from huaxia_tasks.documents._reasons import group_of
from huaxia_tasks.documents.circular import circular
from huaxia_tasks.documents.extension_form import extension_form
from huaxia_tasks.documents.receipt import receipt
from huaxia_tasks.documents.reminder_letter import reminder_letter
from huaxia_tasks.documents.supervision_cover import supervision_cover
from huaxia_tasks.documents.supervision_slip import supervision_slip
from huaxia_tasks.documents.urging_notice import urging_notice
from huaxia_tasks.drafting import documents
from huaxia_tasks.model import (
    Document,
    Edition,
    LadderStep,
    Level,
    ListKind,
    Person,
    Reminder,
    Status,
    Table,
    Unit,
)
from huaxia_tasks.wording import tight

UNIT_NAMES = tuple(u.name for u in a_plan().units)


def urged(
    matters: list[object], findings: list[object] | None = None, **reminder: object
) -> dict[str, object]:
    notice = urging_notice(a_briefing(matters, findings or []), a_reminder(matters, **reminder))  # type: ignore[arg-type]
    assert notice is not None
    return dict(notice.fields)


# ---------------------------------------------------------------- silence


def test_a_unit_with_nothing_to_urge_gets_no_notice() -> None:
    done = a_matter(state=Status.DONE)
    paused = a_matter(2, state=Status.SUSPENDED)
    for matters in ([], [done], [paused], [a_matter(3, days=-2)]):
        assert urging_notice(a_briefing(matters), a_reminder(matters)) is None


def test_warnings_alone_urge_nobody() -> None:
    findings = [a_finding("phone-invalid", level=Level.WARNING)]
    assert urging_notice(a_briefing([], findings), a_reminder([])) is None


def test_a_unit_with_nothing_due_gets_no_reminder() -> None:
    for matters in ([], [a_matter(state=Status.DONE, days=-2)]):
        assert reminder_letter(a_briefing(matters), a_reminder(matters)) is None


def test_a_finished_matter_gets_no_slip_and_no_extension() -> None:
    matter = a_matter(state=Status.DONE)
    briefing = a_briefing([matter])
    assert supervision_slip(briefing, a_reminder([matter]), matter) is None
    assert extension_form(briefing, None, matter) is None


def test_one_slip_needs_no_cover() -> None:
    matter = a_matter()
    assert supervision_cover(a_briefing([matter]), a_reminder([matter])) is None


def test_a_unit_that_sent_nothing_gets_no_receipt() -> None:
    view = a_view(a_plan(), "U04", state="missing")
    assert receipt(a_briefing(), view) is None


def test_papers_made_from_settings_wait_for_them() -> None:
    for kind in ("letter", "minutes"):
        assert documents()[kind].compose(a_briefing()) is None


def test_nothing_finished_gives_no_bulletin() -> None:
    assert documents()["bulletin"].compose(a_briefing([a_matter()])) is None


# ---------------------------------------------------------------- grammar


def test_one_overdue_matter_is_a_sentence() -> None:
    fields = urged([a_matter()])
    assert fields["逾期句"] == (
        "截至2022年7月5日，你单位牵头的任务“改造3号学生公寓热水系统”（编号U01-001）应于6月30日前完成，"
        "已逾期5天，尚未办结。"
    )
    assert fields["逾期列举"] == fields["附件说明"] == []
    assert "该项任务" in str(fields["逾期要求"])


def test_two_are_listed_in_the_text_and_the_last_ends_with_a_stop() -> None:
    fields = urged([a_matter(1), a_matter(2)])
    items = fields["逾期列举"]
    assert isinstance(items, list)
    assert [item[-1] for item in items] == ["；", "。"]
    assert "均为5天" in str(fields["逾期句"])


def test_many_go_to_an_annex() -> None:
    fields = urged([a_matter(i, days=i) for i in range(1, 8)])
    assert fields["附件说明"] == ["逾期事项一览表"]
    assert fields["逾期列举"] == []
    assert "见附件" in str(fields["逾期句"])
    rows = fields["逾期事项"]
    assert isinstance(rows, list)
    assert [r["逾期"] for r in rows] == [f"{n}天" for n in range(7, 0, -1)]


@pytest.mark.parametrize(
    ("late", "missing", "wrong", "title"),
    [
        (1, 0, 0, "关于抓紧办结逾期事项的催办通知"),
        (0, 1, 0, "关于抓紧报送有关清单的催办通知"),
        (0, 0, 1, "关于抓紧更正清单填报问题的催办通知"),
        (1, 1, 0, "关于抓紧办结逾期事项、报送有关清单的催办通知"),
        (1, 0, 1, "关于抓紧办结逾期事项、更正清单填报问题的催办通知"),
        (0, 1, 1, "关于抓紧报送和更正有关清单的催办通知"),
        (1, 1, 1, "关于抓紧办结逾期事项、报送和更正有关清单的催办通知"),
    ],
)
def test_the_title_names_what_the_notice_holds(
    late: int, missing: int, wrong: int, title: str
) -> None:
    findings = [a_finding("not-submitted", value="责任清单")] * missing
    findings += [a_finding("deadline-invalid", cell="任务清单!J7")] * wrong
    fields = urged([a_matter()] * late, findings)
    assert fields["文件标题"] == title
    sections = sum((late, missing, wrong)) > 1
    assert fields["分节"] is sections
    numbers = [fields[f"{n}序号"] for n in ("逾期", "未报送", "更正", "临期") if fields[f"{n}句"]]
    assert numbers == list("一二三四")[: len(numbers)]


def test_a_list_that_cannot_be_opened_is_asked_for_again() -> None:
    finding = replace(
        a_finding("unreadable-file"),
        ref=a_finding("x", cell="任务清单!A1").ref,
        remedy="请取消打开密码后重新报送",
    )
    assert urged([], [finding])["未报送句"] == (
        "你单位报送的文件《U01.xlsx》无法打开或读取。请取消打开密码后重新报送。"
    )


def test_errors_are_counted_without_what_has_its_own_section() -> None:
    findings = [
        a_finding("overdue", matter="U01-001"),
        a_finding("unfinished-without-reason", level=Level.WARNING),
        a_finding("deadline-invalid", cell="任务清单!J7"),
        a_finding("phone-invalid", level=Level.WARNING, cell="责任清单!G7"),
    ]
    assert "有1处需要更正，另有1处请核对" in str(urged([a_matter()], findings)["更正句"])


def test_earlier_papers_are_named_with_day_and_number() -> None:
    earlier = [
        a_sent(),
        a_sent("urging-notice", "催办〔2022〕8号", date(2022, 6, 30)),
        a_sent("reminder-letter", "", date(2021, 12, 30)),
    ]
    opening = str(urged([a_matter()], earlier=earlier[:1])["开头"])
    assert "党政办公室已于6月23日发出工作提醒函（提醒〔2022〕3号）。" in opening
    opening = str(urged([a_matter()], earlier=earlier[:2])["开头"])
    assert (
        "6月23日发出工作提醒函（提醒〔2022〕3号）、6月30日发出催办通知（催办〔2022〕8号）"
        in opening
    )
    opening = str(urged([a_matter()], earlier=earlier[2:])["开头"])
    assert "已于2021年12月30日发出工作提醒函。" in opening


def test_an_approved_extension_moves_the_day() -> None:
    matter = a_matter(due_day=date(2022, 7, 1))
    text = str(urged([matter])["逾期句"])
    assert "应于延期后的7月1日前完成，已逾期4天" in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于印发《甲方案》的通知", "《甲方案》"),
        ("学校关于印发《关于落实〈乙意见〉的方案》的通知", "《关于落实〈乙意见〉的方案》"),
        ("《丙办法》", "《丙办法》"),
        ("《丙办法》实施细则", "《〈丙办法〉实施细则》"),
        ("丁方案", "《丁方案》"),
    ],
)
def test_the_plan_is_quoted_by_its_own_title(title: str, name: str) -> None:
    assert plan_name(replace(a_plan(), title=title)) == name


def test_a_matter_without_a_title_is_named_by_its_number() -> None:
    assert "任务（未填写名称，编号U01-001）应于" in str(urged([a_matter(title=" ")])["逾期句"])


def test_the_reply_day_is_a_working_day() -> None:
    matter = a_matter(due=date(2022, 9, 1))
    notice = urging_notice(
        a_briefing([matter], day=date(2022, 9, 29)), a_reminder([matter], day=date(2022, 9, 29))
    )
    assert notice is not None
    assert "10月9日" in str(notice.fields["结尾"]), "the break of October and its make-up days"


def test_quotes_inside_a_title_are_turned() -> None:
    matter = a_matter(title="完善“一站式”学生社区建设方案。")
    assert "“完善‘一站式’学生社区建设方案”（编号U01-001）" in str(urged([matter])["逾期句"])


def test_a_matter_due_on_a_rest_day_names_the_last_working_day() -> None:
    matter = a_matter(due=date(2022, 7, 9))
    letter = reminder_letter(a_briefing([matter]), a_reminder([matter]))
    assert letter is not None
    assert "7月9日（最后一个工作日为7月8日）" in str(letter.fields["开头"])


@pytest.mark.parametrize(
    ("reason", "group"),
    [
        ("因疫情封控，施工队无法进校", "受疫情防控影响"),
        ("因疫情封控施工材料进不来", "受疫情防控影响"),
        ("疫情已结束，招标未完成", "采购招标程序未完成"),
        ("招标流标，正在重新采购", "采购招标程序未完成"),
        ("灶具供货商延迟到货", "供货未到位"),
        ("厂家停产，设备缺货", "供货未到位"),
        ("预算未批", "经费未落实"),
        ("经费未到位，无法采购", "经费未落实"),
        ("经费已落实，招标流标", "采购招标程序未完成"),
        ("连续降雨影响外墙施工", "受天气影响"),
        ("需后勤处配合", "需要有关方面协调配合"),
        ("采购审批未完成", "其他原因"),
        ("预算调整未批复", "其他原因"),
        ("责任人调离，工作交接中", "其他原因"),
        ("电信诈骗防控任务重", "其他原因"),
        ("其他", "其他原因"),
        ("—", "未说明原因"),
        ("", "未说明原因"),
        ("无", "未说明原因"),
    ],
)
def test_reasons_are_grouped_by_their_words(reason: str, group: str) -> None:
    assert group_of(reason) == group


@pytest.mark.parametrize(
    ("rule", "ending"),
    [
        ("", "不需要再报送。"),
        ("not-submitted", "请补报尚缺的清单，已经报送的不必重复报送。"),
        ("unreadable-file", "请重新报送。如有疑问，请与党政办公室联系（李明，027-81234567）。"),
    ],
)
def test_a_receipt_says_what_is_left_to_do(rule: str, ending: str) -> None:
    findings = [a_finding(rule, value="责任清单")] if rule else []
    briefing = a_briefing([full_matter()], findings)  # type: ignore[list-item]
    document = receipt(briefing, briefing.snapshot.views[0])
    assert document is not None
    assert document.fields["结尾"] == ending


def test_a_receipt_asks_once_and_says_whom_to_call() -> None:
    again = a_finding(
        "unreadable-file", message="文件读不出来：已损坏。", remedy="请另存后再报送。"
    )
    briefing = a_briefing([], [again])
    document = receipt(briefing, a_view(a_plan(), "U01"))
    assert document is not None
    said = str(document.fields["收到句"]) + str(document.fields["结尾"])
    assert said.count("报送") == 2
    assert said.endswith("请另存后再报送。如有疑问，请与党政办公室联系（李明，027-81234567）。")


def test_what_stands_in_no_cell_is_told_in_the_receipt_too() -> None:
    nowhere = a_finding(
        "duty-unclaimed", message="方案要求“建微后勤”，清单里没有。", remedy="请增加。"
    )
    view = a_view(a_plan(), "U01", [a_matter()])
    tables = (
        Table(ListKind.PROBLEMS, "1问题", 3, {}, {}, ()),
        Table(ListKind.TASKS, "2任务", 3, {}, {}, ()),
    )
    view = replace(view, submissions=(replace(view.submissions[0], tables=tables),))
    document = receipt(a_briefing([], [nowhere]), view)
    assert document is not None
    (row,) = document.fields["问题"]  # type: ignore[misc]
    assert row["位置"] == "“2任务”"
    assert "有1处需要更正" in str(document.fields["存疑句"])


# ---------------------------------------------------------------- the notice that asks for lists


def notice(
    day: date = date(2022, 6, 1), *, sent: bool = False, **settings: str
) -> dict[str, object]:
    plan = a_plan(**settings)
    briefing = a_briefing([], plan=plan, day=day)
    if not sent:
        snapshot = replace(briefing.snapshot, views=(a_view(plan, "U01", state="missing"),))
        briefing = replace(briefing, snapshot=snapshot)
    document = compose("collection-notice", briefing)
    return dict(document.fields)


def test_the_first_notice_speaks_of_no_earlier_one() -> None:
    assert "上次" not in str(notice()["不需报送"])
    assert "上次已经报送且没有变化的内容不必重填" in str(notice(sent=True)["不需报送"])


@pytest.mark.parametrize(
    ("reply", "paper", "said"),
    [
        ("", "", "电子版送党政办公室，不需要报送纸质件。"),
        ("放入共享文件夹“报送”，电子版即可", "", "电子版放入共享文件夹“报送”，不需要报送纸质件。"),
        ("电子版发至 dzb@example.edu.cn", "", "电子版发至 dzb@example.edu.cn，不需要报送纸质件。"),
        ("发邮箱，不用报纸质件。", "", "电子版发邮箱，不需要报送纸质件。"),
        ("电子版放入“报送”，签字的纸质件送行政楼205室", "", "电子版放入“报送”，签字的纸质件送行政楼205室。"),
        ("电子版发邮箱，纸质版送205室", "是", "电子版发邮箱，纸质版送205室。纸质件与电子版应当一致。"),
        ("放入共享文件夹，电子版即可", "是", "电子版放入共享文件夹。同时报送经单位负责人签字、加盖单位印章的纸质件，纸质件与电子版应当一致。"),
    ],
)  # fmt: skip
def test_the_way_of_sending_is_said_once(reply: str, paper: str, said: str) -> None:
    text = str(notice(报送方式=reply, 报送纸质件=paper)["方式句"])
    assert text == f"请使用随文下发的填报表填写，文件名为“单位名称＋清单”，{said}"


def test_a_day_that_is_over_is_not_asked_for_again() -> None:
    assert notice(date(2022, 7, 5))["时限句"] == "应于6月30日前报送，尚未报送的请尽快补报。"


def test_a_long_row_of_units_stands_once_in_the_annex() -> None:
    plan = a_plan()
    owners = tuple(u.name for u in plan.units)
    lists = tuple(replace(s, owners=owners) for s in plan.lists)
    briefing = a_briefing([], plan=replace(plan, lists=lists), day=date(2022, 6, 1))
    rows = compose("collection-notice", briefing).fields["清单要求"]
    assert isinstance(rows, list)
    assert [r["单位"] for r in rows] == ["、".join(owners), *["同“问题清单”"] * 3]


def test_a_receipt_lists_what_fits_on_its_page() -> None:
    findings = [
        a_finding(
            "deadline-invalid", cell=f"任务清单!J{i}", message="“甲”没有这一天。", remedy="请改正。"
        )
        for i in range(4, 40)
    ]
    for settings, shown in (({}, 8), ({"用印": "是"}, 6)):
        briefing = a_briefing([full_matter()], findings, plan=a_plan(**settings))
        document = receipt(briefing, briefing.snapshot.views[0])
        assert document is not None
        assert len(document.fields["问题"]) == shown
        assert f"前{shown}处如下，其余见退回的工作簿：" in document.fields["存疑句"]


def test_a_day_of_another_year_in_a_form_has_its_weekday() -> None:
    matter = a_matter(1, due=date(2023, 1, 1), state=Status.DONE)
    form = documents()["closing-form"].compose(a_briefing([matter]), None, matter)
    assert form.fields["原定时限"] == "2023年1月1日（星期日）"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("2022年6月30日", "2022-06-30"), ("6月底前", "6月底前"), ("长期坚持", "长期坚持")],
)
def test_a_whole_day_in_a_list_stands_in_the_short_form_of_tables(cell: str, shown: str) -> None:
    matter = full_matter(task=a_row(ListKind.TASKS, 4, "U01", task="甲", deadline=cell))
    document = documents()["internal-list"].compose(a_briefing([matter]))
    assert document.fields["任务清单"][0]["完成时限"] == shown


@pytest.mark.parametrize(("decisions", "heads"), [("甲", [""]), ("甲\n乙", ["（一）", "（二）"])])
def test_a_single_decision_of_a_meeting_has_no_number(decisions: str, heads: list[str]) -> None:
    words = {"会议日期": "2022年7月5日", "议定事项": decisions}
    document = documents()["minutes"].compose(a_briefing([a_matter()], settings=words))
    assert [item["题"] for item in document.fields["议定"]] == heads


# ---------------------------------------------------------------- the circular


def test_the_circular_names_no_weak_unit_in_its_text() -> None:
    document = circular(a_briefing([a_matter()], others=all_units()))
    assert document is not None
    text = str(
        [
            v
            for k, v in document.fields.items()
            if k not in ("一览表", "逾期事项", "图表", "做得好的")
        ]
    )
    for name in ("信息工程学院", "生物与制药工程学院", "后勤保障部", "学生工作部"):
        assert name not in text
    assert "商学院" in str(document.fields["做得好的"])
    assert document.edition is Edition.INTERNAL


def test_every_rate_shows_what_is_divided_by_what() -> None:
    document = circular(a_briefing([a_matter()], others=all_units()))
    assert document is not None
    text = str(document.fields["总体情况"])
    rates = re.findall(r"率（\d+/\d+[^）]*）为[\d.]+%", text)
    assert len(rates) == text.count("%") == 2


def test_a_quiet_circular_has_no_section_of_problems() -> None:
    document = circular(a_briefing([full_matter(state=Status.DONE)]))
    assert document is not None
    assert document.fields["存在问题"] == []
    assert document.fields["要求序号"] == "三"
    assert len(document.fields["附件说明"]) == 1  # type: ignore[arg-type]


def test_a_paper_beyond_the_limit_of_the_relief_rules_is_told() -> None:
    assert length_note({"段": "字" * 3990, "标题": "题" * 500}) == ""
    assert "约4100字" in length_note({"段": ["字" * 4100]})
    assert "约4200字" in length_note({"事例": [{"题": "字" * 20, "文": "字" * 2080}] * 2})
    assert length_note({"一览表": [{"任务": "字" * 5000}]}) == ""


def test_a_slip_on_a_task_of_many_words_is_told_to_be_too_long() -> None:
    matter = a_matter(title="改造热水系统" * 900)
    slip = supervision_slip(a_briefing([matter]), a_reminder([matter]), matter)
    assert slip is not None
    assert "请精简后再发" in length_note(slip.fields)


# ---------------------------------------------------------------- all kinds


@pytest.mark.parametrize("name", PAPERS)
def test_wording_is_that_of_an_office(name: str) -> None:
    document = PAPERS[name]()
    text = plain_text(rendered(document))
    assert not re.search(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]", text), "half-width marks"
    assert not re.search(r"None|nan|\bTrue\b|\bFalse\b|\{\{|\}\}|\{%", text)
    assert not re.search(r"，，|。。|；。|：。|、。|，。|、、", text)
    assert not re.search(r"\d{4}年0\d月|月0\d日", text)
    assert not re.search(r"(?<![0-9])0[项处个张天]", text)


@pytest.mark.parametrize("name", PAPERS)
def test_no_leader_is_named(name: str) -> None:
    plan = replace(a_plan(), people=(Person("周校长", "分管校领导", in_charge_of=("U01",)),))
    matter = a_matter(duty=a_row(ListKind.DUTIES, 4, "U01", leader="周校长"))
    document = PAPERS[name]()
    if document.kind in ("internal-list",):
        return
    notice = urging_notice(a_briefing([matter], plan=plan), a_reminder([matter]))
    assert notice is not None
    assert "周校长" not in plain_text(rendered(notice)) + plain_text(rendered(document))


@pytest.mark.parametrize("name", PAPERS)
def test_traces_point_at_cells_and_at_fields_that_exist(name: str) -> None:
    document = PAPERS[name]()
    for field, cells in document.traces.items():
        top = re.split(r"[.\[·]", field)[0]
        assert top in document.fields
        if match := re.match(r"(.+?)\[(\d+)\](?:\.(.+))?$", field):
            values = document.fields[match[1]]
            assert isinstance(values, list)
            row = values[int(match[2])]
            assert match[3] is None or match[3] in row
        for cell in cells:
            if "|" in cell:
                assert re.fullmatch(r"报送/[^|]+\|[^|]*\|[A-Z]*\d*", cell), cell
            else:
                known = (*UNIT_NAMES, "未收到：", "台账：", "方案“", "不在单元格里：")
                assert re.fullmatch(r"U\d\d-\d{3}", cell) or cell.startswith(known), cell


@pytest.mark.parametrize("name", PAPERS)
def test_fields_are_plain_values(name: str) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(k, str) and plain(v) for k, v in value.items())
        if isinstance(value, list):
            return all(map(plain, value))
        return isinstance(value, str | int | bool)

    assert all(plain(value) for value in PAPERS[name]().fields.values())


def test_topics_of_a_reminder_are_remembered_with_the_paper() -> None:
    findings = [a_finding("not-submitted", value="责任清单")]
    reminder: Reminder = a_reminder([], topics=["U01-未报送:责任清单"])
    notice = urging_notice(a_briefing([], findings), reminder)
    assert notice is not None
    assert notice.matters == ("U01-未报送:责任清单",)


def test_line_breaks_and_stray_blanks_of_a_cell_do_not_reach_a_paper() -> None:
    matter = a_matter(title="一、修订办法；\n  二、征求意见。\n")
    text = str(urged([matter])["逾期句"])
    assert "\n" not in text
    assert "；；" not in text


def test_a_hostile_title_stays_text() -> None:
    matter = a_matter(title='{{ 7*7 }}<w:br/>&amp;"{% for x in y %}')
    notice = urging_notice(a_briefing([matter]), a_reminder([matter]))
    assert notice is not None
    assert "{{ 7*7 }}" in plain_text(rendered(notice)).replace("&lt;", "<")


def test_the_public_edition_withholds_personal_data_and_private_columns() -> None:
    matter = full_matter()
    problem = a_row(
        ListKind.PROBLEMS, 4, "U01", problem="学生张某某，身份证号11010519491231002X，要求补助"
    )
    matter = replace(matter, problem=problem)  # type: ignore[type-var]
    document = compose("public-list", a_briefing([matter]))  # type: ignore[list-item]
    text = plain_text(rendered(document))
    assert document.edition is Edition.PUBLIC
    assert "11010519491231002X" not in text
    assert "涉及个人信息" in text
    assert "供水时间调整通知.pdf" not in text, "a column that is not to be published"


# ---------------------------------------------------------------- charts


def bars(document: Document, name: str) -> dict[str, dict[str, int]]:
    """The bars of a chart: unit or phase -> series -> figure."""
    charts = document.fields["图表"]
    assert isinstance(charts, dict)
    chart = charts[name]
    return {
        category: {one["名称"]: one["数值"][i] for one in chart["系列"]}
        for i, category in enumerate(chart["类别"])
    }


def test_the_circular_shows_what_is_done_of_what_is_to_be_done_by_unit() -> None:
    document = compose("circular", a_briefing([a_matter(1)], others=all_units()))
    assert bars(document, "办理情况") == {
        "信息工程学院（0/1）": {"已完成": 0, "尚未完成": 1},
        "商学院（1/1）": {"已完成": 1, "尚未完成": 0},
        "生物与制药工程学院（0/3）": {"已完成": 0, "尚未完成": 3},
    }, "units in the order of the plan; standing work and missing lists are no bars"
    assert b"word/charts/chart1.xml" in rendered(document)
    assert document.traces["图表.办理情况"]


def test_one_unit_is_not_compared_and_leaves_no_empty_paragraph() -> None:
    document = compose("circular", a_briefing([a_matter(1)]))
    assert bars(document, "办理情况") == {}
    paper = rendered(document)
    assert b"word/charts" not in paper
    assert "［图表］" not in as_text(paper)


def test_more_units_than_can_be_read_are_shown_by_phase() -> None:
    units = tuple(Unit(f"U{i:02d}", f"第{i}学院") for i in range(1, 31))
    plan = replace(a_plan(), units=units)
    others = [
        a_view(plan, u.id, [a_matter(1, unit=u.id, due=date(2022, 5, 25) if i % 2 else date(2022, 6, 30))])
        for i, u in enumerate(units[1:])
    ]  # fmt: skip
    document = compose("circular", a_briefing([a_matter(1)], plan=plan, others=others))
    assert bars(document, "办理情况") == {
        "动员部署（0/14）": {"已完成": 0, "应完成": 14},
        "全面开展（0/16）": {"已完成": 0, "应完成": 16},
    }
    rendered(document)


# ---------------------------------------------------------------- copies


def test_papers_under_supervision_name_who_gets_a_copy_by_role_and_never_by_name() -> None:
    plan = replace(a_plan(抄送="党委组织部"), people=(Person("周华", "分管副校长"),))
    matters = [a_matter(1), a_matter(2)]
    step = LadderStep(
        3, "督办", 5, "supervision-slip", copy_to=("单位负责人", "周华", "党委组织部")
    )
    reminder = replace(a_reminder(matters, step=3), step=step)
    briefing = a_briefing(matters, plan=plan)
    for paper in (
        compose("supervision-slip", briefing, reminder, matters[0]),
        compose("supervision-cover", briefing, reminder),
    ):
        text = as_text(rendered(paper))
        assert "抄送：党委组织部，单位负责人、分管副校长。" in text
        assert "周华" not in text


def test_a_slip_that_goes_to_nobody_else_has_no_imprint() -> None:
    matter = a_matter()
    slip = compose("supervision-slip", a_briefing([matter]), a_reminder([matter], step=3), matter)
    assert "抄送" not in as_text(rendered(slip))


# ---------------------------------------------------------------- traces


@pytest.mark.parametrize(
    "name", [n for n in PAPERS if PAPERS[n]().kind in ("urging-notice", "reminder-letter",
                                                       "circular", "bulletin")]
)  # fmt: skip
def test_every_count_in_the_text_names_what_it_counts(name: str) -> None:
    document = PAPERS[name]()
    traced = {re.split("·", key)[0] for key in document.traces}
    for field, value in document.fields.items():
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for i, text in items:
            if isinstance(text, str) and re.search(r"\d+(项|个|处|天)", text):
                wanted = field if i is None else f"{field}[{i}]"
                assert wanted in traced or field in traced, f"{wanted}: {text}"


def test_the_figures_of_a_circular_name_exactly_what_they_count() -> None:
    document = PAPERS["情况通报"]()
    for key, text in (("已完成", "已完成"), ("推进中", "推进中"), ("事项", "事项共")):
        said = re.search(rf"{text}(\d+)项", document.fields["总体情况"][1])  # type: ignore[index]
        assert said is not None
        assert len(document.traces[f"总体情况[1]·{key}"]) == int(said[1])
    late = [c for c in document.traces["存在问题[1]"] if "|" not in c]
    assert f"的{len(late)}个事项超过" in document.fields["存在问题"][1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (
            "请用 Excel 或 WPS 表格另存为 .xlsx 后再报送。",
            "请用Excel或WPS表格另存为.xlsx后再报送。",
        ),
        ("例如 2022年6月30日，或 R01 至 R06。", "例如2022年6月30日，或R01至R06。"),
        ("A B C 三类", "A B C三类"),
        ("下基层 察民情", "下基层 察民情"),
    ],
)
def test_no_blank_is_printed_between_characters_and_letters(written: str, printed: str) -> None:
    assert tight(written) == printed
