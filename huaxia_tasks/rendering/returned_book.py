"""The parts that hold a workbook together: relations, content types, the list of sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote

from ..patterns import regex
from .package import Package, Refused, kept_if_small
from .returned_sheet import number
from .sheet_text import xml_attribute
from .xml_patch import (
    MAIN,
    RELATIONSHIPS,
    Edits,
    attribute,
    children,
    first,
    masked,
    root_prefix,
    tags,
)

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES_PART = "[Content_Types].xml"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_TYPE = f"{_SPREADSHEET}.worksheet+xml"
COMMENTS_TYPE = f"{_SPREADSHEET}.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: A workbook with macros allowed, or a template, that holds none goes back as a plain workbook.
_BOOK_TYPES = regex(
    rb"application/vnd\.(?:ms-excel\.(?:sheet|template)\.macroEnabled"
    rb"|openxmlformats-officedocument\.spreadsheetml\.template)\.main\+xml"
)
_FORBIDDEN_PARTS = regex(r"vbaproject|_xmlsignatures|macrosheet|/vbadata|/revisions/", re.I)
_FORBIDDEN_TYPES = regex(rb"vbaProject|digital-signature|macrosheet", re.I)


class Relation(NamedTuple):
    """A relation of a part: ``kind`` is the last word of its type, ``part`` the target's name."""

    id: str
    kind: str
    part: str


@kept_if_small
def relations_part(part: str) -> str:
    """Return the name of the part that holds the relations of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relations(package: Package, part: str) -> list[Relation]:
    """Return the relations of `part` to other parts; none where it has no such part."""
    name = relations_part(part)
    if package.stored_name(name) is None:
        return []
    return [
        Relation(relation, kind, "" if target is None else _stored(package, part, target))
        for relation, kind, target in _listed(package.read(name))
    ]


@kept_if_small
def _listed(xml: bytes) -> tuple[tuple[str, str, str | None], ...]:
    """Return id, kind and target (None where outside of the package) of relations."""
    clean = masked(xml)
    p = root_prefix(clean, "Relationships", RELATIONS)
    found = []
    for tag in tags(clean, p + b"Relationship"):
        kind, target = tag.get("Type") or "", tag.get("Target") or ""
        if "purl.oclc.org" in kind:
            raise Refused("strict Open XML")
        external = tag.get("TargetMode") == "External"
        found.append((tag.get("Id") or "", kind.rpartition("/")[2], None if external else target))
    return tuple(found)


def _stored(package: Package, part: str, target: str) -> str:
    for full in _meant(target, part):
        stored = package.stored_name(full)
        if stored is not None:
            return stored
    return ""


@kept_if_small
def _meant(target: str, part: str) -> tuple[str, ...]:
    """Return the names that a target may mean."""
    base = posixpath.dirname("/" + part.lstrip("/"))
    return tuple(
        posixpath.normpath(posixpath.join(base, spelling)).lstrip("/")
        for spelling in (target, unquote(target))
    )


def related(found: Iterable[Relation], kind: str) -> str | None:
    """Return the first part of this kind, or None."""
    return next((r.part for r in found if r.kind == kind and r.part), None)


@kept_if_small
def add_relations(
    xml: bytes | None, part: str, new: tuple[tuple[str, str], ...]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the relations of `part` with `new` ones (kind, target part) added, and their ids."""
    if xml is None:
        xml = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        xml += f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
    clean = masked(xml)
    p = root_prefix(clean, "Relationships", RELATIONS)
    root = first(clean, p + b"Relationships")
    if root is None:
        raise Refused("no relations")
    used = {(tag.get("Id") or "").lower() for tag in tags(clean, p + b"Relationship")}
    folder, items, ids = posixpath.dirname(part), [], []
    for kind, target in new:
        n = len(used) + 1
        while f"rid{n}" in used:
            n += 1
        used.add(f"rid{n}")
        ids.append(f"rId{n}")
        relative = posixpath.relpath(target, folder or ".")
        items.append(
            f'<{p.decode()}Relationship Id="rId{n}" Type="{RELATIONSHIPS}/{kind}" '
            f'Target="{xml_attribute(relative)}"/>'
        )
    edits = Edits(xml, clean)
    edits.append(root, "".join(items).encode())
    return edits.apply(), tuple(ids)


