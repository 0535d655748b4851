"""Finds identity numbers, mobile numbers and bank cards in a folded text, however they are parted.

A run of digits, with blanks, dashes, dots and unseen characters between them, is cut into its
pieces; neighbouring pieces that together make a number are taken, the longest meaning first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..patterns import regex
from .checks import (
    MOBILE,
    is_card,
    is_identity_number,
    luhn,
    may_be_card,
    may_be_identity_number,
    may_be_old_identity_number,
)
from .folding import SOFT

ID, CARD, PHONE = "身份证号", "银行卡号", "手机号"
_RUN = regex(
    rf"(?:[0-9]|(?<![A-Za-z])[OoIl](?=[{SOFT} ./()\n-]{{0,4}}[0-9OoIl]))(?:[{SOFT} ./()\n-]{{0,12}}[0-9OoIlXx])+"
)
_PIECE = regex(rf"[0-9OoIlXx{SOFT}]+")
_ALIKE = str.maketrans("OoIlx", "0011X")
_BEFORE = 16
_AFTER = 8
_NUMBER_OF_A_THING = regex(
    r"(?:编号|单号|合同|订单|发票|条码|条形码|资产|设备|器材|序列|流水|批号|项目|课程|许可证|备案|书号|刊号|ISBN|ISSN|IMEI|代码|"
    r"税号|案号|文号|标段|招标|采购|档案|图书|教材|票号|机身|表号|账套|工单|办件|物料|软著|专利)[^,。;、]{0,8}$",
    re.IGNORECASE,
)
PHONE_WORD = regex(r"电话|手机|联系|致电|拨打|微信|tel|mobile|phone|call", re.IGNORECASE)
ID_WORD = regex(r"身份证|证件号|居民证|公民身份|ID\s*(?:card|no)", re.IGNORECASE)
CARD_WORD = regex(
    r"银行卡|卡号|账号|帐号|账户|帐户|开户|存折|工资卡|储蓄卡|借记卡|信用卡|工行|农行|中行|建行|交行|招行|邮储|农商行|银行"
)
_PUBLIC_ACCOUNT = regex(r"对公|基本户|学校账户|单位账户|公账|监管账户|财政|缴费账号|捐赠账")
_BEFORE_A_PHONE = regex(
    r"(?:tel|mobile|phone|mob|cell|call|wx|vx|qq|sms|dial|t|m|p|h)$", re.IGNORECASE
)
_BEHIND_A_PHONE = regex(r"(?:wx|vx|qq|tel|ext|x\d)", re.IGNORECASE)
_SCIENTIFIC = regex(r"(?<![0-9A-Za-z.])([1-9])\.([0-9]{1,17})[Ee]\+?(10|1[4-8])(?![0-9A-Za-z])")
_CLAUSE_END = regex(r"[,。;\n]")
_MISTYPED = regex(r"1[3-9]\d{8}|1[3-9]\d{10}")
_LETTERS = regex(r"[A-Za-z]+$")
_PREFIX = regex(r"(?:(?:00)?86|0)(?=1[3-9])")
_NEXT_PHONE = regex(r"1[3-9]\d?$|1[3-9]\d{9}$|0\d{2,3}$")
_LONGEST = 21


class Span(NamedTuple):
    """Something found: kind, the digits, whether it is certain, and where it stands."""

    kind: str
    text: str
    sure: bool
    start: int
    end: int


class _Piece(NamedTuple):
    digits: str
    start: int
    end: int


def find_numbers(folded: str, heading: str = "") -> Iterator[Span]:
    """Yield identity numbers, cards and mobiles in the order in which they stand."""
    for run in _RUN.finditer(folded):
        if run.end() - run.start() < 11:
            continue
        yield from _in_run(folded, _pieces(folded, run), heading)
    for match in _SCIENTIFIC.finditer(folded):
        yield from _scientific(match, heading)


def _pieces(folded: str, run: re.Match[str]) -> list[_Piece]:
    pieces = []
    for match in _PIECE.finditer(folded, run.start(), run.end()):
        written = match.group().replace(SOFT, "")
        if written:
            lead = len(match.group()) - len(match.group().lstrip(SOFT))
            trail = len(match.group()) - len(match.group().rstrip(SOFT))
            digits = written.translate(_ALIKE)
            pieces.append(_Piece(digits, match.start() + lead, match.end() - trail))
    return pieces


def _in_run(folded: str, pieces: list[_Piece], heading: str) -> Iterator[Span]:
    first, floor, chains = 0, 0, _lonely_chains(pieces)
    while first < len(pieces):
        found = None
        if first not in chains:
            spot = _Spot(folded, pieces, first, floor, heading)
            found = _identity(spot) or _card(spot) or _mobile(spot)
        if found is None:
            first += 1
        else:
            span, first = found
            floor = first
            yield span


def _lonely_chains(pieces: list[_Piece]) -> frozenset[int]:
    """Return the places of single digits that stand in a chain too long for any number."""
    places: list[int] = []
    chain: list[int] = []
    for place in range(len(pieces) + 1):
        if place < len(pieces) and len(pieces[place].digits) == 1:
            chain.append(place)
        else:
            places += chain if len(chain) > 2 * _LONGEST else []
            chain = []
    return frozenset(places)


_Found = tuple[Span, int] | None


@dataclass
class _Spot:
    """A piece of a run at which a number may begin, and what is known of the words before it.

    ``floor`` is the index of the first piece that no number before has taken.
    """

    folded: str
    pieces: list[_Piece]
    first: int
    floor: int
    heading: str

    def __post_init__(self) -> None:
        self.start = self.pieces[self.first].start
        #: (digits, index behind the last piece) of pieces that may belong together, shortest first.
        self.windows: list[tuple[str, int]] = []
        digits = ""
        for behind in range(self.first + 1, len(self.pieces) + 1):
            digits += self.pieces[behind - 1].digits
            if len(digits) > _LONGEST:
                break
            if len(digits) >= 11:
                self.windows.append((digits, behind))

    def end(self, behind: int) -> int:
        """Return where the last piece of a window ends."""
        return self.pieces[behind - 1].end

    @cached_property
    def before(self) -> str:
        """The words of the same clause before the number."""
        before = self.folded[max(0, self.start - _BEFORE) : self.start].rstrip(" ,:;\n")
        return _CLAUSE_END.split(before)[-1]

    def said(self, words: re.Pattern[str]) -> bool:
        """Whether one of `words` stands before the number or in the heading of its column."""
        return bool(words.search(self.before) or words.search(self.heading))


def _identity(spot: _Spot) -> _Found:
    for digits, behind in spot.windows:
        if len(digits) in (15, 18) and digits[:-1].isdigit():
            sure = _is_identity(spot, digits, behind)
            if sure is not None:
                return Span(ID, digits, sure, spot.start, spot.end(behind)), behind
    digits, behind = spot.pieces[spot.first].digits, spot.first + 1
    if len(digits) in (14, 16, 17, 19) and spot.said(ID_WORD):
        return Span(ID, digits, False, spot.start, spot.end(behind)), behind
    return None


def _is_identity(spot: _Spot, digits: str, behind: int) -> bool | None:
    """Return whether it is certain, None where it is no identity number."""
    if len(digits) == 18:
        if is_identity_number(digits):
            return True
        likely = may_be_identity_number(digits)
    else:
        likely = may_be_old_identity_number(digits) and behind == spot.first + 1
    if not likely and not spot.said(ID_WORD):
        return None
    if spot.said(ID_WORD):
        known = likely or len(digits) == 18 or behind == spot.first + 1
        return (len(digits) == 15 and likely) if known and digits.isdigit() | likely else None
    whole = _stands_alone(spot.folded, spot.start, spot.end(behind))
    return False if whole and not spot.said(_NUMBER_OF_A_THING) else None


def _card(spot: _Spot) -> _Found:
    for digits, behind in reversed(spot.windows):
        if len(digits) < 15 or not digits.isdigit():
            continue
        parts = [len(p.digits) for p in spot.pieces[spot.first : behind]]
        together = len(parts) == 1 or _is_card_grouping(parts)
        looks = together and (is_card(digits) or may_be_card(digits))
        named = (together or behind == len(spot.pieces)) and spot.said(CARD_WORD)
        if not (named or (looks and not spot.said(_NUMBER_OF_A_THING))):
            continue
        end = spot.end(behind)
        if not _PUBLIC_ACCOUNT.search(spot.before) and _stands_alone(spot.folded, spot.start, end):
            return Span(CARD, digits, luhn(digits), spot.start, end), behind
    return None


def _is_card_grouping(parts: list[int]) -> bool:
    """Whether a card is written in such groups: in fours with a rest, six and the rest, one by one."""
    fours = all(n == 4 for n in parts[:-1]) and 1 <= parts[-1] <= 4
    return fours or set(parts) == {1} or (len(parts) in (2, 3) and parts[0] in (4, 6, 8))


def _mobile(spot: _Spot) -> _Found:
    for digits, behind in spot.windows:
        prefix = _PREFIX.match(digits) if len(digits) > 11 else None
        bare = digits[prefix.end() :] if prefix else digits
        if MOBILE.fullmatch(bare) is None or not _ends(spot.folded, spot.end(behind)):
            continue
        if _is_of_a_thing(spot):
            return None
        if behind == spot.first + 1 or _is_phone_grouping(spot, behind, prefix is not None):
            end, behind = _with_decimals(spot.folded, spot.pieces, behind)
            return Span(PHONE, bare, True, spot.start, end), behind
    digits, end = spot.pieces[spot.first].digits, spot.end(spot.first + 1)
    if _MISTYPED.fullmatch(digits) and spot.said(PHONE_WORD):
        return Span(PHONE, digits, False, spot.start, end), spot.first + 1
    return None


def _is_of_a_thing(spot: _Spot) -> bool:
    """Whether the number is that of a thing, or the tail of a code of letters."""
    glued = _LETTERS.search(spot.folded, max(0, spot.start - 10), spot.start)
    if glued and not _BEFORE_A_PHONE.search(glued.group()):
        return True
    return spot.said(_NUMBER_OF_A_THING) and not spot.said(PHONE_WORD)


def _with_decimals(folded: str, pieces: list[_Piece], behind: int) -> tuple[int, int]:
    """Take in a ``.0`` that a number cell leaves behind the digits."""
    end = pieces[behind - 1].end
    if behind < len(pieces) and set(pieces[behind].digits) == {"0"}:
        piece = pieces[behind]
        if folded[end : piece.start] == "." and len(piece.digits) <= 2:
            return piece.end, behind + 1
    return end, behind


def _is_phone_grouping(spot: _Spot, behind: int, prefixed: bool) -> bool:
    """Whether pieces are one phone number parted for reading, and not a row of numbers."""
    first = spot.first
    if prefixed and spot.pieces[first].digits in ("86", "0086", "0"):
        first += 1
    own = spot.pieces[first:behind]
    parts = [len(p.digits) for p in own]
    if len(parts) == 1:
        return True
    mark = spot.folded[own[0].end : own[1].start]
    free = _free(spot, first, behind)
    if set(parts) == {1}:
        return free
    if parts[0] < 3 or len(parts) > 5 or parts[:3] == [4, 2, 2]:
        return False
    if len(parts) == 2 and re.search(r"[-/.]", mark):
        return parts in ([3, 8], [7, 4]) and "." not in mark
    return free and not _is_series(own)


def _is_series(own: list[_Piece]) -> bool:
    """Whether the first two pieces are neighbours in a row of rooms or hours (1301 1302 130)."""
    one, two = own[0].digits, own[1].digits
    return len(one) == len(two) and len(one) >= 3 and abs(int(one) - int(two)) < 30


def _free(spot: _Spot, first: int, behind: int) -> bool:
    """Whether no further piece hangs on either end by the same mark."""
    folded, pieces = spot.folded, spot.pieces
    inner = folded[pieces[first].end : pieces[first + 1].start]
    if behind < len(pieces):
        mark = folded[pieces[behind - 1].end : pieces[behind].start]
        if mark == inner and not _NEXT_PHONE.match(pieces[behind].digits):
            return False
    if spot.first > spot.floor:
        mark = folded[pieces[spot.first - 1].end : pieces[spot.first].start]
        lonely = len(pieces[first].digits) == 1
        return mark != inner or len(pieces[spot.first - 1].digits) != (1 if lonely else 4)
    return True


def _ends(folded: str, end: int) -> bool:
    """Whether a phone may end here: no letter follows but words that follow phones, no measure."""
    following = folded[end : end + _AFTER]
    if re.match(r"\s?(?:[元万亿吨]|人次)", following):
        return False
    return not re.match(r"[A-Za-z]", following) or _BEHIND_A_PHONE.match(following) is not None


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before, behind = folded[start - 1 : start], folded[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (
        behind.isascii() and behind.isalnum()
    )


def _scientific(match: re.Match[str], heading: str) -> Iterator[Span]:
    """Read numbers that a cell shows as 1.38E+10; their last digits may be gone."""
    digits, power = match[1] + match[2], int(match[3])
    whole = digits.ljust(power + 1, "0")
    if len(whole) != power + 1:
        return
    span = (False, match.start(), match.end())
    if power == 10 and MOBILE.fullmatch(whole):
        yield Span(PHONE, match.group(), *span)
    elif (
        power == 17
        and (may_be_identity_number(whole) or ID_WORD.search(heading) or _is_province_cut(digits))
    ) or (power == 14 and ID_WORD.search(heading)):
        yield Span(ID, match.group(), *span)
    elif power in (15, 18) and (digits.startswith("62") or CARD_WORD.search(heading)):
        yield Span(CARD, match.group(), *span)


def _is_province_cut(digits: str) -> bool:
    """Whether so few digits are shown that only the province is left to judge by."""
    return len(digits) < 14 and may_be_identity_number(
        digits[:6].ljust(6, "1") + "19900101" + "0000"
    )
