"""What a sheet tells once of all its texts holds for each of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.workbooks.book import Cell, Sheet
from huaxia_tasks.workbooks.lines import are_instructions, begins_example, is_example
from huaxia_tasks.workbooks.sheet_view import SheetView, clean


def view_of(*texts: str) -> SheetView:
    cells = {c: Cell("text", t, t) for c, t in enumerate(texts, 1)}
    return SheetView(Sheet("任务清单", {1: {1: Cell("number", 1, "1")}, 2: cells}))


@pytest.mark.parametrize(
    "text",
    ["示例", "（例）", "填写示例：推进社区建设", "【 范 例 】", "例如", "填报样例", "示 范", "举例", "\u3000例1", "(示例)任务"],
)  # fmt: skip
def test_a_text_marked_as_an_example_is_seen_among_others(text: str) -> None:
    assert is_example(text) or begins_example(text)
    assert view_of("条例学习", text, "示意").may_show_examples


@pytest.mark.parametrize("text", ["贯彻条例", "学生党建示范点", "召开例会", "展示成果", "公示名单"])
def test_words_that_only_hold_the_sign_are_no_examples(text: str) -> None:
    assert not view_of("1", text).may_show_examples


_TEXTS = st.lists(st.text("例示样范举填写报（(【[ \u3000：:)行1任务|\n", max_size=9), max_size=4)


@given(_TEXTS)
def test_no_example_is_missed(texts: list[str]) -> None:
    if any(is_example(t) or begins_example(t) for t in texts):
        assert view_of(*texts).may_show_examples


@given(st.lists(st.text(max_size=8), max_size=4))
def test_texts_are_tidied_as_if_alone(texts: list[str]) -> None:
    tidy = view_of(*texts).tidy
    assert [tidy(t) for t in texts] == [clean(t) for t in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["请填写任务", "如：6月底前", "下拉选择"], True),
        (["不超过50字", "３０字以内", "张三"], True),
        (["推进社区建设", "请假制度", "张三"], False),
        (["1", "2", "3"], False),
    ],
)
def test_most_texts_must_be_directions(texts: list[str], expected: bool) -> None:
    assert are_instructions(texts) is expected
