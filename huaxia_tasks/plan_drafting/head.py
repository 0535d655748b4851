"""What a written plan says of itself: title, number, issuer, day, addressees, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ..deadlines import parse_deadline
from ..patterns import regex

_NUMBER = regex(
    r"(?P<issuer>[\u4e00-\u9fff]{2,10}(?:[A-Za-z]{0,3}))\s*(?P<open>[〔\[【(（﹝〈])\s*(?P<year>20\d\d)\s*[〕\]】)）﹞〉]\s*第?\s*0*(?P<n>[1-9]\d{0,3})\s*号"
)
_DAY = regex(
    r"(?:20\d\d|二[零○\u3007][一二三四五六七八九零○\u3007]{2})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_SIGNED = regex(rf"(?P<who>.{{2,40}}?)?\s*(?P<day>{_DAY.pattern})\s*(?P<printed>印发)?")
_FORWARDED = regex(r"关于(?:印发|转发|下发)《(?P<title>.+?)》的通知")
_TITLE_END = regex(
    r"(?:实施方案|工作方案|行动方案|整改方案|活动方案|方案|实施意见|意见|行动计划|工作计划|计划|工作要点|要点|安排|通知|办法)(?:[（(][^（）()]{2,12}[）)])?$"
)
_ORGANISATION = regex(r"(?:委员会|学院|大学|学校|党委|党组|办公室|领导小组|[部处厅局])$")
_SCHOOL = regex(
    r"(?:中国共产党|中共)?(?P<school>[\u4e00-\u9fff]{2,16}?(?:大学|学院|学校|高等专科学校))"
)
_REST = regex(r"根据|按照|依据|落实|贯彻|遵照")
_LONGEST_TITLE_LINES = 4


@dataclass(slots=True)
class Head:
    """What stands before and behind the sections.  ``guessed`` holds the names of fields to check, with why."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    office: str = ""
    school: str = ""
    addressees: str = ""
    basis: str = ""
    guessed: dict[str, str] = field(default_factory=dict)

    @property
    def written(self) -> date | None:
        """The day against which times without a year are read: the day of issue, else the number's year."""
        if self.issued is not None:
            return self.issued
        year = re.search(r"〔(20\d\d)〕", self.number)
        return date(int(year[1]), 1, 1) if year else None


def read_head(paragraphs: Sequence[str], before: Sequence[str]) -> Head:
    """Return the head; `before` are the paragraphs before the first section."""
    head = Head()
    _title(head, before)
    _number(head, paragraphs)
    _signature(head, paragraphs)
    _school(head)
    _addressees(head, before)
    head.basis = _basis(before, head.title)
    return head


def _title(head: Head, before: Sequence[str]) -> None:
    joined = _together(before[:12])
    forwarded = _FORWARDED.search(joined)
    if forwarded:
        head.title = _tidy_title(forwarded["title"])
        return
    lines: list[str] = []
    for paragraph in before:
        if _NUMBER.fullmatch(paragraph) or _DAY.fullmatch(paragraph) or len(paragraph) > 50:
            lines = []
            continue
        lines.append(paragraph)
        if _TITLE_END.search(paragraph):
            head.title = _tidy_title(_together(lines[-_LONGEST_TITLE_LINES:]))
            head.guessed["方案名称"] = "取自正文前的标题行"
            return


def _together(lines: Sequence[str]) -> str:
    """Join lines of a title; a blank inside a line stays, one at a break is none."""
    return "".join(line.strip() for line in lines)


def _tidy_title(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" 《》")


def _number(head: Head, paragraphs: Sequence[str]) -> None:
    for paragraph in paragraphs:
        match = _NUMBER.fullmatch(
            paragraph.replace(" ", "").removeprefix("文号：").removeprefix("发文字号：")
        )
        if match:
            head.number = f"{match['issuer']}〔{match['year']}〕{match['n']}号"
            if match["open"] != "〔":
                head.guessed["文号"] = f"原文括号写作“{match['open']}”，已改为六角括号"
            return


def _signature(head: Head, paragraphs: Sequence[str]) -> None:
    for place, paragraph in enumerate(paragraphs):
        match = _SIGNED.fullmatch(paragraph)
        if match is None:
            continue
        day = parse_deadline(re.sub(r"\s", "", match["day"]), written=date(2000, 1, 1)).due
        who = (match["who"] or "").strip()
        if match["printed"]:
            head.office = head.office or who
            if head.issued is None and day is not None:
                head.issued = day
                head.guessed["印发日期"] = "取自版记的印发日期，成文日期请核对"
            continue
        if head.issued is None or "印发日期" in head.guessed:
            head.issued = day
            head.guessed.pop("印发日期", None)
        if not head.issuer:
            head.issuer = who or _issuer_above(paragraphs, place)
    if not head.issuer:
        head.issuer = _issuer_in_letterhead(paragraphs)
        if head.issuer:
            head.guessed["印发单位"] = "取自文件开头的发文机关标志"


def _issuer_above(paragraphs: Sequence[str], place: int) -> str:
    above = paragraphs[place - 1].strip() if place else ""
    return above if 4 <= len(above) <= 30 and _ORGANISATION.search(above) else ""


def _issuer_in_letterhead(paragraphs: Sequence[str]) -> str:
    for paragraph in paragraphs[:5]:
        if paragraph.endswith("文件") and len(paragraph) <= 34:
            return paragraph.removesuffix("文件").strip()
    return ""


def _school(head: Head) -> None:
    for source in (head.issuer, head.title):
        match = _SCHOOL.match(source)
        if match:
            head.school = match["school"]
            return


def _addressees(head: Head, before: Sequence[str]) -> None:
    for paragraph in before:
        if re.fullmatch(r"[^。；]{2,60}[：:]", paragraph) and "附件" not in paragraph:
            head.addressees = paragraph.rstrip("：:")
            return


def _basis(before: Sequence[str], title: str) -> str:
    """Return the documents that the plan rests on: 《…》（文号）；《…》."""
    found: dict[str, None] = {}
    own = re.sub(r"\W", "", title)
    for paragraph in before:
        if not _REST.search(paragraph):
            continue
        for name, number in _quoted_titles(paragraph):
            if own and re.sub(r"\W", "", name) in own:
                continue
            found[f"《{name}》" + (f"（{number}）" if number else "")] = None
    return "；".join(found)


def _quoted_titles(text: str) -> list[tuple[str, str]]:
    """Return (title, number) of the titles in 《》, inner ones left inside."""
    found: list[tuple[str, str]] = []
    depth = start = 0
    for place, mark in enumerate(text):
        if mark == "《":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif mark == "》" and depth:
            depth -= 1
            if depth == 0:
                behind = re.match(r"[（(]([^（）()]{4,24}号)[）)]", text[place + 1 :])
                found.append((text[start:place], behind[1].replace(" ", "") if behind else ""))
    return found
