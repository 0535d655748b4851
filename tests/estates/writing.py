"""Pages as files of every format that units send."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import xls_writer

from .cells import Content, ErrorValue, Formula, Page, Percent, Picture, Rich, Serial, plain
from .writing_xlsx import (
    by_office_suite,
    by_openpyxl,
    by_web_system,
    by_wps,
    by_xlsxwriter,
    day_of,
)


def by_old_excel(pages: Sequence[Page]) -> bytes:
    """As an .xls workbook."""
    sheets = []
    for page in pages:
        rows = [[_old(content) for content in row] for row in page.grid()]
        merged = [(t, left, b, r) for t, left, b, r in page.merges]
        hidden = frozenset(page.hidden_rows)
        sheets.append(
            xls_writer.XlsSheet(page.name, rows, merged, hidden_rows=hidden, hidden=page.hidden)
        )
    return xls_writer.write_xls(sheets)


def _old(content: Content) -> xls_writer.Stored:
    day = day_of(content)
    if day is not None:
        return day
    if isinstance(content, Percent):
        return xls_writer.Shown(content.share, "0%")
    if isinstance(content, Serial):
        return content.number
    if isinstance(content, Formula):
        return xls_writer.Formula(content.value if content.value is not None else "")
    if isinstance(content, ErrorValue):
        return xls_writer.ErrorValue(content.text)
    if isinstance(content, Rich | Picture):
        return plain(content)
    return content


def as_text(encoding: str, separator: str = ",") -> Callable[[Sequence[Page]], bytes]:
    """Return a writer of .csv or .tsv in some encoding; one page only."""

    def write(pages: Sequence[Page]) -> bytes:
        (page,) = pages
        target = io.StringIO()
        pen = csv.writer(target, delimiter=separator, lineterminator="\r\n")
        pen.writerows([[plain(c) for c in row] for row in page.grid()])
        return target.getvalue().encode(encoding)

    return write


def as_html(pages: Sequence[Page]) -> bytes:
    """As web systems export “Excel”: a page of HTML named .xls; one page only."""
    (page,) = pages
    covered = {
        (r, c)
        for top, left, bottom, right in page.merges
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in page.merges}
    lines = []
    for row, contents in enumerate(page.grid(), 1):
        cells = []
        for column, content in enumerate(contents, 1):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            more = f' rowspan="{down}"' if down > 1 else ""
            more += f' colspan="{across}"' if across > 1 else ""
            inside = escape(plain(content)).replace("\n", "<br>")
            cells.append(f"<td{more}>{inside}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<html><head><meta charset="utf-8"><style>td{border:1px}</style></head><body>'
        f"<table border=1>{''.join(lines)}</table></body></html>"
    ).encode()


def as_ods(pages: Sequence[Page]) -> bytes:
    """As LibreOffice saves its own format: runs of equal blank cells, covered cells of merges."""
    tables = ""
    for page in pages:
        spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in page.merges}
        covered = {
            (r, c)
            for top, left, bottom, right in page.merges
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
            if (r, c) != (top, left)
        }
        rows = ""
        for row, contents in enumerate(page.grid(), 1):
            cells = ""
            for column, content in enumerate(contents, 1):
                cells += _ods_cell(content, spans.get((row, column)), (row, column) in covered)
            state = ' table:visibility="collapse"' if row in page.hidden_rows else ""
            rows += f"<table:table-row{state}>{cells}</table:table-row>"
        rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        tables += f'<table:table table:name="{escape(page.name)}">{rows}</table:table>'
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        package.writestr(zipfile.ZipInfo("mimetype"), kind)
        package.writestr(zipfile.ZipInfo("content.xml"), content, zipfile.ZIP_DEFLATED)
        manifest = (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>"
        )
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), manifest)
    return target.getvalue()


def _ods_cell(content: Content, span: tuple[int, int] | None, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    more = ""
    if span:
        more = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if content is None:
        return f"<table:table-cell{more}/>"
    if isinstance(content, Formula) and content.value is None:
        return '<table:table-cell table:formula="of:=CONCATENATE([.A1];[.A2])"/>'
    day = day_of(content)
    shown = "".join(f"<text:p>{escape(p)}</text:p>" for p in plain(content).split("\n"))
    if day is not None:
        kind = f'office:value-type="date" office:date-value="{day.isoformat()}"'
    elif isinstance(content, Percent):
        kind = f'office:value-type="percentage" office:value="{content.share}"'
    elif isinstance(content, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(content).lower()}"'
    elif isinstance(content, Serial):
        kind = f'office:value-type="float" office:value="{content.number}"'
    elif isinstance(content, int | float):
        kind = f'office:value-type="float" office:value="{content}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{more}>{shown}</table:table-cell>"


Writer = Callable[[Sequence[Page]], bytes]
#: Writers of workbooks of several sheets, with the endings their files bear.
BOOKS: dict[str, tuple[Writer, str]] = {
    "excel": (by_xlsxwriter, ".xlsx"),
    "script": (by_openpyxl, ".xlsx"),
    "wps": (by_wps, ".xlsx"),
    "suite": (by_office_suite, ".xlsx"),
    "web": (by_web_system, ".xlsx"),
    "xls": (by_old_excel, ".xls"),
    "et": (by_old_excel, ".et"),
    "renamed": (by_old_excel, ".xlsx"),
    "renamed-new": (by_wps, ".xls"),
    "ods": (as_ods, ".ods"),
}
#: Writers of one table only; the sheet's name is the file's, or a word of its own.
SINGLE: dict[str, tuple[Writer, str, str]] = {
    "gbk": (as_text("gb18030"), ".csv", ""),
    "utf8": (as_text("utf-8"), ".csv", ""),
    "bom": (as_text("utf-8-sig"), ".csv", ""),
    "utf16": (as_text("utf-16"), ".csv", ""),
    "tabs": (as_text("utf-16", "\t"), ".tsv", ""),
    "html": (as_html, ".xls", "表格1"),
    "semicolons": (as_text("gb18030", ";"), ".csv", ""),
}
