"""Keeps what regular expressions compile to between processes, beside the compiled modules.

A run uses some three hundred expressions, and compiling them takes longer than reading ten workbooks.
Python keeps the code of modules in ``__pycache__`` but not that of expressions, so this does it the
same way: one file per Python, written beside the modules' own, put in its place whole, and left out
of use where anything about it or about Python is not as it was when it was written.  An expression
taken from the file equals the one that ``re.compile`` makes (that is checked before it is kept, and
Python checks a program again when it is taken).  Where Python may not keep module code, nothing is
kept here either.
"""

from __future__ import annotations

import importlib
import importlib.util
import marshal
import os
import re
import sys
import zlib
from array import array
from typing import Any

from .. import patterns

#: Pattern and flags, as given.
Key = tuple[str | bytes, int]
#: All flags, code words, number of groups, names of groups.
Program = tuple[int, bytes, int, dict[str, int]]
#: So many new expressions are worth writing the file again.
_WORTH_IT = 8
_HEAD = 4


def take_kept() -> None:
    """Let expressions be made from what was kept, where there is anything."""
    kept = _load()
    try:
        make = importlib.import_module("_sre").compile
    except (ImportError, AttributeError):
        return

    def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
        program = kept.get((pattern, flags))
        if program is None:
            return re.compile(pattern, flags)
        told, code, groups, names = program
        by_number: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            by_number[number] = name
        words = array("I", code).tolist()
        try:
            return make(pattern, told, words, groups, names, tuple(by_number))  # type: ignore[no-any-return]
        except (RuntimeError, TypeError, ValueError, OverflowError):
            return re.compile(pattern, flags)

    patterns.make = compiled


def keep_new() -> None:
    """Keep the expressions that this process compiled, if they are many; never fails."""
    if sys.dont_write_bytecode:
        return
    kept = _load()
    new = [key for key in patterns.used() if key not in kept]
    if len(new) < _WORTH_IT:
        return
    try:
        kept.update((key, _program(*key)) for key in new)
        _store(kept)
    except (OSError, ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return  # another Python, or a folder where nobody may write: every start compiles


def _place() -> str:
    """Return the path of the file."""
    return importlib.util.cache_from_source(patterns.__file__).removesuffix(".pyc") + ".programs"


def _python() -> str:
    """Return what names the Python, and the platform's words, that a program is for."""
    return f"{sys.version} {sys.byteorder} {array('I').itemsize} {sys.maxunicode}"


def _load() -> dict[Key, Program]:
    try:
        with open(_place(), "rb") as file:
            data = file.read()
        if int.from_bytes(data[:_HEAD], "little") != zlib.crc32(data[_HEAD:]):
            return {}
        python, kept = marshal.loads(data[_HEAD:])
    except (OSError, NotImplementedError, EOFError, ValueError, TypeError):
        return {}
    return kept if python == _python() else {}


def _store(kept: dict[Key, Program]) -> None:
    place = _place()
    content = marshal.dumps((_python(), kept))
    written = f"{place}.{os.getpid()}"
    with open(written, "wb") as file:
        file.write(zlib.crc32(content).to_bytes(_HEAD, "little") + content)
    os.replace(written, place)


def _program(pattern: str | bytes, flags: int) -> Program:
    """Return the program of an expression.  Raises ValueError where it would not be the same one."""
    tree = importlib.import_module("re._parser").parse(pattern, flags)
    code = importlib.import_module("re._compiler")._code(tree, flags)
    told, groups, names = int(flags | tree.state.flags), tree.state.groups - 1, tree.state.groupdict
    return told, array("I", code).tobytes(), groups, dict(names)
