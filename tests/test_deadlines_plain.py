"""Plain days are read by a short way, which comes to what the whole grammar comes to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from huaxia_tasks.deadlines import cleaning, parse_deadline, reading, scanning
from huaxia_tasks.deadlines.plain import is_plain
from huaxia_tasks.model import Due

DAYS = [(month, day) for month in range(1, 13) for day in range(1, 32)]
FRAMES = [
    {"written": date(2022, 5, 29)},
    {"written": date(2022, 12, 30)},
    {"written": date(2024, 2, 1), "sheet_year": 2023},
]


def plain_texts() -> Iterator[str]:
    for number, (month, day) in enumerate(DAYS):
        yield f"{month}月{day}日"
        yield f"{month}月{day}日" + ("前", "之前", "以前")[number % 3]
        yield f"{2020 + number % 10}年{month}月{day}日" + ("", "前")[number % 2]
        sign = "-./"[number % 3]
        yield f"{2020 + number % 10}{sign}{month}{sign}{day}"
        yield f"{2020 + number % 10}{sign}{month:02}{sign}{day:02}"
        yield f"{month:02}月{day:02}日"
    yield from ("2000.1.1", "2099年12月31日前", "2099-12-31", "2001年2月29日", "2000年2月29日")


def read_all(texts: list[str]) -> list[Due]:
    for kept in (scanning.scan, scanning._grammar):
        kept.cache_clear()
    cleaning_kept = parse_deadline.__globals__["_clean"]
    cleaning_kept.cache_clear()
    return [parse_deadline(text, **frame) for text in texts for frame in FRAMES]


def test_the_short_way_comes_to_what_the_long_way_comes_to(monkeypatch: pytest.MonkeyPatch):
    texts = list(plain_texts())
    assert [text for text in texts if not is_plain(text)] == []
    short = read_all(texts)
    for module in (cleaning, reading, scanning):
        monkeypatch.setattr(module, "is_plain", lambda text: False)
    long = read_all(texts)
    read_all([])
    assert short == long


@pytest.mark.parametrize(
    "text",
    ["", "6月31号", "6月30", "13月1日", "6月32日", "2022-6.15", "2022/13/1", "1999年6月1日", "22年6月1日",
     "6月15日后", "6月15日前完成", "约6月15日", "6月15日 ", "６月15日", "6月1日前前", "6.15", "2022年6月",
     "2022-6-15前", "6月0日", "2022年06月015日", "٦月1日"],
)  # fmt: skip
def test_whatever_has_more_to_it_takes_the_long_way(text: str):
    assert not is_plain(text)


def test_plain_days_need_two_phrases_of_the_grammar():
    read_all(["6月15日前", "2022.6.15"])
    for kept in (scanning.scan, scanning._grammar):
        kept.cache_clear()
    compiled = scanning._compiled
    compiled.cache_clear()
    assert scanning.scan("6月15日前")[0].text == "6月15日"
    assert compiled.cache_info().currsize == 2
    assert scanning.scan("长期坚持")[0].text == "长期"
    assert compiled.cache_info().currsize > 50


def test_no_phrase_matches_a_text_without_what_it_says_it_needs() -> None:
    tables = sorted((Path(__file__).parent / "data").glob("deadlines*.csv"))
    texts = {
        cleaning.clean(row["text"]).text
        for path in tables
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    phrases = [(p, e) for p, e in scanning._grammar(plain=False) if e.needs]
    assert len(phrases) > 50
    wrong = [
        (entry.id, text)
        for pattern, entry in phrases
        for text in texts
        if not any(word in text for word in entry.needs)
        and (match := pattern.search(text))
        and match[0]
        and entry.read(match)
    ]
    assert not wrong
