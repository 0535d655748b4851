"""Reading a workbook of any kind, told by its content and never by its name's ending.

Modern packages are read here in the process by a bounded reader of our own; old binary formats by
a library in a process of its own; text and web tables by small readers.  Whatever is wrong becomes
one ``Unreadable`` with words for the unit.
"""

from __future__ import annotations

from . import grid_refusals as refuse
from .book import Book, Unreadable
from .grid_limits import LIMITS, Budget, Limits
from .grid_sniff import Content, kind_of_content, kind_of_package
from .grid_zip import Package

__all__ = ["LIMITS", "Limits", "Unreadable", "package_of", "read_book"]


def read_book(data: bytes, name: str = "", limits: Limits = LIMITS) -> Book:
    """Read a workbook from its bytes; `name` only lends the sheet of a text file its name.

    Raises Unreadable, and nothing else, where it cannot be read or costs too much.
    """
    if len(data) > limits.file_bytes:
        size = f"文件 {len(data) / (1 << 20):.0f} MB，上限 {limits.file_bytes >> 20} MB"
        raise refuse.too_large(size, f"{len(data)} bytes")
    budget = Budget(limits)
    try:
        book = _read(data, name, budget)
    except MemoryError:
        raise refuse.too_large("内存不足", "MemoryError") from None
    book.characters = limits.all_text - budget.text_left
    if budget.has_long_texts:
        _bound_long_texts(book, limits)
    return book


def package_of(data: bytes, limits: Limits = LIMITS) -> bytes:
    """Return what is inside an encrypted package that needs no password, else `data` as it is."""
    try:
        if kind_of_content(data) is Content.LOCKED:
            from .grid_legacy import unlocked

            return unlocked(data, Budget(limits))
    except Unreadable:
        pass
    return data


def _bound_long_texts(book: Book, limits: Limits) -> None:
    """Refuse a workbook whose texts would take minutes to understand."""
    left = limits.long_texts
    for sheet in book.sheets:
        for cells in sheet.rows.values():
            for cell in cells.values():
                if len(cell.text) > limits.long_text:
                    left -= len(cell.text)
        if left < 0:
            raise refuse.too_large("长段文字过多", f"over {limits.long_texts} characters")


def _read(data: bytes, name: str, budget: Budget) -> Book:
    content = kind_of_content(data)
    if content is Content.PACKAGE:
        return _read_package(data, name, budget)
    if content is Content.LOCKED:
        from .grid_legacy import unlocked

        return _read_package(unlocked(data, budget), name, budget)
    if content in (Content.XLS, Content.XLSB):
        from .grid_legacy import read_in_child

        return read_in_child(content.value, data, budget)
    if len(data) > budget.limits.text_bytes:
        raise refuse.too_large("文本或网页文件过大", f"{len(data)} bytes")
    if content is Content.XML_2003:
        from .grid_xml2003 import read_xml_2003

        return read_xml_2003(data, budget)
    if content is Content.FLAT_ODS:
        from .grid_ods import read_flat_ods

        return read_flat_ods(data, budget)
    if content is Content.HTML:
        from .grid_html import read_html

        return read_html(data, budget)
    from .grid_text import read_csv

    return read_csv(data, name, budget)


def _read_package(data: bytes, name: str, budget: Budget) -> Book:
    package = Package(data, budget)
    content = kind_of_package(package)
    if content is Content.XLSX:
        from .grid_xlsx import read_xlsx

        return read_xlsx(package, budget)
    if content is Content.ODS:
        from .grid_ods import read_ods

        return read_ods(package, budget)
    from .grid_legacy import read_in_child

    return read_in_child(content.value, data, budget)
