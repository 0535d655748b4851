"""The share of a matter that a status cell says is done."""

from __future__ import annotations

import re

from ..patterns import regex
from . import status_words as w
from .numbers import chinese_to_int, shares
from .status_clauses import CLAUSE, is_denied_or_ahead, is_prelude

_NAMED_SHARE = regex(
    r"([\u4e00-\u9fff]{1,6}[率度])"
    r"(?:已|均|约|为|是|达到?|超过?|在|至|由|从|提高|提升|上升|升|增长|下降|降低|降|保持|近|到|了|:|[<>≥≤=]|[\d.]+%)*$"
)
_OF_THE_MATTER = regex(
    r"(?:完成|办结|整改|落实|销号|解决|化解|达成|办理|推进|实施|执行|回复|答复|进)[率度]$"
)


def share_of(plain: str, head: str) -> tuple[float | None, str, bool]:
    """Return the share named in the cell, the text without it, and whether items were counted."""
    for pattern, turned in ((w.ITEMS, False), (w.ITEMS_TURNED, True)):
        match = pattern.search(plain.replace("(", "，").replace(")", "，"))
        if match:
            numbers = [chinese_to_int(g) for g in match.groups() if g is not None]
            if len(numbers) == 2 and None not in numbers:
                first, second = numbers
                part, whole = (first, second) if turned else (second, first)
                if whole and part is not None and part <= whole:
                    left = head.replace(match.group(), "，")
                    return round(part / whole, 4), w.SOME_ITEMS.sub("，", left), True
    found = [(s, a, b) for s, a, b in shares(head) if s <= 1 and not _of_else(head, a)]
    if not found:
        inside = [
            s
            for s, a, b in shares(plain)
            if s <= 1 and not _hedged(plain, a, b) and not _of_else(plain, a)
        ]
        half = re.search(r"(?:完成|办结|整改|进度|已)(?:了|约|近)?(?:过半|一半|近半|半数)", head)
        if half:
            return 0.5, head, False
        return (round(inside[-1], 4) if len(inside) == 1 else None), head, False
    share, start, end = found[-1]
    *earlier, before = CLAUSE.split(head[:start])
    behind = CLAUSE.split(head[end:])[0]
    if earlier and earlier[-1] and is_prelude(earlier[-1]):
        before = earlier[-1] + before
    if is_denied_or_ahead(before + behind) or (share >= 1 and _is_vague(before + behind)):
        return None, head, False
    return round(share, 4), head, False


def _of_else(text: str, start: int) -> bool:
    """Whether the share before `start` is told of something else (满意率95%, 就业率达90%)."""
    named = _NAMED_SHARE.search(text[:start])
    return named is not None and not _OF_THE_MATTER.search(named[1])


def _is_vague(clause: str) -> bool:
    """Whether words stand round a full share that do not plainly state it (估计完成)."""
    bare = re.sub(r"(?:完成|办结|整改|进度|进展|总体)?(?:率|进度|比例)|达到?|为|[:：]", "", clause)
    ends = w.DONE.search(bare)
    before = bare[: ends.start()] if ends else bare
    plain = "已" in before or w.AFFIRMED.fullmatch(before)
    return not (plain or w.ACTION_DONE.search(before))


def _hedged(plain: str, start: int, end: int) -> bool:
    """Whether the share in a bracket is a wish, a plan or a denial."""
    before = re.split(r"[，,；;。、\n(]", plain[:start])[-1]
    behind = re.split(r"[，,；;。、\n)]", plain[end:])[0]
    return is_denied_or_ahead(before + behind) or ("100%" in plain and _is_vague(before + behind))
