"""Keeps between processes what Python compiles at each start but does not keep itself.

Python keeps the code of modules in ``__pycache__``, but neither what regular expressions compile to
(`pattern_programs`) nor the code of small texts that classes and templates are made of (`text_programs`).  This does it the same
way: one file per Python, written beside the modules' own, put in its place whole, and left out of use
where anything about it or about Python is not as it was when it was written.  Where Python may not
keep module code, nothing is kept here either.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
import zlib
from array import array
from types import CodeType

from .. import patterns
from .pattern_programs import Key as Expression
from .pattern_programs import PatternPrograms, Program
from .text_programs import Key as Text
from .text_programs import TextPrograms

#: So many new ones are worth writing the file again.
_WORTH_IT = 8
#: Where there are more, most are those of releases that are gone: the file is begun anew.
_MOST = 6_000
_HEAD = 4
#: Changes with the shape of what is kept: another release finds nothing that it would misread.
_FORMAT = 2


class KeptPrograms:
    """What was kept, in use from `take` on."""

    def __init__(self) -> None:
        expressions, texts = _load()
        self._expressions, self._texts = expressions, texts
        self.patterns, self.texts = PatternPrograms(expressions), TextPrograms(texts)

    def take(self) -> None:
        """Let expressions and classes be made from what was kept, where there is anything."""
        self.patterns.take()
        self.texts.take()

    def keep_new(self) -> None:
        """Keep what this process compiled, if it is much; never fails."""
        if sys.dont_write_bytecode:
            return
        new = self.patterns.new()
        if len(new) + len(self.texts.new) < _WORTH_IT:
            return
        expressions, texts = self._expressions, self._texts
        if len(expressions) + len(texts) > _MOST:
            expressions, texts = {}, {}
        try:
            made = {key: self.patterns.program(*key) for key in new}
            _store(expressions | made, texts | self.texts.new)
        except (OSError, ImportError, AttributeError, TypeError, ValueError, RuntimeError):
            return  # another Python, or a folder where nobody may write: every start compiles


def place() -> str:
    """Return the path of the file.  Raises NotImplementedError where Python keeps no code at all."""
    return importlib.util.cache_from_source(patterns.__file__).removesuffix(".pyc") + ".programs"


def _made_for() -> str:
    """Return what names the format, the Python, and the platform's words, that a file is for."""
    return f"{_FORMAT} {sys.version} {sys.byteorder} {array('I').itemsize} {sys.maxunicode}"


def _load() -> tuple[dict[Expression, Program], dict[Text, CodeType]]:
    try:
        with open(place(), "rb") as file:
            data = file.read()
        if int.from_bytes(data[:_HEAD], "little") != zlib.crc32(data[_HEAD:]):
            return {}, {}
        made_for, expressions, texts = marshal.loads(data[_HEAD:])
    except (OSError, NotImplementedError, EOFError, ValueError, TypeError):
        return {}, {}
    return (expressions, texts) if made_for == _made_for() else ({}, {})


def _store(expressions: dict[Expression, Program], texts: dict[Text, CodeType]) -> None:
    content = marshal.dumps((_made_for(), expressions, texts))
    written = f"{place()}.{os.getpid()}"
    with open(written, "wb") as file:
        file.write(zlib.crc32(content).to_bytes(_HEAD, "little") + content)
    os.replace(written, place())
