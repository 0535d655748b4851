"""Workbooks as units hand them in, made by several writers and by hand, for the tests of 退回."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEADINGS = ("序号", "任务编号", "工作任务", "牵头单位", "完成时限")


def by_openpyxl() -> bytes:
    """Four sheets with merged titles, borders, number formats and frozen panes."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    thin = Side("thin")
    for name in ("问题清单", "任务清单", "责任清单", "完成清单"):
        sheet = book.create_sheet(name)
        sheet["A1"] = f"计算机学院{name}"
        sheet.merge_cells("A1:E1")
        sheet.append([])
        sheet.append(HEADINGS)
        for n in range(1, 6):
            sheet.append([n, f"00{n}", f"任务{n}", "计算机学院", 44742 + n])
        for row in sheet["A3:E8"]:
            for cell in row:
                cell.border = Border(thin, thin, thin, thin)
                cell.alignment = Alignment(wrap_text=True)
        sheet["E5"].number_format = "yyyy-mm-dd"
        sheet["E5"].font = Font(bold=True)
        sheet.freeze_panes = "A4"
    book["任务清单"].print_title_rows = "3:3"
    book["任务清单"].auto_filter.ref = "A3:E8"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter() -> bytes:
    """Two sheets with a picture-like chart, validation, protection, conditional format, table."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("任务清单")
    wrap = book.add_format({"text_wrap": True, "border": 1})
    sheet.write_row("A1", HEADINGS, wrap)
    for n in range(1, 6):
        sheet.write_row(n, 0, [n, f"00{n}", f"=任务{n}", "计算机学院", 44742 + n], wrap)
    sheet.data_validation("D2:D9", {"validate": "list", "source": ["甲>乙", "丙"]})
    sheet.conditional_format("E2:E9", {"type": "data_bar", "data_bar_2010": True})
    sheet.protect("", {"format_cells": True})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=任务清单!$A$2:$A$6"})
    sheet.insert_chart("H2", chart)
    other = book.add_worksheet("附件's")
    other.add_table("A1:B3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other.activate()
    other.print_area("A1:B3")
    book.close()
    return out.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, **edits: tuple[str, str]) -> bytes:
    """Return a package in which (old, new) were exchanged in the parts named by their stems."""
    found = parts(data)
    for stem, (old, new) in edits.items():
        name = next(n for n in found if re.search(rb"\b" + stem.encode() + rb"\.", n.encode()))
        assert old.encode() in found[name], (stem, old)
        found[name] = found[name].replace(old.encode(), new.encode())
    return package(dict(found))


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" '
    "borderId='0' xfId='0' applyNumberFormat='1'><alignment wrapText='1'/></xf><xf numFmtId='49' "
    'borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
    'builtinId="0"/></cellStyles></styleSheet>'
)


def by_hand(
    sheet: str,
    *,
    sheet_part: str = "xl/worksheets/sheet1.xml",
    sheet_target: str = "worksheets/sheet1.xml",
    book: str = "",
    styles: str = STYLES,
    more: dict[str, str | bytes] | None = None,
    types: str = "",
) -> bytes:
    """Return a minimal workbook around the XML of one sheet named 任务清单."""
    declared = (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        f'PartName="/{sheet_part}" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        f"{types}</Types>"
    )
    book = book or (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="任务清单" sheetId="7" '
        'r:id="rId1"/></sheets></workbook>'
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": declared,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}'
        '/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="{sheet_target}"/><Relationship Id="rId2" '
        f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
        sheet_part: sheet,
    }
    found.update(more or {})
    return package(found)


def sheet_xml(body: str, *, before: str = "", after: str = "", p: str = "") -> str:
    """Return a worksheet around the contents of its ``sheetData``; `p` is a prefix like ``x:``."""
    bound = f"xmlns:{p[:-1]}" if p else "xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}worksheet {bound}="{MAIN}" xmlns:r="{OFFICE}">'
        f"{before}<{p}sheetData>{body}</{p}sheetData>{after}</{p}worksheet>"
    )


def text_cell(text: str, ref: str = "", more: str = "", p: str = "") -> str:
    """Return a ``<c>`` with an inline string."""
    place = f' r="{ref}"' if ref else ""
    return f'<{p}c{place}{more} t="inlineStr"><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>'
