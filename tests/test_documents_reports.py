"""简报 and 阶段总结: by theme from problem to result; nothing of what is to come; no paper with nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from paper_samples import DAY, a_briefing, a_matter, a_plan, a_row, a_view

from huaxia_tasks.documents.bulletin import bulletin
from huaxia_tasks.documents.phase_summary import phase_summary
from huaxia_tasks.model import Document, ListKind, Matter, Status

RESULT = "自6月20日起执行新的供水时间"


def finished(number: int, category: str = "", unit: str = "U01", **changes: object) -> Matter:
    problem = a_row(
        ListKind.PROBLEMS, number + 3, unit, problem=f"第{number}个问题", category=category
    )
    matter = a_matter(
        number,
        unit=unit,
        task={"measure": "延长开放时间"},
        completion={"progress": RESULT},
        state=Status.DONE,
        done_on=date(2022, 6, 20),
        problem=problem,
    )
    return replace(matter, **changes)


def told(*matters: Matter, day: date = DAY) -> Document:
    by_unit: dict[str, list[Matter]] = {}
    for matter in matters:
        by_unit.setdefault(matter.unit, []).append(matter)
    plan = a_plan()
    others = [a_view(plan, unit, own) for unit, own in by_unit.items() if unit != "U01"]
    document = bulletin(a_briefing(by_unit.get("U01", []), others=others, day=day))
    assert document is not None
    return document


def heads(document: Document) -> list[str]:
    items = document.fields["事例"]
    assert isinstance(items, list)
    return [item["题"] for item in items]


def test_finished_matters_are_told_by_theme_and_each_theme_has_its_turn():
    document = told(
        finished(1, "教学服务"), finished(2, "教学服务"), finished(1, "校园安全", "U02"),
        finished(2, "教学服务", "U02"), finished(1, "", "U03"),
    )  # fmt: skip
    assert heads(document) == [
        "（一）教学服务。",
        "（二）校园安全。",
        "（三）改造3号学生公寓热水系统。",
    ]
    first = document.fields["事例"][0]["文"]
    assert first.startswith("一是改造3号学生公寓热水系统。针对“第1个问题”的问题，信息工程学院")
    assert "二是建立辅导员入驻学生社区值班制度。" in first
    assert document.traces["事例[0].文·U01-001"]
    assert set(document.matters) == {"U01-001", "U01-002", "U02-001", "U02-002", "U03-001"}


def test_no_more_than_two_matters_are_of_one_unit():
    document = told(*(finished(i, "教学服务") for i in range(1, 5)))
    assert len(document.matters) == 2


def test_what_is_done_on_a_day_to_come_is_no_result():
    early = finished(1, done_on=date(2022, 7, 9))
    assert bulletin(a_briefing([early])) is None
    assert bulletin(a_briefing([early], day=date(2022, 7, 11))) is not None


def test_when_all_is_done_nothing_is_left_to_pursue():
    plan = a_plan()
    over = replace(plan, phases=plan.phases[:1])
    document = bulletin(a_briefing([finished(1)], plan=over))
    assert document is not None
    assert document.fields["下一步"] == (
        "各事项均已办结，请做好核实、销号和成果巩固工作，及时总结经验、建章立制。"
    )


def test_a_phase_without_matters_is_not_summed_up():
    assert phase_summary(a_briefing([], day=date(2022, 6, 15))) is None
    late_phase = a_matter(1, due=date(2022, 9, 30))
    document = phase_summary(a_briefing([late_phase], day=DAY))
    assert document is not None
    assert document.fields["文件标题"] == "实践活动持续深化阶段工作总结"
    assert "（2022年7月1日至10月31日）截至7月5日的工作情况" in str(document.fields["开头"])
    assert "抓紧办理尚未办结的1个事项，于10月31日前完成" in str(document.fields["下一步"])


def test_what_falls_short_in_a_phase_is_told_with_its_reasons():
    matters = [
        a_matter(1, completion={"reason": "厂家缺货"}),
        a_matter(2),
        replace(a_matter(3), due_day=None, due=None, phase=a_plan().phases[1]),
    ]
    document = phase_summary(a_briefing(matters))
    assert document is not None
    assert document.fields["不足"] == (
        "有2个事项未按期办结。从单位说明的原因看，供货未到位的1项；未说明原因的1项。有1个事项没有明确的完成时限。"
    )
