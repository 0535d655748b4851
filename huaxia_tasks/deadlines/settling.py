"""Puts the dates of a cell together: weekdays beside dates, years ahead, spans, enumerations."""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import CalendarError
from ..patterns import regex
from .items import Item, drop
from .pieces import Frame, Piece, Settled, Sort, Unsettled
from .spans import join_spans, spread

_ONLY_SIGNS = regex(r"(?:之前|以前|前|为止|截止|止)?[\s,、()/]*")
_HEADS = regex(r"[\s,、()::/-]*(?:度|内|的|里|中|期间)?[\s,、()::]*")
_NUMBER_AHEAD = regex(r"((?:19|20)\d\d)([ ,:]|.)?$")
_CHECKED = "一二三四五六日"


def settle_all(items: list[Item], frame: Frame) -> list[Item]:
    """Return the items with their days; spans are one item, enumerations several."""
    _years_ahead(items)
    _check_weekdays(items)
    _days_of_named_months(items)
    joined = join_spans(spread(items))
    _explicit_year_to_the_right(joined, frame)
    context = frame
    for index, item in enumerate(joined):
        if item.piece.sort is Sort.DATE and item.trouble is None:
            if item.aside:
                _settle(item, joined, index, context._replace(after=None))
                if item.aside != "past" or not item.days or item.days.due <= frame.written:
                    continue
                item.aside = ""
                context = _carry(item, context)
                continue
            _settle(item, joined, index, context)
            context = _carry(item, context)
        elif item.piece.sort in (Sort.RHYTHM, Sort.NOW):
            try_to_settle(item, item.piece, context)
    return joined


def try_to_settle(item: Item, piece: Piece, frame: Frame) -> Settled | None:
    assert piece.settle is not None
    try:
        item.days = piece.settle(frame)
    except Unsettled as trouble:
        item.trouble = trouble
    except CalendarError as trouble:
        item.trouble = Unsettled(trouble.what)
    except (OverflowError, ValueError):
        item.trouble = Unsettled(f"“{item.text}”推算不出日期")
    return item.days


def _carry(item: Item, frame: Frame) -> Frame:
    """Return the frame for what follows: an explicit year and the month go on."""
    if item.days is None or item.bracketed:
        return frame
    explicit = item.piece.year is not None or frame.year is not None
    if item.piece.until is not None:
        explicit = explicit or item.piece.until.year is not None
    month = item.days.due.month if item.piece.grain in ("day", "ten", "month", "end") else None
    year = item.days.due.year if explicit else None
    return frame._replace(year=year, month=month, after=item.days.due if explicit else None)


def _settle(item: Item, items: list[Item], index: int, frame: Frame) -> None:
    piece = item.piece
    if piece.lapse is not None and _from_another_day(item, items, index, frame):
        return
    if piece.bare_day and frame.month is not None:
        frame = _with_month(items, index, frame)
    elif piece.bare_day:
        frame = frame._replace(month=None)
    if piece.until is None:
        try_to_settle(item, piece, frame)
        return
    first = try_to_settle(item, piece, frame)
    if first is None:
        return
    end = piece.until
    context = frame._replace(
        year=first.due.year, month=first.due.month, after=first.start or first.due, until=True
    )
    if "next-year" in piece.marks:
        context = context._replace(year=first.due.year + 1, after=None)
    item.days = None
    second = try_to_settle(item, end, context)
    if second is None:
        return
    if second.due < (first.start or first.due):
        item.days, item.trouble = None, Unsettled(f"“{item.text}”的结束早于开始，请核对")
        return
    item.span = first


def _with_month(items: list[Item], index: int, frame: Frame) -> Frame:
    """Give a bare day the month before it, and that date's year."""
    for earlier in reversed(items[:index]):
        if earlier.days is not None:
            after = None if items[index].bracketed else earlier.days.due
            return frame._replace(year=earlier.days.due.year, after=after)
    return frame


