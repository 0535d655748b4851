"""What small texts of Python compile to, kept between processes (`kept_programs`).

``dataclasses``, named tuples and annotations compile small texts of their own while modules are loaded,
and the templates that are shipped are texts as well; Python keeps the code of modules but not of these,
and compiling them is an eighth of a small run.  So the three modules of the standard library are given
an ``exec``, an ``eval`` and a ``compile`` that look the text up first.  The text itself is the key and
the code is what Python compiled of just this text, so there is nothing that could be out of date.
"""

from __future__ import annotations

import builtins
import collections
import dataclasses
import typing
from collections.abc import Mapping
from types import CodeType
from typing import Any

from .. import program_texts

#: Text, file and mode, as given to ``compile``.
Key = tuple[str, str, str]
#: What the three modules give as the file of such texts.
_FILE = "<string>"


class TextPrograms:
    """The code of texts: that which was kept, and that which is new."""

    def __init__(self, kept: Mapping[Key, CodeType]) -> None:
        self._kept = kept
        self.new: dict[Key, CodeType] = {}

    def take(self) -> None:
        """Let classes and templates be made from what was kept."""
        vars(dataclasses)["exec"] = self._exec
        vars(collections)["eval"] = self._eval
        vars(typing)["compile"] = self._compile
        program_texts.make = self._code

    def _exec(self, source: str, *spaces: Any) -> None:
        exec(self._code(source), *spaces)

    def _eval(self, source: str, *spaces: Any) -> Any:
        return eval(self._code(source, mode="eval"), *spaces)

    def _compile(self, source: Any, file: Any, mode: str, *told: Any, **named: Any) -> Any:
        if isinstance(source, str) and not told and not named:
            return self._code(source, file, mode)
        return builtins.compile(source, file, mode, *told, **named)

    def _code(self, text: str, file: str = _FILE, mode: str = "exec") -> CodeType:
        key = text, file, mode
        code = self._kept.get(key) or self.new.get(key)
        if not isinstance(code, CodeType):  # never kept, or a file that nobody here wrote
            code = self.new[key] = builtins.compile(text, file, mode, dont_inherit=True)
        return code
