"""From the settled phrases of a cell to the one deadline it names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from ..model import Due, DueKind
from ..patterns import regex
from ..wording import day as in_words
from ..wording import weekday
from .appositions import say_once, without_appositions
from .asides import mark_asides, set_aside
from .cleaning import Cleaned
from .items import Item, itemize, mark
from .likenesses import mark_likenesses
from .pieces import Frame, Piece, Sort, Unsettled
from .plain import is_plain
from .remnants import torn_rhythm, unexplained
from .repeating import belongs_to_rhythm, recurring
from .scanning import scan
from .settling import settle_all
from .verdicts import Verdict, finish

_IF_NEED_BE = regex(r"(?:特殊|困难|确需|确有|必要|条件|因故|如|若|可|最多|最长)[^,;。]{0,10}$")
_ON_REQUEST = regex(
    r"(?:可|可以|如需|如确需|特殊情况|特殊原因|确需|确有困难|最多|最长)(?:再|申请|适当)?延[^,;。]{0,6}$"
)
_CLAUSE = regex(r"[,;\n()]")
_LABEL = regex(r"(?:完成|整改|办结|办理|截止)(?:时限|期限|时间|日期)[:为]?")
_SHORT_CLAUSE, _LONG_CLAUSE = 12, 20
_EVENT_TEXT = regex(
    r"(?<![近前长定短后日])期(?:内|末|满)|[\u4e00-\u9fff]{2,}(?:之前|以前|前|之后|以后|后|期间|之日起?|结束时|结束)"
    r"(?=$|[,;、()\n]|完成|报送|提交|上报|办结|整改|内|落实|实施|开展|启动|执行|施行|推进)"
)
_NO_EVENT = regex(
    r"目前|当前|前期|事前|(?<![节庆念放动试止期收业校会赛])日前|此前|最后|背后|先后|落后|前后|随后|前往|提前"
)


def read(cleaned: Cleaned, frame: Frame, text: str) -> Due:
    """Return what a text cell names; `text` is the cell as typed."""
    pieces = scan(cleaned.text)
    verdict = _judge(cleaned, pieces, frame)
    verdict.warnings[:0] = cleaned.warnings
    if cleaned.clipped and verdict.due is not None:
        verdict = Verdict(DueKind.AMBIGUOUS, "内容太长，不像完成时限，请只写到哪一天完成")
    return finish(verdict, frame, text)


def _judge(cleaned: Cleaned, pieces: tuple[Piece, ...], frame: Frame) -> Verdict:
    broken = next((p for p in pieces if p.sort is Sort.BROKEN), None)
    if broken is not None:
        return Verdict(DueKind.INVALID, broken.why)
    items = itemize(cleaned.text, pieces)
    if not is_plain(cleaned.text):
        mark(items)
        mark_likenesses(items, strict=cleaned.as_in_names)
        mark_asides(items, cleaned.text)
    items = [i for i in items if _is_meant(i, cleaned.text)]
    items = settle_all(items, frame)
    say_once(items)
    set_aside(items, frame)
    always = any(i.piece.sort is Sort.ALWAYS for i in items)
    verdict = _judge_dates(items, frame, cleaned.text)
    if verdict is None:
        verdict = _at_known_event(cleaned.text, frame) or _judge_words(items, cleaned.text)
    if always and verdict.kind not in (DueKind.INVALID, DueKind.ONGOING):
        verdict.then = "ongoing"
    return verdict


def _is_meant(item: Item, text: str) -> bool:
    """Whether 长期, 立即 ... speak of the deadline and are no mere words of a long sentence."""
    if item.piece.sort not in (Sort.NOW, Sort.ALWAYS):
        return True
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, item.piece.begin)), default=0)
    label = max((m.end() for m in _LABEL.finditer(text, begin, item.piece.begin)), default=begin)
    begin = max(begin, label)
    following = _CLAUSE.search(text, item.piece.end)
    length = (following.start() if following else len(text)) - begin
    if "weak" not in item.piece.marks:
        return length <= _LONG_CLAUSE
    ahead = text[begin : item.piece.begin]
    return (length <= _SHORT_CLAUSE and len(ahead) <= 2) or ahead[-1:] in tuple("并、和")


def _judge_dates(items: list[Item], frame: Frame, text: str) -> Verdict | None:
    """Return the verdict on the days named, None where no day is named at all."""
    times = [i for i in items if i.is_time and "label" not in i.piece.marks]
    for item in times:
        if item.trouble is None and item.days is None and item.piece.sort is Sort.EVENT:
            item.trouble = _trouble_of(item)
    rhythms = [i for i in items if i.piece.sort is Sort.RHYTHM and not _tells_hours(i, times, text)]
    words = bool(rhythms) or any(_says_when(i) for i in items)
    times = [i for i in times if i.role != "name"] or ([] if words else times)
    if all(i.role == "old" for i in times) and words:
        times = []
    odd = torn_rhythm(rhythms)
    if odd:
        return Verdict(DueKind.AMBIGUOUS, odd)
    if not times:
        return recurring(rhythms, [], frame) if rhythms else None
    invalid = next((i for i in times if i.trouble and i.trouble.kind is DueKind.INVALID), None)
    if invalid is not None and invalid.trouble is not None:
        return Verdict(DueKind.INVALID, invalid.trouble.why)
    times = without_appositions(times, items)
    times = _after_extension(times)
    if rhythms and belongs_to_rhythm(times, items):
        return recurring(rhythms, times, frame)
    odd = "" if is_plain(text) else unexplained(items, text)
    if odd:
        return Verdict(DueKind.AMBIGUOUS, odd)
    return _dated(times, items, frame, text)


def _says_when(item: Item) -> bool:
    """Whether 立行立改 or 长期坚持 stands there by itself (not 已立行立改)."""
    strong = item.piece.sort in (Sort.NOW, Sort.ALWAYS) and "weak" not in item.piece.marks
    return strong and not item.before.endswith("已")


_FROM_HOUR_TO_HOUR = regex(r"[的,]?(?:上午|早上?)?\d{1,2}(?::\d\d|[点时])[^,;\d]{0,4}[-~至到]")


def _tells_hours(rhythm: Item, times: list[Item], text: str) -> bool:
    """Whether 每天 only tells the hours of the days written out (7月1日至5日，每天8:00-17:00)."""
    daily = rhythm.text in ("每天", "每日") and any(i.span is not None for i in times)
    return daily and _FROM_HOUR_TO_HOUR.match(text, rhythm.piece.end) is not None


def _trouble_of(item: Item) -> Unsettled:

    return Unsettled(item.piece.why)


def _dated(times: list[Item], items: list[Item], frame: Frame, text: str) -> Verdict | None:
    dues = [i for i in times if i.days is not None and i.role == "due" and i.trouble is None]
    doubts = [i for i in times if i.trouble is not None and i.role != "old"]
    starts = [i for i in times if i.role == "start" and i.days is not None and i.trouble is None]
    doubts = [i for i in doubts if not _outranked(i, dues, times)]
    if doubts:
        firm = [i for i in dues if i.latest or not i.bracketed]
        outside = [i for i in doubts if not i.bracketed]
        if not dues or (outside and not any(i.latest for i in firm)):
            return Verdict(DueKind.AMBIGUOUS, doubts[0].trouble.why if doubts[0].trouble else "")
    if not dues:
        return _without_end(times, starts, items)
    done = next(
        (i for i in times if i.role == "done" and i.days and (i.latest or not i.bracketed)), None
    )
    if done is not None and done.days and all(i.days and done.days.due > i.days.due for i in dues):
        return Verdict(DueKind.AMBIGUOUS, f"“{done.text}”写的是完成的日期，不是完成时限")
    if _side_by_side(items):
        return Verdict(DueKind.AMBIGUOUS, "两个时间紧挨着写在一起，不能确定是哪一天")
    if _alternatives(items):
        return Verdict(DueKind.AMBIGUOUS, "写了两个可选的日期，请写明是哪一天")
    return _stages(dues, starts, text)


_LENGTH_OF_IT = regex(
    r"(?:(?:遇|逢)[^,;]{0,6}|质保期?|保修期?|聘期|任期|学制|满|有效期|公示期?|预留|留出|试用期|服务期|合同期|租期|试运行|培训|近|前|共计?|历时|为期|工期|周期|时长|总计|耗时|用时|计)(?:为|约|是)?$"
)


def _outranked(doubt: Item, dues: list[Item], times: list[Item]) -> bool:
    """Whether a certain day follows, or the words only tell how long it takes (工期60天)."""
    length = _LENGTH_OF_IT.search(doubt.before) or re.match("近|最近|过去", doubt.text)
    if length and doubt.piece.sort is Sort.EVENT and any(not i.bracketed for i in dues):
        return True
    if _is_the_events_own(doubt, dues, times):
        return True
    firm = [i for i in dues if not i.bracketed and i.piece.lapse is None]
    if not firm or (doubt.piece.sort is not Sort.EVENT and doubt.piece.grain != "term"):
        return False
    behind = times[max(times.index(doubt) - 1, 0)].text.endswith("前")
    told = doubt.piece.lapse is not None and doubt.before in ("", "(", "(共") and not behind
    told = told and not (doubt.before == "" and times[times.index(doubt) - 1].text.endswith("月"))
    if told:
        return True
    figures = re.match(r"\d+[./-]\d", doubt.text) is not None
    return not figures and times.index(firm[-1]) > times.index(doubt)


def _is_the_events_own(doubt: Item, dues: list[Item], times: list[Item]) -> bool:
    """Whether an event's name stands right behind its day (6月27日至7月1日期末考试)."""
    at = times.index(doubt)
    ends = ("考试", "检查", "考核", "开学")
    named = doubt.piece.sort is Sort.EVENT and doubt.text.endswith(ends)
    return named and at > 0 and times[at - 1] in dues and doubt.before == ""


