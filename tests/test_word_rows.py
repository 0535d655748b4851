"""Rows stay whole on a page; one that no page holds may break, so that nothing of it is cut off."""

from __future__ import annotations

import pytest

from huaxia_tasks.rendering.word_rows import free_tall_rows

MARK = "<w:cantSplit/>"


def row(*cells: tuple[int, str]) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips}" w:type="dxa"/></w:tcPr><w:p><w:r>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
        for twips, text in cells
    )
    return f"<w:tr><w:trPr>{MARK}<w:tblHeader/></w:trPr>{inner}</w:tr>"


@pytest.mark.parametrize(
    ("twips", "text", "breaks"),
    [
        (1260, "单位" * 10, False),
        (1260, "单位" * 100, True),
        (1260, "a" * 150, False),
        (4800, "单位" * 100, False),
        (4800, "单位" * 400, True),
        (100, "单位" * 50, True),
    ],
)
def test_only_a_row_higher_than_a_page_may_break(twips: int, text: str, breaks: bool) -> None:
    found = free_tall_rows(row((640, "1"), (twips, text)))
    assert (MARK not in found) is breaks
    assert text in found


def test_the_other_rows_of_the_table_stay_whole() -> None:
    short, tall = row((640, "1"), (1260, "甲")), row((640, "2"), (1260, "单位" * 100))
    table = f"<w:tbl>{short}{tall}{short}</w:tbl>"
    assert free_tall_rows(table) == f"<w:tbl>{short}{tall.replace(MARK, '')}{short}</w:tbl>"


def test_long_text_outside_tables_changes_nothing() -> None:
    text = f"<w:p><w:r><w:t>{'字' * 500}</w:t></w:r></w:p>{row((640, '1'))}"
    assert free_tall_rows(text) == text
