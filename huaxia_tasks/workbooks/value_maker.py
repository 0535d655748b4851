"""Making many values with their places, fast.

A frozen dataclass takes half a microsecond to make, because each field goes through
``object.__setattr__``; a workbook has a thousand values with a place each.  Here a twin with the same
slots is filled as an ordinary object and then becomes a ``CellRef`` or ``Value``: assigning
``__class__`` is allowed between classes of equal slots.  The result cannot be told from one made the
usual way (a test compares them); a field added to the model makes this module use the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model import CellRef, Raw, Value

#: Makes a value from row, column, heading, raw, text and kind.
MakeValue = Callable[[int, int, str, Raw, str, str], Value]


class _PlaceTwin:
    __slots__ = ("column", "file", "heading", "row", "sheet")


class _ValueTwin:
    __slots__ = ("kind", "raw", "ref", "text")


def _are_twins() -> bool:
    pairs: list[tuple[Any, Any]] = [(_PlaceTwin, CellRef), (_ValueTwin, Value)]
    return all(sorted(twin.__slots__) == sorted(real.__slots__) for twin, real in pairs)


def value_maker(file: str, sheet: str) -> MakeValue:
    """Return a function that makes the values of one sheet."""
    return _fast_maker(file, sheet) if _are_twins() else usual_maker(file, sheet)


def usual_maker(file: str, sheet: str) -> MakeValue:
    """Return a maker that calls the model's own classes."""

    def make(row: int, column: int, heading: str, raw: Raw, text: str, kind: str) -> Value:
        return Value(raw, text, CellRef(file, sheet, row, column, heading), kind)

    return make


def _fast_maker(file: str, sheet: str) -> MakeValue:
    place_twin: Any = _PlaceTwin
    value_twin: Any = _ValueTwin

    def make(row: int, column: int, heading: str, raw: Raw, text: str, kind: str) -> Value:
        ref = place_twin()
        ref.file = file
        ref.sheet = sheet
        ref.row = row
        ref.column = column
        ref.heading = heading
        ref.__class__ = CellRef
        value = value_twin()
        value.raw = raw
        value.text = text
        value.ref = ref
        value.kind = kind
        value.__class__ = Value
        return value  # type: ignore[no-any-return]

    return make
