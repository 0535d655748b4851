"""Document properties of a paper: title, author and its own date, never the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ..model import Document
from ..patterns import regex
from . import seal
from .clean import clean_text

_DAY = regex(r"^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$")
_CORE_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def core_properties(document: Document, office: str, day: date | None) -> seal.Member:
    """Return the document properties: title, author, the paper's own date; no clock."""
    fields = document.fields
    title = (
        fields.get("文件标题") or str(fields.get("标题") or "").replace("\n", "") or document.name
    )
    author = office or next(
        (fields[key] for key in ("发文机关", "署名", "印发机关", "督办部门") if fields.get(key)), ""
    )
    return _core(str(title), str(author), day or _signed_on(fields))


@lru_cache(maxsize=64)
def _core(title: str, author: str, day: date | None) -> seal.Member:
    """Return the same, made once for the letters of one kind and day."""
    shown = {"title": title, "creator": author, "lastModifiedBy": author}
    lines = []
    for key, value in shown.items():
        text = " ".join(clean_text(value).split())
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        space = "cp" if key == "lastModifiedBy" else "dc"
        lines.append(f"<{space}:{key}>{text}</{space}:{key}>")
    if day:
        stamp = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z'
        lines += [f"<dcterms:{key} {stamp}</dcterms:{key}>" for key in ("created", "modified")]
    return seal.member(
        "docProps/core.xml", f"{_CORE_HEAD}{''.join(lines)}</cp:coreProperties>".encode()
    )


def _signed_on(fields: Mapping[str, object]) -> date | None:
    match = _DAY.match(str(fields.get("成文日期", "")))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
