"""Reader of web pages with tables, which many systems hand out under the name .xls.

A tokenizer of our own walks through the page once, from one ``<`` to the next; the one in the
standard library can be made to take quadratic time.  Every cell is text, as it is in the page.
"""

from __future__ import annotations

import re
from html import unescape

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Book, Sheet
from .grid_cells import text_cell
from .grid_limits import Budget
from .grid_merges import hide_covered
from .grid_text import decode

_CHARSET = regex(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk")
_TAG = regex(r"(/?)([A-Za-z][A-Za-z0-9:_-]{0,30})")
_SPAN = regex(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,5})", re.I)
_HIDDEN = regex(r"display\s*:\s*none", re.I)
_SHEET_NAME = regex(r"<x:Name>([^<]{1,200})</x:Name>")
_BLANKS = regex(r"[ \t\r\n\f]+")
_RAW = {name: regex(rf"</{name}\b", re.I) for name in ("script", "style", "xml", "title")}
_BREAKS = ("br", "p", "div", "li")
_COMPLETE = regex(r"</(?:html|body|table)\s*>", re.I)
_WIDEST = 1_000
_TALLEST = 10_000


def read_html(data: bytes, budget: Budget) -> Book:
    """Read the tables of a web page, one sheet each; Unreadable where there are none."""
    budget.spend_bytes(len(data))
    text = _decode(data)
    page = _Page(budget)
    page.read(text)
    last = max(text.rfind("<table"), text.rfind("<TABLE"))
    if page.is_cut_off and not _COMPLETE.search(text, max(last, 0)):
        raise refuse.damaged("page ends within a cell or a tag")
    sheets = [sheet for sheet in page.sheets if sheet.rows]
    if not sheets:
        raise refuse.not_a_workbook("网页文件（其中没有表格，可能是登录页或出错页）")
    names = _SHEET_NAME.findall(text[:100_000])
    if len(names) == len(sheets):
        for sheet, name in zip(sheets, names, strict=True):
            sheet.name = unescape(name).strip()
    return Book("html", tuple(sheets), notes=tuple(page.notes))


def _decode(data: bytes) -> str:
    """Return the page's text: by its own charset where that works, else as any text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii").lower()
        coding = "gb18030" if name in _CHINESE else name
        if coding in ("gb18030", "utf-8", "utf8", "big5"):
            try:
                return data.decode(coding)
            except UnicodeDecodeError:
                pass
    return decode(data)[0]


class _Table:
    """A table that is being read; `taken` holds the cells that row spans reach into."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.merged: list[tuple[int, int, int, int]] = []
        self.row = self.column = 0
        self.taken: dict[int, int] = {}
        self.parts: list[str] | None = None
        self.span = (1, 1)
        self.is_hidden = False
        self.hidden_rows: set[int] = set()


