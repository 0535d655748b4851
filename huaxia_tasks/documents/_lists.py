"""Rows of the four lists for the office's editions: by allow-list of columns, never by deletion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import wording
from ..model import (
    Briefing,
    Document,
    Edition,
    ListKind,
    ListSpec,
    Matter,
    Snapshot,
    TaskRow,
    UnitView,
)
from ..privacy import find_personal_data
from ..registry import REGISTRY
from ._letter import COMMON, letter_fields, plan_name
from ._matters import address, clean, due_text
from ._office import office_of, setting
from ._public import PublicEye, public_eye, until_sentence

#: List -> Chinese key in the template -> field of the list.
COLUMNS: dict[ListKind, dict[str, str]] = {
    ListKind.PROBLEMS: {
        "收集时间": "collected_on", "收集方式": "method", "反映群体": "group", "问题描述": "problem",
        "问题类别": "category", "涉及范围": "scope", "责任单位": "lead_unit", "备注": "remark",
    },
    ListKind.TASKS: {
        "工作任务": "task", "工作措施": "measure", "工作目标": "goal", "牵头单位": "lead_unit",
        "配合单位": "co_units", "所属阶段": "phase", "完成时限": "deadline", "备注": "remark",
    },
    ListKind.DUTIES: {
        "责任领导": "leader", "牵头单位": "lead_unit", "责任人": "person", "经办人": "handler",
        "配合单位": "co_units", "配合事项": "co_matter", "完成时限": "deadline", "备注": "remark",
    },
    ListKind.COMPLETIONS: {
        "牵头单位": "lead_unit", "完成时限": "deadline", "完成状态": "status", "进展情况": "progress",
        "完成时间": "done_date", "佐证材料": "proof", "未完成原因": "reason", "下一步措施": "next_step",
        "申请延期至": "extend_to", "备注": "remark",
    },
}  # fmt: skip
LIST_FIELDS = COMMON | {"说明", "清单", "公开期限句", "附言", *(kind.value for kind in ListKind)}
WITHHELD = "（涉及个人信息，略）"
NOT_PUBLIC = "（不公开）"


@dataclass(slots=True)
class Sheets:
    """The rows of the four lists, where they come from, and how many cells were withheld."""

    rows: dict[ListKind, list[dict[str, Any]]] = field(default_factory=dict)
    traces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: int = 0
    matters: list[str] = field(default_factory=list)


def collect(snapshot: Snapshot, *, public: bool) -> Sheets:
    """Return the rows of all units that handed in; of the public edition only what may be shown."""
    sheets = Sheets()
    eye = public_eye(snapshot) if public else None
    for kind in ListKind:
        spec = snapshot.plan.list_spec(kind)
        shown = sheets.rows.setdefault(kind, [])
        if spec is None or (public and not spec.publish):
            continue
        for view in snapshot.views:
            for row, matter in _numbered(view, kind):
                _add(sheets, shown, row, matter, view, spec, eye)
    return sheets


def _numbered(view: UnitView, kind: ListKind) -> Iterator[tuple[TaskRow, Matter | None]]:
    owners = {(r.row.file, r.row.sheet, r.row.number): m for m in view.matters for r in m.rows}
    for row in view.rows_of(kind):
        yield row, owners.get((row.row.file, row.row.sheet, row.row.number))


def _add(
    sheets: Sheets,
    shown: list[dict[str, Any]],
    row: TaskRow,
    matter: Matter | None,
    view: UnitView,
    spec: ListSpec,
    eye: PublicEye | None,
) -> None:
    own_number = row.text("item_id")
    if eye is not None and own_number:
        own_number = eye.shown(own_number, "编号") or ""
    number = matter.id if matter else own_number or "—"
    cells: dict[str, Any] = {"编号": number, "报送单位": view.unit.name}
    for key, name in COLUMNS[row.kind].items():
        column = spec.column(name)
        text = row.text(name) or _known(name, matter, view)
        if eye is not None and (column is None or not column.publish):
            text = NOT_PUBLIC if text else ""
        elif eye is not None and column is not None and text:
            # The whole cell is looked at: a number cut off at the end would be known no more.
            seen = eye.shown(text, column.heading)
            text = WITHHELD if seen is None else clean(seen, 200)
            sheets.withheld += seen is None
        else:
            text = clean(text, 200)
        if row.row.get(name) is not None and text not in (NOT_PUBLIC, WITHHELD):
            sheets.traces[f"{row.kind.value}[{len(shown)}].{key}"] = (address(row.row.ref(name)),)
        cells[key] = _short_day(text) or "—"
    if row.kind is ListKind.COMPLETIONS:
        rest = [cells[key] for key in ("未完成原因", "下一步措施") if cells[key] != "—"]
        cells["原因和下一步"] = "；".join(rest) or "—"
    shown.append(cells)
    if matter:
        sheets.matters.append(number)


def _short_day(text: str) -> str:
    """Return a cell that is a whole day in the short form of tables (GB/T 7408): 2022-06-30.

    It stands on one line of a narrow column, and is never taken for the day of the paper.
    """
    day = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text)
    return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else text


def _known(name: str, matter: Matter | None, view: UnitView) -> str:
    """Return what another list of the same matter says where this row leaves a cell empty."""
    if matter is None:
        return ""
    if name == "lead_unit":
        return view.plan.unit_name(matter.lead) if matter.lead else ""
    return due_text(matter, view.today) if name == "deadline" else ""


def compose_lists(briefing: Briefing, kind: str, *, public: bool) -> Document | None:
    """Return the document of one edition, None where no unit handed in anything to show."""
    snapshot = briefing.snapshot
    sheets = collect(snapshot, public=public)
    counts = [(k.value, len(rows)) for k, rows in sheets.rows.items() if rows]
    if not counts:
        return None
    day = snapshot.today
    entry = REGISTRY.documents[kind]
    fields = letter_fields(snapshot, kind, title=_title(snapshot, public), to="", day=day)
    line = office_of(snapshot).phone
    if public and find_personal_data(str(fields["附注"]), office_line=line):
        fields["附注"] = ""  # a contact's own mobile is for the units, not for everybody
    fields |= {
        "说明": _explained(snapshot, str(fields["依据"]), counts, public),
        "清单": [name for name, _ in counts],
        "公开期限句": until_sentence(snapshot, day) if public else "",
        "附言": _remark(sheets, public),
        **{k.value: rows for k, rows in sheets.rows.items()},
    }
    return Document(
        kind=kind,
        name=entry.name,
        template=entry.template,
        unit=None,
        edition=Edition.PUBLIC if public else Edition.INTERNAL,
        key=f"{kind}|{snapshot.plan.key}|{day.isoformat()}",
        fields=fields,
        matters=tuple(dict.fromkeys(sheets.matters)),
        traces=sheets.traces,
    )


def _title(snapshot: Snapshot, public: bool) -> str:
    name = setting(snapshot, "活动简称")
    about = name or ("实践活动" if "实践活动" in plan_name(snapshot.plan) else "")
    kinds = wording.join_and(s.kind.value for s in snapshot.plan.lists if s.publish or not public)
    return f"{about}{kinds}" + ("" if public else "（内部版）")


def _explained(snapshot: Snapshot, basis: str, counts: list[tuple[str, int]], public: bool) -> str:
    listed = "、".join(f"{name}{n}项" for name, n in counts)
    units = sum(v.state == "received" for v in snapshot.views)
    verb = "公开" if public else "汇总"
    return (
        f"根据{basis}关于梳理并发布清单的要求，现将各单位报送的清单{verb}如下。截至"
        f"{wording.day(snapshot.today)}，共有{units}个单位报送清单，其中{listed}。"
    )


def _remark(sheets: Sheets, public: bool) -> str:
    if not public:
        return "本清单供校内督办使用，请勿外传；清单内容以各单位报送的工作簿为准。"
    if sheets.withheld:
        return f"为保护个人信息，有{sheets.withheld}处内容未予公开。"
    return "清单内容由各单位负责解释。"
