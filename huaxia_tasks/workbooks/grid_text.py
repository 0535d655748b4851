"""Tables as text: .csv and .tsv, and what web systems name .xls though it is one of these.

Nothing is guessed silently: a text in two encodings, an unclosed quotation mark or a plain text
without columns is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Book, Cell, Sheet, Told
from .grid_cells import text_cell
from .grid_limits import Budget

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",\t;，；|"
_NAMED = regex(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_CONTROLS = regex(rb"[\x00-\x08\x0e-\x1f]")
_UTF8_HAN = regex(rb"[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbd][\x80-\xbf]")
_DOUBLE = regex(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_AS_TEXT = regex(r'="([^"]*)"')
_SAMPLE = 200
_SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_BYTES = 1 << 16
_BIG5 = Told(
    "文本表格是繁体中文（Big5）编码",
    "已按这种编码读取",
    "请核对文字是否正确，并用 Excel 或 WPS 表格打开，另存为 .xlsx 后报送。",
)
NOTE_BIG5 = "文件为繁体中文（Big5）编码，已按此读取，请核对文字"


def read_csv(data: bytes, name: str, budget: Budget) -> Book:
    """Read a table of text; every cell is text."""
    text, coding = decode(data)
    named = _NAMED.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else _separator(text)
    rows: dict[int, dict[int, Cell]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            if number > budget.limits.rows or len(record) > budget.limits.columns:
                raise refuse.too_large("行或列过多")
            if number % 500 == 0:
                budget.tick()
            cells = _cells(record, budget)
            if cells:
                rows[number] = cells
    except csv.Error:
        if '"' not in text:
            raise refuse.not_a_workbook("没有分列的纯文本", "a field too long") from None
        raise refuse.broken_quotes(reader.line_num) from None
    if sum(len(cells) > 1 for cells in rows.values()) < 2:
        raise refuse.not_a_workbook("没有分列的纯文本", "no two columns")
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name or "文本"
    notes = (NOTE_BIG5,) if coding == "big5" else ()
    told = (_BIG5,) if coding == "big5" else ()
    return Book("csv", (Sheet(stem[:31], rows),), notes=notes, told=told)


def _cells(record: list[str], budget: Budget) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    for column, value in enumerate(record, 1):
        if value:
            quoted = _AS_TEXT.fullmatch(value)
            cell = text_cell(quoted[1] if quoted else value)
            if cell is not None:
                budget.spend_text(len(value))
                cells[column] = cell
    budget.spend_cells(len(cells))
    return cells


def _refuse_binary(data: bytes) -> None:
    """Refuse what only happens to decode: control characters are in no text."""
    if not _CONTROLS.search(data):
        return
    if not data[-512:].strip(b"\x00") or b"\x00" * 512 in data:
        raise refuse.placeholder("zero bytes inside")
    raise refuse.unknown_binary("control characters")


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding): by its mark, else UTF-8, UTF-16, GB18030 or Big5; strictly."""
    mark, coding = next(((m, c) for m, c in _BOMS if data.startswith(m)), (b"", ""))
    coding = coding or _wide_coding(data) or ""
    if coding:
        try:
            text = data[len(mark) :].decode(coding)
        except UnicodeDecodeError as error:
            raise refuse.damaged(str(error)) from None
        _refuse_binary(text.encode("utf-8", "replace"))
        return text, coding
    data = data.rstrip(b"\x1a")  # an old end-of-file mark
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
    return _decode_chinese(data)


def _wide_coding(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: its zero bytes stand all on one side."""
    if len(data) % 2 or b"\x00" not in data[:2048]:
        return None
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 100 < len(sample):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 that is cut off, or mixed with another encoding: never read it as GB18030."""
    high = sum(1 for byte in data[:_SAMPLE_BYTES] if byte > 127)
    han = 3 * len(_UTF8_HAN.findall(data[:_SAMPLE_BYTES]))
    if high and han > high * 0.2:
        if error.start >= len(data) - 3:
            raise refuse.damaged("UTF-8 cut off at the end")
        raise refuse.unknown_text("UTF-8 mixed with something else")


def _decode_chinese(data: bytes) -> tuple[str, str]:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = None
    if text is None or _looks_like_big5(data):
        try:
            return data.decode("cp950"), "big5"
        except UnicodeDecodeError:
            pass
    if text is None:
        if len(set(data[:_SAMPLE_BYTES])) > 200:
            raise refuse.unknown_binary("no text in any encoding")
        raise refuse.unknown_text("neither UTF-8 nor GB18030 nor Big5")
    return text, "gb18030"


def _looks_like_big5(data: bytes) -> bool:
    """Tell Big5 from GB18030: its second bytes are often low, its first ones in a narrow band."""
    pairs = _DOUBLE.findall(data[:_SAMPLE_BYTES])
    if len(pairs) < 8:
        return False
    low = sum(pair[1] < 0x80 for pair in pairs)
    usual = sum(0xA1 <= pair[0] <= 0xC6 for pair in pairs)
    return bool(low > len(pairs) * 0.25 and usual > len(pairs) * 0.9)


def _separator(text: str) -> str:
    """Return the separator under which most of the first lines have the same number of columns."""
    lines = list(islice(io.StringIO(text[:_SAMPLE_CHARACTERS], newline=""), _SAMPLE))
    best, chosen = (0.0, 0), ","
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for record in csv.reader(lines, delimiter=separator):
                if any(record):
                    widths[len(record)] += 1
        except csv.Error:
            continue
        total = widths.total()
        width, count = max(
            ((w, n) for w, n in widths.items() if w > 1), key=lambda wn: wn[1], default=(0, 0)
        )
        score = (count / total if total else 0.0, width)
        if count and (score[0] > best[0] + 0.01 or (score[0] > best[0] - 0.01 and width > best[1])):
            best, chosen = score, separator
    return chosen
