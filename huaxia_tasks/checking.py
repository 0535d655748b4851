"""Runs the checks: calls each rule, words its hits, keeps one broken rule from stopping the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .model import CellRef, Finding, Level, ListKind, Plan, RuleSetting, Snapshot, Unit, UnitView
from .patterns import regex
from .privacy import mask
from .registry import REGISTRY, OfficeFacts, RuleEntry, open_door
from .rules._hit import Hit, matters_by_place
from .watched_day import Span, WatchedDay
from .wording import sentence, shorten, spot

_LOG = logging.getLogger(__name__)
_LEVELS = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}
_LISTS = {kind.value: i for i, kind in enumerate(ListKind)}
#: Rules that speak of matters rather than of the cell: two matters may share a merged one.
_OF_MATTERS = frozenset({"overdue", "immediate-not-done"})
_NO_SETTING = RuleSetting("")
_Active = tuple[tuple[RuleEntry, RuleSetting], ...]


def rules() -> Mapping[str, RuleEntry]:
    """Return every rule by id, the door opened."""
    open_door("rules")
    return REGISTRY.rules


def check_view(view: UnitView) -> tuple[Finding, ...]:
    """Return the findings of one unit, worst first, then in the order of its workbook."""
    active = _active(view.plan, _scopes(view))
    return sort_findings(f for entry, setting in active for f in _findings(entry, setting, view))


class Told(NamedTuple):
    """What one check said of a unit, and on which days it would say the same."""

    rule: str
    findings: tuple[Finding, ...]
    span: Span


def check_closely(
    view: UnitView, day: WatchedDay, only: Container[str] | None = None
) -> list[Told]:
    """Return what each check says of a unit (or those in `only`); `day` is the view's ``today``."""
    told = []
    for entry, setting in _active(view.plan, _scopes(view)):
        if only is None or entry.id in only:
            day.forget()
            found = _findings(entry, setting, view)
            told.append(Told(entry.id, tuple(found), day.span))
    return told


def _scopes(view: UnitView) -> tuple[str, ...]:
    return ("file", "unit") if view.unit.id else ("file",)


def in_order(told: Iterable[Told]) -> tuple[Finding, ...]:
    """Return what the checks said of one unit, as `check_view` does."""
    return sort_findings(f for one in told for f in one.findings)


