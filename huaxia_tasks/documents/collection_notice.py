"""关于报送…清单的通知: what to send, by when, how, and what need not be sent; one for all lists."""

from __future__ import annotations

import re
from datetime import date

from .. import wording
from ..model import Briefing, Document, Edition, ListKind, ListSpec, Snapshot
from ..registry import document
from ._letter import COMMON, letter_fields, plan_name
from ._office import by_hour, setting, yes

KIND = "collection-notice"
#: So many units are simply named again in the next row of the annex.
_FEW_UNITS = 3
OWN = frozenset({"开头", "报送内容", "不需报送", "时限句", "方式句", "审核句", "结尾", "清单要求"})


@document(
    KIND,
    name="关于报送清单的通知",
    template="关于报送清单的通知.docx",
    fields=COMMON | OWN,
    per="run",
)
def collection_notice(briefing: Briefing) -> Document | None:
    """Return the notice to all units, None where the plan asks for no list."""
    snapshot = briefing.snapshot
    lists, day = snapshot.plan.lists, snapshot.today
    if not lists:
        return None
    names = wording.join_and(s.kind.value for s in lists)
    fields = letter_fields(
        snapshot, KIND, title=f"关于报送{_campaign(snapshot)}{names}的通知", day=day,
        to=setting(snapshot, "通知主送", "各二级党组织、校属各单位"),
        annexes=["清单报送要求一览表", "清单填报表（电子版另发）"],
    )  # fmt: skip
    fields |= {
        "开头": f"为落实{fields['依据']}要求，做好清单的梳理、报送和公开工作，现将有关事项通知如下。",
        "报送内容": _content(snapshot),
        "不需报送": _not_again(snapshot),
        "时限句": _when(snapshot),
        "方式句": _how(str(fields["报送方式"]), paper=yes(snapshot, "报送纸质件")),
        "审核句": "各单位要如实填写，由单位负责人审核把关。"
        + (
            "公开的栏目中不得出现学生的身份证号、联系电话、银行卡号、学号和家庭困难等个人信息。"
            if any(s.publish for s in lists)
            else ""
        ),
        "结尾": "收到报送后将回复接收回执，列明需要更正的单元格。",
        "清单要求": _rows(lists, snapshot),
    }
    return Document(
        kind=KIND,
        name="关于报送清单的通知",
        template="关于报送清单的通知.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{wording.join(s.kind.value for s in lists)}|{_key(lists)}",
        fields=fields,
        traces={
            **dict.fromkeys(("报送内容", "时限句", "清单要求"), ("方案“清单”表",)),
            "方式句": ("方案“基本信息”表：报送方式、报送纸质件",),
        },
    )


def _campaign(snapshot: Snapshot) -> str:
    name = setting(snapshot, "活动简称")
    return name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")


def _key(lists: tuple[ListSpec, ...]) -> str:
    return ",".join(s.due.isoformat() if s.due else "-" for s in lists)


#: What a list is about, as the notice puts it.
_ABOUT = {
    ListKind.PROBLEMS: "梳理的问题",
    ListKind.TASKS: "承担的任务",
    ListKind.DUTIES: "落实的责任",
    ListKind.COMPLETIONS: "完成的情况",
}


def _content(snapshot: Snapshot) -> str:
    lists = snapshot.plan.lists
    names = wording.join_and(s.kind.value for s in lists)
    count = f"共{len(lists)}张" if len(lists) > 1 else ""
    start = wording.day(snapshot.plan.start)
    about = wording.join_and(_ABOUT[s.kind] for s in lists)
    each = "每张清单" if len(lists) > 1 else "清单"
    return (
        f"请各单位报送{names}{count and '，' + count}，内容为{start}以来本单位{about}。"
        f"{each}由谁报送、填哪些栏目，见附件1。"
    )


def _not_again(snapshot: Snapshot) -> str:
    """Return what need not be sent; what was sent before is spoken of only after a first time."""
    before = any(v.state == "received" for v in snapshot.views)
    again = "上次已经报送且没有变化的内容不必重填，只更新有变化的单元格；" if before else ""
    filled = "单位名称、事项编号" if before else "单位名称"
    return f"{again}填报表中预填的{filled}不必改动；不需要另外报送工作总结、照片和台账。"


def _how(reply: str, *, paper: bool) -> str:
    """Return in which form and whereto; what the setting 报送方式 says already is not said again."""
    only = re.search(
        r"[，,；;、]?\s*(?:只报|仅报|报)?电子版即可|[，,；;、]?\s*(?:不用|无需|不必|不需要?)(?:报送|报|交|送)?纸质[件版]",
        reply,
    )
    where = reply.replace(only.group(), "").rstrip("，。；、") if only else reply.rstrip("。")
    kind = "" if where.startswith("电子") else "电子版"
    said = f"请使用随文下发的填报表填写，文件名为“单位名称＋清单”，{kind}{where}"
    if re.search("纸质|纸介质|纸版", where):
        return f"{said}。" + ("纸质件与电子版应当一致。" if paper else "")
    if paper:
        return f"{said}。同时报送经单位负责人签字、加盖单位印章的纸质件，纸质件与电子版应当一致。"
    return f"{said}，不需要报送纸质件。"


def _when(snapshot: Snapshot) -> str:
    by_day: dict[date | None, list[str]] = {}
    for spec in snapshot.plan.lists:
        by_day.setdefault(spec.due, []).append(spec.kind.value)
    at = by_hour(snapshot)
    said = []
    for due, names in by_day.items():
        who = wording.join_and(names) if len(by_day) > 1 else "请"
        if due is None:
            said.append(f"{who if who != '请' else ''}报送时间另行通知")
            continue
        if due < snapshot.today:
            whose = who if who != "请" else ""
            said.append(
                f"{whose}应于{wording.short_day(due, snapshot.today)}前报送，尚未报送的请尽快补报"
            )
            continue
        last = snapshot.plan.calendar.last_workday_until(due)
        rest = (
            f"，当日为休息日，最后一个工作日为{wording.short_day(last, snapshot.today)}"
            if last < due
            else ""
        )
        joint = "" if who == "请" else "请"
        said.append(
            f"{who}{joint}于{wording.short_day(due, snapshot.today)}（{wording.weekday(due)}{rest}）{at}报送"
        )
    return wording.sentence("；".join(said))


def _rows(lists: tuple[ListSpec, ...], snapshot: Snapshot) -> list[dict[str, object]]:
    """Return the rows of the annex; a long row of units stands once, others refer to it."""
    rows = [_row(s, snapshot) for s in lists]
    first: dict[tuple[str, ...], str] = {}
    for spec, row in zip(lists, rows, strict=True):
        known = first.setdefault(spec.owners, spec.kind.value)
        if known != spec.kind.value and len(spec.owners) > _FEW_UNITS:
            row["单位"] = f"同“{known}”"
    return rows


def _row(spec: ListSpec, snapshot: Snapshot) -> dict[str, object]:
    needed = [c.heading for c in spec.columns if c.needed] or ["见填报表"]
    return {
        "清单": spec.kind.value,
        "单位": wording.join(spec.owners) or "校属各单位",
        "栏目": wording.join(needed),
        "时限": wording.short_day(spec.due, snapshot.today) if spec.due else "另行通知",
        "公开": "是" if spec.publish else "否",
    }
