"""What stands around a table: its title, 填报单位, 填报时间, signatures, notes, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..patterns import regex
from .book import Cell
from .squeeze import squeeze

_UNIT_LABELS = (
    "填报单位名称|填报单位|报送单位|填表单位|上报单位|申报单位|编制单位|制表单位|填写单位|单位名称|所在单位|填报部门|报送部门|上报部门|"
    "部门名称|填报党组织|二级党组织|党组织名称|党组织|填报学院|学院名称|责任单位|牵头单位|单位|部门|学院"
)
_DATE_LABELS = (
    "填报时间|填报日期|填表时间|填表日期|填写时间|填写日期|报送时间|报送日期|上报时间|上报日期|制表时间|制表日期|编制日期|更新时间|"
    "更新日期|统计时间|报表日期|日期|时间"
)
#: Labels that need no colon.
_SURE_UNIT_LABELS = "填报单位|报送单位|填表单位|上报单位|填报部门|报送部门"
_SURE_DATE_LABELS = "填报时间|填报日期|填表时间|填表日期|报送时间|报送日期|上报时间|上报日期"
_OTHER_LABELS = (
    "填报人|填表人|制表人|填写人|报送人|审核人|审批人|审核|复核|校对|经办人|联系人|联络员|联系电话|联系方式|办公电话|电话|手机|传真|邮箱|"
    "单位负责人|部门负责人|主要负责人|负责人|分管领导|主管领导|单位领导|书记|院长|签字|签名|盖章|公章|单位盖章|单位公章|负责人签字|"
    "分管领导签字|领导签字|审签人|抄送|抄报"
)
_LABEL = regex(
    rf"(?<![\u4e00-\u9fff])(?:(?P<unit>{_UNIT_LABELS})|(?P<day>{_DATE_LABELS})|(?P<other>{_OTHER_LABELS})(?:签字|签名|签章)?)"
    r"\s*(?:[（(【\[][^）)】\]]{0,12}[）)】\]])?\s*[:：]"
    rf"|(?<![\u4e00-\u9fff])(?:(?P<unit2>{_SURE_UNIT_LABELS})|(?P<day2>{_SURE_DATE_LABELS})(?=\s*\d))"
    r"(?:[（(][^）)]{0,12}[）)])?(?=\s*[^\s:：])"
)
_UNIT_WORDS = frozenset(_UNIT_LABELS.split("|"))
_DATE_WORDS = frozenset(_DATE_LABELS.split("|"))
_SURE_WORDS = frozenset(f"{_SURE_UNIT_LABELS}|{_SURE_DATE_LABELS}".split("|"))
_SIGNING = frozenset(_OTHER_LABELS.split("|"))
_SIGNED = _SIGNING | _DATE_WORDS
_SPACED = regex(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
)
#: No line that says whose a table is and of which day is longer.
_LONGEST_LINE = 1000
_VALUE_ENDS = regex(r"\s{2,}|\t|\n|\u3000{2,}")
_BLANKS_TO_FILL = regex(
    r"[_\uff3f\s\u3000]+$|^[_\uff3f\s\u3000]+|[（(](?:盖章|公章|签章|章|加盖公章)[）)]"
)

_TOTAL = regex(
    r"(?:合计|小计|共计|总计|累计|总数)(?:\d.*|[（(:：].*|[一二三四五六七八九十百]+[项条个件].*)?$"
)
_SEAL = regex(
    r"[（(]?(?:单位|部门|学院|党总支|负责人|领导)*(?:加?盖|签)?(?:公章|印章|盖章|签章|签字|签名)(?:处|栏)?[）)]?[:：]?"
)
_NOTE = regex(
    r"(?:附?注|备注|说明|填表说明|填报说明|填写说明|填表须知|填写要求|填报要求|填表要求|注意事项|温馨提示|特别说明|备注说明)"
    r"(?:[:：]|[\d①-⑳一二三四五六七八九十]{1,2}[.、．)）]|$)"
    r"|[（(]?(?:以下空白|以下无正文|此表可|本表可|可续页|可另附页|可自行[加增]|表格不够)"
)
_NOTE_BEGINS = frozenset("附注备说填温特（(以此本可表")
_NOTE_GOES_ON = regex(r"[（(]?[\d①-⑳一二三四五六七八九十]{1,2}[.、．)）]")
_EXAMPLE = regex(
    r"[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|举例|例如|示范|例)(?:[\d一二三]|行)?[）)】\]:：]?$"
)
_EXAMPLE_TEXT = regex(r"[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例)[）)】\]:：]")
_INSTRUCTION = regex(
    r"[（(【\[]?(?:请|如[:：]|例如|填写|选填|必填|非必填|可填|可选|下拉|从下拉|选择|按|格式|系统自动|不超过|\d+字|与.{1,8}一致|写明|注明|没有可)"
)
_INSTRUCTION_BEGINS = frozenset("（(【[请如例填选必非可下从按格系不与写注没")


class Line(NamedTuple):
    """A filled cell above, between or below tables."""

    row: int
    column: int
    text: str
    cell: Cell


class Labelled(NamedTuple):
    """What stands behind a label: ``kind`` is unit or day; ``label`` as written."""

    kind: str
    label: str
    text: str
    line: Line


def labelled(lines: Iterable[Line]) -> Iterator[Labelled]:
    """Yield what stands behind 填报单位, 填报时间 and their like, in the same cell or the next one."""
    waiting: tuple[str, str, Line] | None = None
    for line in lines:
        if len(line.text) > _LONGEST_LINE:
            waiting = None
            continue
        if (text := closed_up(line.text)) != line.text:
            line = Line(line.row, line.column, text, line.cell)
        found = _labels_in(line.text)
        if waiting and not found and waiting[2].row == line.row:
            kind, label, at = waiting
            if text := _value(line.text):
                yield Labelled(kind, label, text, line if kind == "day" else at)
        waiting = None
        for kind, label, text in found:
            waiting = (kind, label, line) if kind and not text else None
            if kind and text:
                yield Labelled(kind, label, text, line)
        if not found:
            word = squeeze(line.text)
            kind = "unit" if word in _UNIT_WORDS else "day" if word in _DATE_WORDS else ""
            waiting = (kind, line.text.strip(), line) if kind else None


@lru_cache(maxsize=512)
def _labels_in(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return the kind of each label in a text ("" for what is neither unit nor day), itself, its value.

    The sheets of a workbook bear the same lines, and so do workbooks of one form.
    """
    found = list(_LABEL.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)] * bool(found)
    return tuple(
        (_kind_of_label(match), match[0], _value(text[match.end() : end]))
        for match, end in zip(found, ends, strict=True)
    )