def require_plain(package: Package, types: bytes) -> None:
    """Raise Refused where the package has macros, a digital signature or a log of changes."""
    if _FORBIDDEN_PARTS.search("\n".join([member.name for member in package.members])):
        raise Refused("macros or a signature")
    if _has_forbidden(types):
        raise Refused("macros or a signature")


@kept_if_small
def _has_forbidden(types: bytes) -> bool:
    return _FORBIDDEN_TYPES.search(types) is not None


@kept_if_small
def add_content_types(
    xml: bytes, defaults: tuple[tuple[str, str], ...], overrides: tuple[tuple[str, str], ...]
) -> bytes:
    """Return the content types with `defaults` (extension, type) and `overrides` (part, type).

    The workbook becomes a plain .xlsx: Excel refuses a file whose extension says something else.
    """
    xml = _BOOK_TYPES.sub(f"{_SPREADSHEET}.sheet.main+xml".encode(), xml)
    clean = masked(xml)
    p = root_prefix(clean, "Types", TYPES)
    root = first(clean, p + b"Types")
    if root is None:
        raise Refused("no content types")
    known = {(tag.get("Extension") or "").lower() for tag in tags(clean, p + b"Default")}
    name = p.decode()
    edits = Edits(xml, clean)
    first_child = next(iter(children(clean, root.end)), None)
    early = "".join(
        f'<{name}Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in defaults
        if extension not in known
    )
    late = "".join(
        f'<{name}Override PartName="/{xml_attribute(part)}" ContentType="{kind}"/>'
        for part, kind in overrides
    )
    if first_child is None:
        edits.append(root, (early + late).encode())
    else:
        edits.replace(first_child.start, first_child.start, early.encode())
        edits.append(root, late.encode())
    return edits.apply()


class WorkbookPatch:
    """``xl/workbook.xml``: which sheets there are, in which order, which one is shown first."""

    def __init__(self, xml: bytes) -> None:
        clean = masked(xml)
        self._p = root_prefix(clean, "workbook")
        self._edits, self._clean = Edits(xml, clean), clean
        sheets = first(clean, self._p + b"sheets")
        if sheets is None or sheets.empty:
            raise Refused("no sheets")
        self._sheets = sheets
        self._entries = [t for t in children(clean, sheets.end) if t.name == self._p + b"sheet"]

    def sheets(self) -> list[tuple[str, str]]:
        """Return (name, relation id) of the sheets in their order."""
        found = []
        for tag in self._entries:
            key = re.search(rb"([\w.-]+:id)\s*=", tag.attributes)
            relation = attribute(tag.attributes, key[1].decode()) if key else None
            found.append((tag.get("name") or "", relation or ""))
        return found

    def show(self, index: int) -> None:
        """Make the sheet at `index` (from 0) the one shown when the workbook opens."""
        for view in tags(self._clean, self._p + b"workbookView"):
            self._edits.set(view, "activeTab", str(index))
            if view.get("firstSheet") is not None:
                self._edits.set(view, "firstSheet", "0")

    def insert_first(self, name: str, relation: str) -> None:
        """Add a sheet before all others; names that belong to a sheet move with it."""
        used = [number(tag.get("sheetId")) for tag in self._entries]
        p = self._p.decode()
        sheet = (
            f'<{p}sheet xmlns:r="{RELATIONSHIPS}" name="{xml_attribute(name)}" '
            f'sheetId="{max(used, default=0) + 1}" r:id="{relation}"/>'
        )
        self._edits.replace(self._sheets.end, self._sheets.end, sheet.encode())
        for tag in tags(self._clean, self._p + b"definedName"):
            local = tag.get("localSheetId")
            if local is not None:
                self._edits.set(tag, "localSheetId", str(number(local) + 1))
        self.show(0)

    def apply(self) -> bytes:
        """Return the workbook part with all changes."""
        return self._edits.apply()


def free_name(package: Package, taken: set[str], make: Callable[[int], str]) -> str:
    """Return the first of ``make(1)``, ``make(2)`` ... that no part has, and take it."""
    n = 1
    while package.stored_name(make(n)) is not None or make(n).lower() in taken:
        n += 1
    taken.add(make(n).lower())
    return make(n)


__all__ = [
    "COMMENTS_TYPE",
    "CONTENT_TYPES_PART",
    "MAIN",
    "SHEET_TYPE",
    "VML_TYPE",
    "Relation",
    "WorkbookPatch",
    "add_content_types",
    "add_relations",
    "free_name",
    "related",
    "relations",
    "relations_part",
    "require_plain",
]
