"""Numbers that identify something and only look like dates: 合同编号2022-06-30, RW-2022-06, 2022年第3期.

They are skipped like every other name; a date elsewhere in the cell still counts.
"""

from __future__ import annotations

import re

from ...registry import phrase
from ..labels import IDENTIFYING
from ..numerals import NUMERAL
from ..pieces import Piece, Sort

_RUN = (
    r"(?=[A-Za-z\d./_-]*\d)[A-Za-z\d][A-Za-z\d./_-]*(?![A-Za-z\d./_年月日旬周季天]|个|之?前|以前)"
)
_NO_CODE = (
    r"(?!(?i:ddl|deadline|time|date|due|by|till?|until|before|on|at|in|to|end|no|[qht]\d?"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[^A-Za-z])"
)
_TYPES = "docx?|xlsx?|pptx?|pdf|wps|et|txt|csv|zip|rar|7z|jpe?g|png|mp4|html?"


@phrase(
    "labelled-number", rf"(?:{IDENTIFYING})[为是:#]*{_RUN}(?: \d{{3,}}(?![\d年月日./-]))*", order=12
)
def labelled_number(match: re.Match[str]) -> Piece:
    """Skip 合同编号HX-2022-07-08, 版本2022.6, QQ:20220630: a label and what it labels."""
    return Piece(Sort.NAME)


@phrase(
    "any-number",
    rf"(?<=[\u4e00-\u9fff])(?<![{NUMERAL}])号[为是:#]*(?=[\d.-]{{5}}){_RUN}|(?<![A-Za-z])(?:S/?N|P/?O|P/?N|ID|[Rr][Ee][Ff]|[Nn][Oo])[:.#]+{_RUN}",
    order=12,
)
def any_number(match: re.Match[str]) -> Piece:
    """Skip 病历号20220630, SN:2022-06-30: whatever is numbered."""
    return Piece(Sort.NAME)


@phrase(
    "numbered-part",
    r"(?:[见如]?附[表录件图]|(?<![\u4e00-\u9fff])[表图]|[见如][表图])\d{1,3}(?:[-.]\d{1,3})+(?![\d.-]|月|日|之?前|以前|底)",
    order=12,
    needs="表 图 附",
)
def numbered_part(match: re.Match[str]) -> Piece:
    """Skip 附表2.1, 图1-2."""
    return Piece(Sort.NAME)


@phrase(
    "standard",
    r"(?<![A-Za-z])[A-Z]{2,5}(?:/[A-Z]{1,2})? ?\d{2,6}(?:\.\d{1,3})?[:-](?:19|20)\d\d(?![\d./年-])",
    order=12,
    needs=": -",
)
def standard(match: re.Match[str]) -> Piece:
    """Skip ISO 9001:2015, GB/T 9704-2012: a standard and the year of its edition."""
    return Piece(Sort.NAME)


@phrase("batch-number", r"批次:?\d{6,}(?!\d|日|之?前|以前)", order=12, needs="批次")
def batch_number(match: re.Match[str]) -> Piece:
    """Skip 批次20220630; 第一批次6.10 is a stage."""
    return Piece(Sort.NAME)


@phrase(
    "code",
    rf"(?<![A-Za-z\d.]){_NO_CODE}[A-Za-z]{{1,8}}(?:\d{{0,4}}(?:[-_/][A-Za-z]{{1,8}})?[-_]{_RUN}|(?=\d+[.-]\d){_RUN})",
    order=12,
    needs="- _ .",
)
def code(match: re.Match[str]) -> Piece:
    """Skip RW-2022-06, HX-2022-07-08, U01-003: letters, a hyphen and figures."""
    return Piece(Sort.NAME)


@phrase(
    "file-name",
    rf"(?<![\u4e00-\u9fff\w.])(?:(?!之前|以前|前)[^\s,;()]){{1,80}}?\.(?i:{_TYPES})(?![A-Za-z\d])",
    order=12,
    needs=".",
)
def file_name(match: re.Match[str]) -> Piece:
    """Skip 6月30日.docx, 关于6月30日会议的通知.pdf: the name of a file."""
    return Piece(Sort.NAME)


@phrase(
    "numbered-of-year",
    rf"(?<!\d)(?:19|20)\d\d年度?第[\d{NUMERAL}]+(?:期(?!间|末|中)|号|次|届|辑|卷|版)",
    order=12,
    needs="第",
)
def numbered_of_year(match: re.Match[str]) -> Piece:
    """Skip 2022年第8次, 2022年第3期: one of a year's meetings or issues."""
    return Piece(Sort.NAME)


@phrase(
    "house-number",
    r"(?<=[路街巷弄栋幢座])(?<!月[路街])\d{1,4}(?:-\d{1,4})?号(?!之?前|以前|[完报交上提])",
    order=12,
    needs="路 街 巷 弄 栋 幢 座",
)
def house_number(match: re.Match[str]) -> Piece:
    """Skip 八一路18号: an address."""
    return Piece(Sort.NAME)


@phrase(
    "anniversary",
    r"(?:国庆|建党|建军|建国|建校|建院|校庆|抗战胜利|五四运动)\d{1,3}周年",
    order=12,
    needs="周年",
)
def anniversary(match: re.Match[str]) -> Piece:
    """Skip 国庆70周年, 建校20周年."""
    return Piece(Sort.NAME)


@phrase(
    "notice-ahead",
    r"(?:提前|提早)\d{1,2}个?(?:天|日|工作日|周|小时)(?:以上)?(?:提醒|预警|通知|告知|公告|公示|报备|申请|预约|报告)",
    order=12,
    needs="提前 提早",
)
def notice_ahead(match: re.Match[str]) -> Piece:
    """Skip 提前3天提醒: how long ahead somebody is told."""
    return Piece(Sort.NAME)


@phrase(
    "fine-for-lateness",
    r"每?(?:逾期|超期|超时|延误|拖延|迟[交报到]?|晚[交报到]?|延迟|推迟|超)(?<!期内)\d{1,3}个?(?:天|日|工作日|周|小时)(?:以上)?(?=[^,;]{0,4}[扣罚减通])",
    order=12,
    needs="扣 罚 减 通",
)
def fine_for_lateness(match: re.Match[str]) -> Piece:
    """Skip 每迟1天扣2分, 逾期3天通报: what lateness costs."""
    return Piece(Sort.NAME)
