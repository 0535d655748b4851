"""The small parts of an .xlsx package: relations, texts, styles, properties."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Cell, Unreadable
from .grid_cells import text_cell
from .grid_limits import Budget
from .grid_xlsx_quick import NotCanonical, has_controls, unescape
from .grid_xml import Attributes, elements, local, plain, walk
from .grid_zip import Package
from .number_formats import BUILTIN, GENERAL, Format, understand

_RELATION = frozenset({"Relationship"})
_CORE = frozenset({"title", "creator", "lastModifiedBy", "modified", "subject", "keywords"})
_PROPERTY = frozenset({"property"})


class Relation(NamedTuple):
    """A link from one part to another; ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str
    is_external: bool


def relations(package: Package, part: str, budget: Budget) -> list[Relation]:
    """Return the relations of `part` ("" is the package itself); none where there is no list."""
    folder, _, name = part.rpartition("/")
    source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if source not in package:
        return []
    found = []
    for element in elements(package.pieces(source), _RELATION, budget, source):
        about = plain(element.attributes)
        is_external = about.get("TargetMode", "").lower() == "external"
        target = about.get("Target", "")
        if not is_external:
            target = _resolve(folder, target)
        kind = about.get("Type", "").rpartition("/")[2]
        found.append(Relation(about.get("Id", ""), kind, target, is_external))
    return found


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


# Texts ------------------------------------------------------------------------------------------

_TEXT = r"[^<]*+"
_HEAD = regex(
    r"\ufeff?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8|us-ascii)[\"'])?"
    r"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>)?\s*<sst(?: [^<>]*+)?>"
)
_RUN = rf"<t(?: xml:space=\"preserve\")?(?:/>|>{_TEXT}</t>)"
_ITEM = regex(
    rf"<si><t(?: xml:space=\"preserve\")?(?:/>|>({_TEXT})</t>)(?:<phoneticPr [^<>/]*+/>)?</si>|<si/>"
    rf"|<si>((?:<r>(?:<rPr>(?:<(?!/?rPr>|/?t[ >/])[^<>]*+>)*+</rPr>|<rPr/>)?{_RUN}</r>)++)"
    r"(?:<phoneticPr [^<>/]*+/>)?</si>"
    r"|(</sst>\s*$)|(.+)",
    re.DOTALL,
)
_RUNS = regex(rf"<t(?: [^<>]*+)?>({_TEXT})</t>")
_QUICK_LIMIT = 16 << 20


def shared_texts(package: Package, part: str, budget: Budget) -> list[Cell | None]:
    """Return the workbook's shared texts as cells; None where a text is blank."""
    before = budget.bytes_left, budget.text_left
    try:
        return _texts_quickly(package, part, budget)
    except NotCanonical:
        budget.bytes_left, budget.text_left = before
        return _texts_fully(package, part, budget)


def _texts_quickly(package: Package, part: str, budget: Budget) -> list[Cell | None]:
    """Read a table of plain texts by one pattern; NotCanonical where it holds anything else."""
    pieces = []
    size = 0
    for piece in package.pieces(part):
        size += len(piece)
        if size > _QUICK_LIMIT:
            raise NotCanonical("large")
        pieces.append(piece)
    content = b"".join(pieces)
    if has_controls(content[content.find(b"<sst") :]):
        raise NotCanonical("control characters")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise NotCanonical(str(error)) from None
    head = _HEAD.match(text)
    if not head:
        raise NotCanonical("head")
    found = _ITEM.findall(text, head.end())
    if not found or not found.pop()[2]:
        raise NotCanonical("end")
    texts = [value or ("".join(_RUNS.findall(rich)) if rich else "") for value, rich, *_ in found]
    escaped = [index for index, value in enumerate(texts) if "&" in value]
    if escaped:
        for index, value in zip(escaped, unescape([texts[i] for i in escaped]), strict=True):
            texts[index] = value
    if len(texts) > budget.limits.strings:
        raise refuse.too_large("文字条目过多")
    for value in texts:
        budget.spend_text(len(value))
    return [text_cell(value) for value in texts]


def _texts_fully(package: Package, part: str, budget: Budget) -> list[Cell | None]:
    found: list[Cell | None] = []
    texts: list[str] = []
    skip = 0
    is_text = False

    def start(name: str, _: Attributes, depth: int) -> None:
        nonlocal skip, is_text
        if name == "si":
            texts.clear()
        elif name == "rPh" and not skip:
            skip = depth
        elif name == "t" and not skip:
            is_text = True

    def text(value: str) -> None:
        if is_text:
            budget.spend_text(len(value))
            texts.append(value)

    def end(name: str, depth: int) -> None:
        nonlocal skip, is_text
        if name == "t":
            is_text = False
        elif name == "si":
            found.append(text_cell("".join(texts)))
            if len(found) > budget.limits.strings:
                raise refuse.too_large("文字条目过多")
        elif depth == skip:
            skip = 0

    walk(package.pieces(part), budget, part, start, end, text)
    return found


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
    package: Package, roots: list[Relation], budget: Budget
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