def _from_another_day(item: Item, items: list[Item], index: int, frame: Frame) -> bool:
    """Count a length of time from the day in front of it (自6月1日起30天内), if one stands there."""
    piece, before = item.piece, item.before
    previous = items[index - 1] if index else None
    assert piece.lapse is not None
    if previous is not None and re.fullmatch(
        r"\)?(?:之?日?起|起?算起|起计?算|之?后|以后|开始)?[,\s]*的?", before
    ):
        if previous.piece.sort is Sort.NOW:
            previous.role = "start"
            return False
        if previous.piece.sort is Sort.DATE and previous.role in ("later", "start"):
            if previous.days is None or previous.piece.grain != "day":
                item.trouble = Unsettled(f"“{previous.text}{before}{item.text}”的起算日不确定")
                return True
            base, previous.role = previous.days.due, "start"
            try:
                counted = piece.lapse(base, frame)
            except (Unsettled, CalendarError, OverflowError, ValueError):
                item.trouble = Unsettled(f"“{item.text}”推算不出日期")
                return True
            item.days = counted._replace(start=base)
            return True
    begun = next((i for i in items[:index] if (i.role == "start" or i.of_paper) and i.days), None)
    if begun is not None and piece.sort is Sort.DATE:
        item.trouble = Unsettled(f"“{item.text}”可能从“{begun.text}”算起，请写明到哪一天")
        return True
    repeats = previous is not None and previous.piece.sort is Sort.RHYTHM
    if repeats and re.fullmatch(r"(?:[\u4e00-\u9fff]{0,6}(?:之|以)?后)?", before):
        item.role = "tail"
        return True
    if re.search(r"(?:今日|今天|本日|现在|今|当前|目前)起?[,]?$", before):
        return False
    anchored = re.search(
        r"[^,;\n]{1,}?(?:之日起|之日|日起|起|之后|以后|后)[,\s]*(?:的|在|于|应|须|需)?(?:□|第)?$",
        before,
    )
    anchored = anchored or re.search(r"(?:接到|收到|接报|获知|受理|发现)[^,;\n]{0,12}$", before)
    event = previous is not None and previous.piece.sort in (Sort.EVENT, Sort.DONE)
    event = event and re.fullmatch(r"(?:结束|开始|完成)?(?:[之以]?后)?的?", before) is not None
    if (anchored or event) and piece.sort is not Sort.EVENT:
        what = re.split(r"[,;\n]", before.rstrip(","))[-1]
        item.trouble = Unsettled(f"“{what}{item.text}”要从另一件事算起，那一天还不知道")
        return True
    return False


def _years_ahead(items: list[Item]) -> None:
    """Let 2022年：6月底前 give its year to what follows; also a bare number 2022 ahead."""
    index = 0
    while index < len(items):
        item = items[index]
        following = items[index + 1] if index + 1 < len(items) else None
        if (
            item.piece.bare_year
            and item.piece.year is not None
            and following is not None
            and following.piece.sort in (Sort.DATE, Sort.RHYTHM)
            and not following.piece.bare_year
            and not following.piece.bare_day
            and _HEADS.fullmatch(following.before)
            and following.piece.year in (None, item.piece.year)
        ):
            _give_year(items[index + 1 :], item.piece.year)
            drop(items, index)
            continue
        previous = items[index - 1] if index else None
        if (
            item.piece.bare_year
            and item.piece.year is not None
            and previous is not None
            and previous.piece.sort is Sort.DATE
            and previous.piece.year is None
            and previous.piece.settle is not None
            and re.fullmatch(r"[,(\s]*", item.before)
            and (item.before or re.match(r"\d{4}", item.text))
            and re.match(r"\)|$|之?前", item.after)
        ):
            _give_year([previous], item.piece.year)
            drop(items, index)
            continue
        number = _NUMBER_AHEAD.search(item.before)
        if (
            number
            and item.piece.sort is Sort.DATE
            and item.piece.year is None
            and item.piece.settle
        ):
            if number[2] in (None, " ", ",", ":"):
                _give_year([item], int(number[1]))
                item.warnings.append(f"“{number[1]}”按年份理解")
            else:
                item.trouble = Unsettled(f"“{number[0]}{item.text}”里有不认得的字，请核对日期")
        index += 1


