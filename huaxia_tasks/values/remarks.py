"""What a remark (备注) says that belongs elsewhere: a state, or a wish for more time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from ..model import Status, StatusReading
from ..patterns import regex
from .blanks import is_placeholder
from .status import read_status
from .status_words import ASKS, EXTENSION, NO_EXTENSION

_SENTENCE = regex(r"[。；;！!？?\n\r]+")
_CLAUSE = regex(r"[，,、：:]")
_GRANTED = regex(
    r"(?:同意|批准|获批|准予|核准|通过|审批).{0,8}(?:延期|顺延|推迟|延后|推后|后延|展期|延长|延至|延到)|(?:延期|顺延|展期).{0,6}(?:已|获)(?:获)?(?:批|同意)"
)
_REPORTED = regex(
    r"(?:会议|活动|开学|考试|比赛|放假|工期|施工|采购|招标|到货|供货|厂家).{0,8}(?:延期|顺延|推迟|延后|推后|后延)|(?:上级|疫情|天气).{0,8}(?:延期|顺延|推迟|延后|推后|后延)(?![至到])"
)
#: The matter itself is put off: nothing that might be put off instead stands before the words.
_FOR_A_WHILE = regex(
    r"^(?:本项|该项|此项|本任务|该任务|该事项|工作|任务|完成时限|完成时间|时限|期限|现|已|再)*(?:延期|顺延|推迟|延后|推后|后延|延长)(?:办理|完成)?"
    r"[约]?(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?:天|日|周|星期|月|学期|工作日|年)"
)
_TO_A_DAY = regex(
    r"(?:延期|顺延|推迟|延后|推后|后延|宽限|往后推|向后推|往后延|后推|缓|放宽)(?:至|到)|延至|延到"
)
#: Asked for beside the words for the new day: 完成时间调整到8月31日，请批准.
_ASKED = regex(r"申请|恳请|请求|请(?:予|学校|领导)?(?:批准|审批|同意|批示)")
_REFUSED = regex(
    r"(?:未|没有?)(?:获得?|被|能)?(?:批|同意|通过|准)|不(?:予)?(?:同意|批准)|驳回|退回"
)
#: The day stands in brackets: 延期（7月15日）.
_DAY_BEHIND = regex(
    r"(?:^|(?<=[,，;]))(?:申请|拟)?(?:延期|顺延)(?:办理|完成|时限|时间|日期)?[(:：]?(?:至|到)?([\d年月]{1,9}[\d日号底末旬月])\)?(?:$|[,，])"
)
#: What would have to be done, should it come to that.
_CONDITION = regex(r"^(?:如果|如需|如遇|如|若|倘若|一旦|凡|确需)")
#: A share that is wanted, or is another thing's: 要求100%完成, 满意率98%.
_AIMED_AT = regex(
    r"目标|要求|力争|争取|确保|应(?!急|用|届)|须|不低于|提高|提升|标准|(?<!完成)(?<!办结)(?<!整改)率"
)
#: A thing is described: 正在使用的教材, 暂停使用的教室.
_OF_A_THING = regex(r"[^，。；,;]{0,6}的[^，。；,;]{1,8}$")
#: A day is to be changed, without a word of delay.
_MOVED = regex(
    r"(?:时限|时间|期限|日期|节点)[^，。；,;]{0,14}?(?:调整|变更|修改|改)(?:为|至|到)[^，。；,;]{0,8}[\d月底末年期]"
)
_UNTIL = regex(
    r"(?:(?:延期|顺延|推迟|延后|推后|后延|展期|延长|延至|延到|宽限|往后推|向后推|往后延|后推|缓(?=[至到])|放宽)(?:迟)?(?:办理|完成|上报)?(?:至|到|为)?|(?:时限|时间|期限|日期|节点)[^，。；,;]{0,14}?(?:调整|变更|修改|改)(?:为|至|到))([^，。；,;(（]{0,20})"
)
#: A remark claims a state only with words of its own; 完成 inside other talk does not.
_SURE = regex(
    r"已(?:于|在)[^，。；,;]{1,12}?(?:完成|办结|整改到位|落实|解决|销号|验收)|^(?:持续|继续|恢复|有序|稳步|正常|顺利|按计划|按序时)推进|^主体(?:工程|部分)?(?:已)?(?:完成|完工)|^(?:延期|顺延)(?:办理)?$"
    r"|(?:同意|予以|准予|办结|核实)销号|已?通过验收|阶段性完成|已(?:经|全部|全面|如期|按期|按时|及时|顺利|圆满|超额|提前|基本|部分)?(?:完成|办结|整改|解决|落实|销号|验收|启动|延期|取消|暂停|逾期)|暂停|暂缓|挂起|搁置|未(?:完成|启动|开展|开工|办结|整改)|尚未|推进中|进行中|正在"
    r"|长期坚持|常态化|基本完成|(?:达到|符合)(?:序时|时序)进度|待.{0,6}(?:验收|核验|核实|销号|审核)|(?:整改|施工|维修|安装|建设|改造|更换)(?:完毕|完成|结束|到位)|^(?:如期|按期|按时|全部|圆满|顺利|提前|超额)(?:完成|办结)|(?:项目|工作|任务|事项|该项|本项)(?:取消|撤销|终止)|部分完成|立行立改|待(?:验收|核验|核实|销号)|\d+(?:\.\d+)?[%％]|滞后|缓慢|不予立项|并案|无法|不能|[√×✓☑]"
)


class RemarkReading(NamedTuple):
    """A remark, scanned.

    ``phrase`` is the sentence that asks for more time and ``until`` the words that name the new day;
    ``status`` is the state that the remark claims, None where it claims none, with the words in
    ``status_phrase``; ``granted`` where it says that an extension was approved.
    """

    asks_extension: bool = False
    phrase: str = ""
    until: str = ""
    granted: bool = False
    status: StatusReading | None = None
    status_phrase: str = ""


def scan_remark(text: str, words: Mapping[str, Status] | None = None) -> RemarkReading:
    """Return what `text` asks and claims; `words` are the office's own status words."""
    if is_placeholder(text):
        return RemarkReading()
    asks, phrase, until, granted = False, "", "", False
    status: StatusReading | None = None
    status_phrase = ""
    for sentence in _SENTENCE.split(text[:4000]):
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", sentence))
        if not plain:
            continue
        if not phrase and _wants_time(plain):
            phrase, until, granted = sentence.strip(), _until(plain), bool(_GRANTED.search(plain))
            asks = not granted
        if status is None and _claims(plain):
            reading = read_status(sentence, sentence, "text", words)
            if reading.status is not None:
                status, status_phrase = reading, sentence.strip()
    return RemarkReading(asks, phrase, until, granted, status, status_phrase)


