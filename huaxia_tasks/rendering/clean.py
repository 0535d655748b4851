"""One cleaning step for every text that comes from a workbook.

Whatever XML forbids, whatever cannot be seen and whatever turns the reading direction is taken
out; old line-break characters become line breaks; too long a text is cut with a visible mark.
Nothing is lost in silence: each change gives a `RenderNote`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from ..patterns import regex

#: Longest text of one field, in characters, where the caller sets none.  A whole official paper
#: of the strictest kind has 4,000.
LIMIT = 5000

_SPLITTERS = "\x0b\x0c\x85\u2028\u2029"

#: Characters that are taken out: control characters, soft hyphen and joiners, bidirectional
#: controls, zero-width characters, lone surrogates, noncharacters, tag characters.
_GONE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f"
    + "".join(f"{chr(p + 0xFFFE)}{chr(p + 0xFFFF)}" for p in range(0x10000, 0x110000, 0x10000))
)
_ODD = regex(f"[\r{_SPLITTERS}{_GONE}]")
#: One character that cannot be seen or printed.
INVISIBLE = regex(f"[{_GONE}]")
_SPLITTER = regex(f"[{_SPLITTERS}]")

_NAMES = {
    "\ufeff": "字节顺序标记",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2060": "零宽连接符",
    "\xad": "软连字符",
}


@dataclass(frozen=True, slots=True)
class RenderNote:
    """What cleaning changed in one text.

    ``field`` is the field's path as staff know it (``事项列表第3项“进展情况”``); ``kind`` is
    removed | line_break | normalised | cut; ``message`` one Chinese sentence.
    """

    field: str
    kind: str
    message: str
    count: int = 1


def clean_text(
    text: str, field: str = "", *, limit: int = LIMIT, notes: list[RenderNote] | None = None
) -> str:
    """Return `text` fit for a paper: NFC, only visible characters, ``\\n`` and ``\\t``.

    `limit` is in characters; a longer text is cut and ends with a mark that tells its length.
    Changes are added to `notes`; ``\\r\\n`` and ``\\r`` become ``\\n`` without one.
    """
    odd = not _seems_plain(text) and _ODD.search(text) is not None
    if not odd and len(text) <= limit and unicodedata.is_normalized("NFC", text):
        return text
    found: list[RenderNote] = []
    name = f"“{field}”" if field and "“" not in field else field
    if odd:
        text = _take_out(text, field, name, found)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        message = f"{name}里有拆开书写或异体编码的字符，已换成通用写法。"
        found.append(RenderNote(field, "normalised", message))
    if len(text) > limit:
        whole = len(text)
        text = _cut(text, limit)
        message = f"{name}共{whole}字，超过{limit}字，文中只显示前{limit}字并作了注明。"
        found.append(RenderNote(field, "cut", message, whole - limit))
    if notes is not None:
        notes.extend(found)
    return text


def _seems_plain(text: str) -> bool:
    """Whether a text surely has nothing to take out: quicker than looking for each such character.

    Of what is taken out only U+034F counts as printable; wide blanks and line breaks do not.
    """
    bare = text.replace("\u3000", "").replace("\n", "")
    return bare.isprintable() and "\u034f" not in bare


def _take_out(text: str, field: str, name: str, found: list[RenderNote]) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, breaks = _SPLITTER.subn("\n", text)
    if breaks:
        message = f"{name}里有{breaks}个旧式换行或分页符，已换成普通换行。"
        found.append(RenderNote(field, "line_break", message, breaks))
    gone = Counter(INVISIBLE.findall(text))
    if gone:
        count = gone.total()
        shown = "、".join(_describe(char) for char in sorted(gone)[:4])
        more = "等" if len(gone) > 4 else ""
        message = f"{name}里有{count}个看不见或不能打印的字符（{shown}{more}），已去掉。"
        found.append(RenderNote(field, "removed", message, count))
        text = INVISIBLE.sub("", text)
    return text


def _describe(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"{_NAMES[char]} {code}" if char in _NAMES else code


def _cut(text: str, limit: int) -> str:
    """Return the first `limit` characters with a mark; marks stay with their base character."""
    end = limit
    while end > 0 and (unicodedata.combining(text[end]) or 0xFE00 <= ord(text[end]) <= 0xFE0F):
        end -= 1
    return f"{text[:end]}……（原文共{len(text)}字，此处只显示前{limit}字）"
