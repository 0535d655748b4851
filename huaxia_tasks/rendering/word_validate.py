"""Reopens a finished paper and proves it: whole, without tags left over, nothing lost."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from ..errors import TemplateError
from .word_package import BrokenXml, W, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = ("{{", "}}", "{%", "%}", "｛｛", "｝｝")


def validate_paper(paper: bytes, name: str, shown: Sequence[str], *, braces: bool = False) -> None:
    """Raise TemplateError where the paper is not sound.

    `shown` are the texts printed in it; `braces`: the template itself has braces as plain text, so
    that pairs of them prove nothing.
    """
    where = f"模板《{name}》"
    with zipfile.ZipFile(BytesIO(paper)) as archive:
        names = archive.namelist()
        if archive.testzip() is not None or len({n.lower() for n in names}) != len(names):
            raise TemplateError("生成的文件结构有误", where, "请重新生成。")
        parts = {n: archive.read(n) for n in names}
    texts: list[str] = []
    for part, content in parts.items():
        if not part.endswith((".xml", ".rels")):
            continue
        try:
            root = parse(content)
        except BrokenXml as broken:
            raise TemplateError(f"生成的部分“{part}”不完整", where, "请检查模板。") from broken
        if part.startswith("word/") and part.endswith(".xml"):
            _check_structure(root, where)
            texts += part_texts(root)
    if not braces:
        _check_left_over(texts, shown, where)
    _check_shown(texts, shown, where)


def part_texts(root: _Element) -> list[str]:
    """Return the text of every paragraph as printed: line breaks ``\\n``, tabs ``\\t``."""
    return [paragraph_text(paragraph) for paragraph in root.iter(f"{W}p")]


def paragraph_text(paragraph: _Element) -> str:
    """Return the text of one paragraph, without that of text boxes in it."""
    pieces: list[str] = []
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if next(element.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif next(element.iterancestors(f"{W}pPr"), None) is None:
            pieces.append("\n" if element.tag == f"{W}br" else "\t")
    return "".join(pieces)


def _check_structure(root: _Element, where: str) -> None:
    for cell in root.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag not in (f"{W}p", f"{W}sdt"):
            raise TemplateError("生成的表格里有一格没有段落", where, "请检查表格里的判断语句。")
    for table in root.iter(f"{W}tbl"):
        if next(table.iter(f"{W}tr"), None) is None:
            raise TemplateError("生成的表格一行也没有", where, "请给表格保留表头行。")


def _check_left_over(texts: Sequence[str], shown: Sequence[str], where: str) -> None:
    """Tags may be there only as often as the printed texts themselves hold them."""
    whole, printed = "\n".join(texts), "".join(shown)
    for mark in _MARKS:
        if whole.count(mark) > printed.count(mark):
            at = whole.find(mark)
            quote = whole[max(0, at - 10) : at + 30].replace("\n", " ")
            raise TemplateError(f"生成后仍留有标记“{quote}”", where, "请检查该处的标记。")


def _check_shown(texts: Sequence[str], shown: Sequence[str], where: str) -> None:
    whole = "\0".join(texts)
    for text in shown:
        if text and text not in whole:
            quote = re.sub(r"\s+", " ", text)[:40]
            raise TemplateError(f"内容“{quote}”没有出现在生成的文中", where, "请检查模板。")
