"""What a remark (备注) says that belongs elsewhere: a state, or a wish for more time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ..model import Status, StatusReading
from ..patterns import regex
from .blanks import is_placeholder
from .status import read_status
from .status_words import ASKS, EXTENSION, NO_EXTENSION, WORDS

_SENTENCE = regex(r"[。；;！!？?\n\r]+")
_CLAUSE = regex(r"[，,、：:]")
_GRANTED = regex(
    r"(?:同意|批准|获批|准予|核准|通过|审批).{0,8}(?:延期|顺延|推迟|延后|推后|后延|展期|延长|延至|延到)|(?:延期|顺延|展期).{0,6}(?:已|获)(?:[^，。；,;报提交送待审未]{0,6})(?:签?批准?|同意)"
)
_REPORTED = regex(
    r"(?:会议|活动|典礼|仪式|报名|讲座|论坛|培训|运动会|晚会|招聘会|双选会|答辩|返校|军训|展演|大赛|竞赛|比武|招生|高考|四六级|测试|演出|开学|考试|比赛|放假|工期|施工|采购|招标|到货|供货|厂家).{0,8}(?:延期|顺延|推迟|延后|推后|后延)|(?:上级|疫情|天气).{0,8}(?:延期|顺延|推迟|延后|推后|后延)(?![至到])"
)
#: The matter itself is put off: nothing that might be put off instead stands before the words.
_FOR_A_WHILE = regex(
    r"^(?:本项|该项|此项|本任务|该任务|该事项|工作|任务|完成时限|完成时间|时限|期限|现|已|再)*(?:延期|顺延|推迟|延后|推后|后延|延长|延)(?:办理|完成)?"
    r"[约]?(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?:天|日|周|星期|月|学期|工作日|年)"
)
_TO_A_DAY = regex(
    r"(?:延期|顺延|推迟|延后|推后|后延|宽限|往后推|向后推|往后延|后推|缓|放宽)(?:至|到)|延至|延到"
)
#: Before 同意 and 批准: that it is asked for, or waited for.
_STILL_OPEN = regex(
    r"(?:[请望求]|希望|能否|可否)(?:学校|校领导|领导|上级|办公室|党政办|予以|给予|予)*$|(?:待|等|未|尚未|没有?)[^，,]{0,8}$"
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
_CONDITION = regex(
    r"^(?:如(?![期上下今实数约何此愿])|若(?!干)|倘若|一旦|凡|确需[^，,]{0,10}的$|假如|要是|万一)"
)
#: A wish put politely: what follows such a condition is asked for all the same.
_POLITE = regex(r"同意|批准|允许|可以|可行|获批|条件|方便")
#: A share that is wanted, or is another thing's: 要求100%完成, 满意率98%.
_AIMED_AT = regex(
    r"目标|要求|力争|争取|确保|应(?!急|用|届)|须|不低于|提高|提升|标准|(?<!完成)(?<!办结)(?<!整改)率"
)
#: A thing is described: 正在使用的教材, 暂停使用的教室.
_OF_A_THING = regex(r"[^，。；,;]{0,6}的[^，。；,;]{1,8}$")
#: A day is to be changed, without a word of delay.
_MOVED = regex(
    r"(?:时限|时间|期限|日期|节点)[^，。；,;]{0,14}?(?:调整|变更|修改|改)(?:为|至|到)[^，。；,;]{0,8}[\d月底末年期假学节]"
)
#: The matter's own day was put elsewhere: 完成时限调整为8月15日, 改期至9月上旬.
_MOVED_ITSELF = regex(
    r"^(?:将|本项|该项|此项|任务|工作)*(?:完成|整改|办结|办理|任务)?(?:时限|期限|时间)(?:拟|需|已|现)?(?:延长|延后|推迟|顺延)(?:至|到)|^(?:本项|该项|此项|该?任务|本任务|工作)?(?:(?:完成|办结|整改|任务)(?:时限|时间|期限|日期)|(?:时限|期限|截止(?:时间|日期)))(?:已|现|拟|需)?(?:由[^，。；,;]{2,12}?)?(?:调整|变更|修改|改)(?:为|至|到)[^，。；,;]{0,8}[\d月底末年期]"
    r"|^(?:本项|该项|此项|该?任务|本任务|工作|拟|需|现|已)*(?:改期|改至|改到|调整至|调整到|调至)(?:至|到)?[\d一二三四五六七八九十年下秋春暑寒月]{1,4}[^，。；,;]{0,6}[日号月底末旬期]"
)
#: The new day stands in a clause of its own behind the words of approval.
_UNTIL_BEHIND = regex(r"[，,(](?:新?时限)?[至到为](\d[^，。；,;()（]{1,16})")
_MORE_TIME = regex(
    r"(?:申请|请求?|恳请|希望|望|能否|需)[^，。；,;]{0,8}(?:再|多|给)(?:给|予|宽限|给予)*(?P<long>[约\d一二两三四五六七八九十半几]{1,4}个?(?:天|日|周|星期|月|学期|工作日))"
)
_NOT_A_DAY = regex(r"^(?:申请|报告|手续|材料|的|情况|原因|已|未|事宜|说明|理由)")
_UNTIL = regex(
    r"(?:(?:延期|顺延|推迟|延后|推后|后延(?![期至到长])|展期|延长|延至|延到|宽限|往后推|向后推|往后延|后推|缓(?=[至到])|放宽|改期|改至|改到|调整[至到]|调[至到]|延(?=[约\d一二两三四五六七八九十半几]))(?:迟)?(?:办理|完成|上报)?(?:至|到|为)?|(?:时限|时间|期限|日期|节点)[^，。；,;]{0,14}?(?:调整|变更|修改|改)(?:为|至|到))([^，。；,;(（]{0,20})"
)
#: A remark claims a state only with words of its own; 完成 inside other talk does not.
_SURE = regex(
    r"^(?:完成|办结|完结|整改到位|已?(?:完|办完|做完))$|(?:超时|逾期|超期|延期|推迟|提前)(?:[\d一二两三四五六七八九十半几]{1,3}个?[天日周月])?(?:后)?(?:已|才)?(?:完成|办结)|完成(?:了)?(?:一半|过半|大半)"
    r"|(?:还|尚|仍|暂|目前)未(?:开始|启动|动工|实施|开展)|没有?(?:开始|启动|动工|开展)|^长期(?:任务|工作|项目|整改|推进|事项)|转为?意见建议|不予采纳|(?:工程|项目)?已?(?:全部|全面|顺利)?竣工(?!验收前|后|时|前|决算)"
    r"|^(?:全部|全面|均|都|已)*(?:落实|整改|解决|处理)(?:到位|完毕)$|已[^，。；,;\d]{1,6}(?:解决|办结)$|^除[^，。；,;]{1,20}外|取消(?:该|本|此)(?:项|项目|任务|事项)"
    r"|^已?取消(?:该|本|此)?(?:项|项目|任务|事项)|^(?:现|目前|均|全部)?已[^，。；,;]{1,8}(?:好|完毕|到位|妥善)(?:了)?$|已按[^，。；,;]{1,14}(?:完成|办结)|已(?:于|在)[^，。；,;]{1,12}?(?:完成|办结|整改到位|落实|解决|销号|验收)|^(?:持续|继续|恢复|有序|稳步|正常|顺利|按计划|按(?:序时|时序)(?:进度)?)推进|^主体(?:工程|部分)?(?:已)?(?:完成|完工)|^(?:延期|顺延)(?:办理)?$"
    r"|(?:同意|予以|准予|办结|核实)销号|已?通过[^，。；,;]{0,6}验收|阶段性完成|已(?:经|全部|全面|如期|按期|按时|及时|顺利|圆满|超额|提前|基本|部分)?(?:完成|办结|整改|解决|落实|销号|验收|启动|延期|取消|逾期)|(?<![不未])暂停(?!供|营业|开放|使用|服务|运行|运营|上课|授课|借阅|通行|对外|办公|进出|收费|发放)|暂缓|挂起|搁置|未(?:完成|启动|开展|开工|办结|整改)|尚未|推进中|进行中|正在"
    r"|长期坚持|常态化|基本完成|(?:达到|符合)(?:序时|时序)进度|待.{0,6}(?:验收|核验|核实|销号|审核)|(?:整改|施工|维修|安装|建设|改造|更换)(?:完毕|完成|结束|到位)|^(?:如期|按期|按时|全部|圆满|顺利|提前|超额)(?:完成|办结)|(?:项目|工作|任务|事项|该项|本项)(?:取消|撤销|终止)|部分完成|立行立改|待(?:验收|核验|核实|销号)|(?<!\d)\d+(?:\.\d+)?[%％]|滞后|缓慢|不予立项|并案|无法|不能|[√×✓☑]"
)


#: What a completion is said of (已完成问卷发放).
_COMPLETED = regex(
    r"已(?:经|全部|全面|顺利|基本|如期|按期|按时|于[^，。；,;]{1,10}?)*完成了?(?P<what>[^，。；,;（()]{2,40})"
)
#: The matter as a whole, or work that leaves it finished.
_WHOLE = regex(
    r"^(?:全部|所有|该|本|此|各项|上述|相关|年度|既定|预定|规定|整改|任务|工作|目标|事项|项目|工程|问题|[并且到后的])"
    r"|(?:整改|建设|改造|施工|安装|维修|更换|修缮|搬迁|拆除|加装|增设|修复|清理|整治|验收|交付|上线|开通|销号|任务|目标)(?:工作|任务|工程|项目)?$"
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


def scan_remark(
    text: str, words: Mapping[str, Status] | None = None, *, matter: str = ""
) -> RemarkReading:
    """Return what `text` asks and claims; `words` are the office's own status words.

    `matter` is what the matter is called: 已完成问卷发放 completes a matter that is about handing out
    questionnaires, and is a step of any other.
    """
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
            phrase, until, granted = sentence.strip(), _until(plain), _is_granted(plain)
            asks = not granted
        if status is None and _claims(plain):
            reading = read_status(sentence, sentence, "text", words)
            if reading.status is Status.DONE and _only_a_step(plain, matter):
                note = "只写了其中一步完成，未按全部完成理解"
                reading = replace(
                    reading, status=Status.PARTLY_DONE, warnings=(*reading.warnings, note)
                )
            elif reading.status is Status.PARTLY_DONE and matter and _is_the_matter(plain, matter):
                reading = replace(reading, status=Status.DONE, warnings=())
            if reading.status is not None:
                status, status_phrase = reading, sentence.strip()
    return RemarkReading(asks, phrase, until, granted, status, status_phrase)


_NOTE = regex(r"\([^()]*\)?")
#: Whole status words that in a remark may be said of anything.
_SAY_NOTHING_ALONE = frozenset(
    [
        "是",
        "否",
        "正常",
        "超前",
        "延期",
        "顺延",
        "推迟",
        "并案",
        "未超期",
        "即将超期",
        "未报送",
        "超期",
        "逾期",
    ]
)
#: What is stopped or called off is a service or a charge, not the matter.
_OF_A_SERVICE = regex(
    r"(?:堂食|供[水电暖气]|营业|开放|服务|运营|运行|授课|上课|借阅|通行|食堂|校车|电梯|水电|网络|浴室|餐厅|窗口)(?:已|将|均)?(?:全部)?(?:暂停|取消)"
    r"|取消(?!该项?|本项|此项|项目|任务|事项|立项|[，,;；。(（]|$)|要求取消"
)


def _claims(plain: str) -> bool:
    """Whether a sentence claims a state; 正在使用的教材 only names a thing."""
    for clause in _CLAUSE.split(_NOTE.sub("", plain)):
        if clause in WORDS and clause not in _SAY_NOTHING_ALONE:
            return True
        if _OF_A_SERVICE.search(clause):
            continue
        sure = _SURE.search(clause)
        if sure and sure.group()[-1] in "%％" and _AIMED_AT.search(plain):
            continue
        if sure and not _OF_A_THING.match(clause, sure.end()):
            return True
    return _SURE.search(plain) is not None and not any(map(_SURE.search, _CLAUSE.split(plain)))


def _only_a_step(plain: str, matter: str) -> bool:
    """Whether every completion in a sentence is said of something less than the matter."""
    claims = [c for c in re.split("[，,：:]", plain) if re.search("完成|办结|解决|落实|整改", c)]
    return bool(claims) and all(_is_of_a_step(c, matter) for c in claims)


def _is_the_matter(plain: str, matter: str) -> bool:
    """Whether a sentence is nothing but the completion of what the matter is called."""
    said = _COMPLETED.fullmatch(plain)
    return said is not None and not _is_of_a_step(plain, matter)


def _is_of_a_step(clause: str, matter: str) -> bool:
    said = _COMPLETED.search(clause)
    if said is None or _WHOLE.search(said["what"]):
        return False
    what = re.sub("[的了、和及与等]|工作$", "", said["what"])
    pairs = [what[i : i + 2] for i in range(len(what) - 1)]
    return sum(p in matter for p in pairs) * 2 < len(pairs) or not pairs


def _wants_time(plain: str) -> bool:
    """Whether a sentence speaks of an extension of the matter itself."""
    if _DAY_BEHIND.search(plain):
        return True
    for clause in _clauses(plain):
        if _CONDITION.match(clause):
            if not _POLITE.search(clause):
                return False
            continue
        if _MOVED.search(clause) and (ASKS.search(clause) or _ASKED.search(plain)):
            return True
        if _MOVED_ITSELF.search(clause) or _MORE_TIME.search(clause):
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


def _is_granted(plain: str) -> bool:
    """Whether a sentence says that more time was granted, and does not ask or wait for it."""
    said = _GRANTED.search(plain)
    if said is None or _CONDITION.match(plain):
        return False
    return _STILL_OPEN.search(plain[: said.start()]) is None


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
        names_a_day = re.search(
            r"[\d一二三四五六七八九十两几]|月|周|学期|年|天|底|末|假|节|开学", rest
        )
        if names_a_day and not _NOT_A_DAY.match(rest):
            return rest
    if more := _MORE_TIME.search(plain):
        return more["long"]
    behind_words = _UNTIL_BEHIND.search(plain)
    return behind_words[1] if behind_words else ""