def _stages(dues: list[Item], starts: list[Item], text: str) -> Verdict:
    days = [i.days for i in dues if i.days is not None]
    last = max(range(len(days)), key=lambda n: (days[n].due, -n))
    settled, item = days[last], dues[last]
    if len(days) > 1 and "其中" not in text and _out_of_order(dues):
        return Verdict(DueKind.AMBIGUOUS, "几个日期前后颠倒又没有写年份，请写明年份")
    stages = tuple(dict.fromkeys(d.due for d in days)) if len(days) > 1 else ()
    spans = [i for i in dues if i.span is not None]
    kind = DueKind.RANGE if len(spans) == len(dues) else DueKind.BY_DATE
    if len(starts) == len(dues) == 1 and _both_ends(starts[0], dues[0]):
        kind = DueKind.RANGE
    start = settled.start
    if item.span is not None:
        start = item.span.start or item.span.due
    if kind is DueKind.RANGE and dues[0].span is not None:
        start = dues[0].span.start or dues[0].span.due
    if starts and starts[0].days is not None:
        begun = starts[0].days.start or starts[0].days.due
        start = begun if begun <= settled.due else start
    warnings = [w for i in dues for w in i.warnings]
    warnings += [w for d in days for w in d.warnings]
    return Verdict(
        kind,
        _derivation(dues, item, kind, stages),
        settled.due,
        start,
        warnings,
        _some(stages),
        provisional=any(d.provisional for d in days),
    )