def check_office(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return the findings that only show when all units are looked at together."""
    gathers = _gathers(snapshot.plan)

    def parts(rule: str) -> Iterator[tuple[Unit, Any]]:
        return ((view.unit, _taken(rule, gathers[rule], view)) for view in snapshot.views)

    return judge_office(snapshot.plan, snapshot.today, parts)


def gather(view: UnitView) -> dict[str, Any]:
    """Return what the checks of the office want to know of one unit: plain values by rule."""
    return {rule: _taken(rule, take, view) for rule, take in _gathers(view.plan).items()}


def judge_office(
    plan: Plan, today: date, parts: Callable[[str], Iterable[tuple[Unit, Any]]]
) -> tuple[Finding, ...]:
    """Return what the checks of the office find; `parts` gives what was gathered for a rule."""
    found: list[Finding] = []
    for entry, setting in _active(plan, ("office",)):
        facts = OfficeFacts(plan, today, parts(entry.id) if entry.gather else ())
        found += _findings(entry, setting, facts)
    return sort_findings(found)


def _gathers(plan: Plan) -> dict[str, Callable[[UnitView], Any]]:
    return {e.id: e.gather for e, _ in _active(plan, ("office",)) if e.gather is not None}


def _taken(rule: str, take: Callable[[UnitView], Any], view: UnitView) -> Any:
    try:
        return take(view)
    except Exception:
        _LOG.exception("rule %s failed", rule)
        return ()


#: The plan that was asked about last, with the rules there are and those that it wants, by scopes.
_asked: tuple[Plan | None, tuple[RuleEntry, ...], dict[tuple[str, ...], _Active]] = (None, (), {})


def _active(plan: Plan, scopes: tuple[str, ...]) -> _Active:
    """Return the rules of these scopes that are switched on, with their settings."""
    global _asked
    every = tuple(rules().values())
    if _asked[0] is not plan or _asked[1] != every:
        _asked = (plan, every, {})
    found = _asked[2].get(scopes)
    if found is None:
        settings = ((e, plan.rules.get(e.id, _NO_SETTING)) for e in every if e.scope in scopes)
        found = _asked[2][scopes] = tuple((e, setting) for e, setting in settings if setting.on)
    return found


def _findings(
    entry: RuleEntry, setting: RuleSetting, target: UnitView | OfficeFacts
) -> list[Finding]:
    found: list[Finding] = []
    try:
        for hit in _hits(entry, setting, target):
            found.append(_word(entry, setting, hit, target))
    except Exception:
        _LOG.exception("rule %s failed", entry.id)
    return found


def _hits(entry: RuleEntry, setting: RuleSetting, target: UnitView | OfficeFacts) -> Iterable[Hit]:
    if entry.threshold is None:
        return tuple(entry.check(target))
    threshold = entry.threshold if setting.threshold is None else setting.threshold
    return tuple(entry.check(target, threshold))


def _word(
    entry: RuleEntry, setting: RuleSetting, hit: Hit, target: UnitView | OfficeFacts
) -> Finding:
    unit = hit.gaps.get("单位编号") or (target.unit.id if isinstance(target, UnitView) else None)
    value = _fit_to_show(hit.value) if hit.value else hit.value
    gaps = _Gaps({"值": value or "", **hit.gaps}, hit.ref, unit, target.plan)
    return Finding(
        rule=entry.id,
        level=setting.level or entry.level,
        tells=entry.tells,
        unit=unit or None,
        message=_filled(setting.says or entry.says, gaps),
        remedy=_filled(setting.asks or entry.asks, gaps),
        ref=hit.ref,
        field=hit.field,
        value=value,
        matter=(_matter_of(hit, target) if hit.matter is None else hit.matter) or None,
        more_refs=hit.more_refs,
    )


def _matter_of(hit: Hit, target: UnitView | OfficeFacts) -> str | None:
    """Return the matter whose row the cell stands in: what is wrong there is part of its story."""
    ref = hit.ref
    if ref is None or not ref.row or not isinstance(target, UnitView):
        return None
    return matters_by_place(target).get((ref.file, ref.sheet, ref.row))


class _Gaps(dict[str, Any]):
    """Gaps of a wording, each made fit to show when the wording asks for it.

    One that a rule does not fill shows as ……, never as an error.
    """

    def __init__(
        self, given: Mapping[str, Any], ref: CellRef | None, unit: str | None, plan: Plan
    ) -> None:
        super().__init__()
        self._given, self._ref, self._unit, self._plan = given, ref, unit, plan

    def __missing__(self, name: str) -> Any:
        shown: Any = "……"
        if name in self._given:
            shown = self._given[name]
            shown = _short(shown) if isinstance(shown, str) else shown
        elif name == "单元格":
            shown = spot(self._ref)
        elif name == "单位":
            shown = self._plan.unit_name(self._unit) if self._unit else ""
        self[name] = shown
        return shown


class _WithinQuotes(dict[str, Any]):
    """The gaps with their own quotation marks turned where they stand between such marks."""

    def __init__(self, gaps: _Gaps, quoted: Sequence[str]) -> None:
        super().__init__()
        self._gaps, self._quoted = gaps, quoted

    def __missing__(self, name: str) -> Any:
        text = self._gaps[name]
        if name in self._quoted and isinstance(text, str):
            turned = text.replace("“", "‘").replace("”", "’").rstrip("。；")
            return shorten(turned, _LONGEST_IN_QUOTES)
        return text


def _filled(wording: str, gaps: _Gaps) -> str:
    quoted = _QUOTED_GAP.findall(wording)
    return sentence(wording.format_map(_WithinQuotes(gaps, quoted) if quoted else gaps))


_QUOTED_GAP = regex(r"“\{([^{}]+)\}”")
#: A message names what stands in a cell; the whole of a long text is nobody's help.
_LONGEST_IN_QUOTES, _LONGEST_GAP = 40, 160


#: May be a number of somebody: an identity number typed into the wrong column is not repeated.
_MANY_DIGITS = regex(r"[0-9０-９](?:[^\u4e00-\u9fff0-9０-９]{0,3}[0-9０-９]){9}")
#: Signs that turn or hide what follows them.
_UNSEEN = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _fit_to_show(text: str) -> str:
    """Return a cell's text without unseen signs and with personal numbers masked."""
    shown = _UNSEEN.sub("", text)
    return mask(shown) if _MANY_DIGITS.search(shown) else shown


def _short(text: str) -> str:
    shown = _fit_to_show(text)
    return shorten(shown, _LONGEST_GAP) if len(shown) > _LONGEST_GAP or "\n" in shown else shown


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of one unit, rule by rule, in their order: worst first, then by place."""
    return tuple(sorted(_each_cell_once(findings), key=_order))


def _each_cell_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, of those of one rule at one cell the first: a merged cell is one to mend."""
    seen: set[tuple[str, str, str, int, int]] = set()
    for finding in findings:
        ref = finding.ref
        if ref is not None and ref.row and ref.column and finding.rule not in _OF_MATTERS:
            place = (finding.rule, ref.file, ref.sheet, ref.row, ref.column)
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
