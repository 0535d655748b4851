"""The state that a cell claims.

Nothing reads as done that is denied, planned, asked or only partly so: where a cell says both, the
lesser claim stands and a warning says why.  A share of the whole counts beside words.
"""

# ruff: noqa: RUF001 -- marks that look alike are the matter of this file

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from ..model import Raw, Status, StatusReading
from ..patterns import regex
from . import status_words as w
from .blanks import is_placeholder
from .status_clauses import Reading, read_clauses
from .status_shares import share_of
from .traditional import to_simplified

_YES_WORDS = frozenset(
    ["y", "yes", "true", "ok", "已ok", "ok了", "done", "finished", "completed", "对", "是的", "v"]
)
_YES_MARKS = frozenset("√✓✔☑✅🗹")
_NO_WORDS = frozenset(["n", "no", "false", "x", "不是", "错", "没", "没有完成"])
_NO_MARKS = frozenset("×✗✘✕✖❌Χ╳")
_TICK = regex(r"([☑✅🗹☒■√✓✔])([^☑✅🗹☒■√✓✔□☐○◯]+)|([□☐○◯])([^☑✅🗹☒■√✓✔□☐○◯]+)")
_TICK_BEHIND = regex(r"([^()]{1,12})\(([√✓✔vV☑✕×]?)\)")
#: A tick that a bracket takes something from: √（部分）.
_TICK_WITH_ASIDE = regex(r"[√✓✔☑✅🗹]\(([^()]{1,20})\)?")
#: Choices with a box behind each (是☑否□), and one with a bracket to tick.
_WITH_MARK_BEHIND = regex(r"([^☑✅☒■√✓✔□☐○◯]{1,10})([☑✅☒■√✓✔□☐○◯])")
_MARKS_BEHIND = regex(r"(?:[^☑✅☒■√✓✔□☐○◯()]{1,10}[☑✅☒■√✓✔□☐○◯]){2,}")
_ALONE_WITH_TICK = regex(r"([^()]{1,10})\(([√✓✔☑]?)\)")
_TICK_IN_BRACKET = regex(r"\(([√✓✔v☑×✕]?)\)([^()√✓✔☑□]{1,12})")
_TICK_BETWEEN = regex(
    r"(?P<left>[^√✓✔☑□☐■()（）]{1,8}?)(?P<before>\s*)[√✓✔☑](?P<behind>\s*)(?P<right>[^√✓✔☑□☐■()（）\s]{1,8})"
)
#: A tick and the day beside it: √ 6.20.
_TICK_WITH_DAY = regex(
    r"[√✓✔☑✅🗹](?:(?:20)?\d{2}[年./-])?(?:1[0-2]|0?[1-9])[月./-](?:3[01]|[12]\d|0?[1-9])[日号]?"
)
#: The heading, copied into the cell: 是否完成：是.
_LABELLED = regex(
    r"(?:是否已?(?:完成|办结|整改|落实|销号)|(?:完成|办理|整改|当前)?(?:状态|情况|进度))[:](.{1,40})"
)
#: A day written with a point before what was done on it: 6.20完成.
_DAY_WITH_POINT = regex(
    r"(?<![\d.])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])日?(?=(?:前|已|完成|办结|整改|销号))"
)
#: What is done with what was finished takes nothing from it: 完成（已公示）.
_MADE_KNOWN = regex(
    r"(?:材料|结果|文件|佐证|照片)?(?:均|都)?已(?:公示|公布|发布|上传|备案|报备|上报|报送|印发|发文|通报|存档|签字|盖章|提交|附后?)(?:材料|佐证|照片|公示)?"
)
_BRACKET = regex(r"\(([^()]*)(?:\)|$)")
_NUMBER = regex(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)")
_DATE_ONLY = regex(
    r"(?:\d{2,4}[年./-])?\d{1,2}[月.-]\d{1,2}[日号]?|(?:\d{2,4}[年./-])?(?:[1-9]|1[0-2])/(?:2[89]|3[01])|\d{2,4}[年./-]\d{1,2}/\d{1,2}|\d{4}[年./-]\d{1,2}月?|\d{1,2}月[底末初]?"
)
_BELOW_NOTHING = regex(r"-\d+(?:\.\d+)?%?")
#: The choices of a form, none of them struck out: 已完成/未完成, 是/否.
_CHOICE = regex(
    r"(?:(?:[已未]|尚未)?(?:完成|办结|启动|整改|落实)|基本完成|部分完成|推进中|进行中|正在推进|是|否|√|×)"
    r"(?:/(?:(?:[已未]|尚未)?(?:完成|办结|启动|整改|落实)|基本完成|部分完成|推进中|进行中|正在推进|是|否|√|×))+"
)
_NEEDLESS = regex(r"(?:无需|无须|毋需|不需要?|不用)再?(?:整改|办理|处理|完成|实施|开展|落实)?")
_ONLY_SHARE = regex(
    r"共.{1,6}|(?:已|目前|现|约|近|达到?|完成|办结|整改|进度|进展|形象|总体|率|为|:|了|过|左右|以上|[\d.]+%|[\d.]+/\d+"
    r"|百分之.{1,4}|.成|.{1,3}分之.{1,3}|一半|过半)+"
)
#: 己完成, 巳办结: typed for 已 every day.
_MISTYPED = regex(
    r"(?<![自知])[己巳](?=(?:经|全部?|全面|部分|基本|均|按[期时]|提前|如期)*(?:完成|办|整改|落实|解决|启动|开展|开工|销号|结|到位|实施|提交|上报|延期|暂停|取消))"
)
#: 已完城, 以完成: other characters of the same sound or shape.
_MISTYPED_DONE = regex(r"(?<=完)[城戓诚呈戍戌](?![市区乡镇])")
_MISTYPED_ALREADY = regex(
    r"(?:^|(?<=[，,；;。(]))以(?=(?:经|全部|全面)*(?:完成|办结|整改|落实|解决)(?:$|[，,；;。()]|到位|完毕))"
)
_MISTYPED_NOT = regex(r"(?<![月周年季期旬])末(?=完成|启动|开展|开始|整改|办结|落实|解决|推进|销号)")
_MAY_BE_MISTYPED = frozenset("己巳以城戓诚呈戍戌末")
_CIRCLED = regex(r"[①-⑳]")
_LONGEST = 2000
_LONGEST_KEPT = 300