class _Page:
    """Walks through a page and builds sheets from its tables, nested ones too."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.sheets: list[Sheet] = []
        self.notes: list[str] = []
        self._open: list[_Table] = []
        #: Whether the page ends within a cell of an open table, or within a tag.
        self.is_cut_off = False

    def read(self, text: str) -> None:
        """Read the whole page."""
        at = steps = 0
        while True:
            begin = text.find("<", at)
            if begin < 0:
                break
            steps += 1
            if steps % 500 == 0:
                self._budget.tick()
            if begin > at:
                self._words(text[at:begin])
            at = self._markup(text, begin)
        within = bool(self._open) and self._open[-1].parts is not None
        self.is_cut_off = within or (bool(self._open) and at > len(text))
        while self._open:
            self._close_table()

    def _markup(self, text: str, begin: int) -> int:
        """Take what begins at `begin` with ``<``; return where the text goes on."""
        if text.startswith("<!--", begin):
            end = text.find("-->", begin + 4)
            return end + 3 if end >= 0 else len(text)
        match = _TAG.match(text, begin + 1)
        if not match and not text.startswith(("<!", "<?", "</"), begin):
            self._words("<")
            return begin + 1
        end = _tag_end(text, begin)
        if match:
            name = match[2].lower()
            if match[1]:
                self._end(name)
            else:
                self._start(name, text[match.end() : end])
                if name in _RAW and text[end - 1 : end] != "/":
                    close = _RAW[name].search(text, end)
                    return close.start() if close else len(text)
        return end + 1

    def _words(self, text: str) -> None:
        if self._open and self._open[-1].parts is not None:
            self._budget.spend_text(len(text))
            self._open[-1].parts.append(_BLANKS.sub(" ", text))

    def _start(self, name: str, attributes: str) -> None:
        if name == "table":
            if len(self.sheets) >= self._budget.limits.sheets or len(self._open) > 20:
                raise refuse.too_large("网页中的表格过多")
            sheet = Sheet(f"表格{len(self.sheets) + 1}")
            self.sheets.append(sheet)
            self._open.append(_Table(sheet))
            return
        if not self._open:
            return
        table = self._open[-1]
        if name == "tr":
            self._close_cell(table)
            if table.row >= self._budget.limits.rows:
                raise refuse.too_large("行过多")
            table.row, table.column = table.row + 1, 0
            table.is_hidden = bool(_HIDDEN.search(attributes[:1000]))
        elif name in ("td", "th"):
            self._close_cell(table)
            table.row = max(table.row, 1)
            spans = {key.lower(): int(size) for key, size in _SPAN.findall(attributes[:2000])}
            width, height = spans.get("colspan", 1), spans.get("rowspan", 1)
            table.span = (min(max(width, 1), _WIDEST), min(max(height, 1), _TALLEST))
            table.column += 1
            while table.taken.get(table.column, 0) >= table.row:
                table.column += 1
            table.parts = []
        elif name in _BREAKS and table.parts:
            table.parts.append("\n")

    def _end(self, name: str) -> None:
        if not self._open:
            return
        if name in ("td", "th", "tr"):
            self._close_cell(self._open[-1])
        elif name == "table":
            self._close_table()

    def _close_cell(self, table: _Table) -> None:
        if table.parts is None:
            return
        lines = unescape("".join(table.parts)).replace("\xa0", " ").split("\n")
        table.parts = None
        row, column, (width, height) = table.row, table.column, table.span
        if column + width - 1 > self._budget.limits.columns:
            raise refuse.too_large("列过多")
        if width * height > 1:
            if len(table.merged) >= self._budget.limits.merges:
                raise refuse.too_large("合并单元格过多")
            table.merged.append((row, column, row + height - 1, column + width - 1))
            if height > 1:
                for taken in range(column, column + width):
                    table.taken[taken] = row + height - 1
        cell = text_cell("\n".join(line.strip() for line in lines).strip())
        if cell is not None:
            self._budget.spend_cells(1)
            table.sheet.rows.setdefault(row, {})[column] = cell
            if table.is_hidden:
                table.hidden_rows.add(row)
        table.column += width - 1

    def _close_table(self) -> None:
        table = self._open.pop()
        self._close_cell(table)
        sheet = table.sheet
        last = max(sheet.rows, default=0)
        merged = [(a, b, min(c, max(last, a)), d) for a, b, c, d in table.merged]
        hide_covered(sheet.rows, merged, self._budget)
        sheet.merged = tuple(merged)
        sheet.hidden_rows = frozenset(table.hidden_rows & sheet.rows.keys())


def _tag_end(text: str, begin: int) -> int:
    """Return where the tag ends: at the first ``>`` outside quotation marks, or the next one."""
    end = text.find(">", begin)
    for _ in range(8):
        if end < 0:
            return len(text)
        inside = text[begin:end] if end - begin < 4000 else ""
        if inside.count('"') % 2 == 0:
            return end
        following = text.find(">", end + 1)
        if following < 0 or following - begin > 4000:
            return end
        end = following
    return text.find(">", begin)
