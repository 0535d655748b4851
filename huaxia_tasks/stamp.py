"""Tells whether anything that a run depends on has changed, from names, sizes and times alone.

Standard library only, and little of it: a run over an unchanged office ends here.
"""

from __future__ import annotations

import hashlib
import os
import sys

#: Folders beside the package that hold what is shipped with it.
_SHIPPED = ("starter", "templates", "sheets")
#: Libraries whose version shows in what is written.
_LIBRARIES = ("jinja2", "markupsafe", "docxtpl", "docx", "lxml", "openpyxl", "xlsxwriter", "xlrd",
              "python_calamine")  # fmt: skip


def program_mark() -> bytes:
    """Return 16 bytes that name this program: its files, what is shipped with it, its libraries."""
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.dirname(package)
    told = hashlib.sha256(sys.version.encode())
    for folder in (package, *(os.path.join(beside, name) for name in _SHIPPED)):
        for name, size, mtime in sorted(_files(folder)):
            if not name.endswith(".pyc"):
                told.update(f"{name}|{size}|{mtime}\n".encode())
    for path in sys.path:
        for name in _LIBRARIES:
            try:
                about = os.stat(os.path.join(path, name))
            except OSError:
                continue
            told.update(f"{name}|{about.st_mtime_ns}\n".encode())
    return told.digest()[:16]


def _files(folder: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return found
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                found += _files(entry.path)
        else:
            about = entry.stat()
            found.append((entry.path, about.st_size, about.st_mtime_ns))
    return found
