"""Enumerations and spans written out: 3、6、9月 are three items, 5月…至…6月 is one with two ends."""

from __future__ import annotations

from dataclasses import replace

from ..patterns import regex
from .items import Item
from .pieces import Frame, Piece, Settled, Sort, Unsettled

_TO = regex(
    r"\)?(?:日|号)?(?:起|开始|启动|以来)?[,\s]*(?:直?至|到|-+|~+|一直到|持续到|持续至|延续至|结束于)\s*(?:次日)?"
)


def spread(items: list[Item]) -> list[Item]:
    """Return every day of an enumeration (3、6、9月) as an item of its own."""
    alone: list[Item] = []
    for item in items:
        alone.append(item)
        for piece in item.piece.more:
            alone.append(replace(item, piece=piece, before="、", warnings=[]))
        if item.piece.more:
            alone[-1].after, after = item.after, item.after
            for earlier in alone[-1 - len(item.piece.more) : -1]:
                earlier.after = "、" if after else ""
    return alone


def join_spans(items: list[Item]) -> list[Item]:
    """Join 5月…至…6月 into one item whose piece has a second end."""
    joined: list[Item] = []
    for item in items:
        previous = joined[-1] if joined else None
        if (
            previous is not None
            and item.piece.sort is Sort.DATE
            and previous.piece.sort in (Sort.DATE, Sort.NOW)
            and previous.piece.until is None
            and not previous.piece.more
            and _TO.fullmatch(item.before)
            and not (previous.bracketed and not item.bracketed)
        ):
            joined[-1] = _span(previous, item)
            today = previous.piece.sort is Sort.NOW or previous.text[:1] in "今本现"
            if item.piece.lapse is not None and not today:
                joined[-1].trouble = Unsettled(f"“{joined[-1].text}”的两头对不上，请写明日期")
            continue
        joined.append(item)
    return joined


def _span(first: Item, second: Item) -> Item:
    start, end = first.piece, second.piece
    if end.until is not None:
        end = replace(end, settle=end.until.settle, until=None)
    if (
        start.year is None
        and end.year is not None
        and start.sort is Sort.DATE
        and start.lapse is None
    ):
        start = _not_after(start, end, end.year)
    if start.bare_day and not end.bare_day and start.settle is not None:
        start = _in_this_month(start)
    piece = replace(
        start,
        sort=Sort.DATE,
        until=end,
        grain=end.grain,
        bare_year=False,
        lapse=None,
        end=second.piece.end,
        weekday=None,
    )
    text = f"{first.text}{second.before}{second.text}"
    return replace(
        first,
        piece=piece,
        after=second.after,
        text=text,
        trouble=first.trouble or second.trouble,
        role=second.role if first.role in ("due", "start", "later") else first.role,
        warnings=[*first.warnings, *second.warnings],
        extended=second.extended,
        latest=second.latest,
    )


def _in_this_month(start: Piece) -> Piece:
    """Let 12号 of 12号到下个月3号 be this month's, whether past or not."""
    settle = start.settle
    assert settle is not None
    return replace(
        start,
        settle=lambda frame: settle(frame._replace(written=frame.written.replace(day=1))),
        bare_day=False,
    )


def _not_after(start: Piece, end: Piece, year: int) -> Piece:
    """Give 11月 of 11月至2023年3月 the year in which it lies before the end."""
    settle, last = start.settle, end.settle
    assert settle is not None
    assert last is not None

    def before(frame: Frame) -> Settled:
        settled = settle(frame._replace(year=year, after=None))
        if (settled.start or settled.due) > last(frame).due:
            return settle(frame._replace(year=year - 1, after=None))
        return settled

    return replace(start, settle=before, year=year)