def _both_ends(first: Item, last: Item) -> bool:
    """Whether 6月6日起，6月24日止 is written out: from one day to another."""
    began = first.piece.grain == "day" and re.match(r"\)?(?:起|开始)[,;]?$", first.after)
    return bool(began) and re.match(r"\)?(?:前|之前)?(?:止|为止|结束|截止)", last.after) is not None


def _some(stages: tuple[date, ...]) -> tuple[date, ...]:
    return stages if len(stages) > 1 else ()


def _out_of_order(dues: list[Item]) -> bool:
    plain = [i for i in dues if not i.bracketed and i.days is not None]
    if any(i.latest for i in dues):
        return False
    return any(
        a.days.due > b.days.due and b.piece.year is None and b.piece.grain != "year"
        for a, b in pairwise(plain)
        if a.days is not None and b.days is not None
    )


def _derivation(dues: list[Item], item: Item, kind: DueKind, stages: tuple[date, ...]) -> str:
    assert item.days is not None
    due = item.days.due
    notes = list(item.days.notes)
    if item.span is not None:
        first = item.span.start or item.span.due
        years = [n for n in item.span.notes if re.search("填写日期|表题|半年以上", n)]
        ends = [n for n in notes if not years or "承前文" not in n]
        notes = [*years, *ends, f"从{in_words(first)}起，以后一个日期为准"]
    if len(stages) > 1:
        notes.append(f"共{len(stages)}个时间节点，以最后一个为准")
    if not notes:
        notes.append("写明了日期")
    notes.append(f"即{in_words(due)}（{weekday(due)}）")
    return "，".join(dict.fromkeys(n for n in notes if n))


