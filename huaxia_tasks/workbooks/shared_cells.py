"""One cell for two people: 责任领导及责任人 above 责任领导：甲 / 责任人：乙, or two names in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import Value
from ..patterns import regex
from .table_columns import Column

PEOPLE = ("leader", "person", "handler")
_LABELS = (
    (regex(r".*(?:领导|分管|校领导|书记)$"), "leader"),
    (regex(r".*(?:经办|联系|联络|承办|填报)[人员]+$"), "handler"),
    (regex(r".*(?:责任|负责|直接责任)人?$"), "person"),
)
_PIECES = regex(r"[\n;；]+")
_ORDERED = regex(r"[\n/／;；]+")
_LABELLED = regex(r"\s*([\u4e00-\u9fff（）()]{2,10}?)\s*[:：]\s*(.+)")


def shared_by_people(columns: Mapping[str, Column]) -> list[tuple[str, ...]]:
    """Return the names of people's fields that stand in one column together, those first asked for first."""
    by_place: dict[tuple[int, ...], list[str]] = {}
    for name, column in columns.items():
        if column.field in PEOPLE:
            by_place.setdefault(column.columns, []).append(name)
    return [tuple(names) for names in by_place.values() if len(names) > 1]


def give_each_its_own(
    values: dict[str, Value], names: Sequence[str], columns: Mapping[str, Column]
) -> None:
    """Leave to each of the fields `names` of one cell what the cell says of it; else all of it."""
    whole = values[names[0]]
    fields = [columns[name].field for name in names]
    said = _said(whole.text, fields)
    if said is None:
        return
    for name, field in zip(names, fields, strict=True):
        text = said.get(field, "")
        values[name] = Value(text or None, text, whole.ref, "text" if text else "empty", whole.row)


def _said(text: str, fields: Sequence[str]) -> dict[str, str] | None:
    """Return what a cell says of each field; None where that cannot be told."""
    pieces = [p for p in _PIECES.split(text) if p.strip()]
    labelled = [_LABELLED.fullmatch(p) for p in pieces]
    if pieces and all(labelled):
        said: dict[str, str] = {}
        for found in labelled:
            field = _field_of(found[1]) if found else ""
            if found is None or field not in fields:
                return None
            said[field] = "、".join(filter(None, (said.get(field), found[2].strip())))
        return said
    ordered = [p.strip() for p in _ORDERED.split(text) if p.strip()]
    if len(ordered) == len(fields) and not any(map(_LABELLED.fullmatch, ordered)):
        return dict(zip(fields, ordered, strict=True))
    return None


def _field_of(label: str) -> str:
    return next((field for pattern, field in _LABELS if pattern.fullmatch(label)), "")
