"""A file with far more in it than a list of matters has costs itself, not the run."""

from __future__ import annotations

import time
from datetime import date

import pytest
from small_office import TASKS, hand_in, small_office
from submission_books import PLAN as PLAN_OF_BOOKS
from submission_books import WORDS, only, sheet
from word_samples import LOOP_TABLE, document, docx, para, texts

from huaxia_tasks.errors import OversizedError, TemplateError
from huaxia_tasks.model import Submission
from huaxia_tasks.rendering import word, word_language
from huaxia_tasks.run import run_folder
from huaxia_tasks.units import match_units
from huaxia_tasks.values.numbers import shares
from huaxia_tasks.values.persons import read_persons
from huaxia_tasks.values.remarks import scan_remark
from huaxia_tasks.workbooks import submission as reading
from huaxia_tasks.workbooks.book import Book, Unreadable
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_limits import LIMITS

TODAY = date(2022, 6, 28)
HEAD = "序号|工作任务|牵头单位|配合单位|完成时限|备注"


def read(rows: list[str], characters: int = 0) -> Submission:
    book = Book("xlsx", (sheet("任务清单", [HEAD, *rows]),), characters=characters)
    return reading.read_submission(
        book,
        file="报送/商学院/清单.xlsx",
        digest="d",
        plan=PLAN_OF_BOOKS,
        words=WORDS,
        match_units=match_units,
    )


def refused(rows: list[str], characters: int = 1_000_000) -> str:
    with pytest.raises(Unreadable) as told:
        read(rows, characters)
    assert told.value.reason == "too-large"
    what, _, todo = told.value.message.partition("。")
    assert what
    assert todo.endswith("。")
    return what


def test_more_rows_than_any_unit_has_matters_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", LIMITS._replace(list_rows=20))
    rows = [f"{n}|第{n}项工作|商学院||6月底|" for n in range(1, 21)]
    assert len(only(read(rows)).rows) == 20
    assert len(only(read([*rows, *(f"{n}|||||" for n in range(21, 90))])).rows) == 20
    assert "共 21 行，上限 20 行" in refused([*rows, "21|又一项|商学院||6月底|"])


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("{n}|第{n}项|" + "、".join(f"单位{{n}}之{k}" for k in range(130)) + "||6月底|", 90),
        ("{n}|第{n}项|商学院|" + "、".join(f"学院{{n}}之{k}" for k in range(130)) + "|6月底|", 90),
        ("{n}|第{n}项|商学院||" + "9月底前、" * 180 + "|", 700),
        ("{n}|第{n}项|商学院||6月底|" + "已完成80%，" * 130, 700),
    ],
    ids=["units", "co-units", "deadlines", "remarks"],
)
def test_cells_with_more_text_than_can_be_understood_are_refused(row: str, count: int) -> None:
    assert "文字总量过大" in refused([row.format(n=n) for n in range(count)])


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (
            "{n}|第{n}项工作，"
            + "抓好落实，" * 60
            + "|商学院|后勤处、教务处|6月底|"
            + "正在推进。" * 20,
            600,
        ),
        ("{n}|第{n}项|商学院|" + "后勤处、教务处、" * 60 + "|6月底|", 1200),
    ],
    ids=["long texts", "one long text of units in every row"],
)
def test_a_long_list_in_many_words_is_read(row: str, count: int) -> None:
    assert len(only(read([row.format(n=n) for n in range(count)], 1_000_000)).rows) == count


def test_a_file_says_how_many_characters_it_holds() -> None:
    assert read_book("事项,单位\n换灯,后勤处\n".encode()).characters == 9


def test_a_paper_with_too_many_entries_is_no_fault_of_its_template(monkeypatch) -> None:
    word.forget()
    monkeypatch.setattr(word_language, "MAX_OUTPUT", 20_000)
    rows = [{"序号": n, "名称": f"事项{n}", "完成时限": "6月底前"} for n in range(1200)]
    with pytest.raises(OversizedError, match="内容过多"):
        word.render(document(单位="教务处", 事项列表=rows), docx(LOOP_TABLE))
    few = word.render(document(单位="教务处", 事项列表=rows[:3]), docx(LOOP_TABLE))
    assert "事项2" in " ".join(texts(few))


def test_a_template_without_end_is_still_at_fault(monkeypatch) -> None:
    word.forget()
    monkeypatch.setattr(word_language, "MAX_OUTPUT", 2_000)
    endless = docx(para("{% for n in range(9000) %}{{ 单位 }}{% endfor %}"))
    with pytest.raises(TemplateError) as told:
        word.render(document(单位="教务处"), endless)
    assert not isinstance(told.value, OversizedError)


def test_one_paper_too_long_stops_no_other(tmp_path, monkeypatch) -> None:
    office = small_office(tmp_path / "办公室", units=3)
    hand_in(
        office, "信息工程学院", [(f"{task}之{n}", due) for n in range(60) for task, due in TASKS]
    )
    monkeypatch.setattr(word, "_MANY", 60)
    monkeypatch.setattr(word_language, "MAX_OUTPUT", 60_000)
    result = run_folder(office, TODAY)
    assert not result.broken
    (said,) = [note for note in result.notes if "内容过多" in note and "催办" in note]
    assert "信息工程学院" in said
    assert {p.unit for p in result.papers if p.kind == "urging-notice"} == {"U02", "U03"}


def test_a_remark_of_digits_is_read_at_once() -> None:
    begin = time.process_time()
    for digit in "1234567890":
        assert scan_remark(digit * 4000).status is None
    assert time.process_time() - begin < 1
    assert scan_remark("3.5%").status is not None


@pytest.mark.parametrize("again", ["院", "处分", "“", "#", "负责人", "各学院", " ", "138"])
def test_a_cell_of_one_thing_again_and_again_is_read_at_once(again: str) -> None:
    begin = time.process_time()
    text = (again * 4000)[:4000]
    assert read_persons(text) == ()
    assert shares(text) == []
    assert time.process_time() - begin < 0.7


def test_many_persons_in_one_cell_are_all_read() -> None:
    names = "、".join(["王小红", "李大明", "张建国", "刘志强", "陈丽华"])
    assert len(read_persons(names)) == 5
    assert len(read_persons("王小红" + " " * 40 + "李大明")) == 2
