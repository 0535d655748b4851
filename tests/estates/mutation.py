"""Real workbooks spoilt at random: bytes, parts, cells.  Whatever comes out, reading must end well."""

from __future__ import annotations

import io
import random
import re
import zipfile

_SCRAPS = (
    *("-1", "0", "99999999999", "1e309", "NaN", "2022-13-45", "A0", "XFD1048577", "ZZZZ9", "A1:A1"),
    *(
        "s",
        "str",
        "inlineStr",
        "b",
        "e",
        "d",
        "n",
        "&#0;",
        "&amp;",
        "<v/>",
        "]]>",
        "\u202e任务",
        "\ufeff",
    ),
    *(
        "序号",
        "完成时限",
        "同上",
        "合计",
        "#N/A",
        "6月31日",
        "　",
        "\x0b",
        "=1+1",
        "𠮷",
        "\ud7ff",
        "长" * 40_000,
    ),
)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_TEXT = re.compile(r">([^<>]{1,200})<")


def spoil_bytes(data: bytes, rng: random.Random) -> bytes:
    """Flip, cut, repeat or overwrite bytes anywhere."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        at = rng.randrange(len(spoilt) or 1)
        way = rng.randrange(5)
        if way == 0:
            spoilt[at : at + 1] = bytes([rng.randrange(256)])
        elif way == 1:
            del spoilt[at : at + rng.choice((1, 4, 300))]
        elif way == 2:
            spoilt[at:at] = spoilt[at : at + rng.choice((4, 60, 900))]
        elif way == 3:
            spoilt[at : at + 4] = rng.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x01\0\0\x7f"))
        else:
            spoilt = spoilt[:at] or spoilt
    return bytes(spoilt)


def spoil_parts(data: bytes, rng: random.Random) -> bytes:
    """Change texts and attributes in the parts of a package, or drop, double or swap parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    names = [n for n in parts if n.endswith((".xml", ".rels"))]
    for _ in range(rng.choice((1, 1, 2, 5))):
        name = rng.choice(names)
        text = parts[name].decode("utf-8", "replace")
        parts[name] = _spoil_text(text, rng).encode("utf-8", "replace")
    if rng.random() < 0.1:
        del parts[rng.choice(list(parts))]
    if rng.random() < 0.1 and len(names) > 1:
        one, other = rng.sample(names, 2)
        parts[one] = parts.get(other, b"")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _spoil_text(text: str, rng: random.Random) -> str:
    way = rng.randrange(4)
    found = list((_ATTRIBUTE if way < 2 else _TEXT).finditer(text))
    if not found or way == 3:
        at = rng.randrange(len(text) or 1)
        return text[:at] + rng.choice(_SCRAPS) + text[at + rng.choice((0, 1, 30)) :]
    match = rng.choice(found)
    group = 2 if way < 2 else 1
    return text[: match.start(group)] + rng.choice(_SCRAPS) + text[match.end(group) :]


def spoil(data: bytes, rng: random.Random) -> bytes:
    """Return a workbook spoilt in some way."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        return spoil_parts(data, rng)
    return spoil_bytes(data, rng)
