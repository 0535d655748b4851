"""Reads an office folder: plan, word list, decisions, every workbook under 报送.

What a file says depends on its bytes, the plan and the word list alone, so reading is kept by
digest.  An absent share is never taken for "nothing handed in".
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from .checking import rules
from .deadlines import parse_deadline, read_notice_calendar
from .errors import OfficeError, PlanError
from .examining import view_unit
from .ledger import LedgerFiles, plan_tags
from .model import (
    Decision,
    DueKind,
    History,
    Plan,
    Status,
    Submission,
    Trouble,
    Unit,
    UnitView,
)
from .office import Office, evidence_of, starter
from .plans import chosen, newest_first, plans_meant, told_apart
from .settle import OfficeWords
from .units import match_units
from .wording import refused
from .workbooks.book import Unreadable
from .workbooks.grid import read_book
from .workbooks.grid_refusals import PASSING, our_fault
from .workbooks.inbox import Found, Inbox, read_stable, scan
from .workbooks.stable import torn
from .workbooks.submission import read_submission, unreadable_submission
from .workbooks.words import Words, read_words

_LOG = logging.getLogger(__name__)
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".heic", ".webp", ".tif", ".tiff", ".mp4")


@dataclass(frozen=True, slots=True)
class Setup:
    """What an office wants and decided: everything but the units' own files."""

    office: Office
    plan: Plan
    words: Words
    office_words: OfficeWords
    decisions: tuple[Decision, ...] = ()
    decision_troubles: tuple[Trouble, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    register: tuple[Decision, ...] = ()

    @property
    def is_one_of_several(self) -> bool:
        """Whether the office has other plans beside this one.

        Then ``tags`` has the tags of all plans, ``decisions`` what may speak of this one, and
        ``register`` everything.
        """
        return len(self.tags) > 1

    @property
    def tags_in_ledger(self) -> Mapping[str, str]:
        """The tags that names of matters and topics have by now, by plan."""
        return self.tags or {self.plan.key: self.plan.tag}


@dataclass(slots=True)
class Gathered:
    """The submissions under 报送 by unit, those of no unit, and what else lay there."""

    by_unit: dict[str, list[Submission]] = field(default_factory=dict)
    strays: list[Submission] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def wait(self, submission: Submission, why: str) -> None:
        """Put a submission that could not be looked at this time: nothing is concluded about its unit."""
        self.notes.append(f"《{submission.file}》{why}；该单位这次不作“未报送”处理。")
        if submission.unit:
            self.put(submission)

    def put(self, submission: Submission) -> None:
        """Put a submission with its unit, or with those of no unit."""
        if submission.unit:
            self.by_unit.setdefault(submission.unit, []).append(submission)
        else:
            self.strays.append(submission)


def digest_of(data: bytes) -> str:
    """Return the name under which content is kept."""
    return hashlib.sha256(data).hexdigest()


def unit_digest(submissions: Sequence[Submission]) -> str:
    """Return one name for all that a unit has handed in; the same file twice counts once."""
    return digest_of("\n".join(sorted({s.digest for s in submissions})).encode())


def set_up(office: Office, wanted: str = "") -> Setup:
    """Read the office's own workbooks for the newest plan, or for the one `wanted`; see `set_ups`."""
    setups = set_ups(office)
    plan = chosen([s.plan for s in setups], wanted)
    return next(s for s in setups if s.plan is plan)


def set_ups(office: Office) -> tuple[Setup, ...]:
    """Read the office's own workbooks, once for each plan, the newest first.

    Raises PlanError or OfficeError saying what to mend.  One plan that cannot be read stops all:
    without it nobody can tell what the files under 报送 answer.
    """
    return apart(read_office(office))


def read_office(office: Office) -> tuple[Setup, ...]:
    """Read the workbooks as they are; `apart` makes of them what a run goes by."""
    plans = office.plans
    if not plans:
        raise _no_plan(office)
    words = _read_words(office)
    read = newest_first([_read_plan(office, p, words) for p in plans])
    decisions, troubles = _read_decisions(office, read[0])
    return tuple(
        Setup(office, plan, words, _office_words(words, plan), decisions, troubles) for plan in read
    )


def _no_plan(office: Office) -> OfficeError:
    """Return why there is no plan: the folder is closed to us, or holds no workbook."""
    folder = office.root / "计划"
    try:
        others = sorted(p.name for p in folder.iterdir() if not p.name.startswith((".", "~")))
    except OSError as error:
        what = f"“计划”文件夹打不开（{refused(error)}）"
        return OfficeError(what, str(folder), "请核对文件夹的权限后再运行。")
    there = f"，只有《{others[0]}》" if others else ""
    return OfficeError(
        f"“计划”文件夹里没有方案工作簿{there}",
        todo="请把方案工作簿放进“计划”文件夹，存成 .xlsx 格式。",
    )


def apart(setups: Sequence[Setup]) -> tuple[Setup, ...]:
    """Return the setups with all that keeps their plans apart; raises PlanError where that fails."""
    files = LedgerFiles.of(setups[0].office.root)
    kept = plan_tags(files, only=len(setups) == 1)
    plans = told_apart([s.plan for s in setups], kept)
    tags = {p.key: p.tag for p in plans} if len(plans) > 1 else {}
    by_key = {s.plan.key: s for s in setups}
    return tuple(_of_plan(by_key[plan.key], plan, plans, tags) for plan in plans)


def _of_plan(setup: Setup, plan: Plan, plans: Sequence[Plan], tags: Mapping[str, str]) -> Setup:
    if plan is setup.plan:
        return setup
    every = setup.decisions
    own = tuple(d for d in every if plan in plans_meant(d, plans)) if tags else every
    register = every if tags else ()
    return replace(setup, plan=plan, tags=tags, decisions=own, register=register)


def _own_book(office: Office, path: Path, what: str) -> tuple[object, bytes]:
    try:
        data = path.read_bytes()
        return read_book(data, path.name), data
    except Unreadable as error:
        raise PlanError(
            f"{what}读不出来：{error.message}",
            office.relative(path),
            "请用 Excel 或 WPS 另存后再运行。",
        ) from None
    except OSError as error:
        raise PlanError(
            f"{what}打不开（{refused(error)}）",
            office.relative(path),
            "请关闭正在打开它的程序后再运行。",
        ) from None


def _read_words(office: Office) -> Words:
    if not office.words.is_file() or _is_starter(office.words):
        return Words.builtin()
    book, _ = _own_book(office, office.words, "词典")
    return read_words(book, office.words.name)  # type: ignore[arg-type]


def _is_starter(words: Path) -> bool:
    """Whether a word list is the one that was shipped, in which stands what is built in."""
    shipped = starter("sheets") / words.name
    try:
        return shipped.read_bytes() == words.read_bytes()
    except OSError:
        return False


def _read_plan(office: Office, path: Path, words: Words) -> Plan:
    # Most runs find the plan and the register as they were, and need nothing that reads them.
    from .plan_names import plan_names
    from .workbooks.plan import read_plan

    book, data = _own_book(office, path, "方案工作簿")
    plan = read_plan(
        book,  # type: ignore[arg-type]
        file=office.relative(path),
        digest=digest_of(data),
        rules=frozenset(rules()),
        derive=_derive,
        read_notice=read_notice_calendar,
        known=plan_names(),
    )
    return replace(plan, units=tuple(_with_aliases(u, words) for u in plan.units))


def _derive(words: str, issued: date) -> tuple[date | None, date | None]:
    due = parse_deadline(words, written=issued)
    if due.kind in (DueKind.BY_DATE, DueKind.RANGE):
        return due.start, due.due
    return None, None


def _with_aliases(unit: Unit, words: Words) -> Unit:
    more = tuple(a for a in words.unit_aliases.get(unit.name, ()) if a not in unit.short_names)
    return replace(unit, short_names=(*unit.short_names, *more)) if more else unit


def _office_words(words: Words, plan: Plan) -> OfficeWords:
    statuses = {
        text: Status(key)
        for key, texts in words.statuses.items()
        if key in set(Status)
        for text in texts
    }
    collectives = {
        name: tuple(u.id for u in _group(scope, plan)) for name, scope in words.collectives.items()
    }
    return OfficeWords(statuses, collectives)


def _group(scope: str, plan: Plan) -> Iterator[Unit]:
    for match in match_units(scope, plan.units):
        if match.status == "collective":
            yield from match.candidates
        elif match.unit is not None:
            yield match.unit


def _read_decisions(office: Office, plan: Plan) -> tuple[tuple[Decision, ...], tuple[Trouble, ...]]:
    from .workbooks.decisions import read_decisions, register_gone

    if not office.decisions.is_file():
        return (), (register_gone(office.decisions.name),)
    book, _ = _own_book(office, office.decisions, "登记")
    return read_decisions(book, file=office.decisions.name, units=plan.units)  # type: ignore[arg-type]


# --------------------------------------------------------------------------- submissions


def gather(setup: Setup, inbox: Inbox | None = None) -> Gathered:
    """Read everything under 报送, or of an `inbox`.  Raises ShareError where the folder is not there."""
    inbox = inbox or scan(setup.office.inbox)
    return sort_out(setup, inbox, (read_file(setup, found) for found in inbox.files))


def sort_out(setup: Setup, inbox: Inbox, submissions: Iterable[Submission]) -> Gathered:
    """Sort what was read from the files of an inbox, in their order, by unit."""
    gathered = Gathered(notes=list(inbox.notes))
    others: list[Submission] = []
    _shut(setup, inbox, gathered)
    for found, submission in zip(inbox.files, submissions, strict=True):
        if submission.waits:
            gathered.wait(submission, "正在保存或复制，本次没有读取，下次运行会再读")
            continue
        if found.kind == "conflict" and found.original:
            gathered.copies[submission.file] = f"报送/{found.original}"
        if found.kind == "other" and not submission.readable:
            others.append(submission)
        else:
            gathered.put(submission)
    for submission in others:
        # A signed scan or a photo beside a workbook that can be read is no submission that failed.
        if submission.unit and any(s.tables for s in gathered.by_unit.get(submission.unit, ())):
            gathered.notes.append(f"{submission.file} 不是工作簿，没有读取。")
        elif submission.file.lower().endswith(_PICTURES):
            gathered.notes.append(f"{submission.file} 是图片，没有读取。")
        else:
            gathered.put(submission)
    return gathered


def _shut(setup: Setup, inbox: Inbox, gathered: Gathered) -> None:
    """Let the units wait whose folders could not be looked into; all, where one is nobody's."""
    for folder in inbox.blocked:
        told = unreadable_submission(
            Unreadable("busy", ""),
            file=f"报送/{folder}/",
            digest="",
            plan=setup.plan,
            words=setup.words,
            match_units=match_units,
        )
        if told.unit:
            gathered.put(told)
        elif "/" not in folder:
            for unit in setup.plan.units:
                gathered.put(replace(told, unit=unit.id))


def read_file(setup: Setup, found: Found, data: bytes = b"", digest: str = "") -> Submission:
    """Return what one file says; `data` is its content where it was read already, `digest` of that.

    A fault of ours in reading costs this one file, and is logged.
    """
    file, path = f"报送/{found.path}", setup.office.inbox / found.path
    modified = datetime.fromtimestamp(found.mtime_ns / 1e9, UTC)
    try:
        if not data:
            data, digest = read_stable(path), ""
        book = read_book(data, found.path)
        return read_submission(
            book,
            file=file,
            digest=digest or digest_of(data),
            plan=setup.plan,
            words=setup.words,
            match_units=match_units,
            modified=modified,
        )
    except Unreadable as error:
        _LOG.info("%s: %s %s", file, error.reason, error.detail)
        reason = torn(error, path, found.size, found.mtime_ns) or error
    except Exception as fault:
        _LOG.exception("reading %s failed", file)
        reason = our_fault(type(fault).__name__)
    return unreadable_submission(
        reason,
        file=file,
        # Without one nobody takes it for granted that another run would say the same.
        digest=(digest or digest_of(data)) if data and reason.reason not in PASSING else "",
        plan=setup.plan,
        words=setup.words,
        match_units=match_units,
        modified=modified,
    )


# --------------------------------------------------------------------------- views


def views(setup: Setup, gathered: Gathered, today: date, history: History) -> Iterator[UnitView]:
    """Yield one view per unit of the plan, in roster order."""
    evidence = evidence_by_unit(setup.office, setup.plan.units)
    for unit in setup.plan.units:
        yield view_unit(
            setup.plan,
            unit,
            gathered.by_unit.get(unit.id, ()),
            today,
            decisions=setup.decisions,
            past=history.past_matters(unit.id),
            copies=gathered.copies,
            evidence=evidence.get(unit.id),
            words=setup.office_words,
            accepted=history.accepted,
        )


def evidence_by_unit(office: Office, units: Iterable[Unit]) -> dict[str, Mapping[str, int]]:
    """Return the evidence files of the units that have a folder for them; see `evidence_of`."""
    try:
        there = {path.name.casefold() for path in office.evidence.iterdir()}
    except OSError:
        return {}
    found: dict[str, Mapping[str, int]] = {}
    for unit in units:
        names = (unit.folder, unit.name, unit.id, *unit.short_names)
        if any(n.casefold() in there or "/" in n or "\\" in n for n in names):
            files = evidence_of(office, names)
            if files is not None:
                found[unit.id] = files
    return found


def stray_view(setup: Setup, gathered: Gathered, today: date) -> UnitView | None:
    """Return a view of the files that belong to no unit, None where there are none."""
    if not gathered.strays:
        return None
    return UnitView(setup.plan, Unit("", ""), today, "received", submissions=tuple(gathered.strays))
