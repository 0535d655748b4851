"""Reads a written plan (实施方案) as paragraphs: Word files, plain text, PDF where its reader is there.

The rows of tables come as one paragraph each, cells parted by tabs.  Pictures of pages hold no
text; nothing is recognised from them.
"""

from __future__ import annotations

import importlib
from typing import Any

from ..patterns import regex
from . import grid_refusals as refuse
from .book import Unreadable
from .grid_limits import LIMITS, Budget, Limits
from .grid_text import decode
from .grid_zip import Package
from .written_docx import read_paragraphs
from .written_lines import paragraphs_of

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 或 .txt 后再读。"
_MOST_PAGES = 200
#: A PDF and some editors put a blank between a number and the word it belongs to (5 月, 17 号).
_BLANK_AT_A_NUMBER = regex(
    r"(?<=[0-9〕]) (?=[\u4e00-\u9fff])|(?<=〕) (?=[0-9])|(?<=[\u4e00-\u9fff〔]) (?=[0-9])|(?<=[\u4e00-\u9fff]) (?=〔)"
)


def read_written(data: bytes, name: str, *, limits: Limits = LIMITS) -> tuple[str, ...]:
    """Return the paragraphs of a written plan, none of them empty.

    Raises Unreadable; its message is in words for the office.
    """
    if not data.strip():
        raise refuse.empty()
    if len(data) > limits.file_bytes:
        raise Unreadable("too-large", f"文件太大（{len(data) >> 20} MB）。{_SAVE_AS}")
    if data.startswith(_OLD_WORD):
        raise Unreadable("old-word", f"这是旧格式的 Word 文件（.doc 或 .wps）。{_SAVE_AS}")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("rich-text", f"这是 RTF 文件。{_SAVE_AS}")
    if data[:1024].lstrip().startswith(b"%PDF"):
        lines = paragraphs_of(_pdf_text(data))
    elif data.startswith(b"PK"):
        lines = _word(data, limits)
    else:
        lines = paragraphs_of(_plain_text(data, name))
    if not any(lines):
        raise Unreadable("no-text", f"文件里没有文字（可能是扫描件或图片）。{_SAVE_AS}")
    return tuple(_BLANK_AT_A_NUMBER.sub("", line) for line in lines)


def _word(data: bytes, limits: Limits) -> tuple[str, ...]:
    budget = Budget(limits)
    try:
        package = Package(data, budget)
        if "word/document.xml" not in package:
            raise Unreadable("not-a-text", f"这不是 Word 文件。{_SAVE_AS}")
        return read_paragraphs(package, budget)
    except Unreadable as error:
        if error.reason in ("damaged", "unsafe", "too-large", "encrypted"):
            what = {
                "damaged": "文件不完整或已损坏",
                "unsafe": "文件内部结构异常，为安全起见没有读取",
                "too-large": "文件超出限度",
                "encrypted": "文件设有打开密码，请先取消密码",
            }[error.reason]
            raise Unreadable(error.reason, f"{what}。{_SAVE_AS}", error.detail) from None
        raise


def _plain_text(data: bytes, name: str) -> str:
    try:
        return decode(data)[0]
    except Unreadable as error:
        kind = f"（{name.rsplit('.', 1)[-1]}）" if "." in name else ""
        what = f"看不出这是什么文件{kind}，或文字编码无法辨认。"
        raise Unreadable(error.reason, what + _SAVE_AS, error.detail) from None


def _pdf_text(data: bytes) -> str:
    """Return the text of a PDF page by page; a machine may do without its reader."""
    try:
        pypdfium2: Any = importlib.import_module("pypdfium2")
    except ImportError:
        raise Unreadable("no-reader", f"这台电脑没有读 PDF 的组件。{_SAVE_AS}") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "damaged", f"PDF 打不开（已损坏或有密码）。{_SAVE_AS}", str(error)
        ) from None
    try:
        pages = []
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
        return "\n".join(pages)
    finally:
        document.close()
