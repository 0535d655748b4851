"""What was worked out before, kept in a folder that may be thrown away at any time.

Values are kept under keys that name everything they were made from, so that nothing stale is ever
found; what is damaged, or was kept by another version of the program, is simply not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import marshal
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

_FORMAT = 1
_PACK_ABOVE = 1 << 20


def digest(*parts: Any) -> bytes:
    """Return 16 bytes that name `parts`: plain values, equal for equal ones and for no others."""
    return hashlib.sha256(marshal.dumps(parts, 2)).digest()[:16]


class Shelf:
    """Blobs by name in one file, and an index beside it that is replaced whole.

    New blobs are added behind the others; what nothing points to any more is dropped when it is
    more than half of the file.  Every blob is checked when it is read.  Without a folder, and what is
    put on a shelf that is not `writable`, lasts as long as the shelf.
    """

    def __init__(
        self, folder: Path | None, name: str, mark: bytes, *, writable: bool = True
    ) -> None:
        self._file: BinaryIO | None = None
        self._beside: Shelf | None = None
        self._folder, self._name, self._mark = folder, name, mark
        self._writable = writable or folder is None
        if not self._writable:
            self._beside = Shelf(None, name, mark)
        self._places: dict[str, tuple[int, int, int]] = {}
        self._file_name = ""
        self._end = self._flushed = 0
        self._changed = False
        #: Names what was last made to stay; another shelf can tell by it that both were kept together.
        self.stamp = 0
        if folder is not None:
            self._open(folder)

    # ----------------------------------------------------------------- reading

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`, None where nothing is or it is damaged."""
        if self._beside is not None and key in self._beside:
            return self._beside.get(key)
        place = self._places.get(key)
        if place is None or self._file is None:
            return None
        start, length, crc = place
        if start + length > self._flushed:
            self._file.flush()
            self._flushed = self._end
        try:
            self._file.seek(start)
            data = self._file.read(length)
        except OSError:
            return None
        return data if len(data) == length and zlib.crc32(data) == crc else None

    def __contains__(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        return key in self._places or (self._beside is not None and key in self._beside)

    def __iter__(self) -> Iterator[str]:
        """Yield the keys under which something is kept."""
        yield from self._places

    def load(self, key: str) -> Any:
        """Return the plain value kept under `key`, None where there is none."""
        data = self.get(key)
        if data is None:
            return None
        try:
            return marshal.loads(data)
        except (ValueError, EOFError, TypeError):
            return None

    # ----------------------------------------------------------------- writing

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, in place of what was there."""
        if self._beside is not None:
            self._beside.put(key, data)
            return
        if self._file is None and not self._create():
            if self._beside is not None:
                self._beside.put(key, data)
            return
        assert self._file is not None
        self._file.seek(self._end)
        self._file.write(data)
        self._places[key] = (self._end, len(data), zlib.crc32(data))
        self._end += len(data)
        self._changed = True

    def store(self, key: str, value: Any) -> None:
        """Keep a plain value under `key`."""
        self.put(key, marshal.dumps(value, 4))

    def retain(self, keys: Iterable[str]) -> None:
        """Forget everything but `keys`."""
        wanted = set(keys)
        gone = self._places.keys() - wanted
        for key in gone:
            del self._places[key]
        self._changed = self._changed or bool(gone)

    def save(self) -> None:
        """Make what was put last; a folder that cannot be written to is no trouble."""
        if self._folder is None or not self._writable or not self._changed or self._file is None:
            return
        with contextlib.suppress(OSError):
            live = sum(length for _, length, _ in self._places.values())
            if self._end > _PACK_ABOVE and live < self._end // 2:
                self._pack()
            self._file.flush()
            self._flushed = self._end
            body = marshal.dumps((_FORMAT, self._mark, self._file_name, self._places), 4)
            self.stamp = zlib.crc32(body)
            replace_file(self._index, self.stamp.to_bytes(4, "big") + body)
            self._changed = False
            self._sweep()

    def close(self) -> None:
        """Let go of the file."""
        if self._beside is not None:
            self._beside.close()
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        if hasattr(self, "_beside"):  # not where Ctrl+C came before it was there
            self.close()

    # ----------------------------------------------------------------- files

    @property
    def _index(self) -> Path:
        assert self._folder is not None
        return self._folder / f"{self._name}.idx"

    def _open(self, folder: Path) -> None:
        try:
            raw = self._index.read_bytes()
            if zlib.crc32(raw[4:]).to_bytes(4, "big") != raw[:4]:
                return
            number, mark, file_name, places = marshal.loads(raw[4:])
            if (number, mark) != (_FORMAT, self._mark) or os.sep in file_name:
                return
            file = (folder / file_name).open("r+b" if self._writable else "rb")
        except (OSError, ValueError, EOFError, TypeError):
            return
        self._file, self._file_name, self._places = file, file_name, places
        self.stamp = int.from_bytes(raw[:4], "big")
        self._end = self._flushed = file.seek(0, io.SEEK_END)

    def _create(self) -> bool:
        try:
            if self._folder is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
            else:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._file_name = f"{self._name}-{os.urandom(4).hex()}.dat"
                path = self._folder / self._file_name
                self._file = open(path, "x+b", opener=private)  # noqa: SIM115 - as above
        except OSError:
            if self._folder is not None and self._beside is None:
                self._beside = Shelf(None, self._name, self._mark)
            self._writable = False
            return False
        self._end = self._flushed = 0
        return True

    def _pack(self) -> None:
        """Copy what is still wanted into a new file."""
        old, places = self._file, self._places
        assert old is not None
        self._places = {}
        kept = [(key, data) for key in places if (data := self._read(old, places[key])) is not None]
        self._file = None
        if self._create():
            for key, data in kept:
                self.put(key, data)
        old.close()

    def _read(self, file: BinaryIO, place: tuple[int, int, int]) -> bytes | None:
        file.flush()
        file.seek(place[0])
        data = file.read(place[1])
        return data if zlib.crc32(data) == place[2] else None

    def _sweep(self) -> None:
        """Remove files that the index does not name."""
        assert self._folder is not None
        for path in self._folder.glob(f"{self._name}-*.dat"):
            if path.name != self._file_name:
                with contextlib.suppress(OSError):
                    path.unlink()


#: On the shelf of units: the stamp of the pieces that were kept with them.
TOGETHER = "*pieces"


class Shelves:
    """What is kept between runs: files as read, units in brief, their parts of 汇总表."""

    def __init__(self, folder: Path | None, mark: bytes, *, writable: bool = True) -> None:
        self.files = Shelf(folder, "files", mark, writable=writable)
        self.units = Shelf(folder, "units", mark, writable=writable)
        self.pieces = Shelf(folder, "pieces", mark, writable=writable)

    def save(self) -> None:
        """Make what was put last.

        A run may die between two shelves: `units` tells which `pieces` belong to it, and is made last.
        """
        self.files.save()
        self.pieces.save()
        if self.units.load(TOGETHER) != self.pieces.stamp:
            self.units.store(TOGETHER, self.pieces.stamp)
        self.units.save()

    def close(self) -> None:
        """Let go of the files."""
        for shelf in (self.files, self.units, self.pieces):
            shelf.close()


def private(path: str, flags: int) -> int:
    """Open a file that its owner alone can read: it holds what units wrote."""
    return os.open(path, flags, 0o600)


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in place whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    try:
        with open(beside, "wb", opener=private) as file:
            file.write(data)
        os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
