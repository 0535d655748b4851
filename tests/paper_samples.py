"""Briefings for tests of papers: a plan, matters, findings and units, spelled out where they matter."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huaxia_tasks import tally
from huaxia_tasks.model import (
    Audience,
    Briefing,
    CellRef,
    ColumnSpec,
    Document,
    Due,
    DueKind,
    Finding,
    LadderStep,
    Level,
    ListKind,
    ListSpec,
    Matter,
    NumberSeries,
    Phase,
    Plan,
    Reminder,
    Row,
    Sent,
    Snapshot,
    Status,
    StatusReading,
    Submission,
    TaskRow,
    Unit,
    UnitView,
    Value,
    WorkCalendar,
)

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"
DAY = date(2022, 7, 5)
UNITS = tuple(
    Unit(f"U{i:02d}", name)
    for i, name in enumerate(
        ("信息工程学院", "商学院", "生物与制药工程学院", "后勤保障部", "学生工作部", "图书馆"), 1
    )
)
PHASES = (
    Phase(1, "动员部署阶段", "5月下旬", date(2022, 5, 21), date(2022, 5, 31)),
    Phase(2, "全面开展阶段", "6月底前", date(2022, 6, 1), date(2022, 6, 30)),
    Phase(3, "持续深化阶段", "10月底", date(2022, 7, 1), date(2022, 10, 31)),
    Phase(4, "巩固提升阶段", "12月底", date(2022, 11, 1), date(2022, 12, 31)),
)
TITLES = (
    "改造3号学生公寓热水系统",
    "建立辅导员入驻学生社区值班制度",
    "与5家企业签订实习基地协议",
    "修订学生资助管理办法，征求师生意见后印发",
    "完善“一站式”学生社区综合管理模式建设方案",
    "开设学业辅导工作坊",
)
CONTACT = {"收件联系人": "李明", "收件联系电话": "027-81234567"}
HEADINGS: Mapping[ListKind, Mapping[str, str]] = {
    ListKind.PROBLEMS: {"method": "收集方式", "group": "反映群体", "problem": "问题描述"},
    ListKind.TASKS: {
        "task": "工作任务", "measure": "工作措施", "goal": "工作目标", "lead_unit": "牵头单位",
        "co_units": "配合单位", "deadline": "完成时限",
    },
    ListKind.DUTIES: {"lead_unit": "牵头单位", "person": "责任人", "deadline": "完成时限"},
    ListKind.COMPLETIONS: {
        "lead_unit": "牵头单位", "deadline": "完成时限", "status": "完成状态", "progress": "进展情况",
        "done_date": "实际完成时间", "proof": "佐证材料", "reason": "未完成原因",
        "next_step": "下一步措施", "extend_to": "申请延期至",
    },
}  # fmt: skip
PRIVATE = {"person", "reason", "next_step", "extend_to", "proof", "progress"}


def a_plan(**settings: str) -> Plan:
    """A plan with six units, four phases, four lists and number series; `settings` of 基本信息."""
    lists = tuple(
        ListSpec(
            kind,
            ("各二级党组织、各职能部门",),
            date(2022, 6, 30),
            tuple(
                ColumnSpec(f, h, needed=f in ("problem", "task"), publish=f not in PRIVATE)
                for f, h in HEADINGS[kind].items()
            ),
            publish=True,
            units=tuple(u.id for u in UNITS),
        )
        for kind in ListKind
    )
    return Plan(
        key="方案",
        title="关于印发《武汉华夏理工学院关于党员干部“下基层 察民情 解民忧 暖民心”实践活动的实施方案》的通知",
        number="武华党〔2022〕17号",
        issuer="中国共产党武汉华夏理工学院委员会",
        issued=date(2022, 5, 29),
        school="武汉华夏理工学院",
        units=UNITS,
        phases=PHASES,
        lists=lists,
        calendar=WorkCalendar.standard(),
        numbers=(
            NumberSeries("发文", "武华党办〔{year}〕{n}号", ("关于报送清单的通知", "情况通报")),
            NumberSeries("督办", "督办〔{year}〕{n}号", ("督办通知单",)),
            NumberSeries("提醒", "提醒〔{year}〕{n}号", ("工作提醒函",)),
            NumberSeries("催办", "催办〔{year}〕{n}号", ("催办通知",)),
        ),
        settings={**CONTACT, **settings},
    )


def formal(plan: Plan) -> Plan:
    """The same plan with 催办通知 and 阶段总结 in the series of 发文字号."""
    first, *others = plan.numbers
    more = (*first.documents, "催办通知", "阶段总结", "抽查通知")
    rest = tuple(s for s in others if s.name != "催办")
    return replace(plan, numbers=(replace(first, documents=more), *rest))


def a_row(kind: ListKind, number: int, unit: str, **fields: str) -> TaskRow:
    """A row of a list with the named cells."""
    file = f"报送/{unit}.xlsx"
    cells = {
        name: Value(text, text, CellRef(file, kind.value, number, column))
        if text
        else Value(None, "", CellRef(file, kind.value, number, column), "empty")
        for column, (name, text) in enumerate(fields.items(), 2)
    }
    return TaskRow(Row(kind, file, kind.value, number, cells), unit)


def a_matter(number: int = 1, *, due: date | None = None, days: int = 5, **changes: Any) -> Matter:
    """An open matter of 信息工程学院 that is `days` late on `DAY` (negative: still to come)."""
    unit = changes.pop("unit", "U01")
    title = changes.pop("title", TITLES[(number - 1) % len(TITLES)])
    day = due or DAY - timedelta(days=days)
    completion = {"status": "推进中", "progress": "正在推进", "proof": "", "reason": ""}
    completion |= changes.pop("completion", {})
    task = {"task": title, "deadline": f"{day.month}月{day.day}日"} | changes.pop("task", {})
    state = changes.pop("state", Status.IN_PROGRESS)
    done = replace(
        a_row(ListKind.COMPLETIONS, number + 3, unit, **completion),
        status=StatusReading(Status.IN_PROGRESS),
    )
    matter = Matter(
        id=f"{unit}-{number:03d}",
        unit=unit,
        title=title,
        task=a_row(ListKind.TASKS, number + 3, unit, **task),
        completion=done,
        lead=unit,
        due=Due(DueKind.BY_DATE, day),
        due_day=day,
        state=state,
    )
    return replace(matter, **changes)


def a_finding(rule: str, unit: str = "U01", cell: str = "", **changes: Any) -> Finding:
    """A finding that the unit can mend; `cell` such as ``任务清单!J7``."""
    ref = None
    if cell:
        sheet, _, address = cell.partition("!")
        column = ord(address[0]) - 64
        ref = CellRef(f"报送/{unit}.xlsx", sheet, int(address[1:]), column)
    finding = Finding(rule, Level.ERROR, Audience.UNIT, unit, "有一处不对。", "请改正。", ref)
    return replace(finding, **changes)


def a_view(
    plan: Plan, unit: str, matters: Sequence[Matter] = (), state: str = "received"
) -> UnitView:
    """What is known of a unit."""
    found = plan.unit(unit)
    assert found is not None
    sent = (Submission(f"报送/{unit}.xlsx", f"digest-{unit}", unit),) if state == "received" else ()
    rows = tuple(r for m in matters for r in m.rows)
    return UnitView(plan, found, DAY, state, sent, rows, tuple(matters))


def a_briefing(
    matters: Sequence[Matter] = (),
    findings: Sequence[Finding] = (),
    *,
    plan: Plan | None = None,
    day: date = DAY,
    others: Sequence[UnitView] = (),
    settings: Mapping[str, str] | None = None,
) -> Briefing:
    """A briefing on 信息工程学院 with these matters, and on `others`."""
    plan = plan or a_plan()
    views = (a_view(plan, "U01", matters), *others)
    snapshot = Snapshot(plan, day, views, settings=settings or {})
    return Briefing(snapshot, tuple(findings), tally=tally.count(snapshot, findings))


def a_reminder(
    matters: Sequence[Matter],
    *,
    step: int = 2,
    earlier: Sequence[Sent] = (),
    day: date = DAY,
    topics: Sequence[str] = (),
) -> Reminder:
    """A reminder to 信息工程学院 about these matters."""
    ladder = LadderStep(step, "催办", 2, "urging-notice")
    return Reminder("U01", ladder, tuple(matters), day, tuple(earlier), topics=tuple(topics))


def a_sent(
    kind: str = "reminder-letter", number: str = "提醒〔2022〕3号", on: date = date(2022, 6, 23)
) -> Sent:
    """A paper that went to 信息工程学院 before."""
    return Sent("k", kind, "U01", number, on, 1)


def rendered(document: Document) -> bytes:
    """The paper, with every printed text looked for in the result."""
    from huaxia_tasks.rendering.word import render

    template = (ROOT / "templates" / document.template).read_bytes()
    return render(document, template, validate="full")


def as_text(paper: bytes) -> str:
    """The paper as text to be read like a letter: style and words of each paragraph, rows of tables."""
    import docx
    from docx.oxml.ns import qn

    names = {s.style_id: s.name for s in docx.Document(io.BytesIO(paper)).styles}
    body = docx.Document(io.BytesIO(paper)).element.body

    def words(element: Any) -> str:
        marks = {qn("w:t"): None, qn("w:tab"): "→", qn("w:br"): "↵"}
        parts = [
            (e.text or "") if e.tag == qn("w:t") else marks[e.tag] or ""
            for e in element.iter(*marks)
        ]
        return "".join(parts)

    def lines(parent: Any) -> list[str]:
        out = []
        for element in parent:
            if element.tag == qn("w:p"):
                boxes = list(element.iter(qn("w:txbxContent")))
                if boxes:
                    out += ["┌ 文本框", *(f"│ {line}" for b in boxes for line in lines(b)), "└"]
                    continue
                style = element.pPr.pStyle.val if element.pPr is not None else "Normal"
                out.append(f"［{names.get(style, style)}］{words(element)}")
            elif element.tag == qn("w:tbl"):
                for row in element.iter(qn("w:tr")):
                    out.append(" | ".join(words(c).strip() for c in row.iter(qn("w:tc"))))
        return out

    return "\n".join(line.rstrip() for line in lines(body)) + "\n"


def plain_text(paper: bytes) -> str:
    """All words of the paper's body without marks."""
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    return re.sub(r"<[^>]+>", "", xml)
