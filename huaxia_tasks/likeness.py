"""How alike two Chinese texts are, and the best pairing of two lists by likeness.

Bigram Dice coefficient over what carries meaning: marks, blanks and stock words of plans do not
count.  Standard library only; a 40,000-character cell is looked at over its first 400 characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import TypeVar

from .patterns import regex

Scored = tuple[float, int, int]
T = TypeVar("T")
U = TypeVar("U")

_NOISE = regex(r"[^0-9A-Za-z\u3400-\u9fff]+")
_STOCK_WORDS = (
    "解决|整改|落实|推进|推动|加强|进一步|切实|完成|问题|工作|相关|有关|开展|做好|关于|及时|不断"
)
_STOCK = regex(_STOCK_WORDS)
#: Characters that are neither marks nor of a stock word: neighbours stay neighbours in what counts.
_STAYING = regex(
    r"[^\x00-/:-@\[-`{-\u33ff\ua000-\U0010ffff" + _STOCK_WORDS.replace("|", "") + "]{2,}"
)
_LOOK_AT = 400


@lru_cache(maxsize=4096)
def _bigrams(text: str) -> tuple[dict[str, int], int]:
    """Return how often each pair of neighbouring characters stands in `text`, and their sum."""
    plain = _NOISE.sub("", text[:_LOOK_AT]).lower()
    core = _STOCK.sub("", plain)
    if len(core) < 2:
        core = plain
    if len(core) == 1:
        return {core: 1}, 1
    pairs = list(map(add, core, core[1:]))
    counts = dict.fromkeys(pairs, 1)
    if len(counts) < len(pairs):
        counts = Counter(pairs)
    return counts, len(pairs)


def pairs_in(text: str) -> set[str]:
    """Return the pairs of neighbouring characters that carry the meaning of a text."""
    return {two for two in _bigrams(text)[0] if len(two) == 2}


@lru_cache(maxsize=16384)
def likeness(one: str, other: str) -> float:
    """Return 0..1: 1 for equal texts (but for marks and stock words), 0 for nothing in common."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    a, size_a = _bigrams(one)
    b, size_b = _bigrams(other)
    total, smaller = size_a + size_b, min(size_a, size_b)
    if not total:
        return 0.0
    common = a.keys() & b.keys()
    if len(a) == size_a or len(b) == size_b:  # one of them has no pair twice
        shared = len(common)
    else:
        shared = sum([min(a[pair_of_two], b[pair_of_two]) for pair_of_two in common])
    dice = 2 * shared / total
    # A short title that stands whole inside a long description is the same matter.
    contained = shared / smaller if smaller >= 4 else 0.0
    return max(dice, 0.9 * contained)


def surely_alike(one: str, other: str, least: float) -> bool:
    """Whether it is plain to see that `likeness` is `least` or more; False where that is not sure.

    A fifth of the work, since neither text is taken apart: of pairs of neighbours that both hold there
    are at least as many in what counts of them, and of all pairs at most as many.
    """
    shorter, longer = sorted((one[:_LOOK_AT], other[:_LOOK_AT]), key=len)
    runs = _STAYING.findall(shorter)
    shared = len({two for run in runs for two in map(add, run, run[1:]) if two in longer})
    return shared > 0 and 2 * shared > least * (len(shorter) + len(longer) - 2)


class Nearby:
    """Tells which of many entries may be alike to a text, without looking at every one.

    Of few entries all may be.  Of many only those that share one of the text's rarest pairs of
    characters, or the whole text: what only stock phrases have in common is not alike.
    """

    _FEW, _RAREST, _COMMON = 64, 8, 24

    def __init__(self, entries: Sequence[T], texts_of: Callable[[T], Sequence[str]]) -> None:
        self._all = range(len(entries))
        self._texts = (texts_of(entry) for entry in entries)
        self._holding: dict[str, list[int]] = {}

    def _look_through(self) -> None:
        for position, texts in enumerate(self._texts):
            for key in {key for text in texts for key in (*_bigrams(text)[0], text[:_LOOK_AT])}:
                self._holding.setdefault(key, []).append(position)

    def to(self, texts: Sequence[str]) -> Sequence[int]:
        """Return the positions of the entries that may be alike to one of `texts`, ascending."""
        if len(self._all) <= self._FEW:
            return self._all
        self._look_through()
        near: set[int] = set()
        for text in filter(None, texts):
            found = [self._holding[key] for key in _bigrams(text)[0] if key in self._holding]
            found = [holding for holding in found if len(holding) <= self._COMMON]
            near.update(*sorted(found, key=len)[: self._RAREST])
            near.update(self._holding.get(text[:_LOOK_AT], ())[: self._COMMON])
        return sorted(near)


def pair(
    left: Sequence[T],
    right: Sequence[U],
    score: Callable[[T, U], float],
    at_least: float,
    margin: float = 0.0,
    near: Callable[[T], Iterable[int]] | None = None,
) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, score) of the best one-to-one pairing, most alike first.

    A pair is given only where its score reaches `at_least` and beats every other free candidate of
    both sides by `margin`; equal candidates are paired in the order in which they stand only where
    `margin` is 0.  `near` tells which of `right` come into question for one of `left`; all, without it.
    """
    scored = [
        (value, i, j)
        for i, one in enumerate(left)
        for j in (range(len(right)) if near is None else near(one))
        if (value := score(one, right[j])) >= at_least
    ]
    scored.sort(key=lambda item: (-item[0], abs(item[1] - item[2]), item[1], item[2]))
    used_left: set[int] = set()
    used_right: set[int] = set()
    rivals = _rivals(scored) if margin else {}

    def has_a_rival(value: float, i: int, j: int) -> bool:
        """Whether another free candidate of either side is nearly as good."""
        for side in (rivals[True, i], rivals[False, j]):
            for other, a, b in side:
                if (a, b) != (i, j) and a not in used_left and b not in used_right:
                    if value - other < margin:
                        return True
                    break
        return False

    for value, i, j in scored:
        if i in used_left or j in used_right or (margin and has_a_rival(value, i, j)):
            continue
        used_left.add(i)
        used_right.add(j)
        yield i, j, value


def _rivals(scored: list[Scored]) -> dict[tuple[bool, int], list[Scored]]:
    """Return the candidates of every left (True, i) and right (False, j), the best first."""
    found: dict[tuple[bool, int], list[Scored]] = {}
    for candidate in scored:
        found.setdefault((True, candidate[1]), []).append(candidate)
        found.setdefault((False, candidate[2]), []).append(candidate)
    return found
