"""What nothing explains beside a date: a digit, a stray 月, half a range, 除…外.

A cell of which not every sign is understood may mean another day than the part that was read.
Ordinary words around a date are no remnants; what touches it and belongs to no word is one.
"""

from __future__ import annotations

import re

from ..patterns import regex
from .items import Item
from .names import SURNAME
from .numerals import NUMERAL
from .pieces import Sort
from .torn import torn

_HAN = "\u4e00-\u9fff"
_STROKES = "丨亅乚丿"
_SIGNS = re.escape("|!?\\=+&#@$^_<>§¦%°×") + _STROKES
_PARTING = r"\s,;、():□\-~至到"
_LINKS = "于在请由须应拟将从自即限待前后内约仅含指共和及与或为"
#: Signs that a scanner or a hurried hand puts for 月, 年 and 日.
_LIKE_MONTH, _LIKE_YEAR, _LIKE_DAY = "用肉甩丹冃目朋舟", "羊牛午缶", "曰臼口囗白田旦目"
_WORDS_OF_UNITS = "常|程|期|度|均|志|后|益|渐|内|历|报|新|清|结|考|会|底|末|初|中|召|称|码|级|份|审"
_UNIT = rf"[年月日号旬](?!{_WORDS_OF_UNITS}|前)"

#: A remnant right before a date.
_BEFORE = regex(
    rf"(?<![A-Za-z])[^\W\d_{_HAN}]$|[{_STROKES}]$|(?:^|[^{_HAN})])[{_SIGNS}]$"
    rf"|\d[^{_PARTING}{_LINKS}.\d]$|[{NUMERAL}][^{_PARTING}{_HAN}.]$|\d[、/和及与]$"
    rf"|(?:^|[^{_HAN}□])[年月日号旬]$|(?:^|[,;(\n])[明今后来次翌去本][{_LIKE_YEAR}]$"
)
_OR = regex(r"(?:之?前|以前)?,?或者?(?!之前|以前)[^\d延顺有]")
#: 各楼明3月底前: 明 may be 明年, or the end of a name or a word.
_THIS_OR_NEXT = regex(rf"(?<=[{_HAN}])(?<![{SURNAME}声证说表发文光透标查阐])[明今]$")
#: What cannot stand before 2022-6-30 or 6.30, where all is figures and signs.
_BEFORE_FIGURES = regex(r"^[/-]$|[./]$")
#: Strange characters in front of 30日 or 月底, where a month should stand.
_BEFORE_BARE = regex(
    rf"[A-Za-z{NUMERAL}][{_LIKE_MONTH}]$|(?:^|[,;(\n])[本当下次上这]?[{_LIKE_MONTH}]$|个$|(?<!\d)\d{{1,2}},$"
    rf"|(?:^|[,;(\n])(?![{_LINKS}现每本当该上下各全至到的报交等近])[{_HAN}]$"
    r"|(?:^|[,;(\n十])-$|[.*]$"
)
#: 4 B 30日: figures and letters in front of a bare day, and no word.
_NO_WORD = regex(rf"(?:^|[,;(\n])(?=[^,;(\n]*[A-Za-z\d])[^{_HAN}□,;(\n]+$")
_AFTER = regex(
    rf"\d|\)\d|[{_STROKES}]|[{_SIGNS}](?=[^\s,;()])|{_UNIT}|[上中下][句甸匀]|[、和及与/]\s?(?:\d{{1,2}}(?!\d)|[{NUMERAL}]{{1,3}}(?=前|日|号|$))"
)
#: A number at the end of a date (6月3): nothing but a word or a parting sign may follow.
_AFTER_NUMBER = regex(
    rf"[^\W\d_{_HAN}]|[^\s,;、()前底至到□:~-]\d|[,;:./][^{_HAN}\s□]|[./][{_HAN}]?\d|(?![?!])[{_SIGNS}]|[./-]?□"
    rf"|[,;.][年月日号旬](?!{_WORDS_OF_UNITS})"
)
#: 3月乙日, 6月土旬: some day or part of the month that was named, but not which.
_AFTER_MONTH = regex(
    rf"[上中下]{{2,}}旬|(?:\S|[{NUMERAL}]{{2,3}})[日号旬](?!常|程|期|后|益|渐|报)|第|倒数|[日号](?=之?前|以前|$|[,;)])"
)
#: 6月30日前一周, 6月30日的次日: another day, told by way of this one.
_BY_WAY_OF = regex(
    r"(?:的|之)?(?:前|后)(?:第?\d+|[半几数])(?:个?半?)(?:天|日|周|月|星期|礼拜|工作日|小时|年)(?!内|之内|以内)"
    r"|(?:的|之)?前(?:\d+|[半几数])(?:个?半?)(?:天|日|周|月|星期|礼拜|工作日|小时|年)"
    r"|的?(?:次日|翌日|第[二2]天|隔[天日]|次周|次月|下一?[天周]|[前后][一1][天日]|(?:所在)?[当那]?一?[周月](?=[内末]|$))"
)
_SPANS = ("month", "quarter", "half", "year", "term", "week")
_PART_OF_SPAN = regex(
    r"的?(?:[初中前后]期|[前后]半|头[\d两几]|倒数|第[1-9一二三四五]个?(?:天|日|周|月|工作日|旬)|首(?:个|月|周|日|天)|末[月周]|半(?!年)"
    r"|[初中](?=$|[^\u4e00-\u9fff]|前|之|以|完成|报))"
)
_TO = regex(r"\)?(?:起|开始)?(?:-+|~+|直?至|到)(?P<rest>[^,;\n]*)")
_NO_RANGE = regex(
    rf"[-~]+(?![{NUMERAL}]|.?[年月日周季旬])[{_HAN}]{{2}}"
    "|到(?:位|期|账|校|岗|人|货|场|达|会|家|访|户|边|底|处|款|点)|至(?:少|关|诚|臻)"
)
_EXCEPT_BEFORE = regex(r"(?:不(?:含|包括|包含|计|算|是|在|等于)|而非|并非|非|除了?)[^,;()]{0,2}$")
_EXCEPT_AFTER = regex(r"(?:[^,;()]{0,3})(?:之外|以外|外(?=$|[,;)]))|除外")
_LAST_DAY_OUT = regex(
    r"不(?:含|包括|包含|算|计)(?:当[天日]|本[日数]|该[天日]|(?:\d{1,2}月)?\d{1,2}[日号])"
)
_ENGLISH = r"(?<![A-Za-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
#: A date that was garbled, wherever it stands in what was not understood.
_GARBLED = regex(
    rf"[^{_HAN}□\d\s,;、(][年月日号旬](?!{_WORDS_OF_UNITS})|(?:19|20)\d\d(?:[./-]|年\d)"
    rf"|(?<![\d.])\d{{1,2}}(?!目)[{_LIKE_MONTH}](?!途|户|品|车|水|电)|{_ENGLISH}"
    rf"|(?<![\d.])\d{{1,2}}[^\d\s,;、():.{_LINKS}年月日个次项]"
    r"(?:[底末](?:之?前|以前|$|完)|[上中下]旬|\d{1,2}[日号])"
    rf"|\d{{1,2}}[{_LIKE_DAY}](?:之?前|以前|$|[,;)])"
)


