"""Breaking a title by meaning into a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, pairwise

from ..patterns import regex
from ._words import LONGEST, WORDS

_NEVER = 10_000.0
_OPEN, _CLOSE = "《“‘（〔〈", "》”’）〕〉"
_NOT_FIRST = "、，。：；！？》”’）〕〉—…·的"
_NOT_LAST = "《“‘（〔〈第"
_TOKEN = regex(
    r"[A-Za-z0-9][A-Za-z0-9.\-/+%]*(?:年[度级]?|月|日|号|级|届|期|次|项|条|人|天|%"
    r"|个(?:单位|部门|学院|党组织|事项|问题|工作日)?|名(?:同志|学生|教师)?)?"
)
_ORDINAL = regex(
    r"第[一二三四五六七八九十百零〇\d]+(?:学期|学年|季度|阶段|[届次期批轮版号条款])?"
    r"|[一二三四五六七八九十]+[月日年号]+"
)
#: Ends of the names of bodies: what stands before one belongs to it.
_BODY = regex(
    r"学院|研究院|研究所|中心|委员会|办公室|领导小组|工作组|有限公司|公司|协会|支部|总支|厅|局|部(?!分|署|门)"
    r"|处(?!理|置|分)|院(?![系校])|馆|站|社(?![会区团])"
)
#: A break between words of which one is not known, before the end of a body's name, after a verb's 为.
_UNKNOWN, _TORN, _IN_NAME = 15.0, 9.0, 8.5
_MAX_LINES = 5
_MOST_PLACES = 26


#: Characters that are as wide as a 汉字.
_FULL = regex("[\u2000-\U0010ffff·×°±]+")


def width(text: str) -> float:
    """Return the width of `text` in characters: a full-width one is 1, an ASCII one 0.5."""
    return len(text) - len(_FULL.sub("", text)) / 2


def break_title(text: str, width_chars: int = 20, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the lines of a title, none wider than `width_chars` where that can be.

    Lines get strictly longer, strictly shorter, or widest in the middle; never 19 + 4.  Words,
    numbers and quoted names that fit on a line stay whole; `names` are further words.  Blanks inside
    the text are kept only between the words of a quotation.  A line break in `text` is obeyed.
    """
    given = tuple(part.strip() for part in text.split("\n") if part.strip())
    if len(given) > 1:
        return given
    title = " ".join(text.split())
    if width(title) <= width_chars:
        return (title,)
    costs = _boundaries(title, frozenset(n for n in names if n), width_chars)
    return _best(title, costs, width_chars)


def break_mark(text: str, width_chars: int, names: Iterable[str] = ()) -> str:
    """Return 发文机关标志 with a line break by meaning where it is wider than `width_chars`."""
    return "\n".join(break_title(text, width_chars, names))


def _boundaries(title: str, names: frozenset[str], limit: int) -> list[float]:
    """Return what a break before each position costs; `_NEVER` inside words and names."""
    words = _segment(title, names)
    costs = [_NEVER] * (len(title) + 1)
    for start, end, known in words:
        costs[end] = 3.0 if known else _UNKNOWN
        if not known and start and costs[start] < _NEVER:
            costs[start] = max(costs[start], _UNKNOWN)
        if end - start > 9:
            _open_name(title, start, end, costs)
    for i in range(1, len(title)):
        before, after = title[i - 1], title[i]
        if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
            costs[i] = _NEVER
        elif costs[i] >= _NEVER or costs[i] == _IN_NAME:
            continue
        elif before in "、，：；》”）" or (after in "《“" and before not in "、，"):
            costs[i] = 1.0
        elif before == "的":
            costs[i] = 0.5
        elif before in "和与及" or before == "对":
            costs[i] = max(costs[i], 6.0)
        elif before in "等为" or _BODY.match(title, i):
            costs[i] += _TORN
        elif after in "和与及":
            costs[i] = 1.5
    for i in range(2, len(title)):
        if title.startswith("关于", i - 2) and (i == 2 or title[i - 3] in "《〈发的"):
            costs[i] = max(costs[i], 30.0)
    _protect_quotations(title, costs, limit)
    return costs


def _open_name(title: str, start: int, end: int, costs: list[float]) -> None:
    """Let a long name be broken behind its 、 or before its bracket, where nothing else will do."""
    for i in range(start + 2, end - 1):
        if title[i - 1] == "、" or title[i] in "（(":
            costs[i] = _IN_NAME


