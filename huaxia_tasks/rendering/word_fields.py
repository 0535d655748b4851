"""Makes a document's fields ready for a template: plain containers, clean texts, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .clean import LIMIT, RenderNote, clean_text
from .word_language import Absent

#: Longest text by field name, in characters; fields not named have `clean.LIMIT`.
Limits = Mapping[str, int]


def prepare(
    fields: Mapping[str, object],
    names: frozenset[str],
    limits: Limits | None = None,
    notes: list[RenderNote] | None = None,
) -> dict[str, Any]:
    """Return the fields that a template reads (`names`), copied and cleaned.

    None becomes `Absent`, which is false and cannot be printed.  Raises TypeError for a value that
    is no text, number, date, list or mapping: that is a fault of the program.
    """
    limits = limits or {}
    return {
        name: _ready(value, name, name, limits, notes)
        for name, value in fields.items()
        if name in names
    }


def _ready(
    value: object, path: str, key: str, limits: Limits, notes: list[RenderNote] | None
) -> Any:
    if isinstance(value, str):
        limit = limits.get(key, LIMIT) if limits else LIMIT
        return clean_text(str(value), path, limit=limit, notes=notes)
    if value is None or (isinstance(value, float) and value != value):
        return Absent(path)
    if isinstance(value, int | float | date):
        return value
    if isinstance(value, Mapping):
        return {str(k): _ready(v, f"{path}“{k}”", str(k), limits, notes) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [
            _ready(v, f"{path}第{n}项", key, limits, notes) for n, v in enumerate(value, start=1)
        ]
    raise TypeError(f"field {path}: a template cannot take {type(value).__name__}")
