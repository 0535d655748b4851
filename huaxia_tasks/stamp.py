"""How files look from outside: names, sizes and times, by which a change of anything shows.

Standard library only, and little of it: a run over an unchanged office gets by with this.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: Times of files are as fine as the tick of the system's clock, or as coarse as old file systems have.
_TICK_NS, _COARSE_NS = 50_000_000, 2_100_000_000
_SECOND_NS, _A_DAY_NS = 1_000_000_000, 86_400_000_000_000

#: Folders beside the package that hold what is shipped with it.
_SHIPPED = ("starter", "templates", "sheets")
#: Libraries whose version shows in what is written.
_LIBRARIES = ("jinja2", "markupsafe", "docxtpl", "docx", "lxml", "openpyxl", "xlsxwriter", "xlrd",
              "python_calamine", "msoffcrypto")  # fmt: skip

#: What a run reads of an office: folders whole, and single files.
_FOLDERS = ("报送", "佐证", "计划", "模板")
_FILES = ("词典.xlsx", "登记.xlsx", "演练.txt")
#: The ledger and its witnesses.
LEDGER = ("台账.db", "台账.db-journal", "台账.db-wal", "发出/.编号见证.json",
          "归档/台账备份/.编号见证.json")  # fmt: skip

#: Size, time of the last change of the content, and of anything else about it, in nanoseconds.
Look = tuple[int, int, int]


def look_of(about: os.stat_result) -> Look:
    """Return how a file looks from outside."""
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns


def is_settled(look: Look, now_ns: int) -> bool:
    """Whether a file that is changed from now on will look different.

    A time that lies far ahead was set by hand; the next change will not bring it about again.
    """
    _, mtime, ctime = look
    fine = mtime % _SECOND_NS or ctime % _SECOND_NS
    tick = _TICK_NS if fine else _COARSE_NS
    return not any(now_ns - tick <= moment <= now_ns + _A_DAY_NS for moment in (mtime, ctime))


def files_under(folder: str, place: str = "") -> Iterator[tuple[str, Look]]:
    """Yield the files of a folder and of the folders in it by their names with ``/``, in no order.

    Folders are told too, by names that end in ``/``.  Raises OSError where one cannot be looked into,
    or where something only points elsewhere.
    """
    with os.scandir(folder) as entries:
        listed = list(entries)
    for entry in listed:
        if entry.is_symlink():
            raise OSError(entry.path)
        if entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield f"{place}{entry.name}/", (0, 0, 0)
            yield from files_under(entry.path, f"{place}{entry.name}/")
        else:
            yield place + entry.name, look_of(entry.stat(follow_symlinks=False))


def office_looks(root: str) -> dict[str, Look] | None:
    """Return how everything looks that a run reads of an office; None where that cannot be told."""
    looks: dict[str, Look] = {}
    try:
        for name in _FOLDERS:
            folder = os.path.join(root, name)
            if os.path.islink(folder):
                folder = os.path.realpath(folder)
            if os.path.isdir(folder):
                looks[f"{name}/"] = (0, 0, 0)
                looks.update(files_under(folder, f"{name}/"))
        for name in (*_FILES, *LEDGER):
            look = look_at(os.path.join(root, name))
            if look is not None:
                looks[name] = look
    except OSError:
        return None
    return looks


def look_at(path: str) -> Look | None:
    """Return how a file looks, None where there is none."""
    try:
        return look_of(os.stat(path))
    except OSError:
        return None


def program_looks() -> list[tuple[str, Look]]:
    """Return how this program looks: its files, what is shipped with it, its libraries."""
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.dirname(package)
    looks: list[tuple[str, Look]] = [(sys.version, (0, 0, 0))]
    for folder in (package, *(os.path.join(beside, name) for name in _SHIPPED)):
        if os.path.isdir(folder):
            looks += ((f"{folder}/{name}", look) for name, look in sorted(files_under(folder)))
    for path in sys.path:
        for name in _LIBRARIES:
            library = os.path.join(path, name)
            look = look_at(library)
            if look is not None:
                looks.append((library, look))
    return looks


def program_mark() -> bytes:
    """Return 16 bytes that name this program."""
    import hashlib

    return hashlib.sha256(repr(program_looks()).encode()).digest()[:16]


def boot() -> str:
    """Return what names this start of the machine: after a power cut drafts are looked at again."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""
