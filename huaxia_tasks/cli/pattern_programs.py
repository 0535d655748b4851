"""What regular expressions compile to, kept between processes (`kept_programs`).

A run uses some three hundred expressions, and compiling them takes longer than reading ten workbooks.
An expression taken from what was kept equals the one that ``re.compile`` makes: Python checks a
program again when it is taken, and what it refuses is compiled.
"""

from __future__ import annotations

import importlib
import re
from array import array
from collections.abc import Mapping
from typing import Any

from .. import patterns

#: Pattern and flags, as given.
Key = tuple[str | bytes, int]
#: All flags, code words, number of groups, names of groups.
Program = tuple[int, bytes, int, dict[str, int]]


class PatternPrograms:
    """The programs of expressions that were kept."""

    def __init__(self, kept: Mapping[Key, Program]) -> None:
        self._kept = kept

    def take(self) -> None:
        """Let expressions be made from what was kept."""
        try:
            make = importlib.import_module("_sre").compile
        except (ImportError, AttributeError):
            return
        kept = self._kept

        def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
            program = kept.get((pattern, flags))
            if program is None:
                return re.compile(pattern, flags)
            try:
                told, code, groups, names = program
                by_number: list[str | None] = [None] * (groups + 1)
                for name, number in names.items():
                    by_number[number] = name
                words = array("I", code).tolist()
                return make(pattern, told, words, groups, names, tuple(by_number))  # type: ignore[no-any-return]
            except (RuntimeError, TypeError, ValueError, LookupError, OverflowError):
                return re.compile(pattern, flags)

        patterns.make = compiled

    def new(self) -> list[Key]:
        """Return the expressions that this process compiled."""
        return [key for key in patterns.used() if key not in self._kept]

    @staticmethod
    def program(pattern: str | bytes, flags: int) -> Program:
        """Return the program of an expression."""
        tree = importlib.import_module("re._parser").parse(pattern, flags)
        code = importlib.import_module("re._compiler")._code(tree, flags)
        told, groups = int(flags | tree.state.flags), tree.state.groups - 1
        return told, array("I", code).tobytes(), groups, dict(tree.state.groupdict)