def _days_of_named_months(items: list[Item]) -> None:
    """Let 6月，中旬 and 7月、8日 be one day: a sign parts the month from what stands in it."""
    index = 1
    while index < len(items):
        month, item = items[index - 1].piece, items[index]
        if (
            item.piece.bare_day
            and item.piece.sort is month.sort is Sort.DATE
            and month.grain == "month"
            and month.until is None
            and not month.more
            and re.fullmatch(r"[\s,、/.:]{1,2}", item.before)
        ):
            item.piece = _in_month_of(item.piece, month)
            item.text = f"{items[index - 1].text}{item.before}{item.text}"
            before, role = items[index - 1].before, item.role
            drop(items, index - 1)
            item.before, item.role = before, role
            continue
        index += 1


def _in_month_of(piece: Piece, month: Piece) -> Piece:
    settle, named = piece.settle, month.settle
    assert settle is not None
    assert named is not None

    def inside(frame: Frame) -> Settled:
        due = named(frame).due
        return settle(frame._replace(year=due.year, month=due.month, after=None))

    return replace(piece, settle=inside, bare_day=False, year=month.year)


def _give_year(items: list[Item], year: int) -> None:
    for item in items:
        piece = item.piece
        if piece.sort is Sort.DATE and piece.year is not None:
            return
        if piece.sort is Sort.DATE and piece.settle is not None and piece.lapse is None:
            item.piece = _in_year(piece, year)


def _in_year(piece: Piece, year: int) -> Piece:
    settle = piece.settle
    assert settle is not None
    more = tuple(_in_year(p, year) for p in piece.more)
    return replace(
        piece,
        year=year,
        more=more,
        settle=lambda frame: settle(frame._replace(year=year, after=None)),
    )


def _check_weekdays(items: list[Item]) -> None:
    """Compare 6月30日（周四） and drop the weekday; a wrong one leaves a warning."""
    index = 0
    while index < len(items):
        item = items[index]
        if item.piece.weekday is None or item.piece.sort is not Sort.DATE:
            index += 1
            continue
        date_at = next(
            (
                n
                for n, gap in ((index - 1, item.before), (index + 1, item.after))
                if 0 <= n < len(items)
                and items[n].piece.sort is Sort.DATE
                and items[n].piece.weekday is None
                and items[n].piece.grain == "day"
                and items[n].piece.lapse is None
                and _ONLY_SIGNS.fullmatch(gap)
                and not (re.search("前[,、]", gap) and re.match("之?前|以前", item.after))
            ),
            None,
        )
        if date_at is None:
            index += 1
            continue
        items[date_at].piece = _checked(items[date_at].piece, item.piece)
        drop(items, index)


def _checked(piece: Piece, said: Piece) -> Piece:
    settle, on_weekday = piece.settle, said.settle
    assert settle is not None
    assert on_weekday is not None

    def compare(frame: Frame) -> Settled:
        settled = settle(frame)
        actual, named = settled.due.isoweekday(), "named-week" in said.marks
        if actual == said.weekday and (not named or on_weekday(frame).due == settled.due):
            return settled
        warning = (
            f"{settled.due.month}月{settled.due.day}日是星期{_CHECKED[actual - 1]}，"
            f"与“{said.text}”不一致，请核对"
        )
        return settled._replace(warnings=(*settled.warnings, warning))

    return replace(piece, settle=compare)


def _explicit_year_to_the_right(items: list[Item], frame: Frame) -> None:
    """Give 6月底前…，2022年12月底前… the year of the later stage where that keeps the order."""
    if frame.sheet_year is not None:
        return
    dated = [
        i for i in items if i.piece.sort is Sort.DATE and i.piece.settle and i.piece.lapse is None
    ]
    dated = [i for i in dated if i.role != "name" and not i.aside]
    known = next((i for i in dated if i.piece.year is not None), None)
    if known is None or known.piece.year is None:
        return
    earlier = [
        i
        for i in dated[: dated.index(known)]
        if not (i.piece.bare_day or i.piece.weekday or i.piece.until is not None)
    ]
    if all(_is_earlier(i.piece, known.piece, frame) for i in earlier):
        for item in earlier:
            item.piece = replace(_in_year(item.piece, known.piece.year), year=None)


def _is_earlier(piece: Piece, known: Piece, frame: Frame) -> bool:
    """Whether a day without a year lies before a later stage when put into that one's year."""
    assert piece.settle is not None
    assert known.settle is not None
    try:
        early = piece.settle(frame._replace(year=known.year, after=None))
        return early.due < known.settle(frame).due
    except (Unsettled, CalendarError):
        return False
