"""What reading one file may cost, and the account that is kept while reading it.

Every limit lies above what 3,100 real workbooks of other people need in 99.9 of 100 cases; most
lie above all of them.  Going over one makes the file unreadable, never the run.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from . import grid_refusals as refuse

# Processor time of this thread: a busy machine must not make a good file unreadable.
_now = getattr(time, "thread_time", time.process_time)


class Limits(NamedTuple):
    """Bounds for one file.  Bytes, counts, characters, seconds of processor time.

    ``child_bytes`` is the address space, ``child_seconds`` the processor time with starting it, and
    ``child_wall`` the patience, in seconds of the clock, for the formats that are read in a process of
    their own.  ``long_texts`` bounds what all cells of more than ``long_text`` characters hold
    together: one text may stand in many cells.  ``list_rows`` are those of all lists of a file: what
    follows reading costs ten times as much for a row as reading it, and real lists have 300 at most.
    """

    file_bytes: int = 50 << 20
    text_bytes: int = 16 << 20
    entries: int = 3_000
    xml_bytes: int = 128 << 20
    token_bytes: int = 1 << 20
    depth: int = 128
    attributes: int = 256
    sheets: int = 256
    cells: int = 300_000
    merges: int = 100_000
    formats: int = 70_000
    strings: int = 300_000
    text: int = 131_068
    all_text: int = 32 << 20
    long_text: int = 1_000
    long_texts: int = 1_000_000
    rows: int = 1_048_576
    columns: int = 16_384
    list_rows: int = 5_000
    seconds: float = 1.2
    child_bytes: int = 320 << 20
    child_seconds: float = 1.5
    child_wall: float = 30.0


LIMITS = Limits()
#: Asking for the time costs as much as inflating a small part: bytes between two looks.
_LOOK_EVERY = 1 << 15


class Budget:
    """What is still left of the limits while one file is read.

    ``has_long_texts`` is False where the reader has made sure that no cell holds more than
    ``long_text`` characters.
    """

    __slots__ = (
        "_unseen", "_until", "bytes_left", "cells_left", "has_long_texts", "limits", "text_left",
    )  # fmt: skip

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.bytes_left = limits.xml_bytes
        self.cells_left = limits.cells
        self.text_left = limits.all_text
        self.has_long_texts = True
        self._until: float = _now() + limits.seconds
        self._unseen = 0

    def tick(self) -> None:
        """Raise Unreadable when the time is used up."""
        if _now() > self._until:
            raise refuse.too_large("处理时间超过限度", f"over {self.limits.seconds} s")

    def spend_bytes(self, count: int) -> None:
        """Take inflated bytes off the account, and look at the time."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise refuse.too_large("展开后的内容过大", f"over {self.limits.xml_bytes} bytes of XML")
        self._unseen += count
        if self._unseen > _LOOK_EVERY:
            self._unseen = 0
            self.tick()

    def spend_cells(self, count: int) -> None:
        """Take filled cells off the account."""
        self.cells_left -= count
        if self.cells_left < 0:
            raise refuse.too_large("有内容的单元格过多", f"over {self.limits.cells} cells")

    def spend_text(self, count: int) -> None:
        """Take the characters of one text off the account."""
        self.text_left -= count
        if count > self.limits.text or self.text_left < 0:
            raise refuse.too_large("单元格文字过长", f"a text of {count}")