def _claims(plain: str) -> bool:
    """Whether a sentence claims a state; 正在使用的教材 only names a thing."""
    for clause in _CLAUSE.split(plain):
        sure = _SURE.search(clause)
        if sure and sure.group()[-1] in "%％" and _AIMED_AT.search(plain):
            continue
        if sure and not _OF_A_THING.match(clause, sure.end()):
            return True
    return _SURE.search(plain) is not None and not any(map(_SURE.search, _CLAUSE.split(plain)))


def _wants_time(plain: str) -> bool:
    """Whether a sentence speaks of an extension of the matter itself."""
    if _DAY_BEHIND.search(plain):
        return True
    for clause in _clauses(plain):
        if _CONDITION.match(clause):
            continue
        if _MOVED.search(clause) and (ASKS.search(clause) or _ASKED.search(plain)):
            return True
        if _REFUSED.search(clause):
            continue
        if not EXTENSION.search(clause) or NO_EXTENSION.search(clause):
            continue
        if _GRANTED.search(clause):
            return True
        if _REPORTED.search(clause) and not re.search(r"申请|请求|恳请|要求", clause):
            continue
        if ASKS.search(clause) or _TO_A_DAY.search(clause):
            return True
        if _FOR_A_WHILE.search(clause):
            return True
    return False


def _clauses(plain: str) -> list[str]:
    """Return the clauses, each with the one before it where that one asks (恳请学校，延期一月)."""
    parts = [p for p in _CLAUSE.split(plain) if p]
    joined = []
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else ""
        joined.append(before + part if re.search(r"申请|恳请|请求", before) else part)
    return joined


def _until(plain: str) -> str:
    if behind := _DAY_BEHIND.search(plain):
        return behind[1]
    for match in reversed(list(_UNTIL.finditer(plain))):
        rest = re.sub(r"^(?:办理|完成|到|至)+|(?:完成|办结|办理|上报)+$", "", match.group(1))
        if re.search(r"[\d一二三四五六七八九十两]|月|周|学期|年|天|底|末", rest):
            return rest
    return ""
