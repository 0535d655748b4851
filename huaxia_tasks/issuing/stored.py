"""A document as the ledger keeps it: all that rendering needs, as JSON and back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..model import Document, Edition

_DATE = "日期"


def pack(document: Document, day: date, office: str) -> Mapping[str, object]:
    """Return a document, its day and its author as plain JSON values."""
    return {
        "kind": document.kind,
        "name": document.name,
        "template": document.template,
        "unit": document.unit,
        "edition": document.edition.value,
        "key": document.key,
        "fields": _plain(document.fields),
        "matters": list(document.matters),
        "step": document.step,
        "traces": {name: list(cells) for name, cells in document.traces.items()},
        "day": day.isoformat(),
        "office": office,
    }


def unpack(kept: Mapping[str, Any]) -> tuple[Document, date, str]:
    """Return (document, day, author) of what was packed."""
    document = Document(
        kind=kept["kind"],
        name=kept["name"],
        template=kept["template"],
        unit=kept["unit"],
        edition=Edition(kept["edition"]),
        key=kept["key"],
        fields=_live(kept["fields"]),
        matters=tuple(kept["matters"]),
        step=kept["step"],
        traces={name: tuple(cells) for name, cells in kept.get("traces", {}).items()},
    )
    return document, date.fromisoformat(kept["day"]), kept["office"]


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, str):
        return "".join(c for c in value if not "\ud800" <= c <= "\udfff")
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"a document cannot hold {type(value).__name__}")


def _live(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {_DATE} and isinstance(value[_DATE], str):
            try:
                return date.fromisoformat(value[_DATE])
            except ValueError:
                return value
        return {k: _live(v) for k, v in value.items()}
    return [_live(v) for v in value] if isinstance(value, list) else value
