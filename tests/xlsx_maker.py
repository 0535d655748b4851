"""Hand-made packages for the tests of reading: every byte under control, nothing tidied up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet_xml(data: str, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """Return a worksheet part around the rows in `data`."""
    return (
        f'{HEAD}<worksheet xmlns="{namespace}" xmlns:r="{LINKS}">{before}'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def row(number: int, *cells: str, more: str = "") -> str:
    """Return a row element."""
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def styles_xml(codes: Sequence[str | int]) -> str:
    """Return a styles part whose style N (from 1) has the N-th number format: a code or an id."""
    own, used = [], ['<xf numFmtId="0"/>']
    for place, code in enumerate(codes):
        number = code if isinstance(code, int) else 164 + place
        if not isinstance(code, int):
            text = code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            own.append(f'<numFmt numFmtId="{number}" formatCode="{text}"/>')
        used.append(f'<xf numFmtId="{number}" applyNumberFormat="1"/>')
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(own)}">{"".join(own)}</numFmts>'
        f'<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs count="{len(used)}">{"".join(used)}</cellXfs></styleSheet>'
    )


def strings_xml(*items: str) -> str:
    """Return a table of shared texts; each item is the inside of its ``<si>``."""
    inside = "".join(f"<si>{item}</si>" for item in items)
    return f'{HEAD}<sst xmlns="{MAIN}" count="9" uniqueCount="{len(items)}">{inside}</sst>'


def parts(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    styles: str | None = None,
    strings: str | None = None,
    date1904: bool = False,
    extra: Mapping[str, str | bytes] | None = None,
    root_links: str = "",
    book_links: str = "",
) -> dict[str, str | bytes]:
    """Return the parts of a package with `sheets` (name to worksheet XML), as a dict to change."""
    states = states or {}
    entries = links = ""
    found: dict[str, str | bytes] = {}
    for place, (name, xml) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if name in states else ""
        entries += f'<sheet name="{name}" sheetId="{place}"{state} r:id="rId{place}"/>'
        links += _link(f"rId{place}", "worksheet", f"worksheets/sheet{place}.xml")
        found[f"xl/worksheets/sheet{place}.xml"] = xml
    if styles is not None:
        links += _link("rS", "styles", "styles.xml")
        found["xl/styles.xml"] = styles
    if strings is not None:
        links += _link("rT", "sharedStrings", "sharedStrings.xml")
        found["xl/sharedStrings.xml"] = strings
    epoch = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="urn:x"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f"{_link('rId1', 'officeDocument', 'xl/workbook.xml')}{root_links}</Relationships>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{epoch}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f"{links}{book_links}</Relationships>",
        **found,
        **(extra or {}),
    }


def _link(name: str, kind: str, target: str, base: str = LINKS) -> str:
    return f'<Relationship Id="{name}" Type="{base}/{kind}" Target="{target}"/>'


def link(name: str, kind: str, target: str, base: str = LINKS) -> str:
    """Return a relation for `root_links` or `book_links`."""
    return _link(name, kind, target, base)


def zipped(
    content: Mapping[str, str | bytes] | Sequence[tuple[str, str | bytes]],
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a zip file of the parts; a sequence may hold one name twice."""
    pairs = content.items() if isinstance(content, Mapping) else content
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, data in pairs:
            package.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def workbook(data: str, **more: object) -> bytes:
    """Return a workbook of one sheet 表 whose rows are `data`."""
    before, after = str(more.pop("before", "")), str(more.pop("after", ""))
    return zipped(parts({"表": sheet_xml(data, before, after)}, **more))  # type: ignore[arg-type]