#: A number left open: ××年, 某月, __日, and 月30日 with nothing in front.
_LEFT_OPEN = regex(
    r"(?:[_×?*#]|\.\.|[xX]|(?<![A-Za-z])NN?|某|几)(?:年(?!来|度|级)|月(?!来)|日|号(?!楼)|周|季度|个工作日)"
    rf"|年月(?=[\d底初末上中下])|(?:^|[^{_HAN}\d])月(?=\d{{1,2}}[日号])"
)


def unexplained(items: list[Item], text: str) -> str:
    """Return why what stands beside the days leaves them in doubt, "" where all is clear."""
    glued = _glued_digits(items)
    if glued:
        return glued
    left_open = _LEFT_OPEN.search(text)
    if left_open:
        return f"“{text[max(0, left_open.start() - 2) : left_open.end() + 1]}”里有数字没有写，请写明日期"
    for index, item in enumerate(items):
        previous = items[index - 1] if index else None
        shown = _garbled(item.before) or (_garbled(item.after) if item is items[-1] else "")
        if not shown and _counts(item):
            shown = _ahead(item, previous, text) or _behind(item, text) or torn(item, previous)
        if shown:
            return f"“{shown}”里有不认得的字符，请核对日期"
    excepted = _LAST_DAY_OUT.search(text)
    if excepted:
        return f"写了“{excepted[0]}”，请直接写明最后一天是哪天"
    return ""


