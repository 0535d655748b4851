"""The workbook inside a chart: its figures, so that “编辑数据” of Word and WPS finds them.

One sheet, written as XML: categories in column A, one column a series.  Source: ECMA-376 part 1, 18.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import column_letters
from . import seal
from .chart_xml import ChartData
from .clean import clean_text
from .sheet_text import xml_text

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST = 200
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" '
    'builtinId="0"/></cellStyles></styleSheet>'
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView/></bookViews>'
    '<sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_KINDS = {
    "xl/workbook.xml": "sheet.main",
    "xl/worksheets/sheet1.xml": "worksheet",
    "xl/sharedStrings.xml": "sharedStrings",
    "xl/styles.xml": "styles",
}
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in _KINDS.items()
    )
    + "</Types>"
)


def chart_book(chart: ChartData) -> bytes:
    """Return the workbook; the same figures give the same bytes."""
    texts: dict[str, int] = {}
    sheet = "".join(_rows(chart, texts))
    last = f"{column_letters(len(chart.series) + 1)}{len(chart.categories) + 1}"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": (
            f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/><sheetViews><sheetView '
            'tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f'<cols><col min="1" max="1" width="28" customWidth="1"/></cols><sheetData>{sheet}'
            "</sheetData></worksheet>"
        ),
        "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{_MAIN}">{"".join(map(_shared, texts))}</sst>',
        "xl/styles.xml": _STYLES,
    }
    return seal.pack([seal.member(name, text.encode()) for name, text in parts.items()])


def _rows(chart: ChartData, texts: dict[str, int]) -> Iterator[str]:
    """Yield the rows; the texts that they name are put into `texts`."""
    style = ' s="1"' if chart.percent else ""

    def text(cell: str, value: str) -> str:
        number = texts.setdefault(clean_text(value, limit=_LONGEST), len(texts))
        return f'<c r="{cell}" t="s"><v>{number}</v></c>'

    letters = [column_letters(n) for n in range(2, len(chart.series) + 2)]
    heads = (text(f"{a}1", one.name) for a, one in zip(letters, chart.series, strict=True))
    yield f'<row r="1">{"".join(heads)}</row>'
    for row, name in enumerate(chart.categories, start=2):
        values = (
            f'<c r="{a}{row}"{style}><v>{one.values[row - 2]!r}</v></c>'
            for a, one in zip(letters, chart.series, strict=True)
            if row - 2 < len(one.values) and one.values[row - 2] is not None
        )
        yield f'<row r="{row}">{text(f"A{row}", name)}{"".join(values)}</row>'


def _shared(text: str) -> str:
    return f'<si><t xml:space="preserve">{xml_text(text)}</t></si>'


def _relations(*relations: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(relations, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
