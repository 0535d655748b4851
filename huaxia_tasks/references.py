"""Numbers by which rows point at rows: R01, W01、W02, 1-3, 问题3, 第2项."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from .model import TaskRow
from .patterns import regex
from .values.numbers import number_key

#: A matter's number in comparable form: its letters and whole numbers.
Number = tuple[str | int, ...]

_PARTS = regex(r"[、，,;；/\s]+|和|及|与")
_SPAN = regex(r"(.*?)(\d{1,4})(?:[-－—–~～]+|至|到)(.*?)(\d{1,4})")
_WORDS = regex(r"^(?:对应|问题|任务|事项|清单|序号|编号|第)+|(?:项|条|号|个)$")
_WIDEST = 50
_LONGEST_SPAN = 60


def number_of(row: TaskRow, field_key: str) -> Number:
    """Return a row's number in comparable form, () where it has none."""
    return number_key(number_text(row, field_key))


def number_text(row: TaskRow, field_key: str) -> str:
    """Return a row's number as it was typed: Excel makes a day of 1-2, which is no number's meaning."""
    value = row.row.cells.get(field_key)
    if value is not None and isinstance(value.raw, date):
        return f"{value.raw.month}-{value.raw.day}"
    return value.text if value is not None else ""


def references_in(row: TaskRow, field_key: str, known: Collection[Number]) -> tuple[Number, ...]:
    """Return the numbers that a cell points at, in order; () where it holds no figure.

    A cell that is a known number as it stands is that one (1-1, 2022-3); else several are told apart
    (W01、W02), a span is counted out (1-3) where its ends are known, and words before a number go.
    """
    text = number_text(row, field_key)
    whole = number_key(text)
    if whole and whole in known:
        return (whole,)
    if not any(isinstance(part, int) for part in whole):
        return ()
    found: dict[Number, None] = {}
    for part in filter(None, _PARTS.split(text)):
        key = number_key(part)
        if key not in known:
            bare = number_key(_WORDS.sub("", part))
            span = tuple(_span(part, known))
            if span:
                found |= dict.fromkeys(span)
                continue
            key = bare if bare in known else key
        if any(isinstance(x, int) for x in key):
            found[key] = None
    return tuple(found) if any(n in known for n in found) else (whole,)


def _span(text: str, known: Collection[Number]) -> Iterator[Number]:
    match = _SPAN.fullmatch(text.strip()) if len(text) <= _LONGEST_SPAN else None
    if match is None:
        return
    before, first, between, last = match.groups()
    numbers = range(int(first), int(last) + 1)
    if not 1 < len(numbers) <= _WIDEST or between not in ("", before):
        return
    keys = [number_key(_WORDS.sub("", f"{before}{n}")) for n in numbers]
    if keys[0] in known and keys[-1] in known:
        yield from (k for k in keys if k in known)
