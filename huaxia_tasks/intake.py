"""What the files under 报送 say, read once for each content and kept.

A file whose size and times are those of the last time has its content of the last time, unless it
was changed so shortly before that its times could not tell; then its content is looked at.  What it
says is kept by content, path, plan, word list and program.
"""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from .cache import Shelf, digest
from .looking import Gathered, Setup, digest_of, read_file, sort_out
from .model import ListKind, Submission, Table
from .packing import FORMAT, pack_submission, unpack_submission
from .stamp import is_settled
from .workbooks.book import Unreadable
from .workbooks.inbox import Found, Inbox, read_stable, scan

_NOTES = "*"

#: A file to be read, its content and the digest of that.
Job = tuple[Found, bytes, str]
#: A file, and what is to be done where it has to be read.
_Asked = tuple[Found, Job | None]


class FileNote(NamedTuple):
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


class Reading(NamedTuple):
    """What the reading of one file came to: the submission packed, and what is asked of it first."""

    packed: bytes
    digest: str
    unit: str | None
    rows: tuple[bool, ...]
    why: str
    readable: bool


def read_there(setup: Setup, job: Job) -> Reading:
    """Read the content of one file, fit for any process."""
    return _reading(read_file(setup, *job))


def _reading(submission: Submission) -> Reading:
    return Reading(
        marshal.dumps(pack_submission(submission), 4),
        submission.digest,
        submission.unit,
        tuple(bool(t.rows) for t in submission.tables),
        submission.unit_why,
        submission.readable,
    )


class Intake:
    """The files under 报送.  `whole` gives what one of them says; `verify` reads all contents.

    `inbox` are those of one of several plans.
    """

    def __init__(
        self,
        setup: Setup,
        shelf: Shelf,
        mark: bytes,
        *,
        verify: bool = False,
        inbox: Inbox | None = None,
    ) -> None:
        self._setup, self._shelf, self._verify, self._inbox = setup, shelf, verify, inbox
        self._base = (FORMAT, mark, setup.plan.digest, setup.words.digest)
        base, notes = shelf.load(_NOTES) or (b"", {})
        known: dict[str, Any] = notes if base == digest(self._base) else {}
        self._notes = {path: FileNote(*note) for path, note in known.items()}
        self._fresh: dict[str, Submission] = {}
        self._found: dict[str, Found] = {}
        self._changed = False
        self._now_ns = time.time_ns()

    def gather(
        self,
        read: Callable[[Iterable[_Asked]], Iterator[tuple[Found, Reading | None]]],
        told: Callable[[Found, Submission], None] | None = None,
    ) -> Gathered:
        """Return the files sorted by unit.

        `read` reads those that have to be read; with `told` they are read here, and it hears of each.
        """
        inbox: Inbox = self._inbox or scan(self._setup.office.inbox)
        each = self._each(inbox, read) if told is None else self._each_here(inbox, told)
        gathered = sort_out(self._setup, inbox, each)
        gone = self._notes.keys() - self._found.keys()
        for file in gone:
            del self._notes[file]
        if gone:
            self._changed = True
            self._shelf.retain((*self._notes, _NOTES))
        return gathered

    def _each(
        self,
        inbox: Inbox,
        read: Callable[[Iterable[_Asked]], Iterator[tuple[Found, Reading | None]]],
    ) -> Iterator[Submission]:
        for found, reading in read(self._asked(inbox)):
            file = f"报送/{found.path}"
            if reading is not None and reading.readable:
                self._keep(found, file, reading)
            elif reading is not None:
                self._fresh[file] = unpack_submission(marshal.loads(reading.packed))
            yield self._light(file)

    def _each_here(
        self, inbox: Inbox, told: Callable[[Found, Submission], None]
    ) -> Iterator[Submission]:
        for found, job in self._asked(inbox):
            file = f"报送/{found.path}"
            if job is not None:
                submission = read_file(self._setup, *job)
                if submission.readable:
                    self._keep(found, file, _reading(submission))
                    told(found, submission)
                else:
                    self._fresh[file] = submission
            yield self._light(file)

    def _light(self, file: str) -> Submission:
        note = self._notes.get(file)
        return note.as_submission(file) if note is not None else self._fresh[file]

    def _asked(self, inbox: Inbox) -> Iterator[_Asked]:
        """Yield every file with its content, None where that need not be read again."""
        for found in inbox.files:
            file = f"报送/{found.path}"
            self._found[file] = found
            if self._is_known(file, found):
                yield found, None
                continue
            self._changed = True
            yield found, self._job(found, file)

    def _is_known(self, file: str, found: Found) -> bool:
        """Whether a file is as it was read before, as far as its looks can tell."""
        note = self._notes.get(file)
        return (
            note is not None
            and note.settled
            and not self._verify
            and note.look == _look(found)
            and file in self._shelf
        )

    def _key(self, file: str, content: str, found: Found) -> bytes:
        return digest(self._base, file, content, found.mtime_ns)

    def _job(self, found: Found, file: str) -> Job | None:
        """Return what is to be read; None where what the file says is known already."""
        before = self._notes.pop(file, None)
        try:
            data = read_stable(self._setup.office.inbox / found.path)
        except Unreadable:
            self._fresh[file] = read_file(self._setup, found)
            return None
        content = digest_of(data)
        key, look = self._key(file, content, found), _look(found)
        if before is not None and before.key == key and self._shelf.get(file) is not None:
            settled = is_settled(look, self._now_ns)
            self._notes[file] = before._replace(look=look, settled=settled)
            return None
        return found, data, content

    def _keep(self, found: Found, file: str, reading: Reading) -> None:
        """Keep what a file says.  Why one cannot be read may be gone the next time."""
        self._shelf.put(file, reading.packed)
        look = _look(found)
        self._notes[file] = FileNote(
            look,
            is_settled(look, self._now_ns),
            self._key(file, reading.digest, found),
            reading.digest,
            reading.unit,
            reading.rows,
            reading.why,
        )

    def key(self, submission: Submission) -> bytes:
        """Return what names all that a file says."""
        note = self._notes.get(submission.file)
        return note.key if note is not None else digest(self._base, repr(submission))

    def packed(self, submission: Submission) -> bytes | None:
        """Return what a file says, packed; None where the submission is whole as it is."""
        file = submission.file
        if file in self._fresh or file not in self._found:
            return None
        packed = self._shelf.get(file)
        if packed is None:  # the shelf was damaged
            packed = read_there(self._setup, (self._found[file], b"", "")).packed
        return packed

    def whole(self, submission: Submission) -> Submission:
        """Return a submission with its rows."""
        packed = self.packed(submission)
        if packed is None:
            return self._fresh.get(submission.file, submission)
        return unpack_submission(marshal.loads(packed))

    def save(self) -> None:
        """Make what was read last."""
        if not self._changed:
            return
        notes = {
            file: (n.look, n.settled, n.key, n.digest, n.unit, n.rows, n.why)
            for file, n in self._notes.items()
        }
        self._shelf.store(_NOTES, (digest(self._base), notes))
        self._shelf.save()
