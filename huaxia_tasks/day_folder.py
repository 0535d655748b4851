"""The folder of one day's drafts: what lies there, what was put there and is still as it was."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from .cache import Shelf
from .edited_drafts import EditedDrafts
from .looking import digest_of
from .office import Office, beside_of, clear_dead, put, tidy
from .stamp import Look, boot, is_settled, look_of
from .wording import not_renewed

_RECORD = "*"


def listing(folder: Path) -> dict[str, Look]:
    """Return the files of a folder and of the folders in it, by name with ``/``."""
    return dict(_walk(str(folder), ""))


def _walk(folder: str, place: str) -> Iterator[tuple[str, Look]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{place}{entry.name}/")
            else:
                yield place + entry.name, look_of(entry.stat(follow_symlinks=False))


class DayFolder:
    """Takes the files of a run.  What is there already, byte for byte, is not written again.

    Nothing is written in a `dry_run`.  The record of what was put there lies on `shelf`.
    """

    def __init__(self, office: Office, path: Path, shelf: Shelf, *, dry_run: bool) -> None:
        self.office, self.path, self.dry_run = office, path, dry_run
        self.notes: list[str] = []
        self._shelf = shelf
        record = shelf.load(_RECORD) or {}
        #: The folder that was written to last, and what was put there: look and SHA-256 by name.
        self._last = str(record.get("folder", ""))
        self._before: Mapping[str, tuple[Look, str]] = (
            record.get("files", {}) if self._last == self._name else {}
        )
        #: After a power cut a file may look right and be empty.
        self._in_doubt = bool(self._before) and boot() != record.get("boot")
        self._now = listing(path) if self._before else {}
        self._contents: dict[str, str] = {}
        self._sums: dict[str, str] = {}
        self._written: set[str] = set()
        self._refused: set[str] = set()
        self._edited = EditedDrafts(path)
        #: Whether nothing was left to do for the next run; known after `finish`.
        self.is_finished = True

    @property
    def _name(self) -> str:
        return self.office.relative(self.path)

    def other_day(self, day: str) -> Path:
        """Return the folder of another day."""
        return self.path.parent / day

    def has(self, name: str, content: str) -> bool:
        """Whether a file with this content (by its SHA-256) was put there and is as it was."""
        if self.dry_run or self._sums.get(name) == content:
            return True
        if name in self._written:
            return False
        known = self._before.get(name)
        if known is None or known[1] != content or self._now.get(name) != known[0]:
            return False
        if not self._in_doubt:
            return True
        with contextlib.suppress(OSError):
            return digest_of((self.path / name).read_bytes()) == content
        return False

    def put(self, name: str, data: bytes, content: str = "") -> None:
        """Put a file there; one that another program holds open stays as it was, with a note.

        `content` is the SHA-256 of `data` where it is known.
        """
        content = content or digest_of(data)
        if self.dry_run or self.has(name, content):
            return
        try:
            self._make_room(name, content)
            put(self.path / name, data, durable=False)
            self._sums[name] = content
        except PermissionError:
            self._refuse(name)
        self._written.add(name)

    @property
    def refused(self) -> frozenset[str]:
        """The files that could not be put there, so that what lay there stayed."""
        return frozenset(self._refused)

    @contextlib.contextmanager
    def large(self, name: str) -> Iterator[BinaryIO]:
        """Give a stream for a large file; when all went well the file is put there."""
        if self.dry_run:
            with tempfile.TemporaryFile() as file:
                yield file
                self._contents[name] = _digest_of_file(file)
            return
        self.path.mkdir(parents=True, exist_ok=True)
        beside = beside_of(self.path / name)
        try:
            with beside.open("w+b") as file:
                yield file
                self._contents[name] = _digest_of_file(file)
            if self.has(name, self._contents[name]):
                return
            try:
                self._make_room(name, self._contents[name])
                self._written.add(name)
                os.replace(beside, self.path / name)
            except PermissionError:
                self._refuse(name)
        except OSError as error:
            if error.filename in (None, str(beside)):
                error.filename, error.filename2 = (
                    str(self.path / name),
                    None,
                )  # the name people know
            raise
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()

    def content_of(self, name: str) -> str:
        """Return the SHA-256 of a file that was written through `large`."""
        return self._contents[name]

    def _make_room(self, name: str, content: str) -> None:
        """Set aside what a person left under a name of ours; say so."""
        known = self._before.get(name)
        as_left = name in self._written or (known is not None and self._now.get(name) == known[0])
        told = self._edited.about_to_put(name, content, as_left=as_left)
        if told:
            self.notes.append(told)

    def _refuse(self, name: str) -> None:
        self._refused.add(name)
        self.notes.append(not_renewed(name))

    def finish(self, made: Mapping[str, str]) -> None:
        """Remove what no longer holds and keep the record; `made` has the SHA-256 of every file."""
        if self.dry_run:
            return
        for name in self._written - made.keys():
            with contextlib.suppress(OSError):
                (self.path / name).unlink()
        left = (self.path / n for n in self._now if "/.tmp-" in f"/{n}")
        clear_dead(self.path, left if self._before else None)
        tidy(self.path, {n: "" if n in self._refused else sha for n, sha in made.items()})
        self._keep(made)
        self.is_finished = self._edited.finish(made)

    def _keep(self, made: Mapping[str, str]) -> None:
        kept: dict[str, tuple[Look, str]] = {}
        changed = self._in_doubt or self._last != self._name or made.keys() != self._before.keys()
        _pause()
        now = time.time_ns()
        for name, content in made.items():
            if name not in self._written and name in self._before:
                kept[name] = self._before[name]
                continue
            changed = True
            with contextlib.suppress(OSError):
                look = look_of(os.lstat(self.path / name))
                if name not in self._refused and is_settled(look, now):
                    kept[name] = (look, content)
        if changed:
            record: dict[str, Any] = {"folder": self._name, "boot": boot(), "files": kept}
            self._shelf.store(_RECORD, record)


def _digest_of_file(file: BinaryIO) -> str:
    file.seek(0)
    told = hashlib.sha256()
    while chunk := file.read(1 << 20):
        told.update(chunk)
    return told.hexdigest()


def _pause() -> None:
    """Let the clock of files tick, so that a later change cannot go unnoticed."""
    time.sleep(0.06)