def closed_up(text: str) -> str:
    """Return `text` with words closed up that are typed with blanks between (填 报 单 位)."""
    if " " not in text and "\u3000" not in text:
        return text
    return _SPACED.sub(lambda m: re.sub(r"[ \u3000]", "", m[0]), text)


def has_label(text: str) -> bool:
    """Whether a text holds a label with something to follow (填报单位：, 填表人：); 17:30 is none."""
    return bool(_LABEL.search(closed_up(text)))


def is_sure_label(text: str) -> bool:
    """Whether a cell is 填报单位, 填报时间 or the like alone: what stands beside it is its value."""
    return squeeze(text) in _SURE_WORDS


def _kind_of_label(match: re.Match[str]) -> str:
    if match["unit"] or match["unit2"]:
        return "unit"
    return "day" if match["day"] or match["day2"] else ""


def _value(text: str) -> str:
    """Return what was filled in behind a label, "" where only lines or 年 月 日 stand there."""
    text = text.strip()
    for _ in range(3):
        text = _BLANKS_TO_FILL.sub("", text).strip()
    return "" if re.fullmatch(r"[\s_\uff3f年月日号\-/.…xX×]*", text) else text


def first_part(text: str) -> str:
    """Return the part of a value before a wide blank."""
    return _VALUE_ENDS.split(text.strip())[0].strip()


def is_signature(cells: list[tuple[int, Cell]]) -> bool:
    """Whether a row begins with 填表人：, 单位负责人（签字）, 填报日期：and the like."""
    text = closed_up(cells[0][1].text.strip())
    found = _LABEL.match(text)
    if found:
        return True
    word = squeeze(text)
    bare = re.sub(r"\([^()]*\)?", "", word)
    if bare in _SIGNING and sum(squeeze(cell.text) in _SIGNED for _, cell in cells) > 1:
        return True
    if (
        bare in _SIGNING
        and len(cells) <= 8
        and (bare != word or len(cells) % 2 == 0 or len(cells) == 1)
    ):
        return True
    return (
        bool(re.search(r"[（(](?:盖章|公章|签字|签章|签名)[）)]\s*[:：]?$", text))
        and len(cells) <= 4
    )


def is_seal(text: str) -> bool:
    """Whether a text alone marks where to sign or seal: （单位公章）, 负责人签字."""
    return bool(_SEAL.fullmatch("".join(text.split())))


def is_total(text: str) -> bool:
    """Whether a row's first text makes it a sum (合计, 小计：5项)."""
    return bool(_TOTAL.match("".join(text.split())))


def is_note(text: str) -> bool:
    """Whether a text begins a remark below (or above) a table: 注：, 填表说明：1.…"""
    return text.lstrip()[:1] in _NOTE_BEGINS and bool(_NOTE.match("".join(text.split())))


def goes_on(text: str) -> bool:
    """Whether a text looks like a further numbered line of a remark."""
    return bool(_NOTE_GOES_ON.match(text.strip()))


def is_example(text: str) -> bool:
    """Whether a whole cell says that its row is an example."""
    return len(text) <= 8 and bool(_EXAMPLE.match("".join(text.split())))


def begins_example(text: str) -> bool:
    """Whether a longer text is marked as an example (示例：……)."""
    return bool(_EXAMPLE_TEXT.match(text.lstrip()))


def are_instructions(texts: list[str]) -> bool:
    """Whether most of these texts, without outer blanks, say how to fill in their columns."""
    likely = [t for t in texts if t[0] in _INSTRUCTION_BEGINS or t[0].isdecimal()]
    enough = len(texts) * 3
    return len(likely) * 5 >= enough and sum(map(_is_instruction, likely)) * 5 >= enough


def _is_instruction(text: str) -> bool:
    return bool(_INSTRUCTION.match(text))
