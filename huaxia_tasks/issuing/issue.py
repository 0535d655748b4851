"""发出: number, record and deliver, each paper exactly once.

lock → share there? → ledger sound? → take up what a dead run left → look and decide → choose →
render on trial → one transaction: numbers, steps, render input, deliveries → files placed and
recorded → deliveries one by one → backup.  Each arrow may be the last; the next run goes on there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from ..accepting import accept_in
from ..channels import Secrets
from ..errors import HuaxiaError, OfficeError, TemplateError
from ..ledger import (
    Ledger,
    LedgerFiles,
    NewPaper,
    Outgoing,
    PaperRow,
    Reserved,
    all_papers,
    back_up,
    doubt,
    reserve,
    waiting,
)
from ..lock import one_at_a_time
from ..manners import allowed, reasons
from ..model import Briefing, Receipt
from ..occasions import ZONE
from ..office import Office, office_at
from ..run import decide, look, whole_day
from ..wording import day as in_words
from ..wording import refused
from . import guards
from .addressing import Way, channels, ways
from .choosing import Choice, Clerk, Draft, choose, explain_unknown, receipts_left, reminders
from .delivering import Postman
from .outdated import SETTLED, cancel_settled, unsent
from .placing_papers import Placed, clear_leftovers, edited, place_reserved
from .preparing import Prepared, Troubles, bundle_deliveries, prepare, unnumbered

#: How many of the newest issued files are looked at for changes by hand; ``doctor`` looks at all.
_LOOKED_AT = 200


class Order(NamedTuple):
    """What a person asked for.

    ``keys`` are drafts (key, file, unit or kind); none and not ``auto``: all reminders of the day.
    ``at_once``: not held back by the manners.  The ``accept_…`` overrule a guard, once.
    """

    keys: tuple[str, ...] = ()
    auto: bool = False
    dry_run: bool = False
    at_once: bool = False
    accept_clock: bool = False
    accept_share: bool = False


class Planned(NamedTuple):
    """A paper that would be issued, with whom it would go to."""

    draft: Draft
    number: str
    path: str
    deliveries: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Issued:
    """What was issued, delivered, held back, and what the office should know.

    ``planned`` is filled instead of ``papers`` on a dry run or a rehearsal (``rehearsal`` says why).
    """

    today: date
    rehearsal: str = ""
    papers: list[PaperRow] = field(default_factory=list)
    taken_up: list[PaperRow] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)
    failed: list[tuple[PaperRow, str]] = field(default_factory=list)
    doubtful: list[Outgoing] = field(default_factory=list)
    waiting: list[Outgoing] = field(default_factory=list)
    broken: list[TemplateError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unreadable: int = 0

    @property
    def not_delivered(self) -> list[Receipt]:
        """The deliveries of this run that did not arrive, or may not have."""
        return [r for r in self.receipts if r.state != "sent"]

    @property
    def exit_code(self) -> int:
        """0 done, 1 something to say, 2 a broken template, 3 unread inputs, 5 something undelivered."""
        if self.broken:
            return 2
        if self.not_delivered or self.failed or self.doubtful or self.closed:
            return 5
        if self.unreadable:
            return 3
        return 1 if self.left_out or self.held_back or self.waiting else 0


#: What is asked for where nothing is said.
_EVERYTHING = Order()


def present() -> datetime:
    """Return the present time where the office is."""
    return datetime.now(ZONE)


def issue(
    office: Office | str | os.PathLike[str],
    today: date,
    order: Order = _EVERYTHING,
    *,
    now: Callable[[], datetime] = present,
    secrets: Secrets | None = None,
    host: str | None = None,
) -> Issued:
    """Issue what `order` asks for on `today`; `office` is a folder or an Office.

    ``now`` gives the present time with its zone: locks, waits and the guard of the clock ask it.

    In a real office a day other than the present one is a rehearsal, as is a dry run: nothing is
    numbered, written or sent.  Raises HuaxiaError where nothing may be issued.
    """
    at, today = office_at(office), whole_day(today)
    rehearsal = _rehearsal(at, today, order, now())
    files = LedgerFiles.of(at.root)
    if rehearsal:
        return _Desk(at, today, order, now).rehearse(rehearsal)
    try:
        with (
            one_at_a_time(at.root, now=now, shared=at.inbox),
            Ledger(files, now=now, host=host) as ledger,
        ):
            return _Desk(at, today, order, now).issue(ledger, secrets)
    except OSError as error:
        raise _stopped(error) from None


def _stopped(error: OSError) -> OfficeError:
    """Return in words why the disk stopped a run; what was begun is finished by the next one."""
    full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1))
    what = "磁盘已满，发文中断" if full else f"读写文件出错，发文中断（{refused(error)}）"
    todo = "请清理磁盘" if full else "请检查磁盘和文件夹权限"
    return OfficeError(
        what, str(error.filename or ""), f"{todo}后再运行一次，程序会接着办完，不会重复。"
    )


def _rehearsal(office: Office, today: date, order: Order, now: datetime) -> str:
    if not office.is_demo and today != now.date():
        return f"今天是{in_words(now.date())}，按{in_words(today)}办理只是预演：没有编号、没有登记、没有发送。"
    return "只显示将要发出什么：没有编号、没有登记、没有发送。" if order.dry_run else ""


class _Desk:
    """One run of issuing."""

    def __init__(
        self, office: Office, today: date, order: Order, now: Callable[[], datetime]
    ) -> None:
        self.office, self.today, self.order, self.now = office, today, order, now
        self.result = Issued(today)

    # ----------------------------------------------------------------- for real

    def issue(self, ledger: Ledger, secrets: Secrets | None) -> Issued:
        """Go all the way."""
        share = guards.share(ledger, self.office.root, self.office.inbox)
        share.require()
        guards.require_register(ledger, self.office)
        self._take_up(ledger)
        briefing = decide(look(self.office, self.today))
        snapshot = briefing.snapshot
        share.require()
        known = guards.expected(ledger, snapshot)
        by_unit = guards.files_now(self.office.root, snapshot)
        present = [file for files in by_unit.values() for file in files]
        guards.require_files(ledger, known, present, accept=self.order.accept_share)
        if not (self.office.is_demo and self.today != self.now().date()):
            times = guards.times_of(self.office.root, present)
            guards.require_clock(ledger, times, accept=self.order.accept_clock)
        gone = guards.vanished(ledger, known, by_unit, accept=self.order.accept_share)
        gone |= guards.in_motion(self.office.root, snapshot)
        on, notes = ways(snapshot.plan, self.office)
        self.result.notes += notes
        ready = self._prepare(briefing, on, gone)
        self.result.notes += unnumbered(snapshot.plan, ready)
        guards.require_room(
            self.office.root, sum(p.bytes for p in ready) + ledger.files.ledger.stat().st_size
        )
        share.require()
        reserved = self._reserve(ledger, briefing, ready, on)
        self._place(place_reserved(ledger, self.office), {p.key for p in reserved.papers})
        self._deliver(ledger, briefing, on, secrets)
        for own in snapshot.of_all_plans:
            self.result.notes += accept_in(ledger, self.office, own)
        self._finish(ledger, briefing)
        return self.result

    def _take_up(self, ledger: Ledger) -> None:
        """Go on where a dead run stopped: what it left beside, what it reserved, what it was sending."""
        clear_leftovers(self.office)
        repeatable = [e.name for e in channels().values() if e.repeatable]
        self.result.doubtful += doubt(ledger, repeatable)
        before = place_reserved(ledger, self.office)
        self.result.taken_up += before.papers
        self.result.broken += before.broken

    def _reserve(
        self, ledger: Ledger, briefing: Briefing, ready: Sequence[Prepared], on: Sequence[Way]
    ) -> Reserved:
        reserved = reserve(ledger, [p.paper for p in ready], bundle_deliveries(ready, on))
        for left in reserved.left_out:
            name = _unit_name(left.paper.unit or "", briefing)
            self.result.left_out.append(_why_left(left.paper, left.issued, name))
        return reserved

    def _place(self, placed: Placed, ours: set[str]) -> None:
        for paper in placed.papers:
            (self.result.papers if paper.key in ours else self.result.taken_up).append(paper)
        self.result.failed += placed.failed
        known = {str(b) for b in self.result.broken}
        self.result.broken += [b for b in placed.broken if str(b) not in known]

    def _deliver(
        self,
        ledger: Ledger,
        briefing: Briefing,
        on: Sequence[Way],
        secrets: Secrets | None,
    ) -> None:
        plan = briefing.snapshot.plan
        usable = [w.entry.name for w in on]
        for late in cancel_settled(ledger, briefing.snapshot):
            self.result.notes.append(f"{late.channel}→{late.address}：{SETTLED}。")
        closed = guards.closed_shares(ledger, self.office.root, on)
        postman = Postman(ledger, self.office, plan.channels, usable, closed, secrets)
        delivered = postman.deliver()
        self.result.receipts += delivered.receipts
        self.result.closed |= delivered.closed
        told = {r.key for r in delivered.receipts}
        self.result.waiting += [d for d in waiting(ledger, "queued") if d.key not in told]
        self.result.notes += unsent(self.result.waiting, usable)

    def _finish(self, ledger: Ledger, briefing: Briefing) -> None:
        fresh = {p.key for p in (*self.result.papers, *self.result.taken_up)}
        older = [p for p in all_papers(ledger, "issued")[-_LOOKED_AT:] if p.key not in fresh]
        self.result.notes += edited(ledger, self.office, older)
        everything = {(p.plan, p.key): p for p in all_papers(ledger)}
        for kept in (self.result.papers, self.result.taken_up):
            kept[:] = [everything[p.plan, p.key] for p in kept]
        try:
            back_up(ledger)
        except HuaxiaError as error:
            self.result.left_out.append(str(error))

    # ----------------------------------------------------------------- both

    def _prepare(
        self, briefing: Briefing, on: Sequence[Way], gone: frozenset[str]
    ) -> list[Prepared]:
        """Choose today's papers and make them ready; tell what is left out and why."""
        snapshot, plan = briefing.snapshot, briefing.snapshot.plan
        result = self.result
        result.held_back += briefing.notes
        result.unreadable = sum(
            f.rule == "unreadable-file" for b in briefing.of_all_plans for f in b.findings
        )
        chosen = choose(self.office, briefing, self.order.keys, auto=self.order.auto)
        self._tell_unknown(briefing, chosen)
        if not self.order.keys and not self.order.auto and (left := receipts_left(briefing)):
            result.notes.append(
                f"另有{left}件清单接收回执（连同退回的工作簿）没有发过；要发给单位的，请运行 huaxia 发出 清单接收回执。"
            )
        drafts = [d for d in chosen.drafts if d.unit not in gone]
        for unit in sorted({d.unit for d in chosen.drafts if d.unit in gone} - {None}):
            name = _unit_name(unit or "", briefing)
            result.held_back.append(
                f"{name}报送的文件正在保存或移动，这次不给它发文；"
                "上次还在的文件，十分钟以后再运行仍不在的，才按未报送办理。"
            )
        if not self.order.at_once:
            moment = self._moment(plan.manners.from_time)
            verdict = allowed(drafts, snapshot.history, moment, plan)
            drafts = list(verdict.now)
            result.held_back += reasons(verdict.later, plan)
        troubles = Troubles(result.broken, result.notes)
        clerk = Clerk(self.office, briefing)
        return prepare(drafts, clerk, on, self.now(), troubles)

    def _moment(self, opens: object) -> datetime:
        """Return the moment for the manners; on a day that was chosen for practice, office hours."""
        now = self.now()
        if self.today == now.date() and not self.office.is_demo:
            return now
        from datetime import time

        at = opens if isinstance(opens, time) else time(9)
        return datetime.combine(self.today, at, now.tzinfo)

    def _tell_unknown(self, briefing: Briefing, chosen: Choice) -> None:
        if not chosen.unknown:
            return
        history = {s.key: s for s in briefing.snapshot.history.sent}
        due = list(reminders(self.office, briefing))
        for key in chosen.unknown:
            sent = history.get(key)
            if sent is not None:
                name = f"（{sent.number}）" if sent.number else ""
                said = f"“{key}”已于{in_words(sent.issued_on)}发出{name}，不再重复发出。"
            else:
                said = explain_unknown(key, briefing.snapshot.plan, due)
            self.result.left_out.append(said)

    # ----------------------------------------------------------------- for show

    def rehearse(self, why: str) -> Issued:
        """Show what would be issued; write nothing."""
        from .showing import shown

        self.result.rehearsal = why
        briefing = decide(look(self.office, self.today))
        on, notes = ways(briefing.snapshot.plan, self.office)
        self.result.notes += notes
        ready = self._prepare(briefing, on, frozenset())
        self.result.notes += unnumbered(briefing.snapshot.plan, ready)
        self.result.planned += shown(LedgerFiles.of(self.office.root), ready, on)
        return self.result


def _unit_name(unit: str, briefing: Briefing) -> str:
    plans = (b.snapshot.plan for b in briefing.of_all_plans)
    return next((p.unit_name(unit) for p in plans if p.unit(unit)), unit)


def _why_left(paper: NewPaper, issued: PaperRow | None, unit: str) -> str:
    whose = f"{unit}的" if unit else ""
    if issued is None:
        return f"{whose}{paper.title}没有发出：同一系列已有日期更晚的文书，编号不能倒着排。"
    return (
        f"{whose}{paper.title}没有发出：同样的内容已于{in_words(issued.day)}发过（{issued.name}）。"
    )
