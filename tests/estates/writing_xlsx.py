"""Pages as .xlsx files: what Excel, WPS, LibreOffice and web systems save, each with its quirks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

import openpyxl
import xlsx_maker as maker
import xlsxwriter
from openpyxl.styles import Border, Side

from .cells import (
    Content,
    Dated,
    ErrorValue,
    Formula,
    Page,
    Percent,
    Picture,
    Rich,
    Serial,
    address,
    letters,
    plain,
)

_MADE = datetime(2022, 6, 20, 9, 0, 0)  # noqa: DTZ001  (times in a workbook have no zone)
#: Number formats that a program writes by number alone, with no text in the file.
_BUILT_IN = {14: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 58: 'm"月"d"日"'}


def day_of(content: Content) -> date | None:
    return (
        content.day
        if isinstance(content, Dated)
        else content
        if isinstance(content, date)
        else None
    )


def _code(content: Content) -> str | int:
    return content.code if isinstance(content, Dated) else "yyyy-mm-dd"


def by_xlsxwriter(pages: Sequence[Page]) -> bytes:
    """As Excel saves: shared strings, styles, merged areas with borders."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE, "author": ""})
    edge = {"border": 1, "text_wrap": True}
    text = book.add_format(edge)
    formats = {None: text}

    def style(code: str | int | None) -> object:
        if code not in formats:
            formats[code] = book.add_format({**edge, "num_format": code})
        return formats[code]

    for page in pages:
        sheet = book.add_worksheet(page.name)
        for area in page.merges:
            top, left, bottom, right = (n - 1 for n in area)
            sheet.merge_range(top, left, bottom, right, "", text)
        for (row, column), content in page.cells.items():
            at = (row - 1, column - 1)
            day = day_of(content)
            if day is not None:
                sheet.write_datetime(*at, day, style(_code(content)))
            elif isinstance(content, Percent):
                sheet.write_number(*at, content.share, style("0%"))
            elif isinstance(content, Picture):
                sheet.write_formula(
                    *at, f'=_xlfn.DISPIMG("{content.name}",1)', text, plain(content)
                )
            elif isinstance(content, Formula):
                value = "" if content.value is None else content.value
                sheet.write_formula(*at, f"={content.text}", text, value)
            elif isinstance(content, Rich):
                red = book.add_format({"font_color": "red"})
                runs = [x for r in content.runs for x in (red, r)]
                sheet.write_rich_string(*at, *runs, text)
            elif isinstance(content, bool):
                sheet.write_boolean(*at, content, text)
            elif isinstance(content, Serial):
                sheet.write_number(*at, content.number, text)
            elif isinstance(content, int | float):
                sheet.write_number(*at, content, text)
            elif isinstance(content, ErrorValue):
                sheet.write_formula(*at, "=VLOOKUP(1,A1:A2,1,0)", text, content.text)
            else:
                sheet.write_string(*at, str(content), text)
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        if page.hidden:
            sheet.hide()
    visible = next((i for i, p in enumerate(pages) if not p.hidden), 0)
    book.worksheets()[visible].activate()
    book.worksheets()[visible].set_first_sheet()
    book.close()
    return target.getvalue()


