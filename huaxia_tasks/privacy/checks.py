"""Whether a row of digits is an identity number, a bank card, a mobile number.

Sources: GB 11643-1999 (identity number), ISO/IEC 7812 (Luhn).
"""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

from datetime import date

from ..patterns import regex

_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2035
#: Without a right checksum: people of a school were born before this year; later ones are dates in file numbers.
_LAST_YEAR_UNSURE = 2012
_CARD = regex(
    r"62\d{14,17}|9558\d{15}|9559\d{15}|9551\d{15}|4\d{15}|4367\d{15}|5[1-5]\d{14}|35\d{14}|40551\d{12}|6013\d{15}|6014\d{13}|603\d{13}|603\d{16}"
)
MOBILE = regex(r"1[3-9]\d{9}")


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an identity number: province, real birth date, checksum."""
    return (
        len(number) == 18
        and number[:17].isdigit()
        and _born(number[:2], number[6:14]) is not None
        and _CHECK[_remainder(number)] == number[17].upper()
    )


def may_be_identity_number(number: str) -> bool:
    """Whether 18 characters have a province and a birth date, whatever the last ones are.

    A number cell keeps 15 digits: the last three become zeros and the checksum fails.
    """
    born = _born(number[:2], number[6:14])
    return born is not None and born.year <= _LAST_YEAR_UNSURE


def may_be_old_identity_number(number: str) -> bool:
    """Whether 15 digits have a province, a county and a birth date of the last century."""
    return (
        "01" <= number[2:4] <= "90"
        and number[4:6] != "00"
        and _born(number[:2], "19" + number[6:12]) is not None
    )


def _remainder(number: str) -> int:
    return sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11


def _born(province: str, digits: str) -> date | None:
    if province not in _PROVINCES or not digits.isdigit():
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return born if _FIRST_YEAR <= born.year <= _LAST_YEAR else None


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right."""
    digits = [int(d) for d in reversed(number)]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_card(number: str) -> bool:
    """Whether the digits begin as the cards of banks do and have a right check digit."""
    return _CARD.fullmatch(number) is not None and luhn(number)


def may_be_card(number: str) -> bool:
    """Whether the digits look like a UnionPay card, typed wrongly or cut by a number cell."""
    return number.startswith("62") and len(number) in (16, 19)
