"""Deadline cells, one line per expression seen or imagined: data/deadlines*.csv.

Columns: text, written, sheet_year, kind, due, start (where given), note, family.  Notes: ``warn`` a
warning is expected, ``then`` the matter goes on after its day, ``cal`` the school calendar is known,
``prov`` the year's notice of days off is not loaded.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from huaxia_tasks.deadlines import parse_deadline
from huaxia_tasks.model import Due, DueKind, WorkCalendar

DATA = Path(__file__).parent / "data"
WRITTEN = date(2022, 5, 29)
TERM = {
    "term_start": date(2022, 2, 14),
    "term_end": date(2022, 7, 8),
    "next_term_start": date(2022, 8, 29),
}
PLAIN, WITH_TERM = WorkCalendar.standard(), WorkCalendar.standard(TERM)


def _rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted(DATA.glob("deadlines*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


ROWS = _rows()


def _parse(row: dict[str, str]) -> Due:
    return parse_deadline(
        row["text"],
        written=date.fromisoformat(row["written"]),
        sheet_year=int(row["sheet_year"]) if row["sheet_year"] else None,
        calendar=WITH_TERM if row["note"] == "cal" else PLAIN,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{i}-{r['text'].strip()[:20]!r}" for i, r in enumerate(ROWS)]
)
def test_a_cell_means_what_the_table_says(row: dict[str, str]) -> None:
    due = _parse(row)
    assert (str(due.kind), _iso(due.due)) == (row["kind"], row["due"]), due.why
    if row["start"]:
        assert _iso(due.start) == row["start"]
    if row["note"] == "warn":
        assert due.warnings
    if row["note"] == "then":
        assert due.then == "ongoing"
    if row["note"] == "prov":
        assert due.provisional


def test_the_table_covers_every_kind_and_has_silence_in_it() -> None:
    kinds = {row["kind"] for row in ROWS}
    assert kinds == {str(kind) for kind in DueKind}
    assert len(ROWS) > 1000
    assert sum(row["kind"] in ("invalid", "ambiguous") for row in ROWS) > 200


def test_every_answer_is_derived_in_one_chinese_sentence() -> None:
    for row in ROWS:
        why = _parse(row).why
        assert why.endswith("。"), why
        assert re.search("[\u4e00-\u9fff]", why)
        assert not re.search(r"None|\{|\}", why.replace(row["text"].strip(), "")), why


def test_what_is_no_day_is_never_dated() -> None:
    for row in ROWS:
        due = _parse(row)
        if due.kind in (DueKind.INVALID, DueKind.AMBIGUOUS, DueKind.IMMEDIATE, DueKind.ONGOING):
            assert due.due is None
            assert due.last_workday is None
            assert due.stages == ()


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("6月底前完成调研，10月底前完成整改", ["2022-06-30", "2022-10-31"]),
        ("一阶段5.31/二阶段6.30", ["2022-05-31", "2022-06-30"]),
        ("3、6、9、12月底前", ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"]),
        ("6月30日前", []),
        ("6月底前延期至7月15日", []),
    ],
)
def test_the_days_of_a_staged_cell_are_all_kept(text: str, stages: list[str]) -> None:
    assert [d.isoformat() for d in parse_deadline(text, WRITTEN).stages] == stages


@pytest.mark.parametrize(
    ("text", "last_workday"),
    [
        ("12月底前", "2022-12-30"),
        ("6月底前", "2022-06-30"),
        ("6月5日前", "2022-06-02"),
        ("10月7日前", "2022-09-30"),
        ("10月8日前", "2022-10-08"),
        ("每月25日前", "2022-06-24"),
    ],
)
def test_the_last_working_day_stands_beside_a_due_day_that_is_not_moved(
    text: str, last_workday: str
) -> None:
    assert _iso(parse_deadline(text, WRITTEN).last_workday) == last_workday


@pytest.mark.parametrize(
    ("value", "kind", "due"),
    [
        (44742, "by_date", "2022-06-30"),
        (44742.0, "by_date", "2022-06-30"),
        (44742.7083, "by_date", "2022-06-30"),
        (20220630, "by_date", "2022-06-30"),
        (20220630.0, "by_date", "2022-06-30"),
        (20220631, "invalid", ""),
        (220630, "by_date", "2022-06-30"),
        (202206, "by_date", "2022-06-30"),
        (202213, "invalid", ""),
        (2022, "by_date", "2022-12-31"),
        (5.31, "by_date", "2022-05-31"),
        (6.3, "ambiguous", ""),  # typed as 6.3 or as 6.30: the number no longer tells
        (6.1, "ambiguous", ""),
        (2.3, "by_date", "2022-02-03"),  # 2月30日 is no day
        (6.31, "invalid", ""),
        (13.5, "invalid", ""),
        (2022.6, "by_date", "2022-06-30"),
        (2022.1, "ambiguous", ""),
        (6, "ambiguous", ""),
        (30, "ambiguous", ""),
        (1231, "ambiguous", ""),
        (0, "invalid", ""),
        (-3, "invalid", ""),
        (0.8, "invalid", ""),
        (99, "invalid", ""),
        (60001, "invalid", ""),
        (1e300, "invalid", ""),
        (float("nan"), "invalid", ""),
        (float("inf"), "invalid", ""),
        (True, "invalid", ""),
        (date(2022, 6, 30), "by_date", "2022-06-30"),
        (datetime(2022, 6, 30, 17, 0), "by_date", "2022-06-30"),  # noqa: DTZ001
        (date(1900, 1, 6), "invalid", ""),
        (None, "invalid", ""),
        (time(17, 0), "invalid", ""),
        (timedelta(days=3), "invalid", ""),
        (10**400, "invalid", ""),
        (-(10**400), "invalid", ""),
        (Decimal(44742), "by_date", "2022-06-30"),
        (Decimal("sNaN"), "invalid", ""),
        (Fraction(1, 3), "invalid", ""),
        (b"2022-06-30", "invalid", ""),
        ([], "invalid", ""),
    ],
)
def test_a_number_or_date_value_is_read_as_the_spreadsheet_stored_it(
    value: object, kind: str, due: str
) -> None:
    found = parse_deadline(value, written=WRITTEN)  # type: ignore[arg-type]
    assert (str(found.kind), _iso(found.due)) == (kind, due), found.why


def test_without_a_day_of_writing_the_day_of_the_plan_counts() -> None:
    assert parse_deadline("6月底前").due == date(2022, 6, 30)
    assert "2022年5月29日" in parse_deadline("3天内").why


class _NotATime(datetime):
    """As NaT of pandas: a datetime that equals nothing."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = datetime.__hash__


