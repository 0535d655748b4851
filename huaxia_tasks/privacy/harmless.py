"""Tells at one glance that a text can hold no personal data: nearly every cell of a list is such a text.

Chinese and common marks, fewer than five digits or a single day, no numerals in a row, none of the
words that homes, births, hardship and codes are told with, under a heading that asks for none of them.  Nothing that any of
the detectors could find looks so (a test holds it to that).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..patterns import any_word, regex
from . import hardship, numbers, particulars, student_numbers
from .folding import fold, in_a_row

#: No E, O, I, l, X: they may stand for digits or powers of ten.
_MARKS = r"\u4e00-\u9fffA-DF-HJ-NP-WYZa-df-km-np-wyz \n，。、；：（）“”《》？！%./-"
_DAY = r"20[0-9]{2}[-年./][0-9]{1,2}[-月./][0-9]{1,2}"
_FEW_DIGITS = regex(f"[{_MARKS}]*(?:(?:[0-9][{_MARKS}]*){{0,4}}|{_DAY}[{_MARKS}]*)")
_IN_A_ROW = regex(in_a_row(3))
_HOMES = "住址|地址|户籍|户口|住地|家住|住在|长住|母住|人住|生住|学住|寄|快递|投递|家里住|所在地|现居|居住|常住|村|湾|社区|屯|栋|幢|座|弄|号楼"
_BIRTHS = (
    "出生|生日|生于|诞生|生辰|年生|月生|日生|0生|1生|2生|3生|4生|5生|6生|7生|8生|9生|/生|-生|.生"
)
_CODES = "学号|学籍号|学生编号|卡号|卡通号|工号|工编号|考证号|考生号|报名号|护照|通行证|官证|兵证|居留|港澳证|台胞证"
_tells_home, _tells_birth, _tells_code, _tells = (
    any_word(words.split("|"))
    for words in (
        _HOMES,
        _BIRTHS,
        _CODES,
        f"{_HOMES}|{_BIRTHS}|{_CODES}|{hardship.TELLING_WORDS}",
    )
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
#: Texts of which is known that they are harmless: names, groups, places and days come again and again.
_known: set[str] = set()
_MOST_KNOWN, _LONGEST_KNOWN = 4096, 200


def not_harmless(texts: Iterable[str]) -> set[str]:
    """Return those texts in which something may be found, under a heading that asks for nothing."""
    fresh = set(texts) - _known
    doubtful = {text for text in fresh if not is_harmless(text)}
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    _known.update([text for text in fresh - doubtful if len(text) <= _LONGEST_KNOWN])
    return doubtful


def is_harmless(text: str) -> bool:
    """Whether nothing can be found in `text`, under a heading that asks for nothing."""
    return (
        _FEW_DIGITS.fullmatch(text) is not None
        and not _tells(text)
        and _IN_A_ROW.search(text) is None
    )


def hints(text: str, folded: str) -> tuple[bool, bool, bool, bool]:
    """Return whether a text under an ordinary heading may hold numbers, homes, births and hardship."""
    return (
        _FEW_DIGITS.fullmatch(text) is None or _tells_code(folded),
        _tells_home(folded),
        _tells_birth(folded),
        hardship.tells_hardship(folded),
    )


@lru_cache(maxsize=256)
def asks_for_personal_data(heading: str) -> bool:
    """Whether a heading makes personal data of what else would be none."""
    folded = fold(heading)
    return any(pattern.search(folded) for pattern in _ASKING) or hardship.asks_for_names(folded)
