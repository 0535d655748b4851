"""Times beside a deadline that tell of something else: who ordered it when, with what it is compared.

5月20日交办，6月10日前办结: the first is a record, not a stage.  Decided in two steps: the words mark a
time before it is settled, so that it lends its year to no other; whether it counts is decided when
the days are known.
"""

from __future__ import annotations

from itertools import pairwise

from ..patterns import regex
from .items import Item
from .pieces import Frame, Piece, Sort, Unsettled

_NOT_DUE = r"\)?(?!之?前|以前|止|为止|截止|[底末内])"
_MEETING = r"(?:会议?上?|会上|会后|座谈|调研时?|检查时?|督查时?|巡[视察]时?)"
#: What is done on a day that has passed: 交办, 批示, 会议研究, 收到反映.
_RECORD = regex(
    rf"{_NOT_DUE}[^,;\n()]{{0,10}}?(?:交办|[督催]办|批示|批办|收文|来文|收到|接到|反映|检查发现|(?<![会议])提出"
    rf"|{_MEETING}(?:已|就|专题)?(?:研究|决定|议定|确定|明确|要求|指出|提出|通过|审议|同意|部署|安排|强调|定(?=$|[,;)]))"
    r"|(?:印发|下发|发布|发出|转发)(?:的|了)?(?:通知|方案|文件|通报|※|$|[,;)])|挂牌督办"
    r"|(?:已|电话|书面|当面|微信)(?:告知|通知)|约谈|(?:现场|实地)(?:检查|查看|核查)|立案|签收|下达)"
)
_NOT_DONE = regex(rf"{_NOT_DUE}(?:尚|还|仍)?未(?:能|予)?(?:完成|办结|整改|落实)")
#: 已逾期（4月30日）, 3个工作日内（截至5月25日）.
_OVERDUE_SINCE = regex(r"(?:(?:逾期|超期|超时)\(|\(截至)$")
#: 1990年建成的宿舍, 2019年9月入学, 2020年以来: how old something is.
_SINCE = regex(
    r"\)?(?:月份?|日)?(?:建成|建于|建的|始建|投建|生(?=$|[),;的])|出生|入学|入职|入党|入团|入伍|参[军保]|参加工作|任职|任教|从教|执教|毕业于|退休|退伍|入校|装修|购置|购买|成立|开业|以来|至今)"
)
_MADE_IN = regex(r"(?:建|始建|生|成立|购|装修|入职|入学)于$")
#: 质保期至2025年12月, 合同2022年6月到期: until when something else holds.
_HOLDS = regex(
    r"(?:有效期|质保期?|保修期?|保质期|租赁?期|聘期|任期|服务期|合同期|使用期|试用期)(?:限|到期)?(?:为|是|[:,])?(?:直?至|到|截[至止]到?)?$"
    r"|(?:合同|证书|执照|许可证?|资质|协议)(?:有效)?(?:至|到)$"
)
_RUNS_OUT = regex(r"(?:底|末)?(?:到期|期满|失效|过期|截止有效)")
#: 新生9月3日报到, 会议定于6月11日召开: whose day it is stands in front.
_WHOSE = regex(
    r"(?:会议?|大会|典礼|新生|学校|我校|老生|学生|毕业生|专家|考试)(?:将|拟|现|初步)?定?(?:于|在|:)?$|^定于$"
)
_HAPPENS = regex(r"(?:召开|举行|举办|开幕|报到|开学|返校|离校|入校|放假|开考|进校|考试)")
_TIME_OF = regex(r"(?:会议|考试|活动|开会|召开|比赛|开学|报到)(?:时间|日期)(?:为|是|:|定于)?$")
_STUDENTS_COME = regex(r"(?:新生|老生|学生|毕业生)(?:报到|入学|返校|离校)")
#: 数据以4月30日为准.
_BASE = regex(r"(?:为(?:准|基)|数据)")
#: 发放5月补贴, 弥补一季度欠账, 作为下半年重点: a span that only says whose.
_OBJECT_OF = regex(
    r"(?:发放|缴纳|补缴|完成|弥补|开展|纳入|列入|作为|做好|补齐|清理|核对|统计|汇总|结算|支付|报销|兑现|参加|申报|储备|启动|报送|上报)$"
)
_NAMED_THING = regex(
    r"份?的?(?!之?前|以前|[底末初中上下内前后完达全实]|启动|开展|结束|验收|到位|报送|上报|提交|销号|整改|办结|落实|建成|并|和|或|至|到|起)[\u4e00-\u9fff]{2}"
)
_IN_A_TITLE = regex(r"(?:计划|规划|方案|行动|纲要)\($|(?:覆盖|涵盖|面向)$")
_BY_MEETING = regex(r"(?:^|[,;(\n])[经据]$")
#: 对标2021年, 较2021年增长, 列入2023年预算.
_COMPARED = regex(
    r"(?:对标|较|同比|相比|比|列入|纳入|计入|高于|低于)(?:于)?$|(?<!不)(?<!不[得能要])超过$"
)
_DATA_UNTIL = regex(r"(?:数据|统计|口径|台账|名单)[^,;\n]{0,4}(?:截[至止]|止于|到)(?:到|于)?$")
_MAKING_USE = regex(r"(?:利用|趁着?|借助?|用好)(?:好)?$")
#: 迎接11月专家进校, 确保9月1日正常开学: for something that happens then.
_FOR = regex(
    r"(?:参加|出席|承办|筹备|对接|保障|确保|保证|迎接|配合|为|备战|应对|服务(?:好)?|做好)$"
)
_EVENT = regex(
    rf"{_NOT_DUE}份?的?[^,;\n]{{0,6}}?(?:开学|典礼|毕业|高考|检查|巡[视察]|评估|进校|迎新|新生|校庆|校?运动?会|招生|考试|报到|调研|审计)"
)
_RESPONDING = regex(r"(?:响应|到场|到达|赶到|受理|接单|回应|抵达)")
_PUBLISHED_FOR = regex(r"(?:公示期?|提前|到期前|期满前|截止前)(?:为|不少于|至少)?$")
_REMINDING = regex(r"(?:提醒|预警)")
_ITSELF_AFTER = regex(r"(?:完成|办结|整改|结束)(?:之|以)?后$")
_AND_THEN = regex(r"(?:内)?(?:[^,;\n]{0,4})(?:报|销号|公示|反馈|通报|归档|备案|回头看|公开)")
_PLAN_AS_NAME = regex(
    r"(?:按照?|根据|落实|依据|对照|结合|围绕|编制|纳入|列入|贯彻|实施|修订|衔接)(?:学校)?$"
)