def squeeze(text: str) -> str:
    """Return the text in half width, simplified, lower case, without blanks and invisible marks."""
    parted = _CIRCLED.sub("；", text[:_LONGEST])
    plain = unicodedata.normalize("NFKC", parted.replace("…", ""))
    kept = (c for c in plain if not c.isspace() or c == "\n")
    visible = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Co", "Cs"))
    visible = visible.translate(str.maketrans("【】〔〕[]{}：", "()()()():"))
    plain = to_simplified(visible.lower()).replace("\ufe0f", "").rstrip("\n。.!;,、-—_*\"“”'")
    if not _MAY_BE_MISTYPED.isdisjoint(plain):
        plain = _MISTYPED_NOT.sub("未", plain)
        plain = _MISTYPED_ALREADY.sub("已", _MISTYPED.sub("已", _MISTYPED_DONE.sub("成", plain)))
    return re.sub(r"^(?:[\n。!;,、—_*\"“”']|[-.](?!\d))+", "", plain)


_squeeze_once = lru_cache(maxsize=4096)(squeeze)


def read_status(
    raw: Raw, text: str, kind: str = "text", words: Mapping[str, Status] | None = None
) -> StatusReading:
    """Return the state a cell claims; ``status`` None where nothing explains it.

    `kind` is the cell's kind (text, number, percent, bool, date ...); a number from 0 to 1 or a
    whole number up to 100 is a share of the whole.  `words` are the office's own: they stand for
    whole cells and outrank everything else.
    """
    if kind == "bool" or isinstance(raw, bool):
        return StatusReading(Status.DONE if raw else Status.IN_PROGRESS)
    if kind in ("date", "time"):
        return StatusReading(None, warnings=("填的是日期，不是完成状态",))
    if kind in ("number", "percent") and isinstance(raw, int | float):
        return _of_number(float(raw), kind)
    plain = squeeze(text) if len(text) > _LONGEST_KEPT else _squeeze_once(text)
    if words:
        own = {squeeze(k): v for k, v in words.items()} if len(words) < 4 else _squeezed(words)
        if plain in own:
            return _of_word(own[plain], plain)
    if len(text) > _LONGEST_KEPT:
        return _read(plain, text)
    return _of_text(plain, text)


