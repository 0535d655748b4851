"""Which past matter a matter continues: the likeliest pairing, however much of it is plain to see."""

from __future__ import annotations

import random
from datetime import date

import pytest
from builders import a_row

from huaxia_tasks import identity
from huaxia_tasks.identity import name_matters
from huaxia_tasks.model import ListKind, Matter, PastMatter, TaskRow

WORDS = ["修缮教室", "开放机房", "改善宿舍供水", "改善宿舍供电", "增设晚自习教室", "修缮、教室", ""]
NUMBERS = ["R01", "R02", "r-1", "3", "003", "", "W01"]


def a_matter(title: str, number: str) -> Matter:
    row = a_row(ListKind.TASKS, item_id=number, task=title)
    return Matter("", "U01", title, task=TaskRow(row, "U01"))


def a_past(place: int, title: str, number: str) -> PastMatter:
    texts = {"任务清单.task": title}
    day = date(2022, 6, 1)
    return PastMatter(f"U01-{place:03d}", "U01", title, number, None, None, "", day, texts)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ([("修缮教室", "R01")], [("修缮教室", "R01")], ["U01-001"]),
        # rows that changed places keep their ids, and a new one in front of them gets the next free one
        (
            [("开放机房", "R03"), ("改善供水", "R02"), ("修缮教室", "R01")],
            [("修缮教室", "R01"), ("改善供水", "R02")],
            ["U01-003", "U01-002", "U01-001"],
        ),
        # a number given twice settles nothing: then the rows' order does
        (
            [("修缮教室", "R01"), ("修缮教室", "R01")],
            [("修缮教室", "R01"), ("修缮教室", "R01")],
            ["U01-001", "U01-002"],
        ),
        # the words of one and the number of another: the words tell
        (
            [("修缮教室", "R02"), ("开放机房", "R01")],
            [("修缮教室", "R01"), ("开放机房", "R02")],
            ["U01-001", "U01-002"],
        ),
    ],
)
def test_an_id_follows_words_and_number(now, before, expected):
    past = [a_past(i, *one) for i, one in enumerate(before, 1)]
    assert name_matters([a_matter(*one) for one in now], "U01", past) == expected


def test_matters_that_are_plainly_the_same_are_named_as_if_all_had_been_compared(monkeypatch):
    rng = random.Random(7)
    cases = []
    for _ in range(300):
        drawn = [
            [(rng.choice(WORDS), rng.choice(NUMBERS)) for _ in range(rng.randint(0, 6))]
            for _ in range(2)
        ]
        matters = [a_matter(*one) for one in drawn[0]]
        cases.append((matters, [a_past(i, *one) for i, one in enumerate(drawn[1], 1)]))
    quickly = [name_matters(matters, "U01", past) for matters, past in cases]
    monkeypatch.setattr(identity, "_unmistakable", lambda *_: {})
    assert quickly == [name_matters(matters, "U01", past) for matters, past in cases]
