"""Workbooks as office programs write them, made fast: XML text and a zip, no library.

Two dialects: strings inside the cells (as openpyxl saves) and a table of shared strings (as Excel,
WPS and LibreOffice save).  Same rows, same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST = date(1899, 12, 30)
_TITLE, _NOTE, _HEADING, _TEXT, _DATE, _CENTRE = 1, 2, 3, 4, 5, 6
_BLANK_ROWS = 5

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="4"><font><name val="等线"/><sz val="11"/></font>'
    '<font><name val="黑体"/><sz val="16"/><b/></font>'
    '<font><name val="宋体"/><sz val="10.5"/></font>'
    '<font><name val="宋体"/><sz val="10.5"/><b/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="3" fillId="2" borderId="1" xfId="0" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="1" xfId="0" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="2" fillId="0" borderId="1" xfId="0" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="1" xfId="0" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()


def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class _Strings:
    """The table of shared strings of one workbook; None where strings stand in the cells."""

    def __init__(self, shared: bool) -> None:
        self.shared = shared
        self._index: dict[str, int] = {}
        self._uses = 0

    def cell(self, address: str, style: int, text: str) -> str:
        if self.shared:
            self._uses += 1
            number = self._index.setdefault(text, len(self._index))
            return f'<c r="{address}" s="{style}" t="s"><v>{number}</v></c>'
        return f'<c r="{address}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

    def part(self) -> bytes:
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in self._index)
        return (
            f'{_HEAD}<sst xmlns="{_MAIN}" count="{self._uses}" uniqueCount="{len(self._index)}">'
            f"{items}</sst>"
        ).encode()


def workbook(
    sheets: Mapping[str, tuple[str, str, Sequence[str], Rows, Mapping[int, str]]],
    *,
    shared: bool = False,
) -> bytes:
    """Return an .xlsx: sheet name -> (title, line under it, headings, rows, choices by column)."""
    strings = _Strings(shared)
    parts: list[tuple[str, bytes]] = []
    for number, (title, note, headings, rows, choices) in enumerate(sheets.values(), start=1):
        xml = _sheet(strings, title, note, headings, rows, choices)
        parts.append((f"xl/worksheets/sheet{number}.xml", xml.encode()))
    if shared:
        parts.append(("xl/sharedStrings.xml", strings.part()))
    return _package([*_frame(list(sheets), shared), *parts])


def _sheet(
    strings: _Strings,
    title: str,
    note: str,
    headings: Sequence[str],
    rows: Rows,
    choices: Mapping[int, str],
) -> str:
    width = len(headings)
    names = [letters(n) for n in range(1, width + 1)]
    last = names[-1]
    lines = [
        f'<row r="1" ht="30" customHeight="1">{strings.cell("A1", _TITLE, title)}</row>',
        f'<row r="2">{strings.cell("A2", _NOTE, note)}</row>',
        _row(strings, names, 3, headings, _HEADING, ' ht="28" customHeight="1"'),
    ]
    for number, row in enumerate(rows, start=4):
        lines.append(_row(strings, names, number, row, _TEXT))
    end = 3 + len(rows)
    for number in range(end + 1, end + 1 + _BLANK_ROWS):
        cells = "".join(f'<c r="{name}{number}" s="{_TEXT}"/>' for name in names)
        lines.append(f'<row r="{number}">{cells}</row>')
    bottom = end + _BLANK_ROWS
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{18 if n > 3 else 8}" customWidth="1"/>'
        for n in range(1, width + 1)
    )
    checks = "".join(
        f'<dataValidation type="list" allowBlank="1" sqref="{letters(c)}4:{letters(c)}{bottom}">'
        f"<formula1>&quot;{escape(words)}&quot;</formula1></dataValidation>"
        for c, words in choices.items()
    )
    validations = (
        f'<dataValidations count="{len(choices)}">{checks}</dataValidations>' if checks else ""
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_REL}"><dimension ref="A1:{last}{bottom}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>{validations}'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        "</worksheet>"
    )


def _row(
    strings: _Strings,
    names: Sequence[str],
    number: int,
    row: Sequence[Cell],
    style: int,
    attributes: str = "",
) -> str:
    cells = []
    for name, value in zip(names, row, strict=True):
        address = f"{name}{number}"
        if value is None or value == "":
            cells.append(f'<c r="{address}" s="{style}"/>')
        elif isinstance(value, str):
            cells.append(strings.cell(address, style, value))
        elif isinstance(value, date):
            cells.append(f'<c r="{address}" s="{_DATE}"><v>{(value - _FIRST).days}</v></c>')
        else:
            cells.append(f'<c r="{address}" s="{_CENTRE}"><v>{value}</v></c>')
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def _frame(names: Sequence[str], shared: bool) -> Iterable[tuple[str, bytes]]:
    """Yield the parts around the sheets."""
    numbers = range(1, len(names) + 1)
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{sheet_type}.worksheet+xml"/>'
        for n in numbers
    )
    strings = (
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{sheet_type}.sharedStrings+xml"/>'
        if shared
        else ""
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
            f'{overrides}<Override PartName="/xl/styles.xml" ContentType="{sheet_type}.styles+xml"/>'
            f"{strings}</Types>"
        ).encode(),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
    )
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><workbookPr/><bookViews>'
            f'<workbookView activeTab="0"/></bookViews><sheets>{sheets}</sheets></workbook>'
        ).encode(),
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    links += f'<Relationship Id="rId90" Type="{_REL}/styles" Target="styles.xml"/>'
    if shared:
        links += (
            f'<Relationship Id="rId91" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'.encode(),
    )
    yield "xl/styles.xml", _STYLES


def _package(parts: Iterable[tuple[str, bytes]]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(
                zipfile.ZipInfo(name, (2022, 6, 20, 8, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()
