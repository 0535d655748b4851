"""What the files under 报送 say, read once for each content and kept.

A file whose size and times are those of the last time has its content of the last time, unless it
was changed so shortly before that its times could not tell; then its content is looked at.  What it
says is kept by content, path, plan, word list and program.
"""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .cache import Shelf, digest
from .looking import Gathered, Setup, digest_of, read_file, sort_out
from .model import ListKind, Submission, Table
from .packing import FORMAT, pack_submission, unpack_submission
from .stamp import is_settled
from .workbooks.book import Unreadable
from .workbooks.inbox import Found, Inbox, read_stable, scan

_NOTES = "*"


@dataclass(frozen=True, slots=True)
class FileNote:
    """What is known of a file without reading it: how it looked, its content's digest, whose it is.

    ``rows`` tells for each of its tables whether it has any.
    """

    look: tuple[int, int, int]
    settled: bool
    key: bytes
    digest: str
    unit: str | None
    rows: tuple[bool, ...]
    why: str

    def as_submission(self, file: str) -> Submission:
        """Return what sorting files by unit has to know of a submission."""
        tables = tuple(_FILLED if has_rows else _EMPTY for has_rows in self.rows)
        return Submission(file, self.digest, self.unit, tables, unit_why=self.why)


def _stand(rows: tuple[Any, ...]) -> Table:
    """Return what stands for a table that was not unpacked."""
    return Table(ListKind.TASKS, "", 0, {}, {}, rows)


_EMPTY, _FILLED = _stand(()), _stand((None,))


def _look(found: Found) -> tuple[int, int, int]:
    return (found.size, found.mtime_ns, found.ctime_ns)


class Intake:
    """The files under 报送.  `submission` gives what one of them says; `verify` reads all contents."""

    def __init__(self, setup: Setup, shelf: Shelf, mark: bytes, *, verify: bool = False) -> None:
        self._setup, self._shelf, self._verify = setup, shelf, verify
        self._base = (FORMAT, mark, setup.plan.digest, setup.words.digest)
        notes = shelf.load(_NOTES) or {}
        self._notes = {path: FileNote(*note) for path, note in notes.items()}
        self._fresh: dict[str, Submission] = {}
        self._found: dict[str, Found] = {}
        self._changed = False
        self._now_ns = time.time_ns()

    def gather(self, told: Callable[[Found, Submission], None] | None = None) -> Gathered:
        """Return the files sorted by unit; `told` hears of each one that had to be read."""
        inbox: Inbox = scan(self._setup.office.inbox)
        gathered = sort_out(self._setup, inbox, self._each(inbox, told))
        gone = self._notes.keys() - self._found.keys()
        for file in gone:
            del self._notes[file]
        if gone:
            self._changed = True
            self._shelf.retain((*self._notes, _NOTES))
        return gathered

    def _each(
        self, inbox: Inbox, told: Callable[[Found, Submission], None] | None
    ) -> Iterator[Submission]:
        for found in inbox.files:
            file = f"报送/{found.path}"
            self._found[file] = found
            if not self._is_known(file, found):
                self._changed = True
                self._read(found, file)
                fresh = self._fresh.get(file)
                if fresh is not None and told is not None:
                    told(found, fresh)
            note = self._notes.get(file)
            yield note.as_submission(file) if note is not None else self._fresh[file]
            self._let_go(file)

    def _is_known(self, file: str, found: Found) -> bool:
        """Whether a file is as it was read before, as far as its looks can tell."""
        note = self._notes.get(file)
        if note is None or not note.settled or self._verify or note.look != _look(found):
            return False
        return note.key == self._key(file, note.digest, found)

    def _key(self, file: str, content: str, found: Found) -> bytes:
        return digest(self._base, file, content, found.mtime_ns)

    def _read(self, found: Found, file: str) -> None:
        """Find out what a file says, from its content or from what is kept for that content."""
        before = self._notes.pop(file, None)
        try:
            data = read_stable(self._setup.office.inbox / found.path)
        except Unreadable:
            self._fresh[file] = read_file(self._setup, found)
            return
        content, look = digest_of(data), _look(found)
        key, settled = self._key(file, content, found), is_settled(look, self._now_ns)
        if before is not None and before.key == key and self._shelf.get(file) is not None:
            self._notes[file] = replace(before, look=look, settled=settled)
            return
        submission = self._fresh[file] = read_file(self._setup, found, data)
        if submission.readable:  # why a file cannot be read may be gone the next time
            self._shelf.put(file, marshal.dumps(pack_submission(submission), 4))
            rows = tuple(bool(t.rows) for t in submission.tables)
            self._notes[file] = FileNote(
                look, settled, key, content, submission.unit, rows, submission.unit_why
            )

    def key(self, submission: Submission) -> bytes:
        """Return what names all that a file says."""
        note = self._notes.get(submission.file)
        return note.key if note is not None else digest(self._base, repr(submission))

    def whole(self, submission: Submission) -> Submission:
        """Return a submission with its rows."""
        file = submission.file
        fresh = self._fresh.get(file)
        if fresh is not None or file not in self._found:
            return fresh or submission
        packed = self._shelf.load(file)
        if packed is None:  # the shelf was damaged
            return read_file(self._setup, self._found[file])
        return unpack_submission(packed)

    def _let_go(self, file: str) -> None:
        """Keep a file that was read just now no longer in memory, where it can be read from the shelf."""
        if file in self._notes:
            self._fresh.pop(file, None)

    def save(self) -> None:
        """Make what was read last."""
        if not self._changed:
            return
        self._shelf.store(
            _NOTES,
            {
                file: (n.look, n.settled, n.key, n.digest, n.unit, n.rows, n.why)
                for file, n in self._notes.items()
            },
        )
        self._shelf.save()
