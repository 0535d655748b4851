"""Whatever stands in a cell: no exception, a well-formed answer, blanks and widths do not matter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huaxia_tasks.deadlines import find_dates_in_text, parse_deadline
from huaxia_tasks.model import Due, DueKind

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))
_WORDS = re.findall(
    r"\S+",
    """
        年 月 日 号 底 前 末 初 上旬 中旬 下旬 至 到 - ~ . / 、 ， ； （ ） 每 周 季度 学期 半 内 后 起 个
        工作日 天 今年 明年 下 本 第 一 二 十 三十 2022 6 30 31 13 0 国庆 春节 五一 农历 长期坚持 立行立改
        定期 待定 完成 或 延期至 17:00 〔2022〕17号 % 次 Q3 June O l 曰 99999999 \u3007 即日起 学期末 放假
        第10周 周五 元旦 十四五 开学 已完成 截至 其中 原定
    """,
)
WORDS = st.sampled_from([*_WORDS, "\n", " "])
SOUP = st.lists(WORDS, max_size=14).map("".join)


def _is_well_formed(due: Due, written: date) -> None:
    assert isinstance(due.kind, DueKind)
    assert due.why.endswith("。")
    if due.kind in (DueKind.BY_DATE, DueKind.RANGE):
        assert due.due is not None
        assert due.last_workday is not None
        assert due.last_workday <= due.due
        assert due.start is None or due.start <= due.due
        assert due.stages == () or max(due.stages) == due.due
    elif due.kind is DueKind.RECURRING:
        assert due.due is None or due.due >= written
    else:
        assert due.due is None
        assert due.stages == ()
    assert due.then in ("", "ongoing")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), DAYS)
def test_any_text_gives_a_well_formed_answer(text: str, written: date) -> None:
    _is_well_formed(parse_deadline(text, written), written)
    find_dates_in_text(text, written)


@settings(max_examples=600, deadline=None)
@given(SOUP, DAYS, st.one_of(st.none(), st.integers(2015, 2030)))
def test_any_soup_of_time_words_gives_a_well_formed_answer(
    text: str, written: date, year: int | None
) -> None:
    _is_well_formed(parse_deadline(text, written, sheet_year=year), written)
    find_dates_in_text("延期至" + text, written)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.integers(), st.floats(allow_nan=True, allow_infinity=True), st.booleans()),
    DAYS,
    st.booleans(),
)
def test_any_number_gives_a_well_formed_answer(value: float, written: date, old: bool) -> None:
    _is_well_formed(parse_deadline(value, written, date1904=old), written)


FORMS = st.sampled_from(
    (
        "{y}年{m}月{d}日", "{y}-{m}-{d}", "{y}/{m:02}/{d:02}", "{y}.{m}.{d}前", "{y}年{m:02}月{d:02}日前完成",
        "{y}{m:02}{d:02}", "于{y}年{m}月{d}号前整改到位", "{y}年{m}月{d}日17:00前", "（{y}年{m}月{d}日）",
    )
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(DAYS, DAYS, FORMS)
def test_a_full_date_is_itself_whatever_its_form(day: date, written: date, form: str) -> None:
    text = form.format(y=day.year, m=day.month, d=day.day)
    assert parse_deadline(text, written).due == day


@settings(max_examples=300, deadline=None)
@given(DAYS, st.integers(32, 99), FORMS)
def test_a_day_that_no_month_has_is_never_dated(day: date, number: int, form: str) -> None:
    due = parse_deadline(form.format(y=day.year, m=day.month, d=number), date(2022, 5, 29))
    assert due.due is None


@settings(max_examples=300, deadline=None)
@given(DAYS, FORMS, st.randoms(use_true_random=False))
def test_blanks_and_full_width_signs_change_nothing(day: date, form: str, random) -> None:  # type: ignore[no-untyped-def]
    text = form.format(y=day.year, m=day.month, d=day.day)
    wide = "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and random.random() < 0.5 else c for c in text
    )
    blank = re.sub(
        r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])",
        lambda _: random.choice(("", " ", "　", "\u00a0", "\t")),
        wide,
    )
    assert parse_deadline(f" {blank}\n", day).due == day


@settings(max_examples=300, deadline=None)
@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_never_more_than_half_a_year_back(
    written: date, month: int, day: int
) -> None:
    due = parse_deadline(f"{month}月{day}日前", written).due
    assert due is not None
    assert (due.month, due.day) == (month, day)
    assert due.year in (written.year, written.year + 1)
    assert due >= written - timedelta(days=185)


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(written: date, count: int) -> None:
    from huaxia_tasks.model import WorkCalendar

    calendar = WorkCalendar.standard()
    due = parse_deadline(f"{count}个工作日内", written).due
    assert due is not None
    assert calendar.is_workday(due)
    assert calendar.workdays_between(written, due) == count


def test_a_clock_time_in_chinese_numerals_never_stops_the_reading() -> None:
    for hour in ("三", "五", "十", "十一", "十二"):
        for minutes in ("五", "零五", "十", "十五", "三十五", "一五", "四十", "五十九"):
            due = parse_deadline(f"6月30日下午{hour}点{minutes}", date(2022, 5, 29))
            assert due.due == date(2022, 6, 30), due.why
            assert parse_deadline(f"{hour}点{minutes}", date(2022, 5, 29)).due is None
