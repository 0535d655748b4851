"""Phrases with the words around them, and what these words make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..patterns import regex
from .pieces import Piece, Settled, Sort, Unsettled

_AFTER = regex(r"\)?(?:之后|以后|过后|后(?!勤|续|期|备|台|半))")
#: 2022年6月— and 2022年6月至今: where the other end should stand, nothing does.
_OPEN_END = regex(r"\)?(?:起|开始)?(?:[-~至到]+\s*(?:$|[,;)\n])|至今|到现在|到目前)")
_CLOCK_TO_CLOCK = regex(r"[-~至到]+")
_FROM = regex(
    r"\)?(?:起(?!草|来|步|诉|点|始|伏)|开始(?!前)|算起|起?计算|进场|入场|动工|启动(?!会前|前)|开工(?!前)|以来)"
)
#: 9月1日迎新前: the day is the event's, which may be another one.
_EVENT_AFTER = regex(
    r"(?!之|以|前|后|完|起|开|[底末初中])[\u4e00-\u9fff]{2,8}?(?:[之以]前|[之以]后|(?<![提目此空当眼面])(?<!(?<![庆念会动休])日)前|后|期间|季)(?=$|[^\u4e00-\u9fff]|完成|报|提交|上报|到位)"
)
_ABOUT_AFTER = regex(r"\)?(?:左右|前后|上下|\?|\(暂定\)|\(预计\))")
_ABOUT_BEFORE = regex(r"(?:大约|大概|大致|暂定|初定|初步定|预估|估计|可能|约)(?:在|于|为|是)?$")
#: 不早于6月30日: a day before which nothing may happen is no last day.
_NOT_BEFORE = regex(r"(?:早于|最早|最快|起始于?|晚于(?<!不晚于)(?<!不得晚于))[^,;\n()]{0,3}$")
_OLD = regex(
    r"(?:原定|原计划|原时限|原为|原来|原先|原(?!则|件|样|因|有|料|创|文|本)|上次|前次|(?:上|前)1次(?:时限)?|第1次时限)[^,;\n()]{0,6}\(?$"
)
#: 8月31日有误: a day that no longer counts.
_VOID = regex(r"(?:有误|作废|写错|填错|笔误|不算)")
_LATEST = regex(
    r"(?:最迟|最晚|至迟|不晚于|不迟于|不得晚于|不得迟于|即|也就是|截止到?|截至)[^,;\n()]{0,4}$"
)
EXTENDED = regex(
    r"(?:延期|推迟|顺延|延长|延后|延至|延到|改为|改至|改到|改成|调整|变更|展期|推后|宽限|推至|推到|延|(?:提前|提早)(?:至|到)|更正|订正|(?<![整立即边查修随接速])改(?=$))"
    r"[^,;\n()]{0,8}$"
)
_DONE_BEFORE = regex(r"已(?:经)?(?:[于在按]|[^,;\n前]{0,4}于)$|(?:实际|完成于|办结于)[^,;\n]{0,4}$")
_DONE_AFTER = regex(
    r"\)?(?:前)?[^,;\n。]{0,6}(?:已(?!延|批|明确|部署|纳入|要求|确定|定|过|安排|通知|调整)|业已|完成了)"
)
#: 6月底前完成（已完成）: what stands between the day set and how things stand.
_SET_AND_STATE = regex(r"(?:之|以)?前(?:全部|全面|必须)?(?:完成|办结|整改|落实|报送|提交|到位)*\(")
_CUTOFF = regex(r"截[至止](?:到|目前|于)?$")
#: 2022年工作要点, 6月工资: a name that only begins like a date.
_YEAR_VERB = regex(
    r"\)?(?:度(?!假|过)|之前|以前|前|内|底|末|止|期间|里|中|间|$|[,;、)\n(:+~-]|至|到|起|开始|启动|后|左右|或|和|及|与|的?(?:年底|年末|上半年|下半年|第?\d季|\d)"
    r"|各(?!项|类|级|单|部|学|院|处|种|界|地)|分别|均|实施|推进|推广|取得|为止|报(?=[送至到请给学校党组宣教省])|[*/?]|完成|结束|办结|落实|整改|到位|报送|上报|提交|建成|形成|达到|实现|全部|基本|全面|竣工|验收|投入|上线|启用|交付|解决|见效|销号|出台|印发|制定|修订|持续|长期|力争|争取|务必|按|□| )"
)
_MONTH_NOUN = regex(
    r"(?:份)?的?(?:内?刊(?!发|登|出|载|印)|内[训控]|龄|飞[雪霜]|流[火金]|[桃荷榴鲜]花|的鲜花|春[风光]|阳光|芳菲|围城|天(?=$|[^\u4e00-\u9fff])|主题党日|党员活动日|党日|团日|民主生活会|组织生活会|工资|党费(?!收?缴)|考勤(?!汇总|上报|报)|[\u4e00-\u9fff]{0,4}名册|账单|奖金|课表|菜单|例会|报表|月报|数据|进展|情况|信息|材料|问题|工作(?:计划|总结|安排|要点|任务|清单|进展|情况)?(?!日|完成(?!时))|计划(?!完成|于)|总结|活动方案|考核|考试|招生|毕业(?!生离校|典礼)|校历|值班|通知|通报|简报|台账|清单|报告(?!$))"
)
#: 7·1讲话, 5·12地震, 6月30日会议精神: what is called by its day.
_DAY_NOUN = regex(
    r"的?(?:重要?)?(?:讯|电(?=$|[,;)])|专案|讲话|指示|批示|地震|事件|运动(?!会|场)|事故|惨案|爆炸|晚会|宪法日|植树(?=节|$)|会议(?:精神|纪要|记录)"
    r"|(?:会议|通知|邮件|短信|来函|来文|文件|方案|通报|纪要|公告)(?=$|[,;)]|精神|要求|规定))"
)
#: 见6月30日通知, 参照2021年: a reference.
_REFERRED = regex(
    r"(?:日报|晚报|新华社|(?:^|[,;(\n详参])见|(?:^|[,;(\n])同|参照|参考|比照|参见|依据)(?:上级|学校|省里?)?$"
)
#: 不同意延期至6月10日: nothing is moved.
_REFUSED = regex(
    r"(?:不同意|未同意|不批准?|未批准?|不予|不准|驳回|拒绝|不得|不能|不可|不再|未获)[^,;\n()]{0,6}$"
)


#: 放假后周一前: which Monday depends on the holidays.
_AFTER_EVENT = regex(r"(?<![然随先落背])后的?(?:第1个|首个|下1?个|当)?$")
#: 6月30日前完成5月份遗留问题: the second is no time but what is to be done.
_WHAT_TO_DO = regex(
    r"前(?:全部|集中)?(?:完成|报送|上报|提交|解决|处理|消化|清理|汇总|梳理|整理|报|办结)$"
)
_LAST_ONE = regex(r"上(?!半|旬)|去年|前1?[天日周月年]|昨")
_REPORTED = regex(r"(?:报送?|上报|提交|汇总|通报|总结|反馈|统计|公布|公示)$")
_NOUN = regex(r"份?的?(?:[^\W\d_前底末初中上下旬内完止以之至到起]|上报|上交)[^\W\d_]")
#: 2023年持续巩固: after the last stage, no stage of its own.
_GOING_ON = regex(r"(?:起|以后|内|全年|之?后|将|再|继续|转入|进入|实行|实现)*")
_COMES_TO_AN_END = regex(r"完成|到位|建成|见效|见成效|验收|收官|结束|销号|办结|取得")
#: 生日：1999年6月30日, 入党时间2010.7: of a person or a thing.
_DAY_OF_A_LIFE = regex(
    r"(?:生日|出生(?:日期|年月|时间|日)?|学制|(?:入[党团伍职学校会]|参加工作|毕业|成立|建[校院成]|任职|聘任|生产|出厂|购[置入]|拍摄|批准|登记|注册)(?:日期|时间|年月|日))(?:为|是|:)?$"
)
#: 填报日期：2022年5月29日 is no deadline.
_DAY_OF_PAPER = regex(
    r"(?:填[报写表]|制表|签收|下达|下发|更新|修订|印发|发文|收文|来文|交办|批示|立项|提出|发现|收集|统计|登记)(?:的)?(?:日期|时间|日)(?:为|是|:)?$|更新于$"
)
_MADE_ON = regex(
    r"(?:修订|修改|印发|发布|下发|填写?|填报|填表|制表|制|更新|修改稿|修订[稿版])(?:\)|$|,)"
)
_ACCORDING_TO = regex(r"(?:根据|依据|按照?|参照|遵照|落实|贯彻)(?:学校|上级|省|市|校|党委)?$")
_PAPER_AFTER = regex(
    r"(?!之?前|以前)的?(?:[\u4e00-\u9fff□※]{0,8}?)(?:会议|会|通知|文件|讲话|批示|指示|通报|函|方案|纪要|精神)"
)
#: What is a stage's work where another stage stands before it.
_STAGE_WORK = regex(
    r"份?(?:进行|开展|组织)?(?:总结|考核|考试|通报|报告|招生|检查|评估)(?:评比|验收|评估|上报|表彰|提升|考核|会)*(?=$|[,;。)\n])"
)
#: 6月底前无法完成: the day is denied; 6月底前未能完成的予以通报 still sets it.
_DENIED = regex(
    r"(?:之前|以前|前)?(?:仍|还|均|都|也|恐怕?|可能|确实?|预计|将|实在|已)*"
    r"(?:(?:不能|不可能|无法|没法|难以|很难|不会|未能|没能)(?:够|按期|如期|按时|全部|全面)*"
    r"(?:完成|办结|到位|整改|落实|实现|做到|达到|完工|交付|竣工)|完不成|做不完|来不及)(?!的|者|,?(?:将|予以|给予|通报|约谈|追责|问责))"
)


@dataclass(slots=True)
class Item:
    """A phrase in its place: ``before`` and ``after`` are the words up to its neighbours."""

    piece: Piece
    before: str
    after: str = ""
    bracketed: bool = False
    days: Settled | None = None
    trouble: Unsettled | None = None
    #: due | start | old | later (a lower bound) | done (a day of completion) | name (上月数据)
    #: | tail (每季度结束后10日内) | turn (每年两次（6月、12月）)
    role: str = "due"
    #: The first end of a span written out, where this is the second.
    span: Settled | None = None
    span_text: str = ""
    extended: bool = False
    latest: bool = False
    #: A time of day stands right behind it (周五17:00).
    with_hour: bool = False
    #: The words round it tell of something else (see ``asides``).
    aside: str = ""
    #: The day of a paper, a meeting or a form (填报日期…), which a length of time may count from.
    of_paper: bool = False
    warnings: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def is_time(self) -> bool:
        """Whether the phrase names a day, for certain or not."""
        return self.piece.sort in (Sort.DATE, Sort.EVENT)


def itemize(text: str, pieces: tuple[Piece, ...]) -> list[Item]:
    """Return the pieces that say something about time, with the words between them.

    Times of day vanish, names and counts leave the sign □ behind.
    """
    items: list[Item] = []
    gap, at, depth = "", 0, 0
    last = None
    for piece in pieces:
        plain = text[at : piece.begin]
        if piece.sort is last is Sort.CLOCK and _CLOCK_TO_CLOCK.fullmatch(plain):
            plain = ""
        last = piece.sort
        depth += plain.count("(") - plain.count(")")
        gap += plain
        at = piece.end
        if piece.sort is Sort.CLOCK:
            if items and gap == "":
                items[-1].with_hour = True
            continue
        if piece.sort is Sort.NAME:
            gap += "□"
            continue
        if items:
            items[-1].after = gap
        items.append(Item(piece, gap, bracketed=depth > 0, text=piece.text))
        items[-1].warnings.extend(piece.warnings)
        depth += piece.text.count("(") - piece.text.count(")")
        gap = ""
    if items:
        items[-1].after = gap + text[at:]
    return items


def drop(items: list[Item], index: int) -> None:
    """Remove an item; the words around it close up for its neighbours."""
    item = items.pop(index)
    joined = (item.before + item.after).replace("()", "").replace(",,", ",")
    if index > 0:
        items[index - 1].after = joined
    if index < len(items):
        items[index].before = joined


def mark(items: list[Item]) -> None:
    """Give every date its role and doubts from the words around it."""
    for index, item in enumerate(items):
        if item.piece.sort is not Sort.DATE:
            continue
        before, after = item.before, item.after.removeprefix(")")
        if _OLD.search(before) or _VOID.match(after):
            item.role = "old"
        elif _DONE_BEFORE.search(before) or _said_done(items, index):
            item.role = "done"
        elif _AFTER.match(after) or _OPEN_END.match(after) or _NOT_BEFORE.search(before):
            item.role = "later"
        elif _FROM.match(after):
            item.role = "start"
        extension = EXTENDED.search(before)
        if extension and _REFUSED.search(before, 0, extension.start()):
            item.role = "name"
            item.trouble = Unsettled(f"没有同意延到“{item.text}”，原来的时限没有写")
        else:
            item.extended = extension is not None
        item.latest = bool(_LATEST.search(before))
        if _ABOUT_AFTER.match(item.after) or _ABOUT_BEFORE.search(before):
            item.warnings.append(f"“{item.text}”前后有“约”“左右”“暂定”一类的字样，不是确定的日期")
        if _EVENT_AFTER.match(after) and not _ends(item):
            item.trouble = Unsettled(f"“{item.text}”后面还有一件事，要看那件事在哪一天")
        if (item.piece.weekday or item.piece.grain == "week") and _AFTER_EVENT.search(before):
            item.trouble = Unsettled(f"“{item.text}”在另一件事之后，要看那件事在哪一天")
        if index and _tells_time(items[index - 1]) and _is_object(item):
            item.role = "name"
        item.of_paper = _of_a_paper(item)
        if item.of_paper or _goes_on(items, index):
            item.role = "name"
        if _DENIED.match(after):
            item.trouble = Unsettled(f"“{item.text}”写的是不能完成的日子，没有写什么时候完成")
        if _is_called_by(item):
            item.role = "name"
            item.trouble = Unsettled(f"“{item.text}{after[:4]}”说的是另一件事，不是完成时限")
        if _only_named(item) and not (_is_next_stage(items, index) or _is_dated(items, index)):
            item.role = "name"
            item.trouble = Unsettled(
                f"“{item.text}{after[:4]}”像是名称的一部分，不能确定是不是时限"
            )


def _ends(item: Item) -> bool:
    """Whether 结束前 speaks of the span itself (第三季度结束前)."""
    spans = ("month", "quarter", "half", "year", "week", "term")
    return item.piece.grain in spans and item.after.startswith("结束")


def _goes_on(items: list[Item], index: int) -> bool:
    """Whether a year or a month only says when what is done by then goes on (2023年持续巩固)."""
    item, following = items[index], items[index + 1] if index + 1 < len(items) else None
    if following is None or following.piece.sort is not Sort.ALWAYS:
        return False
    firm = any(i.piece.sort is Sort.DATE and i.role == "due" for i in items[:index])
    spans = ("year", "half", "quarter", "month")
    if (
        not firm
        or item.piece.until
        or item.piece.grain not in spans
        or not _GOING_ON.fullmatch(following.before)
    ):
        return False
    return _COMES_TO_AN_END.search(re.split("[,;\n]", following.after, maxsplit=1)[0]) is None


def _of_a_paper(item: Item) -> bool:
    """Whether the day is that of a paper or a meeting (填报日期…, 根据5月20日会议, （6月1日修订）)."""
    if _DAY_OF_A_LIFE.search(item.before):
        return True
    if item.piece.grain != "day" or item.piece.lapse is not None:
        return False
    if _DAY_OF_PAPER.search(item.before):
        return True
    if item.bracketed and _MADE_ON.match(item.after):
        return True
    if re.match(r"(?:更新|修订|填报?|制表)[:;,]", item.after):
        return True
    return bool(_ACCORDING_TO.search(item.before) and _PAPER_AFTER.match(item.after))


def _tells_time(item: Item) -> bool:
    return item.is_time or item.piece.sort is Sort.RHYTHM


def _is_object(item: Item) -> bool:
    """Whether the words round it make a time the object of a verb (完成5月份遗留问题)."""
    if _LAST_ONE.match(item.text) and _REPORTED.search(item.before):
        return True
    if item.piece.grain not in ("month", "quarter", "half"):
        return False
    return bool(_WHAT_TO_DO.search(item.before) and _NOUN.match(item.after))


def _said_done(items: list[Item], index: int) -> bool:
    """Whether the same clause says that the thing was done by then (6月20日已完成)."""
    item, previous = items[index], items[index - 1] if index else None
    if (
        previous is not None
        and previous.text.startswith(("已", "业已"))
        and previous.piece.sort is Sort.DONE
    ):
        return re.fullmatch(r"[(:于在]*", item.before) is not None
    clause = re.split(r"[,;\n。]", item.after, maxsplit=1)
    whole = len(clause) == 1
    following = items[index + 1] if whole and index + 1 < len(items) else None
    if _SET_AND_STATE.fullmatch(item.after):
        return False  # 5月底前（已完成）: the day set, and how things stand
    if following is not None and following.piece.sort is Sort.DONE:
        return following.text.startswith(("已", "业已"))
    if _DONE_AFTER.match(clause[0]):
        return True
    reported = "□" in clause[0] and not re.match("之?前|以前", clause[0])
    return reported and _CUTOFF.search(item.before) is not None


def _is_next_stage(items: list[Item], index: int) -> bool:
    """Whether 7月总结 is the last stage of 5月启动，6月实施，7月总结 and no name."""
    item, previous = items[index], items[index - 1] if index else None
    if previous is None or previous.piece.sort is not Sort.DATE:
        return False
    return re.search("[,;、\n]$", item.before) is not None and bool(_STAGE_WORK.match(item.after))


def _is_dated(items: list[Item], index: int) -> bool:
    """Whether the festival's day stands right before it (12月25日圣诞节聚餐)."""
    item, previous = items[index], items[index - 1] if index else None
    if previous is None or "needs-end" not in item.piece.marks:
        return False
    return item.before == "" and re.search(r"月\d{1,2}[日号]$", previous.text) is not None


def _is_called_by(item: Item) -> bool:
    """Whether the day belongs to a speech, a paper or the like, or is referred to (同6月30日)."""
    if item.piece.lapse is not None or item.piece.until is not None:
        return False
    after = item.after.removeprefix(")")
    if _REFERRED.search(item.before) and not re.match("之?前|以前|底前|止", after):
        return item.piece.grain in ("day", "year", "month")
    return item.piece.grain == "day" and bool(_DAY_NOUN.match(after))


def _only_named(item: Item) -> bool:
    after = item.after
    if item.piece.grain == "year" or "needs-end" in item.piece.marks:
        if item.text.endswith("内") and item.after[:1] not in tuple("控部容涵生外审训地销刊参设"):
            return False
        return _YEAR_VERB.match(after) is None
    if item.piece.grain in ("month", "quarter", "half", "week"):
        return _MONTH_NOUN.match(after) is not None
    return False