def mark_asides(items: list[Item], text: str) -> None:
    """Mark the times whose words say that they tell of something else."""
    for item in items:
        since = item.role in ("start", "later") and _SINCE.match(item.after)
        if item.piece.sort in (Sort.DATE, Sort.EVENT) and (item.role == "due" or since):
            item.aside = _kind(item, item.piece, text[: item.piece.begin], text[item.piece.end :])


def _kind(item: Item, piece: Piece, ahead: str, rest: str) -> str:
    """Return always | past (if the day has passed) | beside (if another day is named), or ""."""
    before, after = item.before, item.after
    if piece.sort is Sort.DATE and piece.lapse is None:
        if _NOT_DONE.match(rest) or _OVERDUE_SINCE.search(ahead):
            return "past"
        if piece.until is None and piece.grain == "day" and _RECORD.match(after):
            return "always" if _BY_MEETING.search(before) else "past"
        if _is_of_the_past(before, after):
            return "past"
        if piece.grain == "year" and _is_plan(item):
            return "beside"
        if piece.grain == "year" and _COMPARED.search(before):
            return "always"
        return "beside" if _is_of_something_else(item, rest) else ""
    if piece.lapse is not None:
        return "beside" if _is_side_length(item, rest) else ""
    return "beside" if piece.grain == "term" and _MAKING_USE.search(before) else ""


def _is_of_the_past(before: str, after: str) -> bool:
    """Whether the words tell how old something is, or from when figures are."""
    if _DATA_UNTIL.search(before) or _SINCE.match(after) or _MADE_IN.search(before):
        return True
    return before.endswith("以") and _BASE.match(after) is not None


def _is_of_something_else(item: Item, rest: str) -> bool:
    """Whether the words give the time to an event, a contract, a title or the thing dealt with."""
    before, after = item.before, item.after
    if _COMPARED.search(before) or _MAKING_USE.search(before) or _IN_A_TITLE.search(before):
        return True
    if _HOLDS.search(before) or _TIME_OF.search(before) or _RUNS_OUT.match(after):
        return True
    if item.piece.grain == "day" and _STUDENTS_COME.match(rest):
        return True
    if _FOR.search(before) and _EVENT.match(after):
        return True
    if item.piece.grain in ("day", "month") and (_WHOSE.search(before) and _HAPPENS.match(rest)):
        return True
    whole = item.text.endswith(("月", "月份", "季度", "半年", "年"))
    return whole and bool(_OBJECT_OF.search(before) and _NAMED_THING.match(after))


def _is_plan(item: Item) -> bool:
    is_plan = item.text.startswith("十") and item.text.endswith(("规划", "计划"))
    return is_plan and _PLAN_AS_NAME.search(item.before) is not None


def _is_side_length(item: Item, rest: str) -> bool:
    """Whether a length of time tells how soon one comes, how long a notice hangs, what follows."""
    before = item.before
    if ("小时" in item.text or "分钟" in item.text) and _RESPONDING.match(rest):
        return not before.endswith("后")
    if _PUBLISHED_FOR.search(before) or _REMINDING.match(rest):
        return True
    return bool(_ITSELF_AFTER.search(before) and _AND_THEN.match(rest))


def _is_firm(item: Item) -> bool:
    """Whether an item says by itself when the thing is due."""
    piece = item.piece
    if piece.sort is Sort.DATE:
        return bool(item.days) and not item.trouble and item.role == "due" and not item.aside
    return piece.sort in (Sort.RHYTHM, Sort.NOW, Sort.ALWAYS) and "weak" not in piece.marks


def set_aside(items: list[Item], frame: Frame) -> None:
    """Take the marked times out of the count where the days bear the words out."""
    firm = any(_is_firm(i) for i in items)
    for item in items:
        passed = item.days is not None and item.days.due <= frame.written
        if item.aside == "always" or (item.aside == "past" and passed):
            item.role = "name"
            item.trouble = Unsettled(f"“{item.text}”说的是另一件事，不是完成时限")
        elif item.aside == "beside" and firm:
            item.role = "name"
    for item, following in pairwise(items):
        if item.aside and item.role == "name" and following.piece.sort is Sort.EVENT:
            following.role = "name" if following.before == "" else following.role