_OWN: list[tuple[Mapping[str, Status], dict[str, Status]]] = []


def _squeezed(words: Mapping[str, Status]) -> dict[str, Status]:
    """Return the office's words as compared, kept for the last mapping seen."""
    if not _OWN or _OWN[0][0] is not words or len(_OWN[0][1]) > len(words):
        _OWN[:] = [(words, {squeeze(k): v for k, v in words.items()})]
    return _OWN[0][1]


def _of_word(status: Status, plain: str) -> StatusReading:
    asks = status is Status.EXTENDED and bool(w.ASKS.search(plain))
    warnings = ("是否超期由完成时限计算，不以此格为准",) if status is Status.OVERDUE else ()
    return StatusReading(status, asks_extension=asks, warnings=warnings)


def _of_number(value: float, kind: str) -> StatusReading:
    if value < 0 or value != value or value > 100:
        return StatusReading(None, warnings=("进度应在0%到100%之间",))
    share = value
    warnings: tuple[str, ...] = ()
    if value > 1:
        if kind == "number" and value != int(value) and value < 2:
            return StatusReading(None, warnings=("进度应在0%到100%之间",))
        share, warnings = value / 100, (f"按{value:g}%理解",)
    elif kind == "number" and value == 1:
        warnings = ("按100%理解",)
    return StatusReading(_of_share(share), round(share, 4), warnings=warnings)


def _of_share(share: float) -> Status:
    if share <= 0:
        return Status.NOT_STARTED
    return Status.DONE if share >= 1 else Status.IN_PROGRESS


@lru_cache(maxsize=4096)
def _of_text(plain: str, text: str) -> StatusReading:
    return _read(plain, text)


def _read(plain: str, text: str) -> StatusReading:
    marked = _of_marks(plain, text)
    if marked is not None:
        return marked
    if not plain or is_placeholder(text):
        return StatusReading(None)
    if _BELOW_NOTHING.fullmatch(plain):
        return StatusReading(None, warnings=("负数不是完成情况",))
    if _NEEDLESS.fullmatch(plain):
        return StatusReading(None, warnings=("写的是无需办理，不是完成状态",))
    if plain in w.WORDS:
        return _of_word(w.WORDS[plain], plain)
    if _NUMBER.fullmatch(plain):
        return _of_number(float(plain), "number")
    if _DATE_ONLY.fullmatch(plain):
        return StatusReading(None, warnings=("像是日期，不是完成状态",))
    if _CHOICE.fullmatch(plain):
        return StatusReading(None, warnings=("几种状态都写着，请只留一种",))
    labelled = _LABELLED.fullmatch(plain)
    if labelled:
        return _of_text(labelled[1], labelled[1])
    if w.QUESTION.search(plain):
        return StatusReading(None, warnings=("不是确定的说法，请写明完成状态",))
    return _of_clauses(_DAY_WITH_POINT.sub(r"\1月\2日", plain) if "." in plain else plain)


def _of_marks(plain: str, text: str) -> StatusReading | None:
    """Read ticks, crosses and lists of boxes; None where there are none."""
    bare = "".join(c for c in text if not c.isspace()).strip("()（）[]［］【】。.")
    if bare and (bare in _YES_MARKS or set(bare) <= _YES_MARKS or plain in _YES_WORDS):
        return StatusReading(Status.DONE)
    if bare and (bare in _NO_MARKS or plain in _NO_WORDS):
        return StatusReading(Status.IN_PROGRESS)
    ticked_aside = _TICK_WITH_ASIDE.fullmatch(plain)
    if ticked_aside and w.LESSENS.search(ticked_aside[1]):
        return StatusReading(Status.PARTLY_DONE, rest=ticked_aside[1])
    if len(bare) > 1 and (bare[0] in _NO_MARKS or bare[-1] in _NO_MARKS):
        words = bare.strip("".join(_NO_MARKS))
        if _of_text(squeeze(words), words).status in (Status.DONE, Status.DONE_LATE, Status.CLOSED):
            return StatusReading(Status.IN_PROGRESS, warnings=("打了叉，按未完成理解",))
    behind = _TICK_BEHIND.findall(plain)
    if len(behind) > 1 and any(tick for _, tick in behind) and any(not t for _, t in behind):
        ticked = [label.strip("，,、;") for label, tick in behind if tick and tick not in "×✕"]
        if len(ticked) == 1:
            return _of_text(squeeze(ticked[0]), ticked[0])
    if _TICK_WITH_DAY.fullmatch(plain):
        return StatusReading(Status.DONE, rest=plain[1:])
    if (beside := _of_tick_behind(plain, text)) is not None:
        return beside
    boxes = _TICK.findall(plain)
    if len(boxes) > 1 or (boxes and boxes[0][0]):
        ticked = [label for mark, label, _, _ in boxes if mark]
        if len(ticked) == 1:
            return _of_text(squeeze(ticked[0]), ticked[0])
        return StatusReading(None, warnings=("没有勾选" if not ticked else "勾选了不止一项",))
    return None


