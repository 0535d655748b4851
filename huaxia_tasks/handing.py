"""Hands out forms: one pre-filled workbook per unit into 下发/, and the notice that asks for the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .drafting import Draftsman, documents, safe_name
from .forms_folder import FormsFolder
from .model import Briefing, ListKind, Matter, Plan, TaskRow, Unit
from .office import Office
from .run import decide, look
from .summing import which_plan_it_was


@dataclass(slots=True)
class Handed:
    """The files written, relative to the office, what to tell the office, what could not be written."""

    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def hand_out(office: Office, today: date, *, dry_run: bool = False, plan: str = "") -> Handed:
    """Write a form for every unit that owes a list; what the unit has sent before is filled in.

    The forms are those of the newest plan, or of the one named; they carry it in their properties.
    """
    from .rendering.forms import write_form

    briefing = decide(look(office, today, plan))
    own, handed = briefing.snapshot.plan, Handed()
    mark = f"_{safe_name(own.label, 30)}" if own.tag or own.mark else ""
    folder = FormsFolder(office, dry_run=dry_run)
    for view in briefing.snapshot.views:
        kinds = owed_lists(own, view.unit)
        if not kinds:
            continue
        data = write_form(own, view.unit, kinds=kinds, rows=known_rows(view.matters))
        name = f"{safe_name(view.unit.id, 12)}_{safe_name(view.unit.name, 30)}_清单{mark}.xlsx"
        handed.files.append(f"下发/{name}")
        folder.put(name, data)
    folder.finish()
    _notice(office, briefing, handed, folder)
    folder.finish()
    handed.notes += folder.notes
    handed.refused += [f"下发/{name}" for name in folder.refused]
    handed.files[:] = [name for name in handed.files if name not in handed.refused]
    handed.notes += which_plan_it_was(briefing.snapshot, plan)
    for setting in own.open_settings:
        if setting.name in ("报送方式", "收件联系人", "收件联系电话", "清单报送周期"):
            handed.notes.append(
                f"“{setting.name}”还没有填（方案“{setting.sheet}”表{setting.cell}），通知里空着。"
            )
    return handed


def owed_lists(plan: Plan, unit: Unit) -> tuple[ListKind, ...]:
    """Return the lists that the plan asks of `unit`."""
    return tuple(s.kind for s in plan.lists if s.is_asked_of(unit.id))


def known_rows(
    matters: tuple[Matter, ...],
) -> Mapping[ListKind, list[Mapping[str, str]]]:
    """Return what is known of a unit's matters as rows of the four lists, one number for all.

    The matter's id stands in for a number that the unit left out.  A 完成清单 gets a row for every
    matter, so that the unit only fills in how things stand.
    """
    rows: dict[ListKind, list[Mapping[str, str]]] = {kind: [] for kind in ListKind}
    for position, matter in enumerate(matters, 1):
        number = next((r.text("item_id") for r in matter.rows[1:] if r.text("item_id")), matter.id)
        for kind, row in (
            (ListKind.PROBLEMS, matter.problem),
            (ListKind.TASKS, matter.task),
            (ListKind.DUTIES, matter.duty),
            (ListKind.COMPLETIONS, matter.completion),
        ):
            if row is None and (kind is not ListKind.COMPLETIONS or matter.task is None):
                continue
            rows[kind].append(_row(row, matter, kind, number, position))
    return {kind: found for kind, found in rows.items() if found}


def _row(
    row: TaskRow | None, matter: Matter, kind: ListKind, number: str, position: int
) -> Mapping[str, str]:
    source = row or matter.task
    assert source is not None
    own = {f: v.text for f, v in source.row.cells.items() if v.is_filled}
    if row is None:
        own = {f: t for f, t in own.items() if f in ("task", "lead_unit", "deadline")}
    own["seq"] = str(position)
    if kind is ListKind.PROBLEMS:
        own["item_id"] = source.text("item_id") or f"{matter.id}-W"
    else:
        own["item_id"] = source.text("item_id") or number
    if kind is ListKind.TASKS and matter.problem is not None:
        own["problem_id"] = matter.problem.text("item_id") or f"{matter.id}-W"
    return own


class _NoticeDesk(Draftsman):
    """A desk that puts the notice with the forms: one that somebody changed there stays."""

    def __init__(self, office: Office, briefing: Briefing, forms: FormsFolder) -> None:
        super().__init__(office, briefing, dry_run=forms.dry_run)
        self.folder, self._forms = forms.folder, forms

    def _write(self, name: str, data: bytes) -> None:
        self.drafts.files.append(name)
        self._forms.put(name, data)


def _notice(office: Office, briefing: Briefing, handed: Handed, forms: FormsFolder) -> None:
    """Draft the notice 关于报送…清单的通知 into 下发/."""
    entry = documents().get("collection-notice")
    if entry is None:
        return
    desk = _NoticeDesk(office, briefing, forms)
    desk.paper(entry, entry.compose(briefing))
    handed.files += [f"下发/{name}" for name in desk.drafts.files]
    handed.notes += desk.drafts.notes
    if desk.drafts.broken:
        raise desk.drafts.broken[0]
