"""What regular expressions compile to, kept between processes (`kept_programs`).

A run uses some three hundred expressions, and compiling them takes longer than reading ten workbooks.
Those that libraries compile are kept too, where no data of anybody are part of them: they stand as
constants in the code that asks for them, or are compiled while a module is loaded.
An expression taken from what was kept equals the one that ``re.compile`` makes: Python checks a
program again when it is taken, and what it refuses is compiled.
"""

from __future__ import annotations

import importlib
import re
import sys
from array import array
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from .. import patterns

#: Pattern and flags, as given.
Key = tuple[str | bytes, int]
#: All flags, code words, number of groups, names of groups.
Program = tuple[int, bytes, int, dict[str, int]]


#: Python's own compiler of expressions, as it was before `PatternPrograms.take`.
_compiler = importlib.import_module("re._compiler")
_compile: Callable[..., re.Pattern[Any]] = _compiler.compile


class PatternPrograms:
    """The programs of expressions that were kept."""

    def __init__(self, kept: Mapping[Key, Program]) -> None:
        self._kept = kept
        #: Those that stand in the text of a program, of this one or of a library, and were compiled.
        self._literal: dict[Key, None] = {}

    def take(self) -> None:
        """Let expressions be made from what was kept, those of libraries too."""
        try:
            make = importlib.import_module("_sre").compile
        except (ImportError, AttributeError):
            return
        kept, literal = self._kept, self._literal

        def made(pattern: str | bytes, flags: int) -> re.Pattern[Any] | None:
            program = kept.get((pattern, flags))
            if program is None:
                return None
            try:
                told, code, groups, names = program
                by_number: list[str | None] = [None] * (groups + 1)
                for name, number in names.items():
                    by_number[number] = name
                words = array("I", code).tolist()
                return make(pattern, told, words, groups, names, tuple(by_number))  # type: ignore[no-any-return]
            except (RuntimeError, TypeError, ValueError, LookupError, OverflowError):
                return None

        def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
            return made(pattern, flags) or re.compile(pattern, flags)

        def compiled_inside(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
            if not isinstance(pattern, (str, bytes)) or flags & re.DEBUG:
                return _compile(pattern, flags)
            found = made(pattern, flags)
            if found is None:
                found = _compile(pattern, flags)
                if _is_literal(pattern, sys._getframe(1)):
                    literal[pattern, int(flags)] = None
            return found

        patterns.make = compiled
        vars(_compiler)["compile"] = compiled_inside

    def new(self) -> list[Key]:
        """Return the expressions that this process compiled and that no data are part of."""
        own = dict.fromkeys(patterns.used()) | self._literal
        return [key for key in own if key not in self._kept]

    @staticmethod
    def program(pattern: str | bytes, flags: int) -> Program:
        """Return the program of an expression."""
        tree = importlib.import_module("re._parser").parse(pattern, flags)
        code = importlib.import_module("re._compiler")._code(tree, flags)
        told, groups = int(flags | tree.state.flags), tree.state.groups - 1
        return told, array("I", code).tobytes(), groups, dict(tree.state.groupdict)


def _is_literal(pattern: str | bytes, frame: FrameType | None) -> bool:
    """Whether an expression stands in the text of the program that asks for it, or of its module."""
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "re":
        frame = frame.f_back
    if frame is None:
        return False
    code = frame.f_code
    return code.co_name == "<module>" or any(pattern is one for one in code.co_consts)