def by_openpyxl(pages: Sequence[Page]) -> bytes:
    """As a script saves: strings in the cells, blank styled rows below."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for page in pages:
        sheet = book.create_sheet(page.name)
        for area in page.merges:
            top, left, bottom, right = area
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for (row, column), content in page.cells.items():
            cell = sheet.cell(row, column)
            day = day_of(content)
            if day is not None:
                cell.value = day
                code = _code(content)
                cell.number_format = _BUILT_IN.get(code, "") if isinstance(code, int) else code
            elif isinstance(content, Percent):
                cell.value, cell.number_format = content.share, "0%"
            elif isinstance(content, Picture):
                cell.value = f'=_xlfn.DISPIMG("{content.name}",1)'
            elif isinstance(content, Formula):
                cell.value = f"={content.text}"
            elif isinstance(content, ErrorValue):
                cell.value, cell.data_type = content.text, "e"
            elif isinstance(content, Rich):
                cell.value = content.text
            elif isinstance(content, Serial):
                cell.value = content.number
            else:
                cell.value = content
                if isinstance(content, str):
                    cell.data_type = "s"
        last = max((r for r, _ in page.cells), default=1)
        for row in range(last + 1, last + 8):
            for column in range(1, 6):
                sheet.cell(row, column).border = Border(left=thin, right=thin)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        if page.hidden:
            sheet.sheet_state = "hidden"
    book.active = next((i for i, p in enumerate(pages) if not p.hidden), 0)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class _Raw:
    """Sheets written as XML text, with the habits of WPS and of LibreOffice."""

    def __init__(self, *, inline: bool, wrong_dimension: bool, addresses: bool) -> None:
        self.inline, self.wrong, self.addresses = inline, wrong_dimension, addresses
        self.codes: list[str | int] = []
        self.texts: dict[str, int] = {}

    def style(self, code: str | int) -> int:
        if code not in self.codes:
            self.codes.append(code)
        return 1 + self.codes.index(code)

    def cell(self, at: str, content: Content) -> str:
        r = f' r="{at}"' if self.addresses else ""
        day = day_of(content)
        if day is not None:
            return f'<c{r} s="{self.style(_code(content))}"><v>{Serial(day).number}</v></c>'
        if isinstance(content, Percent):
            return f'<c{r} s="{self.style(9)}"><v>{content.share}</v></c>'
        if isinstance(content, Serial):
            return f"<c{r}><v>{content.number}</v></c>"
        if isinstance(content, bool):
            return f'<c{r} t="b"><v>{int(content)}</v></c>'
        if isinstance(content, int | float):
            return f"<c{r}><v>{content}</v></c>"
        if isinstance(content, ErrorValue):
            return f'<c{r} t="e"><f>VLOOKUP(1,A1:A2,1,0)</f><v>{content.text}</v></c>'
        if isinstance(content, Picture):
            content = Formula(f'_xlfn.DISPIMG("{content.name}",1)', plain(content))
        if isinstance(content, Formula):
            if content.value is None:
                return f"<c{r}><f>{escape(content.text)}</f></c>"
            return f'<c{r} t="str"><f>{escape(content.text)}</f><v>{escape(str(content.value))}</v></c>'
        return self.text(r, content)

    def text(self, r: str, content: Content) -> str:
        if isinstance(content, Rich):
            runs = "".join(
                f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(x)}</t></r>'
                for x in content.runs
            )
            inside = runs + (
                f'<rPh sb="0" eb="1"><t>{content.reading}</t></rPh>' if content.reading else ""
            )
        else:
            inside = f'<t xml:space="preserve">{escape(str(content))}</t>'
        if self.inline:
            return f'<c{r} t="inlineStr"><is>{inside}</is></c>'
        number = self.texts.setdefault(inside, len(self.texts))
        return f'<c{r} t="s"><v>{number}</v></c>'

    def sheet(self, page: Page) -> str:
        by_row: dict[int, dict[int, Content]] = {}
        for (row, column), content in page.cells.items():
            by_row.setdefault(row, {})[column] = content
        data = ""
        for row in sorted(by_row):
            found = by_row[row]
            columns = sorted(found) if self.addresses else range(1, max(found) + 1)
            cells = [
                self.cell(address((row, c)), found[c]) if c in found else "<c/>" for c in columns
            ]
            more = ' hidden="1"' if row in page.hidden_rows else ""
            data += maker.row(row, *cells, more=more)
        dimension = "A1" if self.wrong else "A1:XFD1048576"
        merged = "".join(
            f'<mergeCell ref="{letters(left)}{top}:{letters(right)}{bottom}"/>'
            for top, left, bottom, right in page.merges
        )
        after = f'<mergeCells count="{len(page.merges)}">{merged}</mergeCells>' if merged else ""
        return maker.sheet_xml(data, f'<dimension ref="{dimension}"/>', after)

    def book(self, pages: Sequence[Page]) -> bytes:
        sheets = {escape(p.name): self.sheet(p) for p in pages}
        states = {escape(p.name): "hidden" for p in pages if p.hidden}
        codes = self.codes or [0]
        return maker.zipped(
            maker.parts(
                sheets,
                states=states,
                styles=maker.styles_xml(codes),
                strings=None if self.inline else maker.strings_xml(*self.texts),
            )
        )


def by_wps(pages: Sequence[Page]) -> bytes:
    """As WPS saves: a dimension of A1, dates by the number of a built-in format."""
    return _Raw(inline=False, wrong_dimension=True, addresses=True).book(pages)


def by_office_suite(pages: Sequence[Page]) -> bytes:
    """As LibreOffice saves: a dimension over everything, shared strings in runs."""
    return _Raw(inline=False, wrong_dimension=False, addresses=True).book(pages)


def by_web_system(pages: Sequence[Page]) -> bytes:
    """As some web systems save: strings inside, no cell addresses at all."""
    return _Raw(inline=True, wrong_dimension=True, addresses=False).book(pages)
