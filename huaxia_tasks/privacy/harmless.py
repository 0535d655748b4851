"""Tells at one glance that a text can hold no personal data: nearly every cell of a list is such a text.

Chinese and common marks, fewer than five digits or a single day, no numerals in a row, none of the
words that homes, births, hardship and codes are told with, under a heading that asks for none of them.  Nothing that any of
the detectors could find looks so (a test holds it to that).
"""

from __future__ import annotations

from functools import lru_cache

from ..patterns import regex
from . import hardship, numbers, particulars, student_numbers
from .folding import SPELLED_AS_WRITTEN, fold

#: No E, O, I, l, X: they may stand for digits or powers of ten.
_MARKS = r"\u4e00-\u9fffA-DF-HJ-NP-WYZa-df-km-np-wyz \n，。、；：（）“”《》？！%./-"
_DAY = r"20[0-9]{2}[-年./][0-9]{1,2}[-月./][0-9]{1,2}"
_FEW_DIGITS = regex(f"[{_MARKS}]*(?:(?:[0-9][{_MARKS}]*){{0,4}}|{_DAY}[{_MARKS}]*)")
_SPELLED = regex(f"[{SPELLED_AS_WRITTEN}]")
_IN_A_ROW = regex(rf"(?:[{SPELLED_AS_WRITTEN}][^\u3400-\u9fff]{{0,3}}){{3}}")
#: Plain words only: a search for nothing but words is many times faster.
_TELLING = regex(
    "住址|地址|户籍|户口|住地|家住|住在|长住|母住|人住|生住|学住|寄|快递|投递|家里住|所在地|现居|居住|常住|村|湾|社区|屯|栋|幢|座|弄|号楼|"
    "出生|生日|生于|诞生|生辰|年生|月生|日生|0生|1生|2生|3生|4生|5生|6生|7生|8生|9生|/生|-生|"
    "学号|学籍号|学生编号|卡号|卡通号|工号|工编号|考证号|考生号|报名号|护照|通行证|官证|兵证|居留|港澳证|台胞证|"
    + hardship.TELLING_WORDS
)
_ASKING = (
    numbers.ID_WORD,
    numbers.CARD_WORD,
    numbers.PHONE_WORD,
    student_numbers.HEADING,
    particulars.HOME_HEADING,
    particulars.BIRTH_HEADING,
    hardship.HARDSHIP_HEADING,
)


def is_harmless(text: str, heading: str) -> bool:
    """Whether nothing can be found in `text`, which stands in a column with this heading."""
    if _asks(heading):
        return False
    return _is_plain(text) if len(text) <= _LONGEST_KEPT else _is_plain.__wrapped__(text)


_LONGEST_KEPT = 200


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    """Whether a text is such that under an ordinary heading nothing can be found in it."""
    return (
        _FEW_DIGITS.fullmatch(text) is not None
        and _TELLING.search(text) is None
        and (_SPELLED.search(text) is None or _IN_A_ROW.search(text) is None)
        and ".生" not in text
    )


@lru_cache(maxsize=256)
def _asks(heading: str) -> bool:
    """Whether a heading makes personal data of what else would be none."""
    folded = fold(heading)
    return any(pattern.search(folded) for pattern in _ASKING) or hardship.asks_for_names(folded)