def _of_tick_behind(plain: str, text: str) -> StatusReading | None:
    """Read choices whose tick stands in a bracket before, or behind them; None where there are none.

    是√ 否 ticks 是; 是√否 without a blank may be either and is asked about.
    """
    before = _TICK_IN_BRACKET.findall(plain)
    if len(before) > 1 and "".join(f"({t}){c}" for t, c in before) == plain:
        ticked = [choice for tick, choice in before if tick]
        return _of_text(ticked[0], ticked[0]) if len(ticked) == 1 else None
    if _MARKS_BEHIND.fullmatch(plain):
        ticked = [c for c, mark in _WITH_MARK_BEHIND.findall(plain) if mark not in "□☐○◯"]
        if len(ticked) == 1:
            return _of_text(ticked[0], ticked[0])
        return StatusReading(None, warnings=("没有勾选" if not ticked else "勾选了不止一项",))
    alone = _ALONE_WITH_TICK.fullmatch(plain)
    if alone and alone[1] in w.WORDS:
        if alone[2]:
            return _of_text(alone[1], alone[1])
        return StatusReading(None, warnings=("没有勾选",))
    said = _TICK_BETWEEN.fullmatch(text.strip())
    if (
        said is None
        or not said["left"].strip("：: ")
        or said["left"].rstrip().endswith((":", "："))
    ):
        return None
    first, second = squeeze(said["left"]), squeeze(said["right"])
    if first not in w.WORDS or second not in w.WORDS:
        return None
    if bool(said["before"]) == bool(said["behind"]):
        return StatusReading(None, warnings=("看不出勾选的是哪一项",))
    ticked_word = second if said["before"] else first
    return _of_text(ticked_word, ticked_word)


def _of_clauses(plain: str) -> StatusReading:
    asides = [a for a in _BRACKET.findall(plain) if not _MADE_KNOWN.fullmatch(a)]
    head = _BRACKET.sub("，", plain)
    share, head, counted = share_of(plain, head)
    reading = Reading()
    read_clauses(head, reading)
    aside_reading = Reading()
    for aside in asides:
        if counted and aside and w.SOME_ITEMS.search(aside) is None and re.search(r"^共", aside):
            continue
        read_clauses(aside, aside_reading)
    said = set(reading.says)
    beside = set(aside_reading.says)
    if not said and share is None:
        said, beside = beside, set()
    status = _settle(said, reading)
    if reading.unclosed or aside_reading.unclosed:
        status = Status.DONE_UNVERIFIED if status in _FINISHED else status or Status.IN_PROGRESS
    status = _with_aside(status, beside)
    if status is Status.DONE and any(w.LESSENS.search(aside) for aside in asides):
        status = Status.PARTLY_DONE
        reading.warnings.append("括号里写的不是全部，未按全部完成理解")
    status, warnings = _with_share(status, share, counted)
    rest = "，".join(x for x in [*reading.rest, *asides] if x and not _ONLY_SHARE.fullmatch(x))
    asks = reading.asks or aside_reading.asks
    if status is Status.OVERDUE:
        warnings.append("是否超期由完成时限计算，不以此格为准")
    return StatusReading(
        status, share, rest, asks, tuple(dict.fromkeys([*reading.warnings, *warnings]))
    )


