"""What a rehearsal shows is what issuing does: the same papers on the same days, numbered once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from huaxia_tasks.issuing import Order, issue
from huaxia_tasks.occasions import ZONE
from huaxia_tasks.office import lay_out
from huaxia_tasks.rehearsing import rehearse

DAYS = (date(2022, 6, 22), date(2022, 6, 28), date(2022, 7, 4), date(2022, 7, 7))


def test_issuing_day_by_day_gives_what_the_rehearsal_showed(tmp_path):
    office = lay_out(tmp_path / "办公室", demo=True)
    gaps = [(a + timedelta(days=1), b - timedelta(days=1)) for a, b in pairwise(DAYS)]
    shown = rehearse(office, DAYS[0], DAYS[-1], off=gaps)
    assert shown.breaches == ()
    issued = []
    for day in DAYS:
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
        for _ in range(2):  # a second run on the same day adds nothing
            done = issue(office, day, Order(), now=lambda moment=moment: moment)
            issued += [(p.day, p.unit, p.kind, p.topics) for p in done.papers]
    numbers = [p for p in issued if p[2] != "supervision-cover"]
    expected = [(p.day, p.unit, p.kind) for p in shown.papers if p.kind != "supervision-cover"]
    assert sorted(p[:3] for p in numbers) == sorted(expected)
    assert len({(p[1], p[2], p[3]) for p in numbers}) == len(numbers)
