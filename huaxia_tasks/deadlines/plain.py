"""Days as most cells write them: 2022年6月15日, 6月15日前, 2022.6.15.

Nothing stands beside them that could be repaired, doubted or read otherwise.  Such a text is read by
the grammar as any other, but by two of its phrases only; a test compares with all of them.
"""

from __future__ import annotations

import re

from ..patterns import regex

_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_PLAIN = regex(
    rf"(?:20\d\d年)?{_MONTH}月{_DAY}日(?:之前|以前|前)?|20\d\d([-./]){_MONTH}\1{_DAY}", re.ASCII
)
#: The phrases that such a text is made of.
PHRASES = frozenset({"month-day", "figures-ymd"})


def is_plain(text: str) -> bool:
    """Whether `text` is one day and nothing else."""
    return _PLAIN.fullmatch(text) is not None