def _without_end(times: list[Item], starts: list[Item], items: list[Item]) -> Verdict | None:
    done = next((i for i in times if i.role == "done"), None)
    if done is not None:
        return Verdict(DueKind.AMBIGUOUS, f"“{done.text}”写的是完成的日期，不是完成时限")
    later = next((i for i in times if i.role == "later"), None)
    always = any(i.piece.sort is Sort.ALWAYS for i in items)
    if later is not None and not always:
        return Verdict(DueKind.AMBIGUOUS, f"只写了“{later.text}”以后，没有写到哪一天为止")
    starts = starts or [i for i in times if i is later and i.trouble is None]
    if starts and starts[0].days is not None:
        begun = starts[0].days.start or starts[0].days.due
        open_end = starts[0].after.removeprefix(")").startswith("起")
        if open_end or always:
            return Verdict(
                DueKind.ONGOING, f"从{in_words(begun)}开始，没有写结束的日子", start=begun
            )
        return Verdict(DueKind.AMBIGUOUS, "只写了开始的时间，没有写到哪一天完成")
    old = next((i for i in times if i.role == "old" and i.days is not None), None)
    if old is not None:
        return Verdict(DueKind.AMBIGUOUS, f"“{old.text}”写的是原定的日期")
    return None


def _after_extension(times: list[Item]) -> list[Item]:
    """Of 6月底延期至7月15日 keep the later day only; of 6月底（特殊情况可延至7月15日） the earlier."""
    maybe = [
        i
        for i in times
        if i.extended and (_IF_NEED_BE if i.bracketed else _ON_REQUEST).search(i.before)
    ]
    if len(maybe) < len(times):
        times = [i for i in times if i not in maybe]
    elif maybe:
        maybe[0].trouble = Unsettled("只写了可以延到哪一天，没有写原来的时限")
    at = next((n for n in range(len(times) - 1, -1, -1) if times[n].extended), None)
    if at is None:
        return times
    return times[at:]


def _side_by_side(items: list[Item]) -> bool:
    """Whether two times stand together without a word or sign between (6月底7月初)."""
    return any(
        a.piece.sort is Sort.DATE
        and b.piece.sort is Sort.DATE
        and b.before == ""
        and a.role == "due"
        for a, b in pairwise(items)
    )


def _alternatives(items: list[Item]) -> bool:
    return any(
        re.search(r"或|还是|要么|(?<![a-z])or(?![a-z])", b.before) and a.is_time and b.is_time
        for a, b in pairwise(items)
    )


def _judge_words(items: list[Item], text: str) -> Verdict:
    sorts = {i.piece.sort for i in items}
    if Sort.NOW in sorts:
        return Verdict(DueKind.IMMEDIATE, "要求立即办理，没有另定日期")
    if Sort.ALWAYS in sorts:
        return Verdict(DueKind.ONGOING, "长期坚持的事项，没有结束的日子")
    label = next((i for i in items if "label" in i.piece.marks), None)
    if label is not None:
        return Verdict(DueKind.AMBIGUOUS, label.piece.why)
    for sort in (Sort.DONE, Sort.BLANK, Sort.VAGUE):
        found = next((i for i in items if i.piece.sort is sort), None)
        if found is not None:
            return Verdict(DueKind.INVALID, found.piece.why)
    return _judge_unknown(text)


def _at_known_event(text: str, frame: Frame) -> Verdict | None:
    """Judge an event that the sheet 校历 names in Chinese (毕业典礼前)."""
    for name, day in frame.calendar.anchors.items():
        if len(name) > 1 and not name.isascii() and name in text:
            return _at_anchor(name, day, text)
    return None


def _judge_unknown(text: str) -> Verdict:
    """Judge a text without any word of time: an event, or nothing."""
    if any(i.sort is Sort.CLOCK for i in scan(text)):
        return Verdict(DueKind.AMBIGUOUS, "只写了钟点，没有写哪一天")
    if _EVENT_TEXT.search(text) and not _NO_EVENT.search(text):
        return Verdict(DueKind.AMBIGUOUS, "要看另一件事在哪一天，请写明日期")
    if not re.search(r"[\w\u4e00-\u9fff]", text):
        return Verdict(DueKind.INVALID, "没有填写完成时限")
    return Verdict(DueKind.INVALID, "看不出是哪一天")


def _at_anchor(name: str, day: date, text: str) -> Verdict:

    rest = text.split(name, 1)[1]
    if re.match(r"[\u4e00-\u9fff]{0,4}?(?:之前|以前|前)", rest):
        due = day - timedelta(days=1)
        return Verdict(
            DueKind.BY_DATE,
            f"按校历，{name}是{in_words(day)}，以前一天为限，即{in_words(due)}（{weekday(due)}）",
            due,
        )
    if re.match(r"[\u4e00-\u9fff]{0,4}?(?:之后|以后|后|起)", rest):
        return Verdict(DueKind.AMBIGUOUS, f"只写了“{name}”以后，没有写到哪一天为止")
    return Verdict(DueKind.BY_DATE, f"按校历，{name}是{in_words(day)}（{weekday(day)}）", day)
