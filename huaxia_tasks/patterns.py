"""Regular expressions that are compiled when they are first asked for.

A run reads what its texts need; most of the several hundred expressions of the package belong to
readings that do not occur in it.  Compiling them all would take a tenth of a second at every start.
What is given here is the program's own, never made of anybody's data: it may be kept between runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, AnyStr, cast

_OFFERED = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
    "flags",
    "groups",
    "groupindex",
)


#: Makes an expression of pattern and flags; the command line puts one in its place that remembers.
make: Callable[[Any, int], re.Pattern[Any]] = re.compile
_used: list[tuple[str | bytes, int]] = []


def used() -> list[tuple[str | bytes, int]]:
    """Return pattern and flags of every expression that was made so far."""
    return list(_used)


class _Waiting:
    """Stands for a compiled expression; after the first use it is as quick as the expression itself."""

    __slots__ = ("_told", "pattern", *_OFFERED)

    def __init__(self, pattern: str | bytes, told: int) -> None:
        self.pattern, self._told = pattern, told

    def __getattr__(self, name: str) -> Any:
        """Compile the expression: nothing that it offers is there yet."""
        if name not in _OFFERED:
            raise AttributeError(f"regular expressions have no {name!r}")
        compiled = make(self.pattern, self._told)
        _used.append((self.pattern, int(self._told)))
        for offered in _OFFERED:
            setattr(self, offered, getattr(compiled, offered))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would, compiled at its first use; a mistake in it shows only then."""
    return cast("re.Pattern[AnyStr]", _Waiting(pattern, flags))


def any_word(words: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether one of many plain words stands in a text.

    An alternation tries all words wherever one of them may begin; here most places are passed over
    for their first two characters, and words that begin alike are tried together.
    """
    endings: dict[str, list[str]] = {}
    alone = []
    for word in words:
        if len(word) > 1:
            endings.setdefault(word[0], []).append(word[1:])
        else:
            alone.append(word)
    seconds = {end[0]: None for ends in endings.values() for end in ends}
    whole = "|".join(
        f"{re.escape(first)}(?:{'|'.join(map(re.escape, ends))})" for first, ends in endings.items()
    )
    longer = regex(f"[{_set(endings)}](?=[{_set(seconds)}])(?<=(?={whole}).)")
    if not alone:
        return lambda text: longer.search(text) is not None
    single = regex(f"[{_set(alone)}]")
    return lambda text: longer.search(text) is not None or single.search(text) is not None


def _set(characters: Iterable[str]) -> str:
    return re.escape("".join(characters))
