"""Texts from workbooks become fit for a paper, and every change is told."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.rendering import clean
from huaxia_tasks.rendering.clean import LIMIT, RenderNote, clean_text


def cleaned(text: str, **options: int) -> tuple[str, list[RenderNote]]:
    notes: list[RenderNote] = []
    return clean_text(text, "进展情况", notes=notes, **options), notes


@pytest.mark.parametrize(
    "text",
    [
        "普通文字",
        "甲\t乙\n丙",
        "A&B <科技处> C",
        "{{7*7}} {% for x in y %}",
        "完成率<80%的单位",
        "𠮷野家 葛󠄀城",
        "café",
        "　全角空格　",
        "两 个  空格",
        "①②③ ℃ ㎡ № ★",
        "",
    ],
)
def test_ordinary_text_passes_unchanged_and_unmentioned(text: str) -> None:
    assert cleaned(text) == (text, [])


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "空字符"),
        ("\x07", "响铃"),
        ("\x1b", "转义"),
        ("\x7f", "删除"),
        ("\x9f", "C1"),
        ("\ud800", "半个代理对"),
        ("\ufffe", "非字符"),
        ("\uffff", "非字符"),
        ("\ufdd0", "非字符"),
        ("\u202e", "从右到左"),
        ("\u2066", "双向隔离"),
        ("\u200b", "零宽空格"),
        ("\u200c", "零宽不连字"),
        ("\u200d", "零宽连字"),
        ("\u2060", "连接符"),
        ("\ufeff", "字节顺序标记"),
        ("\xad", "软连字符"),
        ("\U000e0041", "标签字符"),
        ("\U0001ffff", "非字符"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_told(char: str, name: str) -> None:
    text, notes = cleaned(f"前{char}后{char}")
    assert text == "前后"
    assert [(n.kind, n.count) for n in notes] == [("removed", 2)]
    assert f"U+{ord(char):04X}" in notes[0].message
    assert "“进展情况”" in notes[0].message


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_old_line_breaks_become_line_breaks_and_are_told(mark: str) -> None:
    text, notes = cleaned(f"一{mark}二")
    assert text == "一\n二"
    assert [n.kind for n in notes] == ["line_break"]


@pytest.mark.parametrize("mark", ["\r\n", "\r"])
def test_carriage_returns_become_line_breaks_without_a_word(mark: str) -> None:
    assert cleaned(f"一{mark}二") == ("一\n二", [])


def test_decomposed_letters_are_composed_and_told() -> None:
    text, notes = cleaned("cafe\u0301")
    assert text == "café"
    assert [n.kind for n in notes] == ["normalised"]


def test_a_text_of_forty_thousand_characters_is_cut_with_a_visible_mark() -> None:
    text, notes = cleaned("长" * 40_000)
    assert text == "长" * LIMIT + f"……（原文共40000字，此处只显示前{LIMIT}字）"
    assert [(n.kind, n.count) for n in notes] == [("cut", 40_000 - LIMIT)]
    assert "40000字" in notes[0].message


def test_the_limit_can_be_set_and_a_text_of_just_that_length_is_whole() -> None:
    assert cleaned("十个字十个字十个字十", limit=10) == ("十个字十个字十个字十", [])
    assert cleaned("十个字十个字十个字十一", limit=10)[0].startswith("十个字十个字十个字十……")


def test_a_cut_does_not_part_a_character_from_its_mark() -> None:
    assert cleaned("ab葛\U000e0100后面" + "x" * 9, limit=3)[1][-1].kind == "cut"
    assert cleaned("abq\u0301xyz", limit=3)[0].startswith("ab……")


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaning_twice_changes_nothing_more_and_silence_means_unchanged(text: str) -> None:
    once, notes = cleaned(text)
    assert cleaned(once) == (once, [])
    if not notes:
        assert once == text.replace("\r\n", "\n").replace("\r", "\n")
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_no_character_that_is_taken_out_passes_the_quick_look() -> None:
    every = "".join(map(chr, range(0x110000)))
    odd = set(clean._ODD.findall(every)) - {"\r"}
    assert len(odd) > 2000
    assert [c for c in odd if clean._seems_plain(f"a{c}")] == []
    assert not clean._seems_plain("\r")
    assert clean._seems_plain("清单\u3000接收\n回执 A1，“好”")
