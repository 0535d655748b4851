"""The words of a matter on one line, without the number typed in front of them (1、增设座椅 -> 增设座椅)."""

from __future__ import annotations

from ..patterns import regex

_BEGINNINGS = frozenset("0123456789０１２３４５６７８９（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳一二三四五六七八九十")
_GLUED = regex(
    r"(?:[（(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[）)][、.．]?|\d{1,3}\s*(?:[、．)）]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
#: What stands behind a number that belongs to the words: 1、2号楼, （1）号楼, 二、三食堂.
_BELONGS = regex(r"[\d０-９一二三四五六七八九十两、.．至到~\-—]|[号栋楼幢室期届级年月日班批元层]")
#: A further number: the cell holds several points, and none of them is its title.
_SEVERAL = regex(r"[\s；;。，,](?:[（(](?:2|二)[）)]|2\s*[、．.)）](?!\d)|二、|②)|[②③]")
_SHORTEST = 4
_WRAPPED = regex(r"(?<=[\u4e00-\u9fff])[ \u3000]*\n\s*(?=[\u4e00-\u9fff])")


def on_one_line(title: str) -> str:
    """Return `title` without line breaks; a break between two Chinese characters leaves no blank."""
    return " ".join(_WRAPPED.sub("", title).split()) if "\n" in title else " ".join(title.split())


def without_number(title: str) -> str:
    """Return `title` without a running number in front; unchanged where the number may belong to it."""
    if title[:1] not in _BEGINNINGS:
        return title
    found = _GLUED.match(title)
    if found is None:
        return title
    rest = title[found.end() :].strip()
    if len(rest) < _SHORTEST or _BELONGS.match(rest) or _SEVERAL.search(rest):
        return title
    return rest