def test_a_date_value_that_is_no_date_is_no_deadline() -> None:
    assert parse_deadline(_NotATime(2022, 6, 30)).kind is DueKind.INVALID


def test_a_workbook_that_counts_from_1904_is_four_years_and_a_day_later() -> None:
    assert parse_deadline(43280, WRITTEN, date1904=True).due == date(2022, 6, 30)
    assert parse_deadline("43280", WRITTEN, date1904=True).due == date(2022, 6, 30)


def test_an_answer_that_rests_on_an_unknown_year_says_so() -> None:
    late = parse_deadline("2027年3月底前", date(2026, 11, 23))
    assert late.provisional
    assert "2027年放假安排尚未公布" in late.why
    new_year_eve = parse_deadline("2026年12月31日前", date(2026, 11, 23))
    assert new_year_eve.provisional
    assert not parse_deadline("2026年12月25日前", date(2026, 11, 23)).provisional


def test_working_days_that_run_into_an_unknown_year_are_provisional() -> None:
    assert parse_deadline("40个工作日内", date(2026, 11, 23)).provisional
    assert not parse_deadline("5个工作日内", date(2026, 11, 23)).provisional


def test_an_event_of_the_school_calendar_may_carry_any_chinese_name() -> None:
    calendar = WorkCalendar.standard({"毕业典礼": date(2022, 6, 24)})
    assert parse_deadline("毕业典礼前", WRITTEN, calendar=calendar).due == date(2022, 6, 23)
    assert parse_deadline("毕业典礼当天", WRITTEN, calendar=calendar).due == date(2022, 6, 24)
    assert parse_deadline("毕业典礼后", WRITTEN, calendar=calendar).kind is DueKind.AMBIGUOUS
    assert parse_deadline("毕业典礼前", WRITTEN).kind is DueKind.AMBIGUOUS


def test_why_names_the_rule_the_year_and_the_weekday() -> None:
    why = parse_deadline("6月底前", WRITTEN).why
    assert why == (
        "“6月底前”：没有写年份，按填写日期2022年5月29日推定为2022年，月底指当月最后一天，"
        "即2022年6月30日（星期四）。"
    )


def test_the_sheets_year_outranks_the_year_of_reading() -> None:
    due = parse_deadline("12月底", date(2023, 1, 10), sheet_year=2022)
    assert due.due == date(2022, 12, 31)
    assert "按表题的2022年" in due.why


def test_a_cell_longer_than_a_deadline_is_asked_about() -> None:
    prose = "为深入贯彻落实学校党委要求，" * 60 + "6月30日前完成。"
    assert parse_deadline("6月30日前完成。" + prose, WRITTEN).kind is DueKind.AMBIGUOUS
    assert parse_deadline("6月30日前" + " " * 30_000, WRITTEN).due == date(2022, 6, 30)


def test_a_damaged_calendar_leads_to_a_question_not_to_a_crash() -> None:
    always_off = WorkCalendar(
        {date(2022, 1, 1) + timedelta(days=n): "停课" for n in range(3000)},
        known_years=frozenset(range(2022, 2030)),
    )
    due = parse_deadline("5个工作日内", WRITTEN, calendar=always_off)
    assert due.kind is DueKind.AMBIGUOUS
    assert "连续60天没有工作日" in due.why
    by_date = parse_deadline("6月30日前", WRITTEN, calendar=always_off)
    assert by_date.due == date(2022, 6, 30)
    assert by_date.provisional
    for text in ("每个工作日", "国庆节前", "6月最后一个工作日", "每月最后一个工作日"):
        parse_deadline(text, WRITTEN, calendar=always_off)


@pytest.mark.parametrize(
    "text",
    [
        "宿舍三楼热水供应不足，学生反映强烈",
        "与学生面对面交流12次，收集意见35条",
        "2021级学生反映教室空调损坏5台，3号楼居多",
        "联系电话：027-81695555",
        "张三13912345678",
        "毕业生就业率达到90%以上",
        "五一劳动节放假安排未及时通知",
        "国庆节期间食堂开放窗口少",
        "周末图书馆开放时间短",
        "学生公寓5号楼6层",
        "按照2022年工作要点第5条执行",
        "现在存在的主要问题是沟通不够",
        "落实落细活动中的日常监督",
    ],
)
def test_words_of_other_columns_are_no_deadline(text: str) -> None:
    assert parse_deadline(text, WRITTEN).kind in (DueKind.INVALID, DueKind.AMBIGUOUS)
