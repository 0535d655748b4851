"""From read workbooks to one view per unit: which file counts, what it means, what it changed.

Knows both the reading edge and the core; everything here is a pure function of its arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .changes import compare
from .decided import claims
from .likeness import Nearby, likeness
from .matters import join
from .model import (
    CellRef,
    Decision,
    ListKind,
    Matter,
    PastMatter,
    Plan,
    Submission,
    Trouble,
    Unit,
    UnitView,
)
from .settle import BUILTIN_WORDS, OfficeWords, settle
from .wording import join as enumerate_words

#: Two files for one list whose times lie nearer than this compete; farther apart the newer one counts.
_SAME_TIME = timedelta(hours=24)
#: A file that came so much later than one that cannot be read was sent in its place.
_CLEARLY_LATER = timedelta(minutes=1)
_NEVER = 1 << 31


class Chosen(NamedTuple):
    """The submissions of a unit that count, their tables sifted, and the files set aside."""

    submissions: tuple[Submission, ...]
    set_aside: tuple[str, ...] = ()


def choose(
    submissions: Sequence[Submission],
    copies: Mapping[str, str] | None = None,
    accepted: Mapping[str, int] | None = None,
    asked: Iterable[ListKind] = ListKind,
) -> Chosen:
    """Decide, list by list, which of a unit's files counts.

    The newer file counts.  Where two different files claim one list at the same time, or one is a
    sync conflict copy (`copies`: its path -> path of the original), that is a trouble
    ``duplicate-submission`` of the one set aside; forms for a matter each all count.  Files with equal contents are one.  A file that
    an earlier run took in (`accepted`: digest -> number of that submission) does not compete with the
    one that followed it: units mend a list and send it again the same day.
    """
    if len(submissions) == 1 and submissions[0].readable:
        return Chosen((submissions[0],))
    copies, accepted = copies or {}, accepted or {}
    by_digest: dict[str, Submission] = {}
    for submission in sorted(submissions, key=lambda s: (s.file in copies, len(s.file), s.file)):
        by_digest.setdefault(submission.digest or submission.file, submission)

    def age(submission: Submission) -> tuple[datetime, int, str]:
        at = submission.modified or datetime.min  # noqa: DTZ901 - only compared
        return at, accepted.get(submission.digest, _NEVER), submission.file

    files = sorted(by_digest.values(), key=age)
    holders: dict[ListKind, list[Submission]] = {}
    for submission in files:
        for kind in dict.fromkeys(t.kind for t in submission.tables if t.rows):
            holders.setdefault(kind, []).append(submission)
    winners: dict[tuple[str, ListKind], bool] = {}
    duplicates: dict[str, list[tuple[ListKind, Submission]]] = {}
    for kind, claimants in holders.items():
        if len(claimants) > 1 and _are_forms(claimants, kind, copies):
            winners |= {(s.file, kind): True for s in claimants}
            continue
        best = max(_nearest(claimants, kind, copies), key=age)
        for other in claimants:
            winners[other.file, kind] = other is best
            followed = accepted.get(other.digest, _NEVER) < accepted.get(best.digest, _NEVER)
            if other is best or (followed and other.file not in copies):
                continue
            if _compete(other, best, kind, copies):
                duplicates.setdefault(other.file, []).append((kind, best))
    sifted = [_sift(s, winners, duplicates.get(s.file, [])) for s in files]
    sifted = [s for s in sifted if not _replaced(s, files, asked)]
    aside = tuple(s.file for s in sifted if s.tables == () and by_file(submissions, s.file).tables)
    return Chosen(tuple(sorted(sifted, key=lambda s: s.file)), aside)


def _replaced(broken: Submission, files: Sequence[Submission], asked: Iterable[ListKind]) -> bool:
    """Whether a file that cannot be read was sent again: all lists asked came clearly later."""
    if broken.readable or broken.modified is None:
        return False
    later = [
        s
        for s in files
        if s.readable and s.modified is not None and s.modified - broken.modified >= _CLEARLY_LATER
    ]
    return {t.kind for s in later for t in s.tables if t.rows} >= set(asked)


def by_file(submissions: Iterable[Submission], file: str) -> Submission:
    """Return the submission read from `file`."""
    return next(s for s in submissions if s.file == file)


def _are_forms(claimants: Sequence[Submission], kind: ListKind, copies: Mapping[str, str]) -> bool:
    """Whether each file is a form for matters of its own (一事一表): no two speak of the same one."""
    tables = [t for s in claimants for t in s.tables if t.kind is kind and t.rows]
    if any(s.file in copies for s in claimants) or not all(
        row.number <= t.header_row for t in tables for row in t.rows
    ):
        return False  # rows of a table stand below its heading
    said = [row.text("task") or row.text("problem") for t in tables for row in t.rows]
    return all(said) and len(set(said)) == len(said)


def _nearest(
    claimants: Sequence[Submission], kind: ListKind, copies: Mapping[str, str]
) -> Sequence[Submission]:
    """Return those of the claimants that may count: no fresh copies, lists under their own name."""
    originals = [s for s in claimants if s.file not in copies] or list(claimants)
    latest = max((s.modified for s in originals if s.modified is not None), default=None)
    # A copy made long after its original is no accident of the sync folder but what was sent last.
    originals += [
        s
        for s in claimants
        if s.file in copies and s.modified and latest and s.modified - latest >= _SAME_TIME
    ]
    named = [s for s in originals if any(t.kind is kind and not t.implied for t in s.tables)]
    return named or originals


def _compete(
    other: Submission, best: Submission, kind: ListKind, copies: Mapping[str, str]
) -> bool:
    if _texts(other, kind) == _texts(best, kind) or _implies(other, kind) != _implies(best, kind):
        return False
    if other.file in copies or best.file in copies:
        return True
    if other.modified is None or best.modified is None:
        return True
    return abs(best.modified - other.modified) < _SAME_TIME


def _implies(submission: Submission, kind: ListKind) -> bool:
    """Whether a list stands only in the further columns of another one."""
    return all(t.implied for t in submission.tables if t.kind is kind)


def _texts(submission: Submission, kind: ListKind) -> list[list[tuple[str, str]]]:
    return [
        [(name, value.text) for name, value in row.cells.items()] for row in submission.rows(kind)
    ]


def _sift(
    submission: Submission,
    winners: Mapping[tuple[str, ListKind], bool],
    duplicates: Sequence[tuple[ListKind, Submission]],
) -> Submission:
    tables = tuple(
        t for t in submission.tables if not t.rows or winners.get((submission.file, t.kind), True)
    )
    troubles = submission.troubles
    if len(tables) < len(submission.tables):
        kept = {t.sheet for t in tables}
        lost = {t.sheet for t in submission.tables} - kept
        troubles = tuple(t for t in troubles if t.ref.sheet not in lost)
        if not any(t.rows for t in tables):
            tables = ()
            troubles = tuple(t for t in troubles if t.rule == "unreadable-file")
    if duplicates:
        lists = enumerate_words(f"“{kind.value}”" for kind, _ in duplicates)
        best = duplicates[0][1]
        name = best.file.rsplit("/", 1)[-1]
        says = f"这份文件和《{name}》都报了{lists}，内容不同；本次以《{name}》为准"
        trouble = Trouble("duplicate-submission", CellRef(submission.file), {"说明": says})
        troubles = (*troubles, trouble)
    return replace(submission, tables=tables, troubles=troubles)


def view_unit(
    plan: Plan,
    unit: Unit,
    submissions: Sequence[Submission],
    today: date,
    *,
    decisions: Sequence[Decision] = (),
    past: Sequence[PastMatter] = (),
    copies: Mapping[str, str] | None = None,
    evidence: Mapping[str, int] | None = None,
    words: OfficeWords = BUILTIN_WORDS,
    accepted: Mapping[str, int] | None = None,
) -> UnitView:
    """Return everything known of one unit on `today`; `submissions` are all its files."""
    asked = [s.kind for s in plan.lists if s.is_asked_of(unit.id)] or ListKind
    chosen = choose(submissions, copies, accepted, asked)
    settled = [r for s in chosen.submissions for r in settle(s, plan, today, words)]
    rows = tuple([r if r.unit == unit.id else replace(r, unit=unit.id) for r in settled])
    own = tuple(
        d
        for d in decisions
        if (d.unit in ("", unit.id) or d.matter.startswith(unit.id))
        and (d.decided_on is None or d.decided_on <= today)
    )
    taken_up = tuple(
        d
        for d in claims(decisions, plan.duties)
        if d not in own and (d.decided_on or today) <= today
    )
    joined = join(plan, unit, rows, today, own, past)
    changed = compare(joined.matters, past, own, {r.row.kind for r in rows}) if past else ()
    return UnitView(
        plan=plan,
        unit=unit,
        today=today,
        state=_state(submissions),
        submissions=chosen.submissions,
        rows=rows,
        matters=_absorb_splits(joined.matters, past),
        changes=changed,
        decisions=(*own, *taken_up),
        past=tuple(past),
        loose=joined.loose,
        unknown_numbers=joined.unknown_numbers,
        evidence=evidence,
    )


def _state(submissions: Sequence[Submission]) -> str:
    if not submissions:
        return "missing"
    if any(s.readable and any(t.rows or t.says_none for t in s.tables) for s in submissions):
        return "received"
    return "unreadable" if any(not s.readable for s in submissions) else "missing"


def _absorb_splits(matters: tuple[Matter, ...], past: Sequence[PastMatter]) -> tuple[Matter, ...]:
    """Say of a new matter that it continues a former one in part (a row that was split)."""
    if not past:
        return matters
    known = {p.id: p for p in past}
    nearby = Nearby(past, lambda p: (p.title,))
    result = []
    for matter in matters:
        if matter.id not in known:
            parents = [
                p
                for p in map(past.__getitem__, nearby.to((matter.title,)))
                if p.title != matter.title and likeness(matter.title, p.title) >= 0.6
            ]
            if parents:
                why = f"与原事项{parents[0].id}相近，可能由它拆分而来"
                matter = replace(matter, why=(*matter.why, why))
        result.append(matter)
    return tuple(result)
