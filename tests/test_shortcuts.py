"""A short way through gives what the long way gives: names, plain texts, small parts of packages."""

from __future__ import annotations

import random
import sys
import zlib
from itertools import product

import pytest

from huaxia_tasks.rendering import sheet_text
from huaxia_tasks.rendering.seal import LEVEL, compressor
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

    def deflated(squeeze: zlib._Compress) -> bytes:
        return squeeze.compress(content) + squeeze.flush()

    assert deflated(compressor(size)) == deflated(zlib.compressobj(LEVEL, zlib.DEFLATED, -15))
