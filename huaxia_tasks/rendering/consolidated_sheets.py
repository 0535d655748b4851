"""What stands above and below the rows of a growing sheet, and the small parts of the package."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..model import column_letters
from ..wording import shorten
from .consolidated_lists import Column
from .consolidated_styles import NAMED
from .seal import Member, member
from .sheet_text import inline, sheet_link, xml_attribute, xml_text
from .xml_patch import MAIN, RELATIONSHIPS

HEAD_ROW = 3
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FOOTER = '&amp;L&amp;"宋体"&amp;9 {left}&amp;R&amp;"宋体"&amp;9&amp;A  第 &amp;P 页 共 &amp;N 页'


def named_cell(value: str, style: str, ref: str = "") -> str:
    """Return a cell of text in one of the named formats."""
    at = f' r="{ref}"' if ref else ""
    if not value:
        return f'<c{at} s="{NAMED[style]}"/>'
    return f'<c{at} s="{NAMED[style]}" t="inlineStr">{inline(value)}</c>'


def page_setup(footer: str, *, landscape: bool = True) -> str:
    """Return margins, A4, as many pages long as it takes, and the footer with page numbers."""
    way = "landscape" if landscape else "portrait"
    return (
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{way}" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{_FOOTER.format(left=xml_text(_doubled(footer)))}</oddFooter>"
        "</headerFooter>"
    )


def _doubled(text: str) -> str:
    """Return a footer's text with its & marked as such; a footer holds 255 characters."""
    return shorten(text, 120).replace("&", "&&")


def cols_xml(widths: Sequence[float]) -> str:
    """Return the columns' widths in characters."""
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{width + 0.7109375}" customWidth="1"/>'
        for i, width in enumerate(widths, start=1)
    )
    return f"<cols>{cols}</cols>"


def sheet_head(title: str, note: str, columns: Sequence[Column], rows: int, frozen: int) -> str:
    """Return a growing sheet up to its first row of data: title, note, headings.

    `rows` is how many rows follow, `frozen` how many columns stay in sight.
    """
    last = column_letters(len(columns))
    pane = (
        f'<pane xSplit="{frozen}" ySplit="{HEAD_ROW}" '
        f'topLeftCell="{column_letters(frozen + 1)}{HEAD_ROW + 1}" activePane="bottomRight" '
        'state="frozen"/><selection pane="topRight"/><selection pane="bottomLeft"/>'
        '<selection pane="bottomRight"/>'
    )
    heads = "".join(
        named_cell(heading, "head", f"{column_letters(i)}{HEAD_ROW}")
        for i, (heading, _) in enumerate(columns, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{HEAD_ROW + rows}"/>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{cols_xml([w for _, w in columns])}<sheetData>'
        f'<row r="1" ht="30" customHeight="1">{named_cell(title, "title", "A1")}</row>'
        f'<row r="2" ht="20" customHeight="1">{named_cell(note, "note", "A2")}</row>'
        f'<row r="3" ht="30" customHeight="1">{heads}</row>'
    )


def sheet_tail(columns: Sequence[Column], rows: int, footer: str) -> str:
    """Return a growing sheet from behind its last row."""
    last = column_letters(len(columns))
    bottom = HEAD_ROW + rows
    numbers = f"A{HEAD_ROW + 1}:{last}{max(bottom, HEAD_ROW + 1)}"
    return (
        f'</sheetData><autoFilter ref="A{HEAD_ROW}:{last}{bottom}"/>'
        f'<mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/>'
        f"</mergeCells>{page_setup(footer)}"
        f'<ignoredErrors><ignoredError sqref="{numbers}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


class SheetEntry(NamedTuple):
    """A sheet of the workbook: its name, and the last column and row of its filter where it has one."""

    name: str
    columns: int = 0
    rows: int = 0
    title_rows: int = 0


def sheet_part(index: int) -> str:
    """Return the part of the sheet at `index` (from 1)."""
    return f"xl/worksheets/sheet{index}.xml"


def workbook_parts(
    sheets: Sequence[SheetEntry], title: str, author: str, made: date, charts: int, drawn_on: int
) -> list[Member]:
    """Return all parts but sheets, styles, drawing and charts; `drawn_on` is the chart sheet's index."""
    named, rows = [], ""
    for i, sheet in enumerate(sheets):
        rows += f'<sheet name="{xml_attribute(sheet.name)}" sheetId="{i + 1}" r:id="rId{i + 1}"/>'
        if sheet.columns:
            place = f"$A${HEAD_ROW}:${column_letters(sheet.columns)}${HEAD_ROW + sheet.rows}"
            named.append(_defined("_xlnm._FilterDatabase", i, sheet_link(sheet.name, place), True))
        if sheet.title_rows:
            place = f"${sheet.title_rows}:${sheet.title_rows}"
            named.append(_defined("_xlnm.Print_Titles", i, sheet_link(sheet.name, place), False))
    book = (
        f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><bookViews><workbookView '
        f'xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000" tabRatio="800"/>'
        f"</bookViews><sheets>{rows}</sheets>"
        f"<definedNames>{''.join(sorted(named))}</definedNames></workbook>"
    )
    n = len(sheets)
    relations = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, n + 1)]
    relations.append(("styles", "styles.xml"))
    return [
        member("[Content_Types].xml", _content_types(n, charts).encode()),
        member("_rels/.rels", _root_relations().encode()),
        member("docProps/core.xml", _core(title, author, made).encode()),
        member("xl/workbook.xml", book.encode()),
        member("xl/_rels/workbook.xml.rels", relations_xml(relations).encode()),
        *(
            [member(f"xl/worksheets/_rels/sheet{drawn_on}.xml.rels",
                    relations_xml([("drawing", "../drawings/drawing1.xml")]).encode())]
            if charts
            else []
        ),
    ]  # fmt: skip


def _defined(name: str, index: int, place: str, hidden: bool) -> str:
    more = ' hidden="1"' if hidden else ""
    return (
        f'<definedName name="{name}" localSheetId="{index}"{more}>{xml_text(place)}</definedName>'
    )


def relations_xml(relations: Sequence[tuple[str, str]]) -> str:
    """Return a part of relations (last word of the type, target) with ids rId1, rId2 ..."""
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(relations, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def _root_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _content_types(sheets: int, charts: int) -> str:
    parts = [("/xl/workbook.xml", f"{_SPREADSHEET}.sheet.main+xml")]
    parts += [(f"/{sheet_part(i)}", f"{_SPREADSHEET}.worksheet+xml") for i in range(1, sheets + 1)]
    parts.append(("/xl/styles.xml", f"{_SPREADSHEET}.styles+xml"))
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    parts.append(("/docProps/core.xml", core))
    if charts:
        parts.append(("/xl/drawings/drawing1.xml", f"{_DRAWING}+xml"))
    parts += [(f"/xl/charts/chart{i}.xml", f"{_DRAWING}ml.chart+xml") for i in range(1, charts + 1)]
    overrides = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in parts)
    return (
        f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>'
    )


def _core(title: str, author: str, made: date) -> str:
    stamp = f"{made.isoformat()}T00:00:00Z"
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(title)}</dc:title><dc:creator>{xml_text(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    )
