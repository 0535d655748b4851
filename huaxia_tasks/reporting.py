"""The JSON shape of ``check`` and ``run``, as the contract fixes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .model import Due, Finding, Matter, OpenSetting, Paper, Plan, Sent, Tally, UnitView
from .run import Result

SCHEMA_VERSION = 1
_COUNTS = [
    "matters",
    "done",
    "done_late",
    "partly",
    "in_progress",
    "not_started",
    "overdue",
    "suspended",
    "long_term",
    "undated",
]


def as_json(result: Result, *, papers: bool) -> Mapping[str, object]:
    """Return the contract's object; `papers` False leaves that key out (``check``).

    Where an office has several plans, ``plan`` and ``units`` are those of the newest; ``plans`` has all,
    and every finding, matter and paper names its own by ``plan``.
    """
    every = result.of_all_plans
    several = len(every) > 1
    data: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "today": result.today.isoformat(),
        "plan": _plan(result.plan),
        "units": [_unit(v) for v in result.snapshot.views],
        "findings": [_of(r, _finding(f), several) for r in every for f in r.findings],
        "matters": [_of(r, _matter(m), several) for r in every for m in r.snapshot.matters],
    }
    if papers:
        issued = {s.key: s for s in result.snapshot.history.sent if _is_todays(s, result.today)}
        drafts = [p for p in result.papers if p.key not in issued]
        shown: list[Paper | Sent] = [*issued.values(), *drafts]
        data["papers"] = [{**_paper(p), "plan": p.plan} if several else _paper(p) for p in shown]
    data["tally"] = _tally(result.tally)
    data["open_settings"] = [_open_setting(s) for s in result.open_settings]
    data["notes"] = list(result.notes)
    if several:
        data["plans"] = [_one_of_several(r) for r in every]
    return data


def _plan(plan: Plan) -> Mapping[str, object]:
    return {"title": plan.title, "number": plan.number}


def _of(result: Result, told: Mapping[str, object], several: bool) -> Mapping[str, object]:
    return {**told, "plan": result.plan.key} if several else told


def _one_of_several(result: Result) -> Mapping[str, object]:
    return {
        "key": result.plan.key,
        **_plan(result.plan),
        "units": [_unit(v) for v in result.snapshot.views],
        "tally": _tally(result.tally),
        "open_settings": [_open_setting(s) for s in result.open_settings],
    }


def _open_setting(setting: OpenSetting) -> Mapping[str, object]:
    s = setting
    return {"name": s.name, "sheet": s.sheet, "cell": s.cell, "why": s.why}


def _unit(view: UnitView) -> Mapping[str, object]:
    files = [{"path": s.file, "digest": s.digest or None} for s in view.submissions]
    return {"id": view.unit.id, "name": view.unit.name, "state": view.state, "files": files}


def _finding(finding: Finding) -> Mapping[str, object]:
    ref = finding.ref
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "tells": finding.tells.value,
        "unit": finding.unit,
        "file": (ref.file or None) if ref else None,
        "sheet": (ref.sheet or None) if ref else None,
        "cell": ref.address if ref else None,
        "field": finding.field,
        "value": finding.value,
        "matter": finding.matter,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _due(due: Due | None, matter: Matter) -> Mapping[str, object] | None:
    if due is None:
        return None
    return {
        "text": due.text or None,
        "kind": due.kind.value,
        "date": matter.due_day.isoformat() if matter.due_day else None,
        "start": due.start.isoformat() if due.start else None,
        "why": due.why or None,
    }


def _matter(matter: Matter) -> Mapping[str, object]:
    return {
        "id": matter.id,
        "unit": matter.unit,
        "title": matter.title,
        "lead": matter.lead,
        "co_units": list(matter.co_units),
        "due": _due(matter.due, matter),
        "state": matter.state.value,
        "done_on": matter.done_on.isoformat() if matter.done_on else None,
        "light": matter.light.value,
        "days_left": matter.days_left,
    }


def _is_todays(sent: Sent, today: date) -> bool:
    return sent.issued_on == today and sent.state == "issued"


def _paper(paper: Paper | Sent) -> Mapping[str, object]:
    return {
        "key": paper.key,
        "kind": paper.kind,
        "unit": paper.unit or None,
        "path": paper.path,
        "state": paper.state,
    }


def _tally(tally: Tally) -> Mapping[str, object]:
    data: dict[str, object] = {name: tally.total(name) for name in _COUNTS}
    data["base"] = tally.base
    data["units"] = len(tally.units)
    data["received"], data["missing"] = tally.received, tally.missing
    data["unreadable"] = tally.unreadable
    data["errors"], data["warnings"] = tally.total("errors"), tally.total("warnings")
    return data
