"""Rows stay whole on a page; one that no page holds may break, so that nothing of it is cut off."""

from __future__ import annotations

import pytest

from huaxia_tasks.rendering.word_rows import free_tall_rows, tie_last_rows

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
        # 23 lines of five characters, were it not for the marks that begin no line.
        (1340, "单位单位单、" * 19, True),
        (1340, "单位" * 57, False),
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


BOX = (
    '<w:p><w:pPr><w:pStyle w:val="Room"/></w:pPr><w:r><w:drawing><wp:positionV '
    'relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV></w:drawing></w:r></w:p>'
)


def styled(text: str) -> str:
    return (
        '<w:tr><w:tc><w:tcPr/><w:p><w:pPr><w:pStyle w:val="T"/></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
    )


def test_the_last_two_rows_are_kept_with_a_box_at_the_foot() -> None:
    table = f"<w:tbl>{''.join(map(styled, '甲乙丙丁'))}</w:tbl>"
    found = tie_last_rows(table + BOX)
    tied = [
        text
        for text, row in zip("甲乙丙丁", found.split("</w:tr>"), strict=False)
        if "keepNext" in row
    ]
    assert tied == ["丙", "丁"]
    assert tie_last_rows(found) == found


@pytest.mark.parametrize("between", ["", "<w:p><w:r><w:t>文</w:t></w:r></w:p>"])
def test_rows_of_other_tables_are_not_tied(between: str) -> None:
    table = f"<w:tbl>{styled('甲')}{styled('乙')}</w:tbl>"
    text = f"{table}<w:p/>{table}{between}" + (BOX if between else "")
    assert tie_last_rows(text) == text
