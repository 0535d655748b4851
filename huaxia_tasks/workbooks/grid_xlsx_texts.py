"""The shared texts of an .xlsx workbook: read by one pattern where they are written the common way."""

from __future__ import annotations

import re

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Cell
from .grid_cells import text_cell
from .grid_limits import Budget
from .grid_xlsx_plain import BEGINNING, NotCanonical, attributes, characters, check_bytes
from .grid_xlsx_values import SHORT, SHORT_TEXTS
from .grid_xml import Attributes, walk
from .grid_zip import Package

_HEAD = regex(BEGINNING + rb"<sst([^<>]*+)>")
_VALUE = rb"""(?:"[^"<>&]*+"|'[^'<>&]*+')"""
_T = rb'<t(?: xml:space="preserve")?(?:/>|>%b</t>)'
_PHONETIC = (
    rb'(?:<phoneticPr fontId="[0-9]++"(?: type="[A-Za-z]++")?(?: alignment="[A-Za-z]++")? ?/>)?'
)
_LOOK = rb"<(?!rPr|t[ />])[A-Za-z]++(?: (?!tint)[A-Za-z]++=%b)?+(?: tint=%b)?+ ?/>" % (
    _VALUE,
    _VALUE,
)
_ITEM = regex(
    rb"<si>%b%b</si>|<si/>"
    rb"|<si>((?:<r>(?:<rPr>(?:%b)*+</rPr>|<rPr/>)?%b</r>)++)%b</si>"
    rb"|(</sst>\s*$)|(.+)" % (_T % b"([^<]*+)", _PHONETIC, _LOOK, _T % b"[^<]*+", _PHONETIC),
    re.DOTALL,
)
_RUNS = regex(rb"<t(?: [^<>]*+)?>([^<]*+)</t>")
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
    check_bytes(content[content.find(b"<sst") :])
    head = _HEAD.match(content)
    if not head:
        raise NotCanonical("head")
    attributes(head[1])
    if content.count(b"<si") > budget.limits.strings:  # a list of them all would take much more
        raise refuse.too_large("文字条目过多")
    found = _ITEM.findall(content, head.end())
    if not found or not found.pop()[2]:
        raise NotCanonical("end")
    return [_cell(plain, rich, budget) for plain, rich, *_ in found]


def _cell(plain: bytes, rich: bytes, budget: Budget) -> Cell | None:
    if not rich and len(plain) <= SHORT:
        cell = SHORT_TEXTS[plain]
        budget.spend_text(len(cell.text) if cell else len(plain))
        return cell
    if rich:
        characters(rich)  # names of fonts, too, are characters
        text = "".join(map(characters, _RUNS.findall(rich)))
    else:
        text = characters(plain)
    budget.spend_text(len(text))
    if len(text) > budget.limits.long_text:
        budget.has_long_texts = True
    return text_cell(text)


def _texts_fully(package: Package, part: str, budget: Budget) -> list[Cell | None]:
    budget.has_long_texts = True
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