def _glued_digits(items: list[Item]) -> str:
    """Return why a number that touches a date makes it doubtful, "" where none does."""
    for item in items:
        if item.piece.sort is not Sort.DATE or item.piece.lapse is not None:
            continue
        if item.after[:1].isdecimal():
            return f"“{item.text}{item.after[:3]}”里的数字连在一起，请核对日期"
        split = re.search(r"(?:^|[^\d])(\d)( ?)$", item.before)
        if split and not split[2]:
            return f"“{split[1]}{item.text}”里的数字连在一起，请核对日期"
        if split and re.match(r"\d月|\d[./]\d", item.text) and int(split[1] + item.text[0]) <= 12:
            return f"“{split[1]} {item.text}”可能少了或多了一个空格，请核对日期"
        if re.search(r"\d{2,}$", item.before):
            return f"“{item.before[-4:]}{item.text}”里的数字连在一起，请核对日期"
    return ""


def torn_rhythm(rhythms: list[Item]) -> str:
    """Return why 每月2X日 is in doubt: a number of which nothing was made stands behind."""
    shown = next((shown for item in rhythms if (shown := torn(item, None))), "")
    return f"“{shown}”里有不认得的字符，请核对日期" if shown else ""


def _counts(item: Item) -> bool:
    return item.piece.sort in (Sort.DATE, Sort.RHYTHM) and item.role not in ("name", "old", "done")


def _garbled(gap: str) -> str:
    found = _GARBLED.search(gap)
    return gap[max(0, found.start() - 2) : found.end() + 2] if found else ""


def _ahead(item: Item, previous: Item | None, text: str) -> str:
    before, piece = item.before, item.piece
    unread = re.search(r"\d|[年月日号旬底](?!常)", text[: piece.begin]) is not None
    if piece.weekday is not None and item.bracketed and before.endswith("(") and unread:
        return before[-4:] + item.text
    if _EXCEPT_BEFORE.search(before) and item.role == "due":
        return before[-4:] + item.text
    found = _BEFORE.search(before)
    if found is None and item.text[0].isdecimal():
        found = _THIS_OR_NEXT.search(before)
    if found is None and not re.search(f"[{_HAN}]", item.text):
        found = _BEFORE_FIGURES.search(before) if previous is None or before != "/" else None
    if found is None and (piece.bare_day or piece.grain in ("end", "week")):
        found = _BEFORE_BARE.search(before) or _no_word(item)
    lone = before.endswith(")") and _closes_nothing(text[: piece.begin])
    if lone and not re.search(r"(?:^|[,;\n])\d{1,2}\)$", before):
        return before[-3:] + item.text
    if found:
        return before[max(0, found.start() - 1) :] + item.text
    if previous is None or not piece.bare_day or previous.piece.grain != "year":
        return ""
    garbled = previous.piece.year is not None and re.fullmatch(r"[^;。\n(]*", before)
    return f"{previous.text}{before}{item.text}" if garbled else ""


def _no_word(item: Item) -> re.Match[str] | None:
    in_chinese = re.search(f"[{_HAN}]", item.text) is not None
    return _NO_WORD.search(item.before) if in_chinese else None


def _closes_nothing(text: str) -> bool:
    return text.count(")") > text.count("(")


def _behind(item: Item, text: str) -> str:
    after = item.after
    odd = (
        _EXCEPT_AFTER.match(after)
        or _AFTER.match(after)
        or (item.text[-1:].isdecimal() and _AFTER_NUMBER.match(after))
        or (item.piece.grain in _SPANS and _PART_OF_SPAN.match(after))
        or (item.piece.grain == "month" and _AFTER_MONTH.match(after))
    )
    if odd:
        return item.text + after[:4]
    if after.startswith(")") and _closes_nothing(text[: item.piece.end] + ")"):
        return item.text + after[:2]
    if _OR.match(after):
        return item.text + after[:4]
    if after == "/" and text.endswith("/"):
        return item.text + after
    if item.piece.lapse is None and _BY_WAY_OF.match(text, item.piece.end):
        return text[item.piece.begin : item.piece.end + 4]
    to = _TO.match(after)
    if to and item.piece.lapse is None and to["rest"] and not _NO_RANGE.search(to[0]):
        return item.text + after[:6]
    return ""
