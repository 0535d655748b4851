"""The word list: built in, added to by the office in 词典.xlsx."""

from __future__ import annotations

import pickle

import pytest
from submission_books import UNITS, only, read, rules, sheet, texts

from huaxia_tasks.errors import PlanError
from huaxia_tasks.model import ListKind, Status
from huaxia_tasks.workbooks.book import Book, Sheet
from huaxia_tasks.workbooks.words import Words, read_words, starter_rows

BUILTIN = Words.builtin()
FIELDS = ["字段键|标准栏目|内容类型|用于清单|同义写法"]
STATES = ["状态键|标准说法|写法"]


def words_of(*sheets: Sheet) -> Words:
    """Return the word list of a 词典.xlsx of these sheets."""
    return read_words(Book("xlsx", sheets))


def test_the_starter_workbook_says_what_is_built_in() -> None:
    sheets = [sheet(name, rows) for name, rows in starter_rows().items()]
    assert words_of(*sheets) == BUILTIN


def test_every_status_word_stands_once() -> None:
    spellings = [w for words in BUILTIN.statuses.values() for w in words]
    assert len(spellings) == len(set(spellings))
    assert set(BUILTIN.statuses) == set(Status)


def test_every_field_has_a_heading_and_stands_in_a_list() -> None:
    for key, words in BUILTIN.fields.items():
        assert words.key == key
        assert words.headings[0] == words.heading
        assert words.lists
        assert len(words.headings) == len(set(words.headings)), key


def test_a_new_spelling_is_read() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "deadline|完成时限||任务清单|销项时点|收官节点"]))
    rows = ["序号|工作任务|牵头单位|收官节点", "1|甲|商学院|6月底"]
    assert "deadline" not in only(read(sheet("任务清单", rows))).columns
    assert texts(only(read(sheet("任务清单", rows), words=words)))[0]["deadline"] == "6月底"


def test_spellings_that_are_built_in_stay_known() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "deadline|完成时限|||销项时点"]))
    assert "整改时限" in words.fields["deadline"].headings


def test_the_key_may_be_left_out_where_the_standard_heading_is_known() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "|完成时限|||销项时点"]))
    assert "销项时点" in words.fields["deadline"].headings


def test_the_office_gives_an_unclear_heading_one_meaning() -> None:
    rows = ["序号|工作任务|完成情况|完成时间", "1|甲|挂牌运行|2022年6月8日"]
    assert "unknown-heading" in rules(read(sheet("完成清单", rows)))
    words = words_of(sheet("栏目", [*FIELDS, "done_date|实际完成时间|||完成时间"]))
    assert only(read(sheet("完成清单", rows), words=words)).columns["done_date"] == 4


def test_the_office_gives_a_heading_to_another_field() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "remark|备注|||工作动态"]))
    assert "工作动态" not in words.fields["progress"].headings
    assert "工作动态" in words.fields["remark"].headings


def test_a_column_of_the_offices_own() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "budget_line|预算科目|text|任务清单|经费科目号"]))
    rows = ["序号|工作任务|牵头单位|完成时限|经费科目号", "1|甲|商学院|6月底|K-7"]
    submission = read(sheet("任务清单", rows), words=words)
    assert texts(only(submission))[0]["budget_line"] == "K-7"
    assert rules(submission) == []
    assert words.fields["budget_line"].lists == (ListKind.TASKS,)


def test_a_column_of_the_offices_own_may_have_no_key() -> None:
    words = words_of(sheet("栏目", [*FIELDS, "|预算科目"]))
    assert words.fields["预算科目"].heading == "预算科目"


def test_blank_rows_and_rows_without_key_and_heading_do_no_harm() -> None:
    words = words_of(
        sheet("栏目", ["各栏目的写法", *FIELDS, "", "deadline|完成时限|||  |销项时点", " | "])
    )
    assert "销项时点" in words.fields["deadline"].headings


@pytest.mark.parametrize(
    ("sheets", "where", "what"),
    [
        (
            [("栏目", [*FIELDS, "deadlin|完成时限"])],
            "《词典.xlsx》“栏目”A2",
            "没有字段键“deadlin”。是否应为“deadline”？",
        ),
        ([("栏目", [*FIELDS, "own_key|"])], "《词典.xlsx》“栏目”A2", "没有字段键“own_key”"),
        (
            [("栏目", [*FIELDS, "task|工作任务||任务请单"])],
            "《词典.xlsx》“栏目”D2",
            "没有“任务请单”这种清单",
        ),
        (
            [("栏目", [*FIELDS, "|完成时现|||销项时点"])],
            "《词典.xlsx》“栏目”B2",
            "没有标准栏目“完成时现”。是否应为“完成时限”？",
        ),
        ([("状态", [*STATES, "finished|已完成"])], "《词典.xlsx》“状态”A2", "没有状态“finished”"),
        ([("状态", [*STATES, "|圆满收官"])], "《词典.xlsx》“状态”A2", "没有状态“圆满收官”"),
        (
            [("Sheet1", ["a"])],
            "《词典.xlsx》",
            "没有“栏目”“状态”“单位别名”“集合名称”中的任何一张工作表",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(
    sheets: list[tuple[str, list[str]]], where: str, what: str
) -> None:
    with pytest.raises(PlanError) as told:
        words_of(*(sheet(name, rows) for name, rows in sheets))
    assert str(told.value).startswith(f"{where}：")
    assert what in str(told.value)


def test_status_words_are_added_and_may_move() -> None:
    words = words_of(sheet("状态", [*STATES, "|已完成|圆满收官", "in_progress|推进中|基本完成"]))
    assert "圆满收官" in words.statuses["done"]
    assert "已办结" in words.statuses["done"]
    assert "基本完成" in words.statuses["in_progress"]
    assert "基本完成" not in words.statuses["partly_done"]


def test_aliases_become_short_names_of_units() -> None:
    words = words_of(sheet("单位别名", ["单位|别名", "商学院|经管学院|工商学院", "商院|老商院"]))
    (unit,) = [u for u in words.with_aliases(UNITS) if u.id == "U02"]
    assert unit.short_names == ("商院", "经管学院", "工商学院", "老商院")


def test_collective_names_are_added() -> None:
    words = words_of(
        sheet("集合名称", ["名称|指哪些单位", "文科学院|商学院、外国语学院", "全体单位"])
    )
    assert words.collectives["文科学院"] == "商学院、外国语学院"
    assert words.collectives["全体单位"] == "各单位"
    assert words.collectives["各学院"] == "各学院"


def test_equal_lists_have_one_digest_and_travel() -> None:
    again = pickle.loads(pickle.dumps(BUILTIN))
    assert again == BUILTIN
    assert hash(again) == hash(BUILTIN)
    other = words_of(sheet("单位别名", ["单位|别名", "商学院|经管学院"]))
    assert other != BUILTIN
    assert other.digest != BUILTIN.digest
