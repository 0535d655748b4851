"""Runs the checks: calls each rule, words its hits, keeps one broken rule from stopping the rest."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping

from .model import Finding, Level, ListKind, Plan, RuleSetting, Snapshot, UnitView
from .registry import REGISTRY, RuleEntry, open_door
from .rules._hit import Hit
from .wording import spot

_LOG = logging.getLogger(__name__)
_LEVELS = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}
_LISTS = {kind.value: i for i, kind in enumerate(ListKind)}
#: Rules that speak of matters rather than of the cell: two matters may share a merged one.
_OF_MATTERS = frozenset({"overdue", "immediate-not-done"})
_NO_SETTING = RuleSetting("")


class _Gaps(dict[str, str]):
    """Gaps of a wording; one that a rule does not fill shows as …, never as an error."""

    def __missing__(self, key: str) -> str:
        return "……"


def rules() -> Mapping[str, RuleEntry]:
    """Return every rule by id, the door opened."""
    open_door("rules")
    return REGISTRY.rules


def check_view(view: UnitView) -> tuple[Finding, ...]:
    """Return the findings of one unit, worst first, then in the order of its workbook."""
    scopes = ("file", "unit") if view.unit.id else ("file",)
    return _sorted(_run(view.plan, view, scopes))


def check_office(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return the findings that only show when all units are looked at together."""
    return _sorted(_run(snapshot.plan, snapshot, ("office",)))


def _run(plan: Plan, target: UnitView | Snapshot, scopes: tuple[str, ...]) -> Iterator[Finding]:
    for entry in rules().values():
        setting = plan.rules.get(entry.id, _NO_SETTING)
        if entry.scope not in scopes or not setting.on:
            continue
        try:
            for hit in _hits(entry, setting, target):
                yield _word(entry, setting, hit, target)
        except Exception:
            _LOG.exception("rule %s failed", entry.id)


def _hits(entry: RuleEntry, setting: RuleSetting, target: UnitView | Snapshot) -> Iterable[Hit]:
    if entry.threshold is None:
        return tuple(entry.check(target))
    threshold = entry.threshold if setting.threshold is None else setting.threshold
    return tuple(entry.check(target, threshold))


def _word(entry: RuleEntry, setting: RuleSetting, hit: Hit, target: UnitView | Snapshot) -> Finding:
    unit = hit.gaps.get("单位编号") or (target.unit.id if isinstance(target, UnitView) else None)
    gaps = _Gaps(
        {
            "单元格": spot(hit.ref),
            "值": hit.value or "",
            "单位": target.plan.unit_name(unit) if unit else "",
            **hit.gaps,
        }
    )
    return Finding(
        rule=entry.id,
        level=setting.level or entry.level,
        tells=entry.tells,
        unit=unit or None,
        message=(setting.says or entry.says).format_map(gaps),
        remedy=(setting.asks or entry.asks).format_map(gaps),
        ref=hit.ref,
        field=hit.field,
        value=hit.value,
        matter=hit.matter,
        more_refs=hit.more_refs,
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(_each_cell_once(findings), key=_order))


def _each_cell_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, of those of one rule at one cell the first: a merged cell is one to mend."""
    seen: set[tuple[str, str, str, str]] = set()
    for finding in findings:
        ref = finding.ref
        if ref is not None and ref.address and finding.rule not in _OF_MATTERS:
            place = (finding.rule, ref.file, ref.sheet, ref.address)
            if place in seen:
                continue
            seen.add(place)
        yield finding


def _order(finding: Finding) -> tuple[object, ...]:
    ref = finding.ref
    where: tuple[object, ...] = ("", 0, "", 0, 0)
    if ref is not None:
        where = (ref.file, _LISTS.get(ref.sheet, 9), ref.sheet, ref.row, ref.column)
    return (_LEVELS[finding.level], *where, finding.rule, finding.matter or "")