_ORDER = (
    Status.REJECTED,
    Status.SUSPENDED,
    Status.LONG_TERM,
    Status.DONE_LATE,
    Status.DONE_UNVERIFIED,
    Status.CLOSED,
    Status.OVERDUE,
    Status.NO_TIMETABLE,
    Status.PARTLY_DONE,
    Status.SLOW,
    Status.AHEAD,
)
_PLAIN = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED)
_FINISHED = frozenset({Status.DONE, Status.CLOSED, Status.DONE_LATE, Status.DONE_UNVERIFIED})
_OPEN = frozenset({Status.IN_PROGRESS, Status.NOT_STARTED, Status.SLOW, Status.AHEAD})


def _settle(said: set[Status], reading: Reading) -> Status | None:
    """Return one state for all clauses: of two claims the lesser."""
    if not said:
        return None
    if reading.waits and Status.NOT_STARTED in said:
        said = said - {Status.IN_PROGRESS}
    if said & _FINISHED and Status.OVERDUE in said and not said & _OPEN:
        return Status.DONE_LATE
    if Status.DONE_UNVERIFIED in said and reading.first_step:
        said = said - {Status.DONE_UNVERIFIED}
    if Status.DONE_UNVERIFIED in said and said & _OPEN and Status.DONE not in said:
        return _settle(said - {Status.DONE_UNVERIFIED}, reading)
    if said & _FINISHED and (said & _OPEN or reading.open_end):
        reading.warnings.append("既写完成又写未完成，未按全部完成理解")
        return Status.PARTLY_DONE
    if Status.EXTENDED in said:
        others = said - {Status.EXTENDED}
        if others and others <= _FINISHED and reading.says[-1] in _FINISHED:
            return Status.DONE_LATE  # 受疫情影响延期，现已完成
        if not others or not reading.asks:
            return Status.SUSPENDED if Status.SUSPENDED in others else Status.EXTENDED
        if not others & _FINISHED:
            return _settle(others, reading)
        return Status.EXTENDED
    for status in _ORDER:
        if status in said:
            return status
    for status in (*_PLAIN, Status.IMMEDIATE):
        if status in said:
            return status
    return next(iter(said))


def _with_aside(status: Status | None, beside: set[Status]) -> Status | None:
    """Return the state with what stands in brackets taken in: it may only lessen a claim.

    立行立改 is a class of matters and no claim: the bracket says how far it is.
    """
    if status is Status.DONE:
        if Status.DONE_UNVERIFIED in beside:
            return Status.DONE_UNVERIFIED
        if Status.CLOSED in beside:
            return Status.CLOSED
        if Status.LONG_TERM in beside:
            return Status.LONG_TERM
        if Status.OVERDUE in beside and not beside & _OPEN:
            return Status.DONE_LATE
        if beside & (_OPEN | {Status.PARTLY_DONE}):
            return Status.PARTLY_DONE
    if status is Status.IMMEDIATE:
        return next((s for s in (*_ORDER, *_PLAIN) if s in beside), status)
    if status is Status.IN_PROGRESS:
        for stronger in (Status.SUSPENDED, Status.SLOW, Status.AHEAD):
            if stronger in beside:
                return stronger
    return status


def _with_share(
    status: Status | None, share: float | None, counted: bool
) -> tuple[Status | None, list[str]]:
    if share is None:
        return status, []
    if status in (None, Status.IMMEDIATE):
        if counted and 0 < share < 1:
            return Status.PARTLY_DONE, []
        return _of_share(share), []
    if status in _FINISHED and share < 1:
        lesser = Status.PARTLY_DONE if share > 0 else Status.IN_PROGRESS
        return lesser, [] if counted else [f"写了完成，进度却是{share:.0%}"]
    if status in (Status.IN_PROGRESS, Status.NOT_STARTED):
        if share >= 1:
            return Status.IN_PROGRESS, ["进度是100%，又写未完成"]
        if counted and share > 0:
            return Status.PARTLY_DONE, []
        return (Status.IN_PROGRESS if share > 0 else status), []
    if status is Status.PARTLY_DONE and share >= 1:
        return status, ["进度是100%，又写部分完成"]
    return status, []
