"""Runs a check over an estate and holds it against the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from huaxia_tasks.checking import check_view
from huaxia_tasks.examining import view_unit
from huaxia_tasks.looking import gather, set_up, stray_view, views
from huaxia_tasks.model import Finding, History, Matter, PastMatter, Snapshot, UnitView
from huaxia_tasks.office import Office
from huaxia_tasks.run import check

from .estate import Estate
from .manifest import Manifest, MatterTruth, Told


@dataclass
class Outcome:
    """What differs between a check and the manifest; ``texts`` are the messages of false alarms."""

    misses: list[Told] = field(default_factory=list)
    false: list[Told] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    compared: int = 0
    matters_compared: int = 0
    snapshot: Snapshot | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        return not (self.misses or self.false or self.matters or self.states)


def snapshot_of(estate: Estate, history: History | None = None) -> Snapshot:
    """Look at an estate's office folder as a run does, with a history of our own."""
    setup = set_up(Office(estate.root))
    gathered = gather(setup)
    past = history or History()
    stray = stray_view(setup, gathered, estate.today)
    return Snapshot(
        plan=setup.plan,
        today=estate.today,
        views=tuple(views(setup, gathered, estate.today, past)),
        strays=stray.submissions if stray else (),
        history=past,
        notes=tuple(gathered.notes),
    )


def view_of(root: Path, unit: str, today: date, past: Sequence[PastMatter] = ()) -> UnitView:
    """Look at the files of one unit in an office folder, with what is remembered of it."""
    setup = set_up(Office(root))
    found = gather(setup).by_unit.get(unit, [])
    owner = setup.plan.unit(unit)
    assert owner is not None
    return view_unit(setup.plan, owner, found, today, past=past, words=setup.office_words)


def differences(view: UnitView, manifest: Manifest) -> tuple[list[Told], list[Told]]:
    """Return misses and false alarms of one unit; what only all units show is left out."""
    found = Counter(map(told_of, check_view(view)))
    own = (t for t in manifest.told if t.unit == view.unit.id and t.rule != "measure-uncovered")
    wanted = Counter(own)
    return sorted((wanted - found).elements()), sorted((found - wanted).elements())


def told_of(finding: Finding) -> Told:
    """Return a finding without its words."""
    ref = finding.ref
    return Told(
        finding.rule,
        finding.unit or "",
        ref.file if ref else "",
        ref.sheet if ref else "",
        (ref.address or "") if ref else "",
        finding.field or "",
    )


def hold(estate: Estate, history: History | None = None) -> Outcome:
    """Return everything in which a check of the estate differs from its manifest."""
    snapshot = snapshot_of(estate, history)
    findings = check(snapshot)
    found = Counter(map(told_of, findings))
    wanted = Counter(estate.manifest.told)
    outcome = Outcome(snapshot=snapshot, findings=findings)
    outcome.misses = sorted((wanted - found).elements())
    outcome.false = sorted((found - wanted).elements())
    outcome.compared = sum((wanted | found).values())
    wrong = set(outcome.false)
    outcome.texts = [f"{f.rule} {f.unit}: {f.message}" for f in findings if told_of(f) in wrong]
    if estate.manifest.matters:
        _hold_matters(estate, snapshot, outcome)
    for view in snapshot.views:
        state = estate.manifest.states.get(view.unit.id, view.state)
        if state != view.state:
            outcome.states.append(f"{view.unit.id}: {view.state} statt {state}")
    return outcome


def _hold_matters(estate: Estate, snapshot: Snapshot, outcome: Outcome) -> None:
    wanted = {m.id: m for m in estate.manifest.matters}
    found = {m.id: m for m in snapshot.matters}
    for name in sorted(wanted.keys() | found.keys()):
        outcome.matters_compared += 1
        if name not in found:
            outcome.matters.append(f"{name}: not there, wanted {wanted[name]}")
        elif name not in wanted:
            outcome.matters.append(f"{name}: too many, {found[name].title}")
        else:
            outcome.matters += _differences(wanted[name], found[name])


def _differences(one: MatterTruth, matter: Matter) -> list[str]:
    due = matter.due_day.isoformat() if matter.due_day else ""
    pairs = {
        "title": (one.title, matter.title),
        "lead": (one.lead, matter.lead or ""),
        "cos": (set(one.cos), set(matter.co_units)),
        "kind": (one.kind, matter.due.kind.value if matter.due else ""),
        "due": (one.due, due if one.due != "?" else "?"),
        "state": (one.state, matter.state.value),
        "done_on": (one.done_on, matter.done_on.isoformat() if matter.done_on else ""),
    }
    why = f"  [{matter.due.text if matter.due else ''}] {'；'.join(matter.why)}"
    return [
        f"{one.id} {name}: wanted {a!r}, got {b!r}{why}" for name, (a, b) in pairs.items() if a != b
    ]
