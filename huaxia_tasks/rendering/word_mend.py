"""Repairs what loops and conditions may leave behind, and proves that a part is whole XML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from xml.parsers import expat

from ..errors import TemplateError
from ..patterns import regex
from .word_rows import free_tall_rows, tie_last_rows


class Needs(NamedTuple):
    """Which dear repairs a template needs: numbering its drawings, fitting repeated columns."""

    drawings: bool = False
    columns: bool = False


_EMPTY_CELL = regex(r"(<w:tc(?: [^>]*)?>|</w:tcPr>|<w:tcPr/>|</w:tbl>)(?=</w:tc>)")
_EMPTY_ROW = regex(r"<w:tr(?: [^>]*)?>(?:<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?</w:tr>")
_EMPTY_TABLE = regex(
    r"<w:tbl(?: [^>]*)?>(?:(?!<w:tr[ >]|<w:tbl[ >]).)*?(?:</w:tblGrid>|<w:tblGrid/>)</w:tbl>"
)
_EMPTY_PART = regex(r"(<w:(?:hdr|ftr)(?: [^>]*)?)(?:/>|></w:(hdr|ftr)>)$")
_EMPTY_BOX = regex(r"<w:txbxContent></w:txbxContent>|<w:txbxContent/>")


def mend(text: str, needs: Needs) -> str:
    """Repair what conditions may leave behind and Word refuses: empty cells, rows, tables."""
    if "</w:tr" in text:
        if text.count("</w:tr>") != text.count("</w:tc></w:tr>"):
            text = _EMPTY_ROW.sub("", text)
        if "</w:tblGrid></w:tbl>" in text or "<w:tblGrid/></w:tbl>" in text:
            text = _EMPTY_TABLE.sub("", text)
        text = tie_last_rows(free_tall_rows(_fill_cells(text)))
    elif "</w:tblGrid></w:tbl>" in text:
        text = _EMPTY_TABLE.sub("", text)
    if text.endswith(("></w:hdr>", "></w:ftr>")):
        text = _EMPTY_PART.sub(r"\1><w:p/></w:\2>", text)
    if "<w:txbxContent></w:txbxContent>" in text:
        text = _EMPTY_BOX.sub("<w:txbxContent><w:p/></w:txbxContent>", text)
    if needs.columns and "<w:tbl" in text:
        text = _fit_columns(text)
    if needs.drawings:
        counter = iter(range(1, text.count("<wp:docPr") + 1))
        text = re.sub(
            r'(<wp:docPr\b[^>]*?\bid=")\d+', lambda m: f"{m.group(1)}{next(counter)}", text
        )
    return text


def _fill_cells(text: str) -> str:
    ends = ("</w:tcPr></w:tc>", "</w:tbl></w:tc>", "<w:tcPr/></w:tc>", "<w:tc></w:tc>")
    return _EMPTY_CELL.sub(r"\1<w:p/>", text) if any(end in text for end in ends) else text


def _fit_columns(text: str) -> str:
    """Give a table whose columns are repeated as many grid columns (docxtpl's own repair)."""
    from io import BytesIO

    from docxtpl.template import DocxTemplate
    from lxml import etree

    fixer: Any = DocxTemplate(BytesIO())
    return str(etree.tostring(fixer.fix_tables(text), encoding="unicode"))


def must_be_whole(text: str, name: str) -> None:
    """Parse a rendered part.  Raises TemplateError where a value or a loop has broken it."""
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as broken:
        raise TemplateError(
            "生成的内容不完整，可能是某个循环或判断拆散了表格或段落",
            f"模板《{name}》",
            "请检查最近改动过的标记。",
        ) from broken
