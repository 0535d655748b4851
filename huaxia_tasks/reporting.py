"""The JSON shape of ``check`` and ``run``, as the contract fixes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .model import Due, Finding, Matter, Paper, Sent, Tally, UnitView
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
    """Return the contract's object; `papers` False leaves that key out (``check``)."""
    data: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "today": result.today.isoformat(),
        "plan": {"title": result.plan.title, "number": result.plan.number},
        "units": [_unit(v) for v in result.snapshot.views],
        "findings": [_finding(f) for f in result.findings],
        "matters": [_matter(m) for m in result.snapshot.matters],
    }
    if papers:
        issued = {s.key: s for s in result.snapshot.history.sent if _is_todays(s, result.today)}
        drafts = [p for p in result.papers if p.key not in issued]
        data["papers"] = [*map(_paper, issued.values()), *map(_paper, drafts)]
    data["tally"] = _tally(result.tally)
    data["open_settings"] = [
        {"name": s.name, "sheet": s.sheet, "cell": s.cell, "why": s.why}
        for s in result.open_settings
    ]
    data["notes"] = list(result.notes)
    return data


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
