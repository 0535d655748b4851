"""Checks against the last accepted submission and against other units' words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from ..model import (
    Audience,
    CellRef,
    Change,
    DueKind,
    Level,
    Matter,
    PastMatter,
    Status,
    TaskRow,
    UnitView,
)
from ..patterns import regex
from ..registry import OfficeFacts, rule
from ..settle import day_of, first_day_of, known_ids
from ..wording import STATES, day, join, shorten, spot
from ._hit import Hit, fills, strike

_SHORTEST_COPY = 12
#: Blanks and marks make no text another one.
_MARKS = regex(r"[\W_]+")
#: Reporting periods without movement.
_STALE_AFTER = 2


def _changes(view: UnitView, kind: str) -> Iterator[tuple[Change, str]]:
    titles = {m.id: m.title for m in view.matters}
    for change in view.changes:
        if change.kind == kind:
            yield change, shorten(titles.get(change.matter, change.before), 40)


@rule(
    "deadline-moved",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”上次报的时限是{原值}，这次改成了{新值}，没有同意延期的登记。",
    asks="请把{单元格}改回{原值}{另处}；确需延期的，请按程序申请。",
)
def deadline_moved(view: UnitView) -> Iterator[Hit]:
    """Yield deadlines that moved back without an approved extension.

    A day put forward is none: units are asked for it (休息日, 晚于阶段), and make 10月底 exact by themselves.
    """
    for change, title in _changes(view, "deadline-moved"):
        rows = [
            r for r in _rows_of(view, change) if fills(r, "deadline") and _is_due(r, change.after)
        ]
        gaps = {
            "事项": title,
            "原值": day(date.fromisoformat(change.before)),
            "新值": _day_or_words(change.after),
        }
        yield _at_all(change, rows, "deadline", gaps)


def _is_due(row: TaskRow, after: str) -> bool:
    """Whether a row says what `after` does: a day, or that there is none."""
    due = day_of(row.due)
    if due is not None:
        return due.isoformat() == after
    return row.due is not None and row.due.kind is DueKind.ONGOING


def _rows_of(view: UnitView, change: Change) -> tuple[TaskRow, ...]:
    """Return the rows of a matter in the order in which they are put right: the task first."""
    matter = next((m for m in view.matters if m.id == change.matter), None)
    if matter is None:
        return ()
    return tuple(r for r in (matter.task, matter.duty, matter.completion) if r is not None)


def _at_all(change: Change, rows: Sequence[TaskRow], field_key: str, gaps: dict[str, str]) -> Hit:
    """Return one hit for all cells in which the new value stands: one thing to put back."""
    refs: list[CellRef | None] = [*dict.fromkeys(r.row.ref(field_key) for r in rows)]
    refs = refs or [change.ref]
    others = [r for r in refs[1:] if r is not None]
    also = f"（{join(map(spot, others))}也要一并改回）" if others else ""
    return Hit(refs[0], field_key, None, change.matter, {**gaps, "另处": also}, tuple(others))


def _day_or_words(after: str) -> str:
    try:
        return day(date.fromisoformat(after))
    except ValueError:
        return f"“{after}”"


@rule(
    "lead-changed",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”上次报的牵头单位是{原值}，这次改成了{新值}，没有变更的登记。",
    asks="请把{单元格}改回{原值}{另处}；确需变更的，请先与有关单位商定并报办公室登记。",
)
def lead_changed(view: UnitView) -> Iterator[Hit]:
    """Yield leads that changed without a decision."""
    for change, title in _changes(view, "lead-changed"):
        gaps = {
            "事项": title,
            "原值": view.plan.unit_name(change.before),
            "新值": view.plan.unit_name(change.after),
        }
        rows = [r for r in _rows_of(view, change) if change.after in known_ids(r.leads)]
        yield _at_all(change, rows, "lead_unit", gaps)


@rule(
    "row-vanished",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="{报过}报过的“{事项}”，这次的清单里没有了，也没有登记。",
    asks="请把这一项补回清单；已经办结的请填“已完成”，合并或撤销的请写明情况并报办公室登记。",
)
def row_vanished(view: UnitView) -> Iterator[Hit]:
    """Yield open matters that stood in an accepted submission and are gone, until somebody decides."""
    accepted = {p.id: p.accepted_on for p in view.past}
    for change, title in _changes(view, "row-vanished"):
        on = accepted.get(change.matter)
        gaps = {"事项": title, "报过": day(on) if on is not None else "上次"}
        yield Hit(None, None, None, change.matter, gaps)


@rule(
    "done-undone",
    level=Level.ERROR,
    tells=Audience.UNIT,
    says="“{事项}”上次已报“{原值}”，这次又改成“{新值}”。",
    asks="请核对{单元格}；确有反复的，请在备注里写明情况。",
)
def done_undone(view: UnitView) -> Iterator[Hit]:
    """Yield matters that were done and are open again."""
    for change, title in _changes(view, "done-undone"):
        gaps = {
            "事项": title,
            "原值": STATES[Status(change.before)],
            "新值": STATES[Status(change.after)],
        }
        yield Hit(change.ref, "status", None, change.matter, gaps)


@rule(
    "stale",
    level=Level.WARNING,
    tells=Audience.UNIT,
    says="“{事项}”的内容从{日期}起一直没有变化。",
    asks="请更新{单元格}的进展；确实没有进展的，请写明原因。",
    threshold=_STALE_AFTER,
)
def stale(view: UnitView, periods: float) -> Iterator[Hit]:
    """Yield open matters that did not move for N reporting periods (silent where none is set)."""
    past = {p.id: p for p in view.past}
    for matter in view.matters:
        old = past.get(matter.id)
        if old is None or not matter.is_open or matter.completion is None:
            continue
        if matter.state is Status.SUSPENDED or _waits(matter, view.today):
            continue
        if _same_progress(matter, old) and _is_stale(view, old, periods):
            since = old.unchanged_since or old.accepted_on
            yield strike(matter.completion, "progress", matter, 日期=day(since))


def _waits(matter: Matter, today: date) -> bool:
    """Whether a matter has not begun because its phase, or its own start, is still to come."""
    row = matter.task
    starts = first_day_of(row.starts_on) if row is not None else None
    starts = starts or (matter.phase.start if matter.phase is not None else None)
    return matter.state is Status.NOT_STARTED and starts is not None and starts > today


def _same_progress(matter: Matter, old: PastMatter) -> bool:
    row = matter.completion
    return row is not None and all(
        row.text(f) == old.texts.get(f"完成清单.{f}", "") for f in ("progress", "status")
    )


def _is_stale(view: UnitView, old: PastMatter, periods: float) -> bool:
    period = view.plan.settings.get("报送周期天数", "")
    since = old.unchanged_since or old.accepted_on
    return period.isdigit() and (view.today - since).days >= periods * int(period)


#: So many bytes of a digest tell a text from all others.
_TELLING = 16
_Told = tuple[str, str, str, tuple[str, str, int, int, str], bool, bytes]
#: Where nothing need move from one report to the next.
_AT_REST = (Status.SUSPENDED, Status.LONG_TERM, Status.NOT_STARTED)


#: A list sent again within so many days is the last report put right, and no report of a new period.
_SAME_REPORT_DAYS = 5


def _is_another_report(view: UnitView, old: PastMatter) -> bool:
    """Whether the words of the last report are old enough for a new period to ask for others."""
    period = view.plan.settings.get("报送周期天数", "")
    days = int(period) / 2 if period.isdigit() else _SAME_REPORT_DAYS
    return (view.today - (old.unchanged_since or old.accepted_on)).days >= days


def _progress(view: UnitView) -> list[_Told]:
    """Return 进展情况 of every matter, with matter, place, whether it is the last report's, a digest.

    Short texts do not count, nor is a matter told that `stale` speaks of.
    """
    setting = view.plan.rules.get("stale")
    periods = setting.threshold if setting and setting.threshold is not None else _STALE_AFTER
    past = {p.id: p for p in view.past}
    found = []
    for matter in view.matters:
        row = matter.completion
        text = row.text("progress") if row is not None else ""
        words = _MARKS.sub("", text)
        if row is None or len(words) < _SHORTEST_COPY:
            continue
        ref = row.row.ref("progress")
        place = (ref.file, ref.sheet, ref.row, ref.column, ref.heading)
        old = past.get(matter.id)
        moves = matter.is_open and matter.state not in _AT_REST
        again = (
            moves
            and old is not None
            and old.texts.get("完成清单.progress") == text
            and _is_another_report(view, old)
            and not _is_stale(view, old, periods)
        )
        told = sha256(words.encode()).digest()[:_TELLING]
        found.append((text, matter.id, shorten(matter.title, 30), place, again, told))
    return found


@rule(
    "copied-text",
    level=Level.WARNING,
    tells=Audience.OFFICE,
    says="{单位}“{事项}”的进展情况与{对照}完全相同。",
    asks="请了解是否确有新的进展、是否各自开展了工作；联合开展的请注明。",
    scope="office",
    gather=_progress,
)
def copied_text(office: OfficeFacts) -> Iterator[Hit]:
    """Yield 进展情况 that another unit wrote word for word, or the unit itself in its last report."""
    first: dict[bytes, tuple[str, str, str]] = {}
    for unit, told in office.parts:
        for text, matter, title, place, again, words in told:
            other, other_name, other_title = first.setdefault(words, (unit.id, unit.name, title))
            if other != unit.id or again:
                theirs = f"{other_name}“{other_title}”的" if other != unit.id else "上次报送的"
                gaps = {"事项": title, "对照": theirs, "单位编号": unit.id}
                yield Hit(CellRef(*place), "progress", text, matter, gaps)
