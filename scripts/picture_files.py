"""Pictures as rows of bytes: read as PPM, cropped, made smaller, written as PNG.  Standard library only.

Source: Netpbm (PPM, raw), PNG 1.2 (palette pictures).
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

_HEAD = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s")
_PAPER = 250
_LINE = b"\xb4\xb4\xb4"


@dataclass(frozen=True)
class Box:
    """A part of a picture; right and bottom are the first points outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Raster:
    """A picture: width and height in points, three bytes (red, green, blue) a point."""

    width: int
    height: int
    data: bytes

    def row(self, number: int) -> bytes:
        """Return the bytes of a row."""
        size = 3 * self.width
        return self.data[number * size : (number + 1) * size]

    def box(self, margin: int, part: float = 1.0) -> Box:
        """Return where something is printed, with `margin` points of paper; `part` of its height."""
        rows = [n for n in range(self.height) if min(self.row(n)) < _PAPER]
        if not rows:
            return Box(0, 0, self.width, self.height)
        inked = [[i // 3 for i, v in enumerate(self.row(n)) if v < _PAPER] for n in rows]
        top, bottom = rows[0] - margin, rows[-1] + 1 + margin
        return Box(
            max(0, min(line[0] for line in inked) - margin),
            max(0, top),
            min(self.width, max(line[-1] for line in inked) + 1 + margin),
            min(self.height, top + round((bottom - top) * part)),
        )


def stacked(pictures: list[Raster]) -> Raster:
    """Return pictures of one width one below the other, a grey line between them."""
    parts: list[bytes] = []
    for picture in pictures:
        parts += [_LINE * picture.width] if parts else []
        parts.append(picture.data)
    lines = len(pictures) - 1
    return Raster(pictures[0].width, sum(p.height for p in pictures) + lines, b"".join(parts))


def read_ppm(data: bytes) -> Raster:
    """Return the picture of a raw PPM file."""
    head = _HEAD.match(data)
    if head is None:
        raise ValueError("not a raw PPM picture")
    return Raster(int(head[1]), int(head[2]), data[head.end() :])


def write_png(raster: Raster, steps: int) -> bytes:
    """Return a framed palette PNG; each colour is rounded to `steps` shades, fewer where they are too many."""
    framed = _framed(raster)
    while True:
        shades = _shades(steps)
        data = framed.data.translate(shades)
        colours: dict[bytes, int] = {}
        points = bytearray()
        for at in range(0, len(data), 3):
            points.append(colours.setdefault(data[at : at + 3], len(colours)) & 0xFF)
        if len(colours) <= 256:
            return _png(framed.width, framed.height, bytes(points), list(colours))
        steps -= 2


def _shades(steps: int) -> bytes:
    return bytes(round(round(v * (steps - 1) / 255) * 255 / (steps - 1)) for v in range(256))


def _framed(raster: Raster) -> Raster:
    """Return the picture with a thin grey line around it, so that paper shows on a white page."""
    line = _LINE * (raster.width + 2)
    rows = (_LINE + raster.row(n) + _LINE for n in range(raster.height))
    return Raster(raster.width + 2, raster.height + 2, b"".join([line, *rows, line]))


def _png(width: int, height: int, points: bytes, palette: list[bytes]) -> bytes:
    depth = 4 if len(palette) <= 16 else 8
    rows = []
    for y in range(height):
        row = points[y * width : (y + 1) * width]
        if depth == 4:
            row += b"\0" * (len(row) % 2)
            row = bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True))
        rows.append(b"\0" + row)
    head = struct.pack(">2I5B", width, height, depth, 3, 0, 0, 0)
    packed = zlib.compress(b"".join(rows), 9)
    parts = [(b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
