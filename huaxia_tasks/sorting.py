"""Which plan each file under 报送 goes to, where an office has several; looked at once for each content.

A file of which nothing tells goes to the plan under which it, or the one that lay in its place, was
accepted before, else to the plan issued last; the office is told.  A file that is being saved makes its
unit wait under every plan.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from .cache import Shelf, digest
from .ledger import LedgerFiles, accepted_under
from .looking import Setup, digest_of
from .model import Plan
from .office import Office
from .stamp import is_settled
from .wording import join
from .workbooks.book import Book, Unreadable
from .workbooks.grid import read_book
from .workbooks.inbox import Found, Inbox, read_stable, scan
from .workbooks.which_plan import which_plan

_LOG = logging.getLogger(__name__)
_RECORD, _SHELF, _FORMAT = "*", "plans", 1
_SHOWN = 3


class Place(NamedTuple):
    """What was found out about a file: its plan by key, "" where nothing tells, and its content.

    ``doubt`` says what contradicts it; ``waits`` where the file was being saved.
    """

    plan: str
    content: str
    doubt: str = ""
    waits: bool = False
    readable: bool = True


@dataclass(slots=True)
class Sorted:
    """The files of each plan, by its key, and what the office is to be told."""

    inboxes: dict[str, Inbox] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def sort_files(
    setups: Sequence[Setup], shelf: Shelf | None = None, *, verify: bool = False
) -> Sorted:
    """Return which files under 报送 each plan of `setups` (newest first) has.

    What was found out before is taken from `shelf`; with `verify` all files are looked at.  Raises
    ShareError where the folder is not there.
    """
    office, plans = setups[0].office, [s.plan for s in setups]
    inbox = scan(office.inbox)
    places = _Places(office, plans, shelf, verify=verify)
    by_digest, by_path = accepted_under(LedgerFiles.of(office.root))
    newest, known = plans[0].key, {p.key for p in plans}
    found: dict[str, list[Found]] = {p.key: [] for p in plans}
    doubtful: dict[str, list[str]] = {}
    notes: list[str] = []
    for one in inbox.files:
        place = places.of(one)
        if place.waits:
            for own in found.values():
                own.append(one)
            continue
        home = place.plan
        if not home:
            before = by_digest.get(place.content) or by_path.get(f"报送/{one.path}") or newest
            home = before if before in known else newest
            if place.readable:
                doubtful.setdefault(home, []).append(one.path)
        if place.doubt:
            notes.append(f"报送/{one.path}：{place.doubt}；按前者办理，请核对。")
        found[home].append(one)
    places.save()
    notes += _doubts(doubtful, plans)
    first = {p.key: inbox._replace(files=tuple(found[p.key]), notes=()) for p in plans}
    first[newest] = first[newest]._replace(notes=inbox.notes)
    return Sorted(first, notes)


def _doubts(doubtful: dict[str, list[str]], plans: Sequence[Plan]) -> Iterator[str]:
    for plan in plans:
        if own := doubtful.get(plan.key):
            names = join(f"《{path.rpartition('/')[2]}》" for path in own[:_SHOWN])
            what = names if len(own) <= _SHOWN else f"{names}等{len(own)}份文件"
            yield (
                f"{what}看不出报的是哪个方案，按{plan.label}办理。不是的，请在表的标题里写明文号，"
                "或者放进以文号命名的文件夹。"
            )


class _Places:
    """Finds out where files go, and keeps it."""

    def __init__(
        self, office: Office, plans: Sequence[Plan], shelf: Shelf | None, *, verify: bool
    ) -> None:
        self._office, self._plans, self._shelf, self._verify = office, plans, shelf, verify
        self._base = digest(_FORMAT, [p.digest for p in plans])
        base, kept = (shelf.load(_RECORD) if shelf is not None else None) or (b"", {})
        self._before: dict[str, Any] = kept if base == self._base else {}
        self._now: dict[str, tuple[Any, ...]] = {}
        self._now_ns = time.time_ns()

    def of(self, found: Found) -> Place:
        """Return where a file goes."""
        look = (found.size, found.mtime_ns, found.ctime_ns)
        before = self._before.get(found.path)
        if before is not None and before[0] == look and before[1] and not self._verify:
            self._now[found.path] = before
            return Place(*before[2:])
        place = self._look(found)
        if not place.waits and place.readable:
            settled = is_settled(look, self._now_ns)
            self._now[found.path] = (look, settled, place.plan, place.content, place.doubt)
        return place

    def _look(self, found: Found) -> Place:
        """Return where a file goes by what is in it; a fault of ours leaves its name to tell."""
        saved = datetime.fromtimestamp(found.mtime_ns / 1e9, UTC)
        content = ""
        try:
            data = read_stable(self._office.inbox / found.path)
            content = digest_of(data)
            book: Book | None = read_book(data, found.path)
        except Unreadable as error:
            if error.reason == "busy":
                return Place("", "", waits=True)
            book = None
        except Exception:
            _LOG.exception("reading %s failed", found.path)
            book = None
        told = which_plan(book, found.path, self._plans, saved)
        key = told.plan.key if told.plan else ""
        return Place(key, content, told.doubt, readable=book is not None)

    def save(self) -> None:
        """Keep what was found out."""
        if self._shelf is not None and self._now != self._before:
            self._shelf.store(_RECORD, (self._base, self._now))
            self._shelf.save()


def shelf_of(office: Office, mark: bytes, *, writable: bool) -> Shelf:
    """Return where it is kept which plan files go to."""
    return Shelf(office.cache, _SHELF, mark, writable=writable)
