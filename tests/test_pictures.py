"""The README's pictures are there, small enough, and written as any viewer reads them."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from picture_files import Raster, read_ppm, stacked, write_png  # noqa: E402


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(
            name + body
        )
        found[name] = body
        at += 12 + size
    return found


def pictures_of(readme: str) -> list[str]:
    return re.findall(
        r"\((docs/pictures/[^)]+\.png)\)", (ROOT / readme).read_text(encoding="utf-8")
    )


def test_every_picture_of_the_readme_is_there_and_small():
    named = pictures_of("README.md")
    assert len(named) == 6
    for name in named:
        data = (ROOT / name).read_bytes()
        width, height = struct.unpack(">2I", chunks(data)[b"IHDR"][:8])
        assert len(data) <= 150 * 1024, name
        assert 780 <= width <= 1010, name
        assert height > 300, name


@pytest.mark.parametrize("shades", [24, 4])
def test_a_picture_is_written_as_a_framed_palette_picture(shades):
    red, white = b"\xff\0\0", b"\xff\xff\xff"
    parts = chunks(write_png(Raster(3, 2, red + white * 4 + red), shades))
    assert struct.unpack(">2I5B", parts[b"IHDR"]) == (5, 4, 4, 3, 0, 0, 0)
    rows = zlib.decompress(parts[b"IDAT"])
    assert len(rows) == 4 * (1 + 3)
    palette = [parts[b"PLTE"][i : i + 3] for i in range(0, len(parts[b"PLTE"]), 3)]
    middle = rows[5:8]
    points = [p for byte in middle for p in (byte >> 4, byte & 15)][:5]
    assert [palette[p] for p in points[1:4]] == [red, white, white]


def test_what_is_printed_is_found_with_a_margin():
    page = bytearray(b"\xff" * 3 * 20 * 10)
    page[3 * (4 * 20 + 7) : 3 * (4 * 20 + 9)] = b"\0" * 6
    raster = read_ppm(b"P6\n20 10\n255\n" + bytes(page))
    box = raster.box(margin=2)
    assert (box.left, box.top, box.right, box.bottom) == (5, 2, 11, 7)


def test_pages_stand_one_below_the_other():
    page = Raster(2, 1, b"\0" * 6)
    assert (stacked([page, page]).width, stacked([page, page]).height) == (2, 3)
