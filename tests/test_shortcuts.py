"""A short way through gives what the long way gives: names, plain texts, small parts of packages."""

from __future__ import annotations

import random
import sys
import zlib
from itertools import product

import pytest

from huaxia_tasks.rendering import seal, sheet_text, zip_stream
from huaxia_tasks.rendering.seal import LEVEL, Squeezer, member, zlib_compressor
from huaxia_tasks.rendering.zip_stream import last_piece, piece
from huaxia_tasks.values import persons


def test_a_bare_name_is_read_as_by_taking_the_cell_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    firsts = ("张", "欧阳", "司徒", "张杨", "待", "某", "上官", "万", "同")
    lasts = (
        "三",
        "文博",
        "负责",
        "等",
        "某某",
        "老师",
        "上",
        "及李",
        "若曦",
        "无",
        "处长",
        "静牵头",
        "",
    )
    texts = ["".join(both) for both in product(firsts, lasts)]
    quick = [persons.read_persons.__wrapped__(text) for text in texts]
    monkeypatch.setattr(persons, "_is_bare_name", lambda text: False)
    assert quick == [persons.read_persons.__wrapped__(text) for text in texts]


def test_no_character_that_needs_care_counts_as_plain() -> None:
    for code in range(sys.maxunicode + 1):
        one = chr(code)
        if sheet_text._PLAIN.fullmatch(one):
            assert not sheet_text._SPECIAL.search(one), hex(code)
        row = f"\ue000中{one}文\ue000"
        if sheet_text._PLAIN_ROW.fullmatch(row):
            assert not sheet_text._NOT_SIMPLE.search(row), hex(code)


@pytest.mark.parametrize(
    "text", ["-1", "=1+1", "a  b", " a", "a ", "_x0041_", "a&b", "一\n二", "＋八"]
)
def test_what_needs_care_is_not_taken_for_simple(text: str) -> None:
    assert not sheet_text.are_simple(("平常", text, "文字"))


@pytest.mark.parametrize("size", [0, 1, 300, 7_899, 7_900, 8_200, 15_999, 16_000, 16_400, 40_000])
def test_a_small_window_deflates_to_the_same_bytes(size: int) -> None:
    rng = random.Random(size)
    far = bytes(rng.choice(b"<c r=s/>0123456789") for _ in range(min(size, 3_000)))
    content = (far * 20)[:size]

    def deflated(squeeze: Squeezer) -> bytes:
        return squeeze.compress(content) + squeeze.flush()

    assert deflated(zlib_compressor(size)) == deflated(zlib.compressobj(LEVEL, zlib.DEFLATED, -15))


@pytest.mark.parametrize("size", [0, 1, 300, 8_200, 40_000, 3_000_000])
def test_what_is_deflated_fast_inflates_to_the_same_with_or_without_the_library(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = random.Random(size).randbytes(size // 3) * 3
    fast = member("甲", content), piece(content.hex())
    monkeypatch.setattr(seal, "isal_zlib", None)
    plain = member("甲", content), piece(content.hex())
    for one, other in ((fast, plain), (plain, fast)):
        assert one[0].content() == content
        assert one[0]._replace(data=b"") == other[0]._replace(data=b"")
        assert zlib.decompressobj(-15).decompress(one[1].data) == content.hex().encode()
        assert one[1]._replace(data=b"") == other[1]._replace(data=b"")
        joined = one[1].data + last_piece("末").data
        assert zlib.decompress(joined, -15).decode() == content.hex() + "末"


@pytest.mark.parametrize("size", [0, 1, 255, 65_536, 1_000_003])
def test_checksums_are_joined_alike_with_or_without_the_library(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(size)
    first, second = rng.randbytes(1_000), rng.randbytes(size)
    for quick in (seal.join_crcs, None):
        monkeypatch.setattr(seal, "join_crcs", quick)
        told = zip_stream.joined_crc(zlib.crc32(first), zlib.crc32(second), size)
        assert told == zlib.crc32(first + second)
