"""Drafts that a person edited where they lay: set aside before the program writes its own in their place.

What was put into a folder of drafts is known by SHA-256: from the list that the last whole run left
there, and from a line that is written before each file is put (so that it is there after a run that
was killed).  A Word or Excel file that is neither, and is whole, was saved by somebody: it is renamed,
never written over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Container
from pathlib import Path

from .office import MADE, put

_LINES = ".写入记录.txt"
_EDITABLE = (".docx", ".xlsx", ".xlsm")
#: What a whole package ends with, and a comment behind it of any length.
_END, _LONGEST_END = b"PK\x05\x06", 22 + 0xFFFF
_NAMED = "（改过的一稿{}）"
#: Leaves room for the addition in a name of 255 bytes.
_LONGEST_STEM = 70


class EditedDrafts:
    """Tells a person's files in a folder of drafts from those of the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines = folder / _LINES
        self._place = str(self._lines)
        #: In a folder that is new nobody has edited anything.
        self._is_new = not folder.is_dir()
        self._known: dict[str, set[str]] | None = None

    def about_to_put(self, name: str, digest: str, *, as_left: bool = False) -> str:
        """Write down what is to lie under a name; set aside what a person left there.

        With `as_left` what lies there is known to be the program's own.  Returns what is to be told,
        "" where nothing was set aside.  Raises OSError where the file is open in another program, or
        nothing may be written.
        """
        aside = "" if self._is_new or as_left else self._set_aside(name, digest)
        self._write_down(_line(digest, name))
        if self._known is not None:
            self._known.setdefault(name, set()).add(digest)
        if not aside:
            return ""
        return (
            f"《{name}》有人改过。改过的一稿没有丢，现在叫《{aside}》，还在原来的文件夹；"
            "程序重新写的仍用原名。"
        )

    def finish(self, listed: Container[str] = ()) -> bool:
        """Keep one line for each file that is there and that the folder's own list does not tell of.

        Returns whether that was done; where a disk or share refused it twice, the next run has to.
        """
        return self._settle(listed) or self._settle(listed)

    def _settle(self, listed: Container[str]) -> bool:
        try:
            text = self._lines.read_bytes().decode(errors="replace")
            told = [_parted(line) for line in text.splitlines()]
            last = {name: digest for digest, name in told if name not in listed}
            left = [_line(last[name], name) for name in sorted(last) if self._is_there(name)]
            if left:
                put(self._lines, "".join(left).encode(), durable=False)
            else:
                self._lines.unlink()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def _write_down(self, line: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        try:
            lines = os.open(self._place, flags, 0o666)
        except FileNotFoundError:
            self.folder.mkdir(parents=True, exist_ok=True)
            lines = os.open(self._place, flags, 0o666)
        try:
            os.write(lines, line.encode())
        finally:
            os.close(lines)

    def _is_there(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _set_aside(self, name: str, digest: str) -> str:
        path = self.folder / name
        if path.suffix not in _EDITABLE or not path.is_file():
            return ""
        data = path.read_bytes()
        there = hashlib.sha256(data).hexdigest()
        if there == digest or there in self._of_program(name) or _END not in data[-_LONGEST_END:]:
            return ""
        count = 1
        while True:
            told = _NAMED.format("" if count == 1 else count)
            target = path.with_name(f"{path.stem[:_LONGEST_STEM]}{told}{path.suffix}")
            if not os.path.lexists(target):
                break
            count += 1
        path.rename(target)
        return target.name

    def _of_program(self, name: str) -> set[str]:
        if self._known is None:
            self._known = {}
            with contextlib.suppress(OSError, ValueError, AttributeError):
                made = json.loads((self.folder / MADE).read_text(encoding="utf-8"))
                self._known = {own: {digest} for own, digest in made.items()}
            with contextlib.suppress(OSError, UnicodeDecodeError):
                for line in self._lines.read_text(encoding="utf-8").splitlines():
                    digest, own = _parted(line)
                    self._known.setdefault(own, set()).add(digest)
        return self._known.get(name, set())


def _line(digest: str, name: str) -> str:
    return f"{digest} {name}\n"


def _parted(line: str) -> tuple[str, str]:
    digest, _, name = line.partition(" ")
    return digest, name