def _protect_quotations(title: str, costs: list[float], limit: int) -> None:
    """Make breaks inside quotations that fit on a line very dear, in longer ones dear.

    They are broken behind 、 or between words, and only where nothing else gives a good shape.
    """
    for start, end in _quotations(title):
        fits = width(title[start:end]) <= limit
        slogan = title[start] in "“‘"
        for i in range(start + 1, end):
            if fits and title[i - 1] == "、" and costs[i] < _NEVER:
                costs[i] = 25.0
            elif fits:
                costs[i] = min(_NEVER, costs[i] + (30.0 if slogan else 25.0))
            elif costs[i] < _NEVER:
                costs[i] += 4.0
            elif title[i - 1] == " ":
                costs[i] = 3.0


def _quotations(title: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every quotation, inner ones too."""
    stack: list[int] = []
    for i, char in enumerate(title):
        if char in _OPEN:
            stack.append(i)
        elif char in _CLOSE and stack:
            yield stack.pop(), i + 1


@lru_cache(maxsize=256)
def _segment(title: str, names: frozenset[str]) -> tuple[tuple[int, int, bool], ...]:
    """Return (start, end, known) of words: the split with the fewest unknown characters."""
    longest = max([LONGEST, *map(len, names)])
    size = len(title)
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)] + [(float("inf"), 0, False)] * size
    for i in range(size):
        score = best[i][0]
        steps = [(i + 1, 6.0, False)]
        for pattern in (_TOKEN, _ORDINAL):
            if token := pattern.match(title, i):
                steps.append((token.end(), 1.0, True))
        steps += [
            (j, 1.0, True)
            for j in range(i + 1, min(size, i + longest) + 1)
            if title[i:j] in WORDS or title[i:j] in names
        ]
        if not title[i].isalnum():
            steps = [(i + 1, 0.5, True)]
        for j, cost, known in steps:
            if score + cost < best[j][0]:
                best[j] = (score + cost, i, known)
    out, end = [], size
    while end:
        _, start, known = best[end]
        out.append((start, end, known))
        end = start
    return tuple(reversed(out))


def _best(title: str, costs: list[float], limit: int) -> tuple[str, ...]:
    """Return the cheapest division into the fewest lines that has a good shape."""
    places = [i for i in range(2, len(title) - 1) if costs[i] < _NEVER]
    if len(places) > _MOST_PLACES:
        places = sorted(sorted(places, key=lambda i: costs[i])[:_MOST_PLACES])
    fewest = -(-int(width(title) * 2) // (limit * 2))
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(fewest, min(fewest + 2, _MAX_LINES) + 1):
        for cuts in combinations(places, count - 1):
            lines = _cut(title, cuts)
            widths = [width(line) for line in lines]
            if max(widths) > limit:
                continue
            cost = sum(costs[c] for c in cuts) + _shape_cost(widths) + 7.0 * (count - fewest)
            if best is None or cost < best[0]:
                best = (cost, lines)
        if best is not None and best[0] < 12.0:
            break
    return best[1] if best else _by_length(title, limit)


def _cut(title: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(title))
    return tuple(title[a:b].strip() for a, b in pairwise(edges))


def _shape_cost(widths: list[float]) -> float:
    """Return how far line widths are from a trapezoid or a diamond; 40 and more is a bad shape."""
    pairs = list(pairwise(widths))
    rising = all(a < b for a, b in pairs)
    falling = all(a > b for a, b in pairs)
    top = widths.index(max(widths))
    diamond = (
        0 < top < len(widths) - 1
        and all(a <= b for a, b in pairs[:top])
        and all(a >= b for a, b in pairs[top:])
        and widths[0] < widths[top] > widths[-1]
    )
    cost = 0.0 if rising or falling or diamond else 40.0
    ratio = min(widths) / max(widths)
    cost += 60.0 if ratio < 0.34 else 8.0 * max(0.0, 0.6 - ratio) * 2
    if any(abs(a - b) < 2 for a, b in pairs) and len(widths) == 2:
        cost += 1.0
    return cost


def _by_length(title: str, limit: int) -> tuple[str, ...]:
    """Return lines of equal size: the last resort for text without any place to break."""
    lines, line = [], ""
    for char in title:
        if line and width(line + char) > limit and char not in _NOT_FIRST:
            lines.append(line)
            line = ""
        line += char
    return (*lines, line)
