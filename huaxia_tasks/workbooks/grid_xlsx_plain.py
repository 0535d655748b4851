"""XML as every office program writes it, judged without a parser.

What the patterns of the quick readers take in is checked here to the last character: anything that
expat might see in another way, or refuse, raises ``NotCanonical``, and the parser has its say.
"""

from __future__ import annotations

import re

from ..patterns import regex

#: What may stand before the root of a part.
BEGINNING = (
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=(?:'1\.0'|\"1\.0\")"
    rb"(?: encoding=(?:'[Uu][Tt][Ff]-8'|\"[Uu][Tt][Ff]-8\"))?"
    rb"(?: standalone=(?:'(?:yes|no)'|\"(?:yes|no)\"))? ?\?>)?\s*"
)
_ATTRIBUTE = r' ([A-Za-z][A-Za-z0-9:]*+)="([^"<&]*+)"'
_MOST_ATTRIBUTES = 60
_EACH = regex(_ATTRIBUTE)
_WHOLE = regex(rf"(?:{_ATTRIBUTE})*+")
_NO_CONTROLS = bytes(code for code in range(256) if code > 31 or code in b"\t\n")
_REFERENCE = regex(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7}+)|#x([0-9A-Fa-f]{1,6}+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotCanonical(Exception):
    """The part is not written in the common way; the parser has to read it."""


def check_bytes(piece: bytes) -> None:
    """Raise NotCanonical where any byte is a control character other than tab and line feed."""
    if piece.translate(None, _NO_CONTROLS):
        raise NotCanonical("control characters")


def attributes(written: bytes) -> dict[str, str]:
    """Return the attributes that are `written`, a blank before each."""
    if b"&" in written:
        raise NotCanonical("reference in an attribute")
    text = characters(written)
    pairs = _EACH.findall(text)
    found = dict(pairs)
    if len(found) < len(pairs) or len(pairs) > _MOST_ATTRIBUTES or not _WHOLE.fullmatch(text):
        raise NotCanonical(text[:80])
    return found


def characters(written: bytes) -> str:
    """Return the text that is `written` between two tags."""
    try:
        text = str(written, "utf-8")
    except UnicodeDecodeError as error:
        raise NotCanonical(str(error)) from None
    if "&" in text or ">" in text or "\ufffe" in text or "\uffff" in text:
        return resolved(text)
    return text


def resolved(text: str) -> str:
    """Return `text` with its references resolved."""
    plain, count = _REFERENCE.subn(_referred, text)
    if count != text.count("&") or "]]>" in text or "\ufffe" in text or "\uffff" in text:
        raise NotCanonical(text[:80])
    return plain


def _referred(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code < 32:
        is_character = code in (9, 10, 13)
    else:
        is_character = not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
    if not is_character or code > 0x10FFFF:
        raise NotCanonical(match[0])
    return chr(code)
