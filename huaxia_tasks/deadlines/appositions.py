"""One day said twice: 本月底（6月30日）前, 3月8日妇女节."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..patterns import regex
from .items import Item, drop
from .pieces import Sort, Unsettled

_INSIDE_ONLY = regex(r"(?:即|也就是|为|至|到|截止到?|截至|最迟|最晚|不晚于|如|含|：|:)?")
_CLOSED = regex(r"\s*(?:之前|以前|前|止|为止)?\)")


def say_once(items: list[Item]) -> None:
    """Let 3月8日妇女节 be one day: the same day in other words, right behind it."""
    for index in range(len(items) - 1, 0, -1):
        first, again = items[index - 1], items[index]
        dated = first.piece.sort is again.piece.sort is Sort.DATE and again.before == ""
        if dated and first.piece.grain == "term" != again.piece.grain and again.days:
            drop(items, index - 1)  # 本学期5月底前
        elif dated and again.piece.grain == "term" and first.piece.grain in ("month", "end", "ten"):
            drop(items, index)  # 8月暑期
        elif _share_a_break(first, again):
            drop(items, index - 1)  # 中秋、国庆节前
        elif dated and _in_its_span(first, again):
            drop(items, index - 1)  # 4月清明节前, 二季度6月30日前
        elif dated and first.days and again.days and first.role == again.role == "due":
            plain = first.piece.grain == again.piece.grain == "day" and not first.span
            if plain and _same_date(first.days.due, again.days.due):
                drop(items, index)


def _share_a_break(first: Item, again: Item) -> bool:
    """Whether two festivals of one break stand before one 前: the last day before it counts."""
    if first.days is None or again.days is None or "前" not in again.text:
        return False
    festivals = "needs-end" in first.piece.marks and not again.text[0].isdecimal()
    within = timedelta(0) < first.days.due - again.days.due <= timedelta(days=9)
    return festivals and within and re.fullmatch("[、,和及与]", again.before) is not None


def _in_its_span(span: Item, day: Item) -> bool:
    """Whether a month or quarter stands right before a day that lies in it."""
    if span.days is None or span.days.start is None or day.days is None or span.piece.until:
        return False
    named = span.piece.grain in ("month", "quarter", "half") and day.piece.grain == "day"
    return named and span.days.start <= day.days.due <= span.days.due


def _same_date(day: date, other: date) -> bool:
    """Whether both are the same day of the year: the year of a festival is told otherwise."""
    return (day.month, day.day) == (other.month, other.day)


def without_appositions(times: list[Item], items: list[Item]) -> list[Item]:
    """Let 本月底（6月30日）前 be one day: the more exact of the two, compared with the other."""
    kept: list[Item] = []
    for item in times:
        outer = kept[-1] if kept else None
        if outer is None or not _is_apposition(outer, item, items):
            kept.append(item)
            continue
        inner_days, outer_days = item.days, outer.days
        if inner_days is None:
            continue
        if (
            outer_days is None
            or outer.piece.grain in ("week",)
            or outer.piece.weekday
            or _relative(outer)
        ):
            if (
                outer_days is not None
                and not (outer_days.start or outer_days.due) <= inner_days.due <= outer_days.due
            ):
                item.warnings.append(f"“{outer.text}”与括号里的“{item.text}”不一致，按括号里的日期")
            kept[-1] = item
        elif inner_days.due == outer_days.due or _is_its_week(item, outer_days.due):
            continue
        elif outer_days.start and outer_days.start <= inner_days.due < outer_days.due:
            kept[-1] = item
        elif _before_event(outer, inner_days.due) or (
            outer.piece.grain == "end" and _near_the_end(inner_days.due, outer)
        ):
            item.warnings.append(f"“{outer.text}”按括号里的“{item.text}”")
            kept[-1] = item
        elif item.span is not None and (item.span.start or item.span.due) <= outer_days.due:
            continue
        else:
            outer.trouble = Unsettled(f"“{outer.text}”与括号里的“{item.text}”不一致，请核对")
    return kept


def _is_its_week(item: Item, day: date) -> bool:
    """Whether a bracket names the week of the day in front of it (6月30日前（第19周）)."""
    week = item.days
    if week is None or week.start is None or item.piece.grain != "week":
        return False
    return week.start <= day <= week.due


def _near_the_end(day: date, outer: Item) -> bool:
    """Whether a day may still be called the end of its month (月底) or year (年底)."""
    assert outer.days is not None
    days = 9 if "月" in outer.text else 30
    return timedelta(0) < outer.days.due - day <= timedelta(days)


def _before_event(outer: Item, day: date) -> bool:
    """Whether the bracket tells which day before a festival or a holiday is meant (国庆前（9月28日前）)."""
    assert outer.days is not None
    named = outer.text.endswith("前") and not any(c.isdecimal() for c in outer.text)
    return named and timedelta(0) < outer.days.due - day <= timedelta(days=14)


def _relative(item: Item) -> bool:
    return item.piece.lapse is not None or item.text.startswith(
        ("今", "明", "后", "下", "本", "这")
    )


def _is_apposition(outer: Item, inner: Item, items: list[Item]) -> bool:
    """Whether `inner` stands alone in the bracket right behind `outer`."""
    words, bracket, opening = inner.before.partition("(")
    if not inner.bracketed or outer.bracketed or not bracket:
        return False
    near = r"(?:之前|以前|前)?" if outer.days is not None else r"[\u4e00-\u9fff]{0,4}"
    if re.fullmatch(near, words) is None:
        return False
    at = items.index(inner)
    if at == 0 or items[at - 1] is not outer:
        return False
    later = inner.days and outer.days and inner.days.due > outer.days.due
    if later and re.search(r"最[迟晚]|至迟|不[晚迟]于", opening):
        return False  # 6月底（最晚7月5日）: a second, later day
    return bool(_INSIDE_ONLY.fullmatch(opening) and _CLOSED.match(inner.after))
