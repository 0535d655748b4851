"""The small parts of an .xlsx package: relations, the list of sheets, styles, properties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Unreadable
from .grid_limits import Budget
from .grid_xml import Attributes, elements, in_pieces, local, plain, walk
from .grid_zip import Package
from .number_formats import BUILTIN, GENERAL, Format, understand

_RELATION = frozenset({"Relationship"})
_CORE = frozenset({"title", "creator", "lastModifiedBy", "modified", "subject", "keywords"})
_PROPERTY = frozenset({"property"})
#: Parts of less bytes are kept as read, the last ones of each kind.
_SMALL = 1 << 14


class Relation(NamedTuple):
    """A link from one part to another; ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str
    is_external: bool


def relations(package: Package, part: str, budget: Budget) -> tuple[Relation, ...]:
    """Return the relations of `part` ("" is the package itself); none where there is no list."""
    folder, _, name = part.rpartition("/")
    source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if source not in package:
        return ()
    content = package.read(source)
    if len(content) < _SMALL:  # workbooks of one program have one and the same list
        return _cached_relations(content, folder, source)
    return _relations(content, folder, source, budget)


@lru_cache(maxsize=64)
def _cached_relations(content: bytes, folder: str, source: str) -> tuple[Relation, ...]:
    return _relations(content, folder, source, Budget())


def _relations(content: bytes, folder: str, source: str, budget: Budget) -> tuple[Relation, ...]:
    found = []
    for element in elements(in_pieces(content), _RELATION, budget, source):
        about = plain(element.attributes)
        is_external = about.get("TargetMode", "").lower() == "external"
        target = about.get("Target", "")
        if not is_external:
            target = _resolve(folder, target)
        kind = about.get("Type", "").rpartition("/")[2]
        found.append(Relation(about.get("Id", ""), kind, target, is_external))
    return tuple(found)


def _resolve(folder: str, target: str) -> str:
    """Return the part's name that `target` means as seen from `folder`."""
    target = unquote(target).replace("\\", "/")
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)


# The workbook --------------------------------------------------------------------------------------


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it: its name, the id of its relation, how visible it is."""

    name: str
    link: str
    state: str


class Listing(NamedTuple):
    """The sheets in order, and whether days count from 1904."""

    sheets: tuple[SheetEntry, ...]
    date1904: bool


def listing(package: Package, part: str, budget: Budget) -> Listing:
    """Return what the workbook part lists."""
    content = package.read(part)
    if len(content) < _SMALL:  # units fill in one and the same form
        return _cached_listing(content, part)
    return _listing(content, part, budget)


@lru_cache(maxsize=64)
def _cached_listing(content: bytes, part: str) -> Listing:
    return _listing(content, part, Budget())


def _listing(content: bytes, part: str, budget: Budget) -> Listing:
    entries: list[SheetEntry] = []
    date1904 = False

    def start(name: str, attributes: Attributes, depth: int) -> None:
        nonlocal date1904
        if name == "sheet" and depth == 3:
            about = plain(attributes)
            link = next((v for k, v in attributes.items() if ":" in k and local(k) == "id"), "")
            entries.append(SheetEntry(about.get("name", ""), link, about.get("state", "")))
            if len(entries) > budget.limits.sheets:
                raise refuse.too_large("工作表过多")
        elif name == "workbookPr" and depth == 2:  # Excel has another one among its extensions
            date1904 = attributes.get("date1904", "") in ("1", "true", "on")

    walk(in_pieces(content), budget, part, start)
    return Listing(tuple(entries), date1904)


# Styles -----------------------------------------------------------------------------------------


def cell_formats(package: Package, part: str, budget: Budget) -> tuple[Format, ...]:
    """Return what each cell style makes of a number, in the order of the style indices."""
    content = package.read(part)
    if len(content) < 1 << 16:  # forms handed out come back with one and the same part
        return _cached_formats(content)
    return _formats(content, budget)


@lru_cache(maxsize=32)
def _cached_formats(content: bytes) -> tuple[Format, ...]:
    return _formats(content, Budget())


def _formats(content: bytes, budget: Budget) -> tuple[Format, ...]:
    codes: dict[str, str] = {}
    used: list[str] = []
    section = ""

    def start(name: str, attributes: Attributes, depth: int) -> None:
        nonlocal section
        if depth == 2:
            section = name
        elif name == "xf" and section == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
            if len(used) > budget.limits.formats:
                raise refuse.too_large("单元格格式过多")
        elif name == "numFmt" and section == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    walk([content], budget, "styles", start)
    known: dict[str, Format] = {}
    for number in used:
        if number not in known:
            known[number] = format_of(number, codes)
    return tuple(known[number] for number in used)


def format_of(number: str, codes: dict[str, str]) -> Format:
    """Return the format of a number format id: the file's own, else the built-in one."""
    if number in codes:
        return understand(codes[number])
    if number.isascii() and number.isdigit() and len(number) < 6:
        return understand(BUILTIN.get(int(number), ""))
    return GENERAL


# Properties -------------------------------------------------------------------------------------


def properties(
    package: Package, roots: Sequence[Relation], budget: Budget
) -> tuple[dict[str, str], datetime | None]:
    """Return (docProps by name, time of the last change).

    Broken properties are no reason to refuse a workbook: they come out empty.  Custom ones stand
    under their own names and win over title and the like.
    """
    found: dict[str, str] = {}
    modified: datetime | None = None
    for relation in sorted(roots, key=lambda r: r.kind != "core-properties"):
        try:
            if relation.kind == "core-properties" and relation.target in package:
                pieces = package.pieces(relation.target)
                for element in elements(pieces, _CORE, budget, relation.target):
                    if element.name == "modified":
                        modified = moment(element.text)
                    elif element.text.strip():
                        found[element.name] = element.text.strip()
            elif relation.kind == "custom-properties" and relation.target in package:
                pieces = package.pieces(relation.target)
                for element in elements(pieces, _PROPERTY, budget, relation.target):
                    name = {local(k): v for k, v in element.attributes.items()}.get("name", "")
                    if name:
                        found[name] = element.text.strip()
        except Unreadable as error:
            if error.reason != "damaged":
                raise
    return found, modified


_MOMENT = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")


def moment(text: str) -> datetime | None:
    """Return the moment of a W3CDTF text in UTC; None where it is none."""
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        return None
    try:
        found = datetime.fromisoformat(match[0].replace("Z", "+00:00"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
