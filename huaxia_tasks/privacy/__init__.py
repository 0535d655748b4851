"""Finds and masks personal data in text that is to be published.

Identity numbers, mobiles, bank cards, numbers of students, home addresses, birth dates, and the
telling of one person's hardship.  Lines of services and offices (报修电话, 办公电话) are public and stay,
other landlines do not.  Nothing found here is ever
stored.  Sources: 教财厅函〔2017〕28号 (what a school never publishes), GB 11643-1999, ISO/IEC 7812.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..patterns import regex
from .checks import is_identity_number
from .counts import DEFAULT_MINIMUM, hide_small_counts
from .folding import DIGITS_AS_WRITTEN, SOFT, fold, fold_spelled, in_a_row
from .hardship import HARDSHIP, NAME, find_hardship, find_names, tells_hardship
from .harmless import asks_for_personal_data, hints, is_harmless, not_harmless
from .landlines import LANDLINE, find_landlines
from .numbers import CARD, ID, PHONE, Span, find_numbers
from .particulars import ADDRESS, BIRTH, find_addresses, find_birth_dates
from .student_numbers import find_student_numbers

__all__ = [
    "DEFAULT_MINIMUM",
    "PersonalDatum",
    "asks_for_personal_data",
    "find_personal_data",
    "hide_small_counts",
    "is_identity_number",
    "mask",
    "not_harmless",
    "plain",
]

#: Nearly every cell has none of these; nothing further is done with it.
_MANY_DIGITS = regex(
    rf"[{DIGITS_AS_WRITTEN}OoIl](?:[^\u4e00-\u9fff,;，；、:：\"“”]{{0,12}}[{DIGITS_AS_WRITTEN}OoIlXx]){{5}}"
)
_POWER = regex(r"[0-9][Ee]\+?1")
_SPELLED = regex(in_a_row(3))
_PLACES = regex("住址|住在|寄|地址|户籍|户口|住地|家住|家里住|所在地|村|湾|社区|屯|[栋幢座弄]|号楼")
_BIRTHS = regex("生[日于辰]|[日月0-9]生|出生")


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One thing found: its kind in Chinese, what stands there, whether that is certain, and where.

    ``text`` holds the digits of a number without what parts them; ``start`` and ``end`` are its place
    in the text that was searched.
    """

    kind: str
    text: str
    sure: bool = True
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def masked(self) -> str:
        """The text with all that tells hidden, fit for a message."""
        return _mask(self.kind, self.text)


def plain(text: str) -> str:
    """Return `text` as the detectors read it: plain characters, nothing unseen."""
    return fold(text).replace(SOFT, "")


def find_personal_data(
    text: str, *, heading: str = "", student_number: str = "", office_line: str = ""
) -> tuple[PersonalDatum, ...]:
    """Return the personal data in `text`, each once, in the order of their certainty.

    `heading` is that of the text's column: it tells what a bare number is, and whether names stand
    there.  `student_number` is the shape of the school's own numbers (setting 学号格式), `office_line`
    the office's own landline, which is public whoever is named beside it.  What is not certain has
    ``sure`` False: a number cell loses the last digits of an identity number.
    """
    if not student_number and not asks_for_personal_data(heading) and is_harmless(text):
        return ()
    found = dict.fromkeys(_found(text, heading, student_number))
    if not found:
        return ()
    own = re.sub(r"[^0-9转]", "", plain(office_line))
    return tuple(d for d in found if not (own and d.kind == LANDLINE and d.text in own))


def mask(text: str, *, heading: str = "", student_number: str = "") -> str:
    """Return `text` with all personal data masked where they stand, everything else as it was."""
    parts, at = [], 0
    for datum in sorted(_found(text, heading, student_number), key=lambda d: d.start):
        parts += [text[at : datum.start], datum.masked]
        at = datum.end
    return "".join([*parts, text[at:]])


def _found(text: str, heading: str, student_number: str) -> Iterator[PersonalDatum]:
    """Yield what is found, no two in one place; the more certain kind takes the place."""
    if not text:
        return
    taken = bytearray(len(text))
    for span in _spans(text, fold(heading), student_number):
        if taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            yield PersonalDatum(span.kind, span.text, span.sure, span.start, span.end)


def _spans(text: str, heading: str, shape: str) -> Iterator[Span]:
    folded = fold(text)
    spelled = _SPELLED.search(text) is not None
    numbers, homes, births, hardship = _hints(text, folded, heading)
    if shape or spelled or numbers:
        found = list(find_numbers(folded, heading))
        if spelled:
            found += find_numbers(fold_spelled(folded), heading)
        yield from (n for n in found if n.kind == ID and n.sure)
        yield from find_student_numbers(folded, heading, shape)
        yield from found
        yield from find_landlines(folded, heading)
    if homes:
        yield from find_addresses(folded, heading)
    if births:
        yield from find_birth_dates(folded, heading)
    if hardship:
        yield from find_hardship(folded, heading)
        yield from find_names(folded, heading)


def _hints(text: str, folded: str, heading: str) -> tuple[bool, bool, bool, bool]:
    """Return whether to look for numbers, homes, births and hardship.

    Without a heading the text is running text, where less is believed than in the cell of a list.
    """
    if heading:
        return (True, True, True, True) if asks_for_personal_data(heading) else hints(text, folded)
    return (
        _MANY_DIGITS.search(text) is not None or _POWER.search(text) is not None,
        _PLACES.search(text) is not None,
        _BIRTHS.search(text) is not None,
        tells_hardship(text),
    )


def _mask(kind: str, text: str) -> str:
    if kind in (ADDRESS, BIRTH, HARDSHIP):
        return f"（{kind}，略）"
    if kind == NAME:
        shown = 2 if len(text) > 3 else 1
        return text[:shown] + "*" * max(len(text) - shown, 1)
    head, tail = {PHONE: (3, 4), ID: (3, 4), CARD: (4, 4)}.get(kind, (2, 2))
    if len(text) <= head + tail + 2:
        return text[:1] + "*" * max(len(text) - 1, 3)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
